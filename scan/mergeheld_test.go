package scan

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

// The people of a machine are those that a scan of its shares alone counts, however
// the shares were spread over runs. Without people files they may be more, which
// is told, but not less than the most of a share.
func TestExposurePeople(t *testing.T) {
	exact := 0
	for seed := range uint64(25) {
		r := rand.New(rand.NewPCG(seed, 5))
		shares := inventShares(t, r)
		machine := map[string]string{}
		of := map[string][]seenShare{}
		for i, s := range shares {
			machine[s.dir] = fmt.Sprint("10.20.1.", r.IntN(3))
			key := machine[s.dir] + s.zone
			of[key] = append(of[key], shares[i])
		}
		first := []*savedRun{scanShares(t, 0, shares...)}
		if n := r.IntN(len(shares)-1) + 1; seed%2 == 0 {
			first = []*savedRun{scanShares(t, 0, shares[:n]...), scanShares(t, 1, shares[n:]...)}
		}
		printed := seed%3 > 0
		var runs []*savedRun
		for _, s := range first {
			var where []string
			for _, share := range s.input(t, "").Run.Shares {
				where = append(where, machine[share.URL])
			}
			if s.at(t, where...); !printed {
				s.people = nil
			}
			runs = append(runs, s)
		}
		for hours, from := range []string{"office", "print"} {
			var seen []seenPort
			for i := range 3 {
				seen = append(seen, seenPort{"vault", fmt.Sprint("10.20.1.", i), 445, probe.Open})
			}
			runs = append(runs, saved(t, probeFrom("pc", from, hours, seen...)))
		}
		got, _ := merge(t, runs...)
		if len(got.Exposures) != len(of) {
			t.Errorf("seed %d: %d exposures, want %d", seed, len(got.Exposures), len(of))
		}
		for _, e := range got.Exposures {
			want := scanShares(t, 0, of[e.Address+e.Zone]...).input(t, "").Run
			zone := zoneOf(want, e.Zone)
			most := int64(0)
			for _, s := range want.Shares {
				most = max(most, s.People)
			}
			if e.Records != zone.Records || e.People < zone.People || e.People > zone.People && !e.PeopleAdded || e.People < most || printed && e.PeopleAdded {
				t.Errorf("seed %d, people files %v: got %d people, %d records (added up: %v), want %d and %d, %v", seed, printed, e.People, e.Records, e.PeopleAdded, zone.People, zone.Records, of[e.Address+e.Zone])
			}
			if len(e.Shares) != len(of[e.Address+e.Zone]) || e.Findings != int64(len(want.Findings)) {
				t.Errorf("seed %d: %d findings in %v, want %d in %v", seed, e.Findings, e.Shares, len(want.Findings), of[e.Address+e.Zone])
			}
			if !e.PeopleAdded {
				exact++
			}
		}
	}
	if exact < 50 {
		t.Errorf("only %d exposures have exact numbers of people", exact)
	}
}

// Runs of an older version tell nothing of a share but its files.
func TestExposurePeopleOfOldRuns(t *testing.T) {
	dir := t.TempDir()
	a, b := seenShare{filepath.Join(dir, "a"), "print"}, seenShare{filepath.Join(dir, "b"), "print"}
	writeFile(t, filepath.Join(a.dir, "list.csv"), []byte(people(0, 100)))
	writeFile(t, filepath.Join(a.dir, "copy.csv"), []byte(people(0, 100)))
	writeFile(t, filepath.Join(b.dir, "list.csv"), []byte(people(50, 100)))
	open := probeFrom("pc", "office", 0, seenPort{"print", "10.20.1.11", 445, probe.Open})
	for _, test := range []struct {
		name            string
		second, address string // of the share b
		people          int64
		added           bool
	}{
		{"one machine holds all of the zone", "10.20.1.11", "", 150, false},
		{"there is another in the zone", "10.20.1.12", "", 200, true},
	} {
		s := scanShares(t, 0, a, b).at(t, "10.20.1.11", test.second)
		s.people = nil
		run := s.input(t, "").Run
		for i := range run.Shares {
			run.Shares[i].Records, run.Shares[i].People = 0, 0
		}
		got, _ := merge(t, saved(t, run), saved(t, open))
		if len(got.Exposures) != 1 || got.Exposures[0].People != test.people || got.Exposures[0].PeopleAdded != test.added {
			t.Errorf("%s: got %+v, want %d people, added up: %v", test.name, got.Exposures, test.people, test.added)
		}
	}
}

// Who can read the report must know what was not joined.
func TestExposureWarnings(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "list.csv"), []byte(people(0, 10)))
	scanned := scanShares(t, 0, seenShare{dir, "print"})
	at := func(url, address, subject string) *savedRun {
		run := scanned.at(t, address).input(t, "").Run
		run.Shares[0].URL, run.Cover.Subject, run.People = url, subject, nil
		for i := range run.Findings {
			run.Findings[i].Share = url
		}
		return saved(t, run)
	}
	open := func(name, subject string) *savedRun {
		run := probeFrom("pc", "office", 0, seenPort{"print", "10.20.1.11", 445, probe.Open})
		run.Open[0].Name, run.Cover.Subject = name, subject
		return saved(t, run)
	}
	for _, test := range []struct {
		name        string
		scan, probe *savedRun
		exposures   int
		want        string
	}{
		{"the name leads elsewhere", at("smb://fs01/job", "10.20.1.12", ""), open("FS01", ""), 0,
			"fs01: it was scanned at 10.20.1.12 and probed at 10.20.1.11: they are not taken for one machine, and paths to its personal data may be missing"},
		{"no address", at("smb://fs01/job", "", ""), open("FS01", ""), 1,
			"fs01: the scan tells no address of it (an older version made it, or a jump host is between): paths to its personal data are found by its name alone"},
		{"two subjects", at("smb://fs01/job", "10.20.1.11", "例示印刷"), open("", "例示発送"), 0,
			"fs01: a probe of another subject found its address 10.20.1.11 open: private addresses of two subjects are not taken for one machine"},
		{"one subject is not told", at("smb://fs01/job", "10.20.1.11", "例示印刷"), open("", ""), 1, ""},
	} {
		got, _ := merge(t, test.scan, test.probe)
		if len(got.Exposures) != test.exposures || test.want != "" && !slices.Contains(got.Warnings, test.want) || test.want == "" && len(got.Warnings) > 0 {
			t.Errorf("%s: got %d exposures, warnings %q; want %d, %q", test.name, len(got.Exposures), got.Warnings, test.exposures, test.want)
		}
		if got.ExitCode != 1 || got.Conformity != report.Nonconforming {
			t.Errorf("%s: got exit code %d, %s", test.name, got.ExitCode, got.Conformity)
		}
	}
}

// A scan counts the people of a machine itself: without a key nobody can later, and
// those of its shares cannot be added up. What is merged again keeps the number.
func TestExposurePeopleOfSeveralShares(t *testing.T) {
	dir := t.TempDir()
	var shares []seenShare
	for i, from := range []int{0, 60, 100} {
		share := filepath.Join(dir, fmt.Sprint("share", i))
		writeFile(t, filepath.Join(share, "宛名.csv"), []byte(people(from, 100)))
		shares = append(shares, seenShare{share, "print"})
	}
	paths := saved(t, probeFrom("pc", "office", 0, seenPort{"print", "10.20.1.11", 445, probe.Open}))
	none := saved(t, probeFrom("desk", "vault", 1, seenPort{"print", "10.20.1.11", 445, probe.Filtered}))
	for _, test := range []struct {
		name  string
		scans []*savedRun
		want  string
	}{
		{"one scan", []*savedRun{scanShares(t, 0, shares...)}, "200 false"},
		{"two scans", []*savedRun{scanShares(t, 0, shares[:2]...), scanShares(t, 1, shares[2:]...)}, "300 true"},
		{"a newer scan of one share", []*savedRun{scanShares(t, 0, shares...), scanShares(t, 1, shares[2:]...)}, "300 true"},
	} {
		other := scanShares(t, 5, seenShare{writeOther(t, dir), "print"}).at(t, "10.20.1.12")
		other.people = nil
		runs := []*savedRun{paths, other}
		for _, s := range test.scans {
			s.at(t, "10.20.1.11").people = nil
			runs = append(runs, s)
		}
		got, _ := merge(t, runs...)
		_, again := merge(t, append([]*savedRun{none}, runs[1:]...)...)
		again.people = nil
		twice, _ := merge(t, again, paths)
		for _, r := range []*report.Run{got, twice} {
			if len(r.Exposures) != 1 || fmt.Sprint(r.Exposures[0].People, r.Exposures[0].PeopleAdded) != test.want {
				t.Errorf("%s: got %+v, want one exposure of %s people", test.name, r.Exposures, test.want)
			}
		}
	}
}

// writeOther writes a share of people of its own.
func writeOther(t *testing.T, dir string) string {
	t.Helper()
	share := filepath.Join(dir, "other")
	writeFile(t, filepath.Join(share, "宛名.csv"), []byte(people(500, 20)))
	return share
}

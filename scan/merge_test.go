package scan

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// A savedRun is a run and its people file, as they are on disk.
type savedRun struct {
	run    []byte
	people []byte
}

func (s *savedRun) input(tb testing.TB, name string) Input {
	tb.Helper()
	in := Input{Name: name, Run: new(report.Run)}
	if err := json.Unmarshal(s.run, in.Run); err != nil {
		tb.Fatal(err)
	}
	if s.people != nil {
		in.People = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(s.people)), nil }
	}
	return in
}

// output takes a people file into s.
func (s *savedRun) output() *PeopleOutput {
	return &PeopleOutput{Name: "run.json.people", Write: func(write func(io.Writer) error) error {
		var b bytes.Buffer
		err := write(&b)
		s.people = b.Bytes()
		return err
	}}
}

func (s *savedRun) keep(tb testing.TB, run *report.Run) {
	tb.Helper()
	var err error
	if s.run, err = json.Marshal(run); err != nil {
		tb.Fatal(err)
	}
}

var mergeKey = []byte("a key of thirty-two bytes or more")

// A seenShare is a folder to scan and its zone.
type seenShare struct{ dir, zone string }

// scanShares scans folders from a host as a run that began some hours after the
// others, and returns what was saved.
func scanShares(tb testing.TB, hours int, shares ...seenShare) *savedRun {
	tb.Helper()
	set, err := detect.Default()
	if err != nil {
		tb.Fatal(err)
	}
	cfg := Config{
		Set: set, Key: mergeKey, Workers: 2, Cover: report.Cover{Host: "scan01"},
		Now: func() time.Time { return longAgo.AddDate(0, 2, 0).Add(time.Duration(hours) * time.Hour) },
		Policy: &netzone.Policy{
			Zones: []netzone.Zone{{Name: "office"}, {Name: "print", Allowed: true, Retention: 14 * 24 * time.Hour}},
			Clients: []netzone.Client{
				{Name: "甲信用金庫", Paths: []string{"**/甲*"}}, {Name: "乙信用金庫", Paths: []string{"**/乙*"}}, {Name: "丙信用金庫", Paths: []string{"**/丙*"}},
			},
		},
	}
	for _, s := range shares {
		src, err := crawl.Open(context.Background(), s.dir, crawl.Options{})
		if err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(func() { src.Close() })
		cfg.Shares = append(cfg.Shares, Share{URL: s.dir, Zone: s.zone, Source: src, Host: "scan01"})
	}
	saved := new(savedRun)
	cfg.People = saved.output()
	saved.keep(tb, mustRun(tb, cfg))
	if saved.people == nil {
		tb.Fatal("no people file was written")
	}
	return saved
}

func merge(tb testing.TB, runs ...*savedRun) (*report.Run, *savedRun) {
	tb.Helper()
	cfg := MergeConfig{Cover: report.Cover{Host: "desk"}, TempDir: tb.TempDir()}
	for i, r := range runs {
		cfg.Inputs = append(cfg.Inputs, r.input(tb, fmt.Sprintf("run%d.json", i)))
	}
	saved := new(savedRun)
	cfg.People = saved.output()
	run, err := Merge(context.Background(), cfg)
	if err != nil {
		tb.Fatal(err)
	}
	saved.keep(tb, run)
	return run, saved
}

// counted is all that must be the same, in JSON, whether shares were scanned at
// once or in parts that were merged.
func counted(tb testing.TB, r *report.Run) string {
	tb.Helper()
	type finding struct {
		ID, Zone, Client, Verdict, Member string
		Count, Records, People            int64
		Fingerprint                       string
	}
	var findings []finding
	for _, f := range r.Findings {
		findings = append(findings, finding{f.ID, f.Zone, f.Client, f.Verdict, f.Member, f.Count, f.Records, f.People, f.Fingerprint})
	}
	b, err := json.MarshalIndent(map[string]any{
		"summary": r.Summary, "clients": r.Clients, "zones": r.Zones, "shared": r.Shared, "copies": r.Copies, "findings": findings,
		"unexamined": r.Unexamined, "retention": r.Retention, "exceptions": r.Exceptions, "conformity": r.Conformity, "exit": r.ExitCode, "complete": r.Complete,
	}, "", " ")
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}

// inventShares makes shares whose people are in several files, zones and clients,
// some with a file that cannot be examined.
func inventShares(tb testing.TB, r *rand.Rand) (shares []seenShare) {
	dir := tb.TempDir()
	for i := range 6 {
		s := seenShare{filepath.Join(dir, fmt.Sprint("share", i)), []string{"office", "print"}[i%2]}
		for j := range 1 + r.IntN(4) {
			client := []string{"甲", "乙", "丙", ""}[r.IntN(4)]
			name := filepath.Join(s.dir, []string{".", "x", "x/y"}[r.IntN(3)], fmt.Sprintf("%s%d.csv", client, j))
			text := people(r.IntN(5)*40, 20+r.IntN(60))
			if r.IntN(3) == 0 { // names alone
				text = strings.NewReplacer(",静岡県静岡市葵区追手町", ",").Replace(text)
			}
			if r.IntN(5) == 0 {
				text = zipOf(tb, "一覧.csv", text)
				name += ".zip"
			}
			if r.IntN(4) == 0 { // of whom nothing else is known
				text += "\n\n電話番号\n090-0000-1234\n"
			}
			writeFile(tb, name, []byte(text))
		}
		if r.IntN(3) == 0 {
			writeFile(tb, filepath.Join(s.dir, "damaged.zip"), []byte("PK\x03\x04"+strings.Repeat("x", 100)))
		}
		writeFile(tb, filepath.Join(s.dir, "x", "memo.txt"), []byte("会議は十時から"))
		shares = append(shares, s)
	}
	settleTimes(tb, dir)
	return shares
}

// However shares are spread over runs, some over several and some as a folder of
// their own besides, merging the runs gives what one scan of all shares gives.
func TestMergeIsOneScan(t *testing.T) {
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 11))
		shares := inventShares(t, r)
		one := scanShares(t, 5, shares...).input(t, "all").Run
		parts := make([][]seenShare, 1+r.IntN(4))
		for _, s := range shares {
			first := r.IntN(len(parts))
			parts[first] = append(parts[first], s)
			for range r.IntN(2) { // by others too
				if i := r.IntN(len(parts)); i != first {
					if r.IntN(2) == 0 {
						s.dir = filepath.Join(s.dir, "x")
					}
					parts[i] = append(parts[i], s)
				}
			}
		}
		var runs []*savedRun
		for i, p := range parts {
			if len(p) > 0 {
				runs = append(runs, scanShares(t, 5-i, p...))
			}
		}
		got, saved := merge(t, runs...)
		if d := difference(counted(t, got), counted(t, one)); d != "" {
			t.Errorf("seed %d, %d runs: the merged run is not that of one scan: %s", seed, len(runs), d)
		}
		again, _ := merge(t, saved)
		if d := difference(counted(t, again), counted(t, one)); d != "" {
			t.Errorf("seed %d: merged again: %s", seed, d)
		}
		if len(runs) > 1 {
			_, half := merge(t, runs[:len(runs)/2]...)
			got, _ = merge(t, append(slices.Clone(runs[len(runs)/2:]), half)...)
			if d := difference(counted(t, got), counted(t, one)); d != "" {
				t.Errorf("seed %d: merged in two steps: %s", seed, d)
			}
		}
	}
}

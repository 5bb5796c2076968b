package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/replay"
	"github.com/shikiri/shikiri/report"
)

var full = flag.Bool("full", false, "run the replays and the memory tests at the size of the incidents, and what needs 1 GB of memory (use with -timeout 30m)")

// A replayCase is a replay of an incident and what a scan of it must end with.
type replayCase struct {
	name  string
	seeds []uint64
	scale float64 // without -full
	zone  string
	exit  int
	// uncounted are kinds that are there and that the truth counts only in part
	// or not at all: as many as the truth has is the least there may be. So it
	// is with the kinds that explain, if the truth has none of them.
	uncounted []string
	stopped   string // the sign that automatic deletion has stopped
}

var replayCases = []replayCase{
	{name: "tokai", seeds: []uint64{0, 1, 2}, scale: 0.1, zone: "office", exit: exitViolation, uncounted: []string{"postal-code"}},
	// Odd seeds end lines with CR LF, 2 and 5 have a header and a trailer, and all but 0 have an order and widths of their own.
	{name: "kubota", seeds: []uint64{0, 1, 2, 3, 5}, scale: 0.02, zone: "office", exit: exitViolation},
	// 宛名番号 is a resident's code. The seeds write dates in four manners.
	{name: "amagasaki", seeds: []uint64{0, 1, 2, 3}, scale: 0.01, zone: "office", exit: exitViolation, uncounted: []string{"resident-code"}},
	{name: "muroran", seeds: []uint64{0, 1, 2, 3}, scale: 1, zone: "office", exit: exitViolation, uncounted: []string{"postal-code"}},
	// 口座番号 of a broker is an account.
	{name: "saxo", seeds: []uint64{0, 1}, scale: 0.1, zone: "print", exit: exitViolation, uncounted: []string{"bank-account"},
		stopped: "print/北辰証券: 199 days old, 7 allowed, since 2023-10-22"},
	{name: "docomo", seeds: []uint64{0}, scale: 0.001, zone: "office", exit: exitViolation},
	{name: "small", seeds: []uint64{0}, scale: 0.01, zone: "office", exit: exitViolation},
	{name: "office-clean", seeds: []uint64{0, 1, 2}, scale: 0.1, zone: "office", exit: exitClean},
}

// replayNow is the time of the scans: saxo's files are old relative to it.
var replayNow = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

// What a scan of a replay tells must be what is really there. A failure prints
// all numbers, and which layouts and files they were lost in. Docomo at full
// size is TestMemory's.
func TestReplay(t *testing.T) {
	for _, c := range replayCases {
		t.Run(c.name, func(t *testing.T) {
			if *full && c.name == "docomo" {
				t.Skip("TestMemory scans it at full size")
			}
			for _, seed := range c.seeds {
				t.Run(fmt.Sprintf("seed%d", seed), func(t *testing.T) {
					scale := c.scale
					if *full {
						scale = 1
					}
					r := scanReplay(t, &c, scale, seed)
					r.check(t)
				})
			}
		})
	}
}

// A replayRun is a replay that was made and scanned.
type replayRun struct {
	*replayCase
	dir   string
	truth *replay.Truth
	report.Run
	took time.Duration
}

func scanReplay(t *testing.T, c *replayCase, scale float64, seed uint64) *replayRun {
	t.Helper()
	dir := t.TempDir()
	truth, err := replay.Make(c.name, dir, replay.Options{Scale: scale, Seed: seed, Now: replayNow})
	if err != nil {
		t.Fatal(err)
	}
	r := &replayRun{replayCase: c, dir: dir, truth: truth}
	started := time.Now()
	r.Run = r.scan(t, "shikiri.yaml")
	r.took = time.Since(started)
	return r
}

// scan runs the program over the replay's share with a configuration beside it.
func (r *replayRun) scan(t *testing.T, config string) (out report.Run) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := &program{In: strings.NewReader(""), Out: &stdout, Err: &stderr, Getenv: env(), Now: func() time.Time { return replayNow }}
	code := run(context.Background(), p, []string{"scan", "-q", "-f", "json", "-c", filepath.Join(r.dir, config), r.zone + "=" + filepath.Join(r.dir, "share")})
	if err := json.Unmarshal(stdout.Bytes(), &out); err != nil {
		t.Fatalf("scan of %s ends with %d and without a report: %v; standard error: %s", r.name, code, err, stderr.String())
	}
	if code != out.ExitCode {
		t.Errorf("the program ends with %d, its report says %d", code, out.ExitCode)
	}
	return out
}

// check compares the report with the truth.
func (r *replayRun) check(t *testing.T) {
	t.Helper()
	rows := r.compare()
	bad := 0
	for _, row := range rows {
		if !row.ok() {
			bad++
		}
	}
	again := fmt.Sprintf("go run ./internal/replay/make -now %s -scale %g -seed %d %s DIR", replayNow.Format(time.RFC3339), r.truth.Scale, r.truth.Seed, r.name)
	if bad > 0 {
		t.Errorf("%d of %d numbers are wrong (made by: %s)\n%s\n%s", bad, len(rows), again, table(rows, *full), r.lost(t))
	} else if *full {
		t.Logf("%d MB in %v\n%s", r.bytes()>>20, r.took.Round(10*time.Millisecond), table(rows, true))
	}
	if r.ExitCode != r.exit {
		t.Errorf("exit code %d, want %d", r.ExitCode, r.exit)
	}
	r.checkCoverage(t)
	r.checkOverdue(t)
	r.checkRetention(t)
}

// compare lists the numbers of the report and of the truth.
func (r *replayRun) compare() []row {
	rows := []row{
		{"records", r.Summary.Records, int64(r.truth.Records), false},
		{"people", r.Summary.People, int64(r.truth.People), false},
		{"companies", r.Summary.Companies, int64(r.truth.Companies), false},
	}
	rows = append(rows, r.compareKinds()...)
	got := map[string]report.Client{}
	for _, c := range r.Clients {
		sum := got[c.Client]
		got[c.Client] = report.Client{Records: sum.Records + c.Records, People: sum.People + c.People, Companies: sum.Companies + c.Companies}
	}
	for name := range got {
		if r.truth.Clients[name] == nil {
			r.truth.Clients[name] = &replay.ClientTruth{}
		}
	}
	if len(r.truth.Clients) < 2 {
		return rows // it is the same as the sum
	}
	for _, name := range sortedKeys(r.truth.Clients) {
		want, title := r.truth.Clients[name], "client "+name
		if name == "" {
			title = "no client"
		}
		rows = append(rows, row{title + ": records", got[name].Records, int64(want.Records), false},
			row{title + ": people", got[name].People, int64(want.People), false})
	}
	return rows
}

// compareKinds lists the records by kind of data.
func (r *replayRun) compareKinds() (rows []row) {
	got, want := map[string]int64{}, map[string]int64{}
	for _, f := range r.Findings {
		got[kindName(f.Kind, f.Masked)] += f.Records
	}
	for kind, n := range r.truth.Kinds {
		want[kindName(kind, false)] = int64(n)
	}
	for kind, n := range r.truth.Masked {
		want[kindName(kind, true)] = int64(n)
	}
	for kind := range got {
		want[kind] += 0
	}
	for _, kind := range sortedKeys(want) {
		rows = append(rows, row{kind, got[kind], want[kind], r.leaves(kind)})
	}
	return rows
}

// leaves reports whether the truth leaves some of a kind uncounted.
func (r *replayRun) leaves(kind string) bool {
	explains := kind == "company-name" || kind == "corporate-number"
	return explains && r.truth.Kinds[kind] == 0 || slices.Contains(r.uncounted, kind)
}

func kindName(kind string, masked bool) string {
	if masked {
		return kind + " (masked)"
	}
	return kind
}

// checkCoverage holds the report's files against those on disk: none is lost
// from the counts, and there is nothing in a replay that cannot be examined.
func (r *replayRun) checkCoverage(t *testing.T) {
	t.Helper()
	var files, size int64
	err := filepath.WalkDir(filepath.Join(r.dir, "share"), func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		files++
		size += info.Size()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Shares) != 1 {
		t.Fatalf("the report has %d shares, want 1", len(r.Shares))
	}
	s := r.Shares[0]
	if s.Files != files || s.Bytes != size || s.Scanned+s.Unexamined != s.Files {
		t.Errorf("the report says %d files (%d examined, %d not) of %d bytes, there are %d of %d bytes", s.Files, s.Scanned, s.Unexamined, s.Bytes, files, size)
	}
	if s.Unexamined > 0 || len(r.Unexamined) > 0 || !r.Complete {
		t.Errorf("%d files and %d parts were not examined (complete: %v), want everything; the first: %+v", s.Unexamined, len(r.Unexamined), r.Complete, firstOf(r.Unexamined))
	}
}

// checkOverdue holds the overdue files against the truth: no file more, none
// less.
func (r *replayRun) checkOverdue(t *testing.T) {
	t.Helper()
	var got []string
	for _, f := range r.Findings {
		if f.Verdict == "overdue" {
			got = append(got, f.Path)
		}
	}
	slices.Sort(got)
	got = slices.Compact(got)
	var extra, missing []string
	for _, path := range got {
		if !slices.Contains(r.truth.Overdue, path) {
			extra = append(extra, path)
		}
	}
	for _, path := range r.truth.Overdue {
		if !slices.Contains(got, path) {
			missing = append(missing, path)
		}
	}
	if len(extra)+len(missing) > 0 {
		t.Errorf("%d files are overdue in the report, %d in truth\n  not in the report: %d %v\n  not in truth: %d %v",
			len(got), len(r.truth.Overdue), len(missing), firstOf(missing), len(extra), firstOf(extra))
	}
}

func (r *replayRun) bytes() (n int64) {
	for _, s := range r.Shares {
		n += s.Bytes
	}
	return n
}

// writeConfig writes another configuration beside the replay's own.
func (r *replayRun) writeConfig(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// firstOf returns the first few of a long list.
func firstOf[T any](of []T) []T { return of[:min(len(of), 5)] }

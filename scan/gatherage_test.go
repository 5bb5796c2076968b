package scan

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// keptPolicy is a print zone with two clients and exceptions in each state, and
// an office zone.
func keptPolicy() *netzone.Policy {
	const day = 24 * time.Hour
	until := func(m time.Month, d int) time.Time { return time.Date(2024, m, d, 0, 0, 0, 0, time.UTC) }
	return &netzone.Policy{
		Zones: []netzone.Zone{
			{Name: "office", Exceptions: []netzone.Exception{{Kinds: []string{"jp-address"}, Until: until(12, 31), ApprovedBy: "部長", Why: "内線"}}},
			{Name: "print", Allowed: true, Retention: 14 * day, Exceptions: []netzone.Exception{
				{Paths: []string{"控え/**"}, Until: until(6, 30)},
				{Paths: []string{"旧/**"}, Until: until(4, 30)},
				{Paths: []string{"無/**"}, Until: until(7, 2)},
			}},
		},
		Clients: []netzone.Client{{Name: "甲", Paths: []string{"**/甲/**"}, Retention: 36 * time.Hour}, {Name: "乙", Paths: []string{"**/乙/**"}}},
	}
}

// writeAged writes a file as old as days before the scan of 2024-06-01.
func writeAged(tb testing.TB, dir, name, text string, days int) {
	tb.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	writeFile(tb, path, []byte(text))
	when := time.Date(2024, 6, 1, 8, 0, 0, 0, time.UTC).AddDate(0, 0, -days)
	if err := os.Chtimes(path, when, when); err != nil {
		tb.Fatal(err)
	}
}

func keptRun(tb testing.TB, zone string) *report.Run {
	tb.Helper()
	dir := tb.TempDir()
	writeAged(tb, dir, "甲/a.csv", people(0, 20), 1)
	writeAged(tb, dir, "甲/b.csv", people(0, 20), 2)
	for i := range 30 {
		writeAged(tb, dir, fmt.Sprintf("乙/%02d.csv", i), people(i, 20), i)
	}
	writeAged(tb, dir, "控え/a.zip", zipOf(tb, "a.csv", people(0, 20)), 1200)
	writeAged(tb, dir, "控え/new.csv", people(0, 20), 0)
	writeAged(tb, dir, "旧/a.csv", people(0, 20), 100)
	writeAged(tb, dir, "memo.txt", "議事録\n株式会社みほん", 5000)
	cfg := shareConfig(tb, dir)
	cfg.Policy, cfg.Shares[0].Zone, cfg.Workers = keptPolicy(), zone, 2
	cfg.Now = func() time.Time { return time.Date(2024, 6, 1, 9, 0, 0, 0, time.UTC) }
	return mustRun(tb, cfg)
}

func TestRetention(t *testing.T) {
	got := ""
	for _, r := range keptRun(t, "print").Retention {
		got += fmt.Sprintf("%s/%s: %d days, %d files, %d overdue, oldest %s of %d days,", r.Zone, r.Client, r.Days, r.Files, r.Overdue, r.Oldest.Path, r.OldestDays)
		for _, a := range r.Ages {
			got += fmt.Sprintf(" %d:%d/%d", a.Days, a.Files, a.Overdue)
		}
		if r.StoppedSince != nil {
			got += " stopped " + r.StoppedSince.Format(time.DateOnly)
		}
		got += "\n"
	}
	want := `print/: 14 days, 3 files, 1 overdue, oldest 旧/a.csv of 100 days, 1:1/0 7:0/0 30:0/0 90:0/0 180:1/1 365:0/0 730:0/0 1095:0/0 0:1/0
print/乙: 14 days, 30 files, 16 overdue, oldest 乙/29.csv of 29 days, 1:2/0 7:6/0 30:22/16 90:0/0 180:0/0 365:0/0 730:0/0 1095:0/0 0:0/0 stopped 2024-05-17
print/甲: 2 days, 2 files, 1 overdue, oldest 甲/b.csv of 2 days, 1:1/0 7:1/1 30:0/0 90:0/0 180:0/0 365:0/0 730:0/0 1095:0/0 0:0/0
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestExceptions(t *testing.T) {
	for zone, want := range map[string]string{
		"print": `office/1 [jp-address] [] 2024-12-31 部長 内線 active: findings 0, files 0
print/1 [] [控え/**] 2024-06-30   expiring: findings 2, files 1
print/2 [] [旧/**] 2024-04-30   ended: findings 2, files 1
print/3 [] [無/**] 2024-07-02   active: findings 0, files 0
`,
		"office": `office/1 [jp-address] [] 2024-12-31 部長 内線 active: findings 35, files 35
print/1 [] [控え/**] 2024-06-30   expiring: findings 0, files 0
print/2 [] [旧/**] 2024-04-30   ended: findings 0, files 0
print/3 [] [無/**] 2024-07-02   active: findings 0, files 0
`,
	} {
		run, got := keptRun(t, zone), ""
		for _, e := range run.Exceptions {
			got += fmt.Sprintf("%s %v %v %s %s %s %s: findings %d, files %d\n", e.ID, e.Kinds, e.Paths, e.Until, e.ApprovedBy, e.Why, e.State, e.Findings, e.Files)
		}
		if got != want {
			t.Errorf("%s: got\n%swant\n%s", zone, got, want)
		}
		excused := 0
		for _, f := range run.Findings {
			if f.Exception != "" && f.Exception != "office/1" && f.Exception != "print/1" && f.Exception != "print/2" {
				t.Errorf("%s: %s is excused by %q", zone, f.Path, f.Exception)
			}
			if f.Exception == "print/1" && f.Verdict != "allowed" || f.Exception == "print/2" && f.Verdict != "overdue" {
				t.Errorf("%s: %s is %s by the exception %s", zone, f.Path, f.Verdict, f.Exception)
			}
			if f.Exception != "" {
				excused++
			}
		}
		if excused == 0 {
			t.Errorf("%s: no finding has an exception", zone)
		}
	}
}

// A zone that forbids personal data has ages and nothing overdue, and a client's
// retention allows nothing there.
func TestRetentionOfForbiddenZone(t *testing.T) {
	run := keptRun(t, "office")
	for _, r := range run.Retention {
		if r.Days != 0 || r.Overdue != 0 || r.StoppedSince != nil {
			t.Errorf("%s/%s: got %d days, %d overdue, stopped %v; want none", r.Zone, r.Client, r.Days, r.Overdue, r.StoppedSince)
		}
	}
	if len(run.Retention) != 3 || run.Retention[1].Files != 30 || run.Retention[1].OldestDays != 29 {
		t.Errorf("got %+v, want three clients, the second with 30 files of up to 29 days", run.Retention)
	}
	for _, f := range run.Findings {
		if f.Kind == "jp-name" && f.Verdict != "violation" {
			t.Errorf("%s is %s, want a violation", f.Path, f.Verdict)
		}
	}
}

// Members say their own dates, and a file is as old as the oldest.
func TestRetentionOfMembers(t *testing.T) {
	tally := newFileTally(keptPolicy(), time.Date(2024, 6, 1, 9, 0, 0, 0, time.UTC))
	day := func(n int) *time.Time { return new(time.Date(2024, 5, n, 0, 0, 0, 0, time.UTC)) }
	for _, f := range []report.Finding{
		{Path: "a.zip", Member: "1", Dated: day(30), AgeDays: 2, Verdict: "allowed"},
		{Path: "a.zip", Member: "2", Dated: day(1), AgeDays: 31, Verdict: "overdue"},
		{Path: "b.zip", Verdict: "overdue"}, // the share does not tell the age
	} {
		f.Zone, f.Share = "print", "s"
		tally.add(f.Path, &f)
	}
	var run report.Run
	tally.report(&run)
	r := run.Retention[0]
	if r.Files != 2 || r.Overdue != 2 || r.OldestDays != 31 || r.Oldest.Path != "a.zip" || r.Oldest.Member != "" || r.Ages[3].Files != 1 || r.Ages[8].Files != 1 {
		b, _ := json.Marshal(r)
		t.Errorf("got %s, want 2 overdue files, of 31 days and of an unknown age", b)
	}
}

// Deletion leaves what lies in snapshots and recycle bins: that is overdue, and no
// sign that it has stopped.
func TestRetentionOfSnapshots(t *testing.T) {
	now := time.Date(2024, 6, 1, 9, 0, 0, 0, time.UTC)
	for place, want := range map[string]bool{"": true, "snapshot": false, "recycle-bin": false} {
		tally := newFileTally(keptPolicy(), now)
		for i := range 100 {
			path := fmt.Sprintf("%03d.csv", i)
			tally.add(path, &report.Finding{Zone: "print", Path: path, Place: place, Modified: now.AddDate(0, 0, -i), AgeDays: int64(i), Verdict: "overdue"})
		}
		var run report.Run
		tally.report(&run)
		if r := run.Retention[0]; (r.StoppedSince != nil) != want || r.Overdue != 100 || r.OldestDays != 99 {
			t.Errorf("place %q: stopped since %v, overdue %d, oldest %d days; want stopped %v, 100, 99", place, r.StoppedSince, r.Overdue, r.OldestDays, want)
		}
	}
}

func TestCoverage(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "a", "b", "list.csv"), []byte(people(0, 20)))
	writeFile(t, filepath.Join(dir, "c", "note.txt"), []byte("memo"))
	writeFile(t, filepath.Join(dir, "c", "locked.zip"), []byte("PK\x03\x04 damaged"))
	cfg := shareConfig(t, dir)
	cfg.Shares[0].User, cfg.Shares[0].Host = "scan", "fs01"
	cfg.Key = []byte("0123456789abcdef0123456789abcdef")
	run := mustRun(t, cfg)
	s := run.Shares[0]
	if s.Directories != 4 || s.Files != 3 || s.Scanned != 2 || s.ExaminedBytes != int64(len(people(0, 20))+4) || s.Bytes <= s.ExaminedBytes || s.User != "scan" || s.Host != "fs01" || s.Unchanged != 0 {
		t.Errorf("got %+v, want 4 folders, 2 of 3 files and their bytes, by scan on fs01", s)
	}
	if want := "6d2de54a0e7a2a4d"; run.Cover.Key != KeyID(cfg.Key) || len(run.Cover.Key) != len(want) {
		t.Errorf("the ID of the key is %q, want %d hexadecimal digits", run.Cover.Key, len(want))
	}
	if KeyID(cfg.Key) == KeyID([]byte("x")) {
		t.Error("two keys have one ID")
	}
	cfg.Key = nil
	if run := mustRun(t, cfg); run.Cover.Key != "" {
		t.Errorf("a key of this run only has the ID %q, want none", run.Cover.Key)
	}
}

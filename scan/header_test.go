package scan

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/japanese"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// datedPolicy dates the files of the zone office, which keeps them 14 days.
func datedPolicy(tb testing.TB, from string) *netzone.Policy {
	tb.Helper()
	dating, err := netzone.ParseDating(from)
	if err != nil {
		tb.Fatal(err)
	}
	return &netzone.Policy{Zones: []netzone.Zone{{Name: "office", Allowed: true, Retention: 14 * 24 * time.Hour, DateFrom: dating}}}
}

// writeDated writes files that say their dates in several ways.
func writeDated(tb testing.TB, dir string) {
	header := func(date string) string { return "処理日：" + date + "\n\n" }
	for name, text := range map[string]string{
		"old.csv":     header("令和6年3月1日") + people(0, 20),
		"fresh.csv":   header("２０２４／０５／３１") + people(0, 20),
		"none.csv":    people(0, 20),
		"far.txt":     strings.Repeat("これは本文です。\n", 4000) + header("2024-03-01") + people(0, 20),
		"both.zip":    zipOf(tb, "in.csv", header("2024年5月30日")+people(0, 20)),
		"20240301.md": people(0, 20),
		"clean.txt":   header("2024-03-01"),
	} {
		writeFile(tb, filepath.Join(dir, name), []byte(text))
	}
	sjis, err := japanese.ShiftJIS.NewEncoder().String("処理日: 2024.05.20\r\n\r\n氏名：架空　太郎\r\n電話番号：090-0000-0001\r\n")
	if err != nil {
		tb.Fatal(err)
	}
	writeFile(tb, filepath.Join(dir, "sjis.txt"), []byte(sjis))
	settleTimes(tb, dir) // 2024-04-01; the scans are of 2024-06-01
}

// datesOf returns by what the findings of each file are dated.
func datesOf(run *report.Run) map[string]string {
	all := make(map[string]string)
	for _, f := range run.Findings {
		all[f.Path] = f.Verdict
		if f.Dated != nil {
			all[f.Path] += " " + f.Dated.Format(time.DateOnly) + " " + f.DatedBy
		}
	}
	return all
}

var wantByHeader = map[string]string{
	"old.csv": "overdue 2024-03-01 header", "fresh.csv": "allowed 2024-05-31 header", "none.csv": "overdue", "far.txt": "overdue",
	"both.zip": "allowed 2024-05-30 header", "20240301.md": "overdue", "sjis.txt": "allowed 2024-05-20 header",
}

func TestDates(t *testing.T) {
	dir := t.TempDir()
	writeDated(t, dir)
	wantByPath := maps.Clone(wantByHeader)
	for name := range wantByPath {
		wantByPath[name] = "overdue"
	}
	wantByPath["20240301.md"] = "overdue 2024-03-01 path"
	for _, test := range []struct {
		from string
		want map[string]string
	}{
		{`header "処理日[:：]\s*(\S+)"`, wantByHeader},
		{`path "(\d{8})"`, wantByPath},
	} {
		cfg, _ := stateConfig(t, dir, "")
		cfg.Policy = datedPolicy(t, test.from)
		run := mustRun(t, cfg)
		if got := datesOf(run); !maps.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.from, got, test.want)
		}
		if got := run.Zones[0].DateFrom; got != test.from {
			t.Errorf("the report says that dates are from %s, want %s", got, test.from)
		}
		for _, f := range run.Findings {
			if f.Dated != nil && f.AgeDays != netzone.DayOf(*f.Dated).Since(run.Started) {
				t.Errorf("%s: dated %v, got %d days", f.Path, f.Dated, f.AgeDays)
			}
		}
	}
}

// What an explanation says of the verdict is what the finding says.
func TestDatesAreExplained(t *testing.T) {
	dir := t.TempDir()
	writeDated(t, dir)
	cfg, _ := stateConfig(t, dir, "")
	cfg.Policy = datedPolicy(t, `header "処理日[:：]\s*(\S+)"`)
	cfg.Explain = func(string) bool { return true }
	run := mustRun(t, cfg)
	whys := make(map[string]string)
	for _, f := range run.Findings {
		whys[f.Path] = f.Why
	}
	explained := 0
	for _, e := range run.Explanations {
		if e.Verdict == "" || e.Kind == "company-name" {
			continue
		}
		explained++
		if e.Why != whys[e.Path] {
			t.Errorf("%s: the explanation says %q, the finding %q", e.Path, e.Why, whys[e.Path])
		}
	}
	if explained == 0 {
		t.Error("nothing is explained")
	}
}

// The state remembers dates. With another pattern the files are read again that
// were dated by it, and those only; a date in the path needs no reading.
func TestStateOfDates(t *testing.T) {
	dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
	writeDated(t, dir)
	all := []string{"20240301.md", "both.zip", "clean.txt", "far.txt", "fresh.csv", "none.csv", "old.csv", "sjis.txt"}
	found := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return name == "clean.txt" })
	for i, step := range []struct {
		from   string
		opened []string
	}{
		{`path "(\d{8})"`, all},
		{`path "(\d{6})"`, nil},
		{`header "処理日[:：]\s*(\S+)"`, found},
		{`header "処理日[:：]\s*(\S+)"`, nil},
		{`header "(?:処理|作成)日[:：]\s*(\S+)"`, found},
		{`modified`, nil},
		{`header "(?:処理|作成)日[:：]\s*(\S+)"`, nil},
	} {
		cfg, src := stateConfig(t, dir, stateDir)
		cfg.Policy = datedPolicy(t, step.from)
		run := mustRun(t, cfg)
		opened := slices.Sorted(maps.Keys(src.opened))
		if !slices.Equal(opened, step.opened) {
			t.Errorf("step %d, %s: opened %q, want %q", i+1, step.from, opened, step.opened)
		}
		if got, want := run.Shares[0].Unchanged, int64(len(all)-len(step.opened)); got != want {
			t.Errorf("step %d, %s: %d files unchanged, want %d", i+1, step.from, got, want)
		}
		if len(run.Warnings) > 0 {
			t.Errorf("step %d, %s: got warnings %q, want none", i+1, step.from, run.Warnings)
		}
		if strings.HasPrefix(step.from, "header") {
			if got := datesOf(run); !maps.Equal(got, wantByHeader) {
				t.Errorf("step %d, %s: got %v, want %v", i+1, step.from, got, wantByHeader)
			}
		}
		plain, _ := stateConfig(t, dir, "")
		plain.Policy = cfg.Policy
		if d := difference(text(t, run), text(t, mustRun(t, plain))); d != "" {
			t.Errorf("step %d, %s: the report is not that of a run without state: %s", i+1, step.from, d)
		}
	}
}

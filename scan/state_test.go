package scan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/shikiri/shikiri/crawl"
)

// longAgo is when the files of these tests were modified.
var longAgo = time.Date(2024, 4, 1, 9, 0, 0, 0, time.UTC)

// settleTimes sets the times of all files below dir to longAgo.
func settleTimes(tb testing.TB, dir string) {
	tb.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			err = os.Chtimes(path, longAgo, longAgo)
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// writeAll writes files of all that a state keeps: people, people of whom
// nothing is known, companies, members, pictures and reasons.
func writeAll(tb testing.TB, dir string) {
	writePeople(tb, dir, 900)
	var payments strings.Builder
	payments.WriteString("口座名義,口座番号\n")
	for i := range 30 {
		fmt.Fprintf(&payments, "株式会社みほん%d,普通 %07d\n", i, 1000001+i)
	}
	writeFile(tb, filepath.Join(dir, "companies.csv"), []byte(payments.String()))
	writeFile(tb, filepath.Join(dir, "mails.txt"), []byte("taro@example.com\n\n\n\n\n\n\n\n\n\nhanako@example.com\n生年月日 昭和55年4月1日\n"))
	writeFile(tb, filepath.Join(dir, "photo.png"), []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"))
	packed := zipOf(tb, "list.csv", people(100, 300))
	writeFile(tb, filepath.Join(dir, "cut.zip"), []byte(packed[:len(packed)-40]))
	writeFile(tb, filepath.Join(dir, "outer.zip"), []byte(zipOf(tb, "inner.zip", zipOf(tb, "deep.csv", people(500, 40)))))
	settleTimes(tb, dir)
}

// stateConfig is a configuration with a state; opened counts the files that are
// opened.
func stateConfig(tb testing.TB, dir, stateDir string) (Config, *faultySource) {
	cfg := shareConfig(tb, dir)
	src := newFaulty(cfg.Shares[0].Source, nil, nil)
	cfg.Shares[0].Source = src
	cfg.State = stateDir
	cfg.Now = func() time.Time { return longAgo.AddDate(0, 2, 0) }
	return cfg, src
}

func plainRun(t *testing.T, dir string) string {
	cfg, _ := stateConfig(t, dir, "")
	return text(t, mustRun(t, cfg))
}

// What is unchanged is not opened, and the report is that of a run without a
// state.
func TestState(t *testing.T) {
	dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
	writeAll(t, dir)
	for i, step := range []struct {
		name   string
		change func()
		opened []string // nil: all
	}{
		{"first", func() {}, nil},
		{"nothing changed", func() {}, []string{}},
		{"a file changed", func() { writeFile(t, filepath.Join(dir, "b", "small.csv"), []byte(people(0, 30))) }, []string{"b/small.csv"}},
		{"it is older", func() { settleTimes(t, dir) }, nil}, // the files were touched
		{"a file is new, one is gone", func() {
			writeFile(t, filepath.Join(dir, "c.csv"), []byte(people(40000, 20)))
			os.Chtimes(filepath.Join(dir, "c.csv"), longAgo, longAgo)
			os.Remove(filepath.Join(dir, "a", "copy.csv"))
		}, []string{"c.csv"}},
		{"again", func() {}, []string{}},
	} {
		step.change()
		cfg, src := stateConfig(t, dir, stateDir)
		cfg.Workers = 1 + i%3
		run := mustRun(t, cfg)
		if d := difference(text(t, run), plainRun(t, dir)); d != "" {
			t.Errorf("%s: the report is not that of a run without state: %s", step.name, d)
		}
		if len(run.Warnings) > 0 || src.open != 0 {
			t.Errorf("%s: got warnings %q, %d files open, want none", step.name, run.Warnings, src.open)
		}
		var opened []string
		for name := range src.opened {
			opened = append(opened, name)
		}
		if slices.Sort(opened); step.opened != nil && !slices.Equal(opened, step.opened) {
			t.Errorf("%s: opened %q, want %q", step.name, opened, step.opened)
		}
	}
}

// The sightings of a file go to the state in parts while it is read.
func TestStateOfManyPeople(t *testing.T) {
	dir, stateDir := t.TempDir(), t.TempDir()
	os.Chmod(stateDir, 0o700)
	writeFile(t, filepath.Join(dir, "list.csv"), []byte(people(0, 30_000)))
	writeFile(t, filepath.Join(dir, "again.csv"), []byte(people(29_000, 2000)))
	settleTimes(t, dir)
	want := plainRun(t, dir)
	for i := range 2 {
		cfg, src := stateConfig(t, dir, stateDir)
		if d := difference(text(t, mustRun(t, cfg)), want); d != "" {
			t.Errorf("run %d: the report is not that of a run without state: %s", i+1, d)
		}
		if i == 1 && len(src.opened) > 0 {
			t.Errorf("run 2 opened %v, want nothing", src.opened)
		}
	}
}

// What another reading may find otherwise is not remembered.
func TestStateForgets(t *testing.T) {
	for _, test := range []struct {
		name  string
		setup func(cfg *Config, dir string)
	}{
		{"a fault", func(cfg *Config, dir string) {
			cfg.Shares[0].Source = newFaulty(cfg.Shares[0].Source, syscall.EIO, map[string][]int64{"list.csv": {400, 400}})
		}},
		{"changed just now", func(cfg *Config, dir string) { cfg.Now = func() time.Time { return longAgo.Add(time.Second) } }},
		{"other rules", func(cfg *Config, dir string) { cfg.MinConfidence = 3 }},
		{"another budget", func(cfg *Config, dir string) { cfg.complete(); cfg.Budget.Depth-- }},
		{"another key", func(cfg *Config, dir string) { cfg.Key = []byte("0123456789abcdef0123456789abcdef") }},
	} {
		dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
		writeFile(t, filepath.Join(dir, "list.csv"), []byte(people(0, 100)))
		settleTimes(t, dir)
		cfg, _ := stateConfig(t, dir, stateDir)
		test.setup(&cfg, dir)
		mustRun(t, cfg)
		cfg, src := stateConfig(t, dir, stateDir)
		if d := difference(text(t, mustRun(t, cfg)), plainRun(t, dir)); d != "" || src.opened["list.csv"] != 1 {
			t.Errorf("%s: the file was opened %d times, want 1; %s", test.name, src.opened["list.csv"], d)
		}
	}
}

// A scan that was broken off goes on, and a file that could be read at the second
// try is remembered.
func TestStateGoesOn(t *testing.T) {
	dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
	writeAll(t, dir)
	want := plainRun(t, dir)
	for _, after := range []int64{3, 6, 2} {
		ctx, cancel := context.WithCancel(t.Context())
		cfg, src := stateConfig(t, dir, stateDir)
		broken := &countdownSource{faultySource: src, cancel: cancel}
		broken.left.Store(after)
		cfg.Shares[0].Source = broken
		if run, err := Run(ctx, cfg); err == nil || !run.Interrupted || src.open != 0 {
			t.Fatalf("broken off after %d files: got %v, interrupted %v, %d files open", after, err, run.Interrupted, src.open)
		}
		cancel()
	}
	for i, most := range []int{11, 0} {
		cfg, src := stateConfig(t, dir, stateDir)
		src.err, src.faults = syscall.EIO, map[string][]int64{"a/list.csv": {500}, "b/packed.zip": {-2}, "outer.zip": {100}}
		if d := difference(text(t, mustRun(t, cfg)), want); d != "" || len(src.opened) > most {
			t.Errorf("run %d: opened %d files, want %d or fewer; %s", i+1, len(src.opened), most, d)
		}
	}
}

// A share that is scanned twice counts twice, with a state too.
func TestStateOfOneShareTwice(t *testing.T) {
	dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
	writeAll(t, dir)
	twice := func(stateDir string) string {
		cfg, _ := stateConfig(t, dir, stateDir)
		other, _ := stateConfig(t, dir, "")
		cfg.Shares = append(cfg.Shares, other.Shares[0])
		cfg.Shares[1].Zone = "print"
		return text(t, mustRun(t, cfg))
	}
	want := twice("")
	for i := range 2 {
		if d := difference(twice(stateDir), want); d != "" {
			t.Errorf("run %d: the report is not that of a run without state: %s", i+1, d)
		}
	}
}

func TestStateErrors(t *testing.T) {
	for _, test := range []struct {
		name  string
		setup func(dir string)
		want  string
	}{
		{"text", func(dir string) { writeFile(t, filepath.Join(dir, "state.db"), []byte("hello, this is no database")) }, "is damaged or no state (delete"},
		{"cut", func(dir string) { os.Truncate(filepath.Join(dir, "state.db"), 1000) }, "(delete"},
		{"another program's", func(dir string) { execIn(t, dir, "PRAGMA application_id = 7") }, "another program (delete"},
		{"newer", func(dir string) { execIn(t, dir, "PRAGMA user_version = 99") }, "newer version of shikiri (delete"},
		{"no tables", func(dir string) { execIn(t, dir, "DROP TABLE file") }, "(delete"},
		{"cut key", func(dir string) { os.Truncate(filepath.Join(dir, "key"), 5) }, "key: it is damaged (delete"},
		{"open to others", func(dir string) { os.Chmod(dir, 0o777) }, "chmod 700"},
	} {
		dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
		writeFile(t, filepath.Join(dir, "list.csv"), []byte(people(0, 10)))
		cfg, _ := stateConfig(t, dir, stateDir)
		mustRun(t, cfg)
		test.setup(stateDir)
		cfg, _ = stateConfig(t, dir, stateDir)
		if run, err := Run(t.Context(), cfg); err == nil || run != nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), stateDir) {
			t.Errorf("%s: got %v, want an error that names the file and says %q", test.name, err, test.want)
		}
	}
}

// execIn changes the store in a directory.
func execIn(t *testing.T, dir, statement string) {
	t.Helper()
	s, err := openStore(filepath.Join(dir, "state.db"), storeRows)
	if err == nil {
		err = errors.Join(s.exec(statement), s.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestStateInUse(t *testing.T) {
	dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
	writeFile(t, filepath.Join(dir, "list.csv"), []byte(people(0, 10)))
	cfg, _ := stateConfig(t, dir, stateDir)
	mustRun(t, cfg)
	s, err := openStore(filepath.Join(stateDir, "state.db"), storeRows)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), cfg); !errors.Is(err, errStateInUse) {
		t.Errorf("got %v, want %v", err, errStateInUse)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	mustRun(t, cfg)
	cfg.Reveal = true
	if _, err := Run(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "--reveal") {
		t.Errorf("with values shown: got %v, want an error", err)
	}
}

// The files of a state are their owner's, and hold nothing of what was found.
func TestStateHoldsNoValues(t *testing.T) {
	dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
	writeFile(t, filepath.Join(dir, "list.csv"), []byte("氏名,住所,電話番号,生年月日\n静岡 太郎見本,静岡県静岡市葵区追手町5番1号,090-0000-4321,1980-04-01\n"))
	settleTimes(t, dir)
	cfg, _ := stateConfig(t, dir, stateDir)
	if run := mustRun(t, cfg); run.Summary.People != 1 {
		t.Fatalf("got %d people, want 1", run.Summary.People)
	}
	entries, err := os.ReadDir(stateDir)
	if err != nil || len(entries) < 2 {
		t.Fatalf("the state holds %v, %v; want a database and a key", entries, err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(stateDir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range []string{"太郎", "太郎見本", "追手町5", "追手町５", "4321", "0000", "1980", "04-01"} {
			if e.Name() != "key" && strings.Contains(string(data), value) {
				t.Errorf("%s holds %q of the file", e.Name(), value)
			}
		}
		if fi, _ := e.Info(); fi.Mode().Perm()&0o077 != 0 && fi.Mode().Perm() != 0o666 { // Windows has no such bits
			t.Errorf("others may use %s: %v", e.Name(), fi.Mode())
		}
	}
}

var _ crawl.Source = (*faultySource)(nil)

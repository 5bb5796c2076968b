package scan

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/report"
)

// A faultySource is a share whose files fail: faults says for each opening of a
// file after how many bytes its reading ends with err. -1: it does not; -2: it
// cannot be opened.
type faultySource struct {
	crawl.Source
	err    error
	faults map[string][]int64

	mu     sync.Mutex
	opened map[string]int
	open   int // now
}

func newFaulty(src crawl.Source, err error, faults map[string][]int64) *faultySource {
	return &faultySource{Source: src, err: err, faults: faults, opened: make(map[string]int)}
}

func (s *faultySource) Open(name string) (fs.File, error) {
	s.mu.Lock()
	n := s.opened[name]
	s.opened[name]++
	s.open++
	s.mu.Unlock()
	after := int64(-1)
	if list := s.faults[name]; n < len(list) {
		after = list[n]
	}
	f, err := s.Source.Open(name)
	if err == nil && after == -2 {
		f.Close()
		err = &fs.PathError{Op: "open", Path: name, Err: s.err}
	}
	if err != nil {
		s.closed()
		return nil, err
	}
	if at, ok := f.(io.ReaderAt); ok && after == -1 {
		return &countedFile{f, at, s}, nil
	}
	return &faultyFile{File: f, source: s, name: name, left: after}, nil
}

// A countedFile is one without faults.
func (s *faultySource) Addresses() []netip.Addr { return s.Source.(crawl.Addressed).Addresses() }

type countedFile struct {
	fs.File
	io.ReaderAt
	source *faultySource
}

func (f *countedFile) Close() error {
	f.source.closed()
	return f.File.Close()
}

func (s *faultySource) closed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
}

// A faultyFile has no ReadAt lest archives are read out of order.
type faultyFile struct {
	fs.File
	source *faultySource
	name   string
	left   int64 // until it fails; -1: it does not
}

func (f *faultyFile) Read(p []byte) (int, error) {
	if f.left == 0 {
		return 0, &fs.PathError{Op: "read", Path: f.name, Err: f.source.err}
	}
	if f.left > 0 {
		p = p[:min(int64(len(p)), f.left)]
	}
	n, err := f.File.Read(p)
	if f.left > 0 {
		f.left -= int64(n)
	}
	return n, err
}

func (f *faultyFile) Access() (crawl.Access, error) { return accessOf(f.File) }

func (f *countedFile) Access() (crawl.Access, error) { return accessOf(f.File) }

func accessOf(f fs.File) (crawl.Access, error) {
	if a, ok := f.(crawl.Accessor); ok {
		return a.Access()
	}
	return crawl.Access{}, nil
}

func (f *faultyFile) Close() error {
	f.source.closed()
	return f.File.Close()
}

// text returns a report but for its times and warnings.
func text(tb testing.TB, run *report.Run) string {
	tb.Helper()
	r := *run
	r.Started, r.Finished, r.Cover.Key = time.Time{}, time.Time{}, "" // a state has a key
	r.Shares = slices.Clone(r.Shares)
	for i := range r.Shares {
		r.Shares[i].Unchanged = 0
	}
	b, err := json.MarshalIndent(&r, "", " ")
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}

// difference tells the first lines in which two reports differ, or "".
func difference(got, want string) string {
	if got == want {
		return ""
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d: got\n%s\nwant\n%s", i+1, strings.Join(g[max(0, i-4):min(i+8, len(g))], "\n"), strings.Join(w[max(0, i-4):min(i+8, len(w))], "\n"))
		}
	}
	return fmt.Sprintf("got %d lines, want %d", len(g), len(w))
}

// people returns the lines of a table of n people, from person first on.
func people(first, n int) string {
	var b strings.Builder
	b.WriteString("氏名,住所,電話番号\n")
	for i := first; i < first+n; i++ {
		fmt.Fprintf(&b, "%s,静岡県静岡市葵区追手町%d番%d号,090-0000-%04d\n", inventedName(i), i/1000+1, i%1000+1, i%10000)
	}
	return b.String()
}

// zipOf packs one member.
func zipOf(tb testing.TB, name, text string) string {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// writePeople writes files with n people or fewer, two of them the same, and some
// without.
func writePeople(tb testing.TB, dir string, n int) {
	writeFile(tb, filepath.Join(dir, "a", "list.csv"), []byte(people(0, n)))
	writeFile(tb, filepath.Join(dir, "a", "copy.csv"), []byte(people(0, n)))
	writeFile(tb, filepath.Join(dir, "b", "small.csv"), []byte(people(8990, 20)))
	writeFile(tb, filepath.Join(dir, "b", "packed.zip"), []byte(zipOf(tb, "members.csv", people(20000, n/3))))
	writeFile(tb, filepath.Join(dir, "b", "notes.txt"), []byte("明日の会議は十時からです。\n"))
	writeFile(tb, filepath.Join(dir, "empty"), nil)
}

// A file that can be read at the second try gives what it gives without faults,
// once.
func TestReadAgain(t *testing.T) {
	dir := t.TempDir()
	writePeople(t, dir, 5000)
	want := text(t, mustRun(t, shareConfig(t, dir)))
	for _, test := range []struct {
		name   string
		faults map[string][]int64
	}{
		{"not opened", map[string][]int64{"a/list.csv": {-2}, "empty": {-2}, "b/notes.txt": {-2}}},
		{"nothing read", map[string][]int64{"a/list.csv": {0}, "b/packed.zip": {0}}},
		{"in the middle", map[string][]int64{"a/list.csv": {330_000}, "a/copy.csv": {200_000}, "b/small.csv": {700}, "b/packed.zip": {2000}}},
		{"at the end", map[string][]int64{"a/list.csv": {int64(len(people(0, 5000)))}}},
	} {
		for _, workers := range []int{1, 3} {
			cfg := shareConfig(t, dir)
			cfg.Workers, cfg.Progress = workers, new(Progress)
			src := newFaulty(cfg.Shares[0].Source, syscall.EIO, test.faults)
			cfg.Shares[0].Source = src
			if d := difference(text(t, mustRun(t, cfg)), want); d != "" {
				t.Errorf("%s, %d workers: the report is not that of a quiet run: %s", test.name, workers, d)
			}
			for name := range test.faults {
				if src.opened[name] != 2 {
					t.Errorf("%s: %s was opened %d times, want 2", test.name, name, src.opened[name])
				}
			}
			p := cfg.Progress
			if src.open != 0 || p.Files.Load() != 6 || p.Bytes.Load() != p.TotalBytes.Load() {
				t.Errorf("%s: %d files are open, %d of 6 done, %d of %d bytes", test.name, src.open, p.Files.Load(), p.Bytes.Load(), p.TotalBytes.Load())
			}
		}
	}
}

// What could be read of a file that fails twice counts once, and the file is
// listed with the reason, whichever try got further.
func TestFailsTwice(t *testing.T) {
	rows := int64(len(people(0, 9000)))
	for _, test := range []struct {
		first, second int64
		records       bool
	}{{rows / 2, rows / 2, true}, {rows / 2, 0, true}, {rows / 2, -2, true}, {0, rows / 2, true}, {-2, -2, false}} {
		dir := t.TempDir()
		writeFile(t, filepath.Join(dir, "list.csv"), []byte(people(0, 9000)))
		cfg := shareConfig(t, dir)
		cfg.Shares[0].Source = newFaulty(cfg.Shares[0].Source, os.ErrDeadlineExceeded, map[string][]int64{"list.csv": {test.first, test.second}})
		run := mustRun(t, cfg)
		if len(run.Unexamined) != 1 || run.Unexamined[0].Reason != crawl.ReasonTimeout || run.Complete || run.Shares[0].Unexamined != 1 {
			t.Errorf("fails after %d and %d bytes: got %+v unexamined, want the file once, for a time-out", test.first, test.second, run.Unexamined)
		}
		s := run.Summary
		if (s.Records > 4000 && s.Records < 5000 && s.People > 4000 && s.People <= s.Records) != test.records || s.Records > 5000 {
			t.Errorf("fails after %d and %d bytes: got %d records, %d people, want half of 9000: %v", test.first, test.second, s.Records, s.People, test.records)
		}
	}
}

// What will not be better later is not tried again.
func TestDenied(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "list.csv"), []byte(people(0, 10)))
	cfg := shareConfig(t, dir)
	src := newFaulty(cfg.Shares[0].Source, fs.ErrPermission, map[string][]int64{"list.csv": {-2, -2}})
	cfg.Shares[0].Source = src
	run := mustRun(t, cfg)
	if len(run.Unexamined) != 1 || run.Unexamined[0].Reason != crawl.ReasonUnreadable || src.opened["list.csv"] != 1 {
		t.Errorf("got %+v unexamined after %d tries, want the file, unreadable, after 1", run.Unexamined, src.opened["list.csv"])
	}
}

// A file that is shorter than it was listed is read again, as what it is by then.
func TestShrunk(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "list.csv")
	writeFile(t, path, []byte(people(0, 100)))
	cfg := shareConfig(t, dir)
	shrink := &shrinkingSource{Source: cfg.Shares[0].Source, shrink: func() { writeFile(t, path, []byte(people(0, 50))) }}
	cfg.Shares[0].Source = shrink
	run := mustRun(t, cfg)
	if !run.Complete || run.Summary.Records != 50 || run.Shares[0].Scanned != 1 {
		t.Errorf("got %d records, %+v unexamined, want 50 and nothing", run.Summary.Records, run.Unexamined)
	}
}

// A shrinkingSource has its file shrink when it is opened first.
type shrinkingSource struct {
	crawl.Source
	once   sync.Once
	shrink func()
}

func (s *shrinkingSource) Open(name string) (fs.File, error) {
	s.once.Do(s.shrink)
	return s.Source.Open(name)
}

// A scan that is broken off tells what it found in files that were put aside.
func TestInterruptedBeforeSecondTry(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "list.csv"), []byte(people(0, 9000)))
	ctx, cancel := context.WithCancel(t.Context())
	cfg := shareConfig(t, dir)
	src := newFaulty(cfg.Shares[0].Source, syscall.EIO, map[string][]int64{"list.csv": {400_000}})
	cfg.Shares[0].Source = &cancellingSource{src, cancel}
	run, err := Run(ctx, cfg)
	if err == nil || !run.Interrupted {
		t.Fatalf("got %v, interrupted %v, want a scan that was broken off", err, run.Interrupted)
	}
	if s := run.Summary; s.Records < 4000 || s.Records > 6000 || s.People < 4000 || len(run.Findings) == 0 {
		t.Errorf("got %d records, %d people, %d findings, want what was read at first", s.Records, s.People, len(run.Findings))
	}
}

// A cancellingSource breaks the scan off at the second opening of a file.
type cancellingSource struct {
	*faultySource
	cancel func()
}

func (s *cancellingSource) Open(name string) (fs.File, error) {
	f, err := s.faultySource.Open(name)
	if s.opened[name] == 2 {
		s.cancel()
	}
	return f, err
}

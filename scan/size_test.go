package scan

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shikiri/shikiri/crawl"
)

// Bytes count alike whether the walk tells sizes or leaves them to who opens the
// files, which it does without a state.
func TestSizes(t *testing.T) {
	dir := t.TempDir()
	want := int64(0)
	for i, name := range []string{"list.csv", "below/list.csv", "empty.txt"} {
		text := people(i, 5-5*(i/2))
		writeFile(t, filepath.Join(dir, name), []byte(text))
		want += int64(len(text))
	}
	for _, state := range []string{"", filepath.Join(t.TempDir(), "state")} {
		cfg := shareConfig(t, dir)
		cfg.State, cfg.Progress = state, new(Progress)
		run, p := mustRun(t, cfg), cfg.Progress
		if got := run.Shares[0].Bytes; got != want || p.TotalBytes.Load() != want || p.Bytes.Load() != want {
			t.Errorf("with state %q: %d bytes, %d of %d in progress; want %d", state, got, p.Bytes.Load(), p.TotalBytes.Load(), want)
		}
		if len(run.Findings) == 0 || run.Findings[0].Modified.IsZero() {
			t.Errorf("with state %q: findings %+v; want some, with times", state, run.Findings)
		}
	}
}

// What cannot be opened counts with its size, once, and what is gone with none.
func TestSizesNotOpened(t *testing.T) {
	dir := t.TempDir()
	const target = "elsewhere" // a link is as long as its target's name
	if err := os.Symlink(target, filepath.Join(dir, "swapped")); err != nil {
		t.Skip(err)
	}
	cfg := shareConfig(t, dir)
	cfg.complete()
	w := newWorker(&cfg, newCrowd(t.TempDir()), new(aside), nil, time.Now())
	for _, name := range []string{"swapped", "gone"} {
		j := job{entry: crawl.Entry{Name: name, Path: name, Size: -1}}
		if err := w.examine(t.Context(), j); err != nil {
			t.Fatal(err)
		}
	}
	p := cfg.Progress
	if want := int64(len(target)); w.bytes[0] != want || p.TotalBytes.Load() != want || p.Bytes.Load() != want {
		t.Errorf("%d bytes, %d of %d in progress; want %d", w.bytes[0], p.Bytes.Load(), p.TotalBytes.Load(), want)
	}
	if len(w.unexamined) != 2 || w.unexamined[0].Reason != crawl.ReasonLink || w.unexamined[1].Reason != crawl.ReasonVanished {
		t.Errorf("unexamined %+v; want a link and what vanished", w.unexamined)
	}
}

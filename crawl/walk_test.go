package crawl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"
)

// failing breaks some names of a share. It hides the share's fast ways, as any
// wrapper does.
type failing struct {
	Source
	dirs, files map[string]error
}

func (f failing) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := f.Source.ReadDir(name)
	for i, e := range all {
		if err, ok := f.files[join(name, e.Name())]; ok {
			all[i] = brokenEntry{e, err}
		}
	}
	if err, ok := f.dirs[name]; ok {
		return all[:len(all)/2], err
	}
	return all, err
}

type brokenEntry struct {
	fs.DirEntry
	err error
}

func (e brokenEntry) Info() (fs.FileInfo, error) { return nil, e.err }

func TestWalkTellsWhatFails(t *testing.T) {
	src := failing{
		newMapSource(t, t.Context(), map[string]string{"a": "", "denied/a": "", "gone/a": "", "half/a": "", "half/b": "", "file/gone": "", "file/io": "", "file/ok": ""}),
		map[string]error{
			"denied": pathError("open", "denied", fs.ErrPermission),
			"gone":   pathError("open", "gone", fs.ErrNotExist),
			"half":   pathError("open", "half", errors.New("input/output\x1b error")),
		},
		map[string]error{"file/gone": pathError("stat", "x", fs.ErrNotExist), "file/io": errors.New("stale handle")},
	}
	checkSummary(t, src,
		"a", "file/ok", "half/a",
		"denied unreadable: permission denied",
		"gone vanished: was listed and is gone",
		`half unreadable: only partly listed: input/output\x1b error`,
		"file/gone vanished: was listed and is gone",
		"file/io unreadable: stale handle")
}

func TestWalkTellsOfLinksItCannotTrace(t *testing.T) {
	src := newMapSource(t, t.Context(), map[string]string{"a": ""})
	src.(*mapSource).MapFS["link"] = &fstest.MapFile{Data: []byte("a"), Mode: fs.ModeSymlink}
	checkSummary(t, failing{Source: src}, "a", "link link: a symbolic link; the share does not tell where it leads")
}

// TestWalkTriesFoldersAgain has two folders that cannot be listed at first, one
// of them for good.
func TestWalkTriesFoldersAgain(t *testing.T) {
	flaky := &flaky{Source: newMapSource(t, t.Context(), map[string]string{"a/file": "", "b/file": "", "c/file": ""}),
		fails: map[string]int{"a": 1, "b": 2}, lists: map[string]int{}}
	checkSummary(t, flaky, "a/file", "b timeout: the server did not answer in time", "c/file")
	if want := map[string]int{".": 1, "a": 2, "b": 2, "c": 1}; !maps.Equal(flaky.lists, want) {
		t.Errorf("folders were listed so often: %v, want %v", flaky.lists, want)
	}
}

// A flaky share cannot list some folders the first times.
type flaky struct {
	Source
	mu    sync.Mutex
	fails map[string]int
	lists map[string]int
}

func (f *flaky) ReadDir(name string) ([]fs.DirEntry, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lists[name]++; f.lists[name] <= f.fails[name] {
		return nil, pathError("open folder", name, errTimeout)
	}
	return f.Source.ReadDir(name)
}

func TestWalkUnreadableRoot(t *testing.T) {
	src := failing{newMapSource(t, t.Context(), nil), map[string]error{".": fs.ErrPermission}, nil}
	checkSummary(t, src, ". unreadable: permission denied")
}

// An invented is a share of any size that takes no memory: list decides what
// is in a folder.
type invented struct {
	Source
	make func(name string, i int) (listed, bool)
}

func (s invented) list(name string) (dirReader, error) { return &inventedDir{s: s, name: name}, nil }

type inventedDir struct {
	s    invented
	name string
	i    int
}

func (d *inventedDir) Close() error { return nil }

// id takes every folder named loop for the root.
func (d *inventedDir) id() dirID {
	if b := base(d.name); b == "." || b == "loop" {
		return dirID{1, 1}
	}
	return dirID{}
}

func (d *inventedDir) next() (batch []listed, err error) {
	for range batchSize {
		l, ok := d.s.make(d.name, d.i)
		if !ok {
			return batch, io.EOF
		}
		batch = append(batch, l)
		d.i++
	}
	return batch, nil
}

func TestWalkIsBounded(t *testing.T) {
	const width = 3 * maxPending
	src := invented{make: func(name string, i int) (listed, bool) {
		if name != "." {
			return listed{name: "file"}, i < 1
		}
		return listed{name: fmt.Sprintf("%07d", i), mode: fs.ModeDir}, i < width
	}}
	w := &walker{ctx: t.Context(), src: src, pending: []*dir{{name: ".", path: "."}}}
	w.change.L = &w.mu
	files, most := 0, 0
	w.fn = func(e Entry) error {
		files++
		most = max(most, len(w.pending))
		return nil
	}
	if err := w.work(); err != nil || files != width || most > maxPending {
		t.Errorf("a folder of %d folders: %v, %d files met, %d folders pending at most; want all files and at most %d folders", width, err, files, most, maxPending)
	}
}

func TestWalkDeep(t *testing.T) {
	const depth = 20000
	src := invented{make: func(name string, i int) (listed, bool) {
		switch {
		case i == 0 && len(name) < 2*depth:
			return listed{name: "d", mode: fs.ModeDir}, true
		case i == 0:
			return listed{name: "file"}, true
		}
		return listed{}, false
	}}
	if all := walkAll(t, src); len(all) != 1 || all[0].Name != strings.Repeat("d/", depth+1)+"file" {
		t.Errorf("a tree %d deep: %d entries met, want the one file", depth, len(all))
	}
}

func TestWalkEndsInCircles(t *testing.T) {
	src := invented{make: func(name string, i int) (listed, bool) {
		return []listed{{name: "loop", mode: fs.ModeDir}, {name: "file"}, {}}[i], i < 2
	}}
	checkSummary(t, src, "file", "loop/file", "loop/loop link: a circle: this folder is above itself")
}

func TestWalkEndsOnError(t *testing.T) {
	endless := invented{make: func(name string, i int) (listed, bool) {
		return listed{name: "file"}, true
	}}
	before := runtime.NumGoroutine()
	stop := errors.New("enough")
	var calls atomic.Int64
	err := Walk(t.Context(), endless, WalkOptions{}, func(Entry) error {
		if calls.Add(1) == 5000 {
			return stop
		}
		return nil
	})
	if err != stop {
		t.Errorf("Walk = %v, want what fn returned, as it is", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	calls.Store(0)
	err = Walk(ctx, endless, WalkOptions{Workers: 8}, func(Entry) error {
		if calls.Add(1) == 5000 {
			cancel()
		}
		return nil
	})
	if err != context.Canceled {
		t.Errorf("Walk = %v, want context.Canceled", err)
	}
	for wait := time.Millisecond; runtime.NumGoroutine() > before && wait < time.Second; wait *= 2 {
		time.Sleep(wait) // goroutines that returned are counted until they are scheduled away
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines before Walk, %d after", before, after)
	}
}

// TestWalkNamesOnly: what a walk of names leaves out is told by Stat, and is
// what the other walk tells.
func TestWalkNamesOnly(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a": "alpha", "b/c": "", "b/d": "delta!"})
	src := open(t, dir)
	for _, want := range walkAll(t, src) {
		var got Entry
		var mu sync.Mutex
		err := Walk(t.Context(), src, WalkOptions{NamesOnly: true}, func(e Entry) error {
			mu.Lock()
			defer mu.Unlock()
			if e.Name == want.Name {
				got = e
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := got.Stat(src); err != nil || got != want {
			t.Errorf("Stat() of %q: %v, and then %+v; want %+v", want.Name, err, got, want)
		}
	}
	gone := Entry{Name: "gone", Size: unknownSize}
	if err := gone.Stat(src); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Stat() of what is gone: %v, want fs.ErrNotExist", err)
	}
}

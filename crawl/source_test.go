package crawl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// testSource is what every kind of share must pass. build returns a share that
// holds files, given by name; folders exist because a file is in them. raw says
// that the share can hold names that are not UTF-8.
func testSource(t *testing.T, raw bool, build func(t *testing.T, ctx context.Context, files map[string]string) Source) {
	files := map[string]string{
		"a.txt": "alpha", "empty": "", ".hidden": "dot", "b/c/d.txt": "delta", "b/.e/f": "f",
		"顧客/名簿.csv": "氏名\n", "b/ 100% #1.txt": "signs", "big": strings.Repeat("0123456789abcdef", 20000),
	}
	t.Run("fs", func(t *testing.T) {
		src := build(t, t.Context(), files)
		if err := fstest.TestFS(src, slices.Collect(maps.Keys(files))...); err != nil {
			t.Error(err)
		}
	})
	if raw {
		files["\x8c\xda\x8bq/\x96\xbc\x95\xeb.csv"] = "CP932"
		files["\xb8\xdc\xb5\xd2.txt"] = "EUC-JP"
		files["line\nand\x1b[2J"] = "hostile"
		files["b/what?.txt"] = "no name on Windows"
	}
	t.Run("walk", func(t *testing.T) { testSourceWalk(t, build(t, t.Context(), files), maps.Clone(files)) })
	t.Run("errors", func(t *testing.T) { testSourceErrors(t, build(t, t.Context(), files)) })
	t.Run("read at", func(t *testing.T) { testSourceReadAt(t, build(t, t.Context(), files), files["big"]) })
	t.Run("close", func(t *testing.T) {
		src := build(t, t.Context(), files)
		if err := src.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
		if f, err := src.Open("a.txt"); err == nil {
			f.Close()
			t.Error("Open works after Close")
		}
		if err := Walk(t.Context(), src, WalkOptions{}, func(Entry) error { return nil }); err == nil {
			t.Error("Walk of a closed share says that all is well")
		}
	})
	t.Run("cancel", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		src := build(t, ctx, files)
		f, err := src.Open("a.txt")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		cancel()
		if n, err := f.Read([]byte{0}); !errors.Is(err, context.Canceled) {
			t.Errorf("Read after cancel = %d, %v; want context.Canceled", n, err)
		}
		if _, err := src.Open("a.txt"); !errors.Is(err, context.Canceled) {
			t.Errorf("Open after cancel: %v; want context.Canceled", err)
		}
		err = Walk(t.Context(), src, WalkOptions{}, func(e Entry) error {
			t.Errorf("Walk met %+v after cancel", e)
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Walk after cancel: %v; want context.Canceled", err)
		}
	})
}

func testSourceWalk(t *testing.T, src Source, files map[string]string) {
	for _, e := range walkAll(t, src) {
		if e.Skip != nil {
			t.Errorf("Walk cannot examine %q: %+v", e.Name, *e.Skip)
			continue
		}
		want, ok := files[e.Name]
		if !ok {
			t.Errorf("Walk met %q twice, or it is not there", e.Name)
			continue
		}
		delete(files, e.Name)
		if e.Path != DecodeName(e.Name) {
			t.Errorf("Walk shows %q as %q, want %q", e.Name, e.Path, DecodeName(e.Name))
		}
		if e.Size != int64(len(want)) || e.Modified.IsZero() || time.Since(e.Modified) > time.Hour {
			t.Errorf("Walk says that %q has %d bytes of %v, want %d of now", e.Name, e.Size, e.Modified, len(want))
		}
		if got, err := readAllOf(src, e.Name); err != nil || got != want {
			t.Errorf("reading %q = %d bytes, %v; want %d, those that were written", e.Name, len(got), err, len(want))
		}
	}
	for name := range files {
		t.Errorf("Walk did not meet %q", name)
	}
}

func testSourceErrors(t *testing.T, src Source) {
	for _, name := range []string{"", "/", "/a.txt", "a.txt/", "b/../a.txt", "..", "../x", "./a.txt", "b//c"} {
		if f, err := src.Open(name); !errors.Is(err, fs.ErrInvalid) {
			if err == nil {
				f.Close()
			}
			t.Errorf("Open(%q): %v, want fs.ErrInvalid", name, err)
		}
	}
	for _, name := range []string{"none", "none/none", "b/none"} {
		_, err := src.Open(name)
		if s := SkipFor(err); !errors.Is(err, fs.ErrNotExist) || s.Reason != ReasonVanished {
			t.Errorf("Open(%q): %v, skipped as %+v; want fs.ErrNotExist and %s", name, err, *s, ReasonVanished)
		}
		if _, err := src.ReadDir(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("ReadDir(%q): %v, want fs.ErrNotExist", name, err)
		}
	}
	_, err := src.Open("no\nne\x1b\xff")
	if err == nil || strings.ContainsAny(err.Error(), "\n\x1b") || strings.Contains(err.Error(), "\xff") {
		t.Errorf("Open of a hostile name: %q, want an error that hides nothing", err)
	}
	if _, err := src.ReadDir("a.txt"); err == nil {
		t.Error("ReadDir of a file gives no error")
	}
	f, err := src.Open("b")
	if err != nil {
		t.Fatalf("Open of a folder: %v", err)
	}
	defer f.Close()
	if n, err := f.Read(make([]byte, 1)); err == nil || err == io.EOF {
		t.Errorf("Read of a folder = %d, %v; want an error, for EOF would be an empty file", n, err)
	}
}

func testSourceReadAt(t *testing.T, src Source, want string) {
	f, err := src.Open("big")
	if err != nil {
		t.Fatal(err)
	}
	at, ok := f.(io.ReaderAt)
	if !ok {
		t.Fatalf("a file is a %T, no io.ReaderAt", f)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			p := make([]byte, 1000)
			off := i * 9973
			if n, err := at.ReadAt(p, int64(off)); n != len(p) || err != nil || string(p) != want[off:off+len(p)] {
				t.Errorf("ReadAt(1000 bytes, %d) = %d, %v, or other bytes", off, n, err)
			}
		})
	}
	wg.Wait()
	p := make([]byte, 100)
	if n, err := at.ReadAt(p, int64(len(want)-10)); n != 10 || err != io.EOF {
		t.Errorf("ReadAt(100 bytes, 10 before the end) = %d, %v; want 10, EOF", n, err)
	}
	if n, err := at.ReadAt(p, -1); n != 0 || err == nil {
		t.Errorf("ReadAt(-1) = %d, %v; want an error", n, err)
	}
	wg.Go(func() { io.Copy(io.Discard, f) }) // a race with Close must be none
	if err := f.Close(); err != nil {
		t.Errorf("Close() = %v", err)
	}
	wg.Wait()
	if n, err := f.Read(p); n != 0 || !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Read after Close = %d, %v; want fs.ErrClosed", n, err)
	}
	if err := f.Close(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("second Close() = %v, want fs.ErrClosed", err)
	}
}

// walkAll walks src and returns what it met, ordered by name.
func walkAll(t *testing.T, src Source) []Entry {
	t.Helper()
	var mu sync.Mutex
	var all []Entry
	err := Walk(t.Context(), src, WalkOptions{Workers: 4}, func(e Entry) error {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, e)
		return nil
	})
	if err != nil {
		t.Fatalf("Walk: %v", err)
	}
	slices.SortFunc(all, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// summary tells what a walk met, a line for each: "a.txt", "fifo special FIFO".
func summary(all []Entry) string {
	var b strings.Builder
	for _, e := range all {
		b.WriteString(e.Path)
		if e.Skip != nil {
			fmt.Fprintf(&b, " %s: %s", e.Skip.Reason, e.Skip.Detail)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func checkSummary(t *testing.T, src Source, want ...string) {
	t.Helper()
	slices.Sort(want)
	if got := summary(walkAll(t, src)); got != strings.Join(want, "\n")+"\n" {
		t.Errorf("Walk met\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

func readAllOf(src Source, name string) (string, error) {
	f, err := src.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	all, err := io.ReadAll(f)
	return string(all), err
}

func TestKinds(t *testing.T) {
	for _, k := range Kinds() {
		if k.Scheme == "" || k.Doc == "" || k.Open == nil {
			t.Errorf("kind %+v lacks something", k)
		}
		if path.Base(k.Scheme) != strings.ToLower(k.Scheme) {
			t.Errorf("scheme %q is not lower case", k.Scheme)
		}
	}
}

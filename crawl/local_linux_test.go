//go:build linux && !portable

package crawl

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestLocalWithoutOpenat2 is an old kernel, or a container that hides the call.
func TestLocalWithoutOpenat2(t *testing.T) {
	top := t.TempDir()
	write(t, top, map[string]string{"share/a/b/file": "text", "out/secret": ""})
	if err := os.Symlink("../../out", filepath.Join(top, "share/a/link")); err != nil {
		t.Fatal(err)
	}
	src := open(t, filepath.Join(top, "share")).(*local)
	if !src.root.openat2 {
		t.Log("this kernel has no openat2")
	}
	for _, openat2 := range []bool{src.root.openat2, false} {
		src.root.openat2 = openat2
		checkSummary(t, src, "a/b/file", "a/link link: leads out of the share")
		if got, err := readAllOf(src, "a/b/file"); got != "text" {
			t.Errorf("openat2 %v: reading a/b/file = %q, %v; want text", openat2, got, err)
		}
		if _, err := src.root.open(t.Context(), "a/link/secret"); err == nil {
			t.Errorf("openat2 %v: a link on the way was followed", openat2)
		} else if got := SkipFor(err); got.Reason != ReasonLink && openat2 {
			t.Errorf("a link on the way: %v, skipped as %+v; want %s", err, *got, ReasonLink)
		}
	}
}

// atime returns a file's time of access after it was read with read, having set
// it so old that relatime would renew it.
func atime(t *testing.T, path string, read func()) time.Time {
	t.Helper()
	old := time.Now().Add(-72 * time.Hour)
	if err := os.Chtimes(path, old, old.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	read()
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		t.Fatal(err)
	}
	return time.Unix(st.Atim.Unix())
}

func TestLocalKeepsAccessTimes(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"d/file": "text"})
	file, folder := filepath.Join(dir, "d/file"), filepath.Join(dir, "d")
	if time.Since(atime(t, file, func() { os.ReadFile(file) })) > time.Hour {
		t.Skip("this file system keeps access times anyway")
	}
	src := open(t, dir)
	got := atime(t, file, func() { readAllOf(src, "d/file") })
	if time.Since(got) < time.Hour {
		t.Errorf("reading set the file's access time to %v", got)
	}
	got = atime(t, folder, func() { walkAll(t, src) })
	if time.Since(got) < time.Hour {
		t.Errorf("walking set the folder's access time to %v", got)
	}
}

// TestLocalLease holds a file as Samba does for a client with an oplock, and
// gives it back when asked.
func TestLocalLease(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"file": "text"})
	src := open(t, dir)
	holder, err := os.OpenFile(filepath.Join(dir, "file"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Close()
	if _, err := unix.FcntlInt(holder.Fd(), unix.F_SETLEASE, unix.F_WRLCK); err != nil {
		t.Skipf("no leases here: %v", err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 1000 {
			// F_GETLEASE shows what the lease must become once somebody waits.
			if kind, err := unix.FcntlInt(holder.Fd(), unix.F_GETLEASE, 0); err != nil || kind != unix.F_WRLCK {
				break
			}
			time.Sleep(time.Millisecond)
		}
		unix.FcntlInt(holder.Fd(), unix.F_SETLEASE, unix.F_UNLCK)
	}()
	if got, err := readAllOf(src, "file"); got != "text" {
		t.Errorf("reading a file under a lease = %q, %v; want text", got, err)
	}
	<-done
}

func TestDirentRefusesWhatIsNone(t *testing.T) {
	for _, b := range [][]byte{nil, make([]byte, 18), make([]byte, 24), {16: 200, 18: 0, 23: 0}} {
		if name, _, size := dirent(b); size != 0 {
			t.Errorf("dirent(%d bytes) = %q, %d; want none", len(b), name, size)
		}
	}
}

// A file whose time is set back has another number of change all the same.
func TestChange(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.txt")
	modified := time.Date(2024, 4, 1, 0, 0, 0, 0, time.UTC)
	var changes []uint64
	for _, content := range []string{"alpha", "gamma"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, modified, modified); err != nil {
			t.Fatal(err)
		}
		src, err := Open(t.Context(), dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range walkAll(t, src) {
			changes = append(changes, e.Change)
		}
		src.Close()
		time.Sleep(20 * time.Millisecond) // the kernel's clock for this ticks each 4 ms or 10
	}
	if len(changes) != 2 || changes[0] == 0 || changes[0] == changes[1] {
		t.Errorf("got the numbers %d, want two that differ, none of them 0", changes)
	}
}

func TestAccess(t *testing.T) {
	dir := t.TempDir()
	for mode, want := range map[os.FileMode][]string{0o600: nil, 0o640: {"group "}, 0o644: {"Everyone", "group "}} {
		name := filepath.Join(dir, "a.txt")
		if err := errors.Join(os.WriteFile(name, nil, 0o600), os.Chmod(name, mode)); err != nil {
			t.Fatal(err)
		}
		src, err := Open(t.Context(), dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		f, err := src.Open("a.txt")
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.(Accessor).Access()
		if err != nil || got.Owner == "" || len(got.Readers) != len(want) {
			t.Errorf("%v: got %+v, %v; want an owner and the readers %q", mode, got, err, want)
		}
		for i := range min(len(want), len(got.Readers)) {
			if !strings.HasPrefix(got.Readers[i], want[i]) && !strings.HasPrefix(got.Readers[i], "gid ") {
				t.Errorf("%v: got the reader %q, want %q", mode, got.Readers[i], want[i])
			}
		}
		f.Close()
		if _, err := f.(Accessor).Access(); err == nil {
			t.Error("a closed file tells its access")
		}
		src.Close()
	}
}

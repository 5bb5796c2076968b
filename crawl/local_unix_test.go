//go:build linux || darwin

package crawl

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func mkfifo(t *testing.T, path string) {
	t.Helper()
	if err := unix.Mkfifo(path, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestLocalSpecial(t *testing.T) {
	dir, err := os.MkdirTemp("", "crawl") // the names of sockets must be short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	write(t, dir, map[string]string{"file": ""})
	mkfifo(t, filepath.Join(dir, "fifo"))
	l, err := net.Listen("unix", filepath.Join(dir, "socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	want := []string{"file", "fifo special: FIFO", "socket special: socket"}
	if unix.Mknod(filepath.Join(dir, "null"), unix.S_IFCHR|0o644, int(unix.Mkdev(1, 3))) == nil {
		want = append(want, "null special: device") // root only
	}
	src := open(t, dir)
	checkSummary(t, src, want...)
	for _, name := range []string{"fifo", "socket", "null"} {
		if f, err := src.Open(name); err == nil {
			f.Close()
			t.Errorf("Open(%q) works", name)
		} else if s := SkipFor(err); s.Reason != ReasonSpecial && name != "null" {
			t.Errorf("Open(%q): %v, skipped as %+v; want %s", name, err, *s, ReasonSpecial)
		}
	}
	if _, err := Open(t.Context(), filepath.Join(dir, "fifo"), Options{}); err == nil || !strings.Contains(err.Error(), "is a FIFO, not a file") {
		t.Errorf("a FIFO as share: %v, want an error that says so", err)
	}
}

// TestLocalSwapped opens past the first look, as when a FIFO takes a file's
// place between the look and the opening.
func TestLocalSwapped(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"d/file": ""})
	mkfifo(t, filepath.Join(dir, "fifo"))
	src := open(t, dir).(*local)
	for name, want := range map[string]string{"fifo": ReasonSpecial, "d": ReasonSpecial} {
		f, err := src.root.open(t.Context(), name)
		if err == nil {
			f.Close()
			t.Errorf("open(%q) works", name)
		} else if got := SkipFor(err).Reason; got != want {
			t.Errorf("open(%q): %v, skipped as %s; want %s", name, err, got, want)
		}
	}
	if r, err := src.root.list("d/file"); err == nil {
		r.Close()
		t.Error("list of a file works")
	} else if got := SkipFor(err).Detail; got != "is no longer a folder" {
		t.Errorf("list of a file: %q, want that it is no longer a folder", got)
	}
}

func TestLocalVanishing(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a": "1", "b": "2"})
	src := open(t, dir)
	for _, e := range walkAll(t, src) {
		if err := os.Remove(filepath.Join(dir, e.Name)); err != nil {
			t.Fatal(err)
		}
		if _, err := src.Open(e.Name); err == nil || SkipFor(err).Reason != ReasonVanished {
			t.Errorf("Open(%q) once it is gone: %v, want %s", e.Name, err, ReasonVanished)
		}
	}
}

func TestLocalPermissions(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything; TestWalkTellsWhatFails does the same without permissions")
	}
	dir := t.TempDir()
	write(t, dir, map[string]string{"closed/a": "", "noexec/a": "", "file": "", "ok": ""})
	for name, mode := range map[string]os.FileMode{"closed": 0, "noexec": 0o400, "file": 0} {
		path := filepath.Join(dir, name)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(path, 0o700)
	}
	src := open(t, dir)
	got := summary(walkAll(t, src))
	for _, want := range []string{"closed unreadable: permission denied\n", "noexec", "ok\n", "file\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("Walk met\n%swithout %q", got, want)
		}
	}
	if _, err := src.Open("file"); SkipFor(err).Reason != ReasonUnreadable {
		t.Errorf("Open of a file without permission: %v, want %s", err, ReasonUnreadable)
	}
	for _, name := range []string{"closed", "file"} {
		_, err := Open(t.Context(), filepath.Join(dir, name), Options{})
		if err == nil || !strings.HasSuffix(err.Error(), "permission denied (run as a user who may read it)") {
			t.Errorf("Open of the share %s without permission: %v, want a hint", name, err)
		}
	}
}

// TestLocalLongNames builds a tree whose names are beyond what one system call
// takes.
func TestLocalLongNames(t *testing.T) {
	const depth, element = 60, 200
	dir := t.TempDir()
	at, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		t.Fatal(err)
	}
	name := ""
	for i := range depth {
		e := strings.Repeat(string(rune('a'+i%26)), element)
		if err := unix.Mkdirat(at, e, 0o755); err != nil {
			t.Fatal(err)
		}
		below, err := unix.Openat(at, e, unix.O_RDONLY|unix.O_DIRECTORY, 0)
		unix.Close(at)
		if err != nil {
			t.Fatal(err)
		}
		at, name = below, name+e+"/"
	}
	defer unix.Close(at)
	fd, err := unix.Openat(at, "file", unix.O_CREAT|unix.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	unix.Write(fd, []byte("deep"))
	unix.Close(fd)
	if err := unix.Symlinkat("../../nothing", at, "link"); err != nil {
		t.Fatal(err)
	}
	src := open(t, dir)
	all := walkAll(t, src)
	if len(all) != 2 || all[0].Name != name+"file" || all[0].Skip != nil || all[1].Skip == nil || all[1].Skip.Reason != ReasonLink {
		t.Fatalf("Walk met %d entries, want the file and, as skipped, the link", len(all))
	}
	if got, err := readAllOf(src, name+"file"); got != "deep" {
		t.Errorf("reading a name of %d bytes = %q, %v; want deep", len(name)+4, got, err)
	}
	if _, err := src.Open(name + "none"); SkipFor(err).Reason != ReasonVanished {
		t.Errorf("Open of a long name that is not there: %v, want %s", err, ReasonVanished)
	}
}

func TestLocalRawShare(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "\x8b\xa4\x97L")
	write(t, dir, map[string]string{"f": ""})
	checkSummary(t, open(t, dir), "f")
	_, err := Open(context.Background(), dir+"\x1b", Options{})
	if err == nil || !strings.Contains(err.Error(), `共有\x1b: no such`) {
		t.Errorf("Open: %v, want the path decoded", err)
	}
}

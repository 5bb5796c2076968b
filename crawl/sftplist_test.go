//go:build unix

package crawl

import (
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

func TestSFTPLinks(t *testing.T) {
	s := sftpServer(t)
	root := filepath.Join(s.dir, "share")
	write(t, s.dir, map[string]string{"out/secret": "", "share/in/file": "", "share2/x": ""})
	for name, target := range map[string]string{
		"out": "../out", "out-file": filepath.Join(s.dir, "out/secret"), "sibling": "../share2/x",
		"in-rel": "in/file", "in-abs": filepath.Join(root, "in"), "in/up": "..", "self": ".", "dangling": "nothing",
		"a": "b", "b": "a", "out-and-in": "../share/in/file", "chain": "out",
	} {
		if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	src := s.open(t, root)
	checkSummary(t, src, "in/file",
		"out link: leads out of the share", "out-file link: leads out of the share", "sibling link: leads out of the share",
		"chain link: leads out of the share", "dangling link: leads nowhere", "a link: leads nowhere", "b link: leads nowhere")
	for _, name := range []string{"in-rel", "out", "out/secret", "out-file", "self/in/file", "in/up"} {
		f, err := src.Open(name)
		if err == nil {
			f.Close()
			t.Errorf("Open(%q) follows a link", name)
		} else if got := SkipFor(err); got.Reason != ReasonLink {
			t.Errorf("Open(%q): %v, skipped as %+v; want %s", name, err, *got, ReasonLink)
		}
	}
	for _, name := range []string{"out", "self", "self/in"} {
		if all, err := src.ReadDir(name); err == nil {
			t.Errorf("ReadDir(%q) follows a link to %d entries", name, len(all))
		}
	}
	if err := os.Symlink(root, filepath.Join(s.dir, "to-share")); err != nil {
		t.Fatal(err)
	}
	if got := len(walkAll(t, s.open(t, filepath.Join(s.dir, "to-share")))); got != 8 {
		t.Errorf("a share that is a link itself: %d entries, want the 8 of the folder", got)
	}
}

// TestSFTPSpecial: a FIFO that is opened takes the whole session with it.
func TestSFTPSpecial(t *testing.T) {
	s := sftpServer(t)
	write(t, s.dir, map[string]string{"file": "text"})
	if err := syscall.Mkfifo(filepath.Join(s.dir, "fifo"), 0o644); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(s.dir, "socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	src := s.open(t, s.dir)
	checkSummary(t, src, "fifo special: FIFO", "file", "socket special: socket")
	for name, want := range map[string]string{"fifo": "FIFO", "socket": "socket"} {
		if _, err := src.Open(name); SkipFor(err).Detail != want {
			t.Errorf("Open(%q): %v, want %s", name, err, want)
		}
	}
	if got, err := readAllOf(src, "file"); got != "text" {
		t.Errorf("reading the file afterwards = %q, %v", got, err)
	}
	_, err = Open(t.Context(), s.url(s.dir+"/fifo"), s.options())
	if err == nil || !strings.Contains(err.Error(), "is a FIFO, not a file (name a folder or a file)") {
		t.Errorf("a share that is a FIFO: %v", err)
	}
}

func TestSFTPPermissions(t *testing.T) {
	s := sftpServer(t)
	write(t, s.dir, map[string]string{"closed/a": "", "noexec/a": "", "file": "", "ok": "fine"})
	for name, mode := range map[string]os.FileMode{"closed": 0o700, "noexec": 0o704, "file": 0o600} {
		if err := os.Chmod(filepath.Join(s.dir, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	src := s.open(t, s.dir)
	got := summary(walkAll(t, src))
	for _, want := range []string{"closed unreadable: permission denied\n", "ok\n", "file\n", "noexec unreadable: permission denied\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("Walk met\n%swithout %q", got, want)
		}
	}
	if _, err := src.Open("file"); SkipFor(err).Reason != ReasonUnreadable || SkipFor(err).Detail != "permission denied" {
		t.Errorf("Open of a file without permission: %v", err)
	}
	for _, name := range []string{"closed", "file"} {
		_, err := Open(t.Context(), s.url(filepath.Join(s.dir, name)), s.options())
		if err == nil || !strings.HasSuffix(err.Error(), "permission denied (log in as a user who may read it)") {
			t.Errorf("Open of the share %s without permission: %v, want a hint", name, err)
		}
	}
}

// TestSFTPLongPaths: OpenSSH lists a folder as empty when the paths of what is in
// it are too long for it.
func TestSFTPLongPaths(t *testing.T) {
	s := sftpServer(t)
	at, err := os.OpenRoot(s.dir)
	for range 18 {
		if err != nil {
			t.Fatal(err)
		}
		name := strings.Repeat("d", 220)
		if err = at.Mkdir(name, 0o755); err == nil {
			at, err = at.OpenRoot(name)
		}
	}
	if err := at.WriteFile(strings.Repeat("f", 250), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	all := walkAll(t, s.open(t, s.dir))
	if len(all) != 1 || all[0].Skip == nil || !strings.Contains(all[0].Skip.Detail, "longer than it can handle") {
		t.Errorf("Walk met %.200s..., want that names are left out", summary(all))
	}
}

func TestSFTPAccess(t *testing.T) {
	s := sftpServer(t)
	write(t, s.dir, map[string]string{"all": "", "file": ""})
	src := s.open(t, s.dir)
	for name, mode := range map[string]os.FileMode{"all": 0o644, "file": 0o604} {
		path := filepath.Join(s.dir, name)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(path, 0, 4242); err != nil {
			t.Fatal(err)
		}
		f, err := src.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		got, err := f.(Accessor).Access()
		want := map[string]string{"all": "{uid 0 [gid 4242 Everyone]}", "file": "{uid 0 [Everyone]}"}[name]
		if fmt.Sprint(got) != want || err != nil {
			t.Errorf("Access of %s = %v, %v; want %s", name, got, err, want)
		}
	}
}

// TestSFTPOddLists lists what only a broken or a hostile server would.
func TestSFTPOddLists(t *testing.T) {
	long := strings.Repeat("x", 300)
	folders := map[string][]byte{
		"/": join3([]byte{fxName}, u32(9),
			fxEntry("../../etc", attrs(0, modeDir)), fxEntry("", attrs(0, modeDir)), fxEntry("x/..", attrs(0, modeDir)), fxEntry("n\x00l", attrs(1, modeFile)),
			fxEntry("bare", u32(0)), fxEntry("bare-dir", u32(0)), fxEntry("fifo", attrs(0, modeFIFO)), fxEntry("huge", attrs(1<<63+5, modeFile)), fxEntry(long, attrs(1, modeFile))),
		"/bare-dir": join3([]byte{fxName}, u32(1), fxEntry("deep", attrs(7, modeFile))),
	}
	stats := map[string][]byte{"/": attrs(0, modeDir), "/bare": u32(0), "/bare-dir": attrs(0, modeDir), "/etc": attrs(0, modeDir)}
	var mu sync.Mutex
	told := map[string]bool{} // handles whose entries were told
	opened := 0
	h := startHostile(t, nil, func(kind byte, body []byte) []byte {
		mu.Lock()
		defer mu.Unlock()
		name := string(body[4 : 4+binary.BigEndian.Uint32(body)])
		switch kind {
		case fxStat, fxLstat:
			if a, ok := stats[name]; ok {
				return append([]byte{fxAttrs}, a...)
			}
			return status(fxNoFile)
		case fxOpendir:
			opened++
			return append([]byte{fxHandle}, text(fmt.Sprint(opened, name))...)
		case fxReaddir:
			_, folder, _ := strings.Cut(name, "/")
			if told[name] {
				return status(fxEOF)
			}
			told[name] = true
			if f, ok := folders["/"+folder]; ok {
				return f
			}
			return status(fxEOF)
		}
		return emptyFolder(kind)
	})
	src := openWith(t, h.url("/"), Options{KnownHosts: h.known})
	odd := " unreadable: the server lists a name that is none"
	checkSummary(t, src, "__"+odd, "___"+odd, "n_l_"+odd,
		"bare unreadable: the server does not tell whether it is a file or a folder", "bare-dir/deep", "fifo special: FIFO", "huge", long)
}

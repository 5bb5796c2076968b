package crawl

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func write(t testing.TB, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func open(t testing.TB, share string) Source {
	t.Helper()
	src, err := Open(t.Context(), share, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { src.Close() })
	return src
}

func TestLocal(t *testing.T) {
	raw := runtime.GOOS != "windows" && runtime.GOOS != "darwin"
	testSource(t, raw, func(t *testing.T, ctx context.Context, files map[string]string) Source {
		dir := t.TempDir()
		write(t, dir, files)
		src, err := Open(ctx, dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { src.Close() })
		return src
	})
}

func TestOpenLocal(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	odd := "100% #1 a:b"
	write(t, dir, map[string]string{odd + "/f": "", "file": "text", "no": ""})
	slash := filepath.ToSlash(dir)
	if !strings.HasPrefix(slash, "/") {
		slash = "/" + slash
	}
	for _, tt := range []struct{ share, want string }{
		{odd, "f\n"}, {"./" + odd, "f\n"}, {filepath.Join(dir, odd), "f\n"}, {odd + "/", "f\n"},
		{"file://" + slash + "/" + url.PathEscape(odd), "f\n"},
		{"file://localhost" + slash + "/" + url.PathEscape(odd) + "/", "f\n"},
		{"file", "file\n"}, {"file://" + slash + "/file", "file\n"},
	} {
		src, err := Open(t.Context(), tt.share, Options{})
		if err != nil {
			t.Errorf("Open(%q): %v", tt.share, err)
			continue
		}
		if got := summary(walkAll(t, src)); got != tt.want {
			t.Errorf("share %q holds %q, want %q", tt.share, got, tt.want)
		}
		src.Close()
	}
	for _, tt := range []struct{ share, want string }{
		{"none", "open none: no such file or directory (is it spelled right, and mounted?)"},
		{"file/below", "open file/below: not a directory"},
		{"//server/share", "open //server/share: no such file or directory (for a share of another computer write smb://server/share)"},
		{"", "open : the path is empty"},
		{"a\x00b", `open a\x00b: the path holds a NUL`},
		{"no\nne", `open no\x0ane: no such file or directory (is it spelled right, and mounted?)`},
		{"file://server/share", "open file://server/share: the URL names a computer (write file:///path for a folder of this one, smb:// or sftp:// for another)"},
		{"file:///a?b", "open file:///a?b: the URL holds ? or # (write %3F or %23, or give the path alone)"},
	} {
		_, err := Open(t.Context(), tt.share, Options{})
		if err == nil {
			t.Errorf("Open(%q) works", tt.share)
		} else if err.Error() != tt.want && runtime.GOOS != "windows" {
			t.Errorf("Open(%q): %v, want %s", tt.share, err, tt.want)
		}
	}
}

func TestOpenKeepsPasswords(t *testing.T) {
	for _, share := range []string{"gopher://user:hunter2@host/x", "file://user:hunter2@host/x", "smb://user:hunter2@ho st/%zz"} {
		_, err := Open(t.Context(), share, Options{})
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Open of a URL with a password: %v; want an error without it", err)
		}
	}
	if _, err := Open(t.Context(), "gopher://host/x", Options{}); !errors.Is(err, ErrKind) || !strings.Contains(err.Error(), "file") {
		t.Errorf("Open(gopher://host/x): %v; want ErrKind and the kinds there are", err)
	}
}

func TestLocalOneFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.txt": "alpha", "b.txt": "beta"})
	src := open(t, filepath.Join(dir, "a.txt"))
	all := walkAll(t, src)
	if got := summary(all); got != "a.txt\n" || all[0].Size != 5 || all[0].Modified.IsZero() {
		t.Errorf("Walk met %q, %+v; want a.txt with its size and time", got, all)
	}
	if got, err := readAllOf(src, "a.txt"); got != "alpha" {
		t.Errorf("reading a.txt = %q, %v; want alpha", got, err)
	}
	if _, err := src.Open("b.txt"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open(b.txt), beside the share: %v, want fs.ErrNotExist", err)
	}
}

func TestLocalLinks(t *testing.T) {
	top := t.TempDir()
	root := filepath.Join(top, "share")
	write(t, top, map[string]string{"out/secret": "", "share/in/file": "", "share2/x": ""})
	for name, target := range map[string]string{
		"out": "../out", "out-file": filepath.Join(top, "out/secret"), "sibling": "../share2/x",
		"in-rel": "in/file", "in-abs": filepath.Join(root, "in"), "in/up": "..", "self": ".", "through": "in/up/in/file",
		"dangling": "nothing", "dangling-out": "../nothing", "under-file": "in/file/x",
		"a": "b", "b": "a", "me": "me", "out-and-in": "../share/in/file", "chain": "out",
	} {
		if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	src := open(t, root)
	circle := " link: a circle of links"
	if runtime.GOOS == "windows" {
		t.Skip("Windows has other words for circles")
	}
	checkSummary(t, src, "in/file",
		"out link: leads out of the share", "out-file link: leads out of the share", "sibling link: leads out of the share",
		"chain link: leads out of the share",
		"dangling link: leads nowhere", "dangling-out link: leads nowhere", "under-file link: leads nowhere",
		"a"+circle, "b"+circle, "me"+circle)
	for _, name := range []string{"in-rel", "out", "out/secret", "out-file", "me"} {
		f, err := src.Open(name)
		if err == nil {
			f.Close()
			if name == "in-rel" || strings.HasPrefix(name, "out") {
				t.Errorf("Open(%q) follows a link", name)
			}
			continue
		}
		if s := SkipFor(err); s.Reason != ReasonLink && name != "out/secret" {
			t.Errorf("Open(%q): %v, skipped as %+v; want %s", name, err, *s, ReasonLink)
		}
	}
	for _, name := range []string{"out", "self"} {
		if all, err := src.ReadDir(name); err == nil {
			t.Errorf("ReadDir(%q) follows a link to %d entries", name, len(all))
		}
	}
	link := filepath.Join(top, "link-to-share")
	if err := os.Symlink(root, link); err != nil {
		t.Fatal(err)
	}
	if got := len(walkAll(t, open(t, link))); got != 11 {
		t.Errorf("a share that is a link itself: %d entries, want the 11 of the folder", got)
	}
}

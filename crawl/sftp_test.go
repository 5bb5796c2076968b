package crawl

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/internal/servers"
)

// An sftpFixture is a server to test with, and a folder of it to write into.
type sftpFixture struct {
	*servers.Servers
	dir string
}

// sftpServer returns the server of the test environment. ~ is an empty folder,
// so that nothing of whoever runs the tests counts.
func sftpServer(t testing.TB) *sftpFixture {
	s := servers.Get(t)
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("SSH_AUTH_SOCK", "")
	dir, err := os.MkdirTemp(s.Value("DATA"), "sftp-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return &sftpFixture{s, dir}
}

// url names a folder or a file of the server by its local path.
func (s *sftpFixture) url(path string) string {
	return (&url.URL{Scheme: "sftp", User: url.User(s.Value("USER")), Host: s.Value("SFTP"), Path: path}).String()
}

// options log in by key.
func (s *sftpFixture) options() Options {
	return Options{KeyFiles: []string{s.Value("KEY")}, KnownHosts: []string{s.Value("KNOWN_HOSTS")}}
}

func (s *sftpFixture) open(t testing.TB, path string) Source {
	t.Helper()
	return openWith(t, s.url(path), s.options())
}

func openWith(t testing.TB, share string, o Options) Source {
	t.Helper()
	src, err := Open(t.Context(), share, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { src.Close() })
	return src
}

func TestSFTP(t *testing.T) {
	s := sftpServer(t)
	testSource(t, true, func(t *testing.T, ctx context.Context, files map[string]string) Source {
		dir, err := os.MkdirTemp(s.dir, "share")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, dir, files)
		src, err := Open(ctx, s.url(dir), s.options())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { src.Close() })
		return src
	})
}

func TestSFTPOneFile(t *testing.T) {
	s := sftpServer(t)
	write(t, s.dir, map[string]string{"a.txt": "alpha", "b.txt": "beta"})
	src := s.open(t, filepath.Join(s.dir, "a.txt"))
	checkSummary(t, src, "a.txt")
	if got, err := readAllOf(src, "a.txt"); got != "alpha" {
		t.Errorf("reading a.txt = %q, %v; want alpha", got, err)
	}
	if _, err := src.Open("b.txt"); err == nil {
		t.Error("a file beside the share can be opened")
	}
}

func TestSFTPOpenErrors(t *testing.T) {
	s := sftpServer(t)
	for _, tt := range []struct{ share, want string }{
		{s.url(s.dir + "/none"), "no such file or directory (the path of the URL begins at the root"},
		{"sftp://user:hunter2@" + s.Value("SFTP") + "/", "the URL holds a password"},
		{"sftp:///a", "the URL names no host"},
		{"sftp://" + s.Value("SFTP") + "/a?b", "the URL holds ? or #"},
		{"sftp://127.0.0.1:1/", "connect to 127.0.0.1:1: connection refused (does an SSH server run there"},
	} {
		_, err := Open(t.Context(), tt.share, s.options())
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Open: %v; want ...%s...", err, tt.want)
		}
	}
}

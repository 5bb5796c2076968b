package crawl

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/servers"
)

// dialTo dials an address, and counts.
func dialTo(address string, count *int) func(context.Context) (net.Conn, error) {
	return func(ctx context.Context) (net.Conn, error) {
		*count++
		var d net.Dialer
		return d.DialContext(ctx, "tcp", address)
	}
}

// The keys are those that ssh-keygen shows, and nobody has tried to log in.
func TestSSHHostKeys(t *testing.T) {
	s := servers.Own(t)
	var want []string
	files, _ := filepath.Glob(filepath.Dir(s.Value("KNOWN_HOSTS")) + "/host_*.pub")
	for _, name := range files {
		out, err := exec.Command("ssh-keygen", "-l", "-f", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, strings.Fields(string(out))[1])
	}
	slices.Sort(want)
	dialled := 0
	banner, got, err := SSHHostKeys(t.Context(), dialTo(s.Value("SFTP"), &dialled))
	if err != nil || !slices.Equal(got, want) || len(want) < 2 {
		t.Errorf("host keys are %v, %v; want %v", got, err, want)
	}
	if !strings.HasPrefix(banner, "SSH-2.0-OpenSSH_") {
		t.Errorf("the server names itself %q, want SSH-2.0-OpenSSH_...", banner)
	}
	if dialled != len(want)+1 {
		t.Errorf("%d connections were made for %d keys, want one more", dialled, len(want))
	}
	if log := readLog(t, s, "SFTP_LOG"); strings.Contains(log, "invalid user") || strings.Contains(log, "Failed ") || strings.Contains(log, "userauth") {
		t.Errorf("the server's log says that somebody wanted to log in:\n%s", log)
	}
	if n := s.FailedSSHLogons(t); n != 0 {
		t.Errorf("%d failed logins, want none", n)
	}
}

func TestSSHHostKeysOfOthers(t *testing.T) {
	for name, answer := range map[string][]byte{
		"nothing":          nil,
		"a web server":     []byte("HTTP/1.1 400 Bad Request\r\n\r\n"),
		"a name, no more":  []byte("SSH-2.0-odd\r\n"),
		"a name and noise": append([]byte("SSH-2.0-odd\r\n"), make([]byte, 1<<16)...),
		"a huge packet":    append([]byte("SSH-2.0-odd\r\n"), 0xff, 0xff, 0xff, 0xff, 4, 20),
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		dialled := 0
		banner, keys, err := SSHHostKeys(ctx, dialTo(fakeServer(t, answer), &dialled))
		cancel()
		if err == nil || len(keys) > 0 || dialled > 1 {
			t.Errorf("%s: keys are %v, %v, after %d connections; want an error after one", name, keys, err, dialled)
		}
		if want := strings.Contains(string(answer), "SSH-"); want != (banner == "SSH-2.0-odd") {
			t.Errorf("%s: the banner is %q", name, banner)
		}
	}
	no := errors.New("refused")
	if _, _, err := SSHHostKeys(t.Context(), func(context.Context) (net.Conn, error) { return nil, no }); !errors.Is(err, no) {
		t.Errorf("where nothing listens the error is %v, want %v", err, no)
	}
}

func TestSSHVersion(t *testing.T) {
	for said, want := range map[string]string{
		"SSH-2.0-x\r\nmore":                   "SSH-2.0-x",
		"Welcome\r\nto all\r\nSSH-1.99-old\n": "SSH-1.99-old",
		"SSH-2.0-not-ended":                   "",
		"":                                    "",
		"HTTP/1.1 SSH-2.0\r\n":                "",
		"SSH-2.0-" + strings.Repeat("x", 500) + "\r\n": "SSH-2.0-" + strings.Repeat("x", 247),
		"SSH-2.0-\xff\r\n": "SSH-2.0-\ufffd",
	} {
		if got := sshVersion([]byte(said)); got != want {
			t.Errorf("%q names itself %q, want %q", said, got, want)
		}
	}
}

func FuzzSSHVersion(f *testing.F) {
	f.Add([]byte("hello\r\nSSH-2.0-x\r\n"))
	f.Fuzz(func(t *testing.T, said []byte) {
		if got := sshVersion(said); got != "" && (!strings.HasPrefix(got, "SSH-") || strings.Contains(got, "\n") || len(got) > 3*255) {
			t.Errorf("%q names itself %q", said, got)
		}
	})
}

// A server that shows another key each time keeps nobody.
func TestSSHHostKeysWithoutEnd(t *testing.T) {
	dialled := 0
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, keys, err := SSHHostKeys(ctx, func(context.Context) (net.Conn, error) {
		dialled++
		ours, theirs := net.Pipe()
		go func() {
			for { // says its name for ever
				if _, err := io.WriteString(theirs, "SSH\r\n"); err != nil {
					return
				}
			}
		}()
		return ours, nil
	})
	if err == nil || len(keys) > 0 || dialled > sshKeyTypes {
		t.Errorf("keys are %v, %v after %d connections, want an error", keys, err, dialled)
	}
}

func readLog(t *testing.T, s *servers.Servers, key string) string {
	t.Helper()
	b, err := os.ReadFile(s.Value(key))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

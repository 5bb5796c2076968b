package servers

import (
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// smbclient runs commands in a share as the test user.
func smbclient(t *testing.T, s *Servers, share, password, command string) string {
	t.Helper()
	host, port, _ := net.SplitHostPort(s.Value("SMB"))
	cmd := exec.Command("smbclient", "-p", port, "-U", s.Value("USER"), "//"+host+"/"+share, "-c", command)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "PASSWD="+password)
	out, _ := cmd.CombinedOutput() // the server's refusals are in it
	return string(out)
}

// What the tests of shares rely on, asked with Samba's own client.
func TestShares(t *testing.T) {
	s := Get(t)
	disk, name := s.Dir(t)
	if err := os.WriteFile(filepath.Join(disk, "一覧①.txt"), []byte("x"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ share, command, want string }{
		{"data", "ls " + name + "/*", "一覧①.txt"},
		{"public", "ls " + name + "/*", "一覧①.txt"},
		{"secret", "ls " + name + "/*", "一覧①.txt"},
		{"acl", "ls", "本人.csv"},
		{"acl", "ls 禁止/*", "NT_STATUS_ACCESS_DENIED"},
		{"acl", "get 閉鎖.csv /dev/null", "NT_STATUS_ACCESS_DENIED"},
		{"acl", "get 拒否.csv /dev/null", "getting file"},
		{"acl", "get 部門/名簿.csv /dev/null", "getting file"},
		{"acl", "showacls; ls 拒否.csv", "DENIED"},
		{"snap", "allinfo 変わる.csv", "@GMT-2024.10.01-00.00.00"},
		{"snap", "ls @GMT-2024.04.01-00.00.00/*", "退職者.csv"},
		{"snap", "ls @GMT-2024.04.01-00.00.00/旧部署/*", "名簿.csv"},
		{"snap", "ls 退職者.csv", "NT_STATUS_NO_SUCH_FILE"},
		{"offline", "allinfo 退避.csv", "attributes: O (1000)"},
		{"dfs", "ls", "gone                               Dr"},
		{"recycle", "ls .recycle/*", "捨てた名簿.csv"},
		{"closed", "ls", "NT_STATUS_ACCESS_DENIED"},
		{"hidden$", "ls", "隠し.csv"},
		{"C$", "ls", "管理.csv"},
		{"ADMIN$", "ls", "管理.csv"},
		{"共有", "ls", "名簿.csv"},
	} {
		got := smbclient(t, s, test.share, s.Value("PASSWORD"), test.command)
		if !strings.Contains(got, test.want) {
			t.Errorf("share %s, %s: the answer lacks %q:\n%s", test.share, test.command, test.want, got)
		}
	}
}

func TestSFTP(t *testing.T) {
	s := Get(t)
	host, port, _ := net.SplitHostPort(s.Value("SFTP"))
	cmd := exec.Command("sftp", "-q", "-b", "-", "-F", "none", "-P", port, "-i", s.Value("KEY"), "-o", "IdentitiesOnly=yes",
		"-o", "UserKnownHostsFile="+s.Value("KNOWN_HOSTS"), s.Value("USER")+"@"+host)
	cmd.Stdin = strings.NewReader("pwd\n")
	got, err := cmd.CombinedOutput()
	if want := s.Value("DATA"); err != nil || !strings.Contains(string(got), want) {
		t.Errorf("sftp begins in %q, %v; want %s", got, err, want)
	}
}

// A wrong password is one failed logon, the right one is none.
func TestFailedLogons(t *testing.T) {
	s := Own(t)
	for i, test := range []struct {
		password string
		want     int
	}{{s.Value("PASSWORD"), 0}, {"wrong", 1}, {"wrong", 2}} {
		smbclient(t, s, "data", test.password, "ls")
		if got := s.FailedLogons(t); got != test.want {
			t.Errorf("after logon %d: %d failed, want %d", i+1, got, test.want)
		}
	}
}

// A session is what answers a client: frozen it is silent, killed it is gone,
// and the next one is let in.
func TestFaults(t *testing.T) {
	s := Own(t)
	for _, key := range []string{"SMB", "SFTP"} {
		t.Run(key, func(t *testing.T) {
			c := session(t, s, key)
			pids := s.Sessions(key)
			for end := time.Now().Add(10 * time.Second); len(pids) == 0 && time.Now().Before(end); pids = s.Sessions(key) {
				time.Sleep(10 * time.Millisecond) // the server may be about to run itself anew for it
			}
			if len(pids) == 0 || slices.Contains(pids, s.pid(key)) || slices.Contains(pids, os.Getpid()) {
				t.Fatalf("sessions are %v, want some; not the server, %d, and not the test, %d", pids, s.pid(key), os.Getpid())
			}
			s.Freeze(key)
			c.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
			io.WriteString(c, "\x00\x00\x00\x04junk\r\n") // which ends a session
			if _, err := io.Copy(io.Discard, c); err == nil {
				t.Error("a frozen session has ended, want silence")
			}
			s.Thaw(key)
			c.SetReadDeadline(time.Now().Add(10 * time.Second))
			if _, err := io.Copy(io.Discard, c); os.IsTimeout(err) {
				t.Error("a session that was thawed stays silent, want its end")
			}

			c = session(t, s, key)
			if n := s.KillSessions(key); n == 0 {
				t.Error("no session was killed, want one")
			}
			if _, err := io.Copy(io.Discard, c); os.IsTimeout(err) {
				t.Error("a session that was killed stays open")
			}
			session(t, s, key)

			s.Kill(key)
			if c, err := net.Dial("tcp", s.Value(key)); err == nil {
				c.Close()
				t.Error("a killed server answers")
			}
			s.Restart(key)
			session(t, s, key)
		})
	}
}

// session connects and waits until a process serves the connection.
func session(t *testing.T, s *Servers, key string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", s.Value(key))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		pids := s.Sessions(key)
		if len(pids) > 0 && !slices.Contains(pids, s.pid(key)) {
			return c
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("nobody serves a connection to %s", key)
	return nil
}

func TestOneKeyALine(t *testing.T) {
	name := filepath.Join(t.TempDir(), "servers.env")
	if err := os.WriteFile(name, []byte("USER=a b\nPASSWORD=x=y\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := read(name)
	if err != nil {
		t.Fatal(err)
	}
	s.t = t
	if got, want := s.Value("USER")+"|"+s.Value("PASSWORD"), "a b|x=y"; got != want {
		t.Errorf("values are %q, want %q", got, want)
	}
}

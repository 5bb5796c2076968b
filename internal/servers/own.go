package servers

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/tree"
)

// Own starts servers for one test alone, which may kill, freeze and
// reconfigure them, or count what they log; it takes a second. They stop when
// the test ends. Without the servers of [Get] the test is skipped.
func Own(t testing.TB) *Servers {
	t.Helper()
	Get(t)
	script := tree.File(t, "testdata/servers/servers.sh")
	// Not t.TempDir: sockets have short paths, and the servers' users must be
	// able to enter.
	state, err := os.MkdirTemp("/tmp", "shikiri-own.")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("bash", script, "stop", state).CombinedOutput(); err != nil {
			t.Errorf("stop the test's own servers: %v\n%s", err, out)
		}
		os.RemoveAll(state)
	})
	if out, err := startServers(script, state); err != nil {
		t.Fatalf("start the test's own servers: %v\n%s", err, out)
	}
	s, err := read(filepath.Join(state, "servers.env"))
	if err != nil {
		t.Fatal(err)
	}
	s.t, s.own = t, true
	return s
}

// startServers collects what the script says in a file: servers inherit its
// output, and a pipe would not end before they do.
func startServers(script, state string) (string, error) {
	name := filepath.Join(state, "start.log")
	out, err := os.Create(name)
	if err != nil {
		return "", err
	}
	defer out.Close()
	cmd := exec.Command("bash", script, "start", state)
	cmd.Stdout, cmd.Stderr = out, out
	err = cmd.Run()
	said, _ := os.ReadFile(name)
	return string(said), err
}

// Freeze stops a server and its sessions without closing a connection: all
// that asks hangs. Keys are SMB, SFTP, ...
func (s *Servers) Freeze(key string) { s.signal("STOP", append(s.Sessions(key), s.pid(key))...) }

// Thaw lets a frozen server go on.
func (s *Servers) Thaw(key string) { s.signal("CONT", append(s.Sessions(key), s.pid(key))...) }

// Kill ends a server and its sessions, as kill -9 does, and returns when nobody
// listens any more.
func (s *Servers) Kill(key string) {
	s.t.Helper()
	s.signal("KILL", s.pid(key))
	s.wait(key, false)
	s.KillSessions(key)
}

// KillSessions ends the sessions of a server at once and returns how many
// processes that were. The server lets clients in again.
func (s *Servers) KillSessions(key string) int {
	sessions := s.Sessions(key)
	s.signal("KILL", sessions...)
	return len(sessions)
}

// Restart starts a killed server again, on the same port.
func (s *Servers) Restart(key string) {
	s.t.Helper()
	daemon := []string{"smbd", "-D", "-s", s.Value(key + "_CONF")}
	if strings.HasPrefix(key, "SFTP") {
		daemon = []string{"sshd", "-f", s.Value(key + "_CONF"), "-E", s.Value(key + "_LOG")}
	}
	path := "/usr/sbin/" + daemon[0] // sshd wants an absolute path
	if err := exec.Command(path, daemon[1:]...).Run(); err != nil {
		s.t.Fatalf("start server %s again: %v", key, err)
	}
	s.wait(key, true)
}

// wait returns when a server listens, or no longer does.
func (s *Servers) wait(key string, listening bool) {
	s.t.Helper()
	for range 200 {
		c, err := net.Dial("tcp", s.Value(key))
		if err == nil {
			c.Close()
		}
		if (err == nil) == listening {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	s.t.Fatalf("wait for server %s on %s: it listens: %v, want %v", key, s.Value(key), !listening, listening)
}

// Sessions returns the processes that serve the connections of a server: those
// that hold its side of one. Samba has one for each connection, OpenSSH two.
func (s *Servers) Sessions(key string) []int {
	s.t.Helper()
	sockets := s.sockets(key)
	links, err := filepath.Glob("/proc/[0-9]*/fd/[0-9]*")
	if err != nil {
		s.t.Fatal(err)
	}
	var pids []int
	for _, link := range links {
		// Processes end while we look; those have no session.
		if target, err := os.Readlink(link); err != nil || !sockets[target] {
			continue
		}
		pid, _ := strconv.Atoi(strings.Split(link, "/")[2])
		if len(pids) == 0 || pids[len(pids)-1] != pid {
			pids = append(pids, pid)
		}
	}
	return pids
}

// sockets returns the server's sides of established connections, as links in
// /proc/PID/fd name them. Source: proc(5), /proc/net/tcp.
func (s *Servers) sockets(key string) map[string]bool {
	_, port, err := net.SplitHostPort(s.Value(key))
	if err != nil {
		s.t.Fatal(err)
	}
	n, _ := strconv.Atoi(port)
	table, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		s.t.Fatal(err)
	}
	sockets := map[string]bool{}
	for line := range bytes.Lines(table) {
		f := strings.Fields(string(line))
		const established = "01"
		if len(f) > 9 && strings.HasSuffix(f[1], fmt.Sprintf(":%04X", n)) && f[3] == established {
			sockets["socket:["+f[9]+"]"] = true
		}
	}
	return sockets
}

// pid returns the process of a server that is the test's own.
func (s *Servers) pid(key string) int {
	s.t.Helper()
	if !s.own {
		s.t.Fatalf("server %s serves other tests, too: this one needs servers.Own", key)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(s.file(s.t, key+"_PID"))))
	if err != nil {
		s.t.Fatalf("read the process of server %s: %v", key, err)
	}
	return pid
}

func (s *Servers) signal(name string, pids ...int) {
	s.t.Helper()
	for _, pid := range pids {
		// A session may have ended by itself.
		exec.Command("kill", "-s", name, strconv.Itoa(pid)).Run()
	}
}

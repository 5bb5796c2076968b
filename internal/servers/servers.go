// Package servers gives tests the Samba and OpenSSH servers that
// testdata/servers/servers.sh starts. Begin at [Get].
package servers

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Variable names the environment variable that holds the path of servers.env.
const Variable = "SHIKIRI_TEST_SERVERS"

// Servers are the servers of one servers.env. The keys are those that
// servers.sh tells: SMB, SMB_SIGN, SMB_ONLY1, SFTP and SFTP_ASK are host:port,
// each with _CONF, _LOG and _PID (files); USER, PASSWORD and DENIED_USER; KEY,
// AUTHORIZED_KEYS and KNOWN_HOSTS (files); DATA, SNAP, SNAPSHOTS, ACL,
// OFFLINE, DFS and RECYCLE (folders of this machine behind the shares).
type Servers struct {
	t      testing.TB
	values map[string]string
	own    bool
}

// Get returns the servers that all tests share, of other packages at the same
// time, too; who wants to kill or to count takes [Own]. It skips the test when nobody started any, and fails it
// when one of them does not answer.
func Get(t testing.TB) *Servers {
	t.Helper()
	name := os.Getenv(Variable)
	if name == "" {
		t.Skipf("needs servers: set %s, or run bash testdata/test.sh as root on Debian", Variable)
	}
	s, err := read(name)
	if err != nil {
		t.Fatal(err)
	}
	s.t = t
	for _, key := range []string{"SMB", "SMB_SIGN", "SMB_ONLY1", "SFTP", "SFTP_ASK"} {
		c, err := net.DialTimeout("tcp", s.Value(key), 5*time.Second)
		if err != nil {
			t.Fatalf("reach server %s of %s: %v (start it again?)", key, name, err)
		}
		c.Close()
	}
	return s
}

func read(name string) (*Servers, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the servers' addresses: %w (are the servers stopped? is the path absolute?)", err)
	}
	s := &Servers{values: map[string]string{}}
	for line := range strings.Lines(string(data)) {
		if key, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "="); ok {
			s.values[key] = value
		}
	}
	return s, nil
}

// Value returns what servers.env says of key. A key that it lacks fails the
// test: a test of nothing must not pass.
func (s *Servers) Value(key string) string {
	s.t.Helper()
	v, ok := s.values[key]
	if !ok {
		s.t.Fatalf("servers.env says nothing of %s (start the servers again with the present servers.sh?)", key)
	}
	return v
}

// Dir makes an empty folder that all may read in share "data", removed when
// the test ends: its path on this machine, and its name in the share.
func (s *Servers) Dir(t testing.TB) (disk, name string) {
	t.Helper()
	disk, err := os.MkdirTemp(s.Value("DATA"), "test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(disk); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(disk, 0o777); err != nil {
		t.Fatal(err)
	}
	return disk, filepath.Base(disk)
}

// FailedLogons counts the logons that the server SMB has refused since it
// started, those it let in as a guest instead included.
func (s *Servers) FailedLogons(t testing.TB) int {
	t.Helper()
	log := s.file(t, "SMB_LOG")
	return bytes.Count(log, []byte(" status [NT_STATUS_")) - bytes.Count(log, []byte(" status [NT_STATUS_OK]"))
}

// FailedSSHLogons counts the passwords and answers that the server SFTP has
// refused since it started. Keys that it did not know do not count: clients
// offer several, and no account is locked by that.
func (s *Servers) FailedSSHLogons(t testing.TB) int {
	t.Helper()
	log := s.file(t, "SFTP_LOG")
	return bytes.Count(log, []byte("Failed password for ")) + bytes.Count(log, []byte("Failed keyboard-interactive"))
}

func (s *Servers) file(t testing.TB, key string) []byte {
	t.Helper()
	data, err := os.ReadFile(s.Value(key))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

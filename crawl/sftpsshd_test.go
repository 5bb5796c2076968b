//go:build unix

package crawl

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// An sshd is a server of OpenSSH with settings of its own, that the test may
// stop, freeze and kill.
type sshd struct {
	*sftpFixture
	addr    string
	log     string
	command *exec.Cmd
	hostKey ssh.Signer
	known   string // its line of known_hosts
}

// startSSHD starts a server that takes the key of the test environment and what
// settings allow.
func startSSHD(t testing.TB, settings ...string) *sshd {
	t.Helper()
	s := sftpServer(t)
	path, err := exec.LookPath("sshd")
	if err != nil {
		path = "/usr/sbin/sshd"
	}
	dir := t.TempDir()
	d := &sshd{sftpFixture: s, addr: freeAddr(t), log: filepath.Join(dir, "log")}
	pemKey, signer := newKey(t, "")
	d.hostKey = signer
	d.known = hostLine(d.addr, signer.PublicKey())
	_, port, _ := net.SplitHostPort(d.addr)
	config := strings.Join(append(settings,
		"ListenAddress 127.0.0.1:"+port, "HostKey "+dir+"/host", "PidFile none", "LogLevel VERBOSE", "StrictModes no",
		"AuthorizedKeysFile "+dir+"/keys", "Subsystem sftp internal-sftp", "UsePAM no"), "\n") + "\n"
	public, err := os.ReadFile(s.Value("KEY") + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir+"/host", pemKey)
	writeFile(t, dir+"/keys", string(public))
	writeFile(t, dir+"/config", config)
	openUp(t, dir)
	d.command = exec.Command(path, "-D", "-f", dir+"/config", "-E", d.log)
	if err := d.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.signal(t, syscall.SIGCONT)
		d.signal(t, syscall.SIGKILL)
		_ = d.command.Wait()
	})
	for range 200 {
		if c, err := net.Dial("tcp", d.addr); err == nil {
			c.Close()
			return d
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("sshd does not start: %s", d.logged(t))
	return nil
}

// openUp lets the server's user see the authorized keys, which sshd reads as
// that user.
func openUp(t testing.TB, dir string) {
	if err := os.Chmod(filepath.Join(dir, "keys"), 0o644); err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Clean(os.TempDir()) && dir != "/"; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

func (d *sshd) logged(t testing.TB) string {
	text, err := os.ReadFile(d.log)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// failures counts the logins that the server has refused.
func (d *sshd) failures(t testing.TB) int { return strings.Count(d.logged(t), "\nFailed ") }

// url names a folder of this server.
func (d *sshd) url(path string) string {
	return (&url.URL{Scheme: "sftp", User: url.User(d.Value("USER")), Host: d.addr, Path: path}).String()
}

// options log in by key.
func (d *sshd) options(t testing.TB) Options {
	return Options{KeyFiles: []string{d.Value("KEY")}, KnownHosts: []string{knownHosts(t, d.known)}}
}

// signal is sent to the server and all that it has started.
func (d *sshd) signal(t testing.TB, sig syscall.Signal) {
	for _, pid := range append(below(t, d.command.Process.Pid), d.command.Process.Pid) {
		_ = syscall.Kill(pid, sig)
	}
}

// sessions are the processes that serve connections.
func (d *sshd) sessions(t testing.TB, sig syscall.Signal) int {
	pids := below(t, d.command.Process.Pid)
	for _, pid := range pids {
		_ = syscall.Kill(pid, sig)
	}
	return len(pids)
}

// below returns the processes below one.
func below(t testing.TB, pid int) (all []int) {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range stats {
		text, _ := os.ReadFile(name)
		var child, parent int
		var state string
		if i := bytes.LastIndexByte(text, ')'); i >= 0 {
			fmt.Sscan(string(text[i+1:]), &state, &parent)
			fmt.Sscan(string(text), &child)
		}
		if parent == pid {
			all = append(all, child)
			all = append(all, below(t, child)...)
		}
	}
	return all
}

func freeAddr(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// newKey invents a key; with a passphrase its PEM is locked.
func newKey(t testing.TB, passphrase string) (pemText string, s ssh.Signer) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if passphrase != "" {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	if s, err = ssh.NewSignerFromKey(private); err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(block)), s
}

// hostLine is a line of known_hosts.
func hostLine(addr string, key ssh.PublicKey) string {
	host, port, _ := net.SplitHostPort(addr)
	return fmt.Sprintf("[%s]:%s %s", host, port, ssh.MarshalAuthorizedKey(key))
}

func knownHosts(t testing.TB, lines ...string) string {
	name := filepath.Join(t.TempDir(), "known_hosts")
	writeFile(t, name, strings.Join(lines, ""))
	return name
}

func writeFile(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, 0o600); err != nil {
		t.Fatal(err)
	}
}

func pemText(b *pem.Block) []byte { return pem.EncodeToMemory(b) }

//go:build unix

package crawl

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// startAgent serves keys on a socket, as ssh-agent does.
func startAgent(t *testing.T, keyFiles ...string) {
	ring := agent.NewKeyring()
	for _, name := range keyFiles {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		key, err := ssh.ParseRawPrivateKey(text)
		if err == nil {
			err = ring.Add(agent.AddedKey{PrivateKey: key})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	socket := filepath.Join(t.TempDir(), "agent")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				if err := agent.ServeAgent(ring, c); err != io.EOF {
					t.Log(err)
				}
				c.Close()
			}()
		}
	}()
	t.Setenv("SSH_AUTH_SOCK", socket)
}

func TestSFTPAgent(t *testing.T) {
	d := startSSHD(t, "MaxAuthTries 4")
	var wrong []string
	for range 5 {
		wrong = append(wrong, newKeyFile(t, "id", ""))
	}
	o := Options{KnownHosts: d.options(t).KnownHosts}
	startAgent(t, wrong[0], d.Value("KEY"))
	if err := trial(t, d.url(d.dir), o); err != nil {
		t.Errorf("with an agent: %v", err)
	}
	startAgent(t, append(slices.Clone(wrong), d.Value("KEY"))...)
	err := trial(t, d.url(d.dir), o)
	if err == nil || !strings.Contains(err.Error(), "the server hung up after too many keys; tried: 6 of the agent (set IdentitiesOnly yes") {
		t.Errorf("with an agent of 6 keys where 4 may be tried: %v", err)
	}
	// The key that is named goes first, though only its public half is here.
	public, err := os.ReadFile(d.Value("KEY") + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	named := filepath.Join(t.TempDir(), "named.pub")
	writeFile(t, named, string(public))
	o.KeyFiles = []string{named}
	if err := trial(t, d.url(d.dir), o); err != nil {
		t.Errorf("with an agent of 6 keys, one of them named: %v", err)
	}
	o.KeyFiles = nil
	home := os.Getenv("HOME")
	writeFile(t, home+"/.ssh/config", "IdentitiesOnly yes\nIdentityFile "+named+"\n")
	if err := trial(t, d.url(d.dir), o); err != nil {
		t.Errorf("with IdentitiesOnly: %v", err)
	}
	writeFile(t, home+"/.ssh/config", "IdentityAgent none\n")
	if err := trial(t, d.url(d.dir), o); err == nil || !strings.Contains(err.Error(), "no key and no password is given") {
		t.Errorf("with IdentityAgent none: %v", err)
	}
	writeFile(t, home+"/.ssh/config", "IdentityFile "+d.Value("KEY")+"\n")
	t.Setenv("SSH_AUTH_SOCK", home+"/none")
	if err := trial(t, d.url(d.dir), o); err != nil {
		t.Errorf("with an agent that is not there, and a key: %v", err)
	}
}

//go:build unix

package crawl

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	xknownhosts "golang.org/x/crypto/ssh/knownhosts"
)

func TestSFTPHostKeys(t *testing.T) {
	d := startSSHD(t)
	_, other := newKey(t, "")
	_, foreign := newKey(t, "")
	seen := ssh.FingerprintSHA256(d.hostKey.PublicKey())
	for _, tt := range []struct{ name, known, want string }{
		{"known", d.known, ""},
		{"hashed", xknownhosts.HashHostname("["+strings.Replace(d.addr, ":", "]:", 1)) + d.known[strings.IndexByte(d.known, ' '):], ""},
		{"known beside others", hostLine(d.addr, other.PublicKey()) + d.known, ""},
		{"wildcard", "127.0.0.*" + d.known[strings.IndexByte(d.known, ' '):], ""},
		{"unknown", hostLine("127.0.0.1:1", other.PublicKey()), "unknown: it shows the ED25519 key " + seen + ", which is not in "},
		{"empty", "", "unknown: it shows the ED25519 key " + seen},
		{"changed", hostLine(d.addr, other.PublicKey()), "CHANGED: it shows the ED25519 key " + seen + ", but "},
		{"revoked", d.known + "@revoked * " + string(ssh.MarshalAuthorizedKey(d.hostKey.PublicKey())), "REVOKED: its ED25519 key " + seen},
		{"authority", "@cert-authority * " + string(ssh.MarshalAuthorizedKey(foreign.PublicKey())), "CHANGED: it shows the ED25519 key " + seen},
		{"damaged", "host ssh-ed25519 AAAA!\n", "read host keys: "},
	} {
		o := d.options(t)
		o.KnownHosts = []string{knownHosts(t, tt.known)}
		src, err := Open(t.Context(), d.url(d.dir), o)
		if err == nil {
			src.Close()
		}
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: Open: %v; want ...%s", tt.name, err, tt.want)
		}
	}
	if n := d.failures(t); n != 0 {
		t.Errorf("%d logins were tried at servers whose key is not known", n)
	}
	o := d.options(t)
	o.KnownHosts = nil
	if _, err := Open(t.Context(), d.url(d.dir), o); err == nil || !strings.Contains(err.Error(), "unknown: it shows the ED25519 key "+seen) {
		t.Errorf("with nothing known: %v", err)
	}
	writeFile(t, os.Getenv("HOME")+"/.ssh/known_hosts", d.known)
	if err := trial(t, d.url(d.dir), o); err != nil {
		t.Errorf("known to ~/.ssh/known_hosts: %v", err)
	}
	o.KnownHosts = []string{t.TempDir() + "/none"}
	if _, err := Open(t.Context(), d.url(d.dir), o); err == nil || !strings.Contains(err.Error(), "read host keys: open") {
		t.Errorf("a file of host keys that is not there: %v, want an error", err)
	}
}

// TestSFTPHostKeyTypes: of a server's two keys only one is known, whichever.
func TestSFTPHostKeyTypes(t *testing.T) {
	s := sftpServer(t)
	all, err := os.ReadFile(s.Value("KNOWN_HOSTS"))
	if err != nil {
		t.Fatal(err)
	}
	at := "[" + strings.Replace(s.Value("SFTP"), ":", "]:", 1) + " " // other lines are of other servers
	for line := range strings.Lines(string(all)) {
		if !strings.HasPrefix(line, at) {
			continue
		}
		o := s.options()
		o.KnownHosts = []string{knownHosts(t, line)}
		src, err := Open(t.Context(), s.url(s.dir), o)
		if err != nil {
			t.Errorf("only %s is known: %v", strings.Fields(line)[1], err)
			continue
		}
		src.Close()
	}
}

func TestSFTPHostCertificate(t *testing.T) {
	authority, signer := newKey(t, "")
	host, hostSigner := newKey(t, "")
	dir := t.TempDir()
	writeFile(t, dir+"/ca", authority)
	writeFile(t, dir+"/host", host)
	writeFile(t, dir+"/host.pub", string(ssh.MarshalAuthorizedKey(hostSigner.PublicKey())))
	if out, err := exec.Command("ssh-keygen", "-s", dir+"/ca", "-I", "test", "-h", "-n", "127.0.0.1", dir+"/host.pub").CombinedOutput(); err != nil {
		t.Skipf("no certificate: %v: %s", err, out)
	}
	d := startSSHD(t, "HostKey "+dir+"/host", "HostCertificate "+dir+"/host-cert.pub")
	for _, tt := range []struct {
		known string
		ok    bool
	}{
		{"@cert-authority * " + string(ssh.MarshalAuthorizedKey(signer.PublicKey())), true},
		{"@cert-authority *.example.com " + string(ssh.MarshalAuthorizedKey(signer.PublicKey())), false},
		{"@cert-authority * " + string(ssh.MarshalAuthorizedKey(d.hostKey.PublicKey())), false},
		{hostLine(d.addr, hostSigner.PublicKey()), true},
	} {
		o := d.options(t)
		o.KnownHosts = []string{knownHosts(t, tt.known)}
		src, err := Open(t.Context(), d.url(d.dir), o)
		if err == nil {
			src.Close()
		}
		if (err == nil) != tt.ok {
			t.Errorf("with %.40s...: %v; want it to work: %v", tt.known, err, tt.ok)
		}
	}
}

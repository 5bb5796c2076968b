//go:build unix

package crawl

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/ssh"
)

// asks returns a password or passphrase and counts how often it is asked for.
func asks(secret string, n *atomic.Int32) func(context.Context) (string, error) {
	return func(context.Context) (string, error) {
		n.Add(1)
		return secret, nil
	}
}

// trial opens a share and closes it again.
func trial(t *testing.T, share string, o Options) error {
	t.Helper()
	src, err := Open(t.Context(), share, o)
	if err == nil {
		src.Close()
	}
	return err
}

func TestSFTPPassword(t *testing.T) {
	d := startSSHD(t)
	var asked atomic.Int32
	o := Options{KnownHosts: d.options(t).KnownHosts, Password: asks(d.Value("PASSWORD"), &asked)}
	if err := trial(t, d.url(d.dir), o); err != nil || asked.Load() != 1 {
		t.Errorf("with the right password: %v, asked for %d times; want once", err, asked.Load())
	}
	asked.Store(0)
	o.Password = asks("hunter2", &asked)
	err := trial(t, d.url(d.dir), o)
	if err == nil || !strings.Contains(err.Error(), "user or password refused; tried: password (the server takes: publickey, password") || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("with a wrong password: %v; want that it is refused, without the password", err)
	}
	if n := d.failures(t); n != 1 || asked.Load() != 1 {
		t.Errorf("a wrong password is asked for %d times and makes %d failed logins, want one each:\n%s", asked.Load(), n, d.logged(t))
	}
	o.Password = nil
	if err := trial(t, d.url(d.dir), o); err == nil || !strings.Contains(err.Error(), "no key and no password is given") {
		t.Errorf("with nothing to log in with: %v", err)
	}
	no := errors.New("no terminal")
	o.Password = func(context.Context) (string, error) { return "", no }
	if err := trial(t, d.url(d.dir), o); !errors.Is(err, no) && (err == nil || !strings.Contains(err.Error(), "ask for the password: no terminal")) {
		t.Errorf("with a password that is not to be had: %v", err)
	}
	o.Password = asks("hunter2", &asked)
	o.KeyFiles = []string{newKeyFile(t, "id", "")}
	if err := trial(t, d.url(d.dir), o); err == nil || !strings.Contains(err.Error(), "neither the key nor the password was accepted; tried: "+o.KeyFiles[0]+", password") {
		t.Errorf("with a wrong key and a wrong password: %v", err)
	}
}

// TestSFTPKeyboardInteractive logs in where the server asks questions, as PAM
// does, and where it asks more than one.
func TestSFTPKeyboardInteractive(t *testing.T) {
	for _, tt := range []struct {
		name      string
		questions []string
		echo      bool
		password  string
		want      string
		wrong     int32
	}{
		{"password", []string{"Password: "}, false, "open sesame", "", 0},
		{"wrong", []string{"Password: "}, false, "hunter2", "user or password refused", 1},
		{"second factor", []string{"Password: ", "Code: "}, false, "open sesame", "asks for more than a password", 0},
		{"shown", []string{"Name: "}, true, "open sesame", "asks for more than a password", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var wrong atomic.Int32
			config := &ssh.ServerConfig{KeyboardInteractiveCallback: func(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
				answers, err := ask("", "", tt.questions, make([]bool, len(tt.questions)))
				if tt.echo {
					answers, err = ask("", "", tt.questions, []bool{true})
				}
				if err == nil && slices.Equal(answers, []string{"open sesame"}) {
					return nil, nil
				}
				if err == nil {
					wrong.Add(1)
				}
				return nil, errors.New("denied")
			}, PasswordCallback: nil}
			h := startHostile(t, config, nil)
			var asked atomic.Int32
			err := trial(t, h.url("/"), Options{KnownHosts: h.known, Password: asks(tt.password, &asked)})
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("Open: %v; want %q", err, tt.want)
			}
			if wrong.Load() != tt.wrong || asked.Load() > 1 {
				t.Errorf("%d wrong answers, password asked for %d times; want %d, and once at most", wrong.Load(), asked.Load(), tt.wrong)
			}
		})
	}
}

// TestSFTPPAM logs in where PAM asks for the password.
func TestSFTPPAM(t *testing.T) {
	if _, err := os.Stat("/etc/pam.d/sshd"); err != nil {
		t.Skip("PAM is not set up for sshd here")
	}
	d := startSSHD(t, "UsePAM yes", "PasswordAuthentication no", "KbdInteractiveAuthentication yes")
	var asked atomic.Int32
	o := Options{KnownHosts: d.options(t).KnownHosts, Password: asks(d.Value("PASSWORD"), &asked)}
	if err := trial(t, d.url(d.dir), o); err != nil {
		t.Errorf("with the right password: %v\n%s", err, d.logged(t))
	}
	o.Password = asks("hunter2", &asked)
	err := trial(t, d.url(d.dir), o)
	failed := strings.Count(d.logged(t), "PAM: Authentication failure for")
	if err == nil || !strings.Contains(err.Error(), "user or password refused") || failed != 1 {
		t.Errorf("with a wrong password: %v, %d failed logins; want one\n%s", err, failed, d.logged(t))
	}
}

// TestSFTPOneFailure: a server that takes a password in two ways sees it once.
func TestSFTPOneFailure(t *testing.T) {
	var failed atomic.Int32
	config := &ssh.ServerConfig{
		PasswordCallback: func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) {
			failed.Add(1)
			return nil, errors.New("denied")
		},
		KeyboardInteractiveCallback: func(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			failed.Add(1)
			_, err := ask("", "", []string{"Password: "}, []bool{false})
			return nil, errors.Join(err, errors.New("denied"))
		},
	}
	h := startHostile(t, config, nil)
	var asked atomic.Int32
	err := trial(t, h.url("/"), Options{KnownHosts: h.known, Password: asks("hunter2", &asked)})
	if err == nil || failed.Load() != 1 {
		t.Errorf("a wrong password: %v, %d failed logins; want an error and one", err, failed.Load())
	}
}

func newKeyFile(t *testing.T, name, passphrase string) string {
	path := filepath.Join(t.TempDir(), name)
	text, signer := newKey(t, passphrase)
	writeFile(t, path, text)
	writeFile(t, path+".pub", string(ssh.MarshalAuthorizedKey(signer.PublicKey())))
	return path
}

// lock returns a locked copy of the key that the server takes.
func lock(t *testing.T, keyFile, passphrase string) string {
	text, err := os.ReadFile(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	private, err := ssh.ParseRawPrivateKey(text)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte(passphrase))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "locked")
	writeFile(t, path, string(pemText(block)))
	return path
}

func TestSFTPPassphrase(t *testing.T) {
	d := startSSHD(t)
	locked, wrong := lock(t, d.Value("KEY"), "open sesame"), newKeyFile(t, "other", "unasked")
	for _, tt := range []struct {
		name, passphrase, want string
		asked                  int32
	}{
		{"right", "open sesame", "", 1},
		{"wrong", "hunter2", "open key " + locked + ": the passphrase is wrong", 1},
		{"none", "", locked + " (left out: it is locked)", 0},
	} {
		var asked atomic.Int32
		o := Options{KnownHosts: d.options(t).KnownHosts, KeyFiles: []string{wrong, locked}}
		if tt.passphrase != "" {
			o.Passphrase = func(_ context.Context, file string) (string, error) {
				if file != locked {
					t.Errorf("%s: the passphrase of %s is asked for, which the server does not want", tt.name, file)
				}
				return asks(tt.passphrase, &asked)(t.Context())
			}
		}
		err := trial(t, d.url(d.dir), o)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2")) {
			t.Errorf("%s: Open: %v; want ...%s", tt.name, err, tt.want)
		}
		if asked.Load() != tt.asked {
			t.Errorf("%s: asked for the passphrase %d times, want %d", tt.name, asked.Load(), tt.asked)
		}
	}
	o := d.options(t)
	o.KeyFiles = []string{filepath.Join(d.dir, "none")}
	if err := trial(t, d.url(d.dir), o); err == nil || !strings.Contains(err.Error(), "read key "+o.KeyFiles[0]+": no such file") {
		t.Errorf("a key file that is not there: %v", err)
	}
}

// TestSFTPBrokenLogin: a connection that ends during the login says nothing about
// who we are, and is tried again; but not with a password that may be wrong.
func TestSFTPBrokenLogin(t *testing.T) {
	d := startSSHD(t)
	proxy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer proxy.Close()
	var cut atomic.Int32 // after how many bytes of the server connections end; 0: never
	go func() {
		for {
			c, err := proxy.Accept()
			if err != nil {
				return
			}
			s, err := net.Dial("tcp", d.addr)
			if err != nil {
				c.Close()
				continue
			}
			go func() { io.Copy(s, c); s.Close() }()
			go func() {
				if n := cut.Load(); n > 0 {
					io.CopyN(c, s, int64(n))
				} else {
					io.Copy(c, s)
				}
				c.Close()
			}()
		}
	}()
	addr := proxy.Addr().String()
	share := strings.Replace(d.url(d.dir), d.addr, addr, 1)
	o := d.options(t)
	o.KnownHosts = []string{knownHosts(t, hostLine(addr, d.hostKey.PublicKey()))}
	for n := int32(100); n < 6000; n += 200 {
		cut.Store(n)
		if err := trial(t, share, o); err == nil {
			break
		} else if isRefusal(err) {
			t.Errorf("cut after %d bytes: %v, want that it is worth another try", n, err)
		}
	}
	var asked atomic.Int32
	o.KeyFiles, o.Password = nil, asks("hunter2", &asked)
	cut.Store(0)
	src, err := Open(t.Context(), share, o)
	if err == nil || !isRefusal(err) {
		t.Errorf("a wrong password: %v, want that it is not tried again", err)
	}
	if err == nil {
		src.Close()
	}
}

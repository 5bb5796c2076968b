package crawl

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
)

// Names of keys that ssh(1) tries by itself.
var usualKeys = []string{"id_ed25519", "id_ecdsa", "id_rsa", "id_ed25519_sk", "id_ecdsa_sk"}

// A keyFile is a private key, or only the public one of a key that an agent has.
type keyFile struct {
	path    string
	private []byte // nil: only the public key is here
	pub     ssh.PublicKey
	ready   ssh.Signer // nil: the private key is locked

	mu    sync.Mutex
	asked bool
	err   error
}

// readKeys reads the files that may hold keys: those of the options, which must
// be there, then those of ~/.ssh/config or else the usual ones. known are those
// that were read for other hops: a passphrase is asked for once.
func (l *login) readKeys(known map[string]*keyFile) error {
	for _, name := range l.opts.KeyFiles {
		f, err := readKey(name, known)
		if err != nil {
			return fmt.Errorf("read key %s: %w", name, err)
		}
		l.files = append(l.files, f)
	}
	names, usual := l.hop.identities, false
	if home, err := os.UserHomeDir(); err == nil && len(names) == 0 && !l.hop.identitiesOnly {
		usual = true
		for _, k := range usualKeys {
			names = append(names, filepath.Join(home, ".ssh", k))
		}
	}
	for _, name := range names {
		f, err := readKey(name, known)
		if err == nil {
			l.files = append(l.files, f)
		} else if !usual || !errors.Is(err, fs.ErrNotExist) {
			l.opts.warn("read key %s: %v (left out)", name, err)
		}
	}
	return nil
}

// readKey reads a private key, or the public key beside or instead of it.
func readKey(name string, known map[string]*keyFile) (f *keyFile, err error) {
	if f, ok := known[name]; ok {
		return f, nil
	}
	defer func() {
		if err == nil {
			known[name] = f
		}
	}()
	f = &keyFile{path: name}
	text, err := os.ReadFile(name)
	if err == nil {
		if f.pub, _, _, _, err = ssh.ParseAuthorizedKey(text); err == nil && !bytes.Contains(text, []byte("PRIVATE KEY")) {
			return f, nil
		}
		return f, f.parse(text)
	}
	public, other := os.ReadFile(name + ".pub")
	if other != nil {
		return nil, bare(err)
	}
	f.pub, _, _, _, err = ssh.ParseAuthorizedKey(public)
	return f, err
}

// parse reads a private key, which may be locked.
func (f *keyFile) parse(text []byte) error {
	f.private, f.pub = text, nil
	s, err := ssh.ParsePrivateKey(text)
	var missing *ssh.PassphraseMissingError
	switch {
	case err == nil:
		f.ready, f.pub = s, s.PublicKey()
	case errors.As(err, &missing):
		if f.pub = missing.PublicKey; f.pub == nil { // formats older than OpenSSH's own
			if public, err := os.ReadFile(f.path + ".pub"); err == nil {
				f.pub, _, _, _, _ = ssh.ParseAuthorizedKey(public)
			}
		}
	default:
		return errors.New(strings.TrimPrefix(err.Error(), "ssh: "))
	}
	return nil
}

func (f *keyFile) public() ssh.PublicKey {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.pub
}

func (f *keyFile) hasPrivate() bool { return f.private != nil }

// locked reports whether a passphrase is wanted.
func (f *keyFile) locked() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.private != nil && f.ready == nil
}

// signer returns the key. One that is locked is opened when the server wants it,
// unless its public half is not to be had without.
func (f *keyFile) signer(a *attempt) ssh.Signer {
	if f.public() != nil && f.locked() {
		return &lockedKey{f, a}
	}
	s, err := f.unlock(a)
	if err != nil {
		a.err = err
		return nil
	}
	return s
}

// unlock asks for the passphrase once.
func (f *keyFile) unlock(a *attempt) (ssh.Signer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ready != nil || f.asked {
		return f.ready, f.err
	}
	f.asked = true
	var passphrase string
	a.pause(func() { passphrase, f.err = a.opts.Passphrase(a.ctx, f.path) })
	if f.err == nil {
		var err error
		if f.ready, err = ssh.ParsePrivateKeyWithPassphrase(f.private, []byte(passphrase)); err != nil {
			f.ready, f.err = nil, errors.New("the passphrase is wrong")
		}
	}
	if f.err != nil {
		f.err = fmt.Errorf("open key %s: %w", f.path, f.err)
	} else if f.pub == nil {
		f.pub = f.ready.PublicKey()
	}
	return f.ready, f.err
}

// A lockedKey is a key whose passphrase is asked for when it is to sign.
type lockedKey struct {
	file *keyFile
	a    *attempt
}

func (k *lockedKey) PublicKey() ssh.PublicKey { return k.file.public() }

func (k *lockedKey) Sign(rand io.Reader, data []byte) (*ssh.Signature, error) {
	return k.SignWithAlgorithm(rand, data, "")
}

func (k *lockedKey) SignWithAlgorithm(rand io.Reader, data []byte, algorithm string) (*ssh.Signature, error) {
	s, err := k.file.unlock(k.a)
	if err != nil {
		k.a.err = err
		return nil, err
	}
	if with, ok := s.(ssh.AlgorithmSigner); ok {
		return with.SignWithAlgorithm(rand, data, algorithm)
	}
	return s.Sign(rand, data)
}

func sameKey(a, b ssh.PublicKey) bool {
	return a != nil && b != nil && bytes.Equal(a.Marshal(), b.Marshal())
}

package crawl

import (
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"

	"github.com/skeema/knownhosts"
	"golang.org/x/crypto/ssh"
	xknownhosts "golang.org/x/crypto/ssh/knownhosts"
)

// Files of host keys for all users of a machine; sshd(8).
var systemKnownHosts = []string{"/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"}

// hostKeys are the keys that hosts are known to have.
type hostKeys struct {
	db    *knownhosts.HostKeyDB
	files []string
}

// readHostKeys reads the files given, or those of the user and the system. Of
// the latter some may not be there.
func readHostKeys(h *sshHop, given []string) (*hostKeys, error) {
	files := given
	if len(files) == 0 {
		files = slices.Concat(h.knownHosts, systemKnownHosts)
		files = slices.DeleteFunc(files, func(f string) bool {
			_, err := os.Stat(f)
			return err != nil
		})
	}
	db, err := knownhosts.NewDB(files...)
	if err != nil {
		return nil, fmt.Errorf("read host keys: %s (repair that line, or name another file with --known-hosts)", knownHostsError(err))
	}
	return &hostKeys{db, files}, nil
}

// knownHostsError takes the library's name off an error.
func knownHostsError(err error) string { return strings.TrimPrefix(err.Error(), "knownhosts: ") }

// algorithms returns the host key algorithms to ask for, those of known keys
// first: a server that has an RSA key and an Ed25519 key is not another one
// because only one of them is known. Certificates are asked for only where
// their authority is known.
func (k *hostKeys) algorithms(addr string) []string {
	strong := ssh.SupportedAlgorithms().HostKeys
	known := slices.DeleteFunc(k.db.HostKeyAlgorithms(addr), func(a string) bool { return !slices.Contains(strong, a) })
	for _, a := range strong {
		if !strings.Contains(a, "-cert-") && !slices.Contains(known, a) {
			known = append(known, a)
		}
	}
	return known
}

// check says whether a host is who it was. addr is host:port.
func (k *hostKeys) check(addr string, remote net.Addr, key ssh.PublicKey) error {
	err := k.db.HostKeyCallback()(addr, remote, key)
	var revoked *xknownhosts.RevokedError
	var unlike *xknownhosts.KeyError
	what := fmt.Sprintf("%s key %s", keyType(key), fingerprint(key))
	switch {
	case err == nil:
		return nil
	case errors.As(err, &revoked):
		return fmt.Errorf("check the host key of %s: REVOKED: its %s is marked @revoked in %s:%d; nothing was sent (ask its administrator)",
			addr, what, revoked.Revoked.Filename, revoked.Revoked.Line)
	case errors.As(err, &unlike) && len(unlike.Want) > 0:
		was := unlike.Want[0]
		return fmt.Errorf("check the host key of %s: CHANGED: it shows the %s, but %s:%d has %s %s; somebody may be in between, nothing was sent "+
			"(ask its administrator whether the key was renewed, and only then replace that line)",
			addr, what, was.Filename, was.Line, keyType(was.Key), fingerprint(was.Key))
	case errors.As(err, &unlike):
		host, port, _ := net.SplitHostPort(addr)
		return fmt.Errorf("check the host key of %s: unknown: it shows the %s, which is not in %s "+
			"(compare the fingerprint with its administrator's, then add what `ssh-keyscan -p %s %s` prints, or name a file of keys with --known-hosts)",
			addr, what, k.where(), port, host)
	}
	return fmt.Errorf("check the host key of %s: %s: the %s", addr, knownHostsError(err), what)
}

func (k *hostKeys) where() string {
	if len(k.files) == 0 {
		return "any file of host keys, for there is none"
	}
	return strings.Join(k.files, ", ")
}

// fingerprint is as ssh-keygen -l prints it.
func fingerprint(key ssh.PublicKey) string {
	if c, ok := key.(*ssh.Certificate); ok {
		key = c.Key
	}
	return ssh.FingerprintSHA256(key)
}

// keyType is as ssh-keygen -l prints it.
func keyType(key ssh.PublicKey) string {
	switch t := key.Type(); {
	case strings.Contains(t, "-cert-"):
		return t
	case strings.Contains(t, "ed25519"):
		return "ED25519"
	case strings.HasPrefix(t, "ecdsa"):
		return "ECDSA"
	case strings.HasSuffix(t, "rsa"):
		return "RSA"
	default:
		return t
	}
}

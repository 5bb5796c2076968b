package crawl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
)

// errSeen ends a handshake once the server has proved that it holds its key: no
// user is named, and nothing to log in with is sent.
var errSeen = errors.New("the host key was seen")

const (
	// sshKeyTypes bounds the connections to one server. OpenSSH has three or four
	// types of key; a server that shows another key each time must not keep us.
	sshKeyTypes = 8
	// sshBannerMost bounds where the version is looked for: a server may send other
	// lines before it (RFC 4253, 4.2).
	sshBannerMost = 4 << 10
)

// SSHHostKeys asks an SSH server for its host keys of all types, one connection
// for each and one more, and ends before anybody logs in. banner is how it names
// itself, "SSH-2.0-OpenSSH_9.2"; keys are their SHA-256 fingerprints as ssh-keygen
// -l prints them, sorted. The server has signed with each, so it holds them. If
// some came before an error there is none.
func SSHHostKeys(ctx context.Context, dial func(context.Context) (net.Conn, error)) (banner string, keys []string, err error) {
	strong, old := ssh.SupportedAlgorithms(), ssh.InsecureAlgorithms()
	wanted := slices.DeleteFunc(slices.Concat(strong.HostKeys, old.HostKeys), func(a string) bool { return strings.Contains(a, "-cert-") })
	for range sshKeyTypes {
		var key ssh.PublicKey
		var said string
		said, key, err = sshHostKey(ctx, dial, wanted)
		if said != "" {
			banner = said
		}
		if key == nil {
			break
		}
		keys = append(keys, fingerprint(key))
		wanted = slices.DeleteFunc(wanted, func(a string) bool { return sshKeyFormat(a) == key.Type() })
		if len(wanted) == 0 {
			break
		}
	}
	if len(keys) == 0 {
		return banner, nil, fmt.Errorf("ask for SSH host keys: %w", err)
	}
	slices.Sort(keys)
	return banner, slices.Compact(keys), nil
}

// sshKeyFormat is the type of the key that an algorithm signs with: one RSA key
// serves three (RFC 8332).
func sshKeyFormat(algorithm string) string {
	if algorithm == ssh.KeyAlgoRSASHA256 || algorithm == ssh.KeyAlgoRSASHA512 {
		return ssh.KeyAlgoRSA
	}
	return algorithm
}

// sshHostKey asks for a key of one of the algorithms. It takes old ciphers, too:
// what is said with them is of no use to others.
func sshHostKey(ctx context.Context, dial func(context.Context) (net.Conn, error), algorithms []string) (banner string, key ssh.PublicKey, err error) {
	strong, old := ssh.SupportedAlgorithms(), ssh.InsecureAlgorithms()
	config := &ssh.ClientConfig{
		Config: ssh.Config{
			Ciphers:      slices.Concat(strong.Ciphers, old.Ciphers),
			KeyExchanges: slices.Concat(strong.KeyExchanges, old.KeyExchanges),
			MACs:         slices.Concat(strong.MACs, old.MACs),
		},
		ClientVersion:     "SSH-2.0-shikiri",
		HostKeyAlgorithms: algorithms,
		HostKeyCallback: func(_ string, _ net.Addr, k ssh.PublicKey) error {
			key = k
			return errSeen
		},
	}
	err = onConn(ctx, dial, func(conn net.Conn) error {
		heard := &overheard{Conn: conn}
		defer func() { banner = sshVersion(heard.text()) }()
		c, _, _, err := ssh.NewClientConn(heard, "", config)
		if err == nil { // cannot be: the callback has refused
			_ = c.Close()
		}
		return err
	})
	if key != nil {
		err = nil
	}
	return banner, key, err
}

// overheard keeps what a connection begins with.
type overheard struct {
	net.Conn
	mu  sync.Mutex
	was []byte
}

func (o *overheard) Read(p []byte) (int, error) {
	n, err := o.Conn.Read(p)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.was = append(o.was, p[:min(n, sshBannerMost-len(o.was))]...)
	return n, err
}

func (o *overheard) text() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.was)
}

// sshVersion finds the line that a server names itself with (RFC 4253, 4.2), at
// most 255 bytes; "" if there is none. It may hold anything: who shows it makes
// it printable.
func sshVersion(said []byte) string {
	for line := range bytes.Lines(said) {
		if bytes.HasPrefix(line, []byte("SSH-")) && bytes.HasSuffix(line, []byte("\n")) {
			line = bytes.TrimRight(line, "\r\n")
			return strings.ToValidUTF8(string(line[:min(len(line), 255)]), "�")
		}
	}
	return ""
}

package crawl

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// A login is who we are to one hop. All connections have it in common: what was
// asked of the user once is not asked again.
type login struct {
	ctx    context.Context
	hop    *sshHop
	opts   *Options
	target bool // the password is that of the server, and no jump host gets it
	files  []*keyFile
	proven atomic.Bool // we were let in once

	mu       sync.Mutex
	asked    bool
	password string
	err      error
}

// secret returns the password of the user.
func (l *login) secret() (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.asked {
		l.asked = true
		l.password, l.err = l.opts.Password(l.ctx)
	}
	return l.password, l.err
}

// An attempt is one try to log in.
type attempt struct {
	*login
	pause func(ask func()) // called while somebody is asked
	broke func() bool      // the connection has ended

	agent   net.Conn
	offered bool     // the keys were
	sent    bool     // the password was
	tried   []string // for people
	keys    int
	err     error // why one way could not be tried
}

// next chooses the way to prove who we are: keys, and then the password, which
// is sent once. A server that takes both "password" and "keyboard-interactive"
// would count the same wrong password as two failed logins.
func (a *attempt) next(c *ssh.ClientAuthContext) (ssh.AuthMethod, error) {
	takes := func(m string) bool { return slices.Contains(c.AllowedMethods, m) }
	if takes("publickey") && !a.offered {
		a.offered = true
		if keys := a.signers(); len(keys) > 0 {
			a.keys = len(keys)
			return ssh.PublicKeysCallback(func() ([]ssh.Signer, error) { return keys, nil }), nil
		}
	}
	if a.target && a.opts.Password != nil && !a.sent && a.err == nil {
		switch {
		case takes("password"):
			a.sent = true
			return ssh.PasswordCallback(a.answer), nil
		case takes("keyboard-interactive"):
			a.sent = true
			return ssh.KeyboardInteractive(a.dialogue()), nil
		}
	}
	if a.broke() && !a.risky() {
		return nil, errGone
	}
	return nil, a.refused(c.AllowedMethods)
}

// risky reports whether another try may be one too many: the password was sent,
// and nobody knows whether it is right.
func (a *attempt) risky() bool { return a.sent && !a.proven.Load() }

// answer returns the password, with the clock of the connection stopped.
func (a *attempt) answer() (password string, err error) {
	a.pause(func() { password, err = a.secret() })
	if err != nil {
		a.err = fmt.Errorf("ask for the password: %w", err)
	} else {
		a.tried = append(a.tried, "password")
	}
	return password, err
}

// dialogue answers the one question that is for the password. Anything more (a
// second factor, "New password:") is for people.
func (a *attempt) dialogue() ssh.KeyboardInteractiveChallenge {
	answered := false
	return func(_, _ string, questions []string, echo []bool) ([]string, error) {
		if len(questions) == 0 {
			return nil, nil
		}
		if answered || len(questions) > 1 || echo[0] {
			a.err = errors.New("the server asks for more than a password (log in once with ssh to see what it wants)")
			return nil, a.err
		}
		answered = true
		password, err := a.answer()
		return []string{password}, err
	}
}

// signers returns the keys to offer, in the order of ssh(1): those that are
// configured, with the agent's help where it has them, then others of the agent.
func (a *attempt) signers() (keys []ssh.Signer) {
	held := a.fromAgent()
	for _, f := range a.files {
		pub := f.public()
		i := slices.IndexFunc(held, func(s ssh.Signer) bool { return sameKey(s.PublicKey(), pub) })
		switch {
		case i >= 0:
			keys = append(keys, held[i])
			held = slices.Delete(held, i, i+1)
			a.tried = append(a.tried, f.path)
		case f.locked() && a.opts.Passphrase == nil:
			a.tried = append(a.tried, f.path+" (left out: it is locked)")
		case f.hasPrivate():
			if s := f.signer(a); s != nil {
				keys = append(keys, s)
				a.tried = append(a.tried, f.path)
			}
		}
	}
	if n := len(held); n > 0 && !a.hop.identitiesOnly {
		keys = append(keys, held...)
		a.tried = append(a.tried, fmt.Sprintf("%d of the agent", n))
	}
	return keys
}

// fromAgent returns the keys of the agent. An agent that is not there is as none.
func (a *attempt) fromAgent() []ssh.Signer {
	if a.hop.agent == "" {
		return nil
	}
	c, err := net.Dial("unix", a.hop.agent)
	if err == nil {
		a.agent = c
		_ = c.SetDeadline(time.Now().Add(a.opts.timeout()))
		var keys []ssh.Signer
		if keys, err = agent.NewClient(c).Signers(); err == nil {
			return keys
		}
	}
	a.tried = append(a.tried, "the agent (left out: it does not answer)")
	return nil
}

func (a *attempt) close() {
	if a.agent != nil {
		_ = a.agent.Close()
	}
}

// refused says that the server does not let us in.
func (a *attempt) refused(takes []string) error {
	why := "no key and no password is given (--key FILE, an agent, or password-from)"
	switch {
	case a.err != nil:
		why = a.err.Error()
	case a.sent && a.keys == 1:
		why = "neither the key nor the password was accepted"
	case a.sent && a.keys > 1:
		why = fmt.Sprintf("none of %d keys nor the password was accepted", a.keys)
	case a.sent:
		why = "user or password refused"
	case a.keys == 1:
		why = "the key was not accepted, and no password is given"
	case a.keys > 1:
		why = fmt.Sprintf("none of %d keys was accepted, and no password is given", a.keys)
	}
	if len(a.tried) > 0 {
		why += "; tried: " + strings.Join(a.tried, ", ")
	}
	return &refusal{fmt.Errorf("log in to %s as %s: %s (the server takes: %s)", a.hop.addr(), DecodeName(a.hop.user), why, strings.Join(takes, ", "))}
}

// failed sorts the errors of a handshake. Once the password was sent, nothing is
// tried again by itself.
func (a *attempt) failed(err error) error {
	switch text := err.Error(); {
	case isRefusal(err):
		var r *refusal
		errors.As(err, &r)
		return r // without the library's words around it
	case a.offered && strings.Contains(text, "Too many authentication failures"):
		return &refusal{fmt.Errorf("log in to %s as %s: the server hung up after too many keys; tried: %s (set IdentitiesOnly yes and IdentityFile in ~/.ssh/config)",
			a.hop.addr(), DecodeName(a.hop.user), strings.Join(a.tried, ", "))}
	case a.risky():
		return &refusal{fmt.Errorf("log in to %s as %s: the connection ended after the password was sent: %w", a.hop.addr(), DecodeName(a.hop.user), err)}
	case strings.Contains(text, "no common algorithm"):
		return &refusal{fmt.Errorf("agree with %s on how to encrypt: %w (the server is too old, or forbids what is strong)", a.hop.addr(), err)}
	}
	return fmt.Errorf("connect to %s: %w", a.hop.addr(), err)
}

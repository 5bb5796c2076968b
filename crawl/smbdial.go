package crawl

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"
)

// errGuest means that the server did not check who we are, and let us in as
// somebody who may see little: what he may not see would be missing in silence.
var errGuest = errors.New("the server knows no such user and let us in as a guest (check user and domain; to scan as a guest name the user guest)")

// An smbServer dials one server.
type smbServer struct {
	name    string // as the URL has it, without port
	address string // host:port
	who     smbLogin
	timeout time.Duration
	limits  *Limits
	peers   peers

	mu      sync.Mutex
	current *smbAttempt // the login that is under way, or nil
	refused error
}

// An smbAttempt is a login whose end others wait for.
type smbAttempt struct {
	done chan struct{}
	err  error
}

// dial opens a connection and logs in, one at a time. Those who wait for a login
// that goes wrong are told the same: a wrong password is one failed login, also
// when the password changes during the scan and all connections break at once.
func (s *smbServer) dial(ctx context.Context) (*smbConn, error) {
	for {
		s.mu.Lock()
		current, refused := s.current, s.refused
		if current == nil && refused == nil {
			current = &smbAttempt{done: make(chan struct{})}
			s.current = current
			s.mu.Unlock()
			return s.attempt(ctx, current)
		}
		s.mu.Unlock()
		if refused != nil {
			return nil, refused
		}
		select {
		case <-current.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if current.err != nil {
			return nil, current.err
		}
	}
}

func (s *smbServer) attempt(ctx context.Context, a *smbAttempt) (*smbConn, error) {
	session, err := s.connect(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if smbRefused(err) {
		s.refused = err
	}
	s.current, a.err = nil, err
	close(a.done)
	if err != nil {
		return nil, err
	}
	return &smbConn{smbSession: session, trees: map[string]smbTree{}}, nil
}

func (s *smbServer) connect(ctx context.Context) (smbSession, error) {
	conn, err := s.tcp(ctx)
	if err != nil {
		return nil, err
	}
	s.peers.met(conn)
	g := &smbGuard{Conn: conn, timeout: s.timeout}
	stop := context.AfterFunc(ctx, func() { g.fail(ctx.Err()) })
	defer stop()
	session, err := newLibSession(g, s.name, s.who)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && g.negotiate == nil && s.onlySMB1(ctx):
		return nil, errSMB1
	case err != nil:
		return nil, err
	case g.guest && !strings.EqualFold(s.who.user, "guest"):
		_ = session.Close()
		return nil, errGuest
	}
	return session, nil
}

func (s *smbServer) tcp(ctx context.Context) (net.Conn, error) {
	d := net.Dialer{Timeout: s.timeout}
	conn, err := d.DialContext(ctx, "tcp", s.address)
	if err == nil {
		return conn, nil
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		err = errTimeout
	}
	return nil, cmp.Or(ctx.Err(), fmt.Errorf("connect to %s: %w", s.address, err))
}

// smb1Negotiate asks in SMB1 which of its dialects the server speaks: "NT LM
// 0.12" ([MS-CIFS] 2.2.4.52.1). Servers that speak SMB2 refuse to answer; those
// that speak nothing else hang up on SMB2, and that must not look like a broken
// server.
const smb1Negotiate = "\x00\x00\x00\x2f\xffSMB\x72\x00\x00\x00\x00\x08\x01\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x0c\x00\x02NT LM 0.12\x00"

// onlySMB1 reports whether a server that does not speak SMB2 with us speaks SMB1.
func (s *smbServer) onlySMB1(ctx context.Context) bool {
	conn, err := s.tcp(ctx)
	if err != nil {
		return false
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	var answer [4 + 33 + 2 + 2]byte // up to the number of the dialect
	if conn.SetDeadline(time.Now().Add(s.timeout)) != nil {
		return false
	}
	if _, err := io.WriteString(conn, smb1Negotiate); err != nil {
		return false
	}
	if _, err := io.ReadFull(conn, answer[:]); err != nil {
		return false
	}
	return smbIs(answer[4:], "\xffSMB")
}

// other is the server of another name, logged in to in the same way.
func (s *smbServer) other(name string) *smbServer {
	_, port, _ := net.SplitHostPort(s.address) // which was joined so
	return &smbServer{name: name, address: net.JoinHostPort(name, port), who: s.who, timeout: s.timeout, limits: s.limits}
}

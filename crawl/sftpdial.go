package crawl

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"
)

// A route is the way to a server: the jump hosts and then the server itself.
type route struct {
	hops    []*sshHop
	timeout time.Duration
	peers   peers                  // of the server itself
	root    atomic.Pointer[string] // of the share, once it is known
}

// newRoute reads what ~/.ssh/config, the known hosts and the keys say. Nothing
// is connected yet.
func newRoute(ctx context.Context, u *url.URL, o Options) (*route, error) {
	conf, err := readSSHConfig(&o)
	if err != nil {
		return nil, err
	}
	target := hopName{user: u.User.Username(), host: u.Hostname(), port: u.Port()}
	hops, err := conf.route(target, o.User)
	if err != nil {
		return nil, err
	}
	r := &route{hops: hops, timeout: o.timeout()}
	known := map[string]*keyFile{}
	for i, h := range hops {
		if h.keys, err = readHostKeys(h, o.KnownHosts); err != nil {
			return nil, err
		}
		h.login = &login{ctx: ctx, hop: h, opts: &o, target: i == len(hops)-1}
		if err := h.login.readKeys(known); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// dial connects hop by hop, logs in and starts SFTP.
func (r *route) dial(ctx context.Context) (*sftpConn, error) {
	first := r.hops[0]
	tcp, err := dialTCP(ctx, first.addr(), r.timeout)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", first.addr(), err)
	}
	r.meet(tcp)
	c := &sftpConn{wire: &wire{Conn: tcp}, timeout: r.timeout, born: time.Now(), ended: make(chan struct{})}
	if err := r.climb(ctx, c); err != nil {
		_ = c.Close()
		return nil, err
	}
	return c, nil
}

// meet notes the address of the server. That of a jump host is not the share's.
func (r *route) meet(conn net.Conn) {
	if len(r.hops) == 1 {
		r.peers.met(conn)
	} else if a, err := netip.ParseAddr(r.hops[len(r.hops)-1].host); err == nil {
		r.peers.add(a)
	}
}

// climb logs in at each hop, through those before it.
func (r *route) climb(ctx context.Context, c *sftpConn) error {
	var conn net.Conn = c.wire
	for i, h := range r.hops {
		var client *ssh.Client
		err := c.within(ctx, func() (err error) {
			if i > 0 {
				if conn, err = c.hops[i-1].DialContext(ctx, "tcp", h.addr()); err != nil {
					return fmt.Errorf("connect to %s through %s: %w", h.addr(), r.hops[i-1].addr(), err)
				}
			}
			client, err = h.handshake(c, conn)
			return err
		})
		if err != nil {
			return err
		}
		c.hops = append(c.hops, client)
	}
	if err := c.within(ctx, c.start); err != nil {
		return err
	}
	return c.within(ctx, func() error { return r.probe(c) })
}

// probe looks at the share on a new connection. Where it hangs, on a disk that
// is gone, the server counts as one that cannot be reached: thousands of files
// are not to wait for it one after the other.
func (r *route) probe(c *sftpConn) error {
	root := r.root.Load()
	if root == nil {
		return nil
	}
	if _, err := c.lstat(*root); isLost(err) {
		return err
	}
	return nil
}

// within ends the connection when f takes longer than the timeout, or ctx ends.
// ssh.ClientConfig has a timeout for the connection only.
func (c *sftpConn) within(ctx context.Context, f func() error) error {
	var late atomic.Bool
	c.limit = time.AfterFunc(c.timeout, func() {
		late.Store(true)
		_ = c.wire.Close()
	})
	defer c.limit.Stop()
	defer context.AfterFunc(ctx, func() { _ = c.wire.Close() })()
	err := f()
	switch {
	case err == nil || isRefusal(err):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case late.Load():
		return errTimeout
	}
	if why := c.wire.why(nil); why != nil {
		return fmt.Errorf("%w (the other side may not be an SSH server, or takes no more connections now)", why)
	}
	return err
}

// pause stops the clock of within while somebody types a password.
func (c *sftpConn) pause(ask func()) {
	c.limit.Stop()
	defer c.limit.Reset(c.timeout)
	ask()
}

// handshake checks the key of the hop and logs in.
func (h *sshHop) handshake(on *sftpConn, conn net.Conn) (*ssh.Client, error) {
	line := &wire{Conn: conn}
	a := &attempt{login: h.login, pause: on.pause, broke: line.broke.Load}
	defer a.close()
	var keyErr error
	config := &ssh.ClientConfig{
		Config:            ssh.Config{Ciphers: sshCiphers},
		User:              h.user,
		HostKeyAlgorithms: h.keys.algorithms(h.addr()),
		HostKeyCallback: func(addr string, remote net.Addr, key ssh.PublicKey) error {
			keyErr = h.keys.check(addr, remote, key)
			return keyErr
		},
		AuthCallback: a.next,
	}
	c, channels, requests, err := ssh.NewClientConn(line, h.addr(), config)
	switch {
	case keyErr != nil:
		return nil, &refusal{keyErr}
	case err != nil:
		return nil, a.failed(err)
	}
	h.login.proven.Store(true)
	return ssh.NewClient(c, channels, requests), nil
}

// sshCiphers are the strong ones, the fastest first. Reading 256 MiB from OpenSSH
// on the same machine, client's seconds of CPU for 1 GiB: aes128-gcm 2.15,
// aes256-gcm 2.5, aes128-ctr 3.3; chacha20 is slower still.
var sshCiphers = []string{
	ssh.CipherAES128GCM, ssh.CipherAES256GCM, ssh.CipherAES128CTR, ssh.CipherAES256CTR,
	ssh.CipherAES192CTR, ssh.CipherChaCha20Poly1305,
}

// dialTCP connects. The system gives up a connection whose other side is gone,
// also where data waits to be sent.
func dialTCP(ctx context.Context, addr string, timeout time.Duration) (net.Conn, error) {
	d := net.Dialer{
		Timeout:         timeout,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 3},
		Control:         setUserTimeout(timeout),
	}
	c, err := d.DialContext(ctx, "tcp", addr)
	var dns *net.DNSError
	var timed net.Error
	switch {
	case err == nil || ctx.Err() != nil:
		return c, err
	case errors.As(err, &dns) && dns.IsNotFound:
		return nil, fmt.Errorf("no such host (is it spelled right?)")
	case errors.As(err, &timed) && timed.Timeout():
		return nil, errTimeout
	}
	var call *os.SyscallError
	if errors.As(err, &call) {
		err = call.Err
	}
	return nil, fmt.Errorf("%w (does an SSH server run there, on this port?)", err)
}

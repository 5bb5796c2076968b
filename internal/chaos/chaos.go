// Package chaos is a TCP proxy that makes faults for tests: it delays, slows
// down, freezes, resets and cuts the connections to a server. Start at [New].
//
// It exists because the kernels that tests run on may have no netem, and the
// proxies to be had bring some 50 modules. It serves this machine only.
package chaos

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// A Proxy stands before one server. All methods may be called at any time from
// any goroutine, and hold for connections that are open as well as for new
// ones.
type Proxy struct {
	addr, target string
	listener     net.Listener
	running      sync.WaitGroup // all goroutines

	delay, rate, cut atomic.Int64
	counters         struct{ connections, resets, up, down atomic.Int64 }

	mu     sync.Mutex // guards what follows
	gate   chan struct{}
	links  map[*link]struct{}
	closed bool
}

// ErrNotLoopback means that a server is not on this machine.
var ErrNotLoopback = errors.New("tests talk to 127.0.0.1 and ::1 only")

// New starts a proxy before the server at target, an address and a port of
// this machine. The caller closes it.
func New(target string) (*Proxy, error) {
	host, _, err := net.SplitHostPort(target)
	if err != nil {
		return nil, fmt.Errorf("start proxy: to %s: %w", target, err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("start proxy: to %s: %w", target, ErrNotLoopback)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start proxy: to %s: %w", target, err)
	}
	p := &Proxy{addr: listener.Addr().String(), target: target, listener: listener, links: map[*link]struct{}{}}
	p.gate = make(chan struct{})
	close(p.gate)
	p.running.Go(p.serve)
	return p, nil
}

// Addr is where clients connect, as host:port.
func (p *Proxy) Addr() string { return p.addr }

// SetDelay holds what passes for d on its one way. The throughput stays.
func (p *Proxy) SetDelay(d time.Duration) { p.delay.Store(int64(d)) }

// SetRate limits each direction of each connection to n bytes per second; 0 is
// no limit.
func (p *Proxy) SetRate(n int64) { p.rate.Store(n) }

// CutAfter resets every connection once n bytes of its server have passed,
// be it in the middle of an answer; 0 is never.
func (p *Proxy) CutAfter(n int64) { p.cut.Store(n) }

// Freeze lets nothing pass and keeps the connections open, as a server that
// hangs or a cable that is pulled. New connections open, too, and hang.
func (p *Proxy) Freeze() {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.gate:
		p.gate = make(chan struct{})
	default: // frozen already
	}
}

// Thaw ends Freeze. Nothing is lost that was sent meanwhile.
func (p *Proxy) Thaw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.gate:
	default:
		close(p.gate)
	}
}

// passage returns a channel that is closed while things may pass.
func (p *Proxy) passage() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.gate
}

// Reset ends all connections with an RST. New ones are welcome.
func (p *Proxy) Reset() {
	p.mu.Lock()
	links := make([]*link, 0, len(p.links))
	for l := range p.links {
		links = append(links, l)
	}
	p.mu.Unlock()
	for _, l := range links {
		l.reset()
	}
}

// Counters are what has passed since New.
type Counters struct {
	Connections int64 // of clients, the server reached or not
	Resets      int64 // connections that the proxy ended with an RST
	Up, Down    int64 // bytes to and from the server
}

// Counters returns what has passed until now.
func (p *Proxy) Counters() Counters {
	c := &p.counters
	return Counters{c.connections.Load(), c.resets.Load(), c.up.Load(), c.down.Load()}
}

// Close resets all connections and returns when no goroutine of the proxy is
// left.
func (p *Proxy) Close() error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	err := p.listener.Close()
	p.Reset()
	p.running.Wait()
	return err
}

func (p *Proxy) serve() {
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.counters.connections.Add(1)
		p.running.Go(func() { p.connect(c.(*net.TCPConn)) })
	}
}

// connect serves one client until either side ends. When the server cannot be
// reached the client gets an RST, which is the nearest to a refusal.
func (p *Proxy) connect(client *net.TCPConn) {
	server, err := net.DialTimeout("tcp", p.target, 5*time.Second)
	if err != nil {
		abort(client)
		return
	}
	l := &link{p: p, client: client, server: server.(*net.TCPConn), done: make(chan struct{})}
	if !p.add(l) {
		l.reset()
		return
	}
	l.run()
	p.remove(l)
}

func (p *Proxy) add(l *link) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.links[l] = struct{}{}
	return true
}

func (p *Proxy) remove(l *link) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.links, l)
}

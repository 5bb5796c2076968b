package scan

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/shikiri/shikiri/netzone/probe"
)

// means are what a probe does to the world.
type means struct {
	try  func(context.Context, probe.Options, *probe.Space, func(probe.Result)) error
	self func(context.Context, probe.Options, *probe.Space, func(probe.Result)) error // the same, at this machine
	// route reports whether this machine knows a way to an address.
	route func(netip.Addr) bool
	// identify asks what answers at a port, as if it were another.
	identify func(ctx context.Context, at netip.AddrPort, as uint16) probe.Service
	// ask asks a name server for a name; asked is false if it was not.
	ask func(ctx context.Context, server netip.AddrPort, name string) (addrs []netip.Addr, asked bool, err error)
}

// systemMeans are those of this machine.
func systemMeans(cfg *ProbeConfig) *means {
	return &means{
		try: probe.Try, self: probe.Try, route: hasRoute, ask: askServer,
		identify: func(ctx context.Context, at netip.AddrPort, as uint16) probe.Service {
			dialer := net.Dialer{Timeout: max(cfg.Options.Timeout, 3*time.Second), KeepAlive: -1}
			return probe.Identify(ctx, func(ctx context.Context) (net.Conn, error) {
				return dialer.DialContext(ctx, "tcp", at.String())
			}, as, protocols())
		},
	}
}

// hasRoute asks the system for a way to an address. Connecting a datagram socket
// looks up the route, and sends nothing.
func hasRoute(addr netip.Addr) bool {
	c, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(netip.AddrPortFrom(addr, 9)))
	if err == nil {
		c.Close()
		return true
	}
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}

// askServer asks one name server for the addresses of a name. That it refuses, or
// that what it says is no answer, is no error: questions reach it.
func askServer(ctx context.Context, server netip.AddrPort, name string) (addrs []netip.Addr, asked bool, err error) {
	var dialed, heard atomic.Bool
	r := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		dialed.Store(true)
		var d net.Dialer
		c, err := d.DialContext(ctx, network, server.String())
		if err != nil {
			return nil, err
		}
		if datagrams, ok := c.(*net.UDPConn); ok { // the resolver wants to see that it is one
			return &hearingUDP{datagrams, &heard}, nil
		}
		return &hearing{c, &heard}, nil
	}}
	addrs, err = r.LookupNetIP(ctx, "ip", strings.TrimSuffix(name, ".")+".")
	if heard.Load() {
		err = nil
	}
	return addrs, dialed.Load(), err
}

// A hearing connection notes that something came.
type hearing struct {
	net.Conn
	heard *atomic.Bool
}

func (h *hearing) Read(p []byte) (int, error) {
	n, err := h.Conn.Read(p)
	h.heard.Store(h.heard.Load() || n > 0)
	return n, err
}

// A hearingUDP does the same with datagrams.
type hearingUDP struct {
	*net.UDPConn
	heard *atomic.Bool
}

func (h *hearingUDP) Read(p []byte) (int, error) {
	n, err := h.UDPConn.Read(p)
	h.heard.Store(h.heard.Load() || n > 0)
	return n, err
}

package scan

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
)

// askCanary asks for a name that must not be resolved.
func (p *prober) askCanary(ctx context.Context, c *netzone.Canary) {
	w := &wayOut{canary: c, name: c.Name, port: dnsPort, protocol: "dns"}
	p.egress = append(p.egress, w)
	if c.Server == "" {
		p.askSystem(ctx, w)
		return
	}
	server, err := nameServer(c.Server)
	if err != nil {
		p.warn(sayBadServer, c.Server)
		return
	}
	w.addr, w.port = server.Addr(), server.Port()
	if ctx.Err() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	w.begin(p)
	addrs, asked, err := p.cfg.means.ask(ctx, server, c.Name)
	w.end(p, addrs, err)
	if !asked { // a file of this machine knows the name: that says nothing
		w.state = probe.Untried
	}
	if w.state == probe.Refused && p.cfg.Policy.ZoneOf(server.Addr()) == nil {
		w.state, w.why = probe.Open, sayAnswers
	}
}

// nameServer reads the address of a name server, with or without a port.
func nameServer(text string) (netip.AddrPort, error) {
	if a, err := netip.ParseAddr(text); err == nil {
		return netip.AddrPortFrom(a.Unmap(), dnsPort), nil
	}
	return netip.ParseAddrPort(text)
}

// askSystem asks the name servers of this machine.
func (p *prober) askSystem(ctx context.Context, w *wayOut) []netip.Addr {
	if ctx.Err() != nil {
		return nil
	}
	w.begin(p)
	addrs, err := p.lookUpOne(ctx, w.name)
	w.end(p, addrs, err)
	return addrs
}

func (w *wayOut) begin(p *prober) {
	w.at, w.attempts = p.cfg.Now(), 1
	p.attempts.Add(1)
}

// end judges the answer to a question for a name. Servers that filter names answer
// with addresses that nobody can have: that is no way out.
func (w *wayOut) end(p *prober, addrs []netip.Addr, err error) {
	w.took = p.cfg.Now().Sub(w.at)
	var dns *net.DNSError
	switch {
	case slices.ContainsFunc(addrs, func(a netip.Addr) bool { return !a.IsUnspecified() && !a.IsLoopback() }):
		w.state, w.why = probe.Open, sayResolves
	case err == nil, errors.As(err, &dns) && dns.IsNotFound:
		w.state = probe.Refused
	default:
		w.state = probe.Filtered
	}
}

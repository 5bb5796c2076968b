package scan

import (
	"context"
	"net/netip"
	"slices"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
)

// knownMost is how many hosts of a zone are kept as controls of what is open.
const knownMost = 8

// A knownOpen is a port that must be open from here, so that silence elsewhere means
// something.
type knownOpen struct {
	addr    netip.Addr
	port    uint16
	zone    *netzone.Zone // nil: of none
	stated  bool          // by known-open; else by a flow of the policy
	before  probe.State
	after   probe.State
	first   time.Time
	last    time.Time
	proxied bool
}

func (k *knownOpen) ok() bool {
	return k.before == probe.Open && k.after == probe.Open && !k.proxied
}

// addKnown notes the ports that known-open names. What of it stands in a zone that
// is judged is a target, too: known to be open is not allowed.
func (p *prober) addKnown(all map[string]*lookedUp) {
	for _, n := range p.cfg.KnownOpen {
		addrs := all[hostKey(n.Host)].addrs
		if len(addrs) == 0 {
			p.warn(sayKnownBad, n.Host)
		}
		for _, a := range addrs {
			k := &knownOpen{addr: a, port: n.Port, zone: p.cfg.Policy.ZoneOf(a), stated: true}
			if r := p.reachTo(k.zone); k.zone != nil && r != nil && r.judged && !p.own[a] {
				t := p.target(r, a)
				t.host = true
				if a.String() != n.Host && !slices.Contains(t.names, n.Host) {
					t.names = append(t.names, n.Host)
				}
			}
			p.known = append(p.known, k)
		}
	}
}

// tryKnown tries what must be open: before all else, and once more after it.
func (p *prober) tryKnown(ctx context.Context, again bool) {
	if !again {
		p.addAllowed()
	}
	byPort := map[uint16][]netip.Addr{}
	for _, k := range p.known {
		if !p.own[k.addr] && (!again || k.before == probe.Open) {
			byPort[k.port] = append(byPort[k.port], k.addr)
		}
	}
	var ports []uint16
	for port := range byPort {
		ports = append(ports, port)
	}
	slices.Sort(ports)
	for _, port := range ports {
		p.tryAll(ctx, byPort[port], []uint16{port}, func(r *probe.Result) {
			for _, k := range p.known {
				if k.addr == r.Target.Addr() && k.port == port {
					k.take(r, again)
				}
			}
		})
	}
	if !again {
		p.keepOpen()
	}
}

func (k *knownOpen) take(r *probe.Result, again bool) {
	if again {
		k.after = r.State
	} else {
		k.before = r.State
	}
	stretch(&k.first, &k.last, r.At)
}

// addAllowed adds the declared hosts of zones to which a flow is allowed.
func (p *prober) addAllowed() {
	for _, r := range p.reaches {
		if !r.judged {
			continue
		}
		for _, flow := range r.allowed {
			for _, port := range flow {
				for _, t := range r.hosts {
					if t.host {
						p.known = append(p.known, &knownOpen{addr: t.addr, port: port, zone: r.zone})
					}
				}
			}
		}
	}
}

// keepOpen drops what flows allow and is not open, or more than anybody reads: not
// every host offers what may be reached. One of a zone stays to tell that none is.
func (p *prober) keepOpen() {
	slices.SortStableFunc(p.known, func(a, b *knownOpen) int { return a.addr.Compare(b.addr) })
	open, kept := map[*netzone.Zone]int{}, p.known[:0]
	var closed []*knownOpen
	for _, k := range p.known {
		switch {
		case k.stated:
			kept = append(kept, k)
		case k.before == probe.Open:
			if open[k.zone]++; open[k.zone] <= knownMost {
				kept = append(kept, k)
			}
		default:
			closed = append(closed, k)
		}
	}
	for _, k := range closed {
		if open[k.zone] == 0 {
			open[k.zone]++
			kept = append(kept, k)
		}
	}
	p.known = kept
}

// alive reports whether this machine reaches what it must, and whether all of
// that stands in its own zone: then nothing shows that packets leave it.
func (p *prober) alive() (ok, near bool) {
	near = true
	for _, k := range p.known {
		if k.ok() {
			ok = true
			near = near && k.zone == p.from
		}
	}
	return ok, near
}

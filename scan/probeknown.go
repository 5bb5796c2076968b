package scan

import (
	"context"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
)

const (
	// knownMost is how many ports of a zone are kept as controls of what is open, and
	// knownTried how many are tried to find them: the walk tries them all anyway.
	knownMost, knownTried = 8, 4096
)

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
	of := map[netip.AddrPort][]*knownOpen{}
	for _, k := range p.known {
		at := netip.AddrPortFrom(k.addr, k.port)
		of[at] = append(of[at], k)
		if !p.own[k.addr] && (k.stated && !again || k.before == probe.Open && again) {
			byPort[k.port] = append(byPort[k.port], k.addr)
		}
	}
	take := func(r *probe.Result) {
		for _, k := range of[r.Target] {
			k.take(r, again)
		}
	}
	for _, port := range slices.Sorted(maps.Keys(byPort)) {
		p.tryAll(ctx, byPort[port], []uint16{port}, take)
	}
	if !again {
		for _, r := range p.reaches {
			hosts, ports := r.allowedOnes()
			p.tryAll(ctx, hosts, ports, take)
		}
		p.keepOpen()
	}
}

// allowedOnes returns the declared hosts of a zone and the ports to which flows are
// allowed, but not more than knownTried of both.
func (r *reach) allowedOnes() (hosts []netip.Addr, ports []uint16) {
	if !r.judged {
		return nil, nil
	}
	ports = slices.Concat(r.allowed...)
	ports = ports[:min(len(ports), knownTried)]
	for _, t := range r.hosts {
		if t.host && len(hosts)*len(ports) < knownTried {
			hosts = append(hosts, t.addr)
		}
	}
	return hosts, ports
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
		hosts, ports := r.allowedOnes()
		for _, port := range ports {
			for _, a := range hosts {
				p.known = append(p.known, &knownOpen{addr: a, port: port, zone: r.zone})
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

// alive reports whether this machine reaches what it must.
func (p *prober) alive() bool { return slices.ContainsFunc(p.known, (*knownOpen).ok) }

// near reports whether a port that is known to be open is reached without leaving
// where this machine stands: with a cable, and without a router.
func (p *prober) near(k *knownOpen) bool {
	if k.zone != nil {
		return k.zone == p.from || slices.Contains(p.stands, k.zone)
	}
	return slices.ContainsFunc(p.cfg.Links, func(n netip.Prefix) bool { return n.Contains(k.addr) })
}

// leaves reports whether packets of a family of addresses were seen to leave this
// machine's zone: something beyond it was open before and after, or is open in one
// of the zones, or one of their routers answered. What refuses in the name of a host
// may stand on this side. The routers of IPv4 prove nothing of IPv6.
func (p *prober) leaves(v6 bool, zones ...*reach) bool {
	far := func(k *knownOpen) bool { return k.ok() && k.addr.Is6() == v6 && !p.near(k) }
	return slices.ContainsFunc(p.known, far) || slices.ContainsFunc(zones, func(r *reach) bool {
		return slices.ContainsFunc(r.hosts, func(t *target) bool { return t.addr.Is6() == v6 && t.isBeyond() })
	})
}

// isBeyond reports whether a target answered by itself: on a port where an address
// that nobody has was silent.
func (t *target) isBeyond() bool {
	for i, s := range t.states {
		itself := s == probe.Open || s == probe.Refused && t.router
		if itself && !t.intercepted(i) && len(t.lot.proven) > 0 && t.lot.proven[i] {
			return true
		}
	}
	return false
}

// whysOfLeaving tells of which families of addresses nothing shows that packets leave
// this machine's zone.
func (p *prober) whysOfLeaving(addrs []netip.Addr, zones ...*reach) []string {
	var stuck []string
	for _, v6 := range []bool{false, true} {
		if slices.ContainsFunc(addrs, func(a netip.Addr) bool { return a.Is6() == v6 }) && !p.leaves(v6, zones...) {
			stuck = append(stuck, map[bool]string{false: "IPv4", true: "IPv6"}[v6])
		}
	}
	if len(stuck) == 0 || !p.alive() { // without any control that is another matter
		return nil
	}
	return []string{fmt.Sprintf(sayNotLeft, strings.Join(stuck, ", "), p.from.Name)}
}

// meant returns addresses of a zone that the configuration means to be tried, one
// for each network that is swept: not the routers that are only guessed.
func (r *reach) meant() []netip.Addr {
	var all []netip.Addr
	for _, t := range r.hosts {
		if t.declared() {
			all = append(all, t.addr)
		}
	}
	for _, n := range r.swept {
		all = append(all, n.Addr())
	}
	return all
}

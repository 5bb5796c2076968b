package scan

import (
	"context"
	"net/netip"
	"slices"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
)

const (
	// sparesChosen is how many addresses that nobody has are chosen in a network at a
	// time, and sparesRounds how often at most: in a network that is half full nine of
	// them are all in use once in 512.
	sparesChosen, sparesRounds = 3, 3
	decoysTried, decoysOpen    = 3, 2 // so many of them open: no machine, but what answers for all
)

// addRouters makes targets of the addresses at which the routers of a zone are:
// seen from here that is their far side, and what is open there is a path, too.
func (p *prober) addRouters(r *reach) {
	for _, a := range r.zone.Routers() {
		if p.own[a] {
			continue
		}
		t := p.target(r, a)
		t.router = true
		t.sampled = p.many() && !t.swept && !t.declared()
	}
}

// addSpares adds addresses that nobody has: those that the zone names or, in
// networks without, some by chance.
func (p *prober) addSpares(r *reach) {
	for _, n := range r.swept { // a network of two addresses has no router either
		first, _ := netzone.Usable(n)
		r.lotOf(first)
	}
	for _, a := range r.zone.Unused {
		if t := p.targets[a]; p.own[a] || t != nil && t.host {
			continue
		}
		t := p.target(r, a)
		if !t.spare {
			t.spare, t.router = true, false
			t.sampled = p.many() && !t.swept
			t.lot.spares = append(t.lot.spares, t)
			t.lot.declared++
		}
	}
	for _, l := range r.lots {
		if l.declared == 0 {
			p.chooseSpares(l)
		}
	}
}

// chooseSpares adds addresses of a network by chance, and returns them.
func (p *prober) chooseSpares(l *lot) (chosen []netip.Addr) {
	if !l.network.IsValid() {
		return nil
	}
	for range sparesChosen {
		a, ok := netzone.PickAddress(l.network, p.chance, func(a netip.Addr) bool { return p.own[a] || p.targets[a] != nil })
		if !ok {
			break
		}
		t := p.target(l.reach, a)
		t.spare, t.swept = true, t.swept && !p.walked // the walk has counted it
		t.sampled = p.many() && !t.swept
		l.spares = append(l.spares, t)
		chosen = append(chosen, a)
	}
	return chosen
}

// doubtUnused looks for other addresses that nobody has where those that were
// chosen answer: they may be in use after all. Where all answer alike, something
// answers for them.
func (p *prober) doubtUnused(ctx context.Context) {
	for range sparesRounds - 1 {
		p.tryAll(ctx, p.chooseOthers(), p.sample, p.take)
	}
}

// chooseOthers chooses more addresses that nobody has in the networks where all
// that were chosen before answer.
func (p *prober) chooseOthers() (more []netip.Addr) {
	for _, r := range p.reaches {
		for _, l := range r.lots {
			if l.declared == 0 && len(l.spares) > 0 && !slices.ContainsFunc(l.spares, (*target).mute) {
				more = append(more, p.chooseSpares(l)...)
			}
		}
	}
	return more
}

// mute reports whether nothing answered at an address. What was not tried, for
// want of time, did not answer.
func (t *target) mute() bool { return !slices.ContainsFunc(t.states, answered) }

// judgeSpares says of each network what its unused addresses prove. In use is one
// that answers where another does not.
func (p *prober) judgeSpares() {
	for _, r := range p.reaches {
		for _, l := range r.lots {
			l.judge(len(p.ports))
			for _, t := range l.spares {
				if p.lost > 0 && !slices.Contains(t.states, probe.Open) {
					t.inUse = false // who rejects for all does so now and then
				}
				if t.inUse && !t.spareDeclared() {
					p.warn(sayGuessed, t.addr)
				}
			}
		}
		for _, l := range r.lots {
			l.borrow()
		}
	}
}

func (t *target) spareDeclared() bool { return slices.Contains(t.reach.zone.Unused, t.addr) }

func (l *lot) judge(ports int) {
	if len(l.spares) == 0 {
		return
	}
	l.proven, l.nobodys = make([]bool, ports), make([]bool, ports)
	agreed := l.agreed()
	for i := range ports {
		open, tried := 0, 0
		for _, t := range l.spares {
			s := t.states[i]
			l.proven[i] = l.proven[i] || s == probe.Filtered || s == probe.Unreachable
			if s == probe.Open {
				open++
			}
			if s != probe.Untried {
				tried++
			}
		}
		for _, t := range l.spares[:l.declared] {
			l.proven[i] = l.proven[i] && !answered(t.states[i])
		}
		// One alone may be in use.
		l.nobodys[i] = open > 0 && open == tried && (tried > 1 || agreed || l.spares[0].proxied)
	}
	mute := slices.ContainsFunc(l.spares, (*target).mute)
	for _, t := range l.spares {
		t.inUse = mute && !t.mute()
		for i, s := range t.states {
			t.inUse = t.inUse || s == probe.Open && !t.proxied && !l.nobodys[i]
		}
	}
}

// agreed reports whether several addresses of a network that nobody has are open on
// the same ports, as far as more than one was tried there.
func (l *lot) agreed() bool {
	several := false
	for i := range l.spares[0].states {
		open, tried := 0, 0
		for _, t := range l.spares {
			if s := t.states[i]; s != probe.Untried {
				tried++
				if s == probe.Open {
					open++
				}
			}
		}
		if open > 0 && tried > 1 {
			if open != tried {
				return false
			}
			several = true
		}
	}
	return several
}

// borrow takes the controls of another network of the zone, if there is no room for
// one in this.
func (l *lot) borrow() {
	for _, other := range l.reach.lots {
		if l.proven == nil && len(other.spares) > 0 && other.v6 == l.v6 {
			l.proven, l.nobodys = other.proven, make([]bool, len(other.nobodys))
		}
	}
}

// tryDecoys tries ports that nobody has a reason to offer, on each host that has an
// open one: what accepts these, accepts all.
func (p *prober) tryDecoys(ctx context.Context) {
	p.chooseDecoys()
	var addrs []netip.Addr
	for _, r := range p.reaches {
		for _, t := range r.hosts {
			if len(t.opened) > 0 {
				addrs = append(addrs, t.addr)
			}
		}
	}
	for _, k := range p.known {
		if k.before == probe.Open {
			addrs = append(addrs, k.addr)
		}
	}
	open := map[netip.Addr]int{}
	p.tryAll(ctx, addrs, p.decoys, func(r *probe.Result) {
		if t := p.targets[r.Target.Addr()]; t != nil {
			t.attempts += int64(r.Attempts)
			stretch(&t.first, &t.last, r.At)
			if r.State == probe.Open {
				t.decoy = r.Target.Port()
			}
		}
		if r.State == probe.Open {
			open[r.Target.Addr()]++
		}
	})
	for _, r := range p.reaches {
		for _, t := range r.hosts {
			t.proxied = open[t.addr] >= decoysOpen
		}
	}
	for _, k := range p.known {
		k.proxied = open[k.addr] >= decoysOpen
	}
	p.judgeSpares()
}

// chooseDecoys chooses ports above those that are registered for services (IANA,
// RFC 6335: 49152 to 65535) that are not tried anyway, unless all are.
func (p *prober) chooseDecoys() {
	for tries := 0; len(p.decoys) < decoysTried; tries++ {
		port := uint16(49152 + p.chance.IntN(65536-49152))
		_, tried := p.place[port]
		if (!tried || tries > 1000) && !slices.Contains(p.decoys, port) {
			p.decoys = append(p.decoys, port)
		}
	}
}

// intercepted reports whether a port was open because something answers for every
// port, or for every host.
func (t *target) intercepted(place int) bool {
	return t.states[place] == probe.Open && !t.itself[place] && (t.proxied || len(t.lot.nobodys) > 0 && t.lot.nobodys[place])
}

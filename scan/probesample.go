package scan

import (
	"context"
	"net/netip"
	"slices"

	"github.com/shikiri/shikiri/netzone/probe"
)

const (
	// sampleMost is how many ports an address is tried on at first that is only a
	// control, and manyPorts from how many on: with 65,535 ports of one host the
	// controls took twelve times as long as the host (measured).
	sampleMost, manyPorts = 64, 128
	// sampleOpen is how many of a later sample were open on targets, at most.
	sampleOpen = 48
)

// many reports whether controls are tried on a sample of the ports first.
func (p *prober) many() bool { return len(p.ports) > manyPorts }

// trySample tries the controls on a sample of the ports. Of each network one
// address that nobody has, and of the routers that are only guessed those that
// answer, are then tried on all ports, among the targets.
func (p *prober) trySample(ctx context.Context) {
	if !p.many() {
		return
	}
	p.tryAll(ctx, p.sampled(), p.sample, p.take)
	p.doubtUnused(ctx)
	p.promote()
}

// tryLaterSample tries the controls that were not tried on all ports on those that
// answered since: an open port of an address that nobody has is a machine's, or
// open on all of them.
func (p *prober) tryLaterSample(ctx context.Context) {
	if !p.many() {
		return
	}
	p.tryAll(ctx, p.sampled(), p.laterSample(), p.take)
	p.tryAll(ctx, p.promote(), p.ports, p.take)
}

// sampled returns the addresses that are tried on a sample only.
func (p *prober) sampled() (addrs []netip.Addr) {
	for _, r := range p.reaches {
		for _, t := range r.hosts {
			if t.sampled {
				addrs = append(addrs, t.addr)
			}
		}
	}
	return addrs
}

// promote makes of controls targets for all ports, and returns them: of each
// network one address that nobody has, and routers that answer. Where what
// nobody has answers alike whatever the port, more of them tell nothing more: nothing
// is proved there; nor does a router that answers as nobody does.
func (p *prober) promote() (addrs []netip.Addr) {
	add := func(t *target) {
		if t.sampled {
			t.sampled = false
			addrs = append(addrs, t.addr)
		}
	}
	for _, r := range p.reaches {
		for _, l := range r.lots {
			if t := l.control(); t != nil {
				if l.alike = t.alike(); l.alike == probe.Untried {
					add(t)
				}
			}
		}
		for _, t := range r.hosts {
			if t.router && !t.mute() && (t.alike() == probe.Untried || t.alike() != t.lot.alike) {
				add(t)
			}
		}
	}
	return addrs
}

// control returns the address of a network that nobody has and that is tried on
// all ports: one that is declared, else one that was silent, if any was.
func (l *lot) control() *target {
	if len(l.spares) == 0 {
		return nil
	}
	if i := slices.IndexFunc(l.spares, (*target).mute); i > 0 && l.declared == 0 {
		return l.spares[i]
	}
	return l.spares[0]
}

// alike returns what all ports that were tried answered; Untried if some did not
// answer, or not the same.
func (t *target) alike() probe.State {
	one := probe.Untried
	for _, s := range t.states {
		switch {
		case s == probe.Untried:
		case !answered(s) || one != probe.Untried && s != one:
			return probe.Untried
		default:
			one = s
		}
	}
	return one
}

// chooseSample chooses ports that matter: those of flows, the usual ones, and some
// by chance.
func (p *prober) chooseSample() {
	if p.sample = p.ports; !p.many() {
		return
	}
	s := newSample(p.place)
	for _, r := range p.reaches {
		s.add(p.shuffled(slices.Concat(r.allowed...)), sampleMost/4)
	}
	s.add(p.shuffled(probe.DefaultPorts), sampleMost*3/4)
	s.add(p.shuffled(p.ports), sampleMost)
	p.sample = s.ports
}

// laterSample is of ports on which something answered.
func (p *prober) laterSample() []uint16 {
	var open, other []uint16
	for i, port := range p.ports {
		state := probe.Untried
		for _, r := range p.reaches {
			for _, t := range r.hosts {
				if s := t.states[i]; !t.sampled && answered(s) && state != probe.Open {
					state = s
				}
			}
		}
		switch state {
		case probe.Open:
			open = append(open, port)
		case probe.Refused:
			other = append(other, port)
		}
	}
	s := newSample(p.place)
	s.add(p.shuffled(open), sampleOpen)
	s.add(p.shuffled(other), sampleMost)
	return s.ports
}

func (p *prober) shuffled(ports []uint16) []uint16 {
	ports = slices.Clone(ports)
	p.chance.Shuffle(len(ports), func(i, j int) { ports[i], ports[j] = ports[j], ports[i] })
	return ports
}

// A sample is some of the ports that are tried, each once.
type sample struct {
	place map[uint16]int // of what is tried
	ports []uint16
	in    map[uint16]bool
}

func newSample(place map[uint16]int) *sample {
	return &sample{place: place, in: map[uint16]bool{}}
}

// add adds ports until the sample has as many.
func (s *sample) add(ports []uint16, most int) {
	for _, port := range ports {
		if _, tried := s.place[port]; tried && !s.in[port] && len(s.ports) < most {
			s.in[port] = true
			s.ports = append(s.ports, port)
		}
	}
}

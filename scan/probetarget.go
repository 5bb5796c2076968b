package scan

import (
	"net/netip"
	"slices"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
)

// A reach is a zone as far as this machine can reach into it.
type reach struct {
	zone   *netzone.Zone
	judged bool      // else only asked what its machines are
	hosts  []*target // all that have an own entry, by address
	swept  []netip.Prefix
	lots   []*lot

	forbidden []uint16
	allowed   [][]uint16 // ports of the policy's flows

	missing []string // names that are declared, and could not be tried
	endless []string // networks that were to be swept, and are too large
	noRoute []netip.Addr
	held    int64 // attempts that did not leave this machine
	// rest counts, by place of the port, what was swept at addresses without a target
	// of their own: of a network of 65,536 most do not answer.
	rest        []counts
	restOf      map[netip.Prefix]int64 // the same by network, all ports and states
	first, last time.Time
}

// counts are numbers by state.
type counts [probe.Unreachable + 1]int64

// A lot is a network of a zone, or all of a zone without networks of one family,
// with the addresses in it that nobody has. What stands between zones may treat
// networks each in their own way.
type lot struct {
	reach    *reach
	network  netip.Prefix // zero: there is none
	v6       bool
	spares   []*target // controls
	declared int       // of spares: the configuration names them
	// proven tells, by place of the port, whether an address that nobody has was
	// silent there, and nobodys whether all of them are open.
	proven, nobodys []bool
	// alike is what the one of spares that all ports were to be tried of answered on
	// each of a sample. Then no more were tried. Untried: it did not.
	alike probe.State
}

// A target is an address and what its ports answered.
type target struct {
	addr    netip.Addr
	reach   *reach
	lot     *lot
	names   []string
	shares  []string
	host    bool // declared, or a share's
	router  bool
	spare   bool // nobody has it, as far as is known
	swept   bool // it lies in a network that is swept
	sampled bool // it is tried on some of the ports only
	inUse   bool // it was a spare, and a machine answered
	states  []probe.State
	opened  []openPort
	proxied bool                  // open on decoys, too
	decoy   uint16                // one that was open
	spoke   map[int]probe.Service // by place of the port: what it said that it is
	itself  map[int]bool          // of spoke: not what a decoy or nobody's address says

	source      netip.Addr
	attempts    int64
	first, last time.Time
}

// An openPort is a port that was open.
type openPort struct {
	place    int // of the port
	attempts int
	at       time.Time
	took     time.Duration
}

// counted reports whether the target stands for its zone: an address that nobody
// has does not, unless it was swept with its network.
func (t *target) counted() bool { return t.host || t.router || t.swept || t.inUse }

// declared reports whether the configuration names the target, or a share does.
func (t *target) declared() bool { return t.host || slices.Contains(t.reach.zone.Gateways, t.addr) }

// target returns the target of an address, a new one if there is none.
func (p *prober) target(r *reach, addr netip.Addr) *target {
	t := p.targets[addr]
	if t == nil {
		t = &target{addr: addr, reach: r, lot: r.lotOf(addr), states: make([]probe.State, len(p.ports))}
		t.swept = slices.ContainsFunc(r.swept, func(n netip.Prefix) bool { return usable(n, addr) })
		p.targets[addr] = t
		r.hosts = append(r.hosts, t)
	}
	return t
}

func usable(n netip.Prefix, a netip.Addr) bool {
	if !n.Contains(a) {
		return false
	}
	first, last := netzone.Usable(n)
	return first.Compare(a) <= 0 && a.Compare(last) <= 0
}

// lotOf returns the lot that an address is in.
func (r *reach) lotOf(addr netip.Addr) *lot {
	n := r.zone.NetworkOf(addr)
	for _, l := range r.lots {
		if l.network == n && l.v6 == addr.Is6() {
			return l
		}
	}
	l := &lot{reach: r, network: n, v6: addr.Is6()}
	r.lots = append(r.lots, l)
	return l
}

// take notes what a port of the target answered.
func (t *target) take(place int, r *probe.Result) {
	was := t.states[place]
	if was == probe.Untried || was != probe.Open && r.State == probe.Open { // some are tried twice
		t.states[place] = r.State
		if r.State == probe.Open {
			t.opened = append(t.opened, openPort{place, r.Attempts, r.At, r.Took})
		}
	}
	t.attempts += int64(r.Attempts)
	if r.Source.IsValid() {
		t.source = r.Source
	}
	stretch(&t.first, &t.last, r.At)
}

// stretch widens a time from first to last so that at is in it.
func stretch(first, last *time.Time, at time.Time) {
	if first.IsZero() || at.Before(*first) {
		*first = at
	}
	if at.After(*last) {
		*last = at
	}
}

// answered reports whether something was there: it accepted or refused.
func answered(s probe.State) bool { return s == probe.Open || s == probe.Refused }

// portsIn returns the ports that are in one of the states.
func (p *prober) portsIn(t *target, states ...probe.State) []uint16 {
	var ports []uint16
	for i, s := range t.states {
		if slices.Contains(states, s) {
			ports = append(ports, p.ports[i])
		}
	}
	return ports
}

func formatPorts(ports []uint16) string { return probe.FormatPorts(ports) }

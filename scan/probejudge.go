package scan

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

// flows sums and judges what was tried, by zones and by what the policy says.
func (p *prober) flows() []report.Flow {
	var all []report.Flow
	for i := range p.cfg.Policy.Zones {
		z := &p.cfg.Policy.Zones[i]
		if z != p.from && !p.judged(z) {
			all = append(all, report.Flow{From: p.from.Name, To: z.Name, Verdict: report.PathNotProved, Why: fmt.Sprintf(sayStandsThere, z.Name)})
		}
	}
	for _, r := range p.reaches {
		if !r.judged {
			continue
		}
		hosts := p.countHosts(r)
		if f := p.sum(r, r.forbidden, hosts); len(r.forbidden) > 0 {
			p.judgeFlow(&f, p.whys(r), true)
			all = append(all, f)
		}
		for _, ports := range r.allowed {
			f := p.sum(r, ports, hosts)
			f.Allowed = true
			p.judgeFlow(&f, nil, true)
			all = append(all, f)
		}
	}
	return append(all, p.egressFlows()...)
}

// countHosts returns how many addresses of a zone are to be tried.
func (p *prober) countHosts(r *reach) int64 {
	var addrs []netip.Addr
	for _, t := range r.hosts {
		if t.counted() {
			addrs = append(addrs, t.addr)
		}
	}
	return p.distinct(addrs, r.swept)
}

// distinct counts addresses, also those of networks, without this machine's own.
func (p *prober) distinct(addrs []netip.Addr, networks []netip.Prefix) int64 {
	space, err := probe.NewSpace(addrs, networks, nil)
	if err != nil {
		return 0
	}
	n := int64(space.Hosts())
	for a := range p.own {
		if slices.ContainsFunc(networks, func(n netip.Prefix) bool { return usable(n, a) }) {
			n--
		}
	}
	return n
}

// sum counts what ports of a zone answered.
func (p *prober) sum(r *reach, ports []uint16, hosts int64) report.Flow {
	f := report.Flow{From: p.from.Name, To: r.zone.Name, Ports: formatPorts(ports), Hosts: hosts, Started: r.first, Finished: r.last}
	for _, port := range ports {
		i := p.place[port]
		for state, n := range r.rest[i] {
			add(&f, probe.State(state), false, n)
		}
		for _, t := range r.hosts {
			if t.counted() && t.states[i] != probe.Untried {
				add(&f, t.states[i], t.intercepted(i), 1)
			}
		}
	}
	f.NotTried = max(0, hosts*int64(len(ports))-f.Tried-p.spared(r, ports))
	return f
}

// spared counts the ports that controls did not have to be tried on.
func (p *prober) spared(r *reach, ports []uint16) (n int64) {
	for _, t := range r.hosts {
		if !t.sampled || !t.counted() {
			continue
		}
		for _, port := range ports {
			if t.states[p.place[port]] == probe.Untried {
				n++
			}
		}
	}
	return n
}

// add counts n ports of addresses.
func add(f *report.Flow, s probe.State, intercepted bool, n int64) {
	switch {
	case s == probe.Untried:
		f.NotTried += n
		return
	case intercepted:
		f.Intercepted += n
	case s == probe.Open:
		f.Open += n
	case s == probe.Refused:
		f.Refused += n
	case s == probe.Filtered:
		f.Filtered += n
	default:
		f.Unreachable += n
	}
	f.Tried += n
}

// judgeFlow gives a flow its verdict. whys are what is missing to prove it closed,
// besides what holds for all. What was seen open is open, whatever else is missing.
func (p *prober) judgeFlow(f *report.Flow, whys []string, zone bool) {
	if f.NotTried > 0 {
		whys = append(whys, fmt.Sprintf(sayNotTried, f.NotTried, p.stopped()))
	} else if p.unfinished != nil && f.Filtered > 0 {
		whys = append(whys, fmt.Sprintf(sayNotTwice, p.stopped()))
	}
	if !p.alive() {
		whys = append(whys, sayNoOpen)
	}
	if f.Intercepted > 0 {
		whys = append(whys, fmt.Sprintf(sayIntercepted, f.Intercepted))
	}
	f.Proved = len(whys) == 0
	switch {
	case f.Allowed && f.Open > 0:
		f.Verdict, f.Proved, whys = report.PathAllowed, true, nil
	case f.Allowed:
		f.Verdict, f.Proved = report.PathNotOpen, false
	case f.Open > 0:
		f.Verdict = report.PathViolation
	case f.Proved:
		f.Verdict = report.PathClosed
	default:
		f.Verdict = report.PathNotProved
	}
	f.Why = joinWhys(whys...)
	if f.Allowed {
		return
	}
	if f.Refused > 0 && zone {
		f.Why = joinWhys(f.Why, fmt.Sprintf(sayRefused, f.Refused))
	}
}

// stopped is why something was not tried.
func (p *prober) stopped() string {
	switch {
	case p.interrupted:
		return "the probe was interrupted"
	case p.unfinished == nil:
		return "there was no time"
	}
	var u *probe.Unfinished
	if errors.As(p.unfinished, &u) && u.Why != nil {
		return u.Why.Error()
	}
	return p.unfinished.Error()
}

func joinWhys(sentences ...string) string {
	sentences = slices.DeleteFunc(slices.Clone(sentences), func(s string) bool { return s == "" })
	return strings.Join(sentences, "; ")
}

// whys are the reasons for which what was not open in a zone is not proved closed.
func (p *prober) whys(r *reach) []string {
	var all []string
	if len(r.swept) == 0 && !slices.ContainsFunc(r.hosts, func(t *target) bool { return t.host }) {
		all = append(all, sayNothingThere)
	}
	if len(r.missing) > 0 {
		all = append(all, fmt.Sprintf(sayHostsMissing, strings.Join(r.missing, ", ")))
	}
	if len(r.endless) > 0 {
		all = append(all, fmt.Sprintf(sayNotSwept, strings.Join(r.endless, ", ")))
	}
	if len(r.noRoute) > 0 {
		all = append(all, fmt.Sprintf(sayNoRoute, addressList(firstFew(r.noRoute))))
	}
	if r.held > 0 {
		all = append(all, fmt.Sprintf(sayHeld, r.held))
	}
	return slices.Concat(all, p.whysOfSpares(r), p.whysOfLeaving(r.meant(), r), p.whysOfLoss(), p.whysOfSelf())
}

// whysOfRoute is the same for addresses in the internet.
func (p *prober) whysOfRoute(addrs []netip.Addr) []string {
	var none []netip.Addr
	for _, a := range addrs {
		if !slices.Contains(none, a) && !p.cfg.means.route(a) {
			none = append(none, a)
		}
	}
	if len(none) == 0 {
		return nil
	}
	return []string{fmt.Sprintf(sayNoRoute, addressList(firstFew(none)))}
}

// whysOfSpares tells on which ports nothing is proved, since nobody's address was
// not silent there, of any network in which something was tried.
func (p *prober) whysOfSpares(r *reach) []string {
	var noisy []uint16
	none := false
	for _, l := range r.lots {
		if !slices.ContainsFunc(r.hosts, func(t *target) bool { return t.lot == l && t.counted() }) &&
			!slices.ContainsFunc(r.swept, func(n netip.Prefix) bool { return n == l.network }) {
			continue
		}
		none = none || l.proven == nil
		for _, port := range r.forbidden {
			switch i := p.place[port]; {
			case l.proven == nil || l.proven[i]:
			case slices.ContainsFunc(l.spares, func(t *target) bool { return answered(t.states[i]) }):
				noisy = append(noisy, port)
			case l.alike != probe.Untried: // it answers on others that were tried
			case len(l.spares) > 0: // there was no time to try it
				none = true
			default:
				noisy = append(noisy, port)
			}
		}
	}
	var all []string
	if none {
		all = append(all, sayUnusedNone)
	}
	if len(noisy) > 0 {
		all = append(all, fmt.Sprintf(sayUnused, formatPorts(noisy)))
	}
	return all
}

func firstFew(all []netip.Addr) []netip.Addr { return all[:min(len(all), 5)] }

// allowedPort reports whether the policy allows a flow to a port of a zone.
func (r *reach) allowedPort(port uint16) bool {
	return slices.ContainsFunc(r.allowed, func(flow []uint16) bool { return slices.Contains(flow, port) })
}

package scan

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// leaveOutOlder leaves out the readings of ports that a newer run on the same
// machine made again. What the newer one did not try, or had no time for, stays.
func leaveOutOlder(all []*probing) {
	groups := groupByMachine(all)
	for _, p := range all {
		for _, q := range all {
			if p != q && groups[p] == groups[q] && q.at.Started.After(p.at.Started) && !q.at.Started.Before(p.at.Finished) {
				p.newer = append(p.newer, q)
			}
		}
		slices.SortStableFunc(p.newer, func(a, b *probing) int { return b.at.Started.Compare(a.at.Started) })
	}
	for _, p := range all {
		p.keepTold()
	}
	for _, p := range all {
		for _, q := range p.newer {
			p.leaveOut(q)
		}
	}
}

// groupByMachine numbers the machines that runs were made on.
func groupByMachine(all []*probing) map[*probing]int {
	groups := make(map[*probing]int, len(all))
	for i, p := range all {
		if groups[p] != 0 {
			continue
		}
		groups[p] = i + 1
		for next := []*probing{p}; len(next) > 0; next = next[1:] {
			for _, q := range all {
				if groups[q] == 0 && next[0].alike(q) {
					groups[q] = i + 1
					next = append(next, q)
				}
			}
		}
	}
	return groups
}

// alike reports whether two runs were made on one machine in one zone: it has the
// same name and an address in common. Machines that only share a name, as localhost,
// are not one: a port that the newer finds closed may be open from the older.
func (p *probing) alike(q *probing) bool {
	a, b := &p.at, &q.at
	if p.unknown || q.unknown || p.subject != q.subject || a.From != b.From || !strings.EqualFold(a.Host, b.Host) {
		return false
	}
	return len(a.Addresses)+len(b.Addresses) == 0 || slices.ContainsFunc(a.Addresses, func(s string) bool { return slices.Contains(b.Addresses, s) })
}

// gone reports whether newer runs have taken the place of all that the run told.
func (p *probing) gone() bool {
	return len(p.newer) > 0 && len(p.flows)+len(p.open)+len(p.targets)+len(p.swept)+len(p.identities) == 0
}

// leaveOut leaves out of p what the newer q has tried again.
func (p *probing) leaveOut(q *probing) {
	p.leaveOutIdentities(q)
	p.open = slices.DeleteFunc(p.open, func(o report.Open) bool {
		if o.Egress {
			return q.repeatsEgress(p)
		}
		return o.Protocol == "tcp" && q.tried(o.Host).has(o.Port)
	})
	left := p.targets[:0]
	for _, t := range p.targets {
		if !p.leaveOutPorts(&t, q.tried(t.Host)) {
			left = append(left, t)
		}
	}
	clear(p.targets[len(left):])
	p.targets = left
	p.flows = slices.DeleteFunc(p.flows, func(f report.Flow) bool { return p.repeated(&f, q) })
	to := func(zone string) bool {
		return slices.ContainsFunc(p.flows, func(f report.Flow) bool { return f.To == zone })
	}
	p.swept = slices.DeleteFunc(p.swept, func(s report.Swept) bool { return !to(s.To) })
	p.controls = slices.DeleteFunc(p.controls, func(c report.Control) bool {
		return len(p.flows) == 0 || c.Kind != "known-open" && !to(c.Zone)
	})
}

// repeated reports whether nothing is left of a flow of p that q has not tried.
// The silent addresses of networks are in its sums alone.
func (p *probing) repeated(f *report.Flow, q *probing) bool {
	if f.Egress {
		return q.repeatsEgress(p)
	}
	ports := new(portSet)
	for _, g := range q.told.flows {
		if g.To == f.To && !g.Egress && g.NotTried == 0 {
			ports.union(q.ports(g.Ports))
		}
	}
	switch {
	case f.Tried+f.NotTried == 0:
		return slices.ContainsFunc(q.told.flows, func(g report.Flow) bool { return g.To == f.To })
	case !ports.holds(p.ports(f.Ports)) || slices.ContainsFunc(p.targets, func(t report.Target) bool { return t.To == f.To && p.answersIn(&t, f) }):
		return false
	}
	swept := 0
	for _, s := range p.swept {
		if s.To != f.To {
			continue
		}
		swept++
		n, err := netip.ParsePrefix(s.Network)
		again := func(t report.Swept) bool {
			m, err := netip.ParsePrefix(t.Network)
			return err == nil && m.Bits() <= n.Bits() && m.Contains(n.Addr())
		}
		if err != nil || !slices.ContainsFunc(q.told.swept, again) {
			return false
		}
	}
	return swept > 0
}

// answersIn reports whether a target still has ports of a flow.
func (p *probing) answersIn(t *report.Target, f *report.Flow) bool {
	return slices.ContainsFunc([]string{t.Open, t.Refused, t.Filtered, t.Unreachable, t.Intercepted, t.NotTried}, func(list string) bool {
		return p.ports(list).meets(p.ports(f.Ports))
	})
}

// tried returns the ports of an address that the run has an answer of, or waited
// for one in vain.
func (p *probing) tried(host string) *portSet {
	var lists sorted
	if rows, met := p.told.targets[host]; met {
		for _, t := range rows {
			for _, list := range []string{t.Open, t.Refused, t.Filtered, t.Unreachable, t.Intercepted} {
				lists.add(list)
			}
		}
	} else if a, err := netip.ParseAddr(host); err == nil {
		for _, s := range p.told.swept { // and none of its ports answered
			if n, err := netip.ParsePrefix(s.Network); err != nil || !n.Contains(a) {
				continue
			}
			for _, f := range p.told.flows {
				if f.To == s.To && f.NotTried == 0 && !f.Egress {
					lists.add(f.Ports)
				}
			}
		}
	}
	return p.ports(strings.TrimPrefix(strings.Join(lists, ","), ",")) // "" comes first
}

// repeatsEgress reports whether a run tried the canaries of an older one again:
// under the same policy they are the same.
func (p *probing) repeatsEgress(older *probing) bool {
	return p.at.Tool.Policy == older.at.Tool.Policy && slices.ContainsFunc(p.told.flows, func(f report.Flow) bool { return f.Egress && f.NotTried == 0 })
}

// leaveOutPorts leaves ports out of a target, and out of the sums of the flows that
// they count in. It reports whether nothing is left.
func (p *probing) leaveOutPorts(t *report.Target, again *portSet) bool {
	left := false
	for _, part := range []struct {
		list  *string
		count func(*report.Flow) *int64
	}{
		{&t.Open, func(f *report.Flow) *int64 { return &f.Open }}, {&t.Refused, func(f *report.Flow) *int64 { return &f.Refused }},
		{&t.Filtered, func(f *report.Flow) *int64 { return &f.Filtered }}, {&t.Unreachable, func(f *report.Flow) *int64 { return &f.Unreachable }},
		{&t.Intercepted, func(f *report.Flow) *int64 { return &f.Intercepted }}, {&t.NotTried, func(f *report.Flow) *int64 { return &f.NotTried }},
	} {
		if *part.list == "" || !again.meets(p.ports(*part.list)) {
			left = left || *part.list != ""
			continue
		}
		c := p.cut(*part.list, again)
		*part.list = c.rest
		p.discount(t.To, c.out, part.count, part.list != &t.NotTried)
		left = left || *part.list != ""
	}
	for i := range p.flows {
		if f := &p.flows[i]; !left && f.To == t.To && f.Hosts > 0 {
			f.Hosts--
		}
	}
	return !left
}

// discount takes ports of an address out of the sums of their flows.
func (p *probing) discount(to string, out []uint16, count func(*report.Flow) *int64, tried bool) {
	for i := range p.flows {
		f := &p.flows[i]
		if f.Egress || f.To != to {
			continue
		}
		ports, n := p.ports(f.Ports), int64(0)
		for _, port := range out {
			if ports.has(port) {
				n++
			}
		}
		n = min(n, *count(f))
		if *count(f) -= n; tried {
			f.Tried -= n
		}
		if n > 0 {
			judgeAgain(f)
		}
	}
}

// judgeAgain judges a flow of which ports are left out that were open.
func judgeAgain(f *report.Flow) {
	switch {
	case f.Open > 0:
	case f.Verdict == report.PathAllowed:
		f.Verdict = report.PathNotOpen
	case f.Verdict == report.PathViolation && f.Proved && f.NotTried == 0:
		f.Verdict = report.PathClosed
	case f.Verdict == report.PathViolation:
		f.Verdict = report.PathNotProved
	}
}

// leaveOutIdentities leaves out of p what tells a machine apart on a port that q
// looked at again.
func (p *probing) leaveOutIdentities(q *probing) {
	p.identities = slices.DeleteFunc(p.identities, func(i report.Identity) bool {
		same := func(j report.Identity) bool {
			return i.Zone == j.Zone && i.Host == j.Host && i.Port == j.Port && i.Kind == j.Kind
		}
		if slices.ContainsFunc(q.told.identities, same) {
			return true
		}
		if i.Zone == i.From { // of its own zone a run tells nothing else
			return q.asksAgain(p)
		}
		open := slices.ContainsFunc(q.told.targets[i.Host], func(t report.Target) bool { return q.ports(t.Open).has(i.Port) })
		return q.tried(i.Host).has(i.Port) && (q.at.Verify || !open)
	})
}

// asksAgain reports whether a run asked all that an older one did for what tells
// machines apart.
func (p *probing) asksAgain(older *probing) bool {
	return p.at.Verify && (p.at.Sweep || !older.at.Sweep) && p.at.Tool.Policy == older.at.Tool.Policy &&
		p.ports(p.at.Ports).holds(p.ports(older.at.Ports)) && !slices.ContainsFunc(p.told.flows, func(f report.Flow) bool { return f.NotTried > 0 })
}

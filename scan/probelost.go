package scan

import (
	"context"
	"fmt"
	"net/netip"
	"slices"

	"github.com/shikiri/shikiri/netzone/probe"
)

// Answers get lost where somebody limits them: a firewall that lets some SYN a second
// through, or rejects by ICMP, of which Linux sends six at once and then one a second
// (RFC 1812, 4.3.2.8). Then most ports are as silent as if all was dropped, also those
// that are open.

// lostRates are how many attempts a second are made where answers may be lost, round
// by round, and how many at most: each takes 4 s at most, and the first, which is
// always made, a third of one: after the silence that ends the walk who counts
// packets has forgotten them.
var lostRates = []struct {
	rate float64
	most int
}{{200, 64}, {200, 800}, {40, 160}, {8, 32}}

// tryLost tries some silent ports again and slowly, and more of them where there is a
// sign that answers get lost, as long as that finds any.
func (p *prober) tryLost(ctx context.Context) {
	for i, l := range lostRates {
		addrs := p.doubtful()
		if len(addrs) == 0 {
			return
		}
		p.chance.Shuffle(len(addrs), func(i, j int) { addrs[i], addrs[j] = addrs[j], addrs[i] })
		addrs = addrs[:min(len(addrs), l.most)]
		ports := p.shuffled(p.ports)
		ports = ports[:min(len(ports), max(1, l.most/len(addrs)))]
		space, err := probe.NewSpace(addrs, nil, ports)
		if err != nil {
			p.unfinished = err
			return
		}
		o, before := p.cfg.Options, p.lost
		o.Retries = 0
		if o.Rate == 0 || o.Rate > l.rate {
			o.Rate = l.rate
		}
		p.tryBy(ctx, o, space, p.takeLost)
		sign := i == 0 && (p.late > 0 || p.answersInPart())
		if p.lost == before && !sign {
			return
		}
	}
}

// doubtful returns the addresses with silent ports that matter: declared hosts, what
// answers in part, and one of each network that nobody has.
func (p *prober) doubtful() (addrs []netip.Addr) {
	for _, r := range p.reaches {
		for _, t := range r.hosts {
			one := t.declared() || t.inPart() || len(t.lot.spares) > 0 && t == t.lot.spares[0]
			if r.judged && one && slices.Contains(t.states, probe.Filtered) {
				addrs = append(addrs, t.addr)
			}
		}
	}
	return addrs
}

// answersInPart reports whether what is no router refuses some ports and is silent on
// others, as a firewall does not that refuses these ports for whoever is asked: that
// may be all that was not lost.
func (p *prober) answersInPart() bool {
	return slices.ContainsFunc(p.reaches, func(r *reach) bool {
		return r.judged && slices.ContainsFunc(r.hosts, func(t *target) bool { return !t.router && t.inPart() && !t.likeNobody() })
	})
}

// likeNobody reports whether a target refuses the ports that all addresses refuse
// that nobody has, and no others.
func (t *target) likeNobody() bool {
	for place, state := range t.states {
		tried, refused := 0, 0
		for _, s := range t.lot.spares {
			if s.states[place] != probe.Untried {
				tried++
			}
			if s.states[place] == probe.Refused {
				refused++
			}
		}
		nobody := refused > 0 && refused == tried
		if state == probe.Refused && !nobody || state == probe.Filtered && nobody {
			return false
		}
	}
	return true
}

func (t *target) inPart() bool {
	return slices.Contains(t.states, probe.Refused) && slices.Contains(t.states, probe.Filtered)
}

// takeLost notes what was silent before, and is not. That something is silent now
// is no news.
func (p *prober) takeLost(r *probe.Result) {
	t, place := p.targets[r.Target.Addr()], p.place[r.Target.Port()]
	if t == nil || t.states[place] != probe.Filtered {
		return
	}
	t.attempts += int64(r.Attempts)
	stretch(&t.first, &t.last, r.At)
	if !answered(r.State) {
		return
	}
	p.lost++
	t.states[place] = probe.Untried
	t.attempts -= int64(r.Attempts) // take counts them
	t.take(place, r)
}

// whysOfLoss tells that silence proves nothing, since answers got lost.
func (p *prober) whysOfLoss() []string {
	if p.lost == 0 {
		return nil
	}
	return []string{fmt.Sprintf(sayLost, p.lost)}
}

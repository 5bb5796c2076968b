package scan

import (
	"context"
	"net/netip"
	"slices"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
)

// walk tries every port of every target.
func (p *prober) walk(ctx context.Context) {
	p.findRoutes()
	space, err := p.space()
	if err != nil { // it was made before, with less in it
		p.unfinished = err
		return
	}
	p.try(ctx, space, p.take)
	p.walked = true
}

// try tries a space. What is not tried is remembered: it is in no count of what was.
func (p *prober) try(ctx context.Context, space *probe.Space, tell func(*probe.Result)) {
	p.tryBy(ctx, p.cfg.Options, space, tell)
}

func (p *prober) tryBy(ctx context.Context, o probe.Options, space *probe.Space, tell func(*probe.Result)) {
	o.Attempts = &p.attempts
	o.Seed = p.chance.Uint64() | 1
	p.cfg.Progress.Total.Add(int64(min(space.Len(), 1<<62)))
	err := p.cfg.means.try(ctx, o, space, func(r probe.Result) {
		p.cfg.Progress.Tried.Add(1)
		if r.State == probe.Open {
			p.cfg.Progress.Open.Add(1)
		}
		tell(&r)
	})
	if err != nil && p.unfinished == nil {
		p.unfinished = err
	}
}

// tryAll tries ports of addresses, which there may be none of.
func (p *prober) tryAll(ctx context.Context, addrs []netip.Addr, ports []uint16, tell func(*probe.Result)) {
	if len(addrs) == 0 || len(ports) == 0 {
		return
	}
	space, err := probe.NewSpace(addrs, nil, ports)
	if err != nil {
		p.unfinished = err
		return
	}
	p.try(ctx, space, tell)
}

// take notes a result of the walk. An address that was swept and is silent gets no
// entry of its own.
func (p *prober) take(r *probe.Result) {
	addr, place := r.Target.Addr(), p.place[r.Target.Port()]
	if p.own[addr] {
		return
	}
	if r.Attempts > 1 && answered(r.State) {
		p.late++
	}
	t := p.targets[addr]
	if t == nil {
		reach := p.sweptBy(addr)
		if reach == nil {
			return
		}
		stretch(&reach.first, &reach.last, r.At)
		if r.State == probe.Filtered || r.State != probe.Open && len(p.targets) >= targetsMost {
			reach.rest[place][r.State]++
			reach.restOf[reach.zone.NetworkOf(addr)]++
			reach.hold(p.cfg, r)
			return
		}
		t = p.target(reach, addr)
	}
	t.take(place, r)
	t.reach.hold(p.cfg, r)
	if t.counted() {
		stretch(&t.reach.first, &t.reach.last, r.At)
	}
}

// targetsMost bounds the memory for what answers in a sweep: some 200 MB. Beyond it
// answers are counted, and only hosts with an open port get an entry.
const targetsMost = 1 << 19

// hold counts attempts that this machine itself did not let out, where that is an
// error at once (EPERM: programs at cgroups, the filter of Windows), while silence
// takes all the time there is. What nftables drops on its way out is silence, too:
// Linux hides it from TCP (measured), and only a control tells. What takes 0 was told
// for want of time.
func (r *reach) hold(cfg *ProbeConfig, result *probe.Result) {
	if result.State == probe.Filtered && result.Took > 0 && result.Took < min(cfg.Options.Timeout, time.Second)/2 {
		r.held++
	}
}

// sweptBy returns the reach in whose networks an address is tried.
func (p *prober) sweptBy(addr netip.Addr) *reach {
	for _, r := range p.reaches {
		if slices.ContainsFunc(r.swept, func(n netip.Prefix) bool { return n.Contains(addr) }) {
			return r
		}
	}
	return nil
}

// findRoutes notes the targets that this machine knows no way to: that nothing
// answers from there says nothing. A network that is swept is asked for by its
// first address; routers that are only guessed count for nothing.
func (p *prober) findRoutes() {
	for _, r := range p.reaches {
		for _, t := range r.hosts {
			if t.declared() && !p.cfg.means.route(t.addr) {
				r.noRoute = append(r.noRoute, t.addr)
			}
		}
		for _, n := range r.swept {
			if first, _ := netzone.Usable(n); !p.cfg.means.route(first) {
				r.noRoute = append(r.noRoute, first)
			}
		}
		slices.SortFunc(r.noRoute, netip.Addr.Compare)
		r.noRoute = slices.Compact(r.noRoute)
	}
}

package scan

import (
	"context"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

const (
	asksAtOnce = 32
	// interceptedMost is how many ports that something answers for are spoken to, and
	// interceptedTime how long: each takes seconds, and a firewall that accepts
	// everything has thousands.
	interceptedMost = 1024
	interceptedTime = 2 * time.Minute
	interfacesTime  = 20 * time.Second
)

// A question is an open port to be asked what it is.
type question struct {
	target *target
	place  int
	like   netip.AddrPort // where what answers for all answers, too; zero: nothing does
	answer probe.Service
	same   bool // like answers the same
	asked  bool // there was time for it
}

// verify speaks to what is open. Where something answers for every port, a service
// that says something else than a decoy is there itself.
func (p *prober) verify(ctx context.Context) {
	plain, doubted, left := p.questions()
	askEach(ctx, plain, func(q *question) { p.putTo(ctx, q) })
	short, end := context.WithTimeout(ctx, interceptedTime)
	defer end()
	askEach(short, doubted, func(q *question) { p.putTo(short, q) })
	for _, q := range slices.Concat(plain, doubted) {
		t := q.target
		if !q.asked && q.like.IsValid() {
			left++ // what a decoy says is not known
			continue
		}
		if !q.asked && !q.answer.Verified {
			continue // there was no time: that it did not speak is not said
		}
		if q.like.IsValid() && (!q.answer.Verified || q.same) {
			continue
		}
		if t.spoke == nil {
			t.spoke, t.itself = map[int]probe.Service{}, map[int]bool{}
		}
		t.spoke[q.place] = q.answer
		t.itself[q.place] = q.like.IsValid()
		p.identify(t, p.ports[q.place], q.answer.Identities)
	}
	if left > 0 {
		p.warn(sayNotAsked, left)
	}
	p.verifyEgress(ctx)
	p.askInterfaces(ctx)
}

// putTo asks a question, and where something answers for all, asks that too.
func (p *prober) putTo(ctx context.Context, q *question) {
	at := netip.AddrPortFrom(q.target.addr, p.ports[q.place])
	p.attempts.Add(1)
	q.answer = p.cfg.means.identify(ctx, at, at.Port())
	if q.like.IsValid() && q.answer.Verified {
		p.attempts.Add(1)
		q.same = reflect.DeepEqual(p.cfg.means.identify(ctx, q.like, at.Port()), q.answer)
	}
	q.asked = ctx.Err() == nil
}

// questions lists the open ports, those of declared hosts first, and apart those
// that something answers for; left of these are too many.
func (p *prober) questions() (plain, doubted []*question, left int64) {
	var targets []*target
	for _, r := range p.reaches {
		targets = append(targets, r.hosts...)
	}
	slices.SortFunc(targets, func(a, b *target) int {
		if a.host != b.host {
			if a.host {
				return -1
			}
			return 1
		}
		return a.addr.Compare(b.addr)
	})
	for _, t := range targets {
		if !t.counted() {
			continue
		}
		for _, o := range t.opened {
			q := &question{target: t, place: o.place}
			switch {
			case !t.intercepted(o.place):
				plain = append(plain, q)
			case len(doubted) < interceptedMost:
				q.like = p.likeness(t, o.place)
				doubted = append(doubted, q)
			default:
				left++
			}
		}
	}
	return plain, doubted, left
}

// likeness returns where nobody is and something answers as it does for a port: a
// decoy on the same host, or the port of an address that nobody has.
func (p *prober) likeness(t *target, place int) netip.AddrPort {
	if t.proxied {
		return netip.AddrPortFrom(t.addr, t.decoy)
	}
	for _, spare := range t.lot.spares {
		if spare.states[place] == probe.Open && spare != t {
			return netip.AddrPortFrom(spare.addr, p.ports[place])
		}
	}
	return netip.AddrPortFrom(t.addr, p.decoys[0])
}

// askEach does something with all, some at a time. What has not begun when ctx ends
// is not done.
func askEach[T any](ctx context.Context, all []T, do func(T)) {
	var wg sync.WaitGroup
	room := make(chan struct{}, asksAtOnce)
	for _, one := range all {
		if ctx.Err() != nil {
			break
		}
		room <- struct{}{}
		wg.Go(func() {
			defer func() { <-room }()
			do(one)
		})
	}
	wg.Wait()
}

func (p *prober) identify(t *target, port uint16, identities []probe.Identity) {
	for _, id := range identities {
		row := report.Identity{
			From: p.from.Name, Zone: t.reach.zone.Name, Host: t.addr.String(), Port: port, Kind: id.Kind, Value: id.Value, Weak: id.Weak,
		}
		if len(t.names) > 0 {
			row.Name = slices.Min(t.names)
		}
		p.run.Identities = append(p.run.Identities, row)
	}
}

func (p *prober) verifyEgress(ctx context.Context) {
	open := slices.DeleteFunc(slices.Clone(p.egress), func(w *wayOut) bool { return w.protocol != "tcp" || w.state != probe.Open })
	askEach(ctx, open, func(w *wayOut) {
		p.attempts.Add(1)
		w.service, w.asked = p.cfg.means.identify(ctx, netip.AddrPortFrom(w.addr, w.port), w.port), true
		if w.proxied && w.service.Verified {
			p.attempts.Add(1)
			w.same = reflect.DeepEqual(p.cfg.means.identify(ctx, netip.AddrPortFrom(w.addr, w.decoy), w.port), w.service)
		}
	})
}

// askInterfaces asks SMB servers, with the credentials of their shares, for the
// addresses they have. A server is asked once.
func (p *prober) askInterfaces(ctx context.Context) {
	type asked struct {
		share  *ProbeShare
		target *target
		port   uint16
		addrs  []netip.Addr
		err    error
	}
	var all []*asked
	for i := range p.cfg.Shares {
		s := &p.cfg.Shares[i]
		if s.Interfaces == nil {
			continue
		}
		_, port := shareHost(s.URL)
		for _, r := range p.reaches {
			for _, t := range r.hosts {
				if !slices.Contains(t.shares, s.URL) {
					continue
				}
				place := p.place[port]
				seen := slices.ContainsFunc(all, func(a *asked) bool { return a.target == t && a.port == port })
				if !seen && t.states[place] == probe.Open && !t.intercepted(place) { // no login for what answers for all
					all = append(all, &asked{share: s, target: t, port: port})
				}
			}
		}
	}
	askEach(ctx, all, func(a *asked) {
		ctx, cancel := context.WithTimeout(ctx, interfacesTime)
		defer cancel()
		p.attempts.Add(1)
		a.addrs, a.err = a.share.Interfaces(ctx)
	})
	for _, a := range all {
		if a.err != nil {
			p.warn(sayInterfaces, a.share.URL, strings.TrimSpace(a.err.Error()))
		}
		var ids []probe.Identity
		for _, addr := range a.addrs {
			if routable(addr) {
				ids = append(ids, probe.Identity{Kind: "smb-interface", Value: addr.Unmap().WithZone("").String()})
			}
		}
		p.identify(a.target, a.port, ids)
	}
}

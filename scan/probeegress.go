package scan

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

const (
	internet = "internet" // what reports call all that is in no zone
	dnsPort  = 53
)

// A wayOut is one thing that was tried in the internet: a port of an address, or
// a name that must not be resolved.
type wayOut struct {
	canary   *netzone.Canary
	name     string
	addr     netip.Addr // zero: the name servers of this machine
	port     uint16
	protocol string
	state    probe.State
	proxied  bool
	decoy    uint16 // that was open
	same     bool   // it says what a decoy says
	why      string
	service  probe.Service
	asked    bool // what it is
	source   netip.Addr
	attempts int
	at       time.Time
	took     time.Duration
}

// tryEgress tries the canaries. That they are open is bad news only from zones that
// must not reach them; from others it tells that they are worth trying.
func (p *prober) tryEgress(ctx context.Context) {
	byPort := map[uint16][]netip.Addr{}
	for i := range p.cfg.Policy.Egress {
		c := &p.cfg.Policy.Egress[i]
		if c.Name != "" {
			p.askCanary(ctx, c)
		}
		if c.Host == "" {
			continue
		}
		for _, a := range p.canaryAddrs(ctx, c) {
			for _, port := range c.Ports {
				w := &wayOut{canary: c, name: c.Host, addr: a, port: port, protocol: "tcp"}
				if a.String() == c.Host {
					w.name = ""
				}
				p.egress = append(p.egress, w)
				byPort[port] = append(byPort[port], a)
			}
		}
	}
	for _, port := range slices.Sorted(maps.Keys(byPort)) {
		p.tryAll(ctx, byPort[port], []uint16{port}, p.takeEgress)
	}
	p.doubtEgress(ctx)
}

func (p *prober) takeEgress(r *probe.Result) {
	for _, w := range p.egress {
		if w.protocol == "tcp" && w.addr == r.Target.Addr() && w.port == r.Target.Port() {
			w.state, w.source, w.attempts, w.at, w.took = r.State, r.Source, r.Attempts, r.At, r.Took
		}
	}
}

// doubtEgress tries decoys: a proxy that accepts everything is no way out yet.
func (p *prober) doubtEgress(ctx context.Context) {
	var addrs []netip.Addr
	for _, w := range p.egress {
		if w.protocol == "tcp" && w.state == probe.Open {
			addrs = append(addrs, w.addr)
		}
	}
	open := map[netip.Addr][]uint16{}
	p.tryAll(ctx, addrs, p.decoys, func(r *probe.Result) {
		if r.State == probe.Open {
			open[r.Target.Addr()] = append(open[r.Target.Addr()], r.Target.Port())
		}
	})
	for _, w := range p.egress {
		if decoys := open[w.addr]; w.protocol == "tcp" && len(decoys) >= decoysOpen {
			w.proxied, w.decoy = true, decoys[0]
		}
	}
}

// canaryAddrs returns the addresses of a canary. That a name resolves is a way out
// by itself.
func (p *prober) canaryAddrs(ctx context.Context, c *netzone.Canary) []netip.Addr {
	if a, err := netip.ParseAddr(c.Host); err == nil {
		return []netip.Addr{a.Unmap().WithZone("")}
	}
	w := &wayOut{canary: c, name: c.Host, port: dnsPort, protocol: "dns"}
	p.egress = append(p.egress, w)
	var all []netip.Addr
	for _, a := range p.askSystem(ctx, w) {
		if z := p.cfg.Policy.ZoneOf(a); z != nil {
			p.warn(sayCanaryZone, c.Host, a, z.Name)
		} else if routable(a) && !p.own[a] {
			all = append(all, a)
		}
	}
	return all
}

// egressFlows sums what was tried in the internet: what must not be reached from
// here, and what may.
func (p *prober) egressFlows() []report.Flow {
	var flows []report.Flow
	for _, allowed := range []bool{false, true} {
		var ways []*wayOut
		var names []string
		for _, w := range p.egress {
			if w.canary.Forbids(p.from) == !allowed {
				ways = append(ways, w)
				if w.protocol == "dns" && w.canary.Host != "" && w.state != probe.Open {
					names = append(names, w.name)
				}
			}
		}
		if len(ways) == 0 {
			continue
		}
		f, tcp := p.sumEgress(ways)
		f.Allowed = allowed
		var whys []string
		if !tcp {
			whys = append(whys, sayNoCanary)
		}
		addrs := egressAddrs(ways)
		p.judgeFlow(&f, slices.Concat(whys, p.whysOfRoute(addrs), p.whysOfLeaving(addrs, p.reaches...)), false)
		if len(names) > 0 {
			f.Why = joinWhys(f.Why, fmt.Sprintf(sayCanaryNames, strings.Join(names, ", ")))
		}
		flows = append(flows, f)
	}
	return flows
}

// sumEgress counts ways out; tcp tells if a port of one was tried.
func (p *prober) sumEgress(ways []*wayOut) (f report.Flow, tcp bool) {
	f = report.Flow{From: p.from.Name, To: internet, Egress: true}
	var ports []uint16
	hosts := map[netip.Addr]bool{}
	for _, w := range ways {
		ports = append(ports, w.port)
		if w.state != probe.Untried {
			hosts[w.addr] = true
			tcp = tcp || w.protocol == "tcp"
			stretch(&f.Started, &f.Finished, w.at)
		}
		add(&f, w.state, w.intercepted(), 1)
	}
	f.Hosts, f.Ports = int64(len(hosts)), formatPorts(ports)
	return f, tcp
}

func (w *wayOut) intercepted() bool { return w.proxied && (!w.service.Verified || w.same) }

func egressAddrs(ways []*wayOut) []netip.Addr {
	var all []netip.Addr
	for _, w := range ways {
		if w.addr.IsValid() {
			all = append(all, w.addr)
		}
	}
	return all
}

// tellEgress lists the ways out that are open.
func (p *prober) tellEgress() {
	for _, w := range p.egress {
		if w.state != probe.Open || w.intercepted() {
			continue
		}
		row := report.Open{
			From: p.from.Name, To: internet, Egress: true, Host: cmp.Or(addrText(w.addr), w.name), Name: w.name, Port: w.port, Protocol: w.protocol, Verdict: report.PathAllowed,
			Source: addrText(w.source), Attempts: w.attempts, At: w.at, Millis: millis(w.took),
		}
		if w.canary.Forbids(p.from) {
			row.Verdict = report.PathViolation
		}
		p.describe(&row, w.service, w.asked)
		row.Why = cmp.Or(w.why, row.Why)
		p.run.Open = append(p.run.Open, row)
	}
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

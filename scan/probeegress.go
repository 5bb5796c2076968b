package scan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
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

// askCanary asks for a name that must not be resolved.
func (p *prober) askCanary(ctx context.Context, c *netzone.Canary) {
	w := &wayOut{canary: c, name: c.Name, port: dnsPort, protocol: "dns"}
	p.egress = append(p.egress, w)
	if c.Server == "" {
		p.askSystem(ctx, w)
		return
	}
	server, err := nameServer(c.Server)
	if err != nil {
		p.warn(sayBadServer, c.Server)
		return
	}
	w.addr, w.port = server.Addr(), server.Port()
	if ctx.Err() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	w.begin(p)
	addrs, asked, err := p.cfg.means.ask(ctx, server, c.Name)
	w.end(p, addrs, err)
	if !asked { // a file of this machine knows the name: that says nothing
		w.state = probe.Untried
	}
	if w.state == probe.Refused && p.cfg.Policy.ZoneOf(server.Addr()) == nil {
		w.state, w.why = probe.Open, sayAnswers
	}
}

// nameServer reads the address of a name server, with or without a port.
func nameServer(text string) (netip.AddrPort, error) {
	if a, err := netip.ParseAddr(text); err == nil {
		return netip.AddrPortFrom(a.Unmap(), dnsPort), nil
	}
	return netip.ParseAddrPort(text)
}

// askSystem asks the name servers of this machine.
func (p *prober) askSystem(ctx context.Context, w *wayOut) []netip.Addr {
	if ctx.Err() != nil {
		return nil
	}
	w.begin(p)
	addrs, err := p.lookUpOne(ctx, w.name)
	w.end(p, addrs, err)
	return addrs
}

func (w *wayOut) begin(p *prober) {
	w.at, w.attempts = p.cfg.Now(), 1
	p.attempts.Add(1)
}

// end judges the answer to a question for a name. Servers that filter names answer
// with addresses that nobody can have: that is no way out.
func (w *wayOut) end(p *prober, addrs []netip.Addr, err error) {
	w.took = p.cfg.Now().Sub(w.at)
	var dns *net.DNSError
	switch {
	case slices.ContainsFunc(addrs, func(a netip.Addr) bool { return !a.IsUnspecified() && !a.IsLoopback() }):
		w.state, w.why = probe.Open, sayResolves
	case err == nil, errors.As(err, &dns) && dns.IsNotFound:
		w.state = probe.Refused
	default:
		w.state = probe.Filtered
	}
}

// askServer asks one name server for the addresses of a name.
func askServer(ctx context.Context, server netip.AddrPort, name string) (addrs []netip.Addr, asked bool, err error) {
	var dialed atomic.Bool
	r := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		dialed.Store(true)
		var d net.Dialer
		return d.DialContext(ctx, network, server.String())
	}}
	addrs, err = r.LookupNetIP(ctx, "ip", strings.TrimSuffix(name, ".")+".")
	return addrs, dialed.Load(), err
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

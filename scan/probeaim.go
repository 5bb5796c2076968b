package scan

import (
	"context"
	"fmt"
	"net/netip"
	"slices"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

const (
	// largeBits is log2 of the most addresses of a network that are swept without
	// being asked for, and endlessBits of those that are swept at all: 2^24 addresses
	// with 60 ports are 12 days at 1,000 attempts a second.
	largeBits, endlessBits = 16, 24
	// unboundedMost is how many ports of addresses are tried without a bound of time:
	// more than a day at that rate.
	unboundedMost = 100_000_000
)

// A declared is a host that the configuration names.
type declared struct {
	host  string
	zone  *netzone.Zone
	share string // "": it is none's
}

// aim finds out what is to be tried. An error is one of the configuration.
func (p *prober) aim(ctx context.Context) error {
	hosts, ports, err := p.declaredHosts()
	if err != nil {
		return err
	}
	p.choosePorts(ports)
	for i := range p.cfg.Policy.Zones {
		z := &p.cfg.Policy.Zones[i]
		if z != p.from && !p.judged(z) || z == p.from && !p.cfg.Verify {
			continue
		}
		r := &reach{zone: z, judged: p.judged(z), rest: make([]counts, len(p.ports)), restOf: map[netip.Prefix]int64{}, allowed: p.cfg.Policy.FlowsTo(p.from.Name, z.Name)}
		for _, port := range p.ports {
			if !r.allowedPort(port) {
				r.forbidden = append(r.forbidden, port)
			}
		}
		if p.cfg.Sweep {
			if err := p.sweep(r); err != nil {
				return err
			}
		}
		p.reaches = append(p.reaches, r)
	}
	var names []string
	for _, d := range hosts {
		names = append(names, d.host)
	}
	for _, k := range p.cfg.KnownOpen {
		names = append(names, k.Host)
	}
	all := p.lookUp(ctx, names)
	for _, d := range hosts {
		if err := p.settle(d, all[hostKey(d.host)]); err != nil {
			return err
		}
	}
	p.addKnown(all)
	p.chooseSample()
	for _, r := range p.reaches {
		if r.judged {
			p.addRouters(r)
			p.addSpares(r)
		}
	}
	if err := p.checkEndless(); err != nil {
		return err
	}
	return p.checkSize()
}

// checkEndless refuses a sweep of which nothing can be tried, and no host besides.
func (p *prober) checkEndless() error {
	var first *reach
	for _, r := range p.reaches {
		if len(r.swept) > 0 || slices.ContainsFunc(r.hosts, func(t *target) bool { return t.host }) {
			return nil
		}
		if first == nil && len(r.endless) > 0 {
			first = r
		}
	}
	if first == nil {
		return nil
	}
	return fmt.Errorf("sweep network %s of zone %s: it has too many addresses to be tried one by one, and nothing else is there to try (declare its hosts in place of --sweep)",
		first.endless[0], first.zone.Name)
}

// declaredHosts returns the hosts of all zones, and the ports of shares.
func (p *prober) declaredHosts() (hosts []declared, ports []uint16, err error) {
	policy := p.cfg.Policy
	for i := range policy.Zones {
		z := &policy.Zones[i]
		for _, h := range z.Hosts {
			hosts = append(hosts, declared{host: h, zone: z})
		}
	}
	for _, s := range p.cfg.Shares {
		host, port := shareHost(s.URL)
		if host == "" {
			continue
		}
		z := policy.Zone(s.Zone)
		if z == nil {
			problem := policy.CheckZone(s.Zone)
			return nil, nil, fmt.Errorf("collect targets: share %s: %s (%s)", s.URL, problem.Text, problem.Hint)
		}
		hosts = append(hosts, declared{host, z, s.URL})
		ports = append(ports, port)
	}
	return hosts, ports, nil
}

// choosePorts notes what is tried on every target: what was asked for, and what the
// policy and the shares name, lest it is left out by the choice.
func (p *prober) choosePorts(ofShares []uint16) {
	ports := slices.Concat(p.cfg.Ports, ofShares)
	if len(p.cfg.Ports) == 0 {
		ports = append(ports, probe.DefaultPorts...)
	}
	for _, f := range p.cfg.Policy.Flows {
		if f.From == p.from.Name {
			ports = append(ports, f.Ports...)
		}
	}
	for _, k := range p.cfg.KnownOpen {
		ports = append(ports, k.Port)
	}
	slices.Sort(ports)
	p.ports = slices.Compact(ports)
	if len(p.ports) > 0 && p.ports[0] == 0 {
		p.ports = p.ports[1:]
	}
	p.place = make(map[uint16]int, len(p.ports))
	for i, port := range p.ports {
		p.place[port] = i
	}
}

// sweep adds the networks of a zone. One that nobody can finish is not tried, and
// that is told: most zones with IPv6 have a /64 beside what can be swept.
func (p *prober) sweep(r *reach) error {
	for _, n := range r.zone.Networks {
		switch {
		case netzone.Wide(n, endlessBits) && (n.Addr().Is6() || p.cfg.Large):
			r.endless = append(r.endless, n.String())
			p.run.Unexamined = append(p.run.Unexamined, report.Unexamined{Share: n.String(), Reason: "too-large", Detail: netzone.Size(n) + " addresses"})
			p.warn(sayEndless, n, r.zone.Name, netzone.Size(n))
			continue
		case netzone.Wide(n, largeBits) && !p.cfg.Large:
			return fmt.Errorf("sweep network %s of zone %s: it has %s addresses, more than 65536 (--yes if that is meant)", n, r.zone.Name, netzone.Size(n))
		}
		r.swept = append(r.swept, n)
	}
	return nil
}

// settle makes targets of a host, or tells why not. A literal address in the
// wrong zone is an error, as it is for the command zones.
func (p *prober) settle(d declared, f *lookedUp) error {
	r := p.reachTo(d.zone)
	literal := false
	if a, err := netip.ParseAddr(d.host); err == nil {
		literal = true
		if problem := p.cfg.Policy.CheckAddress(d.zone.Name, a); problem != nil && !problem.Warning {
			return fmt.Errorf("collect targets: host %s: %s (%s)", d.host, problem.Text, problem.Hint)
		}
	}
	if len(f.addrs) == 0 {
		p.miss(r, d.host, "unresolved", LookupWhy(f.err), sayUnresolved, d.host)
		return nil
	}
	for _, a := range f.addrs {
		at := p.cfg.Policy.ZoneOf(a)
		switch {
		case at != nil && at != d.zone:
			p.miss(r, d.host, "wrong-zone", a.String(), sayWrongZone, d.host, a, at.Name, d.zone.Name)
		case at == nil && (len(d.zone.Networks) > 0 || !routable(a)):
			p.miss(r, d.host, "outside-zone", a.String(), sayOutside, d.host, a, d.zone.Name)
		case r == nil:
		case p.own[a]:
			if r.judged {
				p.warn(sayItself, a)
			}
		default:
			p.addHost(r, a, d, literal)
		}
	}
	return nil
}

// routable reports whether an address can be that of a host in a zone without
// networks: what a name resolves to may be this machine, or many.
func routable(a netip.Addr) bool {
	return a.IsGlobalUnicast() && !a.IsLoopback()
}

func (p *prober) addHost(r *reach, a netip.Addr, d declared, literal bool) {
	t := p.target(r, a)
	if t.reach != r {
		p.miss(r, d.host, "wrong-zone", a.String(), sayTwoZones, d.host, a, t.reach.zone.Name, d.zone.Name)
		return
	}
	t.host = true
	if !literal && !slices.ContainsFunc(t.names, func(n string) bool { return hostKey(n) == hostKey(d.host) }) {
		t.names = append(t.names, d.host)
	}
	if d.share != "" && !slices.Contains(t.shares, d.share) {
		t.shares = append(t.shares, d.share)
	}
}

// miss tells that a host is not tried, or not at one of its addresses. Of a zone
// that is not looked at it is worth a warning only.
func (p *prober) miss(r *reach, host, reason, detail, format string, args ...any) {
	if r != nil {
		u := report.Unexamined{Share: host, Reason: reason, Detail: detail}
		if slices.Contains(p.run.Unexamined, u) {
			return
		}
		p.run.Unexamined = append(p.run.Unexamined, u)
		if !slices.Contains(r.missing, host) {
			r.missing = append(r.missing, host)
		}
	}
	p.warn(format, args...)
}

// reachTo returns the reach into a zone, or nil if it is not looked at.
func (p *prober) reachTo(z *netzone.Zone) *reach {
	for _, r := range p.reaches {
		if r.zone == z {
			return r
		}
	}
	return nil
}

// checkSize refuses what nobody waits for.
func (p *prober) checkSize() error {
	space, err := p.space()
	if err != nil {
		return err
	}
	if n := space.Len(); n > unboundedMost && p.cfg.Budget <= 0 {
		return fmt.Errorf("collect targets: %d addresses with %d ports each: that takes days (give it a time with --time, or fewer ports or networks)",
			space.Hosts(), len(p.ports))
	}
	return nil
}

// space is all that one walk tries.
func (p *prober) space() (*probe.Space, error) {
	var addrs []netip.Addr
	var networks []netip.Prefix
	for _, r := range p.reaches {
		for _, t := range r.hosts {
			if !t.sampled {
				addrs = append(addrs, t.addr)
			}
		}
		networks = append(networks, r.swept...)
	}
	return probe.NewSpace(addrs, networks, p.ports)
}

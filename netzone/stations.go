package netzone

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// stations checks the addresses that a zone is said to have: its hosts, its
// routers, and those that nobody has.
func (c *checker) stations(p *Policy, i int) {
	z := &p.Zones[i]
	at := fmt.Sprintf("zones[%d]", i)
	for j, host := range z.Hosts {
		c.host(p, i, j, host)
	}
	for j, addr := range z.Gateways {
		c.within(p, fmt.Sprintf("%s.gateway[%d]", at, j), z, addr, "a gateway of a zone has an address in it: the one that its machines send to")
	}
	for j, addr := range z.Unused {
		where := fmt.Sprintf("%s.unused[%d]", at, j)
		if !c.within(p, where, z, addr, "an unused address is a control: it must be where the zone's machines are") {
			continue
		}
		n := networkOf(z, addr)
		switch {
		case slices.Contains(z.Hosts, addr.String()):
			c.fail(where, fmt.Sprintf("%s is a host of zone %s, and unused", addr, z.Name), "a control needs an address that nobody has")
		case slices.Contains(z.Gateways, addr):
			c.fail(where, fmt.Sprintf("%s is the gateway of zone %s, and unused", addr, z.Name), "a control needs an address that nobody has")
		case slices.Contains(z.Unused[:j], addr):
			c.fail(where, fmt.Sprintf("%s is listed twice", addr), "")
		case n.IsValid() && n.Bits() < addr.BitLen()-1 && addr == n.Masked().Addr():
			c.fail(where, fmt.Sprintf("%s is no machine's address: it names the network %s", addr, n), "take another that nobody has")
		case n.IsValid() && addr.Is4() && n.Bits() < 31 && addr == lastOf(n):
			c.fail(where, fmt.Sprintf("%s is no machine's address: it is the broadcast address of %s", addr, n), "take another that nobody has")
		}
	}
}

// host checks one of the hosts of a zone.
func (c *checker) host(p *Policy, i, j int, host string) {
	z, at := &p.Zones[i], fmt.Sprintf("zones[%d].hosts[%d]", i, j)
	if host == "" {
		return // told by who read it
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		if problem := p.CheckAddress(z.Name, addr); problem != nil {
			problem.At = at
			if !problem.Warning {
				problem.Hint = "an address belongs to one zone"
			} else {
				problem.Hint = "shikiri probe tries only addresses of the networks"
			}
			c.problems = append(c.problems, *problem)
			return
		}
	}
	same := func(o string) bool { return sameHost(o, host) }
	if slices.ContainsFunc(z.Hosts[:j], same) {
		c.fail(at, fmt.Sprintf("host %s is listed twice", host), "")
		return
	}
	for k := range p.Zones[:i] {
		if slices.ContainsFunc(p.Zones[k].Hosts, same) {
			c.fail(at, fmt.Sprintf("host %s is one of zone %s already", host, p.Zones[k].Name),
				"a machine with a leg in two zones is what shikiri probe looks for: declare each of its addresses in its own zone")
			return
		}
	}
}

// sameHost compares names as DNS does: without letter case and the dot at the end.
func sameHost(a, b string) bool {
	return a != "" && strings.EqualFold(strings.TrimSuffix(a, "."), strings.TrimSuffix(b, "."))
}

// within reports whether an address can stand in a zone, and tells why not. A
// zone without networks may have any that is no other zone's.
func (c *checker) within(p *Policy, at string, z *Zone, addr netip.Addr, hint string) bool {
	if !addr.IsValid() {
		return false // told by who read it
	}
	problem := p.CheckAddress(z.Name, addr)
	if problem == nil {
		return true
	}
	c.fail(at, problem.Text, hint)
	return false
}

// networkOf returns the smallest network of a zone that holds an address, or the
// zero value.
func networkOf(z *Zone, addr netip.Addr) (found netip.Prefix) {
	for _, n := range z.Networks {
		if n.Contains(addr) && (!found.IsValid() || n.Bits() > found.Bits()) {
			found = n
		}
	}
	return found
}

// lastOf returns the last address of an IPv4 network.
func lastOf(n netip.Prefix) netip.Addr {
	b := n.Masked().Addr().As4()
	for bit := n.Bits(); bit < 32; bit++ {
		b[bit/8] |= 0x80 >> (bit % 8)
	}
	return netip.AddrFrom4(b)
}

// egress checks what must not be reachable in the internet.
func (c *checker) egress(p *Policy) {
	for i, e := range p.Egress {
		at := fmt.Sprintf("egress[%d]", i)
		if addr, err := netip.ParseAddr(e.Host); err == nil {
			if z := p.ZoneOf(addr); z != nil {
				c.fail(at+".host", fmt.Sprintf("%s is in a network of zone %s", addr, z.Name), "a canary is in the internet, not in a zone: what zones may reach is in flows")
			}
		}
		if i := slices.Index(e.Ports, 0); i >= 0 {
			c.fail(fmt.Sprintf("%s.ports[%d]", at, i), "there is no port 0", "ports are 1 to 65535")
		}
		for j, name := range e.From {
			if name != "" && p.Zone(name) == nil {
				c.fail(fmt.Sprintf("%s.from[%d]", at, j), fmt.Sprintf("unknown zone %q", name), p.zoneHint())
			}
		}
	}
}

// CheckUnused returns what is wrong with a machine having an address that the
// policy says nobody has, or nil. At is left empty.
func (p *Policy) CheckUnused(addr netip.Addr) *Problem {
	addr = addr.Unmap().WithZone("")
	for i := range p.Zones {
		if slices.Contains(p.Zones[i].Unused, addr) {
			return &Problem{Text: fmt.Sprintf("%s is unused in zone %s", addr, p.Zones[i].Name), Hint: "a control of shikiri probe needs an address that nobody has"}
		}
	}
	return nil
}

package netzone

import (
	"net/netip"
	"slices"
)

// FlowsTo returns the ports of each flow that the policy allows between two zones,
// in its order. A port that is in two of them is in the first one only, so that
// what is counted by flow is counted once.
func (p *Policy) FlowsTo(from, to string) [][]uint16 {
	var all [][]uint16
	seen := map[uint16]bool{}
	for _, f := range p.Flows {
		if f.From != from || f.To != to {
			continue
		}
		var ports []uint16
		for _, port := range f.Ports {
			if !seen[port] {
				seen[port] = true
				ports = append(ports, port)
			}
		}
		if len(ports) > 0 {
			slices.Sort(ports)
			all = append(all, ports)
		}
	}
	return all
}

// ZonesOf returns the zones that addresses stand in, in the order of the policy.
func (p *Policy) ZonesOf(addrs []netip.Addr) []*Zone {
	in := map[*Zone]bool{}
	for _, a := range addrs {
		in[p.ZoneOf(a)] = true
	}
	var all []*Zone
	for i := range p.Zones {
		if in[&p.Zones[i]] {
			all = append(all, &p.Zones[i])
		}
	}
	return all
}

// Forbids reports whether a zone must not reach a canary.
func (c *Canary) Forbids(z *Zone) bool {
	if len(c.From) == 0 {
		return z.Allowed
	}
	return slices.Contains(c.From, z.Name)
}

// NetworkOf returns the network of a zone that holds an address; the zero value if
// none does.
func (z *Zone) NetworkOf(addr netip.Addr) netip.Prefix {
	addr = addr.Unmap().WithZone("")
	for _, n := range z.Networks {
		if n.Contains(addr) {
			return n
		}
	}
	return netip.Prefix{}
}

// Routers returns the addresses at which the routers of a zone are looked for:
// those that it names or, of each network, the first that a machine can have and,
// of IPv4, the last, where most are. A network of one or two addresses has no room
// for one.
func (z *Zone) Routers() []netip.Addr {
	if len(z.Gateways) > 0 {
		return z.Gateways
	}
	var all []netip.Addr
	for _, n := range z.Networks {
		if n.IsValid() && n.Addr().BitLen()-n.Bits() >= 2 {
			first, last := Usable(n)
			if all = append(all, first); n.Addr().Is4() {
				all = append(all, last)
			}
		}
	}
	return all
}

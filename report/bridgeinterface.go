package report

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// claims returns for each SMB server its own address and those that it says it has,
// sorted.
func (b *bridging) claims() map[sighting][]netip.Addr {
	has := map[sighting][]netip.Addr{}
	for t, seen := range b.seen {
		a, err := netip.ParseAddr(t.value)
		if t.kind != interfaceKind || err != nil {
			continue
		}
		for _, s := range seen {
			has[s] = insert(has[s], s.host, netip.Addr.Compare)
			has[s] = insert(has[s], a.Unmap().WithZone(""), netip.Addr.Compare)
		}
	}
	return has
}

// several returns the addresses that several machines say they have, with who does:
// the bridges of containers and virtual machines have the same address everywhere.
// Servers are one machine if each says that it has the other's address.
func several(has map[sighting][]netip.Addr) map[netip.Addr][]sighting {
	by := map[netip.Addr][]sighting{}
	for s, all := range has {
		for _, a := range all {
			by[a] = insert(by[a], s, compareSightings)
		}
	}
	claimed := func(by sighting, a netip.Addr) bool {
		_, has := slices.BinarySearchFunc(has[by], a, netip.Addr.Compare)
		return has
	}
	for a, who := range by {
		first := who[0]
		if !slices.ContainsFunc(who, func(s sighting) bool { return !claimed(s, first.host) || !claimed(first, s.host) }) {
			delete(by, a)
		}
	}
	return by
}

// interfaces links an SMB server to the addresses that it says it has, if they lie
// in other zones. It also notes which addresses are of one machine.
func (b *bridging) interfaces() []link {
	has := b.claims()
	shared := several(has)
	var links []link
	for s, all := range has {
		seen := []sighting{s}
		for _, a := range all {
			if a == s.host || shared[a] != nil {
				continue
			}
			b.own(s.host, a)
			if zone := b.zoneOf(a); zone != "" {
				seen = insert(seen, sighting{a, zone}, compareSightings)
			}
		}
		if !spans(seen) {
			continue
		}
		far := hostsBut(s.zone, seen)
		links = append(links, link{
			trait: trait{interfaceKind, far[0]}, seen: seen, strength: BridgeProof,
			why: fmt.Sprintf(whyHas, s.host, strings.Join(far, ", ")),
		})
	}
	for a, who := range shared {
		zone := b.zoneOf(a)
		if who = insert(slices.Clone(who), sighting{a, zone}, compareSightings); zone != "" && spans(who) {
			links = append(links, link{trait: trait{interfaceKind, a.String()}, seen: who, strength: BridgeWeak, why: whyInside})
		}
	}
	return links
}

// hostsBut lists addresses that are not in a zone.
func hostsBut(zone string, all []sighting) []string {
	var far []string
	for _, s := range all {
		if s.zone != zone {
			far = append(far, s.host.String())
		}
	}
	return far
}

// own notes that two addresses are of one machine.
func (b *bridging) own(x, y netip.Addr) {
	x, y = b.machine(x), b.machine(y)
	if y.Less(x) {
		x, y = y, x
	}
	if x != y {
		b.owner[y] = x
	}
}

// machine returns the address that stands for all of a machine.
func (b *bridging) machine(a netip.Addr) netip.Addr {
	for {
		above, ok := b.owner[a]
		if !ok {
			return a
		}
		a = above
	}
}

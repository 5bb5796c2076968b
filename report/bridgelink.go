package report

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// zoneNetworks is a zone and where it is.
type zoneNetworks struct {
	name     string
	networks []netip.Prefix
}

func networksOf(zones []Zone) []zoneNetworks {
	var all []zoneNetworks
	for _, z := range zones {
		n := zoneNetworks{name: z.Name}
		for _, text := range z.Networks {
			if p, err := netip.ParsePrefix(text); err == nil {
				n.networks = append(n.networks, p.Masked())
			}
		}
		all = append(all, n)
	}
	return all
}

// zoneOf returns the zone with the smallest network that an address lies in, or "".
func (b *bridging) zoneOf(a netip.Addr) string {
	zone, bits := "", -1
	for _, z := range b.zones {
		for _, p := range z.networks {
			if p.Contains(a) && p.Bits() > bits {
				zone, bits = z.name, p.Bits()
			}
		}
	}
	return zone
}

// shared links where a trait answers in two zones. It comes after interfaces.
func (b *bridging) shared() []link {
	var links []link
	for t, seen := range b.seen {
		if t.kind != interfaceKind && spans(seen) && len(seen) > 1 {
			links = append(links, b.judge(t, seen)...)
		}
	}
	return links
}

// Why a bridge is what it is.
const (
	whySame    = "one machine, or one that forwards to the other: the same answers in both zones"
	whyPartly  = "of their host keys only some are the same: these may have been copied"
	whyGUID    = "Samba makes it of the server's name"
	whyName    = "two servers may have one name"
	whyMany    = "the certificate is for many hosts, or for none by name: several machines may have it"
	whyHas     = "the SMB server at %s says that it has %s"
	whyInside  = "several SMB servers say that they have it: it may be of a network inside each"
	whyRouter  = "these are where the routers of the zones are: a router that the policy has there belongs between the zones"
	whyOther   = "other machines may well have the same"
	whyCopied  = "%d addresses of zone %s have the same: it was copied, with an image say, and proves nothing"
	whyAlsoOne = "many machines have the same host key, but only these have all of them and the same %s"
)

// judge says how strong it is that a trait answers in two zones.
func (b *bridging) judge(t trait, seen []sighting) []link {
	l := link{trait: t, seen: seen, strength: bridgeWeak}
	many, zone := b.most(seen)
	switch {
	case b.weak[t]:
		l.why = weakness(t.kind)
	case many > cloned:
		l.why = fmt.Sprintf(whyCopied, many, zone)
		return append(b.despite(t, seen), l)
	case b.apart(seen) != "":
		zone = b.apart(seen)
		many, _ = b.most(slices.DeleteFunc(slices.Clone(seen), func(s sighting) bool { return s.zone != zone }))
		l.why = fmt.Sprintf(whyCopied, many, zone)
		return append(b.despite(t, seen), l)
	case t.kind == "ssh-host-key" && b.differ(seen):
		l.why = whyPartly
	default:
		l.strength, l.why = bridgeProof, whySame
	}
	return []link{l}
}

// weakness says why a kind of identity proves nothing, if it is a weak one.
func weakness(kind string) string {
	switch kind {
	case "smb-server-guid":
		return whyGUID
	case "smb-name":
		return whyName
	case "tls-certificate":
		return whyMany
	}
	return whyOther
}

// most returns in which zone a trait has most machines, and how many: as many as
// there are addresses, but for those that are known to be of one. IPv6 addresses
// count only where there are no others: one machine has several.
func (b *bridging) most(seen []sighting) (many int, zone string) {
	byZone := map[string][2]map[netip.Addr]bool{}
	for _, s := range seen {
		families, ok := byZone[s.zone]
		if !ok {
			families = [2]map[netip.Addr]bool{{}, {}}
			byZone[s.zone] = families
		}
		family := 0
		if s.host.Is6() {
			family = 1
		}
		families[family][b.machine(s.host)] = true
	}
	for name, families := range byZone {
		n := len(families[0])
		if n == 0 {
			n = len(families[1])
		}
		if n > many || n == many && name < zone {
			many, zone = n, name
		}
	}
	return many, zone
}

// differ reports whether each of two sightings has a host key that the other, at
// the same port, lacks. One that lacks some of the other's may not have told all.
func (b *bridging) differ(seen []sighting) bool {
	for i, x := range seen {
		for _, y := range seen[i+1:] {
			if x.zone != y.zone && b.contradict(x, y) {
				return true
			}
		}
	}
	return false
}

func (b *bridging) contradict(x, y sighting) bool {
	for place, values := range b.traits[x] {
		others, ok := b.traits[y][place]
		if ok && strings.HasPrefix(place, "ssh-host-key ") && !within(values, others) && !within(others, values) {
			return true
		}
	}
	return false
}

// apart returns a zone in which two sightings are of two machines, "" if there is
// none: each says at the same port that it is another. What both have was copied.
func (b *bridging) apart(seen []sighting) string {
	for i, x := range seen {
		for _, y := range seen[i+1:] {
			if x.zone == y.zone && b.machine(x.host) != b.machine(y.host) && b.others(x, y) {
				return x.zone
			}
		}
	}
	return ""
}

// others reports whether two sightings have another host key, name or GUID at the
// same port. Certificates tell nothing: one port may show several.
func (b *bridging) others(x, y sighting) bool {
	for place, values := range b.traits[x] {
		theirs, ok := b.traits[y][place]
		kind, _, _ := strings.Cut(place, " ")
		told := kind == "ssh-host-key" || kind == "smb-server-guid" || kind == "smb-name"
		if told && ok && !within(values, theirs) && !within(theirs, values) {
			return true
		}
	}
	return false
}

// within reports whether all of a are in b, which is sorted.
func within(a, b []string) bool {
	return !slices.ContainsFunc(a, func(v string) bool {
		_, has := slices.BinarySearch(b, v)
		return !has
	})
}

// despite finds the machine that is one though many have the same host key: it has
// all keys and a name in both zones. Where several do, the zones use the same names.
func (b *bridging) despite(t trait, seen []sighting) []link {
	if t.kind != "ssh-host-key" {
		return nil
	}
	var links []link
	for other, where := range b.seen {
		if other.kind != "smb-name" && other.kind != "smb-server-guid" || !spans(where) || !holds(seen, where) {
			continue
		}
		if many, _ := b.most(where); many > 1 || !b.alike(where) {
			continue
		}
		if len(links) > 0 && slices.Equal(links[0].seen, where) { // its GUID and its name: one of them, always the same
			links[0].why = max(links[0].why, fmt.Sprintf(whyAlsoOne, evidenceWords(other.kind)))
			continue
		}
		links = append(links, link{trait: t, seen: where, strength: bridgeProof, why: fmt.Sprintf(whyAlsoOne, evidenceWords(other.kind))})
	}
	if len(links) > 1 {
		return nil
	}
	return links
}

// alike reports whether all sightings have the same host keys at a port.
func (b *bridging) alike(seen []sighting) bool {
	for place, values := range b.traits[seen[0]] {
		if strings.HasPrefix(place, "ssh-host-key ") && !slices.ContainsFunc(seen, func(s sighting) bool { return !slices.Equal(values, b.traits[s][place]) }) {
			return true
		}
	}
	return false
}

// holds reports whether all of some sightings are among others.
func holds(all, some []sighting) bool {
	return !slices.ContainsFunc(some, func(s sighting) bool {
		_, has := slices.BinarySearchFunc(all, s, compareSightings)
		return !has
	})
}

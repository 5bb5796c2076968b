package report

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// Bridges finds machines that have addresses in two zones: what tells one apart
// answers in both. zones are those of the run: their networks say in which zone
// an address lies that an SMB server says it has.
//
// What is the same in both zones may be one machine, or a forwarding from one to
// the other, which is a way between the zones as well. It may also be a copy: a key
// that answers at more than two addresses of a zone came with an image that was
// cloned, and proves nothing unless something else agrees. A machine that has
// nothing but routers' addresses is the router, which belongs between the zones:
// controls tell where these are. The result depends neither on the order of ids nor
// on how often they are told.
func Bridges(ids []Identity, zones []Zone, controls []Control) []Bridge {
	b := newBridging(ids, zones)
	b.findRouters(controls)
	links := slices.Concat(b.interfaces(), b.shared())
	var found []Bridge
	for _, group := range joined(links) {
		found = append(found, b.bridge(group))
	}
	slices.SortFunc(found, compareBridges)
	return found
}

// interfaceKind is of identities whose value is an address that a server says it has.
const interfaceKind = "smb-interface"

// cloned is how many addresses of a zone one machine has at most, as long as
// nothing else says that they are of one: a share's virtual address beside its own.
const cloned = 2

// A sighting is where an identity was seen.
type sighting struct {
	host netip.Addr
	zone string
}

func compareSightings(a, b sighting) int {
	return cmp.Or(a.host.Compare(b.host), cmp.Compare(a.zone, b.zone))
}

// A trait is an identity wherever it is seen.
type trait struct{ kind, value string }

// A link is a trait that was seen in two zones at least.
type link struct {
	trait
	seen     []sighting // sorted
	strength string
	why      string
}

// spans reports whether sightings are of two zones.
func spans(seen []sighting) bool {
	return slices.ContainsFunc(seen, func(s sighting) bool { return s.zone != seen[0].zone })
}

// bridging is what Bridges knows.
type bridging struct {
	zones  []zoneNetworks
	seen   map[trait][]sighting
	weak   map[trait]bool
	traits map[sighting]map[string][]string // values by kind and port, sorted
	names  map[netip.Addr][]string
	shown  map[trait]string // the value as it was told
	router map[sighting]bool
	owner  map[netip.Addr]netip.Addr // the least of the addresses that one SMB server has
}

func newBridging(ids []Identity, zones []Zone) *bridging {
	b := &bridging{
		zones: networksOf(zones), seen: map[trait][]sighting{}, weak: map[trait]bool{},
		traits: map[sighting]map[string][]string{}, names: map[netip.Addr][]string{}, shown: map[trait]string{}, router: map[sighting]bool{}, owner: map[netip.Addr]netip.Addr{},
	}
	for _, id := range ids {
		host, err := netip.ParseAddr(id.Host)
		if err != nil || id.Zone == "" || id.Value == "" {
			continue
		}
		host = host.Unmap().WithZone("")
		if zone := b.zoneOf(host); zone != "" { // one address is in one zone, also where runs were merged between which it was renamed
			id.Zone = zone
		}
		told := id.Value
		if id.Kind == "smb-name" { // names have no case
			id.Value = strings.ToLower(id.Value)
		}
		s, t := sighting{host, id.Zone}, trait{id.Kind, id.Value}
		if was, has := b.shown[t]; !has || told < was {
			b.shown[t] = told
		}
		b.seen[t] = insert(b.seen[t], s, compareSightings)
		b.weak[t] = b.weak[t] || id.Weak || id.Kind == "smb-name"
		if b.traits[s] == nil {
			b.traits[s] = map[string][]string{}
		}
		place := fmt.Sprint(id.Kind, " ", id.Port)
		b.traits[s][place] = insert(b.traits[s][place], id.Value, strings.Compare)
		if id.Name != "" && id.Name != id.Host {
			b.names[host] = insert(b.names[host], id.Name, strings.Compare)
		}
	}
	return b
}

// insert adds v to a sorted list that does not have it.
func insert[T any](list []T, v T, compare func(a, b T) int) []T {
	i, has := slices.BinarySearchFunc(list, v, compare)
	if has {
		return list
	}
	return slices.Insert(list, i, v)
}

// evidence is what reports call a kind of identity, the best first.
var evidence = []struct{ kind, words string }{
	{interfaceKind, "smb interfaces"},
	{"ssh-host-key", "ssh host key"},
	{"tls-certificate", "tls certificate"},
	{"smb-server-guid", "smb server guid"},
	{"smb-name", "smb name"},
}

func evidenceRank(kind string) int {
	for i, e := range evidence {
		if e.kind == kind {
			return i
		}
	}
	return len(evidence)
}

func evidenceWords(kind string) string {
	if i := evidenceRank(kind); i < len(evidence) {
		return evidence[i].words
	}
	return strings.ReplaceAll(kind, "-", " ")
}

// bridge makes one of links to the same machines. The best of them is told.
func (b *bridging) bridge(group []link) Bridge {
	best := slices.MinFunc(group, compareLinks)
	var all []sighting
	var hosts, zones, names []string
	for _, l := range group {
		for _, s := range l.seen {
			all = insert(all, s, compareSightings)
		}
	}
	for _, s := range all {
		hosts = append(hosts, s.host.String())
		zones = insert(zones, s.zone, strings.Compare)
		for _, name := range b.names[s.host] {
			names = insert(names, name, strings.Compare)
		}
	}
	found := Bridge{
		Hosts: slices.Compact(hosts), Names: names, Zones: zones,
		Evidence: evidenceWords(best.kind), Value: cmp.Or(b.shown[best.trait], best.value), Strength: best.strength, Why: best.why,
	}
	if !slices.ContainsFunc(all, func(s sighting) bool { return !b.router[s] }) {
		found.Strength, found.Why = BridgeWeak, whyRouter
	}
	return found
}

func compareLinks(a, b link) int {
	return cmp.Or(cmp.Compare(a.strength, b.strength), cmp.Compare(evidenceRank(a.kind), evidenceRank(b.kind)), // "proof" is before "weak"
		cmp.Compare(a.value, b.value), slices.CompareFunc(a.seen, b.seen, compareSightings), cmp.Compare(a.why, b.why))
}

func compareBridges(a, b Bridge) int {
	return cmp.Or(cmp.Compare(a.Strength, b.Strength), slices.Compare(a.Zones, b.Zones), slices.CompareFunc(a.Hosts, b.Hosts, compareAddresses),
		cmp.Compare(a.Evidence, b.Evidence), cmp.Compare(a.Value, b.Value))
}

// compareAddresses puts 10.0.0.9 before 10.0.0.10.
func compareAddresses(a, b string) int {
	x, _ := netip.ParseAddr(a)
	y, _ := netip.ParseAddr(b)
	return cmp.Or(x.Compare(y), cmp.Compare(a, b))
}

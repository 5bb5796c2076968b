package report

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// A Holding is a machine in a zone on which scans found personal data.
type Holding struct {
	Host      string // as its shares name it, or else an address
	Zone      string
	Names     []string // all that shares call it, but for addresses
	Addresses []string // empty: not known, and its names must do
	Shares    []string
	Findings  int64 // of personal data, whatever their verdict
	Records   int64
	People    int64 // each once
	// PeopleAdded is as in [Exposure].
	PeopleAdded bool
}

// HostNames returns the addresses that a probe met under each name, in lower case.
func HostNames(open []Open, targets []Target) map[string][]string {
	met := map[string]map[string]bool{}
	note := func(name, host string) {
		if name = plainName(name); name != "" {
			if met[name] == nil {
				met[name] = map[string]bool{}
			}
			met[name][plainAddress(host)] = true
		}
	}
	for _, t := range targets {
		for _, n := range t.Names {
			note(n, t.Host)
		}
	}
	for _, o := range open {
		if !o.Egress {
			note(o.Name, o.Host)
		}
	}
	all := make(map[string][]string, len(met))
	for name, hosts := range met {
		all[name] = slices.Sorted(maps.Keys(hosts))
	}
	return all
}

// Exposures returns what of a holding can be reached from other zones: one for each
// zone and verdict, with all ports. names are those of [HostNames]. An address is
// surer than a name: where the scan and the probe know other addresses of one name
// they are not taken for one machine, and moved returns these names.
func (h *Holding) Exposures(open []Open, names map[string][]string) (all []Exposure, moved []string) {
	addresses, moved := h.reachedAt(names)
	type key struct{ from, verdict string }
	found := map[key]*Exposure{}
	ports := map[key][]Open{}
	for _, o := range open {
		address := plainAddress(o.Host)
		if o.Egress || o.From == h.Zone || !addresses[address] {
			continue
		}
		k := key{o.From, o.Verdict}
		e := found[k]
		if e == nil {
			e = &Exposure{
				Host: h.Host, Address: address, Zone: h.Zone, From: o.From, Verdict: o.Verdict, Shares: slices.Clone(h.Shares),
				Findings: h.Findings, Records: h.Records, People: h.People, PeopleAdded: h.PeopleAdded,
			}
			found[k] = e
		} else if compareHosts(address, e.Address) < 0 {
			e.Address = address
		}
		ports[k] = append(ports[k], o)
	}
	for k, e := range found {
		slices.SortFunc(ports[k], func(a, b Open) int { return cmp.Or(cmp.Compare(a.Protocol, b.Protocol), cmp.Compare(a.Port, b.Port)) })
		for _, o := range ports[k] {
			e.Ports = append(e.Ports, o.Protocol+"/"+strconv.Itoa(int(o.Port)))
		}
		e.Ports = slices.Compact(e.Ports)
		all = append(all, *e)
	}
	slices.SortFunc(all, compareExposures)
	return all, moved
}

// reachedAt returns the addresses by which the machine can be reached: its own, and
// those that the probe met under a name of it, unless these contradict its own.
// moved are the names that lead elsewhere.
func (h *Holding) reachedAt(names map[string][]string) (addresses map[string]bool, moved []string) {
	addresses = map[string]bool{}
	for _, a := range h.Addresses {
		addresses[plainAddress(a)] = true
	}
	own := maps.Clone(addresses)
	for _, n := range h.Names {
		met := names[plainName(n)]
		if elsewhere(own, met) {
			moved = append(moved, n)
			continue
		}
		for _, a := range met {
			addresses[a] = true
		}
	}
	slices.Sort(moved)
	return addresses, slices.Compact(moved)
}

// elsewhere reports whether two readings of one name are of two machines: both have
// addresses of one family, and none in common. That a scan came by IPv4 and a probe
// by IPv6 is no contradiction.
func elsewhere(own map[string]bool, met []string) bool {
	families := map[bool]bool{}
	for a := range own {
		families[isIPv6(a)] = true
	}
	both := false
	for _, a := range met {
		if own[a] {
			return false
		}
		both = both || families[isIPv6(a)]
	}
	return both
}

func isIPv6(plain string) bool { return strings.Contains(plain, ":") }

func compareExposures(a, b Exposure) int {
	return cmp.Or(cmp.Compare(pathRank(a.Verdict), pathRank(b.Verdict)), cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.Host, b.Host),
		compareHosts(a.Address, b.Address), cmp.Compare(a.From, b.From), slices.Compare(a.Ports, b.Ports), slices.Compare(a.Shares, b.Shares))
}

// plainAddress writes an address as all that mean it do. What is none stays.
func plainAddress(host string) string {
	a, err := netip.ParseAddr(host)
	if err != nil {
		return plainName(host)
	}
	return a.Unmap().WithZone("").String()
}

// plainName writes the name of a host as all that mean it do: names of the domain
// name system have no case (RFC 4343), and may end with the dot of the root.
func plainName(name string) string { return strings.TrimSuffix(strings.ToLower(name), ".") }

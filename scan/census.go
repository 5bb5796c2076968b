package scan

import (
	"cmp"
	"math/bits"
	"slices"
)

// A census is how many people a crowd is: in all, by client and zone, in two
// zones, and by kind of data in each file.
type census struct {
	zoning    *zoning
	unclaimed int   // the client that is none; -1: every file is some client's
	people    int64 // each once per client
	distinct  int64 // each once
	namesakes int64 // of distinct: who share their names
	clients   map[clientZone]int64
	zones     []int64           // each once, by zone
	both      map[overlap]int64 // who are in two zones
	files     [][]kindCount     // by group
	tallies   []tally           // by group
	count     namesakes
	union     []sighting
	key       []byte // nil: files have no fingerprints
	last      fingerprinted
	known     *knowing // nil: nobody is looked for
	shares    standing // who is in each share
	machines  standing // and on each machine, if that is asked
}

// A zoning says which zone each share lies in.
type zoning struct {
	names  []string // of the zones
	of     []int    // of each share, the number of its zone
	closed []bool   // by zone: personal data is allowed there
}

type clientZone struct{ client, zone int }

// An overlap is a zone that allows personal data and one that does not. client
// is whose people they are in the first one, everyone if it is allClients.
type overlap struct{ client, closed, open int }

const allClients = -1

// kindCount is how many people a file has data of one kind of.
type kindCount struct {
	slot   uint32
	people uint32
}

// newCensus prepares to count the people of a crowd. Its groups say which file
// each sighting is of.
func newCensus(c *crowd, z *zoning) *census {
	n := &census{
		zoning: z, unclaimed: -1, clients: make(map[clientZone]int64), zones: make([]int64, len(z.names)),
		both: make(map[overlap]int64), files: make([][]kindCount, len(c.groups)), tallies: make([]tally, len(c.groups)),
	}
	if i, ok := c.byName[""]; ok {
		n.unclaimed = i
	}
	return n
}

// take counts everyone in the crowd.
func (n *census) take(c *crowd) error { return cmp.Or(c.each(n.settle), n.known.err()) }

// in returns how many people a file has data of a kind of.
func (n *census) in(group uint32, slot int) int64 {
	for _, k := range n.files[group] {
		if k.slot == min(uint32(slot), 63) {
			return int64(k.people)
		}
	}
	return 0
}

func (n *census) zone(s *sighting) int { return n.zoning.of[s.share] }

// settle counts the people among the sightings of one name: in all, by client,
// in each zone, and in each file for each kind of data.
func (n *census) settle(seen []sighting) {
	n.known.look(seen)
	if len(seen) == 1 {
		zone := n.zone(&seen[0])
		n.people++
		n.distinct++
		n.zones[zone]++
		n.clients[clientZone{int(seen[0].client), zone}]++
		n.addKinds(seen[0].group, seen[0].kinds, 1)
		n.tallies[seen[0].group].add(seen, 1)
		n.shares.settle(n, seen, 1)
		n.machines.settle(n, seen, 1)
		return
	}
	all := n.count.people(seen)
	n.distinct += int64(all)
	if all > 1 {
		n.namesakes += int64(all)
	}
	slices.SortFunc(seen, func(a, b sighting) int {
		return cmp.Or(cmp.Compare(a.client, b.client), cmp.Compare(n.zone(&a), n.zone(&b)), cmp.Compare(a.group, b.group))
	})
	several := false
	each(seen, func(s *sighting) uint32 { return s.client }, func(client []sighting) {
		people := n.part(client, seen, all)
		n.people += int64(people)
		if int(client[0].client) == n.unclaimed && len(client) < len(seen) {
			n.people += int64(n.others(client, seen, all) - people)
		}
		each(client, func(s *sighting) uint32 { return uint32(n.zone(s)) }, func(zone []sighting) {
			n.clients[clientZone{int(zone[0].client), n.zone(&zone[0])}] += int64(n.part(zone, client, people))
			several = several || n.zone(&zone[0]) != n.zone(&seen[0])
			each(zone, func(s *sighting) uint32 { return s.group }, func(file []sighting) { n.settleFile(file, client, people) })
		})
	})
	if several {
		n.settleZones(seen)
	} else {
		n.zones[n.zone(&seen[0])] += int64(all)
	}
	n.shares.settle(n, seen, all)
	n.machines.settle(n, seen, all)
}

// others returns how many people there are only because of files of no client.
// Who is some client's is nobody else's for lying in another folder too.
func (n *census) others(unclaimed, seen []sighting, all int) int {
	n.union = n.union[:0]
	for i := range seen {
		if seen[i].client != unclaimed[0].client {
			n.union = append(n.union, seen[i])
		}
	}
	return max(0, all-n.count.people(n.union))
}

// settleZones counts the people of each zone and those who are in two.
func (n *census) settleZones(seen []sighting) {
	slices.SortFunc(seen, func(a, b sighting) int {
		return cmp.Or(cmp.Compare(n.zone(&a), n.zone(&b)), cmp.Compare(a.client, b.client))
	})
	each(seen, func(s *sighting) uint32 { return uint32(n.zone(s)) }, func(zone []sighting) {
		n.zones[n.zone(&zone[0])] += int64(n.count.people(zone))
	})
	each(seen, func(s *sighting) uint32 { return uint32(n.zone(s)) }, func(closed []sighting) {
		if !n.zoning.closed[n.zone(&closed[0])] {
			return
		}
		each(seen, func(s *sighting) uint32 { return uint32(n.zone(s)) }, func(open []sighting) {
			if !n.zoning.closed[n.zone(&open[0])] {
				n.settleBoth(closed, open)
			}
		})
	})
}

// settleBoth counts who are in two zones, by client of the first.
func (n *census) settleBoth(closed, open []sighting) {
	key := overlap{allClients, n.zone(&closed[0]), n.zone(&open[0])}
	both := int64(n.inBoth(closed, open))
	n.both[key] += both
	each(closed, func(s *sighting) uint32 { return s.client }, func(client []sighting) {
		key.client = int(client[0].client)
		if len(client) == len(closed) {
			n.both[key] += both
		} else {
			n.both[key] += int64(n.inBoth(client, open))
		}
	})
}

// inBoth returns how many of the people of a, all of one name, are among b.
func (n *census) inBoth(a, b []sighting) int {
	n.union = append(append(n.union[:0], a...), b...)
	people := n.count.people(a)
	return min(max(0, people+n.count.people(b)-n.count.people(n.union)), people)
}

// settleFile counts the people of one file by kind.
func (n *census) settleFile(file, seen []sighting, all int) {
	every, some := ^uint64(0), uint64(0)
	for i := range file {
		every &= file[i].kinds
		some |= file[i].kinds
	}
	people := n.part(file, seen, all)
	n.tallies[file[0].group].add(file, people)
	n.addKinds(file[0].group, every, people)
	for rest := some &^ every; rest != 0; rest &= rest - 1 {
		bit := rest & -rest
		n.union = n.union[:0]
		for i := range file {
			if file[i].kinds&bit != 0 {
				n.union = append(n.union, file[i])
			}
		}
		n.addKinds(file[0].group, bit, n.count.people(n.union))
	}
}

// part counts the people of a part of seen, in which there are all.
func (n *census) part(part, seen []sighting, all int) int {
	if len(part) == len(seen) {
		return all
	}
	return n.count.people(part)
}

// addKinds counts people for each kind of data in a file.
func (n *census) addKinds(group uint32, kinds uint64, people int) {
	counts := n.files[group]
next:
	for ; kinds != 0; kinds &= kinds - 1 {
		slot := uint32(bits.TrailingZeros64(kinds))
		for i := range counts {
			if counts[i].slot == slot {
				counts[i].people += uint32(people)
				continue next
			}
		}
		counts = append(counts, kindCount{slot, uint32(people)})
	}
	n.files[group] = counts
}

// each calls fn for each run of sightings with the same key.
func each(seen []sighting, key func(*sighting) uint32, fn func([]sighting)) {
	for i := 0; i < len(seen); {
		j := i + 1
		for j < len(seen) && key(&seen[j]) == key(&seen[i]) {
			j++
		}
		fn(seen[i:j])
		i = j
	}
}

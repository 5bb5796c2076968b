package scan

import (
	"cmp"
	"math/bits"
	"slices"
)

// A census is how many people there are: in all, by client and zone, and by
// kind of data in each file.
type census struct {
	people  int64
	zones   []int // of each share, numbered
	clients map[clientZone]int64
	files   [][]kindCount // by group
	count   namesakes
	known   *knowing // nil: nobody is looked for
	err     error
}

type clientZone struct{ client, zone int }

// kindCount is how many people a file has data of one kind of.
type kindCount struct {
	slot   uint32
	people uint32
}

// take counts everyone in the crowd.
func (n *census) take(c *crowd) error {
	n.files = make([][]kindCount, len(c.groups))
	return cmp.Or(c.each(n.settle), n.err)
}

// in returns how many people a file has data of a kind of.
func (n *census) in(group uint32, slot int) int64 {
	for _, k := range n.files[group] {
		if k.slot == min(uint32(slot), 63) {
			return int64(k.people)
		}
	}
	return 0
}

// settle counts the people among the sightings of one name: in all, in each
// zone, and in each file for each kind of data.
func (n *census) settle(seen []sighting) {
	n.err = cmp.Or(n.err, n.known.look(seen))
	if len(seen) == 1 {
		n.known.count(seen[0].group, 1)
		n.people++
		n.clients[clientZone{int(seen[0].client), n.zones[seen[0].share]}]++
		n.addKinds(seen[0].group, seen[0].kinds, 1)
		return
	}
	all := n.count.people(seen)
	n.people += int64(all)
	slices.SortFunc(seen, func(a, b sighting) int {
		return cmp.Or(cmp.Compare(n.zones[a.share], n.zones[b.share]), cmp.Compare(a.group, b.group))
	})
	each(seen, func(s *sighting) uint32 { return uint32(n.zones[s.share]) }, func(zone []sighting) {
		n.clients[clientZone{int(zone[0].client), n.zones[zone[0].share]}] += int64(n.part(zone, seen, all))
		each(zone, func(s *sighting) uint32 { return s.group }, func(file []sighting) { n.settleFile(file, seen, all) })
	})
}

// settleFile counts the people of one file by kind.
func (n *census) settleFile(file, seen []sighting, all int) {
	every, some := ^uint64(0), uint64(0)
	for i := range file {
		every &= file[i].kinds
		some |= file[i].kinds
	}
	people := n.part(file, seen, all)
	n.known.count(file[0].group, people)
	n.addKinds(file[0].group, every, people)
	for rest := some &^ every; rest != 0; rest &= rest - 1 {
		bit := rest & -rest
		n.count.with = n.count.with[:0]
		for i := range file {
			if file[i].kinds&bit != 0 {
				n.count.with = append(n.count.with, file[i])
			}
		}
		n.addKinds(file[0].group, bit, n.count.people(n.count.with))
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

// namesakes counts people of one name. What it says depends on which sightings
// share which traits and on nothing else: not on their order and not on the
// values, which are hashes with another seed in each run.
type namesakes struct {
	with  []sighting // scratch of the caller
	first map[trait]int
	root  []int
	circs []circle
}

type trait struct {
	kind  int
	value uint64
}

// A circle is sightings of which each shares a trait with another.
type circle struct {
	known   uint8          // traits that occur, as bits
	classes [traits]uint32 // values of the trait among sightings that have no stronger one
}

// people counts. Sightings that share a trait are of one circle. Within it, those
// whose strongest trait is of one kind are as many people as that trait has
// values: father and son of one name in one house differ in their birth dates,
// somebody who moved does not. Circles that have no kind of trait in common may
// be the same person and are taken for that; a name alone adds nobody.
func (n *namesakes) people(seen []sighting) int {
	if len(seen) == 1 {
		return 1
	}
	n.link(seen)
	n.class(seen)
	total, circles := 0, 0
	var single [1 << traits]int // circles of one person, by known traits
	for i := range seen {
		if n.root[i] != i {
			continue
		}
		c := &n.circs[i]
		people := int(slices.Max(c.classes[:]))
		total += people
		circles += min(people, 1)
		if people == 1 {
			single[c.known]++
		}
	}
	if total == 0 {
		return 1 // the name alone
	}
	if circles == 1 {
		return total
	}
	return total - merged(&single)
}

// link finds the circle of each sighting: n.root leads to its first one.
func (n *namesakes) link(seen []sighting) {
	n.root = n.root[:0]
	if len(seen) <= few {
		n.linkFew(seen)
		return
	}
	if n.first == nil {
		n.first = make(map[trait]int)
	}
	clear(n.first)
	for i := range seen {
		n.root = append(n.root, i)
		for k, v := range seen[i].traits {
			if v == 0 {
				continue
			}
			t := trait{k, v}
			if j, ok := n.first[t]; ok {
				a, b := n.find(i), n.find(j)
				n.root[max(a, b)] = min(a, b)
			} else {
				n.first[t] = i
			}
		}
	}
	for i := range seen {
		n.root[i] = n.find(i)
	}
}

// few is how many sightings are compared with each other faster than looked up.
const few = 12

func (n *namesakes) linkFew(seen []sighting) {
	for i := range seen {
		n.root = append(n.root, i)
		for j := range i {
			for k, v := range seen[i].traits {
				if v != 0 && v == seen[j].traits[k] {
					a, b := n.find(i), n.find(j)
					n.root[max(a, b)] = min(a, b)
				}
			}
		}
	}
	for i := range seen {
		n.root[i] = n.find(i)
	}
}

func (n *namesakes) find(i int) int {
	for n.root[i] != i {
		n.root[i] = n.root[n.root[i]]
		i = n.root[i]
	}
	return i
}

// class counts the values of the strongest traits in each circle.
func (n *namesakes) class(seen []sighting) {
	n.circs = slices.Grow(n.circs[:0], len(seen))[:len(seen)]
	clear(n.circs)
	for i := range seen {
		c := &n.circs[n.root[i]]
		strongest := true
		for k, v := range seen[i].traits {
			if v == 0 {
				continue
			}
			c.known |= 1 << k
			if strongest && n.firstOf(seen, i, k) {
				c.classes[k]++
			}
			strongest = false
		}
	}
}

// firstOf reports whether nobody before sighting i has the same value of trait k
// for the strongest.
func (n *namesakes) firstOf(seen []sighting, i, k int) bool {
	v := seen[i].traits[k]
	if len(seen) > few {
		const counted = -1
		t := trait{k, v}
		fresh := n.first[t] != counted
		n.first[t] = counted
		return fresh
	}
	for j := range i {
		if seen[j].traits[k] == v && strongestTrait(&seen[j]) == k {
			return false
		}
	}
	return true
}

func strongestTrait(s *sighting) int {
	for k, v := range s.traits {
		if v != 0 {
			return k
		}
	}
	return traits
}

// merged pairs circles that have no kind of trait in common and returns how many
// people that makes fewer.
func merged(single *[1 << traits]int) (fewer int) {
	for a := 1; a < len(single); a++ {
		if single[a] == 0 {
			continue // nearly all
		}
		for b := a + 1; b < len(single); b++ {
			if a&b != 0 {
				continue
			}
			k := min(single[a], single[b])
			single[a] -= k
			single[b] -= k
			single[a|b] += k
			fewer += k
		}
	}
	return fewer
}

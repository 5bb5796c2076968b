package scan

import "slices"

// namesakes counts people of one name. What it says depends on which sightings
// share which traits and on nothing else: not on their order and not on the
// values, which are hashes with another seed in each run.
type namesakes struct {
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

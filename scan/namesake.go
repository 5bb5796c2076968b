package scan

import mathbits "math/bits"

// A census is how many people there are: in all, by client and zone, and by
// kind of data in each file.
type census struct {
	people  int64
	zones   []int // of each share, numbered
	clients map[clientZone]int64
	files   map[fileKind]int64
	persons []person
	seen    []sighting
}

type clientZone struct{ client, zone int }

type fileKind struct {
	group uint32
	slot  uint8
}

// A person is the sightings of one name that nothing tells apart.
type person struct {
	traits [traits]uint64
	mask   uint8 // which traits are known
}

// maxNamesakes bounds the memory for one name: a column that holds the same
// name a million times over. Beyond it people are told apart within each lot.
const maxNamesakes = 1 << 17

// take counts everyone in the crowd.
func (n *census) take(c *crowd) error {
	err := c.each(func(s *sighting) {
		if len(n.seen) > 0 && (!n.seen[0].samePerson(s) || len(n.seen) == maxNamesakes) {
			n.settle()
		}
		n.seen = append(n.seen, *s)
	})
	n.settle()
	return err
}

// settle tells the sightings of one name apart. Two are one person if their
// strongest common trait agrees, or if they have none in common: a line with
// only the name adds nobody. Those that tell most come first.
func (n *census) settle() {
	if len(n.seen) == 0 {
		return
	}
	n.persons = n.persons[:0]
	index := make(map[[2]uint64]int, 1) // trait and value to person
	of := make([]int, len(n.seen))
	for known := traits; known >= 0; known-- {
		for i := range n.seen {
			if bits(maskOf(&n.seen[i].traits)) == known {
				of[i] = n.assign(&n.seen[i].traits, index)
			}
		}
	}
	n.tally(of)
	n.seen = n.seen[:0]
}

func maskOf(t *[traits]uint64) (m uint8) {
	for i, v := range t {
		if v != 0 {
			m |= 1 << i
		}
	}
	return m
}

func bits(m uint8) (n int) {
	for ; m != 0; m &= m - 1 {
		n++
	}
	return n
}

// assign returns the person that has the traits, a new one if there is none.
func (n *census) assign(t *[traits]uint64, index map[[2]uint64]int) int {
	m := maskOf(t)
	found := -1
	for i, v := range t {
		if v == 0 {
			continue
		}
		p, ok := index[[2]uint64{uint64(i), v}]
		if ok && n.agree(p, t, m, i) {
			found = p
			break
		}
	}
	if found < 0 { // nobody shares a trait: anybody who contradicts none
		for p := range n.persons {
			if n.persons[p].mask&m == 0 {
				found = p
				break
			}
			if p == 64 {
				break // namesakes that all tell something else: looking on would take quadratic time
			}
		}
	}
	if found < 0 {
		found = len(n.persons)
		n.persons = append(n.persons, person{})
	}
	p := &n.persons[found]
	for i, v := range t {
		if v != 0 && p.traits[i] == 0 {
			p.traits[i] = v
			p.mask |= 1 << i
		}
		if v != 0 {
			index[[2]uint64{uint64(i), v}] = found
		}
	}
	return found
}

// agree reports whether no trait stronger than i tells the person apart.
func (n *census) agree(p int, t *[traits]uint64, m uint8, i int) bool {
	for j := range i {
		if t[j] != 0 && n.persons[p].traits[j] != 0 && t[j] != n.persons[p].traits[j] {
			return false
		}
	}
	return true
}

// tally counts each person once in all, once for each zone and once for each
// kind of data in each file.
func (n *census) tally(of []int) {
	n.people += int64(len(n.persons))
	type zoneOf struct{ person, zone int }
	type kindOf struct {
		person int
		fileKind
	}
	zones := make(map[zoneOf]bool, 1)
	kinds := make(map[kindOf]bool, 1)
	for i := range n.seen {
		s := &n.seen[i]
		z := n.zones[s.share]
		if !zones[zoneOf{of[i], z}] {
			zones[zoneOf{of[i], z}] = true
			n.clients[clientZone{int(s.client), z}]++
		}
		for k := s.kinds; k != 0; k &= k - 1 {
			slot := uint8(mathbits.TrailingZeros64(k))
			key := kindOf{of[i], fileKind{s.group, slot}}
			if !kinds[key] {
				kinds[key] = true
				n.files[key.fileKind]++
			}
		}
	}
}

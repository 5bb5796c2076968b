package scan

import (
	"cmp"
	"slices"
)

// A standing counts the people whose data lies in each of some places, each once:
// in shares, or on machines that hold several.
type standing struct {
	of     []int   // by share, the number of its place; nil: each share is one
	people []int64 // by place; empty: nobody asks
}

// among has the people of n places counted.
func (s *standing) among(of []int, n int) { s.of, s.people = of, make([]int64, n) }

func (s *standing) place(t *sighting) uint32 {
	if s.of == nil {
		return t.share
	}
	return uint32(s.of[t.share])
}

// settle counts the people among the sightings of one name, in which there are all.
func (s *standing) settle(n *census, seen []sighting, all int) {
	if len(s.people) == 0 {
		return
	}
	first, several := s.place(&seen[0]), false
	for i := range seen {
		several = several || s.place(&seen[i]) != first
	}
	if !several {
		s.people[first] += int64(all)
		return
	}
	slices.SortFunc(seen, func(a, b sighting) int {
		return cmp.Or(cmp.Compare(s.place(&a), s.place(&b)), cmp.Compare(a.group, b.group))
	})
	each(seen, s.place, func(there []sighting) { s.people[s.place(&there[0])] += int64(n.count.people(there)) })
}

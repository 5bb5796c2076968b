package scan

import (
	"cmp"
	"slices"
)

// split puts the files that have a name, those of the closed zones apart, into
// the order of their ranks. It reports whether there are any on both sides.
func (p *pairing) split(seen []sighting) bool {
	if len(seen) < 2 || seen[0].nobody {
		return false
	}
	open, closed := false, false
	for i := range seen {
		if g := seen[i].group; p.rank[g] == 0 {
		} else if p.isClosed(g) {
			closed = true
		} else {
			open = true
		}
	}
	if !open || !closed {
		return false
	}
	slices.SortFunc(seen, func(a, b sighting) int { return cmp.Compare(p.rank[a.group], p.rank[b.group]) })
	p.open, p.closed = p.open[:0], p.closed[:0]
	each(seen, func(s *sighting) uint32 { return s.group }, func(file []sighting) {
		switch g := file[0].group; {
		case p.rank[g] == 0:
		case p.isClosed(g):
			p.closed = append(p.closed, nameRun{g, file})
		default:
			p.open = append(p.open, nameRun{g, file})
		}
	})
	return true
}

// alike reports whether two files may mean the same person by a name: something
// else is the same, or no kind of it is known on both sides.
func alike(a, b []sighting) bool {
	if len(a)*len(b) > 64 { // of many namesakes some would always be without
		return knownTraits(a)&knownTraits(b) == 0 || shareTrait(a, b)
	}
	for i := range a {
		for j := range b {
			if common, same := compareTraits(&a[i], &b[j]); same || !common {
				return true
			}
		}
	}
	return false
}

// knownTraits returns the kinds of traits that sightings have, as bits.
func knownTraits(seen []sighting) (known uint8) {
	for i := range seen {
		for k, v := range seen[i].traits {
			if v != 0 {
				known |= 1 << k
			}
		}
	}
	return known
}

// compareTraits reports whether two sightings have a kind of trait in common, and
// whether one is the same.
func compareTraits(a, b *sighting) (common, same bool) {
	for k, v := range a.traits {
		if v != 0 && b.traits[k] != 0 {
			common = true
			same = same || v == b.traits[k]
		}
	}
	return common, same
}

// shareTrait reports whether two sightings of a name, one on each side, have a
// trait in common.
func shareTrait(a, b []sighting) bool {
	if len(a)*len(b) <= 64 {
		for i := range a {
			for j := range b {
				if _, same := compareTraits(&a[i], &b[j]); same {
					return true
				}
			}
		}
		return false
	}
	known := make(map[trait]struct{})
	for i := range a {
		for k, v := range a[i].traits {
			known[trait{k, v}] = struct{}{}
		}
	}
	for i := range b {
		for k, v := range b[i].traits {
			if _, ok := known[trait{k, v}]; ok && v != 0 {
				return true
			}
		}
	}
	return false
}

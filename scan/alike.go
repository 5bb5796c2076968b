package scan

// alike reports whether two files may mean the same person by a name: something
// else is the same, or nothing else is known on both sides. Of many namesakes
// some always may.
func alike(a, b []sighting) bool {
	if len(a)*len(b) > 64 {
		return true
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

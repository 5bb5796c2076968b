package detect

// A full name is divided into surname and given name by the dictionaries; how
// well they know it is its quality.

// A split is a full name divided into surname and given name.
type split struct {
	mid, end int
	weight   uint32
	places   bool // both words are places too: 奈良 山形
	spaced   bool
	common   bool // the whole is also a place or another word
}

// longestSplit finds the longest surname and given name of tier 1 at i.
func longestSplit(b []byte, i, hi int) (best split, ok bool) {
	state, word := uint32(0), false
	b = b[:hi]
	for j := i; j < hi; {
		r, w := three(b, j), 3
		if r == 0 {
			if r, w = runeAt(b, j); r < 0x80 {
				break
			}
		}
		j += w
		if variation(r) {
			continue
		}
		state, word, ok = lexNames.step(state, lexNames.code(r))
		if !ok {
			break
		}
		if !word {
			continue
		}
		v := lexNames.value(state)
		if v&lexSurname == 0 {
			continue
		}
		g := j
		for g < hi && b[g] >= 0xEF { // a variation selector belongs to the rune before it
			if r, w := runeAt(b, g); variation(r) {
				g += w
				continue
			}
			break
		}
		space := skipOneSpace(b, g, hi)
		if end, gv := longestGiven(b, space, hi); end > 0 {
			s := split{places: v&gv&lexPlace != 0, mid: j, end: end, weight: uint32(lexSurnameWeight(v)) + uint32(lexGivenWeight(gv)), spaced: space > g}
			if s.end > best.end || s.end == best.end && s.weight > best.weight {
				best = s
			}
		}
	}
	if best.end == 0 {
		return best, false
	}
	if v, known := lexNames.lookup(b[i:best.end]); known && !best.spaced && v&(lexCommon|lexPlace|lexOrganization) != 0 {
		best.common = true
	}
	return best, true
}

// longestGiven returns the end of the longest given name of tier 1 at i.
func longestGiven(b []byte, i, hi int) (end int, value uint32) {
	state, word, ok := uint32(0), false, false
	b = b[:hi]
	for i < hi {
		r, w := three(b, i), 3
		if r == 0 {
			if r, w = runeAt(b, i); r < 0x80 {
				break
			}
		}
		i += w
		if variation(r) {
			if end == i-w {
				end = i
			}
			continue
		}
		if state, word, ok = lexNames.step(state, lexNames.code(r)); !ok {
			break
		}
		if word {
			if v := lexNames.value(state); v&lexGiven != 0 {
				end, value = i, v
			}
		}
	}
	return end, value
}

// quality says how well the dictionary knows a whole name.
type quality uint8

const (
	unknown   quality = iota
	partly            // one of its words, or how it begins
	fullTier2         // surname and given name, one of them rare
	full              // surname and given name
)

// nameQuality looks a whole name up. Without a space every division is tried.
func nameQuality(b []byte) quality {
	if i := spaceIn(b); i > 0 {
		_, w := runeAt(b, i)
		sur, given := wordQuality(b[:i], true), wordQuality(b[i+w:], false)
		switch {
		case sur == full && given == full:
			return full
		case sur > unknown && given > unknown:
			return fullTier2
		case sur > unknown || given > unknown:
			return partly
		}
		return unknown
	}
	if s, ok := longestSplit(b, 0, len(b)); ok && s.end == len(b) {
		return full // the common case, in one walk
	}
	best := unknown
	for i := 0; i < len(b); {
		_, w := runeAt(b, i)
		i += w
		sur := wordQuality(b[:i], true)
		if sur == unknown {
			continue
		}
		best = max(best, partly)
		if i == len(b) {
			break
		}
		if given := wordQuality(b[i:], false); given > unknown {
			best = max(best, min(sur, given))
			if best == full {
				break
			}
		}
	}
	return best
}

// wordQuality looks one word of a name up.
func wordQuality(b []byte, surname bool) quality {
	one, two := uint32(lexGiven), uint32(lexGiven2)
	if surname {
		one, two = lexSurname, lexSurname2
	}
	if v, ok := lexNames.lookup(b); ok && v&one != 0 {
		return full
	}
	if v, ok := lexNames2.lookup(b); ok && v&two != 0 {
		return fullTier2
	}
	return unknown
}

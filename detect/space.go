package detect

// skipSpaces returns where the spaces at i are over.
func skipSpaces(b []byte, i, hi int) int {
	for i < hi {
		r, w := runeAt(b[:hi], i)
		if !isSpace(r) {
			break
		}
		i += w
	}
	return i
}

// skipOneSpace skips a single space or full-width space that is followed by
// something else.
func skipOneSpace(b []byte, i, hi int) int {
	if i >= hi {
		return i
	}
	r, w := runeAt(b[:hi], i)
	if r != ' ' && r != '　' || i+w >= hi {
		return i
	}
	if r, _ := runeAt(b[:hi], i+w); isSpace(r) {
		return i
	}
	return i + w
}

// trimSpaces returns where the spaces that end at hi begin.
func trimSpaces(b []byte, lo, hi int) int {
	if hi > lo && b[hi-1] > ' ' && b[hi-1] != 0x80 && b[hi-1] != 0xA0 {
		return hi // no kind of space ends so
	}
	for hi > lo {
		r, w := runeBefore(b, hi)
		if !isSpace(r) || w == 0 {
			break
		}
		hi -= w
	}
	return hi
}

// spaceIn returns where the first space stands, or -1.
func spaceIn(b []byte) int {
	for i := 0; i < len(b); {
		r, w := runeAt(b, i)
		if isSpace(r) {
			return i
		}
		i += w
	}
	return -1
}

package detect

import "bytes"

// roomBehind reports whether a space and the number of a room follow.
func roomBehind(b []byte, i, hi int) bool {
	next := skipOneSpace(b, i, hi)
	if next == i || phoneAhead(b, next, hi) {
		return false
	}
	end := roomEnd(b, next, hi, true)
	return end > next && end-next <= 15
}

// latin reports whether b is letters, narrow or wide.
func latin(b []byte) bool {
	for i := 0; i < len(b); {
		r, w := runeAt(b, i)
		if r >= 0x80 && scriptOf(r) != wideLetter {
			return false
		}
		i += w
	}
	return true
}

// roomEnd returns the end of a room or floor at i, or i: 101号室, 3F, B1階, A-101,
// #502, and inside a building 101 alone.
func roomEnd(b []byte, i, hi int, inside bool) int {
	j := i
	if r, w := runeAt(b[:hi], j); r == '#' || r == '＃' {
		j, inside = j+w, true
	} else if s := scriptOf(r); s == wideLetter || r < 0x80 && isLetter(byte(r)) {
		if n, _ := unitAt(b[j+w : hi]); n > 0 && !digitOrWide(b, j+w, hi) && bytes.HasPrefix(b[j+w:], []byte("棟")) {
			return j + w + n // A棟
		}
		j += w
		if j < hi && isDash(first(b, j)) {
			_, w = runeAt(b[:hi], j)
			j += w
		}
		if !digitOrWide(b, j, hi) {
			return i
		}
	}
	end := i
	for groups := 0; groups < 3; groups++ {
		_, n, stop := readNumber(b, j, hi)
		if n == 0 || n > 5 {
			return end
		}
		unit, kind := unitAt(b[stop:hi])
		switch {
		case kind == roomUnit || bytes.HasPrefix(b[stop:hi], []byte("号")):
			j = stop + unit
			end, inside = j, true
			if digitOrWide(b, j, hi) {
				continue
			}
			return end
		case inside && kind == noUnit && (delimited(b, stop, hi) || isDash(first(b, stop)) || scriptOf(first(b, stop)) == hiragana || breaksSentence(b[stop:hi])):
			end, j = stop, stop
		default:
			return end
		}
		if next := jointAt(b, j, hi); next > j && digitOrWide(b, next, hi) {
			j = next
			continue
		}
		return end
	}
	return end
}

// buildingLine returns the end of a building that fills the line after an
// address, 0 if it is something else.
func buildingLine(b []byte, i, hi int) int {
	if i < hi && b[i] == '\r' {
		i++
	}
	if i >= hi || b[i] != '\n' {
		return 0
	}
	i = skipSpaces(b, i+1, hi)
	stop := i
	for stop < hi && b[stop] != '\n' && b[stop] != '\r' && stop-i < 3*maxPiece {
		stop++
	}
	if stop == i || digitOrWide(b, i, stop) && roomEnd(b, i, stop, false) == i {
		return 0
	}
	if newItem(b, i, stop) {
		return 0
	}
	end := buildingEnd(b, i, stop, false)
	if end == i || !buildingWord(b[i:end]) && !anyDigit(b[i:end]) {
		return 0
	}
	if rest := skipSpaces(b, end, stop); rest < stop {
		if r, _ := runeAt(b[:stop], rest); r != '(' && r != '（' {
			return 0
		}
	}
	return end
}

// anyDigit reports whether b holds a digit of either width.
func anyDigit(b []byte) bool {
	for i := 0; i < len(b); {
		if digitOrWide(b, i, len(b)) {
			return true
		}
		_, w := runeAt(b, i)
		i += w
	}
	return false
}

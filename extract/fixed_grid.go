package extract

// classes holds what stands in each unit of a record: a class, with inside set
// in all units of a character but its first.
type classes []uint8

const (
	clBlank uint8 = iota // a half- or full-width blank, a control
	clDigit
	clStar // of a masked number
	clASCII
	clKana       // half-width katakana
	clWide       // any other character
	inside uint8 = 0x80
)

// script merges what may stand side by side in one field: 123-4567, ***4567.
func script(c uint8) uint8 {
	if c &^= inside; c == clDigit || c == clStar {
		return clASCII
	}
	return c &^ inside
}

// A grid is the classes of a sample of records of one length.
type grid struct {
	rows  []classes
	raw   [][]byte
	first [256]int
}

// add adds a record of size units.
func (g *grid) add(rec []byte, size int, u fixedUnit, cs charset) {
	row := make(classes, 0, size)
	for b := rec; len(b) > 0; {
		k := charLen(b, cs)
		c := class(b[:k], cs)
		for range min(width(b[:k], u), size-len(row)) {
			row = append(row, c)
			c |= inside
		}
		b = b[k:]
	}
	for len(row) < size {
		row = append(row, clBlank)
	}
	g.rows = append(g.rows, row)
	g.raw = append(g.raw, rec)
	if len(rec) > 0 {
		g.first[rec[0]]++
	}
}

// undamaged drops what follows a place where bytes are missing or too many: from
// there on three records in a row are unlike the first ones.
func (g *grid) undamaged() {
	const first = 20
	if len(g.rows) <= first {
		return
	}
	type place struct {
		at int
		k  uint8
	}
	var steady []place
	for p := range g.rows[0] {
		var count [256]int
		for _, r := range g.rows[:first] {
			count[r[p]]++
		}
		for k, n := range count {
			if n >= first-1 {
				steady = append(steady, place{p, uint8(k)})
			}
		}
	}
	unlike := 0
	for i := first; i < len(g.rows); i++ {
		miss := 0
		for _, s := range steady {
			if g.rows[i][s.at] != s.k {
				miss++
			}
		}
		if unlike++; miss*6 <= len(steady) {
			unlike = 0
		}
		if unlike == 3 {
			g.rows, g.raw = g.rows[:i-2], g.raw[:i-2]
			g.first = [256]int{}
			for _, r := range g.raw {
				g.first[r[0]]++
			}
			return
		}
	}
}

// class returns the class of a character.
func class(ch []byte, cs charset) uint8 {
	c := ch[0]
	switch {
	case c <= ' ' || c == 0x7F:
		return clBlank
	case c-'0' < 10:
		return clDigit
	case c == '*':
		return clStar
	case c < 0x80:
		return clASCII
	}
	switch cs {
	case cp932:
		if len(ch) == 1 && c >= 0xA1 && c <= 0xDF {
			return clKana
		}
		if len(ch) == 2 && c == 0x81 && ch[1] == 0x40 {
			return clBlank
		}
	case eucJP:
		if c == 0x8E {
			return clKana
		}
		if len(ch) == 2 && c == 0xA1 && ch[1] == 0xA1 {
			return clBlank
		}
	default:
		if len(ch) == 3 && c == 0xE3 && ch[1] == 0x80 && ch[2] == 0x80 {
			return clBlank
		}
		if len(ch) == 3 && c == 0xEF && (ch[1] == 0xBD && ch[2] >= 0xA1 || ch[1] == 0xBE && ch[2] <= 0x9F) {
			return clKana
		}
	}
	return clWide
}

// rawSort is what an anchor tells apart: sorts of bytes that are the same
// wherever in a character a byte of CP932 or EUC-JP stands.
var rawSort = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c == ' ':
			t[c] = 1
		case c >= '0' && c <= '9':
			t[c] = 2
		case c < 0x80:
			t[c] = 4
		default:
			t[c] = 8
		}
	}
	return t
}()

// findAnchors returns places where bytes are of one sort in nearly all records,
// next to one where they are not or are of another: a shift by a byte shows there.
func findAnchors(records [][]byte, size int) []anchor {
	sorts := make([]uint8, size)
	for p := range sorts {
		var count [9]int
		for _, r := range records {
			if p < len(r) {
				count[rawSort[r[p]]]++
			}
		}
		for _, s := range []uint8{1, 2, 4, 8} {
			if count[s] >= len(records)-len(records)/100 {
				sorts[p] = s
			}
		}
	}
	var anchors []anchor
	for p, s := range sorts {
		before, after := uint8(0), uint8(0)
		if p > 0 {
			before = sorts[p-1]
		}
		if p+1 < size {
			after = sorts[p+1]
		}
		if s != 0 && (before != s || after != s) && len(anchors) < maxAnchors {
			anchors = append(anchors, anchor{p, s})
		}
	}
	if len(anchors) < 3 {
		return nil
	}
	return anchors
}

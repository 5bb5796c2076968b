package detect

import "bytes"

// nextLineEnd returns the end of the line after the one that ends at i.
func nextLineEnd(b []byte, i int) int {
	if i < len(b) && b[i] == '\r' {
		i++
	}
	if i >= len(b) || b[i] != '\n' {
		return i
	}
	limit := min(len(b), i+1+maxValue)
	if n := bytes.IndexAny(b[i+1:limit], "\r\n"); n >= 0 {
		return i + 1 + n
	}
	return limit
}

// tail is an address behind its place.
type tail struct {
	end    int
	lots   lots
	street bool // a crossing in Kyoto says where, with or without a number
	direct bool // nothing stands between the place and the number
	loose  bool // a space stands between, and the number has no unit: 北区 北十条西 3 may be a list of anything
}

// readTail reads on from a place: a town or 字 that no dictionary has, streets,
// the number and the building, which may stand on the next line.
func (c *Candidate) readTail(p place, announced bool) (t tail) {
	b, hi := c.Text, min(c.Hi, c.Start+maxValue)
	t.end = p.end
	i, plain := p.end, true
	if p.kyoto {
		if end := streetEnd(b, i, hi); end > i {
			t.street = true
			i = townEnd(b, end, hi)
			t.end = i
		}
	}
	if r, w := runeAt(b[:hi], min(i, hi-1)); i < hi && (r == '（' || r == '(') && t.street { // 烏丸通仏光寺下ル（骨屋町）916
		if n := bytes.IndexAny(b[i+w:min(hi, i+40)], ")）"); n > 0 {
			_, wide := runeAt(b, i+w+n)
			i += w + n + wide
		}
	}
	number := i
	if !numberAt(b, i, hi) && !(p.town && lastKanjiNumber(b, i, hi)) {
		number, plain = areaEnd(b, i, hi, p.town, p.spaced)
	}
	if number >= 0 {
		l := readLots(b, number, hi)
		if l.groups > 0 && (number == i || number == skipOneSpace(b, i, hi) || l.strong() || plain && (delimited(b, l.end, hi) || !l.bare)) && (plain || p.prefecture && l.strong()) {
			t.lots, t.direct, t.loose = l, number == p.end, l.bare && number > i && isSpace(first(b, i))
			t.end = l.end
			t.innerArea(c, p, hi)
		}
	}
	if !t.lots.house && !t.street {
		t.splitNumber(c, p, i, announced)
	}
	if t.lots.house || t.street && t.end >= i {
		if t.lots.bare && !announced && !bareNumberEnds(b, t.end, hi) {
			t.lots.house = false
			return t
		}
		if end := buildingEnd(b, t.end, hi, announced); end > t.end {
			t.end, t.loose = end, false
		}
		if c.lines && t.end >= trimSpaces(b, t.end, c.Hi) {
			t.end = max(t.end, buildingLine(b, c.Hi, len(b)))
		}
	}
	return t
}

// innerArea reads the number behind another name after 丁目: 四丁目渡辺3.
func (t *tail) innerArea(c *Candidate, p place, hi int) {
	b := c.Text
	if t.lots.house || !p.town || t.end >= hi || scriptOf(first(b, t.end)) != kanji {
		return
	}
	number, plain := areaEnd(b, t.end, min(hi, t.end+30), false, false)
	if number < 0 || !plain {
		return
	}
	if l := readLots(b, number, hi); l.house && (l.strong() || delimited(b, l.end, hi)) {
		t.lots, t.end = l, l.end
	}
}

// splitNumber reads the number from the next line where the first has no more
// than the town.
func (t *tail) splitNumber(c *Candidate, p place, i int, announced bool) {
	b := c.Text
	if !c.lines || !p.town || !p.prefecture || t.lots.groups > 0 || i < trimSpaces(b, i, c.Hi) {
		return
	}
	hi := nextLineEnd(b, c.Hi)
	j := c.Hi
	for j < hi && (b[j] == '\r' || b[j] == '\n') {
		j++
	}
	j = skipSpaces(b, j, hi)
	if j >= hi || phoneAhead(b, j, hi) {
		return
	}
	if _, w := runeAt(b[:hi], j); !numberAt(b, j, hi) && !(lotLetter(first(b, j)) && numberAt(b, j+w, hi)) { // 甲12番地
		return
	}
	if l := readLots(b, j, hi); (l.strong() || l.house && l.end == hi && (announced || postalAgrees(b, c.Start, p))) && (delimited(b, l.end, hi) || buildingEnd(b, l.end, hi, false) > l.end) {
		t.lots, t.end = l, buildingEnd(b, l.end, hi, false)
	}
}

// lastKanjiNumber reports whether a number in kanji without a unit ends what
// stands at i: 主計町二.
func lastKanjiNumber(b []byte, i, hi int) bool {
	end := kanjiNumberEnd(b, i, hi)
	return end > i && delimited(b, end, hi)
}

// bareNumberEnds reports whether a number without a unit may end an address: no
// word goes on behind it but a particle or a building.
func bareNumberEnds(b []byte, i, hi int) bool {
	if delimited(b, i, hi) || buildingEnd(b, i, hi, false) > i {
		return true
	}
	rest := b[i:hi]
	return particleAt(rest, true) || breaksSentence(rest)
}

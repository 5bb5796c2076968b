package extract

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// A fixedLayout is how the records of a file are cut. Lengths and places are in
// units: bytes, or for UTF-8 also columns of a display or characters.
type fixedLayout struct {
	size  int       // of a record, without its line end
	lines bool      // records have line ends
	unit  fixedUnit // what size and cuts count
	cuts  []int     // where each cell begins; the first is 0
	// kind is the first byte of all records that size and cuts were learnt
	// from, or 0 if they differ; a record that begins otherwise is a header.
	kind    byte
	anchors []anchor // bytes that are of one sort in every record
}

type fixedUnit uint8

const (
	unitByte   fixedUnit = iota
	unitColumn           // a half-width character is one, any other two
	unitRune
)

// An anchor says that the byte at a place of the record is of some sorts.
type anchor struct {
	at   int
	mask uint8 // of rawSort
}

// Limits of what is taken for fixed-length records.
const (
	minRecord   = 16
	maxRecord   = 8 << 10
	minLines    = 4 // records with line ends needed to see columns
	minRecords  = 5 // the same without line ends
	maxLearn    = 2000
	maxAnchors  = 16
	eventWeight = 0.3 // share of the edges in a record that recur in the next
)

// sniffFixed returns how a file is cut into records of a fixed length, or nil
// if it is not. head is the beginning of the file as it is on disk, size its
// length or -1.
func sniffFixed(head []byte, size int64, cs charset) *fixedLayout {
	if cs != utf8Text && cs != cp932 && cs != eucJP {
		return nil // stateful or with NULs: no place in bytes means anything
	}
	whole := size == int64(len(head))
	if cs == utf8Text && bytes.HasPrefix(head, utf8BOM) {
		head = head[len(utf8BOM):]
		size -= int64(len(utf8BOM))
	}
	units := []fixedUnit{unitByte}
	if cs == utf8Text {
		units = []fixedUnit{unitByte, unitColumn, unitRune}
	}
	lines := bytes.Count(head, []byte{'\n'})
	for _, u := range units {
		var l *fixedLayout
		switch {
		case lines >= minLines-1:
			l = sniffLines(head, whole, u, cs)
		case lines == 0 || lines == 1 && head[len(head)-1] == '\n':
			l = sniffPeriod(head, size, u, cs)
		}
		if l != nil {
			return l
		}
	}
	return nil
}

// sniffLines finds the layout of records with line ends.
func sniffLines(head []byte, whole bool, u fixedUnit, cs charset) *fixedLayout {
	var records [][]byte
	var lengths []int
	count := map[int]int{}
	for len(head) > 0 && len(records) < maxLearn {
		line, rest, ended := bytes.Cut(head, []byte{'\n'})
		if head = rest; !ended && !whole {
			break
		}
		line = bytes.TrimRight(line, "\r\x1a")
		if len(bytes.TrimLeft(line, " \t")) == 0 {
			continue
		}
		if bytes.IndexByte(line, '\t') >= 0 {
			return nil
		}
		n := length(line, u, cs)
		records, lengths = append(records, line), append(lengths, n)
		if count[n]++; len(records) == 16 && len(count) > 8 {
			return nil // the common case, told cheaply
		}
	}
	size := 0
	for n, k := range count {
		if k > count[size] || k == count[size] && n > size {
			size = n
		}
	}
	// A header, a trailer and a damaged line may differ.
	if fit := count[size]; size < minRecord || size > maxRecord || fit < minLines || fit < min(len(records)*95/100, len(records)-1) && fit < len(records)-2 {
		return nil
	}
	var g grid
	for i, r := range records {
		if lengths[i] == size {
			g.add(r, size, u, cs)
		}
	}
	if labelled(records, size, lengths, cs) {
		return nil
	}
	return learn(&g, &fixedLayout{size: size, lines: true, unit: u})
}

// labelled reports whether the records are lines of a log that happen to be as
// long as each other: the same sign of a label, = or :, stands at the same place
// in nearly all. Cells would tear labels from their values.
func labelled(records [][]byte, size int, lengths []int, cs charset) bool {
	var first []byte
	n := 0
	for i, r := range records {
		if lengths[i] == size {
			if n++; first == nil {
				first = r
			}
		}
	}
	for at := 1; at+1 < len(first); at++ {
		sign := 0
		switch c := first[at]; {
		case c == '=' || c == ':' && (first[at-1] < '0' || first[at-1] > '9'):
			sign = 1
		case cs == cp932 && c == 0x81 && (first[at+1] == 0x46 || first[at+1] == 0x81): // ： ＝
			sign = 2
		case cs == eucJP && c == 0xA1 && (first[at+1] == 0xA7 || first[at+1] == 0xE1):
			sign = 2
		case cs == utf8Text && c == 0xEF && at+2 < len(first) && first[at+1] == 0xBC && (first[at+2] == 0x9A || first[at+2] == 0x9D):
			sign = 3
		default:
			continue
		}
		same := 0
		for i, r := range records {
			if lengths[i] == size && at+sign <= len(r) && string(r[at-1:at+sign]) == string(first[at-1:at+sign]) {
				same++
			}
		}
		if same*10 >= n*8 {
			return true
		}
	}
	return false
}

// sniffPeriod finds the layout of records without line ends.
func sniffPeriod(head []byte, size int64, u fixedUnit, cs charset) *fixedLayout {
	all := head
	if len(all) < minRecord*minRecords || bytes.IndexByte([]byte("{[<"), all[0]) >= 0 {
		return nil // too short, or JSON or XML in one line
	}
	n := length(all, u, cs)
	var g grid
	g.add(all, n, u, cs)
	if u != unitByte {
		size = -1
	}
	period := g.rows[0].period(size)
	if period == 0 {
		return nil
	}
	records := grid{}
	for i, at := 0, 0; i+period <= n && len(records.rows) < maxLearn; i += period {
		k, _ := advance(all, at, period, u, cs)
		records.add(all[at:k], period, u, cs)
		at = k
	}
	records.undamaged()
	if len(records.rows) < minRecords {
		return nil
	}
	return learn(&records, &fixedLayout{size: period, unit: u})
}

// maxEdges bounds the time that period takes with their square. Dozens of
// records have as many.
const maxEdges = 2000

// period returns the length of the records that the row is made of, or 0. It
// counts the distances between edges of the same kind, such as from a blank to
// a digit: where fields begin they recur once a record, and elsewhere nearly never.
func (r classes) period(size int64) int {
	type edge struct {
		at   int
		kind uint8
	}
	var edges []edge
	for i := 1; i < len(r); i++ {
		if r[i]&inside == 0 && r[i] != r[i-1]&^inside {
			edges = append(edges, edge{i, r[i-1]&^inside<<4 | r[i]})
		}
	}
	limit := min(maxRecord, len(r)/minRecords)
	if limit < minRecord || len(edges) < minRecords {
		return 0
	}
	edges = edges[:min(len(edges), maxEdges)]
	r = r[:min(len(r), edges[len(edges)-1].at+limit)]
	same := make([]int, limit+1)
	for i, e := range edges {
		for _, f := range edges[i+1:] {
			d := f.at - e.at
			if d > limit {
				break
			}
			if e.kind == f.kind {
				same[d]++
			}
		}
	}
	// Edges in the last d units have no partner.
	share := func(d int) float64 {
		k, _ := slices.BinarySearchFunc(edges, len(r)-d, func(e edge, at int) int { return e.at - at })
		return float64(same[d]) / float64(max(k, minRecords))
	}
	best, mean := 0.0, 0.0
	for d := minRecord; d <= limit; d++ {
		s := share(d)
		best, mean = max(best, s), mean+s/float64(limit-minRecord+1)
	}
	if best < eventWeight || best < 4*mean {
		return 0
	}
	for _, exact := range []bool{true, false} {
		for d := minRecord; d <= limit; d++ {
			if exact && size > 0 && size%int64(d) <= 2 && share(d) >= 0.7*best || !exact && share(d) >= 0.85*best {
				return d
			}
		}
	}
	return 0
}

// charLen returns how many bytes the first character of b has; a byte that
// begins none counts as one.
func charLen(b []byte, cs charset) int {
	c := b[0]
	if c < 0x80 {
		return 1
	}
	switch cs {
	case cp932:
		if (c <= 0x9F || c >= 0xE0 && c <= 0xFC) && c > 0x80 && len(b) > 1 && b[1] >= 0x40 && b[1] <= 0xFC && b[1] != 0x7F {
			return 2
		}
	case eucJP:
		switch {
		case c == 0x8F && len(b) > 2 && b[1] >= 0xA1 && b[2] >= 0xA1:
			return 3
		case (c == 0x8E || c >= 0xA1 && c <= 0xFE) && len(b) > 1 && b[1] >= 0xA1 && b[1] <= 0xFE:
			return 2
		}
	default:
		_, n := utf8.DecodeRune(b)
		return n
	}
	return 1
}

// width returns how many units a character takes.
func width(ch []byte, u fixedUnit) int {
	switch {
	case u == unitByte:
		return len(ch)
	case u == unitRune || len(ch) == 1:
		return 1
	}
	switch r, _ := utf8.DecodeRune(ch); {
	case r >= 0xFF61 && r <= 0xFF9F:
		return 1 // half-width katakana
	case r <= 0x24F && r != '§' && r != '¨' && r != '°' && r != '±' && r != '´' && r != '¶' && r != '×' && r != '÷':
		return 1 // Latin letters; the signs are full-width in Japanese fonts (UAX #11, ambiguous)
	}
	return 2
}

// length returns how many units b takes.
func length(b []byte, u fixedUnit, cs charset) int {
	if u == unitByte {
		return len(b)
	}
	if u == unitRune {
		return utf8.RuneCount(b)
	}
	n := 0
	for len(b) > 0 {
		k := charLen(b, cs)
		n += width(b[:k], u)
		b = b[k:]
	}
	return n
}

// advance returns the place in b that is units after from, or len(b), and by
// how many units a character that lies across it was passed.
func advance(b []byte, from, units int, u fixedUnit, cs charset) (at, over int) {
	if u == unitByte {
		return min(from+units, len(b)), 0
	}
	for units > 0 && from < len(b) {
		k := charLen(b[from:], cs)
		units -= width(b[from:from+k], u)
		from += k
	}
	return from, max(-units, 0)
}

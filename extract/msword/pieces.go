package msword

import (
	"cmp"
	"slices"
)

// A piece is a stretch of text (2.8.35): characters from cp to end are at fc of
// the stream.
type piece struct {
	cp, end int64
	fc      int64
	size    int64 // bytes of a character
}

// pieces returns the pieces of a document, in order. With an error come those
// that could be read.
func (h *Header) pieces(main, tables Stream) ([]piece, error) {
	if h.Table != "" {
		at, size := h.span(33)
		clx, err := table(tables, at, size)
		if err != nil && len(clx) == 0 {
			return nil, err
		}
		list, perr := parsePieces(clx, false, 1)
		if err == nil {
			err = perr
		}
		return list, err
	}
	width := int64(1)
	if le.Uint16(h.raw[10:])&0x1000 != 0 { // characters of two bytes
		width = 2
	}
	if le.Uint16(h.raw[10:])&4 != 0 { // saved fast: in pieces
		at, size := int64(le.Uint32(h.raw[0x160:])), int64(le.Uint32(h.raw[0x164:]))
		clx, err := table(main, at, size)
		if list, perr := parsePieces(clx, true, width); err == nil && perr == nil {
			return list, nil
		}
	}
	from, to := int64(le.Uint32(h.raw[0x18:])), int64(le.Uint32(h.raw[0x1C:]))
	if from < 0 || to > main.Size() || from > to {
		return nil, ErrDamaged
	}
	return []piece{{0, (to - from) / width, from, width}}, nil
}

// parsePieces reads a Clx (2.9.38): properties, then the table of pieces.
func parsePieces(b []byte, old bool, width int64) ([]piece, error) {
	for len(b) >= 3 && b[0] == 1 {
		n := 3 + int(le.Uint16(b[1:]))
		if n > len(b) {
			return nil, ErrDamaged
		}
		b = b[n:]
	}
	if len(b) < 5 || b[0] != 2 {
		return nil, ErrDamaged
	}
	n := int64(le.Uint32(b[1:]))
	var err error
	if b = b[5:]; n > int64(len(b)) {
		n, err = int64(len(b)), ErrDamaged
	}
	count := (int(n) - 4) / 12
	if count <= 0 {
		return nil, ErrDamaged
	}
	list := make([]piece, 0, count)
	for i := range count {
		cp, end := int64(le.Uint32(b[4*i:])), int64(le.Uint32(b[4*i+4:]))
		if end < cp {
			return list, ErrDamaged
		}
		fc := int64(le.Uint32(b[4*(count+1)+8*i+2:]))
		p := piece{cp, end, fc, width}
		if !old {
			p.size = 2
			if fc&(1<<30) != 0 { // 2.9.73: one byte a character
				p.fc, p.size = fc&(1<<30-1)/2, 1
			}
		}
		list = append(list, p)
	}
	return list, err
}

// Paragraph properties that tell tables (2.6.2).
const (
	propInTable = 0x2416
	propRowEnd  = 0x2417
	propMore    = 0x6646 // all are elsewhere
	propMoreOld = 0x6645
)

// paragraphs tell which paragraphs are in tables. They are looked up page by
// page (2.8.25, 2.9.174).
type paragraphs struct {
	main, data Stream // data may be nil
	fcs        []byte // count+1 places, then count numbers of pages
	n          int
	page       [512]byte
	have       int64 // the page in page, -1: none
}

func (h *Header) paragraphs(main, tables, data Stream) *paragraphs {
	at, size := h.span(13)
	b, _ := table(tables, at, size)
	return &paragraphs{main: main, data: data, fcs: b, n: max(0, (len(b)-4)/8), have: -1}
}

// look tells of the paragraph that the byte at fc is in whether it is in a table
// and whether it ends a row. ok is false if that is not known.
func (p *paragraphs) look(fc int64) (inTable, rowEnd, ok bool) {
	i := search(p.n, func(i int) int64 { return int64(le.Uint32(p.fcs[4*i:])) }, fc)
	if i < 0 {
		return false, false, false
	}
	number := int64(le.Uint32(p.fcs[4*(p.n+1)+4*i:]) & 0x3FFFFF)
	if number != p.have {
		p.have = -1
		if n, _ := p.main.ReadAt(p.page[:], number*512); n < len(p.page) {
			return false, false, false
		}
		p.have = number
	}
	runs := int(p.page[511])
	if runs == 0 || 4*(runs+1)+13*runs > 511 {
		return false, false, false
	}
	k := search(runs, func(i int) int64 { return int64(le.Uint32(p.page[4*i:])) }, fc)
	if k < 0 {
		return false, false, false
	}
	off := 2 * int(p.page[4*(runs+1)+13*k])
	if off == 0 || off >= 510 {
		return false, false, true // no properties of its own
	}
	size := 2*int(p.page[off]) - 1
	off++
	if size < 0 {
		size = 2 * int(p.page[off])
		off++
	}
	props := p.page[off:min(off+size, 511)]
	if len(props) < 2 {
		return false, false, true
	}
	inTable, rowEnd, more := tableProperties(props[2:])
	if more >= 0 && p.data != nil {
		inTable, rowEnd = p.elsewhere(more)
	}
	return inTable, rowEnd, true
}

// elsewhere reads properties that did not fit into a page (2.9.118): they are in
// the stream of data.
func (p *paragraphs) elsewhere(at int64) (inTable, rowEnd bool) {
	var b [1 << 10]byte // what tells tables comes first
	n, _ := p.data.ReadAt(b[:], at)
	if n < 2 {
		return false, false
	}
	inTable, rowEnd, _ = tableProperties(b[2:min(n, 2+int(le.Uint16(b[:])))])
	return inTable, rowEnd
}

// search returns the last of n places that is not after fc, or -1.
func search(n int, at func(int) int64, fc int64) int {
	low, high := -1, n
	for high-low > 1 {
		if mid := (low + high) / 2; at(mid) <= fc {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// tableProperties looks for what tells tables in a list of properties (2.2.5).
// more is where all of them are, or -1.
func tableProperties(b []byte) (inTable, rowEnd bool, more int64) {
	more = -1
	for len(b) >= 3 {
		code := le.Uint16(b)
		b = b[2:]
		size := 0
		switch code >> 13 {
		case 0, 1:
			size = 1
		case 2, 4, 5:
			size = 2
		case 3:
			size = 4
		case 7:
			size = 3
		case 6:
			size = 1 + int(b[0])
			if code == 0xD608 && len(b) >= 2 { // a table: the length has two bytes
				size = 1 + int(le.Uint16(b))
			}
		}
		if size > len(b) {
			return inTable, rowEnd, more
		}
		switch code {
		case propInTable:
			inTable = b[0] != 0
		case propRowEnd:
			rowEnd = b[0] != 0
		case propMore, propMoreOld:
			more = int64(le.Uint32(b))
		}
		b = b[size:]
	}
	return inTable, rowEnd, more
}

// Gaps returns the stretches of the stream of the text that are in no piece, as
// pairs: tables, what was deleted before the document was saved in a hurry, and
// text that a damaged table of pieces does not lead to.
func (h *Header) Gaps(main, tables Stream) [][2]int64 {
	list, _ := h.pieces(main, tables)
	slices.SortFunc(list, func(a, b piece) int { return cmp.Compare(a.fc, b.fc) })
	var gaps [][2]int64
	at := int64(le.Uint32(h.raw[0x18:])) // what precedes the text is the header
	for _, p := range list {
		if p.fc > at {
			gaps = append(gaps, [2]int64{at, min(p.fc, main.Size())})
		}
		at = max(at, p.fc+(p.end-p.cp)*p.size)
	}
	if at < main.Size() {
		gaps = append(gaps, [2]int64{at, main.Size()})
	}
	return gaps
}

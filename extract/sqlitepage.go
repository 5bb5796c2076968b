package extract

import (
	"encoding/binary"
	"math"
	"math/bits"
	"unicode/utf8"
)

const (
	sqliteHeader = 100
	// sqliteColumns bounds the columns of a row; SQLite's own bound is 32,767.
	sqliteColumns = 2 << 10
	// sqliteOverflow bounds what is read of a row outside of its page.
	sqliteOverflow = 1 << 20
)

// Kinds of pages. https://www.sqlite.org/fileformat2.html#b_tree_pages
const (
	sqliteIndexTree = 2
	sqliteTableTree = 5
	sqliteIndexLeaf = 10
	sqliteTableLeaf = 13
)

// sqlitePages knows how the pages of a database are laid out.
type sqlitePages struct {
	size    int // of a page, 0 if that is not known
	usable  int // of it
	charset charset
	// overflow returns another page, valid until the next call, or nil.
	overflow func(page uint32) []byte

	row []byte // of a row that goes on in other pages
}

// init learns from the header of a database.
func (s *sqlitePages) init(head []byte) {
	s.size = sqlitePageSize(head)
	s.usable = s.size - int(head[20])
	if s.usable < 480 {
		s.size = 0
	}
	switch binary.BigEndian.Uint32(head[56:]) {
	case 2:
		s.charset = utf16LE
	case 3:
		s.charset = utf16BE
	}
}

// count is how many pages a file of a size has.
func (s *sqlitePages) count(size int64) uint32 {
	if s.size == 0 {
		return 0
	}
	return uint32(min(size/int64(s.size), math.MaxUint32-1))
}

// A sqliteValue is a value of a row. Its bytes are those of the page.
type sqliteValue struct {
	kind sqliteKind
	n    int64
	f    float64
	b    []byte
}

type sqliteKind uint8

const (
	sqliteNull sqliteKind = iota
	sqliteInteger
	sqliteFloat
	sqliteText
	sqliteBlob
)

// leaf calls each with the rows of a page that is a leaf of a table, or of an
// index if index is set, and reports whether the page is one and all its rows
// were read. Its header is base bytes behind its beginning: 100 in the first.
func (s *sqlitePages) leaf(page []byte, base int, index bool, each func([]sqliteValue) error) (bool, error) {
	if len(page) < s.usable || s.usable < base+8 {
		return false, nil
	}
	page = page[:s.usable]
	head := page[base:]
	if head[0] != sqliteTableLeaf && (head[0] != sqliteIndexLeaf || !index) {
		return false, nil
	}
	cells := int(binary.BigEndian.Uint16(head[3:]))
	start := base + 8 + 2*cells
	if start > len(page) {
		return false, nil
	}
	var values []sqliteValue
	bad := 0
	for i := range cells {
		at := int(binary.BigEndian.Uint16(head[8+2*i:]))
		if at < start || at >= len(page) {
			bad++
			continue
		}
		row, whole := s.payload(page, at, head[0] == sqliteIndexLeaf)
		var ok bool
		if values, ok = s.record(values[:0], row, whole); !ok {
			bad++
			continue
		}
		if err := each(values); err != nil {
			return true, err
		}
	}
	return bad == 0, nil
}

// payload returns the row of a cell; whole is false if some of it is missing.
// https://www.sqlite.org/fileformat2.html#b_tree_pages
func (s *sqlitePages) payload(page []byte, at int, index bool) (row []byte, whole bool) {
	length, n := sqliteVarint(page[at:])
	if n == 0 || length == 0 || length > math.MaxInt32 {
		return nil, false
	}
	at += n
	most := s.usable - 35
	if index {
		most = (s.usable-12)*64/255 - 23
	} else {
		_, n = sqliteVarint(page[at:])
		if n == 0 {
			return nil, false
		}
		at += n
	}
	if length <= uint64(most) {
		end := min(at+int(length), len(page))
		return page[at:end], end == at+int(length)
	}
	local := (s.usable-12)*32/255 - 23
	if k := local + int(length-uint64(local))%(s.usable-4); k <= most {
		local = k
	}
	if at+local+4 > len(page) {
		return page[at:], false
	}
	next := binary.BigEndian.Uint32(page[at+local:])
	return s.chain(page[at:at+local], next, int(length))
}

// chain returns a row that goes on in other pages.
func (s *sqlitePages) chain(local []byte, next uint32, length int) ([]byte, bool) {
	if s.overflow == nil {
		return local, false
	}
	s.row = append(s.row[:0], local...)
	for len(s.row) < length && len(s.row) < sqliteOverflow && next != 0 {
		page := s.overflow(next)
		if len(page) < s.usable {
			break
		}
		next = binary.BigEndian.Uint32(page)
		s.row = append(s.row, page[4:min(s.usable, 4+length-len(s.row))]...)
	}
	return s.row, len(s.row) == length
}

// record reads the values of a row, those that are there if it is not whole. It
// returns false if it is no row.
// https://www.sqlite.org/fileformat2.html#record_format
func (s *sqlitePages) record(dst []sqliteValue, row []byte, whole bool) ([]sqliteValue, bool) {
	header, n := sqliteVarint(row)
	if n == 0 || header < uint64(n) || header > uint64(len(row)) || header > 9*sqliteColumns {
		return dst, false
	}
	types, body := row[n:header], row[header:]
	for len(types) > 0 && len(dst) < sqliteColumns {
		typ, n := sqliteVarint(types)
		if n == 0 {
			return dst, false
		}
		types = types[n:]
		size, ok := sqliteSize(typ)
		if !ok {
			return dst, false
		}
		if size > uint64(len(body)) {
			if whole {
				return dst, false
			}
			size = uint64(len(body))
			types = nil
			if typ < 12 {
				break
			}
		}
		dst = append(dst, s.value(typ, body[:size]))
		body = body[size:]
	}
	return dst, len(dst) > 0 && (!whole || len(body) == 0)
}

// sqliteSize is how long a value of a serial type is.
func sqliteSize(typ uint64) (size uint64, ok bool) {
	switch {
	case typ < 10:
		return uint64([...]uint8{0, 1, 2, 3, 4, 6, 8, 8, 0, 0}[typ]), true
	case typ < 12: // reserved
		return 0, false
	}
	return (typ - 12) / 2, true
}

func (s *sqlitePages) value(typ uint64, b []byte) sqliteValue {
	switch {
	case typ == 0:
		return sqliteValue{}
	case typ == 7:
		return sqliteValue{kind: sqliteFloat, f: math.Float64frombits(binary.BigEndian.Uint64(b))}
	case typ == 8 || typ == 9:
		return sqliteValue{kind: sqliteInteger, n: int64(typ - 8)}
	case typ < 7:
		n := int64(int8(b[0]))
		for _, c := range b[1:] {
			n = n<<8 | int64(c)
		}
		return sqliteValue{kind: sqliteInteger, n: n}
	case typ%2 == 0:
		return sqliteValue{kind: sqliteBlob, b: b}
	}
	return sqliteValue{kind: sqliteText, b: b}
}

// add hands a row to r.
func (s *sqlitePages) add(r *records, values []sqliteValue) error {
	for col, v := range values {
		switch v.kind {
		case sqliteInteger:
			r.integer(col, v.n)
		case sqliteFloat:
			r.float(col, v.f)
		case sqliteBlob:
			r.binary(col, v.b)
		case sqliteText:
			s.text(r, col, v.b)
		}
	}
	return r.end()
}

// text hands out text, whose charset is not known in a file that is not a
// database itself.
func (s *sqlitePages) text(r *records, col int, b []byte) {
	if s.charset == utf16LE || s.charset == utf16BE {
		b, _ = appendUTF16(nil, b, s.charset)
	} else if !utf8.Valid(b) {
		b = appendDecoded(nil, b)
	}
	r.text(col, b)
}

// sqliteVarint decodes a number of up to nine bytes. n is 0 if b ends too soon.
func sqliteVarint(b []byte) (v uint64, n int) {
	for n < len(b) && n < 8 {
		v = v<<7 | uint64(b[n]&0x7f)
		n++
		if b[n-1] < 0x80 {
			return v, n
		}
	}
	if n == 8 && len(b) > 8 {
		return v<<8 | uint64(b[8]), 9
	}
	return 0, 0
}

// A pageSet is a set of pages by their numbers, from 1.
type pageSet struct{ bits []uint64 }

// pageSetMost is how many pages are remembered: 4 MB of bits, and 128 GB of
// pages. Those beyond count as seen.
const pageSetMost = 32 << 20

func newPageSet(pages uint32) *pageSet {
	return &pageSet{make([]uint64, (min(pages, pageSetMost)+64)/64)}
}

func (s *pageSet) add(page uint32) {
	if i := page / 64; int(i) < len(s.bits) {
		s.bits[i] |= 1 << (page % 64)
	}
}

func (s *pageSet) remove(page uint32) {
	if i := page / 64; int(i) < len(s.bits) {
		s.bits[i] &^= 1 << (page % 64)
	}
}

func (s *pageSet) has(page uint32) bool {
	i := page / 64
	return int(i) >= len(s.bits) || s.bits[i]&(1<<(page%64)) != 0
}

// next returns the first page from page on that is not in the set, or 0.
func (s *pageSet) next(page uint32) uint32 {
	for i := page / 64; int(i) < len(s.bits); i++ {
		free := ^s.bits[i]
		if i == page/64 {
			free &= ^uint64(0) << (page % 64)
		}
		if free != 0 {
			return i*64 + uint32(bits.TrailingZeros64(free))
		}
	}
	return 0
}

package extract

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// A hostRows hands out records: as rows of a table, or as lines if they have no
// columns.
type hostRows struct {
	file  *hostFile
	table *tabular // nil: there are no columns
	lines *prose   // where there are none
	line  int
	text  []byte // reused
}

func newHostRows(file *hostFile, out Out) *hostRows {
	h := &hostRows{file: file}
	if file.plain() && file.segments[0].columns() < 3 && file.names == nil || len(file.segments) == 0 {
		h.lines = newProse(out, "")
		return h
	}
	h.table = newTabular(out, "", InRows)
	h.table.headed = true // no record is the title of others
	return h
}

// close hands out what is left.
func (h *hostRows) close() error {
	if h.lines != nil {
		return h.lines.close()
	}
	return h.table.close()
}

// add adds a record.
func (h *hostRows) add(rec []byte) error {
	if len(rec) == 0 && h.file.cut.how == hostBlocks {
		return nil // a block begins
	}
	if h.line++; h.line == 1 && h.file.names != nil {
		if err := h.header(); err != nil {
			return err
		}
	}
	if h.lines != nil {
		return h.addLine(rec)
	}
	h.addColumns(rec)
	return h.table.row(h.line)
}

// header adds the names of the columns, which the file does not hold.
func (h *hostRows) header() error {
	for i, name := range h.file.names {
		if name != "" {
			h.table.cell(i, []byte(name))
		}
	}
	return h.table.row(h.line)
}

func (h *hostRows) addLine(rec []byte) error {
	h.text = h.file.code.Append(h.text[:0], rec)
	s, e := trimWide(h.text, 0, len(h.text))
	if err := h.lines.write(h.text[s:e]); err != nil {
		return err
	}
	return h.lines.line()
}

// columns returns how many columns a segment is.
func (s *hostSegment) columns() int {
	if s.pieces == nil {
		return len(s.cuts)
	}
	n := 0
	for _, k := range s.pieces {
		n += k
	}
	return n
}

// addColumns adds a record whose columns are at fixed places.
func (h *hostRows) addColumns(rec []byte) {
	col := 0
	for i := range h.file.segments {
		s := &h.file.segments[i]
		if s.from >= len(rec) {
			break
		}
		last := i+1 == len(h.file.segments)
		part := rec[s.from:min(s.to, len(rec))]
		if last && len(rec) > s.to && s.kind == hostText {
			part = rec[s.from:] // longer than those that columns were learnt from
		}
		switch s.kind {
		case hostSkip:
			col++
		case hostPacked:
			h.text = appendPacked(h.text[:0], part)
			h.cell(col)
			col++
		case hostKanji:
			h.text = h.file.code.Scheme.AppendKanji(h.text[:0], part)
			h.cell(col)
			col++
		default:
			h.addText(part, s, col)
			col += s.columns()
		}
		if last && len(rec) > s.to && s.kind != hostText {
			h.text = h.file.code.Append(h.text[:0], rec[s.to:])
			h.cell(col)
		}
	}
}

// addText adds the columns of a segment of text, from column col on.
func (h *hostRows) addText(part []byte, s *hostSegment, col int) {
	code := &h.file.code
	h.text = h.text[:0]
	done := 0               // columns
	begin := func(at int) { // at is where the next character stands
		for done+1 < len(s.cuts) && s.from+at >= s.cuts[done+1] {
			col += h.piece(s, done, col)
			h.text = h.text[:0]
			done++
		}
	}
	for i := 0; i < len(part); {
		begin(i)
		t, ok := code.Scheme.Stretch(part[i:])
		if !ok {
			h.text = utf8.AppendRune(h.text, h.single(part[i], s, s.from+i))
			i++
			continue
		}
		for k := range t.Pairs {
			at := i + t.Open + 2*k
			if k > 0 {
				begin(at)
			}
			h.text = t.Scheme.AppendKanji(h.text, part[at:at+2])
		}
		i += t.Len()
	}
	h.piece(s, done, col)
}

// piece adds the text as the k-th column of a segment, or as the pieces it is
// made of, and returns how many columns that is.
func (h *hostRows) piece(s *hostSegment, k, col int) int {
	n := 1
	if s.pieces != nil {
		n = s.pieces[k]
	}
	if n == 1 {
		h.cell(col)
		return n
	}
	i := 0
	for piece := range hostPiecesOf(h.text) {
		h.table.cell(col+min(i, n-1), piece)
		i++
	}
	return n
}

// single returns the character of one byte: the digit, if there is a sign in it.
func (h *hostRows) single(c byte, s *hostSegment, at int) rune {
	if (c&0xF0 == 0xC0 || c&0xF0 == 0xD0) && slices.Contains(s.signed, at) {
		return rune('0' + c&0x0F)
	}
	return h.file.code.Single[c]
}

// appendPacked appends the digits of a packed decimal, all of them: numbers of
// accounts and postal codes begin with zeros. What is none has no digits, nor has
// a field that nobody filled: blanks, 0x40, would be the digits 4 and 0.
func appendPacked(dst, b []byte) []byte {
	from := len(dst)
	if len(bytes.Trim(b, "\x40")) == 0 {
		return dst
	}
	for i, c := range b {
		for _, digit := range [2]byte{c >> 4, c & 0x0F} {
			switch {
			case digit <= 9:
				dst = append(dst, '0'+digit)
			case i+1 < len(b) || digit != c&0x0F:
				return dst[:from]
			}
		}
	}
	return dst
}

// cell adds the text as a cell, without the blanks around it.
func (h *hostRows) cell(col int) {
	s, e := trimWide(h.text, 0, len(h.text))
	if s < e {
		h.table.cell(col, h.text[s:e])
	}
}

// hostPiecesOf yields what stands between two blanks and more.
func hostPiecesOf(text []byte) func(func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(text) > 0 {
			piece, rest, _ := bytes.Cut(text, []byte("  "))
			if s, e := trimWide(piece, 0, len(piece)); s < e && !yield(piece[s:e]) {
				return
			}
			text = rest
		}
	}
}

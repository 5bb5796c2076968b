package detect

import "bytes"

// namesColumn reports whether the first row is a header by one label alone: a
// cell of it that is a label and not a weak one, over cells that could be its
// values. The other cells, whatever words they are, must not be numbers.
func (s *Scanner) namesColumn(t *Table) bool {
	if len(t.Rows) < 3 {
		return false
	}
	for i := t.Rows[0]; i < t.Rows[1]; i++ {
		if lo, hi := t.cell(i); lo < hi && !hasWords(s.c.Text[lo:hi]) {
			return false
		}
	}
	for i := t.Rows[0]; i < t.Rows[1] && int(i) < maxColumns; i++ {
		lo, hi := t.cell(i)
		if lo == hi || hi-lo > 60 {
			continue
		}
		l, ok := s.labels.of(&s.set.labels, s.c.Text[lo:hi])
		if ok && l.detector >= 0 && !l.weak && !looksLikeData(s.c.Text[lo:hi], l) && s.fitsBelow(t, i-t.Rows[0], l) {
			return true
		}
	}
	return false
}

// fitsBelow reports whether the cells of column c below the first row could be
// values of label l, as far as headers are looked for.
func (s *Scanner) fitsBelow(t *Table, c uint32, l label) bool {
	col := column{label: l, labelled: true}
	filled, fits := 0, 0
	for r := 1; r < min(len(t.Rows)-1, headerRows); r++ {
		if c >= t.Rows[r+1]-t.Rows[r] {
			continue
		}
		lo, hi := t.cell(t.Rows[r] + c)
		if lo == hi {
			continue
		}
		if s.isLabelCell(t, t.Rows[r]+c) {
			return false
		}
		filled++
		if s.fits(&col, lo, hi) {
			fits++
		}
	}
	return filled > 0 && fits*2 > filled
}

// hasWords reports whether a cell may head a column: H001, 氏名, but no number,
// date or address of a mailbox.
func hasWords(b []byte) bool {
	if bytes.IndexByte(b, '@') >= 0 || len(b) > 96 || digitsIn(b) > 4 {
		return false
	}
	for _, c := range b {
		if c >= 0x80 || isLetter(c) {
			return true
		}
	}
	return false
}

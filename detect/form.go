package detect

// isForm reports whether a table is a form, with labels on the left and values
// on their right, once or several times in a row: then no row is a header.
func (s *Scanner) isForm(t *Table) bool {
	labels, beside := 0, 0 // rows that begin with a label; rows of nothing but pairs
	rows := min(len(t.Rows)-1, headerRows)
	for r := range rows {
		from, to := t.Rows[r], t.Rows[r+1]
		if from < to && s.isLabelCell(t, from) {
			labels++
		}
		if to-from >= 4 && s.isPairs(t, from, to) {
			beside++
		}
	}
	return labels >= 2 && labels*2 > rows && t.Rows[1]-t.Rows[0] <= 4 || beside > 0 && beside*2 > rows
}

// isPairs reports whether a row is labels and values by turns: no value is a
// label, and what stands in the place of a label has no digits.
func (s *Scanner) isPairs(t *Table, from, to uint32) bool {
	labels := 0
	for i := from; i < to; i++ {
		lo, hi := t.cell(i)
		label := s.isLabelCell(t, i)
		switch {
		case (i-from)%2 == 1 && label, (i-from)%2 == 0 && digitsIn(s.c.Text[lo:hi]) > 1:
			return false
		case label:
			labels++
		}
	}
	return labels > 0
}

// isLabelCell reports whether a cell is a label of anything.
func (s *Scanner) isLabelCell(t *Table, i uint32) bool {
	lo, hi := t.cell(i)
	if lo == hi || hi-lo > 60 {
		return false
	}
	l, ok := s.labels.of(&s.set.labels, s.c.Text[lo:hi])
	return ok && !looksLikeData(s.c.Text[lo:hi], l)
}

// formCell judges a cell that the label in the cell before it announces.
func (s *Scanner) formCell(t *Table, i uint32, lo, hi int) bool {
	plo, phi := t.cell(i - 1)
	if phi-plo == 0 || phi-plo > 60 {
		return false
	}
	l, ok := s.set.labels.of(s.c.Text[plo:phi])
	if !ok || l.detector < 0 || looksLikeData(s.c.Text[plo:phi], l) {
		return false
	}
	for lo < hi { // 氏名 TAB ：山田太郎
		r, w := runeAt(s.c.Text[:hi], lo)
		if r != ':' && r != '：' && !isSpace(r) {
			break
		}
		lo += w
	}
	n := len(s.out)
	s.c.Lo, s.c.Hi, s.c.Cell = lo, hi, true
	s.announce(l, lo, hi)
	s.c.Cell = false
	return len(s.out) > n
}

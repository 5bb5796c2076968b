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
		if to-from >= 4 && s.isPairs(t, from, to, false) || t.filled(r) >= 4 && s.isPairs(t, from, to, true) {
			beside++
		}
	}
	return labels >= 2 && labels*2 > rows && t.filled(0) <= 4 || beside > 0 && beside*2 > rows
}

// filled counts the cells of a row that are not empty: on paper of squares there
// are many between a label and its value.
func (t *Table) filled(r int) (n int) {
	for i := t.Rows[r]; i < t.Rows[r+1]; i++ {
		if lo, hi := t.cell(i); lo < hi {
			n++
		}
	}
	return n
}

// isPairs reports whether a row is labels and values by turns: no value is a
// label, and what stands in the place of a label has no digits. A value may be
// empty, or all that is empty is only distance.
func (s *Scanner) isPairs(t *Table, from, to uint32, distance bool) bool {
	labels, n := 0, -1
	for i := from; i < to; i++ {
		lo, hi := t.cell(i)
		if lo == hi && distance {
			continue
		}
		n++
		label := s.isLabelCell(t, i)
		switch {
		case n%2 == 1 && label, n%2 == 0 && digitsIn(s.c.Text[lo:hi]) > 1:
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

// formCell judges a cell that the label left of it announces: in the cell before
// it, or before empty ones. from is the first cell of the row.
func (s *Scanner) formCell(t *Table, from, i uint32, lo, hi int) bool {
	plo, phi := t.cell(i - 1)
	for before := i - 1; plo == phi && before > from; {
		before--
		plo, phi = t.cell(before)
	}
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

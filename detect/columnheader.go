package detect

import "bytes"

// Which row of a table is its header.

const (
	headerRows = 12   // the header is among the first rows
	sampleRows = 400  // that decide what a column holds
	maxColumns = 1024 // further ones are scanned like running text
)

// findHeader looks for the row of labels among the first rows and returns the
// first row of data.
func (s *Scanner) findHeader(t *Table) int {
	st, text := &s.table, s.c.Text
	best, bestRow := 0, -1
	for r := range min(headerRows, len(t.Rows)-1) {
		hits, filled := s.countLabels(t, r)
		if hits > best && (hits*5 >= filled*2 && (hits >= 2 || filled <= 2) || s.unlikeBelow(t, r)) {
			best, bestRow = hits, r
		}
	}
	if bestRow < 0 && (s.unlikeBelow(t, 0) || s.namesColumn(t)) {
		bestRow = 0
	}
	st.form = s.isForm(t)
	if bestRow < 0 || st.form {
		return 0
	}
	st.header = true
	defer func() {
		pairParts(len(st.columns), func(i int) (*label, bool) { return &st.columns[i].label, st.columns[i].labelled })
		s.pairSymbols()
	}()
	st.grow(min(int(t.Rows[bestRow+1]-t.Rows[bestRow]), maxColumns))
	for i := t.Rows[bestRow]; i < t.Rows[bestRow+1] && int(i-t.Rows[bestRow]) < maxColumns; i++ {
		lo, hi := t.cell(i)
		col := &st.columns[i-t.Rows[bestRow]]
		col.headed = hi > lo
		if hi-lo <= 96 {
			col.label, col.labelled = s.set.labels.of(text[lo:hi])
			col.thing = !col.labelled && callsThing(text[lo:hi])
		}
	}
	return bestRow + 1
}

// countLabels counts the cells of a row that are labels and those that are
// filled.
func (s *Scanner) countLabels(t *Table, r int) (hits, filled int) {
	text := s.c.Text
	for i := t.Rows[r]; i < t.Rows[r+1]; i++ {
		lo, hi := t.cell(i)
		if lo == hi {
			continue
		}
		filled++
		if hi-lo <= 96 {
			if l, ok := s.set.labels.of(text[lo:hi]); ok && !looksLikeData(text[lo:hi], l) {
				hits++
			}
		}
	}
	return hits, filled
}

// unlikeBelow reports whether a row holds words where the rows below hold
// numbers: a header, whatever its words.
func (s *Scanner) unlikeBelow(t *Table, r int) bool {
	text, width := s.c.Text, t.Rows[r+1]-t.Rows[r]
	below := min(len(t.Rows)-1, r+6)
	if below < r+3 || width < 2 {
		return false
	}
	numbers := 0
	for c := range width {
		lo, hi := t.cell(t.Rows[r] + c)
		if lo == hi || digitsIn(text[lo:hi]) > 0 {
			return false
		}
		n := 0
		for q := r + 1; q < below; q++ {
			if c < t.Rows[q+1]-t.Rows[q] {
				lo, hi := t.cell(t.Rows[q] + c)
				if d := digitsIn(text[lo:hi]); d > 0 && d*2 >= hi-lo {
					n++
				}
			}
		}
		if n == below-r-1 {
			numbers++
		}
	}
	return numbers > 0
}

func digitsIn(b []byte) (n int) {
	for _, c := range b {
		if isDigit(c) {
			n++
		}
	}
	return n
}

// looksLikeData reports whether a cell that ends with a label is no label all
// the same: a sentence, a title with a date, an address of a mailbox.
func looksLikeData(b []byte, l label) bool {
	return digitsIn(b) > 2 || len(b) > 3*len(l.text)+24 || b[0] == '*' || bytes.IndexByte(b, '@') >= 0
}

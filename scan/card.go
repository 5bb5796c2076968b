package scan

import (
	"sort"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/extract"
)

// Sheets of address labels are tables with a person in each cell: name and
// address beside those of others. All other rows are about one holder.

// nextCard reports whether the first of some matches begins another label in the
// row: it is in another cell than all of the record, and both hold a name and an
// address.
func (l *level) nextCard(t *extract.Table, next []detect.Match) bool {
	r := &l.record
	m := &next[0]
	if int64(m.Entry) != r.entry || r.cell < 0 || r.named != detect.FullName || r.places[detect.Residence] == 0 || r.related {
		return false
	}
	cell := cellOf(t, m)
	if cell == r.cell || cell < 0 {
		return false
	}
	named, housed := false, false
	end := t.Cells[2*cell+1]
	for i := range next {
		if m = &next[i]; m.Start >= end {
			break
		}
		if m.Confidence < l.w.cfg.MinConfidence || m.Part > 0 {
			continue
		}
		switch l.w.cfg.Set.Aspect(int(m.Detector)) {
		case detect.FullName:
			named = true
		case detect.Residence:
			housed = true
		}
	}
	return named && housed
}

// cellOf is the index of the cell that a match begins in, or -1.
func cellOf(t *extract.Table, m *detect.Match) int {
	if int(m.Entry)+1 >= len(t.Rows) {
		return -1
	}
	first, last := int(t.Rows[m.Entry]), int(t.Rows[m.Entry+1])
	i := first + sort.Search(last-first, func(i int) bool { return t.Cells[2*(first+i)+1] > m.Start })
	if i == last || t.Cells[2*i] > m.Start {
		return -1
	}
	return i
}

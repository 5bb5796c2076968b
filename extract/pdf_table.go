package extract

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// table returns how many rows from i on are a table, and its columns. Cells of a
// column overlap, whether they are set left, right or centred, and no cell
// reaches into two columns.
func (l *pdfLayout) table(i int) (n int, columns []pdfRange) {
	if len(l.rows[i]) < pdfTableCells {
		return 0, nil
	}
	for _, c := range l.rows[i] {
		columns = append(columns, c.pdfRange)
	}
	for n = 1; i+n < len(l.rows); n++ {
		row := l.rows[i+n]
		if len(row) < 2 || len(row) < len(columns)/2 {
			break
		}
		wider, ok := fitColumns(columns, row)
		if !ok {
			break
		}
		columns = wider
	}
	return n, columns
}

// fitColumns returns the columns with those that row adds.
func fitColumns(columns []pdfRange, row []pdfCell) ([]pdfRange, bool) {
	wider := slices.Clone(columns)
	used := make([]bool, len(wider))
	for i := range row {
		at := -1
		for k := range columns {
			if row[i].overlaps(columns[k]) {
				if at >= 0 || used[k] {
					return nil, false
				}
				at = k
			}
		}
		if at < 0 {
			if len(row) < len(columns) || len(wider) > 200 {
				return nil, false
			}
			wider = append(wider, row[i].pdfRange)
			continue
		}
		used[at] = true
		wider[at].from, wider[at].to = min(wider[at].from, row[i].from), max(wider[at].to, row[i].to)
	}
	slices.SortFunc(wider, func(a, b pdfRange) int { return cmp.Compare(a.from, b.from) })
	for k := range len(wider) - 1 {
		if wider[k].to > wider[k+1].from+2 {
			return nil, false
		}
	}
	return wider, true
}

// overlaps reports whether a cell reaches into a column by more than a point.
func (c *pdfCell) overlaps(r pdfRange) bool { return min(c.to, r.to)-max(c.from, r.from) > 1 }

// continues reports whether a table at the begin of a page goes on with the last
// of the page before: its columns are the same.
func (l *pdfLayout) continues(columns []pdfRange) bool {
	if len(columns) != len(l.last) {
		return false
	}
	for i := range columns {
		if min(columns[i].to, l.last[i].to)-max(columns[i].from, l.last[i].from) <= 1 {
			return false
		}
	}
	return true
}

// A pdfWriter hands out the rows of a page, as lines or as tables.
type pdfWriter struct {
	out  Out
	part string
	line int
	w    *prose // nil: no text is open
	buf  []byte
}

// text writes a row as a line.
func (p *pdfWriter) text(row []pdfCell) error {
	if p.w == nil {
		p.w = newProse(p.out, p.part)
		p.w.block.Line = p.line
	}
	p.buf = p.buf[:0]
	for i := range row {
		if i > 0 {
			p.buf = append(p.buf, ' ')
		}
		p.buf = appendRunes(p.buf, row[i].text)
	}
	p.line++
	if err := p.w.write(p.buf); err != nil {
		return err
	}
	return p.w.line()
}

func appendRunes(dst []byte, text []rune) []byte {
	for _, r := range text {
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// table writes rows as a table, which goes on with the one before or is another.
func (p *pdfWriter) table(rows [][]pdfCell, columns []pdfRange, id int, again bool) error {
	if err := p.end(); err != nil {
		return err
	}
	t := newTabular(p.out, p.part, InRows)
	t.id = id - 1
	if again {
		t.id, t.begun = id, true
	}
	t.line = p.line - 1
	for _, row := range rows {
		for i := range row {
			col := slices.IndexFunc(columns, row[i].overlaps)
			if col < 0 || row[i].to-row[i].from <= 1 {
				col = max(0, pdfNearest(columns, &row[i]))
			}
			p.buf = appendRunes(p.buf[:0], row[i].text)
			t.cell(col, p.buf)
		}
		if err := t.row(p.line); err != nil {
			return err
		}
		p.line++
	}
	return t.close()
}

// pdfNearest is the column whose begin is nearest to that of a cell.
func pdfNearest(columns []pdfRange, c *pdfCell) int {
	best := 0
	for i := range columns {
		if abs(columns[i].from-c.from) < abs(columns[best].from-c.from) {
			best = i
		}
	}
	return best
}

// end hands out the text that is open.
func (p *pdfWriter) end() error {
	if p.w == nil {
		return nil
	}
	err := p.w.close()
	p.w = nil
	return err
}

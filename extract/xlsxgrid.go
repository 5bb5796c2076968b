package extract

import (
	"bytes"
	"fmt"
)

// A cellGrid hands out the cells of a sheet, row by row, and fills cells that are
// merged: what is written once holds for all of them.
type cellGrid struct {
	t     *tabular
	spans *cellSpans // nil: no cells are merged
	row   gridRow
	above gridRow // with headers over several columns: it waits for the row below
	held  bool    // above is a row
}

// A gridRow is a row that is gathered, as far as cells are merged.
type gridRow struct {
	line  int
	text  []byte
	cells []gridCell
}

type gridCell struct{ col, from, to int }

func newCellGrid(out Out, part string) *cellGrid {
	return &cellGrid{t: newTabular(out, part, InSheet)}
}

// cell adds a cell, in any column behind those before.
func (g *cellGrid) cell(col int, text []byte) {
	if g.spans == nil {
		g.t.cell(col, text)
		return
	}
	from := len(g.row.text)
	g.row.text = append(g.row.text, text...)
	g.row.cells = append(g.row.cells, gridCell{col, from, len(g.row.text)})
}

// end ends a row.
func (g *cellGrid) end(line int) error {
	if g.spans == nil {
		return g.t.row(line)
	}
	g.row.line = line
	if err := g.release(&g.row); err != nil {
		return err
	}
	filled := g.spans.fill(&g.row, line)
	g.above, g.row = g.row, g.above
	g.row.text, g.row.cells = g.row.text[:0], g.row.cells[:0]
	g.held = true
	if filled {
		return nil
	}
	return g.release(nil)
}

// release hands out the row above, if it waits. below is the one below it.
func (g *cellGrid) release(below *gridRow) error {
	if !g.held {
		return nil
	}
	g.held = false
	if below != nil {
		g.spans.widen(&g.above, below)
	}
	for _, c := range g.above.cells {
		g.t.cell(c.col, g.above.text[c.from:c.to])
	}
	return g.t.row(g.above.line)
}

// close hands out what is there.
func (g *cellGrid) close() error {
	if err := g.release(nil); err != nil {
		return err
	}
	return g.t.close()
}

const (
	// spansMost bounds the merged ranges of a sheet that are looked at, and
	// spanText the text that is repeated in one.
	spansMost = 64 << 10
	spanText  = 512
	// spansText bounds all that is repeated in a sheet.
	spansText = 8 << 20
)

// A cellSpan is a range of merged cells, all numbers from 0 but rows from 1.
type cellSpan struct{ row, col, lastRow, lastCol int }

// cellSpans are the merged ranges of a sheet, by the row they begin on.
type cellSpans struct {
	at    map[int][]cellSpan
	n     int
	open  []openSpan // over the present row, by column
	spent int        // bytes that were repeated
}

// An openSpan is one that goes on in rows to come.
type openSpan struct {
	cellSpan
	text []byte
}

func (s *cellSpans) add(v cellSpan) {
	if v.lastRow < v.row || v.lastCol < v.col || v.lastRow == v.row && v.lastCol == v.col || s.n == spansMost {
		return
	}
	if s.at == nil {
		s.at = make(map[int][]cellSpan)
	}
	s.n++
	s.at[v.row] = append(s.at[v.row], v)
}

// fill puts what is merged from above into a row that has text of its own, and
// reports whether the row has cells merged over several columns.
func (s *cellSpans) fill(r *gridRow, line int) (wide bool) {
	kept := s.open[:0]
	for _, o := range s.open {
		if o.lastRow >= line {
			kept = append(kept, o)
		}
	}
	s.open = kept
	own := false
	for _, c := range r.cells {
		own = own || c.to > c.from
	}
	if own {
		for _, o := range s.open {
			s.put(r, o.col, o.text)
			wide = wide || o.lastRow == line && o.lastCol > o.col
		}
	}
	for _, v := range s.at[line] {
		wide = wide || v.lastRow == line && v.lastCol > v.col
		if v.lastRow == line {
			continue
		}
		if text := r.get(v.col); len(text) > 0 && len(text) <= spanText {
			s.open = append(s.open, openSpan{v, bytes.Clone(text)})
		}
	}
	return wide
}

// get returns the text of a column.
func (r *gridRow) get(col int) []byte {
	for _, c := range r.cells {
		if c.col == col {
			return r.text[c.from:c.to]
		}
	}
	return nil
}

// put writes text into a cell that is empty.
func (s *cellSpans) put(r *gridRow, col int, text []byte) {
	if s.spent += len(text); s.spent > spansText {
		return
	}
	i := 0
	for i < len(r.cells) && r.cells[i].col < col {
		i++
	}
	from := len(r.text)
	switch {
	case i == len(r.cells) || r.cells[i].col > col:
		r.cells = append(r.cells, gridCell{})
		copy(r.cells[i+1:], r.cells[i:])
	case r.cells[i].to > r.cells[i].from:
		return
	}
	r.text = append(r.text, text...)
	r.cells[i] = gridCell{col, from, len(r.text)}
}

// widen repeats a header that is merged over several columns in each of them, if
// the row below has values in these: 氏名 over a column of surnames and one of
// given names. A header of words stands over a row with digits.
func (s *cellSpans) widen(r, below *gridRow) {
	if !hasDigit(below.text) || hasDigit(r.text) {
		return
	}
	for _, v := range s.at[r.line] {
		s.spread(r, below, v)
	}
	for _, o := range s.open {
		s.spread(r, below, o.cellSpan)
	}
}

// spread repeats the text of a range that ends on row r.
func (s *cellSpans) spread(r, below *gridRow, v cellSpan) {
	text := r.get(v.col)
	if v.lastRow != r.line || v.lastCol == v.col || len(text) == 0 || len(text) > spanText {
		return
	}
	var under []int
	for _, c := range below.cells {
		if c.col >= v.col && c.col <= v.lastCol && c.to > c.from {
			under = append(under, c.col)
		}
	}
	if len(under) < 2 {
		return
	}
	text = bytes.Clone(text)
	for _, col := range under {
		s.put(r, col, text)
	}
}

// appendCell appends the name of a cell: C2.
func appendCell(dst []byte, row, col int) []byte {
	start := len(dst)
	for col++; col > 0; col = (col - 1) / 26 {
		dst = append(dst, byte('A'+(col-1)%26))
	}
	for i, j := start, len(dst)-1; i < j; i, j = i+1, j-1 {
		dst[i], dst[j] = dst[j], dst[i]
	}
	return fmt.Append(dst, row)
}

// cellAt reads the name of a cell: its column, from 0, and its row. Either is -1
// if it is not there.
func cellAt(name []byte) (col, row int) {
	col, row = -1, -1
	i := 0
	for ; i < len(name) && i < 3 && name[i]|0x20 >= 'a' && name[i]|0x20 <= 'z'; i++ {
		col = (col+1)*26 + int(name[i]|0x20-'a')
	}
	for ; i < len(name) && name[i]-'0' <= 9 && row < 1<<24; i++ {
		row = max(row, 0)*10 + int(name[i]-'0')
	}
	return col, row
}

// rangeAt reads the name of a range: B2:C5.
func rangeAt(name []byte) (cellSpan, bool) {
	from, to, ok := bytes.Cut(name, []byte{':'})
	if !ok {
		return cellSpan{}, false
	}
	var v cellSpan
	v.col, v.row = cellAt(from)
	v.lastCol, v.lastRow = cellAt(to)
	return v, v.col >= 0 && v.row >= 0 && v.lastCol >= 0 && v.lastRow >= 0
}

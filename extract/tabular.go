package extract

const (
	// tabularBlock is how much text of rows is handed out at once.
	tabularBlock = 192 << 10
	// tabularCells bounds the cells of a block, whose text may be empty.
	tabularCells = 64 << 10
	// tabularWide is how many columns may be empty before a cell without each of
	// them being a cell of its own. 16,384 columns are what spreadsheets have.
	tabularWide = 1 << 10
)

// A tabular hands out rows of cells as tables: a sheet, a table of a database.
// Tables that stand below each other in a sheet are told apart.
type tabular struct {
	out    Out
	part   string
	places Places
	headed bool // its first row is the names of the columns

	text    []byte
	cells   []uint32
	rows    []tabularRow
	columns []uint32 // of the cells, if far
	far     bool     // a cell has fewer before it than its column has
	open    bool     // a row has cells and is not ended
	id      int
	begun   bool // the table has a first row
	fresh   bool // and it is not handed out
	line    int  // of the last row
	table   Table
	block   Block
}

// A tabularRow is a row that is not handed out.
type tabularRow struct {
	cell, text uint32 // where it begins
	line       int
	filled     uint32 // cells that are not empty
	gap        bool   // an empty row stood before
}

// newTabular returns a tabular of one part: a sheet or table, by its name.
func newTabular(out Out, part string, places Places) *tabular {
	return &tabular{out: out, part: part, places: places}
}

// cell adds a cell in column col, from 0, which is behind those before. text is
// copied.
func (t *tabular) cell(col int, text []byte) {
	t.begin()
	row := &t.rows[len(t.rows)-1]
	have := int(uint32(len(t.cells)/2) - row.cell)
	for ; have < min(col, tabularWide); have++ {
		t.empty()
	}
	if col > have && !t.far {
		t.countColumns()
	}
	if t.far {
		defer func() { t.columns = append(t.columns, uint32(max(col, have))) }()
	}
	if len(text) == 0 {
		t.addEmpty()
		return
	}
	row.filled++
	start := len(t.text)
	t.text = append(t.text, text...)
	for i, c := range t.text[start:] {
		if c == '\t' || c == '\r' {
			t.text[start+i] = ' '
		}
	}
	t.cells = append(t.cells, uint32(start), uint32(len(t.text)))
	t.text = append(t.text, '\t')
}

// begin begins a row if none is open.
func (t *tabular) begin() {
	if t.open {
		return
	}
	t.open = true
	t.rows = append(t.rows, tabularRow{cell: uint32(len(t.cells) / 2), text: uint32(len(t.text))})
}

// countColumns begins to keep the column of each cell.
func (t *tabular) countColumns() {
	t.far, t.columns = true, t.columns[:0]
	for i, r := range t.rows {
		for c := range t.cellEnd(i) - r.cell {
			t.columns = append(t.columns, c)
		}
	}
}

// empty adds a cell without text in its place.
func (t *tabular) empty() {
	if t.far {
		t.columns = append(t.columns, uint32(len(t.cells)/2)-t.rows[len(t.rows)-1].cell)
	}
	t.addEmpty()
}

func (t *tabular) addEmpty() {
	t.cells = append(t.cells, uint32(len(t.text)), uint32(len(t.text)))
	t.text = append(t.text, '\t')
}

// row ends the row, whose number is line. Rows without cells need not be told.
// Rows that go back, as in damaged files, go into a block of their own: lines of
// a block are counted from its first.
func (t *tabular) row(line int) error {
	if !t.open {
		return nil
	}
	if line < t.line && len(t.rows) > 1 {
		if err := t.back(); err != nil {
			return err
		}
	}
	gap := line > t.line+1
	t.line = line
	t.open = false
	row := &t.rows[len(t.rows)-1]
	row.line, row.gap = line, gap
	t.text[len(t.text)-1] = '\n'
	if len(t.text) < tabularBlock && len(t.cells) < 2*tabularCells {
		return nil
	}
	return t.flush()
}

// back hands out all rows but the one that ends.
func (t *tabular) back() error {
	last := t.rows[len(t.rows)-1]
	text := append([]byte(nil), t.text[last.text:]...)
	cells := append([]uint32(nil), t.cells[2*last.cell:]...)
	columns, far := []uint32(nil), t.far
	if far {
		columns = append(columns, t.columns[last.cell:]...)
	}
	t.text, t.cells, t.rows = t.text[:last.text], t.cells[:2*last.cell], t.rows[:len(t.rows)-1]
	err := t.flush()
	t.text, t.rows = append(t.text, text...), append(t.rows, tabularRow{filled: last.filled})
	for _, c := range cells {
		t.cells = append(t.cells, c-last.text)
	}
	t.columns, t.far = append(t.columns[:0], columns...), far
	return err
}

// close hands out what is there.
func (t *tabular) close() error {
	if t.places == InSheet && !t.begun {
		t.dropEmpty()
	}
	return t.flush()
}

// dropEmpty leaves out the columns of a sheet in which nothing stands. Forms are
// drawn on narrow columns, each cell merged over some: their labels and values
// are beside each other then, and columns stay columns.
func (t *tabular) dropEmpty() {
	var used []bool
	all := 0
	for i, r := range t.rows {
		for c := r.cell; c < t.cellEnd(i); c++ {
			n := int(c - r.cell)
			for len(used) <= n {
				used = append(used, false)
			}
			if t.cells[2*c] < t.cells[2*c+1] && !used[n] {
				used[n] = true
				all++
			}
		}
	}
	if all == len(used) {
		return
	}
	if !t.far {
		t.countColumns()
	}
	kept := uint32(0)
	for i := range t.rows {
		first, last := t.rows[i].cell, t.cellEnd(i)
		t.rows[i].cell = kept
		for c := first; c < last; c++ {
			if !used[c-first] {
				continue
			}
			t.cells[2*kept], t.cells[2*kept+1], t.columns[kept] = t.cells[2*c], t.cells[2*c+1], t.columns[c]
			kept++
		}
	}
	t.cells, t.columns = t.cells[:2*kept], t.columns[:kept]
}

// cellEnd is the number of the cell behind the last one of row i.
func (t *tabular) cellEnd(i int) uint32 {
	if i+1 < len(t.rows) {
		return t.rows[i+1].cell
	}
	return uint32(len(t.cells) / 2)
}

// flush hands out all rows.
func (t *tabular) flush() error {
	from := 0
	if !t.begun && len(t.rows) > 0 {
		from = t.first()
		if err := t.title(from); err != nil {
			return err
		}
		t.begun, t.fresh, t.id = true, true, t.id+1
	}
	for i := from + 1; i < len(t.rows); i++ {
		if !t.headed && t.rows[i].gap && t.headerLike(i) {
			if err := t.deliver(from, i); err != nil {
				return err
			}
			from = i
			t.fresh, t.id = true, t.id+1
		}
	}
	err := t.deliver(from, len(t.rows))
	t.text, t.cells, t.rows, t.far = t.text[:0], t.cells[:0], t.rows[:0], false
	return err
}

// first returns the row a table begins with: those with less than half of the
// cells of most are its title.
func (t *tabular) first() int {
	if t.headed {
		return 0
	}
	rows := t.rows[:min(len(t.rows), 64)] // as many as of a CSV are looked at
	best, votes := uint32(1), 0
	for _, a := range rows {
		same := 0
		for _, b := range rows {
			if a.filled == b.filled {
				same++
			}
		}
		if a.filled > 1 && (same > votes || same == votes && a.filled > best) {
			best, votes = a.filled, same
		}
	}
	for i, r := range rows {
		if r.filled*2 > best {
			return i
		}
	}
	return 0
}

// title hands out the rows before n, which are above the table.
func (t *tabular) title(n int) error {
	if n == 0 {
		return nil
	}
	t.block = Block{Text: t.text[:t.end(n-1)], Part: t.part, Line: t.rows[0].line}
	return t.out.Text(&t.block)
}

// end is where the text of row i ends.
func (t *tabular) end(i int) uint32 {
	if i+1 < len(t.rows) {
		return t.rows[i+1].text
	}
	return uint32(len(t.text))
}

// headerLike reports whether row i looks like a header: words only, and digits
// in the row after it.
func (t *tabular) headerLike(i int) bool {
	if t.rows[i].filled < 2 || i+1 >= len(t.rows) {
		return false
	}
	return !hasDigit(t.text[t.rows[i].text:t.end(i)]) && hasDigit(t.text[t.rows[i+1].text:t.end(i+1)])
}

// deliver hands out rows from to to as one table.
func (t *tabular) deliver(from, to int) error {
	if from >= to {
		return nil
	}
	tb := &t.table
	base, cell := t.rows[from].text, t.rows[from].cell
	last := uint32(len(t.cells) / 2)
	if to < len(t.rows) {
		last = t.rows[to].cell
	}
	cells := t.cells[2*cell : 2*last]
	for i := range cells {
		cells[i] -= base
	}
	*tb = Table{ID: t.id, First: t.fresh, Cells: cells, Rows: tb.Rows[:0], Lines: tb.Lines[:0], Places: t.places}
	if t.far {
		tb.Columns = t.columns[cell:last]
	}
	for i := from; i < to; i++ {
		tb.Rows = append(tb.Rows, t.rows[i].cell-cell)
		tb.Lines = append(tb.Lines, uint32(t.rows[i].line-t.rows[from].line))
	}
	tb.Rows = append(tb.Rows, last-cell)
	t.block = Block{Text: t.text[base:t.end(to-1)], Part: t.part, Line: t.rows[from].line, Table: tb}
	t.fresh = false
	return t.out.Text(&t.block)
}

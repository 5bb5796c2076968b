package extract

// row adds a data record, cut into cells; wide says that a character of two bytes
// is one column. Another layout begins another table.
func (z *zengin) row(rec []byte, wide bool, line int) error {
	if err := z.begin(line); err != nil {
		return err
	}
	z.newRow(line)
	double := z.code.page == nil && holdsDouble(rec)
	at, column := 0, 0
	for i, f := range z.columns.fields {
		start := at
		switch {
		case i+1 == len(z.columns.fields):
			at = len(rec)
		case !double:
			at = min(f.at+f.n, len(rec))
		default: // not through a character
			for column < f.at+f.n && at < len(rec) {
				n := charLen(rec[at:], cp932)
				at += n
				if column++; !wide {
					column += n - 1
				}
			}
		}
		z.cell(rec[start:at], f.label != "")
		if at == len(rec) {
			break
		}
	}
	return z.endRow()
}

// rest adds what rec holds from at on as a row of one cell, if it holds anything.
func (z *zengin) rest(rec []byte, at, line int) error {
	rec = rec[min(at, len(rec)):]
	if z.code.filler(rec) {
		return nil
	}
	if z.columns == nil {
		if err := z.begin(line); err != nil {
			return err
		}
	}
	z.newRow(line)
	z.cell(rec, true)
	return z.endRow()
}

// begin begins a table with the labels of its columns, unless one of the layout
// has begun.
func (z *zengin) begin(line int) error {
	if z.columns == z.layout {
		return nil
	}
	if err := z.flush(); err != nil {
		return err
	}
	z.id++
	z.columns, z.fresh = z.layout, true
	z.newRow(line)
	for _, f := range z.columns.fields {
		if f.label == "" {
			continue
		}
		start := len(z.text)
		z.text = append(z.text, f.label...)
		z.cells = append(z.cells, uint32(start), uint32(len(z.text)))
		z.text = append(z.text, ' ')
	}
	return z.endRow()
}

func (z *zengin) newRow(line int) {
	if len(z.rows) == 0 {
		z.first = line
	}
	z.rows = append(z.rows, uint32(len(z.cells)/2))
	z.lines = append(z.lines, uint32(line-z.first))
}

// cell adds text to the row that has begun, and unless it says nothing a cell.
func (z *zengin) cell(b []byte, says bool) {
	start := len(z.text)
	if z.code.page != nil {
		z.text = appendEBCDIC(z.text, b, z.code.page)
	} else {
		z.text = appendUTF8(z.text, b, cp932)
	}
	if !says {
		return
	}
	s, e := trimWide(z.text, start, len(z.text))
	z.cells = append(z.cells, uint32(s), uint32(e))
}

func (z *zengin) endRow() error {
	z.text = append(z.text, '\n')
	if len(z.text) >= blockSize {
		return z.flush()
	}
	return nil
}

// flush hands out the rows held.
func (z *zengin) flush() error {
	if len(z.rows) == 0 {
		return nil
	}
	z.rows = append(z.rows, uint32(len(z.cells)/2))
	z.table = Table{ID: z.id, First: z.fresh, Cells: z.cells, Rows: z.rows, Lines: z.lines}
	z.blk = Block{Text: z.text, Line: z.first, Table: &z.table}
	z.fresh = false
	err := z.out.Text(&z.blk)
	z.text, z.cells, z.rows, z.lines = z.text[:0], z.cells[:0], z.rows[:0], z.lines[:0]
	return err
}

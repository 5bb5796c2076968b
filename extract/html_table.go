package extract

import (
	"bytes"
	"unicode/utf8"
)

const (
	// tableText is from how much text on the rows of a table are handed out.
	tableText = 128 << 10
	// cellText bounds a cell: text beyond it comes out of the table.
	cellText = 64 << 10
)

// An htmlTable gathers the rows of a table. Rows of a table inside a cell are a
// table of their own, and end that row of the outer one.
type htmlTable struct {
	out   Out
	depth int    // of tables within tables
	row   bool   // one is open
	cell  bool   // one is open
	span  int    // columns of the open cell
	value []byte // of the open cell, if the page tells it
	start int    // of the open cell in text
	text  []byte
	line  int // of the first row
	t     Table
	b     Block
	err   error
}

func (t *htmlTable) open() {
	t.depth++
	t.t.ID++
	t.t.First = true
}

func (t *htmlTable) close() {
	if t.depth > 0 {
		t.depth--
		t.t.ID++
		t.t.First = true
	}
}

func (t *htmlTable) beginRow(line int) {
	if t.depth == 0 {
		return
	}
	if len(t.t.Rows) == 0 {
		t.line = line
	}
	t.row = true
	t.t.Rows = append(t.t.Rows, uint32(len(t.t.Cells)/2))
	t.t.Lines = append(t.t.Lines, uint32(line-t.line))
}

func (t *htmlTable) beginCell(line, span int, value []byte) {
	if t.depth == 0 {
		return
	}
	if len(t.text) >= tableText || len(t.t.Cells) >= tableText {
		t.end() // a row without an end
	}
	if !t.row {
		t.beginRow(line)
	}
	if int(t.t.Rows[len(t.t.Rows)-1]) < len(t.t.Cells)/2 {
		t.text = append(t.text, '\t')
	}
	t.cell, t.span, t.start = true, span, len(t.text)
	t.value = append(t.value[:0], value...)
}

// write writes text into the open cell, spaces as one, and returns what does
// not fit, with the cell closed.
func (t *htmlTable) write(b []byte) (rest []byte) {
	for i, c := range b {
		// Between words if there are any.
		if n := len(t.text) - t.start; n >= cellText && (c <= ' ' || n >= cellText+lap && utf8.RuneStart(c)) {
			t.end()
			return b[i:]
		}
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
			if len(t.text) > t.start && t.text[len(t.text)-1] != ' ' {
				t.text = append(t.text, ' ')
			}
			continue
		}
		t.text = append(t.text, c)
	}
	return nil
}

func (t *htmlTable) endCell() {
	if !t.cell {
		return
	}
	t.cell = false
	end := t.start + len(bytes.TrimRight(t.text[t.start:], " "))
	t.text = t.text[:end]
	if end > t.start && len(bytes.Trim(t.text[t.start:], "#")) == 0 && len(t.value) > 0 {
		t.text = append(t.text[:t.start], t.value...) // its column was too narrow
		end = len(t.text)
	}
	t.t.Cells = append(t.t.Cells, uint32(t.start), uint32(end))
	for ; t.span > 1; t.span-- {
		t.t.Cells = append(t.t.Cells, uint32(end), uint32(end))
	}
}

func (t *htmlTable) endRow() {
	t.endCell()
	if !t.row {
		return
	}
	t.row = false
	t.text = append(t.text, '\n')
	if len(t.text) >= tableText {
		t.flush()
	}
}

// end hands out all rows.
func (t *htmlTable) end() {
	t.endRow()
	t.flush()
}

func (t *htmlTable) flush() {
	if len(t.t.Rows) > 0 && t.err == nil {
		t.t.Rows = append(t.t.Rows, uint32(len(t.t.Cells)/2))
		t.b = Block{Text: t.text, Line: t.line, Table: &t.t}
		t.err = t.out.Text(&t.b)
		t.t.First = false
	}
	t.text, t.t.Cells, t.t.Rows, t.t.Lines = t.text[:0], t.t.Cells[:0], t.t.Rows[:0], t.t.Lines[:0]
}

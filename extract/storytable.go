package extract

import (
	"bytes"
	"fmt"
)

const (
	// storyCell is how much text a cell may hold to be a cell; what is beyond is
	// text. Pages are laid out in tables, too.
	storyCell = 16 << 10
	// storyRow and storyColumns bound a row; what is beyond is a row of its own.
	storyRow     = 192 << 10
	storyColumns = 4 << 10
)

// A storyTable is a table in running text. One row, or one column, is no table
// but a frame around text, and handed out as that.
type storyTable struct {
	tab   *tabular // nil while it is not known whether it is a table
	plain bool     // it is none
	rows  int
	first storyCells
	row   storyCells
	col   int // of the cell that is open or comes next
	open  bool
	start int // of the open cell in row.text
}

// A storyCells is the text of a row: paragraphs end with \n.
type storyCells struct {
	text  []byte
	cells []storyCellAt
}

type storyCellAt struct{ col, from, to int }

// table is the innermost open table of the frame, or nil.
func (f *storyFrame) table() *storyTable {
	if len(f.tables) == 0 {
		return nil
	}
	return f.tables[len(f.tables)-1]
}

// add adds a paragraph to the open cell. It reports whether it has room.
func (t *storyTable) add(para []byte) bool {
	if !t.open || len(t.row.text)-t.start+len(para) > storyCell {
		return false
	}
	if para = bytes.TrimSpace(para); len(para) > 0 {
		t.row.text = append(append(t.row.text, para...), '\n')
	}
	return true
}

// beginTable begins a table in the paragraph or cell.
func (s *story) beginTable() {
	f := s.frame()
	if len(f.tables) == storyDepth {
		f.beyond++
		return
	}
	f.tables = append(f.tables, new(storyTable))
}

// beginCell begins a cell, span columns behind the one before.
func (s *story) beginCell() {
	if t := s.frame().table(); t != nil && s.frame().beyond == 0 {
		t.open, t.start = true, len(t.row.text)
	}
}

// endCell ends the cell, which is so many columns wide.
func (s *story) endCell(span int) error {
	f := s.frame()
	t := f.table()
	if t == nil || f.beyond > 0 {
		return nil
	}
	if len(f.para) > 0 {
		if err := s.paragraph(); err != nil {
			return err
		}
	}
	if !t.open {
		t.start = len(t.row.text)
	}
	t.open = false
	end := len(bytes.TrimRight(t.row.text, "\n"))
	t.row.cells = append(t.row.cells, storyCellAt{t.col, t.start, max(end, t.start)})
	t.col += min(max(span, 1), storyColumns)
	if len(t.row.text) < storyRow && len(t.row.cells) < storyColumns {
		return nil
	}
	return s.endRow()
}

// skipCells goes over columns that belong to cells of rows above.
func (s *story) skipCells(n int) {
	if t := s.frame().table(); t != nil && s.frame().beyond == 0 {
		t.col += min(max(n, 0), storyColumns)
	}
}

// endRow ends the row.
func (s *story) endRow() error {
	f := s.frame()
	t := f.table()
	if t == nil || f.beyond > 0 {
		return nil
	}
	if t.open {
		if err := s.endCell(1); err != nil {
			return err
		}
	}
	t.col = 0
	if len(t.row.cells) == 0 {
		return nil
	}
	t.rows++
	if t.rows == 1 {
		t.first, t.row = t.row, storyCells{}
		return nil
	}
	err := s.deliver(t)
	t.row.text, t.row.cells = t.row.text[:0], t.row.cells[:0]
	return err
}

// deliver hands the row on, after the first one if that was held.
func (s *story) deliver(t *storyTable) error {
	if t.rows == 2 {
		t.plain = len(t.first.cells) < 2 && len(t.row.cells) < 2
		if !t.plain {
			if err := s.prose.end(); err != nil {
				return err
			}
			s.nth++
			t.tab = newTabular(s.out, fmt.Sprintf("%s, table %d", s.name, s.nth), InRows)
			t.tab.id = s.ids
			s.ids += 1 << 16 // it counts on
		}
		if err := s.cells(t, &t.first, 1); err != nil {
			return err
		}
		t.first = storyCells{}
	}
	return s.cells(t, &t.row, t.rows)
}

// cells hands on one row.
func (s *story) cells(t *storyTable, c *storyCells, line int) error {
	if t.plain {
		return s.plainCells(c)
	}
	for i := range c.text {
		if c.text[i] == '\n' {
			c.text[i] = ' '
		}
	}
	for _, at := range c.cells {
		t.tab.cell(at.col, c.text[at.from:at.to])
	}
	return t.tab.row(line)
}

// plainCells hands out cells as text: on one line if they are short.
func (s *story) plainCells(c *storyCells) error {
	sep := byte('\t')
	for _, at := range c.cells {
		if bytes.IndexByte(c.text[at.from:at.to], '\n') >= 0 {
			sep = '\n'
		}
	}
	for i, at := range c.cells {
		if i == len(c.cells)-1 {
			sep = '\n'
		}
		if err := s.prose.write(append(c.text[at.from:at.to:at.to], sep)); err != nil {
			return err
		}
	}
	return nil
}

// endTable ends the innermost table.
func (s *story) endTable() error {
	f := s.frame()
	t := f.table()
	switch {
	case t == nil:
		return nil
	case f.beyond > 0:
		f.beyond--
		return nil
	}
	if err := s.endRow(); err != nil {
		return err
	}
	f.tables = f.tables[:len(f.tables)-1]
	if t.rows == 1 {
		if err := s.plainCells(&t.first); err != nil {
			return err
		}
	}
	if t.tab != nil {
		if err := t.tab.close(); err != nil {
			return err
		}
	}
	return s.settle()
}

package extract

import "math"

// A drawnCell is text that stands together: letters of a line, or the lines of a
// cell of a table.
type drawnCell struct {
	x, y, end float64 // of the first line
	text      []byte
	own       bool // text is no part of the page's
	lines     int
}

// add adds to the text.
func (c *drawnCell) add(text ...byte) {
	if !c.own {
		c.text, c.own = append(make([]byte, 0, 2*len(c.text)+len(text)), c.text...), true
	}
	c.text = append(c.text, text...)
}

// cells joins pieces that were drawn one after another: letters to a line, and
// lines to a cell if the row has a cell of one line beside it. Without one they
// may be rows of a list, whose columns were drawn each at once.
func (d *drawn) cells(unit float64) []drawnCell {
	lines := d.segments(unit)
	follows := make([]bool, len(lines))
	for i := 1; i < len(lines); i++ {
		a, b := &lines[i-1], &lines[i]
		follows[i] = math.Abs(b.x-a.x) < unit/4 && b.y-a.y > unit/2 && b.y-a.y < unit*1.6
	}
	single := map[int]int{} // cells of one line by where they stand
	row := func(y float64) int { return int(max(-1e9, min(1e9, math.Round(y/max(unit/2, 1))))) }
	for i := range lines {
		if !follows[i] && (i+1 == len(lines) || !follows[i+1]) {
			single[row(lines[i].y)]++
		}
	}
	cells := lines[:0]
	for i, l := range lines {
		if n := len(cells); i > 0 && follows[i] && cells[n-1].lines < 8 {
			c := &cells[n-1]
			if at := row(c.y); single[at-1]+single[at]+single[at+1] > 0 {
				c.add(l.text...)
				c.lines++
				continue
			}
		}
		cells = append(cells, l)
	}
	return cells
}

// segments joins letters that were drawn one after another on a line.
func (d *drawn) segments(unit float64) []drawnCell {
	cells := make([]drawnCell, 0, len(d.pieces))
	for _, q := range d.pieces {
		text, width := d.text[q.from:q.to], q.width
		if width == 0 {
			width = unit / 2 * float64(halfWidths(text))
		}
		if n := len(cells); n > 0 {
			c := &cells[n-1]
			gap := q.x - c.end
			if math.Abs(q.y-c.y) < unit/4 && q.x > c.x && gap > -unit && gap <= unit*0.9 {
				if gap > unit*0.25 {
					c.add(' ')
				}
				c.add(text...)
				c.end = q.x + width
				continue
			}
		}
		cells = append(cells, drawnCell{x: q.x, y: q.y, end: q.x + width, text: text, lines: 1})
	}
	return cells
}

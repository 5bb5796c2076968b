package extract

import (
	"bytes"
	"math"
)

// xpsColumns bounds the columns of a table: each cell is held against each.
const xpsColumns = 256

// An xpsCell is text of a line that stands apart from the rest of it.
type xpsCell struct {
	from, to   int // in the text of the lines
	start, end float64
	size       float64
}

// lines puts the runs together: those of one word, of one cell, of one line.
func (p *xpsPage) lines() (text []byte, lines [][]xpsCell) {
	for i := range p.runs {
		r := &p.runs[i]
		run := p.text[r.from:r.to]
		if i == 0 || p.runs[i-1].line != r.line {
			lines = append(lines, nil)
		}
		line := &lines[len(lines)-1]
		if n := len(*line); n > 0 {
			last := &(*line)[n-1]
			switch before, gap := &p.runs[i-1], (r.along-last.end)/min(r.size, last.size); {
			case math.Abs(before.along-r.along) < r.size/4 && bytes.Equal(p.text[before.from:before.to], run):
				continue // printed twice, for bold letters
			case gap > 1.2, gap < -0.5-0.15*(last.end-last.start)/last.size: // or its text is too long for the cell
			default:
				if gap > 0.3 {
					text = append(text, ' ')
				}
				text = append(text, run...)
				last.to, last.end = len(text), max(last.end, r.end)
				continue
			}
		}
		*line = append(*line, xpsCell{from: len(text), to: len(text) + len(run), start: r.along, end: r.end, size: r.size})
		text = append(text, run...)
	}
	return text, lines
}

// tableLines returns how many lines, from the first on, look like rows of a
// table: cells that stand below each other. 0 if it is none.
func tableLines(lines [][]xpsCell) int {
	first := lines[0]
	if len(first) < 2 || len(first) > xpsColumns {
		return 0
	}
	n, cells := 1, len(first)
	for n < len(lines) {
		line := lines[n]
		if len(line) < 2 || len(line) > xpsColumns {
			break
		}
		below := 0
		for i := range line {
			if _, far := nearest(first, &line[i]); far < 2*line[i].size {
				below++
			}
		}
		if below < 2 || below*3 < len(line)*2 {
			break
		}
		n++
		cells += len(line)
	}
	if n < 2 || n == 2 && cells < 6 { // two lines of two cells each are nothing yet
		return 0
	}
	return n
}

// nearest returns the column that c is in, and how far it is from where the
// column's first cell begins or ends, or from its middle.
func nearest(columns []xpsCell, c *xpsCell) (column int, far float64) {
	far = math.Inf(1)
	for i := range columns {
		k := &columns[i]
		d := min(math.Abs(k.start-c.start), math.Abs(k.end-c.end), math.Abs(k.start+k.end-c.start-c.end)/2)
		if d < far {
			column, far = i, d
		}
	}
	return column, far
}

// table hands out lines as a table whose columns are those of the first.
func (p *xpsPage) table(text []byte, lines [][]xpsCell) error {
	p.s.beginTable()
	for _, line := range lines {
		next := 0
		for i := range line {
			c := &line[i]
			if column, _ := nearest(lines[0], c); column > next {
				p.s.skipCells(column - next)
				next = column
			}
			p.s.beginCell()
			if err := firstError(p.s.text(text[c.from:c.to]), p.s.endCell(1)); err != nil {
				return err
			}
			next++
		}
		if err := p.s.endRow(); err != nil {
			return err
		}
	}
	return p.s.endTable()
}

// line hands out a line as text.
func (p *xpsPage) line(text []byte, line []xpsCell) error {
	for i := range line {
		if i > 0 {
			if err := p.s.text([]byte{'\t'}); err != nil {
				return err
			}
		}
		if err := p.s.text(text[line[i].from:line[i].to]); err != nil {
			return err
		}
	}
	return p.s.paragraph()
}

package extract

import (
	"cmp"
	"maps"
	"slices"
	"unicode/utf8"
)

// A drawn is the text of a page, in pieces as a program draws them: a letter or a
// line at a place. Its pieces become lines again by where they stand.
type drawn struct {
	pieces []drawnPiece
	text   []byte
}

// A drawnPiece begins at x on the base line y, which grow to the right and down.
type drawnPiece struct {
	x, y     float64
	width    float64 // 0 if unknown
	from, to int     // in text
}

// drawnMost is how much of a page is kept until it is put in order: a page has
// some thousand characters.
const drawnMost = 1 << 20

// add adds a piece of UTF-8.
func (d *drawn) add(x, y, width float64, text []byte) {
	if len(text) == 0 || x != x || y != y || width != width { // NaN
		return
	}
	from := len(d.text)
	for _, c := range text {
		if c < ' ' {
			c = ' '
		}
		d.text = append(d.text, c)
	}
	d.pieces = append(d.pieces, drawnPiece{x, y, width, from, len(d.text)})
}

// full reports whether the page should be handed out before its end.
func (d *drawn) full() bool { return len(d.text) > drawnMost || len(d.pieces) > drawnMost/16 }

// flush hands out the lines of the page.
func (d *drawn) flush(p *prose) error {
	unit := d.unit()
	cells := d.cells(unit)
	slices.SortStableFunc(cells, func(a, b drawnCell) int { return cmp.Compare(a.y, b.y) })
	for at := 0; at < len(cells); {
		end := at + 1
		for end < len(cells) && cells[end].y-cells[at].y <= unit/2 {
			end++
		}
		row := cells[at:end]
		slices.SortStableFunc(row, func(a, b drawnCell) int { return cmp.Compare(a.x, b.x) })
		if err := d.line(p, row, unit); err != nil {
			return err
		}
		at = end
	}
	d.pieces, d.text = d.pieces[:0], d.text[:0]
	return nil
}

// unit is about how wide a full-width character is: the median of the pieces, or,
// where widths are not known, what stands nearest side by side, but no more than
// the lines are apart.
func (d *drawn) unit() float64 {
	var known, near, lines []float64
	last := map[float64]drawnPiece{}
	for _, q := range d.pieces {
		n := float64(halfWidths(d.text[q.from:q.to]))
		if n == 0 {
			continue
		}
		if q.width > 0 {
			known = append(known, 2*q.width/n)
			continue
		}
		if before, ok := last[q.y]; ok && q.x > before.x {
			near = append(near, 2*(q.x-before.x)/float64(halfWidths(d.text[before.from:before.to])))
		}
		last[q.y] = q
	}
	if len(known) > 0 {
		slices.Sort(known)
		return known[len(known)/2]
	}
	if len(near) == 0 {
		return 0
	}
	slices.Sort(near)
	unit := near[len(near)/4]
	ys := slices.Sorted(maps.Keys(last))
	for i := 1; i < len(ys); i++ {
		lines = append(lines, ys[i]-ys[i-1])
	}
	if len(lines) > 0 {
		slices.Sort(lines)
		unit = min(unit, lines[len(lines)/2])
	}
	return unit
}

// halfWidths returns how many columns text takes on a display.
func halfWidths(text []byte) int { return length(text, unitColumn, utf8Text) }

// line hands out what stands side by side. What is as near as letters are is
// joined; a tab is between what is apart, as between the cells of a table.
func (d *drawn) line(p *prose, row []drawnCell, unit float64) error {
	for i, q := range row {
		between := ""
		if i > 0 {
			gap := q.x - row[i-1].end
			switch {
			case unit > 0 && gap > unit*0.9:
				between = "\t"
			case unit > 0 && gap > unit*0.25 || unit == 0:
				between = " "
			}
		}
		if err := p.write([]byte(between)); err != nil {
			return err
		}
		if err := p.write(q.text); err != nil {
			return err
		}
	}
	return p.line()
}

// appendUnits appends UTF-16 in little endian as UTF-8 without NULs.
func appendUnits(dst, src []byte) []byte {
	at := len(dst)
	dst, done := appendUTF16(dst, src, utf16LE)
	if done < len(src) {
		dst = utf8.AppendRune(dst, utf8.RuneError)
	}
	kept := dst[:at]
	for _, c := range dst[at:] {
		if c != 0 {
			kept = append(kept, c)
		}
	}
	return kept
}

package extract

import (
	"cmp"
	"slices"
	"unicode"

	"github.com/shikiri/shikiri/extract/pdfium"
)

// A pdfLayout makes lines and tables of the characters of a page. They come in
// the order in which the program that made the page drew them, which is that of
// reading in nearly all; where they are tells cells apart.
type pdfLayout struct {
	cells  []pdfCell
	line   []pdfCell // of the line in hand
	rows   [][]pdfCell
	tables int        // handed out so far
	last   []pdfRange // the columns of the last table
}

// A pdfRange is from left to right.
type pdfRange struct{ from, to float32 }

// A pdfCell is text in one place: a line of it, or the lines of a cell.
type pdfCell struct {
	pdfRange
	top, bottom float32
	first       float32 // bottom of the first line
	height      float32 // of its letters
	text        []rune
	at          []float32 // where each of text begins, in a cell of one line
	breaks      bool      // a line ends behind it
	lastAt      float32   // the middle of its last letter
	upright     bool      // it is written downwards or upwards
	space       bool      // a space stands behind it that the page has
	made        bool      // the space that text ends with is a gap that was seen
}

const (
	// pdfGap, in heights of letters, parts two cells; smaller gaps are spaces.
	pdfGap = 0.95
	// pdfMost bounds the cells of a page that are laid out: beyond, it is lines.
	pdfMost = 5000
	// pdfTableRows and pdfTableCells are the least that make a table.
	pdfTableRows, pdfTableCells = 3, 3
)

// deliver hands out the text of a page.
func (l *pdfLayout) deliver(out Out, part string, chars []pdfium.Char) error {
	l.cut(chars)
	if len(l.cells) <= pdfMost {
		l.join()
	}
	l.arrange()
	w := &pdfWriter{out: out, part: part, line: 1}
	for i := 0; i < len(l.rows); {
		n, columns := l.table(i)
		if n < pdfTableRows {
			if err := w.text(l.rows[i]); err != nil {
				return err
			}
			i++
			continue
		}
		again := l.continues(columns)
		if !again {
			l.tables++
		}
		if err := w.table(l.rows[i:i+n], columns, l.tables, again); err != nil {
			return err
		}
		l.last = columns
		i += n
	}
	return w.end()
}

// cut makes cells of the characters: it cuts at ends of lines, at wide gaps and
// where the pen goes back.
func (l *pdfLayout) cut(chars []pdfium.Char) {
	l.cells, l.line = l.cells[:0], l.line[:0]
	var c pdfCell
	flush := func() {
		for len(c.text) > 0 && isGap(c.text[len(c.text)-1]) {
			c.text, c.at, c.space = c.text[:len(c.text)-1], c.at[:len(c.at)-1], !c.made
		}
		if len(c.text) > 0 {
			l.line = append(l.line, c)
		}
		c = pdfCell{}
	}
	for i := range chars {
		ch := &chars[i]
		switch {
		case ch.Rune == '\n':
			flush()
			l.endLine()
			continue
		case ch.Rune == '\r':
			continue
		case isGap(ch.Rune):
			if len(c.text) > 0 {
				c.text, c.at, c.made = append(c.text, ch.Rune), append(c.at, c.to), ch.Made
			}
			continue
		}
		if len(c.text) > 0 {
			h := max(c.height, ch.Top-ch.Bottom)
			gap := ch.Left - c.to
			if c.surname() {
				gap -= h // the space is a letter wide
			}
			switch {
			case h > 0 && abs(ch.Left+ch.Right-c.lastAt*2) < 0.6*h && (ch.Bottom >= c.top-0.3*h || ch.Top <= c.bottom+0.3*h):
				c.upright = true // letters below each other, or of a page that lies on its side
			case gap > pdfGap*h || ch.Right < c.to-0.5*h || h > 0 && (ch.Bottom > c.top || ch.Top < c.bottom):
				flush()
			}
		}
		c.add(ch)
	}
	flush()
	l.endLine()
}

// surname reports whether a cell holds one to four kanji and one wide space that
// the page has: a given name follows, and no other cell.
func (c *pdfCell) surname() bool {
	n := len(c.text) - 1
	if n < 1 || n > 4 || c.made || c.text[n] != '\u3000' {
		return false
	}
	return !slices.ContainsFunc(c.text[:n], func(r rune) bool { return !unicode.Is(unicode.Han, r) && r != '々' })
}

func isGap(r rune) bool { return r == ' ' || r == '\u3000' || r == '\u00a0' || r == '\t' }

// add adds a character to a cell of one line.
func (c *pdfCell) add(ch *pdfium.Char) {
	if !slices.ContainsFunc(c.text, func(r rune) bool { return !isGap(r) }) {
		*c = pdfCell{pdfRange: pdfRange{ch.Left, ch.Right}, top: ch.Top, bottom: ch.Bottom, text: c.text[:0], at: c.at[:0]}
	} else if n := len(c.text); c.made && c.text[n-1] == ' ' && n > 1 && ch.Left-c.to < 0.4*c.height && digitBesideJapanese(c.text[n-2], ch.Rune) {
		c.text, c.at = c.text[:n-1], c.at[:n-1] // the quarter of a letter that programs put there
	}
	c.to, c.from = max(c.to, ch.Right), min(c.from, ch.Left)
	c.top, c.bottom = max(c.top, ch.Top), min(c.bottom, ch.Bottom)
	c.height = max(c.height, ch.Top-ch.Bottom)
	c.first = c.bottom
	c.lastAt = (ch.Left + ch.Right) / 2
	c.text, c.at = append(c.text, ch.Rune), append(c.at, ch.Left)
}

func digitBesideJapanese(a, b rune) bool {
	digit := func(r rune) bool { return '0' <= r && r <= '9' }
	return digit(a) && b >= 0x3000 || digit(b) && a >= 0x3000
}

// endLine takes over the cells of a line from left to right: a letter from
// another font may be drawn after all others.
func (l *pdfLayout) endLine() {
	if len(l.line) == 0 {
		return
	}
	level := true
	for i := range l.line {
		level = level && !l.line[i].upright && l.line[i].beside(&l.line[0])
	}
	if level {
		slices.SortStableFunc(l.line, func(a, b pdfCell) int { return cmp.Compare(a.from, b.from) })
	}
	for i := range l.line {
		c := &l.line[i]
		if n := len(l.cells); i > 0 && level {
			p := &l.cells[n-1]
			if c.from-p.to < pdfGap*max(c.height, p.height) {
				p.merge(c)
				continue
			}
		}
		l.cells = append(l.cells, *c)
	}
	l.cells[len(l.cells)-1].breaks = true
	l.line = l.line[:0]
}

// merge puts what another cell of the line holds where it stands.
func (c *pdfCell) merge(o *pdfCell) {
	at := len(c.text)
	for at > 0 && c.at[at-1] > o.from && o.from < c.to-1 {
		at--
	}
	c.text, c.at = slices.Insert(c.text, at, o.text...), slices.Insert(c.at, at, o.at...)
	c.to, c.top, c.bottom = max(c.to, o.to), max(c.top, o.top), min(c.bottom, o.bottom)
}

// beside reports whether two cells stand on the same level: they overlap by more
// than half of the lower one.
func (c *pdfCell) beside(o *pdfCell) bool {
	over := min(c.top, o.top) - max(c.bottom, o.bottom)
	return over > 0.5*min(c.top-c.bottom, o.top-o.bottom)
}

// join puts the lines of a cell together, so that 03-0000- and 0001 below it are
// one number. A cell has others beside it, and its line ended because what comes
// next had no room in its column.
func (l *pdfLayout) join() {
	kept := l.cells[:0:0]
	for i := range l.cells {
		c := &l.cells[i]
		if n := len(kept); n > 0 && l.wrapped(&kept[n-1], c) {
			kept[n-1].join(c)
			continue
		}
		kept = append(kept, *c)
	}
	l.cells = kept
}

// wrapped reports whether b goes on with what p holds.
func (l *pdfLayout) wrapped(p, b *pdfCell) bool {
	h := max(p.height, b.height)
	if p.upright || b.upright {
		return false
	}
	if numberGoesOn(p.text, b.text) && p.breaks && b.top < p.top && b.top > p.bottom-1.5*h {
		return true
	}
	if h == 0 || abs(p.height-b.height) > 0.3*h || p.bottom-b.top > 0.8*h || b.top-p.bottom > 0.4*h || abs(b.from-p.from) > 0.6*h {
		return false
	}
	edge, others, below := p.to, 0, 0
	for i := range l.cells {
		o := &l.cells[i]
		switch {
		case abs(o.from-p.from) < 0.6*h:
			edge = max(edge, o.to)
		case o.from < p.to && p.from < o.to:
		case min(o.top, p.top)-max(o.bottom, p.first) > 0.5*h:
			others++
		case min(o.top, b.top)-max(o.bottom, b.bottom) > 0.5*h:
			below++ // of as many it is the next row
		}
	}
	return others > below && p.to+min(b.to-b.from, 2.5*h) > edge-0.3*h
}

func abs(x float32) float32 { return max(x, -x) }

// numberGoesOn reports whether a number is cut at the end of a line: 03-0000-
// and 0001.
func numberGoesOn(a, b []rune) bool {
	if len(a) < 2 || len(b) < 2 {
		return false
	}
	x, y := a[len(a)-1], b[0]
	return isDash(x) && isNumeral(a[len(a)-2]) && isNumeral(y) || isNumeral(x) && isDash(y) && isNumeral(b[1])
}

func isNumeral(r rune) bool { return '0' <= r && r <= '9' || '０' <= r && r <= '９' }

func isDash(r rune) bool { return r == '-' || 0x2010 <= r && r <= 0x2015 || r == 0x2212 || r == '－' }

// join adds a line to a cell.
func (c *pdfCell) join(b *pdfCell) {
	if n := len(c.text); c.space || c.text[n-1] < 0x80 && b.text[0] < 0x80 && isASCIILetter(c.text[n-1]) && isASCIILetter(b.text[0]) {
		c.text = append(c.text, ' ')
	}
	c.text = append(c.text, b.text...)
	c.from, c.to = min(c.from, b.from), max(c.to, b.to)
	c.bottom, c.breaks = min(c.bottom, b.bottom), b.breaks
	c.space, c.made = b.space, b.made
}

func isASCIILetter(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }

// arrange makes rows of the cells: a row goes to the right and on one level.
func (l *pdfLayout) arrange() {
	l.rows = l.rows[:0]
	start := 0
	for i := range l.cells {
		if i == start {
			continue
		}
		p, c := &l.cells[i-1], &l.cells[i]
		if !c.upright && !p.upright && c.from >= p.from && (c.beside(p) || c.beside(&l.cells[start])) {
			continue
		}
		l.rows = append(l.rows, l.cells[start:i])
		start = i
	}
	if start < len(l.cells) {
		l.rows = append(l.rows, l.cells[start:])
	}
}

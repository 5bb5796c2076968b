package extract

import (
	"bytes"
	"slices"
	"sync"
	"unicode/utf8"
)

// enough is how much of a text with short lines tells whether it is a table:
// every text file pays for this question.
const enough = 16 << 10

// A sniffer is what one question takes; text files are many.
type sniffer struct {
	rowParser
	buf []byte
}

var snifferPool = sync.Pool{New: func() any { return new(sniffer) }}

// sniffDelimited reports whether head, the beginning of a text or if whole all
// of it, is rows of cells, and what stands between these.
func sniffDelimited(head []byte, whole bool) (delim byte, ok bool) {
	if first := bytes.TrimLeft(bytes.TrimPrefix(head, utf8BOM), " \t\r\n"); len(first) == 0 ||
		first[0] == '{' || first[0] == '<' || first[0] == '[' && bytes.IndexByte([]byte("{[\"\r\n"), first[min(1, len(first)-1)]) >= 0 {
		return 0, false // JSON, XML
	}
	if len(head) > enough && bytes.Count(head[:enough], []byte{'\n'}) >= 50 {
		head, whole = head[:enough], false
	}
	p := snifferPool.Get().(*sniffer)
	defer snifferPool.Put(p)
	p.buf = append(slices.Grow(p.buf[:0], len(head)+8), head...)
	times := maskLogTimes(p.buf)
	p.eol = '\n'
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		p.eol = '\r'
	}
	most := mostOnes(1 + bytes.Count(head, []byte{p.eol}))
	best := 0.0
	for _, d := range []byte("\t,;|\x1f") {
		if bytes.IndexByte(head, d) < 0 {
			continue
		}
		// Where the cells are is asked of few: the widths of the rows tell that
		// nearly all texts are no table.
		p.begin(d, true, most)
		p.parse(p.buf, whole, false)
		if p.ones > most {
			continue
		}
		w := measure(&p.rowParser)
		w.logLines = d == ',' && 2*times > w.rows
		if w.share(false) == 0 {
			continue
		}
		p.begin(d, false, 0)
		p.parse(p.buf, whole, false)
		if s := score(p.buf, &p.rowParser, &w); s > best {
			best, delim = s, d
		}
	}
	return delim, best > 0
}

// begin makes p ready for another delimiter.
func (p *rowParser) begin(delim byte, widths bool, most int) {
	p.delim, p.widths, p.most = delim, widths, most
	p.want, p.bound, p.ones = 0, 0, 0
}

// outside is how many rows at either end of a text may be no rows of its table.
const outside = 10

// mostOnes returns how many of the rows may have one cell for share to be
// other than 0, if there are no more rows than lines: those that are not outside
// must be four in ten at most.
func mostOnes(lines int) int { return (2*lines + 3*2*outside) / 5 }

// rowWidths are how many cells the rows of a supposed table have.
type rowWidths struct {
	rows, mode  int  // rows, and the width that holds most cells
	fit, inside int  // rows of that width, and rows from the first to the last of them
	steady      int  // rows in runs of one width
	kinds       int  // different widths
	least       int  // the smallest
	pair        bool // there are two rows, and the first has one cell
	tabs        bool
	logLines    bool // most rows have the time of a log
}

// measure measures the rows in p.
func measure(p *rowParser) rowWidths {
	w := rowWidths{rows: len(p.rows) - 1, mode: 2, least: 255, tabs: p.delim == '\t'}
	if w.rows == 0 {
		return w
	}
	var widths [256]int
	for i := range w.rows {
		widths[min(p.count(i), 255)]++
	}
	for k, m := range widths {
		if m > 0 {
			w.kinds, w.least = w.kinds+1, min(w.least, k)
		}
		if k >= 2 && m*k > widths[w.mode]*w.mode {
			w.mode = k
		}
	}
	w.fit = widths[w.mode]
	if w.fit > 0 {
		w.inside, w.steady = insideRows(p, w.rows, w.mode), runs(p, w.rows)
	}
	w.pair = w.rows == 2 && p.count(0) == 1
	return w
}

// share returns how large a part of the rows has the width of a table, or 0 if
// they are none whatever is in them. In prose more of them must have.
func (w *rowWidths) share(proseLike bool) float64 {
	if w.fit == 0 || (proseLike || w.logLines) && w.mode < 3 || proseLike && w.rows < 5 {
		return 0
	}
	share := float64(w.fit) / float64(w.inside)
	limit := 0.6
	switch {
	case w.mode == 2:
		limit = 0.85
	case proseLike:
		limit = 0.9
	}
	several := w.rows >= 8 && !proseLike && float64(w.steady) >= 0.8*float64(w.rows)
	typed := w.rows >= 8 && !proseLike && w.least >= 3 && w.kinds <= 4
	switch {
	case w.rows == 1:
		if w.mode < 3 && !w.tabs {
			return 0
		}
	case w.rows < 5:
		// Little to go by: titles above or below, but no other row that differs.
		if w.fit < 2 && !(w.pair && w.mode >= 3) || w.fit < w.inside {
			return 0
		}
	case (share < limit || 2*w.inside < w.rows) && !several && !typed:
		return 0
	}
	return share
}

// score says how well the rows in p, taken from buf and measured by w, make a
// table; 0: not at all.
func score(buf []byte, p *rowParser, w *rowWidths) float64 {
	l := looks(buf, p, w.rows, w.mode)
	share := w.share(l.proseLike)
	if share == 0 || l.live < 2 || l.code || w.rows < 5 && !l.plain {
		return 0
	}
	return share + 0.02*float64(min(w.mode, 25))
}

// insideRows returns how many rows there are from the first to the last row of
// mode cells; what is outside of them on either side may be titles.
func insideRows(p *rowParser, n, mode int) int {
	first, last := 0, n-1
	for first < min(n, outside) && p.count(first) != mode {
		first++
	}
	for last > max(first, n-1-outside) && p.count(last) != mode {
		last--
	}
	return last - first + 1
}

// runs returns how many rows are in a run of three or more rows of equal width,
// three cells at least.
func runs(p *rowParser, n int) int {
	total := 0
	for i := 0; i < n; {
		j := i + 1
		for j < n && p.count(j) == p.count(i) {
			j++
		}
		if j-i >= 3 && p.count(i) >= 3 {
			total += j - i
		}
		i = j
	}
	return total
}

// A look is what the cells of a supposed table look like.
type look struct {
	live      int  // columns that are not always empty
	code      bool // brackets opened in one cell and closed in another, key=value
	proseLike bool // most delimiters are followed by a blank, or cells are long
	plain     bool // every row could be a row: short cells and no sentence
}

// looks looks at the rows of mode cells.
func looks(buf []byte, p *rowParser, n, mode int) look {
	l := look{plain: true}
	var filled [256]bool
	rows, cells, split, keyed, spaced, size := 0, 0, 0, 0, 0, 0
	for i := range n {
		if p.count(i) != mode {
			continue
		}
		rows++
		cut, keys := false, 0
		for j := range mode {
			c := p.cell(buf, i, j)
			filled[min(j, 255)] = filled[min(j, 255)] || len(c) > 0
			cells, size = cells+1, size+len(c)
			at := int(p.cells[2*(int(p.rows[i])+j)])
			if j > 0 && len(c) > 0 && buf[at-1] == ' ' {
				spaced++
			}
			cut = cut || unbalanced(c)
			if keyValue(c) {
				keys++
			}
			l.plain = l.plain && len(c) <= 120 && !sentence(c)
		}
		if cut {
			split++
		}
		if 2*keys > mode {
			keyed++
		}
	}
	for _, f := range filled {
		if f {
			l.live++
		}
	}
	l.code = 10*split > 3*rows || 2*keyed > rows
	l.proseLike = p.delim != '\t' && p.delim != '|' && (2*spaced > cells-rows || size > 100*cells)
	if p.delim == '|' && markdownRule(buf, p, n) {
		l.code = true
	}
	l.plain = l.plain && !l.proseLike
	return l
}

// unbalanced reports whether c closes a bracket that it did not open or opens
// one that it does not close.
func unbalanced(c []byte) bool {
	depth := 0
	for _, b := range c {
		switch b {
		case '(', '{', '[':
			depth++
		case ')', '}', ']':
			if depth--; depth < 0 {
				return true
			}
		}
	}
	return depth != 0
}

// keyValue reports whether c begins with a word in ASCII and '='.
func keyValue(c []byte) bool {
	at := bytes.IndexByte(c, '=')
	if at <= 0 {
		return false
	}
	for _, b := range c[:at] {
		if b|0x20-'a' >= 26 && b-'0' >= 10 && b != '_' && b != '.' && b != '-' {
			return false
		}
	}
	return true
}

// sentence reports whether c ends like a sentence or a statement.
func sentence(c []byte) bool {
	r, _ := utf8.DecodeLastRune(c)
	switch r {
	case '。', ';', '{', '}', '!', '?', ':':
		return true
	case '.':
		return len(c) > 40
	}
	return false
}

// markdownRule reports whether a row is the rule below a Markdown table's header.
func markdownRule(buf []byte, p *rowParser, n int) bool {
	for i := range min(n, 50) {
		dashes := false
		for j := range p.count(i) {
			c := p.cell(buf, i, j)
			if len(bytes.Trim(c, "-: ")) > 0 {
				dashes = false
				break
			}
			dashes = dashes || bytes.HasPrefix(c, []byte("--")) || bytes.HasPrefix(c, []byte(":-"))
		}
		if dashes && p.count(i) > 1 {
			return true
		}
	}
	return false
}

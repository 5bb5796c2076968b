package extract

import (
	"bytes"
	"unicode/utf8"
)

// enough is how much of a text with short lines tells whether it is a table:
// every text file pays for this question.
const enough = 16 << 10

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
	buf := make([]byte, len(head), len(head)+8)
	copy(buf, head)
	best := 0.0
	for _, d := range []byte("\t,;|\x1f") {
		if bytes.IndexByte(head, d) < 0 {
			continue
		}
		p := rowParser{delim: d, eol: '\n'}
		if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
			p.eol = '\r'
		}
		p.parse(buf, whole, false)
		if s := score(buf, &p); s > best {
			best, delim = s, d
		}
	}
	return delim, best > 0
}

// score says how well the rows in p, taken from buf, make a table; 0: not at all.
func score(buf []byte, p *rowParser) float64 {
	n := len(p.rows) - 1
	if n == 0 {
		return 0
	}
	var widths [256]int
	for i := range n {
		widths[min(p.count(i), 255)]++
	}
	mode, kinds, least := 2, 0, 255
	for k, m := range widths {
		if m > 0 {
			kinds, least = kinds+1, min(least, k)
		}
		if k >= 2 && m*k > widths[mode]*mode {
			mode = k
		}
	}
	fit, inside, steadyRows := widths[mode], insideRows(p, n, mode), runs(p, n)
	l := looks(buf, p, n, mode)
	if fit == 0 || l.live < 2 || l.code || l.proseLike && (mode < 3 || n < 5) {
		return 0
	}
	share := float64(fit) / float64(inside)
	limit := 0.6
	switch {
	case mode == 2:
		limit = 0.85
	case l.proseLike:
		limit = 0.9
	}
	several := n >= 8 && !l.proseLike && float64(steadyRows) >= 0.8*float64(n)
	typed := n >= 8 && !l.proseLike && least >= 3 && kinds <= 4
	switch {
	case n == 1:
		if mode < 3 && p.delim != '\t' || !l.plain {
			return 0
		}
	case n < 5:
		// Little to go by: titles above or below, but no other row that differs.
		if fit < 2 && !(n == 2 && p.count(0) == 1 && mode >= 3) || fit < inside || !l.plain {
			return 0
		}
	case (share < limit || 2*inside < n) && !several && !typed:
		return 0
	}
	return share + 0.02*float64(min(mode, 25))
}

// insideRows returns how many rows there are from the first to the last row of
// mode cells; what is outside, up to ten rows on either side, may be titles.
func insideRows(p *rowParser, n, mode int) int {
	const outside = 10
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
	code      bool // brackets opened in one cell and closed in another, key=value, log times
	proseLike bool // most delimiters are followed by a blank, or cells are long
	plain     bool // every row could be a row: short cells and no sentence
}

// looks looks at the rows of mode cells.
func looks(buf []byte, p *rowParser, n, mode int) look {
	l := look{plain: true}
	var filled [256]bool
	rows, cells, split, keyed, times, spaced, size := 0, 0, 0, 0, 0, 0, 0
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
		if mode == 2 && logTime(p.cell(buf, i, 0), p.cell(buf, i, 1)) {
			times++
		}
	}
	for _, f := range filled {
		if f {
			l.live++
		}
	}
	l.code = 10*split > 3*rows || 2*keyed > rows || 2*times > rows
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

// logTime reports whether the comma between a and b is that of a log's
// milliseconds: "2024-01-31 10:20:30,123 INFO".
func logTime(a, b []byte) bool {
	return len(a) >= 8 && a[len(a)-3] == ':' && hasDigit(a[len(a)-2:]) &&
		len(b) > 3 && hasDigit(b[:1]) && hasDigit(b[1:2]) && hasDigit(b[2:3]) && b[3]-'0' >= 10
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

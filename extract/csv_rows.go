package extract

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// A rowParser finds the rows and cells of delimited text. Its slices are reused.
type rowParser struct {
	delim, eol byte
	want       int  // cells of a row, when two rows in a row agreed; tells a stray quote
	bound      int  // up to here a quoted cell was looked for in vain
	widths     bool // find out how many cells each row has, and nothing else:
	ones, most int  // give up when more than most rows have one

	prev int  // cells of the row before
	gap  bool // an empty line stood before the row

	cells  []uint32 // bounds of all cells
	rows   []uint32 // the first cell of each row, and the number of cells
	starts []uint32 // where each row begins, and where the last one ends
	lines  []uint32 // the line each row begins on, from 0
	gaps   []uint32 // rows that follow an empty line
}

// parse finds the rows in buf, which must have 8 bytes of capacity beyond its
// length, and returns where the last complete one ends. Empty lines are no rows.
// eof says that nothing follows buf, full that buf cannot grow: a quote that
// is still open in the first row is then taken for an ordinary character. With
// p.widths only p.rows is good for something after it.
func (p *rowParser) parse(buf []byte, eof, full bool) int {
	const ones = 0x0101010101010101
	n := len(buf)
	b := buf[:n+8]
	delim, eol := p.delim, p.eol
	delims, eols, quotes := uint64(delim)*ones, uint64(eol)*ones, uint64('"')*ones
	p.starts, p.lines, p.gaps, p.prev, p.gap = p.starts[:0], p.lines[:0], p.gaps[:0], 0, false
	cells, rows := p.cells[:0], p.rows[:0]
	var line, next uint32 // the line of the row, and of the row after it
	var count, first int  // cells, and those before the row
	start, row := 0, 0
	if bytes.HasPrefix(buf, utf8BOM) {
		start = 3
	}
words:
	for i := start; i < n; i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		for m := anyOf(w^delims, w^eols, w^quotes); m != 0; m &= m - 1 {
			at := i + bits.TrailingZeros64(m)>>3
			if at >= n {
				break words
			}
			c := b[at]
			if c == '"' {
				if !blank(b[start:at]) {
					continue
				}
				if q := p.plainQuote(b[:n], at); q > 0 { // nearly all: 513 MB/s became 655
					if count++; !p.widths {
						s, e := trimCell(b, start, q+1)
						cells = append(cells, uint32(s), uint32(e))
					}
					start = q + 2
					i = start - 8
					continue words
				}
				switch end := p.closeQuote(b[:n], at, row, count-first, eof, full); {
				case end < 0:
					break words
				case end > at:
					next += uint32(bytes.Count(b[at:end], []byte{eol}))
					i = end - 8
					continue words
				}
				continue
			}
			if c == eol && count == first && blank(b[start:at]) {
				p.gap = true
			} else if count++; !p.widths {
				s, e := trimCell(b, start, at)
				cells = append(cells, uint32(s), uint32(e))
			}
			start = at + 1
			if c == eol {
				if count > first {
					rows = append(rows, uint32(first))
					if p.rowEnd(row, line, len(rows)-1, count-first); p.ones > p.most {
						break words
					}
					first = count
				}
				next++
				row, line = start, next
			}
		}
	}
	if eof && row < n && p.ones <= p.most {
		if s, e := trimCell(b, start, n); e > s || count > first {
			cells = append(cells, uint32(s), uint32(e))
			rows = append(rows, uint32(first))
			p.rowEnd(row, line, len(rows)-1, count+1-first)
			first = count + 1
		}
		row = n
	}
	p.cells = cells[:min(len(cells), 2*first)]
	p.rows = append(rows, uint32(first))
	p.starts = append(p.starts, uint32(row))
	return row
}

// anyOf returns the top bit of each byte that is 0 in one of three words; exact,
// unlike the shorter test with a borrow.
func anyOf(d, e, q uint64) uint64 {
	const low7 = 0x7f7f7f7f7f7f7f7f
	return ^((d&low7 + low7 | d) & (e&low7 + low7 | e) & (q&low7 + low7 | q)) &^ low7
}

// rowEnd notes row i, which begins at start and has count cells.
func (p *rowParser) rowEnd(start int, line uint32, i, count int) {
	if count == p.prev {
		p.want = count
	}
	p.prev = count
	if p.widths {
		if count == 1 {
			p.ones++
		}
		return
	}
	p.starts = append(p.starts, uint32(start))
	p.lines = append(p.lines, line)
	if p.gap {
		p.gaps = append(p.gaps, uint32(i))
		p.gap = false
	}
}

// count returns the number of cells of row i.
func (p *rowParser) count(i int) int { return int(p.rows[i+1] - p.rows[i]) }

// cell returns cell j of row i in buf.
func (p *rowParser) cell(buf []byte, i, j int) []byte {
	k := 2 * (int(p.rows[i]) + j)
	return buf[p.cells[k]:p.cells[k+1]]
}

func blank(b []byte) bool {
	for _, c := range b {
		if c > ' ' {
			return false
		}
	}
	return true
}

// trimCell narrows b[s:e] by blanks, a pair of quotes or a quote that nothing
// closes, and the blanks inside the quotes.
func trimCell(b []byte, s, e int) (int, int) {
	for s < e && b[s] <= ' ' {
		s++
	}
	for s < e && b[e-1] <= ' ' {
		e--
	}
	if s+1 < e && b[s] == '=' && b[s+1] == '"' {
		s++ // ="001", which keeps Excel from reading a number
	}
	if s < e && b[s] == '"' {
		s++
		if s < e && b[e-1] == '"' {
			e--
		}
		for s < e && b[s] <= ' ' {
			s++
		}
		for s < e && b[e-1] <= ' ' {
			e--
		}
	}
	return s, e
}

// plainQuote returns where the quote is that closes the one at b[open], if that
// is on the same line and a delimiter follows; else 0.
func (p *rowParser) plainQuote(b []byte, open int) int {
	k := bytes.IndexByte(b[open+1:min(len(b), open+256)], '"')
	q := open + 1 + k
	if k < 0 || q+1 >= len(b) || b[q+1] != p.delim || bytes.IndexByte(b[open+1:q], p.eol) >= 0 {
		return 0
	}
	return q
}

// closeQuote returns where the quoted cell that begins at b[open] ends, open if
// that quote is an ordinary character, or -1 if what is in b does not tell.
// row is where the row begins and before how many cells it has so far.
func (p *rowParser) closeQuote(b []byte, open, row, before int, eof, full bool) int {
	final := eof || full && row == 0
	nl, seen := -1, open // the first line end inside, looked for up to seen
	literal := func(upTo int) int {
		p.bound = max(p.bound, upTo)
		return open
	}
	for j := open + 1; ; {
		at := bytes.IndexByte(b[j:], '"')
		if at < 0 {
			if final || open < p.bound {
				return literal(len(b))
			}
			return -1
		}
		q := j + at
		if nl < 0 {
			if k := bytes.IndexByte(b[seen:q], p.eol); k >= 0 {
				nl = seen + k
			}
			seen = q
		}
		if nl >= 0 && open < p.bound {
			return open
		}
		if q+1 < len(b) && b[q+1] == '"' {
			j = q + 2
			continue
		}
		if q+1 == len(b) && !final {
			return -1
		}
		if closes, known := p.cellEnds(b, q+1); !known && !final {
			return -1
		} else if closes {
			if nl >= 0 {
				switch p.stray(b, open, nl, before, final) {
				case yes:
					return literal(q)
				case unknown:
					return -1
				}
			}
			return q + 1
		}
		// A quote that opens a cell, on another line: the first was never closed.
		if nl >= 0 && (b[q-1] == p.delim || b[q-1] == p.eol) || open < p.bound {
			return literal(q)
		}
		j = q + 1
	}
}

// cellEnds reports whether a cell ends at b[i], but for blanks; known is false
// if b ends too early to tell.
func (p *rowParser) cellEnds(b []byte, i int) (ends, known bool) {
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c == p.delim || c == p.eol:
			return true, true
		case c != ' ' && c != '\t' && c != '\r':
			return false, true
		}
	}
	return true, false
}

type verdict uint8

const (
	no verdict = iota
	yes
	unknown
)

// stray reports whether the quote at b[open] is no quote: the lines from it on,
// up to three, have the table's number of cells each. nl is the first line end
// after it, before the number of cells before it in its row.
func (p *rowParser) stray(b []byte, open, nl, before int, final bool) verdict {
	const enough = 3
	if p.want < 2 || before+1+bytes.Count(b[open:nl], []byte{p.delim}) != p.want {
		return no
	}
	for from, lines := nl+1, 0; lines < enough; lines++ {
		k := bytes.IndexByte(b[from:], p.eol)
		if k < 0 {
			if !final {
				return unknown
			}
			k = len(b) - from
			if k == 0 {
				break
			}
		}
		if p.countCells(b[from:from+k]) != p.want {
			return no
		}
		if from += k + 1; from >= len(b) {
			break
		}
	}
	return yes
}

// countCells counts the cells of a line, not looking inside quotes.
func (p *rowParser) countCells(line []byte) int {
	n, quoted := 1, false
	for _, c := range line {
		if c == '"' {
			quoted = !quoted
		} else if c == p.delim && !quoted {
			n++
		}
	}
	return n
}

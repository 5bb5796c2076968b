package extract

// tables tells the tables of a file apart and hands them out.
type tables struct {
	id    int
	cells int // of a row of the present table; 0 before the first
	fresh bool
	block Block // reused
	table Table // reused
	gap   bool  // an empty line stood before the rows left for later
}

// steady is how many rows of another width make another table.
const steady = 6

// deliver hands out the rows that p found in buf[:end], cut where another table
// begins, and returns how much of buf that was: rows that may begin another
// table are left for later, when more can be seen. line is the line buf begins on.
func (t *tables) deliver(buf []byte, end, line int, p *rowParser, eof bool, out Out) (int, error) {
	n := len(p.rows) - 1
	from, textFrom := 0, 0
	if t.cells == 0 && n > 0 {
		if first := t.begin(p, n); first > 0 {
			if err := t.preface(buf[:p.starts[first]], line, out); err != nil {
				return 0, err
			}
			from, textFrom = first, int(p.starts[first])
		}
	}
	gaps, later := p.gaps, false
	for i := from; i < n; i++ {
		for len(gaps) > 0 && int(gaps[0]) < i {
			gaps = gaps[1:]
		}
		k := p.count(i)
		gap := len(gaps) > 0 && int(gaps[0]) == i || i == 0 && t.gap
		if k == t.cells && !gap || i == from && t.fresh {
			continue
		}
		if i+steady > n && i > 0 && !eof {
			n, end, later = i, int(p.starts[i]), gap // look again when the next rows are here
			break
		}
		at := t.change(buf, p, i, n, gap)
		if at < 0 {
			continue
		}
		if err := t.rows(buf, p, from, at, textFrom, int(p.starts[at]), line, out); err != nil {
			return 0, err
		}
		t.id++
		t.fresh = true
		t.cells = p.count(min(at+1, n-1))
		from, textFrom = at, int(p.starts[at])
		i = at
	}
	t.gap = later
	return end, t.rows(buf, p, from, n, textFrom, end, line, out)
}

// begin finds the first table: it returns its first row and sets its width.
// Rows of less than half that width before it are its title.
func (t *tables) begin(p *rowParser, n int) int {
	n = min(n, 64) // rows that are looked at
	best, votes := 1, 0
	for i := range n {
		k, same := p.count(i), 0
		for j := range n {
			if p.count(j) == k {
				same++
			}
		}
		if k > 1 && (same > votes || same == votes && k > best) {
			best, votes = k, same
		}
	}
	t.id, t.fresh, t.cells = t.id+1, true, best
	for i := range n {
		if p.count(i)*2 > best {
			return i
		}
	}
	return 0
}

// change returns the row, from i on, with which another table begins, or -1.
// Row i differs in width from the table or, if gap, follows an empty line.
func (t *tables) change(buf []byte, p *rowParser, i, n int, gap bool) int {
	if gap && p.count(i) == 1 && i+1 < n {
		i++ // the title of what follows
	}
	k := p.count(i)
	if k < 2 {
		return -1
	}
	if k == t.cells {
		if gap && headerLike(buf, p, i, n) {
			return i
		}
		return -1
	}
	same, back := 1, false
	for same < steady && i+same < n && p.count(i+same) == k {
		same++
	}
	for j := i; j < min(i+steady, n); j++ {
		back = back || p.count(j) == t.cells
	}
	if same == steady || gap && same > 1 && !back {
		return i
	}
	// A header may be narrower or wider than its rows.
	if gap && i+2 < n && p.count(i+1) == p.count(i+2) && !back && 2*k > p.count(i+1) && p.count(i+1) > 1 {
		return i
	}
	return -1
}

// headerLike reports whether row i looks like a header: words only, and digits
// in the row after it.
func headerLike(buf []byte, p *rowParser, i, n int) bool {
	if i+1 >= n {
		return false
	}
	for j := range p.count(i) {
		if c := p.cell(buf, i, j); len(c) == 0 || hasDigit(c) {
			return false
		}
	}
	for j := range p.count(i + 1) {
		if hasDigit(p.cell(buf, i+1, j)) {
			return true
		}
	}
	return false
}

// hasDigit reports whether b holds an ASCII or full-width digit.
func hasDigit(b []byte) bool {
	for i, c := range b {
		if c-'0' < 10 || c == 0xEF && i+2 < len(b) && b[i+1] == 0xBC && b[i+2]-0x90 < 10 {
			return true
		}
	}
	return false
}

// preface hands out what stands above the first table.
func (t *tables) preface(text []byte, line int, out Out) error {
	t.block = Block{Text: text, Line: line}
	return out.Text(&t.block)
}

// rows hands out rows from up to to, which are in buf[textFrom:textTo].
func (t *tables) rows(buf []byte, p *rowParser, from, to, textFrom, textTo, line int, out Out) error {
	if from == to {
		if textFrom == textTo {
			return nil
		}
		return t.preface(buf[textFrom:textTo], line, out)
	}
	lines := p.lines[from:to]
	base := uint32(0)
	if textFrom > 0 {
		base = lines[0]
	}
	first, last := p.rows[from], p.rows[to]
	cells := p.cells[2*first : 2*last]
	if textFrom > 0 {
		for i := range cells {
			cells[i] -= uint32(textFrom)
		}
		for i := range lines {
			lines[i] -= base
		}
		for i := from; i <= to; i++ {
			p.rows[i] -= first
		}
	}
	t.table = Table{ID: t.id, First: t.fresh, Cells: cells, Rows: p.rows[from : to+1], Lines: lines}
	if lines[0] == 0 && int(lines[len(lines)-1]) == len(lines)-1 {
		t.table.Lines = nil
	}
	t.block = Block{Text: buf[textFrom:textTo], Line: line + int(base), Table: &t.table}
	t.fresh = false
	err := out.Text(&t.block)
	p.rows[to] = last // the next table begins here
	return err
}

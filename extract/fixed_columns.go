package extract

import "slices"

// learn completes l with the columns of the records in g, or returns nil if
// they have none.
func learn(g *grid, l *fixedLayout) *fixedLayout {
	top, sum := 0, 0
	for c := range g.first {
		if g.first[c] > g.first[top] {
			top = c
		}
		sum += g.first[c]
	}
	// Records of several kinds begin with a digit that tells them apart, as
	// those that banks exchange do: learn from the kind there is most of.
	typed := top > '0' && top <= '9' && g.first[top]*2 >= sum
	rows, raw := g.rows, g.raw
	if typed {
		rows, raw = nil, nil
		for i, r := range g.raw {
			if len(r) > 0 && int(r[0]) == top {
				rows, raw = append(rows, g.rows[i]), append(raw, r)
			}
		}
		if len(rows)*100 < sum*98 && len(rows) < sum-4 {
			typed, rows, raw = false, g.rows, g.raw // only a number
		}
	}
	if typed {
		l.kind = byte(top)
	}
	c := columns{rows: rows, size: l.size, slack: len(rows) / 100}
	if len(rows) >= 8 {
		c.slack = max(c.slack, 1)
	}
	c.find()
	if len(c.cuts) == 0 || len(rows) < 8 && len(c.cuts) < 2 || c.textless() {
		return nil
	}
	l.cuts = append([]int{0}, c.cuts...)
	if l.unit == unitByte && !l.lines {
		l.anchors = findAnchors(raw, l.size)
	}
	return l
}

// columns finds where the fields of records begin.
type columns struct {
	rows  []classes
	size  int
	slack int // how many records may disagree: headers, damage
	cuts  []int
}

// find finds the cuts, first those that text shows, then those that only
// right-justified numbers show.
func (c *columns) find() {
	next := c.size
	for p := c.size - 1; p > 0; p-- {
		if c.startsAt(p, next) {
			c.cuts = append(c.cuts, p)
			next = p
		}
	}
	slices.Sort(c.cuts)
	c.each(c.numberEnd)
	c.each(c.numberStart)
	c.each(c.maskStart)
	c.each(c.maskEnd)
}

// each adds the cut that f finds between each two neighbouring cuts.
func (c *columns) each(f func(from, to int) int) {
	bounds := append(append([]int{0}, c.cuts...), c.size)
	for i := 1; i < len(bounds); i++ {
		from, to := bounds[i-1], bounds[i]
		for p := f(from, to); p > from && p < to; p = f(from, to) {
			c.cuts = append(c.cuts, p)
			to = p
		}
	}
	slices.Sort(c.cuts)
}

// startsAt reports whether a field begins at p; the one after it begins at next.
//
// Where a left-justified field begins, a blank means that the field is empty,
// and no character lies across. The given name in 山田　太郎 stands at one place
// as long as surnames have two characters, but not with the others: there
// the place is a blank with text right after it, or the blank is elsewhere.
func (c *columns) startsAt(p, next int) bool {
	const near = 6 // three full-width characters
	var starts, alone, through, early, nearby, blankBefore, narrow, sameScript, onASCII int
	var changes [16]int
	for _, r := range c.rows {
		if r[p]&inside != 0 {
			if alone++; alone > c.slack {
				return false // a character lies across
			}
			continue
		}
		a, b := script(r[p-1]), script(r[p])
		if a == clBlank {
			blankBefore++
		}
		if a != clBlank || b == clBlank {
			for q := max(1, p-2); q < min(next, p+3); q++ {
				if q != p && r[q]&^inside != clBlank && r[q-1]&^inside == clBlank {
					nearby++
					break
				}
			}
		}
		switch {
		case b == clBlank:
			for q := p + 1; q < min(next, p+near); q++ {
				if r[q]&^inside != clBlank {
					early++
					break
				}
			}
		case a == clBlank:
			starts++
			gap, before := r.gap(p)
			if gap == 1 {
				narrow++
			}
			if before == b {
				sameScript++
			}
			if b == clASCII {
				onASCII++
			}
		case a != b:
			changes[b]++
		default:
			through++
		}
	}
	n, change := len(c.rows), slices.Max(changes[:])
	for _, k := range changes {
		through += k
	}
	through -= change
	if early > c.slack || starts+change < max(2, n*3/100) || through > starts+change {
		return false
	}
	if change > starts {
		// In a small sample the end of the longest addresses may look the same;
		// but there the place before is mostly blank.
		return change*20 >= n*3 && through*100 <= (change+through)*3 &&
			(n >= 60 || 2*(starts+change) >= n || blankBefore*10 <= n)
	}
	switch {
	case narrow*10 <= starts*8:
		return through*2 <= starts+change || nearby <= c.slack+starts/20
	case onASCII*10 >= starts*9 && sameScript*10 >= starts*5:
		return n >= 8 && blankBefore >= n-c.slack // a column of blanks
	case sameScript*10 < starts*5:
		return starts*10 >= n*3 && nearby <= c.slack
	}
	return n >= 40 && nearby <= n/20 && early == 0 && through+change > 0
}

// gap returns how many characters wide the blank before p is, and the script of
// what stands before that; 2 means two or more, or up to the record's beginning.
func (r classes) gap(p int) (chars int, before uint8) {
	q := p
	for q > 0 && r[q-1]&^inside == clBlank {
		q--
		if r[q]&inside == 0 {
			chars++
		}
	}
	if q == 0 {
		return 2, clBlank
	}
	return min(chars, 2), script(r[q-1])
}

// numberEnd returns the last place between from and to where right-justified
// numbers end and something else follows, or 0.
func (c *columns) numberEnd(from, to int) int {
	for p := to - 1; p > from+1; p-- {
		ends, digits, through, early, follows, narrow := 0, 0, 0, 0, 0, 0
		for _, r := range c.rows {
			switch filled := r[p-1]&^inside != clBlank; {
			case !filled:
				for q := max(from, p-6); q < p-1; q++ {
					if r[q]&^inside != clBlank {
						early++
						break
					}
				}
			case r[p]&^inside != clBlank:
				through++
			default:
				ends++
				if r[p-1] == clDigit {
					digits++
				}
				q := p
				for q < to && r[q]&^inside == clBlank {
					q++
				}
				if q < to {
					follows++
					if q == p+1 {
						narrow++
					}
				}
			}
			if early > c.slack || through > len(c.rows)/2 {
				break
			}
		}
		if ends*2 >= len(c.rows) && through <= ends && early <= c.slack && digits >= ends-c.slack &&
			(follows*2 >= ends && narrow*10 <= follows*8 || c.numberStart(from, p) > 0) {
			return p
		}
	}
	return 0
}

// numberStart returns where, between from and to, the numbers begin that end at
// to, if something else stands before them, or 0.
func (c *columns) numberStart(from, to int) int {
	lowest := make([]int, 0, len(c.rows))
	ends, left := 0, 0
	for _, r := range c.rows {
		if r[to-1] != clDigit {
			continue
		}
		ends++
		q := to - 1
		for q > from && script(r[q-1]) == clASCII && r[q-1]&inside == 0 {
			q--
		}
		lowest = append(lowest, q)
		for k := from; k < q; k++ {
			if r[k]&^inside != clBlank {
				left++
				break
			}
		}
	}
	if ends < minLines || ends*10 < len(c.rows)*9 || left*20 < len(c.rows) {
		return 0
	}
	slices.Sort(lowest)
	p := lowest[min(c.slack, len(lowest)-1)]
	if p <= from {
		return 0
	}
	bad := 0
	for _, r := range c.rows {
		if r[p]&inside != 0 || script(r[p-1]) != clBlank && script(r[p]) == script(r[p-1]) {
			bad++
			continue
		}
		run := false // all from p on is blanks, then one run up to to
		for q := p; q < to; q++ {
			if k := script(r[q]); k != clBlank && k != clASCII || run && k == clBlank {
				bad++
				break
			} else if k == clASCII {
				run = true
			}
		}
	}
	if bad > c.slack {
		return 0
	}
	return p
}

// maskStart returns where a masked number follows another number, or 0: it
// begins with stars, as ***4567. 1234******5678, a card, is one number.
func (c *columns) maskStart(from, to int) int {
	for p := to - 1; p > from; p-- {
		if !c.mostly(p, clStar) || !c.mostly(p-1, clDigit) {
			continue
		}
		stars, before := c.span(p, to, clStar), 0
		for q := p - 1; q >= from && c.mostly(q, clDigit); q-- {
			before++
		}
		if p+stars < to && c.mostly(p+stars, clDigit) && (stars < 4 || before > 6) {
			return p
		}
	}
	return 0
}

// maskEnd returns where a masked account ends and another number follows, or 0.
// Japanese account numbers have seven digits (Zengin record formats).
func (c *columns) maskEnd(from, to int) int {
	const account = 7
	stars := c.span(from, to, clStar)
	if p := from + account; stars > 0 && stars < account && stars+c.span(from+stars, to, clDigit) > account {
		return p
	}
	return 0
}

// span returns how many units from p on mostly hold class k.
func (c *columns) span(p, to int, k uint8) int {
	n := 0
	for p+n < to && c.mostly(p+n, k) {
		n++
	}
	return n
}

// mostly reports whether characters of class k begin at p in nearly all records
// that have any there.
func (c *columns) mostly(p int, k uint8) bool {
	n, filled := 0, 0
	for _, r := range c.rows {
		if r[p] == k {
			n++
		}
		if r[p]&^inside != clBlank {
			filled++
		}
	}
	return n*20 >= filled*19 && n >= minLines && n*10 >= len(c.rows)
}

// textless reports whether the records hold next to nothing.
func (c *columns) textless() bool {
	filled := 0
	for _, r := range c.rows {
		for _, k := range r {
			if k != clBlank {
				filled++
			}
		}
	}
	return filled*50 < len(c.rows)*c.size
}

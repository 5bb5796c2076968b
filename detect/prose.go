package detect

import "math"

// Names in sentences. A dictionary alone takes a place, a company or the middle
// of a word for a name in every second case, so that what nothing announces is
// settled by a second look: a lattice over the clause it stands in says how
// probable a name is there, and a logistic regression adds what stands around.
// The weights were fitted by fit_test.go; docs/accuracy.md tells on what.

// prose is what a Scanner keeps for it.
type prose struct {
	lattice  lattice
	end      int // up to where the text has been looked at; names that start before are pending or none
	pending  [maxSpans]proseName
	next, n  int // of pending
	known    surnames
	before   uint32 // bytes of the file in earlier blocks
	ordinary ordinaryRuns
}

// A proseName is a name that was found ahead of the scanner.
type proseName struct {
	start, end int
	conf       Confidence
	evidence   Evidence
}

// The scores (log odds) from which on a name has a confidence.
const (
	scoreLow    = -1.0
	scoreMedium = 0.0
	scoreHigh   = 3.0
)

// surnames remembers by what surnames people were called, in full or with a
// public title, not long before: after that they are called by these alone. It
// is a set of hashes; the oldest goes when a place is taken.
type surnames struct {
	table [1 << 9]struct{ hash, at uint32 }
	now   uint32 // bytes of the file so far, from 1; 0: none was looked at
}

// memory is for how many bytes a surname is remembered: some pages.
const memory = 16 << 10

func (s *surnames) slot(name []rune) (hash uint32, i uint32) {
	hash = fnvBasis
	for _, r := range name {
		hash = (hash ^ uint32(lexNames.code(r))) * fnvPrime
	}
	return hash, hash >> 8 & uint32(len(s.table)-1)
}

func (s *surnames) add(name []rune) {
	hash, i := s.slot(name)
	s.table[i].hash, s.table[i].at = hash, s.now
}

func (s *surnames) has(name []rune) bool {
	hash, i := s.slot(name)
	e := &s.table[i]
	return e.at > 0 && e.hash == hash && s.now-e.at < memory
}

// reset forgets a file, or begins another text.
func (p *prose) reset() {
	if p.known.now > 0 {
		p.known = surnames{}
	}
	p.before = 0
	p.begin()
}

func (p *prose) begin() { p.end, p.next, p.n = 0, 0, 0 }

// finish ends a block of n bytes.
func (p *prose) finish(n int) { p.before += uint32(n) }

// pendingAt returns the pending name that starts at i, if there is one.
func (p *prose) pendingAt(i int) *proseName {
	for p.next < p.n && p.pending[p.next].start < i {
		p.next++
	}
	if p.next < p.n && p.pending[p.next].start == i {
		return &p.pending[p.next]
	}
	return nil
}

// clause looks at the clause around the run of kanji text[i:runEnd], in the line
// text[lo:hi], from i on. A run that stands for itself is no sentence.
func (s *Scanner) clause(i, runEnd, lo, hi int) {
	text := s.c.Text
	start, end := clauseStart(text, lo, i), clauseEnd(text, i, hi)
	if start == i && end == runEnd {
		return
	}
	p := &s.prose
	p.next, p.n = 0, 0
	p.known.now = p.before + uint32(i) + 1
	l := &p.lattice
	l.read(text, start, end)
	p.end = int(l.at[l.n])
	l.weigh()
	scores := s.score(lo, hi)
	for { // the surest first; what it covers is settled
		best := -1
		for k := range l.nspans {
			if scores[k] >= scoreLow && (best < 0 || scores[k] > scores[best]) {
				best = k
			}
		}
		if best < 0 {
			break
		}
		b := l.spans[best]
		s.keep(&b, scores[best], i)
		for k := range l.nspans {
			if o := &l.spans[k]; o.start < b.end && b.start < o.end {
				scores[k] = math.Inf(-1)
			}
		}
	}
	for a := 1; a < p.n; a++ {
		for b := a; b > 0 && p.pending[b].start < p.pending[b-1].start; b-- {
			p.pending[b], p.pending[b-1] = p.pending[b-1], p.pending[b]
		}
	}
}

// keep makes a span a pending name, if it starts at i or later.
func (s *Scanner) keep(b *latticeSpan, score float64, i int) {
	p, l := &s.prose, &s.prose.lattice
	start, end := int(l.at[b.start]), int(l.at[b.end])
	if start < i || scriptOf(l.runes[b.start]) != kanji || p.n == len(p.pending) {
		return
	}
	if g := groupOf[b.form]; (g == groupSurname || g == groupGiven) && beforeAt(s.c.Text, s.c.Lo, start) == beforeKanji && honorificAt(s.c.Text, end, s.c.Hi) > 0 {
		return // the given name of 鴇戻茂憲様: the honorific tells more
	}
	conf := Low
	switch {
	case score >= scoreHigh:
		conf = High
	case score >= scoreMedium:
		conf = Medium
	}
	if v, _ := lexNames.lookup(s.c.Text[l.at[b.mid]:end]); b.mid < b.end && lexGivenWeight(v) == 0 && conf > Low && isAffix(l.runes[b.end-1:b.end]) && isWord(s.c.Text[start:l.at[b.end-1]]) {
		conf = Low // 原文行, 最上行: a word and what words end with
	}
	switch g, name := groupOf[b.form], l.runes[b.start:b.end]; {
	case g == groupFull && conf >= Medium:
		p.known.add(l.runes[b.start:b.mid])
	case g == groupFull || g == groupUnknown || p.known.has(name):
	case isPublic(s.c.Text, s.c.Lo, start, end, s.c.Hi):
		p.known.add(name)
	default:
		conf = Low // colleagues in minutes are called so
	}
	p.pending[p.n] = proseName{start, end, conf, ByDictionary | ByContext}
	p.n++
}

// clauseStart and clauseEnd bound the run of Japanese around i, letters and dots
// included, to what a lattice can hold.
func clauseStart(b []byte, lo, i int) int {
	for n := 0; i > lo && n < maxWindow/3; n++ {
		r, w := runeBefore(b[lo:], i-lo)
		if !inClause(r) {
			break
		}
		i -= w
	}
	return i
}

func clauseEnd(b []byte, i, hi int) int {
	for n := 0; i < hi && n < maxWindow-maxWindow/3; n++ {
		r, w := runeAt(b[:hi], i)
		if !inClause(r) {
			break
		}
		i += w
	}
	return i
}

func inClause(r rune) bool {
	switch scriptOf(r) {
	case other:
		return r == '・' || r == '、' || r < 0x80 && (isLetter(byte(r)) || isDigit(byte(r))) || variation(r)
	case wideSpace, maskRune, halfKana:
		return false
	}
	return true
}

// surelyCalled reports whether a span is a name alone of two kanji or more that
// a public title stands right before or behind, as in 横綱北乃山, with nothing more
// of the same word.
func (s *Scanner) surelyCalled(sp *latticeSpan, lo, hi int) bool {
	if g := groupOf[sp.form]; g != groupSurname && g != groupGiven || sp.end-sp.start < 2 || sp.p < leastCalled {
		return false
	}
	l, text := &s.prose.lattice, s.c.Text
	start, end := int(l.at[sp.start]), int(l.at[sp.end])
	b, a := beforeAt(text, lo, start), afterAt(text, end, hi)
	return (b == beforeTitle && goesOn(a) || b < beforeHiragana && a == afterTitle) && isPublic(text, lo, start, end, hi)
}

// leastCalled is how probable a name must be that a title stands with, or that
// somebody had before.
const leastCalled = 0.2

// score returns the log odds that each span of the lattice is a name.
func (s *Scanner) score(lo, hi int) (scores [maxSpans]float64) {
	p, l := &s.prose, &s.prose.lattice
	for k := range l.nspans {
		if sp := &l.spans[k]; sp.form == fullName11 && sp.p > 0.9 {
			p.known.add(l.runes[sp.start:sp.mid])
		}
	}
	for k := range l.nspans {
		var f features
		s.features(&f, k, lo, hi)
		scores[k] = f.score()
		if sp := &l.spans[k]; s.surelyCalled(sp, lo, hi) || sp.p >= leastCalled && s.knownAlone(sp) {
			scores[k] = max(scores[k], scoreMedium)
		}
	}
	return scores
}

package detect

import (
	"bytes"
	"cmp"
)

// A Scanner runs a Set over the blocks of a file. It remembers, from block to
// block, what the file taught it about columns and slots.
type Scanner struct {
	set       *Set
	c         Candidate
	out       []Match
	entry     uint32
	place     uint32 // of the cell being scanned, 0 in running text
	by        uint16 // what announced the value in hand, 0: nothing
	woken     wordState
	inTable   bool
	slots     slots
	explained map[explained][]string
	labels    labelCache
	table     tableState
	prose     prose
	sql       sqlState
	family    uint32   // 1 + the entry of the last surname that had a label of its own, 0: none in this block
	above     struct { // the label in the line above
		label label
		lines int  // how many more lines its value may begin in
		bare  bool // no bracket or colon says that it is a label
	}
}

// Reset forgets the file: call it before the first block of the next one.
func (s *Scanner) Reset() {
	s.slots.reset()
	s.table.reset()
	s.prose.reset()
	s.c.gaveUp = s.c.gaveUp[:0]
	s.sql.form, s.above.lines = noSQL, 0
}

// Append appends to dst the matches in b, ordered by position, and returns the
// extended slice. Nothing is allocated but, perhaps, room in dst. b must be
// shorter than 4 GB.
func (s *Scanner) Append(dst []Match, b *Block) []Match {
	first := len(dst)
	s.prose.begin()
	s.family = 0
	s.out, s.c.Text, s.place, s.inTable = dst, b.Text, 0, b.Table != nil
	if b.Table != nil {
		s.rows(b.Table)
	} else {
		s.sql.resync = b.Seen > 0 && s.sql.form == sqlValues
		s.lines(b.Text)
		s.settleAlone(first)
		s.settleJoined(first)
		s.settleSlots(first)
	}
	if s.set.wakeWords != nil {
		s.wakeByWords(first, b)
	}
	s.settleList(first)
	s.settleNeighbours(first)
	s.prose.finish(len(b.Text))
	dst = s.out
	s.out, s.c.Text = nil, nil
	return dropShared(dst, first, b)
}

// dropShared leaves what begins in a part shared with another block to the
// block it belongs to.
func dropShared(dst []Match, first int, b *Block) []Match {
	if b.Seen == 0 && b.Next == 0 {
		return dst
	}
	lo, hi := uint32(b.Seen/2), uint32(len(b.Text)-(b.Next-b.Next/2))
	kept := dst[:first]
	for _, m := range dst[first:] {
		if m.Start >= lo && m.Start < hi {
			kept = append(kept, m)
		}
	}
	return kept
}

// lines scans running text line by line.
func (s *Scanner) lines(text []byte) {
	s.entry, s.c.lines = 0, true
	defer func() { s.c.lines = false }()
	for lo := 0; lo < len(text); s.entry++ {
		hi := lineEnd(text, lo)
		next := min(hi+1, len(text))
		hi = trimLine(text, lo, hi)
		if hi-lo == mrzLine && text[lo] < 0x80 {
			s.passportLine(lo, hi)
		}
		found := len(s.out)
		s.line(lo, hi)
		if hi-lo >= zenginBytes && text[lo] == '2' && isDigit(text[lo+4]) {
			s.zengin(found, lo, hi)
		}
		lo = next
		if n := len(s.out); n > 0 && int(s.out[n-1].End) > lo { // an address of two lines
			lo = int(s.out[n-1].End)
			if lo < len(text) && text[lo] == '\n' {
				lo++
			}
			s.entry += uint32(bytes.Count(text[next:lo], []byte("\n")))
		}
	}
}

// line scans one line of running text.
func (s *Scanner) line(lo, hi int) {
	if s.sqlLine(lo, hi) {
		return
	}
	if s.above.lines > 0 && s.below(lo, hi) {
		return
	}
	s.span(lo, hi)
	if hi == lo {
		return
	}
	if hi-lo <= longestHeading {
		s.heading(lo, hi)
	}
	if s.place == 0 {
		s.countJoined(lo, hi)
	}
}

// span scans the line or cell text[lo:hi].
func (s *Scanner) span(lo, hi int) {
	text, class := s.c.Text, &s.set.class
	s.c.Lo, s.c.Hi, s.c.Cell = lo, hi, false
	for i := lo; i < hi; {
		switch class[text[i]] {
		case nothing:
			for i++; i < hi && class[text[i]] == nothing; i++ {
			}
		case digit:
			i = s.digits(i, hi)
		case mask:
			i = s.masked(i, hi)
		case lone:
			i = s.wake(s.set.byByte[text[i]], i, i+1)
		case capital:
			if i+1 < hi && isLetter(text[i+1]) {
				i = s.capital(i, hi)
			} else {
				i++
			}
		case separator:
			if i > lo+2 { // the two cases of nearly all: 12:34 and a word that is no label
				if p := text[i-1]; isDigit(p) && !isLetter(text[i-2]) || isLetter(p) && !s.set.asciiEnds[asciiEnd(text[i-3:i])] {
					i++
					continue
				}
			}
			i = s.separator(i, hi)
		case japanese:
			r, w := runeAt(text[:hi], i)
			switch scriptOf(r) {
			case wideDigit, maskRune:
				i = s.digits(i, hi)
			case other, wideSpace:
				i += w
				if r == '：' || r == '＝' {
					i = s.separator(i-w, hi)
				}
			default:
				i = s.japanese(i, hi)
			}
		}
	}
}

// digits reads the number at i, wakes its detectors and returns where to go on.
func (s *Scanner) digits(i, hi int) int {
	if j := s.nobodys(i, hi); j > i {
		return j
	}
	end := s.c.lexNumber(i, hi)
	if end == i {
		return i + 1
	}
	if s.c.num.masks > 0 {
		return s.wake(s.set.hidden, i, end)
	}
	if n := &s.c.num; n.n <= 5 && n.ng == 1 && n.digits[0] == '0' && end < hi && s.set.phone >= 0 && bracketAt(s.c.Text, end) {
		if conf := s.c.bracketPhone(i, hi); conf != None {
			s.emit(s.set.phone, conf, 0, s.place)
			return s.c.End
		}
		return end
	}
	found := len(s.out)
	if i > s.c.Lo && isLetter(s.c.Text[i-1]) {
		if next := s.wake(s.set.lettered[s.c.num.n], i, end); next > end || len(s.out) > found {
			return next
		}
	}
	next := s.wake(s.set.byDigits[s.c.num.n], i, end)
	if s.c.num.n == 7 && len(s.out) > found && int(s.out[len(s.out)-1].Detector) == s.set.postal {
		next = max(next, s.townAfterPostal(next, hi))
	}
	if s.c.num.n == 12 && s.place == 0 && !s.c.num.glued {
		s.chain(found)
		s.numberSlot(found, i, end)
	}
	return next
}

// bracketAt reports whether a bracket is at i.
func bracketAt(b []byte, i int) bool {
	r, _ := runeAt(b, i)
	return r == '(' || r == ')' || r == '（' || r == '）'
}

// nobodys returns the end of a number of ASCII digits and dashes that is too
// short or too long to be anybody's, or i: nearly all numbers of a log are, and
// this takes a quarter of the time of lexing them.
func (s *Scanner) nobodys(i, hi int) int {
	text := s.c.Text
	j, dashes := i, 0
	for j < hi && (isDigit(text[j]) || text[j] == '-' && j+1 < hi && isDigit(text[j+1])) {
		if text[j] == '-' {
			dashes++
		}
		j++
	}
	n := j - i - dashes
	if n == 0 || j < hi && (text[j] >= 0x80 || text[j] == '*' || text[i] == '0' && (text[j] == '(' || text[j] == ')') || text[j] == ' ' && dashes == 0 && (n == 4 || text[i] == '0') && j+1 < hi && isDigit(text[j+1])) {
		return i
	}
	if n > maxDigits || dashes > 0 && !s.set.dashed[n] || dashes == 0 && !s.set.plain[n] && (n < s.set.letteredFrom || len(s.set.lettered[n]) == 0 || i == s.c.Lo || !isLetter(text[i-1])) {
		return j
	}
	return i
}

// masked is digits for a number that may begin with hidden digits. Rows of
// asterisks that adorn a text hold no digit.
func (s *Scanner) masked(i, hi int) int {
	text := s.c.Text
	if i+1 >= hi || text[i+1] != '*' && !isDigit(text[i+1]) {
		return i + 1
	}
	return s.digits(i, hi)
}

// wake asks detectors about text[start:end] and returns where to go on: behind
// the match, or at end.
func (s *Scanner) wake(ids []uint16, start, end int) int {
	next := end
	for _, id := range ids {
		s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = start, end, 0, false
		if conf := s.set.detectors[id].Check(&s.c); conf != None {
			s.emit(int(id), conf, 0, s.place)
			next = max(next, s.c.End)
		}
	}
	return next
}

// emit appends a match for the candidate as it stands.
func (s *Scanner) emit(detector int, conf Confidence, part uint8, place uint32) {
	s.out = append(s.out, Match{
		Start: uint32(s.c.Start), End: uint32(s.c.End), Detector: uint16(detector), Confidence: conf,
		Evidence: s.c.Evidence, Masked: s.c.Masked, Entry: s.entry, Place: place, Label: s.by, Part: part,
	})
}

// Explain returns the reasons for m in words. It must be called before the next
// Reset. The slice is shared: it must not be changed.
func (s *Scanner) Explain(m Match) []string {
	place := ""
	switch {
	case m.Place&labelPlace != 0:
		place = s.set.words[m.Place]
	case m.Place > 0 && m.Place&slotPlace == 0 && int(m.Place) <= len(s.table.columns):
		place = s.table.columns[m.Place-1].label.text
	}
	if place == "" || m.Evidence&ByHeader == 0 {
		place = cmp.Or(s.set.texts[m.Label], place)
	}
	key := explained{m.Evidence, place}
	words, ok := s.explained[key]
	if !ok {
		if s.explained == nil {
			s.explained = make(map[explained][]string)
		}
		words = m.Evidence.Words(place)
		s.explained[key] = words
	}
	return words
}

// explained is what the words of Explain depend on. They are made once and
// shared: a report may hold hundreds of thousands of them.
type explained struct {
	evidence Evidence
	place    string
}

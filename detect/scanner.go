package detect

import (
	"bytes"
	"cmp"
	"slices"
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
		s.settleMails(first)
		s.settleAlone(first)
		s.settleJoined(first)
		s.settleSlots(first)
	}
	if s.set.wakeWords != nil {
		s.wakeByWords(first, b)
	}
	if b.Picture {
		s.picture(first)
	}
	s.settleList(first)
	s.settleNeighbours(first)
	s.prose.finish(len(b.Text))
	dst = s.out
	s.out, s.c.Text = nil, nil
	return dropShared(dst, first, b)
}

// picture asks what kind of picture a text was recognised in.
func (s *Scanner) picture(first int) {
	for _, i := range s.set.pictures {
		s.c.Start, s.c.End, s.c.Evidence, s.c.Masked, s.by = 0, len(s.c.Text), 0, false, 0
		if conf := s.set.detectors[i].Picture(&s.c); conf != None {
			s.entry = uint32(bytes.Count(s.c.Text[:s.c.Start], []byte("\n")))
			s.emit(i, conf, 0, 0)
		}
	}
	slices.SortStableFunc(s.out[first:], func(x, y Match) int { return cmp.Compare(x.Start, y.Start) })
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

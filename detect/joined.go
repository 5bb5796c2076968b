package detect

// Names in kana without a space, ヤマダタロウ, are told from other words by the list
// they stand in alone: nine in ten of real names can be divided into a known
// surname and a known given name, one in twenty of the words in katakana that
// IPADIC has.

// joinedCount counts the lines of a file that are one word of kana.
type joinedCount struct{ names, words uint32 }

const (
	joinedRunes  = 5  // shorter words divide by chance
	joinedLines  = 8  // names that make a list
	longestJoin  = 16 // runes
	joinedOfTen  = 7  // of ten lines so many must be names
	shortestJoin = 4
)

// countJoined counts the line text[lo:hi] if it is one word of kana.
func (s *Scanner) countJoined(lo, hi int) {
	text := s.c.Text
	if c := text[lo]; c != 0xE3 && c != 0xEF || hi-lo > 100 || kanaEnd(text, lo, hi) != hi {
		return
	}
	if n := kanaRunes(text[lo:hi]); n < joinedRunes || n > longestJoin {
		return
	}
	s.slots.joined.words++
	if kanaQuality(text[lo:hi]) == full {
		s.slots.joined.names++
	}
}

// settleJoined takes the lines that are one word of kana for names if nearly all
// of them are.
func (s *Scanner) settleJoined(first int) {
	c := s.slots.joined
	if s.set.kana < 0 || c.names < joinedLines || c.names*10 < c.words*joinedOfTen {
		return
	}
	text, found := s.c.Text, len(s.out)
	s.entry = 0
	for lo := 0; lo < len(text); s.entry++ {
		hi := lineEnd(text, lo)
		end := trimLine(text, lo, hi)
		if end > lo && (text[lo] == 0xE3 || text[lo] == 0xEF) && kanaEnd(text, lo, end) == end {
			if n := kanaRunes(text[lo:end]); n >= shortestJoin && n <= longestJoin && !kanaPlaceholders.has(text[lo:end]) {
				s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = lo, end, BySlot, false
				s.emit(s.set.kana, Medium, 0, slotPlace|1)
			}
		}
		lo = hi + 1
	}
	if len(s.out) > found {
		s.out = dropInside(s.out, first)
	}
}

// trimLine returns the end of a line without its carriage return.
func trimLine(b []byte, lo, hi int) int {
	if hi > lo && b[hi-1] == '\r' {
		return hi - 1
	}
	return hi
}

// logStart reports whether a line that begins with c may be one of a log, which
// repeats its frame: a time, a bracket.
func logStart(c byte) bool { return isDigit(c) || c == '[' || c == '|' || c == '<' || c == '{' }

// joinedSlot counts the word of kana text[start:end] in its frame if it divides
// into a known surname and given name: ｵｶﾞﾜｼｹﾞﾙ. It is no name yet: where most words
// of a place are such, the place is a slot.
func (s *Scanner) joinedSlot(start, end int) {
	word := s.c.Text[start:bare(s.c.Text, start, end)]
	if n := kanaRunes(word); n < joinedRunes || n > longestJoin || kanaQuality(word) != full {
		return
	}
	s.slots.known(s.frame(start, start+len(word)), word, 1)
}

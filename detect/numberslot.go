package detect

// My Numbers in running text that stand where others stand.

// chain makes a My Number as sure as the one right before it, which something
// announced: 個人番号：123456789018、983205673214.
func (s *Scanner) chain(found int) {
	if found == 0 || found >= len(s.out) || int(s.out[found].Detector) != s.set.myNumber {
		return
	}
	last, m := &s.out[found-1], &s.out[found]
	if last.Detector != m.Detector || last.Entry != m.Entry || last.Confidence < Medium || m.Start-last.End > 12 {
		return
	}
	for _, b := range s.c.Text[last.End:m.Start] {
		if isLetter(b) || isDigit(b) || b >= 0xE4 && b <= 0xE9 {
			return
		}
	}
	m.Confidence, m.Evidence = last.Confidence, m.Evidence|ByNeighbours
}

// numberSlot counts a number of 12 digits in its frame: where nearly all pass
// the check digit they are My Numbers, see settleSlots.
func (s *Scanner) numberSlot(found, start, end int) {
	frame := s.numberFrame(start, end)
	passed := false
	for i := found; i < len(s.out); i++ {
		if m := &s.out[i]; int(m.Detector) == s.set.myNumber {
			m.Place, passed = frame, true
		}
	}
	if passed {
		weight := uint32(2)
		switch {
		case isStamp(s.c.Digits()):
			weight = 1
		case trimSpaces(s.c.Text, s.c.Lo, start) == s.c.Lo && skipSpaces(s.c.Text, end, s.c.Hi) == s.c.Hi:
			weight = 3 // a list of numbers, one a line, is a column
		}
		s.slots.known(frame, s.c.Text[start:end], weight)
	} else {
		s.slots.seen(frame, false)
	}
}

// numberFrame is frame for a number: of Japanese before it no more than the
// script counts, since a name often stands there.
func (s *Scanner) numberFrame(start, end int) uint32 {
	text, lo := s.c.Text, s.c.Lo
	i := start
	for n := 0; i > lo && n < 12 && text[i-1] < 0x80; n++ {
		i--
	}
	if i == lo || text[i-1] < 0x80 {
		return s.frame(start, end)
	}
	r, _ := runeBefore(text, i)
	s.c.Lo = i
	frame := s.frame(start, end) ^ uint32(scriptOf(r))<<8
	s.c.Lo = lo
	return frame
}

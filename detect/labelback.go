package detect

// A label may stand before its number in ways that nothing separates as labels
// and values mostly are: "MYNO 123456789018", 【KOJIN_NO】123456789018,
// "保険者番号","33120015". So a number that nothing announced is asked what stands
// before it.

// isJoint reports whether c may stand between a label and its number; of what is
// no ASCII the last byte, which the letters of labels hardly have: 」】）＝：.
func isJoint(c byte) bool {
	switch c {
	case ' ', '\t', '"', '\'', '[', '(', ']', ')', ',', ':', '=', '>', '|', 0x80, 0x8C, 0x8D, 0x90, 0x91:
		return true
	}
	return false
}

// beforeNumber returns the end of the word before the number at i, behind a few
// brackets, quotes and spaces at least, if it ends as labels do, or 0.
func (s *Scanner) beforeNumber(i int) int {
	text := s.c.Text
	end := i
	for n := 0; n < 8 && end > 0; n++ {
		r, w := runeBefore(text, end)
		switch {
		case r < 0x80 && isJoint(byte(r)), r == '　', r == '「', r == '『', r == '【', r == '】', r == '（', r == '）', r == '［', r == '］':
			end -= w
			continue
		}
		break
	}
	switch r, _ := runeBefore(text, end); {
	case end == i || end == 0:
		return 0
	case r < 0x80 && isLetter(byte(r)):
		if s.set.asciiEnds[asciiEnd(text[max(0, end-3):end])] {
			return end
		}
	case r >= 0x80 && scriptOf(r) != other && s.set.labelEnds[uint16(r)>>6]>>(r&63)&1 != 0:
		return end
	}
	return 0
}

// labelBack judges the number at i by the label whose last letter is before end,
// in place of what was found of it by its digits, from found on. It returns where
// to go on, or i.
func (s *Scanner) labelBack(found, i, end, hi int) int {
	text := s.c.Text
	lo := max(0, end-48)
	start := end
	for range 3 { // 個人No, KOJIN_NO
		from := start
		for start > lo && labelByte[text[start-1]] {
			start--
		}
		if word := previousWord(text, lo, start); word < start {
			start = word
		}
		if start == from {
			break
		}
	}
	l, ok := s.labels.of(&s.set.labels, text[runeStart(text[:end], start):end])
	if !ok || l.detector < 0 || l.weak || l.short() || !s.set.numeric[l.detector] {
		return i
	}
	var kept [4]Match
	n := copy(kept[:], s.out[found:])
	s.out = s.out[:found]
	if next := s.announce(l, i, hi); len(s.out) > found && next > i {
		return next
	}
	s.out = append(s.out[:found], kept[:n]...)
	return i
}

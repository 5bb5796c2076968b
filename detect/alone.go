package detect

// A line that holds nothing but a known surname, one space and a known given
// name, in kana or in Latin letters, is a name: ヤマダ タロウ, YAMADA TARO. Words of
// other lists look the same now and then (of 20,000 pairs of words in katakana
// 1.2 in 100 do), so a file where most such lines are something else is no list
// of names.

// In kanji the line is the surname and the given name, with or without a space;
// towns and words look so more often, so that no more lines than names may be
// something else.

// aloneCount counts the lines of a file that hold one to four words of a script
// and nothing else.
type aloneCount struct{ names, others uint32 }

// The scripts that lines are counted by.
const (
	aloneKana = iota
	aloneLatin
	aloneKanji
	aloneScripts
)

// fewOthers is how many lines of something else a few names may stand among, as
// in a letter with a signature.
const fewOthers = 2

// speaks reports whether the lines are names, and doubts whether they are
// certainly something else.
func (c aloneCount) speaks(few uint32) bool { return c.others <= c.names+few }
func (c aloneCount) doubts() bool           { return c.others > 3*c.names+2*fewOthers }

// settleAlone decides about the names that have a line for themselves. first is
// the first match of the block.
func (s *Scanner) settleAlone(first int) {
	if s.set.kana < 0 || s.set.romaji < 0 || !s.hasAlone(first) {
		return
	}
	text, m := s.c.Text, first
	entry := uint32(0)
	for lo := 0; lo < len(text); entry++ {
		hi := lineEnd(text, lo)
		name := false
		for ; m < len(s.out) && s.out[m].Entry == entry; m++ {
			name = name || s.isAlone(&s.out[m])
		}
		if script, ok := loneWords(text, lo, hi); name {
			s.slots.alone[script].names++
		} else if ok {
			s.slots.alone[script].others++
		}
		lo = hi + 1
	}
	for i := first; i < len(s.out); i++ {
		m := &s.out[i]
		if !s.isAlone(m) {
			continue
		}
		script, few := aloneKana, uint32(fewOthers)
		switch int(m.Detector) {
		case s.set.romaji:
			script = aloneLatin
		case s.set.name:
			script, few = aloneKanji, 0
		}
		switch c := s.slots.alone[script]; {
		case m.Confidence == Low && c.speaks(few):
			m.Confidence = Medium
			m.Evidence |= ByShape
		case m.Confidence == Medium && c.doubts():
			m.Confidence = Low
		}
	}
}

// hasAlone reports whether any match has a line for itself.
func (s *Scanner) hasAlone(first int) bool {
	for i := first; i < len(s.out); i++ {
		if s.isAlone(&s.out[i]) {
			return true
		}
	}
	return false
}

// isAlone reports whether m is a name that the dictionary knows and nothing
// announced, alone in its line.
func (s *Scanner) isAlone(m *Match) bool {
	if !s.set.isName(int(m.Detector)) || m.Evidence&^ByShape != ByDictionary {
		return false
	}
	text := s.c.Text
	lo, hi := int(m.Start), int(m.End)
	for lo > 0 && text[lo-1] != '\n' && int(m.Start)-lo < 60 {
		lo--
	}
	for hi < len(text) && text[hi] != '\n' && hi-int(m.End) < 60 {
		hi++
	}
	from, to := bareLine(text, lo, hi)
	return from == int(m.Start) && to == int(m.End)
}

// bareLine cuts numbers, bullets and quotes off the ends of a line.
func bareLine(b []byte, lo, hi int) (int, int) {
	for lo < hi {
		r, w := runeAt(b[:hi], lo)
		if sc := scriptOf(r); sc != other && sc != wideSpace && sc != wideDigit && sc != maskRune || r < 0x80 && (isLetter(byte(r)) || isCode(byte(r))) {
			break
		}
		lo += w
	}
	for hi > lo {
		r, w := runeBefore(b[:hi], hi)
		switch r {
		case ' ', '\t', '\r', '　', '"', '\'', ',', ';', '、', '。', '」':
			hi -= w
			continue
		}
		break
	}
	return lo, hi
}

// isCode reports whether c before a word makes it part of a program and no name
// in a list.
func isCode(c byte) bool {
	switch c {
	case '=', ':', '<', '>', '/', '\\', '_', '$', '%', '#', '@', '{', '}', '+', '&', '!', '~', '^':
		return true
	}
	return false
}

// loneWords reports whether a line holds one to four words of kana, of letters
// or, the first of them, of kanji, and nothing else.
func loneWords(b []byte, lo, hi int) (script int, ok bool) {
	lo, hi = bareLine(b, lo, hi)
	if lo == hi || hi-lo > 100 {
		return 0, false
	}
	switch r, _ := runeAt(b, lo); {
	case isLetter(b[lo]):
		script = aloneLatin
	case scriptOf(r) == kanji:
		script = aloneKanji
	}
	for i, words := lo, 0; ; words++ {
		end := kanaEnd(b, i, hi)
		switch script {
		case aloneLatin:
			end = latinWord(b, i, hi)
		case aloneKanji:
			end = wordEnd(b, i, hi)
		}
		if end == i || words == 4 {
			return script, false
		}
		if end == hi {
			return script, true
		}
		if i = skipSpaces(b, end, hi); i == end {
			return script, false
		}
	}
}

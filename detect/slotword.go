package detect

// fillSlots goes through the lines that hold no sure name. It counts the words
// that stand in what may be slots or, if take is set, takes those in accepted
// slots for names.
func (s *Scanner) fillSlots(first int, take bool) {
	text := s.c.Text
	last := len(s.out)
	m := first
	entry := uint32(0)
	for lo := 0; lo < len(text); entry++ {
		hi := lineEnd(text, lo)
		sure := false
		for m < last && s.out[m].Entry == entry {
			d := int(s.out[m].Detector)
			sure = sure || (s.set.isName(d) || d == s.set.company) && (s.out[m].Confidence >= Medium || s.slots.candidate(s.out[m].Place))
			m++
		}
		if !sure {
			s.c.Lo, s.entry = lo, entry
			s.c.Hi = trimLine(text, lo, hi)
			s.words(lo, s.c.Hi, take)
		}
		lo = hi + 1
	}
}

// words offers to the slots each two words with a space between, of one script
// or kanji and kana, and else each word.
func (s *Scanner) words(lo, hi int, take bool) {
	text := s.c.Text
	for i := lo; i < hi; {
		w := wordAt(text, i, hi)
		if w.end == i {
			_, size := runeAt(text, i)
			i += size
			continue
		}
		if next := skipOneSpace(text, w.end, hi); next > w.end {
			if second := wordAt(text, next, hi); second.end > next && (second.script == w.script || w.script == kanji && second.script == katakana) && s.offer(word{i, bare(text, next, second.end), w.script}, take) {
				i = second.end
				continue
			}
		}
		s.offer(word{i, bare(text, i, w.end), w.script}, take)
		i = w.end
	}
}

// bare returns the end of the word at [i,end) without its honorific.
func bare(b []byte, i, end int) int {
	if h := honorificEnding(b[i:end]); h > 0 && end-h > i {
		return end - h
	}
	return end
}

// A word is its bounds and whether it is of kanji, kana or letters.
type word struct {
	start, end int
	script     script
}

// wordAt returns the word that begins at i.
func wordAt(b []byte, i, hi int) word {
	if c := b[i]; isLetter(c) {
		end := i
		for end < hi && (isLetter(b[end]) || b[end] == '\'' || b[end] == '-' && end+1 < hi && isLetter(b[end+1])) {
			end++
		}
		return word{i, end, other}
	} else if c < 0xE2 {
		return word{i, i, other}
	}
	if end := kanaEnd(b, i, hi); end > i && (end == hi || scriptOf(first(b, end)) != kanji) {
		return word{i, end, katakana}
	}
	return word{i, wordEnd(b, i, hi), kanji}
}

// offer counts a word in its slot, or takes it, and reports whether it was
// taken.
func (s *Scanner) offer(w word, take bool) bool {
	frame := s.frame(w.start, w.end)
	if !s.slots.candidate(frame) {
		return false
	}
	detector := s.fitsSlot(w)
	if !take {
		s.slots.seen(frame, detector >= 0)
		return false
	}
	if detector < 0 || !s.slots.accepted(frame) || s.ofThing(w.start) {
		return false
	}
	s.c.Start, s.c.End, s.c.Masked, s.c.Evidence = w.start, w.end, false, BySlot
	if detector == s.set.company {
		s.c.Evidence |= ByCompany
	}
	s.emit(detector, Medium, 0, frame)
	return true
}

// fitsSlot returns which detector's value a word may be in a slot of names, or
// -1.
func (s *Scanner) fitsSlot(w word) int {
	value := s.c.Text[w.start:w.end]
	n := nameRunes(value)
	switch {
	case notAName(s.set, value):
	case isCompany(value):
		return s.set.company
	case w.script == katakana:
		if n >= 3 && n <= 24 {
			return s.set.kana
		}
	case w.script == other:
		if spaceIn(value) > 0 && n <= 40 {
			return s.set.romaji
		}
	case n >= 2 && n <= 10 && hasKanji(value) && !isWord(value) && (nameQuality(value) >= fullTier2 || plausibleName(value, n)):
		return s.set.name
	}
	return -1
}

package detect

import "bytes"

// japanese scans the run of Japanese at i: names and places that begin in it,
// the label it may end with, the honorific that may follow. It returns where to
// go on.
func (s *Scanner) japanese(i, hi int) int {
	text := s.c.Text[:hi]
	start, prev, last := i, other, rune(0)
	onlyKana := true
	for i < hi {
		r, w := three(text, i), 3
		if r == 0 {
			r, w = runeAt(text, i)
		}
		bits := scripts[uint16(r)]
		sc := bits & scriptBits
		if r > 0xFFFF {
			bits = scriptOf(r) | beginsName
			sc = bits & scriptBits
		}
		switch sc {
		case kanji:
			onlyKana = false
			if bits&tells != 0 {
				s.cue(r, start, i, i+w, hi)
			}
			end := i
			if bits&beginsPlace != 0 || prev == hiragana || prev == katakana {
				end = s.placeAt(i, w, hi, r, prev, bits)
			}
			if end == i {
				if prev != kanji && i >= s.prose.end {
					s.doubt(i, hi)
				}
				if bits&beginsName != 0 && (prev != kanji || s.prose.next < s.prose.n) {
					end = s.nameAt(i, w, hi, r, prev)
				}
			}
			if end > i {
				if end >= hi || scriptOf(first(text, end)) == other {
					return end
				}
				i, prev, start = end, other, end
				continue
			}
		case hiragana:
			if r == 'さ' && (prev == kanji || prev == katakana) && bytes.HasPrefix(text[i:], san) {
				s.honorific(start, i)
			}
			if r == 'は' && prev == kanji && s.set.labelEnds[uint16(last)>>6]>>(last&63)&1 != 0 {
				if end := s.saidName(start, i, hi); end > i {
					i, prev, start = end, other, end
					continue
				}
			}
		case katakana:
			if prev == kanji && (r == 'ケ' || r == 'ヶ' || r == 'ノ') {
				sc = kanji // 梅ケ畑: what follows begins no word
			}
		case halfKana, wideLetter:
		default:
			if !variation(r) {
				return s.runEnd(start, i, hi, last, onlyKana)
			}
			sc, r = prev, last
		}
		prev, last = sc, r
		i += w
	}
	return s.runEnd(start, i, hi, last, onlyKana)
}

// cue looks at the kanji that tell what stands before them.
func (s *Scanner) cue(r rune, start, i, next, hi int) {
	switch r {
	case '生', '誕':
		s.born(i, hi)
	case '丁':
		s.townBefore(i, hi)
	case '歳', '才':
		s.aged(i, next, hi)
	case '様', '殿', '氏': // 山田太郎様の件
		if next < hi && standsAlone(s.c.Text[i:next], s.c.Text[:hi], next) {
			s.honorific(start, i)
		}
	default:
		s.titled(start, i, hi)
	}
}

// placeAt asks, at a kanji, for an address and returns its end, or i. Cheap
// filters answer for nearly all runes here and in nameAt: asking the
// dictionaries at each took four times as long.
func (s *Scanner) placeAt(i, w, hi int, r rune, prev, bits script) int {
	text := s.c.Text
	if i+w >= hi || s.set.address < 0 {
		return i
	}
	if (prev == hiragana || prev == katakana) && (r == '市' || r == '町' || r == '村' || r == '野' || r == '串') {
		if end := s.kanaPlace(i, hi); end > i {
			return end
		}
	}
	if bits&beginsPlace == 0 || !lexPlaces.begins(lexPlaces.code(r), lexPlaces.code(runeBehind(text, i+w, hi))) {
		return i
	}
	return s.ask(s.set.address, i, hi)
}

// nameAt asks, at a kanji, for the name that was found ahead to begin here and,
// where a word may begin, for one that the dictionary knows. It returns the end
// of what was found, or i.
func (s *Scanner) nameAt(i, w, hi int, r rune, prev script) int {
	if i+w >= hi || s.set.name < 0 {
		return i
	}
	pending := s.prose.pendingAt(i)
	if prev == kanji {
		return s.takePending(pending, i, hi)
	}
	mark := lexNames.mark(r)
	if mark&trieCode == 0 || !lexNames.single(mark) && !lexNames.begins(mark&trieCode, lexNames.code(runeBehind(s.c.Text, i+w, hi))) {
		return s.takePending(pending, i, hi)
	}
	return s.askName(pending, i, hi)
}

// runeBehind decodes the rune at b[i], which is before hi.
func runeBehind(b []byte, i, hi int) rune {
	r := three(b[:hi], i)
	if r == 0 {
		r, _ = runeAt(b[:hi], i)
	}
	return r
}

// ask puts the candidate that begins at i to a detector and returns the end of
// the match, or i.
func (s *Scanner) ask(detector, i, hi int) int {
	s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = i, hi, 0, false
	conf := s.set.detectors[detector].Check(&s.c)
	if conf == None {
		return i
	}
	return s.take(detector, conf, hi)
}

// take emits the candidate as it stands and returns its end.
func (s *Scanner) take(detector int, conf Confidence, hi int) int {
	place := s.place
	if place == 0 && detector != s.set.address && !(s.c.Start == s.c.Lo && s.goesOnInKana(hi)) {
		place = s.frame(s.c.Start, s.c.End)
		s.slots.known(place, s.c.Bytes(), 1)
	}
	s.emit(detector, conf, 0, place)
	s.readingAfter(detector, hi)
	return s.c.End
}

// goesOnInKana reports whether hiragana other than an honorific follows the
// candidate: at the start of a line it begins a sentence then, or a word such as
// 千秋北の丸, and stands in no slot.
func (s *Scanner) goesOnInKana(hi int) bool {
	text, end := s.c.Text, s.c.End
	return end < hi && text[end] == 0xE3 && scriptOf(first(text, end)) == hiragana && honorificAt(text, end, hi) == 0
}

// runEnd looks at a whole run text[start:end] that ends with last: is it a label, a reading, or
// what an honorific follows? It returns where to go on.
func (s *Scanner) runEnd(start, end, hi int, last rune, onlyKana bool) int {
	text := s.c.Text
	if end == start {
		return end
	}
	if end < hi && s.set.labelEnds[uint16(last)>>6]>>(last&63)&1 != 0 && valueByte[text[end]] {
		if v := s.label(start, end, hi); v > end {
			return v
		}
	}
	if (last == 'は' || last == 'が' || last >= 'Ａ' && last <= 'Ｚ') && end < hi && valueSoon(text, end) {
		if v := s.saidOf(start, end, hi); v > end {
			return v
		}
	}
	if stop := s.dotted(start, end, hi); stop > end {
		return stop
	}
	if onlyKana && s.place == 0 && s.set.kana >= 0 && logStart(text[s.c.Lo]) {
		s.joinedSlot(start, end)
	}
	if onlyKana && end < hi && (text[end] == ' ' || text[end] == 0xE3) && s.set.kana >= 0 && scriptOf(first(text, start)) != wideLetter {
		if stop := s.ask(s.set.kana, start, hi); stop > start {
			return stop
		}
	}
	if last == '様' || last == '殿' || last == 'ま' { // in the middle of a line cue has seen the first two
		if h := honorificEnding(text[start:end]); h > 0 && (end == hi || last == 'ま') {
			s.honorific(start, end-h)
		}
	}
	return end
}

var wideParen = []byte("（")

// freeLeft reports whether nothing of the same word stands before i.
func (s *Scanner) freeLeft(i int) bool {
	if i <= s.c.Lo {
		return true
	}
	r, _ := runeBefore(s.c.Text, i)
	return scriptOf(r) == other || scriptOf(r) == wideSpace
}

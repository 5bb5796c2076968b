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
			if prev != kanji && i >= s.prose.end {
				s.doubt(i, hi)
			}
			if bits&beginsPlace != 0 || bits&beginsName != 0 && (prev != kanji || s.prose.next < s.prose.n) {
				if end := s.kanjiAt(i, w, hi, r, prev, bits); end > i {
					if end >= hi || scriptOf(first(text, end)) == other {
						return end
					}
					i, prev, start = end, other, end
					continue
				}
			}
		case hiragana:
			if r == 'さ' && (prev == kanji || prev == katakana) && bytes.HasPrefix(text[i:], san) {
				s.honorific(start, i)
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

func first(b []byte, i int) rune {
	r, _ := runeAt(b, i)
	return r
}

// kanjiAt asks, at a kanji, for an address and, where a word may begin, for a
// name. It returns the end of what was found, or i. Two cheap filters answer
// for nearly all runes: asking the dictionaries at each took four times as long.
func (s *Scanner) kanjiAt(i, w, hi int, r rune, prev, bits script) int {
	text := s.c.Text
	if i+w >= hi {
		return i
	}
	if (prev == hiragana || prev == katakana) && (r == '市' || r == '町' || r == '村' || r == '野' || r == '串') {
		if end := s.kanaPlace(i, hi); end > i {
			return end
		}
	}
	next := three(text[:hi], i+w)
	if next == 0 {
		next, _ = runeAt(text[:hi], i+w)
	}
	if bits&beginsPlace != 0 && lexPlaces.begins(lexPlaces.code(r), lexPlaces.code(next)) && s.set.address >= 0 {
		if end := s.ask(s.set.address, i, hi); end > i {
			return end
		}
	}
	if bits&beginsName == 0 || s.set.name < 0 {
		return i
	}
	pending := s.prose.pendingAt(i)
	if prev == kanji {
		return s.takePending(pending, i, hi)
	}
	mark := lexNames.mark(r)
	if mark&trieCode == 0 || !lexNames.single(mark) && !lexNames.begins(mark&trieCode, lexNames.code(next)) {
		return s.takePending(pending, i, hi)
	}
	return s.askName(pending, i, hi)
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
	if place == 0 && detector != s.set.address && !s.goesOnInKana(hi) {
		place = s.frame(s.c.Start, s.c.End)
		s.slots.known(place, s.c.Bytes(), 1)
	}
	s.emit(detector, conf, 0, place)
	s.readingAfter(detector, hi)
	return s.c.End
}

// goesOnInKana reports whether hiragana other than an honorific follows the
// candidate: then it stands in a sentence, or is part of a word, and in no slot.
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

// spacedLabel returns where a label begins that is written with spaces between
// its kanji, 氏　名, of which the run text[start:end] is the last part; else start.
func (s *Scanner) spacedLabel(start, end int) int {
	text, lo := s.c.Text, s.c.Lo
	if end-start > 6 || start == lo || text[start-1] != ' ' && text[start-1] != 0x80 {
		return start
	}
	switch r := first(text, min(skipSpaces(text, end, s.c.Hi), len(text)-1)); r {
	case ':', '=', '：', '＝', '】', '｜', '|':
	default:
		return start
	}
	from := start
	for range 3 {
		gap := trimSpaces(text, lo, from)
		if gap == from || from-gap > 9 {
			break
		}
		word := previousWord(text, lo, gap)
		if word == gap || gap-word > 6 || !s.freeLeft(word) {
			break
		}
		from = word
		if s.set.isLabel(text[from:end]) {
			return from
		}
	}
	return start
}

var san, shi, dono = []byte("さん"), []byte("氏"), []byte("殿")

var wideParen = []byte("（")

// runeStart moves i forward to the start of a rune.
func runeStart(b []byte, i int) int {
	for i < len(b) && b[i]&0xC0 == 0x80 {
		i++
	}
	return i
}

// honorific looks for the name that the honorific at text[at] follows, in its
// run, which begins at start, or before a space: one that the dictionary knows
// in part, stands behind other words, or does not know at all.
func (s *Scanner) honorific(start, at int) {
	text, lo := s.c.Text, s.c.Lo
	if n := len(s.out); n > 0 && int(s.out[n-1].End)+3 >= at && int(s.out[n-1].End) <= at && int(s.out[n-1].Start) >= lo && s.set.isName(int(s.out[n-1].Detector)) {
		return // known already: most that stand before 様
	}
	if s.set.name < 0 || notHonorific(text, lo, at) {
		return
	}
	end := trimSpaces(text, lo, at)
	if n := len(s.out); n > 0 && int(s.out[n-1].End) >= end && int(s.out[n-1].Start) >= lo {
		return // known already
	}
	wordStart := start
	if at == start { // 山田 太郎 様
		if end == at || at-end > 3 {
			return
		}
		wordStart = previousWord(text, lo, end)
	}
	if wordStart == end || s.honoredKana(wordStart, end, at) {
		return
	}
	from, conf := s.nameBefore(wordStart, end)
	if conf == None {
		return
	}
	for n := len(s.out); n > 0 && int(s.out[n-1].Start) >= from && s.set.isName(int(s.out[n-1].Detector)); n-- {
		s.out = s.out[:n-1] // what was known was part of it
	}
	if start < at && isWord(text[start:at+prefixOf(text[at:s.c.Hi], honorifics)]) {
		return // 三人三様, 東新殿
	}
	if conf != High && (bytes.HasPrefix(text[at:], san) || bytes.HasPrefix(text[at:], shi) || at == end && bytes.HasPrefix(text[at:], dono)) {
		conf = Low // 看護師さん: said of many who are no name; 板殿: towns are called so
	}
	s.c.Start, s.c.End, s.c.Masked = from, end, false
	s.c.Evidence = ByHonorific
	if conf == High {
		s.c.Evidence |= ByDictionary
	}
	place := s.place
	if place == 0 {
		place = s.frame(from, end)
		if conf == High {
			s.slots.known(place, s.c.Bytes(), 1)
		} else {
			s.slots.seen(place, true)
		}
	}
	s.emit(s.set.name, conf, 0, place)
}

// nameBefore returns where the name that ends at end begins and how sure that
// is. The word before end begins at start.
func (s *Scanner) nameBefore(start, end int) (from int, conf Confidence) {
	text, lo := s.c.Text, s.c.Lo
	s.c.Start = start
	second := s.c.wordBefore()
	from = max(start, runeStart(text, max(lo, end-maxNameBytes)))
	for i := from; i < end; { // 静清信用金庫山田太郎
		_, w := runeAt(text, i)
		n := nameRunes(text[i:end])
		if n < 2 || n < 3 && (second || i > start) {
			break
		}
		if n <= 7 && (i == start || endsWord(text[start:i])) && nameQuality(text[i:end]) == full && !isTitle(text[i:end]) && !(n < 3 && isSurname(text[i:end])) {
			return i, High
		}
		i += w
	}
	word := text[start:end]
	if len(word) > maxNameBytes {
		return 0, None
	}
	n := nameRunes(word)
	if notAName(s.set, word) || n > 8 {
		return 0, None
	}
	// 鷺沼 蓮音 様: another word before a space.
	if start > lo && n <= 4 {
		space := trimSpaces(text, lo, start)
		if start-space == 1 || start-space == 3 && text[space] == 0xE3 {
			other := previousWord(text, lo, space)
			both := text[other:end]
			if m := nameRunes(text[other:space]); m >= 1 && m <= 4 && s.freeLeft(other) && hasKanji(text[other:space]) {
				q := nameQuality(both)
				switch {
				case q == unknown && isWord(text[other:space]):
				case q >= fullTier2:
					return other, High
				case q == partly || plausibleName(both, m+n):
					return other, Medium
				}
			}
		}
	}
	if !s.freeLeft(start) || !hasKanji(word) || !plausibleName(word, n) || n < 3 {
		return 0, None
	}
	if q := nameQuality(word); q >= fullTier2 {
		return start, High
	} else if q == partly && n <= 6 {
		return start, Medium
	}
	return start, Low
}

// maxNameBytes is more than the longest name takes.
const maxNameBytes = 30

// endsWord reports whether b, which stands before what may be a name, ends like
// a word and not in the middle of one: 静清信用金庫山田太郎様, but not 東京都様.
func endsWord(b []byte) bool {
	last, w := runeBefore(b, len(b))
	if w == 0 || scriptOf(last) != kanji || roleEndings.words[string(last)] {
		return true
	}
	b = b[max(0, len(b)-maxNameBytes):]
	return isPhrase(b[runeStart(b, 0):])
}

// isSurname reports whether b alone is a surname: 田中, though 田 and 中 are names.
func isSurname(b []byte) bool {
	v, ok := lexNames.lookup(b)
	return ok && v&lexSurname != 0
}

// isTitle reports whether b is an office and not a person: 社長殿.
func isTitle(b []byte) bool {
	last, _ := runeBefore(b, len(b))
	return isWord(b) || last == '長' && nameRunes(b) < 3
}

// freeLeft reports whether nothing of the same word stands before i.
func (s *Scanner) freeLeft(i int) bool {
	if i <= s.c.Lo {
		return true
	}
	r, _ := runeBefore(s.c.Text, i)
	return scriptOf(r) == other || scriptOf(r) == wideSpace
}

// previousWord returns the start of the run of kanji and kana that ends at end.
func previousWord(b []byte, lo, end int) int {
	lo = runeStart(b, max(lo, end-2*maxNameBytes))
	i := end
	for i > lo {
		r, w := runeBefore(b, i)
		switch scriptOf(r) {
		case kanji, hiragana, katakana:
		default:
			if !variation(r) {
				return i
			}
		}
		i -= w
	}
	return max(i, lo)
}

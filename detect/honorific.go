package detect

import "bytes"

// Honorifics behind names in kanji: 山田太郎様. Those behind kana are in honorkana.go,
// titles in title.go.

var san, shi, dono = []byte("さん"), []byte("氏"), []byte("殿")

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

// honorifics stand after a person's name, the surest ones first.
var honorifics = cueWords("様", "殿", "さま", "さん", "先生", "氏", "くん", "ちゃん", "君")

// honorificAt returns the width of the honorific at i, after one space at most
// and with nothing of the same word behind it, or 0.
func honorificAt(b []byte, i, hi int) int {
	if next := skipOneSpace(b, i, hi); next > i {
		i = next
	} else if i < hi && (b[i] == 0xE6) && notHonorific(b, 0, i) {
		return 0
	}
	if i >= hi || b[i] != 0xE6 && b[i] != 0xE3 && b[i] != 0xE5 {
		return 0
	}
	for _, h := range honorifics {
		if bytes.HasPrefix(b[i:hi], h) {
			if end := i + len(h); end < hi && !standsAlone(h, b[:hi], end) {
				continue
			}
			return len(h)
		}
	}
	return 0
}

// standsAlone reports whether what stands at i leaves the honorific before it one:
// 様宛 and 様分印刷 do, 様式, 氏名 and 殿下 are other words.
func standsAlone(h, b []byte, i int) bool {
	r, _ := runeAt(b, i)
	if scriptOf(r) != kanji {
		return true
	}
	switch first, _ := runeAt(h, 0); first {
	case '様':
		return r != '式' && r != '々' && r != '子' && r != '相' && r != '態'
	case '殿':
		return r == '宛' || r == '分' || r == '用' || r == '他' || r == '名'
	}
	return false
}

// notHonorific reports whether the 様 or 殿 at i ends a word with the character
// before it: 仕様, 模様, 沈殿.
func notHonorific(b []byte, lo, i int) bool {
	r, w := runeBefore(b[:i], i)
	if w == 0 || i-w < lo {
		return false
	}
	switch r {
	case '仕', '模', '異', '紋', '沈', '宮', '神', '御':
		return true
	case '同', '多', '有', '文', '各', '貴': // names end with these too: 博文様
		from := runeStart(b, max(lo, i-maxNameBytes))
		return wordEnd(b, from, i) != i || nameQuality(b[previousWord(b, lo, i):i]) < full
	}
	return false
}

// honorificEnding returns the width of the honorific that b ends with.
func honorificEnding(b []byte) int {
	if n := len(b); n < 3 || b[n-1] != 0x98 && b[n-1] != 0xBF && b[n-1] != 0xBE {
		return 0 // 様, 殿 and ま end so
	}
	return suffixOf(b, honorifics[:3])
}

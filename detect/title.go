package detect

import (
	"bytes"
	"unicode/utf8"
)

// A title behind a name tells a person as well as an honorific does: 山田太郎部長,
// 鈴木教授, オバマ大統領. A surname alone before the title of an office is said of
// colleagues in every minutes of a meeting; it is a name, but proves little.

// titleFirst has a bit for each rune that a title begins with, titlePairs one for
// the first two: the questions are asked at each kanji, and going through the
// list there took most of the time.
var titleFirst, titlePairs = func() (first [1 << 10]uint64, pairs [1 << 6]uint64) {
	for i := range titleWords {
		b := []byte(titleWords[i].text)
		r1, w := runeAt(b, 0)
		r2, _ := runeAt(b, w)
		first[r1>>6] |= 1 << (r1 & 63)
		h := pairHash(uint32(r1), uint32(r2))
		pairs[h>>6] |= 1 << (h & 63)
	}
	return first, pairs
}()

// titleWordAt returns the longest title at i that nothing of the same word
// follows, or nil.
func titleWordAt(b []byte, i, hi int) *titleWord {
	var best *titleWord
	r1, r2 := three(b[:hi], i), three(b[:hi], i+3)
	if h := pairHash(uint32(r1), uint32(r2)); titlePairs[h>>6]>>(h&63)&1 == 0 {
		return nil
	}
	for k := range titleWords {
		t := &titleWords[k]
		if best != nil && len(t.text) <= len(best.text) || !bytes.HasPrefix(b[i:hi], []byte(t.text)) {
			continue
		}
		if end := i + len(t.text); end < hi {
			switch r, _ := runeAt(b[:hi], end); scriptOf(r) {
			case kanji:
				if r != '兼' && r != '様' && r != '殿' && r != '談' && r != '宛' && r != '他' && r != '等' && r != '役' && r != '率' && r != '自' {
					continue
				}
			case katakana, halfKana:
				if t.text == "アナ" || t.text == "コーチ" {
					continue
				}
			}
		}
		best = t
	}
	return best
}

// titleAt returns the width of the title at i, or 0; of those of offices only if
// public is false.
func titleAt(b []byte, i, hi int, public bool) int {
	if t := titleWordAt(b, i, hi); t != nil && (t.public || !public) {
		return len(t.text)
	}
	return 0
}

// titled looks for the name that the title at i follows in its run, which begins
// at start.
func (s *Scanner) titled(start, i, hi int) {
	text := s.c.Text
	if i == start || s.set.name < 0 {
		return
	}
	t := titleWordAt(text, i, hi)
	if t == nil {
		return
	}
	if last, _ := runeBefore(text, i); scriptOf(last) == katakana {
		s.titledKana(start, i, t)
		return
	}
	i = former(text, start, i)
	from, conf := s.nameBeforeTitle(start, i, t)
	if conf == None || s.foundAfter(from) {
		return
	}
	if from == s.c.Lo && i+len(t.text) == s.c.Hi && nameRunes(text[from:i]) < 3 {
		conf = Low // 真田町長: an entry of a list of places
	}
	s.c.Start, s.c.End, s.c.Masked = from, i, false
	s.c.Evidence = ByCue | ByDictionary
	s.emit(s.set.name, conf, 0, s.columnOrFrame(from, i))
}

// foundAfter reports whether something found in this line ends behind i.
func (s *Scanner) foundAfter(i int) bool {
	n := len(s.out)
	return n > 0 && int(s.out[n-1].End) > i && int(s.out[n-1].Start) >= s.c.Lo
}

// former returns where what stands before a title at i begins that belongs to
// it: 元 in 元首相, 都 in 都知事, 衆院 in 衆院議員.
func former(b []byte, start, i int) int {
	for _, w := range titleLeads {
		if i-len(w) > start && bytes.HasSuffix(b[start:i], w) {
			return i - len(w)
		}
	}
	return i
}

// ofPlace reports whether b and the title t are the mayor of a town, the
// governor of a prefecture or the player of a city.
func ofPlace(b []byte, t *titleWord) bool {
	kinds := []string{"市", "県", "府"}
	switch r, w := utf8.DecodeRuneInString(t.text); r {
	case '市', '町', '村', '区', '県':
		kinds = []string{t.text[:w]}
	}
	var buf [maxNameBytes + 3]byte
	for _, kind := range kinds {
		n := copy(buf[:], b)
		n += copy(buf[n:], kind)
		if v, ok := lexPlaces.lookup(buf[:n]); ok && v != 0 {
			return true
		}
	}
	return false
}

// nameBeforeTitle returns where the name that ends at i begins, the longest one,
// and how sure it is.
func (s *Scanner) nameBeforeTitle(start, i int, t *titleWord) (from int, conf Confidence) {
	text := s.c.Text
	for from = max(start, runeStart(text, max(s.c.Lo, i-maxNameBytes))); from < i; {
		name := text[from:i]
		n := nameRunes(name)
		free := from == start && s.freeLeft(from) || from > start && endsWord(text[start:from])
		if free && n >= 3 && n <= 7 && hasKanji(name) && !isSurname(name) && nameQuality(name) == full && !madeOfWords(name) {
			return from, High
		}
		if free && n <= 4 && !isDivisionName(name) {
			if v, ok := lexNames.lookup(name); ok && v&lexSurname != 0 && lexSurnameWeight(v) >= commonSurname && !(n == 1 && from > start) {
				if !t.public || t.place && ofPlace(name, t) {
					return from, Low
				}
				return from, Medium
			}
		}
		_, w := runeAt(text, from)
		from += w
	}
	return i, None
}

// commonSurname is the weight from which on a surname is common enough to be one
// before a title: one in 10,000 persons has it.
const commonSurname = 28

// isDivisionName reports whether b is a prefecture or a city by its short name.
func isDivisionName(b []byte) bool {
	v, ok := lexPlaces.lookup(b)
	return ok && v&(lexPrefecture|lexCity|lexShortCity) != 0
}

// titledKana takes the katakana before a title for a name, if it is no word:
// オバマ大統領, but not アメリカ大統領.
func (s *Scanner) titledKana(start, i int, t *titleWord) {
	text := s.c.Text
	from := runBefore(text, start, i, 1<<katakana)
	name := text[from:i]
	if !t.public || s.set.kana < 0 || kanaRunes(name) < 2 || kanaRunes(name) > 6 && !foreignNames.has(name) {
		return
	}
	v, ok := lexWords.lookup(name)
	if ok && v&(wordCommon|wordPlace|wordOrganization) != 0 || notForeign.has(name) || endsForeignBody(name) {
		return
	}
	if s.foundAfter(from) {
		return
	}
	s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = from, i, ByCue, false
	s.emit(s.set.kana, Medium, 0, s.columnOrFrame(from, i))
}

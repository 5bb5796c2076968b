package detect

import "bytes"

// An address may begin at its town if something else says what it is: a postal
// code before it, or a name or telephone number beside it.

// townAfterPostal looks for an address that begins at its town behind the postal
// code in hand, on the same line or the next: 〒160-0023 西新宿2-8-1. It returns where
// to go on.
func (s *Scanner) townAfterPostal(end, hi int) int {
	text := s.c.Text
	if s.set.address < 0 {
		return end
	}
	i := skipSpaces(text, end, hi)
	if i == hi && s.c.lines {
		hi = nextLineEnd(text, hi)
		for i < hi && (text[i] == '\r' || text[i] == '\n') {
			i++
		}
		i = skipSpaces(text, i, hi)
	}
	if i >= hi || scriptOf(first(text, i)) != kanji && scriptOf(first(text, i)) != hiragana && scriptOf(first(text, i)) != katakana || placeAt(text, i, hi).city {
		return end
	}
	number, _ := areaEnd(text, i, hi, false, false)
	if number < i+6 {
		return end
	}
	l := readLots(text, number, hi)
	if !l.strong() {
		return end
	}
	stop := buildingEnd(text, l.end, hi, false)
	if s.c.lines && stop >= trimSpaces(text, stop, hi) {
		stop = max(stop, buildingLine(text, hi, len(text)))
	}
	s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = i, stop, ByTable|ByShape, false
	conf := Medium
	if companyBefore(text, s.c.Lo, i) || isCompany(text[min(stop, hi):hi]) {
		conf = Low
	}
	s.emit(s.set.address, conf, 0, s.place)
	return stop
}

// townBefore looks, at 丁目, for an address that begins at its town: 西新宿二丁目8番1号.
// Its form alone makes it low; a name or telephone number beside it raises it.
func (s *Scanner) townBefore(i, hi int) {
	text, lo := s.c.Text, s.c.Lo
	if s.set.address < 0 || !bytes.HasPrefix(text[i:hi], []byte("丁目")) {
		return
	}
	number := i
	for number > lo && i-number < 12 {
		r, w := runeBefore(text, number)
		if !isNumberKanji(r) && scriptOf(r) != wideDigit && !(r < 0x80 && isDigit(byte(r))) {
			break
		}
		number -= w
	}
	start := max(number, lo)
	for n := 0; start > lo && n < 10; n++ {
		r, w := runeBefore(text, start)
		if sc := scriptOf(r); sc != kanji && sc != katakana && r != 'の' && r != 'が' {
			break
		}
		start -= w
	}
	if number == i || number-start < 6 || !s.freeLeft(start) {
		return
	}
	if n := len(s.out); n > 0 && int(s.out[n-1].End) > start {
		return
	}
	l := readLots(text, number, hi)
	if !l.strong() || l.groups < 2 {
		return
	}
	s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = start, buildingEnd(text, l.end, hi, false), ByShape, false
	s.emit(s.set.address, Low, 0, s.place)
}

// listHouses is how many addresses make a list of them.
const listHouses = 8

// settleList raises places without the number of a house that stand alone among
// many addresses with one: in a list of addresses they are addresses too, in a
// list of places none is.
func (s *Scanner) settleList(first int) {
	houses, places := 0, 0
	for i := first; i < len(s.out); i++ {
		switch m := &s.out[i]; {
		case int(m.Detector) != s.set.address:
		case m.Confidence >= Medium:
			houses++
		case m.Evidence == lonePlace:
			places++
		}
	}
	if places == 0 || houses < listHouses || houses < 4*places {
		return
	}
	for i := first; i < len(s.out); i++ {
		if m := &s.out[i]; int(m.Detector) == s.set.address && m.Confidence == Low && m.Evidence == lonePlace {
			m.Confidence = Medium
			m.Evidence |= BySlot
		}
	}
}

// lonePlace is the evidence for a place without a number that stands alone.
const lonePlace = ByDictionary | ByShape

// kanaPlace looks for an address that begins with a municipality in kana, at whose
// 市, 町 or 村 the scanner stands: さいたま市. It returns where to go on.
func (s *Scanner) kanaPlace(i, hi int) int {
	text := s.c.Text
	if s.set.address < 0 {
		return i
	}
	begin := -1
	for from, n := i, 0; n < 7 && from > s.c.Lo; n++ {
		r, w := runeBefore(text, from)
		if sc := scriptOf(r); sc != hiragana && sc != katakana {
			break
		}
		from -= w
		if m, v := lexPlaces.longest(text[from:hi]); from+m > i && v&(lexCity|lexShortCity|lexTown) != 0 {
			begin = from
		}
	}
	if n := len(s.out); begin < 0 || n > 0 && int(s.out[n-1].End) > begin {
		return i
	}
	if end := s.ask(s.set.address, begin, hi); end > i {
		return end
	}
	return i
}

// addressBefore reports whether another part of an address stands right before
// the candidate.
func (s *Scanner) addressBefore() bool {
	for i := len(s.out) - 1; i >= 0 && i >= len(s.out)-6; i-- {
		if m := &s.out[i]; int(m.Detector) == s.set.address {
			return int(m.End)+300 > s.c.Start && s.entry-m.Entry <= 6
		}
	}
	return false
}

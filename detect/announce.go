package detect

// What a label announces: where it stands, what its value is and what goes with it.

// maxValue is how far a value may go on in running text. Without a bound a line
// of a megabyte with a thousand labels would be read a thousand times.
const maxValue = 400

// announce judges the value at v that label l announces and returns where to go
// on: behind it, or at v if it is none.
func (s *Scanner) announce(l label, v, hi int) int {
	if v >= hi {
		return v
	}
	hi = min(hi, v+maxValue)
	l = s.givenAfter(l)
	if end := s.knownName(l, v, hi); end > v {
		return end
	}
	for _, id := range s.set.families[l.detector] {
		s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = v, hi, ByLabel, false
		s.c.Announced, s.c.Weak, s.c.OneWord, s.c.Continues, s.c.label = true, l.weak, l.oneWord(), l.part > 0, l.text
		conf := s.set.detectors[id].Field(&s.c)
		s.c.Announced, s.c.Weak, s.c.OneWord, s.c.Continues, s.c.label = false, false, false, false, ""
		if conf != None && s.c.End > v && s.set.numeric[id] && isExample(s.c.Text, s.c.End, hi) {
			return v
		}
		if conf != None && s.c.End > v {
			s.c.weak(l.weak)
			s.by = l.number
			if id == s.set.address && s.c.Start > v+6 {
				s.postalBefore(v, l.place)
			}
			part := s.partOf(l, id)
			s.emit(id, conf, part, s.placeOf(l, id, conf))
			s.by = 0
			if part == 0 && l.oneWord() {
				s.family = s.entry + 1
			}
			s.readingAfter(id, hi)
			return s.c.End
		}
	}
	if l.weak && s.set.isName(l.detector) && s.place == 0 {
		end := valueEnd(s.c.Text, v, hi)
		value := s.c.Text[v:end]
		s.slots.seen(s.frame(v, end), plausibleName(value, nameRunes(value)) || allKana(value)) // "name": "コピー用紙"
	}
	return v
}

// isExample reports whether the words behind a number, at i, say that it is an
// example: 000-0000 の形で入力してください.
func isExample(b []byte, i, hi int) bool {
	for n := 0; n < 2 && i < hi; n++ {
		r, w := runeAt(b[:hi], i)
		if !isSpace(r) && r != '」' && r != '"' && r != '\'' && r != '`' {
			break
		}
		i += w
	}
	return prefixOf(b[i:hi], exampleWords) > 0
}

var exampleWords = cueWords("の形", "のような", "のように", "形式", "といった", "（例）", "(例)")

// postalBefore finds the postal code between the label of an address at v and
// the address in hand: 住所：〒100-0001 東京都….
func (s *Scanner) postalBefore(v int, place uint32) {
	if s.set.postal < 0 {
		return
	}
	address := s.c
	s.c.Start, s.c.End = v, address.Start
	if conf := s.set.detectors[s.set.postal].Field(&s.c); conf != None {
		s.emit(s.set.postal, conf, 0, place)
	}
	s.c = address
}

// knownName is announce for the most common value of all, a full name of the
// dictionary with nothing of the same word behind it, in a single walk.
func (s *Scanner) knownName(l label, v, hi int) int {
	if len(s.set.families[l.detector]) == 1 || s.c.Text[v] < 0xE3 || s.set.numeric[l.detector] {
		return v
	}
	split, ok := longestSplit(s.c.Text, v, hi)
	if !ok || split.common {
		return v
	}
	if n := nameRunes(s.c.Text[v:split.end]); n < 3 || n > 8 {
		return v
	}
	if split.end < hi {
		if r, _ := runeAt(s.c.Text[:hi], split.end); scriptOf(r) != other && !isParticle(r) && honorificAt(s.c.Text, split.end, hi) == 0 {
			return v
		}
	}
	s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = v, split.end, ByLabel|ByDictionary, false
	conf := High
	if l.weak {
		conf = weakName(s.c.Bytes())
		s.c.Evidence |= WeakLabel
	}
	s.by = l.number
	s.emit(s.set.name, conf, s.partOf(l, s.set.name), s.placeOf(l, s.set.name, conf))
	s.by = 0
	s.readingAfter(s.set.name, hi)
	return max(split.end, s.c.End)
}

// givenAfter returns l, or a given name if it is 名前 and a 名字 stands before it.
func (s *Scanner) givenAfter(l label) label {
	if l.weak && s.family > 0 && s.entry+1-s.family <= 6 {
		l.asGiven()
	}
	return l
}

// weakName returns how sure a name of the dictionary is under a word such as
// "name": both of its words are somebody's, or other values in its place must
// speak for it. 山田錦 is a rice, 秋田小町 another.
func weakName(b []byte) Confidence {
	if spaceIn(b) > 0 {
		return Medium
	}
	for i := 0; i < len(b); {
		_, w := runeAt(b, i)
		i += w
		sur, _ := lexNames.lookup(b[:i])
		given, _ := lexNames.lookup(b[i:])
		if lexSurnameWeight(sur) > 0 && lexGivenWeight(given) > 0 {
			return Medium
		}
	}
	return Low
}

// partOf returns the part of a name that a label announces. 名 and MEI without
// 姓 before them mean the whole name, or that of anything.
func (s *Scanner) partOf(l label, detector int) uint8 {
	if detector == s.set.address && l.part > 0 && !s.addressBefore() {
		return 0 // 番地 alone: nothing would be counted
	}
	if l.part != 1 || !s.set.isName(detector) {
		return l.part
	}
	for i := len(s.out) - 1; i >= 0 && i >= len(s.out)-4; i-- {
		if m := &s.out[i]; s.set.isName(int(m.Detector)) && m.Part == 0 && m.Place != l.place && int(m.End)+200 > s.c.Start && s.entry-m.Entry <= 6 {
			return l.part
		}
	}
	return 0
}

// readingAfter finds the reading in brackets behind a name: 佐藤花子（サトウハナコ）.
func (s *Scanner) readingAfter(detector, hi int) {
	text, i := s.c.Text, skipOneSpace(s.c.Text, s.c.End, hi)
	if detector != s.set.name || s.set.kana < 0 || i >= hi {
		return
	}
	r, w := runeAt(text[:hi], i)
	if r != '(' && r != '（' {
		return
	}
	name := s.c
	s.c.Start, s.c.End, s.c.Evidence = i+w, min(hi, i+w+90), ByNeighbours
	if fieldKana(&s.c) != None && s.c.End < hi {
		if r, _ := runeAt(text[:hi], s.c.End); r == ')' || r == '）' {
			s.emit(s.set.kana, Medium, 0, s.place)
			return
		}
	}
	s.c = name
}

// placeOf returns the place of a value that a label announced: the label, or its
// slot if the label is weak, for then the other values there must speak for it.
func (s *Scanner) placeOf(l label, detector int, conf Confidence) uint32 {
	if !l.weak || s.place != 0 || !s.set.isName(detector) {
		return l.place
	}
	place := s.frame(s.c.Start, s.c.End)
	weight := uint32(2) // the label counts for something: two known names make a slot
	if conf == Low {
		weight = 1
	}
	s.slots.known(place, s.c.Bytes(), weight)
	return place
}

// Labelled reports whether a Place is that of a label.
func Labelled(place uint32) bool { return place&labelPlace != 0 }

// labelHash numbers a label.
func labelHash(text string) uint32 { return fnv(text) | labelPlace }

// Places are told apart by their top bits: columns are small numbers.
const (
	labelPlace = 1 << 31
	slotPlace  = 1 << 30
)

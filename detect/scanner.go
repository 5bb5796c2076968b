package detect

import "bytes"

// A Scanner runs a Set over the blocks of a file. It remembers, from block to
// block, what the file taught it about columns and slots.
type Scanner struct {
	set       *Set
	c         Candidate
	out       []Match
	entry     uint32
	place     uint32 // of the cell being scanned, 0 in running text
	inTable   bool
	slots     slots
	explained map[explained][]string
	labels    labelCache
	table     tableState
}

// Reset forgets the file: call it before the first block of the next one.
func (s *Scanner) Reset() {
	s.slots.reset()
	s.table.reset()
}

// Append appends to dst the matches in b, ordered by position, and returns the
// extended slice. Nothing is allocated but, perhaps, room in dst. b must be
// shorter than 4 GB.
func (s *Scanner) Append(dst []Match, b *Block) []Match {
	first := len(dst)
	s.out, s.c.Text, s.place, s.inTable = dst, b.Text, 0, b.Table != nil
	if b.Table != nil {
		s.rows(b.Table)
	} else {
		s.lines(b.Text)
		s.settleSlots(first)
	}
	s.settleNeighbours(first)
	dst = s.out
	s.out, s.c.Text = nil, nil
	return dropShared(dst, first, b)
}

// dropShared leaves what begins in a part shared with another block to the
// block it belongs to.
func dropShared(dst []Match, first int, b *Block) []Match {
	if b.Seen == 0 && b.Next == 0 {
		return dst
	}
	lo, hi := uint32(b.Seen/2), uint32(len(b.Text)-(b.Next-b.Next/2))
	kept := dst[:first]
	for _, m := range dst[first:] {
		if m.Start >= lo && m.Start < hi {
			kept = append(kept, m)
		}
	}
	return kept
}

// lines scans running text line by line.
func (s *Scanner) lines(text []byte) {
	s.entry = 0
	for lo := 0; lo < len(text); s.entry++ {
		hi, next := len(text), len(text)
		if n := bytes.IndexByte(text[lo:], '\n'); n >= 0 {
			hi, next = lo+n, lo+n+1
		}
		if hi > lo && text[hi-1] == '\r' {
			hi--
		}
		s.span(lo, hi)
		lo = next
	}
}

// span scans the line or cell text[lo:hi].
func (s *Scanner) span(lo, hi int) {
	text, class := s.c.Text, &s.set.class
	s.c.Lo, s.c.Hi, s.c.Cell = lo, hi, false
	for i := lo; i < hi; {
		switch class[text[i]] {
		case nothing:
			for i++; i < hi && class[text[i]] == nothing; i++ {
			}
		case digit:
			i = s.digits(i, hi)
		case mask:
			i = s.masked(i, hi)
		case lone:
			i = s.wake(s.set.byByte[text[i]], i, i+1)
		case capital:
			if i+1 < hi && isLetter(text[i+1]) {
				i = s.capital(i, hi)
			} else {
				i++
			}
		case separator:
			if i > lo+2 { // the two cases of nearly all: 12:34 and a word that is no label
				if p := text[i-1]; isDigit(p) && !isLetter(text[i-2]) || isLetter(p) && !s.set.asciiEnds[asciiEnd(text[i-3:i])] {
					i++
					continue
				}
			}
			i = s.separator(i, hi)
		case japanese:
			r, w := runeAt(text[:hi], i)
			switch scriptOf(r) {
			case wideDigit, maskRune:
				i = s.digits(i, hi)
			case other, wideSpace:
				i += w
				if r == '：' || r == '＝' {
					i = s.separator(i-w, hi)
				}
			default:
				i = s.japanese(i, hi)
			}
		}
	}
}

// digits reads the number at i, wakes its detectors and returns where to go on.
func (s *Scanner) digits(i, hi int) int {
	if j := s.nobodys(i, hi); j > i {
		return j
	}
	end := s.c.lexNumber(i, hi)
	if end == i {
		return i + 1
	}
	if s.c.num.masks > 0 {
		return s.wake(s.set.hidden, i, end)
	}
	found := len(s.out)
	next := s.wake(s.set.byDigits[s.c.num.n], i, end)
	if s.c.num.n == 12 && s.place == 0 && !s.c.num.glued {
		s.numberSlot(found, i, end)
	}
	return next
}

// numberSlot counts a number of 12 digits in its frame: where nearly all pass
// the check digit they are My Numbers, see settleSlots.
func (s *Scanner) numberSlot(found, start, end int) {
	frame := s.frame(start, end)
	passed := false
	for i := found; i < len(s.out); i++ {
		if m := &s.out[i]; int(m.Detector) == s.set.myNumber {
			m.Place, passed = frame, true
		}
	}
	if passed {
		s.slots.known(frame, s.c.Text[start:end], 1)
	} else {
		s.slots.seen(frame, false)
	}
}

// nobodys returns the end of a number of ASCII digits and dashes that is too
// short or too long to be anybody's, or i: nearly all numbers of a log are, and
// this takes a quarter of the time of lexing them.
func (s *Scanner) nobodys(i, hi int) int {
	text := s.c.Text
	j, dashes := i, 0
	for j < hi && (isDigit(text[j]) || text[j] == '-' && j+1 < hi && isDigit(text[j+1])) {
		if text[j] == '-' {
			dashes++
		}
		j++
	}
	n := j - i - dashes
	if n == 0 || j < hi && (text[j] >= 0x80 || text[j] == '*' || text[j] == ' ' && dashes == 0 && (n == 4 || text[i] == '0') && j+1 < hi && isDigit(text[j+1])) {
		return i
	}
	if n > maxDigits || dashes > 0 && !s.set.dashed[n] || dashes == 0 && len(s.set.byDigits[n]) == 0 {
		return j
	}
	return i
}

// masked is digits for a number that may begin with hidden digits. Rows of
// asterisks that adorn a text hold no digit.
func (s *Scanner) masked(i, hi int) int {
	text := s.c.Text
	if i+1 >= hi || text[i+1] != '*' && !isDigit(text[i+1]) {
		return i + 1
	}
	return s.digits(i, hi)
}

// wake asks detectors about text[start:end] and returns where to go on: behind
// the match, or at end.
func (s *Scanner) wake(ids []uint16, start, end int) int {
	next := end
	for _, id := range ids {
		s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = start, end, 0, false
		if conf := s.set.detectors[id].Check(&s.c); conf != None {
			s.emit(int(id), conf, 0, s.place)
			next = max(next, s.c.End)
		}
	}
	return next
}

// emit appends a match for the candidate as it stands.
func (s *Scanner) emit(detector int, conf Confidence, part uint8, place uint32) {
	s.out = append(s.out, Match{
		Start: uint32(s.c.Start), End: uint32(s.c.End), Detector: uint16(detector), Confidence: conf,
		Evidence: s.c.Evidence, Masked: s.c.Masked, Entry: s.entry, Place: place, Part: part,
	})
}

// separator looks whether an ASCII word before the '=', ':' or '>' at i is a
// label, and returns where to go on.
func (s *Scanner) separator(i, hi int) int {
	text := s.c.Text
	end := i
	for end > s.c.Lo && (text[end-1] == '"' || text[end-1] == '\'' || text[end-1] == ' ') {
		end--
	}
	last := end
	for last > s.c.Lo && isDigit(text[last-1]) { // addr1
		last--
	}
	if last == s.c.Lo || !isLetter(text[last-1]) || end-last > 2 || !s.set.asciiEnds[asciiEnd(text[max(s.c.Lo, last-3):last])] {
		_, w := runeAt(text, i)
		return i + w
	}
	start := last
	for start > s.c.Lo && end-start < 40 && labelByte[text[start-1]] {
		start--
	}
	_, w := runeAt(text, i)
	if start == end || i+w >= hi || text[i] == '>' && start > 0 && text[start-1] == '/' {
		return i + w
	}
	l, ok := s.labels.of(&s.set.labels, text[start:end])
	if !ok || l.detector < 0 {
		return i + w
	}
	v, sep := afterLabel(text, i, hi)
	if !sep {
		return i + w
	}
	return s.announce(l, v, hi)
}

var labelByte = func() (t [256]bool) {
	for _, b := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") {
		t[b] = true
	}
	return t
}()

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
	if end := s.knownName(l, v, hi); end > v {
		return end
	}
	for _, id := range s.set.families[l.detector] {
		s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = v, hi, ByLabel, false
		s.c.Announced, s.c.Weak = true, l.weak
		conf := s.set.detectors[id].Field(&s.c)
		s.c.Announced, s.c.Weak = false, false
		if conf != None && s.c.End > v {
			if id == s.set.address && s.c.Start > v+6 {
				s.postalBefore(v, l.place)
			}
			s.emit(id, conf, s.partOf(l, id), s.placeOf(l, id, conf))
			s.readingAfter(id, hi)
			return s.c.End
		}
	}
	return v
}

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
	if len(s.set.families[l.detector]) == 1 || s.c.Text[v] < 0xE3 {
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
		if r, _ := runeAt(s.c.Text[:hi], split.end); scriptOf(r) != other && honorificAt(s.c.Text, split.end, hi) == 0 {
			return v
		}
	}
	s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = v, split.end, ByLabel|ByDictionary, false
	conf := High
	if l.weak {
		conf = Medium
	}
	s.emit(s.set.name, conf, s.partOf(l, s.set.name), s.placeOf(l, s.set.name, conf))
	s.readingAfter(s.set.name, hi)
	return max(split.end, s.c.End)
}

// partOf returns the part of a name that a label announces. 名 and MEI without
// 姓 before them mean the whole name, or that of anything.
func (s *Scanner) partOf(l label, detector int) uint8 {
	if l.part != 1 || !s.set.isName(detector) {
		return l.part
	}
	for i := len(s.out) - 1; i >= 0 && i >= len(s.out)-4; i-- {
		if m := &s.out[i]; s.set.isName(int(m.Detector)) && m.Part == 0 && m.Place != l.place && int(m.End)+200 > s.c.Start && s.entry-m.Entry <= 2 {
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
	s.slots.known(place, s.c.Bytes(), 2) // the label counts for something: two known names make a slot
	return place
}

// Labelled reports whether a Place is that of a label.
func Labelled(place uint32) bool { return place&labelPlace != 0 }

// labelHash numbers a label.
func labelHash(text string) uint32 {
	h := uint32(2166136261)
	for i := range len(text) {
		h = (h ^ uint32(text[i])) * 16777619
	}
	return h | labelPlace
}

// Places are told apart by their top bits: columns are small numbers.
const (
	labelPlace = 1 << 31
	slotPlace  = 1 << 30
)

// afterLabel skips what stands between a label and its value and reports
// whether any of it separates: at least one of = : > or the like, or a space.
func afterLabel(text []byte, i, hi int) (v int, separated bool) {
	for n := 0; i < hi && n < 12; n++ {
		r, w := runeAt(text, i)
		switch r {
		case ':', '=', '>', '：', '＝', '】', '］', '」', '』', '|', '｜', '→', '…':
			separated = true
		case ' ', '　', '\t', '"', '\'', '\\', '「', '『', '【', '［', '[':
			separated = separated || r != '"' && r != '\'' && r != '\\'
		case ')', '）':
		default:
			return i, separated
		}
		i += w
	}
	return i, separated
}

// Explain returns the reasons for m in words. It must be called before the next
// Reset. The slice is shared: it must not be changed.
func (s *Scanner) Explain(m Match) []string {
	place := ""
	switch {
	case m.Place&labelPlace != 0:
		place = s.set.words[m.Place]
	case m.Place > 0 && m.Place&slotPlace == 0 && int(m.Place) <= len(s.table.columns):
		place = s.table.columns[m.Place-1].label.text
	}
	key := explained{m.Evidence, place}
	words, ok := s.explained[key]
	if !ok {
		if s.explained == nil {
			s.explained = make(map[explained][]string)
		}
		words = m.Evidence.Words(place)
		s.explained[key] = words
	}
	return words
}

// explained is what the words of Explain depend on. They are made once and
// shared: a report may hold hundreds of thousands of them.
type explained struct {
	evidence Evidence
	place    string
}

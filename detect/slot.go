package detect

import (
	"cmp"
	"slices"
)

// A log or a mail-merge text repeats its frame: 宛名="… 様" 結果=OK. A place with
// the same text left and right whose values are mostly known names is a slot
// for names, and then every value in it is a name, known or not.

// slots counts, for the frames of a file, how many values were names of the
// dictionary. A frame is told by a hash; two that share one hash blur each
// other's counts and nothing else.
type slots struct {
	table [1 << 12]slotCount
	names int // known ones, in any slot
}

type slotCount struct {
	frame       uint32
	hits, total uint32
}

func (t *slots) reset() {
	if t.names > 0 {
		clear(t.table[:])
		t.names = 0
	}
}

func (t *slots) at(frame uint32) *slotCount {
	for i := range uint32(8) {
		c := &t.table[(frame+i)&uint32(len(t.table)-1)]
		if c.frame == frame || c.frame == 0 {
			return c
		}
	}
	return &t.table[frame&uint32(len(t.table)-1)] // crowded: the oldest frame of this place is forgotten
}

func (t *slots) known(frame uint32) {
	c := t.at(frame)
	if c.frame != frame {
		*c = slotCount{frame: frame}
	}
	c.hits++
	c.total++
	t.names++
}

func (t *slots) seen(frame uint32) {
	if c := t.at(frame); c.frame == frame {
		c.total++
	}
}

// candidate reports whether a frame may be a slot for names at all.
func (t *slots) candidate(frame uint32) bool {
	c := t.at(frame)
	return c.frame == frame && c.hits >= slotHits
}

// accepted reports whether a frame is a slot for names.
func (t *slots) accepted(frame uint32) bool {
	c := t.at(frame)
	return c.frame == frame && c.hits >= slotHits && c.hits*2 >= c.total
}

// slotHits is how many known names make a slot: two may meet by chance in one
// frame of prose, three hardly.
const slotHits = 3

// frame hashes what stands around text[start:end] in its line: up to ten bytes
// before, where digits count as one, and one character behind.
func (s *Scanner) frame(start, end int) uint32 {
	text := s.c.Text
	h := uint32(2166136261)
	lo := max(s.c.Lo, start-12)
	if lo == s.c.Lo {
		h ^= 1
	}
	lo = runeStart(text, lo)
	for i := lo; i < start; i++ {
		c := text[i]
		if isDigit(c) {
			c = '0'
		}
		h = (h ^ uint32(c)) * 16777619
	}
	right := uint32(0)
	if end < s.c.Hi {
		r, _ := runeAt(text, end)
		if sc := scriptOf(r); sc == other || sc == wideSpace {
			right = uint32(r)
		} else {
			right = uint32(sc)
		}
	}
	h = (h ^ right) * 16777619
	return h&^(labelPlace|slotPlace) | slotPlace
}

// settleSlots decides what stands in slots: known names there are surer, and
// unknown ones, looked for only in lines without a sure name, are names too.
func (s *Scanner) settleSlots(first int) {
	if s.slots.names < slotHits || s.set.name < 0 {
		return
	}
	s.fillSlots(first, false)
	found := len(s.out)
	s.fillSlots(first, true)
	for i := first; i < found; i++ {
		m := &s.out[i]
		if m.Place&slotPlace != 0 && m.Place&labelPlace == 0 && m.Confidence < High && s.slots.accepted(m.Place) {
			m.Evidence |= BySlot
			m.Confidence = max(m.Confidence+1, Medium)
		}
	}
	if len(s.out) > found {
		slices.SortFunc(s.out[first:], func(a, b Match) int { return cmp.Compare(a.Start, b.Start) })
	}
}

// fillSlots goes through the lines that hold no sure name. It counts the words
// that stand in what may be slots or, if take is set, takes those in accepted
// slots for names.
func (s *Scanner) fillSlots(first int, take bool) {
	text := s.c.Text
	last := len(s.out)
	m := first
	entry := uint32(0)
	for lo := 0; lo < len(text); entry++ {
		hi := lo
		for hi < len(text) && text[hi] != '\n' {
			hi++
		}
		sure := false
		from := m
		for m < last && s.out[m].Entry == entry {
			d := int(s.out[m].Detector)
			sure = sure || (d == s.set.name || d == s.set.kana || d == s.set.romaji || d == s.set.company) && (s.out[m].Confidence >= Medium || s.slots.candidate(s.out[m].Place))
			m++
		}
		if !sure {
			s.c.Lo, s.c.Hi, s.entry = lo, hi, entry
			s.words(lo, hi, s.out[from:m], take)
		}
		lo = hi + 1
	}
}

// words offers each word of a line, and each pair of words with a space
// between, to the slots.
func (s *Scanner) words(lo, hi int, taken []Match, take bool) {
	text := s.c.Text
	prevStart, prevEnd := -1, -1
	for i := lo; i < hi; {
		if text[i] < 0xE2 {
			i++
			continue
		}
		end := wordEnd(text, i, hi)
		if end == i {
			_, w := runeAt(text, i)
			i += w
			continue
		}
		stop := end
		if h := honorificEnding(text[i:end]); h > 0 && end-h > i {
			stop = end - h
		}
		if prevEnd >= 0 && skipOneSpace(text, prevEnd, hi) == i && i > prevEnd && s.offer(prevStart, stop, taken, take) {
			prevEnd = -1
		} else if s.offer(i, stop, taken, take) {
			prevEnd = -1
		} else {
			prevStart, prevEnd = i, end
		}
		i = end
	}
}

// offer counts text[start:end] in its slot, or takes it, and reports whether it
// was taken.
func (s *Scanner) offer(start, end int, taken []Match, take bool) bool {
	frame := s.frame(start, end)
	if !s.slots.candidate(frame) {
		return false
	}
	value := s.c.Text[start:end]
	n := nameRunes(value)
	for _, m := range taken {
		if start < int(m.End) && int(m.Start) < end {
			return false
		}
	}
	if !take {
		s.slots.seen(frame)
		return false
	}
	if !s.slots.accepted(frame) || n < 2 || n > 10 || !hasKanji(value) || notAName(s.set, value) {
		return false
	}
	s.c.Start, s.c.End, s.c.Masked, s.c.Evidence = start, end, false, BySlot
	if isCompany(value) {
		s.c.Evidence |= ByCompany
		s.emit(s.set.company, Medium, 0, frame)
		return true
	}
	if q := nameQuality(value); q == unknown && (n > 7 || madeOfWords(value)) {
		return false
	}
	s.emit(s.set.name, Medium, 0, frame)
	return true
}

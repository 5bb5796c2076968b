package detect

import (
	"bytes"
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
	table      [1 << 12]slotCount
	names      int  // known ones, in any slot
	candidates bool // some frame has been one
	alone      [aloneScripts]aloneCount
	joined     joinedCount
	mails      mailCount
}

// A slotCount is what has stood in a frame.
type slotCount struct {
	frame       uint32
	hits, maybe uint32    // names of the dictionary; words that may be names
	others      uint32    // words that are none
	values      [2]uint32 // the first and the last name, as hashes
	kinds       uint32    // names that differ from these: one word again and again makes no slot
}

func (t *slots) reset() {
	if t.names > 0 || t.alone != [aloneScripts]aloneCount{} || t.joined.words > 0 || t.mails.lines > 0 {
		*t = slots{}
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

// known counts a name of the dictionary; weight is 1, or more if something else
// speaks for it.
func (t *slots) known(frame uint32, name []byte, weight uint32) {
	c := t.at(frame)
	if c.frame != frame {
		*c = slotCount{frame: frame}
	}
	h := fnv(name)
	if h != c.values[0] && h != c.values[1] {
		c.kinds += weight
		if c.hits == 0 {
			c.values[0] = h
		}
	}
	c.values[1] = h
	c.hits++
	t.names++
	t.candidates = t.candidates || c.kinds >= slotHits
}

// seen counts a value that the dictionary does not know.
func (t *slots) seen(frame uint32, plausible bool) {
	c := t.at(frame)
	switch {
	case c.frame != frame:
	case plausible:
		c.maybe++
	default:
		c.others++
	}
}

// candidate reports whether a frame may be a slot for names at all.
func (t *slots) candidate(frame uint32) bool {
	c := t.at(frame)
	return c.frame == frame && c.kinds >= slotHits
}

// accepted reports whether a frame is a slot for names.
func (t *slots) accepted(frame uint32) bool {
	c := t.at(frame)
	return c.frame == frame && c.accepted()
}

func (c *slotCount) accepted() bool {
	return c.kinds >= slotHits && c.hits >= c.others && c.hits*3 >= c.maybe
}

// anyAccepted reports whether some frame is a slot for names.
func (t *slots) anyAccepted() bool {
	return slices.ContainsFunc(t.table[:], func(c slotCount) bool { return c.accepted() })
}

// sure reports whether nearly all of many values in a frame were known.
func (t *slots) sure(frame uint32) bool {
	c := t.at(frame)
	return c.frame == frame && c.kinds >= 8 && c.hits >= c.others*19
}

// slotHits is how many known names make a slot: two may meet by chance in one
// frame of prose, three hardly.
const slotHits = 3

// frame hashes what stands around text[start:end] in its line: up to a dozen
// characters of ASCII or four of Japanese before, where a run of digits counts as
// one, and one character behind.
func (s *Scanner) frame(start, end int) uint32 {
	text, lo := s.c.Text, s.c.Lo
	h := uint32(fnvBasis)
	i := start
	for units := 0; i > lo && units < 12; units++ {
		i--
		if c := text[i]; isDigit(c) {
			for i > lo && isDigit(text[i-1]) {
				i--
			}
			h = (h ^ '0') * fnvPrime
		} else {
			h = (h ^ uint32(c)) * fnvPrime
		}
	}
	if i == lo {
		h ^= 1
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
	h = (h ^ right) * fnvPrime
	return h&^(labelPlace|slotPlace) | slotPlace
}

// columnOrFrame returns the place of what stands at text[start:end]: its column, or
// the frame around it.
func (s *Scanner) columnOrFrame(start, end int) uint32 {
	if s.place != 0 {
		return s.place
	}
	return s.frame(start, end)
}

// settleSlots decides what stands in slots: known names there are surer, and
// unknown ones, looked for only in lines without a sure name, are names too.
func (s *Scanner) settleSlots(first int) {
	if !s.slots.candidates || s.set.name < 0 || s.set.kana < 0 || s.set.romaji < 0 || s.set.company < 0 {
		return
	}
	s.fillSlots(first, false)
	found := len(s.out)
	if !s.slots.anyAccepted() {
		return
	}
	s.fillSlots(first, true)
	for i := first; i < found; i++ {
		m := &s.out[i]
		if m.Place&slotPlace != 0 && m.Place&labelPlace == 0 && m.Confidence < High && s.slots.accepted(m.Place) && !s.ofThing(int(m.Start)) && (int(m.Detector) != s.set.myNumber || s.slots.sure(m.Place)) {
			m.Evidence |= BySlot
			m.Confidence = max(m.Confidence+1, Medium)
		}
	}
	if len(s.out) > found {
		s.out = dropInside(s.out, first)
	}
}

// ofThing reports whether a label of something else announces what stands at i:
// 駅名=三田. However many of its values are also names, it is no slot for them.
func (s *Scanner) ofThing(i int) bool {
	text := s.c.Text
	lo := max(0, i-80)
	if n := bytes.LastIndexByte(text[lo:i], '\n'); n >= 0 {
		lo += n + 1
	}
	lo = runeStart(text[:i], lo)
	end := i
	separated := false
	for end > lo {
		r, w := runeBefore(text, end)
		switch r {
		case '=', ':', '>', '：', '＝', '】', '」', '\t', '|':
			separated = true
		case ' ', '　', '"', '\'', '「', '-', '[':
		default:
			if !separated {
				return false
			}
			l, ok := s.labels.of(&s.set.labels, text[labelStart(text, lo, end):end])
			return ok && l.detector == notPersonal && !l.weak && !freeText.words[l.text]
		}
		end -= w
	}
	return false
}

// freeText are labels of text that may say anything, of persons too.
var freeText = wordSet("message", "msg", "memo", "note", "remarks", "備考", "摘要", "内容", "件名", "題名", "タイトル", "説明", "処理結果", "結果", "result")

// dropInside sorts matches by position and drops parts of names that turned out
// to be longer: a given name known on its own.
func dropInside(ms []Match, first int) []Match {
	slices.SortFunc(ms[first:], func(a, b Match) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	kept := ms[:first]
	for _, m := range ms[first:] {
		if n := len(kept); n > first && kept[n-1].Evidence&BySlot != 0 && m.End <= kept[n-1].End && m.Confidence <= kept[n-1].Confidence {
			continue
		}
		if n := len(kept); n > first && m.Evidence&BySlot != 0 && kept[n-1].End > m.Start && kept[n-1].Confidence < m.Confidence {
			kept = kept[:n-1]
		}
		kept = append(kept, m)
	}
	return kept
}

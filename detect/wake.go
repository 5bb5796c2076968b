package detect

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// Words wake detectors wherever they stand: in the middle of a run of Japanese,
// in a value. They are looked for in a pass of its own, which a set without
// words does not make: of every few bytes three are looked up among all threes
// that the beginnings of the words hold, so that each word is met exactly once.
// Windows that move by what they hold (Wu and Manber) have fewer steps, but each
// waits for the one before: 2.4 ns a byte.

// A wakeWords finds all words of a set at once.
type wakeWords struct {
	words []wakeWord
	step  int                        // from one look to the next, so that each word is met once
	some  [1 << wakeBits / 64]uint64 // threes that some word holds, as bits of their hashes
	first [1 << wakeBits]uint16      // 1 + the first of their grams, or 0
	grams []gram
}

// A wakeWord is one way to write a word that wakes a detector.
type wakeWord struct {
	text     []byte // letters of ASCII in lower case
	detector uint16
	number   uint16 // of the word as the detector has it
}

// A gram is three bytes of a word.
type gram struct {
	word uint16
	at   uint8  // where they stand in it
	next uint16 // 1 + the next gram of the same hash, or 0
}

const (
	wakeBits = 14
	// MinWord is the least number of bytes of a word: a character of Japanese, or
	// three letters. Shorter ones would stand everywhere.
	MinWord = 3
	// MaxWord is the most.
	MaxWord = 64
	maxStep = 8
	// maxGrams is what their numbers have room for: some ten thousand words.
	maxGrams = 1<<16 - 2
	// wordReach is how far from a word a detector may look, in bytes.
	wordReach = 4096
	// wordValues is how many values one word may announce: 社員番号 E0001、E0002.
	wordValues = 64
)

func (x *wakeWords) add(detector int, word string, number uint16) {
	for _, text := range wordSpellings(word) {
		x.words = append(x.words, wakeWord{text: []byte(text), detector: uint16(detector), number: number})
	}
}

// wordSpellings returns the ways to write a word: its letters in either case, which
// the index folds, and in either width; its katakana in either width.
func wordSpellings(word string) []string {
	all := []string{lower(word), lower(width.Fold.String(word)),
		width.Widen.String(strings.ToUpper(word)), width.Widen.String(strings.ToLower(word)), width.Widen.String(word),
		width.Narrow.String(norm.NFD.String(word))}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(s string) bool { return len(s) < MinWord })
}

// lower folds the letters of ASCII only: bytes keep their number.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = foldByte[c]
	}
	return string(b)
}

var foldByte = func() (t [256]byte) {
	for i := range t {
		t[i] = byte(i)
	}
	for c := 'A'; c <= 'Z'; c++ {
		t[c] |= 0x20
	}
	return t
}()

// wakeHash is the same for letters of either case.
func wakeHash(a, b, c byte) uint32 {
	return (uint32(a)<<16 | uint32(b)<<8 | uint32(c) | 0x202020) * 0x9E3779B1 >> (32 - wakeBits)
}

// compile makes the tables when all words are known.
func (x *wakeWords) compile() error {
	x.step = maxStep
	for i := range x.words {
		x.step = min(x.step, len(x.words[i].text)-MinWord+1)
	}
	if len(x.words)*x.step > maxGrams {
		return fmt.Errorf("detect: %d words, in all their spellings, are too many", len(x.words))
	}
	for i := range x.words {
		w := x.words[i].text
		for at := range x.step {
			h := wakeHash(w[at], w[at+1], w[at+2])
			x.some[h/64] |= 1 << (h % 64)
			x.grams = append(x.grams, gram{uint16(i), uint8(at), x.first[h]})
			x.first[h] = uint16(len(x.grams))
		}
	}
	return nil
}

// is reports whether the word begins at text[i].
func (w *wakeWord) is(text []byte, i int) bool {
	if len(text)-i < len(w.text) {
		return false
	}
	for j, c := range w.text {
		if foldByte[text[i+j]] != c {
			return false
		}
	}
	return true
}

// A wordState is what the pass over the words of a block remembers.
type wordState struct {
	ends  []int // by detector: where its last match ends, what is before is known
	at    int   // lines are counted to here
	entry uint32
	table *Table
	next  int // the first match of labels behind the word in hand
	found int // and the end of these
}

// wakeByWords asks the detectors whose words stand in the block, and puts what
// they find among the matches from first on.
func (s *Scanner) wakeByWords(first int, b *Block) {
	x, text := s.set.wakeWords, s.c.Text
	if len(s.woken.ends) == 0 {
		s.woken.ends = make([]int, len(s.set.detectors))
	}
	clear(s.woken.ends)
	s.woken.at, s.woken.entry, s.woken.table = 0, 0, b.Table
	found := len(s.out)
	s.woken.next, s.woken.found = first, found
	for p := 0; p+2 < len(text); p += x.step {
		h := wakeHash(text[p], text[p+1], text[p+2])
		if x.some[h/64]>>(h%64)&1 == 0 {
			continue
		}
		for i := x.first[h]; i > 0; i = x.grams[i-1].next {
			g := &x.grams[i-1]
			w, start := &x.words[g.word], p-int(g.at)
			if start >= 0 && w.is(text, start) {
				s.word(w, start, start+len(w.text))
			}
		}
	}
	s.by, s.c.Known = 0, 0
	if len(s.out) > found {
		s.mergeWords(first)
	}
}

// word asks the detector of a word that stands at text[start:end].
func (s *Scanner) word(w *wakeWord, start, end int) {
	lo, hi, row, place := s.wordPlace(start, end)
	d, known := s.set.detectors[w.detector], &s.woken.ends[w.detector]
	*known = max(*known, s.announcedBehind(int(w.detector), end))
	s.by = w.number
	for range wordValues {
		s.c.Lo, s.c.Hi = lo, hi
		s.c.Start, s.c.End, s.c.Evidence, s.c.Masked, s.c.Known = start, end, ByWord, false, max(lo, *known)
		conf := d.Check(&s.c)
		if conf == None || s.c.End <= s.c.Start || s.c.Start < *known {
			return
		}
		*known = s.c.End
		if s.woken.table == nil {
			s.woken.entry += uint32(bytes.Count(s.c.Text[s.woken.at:max(s.woken.at, lo)], []byte("\n")))
			s.woken.at = max(s.woken.at, lo)
			row = s.woken.entry
		}
		s.entry = row
		s.emit(int(w.detector), conf, 0, place)
	}
}

// announcedBehind returns the end of the match that a label, the word itself as
// a rule, has announced behind it already, or 0.
func (s *Scanner) announcedBehind(detector, end int) int {
	for s.woken.next < s.woken.found && int(s.out[s.woken.next].Start) < end {
		s.woken.next++
	}
	for i := s.woken.next; i < s.woken.found && int(s.out[i].Start) < end+nearBehind; i++ {
		if m := &s.out[i]; int(m.Detector) == detector {
			m.Evidence |= ByWord
			return int(m.End)
		}
	}
	return 0
}

// nearBehind is how far behind a label its value begins, in bytes.
const nearBehind = 16

// wordPlace returns the line or cell around a word, its row and its column.
func (s *Scanner) wordPlace(start, end int) (lo, hi int, row, place uint32) {
	text := s.c.Text
	lo = max(0, start-wordReach)
	hi = min(len(text), end+wordReach)
	if i := bytes.LastIndexByte(text[lo:start], '\n'); i >= 0 {
		lo += i + 1
	} else {
		lo = runeStart(text[:start], lo)
	}
	if i := bytes.IndexByte(text[end:hi], '\n'); i >= 0 {
		hi = end + i
	} else if hi < len(text) {
		for hi > end && text[hi]&0xC0 == 0x80 {
			hi--
		}
	}
	t := s.woken.table
	if t == nil || len(t.Rows) < 2 {
		return lo, hi, 0, 0
	}
	cells := len(t.Cells) / 2
	c, _ := slices.BinarySearchFunc(t.Cells[:2*cells], uint32(start)+1, func(at, want uint32) int { return cmp.Compare(at, want) })
	cell := (c - 1) / 2 // the last that begins at start or before
	if c == 0 || cell >= cells {
		return lo, hi, 0, 0
	}
	r, _ := slices.BinarySearch(t.Rows, uint32(cell)+1)
	row = uint32(max(0, min(r-1, len(t.Rows)-2)))
	if clo, chi := t.cell(uint32(cell)); clo <= start && end <= chi {
		return max(lo, clo), min(hi, chi), row, uint32(cell) - t.Rows[row] + 1
	}
	return lo, hi, row, 0
}

// mergeWords sorts the matches from first on by position and joins those that
// a label and a word announced both.
func (s *Scanner) mergeWords(first int) {
	slices.SortStableFunc(s.out[first:], func(a, b Match) int { return cmp.Compare(a.Start, b.Start) })
	last := s.woken.ends // by detector: 1 + the index of its last match
	clear(last)
	kept := s.out[:first]
	for _, m := range s.out[first:] {
		if d := m.Detector; len(s.set.detectors[d].Words) > 0 {
			if i := last[d] - 1; i >= 0 && kept[i].End > m.Start {
				kept[i].Confidence = max(kept[i].Confidence, m.Confidence)
				kept[i].Evidence |= m.Evidence
				continue
			}
			last[d] = len(kept) + 1
		}
		kept = append(kept, m)
	}
	s.out = kept
}

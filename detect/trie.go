package detect

import (
	"encoding/binary"
	"errors"
	"unicode/utf8"
)

// A trie is a dictionary of words with a uint32 value each, read in place from
// a file that gen has made: opening one looks at the header and allocates
// nothing, so a run that meets no Japanese text pays nothing for it.
//
// It is a double array over runes, not bytes: a Japanese word of 4 runes is 4
// steps. A rune first becomes a code (0: it occurs in no word); codes are also
// where spellings are folded, so that folding costs nothing at run time: the
// old and the new form of a kanji have one code, and so have full-width and
// ASCII digits. Equal tails are stored once, so a state does not tell by which
// word it was reached.
//
// The file, all numbers little-endian:
//
//	 0  "SKT1"
//	 4  uint32  log2 of the number of bits of the pair filter
//	 8  uint32  number of runes above U+FFFF that have a code
//	12  uint32  number of units
//	16  uint16 × 65,536: the mark of a rune: its code and, in the top bit, single
//	    the pair filter
//	    {uint32 rune, uint32 mark} × runes above U+FFFF, ascending
//	    uint64 × units
//
// A state is the base of its children: the child by code c is unit s+c if the
// upper 32 bits of that unit, the check, are s. The lower 32 bits are the state
// of the child, the top one of them set if a word ends there. The value of that
// word is the lower half of unit next+1: 1 is no rune's code. The root is state
// 0, and no other state is.
type trie struct {
	marks *[1 << 17]byte
	pairs []byte
	high  []byte
	units []byte
	shift uint8 // 32 less log2 of the bits of pairs
}

const (
	trieMagic  = "SKT1"
	trieHeader = 16
	trieSingle = 1 << 15 // in a mark: see single
	trieCode   = trieSingle - 1
	trieEnd    = 1 << 31 // in a unit: a word ends there
)

var errTrie = errors.New("not a dictionary, or a truncated one")

// openTrie reads the header of a trie and keeps b.
func openTrie(b []byte) (trie, error) {
	if len(b) < trieHeader || string(b[:4]) != trieMagic {
		return trie{}, errTrie
	}
	bits := binary.LittleEndian.Uint32(b[4:])
	high := uint64(binary.LittleEndian.Uint32(b[8:])) * 8
	units := uint64(binary.LittleEndian.Uint32(b[12:])) * 8
	b = b[trieHeader:]
	if bits < 3 || bits > 31 || uint64(len(b)) != 1<<17+1<<(bits-3)+high+units {
		return trie{}, errTrie
	}
	t := trie{marks: (*[1 << 17]byte)(b), shift: uint8(32 - bits)}
	b = b[1<<17:]
	t.pairs, b = b[:1<<(bits-3)], b[1<<(bits-3):]
	t.high, t.units = b[:high], b[high:]
	return t, nil
}

// mark returns the code of r and, in the top bit, what single tells; 0 if r is
// in no word.
func (t *trie) mark(r rune) uint16 {
	if uint32(r) > 0xFFFF {
		return t.markHigh(r)
	}
	return binary.LittleEndian.Uint16(t.marks[2*uint32(r):])
}

// code returns the code of r, 0 if r is in no word.
func (t *trie) code(r rune) uint16 {
	if uint32(r) > 0xFFFF { // written out, as mark(r) & trieCode is 2 over what the compiler inlines
		return t.markHigh(r) & trieCode
	}
	return binary.LittleEndian.Uint16(t.marks[2*uint32(r):]) & trieCode
}

// single reports whether a mark is that of a rune which is a word on its own
// that begins what is looked for: in the dictionaries of names a surname such
// as 林.
func (t *trie) single(mark uint16) bool { return mark&trieSingle != 0 }

// markHigh is mark for runes beyond the table: a binary search over some
// hundreds, such as U+20BB7, the other form of 吉.
func (t *trie) markHigh(r rune) uint16 {
	lo, hi := 0, len(t.high)/8
	for lo < hi {
		m := int(uint(lo+hi) / 2)
		if rune(binary.LittleEndian.Uint32(t.high[8*m:])) < r {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if 8*lo == len(t.high) || rune(binary.LittleEndian.Uint32(t.high[8*lo:])) != r {
		return 0
	}
	return uint16(binary.LittleEndian.Uint32(t.high[8*lo+4:]))
}

// step goes from state s (0 is the root) by code c. If no word goes on that
// way, ok is false, and also if c is 0; word says whether a word ends at next.
func (t *trie) step(s uint32, c uint16) (next uint32, word, ok bool) {
	i := (uint64(s) + uint64(c)) * 8
	if i >= uint64(len(t.units)) {
		return 0, false, false
	}
	u := binary.LittleEndian.Uint64(t.units[i:])
	return uint32(u) &^ trieEnd, uint32(u)&trieEnd != 0, uint32(u>>32) == s
}

// value returns the value of the word that ends at s, a state of which step has
// said so.
func (t *trie) value(s uint32) uint32 {
	return binary.LittleEndian.Uint32(t.units[(uint64(s)+1)*8:])
}

// begins reports whether a word may begin with the codes c1, c2. It is true of
// every pair that begins a word and false of nearly all others: a filter that
// stays in the near cache, to be asked before step.
func (t *trie) begins(c1, c2 uint16) bool {
	h := (uint32(c1)<<16 | uint32(c2)) * 0x9E3779B1 >> t.shift
	return t.pairs[h>>3]>>(h&7)&1 != 0
}

// longest returns the length in bytes and the value of the longest word that
// text begins with, 0 and 0 if there is none. Variation selectors, which only
// choose between the shapes of a kanji, are passed over.
func (t *trie) longest(text []byte) (n int, v uint32) {
	s, best := uint32(0), uint32(0)
	for i := 0; i < len(text); {
		r, size := threeBytes(text[i:])
		if size == 0 {
			r, size = utf8.DecodeRune(text[i:])
		}
		i += size
		c := t.code(r)
		if c == 0 {
			if i > size && variationSelector(r) {
				if n == i-size {
					n = i
				}
				continue
			}
			break
		}
		next, word, ok := t.step(s, c)
		if !ok {
			break
		}
		if s = next; word {
			n, best = i, s
		}
	}
	if n == 0 {
		return 0, 0
	}
	return n, t.value(best)
}

// threeBytes decodes a rune of three bytes, as all kana and nearly all kanji
// are, and returns size 0 for any other: unlike utf8.DecodeRune it is inlined.
// Surrogates, which are no runes, pass; they are in no word.
func threeBytes(b []byte) (r rune, size int) {
	if len(b) < 3 || b[0]>>4 != 0xE || b[1]>>6 != 2 || b[2]>>6 != 2 {
		return 0, 0
	}
	if r = rune(b[0]&0xF)<<12 | rune(b[1]&0x3F)<<6 | rune(b[2]&0x3F); r < 0x800 {
		return 0, 0
	}
	return r, 3
}

// lookup returns the value of text if all of it is a word.
func (t *trie) lookup(text []byte) (v uint32, ok bool) {
	n, v := t.longest(text)
	if n != len(text) || n == 0 {
		return 0, false
	}
	return v, true
}

// variationSelector reports whether r is one of U+FE00-FE0F and U+E0100-E01EF.
func variationSelector(r rune) bool {
	return r&^0xF == 0xFE00 || r >= 0xE0100 && r <= 0xE01EF
}

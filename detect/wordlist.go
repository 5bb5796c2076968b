package detect

import "bytes"

// Lists of words: sets of whole words, and lists whose words begin or end a text.

// A phrases is a set of words with a filter over their first bytes, so that the
// map is asked for few.
type phrases struct {
	words map[string]bool
	first [1 << 6]uint64
}

func wordSet(words ...string) *phrases {
	p := &phrases{words: make(map[string]bool, len(words))}
	for _, w := range words {
		p.words[w] = true
		h := p.hash([]byte(w))
		p.first[h>>6] |= 1 << (h & 63)
	}
	return p
}

func (p *phrases) hash(b []byte) uint32 {
	h := uint32(len(b))
	for _, c := range b[:min(len(b), 4)] {
		h = (h ^ uint32(c)) * fnvPrime
	}
	return h >> 20
}

func (p *phrases) has(b []byte) bool {
	h := p.hash(b)
	return p.first[h>>6]>>(h&63)&1 != 0 && p.words[string(b)]
}

// wordBehind returns the width of the longest of words that text begins with,
// of at most 6 runes.
func wordBehind(text []byte, words *phrases) (width int) {
	for i, n := 0, 0; i < len(text) && n < 6; n++ {
		_, w := runeAt(text, i)
		i += w
		if words.has(text[:i]) {
			width = i
		}
	}
	return width
}

// endsWith reports whether one of words, of at most 5 runes, ends text.
func endsWith(text []byte, words *phrases) bool {
	i := len(text)
	for range 5 {
		_, w := runeBefore(text, i)
		if w == 0 {
			return false
		}
		if i -= w; words.has(text[i:]) {
			return true
		}
	}
	return false
}

// cueWords is a list of words for prefixOf and the like, in order.
func cueWords(words ...string) (t [][]byte) {
	for _, w := range words {
		t = append(t, []byte(w))
	}
	return t
}

// prefixOf returns the width of the first of words that b begins with, or 0.
func prefixOf(b []byte, words [][]byte) int {
	for _, w := range words {
		if bytes.HasPrefix(b, w) {
			return len(w)
		}
	}
	return 0
}

// suffixOf returns the width of the first of words that b ends with, or 0.
func suffixOf(b []byte, words [][]byte) int {
	for _, w := range words {
		if bytes.HasSuffix(b, w) {
			return len(w)
		}
	}
	return 0
}

// containsAny reports whether one of words stands in b.
func containsAny(b []byte, words [][]byte) bool {
	for _, w := range words {
		if bytes.Contains(b, w) {
			return true
		}
	}
	return false
}

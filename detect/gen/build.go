package main

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
)

// A lexicon is what becomes one trie: words and their values.
type lexicon struct {
	file  string            // what it is written to
	fold  func(rune) rune   // the rune that a rune is looked up as, 0 to drop it
	words map[string]uint32 // by folded spelling
	one   func(value uint32) bool
}

// newLexicon returns an empty lexicon. Of its words of one rune, those whose
// value one accepts are marked as able to begin what is looked for.
func newLexicon(fold func(rune) rune, one func(value uint32) bool) *lexicon {
	return &lexicon{fold: fold, words: map[string]uint32{}, one: one}
}

// spell returns word as it is looked up.
func (l *lexicon) spell(word string) string {
	folded := make([]rune, 0, len(word))
	for _, r := range word {
		if f := l.fold(r); f != 0 {
			folded = append(folded, f)
		}
	}
	return string(folded)
}

// encode returns the file that detect's trie reads, whose layout is described
// there. The same lexicon always gives the same bytes.
func (l *lexicon) encode() ([]byte, error) {
	alphabet := newAlphabet(l)
	if len(alphabet.code) > 1<<15-2 {
		return nil, fmt.Errorf("%d runes do not fit 15 bits", len(alphabet.code))
	}
	graph := newGraph()
	words := make([]codedWord, 0, len(l.words))
	for w, v := range l.words {
		words = append(words, codedWord{alphabet.codes(w), v})
	}
	slices.SortFunc(words, func(a, b codedWord) int { return slices.Compare(a.codes, b.codes) })
	root := graph.add(words, 0)
	units, err := graph.place(root)
	if err != nil {
		return nil, err
	}
	pairs, ones := l.filters(words)

	table, high := alphabet.table(ones)
	out := append([]byte(nil), "SKT1"...)
	out = binary.LittleEndian.AppendUint32(out, uint32(bits.TrailingZeros(uint(len(pairs)*8))))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(high)/8))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(units)))
	out = append(out, table...)
	out = append(out, pairs...)
	out = append(out, high...)
	for _, u := range units {
		out = binary.LittleEndian.AppendUint64(out, u)
	}
	return out, nil
}

// A codedWord is a word as the trie has it.
type codedWord struct {
	codes []uint16
	value uint32
}

// filters returns the bits of the pairs of codes that begin a word, and the
// codes that are an accepted word on their own. The filter of pairs is
// the smallest of at least 32 KB that is no more than one eighth full.
func (l *lexicon) filters(words []codedWord) (pairs []byte, ones map[uint16]bool) {
	begin := map[uint32]bool{}
	ones = map[uint16]bool{}
	for _, w := range words {
		if len(w.codes) > 1 {
			begin[uint32(w.codes[0])<<16|uint32(w.codes[1])] = true
		} else if c := w.codes[0]; l.one(w.value) {
			ones[c] = true
		}
	}
	log := 18
	for len(begin)*8 > 1<<log {
		log++
	}
	pairs = make([]byte, 1<<log/8)
	for p := range begin {
		h := p * 0x9E3779B1 >> (32 - log)
		pairs[h>>3] |= 1 << (h & 7)
	}
	return pairs, ones
}

// An alphabet gives the runes of a lexicon their codes: the commonest rune has
// code 2, because small codes keep the double array dense.
type alphabet struct {
	code map[rune]uint16
	fold func(rune) rune
}

func newAlphabet(l *lexicon) *alphabet {
	count := map[rune]int{}
	for w := range l.words {
		for _, r := range w {
			count[r]++
		}
	}
	runes := make([]rune, 0, len(count))
	for r := range count {
		runes = append(runes, r)
	}
	slices.SortFunc(runes, func(a, b rune) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return int(a - b)
	})
	a := &alphabet{code: make(map[rune]uint16, len(runes)), fold: l.fold}
	for i, r := range runes {
		a.code[r] = uint16(i + 2)
	}
	return a
}

func (a *alphabet) codes(word string) []uint16 {
	var codes []uint16
	for _, r := range word {
		codes = append(codes, a.code[r])
	}
	return codes
}

// table returns the marks of U+0000-FFFF, and those of the runes above: their
// codes, with the top bit set for those in ones.
func (a *alphabet) table(ones map[uint16]bool) (table, high []byte) {
	for r := rune(0); r <= 0x3FFFF; r++ {
		code := a.code[a.fold(r)]
		if ones[code] {
			code |= 1 << 15
		}
		switch {
		case r <= 0xFFFF:
			table = binary.LittleEndian.AppendUint16(table, code)
		case code != 0:
			high = binary.LittleEndian.AppendUint32(high, uint32(r))
			high = binary.LittleEndian.AppendUint32(high, uint32(code))
		}
	}
	return table, high
}

// A graph is the smallest automaton of a set of words with values: states from
// which the same tails lead to the same values are one state.
type graph struct {
	states []state
	known  map[string]int // by what state.key makes
}

// A state is a place in a word. Codes ascend, and next has the state for each.
type state struct {
	codes []uint16
	next  []int
	word  bool
	value uint32
}

func newGraph() *graph { return &graph{known: map[string]int{}} }

// add returns the state of words, which share their first depth codes, are
// sorted and differ.
func (g *graph) add(words []codedWord, depth int) int {
	var s state
	if len(words) > 0 && len(words[0].codes) == depth {
		s.word, s.value = true, words[0].value
		words = words[1:]
	}
	for len(words) > 0 {
		code, n := words[0].codes[depth], 1
		for n < len(words) && words[n].codes[depth] == code {
			n++
		}
		s.codes = append(s.codes, code)
		s.next = append(s.next, g.add(words[:n], depth+1))
		words = words[n:]
	}
	key := s.key()
	if at, ok := g.known[key]; ok {
		return at
	}
	g.states = append(g.states, s)
	g.known[key] = len(g.states) - 1
	return len(g.states) - 1
}

func (s *state) key() string {
	b := make([]byte, 0, 8+6*len(s.codes))
	if s.word {
		b = binary.LittleEndian.AppendUint32(append(b, 1), s.value)
	}
	for i, c := range s.codes {
		b = binary.LittleEndian.AppendUint16(b, c)
		b = binary.LittleEndian.AppendUint32(b, uint32(s.next[i]))
	}
	return string(b)
}

// place lays the states out as a double array and returns its units.
func (g *graph) place(root int) ([]uint64, error) {
	if len(g.states[root].codes) == 0 {
		return nil, fmt.Errorf("a lexicon of no words")
	}
	a := newArray()
	base := make([]uint32, len(g.states))
	order := make([]int, 0, len(g.states))
	for i := range g.states {
		if i != root {
			order = append(order, i)
		}
	}
	// States of many children first, while the array has much room.
	slices.SortStableFunc(order, func(x, y int) int { return len(g.states[y].codes) - len(g.states[x].codes) })
	a.put(0, g.states[root].slots())
	for _, i := range order {
		base[i] = a.fit(g.states[i].slots())
	}
	units := make([]uint64, a.size)
	for i := range units {
		units[i] = 0xFFFFFFFF << 32 // no state
	}
	for i, s := range g.states {
		check := uint64(base[i]) << 32
		if s.word {
			units[base[i]+1] = check | uint64(s.value)
		}
		for k, c := range s.codes {
			child := uint64(base[s.next[k]])
			if g.states[s.next[k]].word {
				child |= 1 << 31
			}
			units[base[i]+uint32(c)] = check | child
		}
	}
	if a.size >= 1<<31 {
		return nil, fmt.Errorf("%d units do not fit 31 bits", a.size)
	}
	return units, nil
}

// slots returns where, from its base, a state has units: ascending.
func (s *state) slots() []uint16 {
	if s.word {
		return append([]uint16{1}, s.codes...)
	}
	return s.codes
}

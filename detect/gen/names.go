package main

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// Flags and weights, as package detect documents them in lexicon.go; its tests
// read the same lists and compare.
const (
	surname = 1 << iota
	given
	surname2
	given2
	place
	organization
	common
	kana

	surnameShift = 8
	givenShift   = 16
)

// Classes of words.tsv. A proper name of anything else (mountains, products)
// counts as a common word, unless it is also a name: half of the commonest
// surnames are in that class too, which says nothing about them.
var wordFlags = map[string]uint32{"place": place, "organization": organization, "common": common, "proper": common}

// A name is a row of names.tsv or names2.tsv.
type name struct {
	surname  bool
	spelling string
	readings []string // katakana
	weight   uint32   // 0: not known
}

// parseName reads a row: sei or mei, spelling, readings split by slashes, and
// the share of the name among the persons of JUMAN's corpus, or nothing.
func parseName(row []string) (name, error) {
	n := name{surname: row[0] == "sei", spelling: row[1], readings: strings.Split(row[2], "/")}
	if row[3] != "" {
		share, err := strconv.ParseFloat(row[3], 64)
		if err != nil {
			return n, err
		}
		n.weight = uint32(min(255, math.Round(1+8*math.Log2(share*100_000))))
	}
	return n, nil
}

// flags returns what the name is worth: one or two is its list.
func (n name) flags(list int) uint32 {
	switch {
	case list == 1 && n.surname:
		return surname | n.weight<<surnameShift
	case list == 1:
		return given | n.weight<<givenShift
	case n.surname:
		return surname2
	default:
		return given2
	}
}

// merge returns the value of a word that is both a and b: all flags, and the
// greater weights.
func merge(a, b uint32) uint32 {
	return (a|b)&0xFF | max(a&0xFF00, b&0xFF00) | max(a&0xFF0000, b&0xFF0000)
}

func (l *lexicon) merge(word string, value uint32) {
	if w := l.spell(word); w != "" {
		l.words[w] = merge(l.words[w], value)
	}
}

// nameLexica returns names (list 1, and the words and municipalities that could
// be taken for its names) and names2 (list 2 without what list 1 has).
func nameLexica(one, two []name, words, towns [][]string, f folder) (first, second *lexicon) {
	begins := func(v uint32) bool { return v&(surname|surname2) != 0 }
	first, second = newLexicon(f.fold, begins), newLexicon(f.fold, begins)
	for _, n := range one {
		if flags := n.written(); flags >= 0 {
			first.merge(n.spelling, n.flags(1)|uint32(flags))
		}
	}
	for _, n := range two {
		flags := n.written()
		if flags < 0 {
			continue
		}
		v := n.flags(2)
		if known := first.words[first.spell(n.spelling)]; v == surname2 && known&surname != 0 || v == given2 && known&given != 0 {
			continue
		}
		second.merge(n.spelling, v|uint32(flags))
	}
	notNames := map[string]uint32{}
	for _, row := range words {
		w := first.spell(row[1])
		if hasKanji(w) && first.couldBe(w) && (row[0] != "proper" || first.words[w] == 0) {
			notNames[w] |= wordFlags[row[0]]
		}
	}
	for _, row := range towns {
		for _, w := range append(municipality(row[2]), way{name: row[1]}) {
			if spelled := first.spell(w.name); first.couldBe(spelled) {
				notNames[spelled] |= place
			}
		}
	}
	for w, flags := range notNames {
		first.words[w] = merge(first.words[w], flags)
	}
	return first, second
}

// written returns -1 for a name that is not looked for in text: one with Latin
// letters or signs (A子 is how a person is made anonymous), or a surname with
// no kanji, which only the lexicon of readings has. It returns kana for a given
// name in kana alone, and 0 for one with kanji.
func (n name) written() int {
	for _, r := range n.spelling {
		if !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) && r != 'ー' {
			return -1
		}
	}
	switch {
	case hasKanji(n.spelling):
		return 0
	case n.surname:
		return -1
	default:
		return kana
	}
}

// hasKanji reports whether word has one; 〆 and ヶ are none, 々 and 〇 are.
func hasKanji(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// couldBe reports whether a word, folded, could be taken for a name: it is a
// surname or a given name, or begins with a surname. Any other word would never
// be asked about.
func (l *lexicon) couldBe(word string) bool {
	if l.words[word]&(surname|given) != 0 {
		return true
	}
	for i := range word {
		if l.words[word[:i]]&surname != 0 {
			return true
		}
	}
	return false
}

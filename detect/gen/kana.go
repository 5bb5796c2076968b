package main

import "unicode"

// kanaLexicon returns the readings of the names of both lists, and the
// katakana words that are such a reading or a surname and a given name in one.
//
// A katakana spelling that is its own reading (アインシュタイン) counts as list 2
// even if it is in list 1: most are foreign, and with them three to five times
// as many loan words look like a name.
func kanaLexicon(one, two []name, words [][]string) *lexicon {
	l := newLexicon(folder{more: katakana()}.fold, func(uint32) bool { return false })
	for list, names := range [][]name{one, two} {
		for _, n := range names {
			foreign := allKatakana(n.spelling)
			for _, r := range n.readings {
				switch {
				case !allKatakana(r):
				case foreign:
					l.merge(r, n.flags(2))
				default:
					l.merge(r, n.flags(list+1))
				}
			}
		}
	}
	for w, v := range l.words { // list 2 is what list 1 does not say
		if v&surname != 0 {
			v &^= surname2
		}
		if v&given != 0 {
			v &^= given2
		}
		l.words[w] = v
	}
	notNames := map[string]uint32{}
	for _, row := range words {
		if w := l.spell(row[1]); allKatakana(w) && l.reads(w) && (row[0] != "proper" || l.words[w] == 0) {
			notNames[w] |= wordFlags[row[0]]
		}
	}
	for w, flags := range notNames {
		l.words[w] = merge(l.words[w], flags)
	}
	return l
}

// reads reports whether word is a reading of a name, or of a surname and a
// given name without a space.
func (l *lexicon) reads(word string) bool {
	if l.words[word] != 0 {
		return true
	}
	for i := range word {
		if l.words[word[:i]]&(surname|surname2) != 0 && l.words[word[i:]]&(given|given2) != 0 {
			return true
		}
	}
	return false
}

func allKatakana(word string) bool {
	for _, r := range word {
		if !unicode.Is(unicode.Katakana, r) && r != 'ー' {
			return false
		}
	}
	return word != ""
}

package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Flags of words.bin, as package detect documents them in words.go.
const (
	wordCommon = 1 << iota
	wordPlace
	wordOrganization
	wordName
	wordBefore
	wordAfter
	wordFirst

	wordCostShift = 8
)

// A lexeme is a row of words.tsv, or a word of office.txt.
type lexeme struct {
	class, word string
	cost        int
}

func readLexemes(dir, file string) ([]lexeme, error) {
	rows, err := readTable(dir, file, 3)
	if err != nil {
		return nil, err
	}
	all := make([]lexeme, len(rows))
	for i, row := range rows {
		cost, err := strconv.Atoi(row[2])
		if err != nil {
			return nil, fmt.Errorf("read %s: row %d: %w", file, i+1, err)
		}
		all[i] = lexeme{row[0], row[1], cost}
	}
	return all, nil
}

// officeCost is what words of office.txt cost: as much as an IPADIC noun that
// no text was counted for.
const officeCost = 5622

// readOffice reads office.txt: words, or kanji one by one.
func readOffice(dir string) ([]lexeme, error) {
	text, err := os.ReadFile(filepath.Join(dir, "office.txt"))
	if err != nil {
		return nil, err
	}
	return parseOffice(text)
}

func parseOffice(text []byte) ([]lexeme, error) {
	var all []lexeme
	n := 0
	for line := range bytes.Lines(text) {
		n++
		class, words, ok := strings.Cut(strings.TrimSuffix(string(line), "\n"), "\t")
		switch {
		case class == "" || class[0] == '#':
			continue
		case !ok || class != "word" && class != "before" && class != "after" && class != "never":
			return nil, fmt.Errorf("read office.txt: line %d: not a class, a tab and words", n)
		case class == "word":
			for w := range strings.FieldsSeq(words) {
				all = append(all, lexeme{class, w, officeCost})
			}
		default:
			for _, r := range words {
				all = append(all, lexeme{class, string(r), officeCost})
			}
		}
	}
	return all, nil
}

// notNames returns the class and word of what could be taken for a name: words
// of two runes or more that begin with a kanji or are all katakana.
func notNames(all []lexeme) [][]string {
	var rows [][]string
	for _, x := range all {
		class := x.class
		if class == "suffix" {
			class = "common"
		}
		first, size := utf8.DecodeRuneInString(x.word)
		if wordFlags[class] != 0 && size < len(x.word) && (unicode.Is(unicode.Han, first) || allKatakana(x.word)) {
			rows = append(rows, []string{class, x.word})
		}
	}
	return rows
}

// The senses of a word: the cost of each, absent if it has it not.
type senses struct {
	common, place, organization, surname, given int
	flags                                       uint32 // wordBefore, wordAfter
	office, barred                              bool   // in office.txt as a word; as never
}

const absent = math.MaxInt32

// longestWord is the length in runes beyond which words are left out: they are
// made of others, or names of companies in full.
const longestWord = 6

// wordLexicon returns the ordinary words: common ones, places, organizations
// and affixes. One that is also among names, of list 1, is marked if it is that
// more often.
func wordLexicon(ipadic, office []lexeme, names *lexicon, f folder) *lexicon {
	l := newLexicon(f.fold, func(uint32) bool { return false })
	all := map[string]*senses{}
	for _, x := range slices.Concat(ipadic, office) {
		if !isWritten(x.word) {
			continue
		}
		w := l.spell(x.word)
		if all[w] == nil {
			all[w] = &senses{common: absent, place: absent, organization: absent, surname: absent, given: absent}
		}
		all[w].add(x)
	}
	for w, s := range all {
		if s.hamlet(w) && (utf8.RuneCountInString(w) <= 3 || names.fullName(w)) {
			s.place = absent
		}
		if v := s.value(w, names.words[w]); v&0xFF != 0 {
			l.words[w] = v
		}
	}
	return l
}

// fullName reports whether a word, folded, is a surname and a given name.
func (l *lexicon) fullName(word string) bool {
	for i := range word {
		if l.words[word[:i]]&surname != 0 && l.words[word[i:]]&given != 0 {
			return true
		}
	}
	return false
}

// isWritten reports whether a word is short enough, and of kanji and kana.
func isWritten(word string) bool {
	for _, r := range word {
		if !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) && r != 'ー' {
			return false
		}
	}
	return utf8.RuneCountInString(word) <= longestWord
}

func (s *senses) add(x lexeme) {
	one := utf8.RuneCountInString(x.word) == 1
	least := func(c *int) { *c = min(*c, x.cost) }
	switch x.class {
	case "place":
		least(&s.place)
	case "organization":
		least(&s.organization)
	case "surname":
		least(&s.surname)
	case "given":
		least(&s.given)
	case "before":
		s.flags |= wordBefore
	case "after":
		s.flags |= wordAfter
	case "never":
		s.barred = true
	case "word":
		s.office = true
		least(&s.common)
	case "suffix":
		if one {
			s.flags |= wordAfter
		}
		least(&s.common)
	case "common":
		least(&s.common)
	}
}

// value returns what words.bin has for a word that names has with value name.
func (s *senses) value(word string, name uint32) uint32 {
	v := s.flags
	if s.barred {
		v &^= wordAfter
	}
	if s.common < absent {
		v |= wordCommon
	}
	if s.place < absent {
		v |= wordPlace
	}
	if s.organization < absent {
		v |= wordOrganization
	}
	one := utf8.RuneCountInString(word) == 1
	if one && v&wordAfter != 0 && name>>surnameShift&0xFF == 0 {
		v |= wordFirst
	}
	if v != 0 && name&(surname|given) != 0 && !s.office && (one || s.rather(name)) {
		v |= wordName
	}
	cost := max(0, min(s.common, s.place, s.organization, math.MaxUint16))
	return v | uint32(cost)/costStep*costStep<<wordCostShift
}

// costStep is how finely costs are kept: values that are alike let the tails of
// words be stored once.
const costStep = 512

// hamlet reports whether a word is a place that nobody knows: one that IPADIC's
// makers counted in no text, as 53,000 of its 67,000, and no municipality. They
// cost 8676. Hamlets are called like people, above all like those whose surname
// no dictionary holds.
func (s *senses) hamlet(word string) bool {
	last, _ := utf8.DecodeLastRuneInString(word)
	return s.place < absent && s.place >= 8600 && !strings.ContainsRune("都府県郡市区町村国駅", last)
}

// rather reports whether a word that is also a name, with its flags and weights,
// is that more often. IPADIC's costs tell it: 結果 costs 644 and as a given name
// 9330. Where no text was counted for either, a noun is 1,998 below a surname
// and 2,840 below a given name.
func (s *senses) rather(name uint32) bool {
	weight := int(max(name>>surnameShift&0xFF, name>>givenShift&0xFF))
	asName := min(s.surname, s.given)
	if asName == absent && (s.common == absent || weight > 0) { // not in IPADIC: as one there that was not counted
		asName = 8462
		if name&surname != 0 {
			asName = 7620
		}
	}
	if weight > 0 { // counted among persons: only 政治 and the like are words nevertheless
		return s.common == absent || asName < s.common+3500+100*max(0, weight-36)
	}
	return asName < min(s.common, s.place, s.organization)+2100
}

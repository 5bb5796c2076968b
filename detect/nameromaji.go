package detect

import "bytes"

var arrow = []byte("->")

func init() {
	register(&Detector{
		ID:  "romaji-name",
		Doc: "Name of a person in Latin letters\n\nSurname and given name in either order; found where a label or column announces it.",
		Labels: []string{
			"ローマ字", "ローマ字氏名", "氏名ローマ字", "英字氏名", "氏名英字", "英語氏名", "アルファベット氏名",
			"romaji", "nameromaji", "romajiname", "romanname", "nameroman", "nameen", "englishname", "eijishimei", "shimeieiji", "cardname", "namealphabet",
		},
		Field: fieldRomaji,
		Good:  []string{"ローマ字：YAMADA TARO", "romaji_name=Hanako Sato"},
		Bad:   []string{"romaji: on", "ローマ字：http://example.jp/"},
	})
}

// fieldRomaji judges two or three words of letters of which at least one reads
// as Japanese syllables.
func fieldRomaji(c *Candidate) Confidence {
	b := c.Text
	i := skipSpaces(b, c.Start, c.End)
	end, words := latinWords(b, i, c.End, !c.Cell)
	if c.Cell && trimSpaces(b, i, c.End) != end && honorificAt(b, end, c.End) == 0 {
		return None
	}
	if !c.Cell && end < c.End && (b[end] == '=' || b[end] == ':' || b[end] == '(' || b[end] == '.' || b[end] == '_' || b[end] == '/' || isDigit(b[end])) {
		return None
	}
	if words < 2 || words > 3 || end-i > 60 || end-i < 4 || placeholders.has(b[i:end]) {
		return None
	}
	japanese, known, bits, foreign, names := 0, 0, uint8(0), false, 0
	for j := i; j < end; {
		k := latinWord(b, j, end)
		if english(b[j:k]) {
			foreign = true
		}
		var buf foldBuffer
		reads := buf.fromRomaji(b[j:k]) != nil
		if reads || b[j] <= 'Z' {
			names++
		}
		if reads {
			japanese++
			if w := romajiKnown(b[j:k]); w != 0 {
				known++
				bits |= w
			}
		}
		for j = k; j < end && !isLetter(b[j]); j++ {
		}
	}
	c.Start, c.End = i, end
	if known > 0 {
		c.Evidence |= ByDictionary
	}
	switch {
	case c.Weak && (foreign || bits != surnameBit|givenBit || known < words):
		return None
	case known == 0 && names < words && !c.Cell:
		return None // unknown reason
	case known >= 2 && !c.Weak:
		return High
	case known >= 2, japanese >= 1, c.Cell:
		return Medium
	}
	return None
}

// latinWord returns the end of the word of letters at i.
func latinWord(b []byte, i, hi int) int {
	for j := i; ; j++ {
		if j == hi || !isLetter(b[j]) && (j == i || b[j] != '\'' && b[j] != '-' || j+1 == hi || !isLetter(b[j+1])) {
			return j
		}
	}
}

// skipDigits skips digits and underscores, with which the words of labels go on.
func skipDigits(b []byte, i, hi int) int {
	for i < hi && (isDigit(b[i]) || b[i] == '_') {
		i++
	}
	return i
}

// latinWords returns the end of the words at i that single spaces part, four at
// most, and how many they are. A comma may stand behind the first: Yamada, Taro.
// In running text a word that '=' or ':' follows is the label of something else.
func latinWords(b []byte, i, hi int, running bool) (end, words int) {
	end = i
	for j := i; words < 4; {
		k := latinWord(b, j, hi)
		if k == j {
			break
		}
		if sep := skipSpaces(b, skipDigits(b, k, hi), hi); running && words > 0 && sep < hi && (b[sep] == '=' || b[sep] == ':' || bytes.HasPrefix(b[sep:hi], wideColon) || bytes.HasPrefix(b[sep:hi], arrow)) {
			break
		}
		end = k
		words++
		if words == 1 && k < hi && b[k] == ',' && skipOneSpace(b, k+1, hi) > k+1 {
			k++
		}
		if j = skipOneSpace(b, k, hi); j == k {
			break
		}
	}
	return end, words
}

// capital looks, at a capital letter, for a known surname and given name in
// either order: two words with capitals that both read as Japanese. That the
// second begins with a capital is asked first; few texts get further.
func (s *Scanner) capital(i, hi int) int {
	b := s.c.Text
	mid := i + 1
	for mid < hi && (isLetter(b[mid]) || b[mid] == '\'' && mid+1 < hi && isLetter(b[mid+1])) {
		mid++
	}
	if s.set.romaji < 0 || mid-i < 2 || mid-i > 14 || mid+2 >= hi || b[mid] != ' ' || b[mid+1]-'A' > 25 || i > s.c.Lo && (isLetter(b[i-1]) || isDigit(b[i-1]) || b[i-1] == '_') {
		return mid
	}
	end := mid + 2
	for end < hi && (isLetter(b[end]) || b[end] == '\'' && end+1 < hi && isLetter(b[end+1])) {
		end++
	}
	if end-mid < 3 || mid-i < 3 && end-mid < 5 || english(b[i:mid]) || english(b[mid+1:end]) || end-mid > 15 || end < hi && (isDigit(b[end]) || b[end] == '_') {
		return mid
	}
	a, z := romajiKnown(b[i:mid]), romajiKnown(b[mid+1:end])
	if a == 0 || z == 0 || a|z != surnameBit|givenBit {
		return mid
	}
	s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = i, end, ByDictionary, false
	place := s.place
	if place == 0 {
		place = s.frame(i, end)
		s.slots.known(place, s.c.Bytes(), 1)
	}
	conf := Low
	switch {
	case honorificAt(b, end, hi) > 0:
		conf = High
		s.c.Evidence |= ByHonorific
	case suffixOf(b[s.c.Lo:i], latinTitles) > 0:
		conf = Medium
		s.c.Evidence |= ByCue
	}
	s.emit(s.set.romaji, conf, 0, place)
	return end
}

// latinTitles stand before a name in letters.
var latinTitles = cueWords("Mr. ", "Mrs. ", "Ms. ", "Miss ", "Mr ", "Mrs ", "Ms ", "Dr. ", "Prof. ", "Dear ")

// english reports whether a word is one of those that read as Japanese and are
// English: months and days in logs, the words of licences.
func english(b []byte) bool {
	if len(b) > 5 {
		return false
	}
	var lower [5]byte
	for i, c := range b {
		lower[i] = c | 0x20
	}
	return englishWords[string(lower[:len(b)])]
}

var englishWords = wordSet("sun", "mon", "tue", "wed", "thu", "fri", "sat", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "in", "no", "on", "an", "to", "be", "so", "do", "go", "me", "we", "you", "are", "use", "one", "some", "same", "time", "make", "made", "take", "more", "main", "menu", "node", "none", "mode", "name", "note", "page", "home", "here", "see", "the", "ran", "run", "hide", "side", "site", "size", "date", "data", "java", "san", "santa", "new", "non", "any", "any", "ui", "abi", "ime", "api", "tone", "zone", "type", "case", "base", "set", "get", "save", "move", "come", "gone", "done", "sure", "shin", "los", "von", "local", "root").words

const (
	surnameBit = 1 << iota
	givenBit
)

// longVowels is what makes a vowel long in the tries of romajiKnown.
var longVowels = [4]string{2: "ウ", 3: "オ"}

// romajiKnown tells whether a word of letters reads as a surname, a given name
// or both. Romaji leaves long vowels out, so those are tried too: TARO, SATO.
func romajiKnown(b []byte) (bits uint8) {
	var buf, long foldBuffer
	kana := buf.fromRomaji(b)
	if kana == nil {
		return 0
	}
	for try := range 4 {
		word := kana
		switch try {
		case 1: // タロ, タロウ
			word = append(append(long[:0], kana...), "ウ"...)
		case 2, 3: // サトウ, コウジ, オオノ: the first syllable in o or u is long
			_, w := runeAt(kana, 0)
			if len(kana) > 3 && len(kana)+3 <= len(long) {
				if next, nw := runeAt(kana, w); next == 'ョ' || next == 'ュ' {
					w += nw
				}
				word = append(append(append(long[:0], kana[:w]...), longVowels[try]...), kana[w:]...)
			}
		}
		if v, ok := lexKana.lookup(word); ok {
			if v&(lexSurname|lexSurname2) != 0 {
				bits |= surnameBit
			}
			if v&(lexGiven|lexGiven2) != 0 {
				bits |= givenBit
			}
		}
	}
	return bits
}

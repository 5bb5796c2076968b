package detect

// The value of a word in words.bin: flags in the low 8 bits, its cost in bits
// 8-23. A rune alone is there too if it is a word or an affix.
const (
	wordCommon       = 1 << iota // IPADIC: any noun or adverb that is no proper name
	wordPlace                    // IPADIC: 固有名詞,地域
	wordOrganization             // IPADIC: 固有名詞,組織
	wordName                     // a name of list 1 more often than this: 福岡, 千秋; of one rune: at all
	wordBefore                   // may stand before a word: 未 in 未処理
	wordAfter                    // may stand after one: 者 in 処理者
	wordFirst                    // may begin a phrase though it stands after words, since a number or more stood there: 行 in 5行削除
)

// wordCost returns IPADIC's cost of a word, of the commonest of its senses that
// is no person, in steps of 512: the lower, the commoner. It is 5,120 for nouns
// that IPADIC's makers counted in no text.
func wordCost(v uint32) int { return int(v >> 8 & 0xFFFF) }

// isWord reports whether b as a whole is an ordinary word, place or
// organization, and not a usual surname or given name: 正常 is, 福岡 is not.
func isWord(b []byte) bool {
	v, ok := lexWords.lookup(b)
	return ok && v&(wordCommon|wordPlace|wordOrganization) != 0 && v&wordName == 0
}

// madeOfWords reports whether b is a phrase of ordinary words and not a name:
// 必須項目, 未処理件数. Every word has two runes or more; kanji such as 未 and 数 may
// stand before and after them.
//
// Names can be told so because the kanji of a given name are no word: fewer than
// 1 in 100 of 3,529 real full names are taken for a phrase, and none of 9,000 with
// a surname or given name that no dictionary holds. Of the different runs of 3 to
// 6 kanji in manuals, the stems of verbs among them, 92 to 94 in 100 are phrases.
func madeOfWords(b []byte) bool {
	if isWord(b) {
		return true
	}
	var p phrase
	return p.spell(b) && p.words() && !p.name()
}

// longestPhrase is how many runes a phrase may have; names are shorter.
const longestPhrase = 10

// A phrase is text as its runes.
type phrase struct {
	runes [longestPhrase]rune
	n     int
	last  int // where the last word begins that words has found
}

// spell reads b, without variation selectors, and reports whether it is no
// longer than a phrase may be.
func (p *phrase) spell(b []byte) bool {
	for i := 0; i < len(b); {
		r, w := runeAt(b, i)
		i += w
		if variation(r) {
			continue
		}
		if p.n == longestPhrase {
			return false
		}
		p.runes[p.n] = r
		p.n++
	}
	return p.n > 1
}

// How far a phrase has come, as a set: what may stand before a rune.
const (
	atStart = 1 << iota
	afterWord
	afterAffix  // one kanji after a word
	afterTwo    // two of them
	afterBefore // a kanji that a word must follow
	afterNumber // a numeral that a word or an affix must follow
)

// words reports whether the phrase can be divided into words and affixes.
func (p *phrase) words() bool {
	var before [longestPhrase + 1]uint8
	before[0] = atStart
	for i := range p.n {
		at := before[i]
		if at == 0 {
			continue
		}
		before[i+1] |= affix(p.runes[i], p.word(i, &before), at)
	}
	return before[p.n]&(afterWord|afterAffix|afterTwo) != 0
}

// word marks where the words end that begin at i, and returns the value of the
// first rune, 0 if it is none.
func (p *phrase) word(i int, before *[longestPhrase + 1]uint8) (one uint32) {
	state := uint32(0)
	for j := i; j < p.n; j++ {
		next, word, ok := lexWords.step(state, lexWords.code(p.runes[j]))
		if !ok {
			break
		}
		state = next
		switch {
		case !word:
		case j == i:
			one = lexWords.value(state)
		default:
			before[j+1] |= afterWord
			p.last = i
		}
	}
	return one
}

// affix returns how far the phrase comes by one rune, r of value v, at a place
// it has reached as at says.
func affix(r rune, v uint32, at uint8) (next uint8) {
	if isNumeral(r) {
		next |= afterNumber
	}
	if v&wordBefore != 0 && at&(atStart|afterWord|afterAffix) != 0 || v&wordFirst != 0 && at&atStart != 0 {
		next |= afterBefore
	}
	if v&wordAfter != 0 && at&(afterWord|afterNumber) != 0 {
		next |= afterAffix
	}
	if v&wordAfter != 0 && at&afterAffix != 0 {
		next |= afterTwo
	}
	return next
}

func isNumeral(r rune) bool {
	switch r {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '億', '数', '何':
		return true
	}
	return false
}

// name reports whether the phrase, as words has divided it, could as well be a
// surname, a given name, or both.
func (p *phrase) name() bool {
	if v, _ := lookupRunes(&lexNames, p.runes[:p.n]); lexSurnameWeight(v) > 0 || lexGivenWeight(v) > 0 {
		return true // 五十嵐, but 大部分 was nobody among those counted
	}
	for i := 1; i < p.n; i++ {
		if p.splitsAt(i) {
			return true
		}
	}
	return false
}

// splitsAt reports whether a surname may end and a given name begin at rune i.
func (p *phrase) splitsAt(i int) bool {
	surname, given := p.runes[:i], p.runes[i:p.n]
	s, _ := lookupRunes(&lexNames, surname)
	if s&lexSurname == 0 {
		s2, _ := lookupRunes(&lexNames2, surname)
		if s2&lexSurname2 == 0 || ordinary(surname) {
			return false
		}
		g, _ := lookupRunes(&lexNames, given)
		return g&lexGiven != 0 && !ordinary(given)
	}
	if g, _ := lookupRunes(&lexNames, given); g&lexGiven != 0 {
		// 内部定義, 左余白: rare as names and usual as words.
		words := ordinary(given) && (ordinary(surname) || i == 1 && isAffix(surname))
		return !words || lexSurnameWeight(s) > 0 || lexGivenWeight(g) > 0
	}
	if ordinary(surname) || i == 1 && isAffix(surname) && lexSurnameWeight(s) == 0 {
		return false
	}
	if g, _ := lookupRunes(&lexNames2, given); g&lexGiven2 != 0 && !ordinary(given) {
		return true
	}
	if i == 1 || isDivision(given[0]) {
		return false // 福岡県内
	}
	if w, ok := lookupRunes(&lexWords, given); ok && len(given) > 1 {
		return wordCost(w) >= wordRare && !isAffix(given[len(given)-1:]) // 福岡銀糸, but 福岡支店
	}
	return p.last < i // 福岡雪街, 佐藤様: affixes, and no word
}

// wordRare is the cost from which on a word may be somebody's idea of a name,
// unless it ends like 支店.
const wordRare = 5120

// ordinary reports whether rs is a word and no usual name.
func ordinary(rs []rune) bool {
	v, ok := lookupRunes(&lexWords, rs)
	return ok && v&(wordCommon|wordPlace|wordOrganization) != 0 && v&wordName == 0
}

func isAffix(rs []rune) bool {
	v, ok := lookupRunes(&lexWords, rs)
	return ok && v&(wordBefore|wordAfter) != 0
}

// isDivision reports whether r ends the names of parts of a country.
func isDivision(r rune) bool {
	switch r {
	case '都', '府', '県', '郡', '市', '区', '町', '村', '州', '国', '駅':
		return true
	}
	return false
}

// lookupRunes is lookup for text that is runes already.
func lookupRunes(t *trie, rs []rune) (v uint32, ok bool) {
	state, word := uint32(0), false
	for _, r := range rs {
		if state, word, ok = t.step(state, t.code(r)); !ok {
			return 0, false
		}
	}
	if !word {
		return 0, false
	}
	return t.value(state), true
}

package detect

import "bytes"

func init() {
	register(&Detector{
		ID:       "jp-name-kana",
		Doc:      "Reading of a person's name\n\nIn katakana, half-width katakana or hiragana, as print data and bank files carry it.",
		Japanese: true,
		Check:    checkKana,
		Labels: []string{
			"フリガナ", "ふりがな", "振り仮名", "振仮名", "カナ氏名", "氏名カナ", "=カナ名", "読み仮名", "ヨミガナ", "よみがな", "=ヨミ", "=よみ", "=カナ", "=ｶﾅ", "ｶﾅ氏名", "氏名ｶﾅ", "ﾌﾘｶﾞﾅ", "カナ名義", "名義カナ", "=姓カナ", "=名カナ/2", "セイカナ", "宛名カナ", "名義人カナ", "受取人カナ", "口座名義カナ", "お名前カナ", "名前カナ", "会員名カナ", "顧客名カナ", "契約者カナ", "契約者名カナ",
			"kanamei", "kana", "furigana", "yomi", "yomigana", "namekana", "nmkana", "kananame", "kanashimei", "shimeikana", "atenakana", "meigikana", "seikana", "meikana/2", "lastnamekana", "firstnamekana/2", "lastkana", "familykana", "firstkana/2", "givenkana/2", "seimeikana", "セイメイカナ",
		},
		Field: fieldKana,
		Good:  []string{"フリガナ：ヤマダ タロウ", "ﾌﾘｶﾞﾅ:ﾔﾏﾀﾞ ﾀﾛｳ", "スズキ　イチロウ 様"},
		Bad:   []string{"データ ベース", "フリガナ：なし", "カーソル キー"},
	})
}

// checkKana judges a reading that nothing announced: surname, one space and
// given name, both known. Half-width katakana is nearly always data.
func checkKana(c *Candidate) Confidence {
	mid := kanaEnd(c.Text, c.Start, c.Hi)
	next := skipOneSpace(c.Text, mid, c.Hi)
	if next == mid {
		return None
	}
	end := kanaEnd(c.Text, next, c.Hi)
	if word := c.Text[c.Start:mid]; end-next < 6 || mid-c.Start < 6 || kanaLabels.has(word) || kanaPlaceholders.has(word) {
		return None
	}
	r, _ := runeAt(c.Text, c.Start)
	given := c.Text[next:end]
	honorific := honorificAt(c.Text, end, c.Hi)
	if h := honorificEnding(given); h > 0 {
		given, end, honorific = given[:len(given)-h], end-h, h
	}
	sur := kanaWord(c.Text[c.Start:mid], true)
	giv := kanaWord(given, false)
	if sur < fullTier2 || giv < fullTier2 || sur < full && giv < full {
		return None
	}
	c.End = end
	c.Evidence |= ByDictionary
	switch {
	case honorific > 0:
		c.Evidence |= ByHonorific
		return High
	case scriptOf(r) == halfKana && sur == full && giv == full && kanaRunes(c.Bytes()) > 4:
		return Medium // shorter ones come up in other bytes taken for kana
	}
	return Low
}

// fieldKana judges a value that a label or column says is a reading.
func fieldKana(c *Candidate) Confidence {
	i := skipSpaces(c.Text, c.Start, c.End)
	end, parts := c.kanaWords(i)
	if end == i {
		return None
	}
	if h := honorificEnding(c.Text[i:end]); h > 0 && end-h > i {
		end = trimSpaces(c.Text, i, end-h)
	}
	if honorificAt(c.Text, end, c.End) == 0 {
		if c.Cell && trimSpaces(c.Text, i, c.End) != end || !c.Cell && end < c.End && scriptOf(first(c.Text, end)) == kanji {
			return None
		}
	}
	c.Start, c.End = i, end
	value := c.Bytes()
	n := kanaRunes(value)
	if n < 2 || n > 30 || placeholders.has(value) || endsNoName(value) || kanaPlaceholders.has(value) || !c.OneWord && kanaLabels.has(value) {
		return None
	}
	if c.Cell && !c.Weak {
		return High // whatever the dictionary says
	}
	if parts > 1 { // ジョン・スミス
		if c.Weak && !isForeign(value[:katakanaEnd(value, 0, len(value))], true) {
			return None
		}
		return Medium
	}
	q := kanaQuality(value)
	if q >= fullTier2 {
		c.Evidence |= ByDictionary
	}
	switch {
	case q >= fullTier2 && !c.Weak:
		return High
	case q >= fullTier2 && spaceIn(value) > 0:
		return Medium
	case c.Weak && (q != full || n < joinedRunes || isWord(value)):
		return None
	case c.Weak && c.label != "" && c.label[0] < 0x80:
		return Low
	case c.Weak:
		return Medium
	case spaceIn(value) < 0 && q == unknown && !c.OneWord && (n < 4 || isWord(value) || !valueEnds(c.Text, end, c.Hi)):
		return Low
	}
	return Medium
}

// kanaWords returns the end of the words of kana at i, three at most with spaces
// between, or of katakana with dots between, and how many parts those have.
func (c *Candidate) kanaWords(i int) (end, parts int) {
	if end, parts = foreignEnd(c.Text, i, c.End); parts > 1 {
		return end, parts
	}
	end = kanaEnd(c.Text, i, c.End)
	for range 3 { // surname, given name, and what bank files put between them
		next := skipOneSpace(c.Text, end, c.End)
		stop := kanaEnd(c.Text, next, c.End)
		if next == end || stop == next || c.OneWord && !c.Cell {
			break
		}
		if stop < c.End && (c.Text[stop] == '=' || c.Text[stop] == ':') && !c.Cell {
			break
		}
		end = stop
	}
	return end, 1
}

var kanaLabels = wordSet("セイ", "メイ", "ｾｲ", "ﾒｲ", "カナ", "ｶﾅ", "せい", "めい")

var kanaPlaceholders = wordSet("ダミー", "ﾀﾞﾐｰ", "サンプル", "ｻﾝﾌﾟﾙ", "ﾃｽﾄ", "ﾌﾒｲ", "ﾅｼ", "ﾐﾄｳﾛｸ", "ミトウロク", "ミセッテイ", "ﾐｾﾂﾃｲ", "シメイ", "ｼﾒｲ", "ﾌﾘｶﾞﾅ", "マスク", "ﾏｽｸ", "ナマエ", "ﾅﾏｴ", "なまえ", "ソノタ", "ｿﾉﾀ", "オナジ", "ドウジョウ", "ﾄﾞｳｼﾞﾖｳ", "なし", "ナシ", "ふめい", "フメイ", "カタカナ", "ひらがな", "ふりがな", "フリガナ", "データ", "テスト", "エラー", "コード", "ファイル", "システム", "サーバー", "ユーザー")

// kanaEnd returns the end of the run of kana of either width at i.
func kanaEnd(b []byte, i, hi int) int {
	for i < hi {
		r, w := three(b[:hi], i), 3
		if r == 0 {
			r, w = runeAt(b[:hi], i)
		}
		switch scriptOf(r) {
		case hiragana, katakana, halfKana:
		default:
			if r != '-' || i == 0 || i+1 >= hi || b[i+1] < 0x80 { // ﾌｼﾞﾀ-: the long vowel of host systems
				return i
			}
		}
		i += w
	}
	return i
}

// kanaRunes counts the kana of a reading, neither spaces nor voicing marks.
func kanaRunes(b []byte) int {
	n := 0
	for i := 0; i < len(b); {
		r, w := three(b, i), 3
		if r == 0 {
			r, w = runeAt(b, i)
		}
		i += w
		if r != 'ﾞ' && r != 'ﾟ' && !isSpace(r) {
			n++
		}
	}
	return n
}

// kanaQuality looks a whole reading up, with or without a space.
func kanaQuality(b []byte) quality {
	if i := spaceIn(b); i > 0 {
		_, w := runeAt(b, i)
		sur, given := kanaWord(b[:i], true), kanaWord(b[i+w:], false)
		if sur > unknown && given > unknown {
			return min(sur, given)
		}
		if sur > unknown || given > unknown {
			return partly
		}
		return unknown
	}
	var buf foldBuffer
	k := buf.katakana(b)
	best := unknown
	for i := 0; i < len(k); {
		_, w := runeAt(k, i)
		i += w
		if sur := foldedWord(k[:i], true); sur > unknown && i < len(k) {
			best = max(best, partly)
			if given := foldedWord(k[i:], false); given > unknown {
				best = max(best, min(sur, given))
			}
		}
	}
	return best
}

// kanaWord looks one word of a reading up.
func kanaWord(b []byte, surname bool) quality {
	var buf foldBuffer
	return foldedWord(buf.katakana(b), surname)
}

// foldedWord looks one word up that is in katakana of full width.
func foldedWord(k []byte, surname bool) quality {
	v, ok := lexKana.lookup(k)
	if !ok {
		return unknown
	}
	one, two := uint32(lexGiven), uint32(lexGiven2)
	if surname {
		one, two = lexSurname, lexSurname2
	}
	switch {
	case v&one != 0:
		return full
	case v&two != 0:
		return fullTier2
	}
	return unknown
}

// allKana reports whether b is kana of either width and spaces.
func allKana(b []byte) bool {
	i := 0
	for i < len(b) {
		end := kanaEnd(b, i, len(b))
		next := skipSpaces(b, end, len(b))
		if next == i {
			return false
		}
		i = next
	}
	return len(b) > 0 && !bytes.HasPrefix(b, []byte(" "))
}

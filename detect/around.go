package detect

import "bytes"

// What stands around a name in a sentence, in a few classes.

// A before says what stands before a name.
type before uint8

const (
	beforeStart before = iota // of the line
	beforeTitle               // 監督, 首相, 長女
	beforeComma
	beforeDot
	beforeOpen // 「（
	beforeClose
	beforeNo // の
	beforeTo // と, や
	beforeParticle
	beforeHiragana
	beforeKanji
	beforeKatakana
	beforeLetter
	beforeSpace
	beforeSymbol
	befores
)

// An after says what stands behind a name.
type after uint8

const (
	afterEnd after = iota
	afterHonorific
	afterTitle
	afterShortTitle // of one kanji
	afterComma
	afterStop
	afterDot
	afterOpen
	afterAge     // （46）
	afterReading // （やまだ・たろう）
	afterClose
	afterHa // は
	afterGa
	afterMo
	afterWo
	afterNo
	afterNi
	afterTo
	afterHe
	afterYa
	afterDe
	afterHiragana
	afterFamily // 家
	afterPlace  // 市, 駅, 川
	afterBody   // 社, 派, 党
	afterKanji
	afterKatakana
	afterLetter
	afterSpace
	afterSymbol
	afters
)

// titleAhead reports whether a title or an honorific may begin with r.
func titleAhead(r rune) bool { return r <= 0xFFFF && scripts[r]&tells != 0 }

// isPublic reports whether somebody is called at text[i:end], in the line
// text[lo:hi], as the news call people and colleagues do not.
func isPublic(text []byte, lo, i, end, hi int) bool {
	rest := text[end:min(hi, end+24)]
	if afterAt(text, end, hi) == afterHonorific {
		return bytes.HasPrefix(rest, shi)
	}
	if w := wordBehind(rest, titlesBehind); w > 0 {
		_, first := runeAt(rest, 0)
		_, place := lexPlaces.lookup(text[i : end+first]) // 成田市長
		return !place && !offices.has(rest[:w])
	}
	return beforeAt(text, lo, i) == beforeTitle && !endsWith(text[max(lo, i-24):i], offices)
}

// afterAt tells what stands at text[i:hi].
func afterAt(text []byte, i, hi int) after {
	if i >= hi {
		return afterEnd
	}
	rest := text[i:min(hi, i+36)]
	r, _ := runeAt(rest, 0)
	if titleAhead(r) {
		switch {
		case wordBehind(rest, politeBehind) > 0:
			return afterHonorific
		case wordBehind(rest, titlesBehind) > 0:
			return afterTitle
		case wordBehind(rest, shortTitles) > 0:
			return afterShortTitle
		}
	}
	switch r {
	case '、', '，', ',':
		return afterComma
	case '。', '．', '.':
		return afterStop
	case '・':
		return afterDot
	case '（', '(', '〈', '＜', '[', '［':
		return afterBracket(rest)
	case '」', '』', '）', ')', '】', ']', '］':
		return afterClose
	case 'は':
		return afterHa
	case 'が':
		return afterGa
	case 'も':
		return afterMo
	case 'を':
		return afterWo
	case 'の':
		return afterNo
	case 'に':
		return afterNi
	case 'と':
		return afterTo
	case 'へ':
		return afterHe
	case 'や':
		return afterYa
	case 'で':
		return afterDe
	case '家':
		return afterFamily
	case '市', '町', '村', '区', '県', '郡', '駅', '線', '川', '山', '島', '城', '寺', '橋', '港', '州', '国':
		return afterPlace
	case '社', '館', '店', '院', '校', '所', '会', '組', '党', '派', '系', '型', '流', '式', '賞', '杯', '戦', '園', '場', '台':
		return afterBody
	}
	return [sides]after{afterHiragana, afterKanji, afterKatakana, afterLetter, afterSpace, afterSymbol}[sideOf(r)]
}

// afterBracket tells what the bracket that b begins with holds: an age, a reading
// in kana, or anything.
func afterBracket(b []byte) after {
	_, i := runeAt(b, 0)
	digits, kanas := 0, 0
	for i < len(b) {
		if _, w := digitAt(b, i); w > 0 && kanas == 0 {
			digits++
			i += w
			continue
		}
		r, w := runeAt(b, i)
		switch sc := scriptOf(r); {
		case (sc == hiragana || sc == katakana) && digits == 0:
			kanas++
		case (r == '・' || isSpace(r)) && kanas > 0:
		case digits > 0 && digits < 4 && (r == ')' || r == '）' || r == '歳' || r == '、'):
			return afterAge
		case kanas > 2 && (r == ')' || r == '）' || r == '、'):
			return afterReading
		default:
			return afterOpen
		}
		i += w
	}
	if kanas > 4 {
		return afterReading
	}
	return afterOpen
}

// beforeAt tells what stands before text[lo:i].
func beforeAt(text []byte, lo, i int) before {
	if i <= lo {
		return beforeStart
	}
	r, _ := runeBefore(text[lo:], i-lo)
	sc := scriptOf(r)
	if (sc == kanji || sc == hiragana || sc == katakana) && endsWith(text[max(lo, i-24):i], titlesBefore) {
		return beforeTitle
	}
	switch r {
	case '、', '，', ',', '。', '．':
		return beforeComma
	case '・':
		return beforeDot
	case '「', '『', '【', '（', '(', '[', '［':
		return beforeOpen
	case '」', '』', '）', ')', '】', ']', '］':
		return beforeClose
	case 'の':
		return beforeNo
	case 'と', 'や':
		return beforeTo
	case 'は', 'が', 'を', 'に', 'も', 'で', 'る':
		return beforeParticle
	}
	return beforeHiragana + before(sideOf(r))
}

// A side says what kind of rune stands beside a name, if nothing better is known.
type side uint8

const ( // in the order of beforeHiragana and what follows it
	sideHiragana side = iota
	sideKanji
	sideKatakana
	sideLetter
	sideSpace
	sideSymbol
	sides
)

func sideOf(r rune) side {
	switch sc := scriptOf(r); {
	case sc == hiragana:
		return sideHiragana
	case sc == kanji:
		return sideKanji
	case sc == katakana || sc == halfKana:
		return sideKatakana
	case isSpace(r):
		return sideSpace
	case sc == wideLetter || sc == wideDigit || r < 0x80 && (isLetter(byte(r)) || isDigit(byte(r))):
		return sideLetter
	}
	return sideSymbol
}

// quoted reports whether an opening corner bracket stands before i in its line
// and is not closed: titles of works stand in them.
func quoted(text []byte, lo, i int) bool {
	lo = max(lo, i-150)
	open := max(bytes.LastIndex(text[lo:i], []byte("「")), bytes.LastIndex(text[lo:i], []byte("『")))
	return open >= 0 && open > bytes.LastIndex(text[lo:i], []byte("」")) && open > bytes.LastIndex(text[lo:i], []byte("』"))
}

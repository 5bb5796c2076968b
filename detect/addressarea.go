package detect

// maxArea is how many runes may stand between a known place and the number.
const maxArea = 24

// areaEnd reads the town or 字 that the dictionary does not know, from the end
// of the known place to where a number begins, or returns -1. plain reports that
// no hiragana but that of names is in it.
func areaEnd(b []byte, i, hi int, known, spaced bool) (end int, plain bool) {
	plain = true
	spaces := 0
	for n, j := 0, i; j < hi && n <= maxArea; n++ {
		if numberAt(b, j, hi) {
			return j, plain
		}
		r, w := runeAt(b[:hi], j)
		if dash, dw := runeAt(b[:hi], min(j+w, hi-1)); j+w < hi && r >= 0x80 && dash != 'ー' && isDash(dash) && lotLetter(r) && digitOrWide(b, j+w+dw, hi) {
			return j, plain // ヲ-965
		}
		switch s := scriptOf(r); {
		case s == kanji:
			if n == 0 && !known && notTown(r) {
				return -1, false
			}
			if lone := lotLetter(r); lone && numberAt(b, j+w, hi) {
				return j, plain
			}
		case s == katakana, s == halfKana, r == '・' && n > 0, variation(r):
		case s == hiragana:
			if lotLetter(r) && numberAt(b, j+w, hi) && known && n == 0 {
				return j, plain // 神谷内町さ91
			}
			if n == 0 && (!known || r != 'り') && particle(r) {
				return -1, false
			}
			plain = plain && (r == 'の' || r == 'が' || r == 'り')
		case isSpace(r) && spaces == 0 && j+w < hi:
			next, _ := runeAt(b[:hi], j+w)
			if ns := scriptOf(next); ns != kanji && ns != katakana && !(numberAt(b, j+w, hi) && (houseAhead(b, j+w, hi) || spaced && bareAhead(b, j+w, hi))) {
				return -1, false
			}
			spaces++
		case s == wideLetter, r < 0x80 && isLetter(byte(r)):
			if numberAt(b, j+w, hi) {
				return j, plain
			}
			return -1, false
		default:
			return -1, false
		}
		j += w
	}
	return -1, false
}

// notTown reports whether a kanji right behind a municipality makes another word
// of it: 市立, 市長, 区役所, 町内.
func notTown(r rune) bool {
	switch r {
	case '立', '長', '役', '議', '営', '民', '内', '外', '政', '制', '街', '全', '産', '出', '在', '側', '部', '域', '等', '様', '氏':
		return true
	}
	return false
}

// particle reports whether a hiragana is likelier a particle or verb than the
// beginning of a town.
func particle(r rune) bool {
	switch r {
	case 'に', 'を', 'は', 'が', 'で', 'と', 'も', 'へ', 'や', 'の', 'か', 'ま', 'よ', 'な', 'ほ', 'し', 'す', 'さ', 'ら', 'た', 'だ':
		return true
	}
	return false
}

// streetWords tell where a house stands at a crossing in Kyoto: north (上る),
// south, west or east of it.
var streetWords = listOf(`上る 上ル 上ﾙ 上がる 下る 下ル 下ﾙ 下がる 下り 上り 西入 東入 北入 南入 東側 西側`)

// streetEnd returns the end of the streets of Kyoto that begin at i, i if there
// are none.
func streetEnd(b []byte, i, hi int) int {
	end := i
	for n, j := 0, i; j < hi && n < 40; n++ {
		r, w := runeAt(b[:hi], j)
		switch scriptOf(r) {
		case kanji, katakana, halfKana, wideDigit:
		case hiragana:
			if r != 'の' && r != 'り' && r != 'ノ' {
				return end
			}
		default:
			if r != '・' && !(r < 0x80 && isDigit(byte(r))) {
				return end
			}
		}
		wide := 0
		if j > i {
			wide = streetWords.at(b[j:hi])
		}
		if wide > 0 {
			j += wide
			if r, w := runeAt(b[:hi], min(j, hi-1)); j < hi && (r == 'る' || r == 'ル' || r == 'ﾙ') {
				j += w
			}
			end = j
		} else {
			j += w
		}
	}
	return end
}

// townEnd returns the end of the name that begins at i: kanji, katakana and what
// hiragana names have.
func townEnd(b []byte, i, hi int) int {
	j := i
	for n := 0; j < hi && n < 12; n++ {
		if numberAt(b, j, hi) && n > 0 {
			return j
		}
		r, w := runeAt(b[:hi], j)
		if s := scriptOf(r); s != kanji && s != katakana && !variation(r) && r != 'の' {
			return j
		}
		j += w
	}
	return j
}

package detect

// What a value that a label announced must look like to be an address.

// looksLikeAddress reports whether a value that names no known place has the
// form of an address: a unit such as 市 or 町 or 丁目, or kanji before a number.
func looksLikeAddress(b []byte) bool {
	digits, units, kanjis, kana := 0, 0, 0, 0
	for i := 0; i < len(b); {
		r, w := runeAt(b, i)
		s := scriptOf(r)
		switch {
		case s == kanji:
			kanjis++
			switch r {
			case '都': // 東京都, but 都市 is a word
				if i+w >= len(b) || first(b, i+w) != '市' {
					units++
				}
			case '道', '府', '県', '市', '区', '町', '村', '郡', '丁', '番', '字', '条':
				units++
			}
		case s == hiragana:
			kana++
		case s == wideDigit, r < 0x80 && isDigit(byte(r)):
			digits++
		case r == '=' || r == ':' || r == '@' || r == '{' || r == '<':
			return false
		}
		i += w
	}
	return kanjis >= 2 && units >= 1 && (digits > 0 || units >= 2) && kana <= 4
}

// skipRemark returns where the address begins in what begins at i: in the bracket
// that stands there, behind it, or at i. With a bracket and no address in or
// behind it, none is true: (都市) です, （不明）.
func skipRemark(b []byte, i, hi int) (start int, none bool) {
	r, w := runeAt(b[:hi], min(i, hi-1))
	end := closingBracket(r)
	if i >= hi || end == 0 {
		return i, false
	}
	stop, behind := hi, hi
	for j := i + w; j < hi; {
		r, size := runeAt(b[:hi], j)
		if r == end {
			stop, behind = j, j+size
			break
		}
		j += size
	}
	switch {
	case addressForm(b[i+w : stop]):
		return skipSpaces(b, i+w, stop), false
	case addressForm(b[behind:hi]):
		return skipSpaces(b, behind, hi), false
	}
	return i, true
}

// closingBracket returns what closes a bracket, 0 if r is none.
func closingBracket(r rune) rune {
	switch r {
	case '(':
		return ')'
	case '（':
		return '）'
	case '[':
		return ']'
	case '［':
		return '］'
	case '〔':
		return '〕'
	case '【':
		return '】'
	}
	return 0
}

// addressForm reports whether b begins with a place or has the form of an address.
func addressForm(b []byte) bool {
	i := skipSpaces(b, 0, len(b))
	if b = b[i:]; len(b) == 0 {
		return false
	}
	i = skipPostal(b, 0, len(b))
	p := placeAt(b, i, len(b))
	return p.city || p.prefecture || looksLikeAddress(b) || townNumber(b)
}

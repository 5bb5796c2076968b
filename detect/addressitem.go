package detect

// newItem reports whether a line begins another item of a list, or another
// address, rather than going on with the address of the line above: ・大阪府,
// ア 大阪府, 2. 大阪府, 530-0001. The line is b[i:hi], without the space before.
func newItem(b []byte, i, hi int) bool {
	switch r, _ := runeAt(b[:hi], i); scriptOf(r) {
	case kanji, hiragana, katakana, halfKana, wideLetter, wideDigit:
		if r == '・' || r == '･' || isDash(r) {
			return true
		}
	default:
		if r >= 0x80 && !(r >= 0x2160 && r <= 0x217F) && r != '＃' && r != '（' || r < 0x80 && !isLetter(byte(r)) && !isDigit(byte(r)) && r != '#' && r != '(' {
			return true
		}
	}
	if addressBegins(b, i, hi) {
		return true
	}
	for j, n := i, 0; j < hi && n < 4; n++ { // ア 大阪府, (2)大阪府, a. 大阪府
		r, w := runeAt(b[:hi], j)
		j += w
		if isSpace(r) || r == '.' || r == '．' || r == ')' || r == '）' || r == ':' || r == '、' {
			if addressBegins(b, skipSpaces(b, j, hi), hi) {
				return true
			}
		}
	}
	return false
}

// addressBegins reports whether a postal code, a prefecture or a municipality
// stands at i.
func addressBegins(b []byte, i, hi int) bool {
	if i >= hi {
		return false
	}
	if skipPostal(b, i, hi) > i {
		return true
	}
	p := placeAt(b, i, hi)
	if p.prefecture && !p.city && p.end < hi {
		r := first(b, p.end)
		return r != '営' && r != '民' // 東京都営アパート, 神奈川県民ビル
	}
	return p.city || p.prefecture
}

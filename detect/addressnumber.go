package detect

import "bytes"

// lots is the number of a house as it was read: 二丁目8番1号, 甲1234番地の5.
type lots struct {
	end    int
	groups int  // numbers
	house  bool // it goes down to a house or lot: more than 丁目 or 条
	named  bool // 番地, 番 or 号 says so
	room   bool // it ends with a room or floor
	bare   bool // a single number without any unit
}

// strong reports whether it is hardly anything but the number of a house.
func (l *lots) strong() bool { return l.house && (l.groups >= 2 || l.named) }

// numberAt reports whether a number of an address begins at i: digits, kanji
// before a unit, or 番外地 and 無番地.
func numberAt(b []byte, i, hi int) bool {
	if i >= hi {
		return false
	}
	r, _ := runeAt(b[:hi], i)
	switch {
	case r < 0x80:
		return isDigit(byte(r))
	case scriptOf(r) == wideDigit:
		return true
	case isNumberKanji(r):
		end := kanjiNumberEnd(b, i, hi)
		if n, kind := unitAt(b[end:hi]); kind == areaUnit || kind == lotUnit {
			return !wordAfterUnit(b[end+n:hi], b[end:end+n])
		}
		return end < hi && jointAt(b, end, hi) > end && numberAfterJoint(b, jointAt(b, end, hi), hi) || end-i >= 6 && delimited(b, end, hi)
	case r == '番' || r == '無' || r == '官' || r == '第':
		return wholeLots.at(b[i:hi]) > 0 || r == '第' && i+3 < hi && numberAt(b, i+3, hi) && first(b, i+3) != '第'
	}
	return false
}

func kanjiNumberEnd(b []byte, i, hi int) int {
	for i < hi {
		r, w := runeAt(b[:hi], i)
		if !isNumberKanji(r) {
			break
		}
		i += w
	}
	return i
}

// delimited reports whether no word goes on at i.
func delimited(b []byte, i, hi int) bool {
	if i >= hi {
		return true
	}
	r, _ := runeAt(b[:hi], i)
	s := scriptOf(r)
	return (s == other || s == wideSpace || s == maskRune) && !(r < 0x80 && (isLetter(byte(r)) || isDigit(byte(r))))
}

// jointAt skips what joins two numbers: a dash, の, ・.
func jointAt(b []byte, i, hi int) int {
	if i >= hi {
		return i
	}
	r, w := runeAt(b[:hi], i)
	switch {
	case isDash(r), r == 'の', r == 'ノ', r == '之', r == 'ﾉ', r == '・', r == '乃':
		return i + w
	}
	return i
}

// numberAfterJoint reports whether a number, or a letter and perhaps a number,
// stands at i.
func numberAfterJoint(b []byte, i, hi int) bool {
	if i >= hi {
		return false
	}
	r, w := runeAt(b[:hi], i)
	if scriptOf(r) == wideDigit || r < 0x80 && isDigit(byte(r)) {
		return true
	}
	if isNumberKanji(r) {
		return true
	}
	return lotLetter(r) && i+w < hi && first(b[:hi], i+w) < 0x10000 && digitOrWide(b, i+w, hi)
}

func digitOrWide(b []byte, i, hi int) bool {
	if i >= hi {
		return false
	}
	r, _ := runeAt(b[:hi], i)
	return r < 0x80 && isDigit(byte(r)) || scriptOf(r) == wideDigit
}

// readLots reads the number of a house at i, or returns one without an end.
func readLots(b []byte, i, hi int) (l lots) {
	l.end = i
	j := i
	for l.groups < 8 {
		if n := wholeLots.at(b[j:hi]); n > 0 {
			l.end, l.house, l.named = j+n, true, true
			l.groups++
			break
		}
		start := j
		j = skipLetters(b, j, hi, l.groups > 0)
		end, digits := groupEnd(b, j, hi, l.groups)
		if end == j {
			break
		}
		n, kind := unitAt(b[end:hi])
		if kind == noUnit && !digits && l.groups == 0 && !delimited(b, end, hi) && jointAt(b, end, hi) == end {
			break
		}
		if kind == noUnit && counterAt(b, end, hi, l.groups > 0 && !bytes.HasSuffix(b[:start], []byte("の"))) || kind == roomUnit && l.groups == 0 {
			break
		}
		l.groups++
		l.bare = l.groups == 1 && kind == noUnit
		l.house = kind == lotUnit || kind == noUnit || l.house && kind == roomUnit
		l.named = l.named || kind == lotUnit
		l.room = kind == roomUnit
		l.end = end + n
		j = l.next(b, hi, kind, end)
		if j < 0 {
			break
		}
	}
	if r, w := runeAt(b[:hi], min(l.end, hi-1)); l.end < hi && isDash(r) && digitOrWide(b, l.end+w, hi) {
		return lots{end: i} // 12-13日, 1-0: what goes on is no number of a house, nor is what begins it
	}
	if l.house {
		l.end = siteEnd(b, l.end, hi)
	}
	return l
}

// next returns where the next number begins, or -1.
func (l *lots) next(b []byte, hi int, kind unitKind, end int) int {
	j := l.end
	if kind == noUnit || bytes.HasPrefix(b[end:hi], []byte("条")) || bytes.HasPrefix(b[end:hi], []byte("線")) {
		if r, w := runeAt(b[:hi], min(j, hi-1)); j < hi && (r == '東' || r == '西' || r == '南' || r == '北') && numberAt(b, j+w, hi) {
			return j + w // 北1条西2丁目
		}
	}
	if next := jointAt(b, j, hi); next > j && numberAfterJoint(b, next, hi) {
		return next
	}
	if kind == noUnit {
		return -1
	}
	if numberAt(b, j, hi) || digitOrWide(b, j, hi) || numberAfterJoint(b, j, hi) {
		return j
	}
	if next := skipOneSpace(b, j, hi); next > j && numberAt(b, next, hi) && kind != roomUnit && !phoneAhead(b, next, hi) { // 1丁目 2-3
		return next
	}
	return -1
}

// skipLetters skips the letters before a number: 甲, イ, A, B棟 not.
func skipLetters(b []byte, j, hi int, inside bool) int {
	for n, k := 0, j; k < hi && n < 3; n++ {
		r, w := runeAt(b[:hi], k)
		if !lotLetter(r) || r == '第' && inside {
			return j
		}
		if n > 0 && scriptOf(r) != other && scriptOf(r) != wideLetter {
			return j
		}
		k += w
		if digitOrWide(b, k, hi) || r != '第' && n == 0 && isLotKanji(r) && numberAt(b, k, hi) || r == '第' && numberAt(b, k, hi) {
			return k
		}
		if isDash(first(b[:hi], min(k, hi-1))) && k < hi { // 14-イ-22, ヲ-965
			_, dw := runeAt(b[:hi], k)
			if digitOrWide(b, k+dw, hi) && (inside || n == 0 && r >= 0x80) {
				return k + dw
			}
		}
	}
	return j
}

func isLotKanji(r rune) bool { return scriptOf(r) == kanji && lotLetter(r) }

// groupEnd reads one number. The first must not begin with a zero, as telephone
// numbers do.
func groupEnd(b []byte, i, hi, groups int) (end int, digits bool) {
	if i >= hi {
		return i, false
	}
	if r, _ := runeAt(b[:hi], i); isNumberKanji(r) {
		return kanjiNumberEnd(b, i, hi), false
	}
	_, n, end := readNumber(b, i, hi)
	if n == 0 || n > 5 {
		return i, false
	}
	if d, _ := digitAt(b[:hi], i); d == '0' && (groups < 2 || n > 4) {
		return i, false
	}
	return end, true
}

// houseAhead reports whether the number of a house stands at i and not just any
// number: with a dash or a unit behind its digits, and no telephone number.
func houseAhead(b []byte, i, hi int) bool {
	if phoneAhead(b, i, hi) {
		return false
	}
	l := readLots(b, i, hi)
	return l.groups >= 2 || l.named || l.groups == 1 && !l.bare
}

// bareAhead reports whether a number of a house without any unit stands at i and
// nothing is attached to it but perhaps a building.
func bareAhead(b []byte, i, hi int) bool {
	l := readLots(b, i, hi)
	_, n, _ := readNumber(b, i, hi)
	return l.bare && n <= 4 && !phoneAhead(b, i, hi) && bareNumberEnds(b, l.end, hi)
}

// phoneAhead reports whether a telephone number, postal code or date stands at i
// rather than the number of a house.
func phoneAhead(b []byte, i, hi int) bool {
	year, n, end := readNumber(b, i, hi)
	if n == 0 {
		return false
	}
	if d, _ := digitAt(b[:hi], i); d == '0' || n > 5 {
		return true
	}
	if end >= hi {
		return false
	}
	r, w := runeAt(b[:hi], end)
	if !isDash(r) {
		return n == 4 && (r == '/' || r == '.')
	}
	_, m, last := readNumber(b, end+w, hi)
	if n == 3 && m == 4 {
		return true
	}
	if n == 4 && m <= 2 && m > 0 && year >= 1900 && year <= 2100 && last < hi {
		r, w = runeAt(b[:hi], last)
		_, m, _ = readNumber(b, min(last+w, hi), hi)
		return isDash(r) && m > 0 && m <= 2
	}
	return false
}

package detect

import (
	"bytes"
	"strings"
)

// Dates in the forms in which births are written.

var eras = cueWords("明治", "大正", "昭和", "平成", "令和", "明", "大", "昭", "平", "令", "㍾", "㍽", "㍼", "㍻", "㋿")

// eraEnd returns the end of the era at i, if there is one: 昭和, S., Ｓ.
func eraEnd(b []byte, i, hi int) (int, bool) {
	if i >= hi || isDigit(b[i]) {
		return i, false
	}
	if b[i] < 0x80 {
		if bytes.IndexByte([]byte("MTSHRmtshr"), b[i]) < 0 {
			return i, false
		}
		if i++; i < hi && b[i] == '.' {
			i++
		}
		return i, true
	}
	if w := prefixOf(b[i:hi], eras); w > 0 {
		return i + w, true
	}
	switch r, w := runeAt(b[:hi], i); r {
	case 'Ｍ', 'Ｔ', 'Ｓ', 'Ｈ', 'Ｒ':
		return i + w, true
	}
	return i, false
}

// dateAt reads a date at i and returns its end: 1980-04-01, 1980年4月1日,
// 19800401, 昭和60年1月2日, S60.1.2, 昭和六十年一月二日, 昭和60年（1985年）1月2日,
// 3600102 (era 3 is 昭和).
func dateAt(b []byte, i, hi int) (int, bool) {
	i, era := eraEnd(b, i, hi)
	i = skipSpaces(b, i, hi)
	if era && bytes.HasPrefix(b[i:hi], []byte("元")) {
		i += 3
	} else {
		var year, n int
		year, n, i = dateNumber(b, i, hi)
		switch {
		case n == 8 && !era:
			return i, validDate(year/10000, year/100%100, year%100)
		case n == 7 && !era:
			return i, year/1000000 >= 1 && year/1000000 <= 5 && validDay(year/100%100, year%100)
		case n == 6 && era:
			return i, validDay(year/100%100, year%100)
		case n == 0 || !era && n != 4 || era && n > 2 || !era && (year < 1868 || year > 2100) || era && year == 0:
			return i, false
		}
	}
	next := afterYear(b, i, hi)
	if next == i {
		return i, false
	}
	month, n, j := dateNumber(b, next, hi)
	if n == 0 {
		month, n, j = dateNumber(b, skipSpaces(b, next, hi), hi)
	}
	if n == 0 || n > 2 {
		return i, false
	}
	next = dateJoint(b, j, hi)
	day, n, k := dateNumber(b, next, hi)
	if n == 0 {
		day, n, k = dateNumber(b, skipSpaces(b, next, hi), hi)
	}
	if next == j || n == 0 || n > 2 || !validDay(month, day) {
		return i, false
	}
	if k < hi && (b[k] == ' ' || b[k] >= 0xE3) {
		if at := skipSpaces(b, k, hi); bytes.HasPrefix(b[at:hi], []byte("日")) {
			k = at + 3
		}
	}
	return k, true
}

// afterYear skips what stands between year and month, and the same year in the
// other calendar in brackets.
func afterYear(b []byte, i, hi int) int {
	next := dateJoint(b, i, hi)
	if next >= hi || b[next] != '(' && !bytes.HasPrefix(b[next:hi], wideParen) {
		return next
	}
	n := bytes.IndexAny(b[next:min(hi, next+24)], ")）")
	if n < 0 || digitsIn(b[next:next+n]) == 0 && !bytes.Contains(b[next:next+n], []byte("年")) {
		return next
	}
	_, w := runeAt(b, next+n)
	end := next + n + w
	if next == i { // 昭和60(1985)年1月2日
		return dateJoint(b, end, hi)
	}
	return end
}

// dateJoint returns the end of what stands between the parts of a date at i, or i.
func dateJoint(b []byte, i, hi int) int {
	if i >= hi {
		return i
	}
	if c := b[i]; c == '-' || c == '/' || c == '.' {
		return i + 1
	} else if c == ' ' || c == 0xE3 { // 60 年
		if at := skipSpaces(b, i, hi); at > i && at+3 <= hi && b[at] >= 0xE5 {
			if r, w := runeAt(b[:hi], at); r == '年' || r == '月' {
				return at + w
			}
		}
	}
	r, w := runeAt(b[:hi], i)
	switch {
	case isDash(r), r == '/', r == '.', r == '年', r == '月', r == '／', r == '．', r == '・':
		return i + w
	}
	return i
}

// dateNumber is readNumber, or reads a number in kanji: 六十, 一九八五.
func dateNumber(b []byte, i, hi int) (value, n, end int) {
	if value, n, end = readNumber(b, i, hi); n > 0 || i >= hi || b[i] < 0xE3 {
		return value, n, end
	}
	tens, units := 0, 0
	end = i
	for k := 0; end < hi && k < 4; k++ {
		r, w := runeAt(b[:hi], end)
		if r == '十' {
			tens, units = max(units, 1), 0
			n = 2
		} else if d := strings.IndexRune("〇一二三四五六七八九", r); d >= 0 {
			if tens == 0 {
				value = value*10 + d/3
				n++
			}
			units = d / 3
		} else {
			break
		}
		end += w
	}
	if tens > 0 {
		value = tens*10 + units
	}
	return value, n, end
}

// readNumber reads digits of either width, at most nine.
func readNumber(b []byte, i, hi int) (value, n, end int) {
	for i < hi && n < 9 {
		if isDigit(b[i]) {
			value = value*10 + int(b[i]-'0')
			n++
			i++
			continue
		}
		d, w := digitAt(b[:hi], i)
		if w == 0 || d == '*' {
			break
		}
		value = value*10 + int(d-'0')
		n++
		i += w
	}
	return value, n, i
}

func validDate(y, m, d int) bool { return y >= 1868 && y <= 2100 && validDay(m, d) }

func validDay(m, d int) bool { return m >= 1 && m <= 12 && d >= 1 && d <= 31 }

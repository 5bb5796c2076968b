package detect

import "bytes"

func init() {
	register(&Detector{
		ID:  "birth-date",
		Doc: "Date of birth\n\nA date, western or in a Japanese era, where a label, a column or 生まれ says that it is one.",
		Labels: []string{
			"生年月日", "誕生日", "生年月", "出生年月日", "誕生年月日", "生年", "ｾｲﾈﾝｶﾞﾂﾋﾟ", "セイネンガッピ",
			"birthday", "birthdate", "dateofbirth", "dob", "birth", "birthymd", "seinengappi", "birthdt", "bday",
		},
		Field: fieldBirth,
		Good:  []string{"生年月日：1980年4月1日", "生年月日 昭和60年1月2日", "S60.1.2生", "birthday=1980-04-01", "1975/12/31生まれ"},
		Bad:   []string{"2024-05-02", "作成日：2024年5月2日", "生年月日：不明"},
	})
}

// born looks, at 生 or 誕生, for a date right before it. It asks here and not at
// each date because dates are many and births few.
func (s *Scanner) born(i, hi int) {
	b, lo := s.c.Text, s.c.Lo
	if s.set.birth < 0 || i == lo {
		return
	}
	rest := b[i:hi]
	if !bytes.HasPrefix(rest, birthCue) && len(rest) > 3 {
		if r, _ := runeAt(rest, 3); scriptOf(r) == kanji {
			return // 生産, 生徒
		}
	}
	start := i
	for n := 0; n < 24 && start > lo; n++ {
		r, w := runeBefore(b, start)
		if !datePart(r) {
			break
		}
		start -= w
	}
	for ; start < i; start = runeStart(b, start+1) {
		end, ok := dateAt(b, start, i)
		if ok && skipSpaces(b, end, i) == i {
			s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = start, end, ByCue, false
			s.emit(s.set.birth, Medium, 0, s.place)
			return
		}
	}
}

var birthCue = []byte("生ま")

// datePart reports whether r may stand in a date.
func datePart(r rune) bool {
	switch r {
	case '年', '月', '日', '元', '/', '.', ' ', '　', '／', '．', '明', '治', '大', '正', '昭', '和', '平', '成', '令', 'S', 'H', 'T', 'M', 'R':
		return true
	}
	return r >= '0' && r <= '9' || scriptOf(r) == wideDigit || isDash(r)
}

func fieldBirth(c *Candidate) Confidence {
	i := skipSpaces(c.Text, c.Start, c.End)
	end, ok := dateAt(c.Text, i, c.End)
	if !ok || c.Cell && trimSpaces(c.Text, i, c.End) > end+12 {
		return None
	}
	c.Start, c.End = i, end
	return High
}

var eras = [][]byte{[]byte("明治"), []byte("大正"), []byte("昭和"), []byte("平成"), []byte("令和"), []byte("明"), []byte("大"), []byte("昭"), []byte("平"), []byte("令"), []byte("㍾"), []byte("㍽"), []byte("㍼"), []byte("㍻"), []byte("㋿")}

// dateAt reads a date at i and returns its end: 1980-04-01, 1980年4月1日,
// 19800401, 昭和60年1月2日, S60.1.2, 3600102 (era 3 is 昭和).
func dateAt(b []byte, i, hi int) (int, bool) {
	era := false
	for _, e := range eras {
		if i < hi && b[i] < 0xE2 {
			break
		}
		if bytes.HasPrefix(b[i:hi], e) {
			i += len(e)
			era = true
			break
		}
	}
	if !era && i < hi && bytes.IndexByte([]byte("MTSHRmtshr"), b[i]) >= 0 {
		i++
		era = true
	}
	i = skipSpaces(b, i, hi)
	if era && bytes.HasPrefix(b[i:hi], []byte("元")) {
		i += 3
	} else {
		var year, n int
		year, n, i = readNumber(b, i, hi)
		switch {
		case n == 8 && !era:
			return i, validDate(year/10000, year/100%100, year%100)
		case n == 7 && !era:
			return i, year/1000000 >= 1 && year/1000000 <= 5 && validDay(year/100%100, year%100)
		case n == 6 && era:
			return i, validDay(year/100%100, year%100)
		case n == 0 || !era && n != 4 || era && n > 2 || !era && (year < 1868 || year > 2100):
			return i, false
		}
	}
	next := dateJoint(b, i, hi)
	if next == i {
		return i, false
	}
	month, n, j := readNumber(b, skipSpaces(b, next, hi), hi)
	if n == 0 || n > 2 {
		return i, false
	}
	next = dateJoint(b, j, hi)
	day, n, k := readNumber(b, skipSpaces(b, next, hi), hi)
	if next == j || n == 0 || n > 2 || !validDay(month, day) {
		return i, false
	}
	if bytes.HasPrefix(b[k:hi], []byte("日")) {
		k += 3
	}
	return k, true
}

func dateJoint(b []byte, i, hi int) int {
	if i >= hi {
		return i
	}
	r, w := runeAt(b[:hi], i)
	switch {
	case isDash(r), r == '/', r == '.', r == '年', r == '月', r == '／', r == '．', r == '・':
		return i + w
	}
	return i
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

package detect

import "bytes"

func init() {
	register(&Detector{
		ID:  "birth-date",
		Doc: "Date of birth\n\nA date, western or in a Japanese era, where a label, a column or 生まれ says that it is one.",
		Labels: []string{
			"生年月日", "誕生日", "生年月", "出生年月日", "誕生年月日", "生年", "ｾｲﾈﾝｶﾞﾂﾋﾟ", "セイネンガッピ", "セイネンガツピ", "生まれ", "出生日", "生れ",
			"birthday", "birthdate", "dateofbirth", "dob", "birth", "birthymd", "seinengappi", "seinengapi", "birthdt", "bday", "born", "birthdayymd",
		},
		Field: fieldBirth,
		Good: []string{
			"生年月日：1980年4月1日", "生年月日 昭和60年1月2日", "S60.1.2生", "birthday=1980-04-01", "1975/12/31生まれ", "昭和60年4月1日（満40歳）", "1985/04/01（40歳）", "生年月日は昭和六十年一月二日です",
			"昭和60年（1985年）1月2日生", "㍼60年1月2日生まれ", "Ｓ６０．１．２生", "平成元年1月8日生", "生年月日：Ｈ１．１．８", "Date of Birth: April 1, 1985", "DOB: 01/04/1985", "生年月日：S600102",
		},
		Bad: []string{"2024-05-02", "作成日：2024年5月2日", "生年月日：不明", "2024年4月1日、65歳以上の方", "令和6年4月1日（65歳以上）", "2024/04/01 40才の部"},
	})
}

// born looks, at 生 or 誕生, for a date right before it. It asks here and not at
// each date because dates are many and births few.
func (s *Scanner) born(i, hi int) {
	b, lo := s.c.Text, s.c.Lo
	if s.set.birth < 0 || i == lo && !bytes.HasPrefix(b[i:hi], birthLabel) {
		return
	}
	rest := b[i:hi]
	if bytes.HasPrefix(rest, birthLabel) {
		s.bornIn(i+len(birthLabel), hi)
		return
	}
	if !bytes.HasPrefix(rest, birthCue) && len(rest) > 3 {
		if r, _ := runeAt(rest, 3); scriptOf(r) == kanji {
			return // 生産, 生徒
		}
	}
	s.dateBefore(i)
}

var birthLabel = []byte("生年月日")

// bornIn looks for a date of an era right behind 生年月日, at i: no space or sign
// ends the label there.
func (s *Scanner) bornIn(i, hi int) {
	v := s.afterParticle(i, hi)
	if !eraAt(s.c.Text, v, hi) {
		return
	}
	if end, ok := dateAt(s.c.Text, v, hi); ok {
		s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = v, end, ByLabel, false
		s.emit(s.set.birth, High, 0, s.place)
	}
}

// dateBefore takes the date that ends at i for that of a birth.
func (s *Scanner) dateBefore(i int) bool {
	b, lo := s.c.Text, s.c.Lo
	if n := len(s.out); n > 0 && int(s.out[n-1].Start) >= lo {
		lo = max(lo, int(s.out[n-1].End))
	}
	start := i
	for n := 0; n < 28 && start > lo; n++ {
		r, w := runeBefore(b, start)
		if !datePart(r) {
			break
		}
		start -= w
	}
	for ; start < i; start = runeStart(b, start+1) {
		if start > lo && isDigit(b[start-1]) && isDigit(b[start]) {
			continue // in the middle of a number
		}
		end, ok := dateAt(b, start, i)
		if ok && skipSpaces(b, end, i) == i {
			s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = start, end, ByCue, false
			s.emit(s.set.birth, Medium, 0, s.place)
			return true
		}
	}
	return false
}

// aged looks, at 歳 or 才, for a date before the age: 1985/04/01（40歳）.
func (s *Scanner) aged(i, next, hi int) {
	b, lo := s.c.Text, s.c.Lo
	if s.set.birth < 0 || i == lo || prefixOf(b[next:hi], ageRanges) > 0 {
		return
	}
	j, n := trimSpaces(b, lo, i), 0
	for j > lo && n < 4 {
		r, w := runeBefore(b, j)
		if !(r >= '0' && r <= '9') && scriptOf(r) != wideDigit {
			break
		}
		j -= w
		n++
	}
	if n == 0 || n > 3 {
		return
	}
	open := false
	for k := 0; k < 4 && j > lo; k++ {
		r, w := runeBefore(b, j)
		switch r {
		case '(', '（', '満', '[', '［', '現', '在', '齢', '年', ':', '：':
			if r == '年' && !bytes.HasPrefix(b[j:], []byte("齢")) {
				return // 2024年 65歳
			}
			open = true
		case ' ', '　':
		default:
			k = 4
			continue
		}
		j -= w
	}
	if open {
		s.dateBefore(j)
	}
}

// ageRanges behind an age say that it is a limit and nobody's.
var ageRanges = cueWords("以", "未", "から", "まで", "到達", "の部", "〜", "～", "-", "代", "に達", "になる", "児")

var birthCue = []byte("生ま")

// datePart reports whether r may stand in a date.
func datePart(r rune) bool {
	switch r {
	case '年', '月', '日', '元', '/', '.', ' ', '　', '／', '．', '明', '治', '大', '正', '昭', '和', '平', '成', '令', 'S', 'H', 'T', 'M', 'R', '(', ')', '（', '）', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '〇', '㍾', '㍽', '㍼', '㍻', '㋿', 'Ｓ', 'Ｈ', 'Ｔ', 'Ｍ', 'Ｒ':
		return true
	}
	return r >= '0' && r <= '9' || scriptOf(r) == wideDigit || isDash(r)
}

// fieldBirth judges an announced date of birth, in any form of date.
func fieldBirth(c *Candidate) Confidence {
	i := skipSpaces(c.Text, c.Start, c.End)
	for i < c.End && (c.Text[i] == '"' || c.Text[i] == '\'') {
		i++
	}
	if rest := c.Text[i:c.End]; len(rest) > 6 && rest[0] == 0xE8 && string(rest[:6]) == "西暦" {
		i = skipSpaces(c.Text, i+6, c.End)
	}
	end, ok := dateAt(c.Text, i, c.End)
	if !ok {
		end, ok = englishDate(c.Text, i, c.End)
	}
	if !ok {
		end, ok = shortYear(c.Text, i, c.End)
	}
	if !ok && c.Cell {
		end, ok = shortDate(c.Text, i, c.End)
	}
	if !ok || c.Cell && trimSpaces(c.Text, i, c.End) > end+12 {
		return None
	}
	c.Start, c.End = i, end
	return High
}

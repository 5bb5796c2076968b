package detect

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// valueByte has what may stand right behind a label in Japanese: what separates
// it from its value, or the value.
var valueByte = func() (t [256]bool) {
	for _, b := range []byte(" :=>-.;/[\"\t()]|'\\*,0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZx\xE2\xE3\xEF") {
		t[b] = true
	}
	return t
}()

// label looks whether text[start:end] is a label whose value follows, judges
// the value and returns where to go on, or 0. A bracket after the word belongs
// to it, 氏名（カナ）, or holds the value, 個人番号（123456789018）.
func (s *Scanner) label(start, end, hi int) int {
	text := s.c.Text
	stop := end
	for stop < hi { // 住所1, 氏名１
		d, w := digitAt(text[:hi], stop)
		if w == 0 || d == '*' {
			break
		}
		stop += w
	}
	if stop-end > 3 {
		stop = end // the value
	}
	value, inside := 0, 0
	if stop < hi && text[stop] != ':' && text[stop] != '=' {
		stop = s.withNumber(stop, hi)
		value, inside = s.bracketed(stop, hi)
		if value == 0 && inside > 0 { // 氏名（カナ）（必須）
			_, more := s.bracketed(inside, hi)
			inside = max(inside, more)
		}
	}
	stop = max(stop, inside)
	v, separated := afterLabel(text, stop, hi)
	if !separated && inside == 0 {
		v = s.afterParticle(v, hi)
	}
	if v >= hi && value == 0 {
		return s.labelled(start, end, stop, hi)
	}
	if end-start > 48 {
		start = runeStart(text, end-48)
	}
	start = s.joinedLabel(s.spacedLabel(start, end))
	l, ok := s.labels.of(&s.set.labels, text[start:stop])
	if (!ok || l.detector < 0) && stop > end {
		l, ok = s.labels.of(&s.set.labels, text[start:end])
	}
	if !ok || l.detector < 0 {
		return 0
	}
	if value > 0 && s.set.numeric[l.detector] {
		if next := s.announce(l, value, hi); next > value {
			return next
		}
	}
	if next := s.enclosedName(l, end, hi); next > end {
		return next
	}
	if !separated && v > stop && v < hi && s.set.isName(l.detector) && !l.weak {
		if next := s.knownName(l, v, hi); next > v { // 氏名は山田太郎です
			return next
		}
	}
	switch {
	case !separated && (!s.set.numeric[l.detector] || v >= hi || !s.numberAt(v, hi)):
		return s.labelled(start, end, stop, hi)
	case separated && l.short() && !bytes.ContainsAny(text[stop:v], ":=>|：＝】\"\t"):
		return 0 // 名 コマンド, セイ タカ: short words and a space are no label
	}
	if next := s.announce(l, v, hi); next > v {
		return next
	}
	return 0
}

// enclosedName looks for the name in the bracket or the quotes that stand right
// behind label l, at i: 氏名[山田太郎], 氏名（山田太郎）. It fills them but for an
// honorific. It returns where to go on, or i.
func (s *Scanner) enclosedName(l label, i, hi int) int {
	if l.weak || l.short() || l.oneWord() || !s.set.isName(l.detector) || i >= hi {
		return i
	}
	text := s.c.Text
	open, w := runeAt(text[:hi], i)
	at := strings.IndexRune(openers, open)
	if at < 0 {
		return i
	}
	closing, _ := utf8.DecodeRuneInString(closers[at:])
	n := bytes.IndexRune(text[i+w:min(hi, i+w+90)], closing)
	if n <= 0 {
		return i
	}
	found, stop := len(s.out), i+w+n
	next := s.announce(l, i+w, stop)
	if len(s.out) == found {
		return i
	}
	if skipSpaces(text, next, stop) < stop && honorificAt(text, next, stop) == 0 {
		s.out = s.out[:found]
		return i
	}
	return stop
}

// The brackets and quotes of a value, each at the same place as its partner.
const (
	openers = "[(（［《〈〔‹「『【\"'“"
	closers = "])）］》〉〕›」』】\"'”"
)

// withNumber skips what goes with the label 記号 that ends at i: ・番号・枝番.
func (s *Scanner) withNumber(i, hi int) int {
	for _, more := range [...]string{"・番号", "・枝番", "・年金コード"} {
		if i+len(more) <= hi && string(s.c.Text[i:i+len(more)]) == more {
			i += len(more)
		}
	}
	return i
}

// bracketed looks at a bracket behind a label, at i. It returns where in it a
// number begins, or 0, and where it ends, or 0 if there is none.
func (s *Scanner) bracketed(i, hi int) (value, end int) {
	text := s.c.Text
	if i >= hi || text[i] != '(' && !bytes.HasPrefix(text[i:hi], wideParen) {
		return 0, 0
	}
	n := bytes.IndexAny(text[i:min(hi, i+30)], ")）")
	_, w := runeAt(text, i)
	if v := skipSpaces(text, i+w, hi); v < hi && s.numberAt(v, hi) {
		value = v
	}
	if n <= 0 {
		return value, 0
	}
	_, w = runeAt(text, i+n)
	return value, i + n + w
}

// numberAt reports whether what begins at i may be a number with its letters or
// its hidden digits.
func (s *Scanner) numberAt(i, hi int) bool {
	c := s.c.Text[i]
	if isDigit(c) || c == '*' || c == '+' || c == '(' {
		return true
	}
	if isLetter(c) { // TK1234567
		n := 0
		for i < hi && n < 4 && isLetter(s.c.Text[i]) {
			i++
			n++
		}
		return n <= 4 && i < hi && (isDigit(s.c.Text[i]) || s.c.Text[i] == '-' || s.c.Text[i] == '*') || n == 4 && (c == 'X' || c == 'x')
	}
	r, w := runeAt(s.c.Text[:hi], i)
	switch scriptOf(r) {
	case wideDigit, maskRune:
		return true
	case wideLetter:
		return i+w < hi
	}
	return r == '〇' || r == '◯' || r == '第' || r == '（' || eraAt(s.c.Text, i, hi)
}

// eraAt reports whether an era begins at i: 昭和.
func eraAt(b []byte, i, hi int) bool {
	return prefixOf(b[i:hi], eras[:5]) > 0
}

// valueSoon reports whether a value may stand at i, or behind a comma there.
func valueSoon(text []byte, i int) bool {
	if text[i] == 0xE3 && i+3 < len(text) && text[i+1] == 0x80 && (text[i+2] == 0x81 || text[i+2] == 0x82) { // 、 。
		c := text[i+3]
		return text[i+2] == 0x81 && (c < 0x80 || c == 0xEF)
	}
	return valueByte[text[i]]
}

// saidOf looks for the label before the particle that the run text[start:end]
// ends with, perhaps before full-width letters that begin the value:
// マイナンバーは, 旅券番号はＴＫ. It returns where to go on, or 0.
func (s *Scanner) saidOf(start, end, hi int) int {
	text := s.c.Text
	for n := 0; n < 3 && end-3 > start; n++ {
		r, w := runeBefore(text, end)
		if r < 'Ａ' || r > 'Ｚ' {
			break
		}
		end -= w
	}
	r, w := runeBefore(text, end)
	if r == 'は' || r == 'が' {
		end -= w
		r, _ = runeBefore(text, end)
	}
	if end <= start || s.set.labelEnds[uint16(r)>>6]>>(r&63)&1 == 0 {
		return 0
	}
	return s.label(start, end, hi)
}

// saidName looks for a known name behind the は at i and the label of names that
// ends before it in the run that begins at start: 氏名は山田太郎です. It returns
// where to go on, or i.
func (s *Scanner) saidName(start, i, hi int) int {
	text := s.c.Text
	if i-start > 48 {
		start = runeStart(text, i-48)
	}
	l, ok := s.labels.of(&s.set.labels, text[start:i])
	if v := i + 3; ok && l.detector >= 0 && s.set.isName(l.detector) && !l.weak && !l.oneWord() && v < hi {
		if next := s.knownName(l, v, min(hi, v+maxValue)); next > v {
			return next
		}
	}
	return i
}

// afterParticle skips the particle that joins a label with its value: 番号は、.
func (s *Scanner) afterParticle(i, hi int) int {
	text := s.c.Text[:hi]
	if rest := text[i:]; bytes.HasPrefix(rest, wa) || bytes.HasPrefix(rest, ga) {
		i += 3
		if bytes.HasPrefix(text[i:], comma) || bytes.HasPrefix(text[i:], wideComma) {
			i += 3
		}
		for i < hi {
			r, w := runeAt(text, i)
			if !isSpace(r) && r != '「' && r != '『' && r != '"' && r != '\'' && r != '【' {
				break
			}
			i += w
		}
	}
	return i
}

var wa, ga, comma, wideComma = []byte("は"), []byte("が"), []byte("、"), []byte("，")

// labelled looks for the number that the label text[start:end] in brackets
// stands behind, TK1234567（旅券番号）, and returns where to go on, or 0.
func (s *Scanner) labelled(start, end, stop, hi int) int {
	text, lo := s.c.Text, s.c.Lo
	if start == lo || end >= hi {
		return 0
	}
	open, w := runeBefore(text[:start], start)
	closing, _ := runeAt(text, end)
	if open != '(' && open != '（' && open != '[' && open != '【' || closing != ')' && closing != '）' && closing != ']' && closing != '】' {
		return 0
	}
	l, ok := s.labels.of(&s.set.labels, text[start:end])
	if !ok || l.detector < 0 || !s.set.numeric[l.detector] {
		return 0
	}
	tail := trimSpaces(text, lo, start-w)
	from := tail
	for from > lo && tail-from < 60 {
		r, w := runeBefore(text, from)
		if s := scriptOf(r); !isDash(r) && s != wideDigit && s != wideLetter && s != maskRune && !(r < 0x80 && (isDigit(byte(r)) || isLetter(byte(r)) || r == '*')) {
			break
		}
		from -= w
	}
	if n := len(s.out); from == tail || n > 0 && int(s.out[n-1].End) > from {
		return 0
	}
	found := len(s.out)
	s.announce(l, from, tail)
	if len(s.out) > found {
		return stop
	}
	return 0
}

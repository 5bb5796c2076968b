package detect

import (
	"bytes"
	"unicode/utf8"
)

// In letters and reports a label may stand in a line of its own and its value
// below: 【氏名】 and, in the next line, who it is.

// longestHeading is how many bytes such a line may have.
const longestHeading = 60

// heading notes whether the line text[lo:hi] is a label and nothing else.
func (s *Scanner) heading(lo, hi int) {
	s.above.lines = 0
	text, from, to := s.c.Text, lo, hi
	lo, hi = s.bareHeading(lo, hi)
	s.above.bare = lo == from && hi == to
	if hi-lo < 3 || !s.set.endsLabel(text[lo:hi]) || digitsIn(text[lo:hi]) > 1 {
		return
	}
	l, ok := s.labels.of(&s.set.labels, text[lo:hi])
	if l = s.givenAfter(l); ok && l.detector >= 0 && !l.weak && nameRunes(text[lo:hi]) <= utf8.RuneCountInString(l.text)+8 {
		s.above.label, s.above.lines = l, 2
	}
}

// isHeading reports whether a line is a label too, of anything.
func (s *Scanner) isHeading(b []byte) bool {
	_, ok := s.labels.of(&s.set.labels, b)
	return ok
}

// bareHeading cuts the marks and brackets around a heading off.
func (s *Scanner) bareHeading(lo, hi int) (int, int) {
	text := s.c.Text
	for lo < hi {
		r, w := runeAt(text[:hi], lo)
		if sc := scriptOf(r); sc != other && sc != wideSpace && sc != maskRune || r < 0x80 && isLetter(byte(r)) {
			break
		}
		lo += w
	}
	for hi > lo {
		r, w := runeBefore(text, hi)
		if sc := scriptOf(r); sc != other && sc != wideSpace || r < 0x80 && (isLetter(byte(r)) || isDigit(byte(r))) || r == ')' || r == '）' {
			break
		}
		hi -= w
	}
	return lo, hi
}

// endsLabel reports whether b ends as labels do: a cheap question before the
// dear one.
func (s *Set) endsLabel(b []byte) bool {
	if last := b[len(b)-1]; last == ')' || last == 0x89 { // 氏名（カナ）
		return true
	} else if last < 0x80 {
		return isLetter(last) && s.asciiEnds[asciiEnd(b[max(0, len(b)-3):])]
	}
	last, _ := runeBefore(b, len(b))
	return s.labelEnds[uint16(last)>>6]>>(last&63)&1 != 0
}

// below scans the line text[lo:hi] as the value of the label above it, and
// reports whether it is.
func (s *Scanner) below(lo, hi int) bool {
	text := s.c.Text
	v := skipSpaces(text, lo, hi)
	if v == hi {
		s.above.lines--
		return false
	}
	l, bare := s.above.label, s.above.bare
	s.above.lines = 0
	if from, to := s.bareHeading(v, hi); from < to && s.set.endsLabel(text[from:to]) && s.isHeading(text[from:to]) {
		return false
	}
	s.c.Lo, s.c.Hi, s.c.Cell = lo, hi, false
	n := len(s.out)
	next := s.announce(l, v, hi)
	if len(s.out) == n {
		return false
	}
	if bare && !s.formGoesOn(hi) {
		s.out = s.out[:n] // 本名 and 真田 are words of a list
		return false
	}
	if h := honorificAt(text, next, hi); h > 0 {
		next = skipSpaces(text, next, hi) + h
	}
	if len(bytes.Trim(text[next:hi], " \t")) > 0 && skipSpaces(text, next, hi) < hi {
		s.out = s.out[:n] // the label was the heading of something longer
		return false
	}
	return true
}

// formGoesOn reports whether what stands behind the line that ends at hi is no
// further word of a list: another label, an empty line or nothing.
func (s *Scanner) formGoesOn(hi int) bool {
	text := s.c.Text
	lo := lineEnd(text, hi) + 1
	if lo >= len(text) {
		return true
	}
	end := min(lineEnd(text, lo), lo+longestHeading+1)
	from, to := s.bareHeading(lo, end)
	return from >= to || s.isHeading(text[from:to])
}

package detect

import "bytes"

// mrzLine is the length of each of the two lines of a passport that machines
// read (ICAO 9303 part 4, TD3).
const mrzLine = 44

// passportLine looks whether the line text[lo:hi] is one of a passport's two:
// the second holds the number, and its check digits must fit; the first alone
// is reported where the second cannot be read.
func (s *Scanner) passportLine(lo, hi int) {
	text := s.c.Text
	if s.set.passport < 0 {
		return
	}
	line := text[lo:hi]
	number, ok := mrzNumber(line)
	conf := High
	switch {
	case ok:
		s.c.Evidence = ByShape | ByCheckDigit
	case line[0] == 'P' && (line[1] == '<' || isLetter(line[1])) && bytes.Contains(line, []byte("<<")) && mrzBytes(line) && digitsIn(line) == 0:
		next := text[min(len(text), hi+1):]
		if len(next) > 0 && next[0] == '\n' {
			next = next[1:]
		}
		if len(next) >= mrzLine {
			if _, ok := mrzNumber(next[:mrzLine]); ok {
				return
			}
		}
		s.c.Evidence, conf, number = ByShape, Medium, len(line)
	default:
		return
	}
	s.c.Start, s.c.End, s.c.Masked = lo, lo+number, false
	s.emit(s.set.passport, conf, 0, s.place)
}

// mrzNumber returns the length of the number of the document that the second
// line begins with, and whether all check digits fit: those of the number, the
// date of birth and the date of expiry.
func mrzNumber(b []byte) (n int, ok bool) {
	if len(b) != mrzLine || !mrzBytes(b) || !mrzCheck(b[:9], b[9]) || !mrzCheck(b[13:19], b[19]) || !mrzCheck(b[21:27], b[27]) || digitsIn(b[13:20]) != 7 || digitsIn(b[21:28]) != 7 ||
		!isLetter(b[10]) || digitsIn(b[10:13]) > 0 || bytes.IndexByte([]byte("MFX<"), b[20]) < 0 || !validDay(two(b, 15), two(b, 17)) || !validDay(two(b, 23), two(b, 25)) {
		return 0, false
	}
	for n = 9; n > 0 && b[n-1] == '<'; n-- {
	}
	return n, n > 4 && digitsIn(b[:n]) > 3
}

func mrzBytes(b []byte) bool {
	for _, c := range b {
		if c != '<' && !isDigit(c) && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// mrzCheck is the check of ICAO 9303 part 3: weights 7, 3, 1, letters count
// from 10 on, '<' for nothing.
func mrzCheck(b []byte, check byte) bool {
	sum := 0
	for i, c := range b {
		v := 0
		switch {
		case isDigit(c):
			v = int(c - '0')
		case c != '<':
			v = int(c-'A') + 10
		}
		sum += v * [...]int{7, 3, 1}[i%3]
	}
	return isDigit(check) && sum%10 == int(check-'0')
}

package detect

// Numbers in running text: which are worth lexing, and whom they wake.

// digits reads the number at i, wakes its detectors and returns where to go on.
func (s *Scanner) digits(i, hi int) int {
	if j := s.nobodys(i, hi); j > i {
		if n := j - i; n != 6 && n != 8 { // an insurer's is no longer
			return j
		}
		if back := s.beforeNumber(i); back > 0 {
			return max(j, s.labelBack(len(s.out), i, back, hi))
		}
		return j
	}
	end := s.c.lexNumber(i, hi)
	if end == i {
		return i + 1
	}
	if s.c.num.masks > 0 {
		return s.wake(s.set.hidden, i, end)
	}
	if n := &s.c.num; n.n <= 5 && n.ng == 1 && n.digits[0] == '0' && end < hi && s.set.phone >= 0 && bracketAt(s.c.Text, end) {
		if conf := s.c.bracketPhone(i, hi); conf != None {
			s.emit(s.set.phone, conf, 0, s.place)
			return s.c.End
		}
		return end
	}
	found := len(s.out)
	if i > s.c.Lo && isLetter(s.c.Text[i-1]) {
		if next := s.wake(s.set.lettered[s.c.num.n], i, end); next > end || len(s.out) > found {
			return next
		}
	}
	next := s.wake(s.set.byDigits[s.c.num.n], i, end)
	if s.c.num.n == 7 && len(s.out) > found && int(s.out[len(s.out)-1].Detector) == s.set.postal {
		next = max(next, s.townAfterPostal(next, hi))
	}
	if n := s.c.num.n; (n >= 12 && n <= 16 || n == 6 || n == 8) && (len(s.out) == found || s.out[found].Confidence == Low) {
		if back := s.beforeNumber(i); back > 0 {
			if stop := s.labelBack(found, i, back, hi); stop > i {
				return max(next, stop)
			}
			s.c.lexNumber(i, hi)
		}
	}
	if s.c.num.n == 12 && s.place == 0 && !s.c.num.glued {
		s.chain(found)
		s.numberSlot(found, i, end)
	}
	return next
}

// bracketAt reports whether a bracket is at i.
func bracketAt(b []byte, i int) bool {
	r, _ := runeAt(b, i)
	return r == '(' || r == ')' || r == '（' || r == '）'
}

// nobodys returns the end of a number of ASCII digits and dashes that is too
// short or too long to be anybody's, or i: nearly all numbers of a log are, and
// this takes a quarter of the time of lexing them.
func (s *Scanner) nobodys(i, hi int) int {
	text := s.c.Text
	j, dashes := i, 0
	for j < hi && (isDigit(text[j]) || text[j] == '-' && j+1 < hi && isDigit(text[j+1])) {
		if text[j] == '-' {
			dashes++
		}
		j++
	}
	n := j - i - dashes
	if n == 0 || j < hi && (text[j] >= 0x80 || text[j] == '*' || text[i] == '0' && (text[j] == '(' || text[j] == ')') || text[j] == ' ' && dashes == 0 && (n == 4 || text[i] == '0') && j+1 < hi && isDigit(text[j+1])) {
		return i
	}
	if n > maxDigits || dashes > 0 && !s.set.dashed[n] || dashes == 0 && !s.set.plain[n] && (n < s.set.letteredFrom || len(s.set.lettered[n]) == 0 || i == s.c.Lo || !isLetter(text[i-1])) {
		return j
	}
	return i
}

// masked is digits for a number that may begin with hidden digits. Rows of
// asterisks that adorn a text hold no digit.
func (s *Scanner) masked(i, hi int) int {
	text := s.c.Text
	if i+1 >= hi || text[i+1] != '*' && !isDigit(text[i+1]) {
		return i + 1
	}
	return s.digits(i, hi)
}

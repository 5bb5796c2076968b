package detect

// Where a label begins: words with spaces or underscores between them, and ASCII
// words before = : >, which are looked at from their end.

// joinedLabel returns where a label begins of which what begins at start is the
// last part, behind an underscore: 氏名_カナ.
func (s *Scanner) joinedLabel(start int) int {
	text, lo := s.c.Text, s.c.Lo
	for range 2 {
		if start <= lo || text[start-1] != '_' {
			return start
		}
		start--
		if word := previousWord(text, lo, start); word < start {
			start = word
			continue
		}
		for start > lo && (isLetter(text[start-1]) || isDigit(text[start-1])) {
			start--
		}
	}
	return start
}

// separator looks whether an ASCII word before the '=', ':' or '>' at i is a
// label, and returns where to go on.
func (s *Scanner) separator(i, hi int) int {
	text := s.c.Text
	end := i
	if end > s.c.Lo && text[i] == '>' && (text[end-1] == '-' || text[end-1] == '=') { // -> =>
		end--
	}
	for end > s.c.Lo && (text[end-1] == '"' || text[end-1] == '\'' || text[end-1] == ' ' || text[end-1] == '`' || text[end-1] == ']' || text[end-1] == '.') { // Passport No.:
		end--
	}
	last := end
	for last > s.c.Lo && isDigit(text[last-1]) { // addr1
		last--
	}
	if last == s.c.Lo || !isLetter(text[last-1]) || end-last > 2 || !s.set.asciiEnds[asciiEnd(text[max(s.c.Lo, last-3):last])] {
		_, w := runeAt(text, i)
		return i + w
	}
	start := last
	for start > s.c.Lo && end-start < 40 && labelByte[text[start-1]] {
		start--
	}
	_, w := runeAt(text, i)
	if start == end || i+w >= hi || text[i] == '>' && start > 0 && text[start-1] == '/' {
		return i + w
	}
	if start > s.c.Lo && text[start-1] >= 0x80 { // 口座No：
		start = max(previousWord(text, s.c.Lo, start), runeStart(text[:start], max(s.c.Lo, end-40)))
	}
	l, ok := s.labels.of(&s.set.labels, text[start:end])
	if !ok {
		l, ok = s.wordsLabel(start, end)
	}
	if !ok || l.detector < 0 {
		return i + w
	}
	v, sep := afterLabel(text, i, hi)
	if !sep {
		return i + w
	}
	return s.announce(l, v, hi)
}

// wordsLabel returns the label of a number that the words before text[start:end]
// and it make together: Passport Number.
func (s *Scanner) wordsLabel(start, end int) (label, bool) {
	text, from := s.c.Text, start
	for range 2 {
		i := from
		if i-2 < s.c.Lo || text[i-1] != ' ' || !isLetter(text[i-2]) {
			break
		}
		for i--; i > s.c.Lo && end-i < 40 && (isLetter(text[i-1]) || text[i-1] == '\''); i-- {
		}
		from = i
	}
	if from == start {
		return label{}, false
	}
	l, ok := s.labels.of(&s.set.labels, text[from:end])
	return l, ok && l.detector >= 0 && s.set.numeric[l.detector]
}

var labelByte = func() (t [256]bool) {
	for _, b := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") {
		t[b] = true
	}
	return t
}()

// spacedLabel returns where a label begins that is written with spaces between
// its kanji, 氏　名, of which the run text[start:end] is the last part; else start.
func (s *Scanner) spacedLabel(start, end int) int {
	text, lo := s.c.Text, s.c.Lo
	if end-start > 6 || start == lo || text[start-1] != ' ' && text[start-1] != 0x80 {
		return start
	}
	switch r := first(text, min(skipSpaces(text, end, s.c.Hi), len(text)-1)); r {
	case ':', '=', '：', '＝', '】', '｜', '|':
	default:
		return start
	}
	from := start
	for range 3 {
		gap := trimSpaces(text, lo, from)
		if gap == from || from-gap > 9 {
			break
		}
		word := previousWord(text, lo, gap)
		if word == gap || gap-word > 6 || !s.freeLeft(word) {
			break
		}
		from = word
		if s.set.isLabel(text[from:end]) {
			return from
		}
	}
	return start
}

// labelStart returns where the label begins that ends at end.
func labelStart(b []byte, lo, end int) int {
	start := previousWord(b, lo, end)
	for start > lo && end-start < 40 && labelByte[b[start-1]] {
		start--
	}
	return start
}

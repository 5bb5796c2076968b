package extract

import "unicode/utf8"

// appendUTF8Runs finds runs of UTF-8, and so of ASCII, in b[i:].
func appendUTF8Runs(dst []run, b []byte, i int, g *rawGains) []run {
	s := rise{start: i, lead: i}
	for i < len(b) {
		n, gain := 1, int(g.ascii[b[i]])
		if b[i] >= 0xC2 {
			n, gain = gainUTF8(b[i:])
		}
		i += n
		if gain == noChar || !s.add(again(b, i, n, gain), n, i) {
			dst = s.flush(dst, utf8Text, i)
		}
	}
	return s.flush(dst, utf8Text, i)
}

// gainUTF8 weighs the first character of b, which is not ASCII, and returns its
// length. Characters that Japanese text has not are what bytes happen to be.
func gainUTF8(b []byte) (n, gain int) {
	r, n := utf8.DecodeRune(b)
	switch {
	case n == 1 || r >= 1<<16 && r>>16 != 2: // plane 2 has kanji: 𠮷
		return n, noChar
	case r >= 1<<16:
		return n, 16*n - costRare
	}
	switch c := int(costs()[r]); c {
	case costForeign, costControl, costBroken:
		return n, -8
	default:
		return n, 16*n - c
	}
}

// turn is what it costs to go from characters of one byte to those of two, or
// back, other than to a space. Text does so seldom, random bytes all the time.
const turn = 8

// appendCP932Runs finds runs of CP932 in b[i:]. Half-width katakana count where
// they follow each other.
func appendCP932Runs(dst []run, b []byte, i int, g *rawGains) []run {
	s := rise{start: i, lead: i}
	prev, last := byte(0), 0 // the byte before; the length of the character before
	for i < len(b) {
		c := b[i]
		n, gain := 1, noChar
		switch {
		case c < 0x80:
			gain = int(g.ascii[c])
			if prev >= 0xA1 && c != ' ' {
				gain -= turn
			}
		case c >= 0xA1 && c <= 0xDF:
			gain = halfGain(prev, c)
		case i+1 < len(b):
			if gain = int(g.cp932[c-0x80][b[i+1]]); gain != noChar {
				n = 2
			}
		}
		i += n
		if gain == noChar {
			dst = s.flush(dst, cp932, i)
			prev, last = 0, 0
			continue
		}
		if prev = c; n == 2 {
			prev = 0
		}
		if last+n == 3 && c != ' ' && s.score > 0 {
			gain -= turn
		}
		if c != ' ' {
			last = n
		}
		if !s.add(again(b, i, n, gain), n, i) {
			dst = s.flush(dst, cp932, i)
		}
	}
	return s.flush(dst, cp932, i)
}

// halfGain weighs a half-width katakana after the byte before it, 0 for a
// character of two bytes or none.
func halfGain(prev, c byte) int {
	switch {
	case prev < 0xA1:
		if c >= 0xDE {
			return -16
		}
		return 2
	case c < 0xA6: // punctuation
		return -4
	}
	return 16 - costHalfNext - sound(kanaRune(prev), kanaRune(c))
}

// appendEUCRuns finds runs of EUC-JP in b[i:].
func appendEUCRuns(dst []run, b []byte, i int, g *rawGains) []run {
	s := rise{start: i, lead: i}
	last := 0 // the length of the character before
	for i < len(b) {
		c := b[i]
		n, gain := 1, int(g.ascii[c])
		if c >= 0x80 && i+1 < len(b) {
			if gain = int(g.euc[c-0x80][b[i+1]]); gain != noChar {
				n = 2
			}
		}
		i += n
		if gain == noChar {
			dst = s.flush(dst, eucJP, i)
			last = 0
			continue
		}
		if last+n == 3 && c != ' ' && s.score > 0 {
			gain -= turn
		}
		if c != ' ' {
			last = n
		}
		if !s.add(again(b, i, n, gain), n, i) {
			dst = s.flush(dst, eucJP, i)
		}
	}
	return s.flush(dst, eucJP, i)
}

// appendRuns16 finds runs of UTF-16LE in b, at even and at odd offsets. A run of
// four characters has one at a multiple of four, so only these are looked at.
func appendRuns16(dst []run, b []byte) []run {
	g := gains()
	for odd := range 2 {
		low := odd // nothing before it is looked at again
		last := -nearGap - 1
		for i := odd; i+2 <= len(b); i += 8 {
			h := b[i+1]
			if g.utf16H[h] <= 0 || i < low || g.utf16[int(h)<<8|int(b[i])] <= 0 {
				continue
			}
			if h >= 0x4E && h < 0x80 && g.likelierASCII(b[i:min(i+8, len(b))]) {
				continue
			}
			from := i
			for back := 0; back < 7 && from-2 >= low && g.utf16[int(b[from-1])<<8|int(b[from-2])] != noChar; back++ {
				from -= 2
			}
			need := runScore
			if from-last <= nearGap {
				need = nearRun
			}
			n := len(dst)
			if dst, low = appendRun16(dst, b, from, i, need, g); len(dst) > n {
				last = dst[n].to
			}
		}
	}
	return dst
}

// likelierASCII reports whether b, of even length, is rather ASCII than UTF-16:
// two of its letters look like one kanji.
func (g *rawGains) likelierASCII(b []byte) bool {
	sum := 0
	for i, c := range b {
		if g.ascii[c] == noChar {
			return false
		}
		sum += int(g.ascii[c])
		if i%2 == 1 {
			sum -= int(g.utf16[int(c)<<8|int(b[i-1])])
		}
	}
	return sum > 0
}

// appendRun16 appends the run that begins between from and hit, if there is one
// that reaches a score, and returns where it ends.
func appendRun16(dst []run, b []byte, from, hit, need int, g *rawGains) ([]run, int) {
	s := rise{start: from, lead: from}
	i := from
	for i+1 < len(b) {
		gain := int(g.utf16[int(b[i+1])<<8|int(b[i])])
		i += 2
		if gain == noChar || !s.add(gain, 2, i) || s.score == 0 && i > hit {
			break
		}
	}
	if s.best.score < need {
		return dst, i
	}
	return s.flush(dst, utf16LE, i), i
}

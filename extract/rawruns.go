package extract

import (
	"encoding/binary"
	"strings"
	"sync"
	"unicode/utf8"
)

// noChar is the gain of what is no character of text.
const noChar = -128

// rawGains holds, for each way to write a character, how much likelier it is in
// text than in random bytes, in half bits: 16 for each of its bytes, less its
// cost in text.
type rawGains struct {
	ascii  [256]int8      // noChar for controls and from 0x80 on
	cp932  [128][256]int8 // of two bytes
	euc    [128][256]int8
	utf16  [1 << 16]int8
	utf16H [256]int8 // the highest of utf16 for an upper byte

	// bound is the most that a byte may add to the score of a run, in a lane of
	// 21 bits for each charset; 0 for what no run holds.
	bound [256]uint64
}

// Lanes of rawGains.bound: shifts.
const (
	laneUTF8  = 0
	laneCP932 = 21
	laneEUC   = 42
	laneMask  = 1<<21 - 1
)

var gains = sync.OnceValue(buildGains)

func buildGains() *rawGains {
	g, cost := new(rawGains), costs()
	gain := func(r rune, bytes int) int8 {
		if c := int(cost[r]); c < costControl || c > costControl && c < costBroken {
			return int8(16*bytes - c)
		}
		return noChar
	}
	for c := range g.ascii {
		g.ascii[c] = asciiGain(byte(c))
	}
	cp, euc := cp932Table(), eucTable()
	for lead := range 128 {
		for trail := range 256 {
			g.cp932[lead][trail], g.euc[lead][trail] = noChar, noChar
			if e := cp[lead][trail]; e != 0 && e>>entryIn&3 == 2 {
				g.cp932[lead][trail] = gain(entryRune(e), 2)
			}
			if e := euc[lead][trail]; e != 0 && e>>entryIn&3 == 2 {
				g.euc[lead][trail] = gain(entryRune(e), 2)
			}
		}
	}
	for r := range g.utf16 {
		switch {
		case r < 0x80 && g.ascii[r] == noChar || r >= 0xD800 && r < 0xF900:
			g.utf16[r] = noChar
		case r < 0x80:
			g.utf16[r] = 16 + g.ascii[r]
		default:
			g.utf16[r] = gain(rune(r), 2)
		}
	}
	for r, v := range g.utf16 {
		g.utf16H[r>>8] = max(g.utf16H[r>>8], v)
	}
	g.setBounds()
	return g
}

func (g *rawGains) setBounds() {
	for c := range 256 {
		if c < 0x80 {
			v := uint64(max(g.ascii[c], 0)) + 1 // not 0: a byte of a run
			if g.ascii[c] != noChar {
				g.bound[c] = v<<laneUTF8 | v<<laneCP932 | v<<laneEUC
			}
			continue
		}
		var u, w, e int8
		switch {
		case c == 0xE3: // kana
			u = 48 - costKana
		case c == 0xE2, c >= 0xE4 && c <= 0xE9, c == 0xEF, c == 0xF0: // kanji, symbols, full width
			u = 48 - costCommon
		case c >= 0xC2 && c <= 0xDF:
			u = 32 - costLatin
		}
		if c >= 0xA1 && c <= 0xDF {
			w = 2 * (16 - costHalfNext)
		}
		for trail := range 256 {
			w, e = max(w, g.cp932[c-0x80][trail]), max(e, g.euc[c-0x80][trail])
		}
		if c != 0xFF {
			g.bound[c] = uint64(u)<<laneUTF8 | uint64(w)<<laneCP932 | uint64(e)<<laneEUC | 1
		}
	}
}

// asciiGain weighs ASCII. Text, names and numbers in it are mostly made of
// small letters and digits; random bytes are so of rare punctuation.
func asciiGain(c byte) int8 {
	switch {
	case c == '\t':
		return 0
	case c < 0x20 || c >= 0x7F:
		return noChar
	case c == ' ' || strings.IndexByte("etaoinsrhlducm", c) >= 0:
		return 6
	case '0' <= c && c <= '9' || 'a' <= c && c <= 'z':
		return 4
	case 'A' <= c && c <= 'Z':
		return 2
	case strings.IndexByte("-./:,_@()=\"", c) >= 0:
		return 0
	}
	return -6
}

// appendRuns8 appends the runs of all charsets but UTF-16. No run holds a
// control character but tabs. Of random bytes few pieces between control
// characters are long and likely enough to be looked at.
func appendRuns8(dst []run, b []byte) []run {
	g := gains()
	last := -1 << 20 // the end of the last run taken
	for i := 0; i < len(b); {
		v := g.bound[b[i]]
		if v == 0 {
			i++
			continue
		}
		from, sum := i, uint64(0)
		for v != 0 {
			sum += v
			if i++; i == len(b) {
				break
			}
			v = g.bound[b[i]]
		}
		need := runScore
		if from-last <= nearGap {
			need = nearRun
		}
		if i-from < runBytes {
			continue
		}
		n := len(dst)
		if int(sum>>laneUTF8&laneMask) >= need {
			dst = appendUTF8Runs(dst, b[:i], from, g)
		}
		if indexHigh(b[from:i]) < i-from {
			if int(sum>>laneCP932&laneMask) >= need {
				dst = appendCP932Runs(dst, b[:i], from, g)
			}
			if int(sum>>laneEUC&laneMask) >= need {
				dst = appendEUCRuns(dst, b[:i], from, g)
			}
		}
		if len(dst) > n {
			dst = append(dst[:n], takeRuns(dst[n:], last)...)
		}
		if len(dst) > n {
			last = dst[len(dst)-1].to
		}
	}
	return dst
}

// takeRuns returns, in order, those of runs that are likely enough. last is
// where the last run before them ends.
func takeRuns(runs []run, last int) []run {
	if len(runs) > 1 {
		runs = untangle(runs)
	}
	taken := runs[:0]
	for _, u := range runs {
		if u.score >= runScore || u.score >= nearRun && u.from-last <= nearGap {
			taken = append(taken, u)
			last = u.to
		}
	}
	return taken
}

// A rise follows the score of text from byte to byte and remembers where it was
// highest, and since where it was above zero.
type rise struct {
	start, score int
	best         run
}

// add adds the gain of what ends at to. It returns false where a run ends.
func (s *rise) add(gain, to int) bool {
	s.score += gain
	switch {
	case s.score <= 0:
		s.score, s.start = 0, to
		return s.best.score < nearRun
	case s.score > s.best.score:
		s.best.from, s.best.to, s.best.score = s.start, to, s.score
	case s.score < s.best.score-runDrop:
		return false
	}
	return true
}

// flush appends the best run to dst, if it is one, and begins anew at next.
func (s *rise) flush(dst []run, cs charset, next int) []run {
	if s.best.score >= nearRun && s.best.to-s.best.from >= runBytes {
		s.best.cs = cs
		dst = append(dst, s.best)
	}
	*s = rise{start: next}
	return dst
}

// appendUTF8Runs finds runs of UTF-8, and so of ASCII, in b[i:].
func appendUTF8Runs(dst []run, b []byte, i int, g *rawGains) []run {
	cost := costs()
	s := rise{start: i}
	for i < len(b) {
		n, gain := 1, int(g.ascii[b[i]])
		if b[i] >= 0xC2 {
			var r rune
			r, n = utf8.DecodeRune(b[i:])
			switch {
			case n == 1 || r >= 1<<16 && r>>16 != 2: // plane 2 has kanji: 𠮷
				gain = noChar
			case r >= 1<<16:
				gain = 16*n - costRare
			case cost[r] == costForeign || cost[r] == costControl || cost[r] == costBroken:
				gain = -8 // three bytes that happen to be a character
			default:
				gain = 16*n - int(cost[r])
			}
		}
		i += n
		if gain == noChar || !s.add(gain, i) {
			dst = s.flush(dst, utf8Text, i)
		}
	}
	return s.flush(dst, utf8Text, i)
}

// turn is what it costs to go from characters of one byte to those of two, or
// back. Text does so seldom, random bytes do all the time.
const turn = 8

// appendCP932Runs finds runs of CP932 in b[i:]. Half-width katakana count where
// they follow each other.
func appendCP932Runs(dst []run, b []byte, i int, g *rawGains) []run {
	s := rise{start: i}
	prev, wide := byte(0), 0
	for i < len(b) {
		c := b[i]
		n, gain := 1, noChar
		switch {
		case c < 0x80:
			gain = int(g.ascii[c]) - turn*wide
			if prev >= 0xA1 && c != ' ' {
				gain -= turn
			}
		case c >= 0xA1 && c <= 0xDF:
			gain = halfGain(prev, c)
		case i+1 < len(b):
			if gain = int(g.cp932[c-0x80][b[i+1]]); gain != noChar {
				n = 2
				gain -= turn * (1 - wide)
			}
		}
		i += n
		if wide, prev = n-1, c; n == 2 {
			prev = 0
		}
		if gain <= noChar || !s.add(gain, i) {
			dst = s.flush(dst, cp932, i)
		}
	}
	return s.flush(dst, cp932, i)
}

// halfGain weighs a half-width katakana after the byte before it, 0 for a
// character of two bytes.
func halfGain(prev, c byte) int {
	switch {
	case prev < 0xA1 || prev > 0xDF:
		if c >= 0xDE {
			return -16
		}
		if prev == ' ' {
			return 0
		}
		return 16 - costHalf
	case c < 0xA6: // punctuation
		return -4
	}
	return 16 - costHalfNext - sound(kanaRune(prev), kanaRune(c))
}

// appendEUCRuns finds runs of EUC-JP in b[i:].
func appendEUCRuns(dst []run, b []byte, i int, g *rawGains) []run {
	s := rise{start: i}
	wide := 0
	for i < len(b) {
		c := b[i]
		n, gain := 1, int(g.ascii[c])-turn*wide
		if c >= 0x80 && i+1 < len(b) {
			if gain = int(g.euc[c-0x80][b[i+1]]); gain != noChar {
				n = 2
				gain -= turn * (1 - wide)
			}
		}
		i += n
		wide = n - 1
		if gain <= noChar || !s.add(gain, i) {
			dst = s.flush(dst, eucJP, i)
		}
	}
	return s.flush(dst, eucJP, i)
}

// appendRuns16 finds runs of UTF-16LE in b, at even and at odd offsets. A run of
// four characters has one at each multiple of four, so only these are looked at.
func appendRuns16(dst []run, b []byte) []run {
	g := gains()
	for odd := range 2 {
		low := odd // nothing before it is to be looked at again
		for i := odd; i+8 <= len(b); i += 8 {
			h := b[i+1]
			if g.utf16H[h] <= 0 || i < low || h >= 0x4E && h < 0x80 && binary.LittleEndian.Uint64(b[i:])&highBits == 0 {
				continue // no text, or ASCII, whose letters look like kanji
			}
			from := i
			for back := 0; back < 3 && from-2 >= low && g.utf16[int(b[from-1])<<8|int(b[from-2])] > 0; back++ {
				from -= 2
			}
			dst, low = appendRun16(dst, b, from, g)
		}
	}
	return dst
}

// appendRun16 appends the run that begins at from, if there is one, and returns
// where it ends.
func appendRun16(dst []run, b []byte, from int, g *rawGains) ([]run, int) {
	s := rise{start: from}
	i := from
	for i+1 < len(b) {
		gain := int(g.utf16[int(b[i+1])<<8|int(b[i])])
		i += 2
		if gain == noChar || !s.add(gain, i) || s.score == 0 {
			break
		}
	}
	if s.best.score < runScore {
		return dst, i
	}
	return s.flush(dst, utf16LE, i), i
}

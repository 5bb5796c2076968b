package extract

import (
	"slices"
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
	// 8 bits for each charset, and inRun for what a run may hold.
	bound [256]uint32
}

// Lanes of rawGains.bound: shifts. A sum in a lane may reach 128 and 31 more.
const (
	laneUTF8  = 0
	laneCP932 = 8
	laneEUC   = 16
	laneOnes  = 1<<laneUTF8 | 1<<laneCP932 | 1<<laneEUC
	inRun     = 1 << 31
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
	for c := range 0x80 {
		if g.ascii[c] != noChar {
			g.bound[c] = uint32(max(g.ascii[c], 0))*laneOnes | inRun
		}
	}
	for c := 0x80; c < 0xFF; c++ {
		var u, w, e int8
		switch {
		case c == 0xE3: // kana
			u = 48 - costKana
		case c == 0xE2, c >= 0xE4 && c <= 0xE9, c == 0xEF, c == 0xF0: // kanji, symbols, full width
			u = 48 - costCommon
		case c >= 0xC2 && c <= 0xDF:
			u = 32 - costLatin
		}
		switch {
		case c >= 0xDE && c <= 0xDF:
			w = 16 - costHalfNext + 6
		case c >= 0xA1 && c <= 0xDF:
			w = 16 - costHalfNext
		}
		for trail := range 256 {
			w, e = max(w, g.cp932[c-0x80][trail]), max(e, g.euc[c-0x80][trail])
		}
		g.bound[c] = uint32(u)<<laneUTF8 | uint32(w)<<laneCP932 | uint32(e)<<laneEUC | inRun
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

// appendRuns8 appends the runs of all charsets but UTF-16, in order. No run
// holds a control character but tabs.
func appendRuns8(dst []run, b []byte) []run {
	g := gains()
	for i, last := 0, -nearGap-1; i < len(b); {
		need := runScore
		if i-last <= nearGap {
			need = nearRun
		}
		n, from, lanes := len(dst), 0, uint32(0)
		from, i, lanes = g.piece(b, i, need)
		dst = appendPiece(dst, b[:i], from, lanes, need, g)
		if far := len(dst) > n && dst[n].from-last > nearGap; far && need < runScore {
			need = runScore
			dst = append(dst[:n], takeRuns(dst[n:], need)...)
		}
		if len(dst) == n {
			continue
		}
		if need == runScore { // what comes shortly before is taken too
			first := slices.Clone(dst[n:])
			dst = dst[:n]
			for j := max(last, first[0].from-nearGap, 0); j < first[0].from; {
				from, j, lanes = g.piece(b[:first[0].from], j, nearRun)
				dst = appendPiece(dst, b[:j], from, lanes, nearRun, g)
			}
			dst = append(dst, first...)
		}
		last = dst[len(dst)-1].to
	}
	return dst
}

// piece finds the next piece between control characters, from i on, that may
// hold a run that reaches a score, and the lanes in which it may. Of random bytes
// few pieces are long and likely enough, so the loop does nothing but ask.
func (g *rawGains) piece(b []byte, i, need int) (from, to int, lanes uint32) {
	const top = 128 * laneOnes
	start := uint32(128-need) * laneOnes
	sum := start
	for low := i; i < len(b); i++ {
		v := g.bound[b[i]]
		mask := uint32(int32(v) >> 31)
		sum = (sum+v&^inRun)&mask | start&^mask
		if sum&top == 0 {
			continue
		}
		from = i
		for from > low && g.bound[b[from-1]] != 0 {
			from--
		}
		for to = i + 1; to < len(b) && g.bound[b[to]] != 0; to++ {
			lanes |= sum & top
			sum = sum&^top + g.bound[b[to]]&^inRun
		}
		return from, to, lanes | sum&top
	}
	return i, i, 0
}

// appendPiece appends the runs in b[from:] that reach a score.
func appendPiece(dst []run, b []byte, from int, lanes uint32, need int, g *rawGains) []run {
	n := len(dst)
	if lanes>>laneUTF8&128 != 0 {
		dst = appendUTF8Runs(dst, b, from, g)
	}
	if lanes>>8 != 0 && indexHigh(b[from:]) < len(b)-from {
		if lanes>>laneCP932&128 != 0 {
			dst = appendCP932Runs(dst, b, from, g)
		}
		if lanes>>laneEUC&128 != 0 {
			dst = appendEUCRuns(dst, b, from, g)
		}
	}
	if len(dst) == n {
		return dst
	}
	return append(dst[:n], takeRuns(untangle(dst[n:]), need)...)
}

// takeRuns returns those of runs that reach a score, and those near to them.
func takeRuns(runs []run, need int) []run {
	strong := slices.IndexFunc(runs, func(u run) bool { return u.score >= need })
	if strong < 0 {
		return nil
	}
	for strong > 0 && runs[strong].from-runs[strong-1].to <= nearGap {
		strong--
	}
	taken := runs[:0]
	for _, u := range runs[strong:] {
		if u.score >= need || len(taken) == 0 || u.from-taken[len(taken)-1].to <= nearGap {
			taken = append(taken, u)
		}
	}
	return taken
}

// A rise follows the score of text from character to character and remembers
// where it was highest, and since where it was above zero.
type rise struct {
	start, score int
	lead         int // where the character before start began, if a run may include it
	best         run
	trail        int // best.to, or after one more character
}

// again lowers the gain of the n bytes that end at i if the n before are the same
// character: pixels repeat. Text has a letter twice, seldom three times; digits
// may repeat.
func again(b []byte, i, n, gain int) int {
	if i < 2*n || b[i-1] != b[i-1-n] || b[i-n] != b[i-2*n] || '0' <= b[i-n] && b[i-n] <= '9' {
		return gain
	}
	if i < 3*n || b[i-1] != b[i-1-2*n] || b[i-n] != b[i-3*n] {
		return min(gain, 0)
	}
	return min(gain, -8)
}

// rareKanji reports whether a gain is that of a character which may begin or end
// a run though it is not likely: a rare kanji in a name.
func rareKanji(gain, n int) bool {
	return n > 1 && (gain == 16*n-costRare || gain == 16*n-costLevel2)
}

// add adds the gain of the n bytes that end at to. It returns false where a run
// ends.
func (s *rise) add(gain, n, to int) bool {
	s.score += gain
	switch {
	case s.score > 0 && s.score >= s.best.score:
		s.best.from, s.best.to, s.best.score = s.lead, to, s.score
		s.trail = to
	case s.score <= 0:
		s.score, s.start, s.lead = 0, to, to
		if rareKanji(gain, n) {
			s.lead = to - n
		}
		return s.best.score < nearRun
	case s.score < s.best.score-runDrop:
		return false
	case s.best.to == to-n && rareKanji(gain, n):
		s.trail = to
	}
	return true
}

// flush appends the best run to dst, if it is one, and begins anew at next.
func (s *rise) flush(dst []run, cs charset, next int) []run {
	if s.best.score >= nearRun && s.trail-s.best.from >= runBytes {
		s.best.cs, s.best.to = cs, s.trail
		dst = append(dst, s.best)
	}
	*s = rise{start: next, lead: next}
	return dst
}

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

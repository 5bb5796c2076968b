package extract

import (
	"bytes"

	"github.com/shikiri/shikiri/extract/hostcode"
)

// What a byte outside of kanji is on a host.
const (
	hbBlank  uint8 = iota
	hbDigit        // 0xF0 to 0xF9
	hbLetter       // capitals
	hbKana         // kana of one page, small letters of the other
	hbSign         // what else is printed often
	hbRare         // what is printed rarely
	hbNUL
	hbControl
	hbNone // no character
)

// hostBytes is what each byte is on a host, whichever code page it uses.
var hostBytes = func() (t [256]uint8) {
	for c := range t {
		a, b := hostcode.Page290[c], hostcode.Page1027[c]
		switch {
		case c == 0x40:
			t[c] = hbBlank
		case c == 0:
			t[c] = hbNUL
		case c < 0x40:
			t[c] = hbControl
		case c >= 0xF0 && c <= 0xF9:
			t[c] = hbDigit
		case c >= 0xC1 && c <= 0xE9 && c&0x0F <= 9 && c&0x0F > 0 && c != 0xE1:
			t[c] = hbLetter
		case a == '\uFFFD' && b == '\uFFFD' || c == 0xFF:
			t[c] = hbNone
		case bytes.IndexByte([]byte{0x4B, 0x4D, 0x50, 0x5C, 0x5D, 0x60, 0x61, 0x6B, 0x7A, 0xC0, 0xD0}, byte(c)) >= 0:
			t[c] = hbSign
		case hostcode.HalfKana(a) || hostcode.HalfKana(b):
			t[c] = hbKana
		default:
			t[c] = hbRare
		}
	}
	return t
}()

// minHost is the least that tells a host's file: a record and a half of a card.
const minHost = 48

// sniffHost reports whether a file that begins with head is data of a host. Its
// blanks and digits, which are '@' and letters that Japanese files lack, and its
// kanji between shift codes are most of it, and next to nothing is what ASCII has
// most of. Every file is asked: a look at its first bytes answers for nearly all.
func sniffHost(head []byte) bool {
	first := head[:min(len(head), 4<<10)]
	if len(first) < minHost {
		return false
	}
	var count [256]int
	for _, c := range first {
		count[c]++
	}
	digits, shifts := 0, count[0x0E]+count[0x0F]+count[0x28]+count[0x29]+count[0x0A]
	for c := 0xF0; c <= 0xF9; c++ {
		digits += count[c]
	}
	if (count[0x40]+digits)*25 < len(first) && shifts*12 < len(first) || count[' ']*12 > len(first) {
		return false
	}
	if binaryMark(head) {
		return false
	}
	_, ok := weighHost(head)
	return ok
}

// weighHost returns whose kanji are in head, and whether it is a host's.
func weighHost(head []byte) (scheme hostcode.Scheme, ok bool) {
	var best hostWeight
	for _, s := range []hostcode.Scheme{hostcode.IBM, hostcode.KEIS, hostcode.JEF} {
		w := weigh(head, s)
		if s == hostcode.IBM || w.pairs > best.pairs {
			best, scheme = w, s
		}
	}
	return scheme, best.likely(len(head))
}

// A hostWeight counts what a file is made of, read as kanji of one vendor.
type hostWeight struct {
	pairs, kanji int // characters of two bytes; bytes of theirs with their shift codes
	wide         int // blanks of CP932, whose second byte is a host's blank
	bytes        [hbNone + 1]int
	ascii        int // blanks, line ends and digits of ASCII
}

func weigh(head []byte, s hostcode.Scheme) (w hostWeight) {
	for i := 0; i < len(head); {
		if c := head[i]; c < 0x40 {
			if t, ok := s.Stretch(head[i:]); ok && t.Close > 0 && t.Pairs > 0 {
				w.pairs += t.Pairs
				w.kanji += t.Len()
				i += t.Len()
				continue
			}
			if c == ' ' || c == '\n' || c >= '0' && c <= '9' {
				w.ascii++
			}
		} else if c == 0x81 && i+1 < len(head) && head[i+1] == 0x40 {
			w.wide++
		}
		w.bytes[hostBytes[head[i]]]++
		i++
	}
	return w
}

// likely reports whether n bytes that weigh so are a host's.
func (w *hostWeight) likely(n int) bool {
	n -= w.bytes[hbNUL]
	core := w.bytes[hbBlank] - 2*w.wide + w.bytes[hbDigit] + w.kanji
	text := w.bytes[hbLetter] + w.bytes[hbKana] + w.kanji
	strange := w.bytes[hbControl] + w.bytes[hbNone]
	blank := w.bytes[hbBlank] - w.wide
	if n >= minHost && blank*12 > n && (text+w.bytes[hbDigit])*2 > n && strange*20 < n && w.ascii*50 < n && w.wide*4 < blank {
		return true // prose and programs
	}
	switch {
	case n < minHost, core*4 < n, core < 24:
		return false
	case w.ascii*6 > core, strange*2 > n:
		return false
	case text*50 < n && w.bytes[hbDigit]*5 < n:
		return false
	}
	// Pictures without a reader are bytes of all values around some.
	return w.kanji*10 > n || w.bytes[hbNone]*4 < w.bytes[hbDigit]+w.bytes[hbLetter] && w.bytes[hbBlank]*50 > n
}

// hostPage tells the code page of text by where it has kana and small letters,
// which count counts by byte.
func hostPage(count *[256]int) *hostcode.Page {
	small, only290, mixed := 0, 0, 0
	for c, n := range count {
		switch {
		case c == 0x59, c >= 0x62 && c <= 0x69, c >= 0x70 && c <= 0x78: // kana of 1027, small letters of 290
			mixed += n
		case c >= 0x81 && c <= 0x89, c >= 0x91 && c <= 0x99, c >= 0xA2 && c <= 0xA9: // the other way round
			small += n
		case hostBytes[c] == hbKana && c > 0x80: // kana of both
			only290 += n
		}
	}
	if small > 8*only290 && small > mixed || only290 > 0 && mixed > small {
		return hostcode.Page1027
	}
	return hostcode.Page290
}

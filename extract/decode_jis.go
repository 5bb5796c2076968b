package extract

import (
	"bytes"
	"unicode/utf8"
)

const (
	esc      = 0x1B
	shiftOut = 0x0E
	shiftIn  = 0x0F
)

// A jisSet is what the bytes 0x21 to 0x7E stand for in ISO-2022-JP.
type jisSet uint8

const (
	jisASCII jisSet = iota
	jisKana
	jis208
	jisSupplement // JIS X 0212
)

// jisEscapes are the sequences that name a set. RFC 1468, RFC 1554 and what
// Windows and old hosts write; JIS X 0213 is read as JIS X 0208, of which it is
// an extension.
var jisEscapes = []struct {
	seq string
	set jisSet
}{
	{"$B", jis208}, {"$@", jis208}, {"$(B", jis208}, {"$(@", jis208},
	{"$(O", jis208}, {"$(Q", jis208}, {"$(D", jisSupplement},
	{"(B", jisASCII}, {"(J", jisASCII}, {"(H", jisASCII}, {"(I", jisKana}, {"&@", jisASCII},
}

// jisEscape returns the set that the sequence after an ESC names, and the
// sequence's length; 0 if it is none.
func jisEscape(b []byte) (set jisSet, n int) {
	for _, e := range jisEscapes {
		if len(b) >= len(e.seq) && string(b[:len(e.seq)]) == e.seq {
			return e.set, len(e.seq)
		}
	}
	return 0, 0
}

// findJIS is the index of the first escape sequence in b that begins kana or
// kanji which follow as they must, or -1. Printers' control sequences, colours
// of terminals and lone sequences back to ASCII are none.
func findJIS(b []byte) int {
	for at := 0; ; at++ {
		i := bytes.IndexByte(b[at:], esc)
		if i < 0 {
			return -1
		}
		at += i
		set, n := jisEscape(b[at+1:])
		if n == 0 || set == jisASCII {
			continue
		}
		run := 0
		rest := b[at+1+n:]
		for run < len(rest) && rest[run] > 0x20 && rest[run] < 0x7F {
			run++
		}
		if run > 0 && (set == jisKana || run%2 == 0 || run == len(rest)) {
			return at
		}
	}
}

// A jisDecoder holds what ISO-2022-JP keeps from byte to byte.
type jisDecoder struct {
	set     jisSet
	shifted bool // by SO: kana until SI
}

// append decodes src up to its end, to a character or escape sequence that it
// cuts, or to bytes that are not of 7 bits. n is how many bytes were decoded.
func (d *jisDecoder) append(dst, src []byte) (out []byte, n int) {
	i := 0
	for i < len(src) {
		c := src[i]
		switch {
		case c >= 0x80:
			return dst, i
		case c == esc:
			set, n := jisEscape(src[i+1:])
			if n > 0 {
				d.set = set
				i += 1 + n
				continue
			}
			if len(src)-i < 4 && mayEscape(src[i+1:]) {
				return dst, i
			}
			dst = append(dst, c)
		case c == shiftOut, c == shiftIn:
			d.shifted = c == shiftOut
		case c < 0x20 || c == 0x7F:
			// A line that lost its last escape sequence must not spoil the next.
			if c == '\n' || c == '\r' {
				*d = jisDecoder{}
			}
			dst = append(dst, c)
		case c == ' ', d.set == jisASCII && !d.shifted:
			dst = append(dst, c)
		case d.shifted || d.set == jisKana:
			if c > 0x5F {
				dst = append(dst, c)
			} else {
				dst = utf8.AppendRune(dst, kanaRune(c|0x80))
			}
		default:
			if i+1 == len(src) {
				return dst, i
			}
			if t := src[i+1]; t <= 0x20 || t >= 0x7F {
				dst = append(dst, "\uFFFD"...)
				break
			}
			dst = utf8.AppendRune(dst, d.pair(c|0x80, src[i+1]|0x80))
			i++
		}
		i++
	}
	return dst, i
}

// pair is the character of two bytes in the current set.
func (d *jisDecoder) pair(row, cell byte) rune {
	if d.set == jis208 {
		if e := eucTable()[row-0x80][cell]; e != 0 {
			return entryRune(e)
		}
	} else if r := jis212()[row-0xA1][cell-0xA1]; r != 0 {
		return r
	}
	return '\uFFFD'
}

// mayEscape reports whether b could be the beginning of an escape sequence.
func mayEscape(b []byte) bool {
	for _, e := range jisEscapes {
		if len(b) < len(e.seq) && e.seq[:len(b)] == string(b) {
			return true
		}
	}
	return false
}

package extract

import (
	"bytes"
	"unicode/utf8"
)

// unescapeOOXML replaces the _x000D_ of a text in place (ECMA-376 part 1,
// 22.9.2.19). Control characters become spaces, but for ends of lines.
func unescapeOOXML(b []byte) []byte {
	at := bytes.Index(b, []byte("_x"))
	if at < 0 {
		return b
	}
	n := at
	for at < len(b) {
		if r := escapedOOXML(b[at:]); r >= 0 {
			if r < ' ' && r != '\n' {
				r = ' '
			}
			n += utf8.EncodeRune(b[n:n+utf8.UTFMax], r) // shorter than the escape
			at += len("_x000D_")
			continue
		}
		b[n] = b[at]
		n++
		at++
	}
	return b[:n]
}

// escapedOOXML returns the character that b begins with in escaped form, or -1.
func escapedOOXML(b []byte) rune {
	if len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return -1
	}
	r := rune(0)
	for _, c := range b[2:6] {
		switch {
		case c-'0' <= 9:
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return -1
		}
	}
	return r
}

package extract

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// sniffJSON reports whether text is JSON, or JSON values one after another, as
// far as it goes. It must be strict: a log may begin with a bracket and hold
// Windows paths, which are not escapes.
func sniffJSON(text []byte) bool {
	text = bytes.TrimLeft(text[:min(len(text), 4<<10)], " \t\r\n")
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return false
	}
	const (
		value = iota // or the end of an array
		key          // or the end of an object
		colon
		comma // or an end
	)
	var open []byte // brackets
	want := value
	for len(text) > 0 {
		c := text[0]
		n := 1
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
		case c == '{' && want == value:
			open, want = append(open, c), key
		case c == '[' && want == value:
			open = append(open, c)
		case (c == '}' || c == ']') && want != colon && len(open) > 0 && open[len(open)-1] == c-2:
			open, want = open[:len(open)-1], comma
			if len(open) == 0 {
				want = value
			}
		case c == '"' && len(open) > 0 && (want == value || want == key):
			if n = stringLen(text); n == 0 {
				return true // cut
			}
			if want++; want == key {
				want = comma
			}
		case c == ':' && want == colon:
			want = value
		case c == ',' && want == comma:
			if want = value; open[len(open)-1] == '{' {
				want = key
			}
		case want == value && len(open) > 0 && jsonScalar(text) > 0:
			n, want = jsonScalar(text), comma
		default:
			return false
		}
		text = text[n:]
	}
	return true
}

// stringLen is the length of the JSON string that b begins with, or 0 if it has no end.
func stringLen(b []byte) int {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}

// jsonScalar is the length of the number or literal that b begins with, or 0.
func jsonScalar(b []byte) int {
	n := 0
	for n < len(b) && bytes.IndexByte([]byte(" \t\r\n,]}:"), b[n]) < 0 {
		n++
	}
	switch word := string(b[:min(n, 6)]); {
	case word == "true", word == "false", word == "null", word == "NaN":
		return n
	}
	for _, c := range b[:n] {
		if (c < '0' || c > '9') && bytes.IndexByte([]byte("+-.eE"), c) < 0 {
			if n == len(b) && n < 5 && c >= 'a' && c <= 'z' {
				return n // a literal that is cut
			}
			return 0
		}
	}
	return n
}

// unescapeJSON is the step of a filter that turns escape sequences into what
// they stand for, so that values read as they are meant: labels, quotes and
// commas stay. Line breaks, which are escaped in values, become spaces: the
// lines of the file stay its lines. RFC 8259, section 7.
func unescapeJSON(b []byte, final bool) (n, keep int) {
	at := bytes.IndexByte(b, '\\')
	if at < 0 {
		return len(b), 0
	}
	for n = at; at < len(b); {
		size := 0
		if n, size = unescapeOne(b, n, at, final); size == 0 {
			return n, len(b) - at
		}
		at += size
		next := bytes.IndexByte(b[at:], '\\')
		if next < 0 {
			next = len(b) - at
		}
		n += copy(b[n:], b[at:at+next])
		at += next
	}
	return n, 0
}

// unescapeOne writes what the sequence at b[at] stands for to b[n], and returns
// the new n and the length of the sequence; 0 if b cuts it and more follows.
func unescapeOne(b []byte, n, at int, final bool) (written, size int) {
	if at+1 == len(b) {
		if !final {
			return n, 0
		}
		b[n] = '\\'
		return n + 1, 1
	}
	switch c := b[at+1]; c {
	case '"', '\\', '/':
		b[n] = c
		return n + 1, 2
	case 'b', 'f', 'n', 'r', 't':
		b[n] = ' '
		return n + 1, 2
	case 'u':
	default: // no escape: both stay
		b[n] = '\\'
		return n + 1, 1
	}
	r, ok := hexUnit(b[at:])
	if !ok {
		if !final && len(b)-at < 6 {
			return n, 0
		}
		b[n] = '\\'
		return n + 1, 1
	}
	size = 6
	if utf16.IsSurrogate(r) {
		low, ok := hexUnit(b[at+6:])
		if !ok && !final && len(b)-at < 12 {
			return n, 0
		}
		if r = utf16.DecodeRune(r, low); ok && r != utf8.RuneError {
			size = 12
		}
	}
	if r < ' ' {
		r = ' '
	}
	return n + utf8.EncodeRune(b[n:at+size], r), size
}

// hexUnit decodes \uXXXX at the beginning of b.
func hexUnit(b []byte) (r rune, ok bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	for _, c := range b[2:6] {
		d := bytes.IndexByte([]byte("0123456789abcdef"), c|0x20)
		if d < 0 || c < '0' {
			return 0, false
		}
		r = r<<4 | rune(d)
	}
	return r, true
}

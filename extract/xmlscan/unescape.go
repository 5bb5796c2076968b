package xmlscan

import (
	"bytes"
	"unicode/utf8"
)

// maxReference is the length of the longest reference that is looked for.
const maxReference = 12

// AppendUnescaped appends b with its references replaced: the five of XML 1.0
// (4.6) and those of characters. Others stay as they are.
func AppendUnescaped(dst, b []byte) []byte {
	for {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			return append(dst, b...)
		}
		dst = append(dst, b[:i]...)
		b = b[i:]
		end := bytes.IndexByte(b[:min(len(b), maxReference)], ';')
		r := rune(-1)
		if end > 0 {
			r = reference(b[1:end])
		}
		if r < 0 {
			dst = append(dst, '&')
			b = b[1:]
			continue
		}
		dst = utf8.AppendRune(dst, r)
		b = b[end+1:]
	}
}

// reference returns the character that a reference stands for, or -1.
func reference(name []byte) rune {
	switch string(name) {
	case "amp":
		return '&'
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	if len(name) < 2 || name[0] != '#' {
		return -1
	}
	base, digits := rune(10), name[1:]
	if digits[0] == 'x' || digits[0] == 'X' {
		base, digits = 16, digits[1:]
	}
	r := rune(0)
	for _, c := range digits {
		d := digit(c)
		if d >= base || r > utf8.MaxRune {
			return -1
		}
		r = r*base + d
	}
	if len(digits) == 0 || r == 0 || !utf8.ValidRune(r) {
		return -1
	}
	return r
}

func digit(c byte) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10
	}
	return 99
}

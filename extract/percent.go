package extract

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// unescapePercent is the step of a filter in which %E5%B1%B1 is the character it
// stands for if that is Japanese (RFC 3986 section 2.1 over UTF-8): print and
// mail systems on the web have names in the URLs of their logs. What else
// follows % stays. Text without % costs a search.
func unescapePercent(b []byte, final bool) (n, keep int) {
	from := 0
	for {
		at := bytes.IndexByte(b[from:], '%')
		if at < 0 {
			n += copy(b[n:], b[from:])
			return n, 0
		}
		at += from
		n += copy(b[n:], b[from:at])
		r, end, cut := percentRune(b, at)
		if cut && !final {
			return n, len(b) - at
		}
		if end == 0 {
			b[n] = '%'
			n++
			from = at + 1
			continue
		}
		n += utf8.EncodeRune(b[n:end], r)
		from = end
	}
}

// percentRune returns the Japanese character whose bytes are escaped from b[at]
// on and where they end; cut says that b ends too soon to tell.
func percentRune(b []byte, at int) (r rune, end int, cut bool) {
	var char [utf8.UTFMax]byte
	want := 1
	for i := 0; i < want; i++ {
		k := at + 3*i
		if k+3 > len(b) {
			return 0, 0, k == len(b) && i > 0 || k < len(b) && b[k] == '%' && allHex(b[k+1:])
		}
		if b[k] != '%' || !allHex(b[k+1:k+3]) {
			return 0, 0, false
		}
		char[i] = hexByte(b[k+1])<<4 | hexByte(b[k+2])
		if i == 0 {
			switch c := char[0]; {
			case c >= 0xE2 && c <= 0xEF:
				want = 3
			case c == 0xF0 || c == 0xF3:
				want = 4
			default:
				return 0, 0, false
			}
		}
	}
	r, size := utf8.DecodeRune(char[:want])
	if size != want || !isJapanese(r) {
		return 0, 0, false
	}
	return r, at + 3*want, false
}

func hexByte(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// newUnpercenter returns a reader of the text of r without such escapes.
func newUnpercenter(r io.Reader) io.Reader { return newFilter(r, unescapePercent) }

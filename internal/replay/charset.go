package replay

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
)

// A charset is how a file's text is written.
type charset uint8

const (
	utf8 charset = iota
	utf8BOM
	cp932
	eucJP
	iso2022JP
	utf16LE // with a byte order mark
)

var allCharsets = []charset{utf8, utf8BOM, cp932, eucJP, iso2022JP, utf16LE}

func (c charset) String() string {
	return [...]string{"utf-8", "utf-8-bom", "cp932", "euc-jp", "iso-2022-jp", "utf-16le"}[c]
}

// mark returns what a file begins with.
func (c charset) mark() string {
	switch c {
	case utf8BOM:
		return "\xEF\xBB\xBF"
	case utf16LE:
		return "\xFF\xFE"
	}
	return ""
}

// can reports whether c has all characters of s.
func (c charset) can(s string) bool {
	switch c {
	case cp932:
		return inTable(cp932Table(), s)
	case eucJP:
		return inTable(eucTable(), s)
	case iso2022JP:
		for _, r := range s {
			if r < 0x80 {
				continue
			}
			// Row 13 and the IBM rows are no part of JIS X 0208; half-width kana of no 7-bit mail.
			if r > 0xFFFF {
				return false
			}
			if code := eucTable()[r]; code>>8 < 0xA1 || code>>8 == 0xAD || code>>8 > 0xF4 {
				return false
			}
		}
	}
	return true
}

func inTable(t *[1 << 16]uint16, s string) bool {
	for _, r := range s {
		if r > 0xFFFF || r != 0 && t[r] == 0 {
			return false
		}
	}
	return true
}

// append adds s to dst. The error names the first character that c has not.
func (c charset) append(dst []byte, s string) ([]byte, error) {
	switch c {
	case cp932:
		return appendTable(dst, cp932Table(), s)
	case eucJP:
		return appendTable(dst, eucTable(), s)
	case iso2022JP:
		out, err := japanese.ISO2022JP.NewEncoder().String(s)
		return append(dst, out...), err
	case utf16LE:
		for _, r := range s {
			if r >= 0x10000 {
				hi, lo := utf16.EncodeRune(r)
				dst = append(dst, byte(hi), byte(hi>>8), byte(lo), byte(lo>>8))
				continue
			}
			dst = append(dst, byte(r), byte(r>>8))
		}
		return dst, nil
	}
	return append(dst, s...), nil
}

func appendTable(dst []byte, t *[1 << 16]uint16, s string) ([]byte, error) {
	for _, r := range s {
		if r < 0x80 {
			dst = append(dst, byte(r))
			continue
		}
		if r > 0xFFFF || t[r] == 0 {
			return dst, fmt.Errorf("encode U+%04X: not in the character set", r)
		}
		if t[r] > 0xFF {
			dst = append(dst, byte(t[r]>>8))
		}
		dst = append(dst, byte(t[r]))
	}
	return dst, nil
}

var eucTable = sync.OnceValue(func() *[1 << 16]uint16 { return tableOf(japanese.EUCJP) })

// cp932Table is what Windows writes: the IBM extensions in rows FA to FC, where
// x/text has NEC's copy in ED and EE, and gaiji (U+E000 on) from F040 on, which
// x/text lacks.
var cp932Table = sync.OnceValue(func() *[1 << 16]uint16 {
	t := tableOf(japanese.ShiftJIS)
	for r, code := range t {
		if lead := code >> 8; lead == 0xED || lead == 0xEE {
			// ED40 is FA5C, and so on in order up to EEEC.
			n := int(lead-0xED)*188 + trailIndex(byte(code))
			if n >= 360 {
				continue
			}
			n += 28
			t[r] = uint16(0xFA+n/188)<<8 | uint16(trailByte(n%188))
		}
	}
	for i := range 1880 {
		t[0xE000+i] = uint16(0xF0+i/188)<<8 | uint16(trailByte(i%188))
	}
	return t
})

func trailIndex(b byte) int {
	if b >= 0x80 {
		return int(b) - 0x41
	}
	return int(b) - 0x40
}

func trailByte(i int) byte {
	if i >= 63 {
		return byte(i + 0x41)
	}
	return byte(i + 0x40)
}

func tableOf(e encoding.Encoding) *[1 << 16]uint16 {
	t := new([1 << 16]uint16)
	enc := e.NewEncoder()
	for r := rune(1); r < 1<<16; r++ {
		if r >= 0xD800 && r < 0xE000 {
			continue
		}
		if b, err := enc.String(string(r)); err == nil && len(b) <= 2 {
			for i := range len(b) {
				t[r] = t[r]<<8 | uint16(b[i])
			}
		}
	}
	return t
}

// padTo returns s filled with pad to a width of n bytes in CP932, cut between
// characters if it is longer.
func padTo(s string, n int, pad string) string {
	width := 0
	for i, r := range s {
		w := runeWidth(r)
		if width+w > n {
			s = s[:i]
			break
		}
		width += w
	}
	p := runeWidth([]rune(pad)[0])
	s += strings.Repeat(pad, (n-width)/p)
	return s + strings.Repeat(" ", (n-width)%p)
}

// runeWidth is 1 for what CP932 has in one byte, else 2.
func runeWidth(r rune) int {
	if r < 0x80 || r >= 0xFF61 && r <= 0xFF9F {
		return 1
	}
	return 2
}

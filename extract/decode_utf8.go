package extract

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// validUTF8 is the length of the longest prefix of b that is valid UTF-8.
// utf8.Valid checks Japanese text at about 1 GB/s; here two kana or kanji are
// checked at once.
func validUTF8(b []byte) int {
	i := 0
	for i+16 <= len(b) {
		w := binary.LittleEndian.Uint64(b[i:])
		if w&highBits == 0 {
			i += 8
			if v := binary.LittleEndian.Uint64(b[i:]); v&highBits == 0 {
				i += 8
			}
			continue
		}
		const (
			mask    = 0xC0C0F0C0C0F0
			pattern = 0x8080E08080E0 // two characters of three bytes
			plain   = 0xDFFE         // leads after which all is allowed: not E0, not ED
		)
		if w&mask == pattern && plain>>(w&15)&(plain>>(w>>24&15))&1 != 0 {
			i += 6
			v := binary.LittleEndian.Uint64(b[i:])
			for v&mask == pattern && plain>>(v&15)&(plain>>(v>>24&15))&1 != 0 {
				i += 6
				if i+16 > len(b) {
					break
				}
				v = binary.LittleEndian.Uint64(b[i:])
			}
			continue
		}
		if w&0xC0C0F0 == 0x8080E0 && plain>>(w&15)&1 != 0 {
			i += 3
			continue
		}
		if b[i] < 0x80 {
			i++
			for b[i] < 0x80 {
				i++
			}
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	for i < len(b) {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			break
		}
		i += n
	}
	return i
}

// cutUTF8 reports whether b, which is not valid where it begins, may be a
// character that lacks its last bytes.
func cutUTF8(b []byte) bool { return len(b) < utf8.UTFMax && !utf8.FullRune(b) }

// appendValid appends b with each byte that is not UTF-8 as U+FFFD.
func appendValid(dst, b []byte) []byte {
	for {
		n := validUTF8(b)
		dst = append(dst, b[:n]...)
		if n == len(b) {
			return dst
		}
		dst = append(dst, "\uFFFD"...)
		b = b[n+1:]
		// The rest of a broken character is not a character each.
		for len(b) > 0 && b[0]&0xC0 == 0x80 {
			b = b[1:]
		}
	}
}

// surelyUTF8 reports whether b is UTF-8 with so much that is not ASCII that it
// can hardly be by chance: half-width kana of CP932 are UTF-8 in one of four pairs.
func surelyUTF8(b []byte) bool {
	if n := validUTF8(b); n < len(b) && !cutUTF8(b[n:]) {
		return false
	}
	high := 0
	for _, c := range b {
		high += int(c >> 7)
	}
	return high >= 16
}

var utf8BOM = []byte("\xEF\xBB\xBF")

func trimBOM(b []byte) []byte { return bytes.TrimPrefix(b, utf8BOM) }

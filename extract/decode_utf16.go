package extract

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// appendUTF16 decodes UTF-16 up to a unit that src cuts, or half of a pair of
// units at its end. n is how many bytes of src were decoded; lone surrogates are
// U+FFFD.
func appendUTF16(dst, src []byte, cs charset) (out []byte, n int) {
	dst = slices.Grow(dst, len(src)/2*3+16)
	buf := dst[:cap(dst)]
	j, i := len(dst), 0
	swap := cs == utf16BE
	for i+2 <= len(src) {
		if i+8 <= len(src) {
			w := binary.LittleEndian.Uint64(src[i:])
			if swap {
				w = w>>8&0x00FF00FF00FF00FF | w<<8&0xFF00FF00FF00FF00
			}
			if w&0xFF80FF80FF80FF80 == 0 { // four of ASCII
				binary.LittleEndian.PutUint32(buf[j:], uint32(w&0xFF|w>>8&0xFF00|w>>16&0xFF0000|w>>24&0xFF000000))
				i += 8
				j += 4
				continue
			}
		}
		u := unit(src[i:], swap)
		switch {
		case u < 0x80:
			buf[j] = byte(u)
			j++
			i += 2
		case u < 0x800 || u >= 0xE000 || u < 0xD800:
			if u < 0x800 {
				buf[j], buf[j+1] = byte(0xC0|u>>6), byte(0x80|u&0x3F)
				j += 2
			} else {
				buf[j], buf[j+1], buf[j+2] = byte(0xE0|u>>12), byte(0x80|u>>6&0x3F), byte(0x80|u&0x3F)
				j += 3
			}
			i += 2
		case u < 0xDC00 && i+4 > len(src):
			return buf[:j], i
		default:
			r := rune(utf8.RuneError)
			if i+4 <= len(src) {
				r = utf16.DecodeRune(rune(u), rune(unit(src[i+2:], swap)))
			}
			i += 2
			if r != utf8.RuneError {
				i += 2
			}
			j += utf8.EncodeRune(buf[j:], r)
		}
	}
	return buf[:j], i
}

// unit is the UTF-16 unit that b begins with.
func unit(b []byte, swap bool) uint16 {
	if swap {
		return binary.BigEndian.Uint16(b)
	}
	return binary.LittleEndian.Uint16(b)
}

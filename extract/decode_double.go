package extract

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

const highBits = 0x8080808080808080

// indexHigh is the index of the first byte of b that is not ASCII, or len(b).
func indexHigh(b []byte) int {
	i := 0
	for ; i+32 <= len(b); i += 32 {
		w := b[i : i+32 : i+32]
		x := binary.LittleEndian.Uint64(w) | binary.LittleEndian.Uint64(w[8:]) |
			binary.LittleEndian.Uint64(w[16:]) | binary.LittleEndian.Uint64(w[24:])
		if x&highBits != 0 {
			break
		}
	}
	for ; i < len(b); i++ {
		if b[i] >= 0x80 {
			return i
		}
	}
	return i
}

// appendDouble decodes CP932 or EUC-JP up to the first byte that is not plain:
// the first of a character that t does not know, of one that is in doubt (with
// stop), or of one that src cuts. n is how many bytes of src were decoded.
func appendDouble(dst, src []byte, t *doubleTable, stop bool) (out []byte, n int) {
	dst = slices.Grow(dst, 3*len(src)+16)
	buf := dst[:cap(dst)]
	j, i := len(dst), 0
	limit := uint32(1<<32 - 1)
	if stop {
		limit = entryDoubt - 1
	}
	// 8 bytes are read and written at a time, whatever of them is ASCII. How far
	// to go on is a branch for the usual cases: branches are predicted, while a
	// distance taken from the table is waited for.
	const usual = 2<<(entryIn-entryOut) | 3
	for i+8 <= len(src) {
		w := binary.LittleEndian.Uint64(src[i:])
		if w&0x80 == 0 {
			binary.LittleEndian.PutUint64(buf[j:], w)
			if high := w & highBits; high != 0 {
				k := bits.TrailingZeros64(high) >> 3
				i += k
				j += k
			} else {
				i += 8
				j += 8
			}
			continue
		}
		e := t[w&0x7F][w>>8&0xFF]
		if e-1 >= limit { // also 0
			return buf[:j], i
		}
		binary.LittleEndian.PutUint32(buf[j:], e)
		if e>>entryOut&15 == usual {
			i += 2
			j += 3
			continue
		}
		j += int(e >> entryOut & 3)
		if e>>entryIn&3 == 1 {
			i++
		} else {
			i += 2
		}
	}
	for i < len(src) {
		c := src[i]
		if c < 0x80 {
			buf[j] = c
			i++
			j++
			continue
		}
		var next byte // a half-width kana needs no other byte
		if i+1 < len(src) {
			next = src[i+1]
		}
		e := t[c-0x80][next]
		if e-1 >= limit {
			break
		}
		binary.LittleEndian.PutUint32(buf[j:], e)
		j += int(e >> entryOut & 3)
		i += int(e >> entryIn & 3)
	}
	return buf[:j], i
}

// oneCP932 decodes what appendDouble stopped at. It returns U+FFFD for what is
// no character, and takes only the one byte if ASCII follows: a delimiter or a
// digit after a broken lead byte stays. n is 0 if src ends too soon.
func oneCP932(src []byte) (r rune, n int) {
	c := src[0]
	if c == 0x80 || c == 0xA0 || c > 0xFC {
		return '\uFFFD', 1
	}
	if c >= 0xA1 && c <= 0xDF {
		return kanaRune(c), 1
	}
	if len(src) < 2 {
		return '\uFFFD', 0
	}
	if e := cp932Table()[c-0x80][src[1]]; e != 0 {
		return entryRune(e), int(e >> entryIn & 3)
	}
	if src[1] < 0x80 || src[1] == 0x80 || src[1] > 0xFC {
		return '\uFFFD', 1
	}
	return '\uFFFD', 2
}

// oneEUC is oneCP932 for EUC-JP, and knows the characters of three bytes.
func oneEUC(src []byte) (r rune, n int) {
	c := src[0]
	if c != 0x8E && c != 0x8F && (c < 0xA1 || c == 0xFF) {
		return '\uFFFD', 1
	}
	if len(src) < 2 {
		return '\uFFFD', 0
	}
	if src[1] < 0xA1 || src[1] == 0xFF {
		return '\uFFFD', 1
	}
	if c != 0x8F {
		if e := eucTable()[c-0x80][src[1]]; e != 0 {
			return entryRune(e), 2
		}
		if c == 0x8E {
			return '\uFFFD', 1
		}
		return '\uFFFD', 2
	}
	if len(src) < 3 {
		return '\uFFFD', 0
	}
	if src[2] < 0xA1 || src[2] == 0xFF {
		return '\uFFFD', 1
	}
	if r := jis212()[src[1]-0xA1][src[2]-0xA1]; r != 0 {
		return r, 3
	}
	return '\uFFFD', 3
}

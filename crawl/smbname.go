package crawl

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// SMB names are UTF-16, but nobody checks: half a surrogate pair is a name to
// Windows. In a Source such a half is the three bytes that UTF-8 would give it
// (WTF-8), which are no UTF-8 and lead back to the file.

// errName means that a server lists a name that nothing can have. Opening it
// could lead anywhere.
var errName = errors.New("the server lists a name that is none")

// smbNameMost is how long a path may be, in bytes of UTF-16 ([MS-FSCC] 2.1.5:
// 32,760 units).
const smbNameMost = 2 * 32760

// nameFromUTF16 returns an element of a path. ok is false for what cannot be one.
func nameFromUTF16(b []byte) (name string, ok bool) {
	out := make([]byte, 0, len(b)*3/2)
	for i := 0; i+1 < len(b); i += 2 {
		r := rune(binary.LittleEndian.Uint16(b[i:]))
		if utf16.IsSurrogate(r) && i+3 < len(b) {
			if pair := utf16.DecodeRune(r, rune(binary.LittleEndian.Uint16(b[i+2:]))); pair != utf8.RuneError {
				out = utf8.AppendRune(out, pair)
				i += 2
				continue
			}
		}
		if utf16.IsSurrogate(r) {
			out = append(out, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0xbf, 0x80|byte(r)&0xbf)
			continue
		}
		out = utf8.AppendRune(out, r)
	}
	name = string(out)
	ok = name != "" && len(b)%2 == 0 && !strings.ContainsAny(name, "/\\\x00")
	return name, ok
}

// nameToUTF16 returns a path as the server wants it: "a/b" becomes `a\b`.
func nameToUTF16(name string) ([]byte, error) {
	out := make([]byte, 0, 2*len(name))
	for i := 0; i < len(name); {
		r, n := utf8.DecodeRuneInString(name[i:])
		switch {
		case r == '/':
			r = '\\'
		case r == '\\', r == 0, r == ':': // `\` divides, a colon leads into another stream of the file
			return nil, fs.ErrNotExist
		case r == utf8.RuneError && n == 1:
			if r = half(name[i:]); r == 0 {
				return nil, fs.ErrNotExist
			}
			n = 3
		}
		for _, u := range utf16Units(r) {
			out = binary.LittleEndian.AppendUint16(out, u)
		}
		i += n
	}
	if len(out) > smbNameMost {
		return nil, fs.ErrNotExist
	}
	return out, nil
}

// half returns the half of a surrogate pair that s begins with, or 0.
func half(s string) rune {
	if len(s) < 3 || s[0] != 0xed || s[1]&0xe0 != 0xa0 || s[2]&0xc0 != 0x80 {
		return 0
	}
	return rune(s[0]&0xf)<<12 | rune(s[1]&0x3f)<<6 | rune(s[2]&0x3f)
}

func utf16Units(r rune) []uint16 {
	if r < 0x10000 {
		return []uint16{uint16(r)}
	}
	hi, lo := utf16.EncodeRune(r)
	return []uint16{uint16(hi), uint16(lo)}
}

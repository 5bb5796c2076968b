package extract

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Code pages that old documents name.
const (
	codepageUTF16 = 1200
	codepageUTF8  = 65001
)

// appendCodepage appends text of a Windows code page to dst as UTF-8, without
// control characters but tabs and line ends. Programs that wrote Japanese often
// named the code page of another machine, or none: what is good CP932 or EUC-JP
// is read as that whatever its name.
func appendCodepage(dst, raw []byte, codepage int) []byte {
	start := len(dst)
	switch {
	case codepage == codepageUTF16:
		dst, _ = appendUTF16(dst, raw, utf16LE)
	case indexHigh(raw) == len(raw) || codepage == codepageUTF8 || surelyUTF8(raw):
		dst = appendValid(dst, raw)
	default:
		dst = append8(dst, raw, codepage)
	}
	return append(dst[:start], cleanText(dst[start:])...)
}

// append8 decodes text that is not ASCII.
func append8(dst, raw []byte, codepage int) []byte {
	if map8 := codepages[codepage]; map8 != nil && !goodCP932(raw) {
		for _, c := range raw {
			dst = utf8.AppendRune(dst, map8.DecodeByte(c))
		}
		return dst
	}
	if cost8(raw, eucJP, false)+charsetPrior[eucJP] < cost8(raw, cp932, false)+charsetPrior[cp932] {
		return appendPairs(dst, raw, eucJP, eucTable())
	}
	return appendPairs(dst, raw, cp932, cp932Table())
}

var codepages = map[int]*charmap.Charmap{
	437: charmap.CodePage437, 850: charmap.CodePage850, 866: charmap.CodePage866,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253,
	1254: charmap.Windows1254, 1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257,
	10000: charmap.Macintosh, 32769: charmap.Windows1252, 28591: charmap.ISO8859_1,
}

// goodCP932 reports whether all of raw is CP932, with characters of two bytes.
func goodCP932(raw []byte) bool {
	pairs := false
	for len(raw) > 0 {
		r, n := oneRune(raw, cp932)
		if n == 0 || r == utf8.RuneError {
			return false
		}
		pairs = pairs || n == 2
		raw = raw[n:]
	}
	return pairs
}

// cleanText drops control characters in UTF-8 text, in place.
func cleanText(b []byte) []byte {
	kept := b[:0]
	for _, c := range b {
		if c >= 0x20 && c != 0x7F || c == '\t' || c == '\n' || c == '\r' {
			kept = append(kept, c)
		}
	}
	return kept
}

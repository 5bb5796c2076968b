package extract

import (
	"bytes"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// newUnescaper returns a reader of the text of r in which \uXXXX is the
// character it stands for if that is Japanese. PHP, Ruby and Java write JSON
// and properties so, and what they wrote stands in lines of logs, in cells of
// tables, in scripts of pages and, with more backslashes, in strings of JSON.
// What else follows \u stays. Text without \u costs a search.
func newUnescaper(r io.Reader) io.Reader {
	u := new(unescaper)
	u.src, u.filter.step = r, u.step
	return u
}

// An unescaper is a filter that remembers what stood before the text it reads.
type unescaper struct {
	filter
	before []byte // the last of what was written
	held   [pathLook]byte
}

const (
	// pathLook is how far back the drive of a Windows path is looked for.
	pathLook = 128
	// escapeRun bounds the backslashes of one escape: JSON in JSON in JSON has
	// four. Two escapes of a pair must stay within filterKeep.
	escapeRun = 8
)

// step is that of the filter.
func (u *unescaper) step(b []byte, final bool) (n, keep int) {
	from, last := 0, -1 // the last escape ended at last
	for {
		at := from + bytes.Index(b[from:], []byte(`\u`))
		if at < from {
			at = len(b)
			if !final {
				at -= trailing(b[from:], escapeRun)
			}
			n += copy(b[n:], b[from:at])
			keep = len(b) - at
			break
		}
		start := at - trailing(b[from:at], escapeRun-1)
		n += copy(b[n:], b[from:start])
		r, end := japaneseEscape(b, at)
		if r == cutEscape && !final {
			keep = len(b) - start
			break
		}
		if r < 0 || start != last && u.inPath(b[:n]) {
			n += copy(b[n:], b[start:at+2])
			from = at + 2
			continue
		}
		n += utf8.EncodeRune(b[n:end], r)
		from, last = end, end
	}
	u.remember(b[:n])
	return n, keep
}

// trailing is how many backslashes b ends with, so many at most.
func trailing(b []byte, most int) int {
	n := 0
	for n < min(len(b), most) && b[len(b)-1-n] == '\\' {
		n++
	}
	return n
}

const (
	otherEscape = -1 // not an escape, or not of a Japanese character
	cutEscape   = -2 // b ends too soon to tell
)

// japaneseEscape returns the character that \u at b[at] stands for, and where
// its escape ends, or a negative number.
func japaneseEscape(b []byte, at int) (r rune, end int) {
	r, ok := hexUnit(b[at:])
	if !ok {
		if len(b)-at < 6 && allHex(b[at+2:]) {
			return cutEscape, 0
		}
		return otherEscape, 0
	}
	end = at + 6
	if utf16.IsSurrogate(r) {
		k := end
		for k < len(b) && k < end+escapeRun && b[k] == '\\' {
			k++
		}
		low, ok := rune(0), false
		if k > end {
			low, ok = hexUnit(b[k-1:])
		}
		if !ok {
			if len(b) < k+5 && (len(b) == k || k > end && b[k] == 'u' && allHex(b[k+1:])) {
				return cutEscape, 0
			}
			return otherEscape, 0
		}
		r, end = utf16.DecodeRune(r, low), k+5
	}
	if !isJapanese(r) {
		return otherEscape, 0
	}
	return r, end
}

func allHex(b []byte) bool {
	for _, c := range b {
		if c-'0' >= 10 && c|0x20-'a' >= 6 {
			return false
		}
	}
	return true
}

// isJapanese reports whether r is written in Japanese names and addresses and
// hardly anywhere else: kana, kanji and their variants, gaiji, full-width
// letters, the dashes and numerals of addresses, and the circles of masks.
func isJapanese(r rune) bool {
	switch {
	case r >= 0x3000 && r <= 0x30FF, r >= 0x31F0 && r <= 0x4DBF, r >= 0x4E00 && r <= 0x9FFF:
		return true
	case r >= 0xE000 && r <= 0xFAFF, r >= 0xFF01 && r <= 0xFFEE:
		return true
	case r >= 0x20000 && r <= 0x3FFFF, r >= 0xE0100 && r <= 0xE01EF:
		return true
	case r >= 0x2010 && r <= 0x2015, r >= 0x2160 && r <= 0x216B, r >= 0x2460 && r <= 0x2473:
		return true
	}
	return r == 0x2212 || r == 0x25CB || r == 0x25CF
}

// inPath reports whether what follows out, which is a backslash, is in a path
// on a drive of Windows: C:\new\u5c71. Elsewhere a path is taken for an escape,
// and one of its names reads strangely; a name that stays hidden is worse.
func (u *unescaper) inPath(out []byte) bool {
	at := func(i int) byte { // counted from the end
		if i < len(out) {
			return out[len(out)-1-i]
		}
		if i -= len(out); i < len(u.before) {
			return u.before[len(u.before)-1-i]
		}
		return ' '
	}
	for i := range pathLook {
		switch c := at(i); c {
		case ':':
			return letter(at(i+1)) && !letter(at(i+2)) && (i == 0 || at(i-1) == '\\')
		case ' ', '\t', '\n', '\r', '"', '\'', '<', '>', '|', '=', ',', ';', '(', ')', '[', ']', '{', '}':
			return false
		}
	}
	return false
}

func letter(c byte) bool { return c|0x20-'a' < 26 }

// remember keeps the end of what was written.
func (u *unescaper) remember(out []byte) {
	if len(out) >= pathLook {
		u.before = u.held[:copy(u.held[:], out[len(out)-pathLook:])]
		return
	}
	keep := min(len(u.before), pathLook-len(out))
	k := copy(u.held[:], u.before[len(u.before)-keep:])
	u.before = u.held[:k+copy(u.held[k:], out)]
}

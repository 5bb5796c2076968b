// Package hostcode decodes the text of Japanese hosts: EBCDIC with the kanji of
// IBM, Hitachi (KEIS) and Fujitsu (JEF), between which and the characters of one
// byte shift codes change. Start at [Find] and [Code.Append].
package hostcode

import (
	_ "embed"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
)

//go:generate go run ./gen

//go:embed ibmkanji.bin
var ibmKanji []byte

// A Scheme is whose kanji follow a shift code.
type Scheme uint8

const (
	IBM  Scheme = iota // 0x0E and 0x0F; rows of 190 from 0x41
	KEIS               // Hitachi: 0x0A42 and 0x0A41; JIS with both high bits set
	JEF                // Fujitsu: 0x28 or 0x38, and 0x29; JIS with both high bits set
)

// A Code is how a host writes text.
type Code struct {
	Name   string // as users write it: "cp930"
	Scheme Scheme
	Single *Page
}

// codes are those that users may name. The kanji of the four of IBM are the
// same but for the euro sign.
var codes = []Code{
	{"cp930", IBM, Page290}, {"cp939", IBM, Page1027}, {"cp1390", IBM, Page290}, {"cp1399", IBM, Page1027},
	{"keis", KEIS, Page290}, {"jef", JEF, Page290},
}

// Find returns the code of that name.
func Find(name string) (Code, bool) {
	for _, c := range codes {
		if c.Name == name {
			return c, true
		}
	}
	return Code{}, false
}

// Names returns the names that Find knows.
func Names() []string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = c.Name
	}
	return names
}

const none = utf8.RuneError

// Kanji returns the character of two bytes of a scheme, U+FFFD if they are none.
// Characters of the user's own, and those of the vendors' that no standard has,
// are in the private use areas.
func (s Scheme) Kanji(a, b byte) rune {
	if a == 0x40 && b == 0x40 {
		return '　'
	}
	if s == IBM {
		return ibm(a, b)
	}
	switch {
	case b < 0xA1 || b == 0xFF || a == 0xFF || a < 0x41:
		return none
	case a >= 0xA1:
		return jis()[a-0xA1][b-0xA1]
	case a >= 0x80 && (s == JEF || a > 0x80):
		return 0xE000 + rune(a-0x80)*94 + rune(b-0xA1) // the user's
	}
	if r, ok := extended[[2]byte{a, b}]; ok && s == JEF {
		return r
	}
	return 0xF0000 + rune(a)<<8 + rune(b) // other extended kanji
}

// extended are the characters that names have most often of those that JEF has
// and JIS X 0208 has not.
var extended = map[[2]byte]rune{{0x6E, 0xA4}: '髙', {0x4B, 0xD0}: '﨑', {0x45, 0xFB}: '𠮷'}

// ibm is Kanji for IBM (CDRA: CCSID 300 and 16684). What only the latter has, from
// 0xB341 on, is told in the former, too: nothing else stands there.
func ibm(a, b byte) rune {
	const cells = 0xFE - 0x41 + 1
	row := int(a) - 0x41
	switch {
	case b < 0x41 || b == 0xFF || a < 0x41 || a > 0xEC:
		return none
	case a >= 0xB3:
		row = int(a) - 0xB3 + 0x69 - 0x41
	case a > 0x89:
		return none
	case a >= 0x69:
		return 0xE000 + rune(a-0x69)*cells + rune(b-0x41)
	}
	at := 3 * (row*cells + int(b-0x41))
	if r := rune(ibmKanji[at])<<16 | rune(ibmKanji[at+1])<<8 | rune(ibmKanji[at+2]); r != 0 {
		return r
	}
	return none
}

// jis is JIS X 0208 with NEC's and IBM's characters, by row and cell.
var jis = sync.OnceValue(func() *[94][94]rune {
	t := new([94][94]rune)
	decoder := japanese.EUCJP.NewDecoder()
	for row := range t {
		for cell := range t[row] {
			t[row][cell] = none
			text, err := decoder.Bytes([]byte{byte(0xA1 + row), byte(0xA1 + cell)})
			if r, n := utf8.DecodeRune(text); err == nil && n == len(text) {
				t[row][cell] = r
			}
		}
	}
	return t
})

// opens returns the length of the shift code at the start of b after which
// characters have two bytes, or 0.
func (s Scheme) opens(b []byte) int {
	switch {
	case len(b) == 0:
		return 0
	case s == IBM && b[0] == 0x0E, s == JEF && (b[0] == 0x28 || b[0] == 0x38):
		return 1
	case s == KEIS && len(b) > 1 && b[0] == 0x0A && b[1] == 0x42:
		return 2
	}
	return 0
}

// closes returns the length of the shift code at the start of b after which
// characters have one byte, or 0.
func (s Scheme) closes(b []byte) int {
	switch {
	case len(b) == 0:
		return 0
	case s == IBM && b[0] == 0x0F, s == JEF && b[0] == 0x29:
		return 1
	case s == KEIS && len(b) > 1 && b[0] == 0x0A && b[1] == 0x41:
		return 2
	}
	return 0
}

// A Stretch is characters of two bytes between two shift codes.
type Stretch struct {
	Scheme      Scheme
	Open, Close int // lengths of the shift codes; Close is 0 if none is there
	Pairs       int // characters of two bytes
}

// Len is how many bytes it takes.
func (s Stretch) Len() int { return s.Open + 2*s.Pairs + s.Close }

// Stretch returns the stretch that b begins with, and whether it does. What only
// looks like a shift code, in a number say, is none: no character follows it, or
// nothing closes it. Programs that make data for other hosts leave IBM's kanji in
// it where they know no other, so these are told in any scheme.
func (s Scheme) Stretch(b []byte) (Stretch, bool) {
	if s != IBM && IBM.opens(b) > 0 {
		t, ok := IBM.Stretch(b)
		return t, ok && t.Close > 0
	}
	open := s.opens(b)
	if open == 0 {
		return Stretch{}, false
	}
	solid := -1 // pairs before the first blank
	for i := open; ; i += 2 {
		pairs := (i - open) / 2
		if n := s.closes(b[min(i, len(b)):]); n > 0 {
			return Stretch{s, open, n, pairs}, true
		}
		if i+1 >= len(b) || s.Kanji(b[i], b[i+1]) == none {
			if solid < 0 {
				solid = pairs
			}
			// Fields that are too short lose what closes them.
			return Stretch{s, open, 0, solid}, solid > 1
		}
		if b[i] == 0x40 && solid < 0 {
			solid = pairs
		}
	}
}

// Append appends src as UTF-8: characters of one byte, and stretches of two.
func (c *Code) Append(dst, src []byte) []byte {
	for i := 0; i < len(src); {
		if s, ok := c.Scheme.Stretch(src[i:]); ok {
			dst = s.Scheme.AppendKanji(dst, src[i+s.Open:i+s.Open+2*s.Pairs])
			i += s.Len()
			continue
		}
		dst = utf8.AppendRune(dst, c.Single[src[i]])
		i++
	}
	return dst
}

// AppendKanji appends src, which has two bytes a character, as UTF-8.
func (s Scheme) AppendKanji(dst, src []byte) []byte {
	for ; len(src) > 1; src = src[2:] {
		dst = utf8.AppendRune(dst, s.Kanji(src[0], src[1]))
	}
	return dst
}

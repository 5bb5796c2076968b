package extract

import (
	"bytes"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
)

// A doubleTable holds, for a byte from 0x80 on and the byte after it, what they
// are as UTF-8: up to 3 bytes, then how many these are (entryOut) and how many
// bytes of input they stand for (entryIn). 0: not a character.
//
// x/text decodes CP932 prose and CSV at 243 and 283 MB/s, a table that holds the
// bytes to be written, on the same machine, at 707 and 932.
type doubleTable [128][256]uint32

const (
	entryOut   = 24      // shift: bytes to write, 1 to 3
	entryIn    = 26      // shift: bytes to read, 1 or 2
	entryDoubt = 1 << 31 // is a character, but also how a character of UTF-8 begins
)

// Gaiji are where Windows puts them: lead 0xF0 to 0xF9 is U+E000 on.
const (
	gaijiBase  = 0xE000
	gaijiCells = 188 // trail bytes of one lead byte
)

var (
	cp932Table = sync.OnceValue(buildCP932)
	eucTable   = sync.OnceValue(buildEUC)
	jis212     = sync.OnceValue(buildJIS212)
)

// entry packs a character that took in bytes.
func entry(r rune, in int) uint32 {
	var b [4]byte
	n := utf8.EncodeRune(b[:], r)
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(n)<<entryOut | uint32(in)<<entryIn
}

// entryRune unpacks the character of an entry.
func entryRune(e uint32) rune {
	b := [3]byte{byte(e), byte(e >> 8), byte(e >> 16)}
	r, _ := utf8.DecodeRune(b[:e>>entryOut&3])
	return r
}

// decodePairs decodes prefix, lead, trail for all leads and trails and calls
// set for those that are one character.
func decodePairs(enc encoding.Encoding, prefix string, leads, trails [2]int, set func(lead, trail int, r rune)) {
	var in []byte
	for l := leads[0]; l <= leads[1]; l++ {
		for t := trails[0]; t <= trails[1]; t++ {
			in = append(in, prefix...)
			in = append(in, byte(l), byte(t), '\n')
		}
	}
	// The decoders replace what they do not know and never fail.
	out, _ := enc.NewDecoder().Bytes(in)
	for l := leads[0]; l <= leads[1]; l++ {
		for t := trails[0]; t <= trails[1]; t++ {
			var one []byte
			one, out, _ = bytes.Cut(out, []byte{'\n'})
			r, n := utf8.DecodeRune(one)
			if n == len(one) && n > 1 && r != utf8.RuneError {
				set(l, t, r)
			}
		}
	}
}

func buildCP932() *doubleTable {
	t := new(doubleTable)
	pair := func(l, c int, r rune) {
		e := entry(r, 2)
		// A line of UTF-8 in a CP932 file reads as rare kanji, not as an error:
		// these two bytes could be the beginning of it. EA to ED begin Hangul, and
		// in CP932 the 﨑 and 髙 of NEC.
		if (l >= 0xE2 && l <= 0xE9 || l == 0xEF) && c >= 0x80 && c <= 0xBF {
			e |= entryDoubt
		}
		t[l-0x80][c] = e
	}
	decodePairs(japanese.ShiftJIS, "", [2]int{0x81, 0x9F}, [2]int{0x40, 0xFC}, pair)
	decodePairs(japanese.ShiftJIS, "", [2]int{0xE0, 0xFC}, [2]int{0x40, 0xFC}, pair)
	for l := 0xF0; l <= 0xF9; l++ {
		n := 0
		for c := 0x40; c <= 0xFC; c++ {
			if c != 0x7F {
				pair(l, c, rune(gaijiBase+(l-0xF0)*gaijiCells+n))
				n++
			}
		}
	}
	for l := 0xA1; l <= 0xDF; l++ {
		e := entry(kanaRune(byte(l)), 1)
		for c := range t[l-0x80] {
			t[l-0x80][c] = e
		}
	}
	return t
}

// kanaRune is the half-width katakana of a byte from 0xA1 to 0xDF.
func kanaRune(c byte) rune { return 0xFF61 + rune(c) - 0xA1 }

func buildEUC() *doubleTable {
	t := new(doubleTable)
	pair := func(l, c int, r rune) { t[l-0x80][c] = entry(r, 2) }
	// eucJP-ms has user-defined characters from row 85 on; rows 89 to 92 hold
	// the NEC selection of IBM's kanji on most systems and are set after this.
	for l := 0xF5; l <= 0xFE; l++ {
		for c := 0xA1; c <= 0xFE; c++ {
			pair(l, c, rune(gaijiBase+(l-0xF5)*94+c-0xA1))
		}
	}
	decodePairs(japanese.EUCJP, "", [2]int{0xA1, 0xFE}, [2]int{0xA1, 0xFE}, pair)
	for c := 0xA1; c <= 0xDF; c++ {
		pair(0x8E, c, kanaRune(byte(c)))
	}
	return t
}

// A planeTable holds the characters of JIS X 0212 by row and cell from 0; 0 is none.
type planeTable [94][94]rune

// ibmExtension is what eucJP-ms puts from 8F F3 F3 on: IBM's characters that
// JIS X 0212 lacks. From glibc's EUC-JP-MS.
const ibmExtension = "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ＇＂㈱№℡炻仼僴凬匇匤﨎咊坙﨏塚增寬峵嵓﨑德悅愠敎昻晥晴朗栁﨓﨔橫櫢淸淲瀨凞猪甁皂皞益礰礼神祥福竧靖精綠緖羽荢﨟薰蘒﨡蠇諸譿賴赶﨣﨤逸郞都鄕﨧﨨閒隆﨩霻靍靑飯飼館馞髙魲鶴黑"

func buildJIS212() *planeTable {
	t := new(planeTable)
	for row := 84; row < 94; row++ { // 8F F5 on: user-defined, after those of the first plane
		for cell := range t[row] {
			t[row][cell] = rune(gaijiBase + 940 + (row-84)*94 + cell)
		}
	}
	decodePairs(japanese.EUCJP, "\x8F", [2]int{0xA1, 0xFE}, [2]int{0xA1, 0xFE}, func(l, c int, r rune) {
		t[l-0xA1][c-0xA1] = r
	})
	at := (0xF3-0xA1)*94 + 0xF3 - 0xA1
	for _, r := range ibmExtension {
		t[at/94][at%94] = r
		at++
	}
	return t
}

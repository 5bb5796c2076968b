package detect

import (
	"bytes"
	"unicode/utf8"
)

// script is what a rune is good for. The table below answers in one load; a
// switch over Unicode ranges took four times as long per rune.
type script uint8

const (
	other script = iota
	kanji
	hiragana
	katakana
	halfKana
	wideLetter
	wideDigit
	wideSpace
	maskRune // ＊ ● and what else hides digits
)

var scripts = func() *[1 << 16]script {
	var t [1 << 16]script
	set := func(lo, hi rune, s script) {
		for r := lo; r <= hi; r++ {
			t[r] = s
		}
	}
	set(0x3400, 0x9FFF, kanji)
	set(0xF900, 0xFAFF, kanji)
	set(0xE000, 0xF8FF, kanji) // gaiji: characters a company made, nearly always for names
	set('々', '〇', kanji)
	set('ぁ', 'ゖ', hiragana)
	set('ゝ', 'ゞ', hiragana)
	set('ァ', 'ヺ', katakana)
	set('ー', 'ヾ', katakana)
	set('ｦ', 'ﾟ', halfKana)
	set('Ａ', 'Ｚ', wideLetter)
	set('ａ', 'ｚ', wideLetter)
	set('０', '９', wideDigit)
	t['　'] = wideSpace
	for _, r := range "＊●○■□※✕×" {
		t[r] = maskRune
	}
	for r := range t {
		if t[r]&scriptBits == kanji {
			t[r] |= begins(rune(r))
		}
	}
	for _, list := range []*phrases{politeBehind, titlesBehind, shortTitles} {
		for w := range list.words {
			r, _ := utf8.DecodeRuneInString(w)
			t[r] |= tells
		}
	}
	for _, r := range "生誕丁歳才様殿氏" {
		t[r] |= tells
	}
	return &t
}()

// Above the script a kanji has a bit if a place, and one if a name may begin
// with it: the question that is asked at each kanji costs no load of its own.
const (
	scriptBits  script = 0x0F
	beginsPlace script = 0x10
	beginsName  script = 0x20
	surnameRune script = 0x40 // it is a surname alone: 林
	tells       script = 0x80 // of what stands before it: 生, 歳, 様, see Scanner.cue; or the first of a title, see around.go
)

// begins returns the bits of a kanji above its script.
func begins(r rune) (bits script) {
	if c := lexPlaces.code(r); c != 0 {
		if _, _, ok := lexPlaces.step(0, c); ok {
			bits |= beginsPlace
		}
	}
	if c := lexNames.code(r); c != 0 {
		if _, _, ok := lexNames.step(0, c); ok {
			bits |= beginsName
		}
		if lexNames.single(lexNames.mark(r)) {
			bits |= surnameRune
		}
	}
	if titleFirst[r>>6]>>(r&63)&1 != 0 {
		bits |= tells
	}
	return bits
}

func scriptOf(r rune) script {
	if uint32(r) < 1<<16 {
		return scripts[r] & scriptBits
	}
	if r >= 0x20000 && r <= 0x3FFFF {
		return kanji
	}
	return other
}

// runeAt decodes the rune at b[i]; three-byte runes, nearly all of Japanese,
// take the short way. b[i] exists. An invalid byte has width 1.
func runeAt(b []byte, i int) (rune, int) {
	if c := b[i]; c < utf8.RuneSelf {
		return rune(c), 1
	} else if c >= 0xE1 && c <= 0xEC && i+2 < len(b) && b[i+1]&0xC0 == 0x80 && b[i+2]&0xC0 == 0x80 {
		return rune(c&15)<<12 | rune(b[i+1]&63)<<6 | rune(b[i+2]&63), 3
	}
	return utf8.DecodeRune(b[i:])
}

// three decodes the three-byte rune at b[i] or, if there is none, returns 0. It
// is small enough to be inlined in the loops over names.
func three(b []byte, i int) rune {
	if i+2 < len(b) && b[i]-0xE1 <= 0xEC-0xE1 && b[i+1]&b[i+2]&0xC0 == 0x80 {
		return rune(b[i]&15)<<12 | rune(b[i+1]&63)<<6 | rune(b[i+2]&63)
	}
	return 0
}

// runeBefore decodes the rune that ends at b[i].
func runeBefore(b []byte, i int) (rune, int) {
	if i <= 0 {
		return utf8.RuneError, 0
	}
	return utf8.DecodeLastRune(b[max(0, i-4):i])
}

// runBefore returns where the run of runes of scripts, a set of bits, begins
// that ends at end.
func runBefore(b []byte, lo, end int, scripts uint) int {
	for end > lo {
		r, w := runeBefore(b, end)
		if scripts>>scriptOf(r)&1 == 0 {
			break
		}
		end -= w
	}
	return end
}

// lineEnd returns the end of the line that lo is in, without its line feed.
func lineEnd(b []byte, lo int) int {
	if n := bytes.IndexByte(b[lo:], '\n'); n >= 0 {
		return lo + n
	}
	return len(b)
}

// variation reports whether r selects a glyph variant of the rune before it:
// U+FE00-FE0F and U+E0100-E01EF. It is part of that rune and means nothing.
func variation(r rune) bool { return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF }

func isSpace(r rune) bool { return r == ' ' || r == '　' || r == '\u00a0' || r == '\t' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c-'0' <= 9 }

// isDash reports whether r stands between the digits of a number: all the
// dashes that keyboards, host systems and word processors make of one.
func isDash(r rune) bool {
	switch r {
	case '-', '‐', '‑', '‒', '–', '—', '―', '−', '－', 'ー', 'ｰ', '─', '━', '_', '＿', '˗', '﹣':
		return r != '_' && r != '＿'
	}
	return false
}

// first returns the rune at b[i].
func first(b []byte, i int) rune {
	r, _ := runeAt(b, i)
	return r
}

// runeStart moves i forward to the start of a rune.
func runeStart(b []byte, i int) int {
	for i < len(b) && b[i]&0xC0 == 0x80 {
		i++
	}
	return i
}

// previousWord returns the start of the run of kanji and kana that ends at end.
func previousWord(b []byte, lo, end int) int {
	lo = runeStart(b, max(lo, end-2*maxNameBytes))
	i := end
	for i > lo {
		r, w := runeBefore(b, i)
		switch scriptOf(r) {
		case kanji, hiragana, katakana:
		default:
			if !variation(r) {
				return i
			}
		}
		i -= w
	}
	return max(i, lo)
}

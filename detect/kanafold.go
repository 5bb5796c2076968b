package detect

import (
	"slices"
	"unicode/utf8"
)

// foldBuffer holds a short text in katakana of full width.
type foldBuffer [192]byte

// katakana folds half-width katakana with its voicing marks to full width, in
// one pass (x/text's NFKC took eight times as long); small kana, which host
// systems lack, stay as they are. Too long a text gives nil.
func (f *foldBuffer) katakana(b []byte) []byte {
	out := f[:0]
	for i := 0; i < len(b); {
		r, w := three(b, i), 3
		if r == 0 {
			r, w = runeAt(b, i)
		}
		i += w
		switch {
		case r >= 'ｦ' && r <= 'ﾟ':
			var mark int
			r, mark = widen(r, b[i:])
			i += mark
		case r == '-':
			r = 'ー'
		}
		if len(out)+3 > len(f) {
			return nil
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

var halfToFull = []rune("ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜")

// widen returns the full-width kana that the half-width kana r and, perhaps, the
// voicing mark at the start of rest make, and the width of the mark.
func widen(r rune, rest []byte) (full rune, mark int) {
	full = halfToFull[r-'ｦ']
	if len(rest) > 0 {
		m, w := runeAt(rest, 0)
		if v := voiced(full, m); v != 0 {
			return v, w
		}
	}
	return full, 0
}

// voiced returns the kana that r and the mark make, or 0.
func voiced(r, mark rune) rune {
	switch {
	case mark == 'ﾞ' && (r >= 'カ' && r <= 'ト' || r >= 'ハ' && r <= 'ホ'):
		return r + 1
	case mark == 'ﾟ' && r >= 'ハ' && r <= 'ホ':
		return r + 2
	case mark == 'ﾞ' && r == 'ウ':
		return 'ヴ'
	}
	return 0
}

// narrow returns the half-width runes that may end a word which ends with r in
// full width.
func narrow(r rune) []rune {
	if i := slices.Index(halfToFull, r); i >= 0 {
		return []rune{'ｦ' + rune(i)}
	}
	for _, full := range halfToFull {
		switch r {
		case voiced(full, 'ﾞ'):
			return []rune{'ﾞ'}
		case voiced(full, 'ﾟ'):
			return []rune{'ﾟ'}
		}
	}
	return nil
}

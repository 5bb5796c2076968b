package scan

import (
	"strings"
	"unicode"
)

// maxExcerpt is how many characters of an excerpt are shown.
const maxExcerpt = 40

// excerpt returns a value as reports show it. It is the only way from the text
// of a file to a report.
func (w *worker) excerpt(b []byte, detector int) string {
	if w.cfg.Reveal {
		return strings.Clone(strings.ToValidUTF8(string(b), "�"))
	}
	return mask(strings.ToValidUTF8(string(b), "�"))
}

// mask hides a value but for its form: digits and letters become ●, and only
// the first character of a name or address stays.
func mask(s string) string {
	var out strings.Builder
	n := 0
	for _, r := range s {
		switch {
		case n == maxExcerpt:
			out.WriteRune('…')
			return out.String()
		case n == 0 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			out.WriteRune(r)
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == 'ー', unicode.In(r, unicode.Co):
			out.WriteRune('●')
		case unicode.IsControl(r), !unicode.IsPrint(r) && r != '　':
			out.WriteRune(' ')
		default:
			out.WriteRune(r)
		}
		n++
	}
	return out.String()
}

package extract

import (
	"unicode/utf8"

	"github.com/shikiri/shikiri/extract/pdfium"
)

// A pdfLayout makes lines and tables of the characters of a page.
type pdfLayout struct{ text []byte }

// deliver hands out the text of a page.
func (l *pdfLayout) deliver(out Out, part string, chars []pdfium.Char) error {
	w := newProse(out, part)
	defer w.close()
	l.text = l.text[:0]
	for i := range chars {
		if r := chars[i].Rune; r != '\r' {
			l.text = utf8.AppendRune(l.text, r)
		}
	}
	if err := w.write(l.text); err != nil {
		return err
	}
	return w.end()
}

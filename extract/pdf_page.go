package extract

import (
	"fmt"

	"github.com/shikiri/shikiri/extract/pdfium"
)

// page hands out what is on page i.
func (d *pdfDocument) page(i int) error {
	g := d.doc.Page(i)
	if g == nil {
		if d.doc.Err() == nil {
			d.lost.page(i + 1)
		}
		return nil
	}
	defer g.Close()
	drawn := g.Drawn()
	var all bool
	d.chars, all = g.Chars(d.chars[:0])
	d.lost.tooMuch = d.lost.tooMuch || !all
	part := d.part(fmt.Sprintf("page %d", i+1))
	if err := d.layout.deliver(d.out, part, d.chars); err != nil {
		return err
	}
	if err := d.pictures(g, i, drawn); err != nil {
		return err
	}
	return d.annotations(g, part)
}

// annotations hands out fields of forms, notes and links.
func (d *pdfDocument) annotations(g *pdfium.Page, part string) error {
	w := newProse(d.out, part+" (notes and fields)")
	defer w.close()
	var files []*pdfium.Attachment
	all, err := g.Annotations(func(a *pdfium.Annotation) error {
		if a.File != nil {
			files = append(files, a.File)
		}
		if len(a.Text) == 0 {
			return nil
		}
		if a.Field && len(a.Label) > 0 {
			if err := w.write(a.Label); err != nil {
				return err
			}
			if err := w.write([]byte("：")); err != nil {
				return err
			}
		} else if len(a.Label) > 0 {
			if err := writeLine(w, a.Label); err != nil {
				return err
			}
		}
		return writeLine(w, a.Text)
	})
	if err != nil {
		return err
	}
	d.lost.tooMuch = d.lost.tooMuch || !all
	if err := w.end(); err != nil {
		return err
	}
	for _, a := range files {
		if err := d.member(a, "attachment"); err != nil {
			return err
		}
	}
	return nil
}

// pdfReadable bounds what of a page's characters may be without meaning: a font
// that does not say which characters its glyphs are gives controls and signs of
// private use.
// So do letters of Western Europe that are the most of a page: bytes of kanji,
// each taken for one.
func pdfReadable(chars []pdfium.Char) (shown, lost int) {
	western := 0
	for i := range chars {
		switch c := &chars[i]; {
		case c.Rune == '\r' || c.Rune == '\n' || c.Rune == ' ' || c.Rune == '\u3000':
		case c.Unmapped || c.Rune == '\uFFFD' || 0xE000 <= c.Rune && c.Rune < 0xF900 || c.Rune < ' ' || 0x80 <= c.Rune && c.Rune < 0xA0:
			shown, lost = shown+1, lost+1
		case 0xA1 <= c.Rune && c.Rune <= 0xFF:
			shown, western = shown+1, western+1
		default:
			shown++
		}
	}
	if western*2 > shown {
		lost += western
	}
	return shown, lost
}

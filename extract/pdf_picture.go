package extract

import (
	"errors"
	"fmt"

	"github.com/shikiri/shikiri/extract/pdfium"
)

const (
	pdfDPI = 250 // a page is painted with: 200 and 300 are read equally well
	// pdfPaths is how many shapes a page without text has if its letters were made
	// shapes, as for print.
	pdfPaths = 40
	// pdfPictures is how many pictures among the text of a page are read, the
	// largest first.
	pdfPictures = 16
	// pdfPictureArea is how large they are at least, in square points: a quarter of
	// an identity card.
	pdfPictureArea = 9000
	// pdfOver is how many characters stand over a picture that is only the ground
	// for text, or was read by whoever scanned it.
	pdfOver = 20
)

// pictures reads or counts what is drawn on page i.
func (d *pdfDocument) pictures(g *pdfium.Page, i int, drawn pdfium.Drawn) error {
	shown, lost := pdfReadable(d.chars)
	d.shown = d.shown || shown > 0
	d.shown = d.shown || len(drawn.Images)+drawn.Forms > 0 || drawn.Paths > pdfPaths
	ocr := d.f.Budget.ocr() != nil
	switch {
	case lost*5 > shown:
		if !ocr {
			d.lost.letters++
			return nil
		}
		return d.paint(g, pdfium.Box{}, d.part(fmt.Sprintf("page %d (OCR)", i+1)))
	case shown == 0 && (len(drawn.Images) > 0 || drawn.Paths > pdfPaths):
		if !ocr {
			countImage(d.out)
			return nil
		}
		return d.paint(g, pdfium.Box{}, d.part(fmt.Sprintf("page %d (OCR)", i+1)))
	case shown == 0:
		return nil
	}
	return d.among(g, i, drawn.Images)
}

// among reads or counts the pictures among the text of a page.
func (d *pdfDocument) among(g *pdfium.Page, i int, images []pdfium.Box) error {
	n := 0
	for _, box := range images {
		if box.Area() < pdfPictureArea || d.over(box) > pdfOver {
			continue
		}
		if n++; n > pdfPictures {
			d.lost.tooMuch = true
			return nil
		}
		if d.f.Budget.ocr() == nil {
			countImage(d.out)
			continue
		}
		if err := d.paint(g, box, d.part(fmt.Sprintf("page %d, picture %d (OCR)", i+1, n))); err != nil {
			return err
		}
	}
	return nil
}

// over counts the characters that stand over a picture.
func (d *pdfDocument) over(box pdfium.Box) (n int) {
	for i := range d.chars {
		c := &d.chars[i]
		if x, y := (c.Left+c.Right)/2, (c.Bottom+c.Top)/2; c.Rune > ' ' && box.Left < x && x < box.Right && box.Bottom < y && y < box.Top {
			n++
		}
	}
	return n
}

// paint paints a part of the page and hands out what it shows. What cannot be
// read is listed, and the next page is read.
func (d *pdfDocument) paint(g *pdfium.Page, box pdfium.Box, part string) error {
	m := g.Render(box, pdfDPI, ocrPixels)
	if m == nil {
		if d.doc.Err() == nil {
			d.skip(Skip{ReasonNeedsOCR, part + " cannot be painted"})
		}
		return nil
	}
	err := d.f.recognise(d.ctx, d.out, m, part)
	if s := (*Skip)(nil); errors.As(err, &s) {
		d.unread(*s)
		return nil
	}
	return err
}

// unread lists why a page that is a picture was not read, once for each reason.
func (d *pdfDocument) unread(s Skip) {
	countImage(d.out)
	if d.told == nil {
		d.told = make(map[string]bool)
	}
	if !d.told[s.Reason] {
		d.told[s.Reason] = true
		d.skip(s)
	}
}

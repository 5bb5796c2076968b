package extract

import "github.com/shikiri/shikiri/extract/pdfium"

// pictures reads or counts what is drawn on page i.
func (d *pdfDocument) pictures(g *pdfium.Page, i int) error {
	shown, lost := pdfReadable(d.chars)
	if shown > 0 {
		d.shown = true
		if lost*5 > shown {
			d.lost.letters++
		}
		return nil
	}
	drawn := g.Drawn()
	d.shown = d.shown || len(drawn.Images)+drawn.Paths+drawn.Forms > 0
	if len(drawn.Images) > 0 || drawn.Paths > 50 {
		if c, ok := d.out.(ImageCounter); ok {
			c.Image()
		}
	}
	return nil
}

package pdfium

import (
	"encoding/binary"
	"math"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/tetratelabs/wazero/api"
)

// MaxChars bounds the characters of a page.
const MaxChars = 1 << 20

// A Char is a character on a page. PDFium adds spaces and line ends where the
// page has gaps: these are nowhere, their box is empty.
type Char struct {
	Rune                     rune
	Left, Bottom, Right, Top float32 // in points; the origin is lower left
	Unmapped                 bool    // the font does not say which character it is
	Made                     bool    // a space that is not in the page: PDFium saw a gap
}

// A Page is one page of a document.
type Page struct {
	d      *Document
	handle uint64
	text   uint64
}

// Page loads page i, from 0; the caller closes it. nil: it cannot be loaded.
func (d *Document) Page(i int) *Page {
	h := d.p.call("FPDF_LoadPage", d.handle, uint64(i))
	if h == 0 {
		return nil
	}
	return &Page{d: d, handle: h}
}

// Close gives the memory of the page back.
func (g *Page) Close() {
	if g.text != 0 {
		g.d.p.call("FPDFText_ClosePage", g.text)
	}
	g.d.p.call("FPDF_ClosePage", g.handle)
}

// Size returns the width and height in points.
func (g *Page) Size() (w, h float64) {
	w = float64(api.DecodeF32(g.d.p.call("FPDF_GetPageWidthF", g.handle)))
	h = float64(api.DecodeF32(g.d.p.call("FPDF_GetPageHeightF", g.handle)))
	return w, h
}

// Chars appends the characters of the page to dst, in the order of the page's
// content. all is false if there are more than MaxChars.
func (g *Page) Chars(dst []Char) (chars []Char, all bool) {
	p := g.d.p
	if g.text = p.call("FPDFText_LoadPage", g.handle); g.text == 0 {
		return dst, true
	}
	n := p.number("FPDFText_CountChars", g.text)
	buf := p.scratch(16)
	if n <= 0 || buf == 0 {
		return dst, true
	}
	for i := range min(n, MaxChars) {
		r := rune(p.call("FPDFText_GetUnicode", g.text, uint64(i)))
		c := Char{Rune: r}
		if r != '\r' && r != '\n' {
			g.box(&c, i, buf)
			c.Made = r == ' ' && p.number("FPDFText_IsGenerated", g.text, uint64(i)) == 1
			c.Unmapped = r < ' ' || r >= 0xE000 && p.number("FPDFText_HasUnicodeMapError", g.text, uint64(i)) == 1
		}
		if p.err != nil {
			return dst, true
		}
		if k := len(dst) - 1; k >= 0 && utf16.IsSurrogate(r) && utf16.IsSurrogate(dst[k].Rune) {
			if pair := utf16.DecodeRune(dst[k].Rune, r); pair != utf8.RuneError {
				dst[k].Rune, dst[k].Right = pair, max(c.Right, dst[k].Right)
				continue
			}
		}
		dst = append(dst, c)
	}
	return dst, n <= MaxChars
}

// box asks where character i is. The box is that of the font,
// not of the strokes, so that characters of a line have the same. It goes to buf.
func (g *Page) box(c *Char, i int, buf uint32) {
	p := g.d.p
	if p.call("FPDFText_GetLooseCharBox", g.text, uint64(i), uint64(buf))&0xff == 0 {
		return
	}
	b := p.bytes(buf, 16) // FS_RECTF: left, top, right, bottom
	if len(b) < 16 {
		return
	}
	f := func(k int) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(b[k:])) }
	c.Left, c.Top, c.Right, c.Bottom = f(0), f(4), f(8), f(12)
}

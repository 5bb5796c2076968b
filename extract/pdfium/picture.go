package pdfium

import (
	"encoding/binary"
	"image"
	"math"

	"github.com/tetratelabs/wazero/api"
)

// Types of objects on a page (fpdf_edit.h).
const (
	objectText  = 1
	objectPath  = 2
	objectImage = 3
	objectForm  = 5
)

// maxObjects bounds the objects of a page that are looked at.
const maxObjects = 50_000

// Drawn is what a page shows that is no text.
type Drawn struct {
	Images []Box // where pictures are, up to 256 of them
	Paths  int   // lines and shapes
	Forms  int   // groups of objects
}

// A Box is a place on a page, in points; the origin is lower left.
type Box struct{ Left, Bottom, Right, Top float32 }

// Area is in square points.
func (b Box) Area() float32 { return max(0, b.Right-b.Left) * max(0, b.Top-b.Bottom) }

// Drawn looks at the objects of the page. Call it before Chars.
func (g *Page) Drawn() Drawn {
	p := g.d.p
	var d Drawn
	for i := range min(p.number("FPDFPage_CountObjects", g.handle), maxObjects) {
		o := p.call("FPDFPage_GetObject", g.handle, uint64(i))
		switch p.number("FPDFPageObj_GetType", o) {
		case objectText:
			g.layDown(o)
		case objectPath:
			d.Paths++
		case objectImage:
			if len(d.Images) < 256 {
				d.Images = append(d.Images, g.bounds(o))
			}
		case objectForm:
			d.Forms++
			if len(d.Images) < 256 && p.holdsImage(o, 0) {
				d.Images = append(d.Images, g.bounds(o))
			}
		}
		if p.err != nil {
			break
		}
	}
	return d
}

// layDown turns a text by a right angle that has height and no width: one that is
// written downwards in a font that is not embedded, as old programs for vertical
// text did. PDFium takes what has no width for nothing.
func (g *Page) layDown(o uint64) {
	if b := g.bounds(o); b.Right-b.Left < 0.02 && b.Top-b.Bottom > 1 {
		f := api.EncodeF64
		g.d.p.call("FPDFPageObj_Transform", o, f(0), f(1), f(-1), f(0), f(0), f(0))
	}
}

// holdsImage reports whether there is a picture in a group of objects.
func (p *instance) holdsImage(form uint64, depth int) bool {
	for i := range min(p.number("FPDFFormObj_CountObjects", form), 200) {
		o := p.call("FPDFFormObj_GetObject", form, uint64(i))
		switch p.number("FPDFPageObj_GetType", o) {
		case objectImage:
			return true
		case objectForm:
			if depth < 4 && p.holdsImage(o, depth+1) {
				return true
			}
		}
	}
	return false
}

func (g *Page) bounds(o uint64) (b Box) {
	p := g.d.p
	buf := p.scratch(16)
	if buf == 0 || p.call("FPDFPageObj_GetBounds", o, uint64(buf), uint64(buf+4), uint64(buf+8), uint64(buf+12))&0xff == 0 {
		return b
	}
	raw := p.bytes(buf, 16)
	if len(raw) < 16 {
		return b
	}
	f := func(k int) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(raw[k:])) }
	return Box{Left: f(0), Bottom: f(4), Right: f(8), Top: f(12)}
}

// Render paints a part of the page, all of it if box is empty, in shades of grey
// with dpi pixels an inch, less if it would be more than maxPixels. nil: it
// cannot be done.
func (g *Page) Render(box Box, dpi float64, maxPixels int) *image.Gray {
	w, h := g.Size()
	if !(w > 0 && h > 0) || w > 1e6 || h > 1e6 {
		return nil
	}
	if box.Area() == 0 {
		box = Box{0, 0, float32(w), float32(h)}
	}
	bw, bh := float64(box.Right-box.Left), float64(box.Top-box.Bottom)
	scale := dpi / 72
	if px := bw * bh * scale * scale; px > float64(maxPixels) {
		scale *= math.Sqrt(float64(maxPixels) / px)
	}
	x, y := int(bw*scale), int(bh*scale)
	if x < 1 || y < 1 {
		return nil
	}
	p := g.d.p
	const gray, annotations = 1, 1 // FPDFBitmap_Gray, FPDF_ANNOT
	bitmap := p.call("FPDFBitmap_CreateEx", uint64(x), uint64(y), gray, 0, 0)
	if bitmap == 0 {
		return nil
	}
	defer p.call("FPDFBitmap_Destroy", bitmap)
	p.call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(x), uint64(y), 0xFFFFFFFF)
	left, top := int(-float64(box.Left)*scale), int(-(h-float64(box.Top))*scale)
	p.call("FPDF_RenderPageBitmap", bitmap, g.handle, api.EncodeI32(int32(left)), api.EncodeI32(int32(top)),
		uint64(int(w*scale)), uint64(int(h*scale)), 0, annotations)
	stride := p.number("FPDFBitmap_GetStride", bitmap)
	raw := p.bytes(uint32(p.call("FPDFBitmap_GetBuffer", bitmap)), uint32(stride*y))
	if p.err != nil || raw == nil || stride < x {
		return nil
	}
	m := image.NewGray(image.Rect(0, 0, x, y))
	for row := range y {
		copy(m.Pix[row*m.Stride:][:x], raw[row*stride:])
	}
	return m
}

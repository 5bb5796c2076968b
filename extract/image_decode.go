package extract

import (
	"bufio"
	"context"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"sync"

	"golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

const (
	// maxPicture bounds the pixels of a picture. An A3 page of 600 dpi has 70
	// million.
	maxPicture = 100_000_000
	// largePicture is how many bytes of pixels may be unpacked by all workers at
	// once; of those above only one at a time is.
	largePicture = 48 << 20
	// maxPictureBytes bounds the pixels of one.
	maxPictureBytes = 256 << 20
	maxPicturePages = 2000
)

// onePicture is held while a large picture is in memory.
var onePicture sync.Mutex

// A picture is a file with one or more images.
type picture struct {
	r     io.ReaderAt
	size  int64
	pages []int64 // where the pages of a TIFF begin; one 0 for all others
	more  bool    // there are more pages
	tiff  *tiffFile
	turn  int // orientation as Exif has it, 1 to 8
}

// open looks at the begin of the file.
func (p *picture) open() error {
	head := make([]byte, min(p.size, HeadSize))
	n, _ := p.r.ReadAt(head, 0)
	head = head[:n]
	if !pictureMark(head) {
		return &Skip{ReasonNeedsOCR, "a picture of a kind that is not read"}
	}
	p.turn = 1
	if t := newTIFF(p.r, 0, p.size); t != nil {
		p.tiff = t
		if p.pages, p.more = t.pages(maxPicturePages); len(p.pages) == 0 {
			return &Skip{ReasonDamaged, "a picture that cannot be read"}
		}
		return nil
	}
	p.pages = []int64{0}
	p.turn = exifOrientation(head)
	return nil
}

// page returns the i'th page as a file that begins with it, and its decoder.
func (p *picture) page(i int) (r func() io.Reader, size func(io.Reader) (image.Config, error), decode func(io.Reader) (image.Image, error)) {
	if p.tiff != nil {
		r = func() io.Reader { return p.tiff.from(p.pages[i]) }
		return r, tiff.DecodeConfig, tiff.Decode
	}
	r = func() io.Reader { return bufio.NewReaderSize(io.NewSectionReader(p.r, 0, p.size), packedBuffer) }
	var mark [4]byte
	p.r.ReadAt(mark[:], 0)
	switch {
	case mark[0] == 0x89:
		return r, png.DecodeConfig, png.Decode
	case mark[0] == 0xFF:
		return r, jpeg.DecodeConfig, jpeg.Decode
	case mark[0] == 'G':
		return r, gif.DecodeConfig, gif.Decode
	case mark[0] == 'B':
		return r, bmp.DecodeConfig, bmp.Decode
	}
	return r, webp.DecodeConfig, webp.Decode
}

// show hands out what page i shows.
func (p *picture) show(ctx context.Context, f *File, i int, part string, out Out) error {
	open, size, decode := p.page(i)
	conf, err := size(open())
	if err != nil {
		return p.asItIs(ctx, f, part, out)
	}
	if conf.Width <= 0 || conf.Height <= 0 || max(conf.Width, conf.Height) < ocrMinWidth || min(conf.Width, conf.Height) < ocrMinHeight {
		return nil
	}
	px := int64(conf.Width) * int64(conf.Height)
	cost := px * bytesPerPixel(conf)
	if px > maxPicture || cost > maxPictureBytes {
		return &Skip{ReasonTooLarge, "a picture of more pixels than are read"}
	}
	if cost > largePicture {
		onePicture.Lock()
		defer onePicture.Unlock()
	}
	m, err := decode(open())
	if m == nil || m.Bounds().Empty() {
		if serr := p.asItIs(ctx, f, part, out); serr != nil {
			return serr
		}
		return nil
	}
	turn := p.turn
	if p.tiff != nil {
		turn = p.tiff.orientation(p.pages[i])
	}
	gray := turned(grayOf(m), turn)
	m = nil
	if rerr := f.recognise(ctx, out, gray, part); rerr != nil {
		return rerr
	}
	if err != nil {
		return &Skip{ReasonDamaged, "a picture that is damaged: what can be seen was read"}
	}
	return nil
}

// asItIs has tesseract read a TIFF that is packed in a way that is not unpacked
// here: all its pages, once.
func (p *picture) asItIs(ctx context.Context, f *File, part string, out Out) error {
	if p.tiff == nil || p.size > maxPictureBytes/4 {
		return &Skip{ReasonDamaged, "a picture that cannot be read"}
	}
	if p.tiff.whole {
		return nil
	}
	p.tiff.whole = true
	b := make([]byte, p.size)
	if _, err := p.r.ReadAt(b, 0); err != nil && err != io.EOF {
		return err
	}
	return f.recogniseFile(ctx, out, b, part)
}

// bytesPerPixel is what the decoders take for a pixel of a model of colours.
func bytesPerPixel(c image.Config) int64 {
	switch c.ColorModel {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.YCbCrModel:
		return 3
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, ok := c.ColorModel.(color.Palette); ok {
		return 1
	}
	return 4
}

// grayOf returns m in shades of grey. What is transparent is white.
func grayOf(m image.Image) *image.Gray {
	b := m.Bounds()
	g := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	switch m := m.(type) {
	case *image.Gray:
		for y := range b.Dy() {
			copy(g.Pix[y*g.Stride:][:b.Dx()], m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):])
		}
		return g
	case *image.YCbCr:
		for y := range b.Dy() {
			copy(g.Pix[y*g.Stride:][:b.Dx()], m.Y[m.YOffset(b.Min.X, b.Min.Y+y):])
		}
		return g
	}
	for i := range g.Pix {
		g.Pix[i] = 0xFF
	}
	draw.Draw(g, g.Rect, m, b.Min, draw.Over)
	return g
}

package extract

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
)

func init() {
	register(&Format{
		Name: "emf", Family: "print",
		Doc:     "Windows metafiles (EMF, EMF+): the text drawn, in lines",
		Limits:  "text drawn by glyph numbers and as curves is not read; pictures are counted",
		Exts:    []string{".emf"},
		Match:   isEMF,
		Extract: extractEMF,
	})
}

// isEMF reports whether head is a header of [MS-EMF] section 2.3.4.2.
func isEMF(head []byte) bool {
	return len(head) >= 88 && binary.LittleEndian.Uint32(head) == 1 && string(head[40:44]) == " EMF"
}

func extractEMF(ctx context.Context, f *File, out Out) error {
	src := &source{ctx: ctx, r: f.Reader}
	p := newProse(out, "")
	e := emfReader{r: bufio.NewReaderSize(src, 64<<10), lines: p}
	err := e.page()
	if done := p.close(); done != nil {
		return done
	}
	if err != nil {
		return src.fault(err)
	}
	return e.left(out)
}

// An emfReader reads metafiles one after another.
type emfReader struct {
	r       *bufio.Reader
	lines   *prose
	drawn   drawn
	space   emfSpace
	saved   []emfSpace
	body    []byte
	text    []byte
	glyphs  int  // texts drawn by glyph numbers
	images  int  // pictures
	plus    bool // EMF+ without the same in EMF
	dropped bool // a record was too large
}

// left says what of the metafiles was not read.
func (e *emfReader) left(out Out) error {
	if c, ok := out.(ImageCounter); ok && e.images > 0 {
		c.Image()
	}
	switch {
	case e.glyphs > 0:
		return &Skip{ReasonPartial, "text in it that is drawn by glyph numbers was not read"}
	case e.dropped:
		return &Skip{ReasonPartial, "a record in it is too large"}
	}
	return nil
}

// emfRecord is the largest record that is looked at: text is shorter.
const emfRecord = 1 << 20

var errMetafile = errors.New("a record of a metafile is wrong")

// page reads one metafile and hands out its lines.
func (e *emfReader) page() error {
	e.space, e.saved, e.plus = newEMFSpace(), nil, false
	err := e.records()
	if flushed := e.drawn.flush(e.lines); flushed != nil {
		return flushed
	}
	return err
}

func (e *emfReader) records() error {
	for {
		var head [8]byte
		if _, err := io.ReadFull(e.r, head[:]); err != nil {
			return err
		}
		kind, size := binary.LittleEndian.Uint32(head[:]), binary.LittleEndian.Uint32(head[4:])
		if size < 8 || size%4 != 0 {
			return errMetafile
		}
		n := int64(size) - 8
		if n > emfRecord || !emfAsked(kind) {
			e.images += emfImage(kind)
			e.dropped = e.dropped || emfAsked(kind)
			if _, err := io.CopyN(io.Discard, e.r, n); err != nil {
				return err
			}
		} else {
			if int64(cap(e.body)) < n {
				e.body = make([]byte, n)
			}
			e.body = e.body[:n]
			if _, err := io.ReadFull(e.r, e.body); err != nil {
				return err
			}
			e.record(kind, e.body)
		}
		if kind == emfEOF {
			return nil
		}
		if e.drawn.full() {
			if err := e.drawn.flush(e.lines); err != nil {
				return err
			}
		}
	}
}

// Records of [MS-EMF] section 2.1.1.
const (
	emfHeader         = 1
	emfWindowExtent   = 9
	emfWindowOrigin   = 10
	emfViewExtent     = 11
	emfViewOrigin     = 12
	emfEOF            = 14
	emfSave           = 33
	emfRestore        = 34
	emfSetWorld       = 35
	emfModifyWorld    = 36
	emfComment        = 70
	emfBitBlt         = 76
	emfStretchDIBits  = 81
	emfTextA          = 83
	emfTextW          = 84
	emfPolyTextA      = 96
	emfPolyTextW      = 97
	emfSmallText      = 108
	emfGlyphs         = 0x10  // ETO_GLYPH_INDEX
	emfNoRectangle    = 0x100 // ETO_NO_RECT, of small texts
	emfSmallCharacter = 0x200 // ETO_SMALL_CHARS
)

func emfAsked(kind uint32) bool {
	switch kind {
	case emfHeader, emfWindowExtent, emfWindowOrigin, emfViewExtent, emfViewOrigin, emfSave, emfRestore, emfSetWorld, emfModifyWorld,
		emfComment, emfTextA, emfTextW, emfPolyTextA, emfPolyTextW, emfSmallText:
		return true
	}
	return false
}

func emfImage(kind uint32) int {
	if kind >= emfBitBlt && kind <= emfStretchDIBits {
		return 1
	}
	return 0
}

// record takes a record without its first 8 bytes.
func (e *emfReader) record(kind uint32, b []byte) {
	switch kind {
	case emfHeader:
		e.title(b)
	case emfSave:
		if len(e.saved) < 256 {
			e.saved = append(e.saved, e.space)
		}
	case emfRestore:
		if n := len(e.saved); n > 0 {
			e.space, e.saved = e.saved[n-1], e.saved[:n-1]
		}
	case emfComment:
		e.comment(b)
	case emfTextA, emfTextW:
		if len(b) >= 68 {
			e.draw(b, b[28:], kind == emfTextW)
		}
	case emfPolyTextA, emfPolyTextW:
		if len(b) < 32 {
			return
		}
		for i, n := 0, int(binary.LittleEndian.Uint32(b[28:])); i < n && 32+40*(i+1) <= len(b); i++ {
			e.draw(b, b[32+40*i:], kind == emfPolyTextW)
		}
	case emfSmallText:
		e.small(b)
	default:
		e.space.set(kind, b)
	}
}

// title takes the description in the header: the program and the title.
func (e *emfReader) title(b []byte) {
	if len(b) < 60 {
		return
	}
	n, at := int64(binary.LittleEndian.Uint32(b[52:])), int64(binary.LittleEndian.Uint32(b[56:]))-8
	if n == 0 || at < 0 || at+2*n > int64(len(b)) {
		return
	}
	e.text = appendUnits(e.text[:0], b[at:at+2*n])
	e.drawn.add(math.Inf(-1), math.Inf(-1), 0, e.text)
}

// draw takes a text of [MS-EMF] section 2.2.5, which t begins with; offsets in it
// count from the record's beginning.
func (e *emfReader) draw(b, t []byte, wide bool) {
	le := binary.LittleEndian
	if len(t) < 40 {
		return
	}
	x, y := float64(int32(le.Uint32(t))), float64(int32(le.Uint32(t[4:])))
	n, at := int64(le.Uint32(t[8:])), int64(le.Uint32(t[12:]))-8
	options, widths := le.Uint32(t[16:]), int64(le.Uint32(t[36:]))-8
	if n == 0 {
		return
	}
	if options&emfGlyphs != 0 {
		e.glyphs++
		return
	}
	size := n
	if wide {
		size = 2 * n
	}
	if at < 0 || n > emfRecord || at+size > int64(len(b)) {
		return
	}
	width := 0.0
	if widths > 0 && widths+4*n <= int64(len(b)) {
		for i := range n {
			width += float64(int32(le.Uint32(b[widths+4*i:])))
		}
	}
	e.put(x, y, width, b[at:at+size], wide)
}

// small takes an EMR_SMALLTEXTOUT.
func (e *emfReader) small(b []byte) {
	le := binary.LittleEndian
	if len(b) < 28 {
		return
	}
	x, y, n, options := float64(int32(le.Uint32(b))), float64(int32(le.Uint32(b[4:]))), int64(le.Uint32(b[8:])), le.Uint32(b[12:])
	at := int64(28)
	if options&emfNoRectangle == 0 {
		at += 16
	}
	wide := options&emfSmallCharacter == 0
	size := n
	if wide {
		size = 2 * n
	}
	switch {
	case options&emfGlyphs != 0:
		e.glyphs++
	case n < emfRecord && at+size <= int64(len(b)):
		e.put(x, y, 0, b[at:at+size], wide)
	}
}

// put adds a text to the page.
func (e *emfReader) put(x, y, width float64, text []byte, wide bool) {
	if wide {
		e.text = appendUnits(e.text[:0], text)
	} else {
		e.text = appendUTF8(e.text[:0], text, lineCharset(text, cp932))
	}
	x, y, width = e.space.place(x, y, width)
	e.drawn.add(x, y, width, e.text)
}

package extract

import (
	"bufio"
	"context"
	"encoding/binary"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

func init() {
	register(&Format{
		Name: "wmf", Family: "print",
		Doc:     "Windows metafiles of 16 bits (WMF): the text drawn, in lines, in the charset of its fonts",
		Limits:  "text drawn by glyph numbers and as curves is not read; pictures are counted",
		Exts:    []string{".wmf"},
		Match:   isWMF,
		Extract: extractWMF,
	})
}

// placeable is the mark of the header that programs put before a metafile ([MS-WMF]
// section 2.3.2.3).
const placeable = "\xD7\xCD\xC6\x9A"

// isWMF reports whether head is a metafile's header, with or without that.
func isWMF(head []byte) bool {
	le := binary.LittleEndian
	if len(head) >= 22 && string(head[:4]) == placeable {
		return true
	}
	return len(head) >= 24 && (le.Uint16(head) == 1 || le.Uint16(head) == 2) && le.Uint16(head[2:]) == 9 &&
		(le.Uint16(head[4:]) == 0x300 || le.Uint16(head[4:]) == 0x100) && le.Uint16(head[16:]) == 0 && le.Uint32(head[18:]) >= 3 && le.Uint32(head[18:]) < 1<<20
}

func extractWMF(ctx context.Context, f *File, out Out) error {
	src := &source{ctx: ctx, r: f.Reader}
	p := newProse(out, "")
	w := wmfReader{r: bufio.NewReaderSize(src, 64<<10), lines: p}
	err := w.records()
	if flushed := w.drawn.flush(p); flushed != nil {
		_ = p.close()
		return flushed
	}
	if done := p.close(); done != nil {
		return done
	}
	if err != nil {
		return src.fault(err)
	}
	if c, ok := out.(ImageCounter); ok && w.images > 0 {
		c.Image()
	}
	if w.glyphs > 0 {
		return &Skip{ReasonPartial, "text in it that is drawn by glyph numbers was not read"}
	}
	return nil
}

// A wmfReader reads one metafile.
type wmfReader struct {
	r       *bufio.Reader
	lines   *prose
	drawn   drawn
	objects []int // charset of each that is a font, -1 for other objects, wmfFree for none
	charset int   // of the font in use
	x, y    float64
	text    []byte
	glyphs  int
	images  int
}

const (
	wmfFree    = -2
	wmfObjects = 1 << 12 // no file has as many
	wmfRecord  = 1 << 20
)

// Records of [MS-WMF] section 2.1.1.1.
const (
	wmfEOF          = 0x0000
	wmfSelect       = 0x012D
	wmfDelete       = 0x01F0
	wmfMove         = 0x0214
	wmfEscape       = 0x0626
	wmfCreateFont   = 0x02FB
	wmfTextOut      = 0x0521
	wmfExtTextOut   = 0x0A32
	wmfGlyphs       = 0x0010
	wmfOpaque       = 0x0002
	wmfClipped      = 0x0004
	wmfDIBBitBlt    = 0x0940
	wmfDIBStretch   = 0x0B41
	wmfStretchDIB   = 0x0F43
	wmfSetDIBToDev  = 0x0D33
	wmfCreatePen    = 0x02FA
	wmfCreateBrush  = 0x02FC
	wmfPattern      = 0x01F9
	wmfDIBPattern   = 0x0142
	wmfCreateRegion = 0x06FF
	wmfPalette      = 0x00F7
)

func (w *wmfReader) records() error {
	head := make([]byte, 22)
	if _, err := io.ReadFull(w.r, head[:4]); err != nil {
		return err
	}
	rest := 14
	if string(head[:4]) == placeable {
		rest = 18 + 18
	}
	if _, err := io.CopyN(io.Discard, w.r, int64(rest)); err != nil {
		return err
	}
	var body []byte
	for {
		if _, err := io.ReadFull(w.r, head[:6]); err != nil {
			return err
		}
		size, kind := 2*int64(binary.LittleEndian.Uint32(head))-6, int(binary.LittleEndian.Uint16(head[4:]))
		if kind == wmfEOF {
			return nil
		}
		if size < 0 {
			return errMetafile
		}
		if size > wmfRecord {
			w.images++
			if _, err := io.CopyN(io.Discard, w.r, size); err != nil {
				return err
			}
			continue
		}
		if int64(cap(body)) < size {
			body = make([]byte, size)
		}
		body = body[:size]
		if _, err := io.ReadFull(w.r, body); err != nil {
			return err
		}
		w.record(kind, body)
		if w.drawn.full() {
			if err := w.drawn.flush(w.lines); err != nil {
				return err
			}
		}
	}
}

// record takes a record without its first 6 bytes.
func (w *wmfReader) record(kind int, b []byte) {
	le := binary.LittleEndian
	switch kind {
	case wmfCreateFont:
		if len(b) >= 14 {
			w.create(int(b[13]))
		} else {
			w.create(0)
		}
	case wmfCreatePen, wmfCreateBrush, wmfPattern, wmfDIBPattern, wmfCreateRegion, wmfPalette:
		w.create(-1)
	case wmfSelect, wmfDelete:
		if len(b) < 2 {
			return
		}
		if i := int(le.Uint16(b)); i < len(w.objects) && kind == wmfDelete {
			w.objects[i] = wmfFree
		} else if i < len(w.objects) && w.objects[i] >= 0 {
			w.charset = w.objects[i]
		}
	case wmfMove:
		if len(b) >= 4 {
			w.y, w.x = float64(int16(le.Uint16(b))), float64(int16(le.Uint16(b[2:])))
		}
	case wmfEscape:
		w.escape(b)
	case wmfTextOut:
		w.textOut(b)
	case wmfExtTextOut:
		w.extTextOut(b)
	case wmfDIBBitBlt, wmfDIBStretch, wmfStretchDIB, wmfSetDIBToDev:
		w.images++
	}
}

// escape takes the text in Unicode that LibreOffice notes where a font has no
// charset for it: its mark, ten bytes, the place, the length and the text.
func (w *wmfReader) escape(b []byte) {
	le := binary.LittleEndian
	if len(b) < 30 || le.Uint16(b) != 0x000F || string(b[4:8]) != "OO*," {
		return
	}
	x, y, n := float64(int32(le.Uint32(b[18:]))), float64(int32(le.Uint32(b[22:]))), int64(le.Uint32(b[26:]))
	if n > 0 && 30+2*n <= int64(len(b)) {
		w.text = appendUnits(w.text[:0], b[30:30+2*n])
		w.drawn.add(x, y, 0, w.text)
	}
}

// create puts an object where the first one was deleted.
func (w *wmfReader) create(charset int) {
	for i, o := range w.objects {
		if o == wmfFree {
			w.objects[i] = charset
			return
		}
	}
	if len(w.objects) < wmfObjects {
		w.objects = append(w.objects, charset)
	}
}

func (w *wmfReader) textOut(b []byte) {
	le := binary.LittleEndian
	if len(b) < 6 {
		return
	}
	n := int(le.Uint16(b))
	at := 2 + (n+1)&^1
	if at+4 > len(b) {
		return
	}
	y, x := float64(int16(le.Uint16(b[at:]))), float64(int16(le.Uint16(b[at+2:])))
	w.put(x, y, 0, b[2:2+n])
}

func (w *wmfReader) extTextOut(b []byte) {
	le := binary.LittleEndian
	if len(b) < 8 {
		return
	}
	y, x, n, options := float64(int16(le.Uint16(b))), float64(int16(le.Uint16(b[2:]))), int(le.Uint16(b[4:])), le.Uint16(b[6:])
	at := 8
	if options&(wmfOpaque|wmfClipped) != 0 {
		at += 8
	}
	if at+n > len(b) {
		return
	}
	if options&wmfGlyphs != 0 {
		w.glyphs++
		return
	}
	width := 0.0
	for i := at + (n+1)&^1; i+2 <= len(b); i += 2 {
		width += float64(int16(le.Uint16(b[i:])))
	}
	w.put(x, y, width, b[at:at+n])
}

// wmfCharsets are the charsets of fonts that are no Japanese ([MS-WMF] section
// 2.1.1.5): programs write what they have in them, kanji too.
var wmfCharsets = map[int]encoding.Encoding{129: korean.EUCKR, 134: simplifiedchinese.GBK, 136: traditionalchinese.Big5}

func (w *wmfReader) put(x, y, width float64, text []byte) {
	if e, ok := wmfCharsets[w.charset]; ok {
		if s, err := e.NewDecoder().Bytes(text); err == nil && !strings.ContainsRune(string(s), '\uFFFD') {
			w.drawn.add(x, y, width, s)
			return
		}
	}
	w.text = appendUTF8(w.text[:0], text, cp932)
	w.drawn.add(x, y, width, w.text)
}

package extract

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

func init() {
	register(&Format{
		Name: "pclxl", Family: "print",
		Doc:     "print data in PCL XL: text in fonts of the printer",
		Limits:  "text drawn with fonts that the job brings along is glyph numbers, and pictures are not read: both are said to be there",
		Exts:    []string{".pxl"},
		Match:   isPXL,
		Extract: extractWith(readPXL),
	})
}

// isPXL reports whether head begins a stream of PCL XL in bytes: which order its
// numbers have, and the class.
func isPXL(head []byte) bool {
	return len(head) > 12 && (head[0] == ')' || head[0] == '(') && bytes.HasPrefix(head[1:], []byte(" HP-PCL XL;"))
}

// Tags of PCL XL (HP: PCL XL Feature Reference Protocol Class 2.0, "Binary
// Stream Tag Values").
const (
	pxlBeginPage  = 0x43
	pxlEndPage    = 0x44
	pxlFontHeader = 0x4F
	pxlSetCursor  = 0x6B
	pxlSetFont    = 0x6F
	pxlText       = 0xA8
	pxlImage      = 0xB0
	pxlAttribute  = 0xF8
	pxlAttribute2 = 0xF9
	pxlData       = 0xFA
	pxlDataByte   = 0xFB

	pxlPoint    = 0x4C // attributes
	pxlFontName = 0xA8
	pxlTextData = 0xAB

	pxlArray = 1 << 20 // bytes of an array: text is shorter
)

var errPXL = errors.New("a tag is wrong")

// A pxlReader reads PCL XL.
type pxlReader struct {
	r      *bufio.Reader
	order  binary.ByteOrder
	p      *prose
	page   drawn
	pages  int
	value  []byte // of the last that was read
	wide   bool   // it is an array of numbers of two bytes
	point  [2]float64
	x, y   float64
	string []byte
	two    bool
	name   string // of the font
	next   string
	own    map[string]bool // fonts that the job brings along
	image  bool
	glyphs bool
}

func readPXL(ctx context.Context, r *bufio.Reader, p *prose) (missed string, err error) {
	x := pxlReader{r: r, order: binary.LittleEndian, p: p, own: map[string]bool{}}
	if first, _ := r.ReadByte(); first == '(' {
		x.order = binary.BigEndian
	}
	for { // the line that names the class
		c, err := r.ReadByte()
		if err != nil {
			return "", err
		}
		if c == '\n' {
			break
		}
	}
	for n := 0; err == nil; n++ {
		if n%4096 == 0 {
			err = ctx.Err()
		}
		if err == nil {
			err = x.tag()
		}
	}
	if err == io.EOF {
		err = nil
	}
	if flushed := x.page.flush(p); err == nil {
		err = flushed
	}
	if errors.Is(err, errPXL) {
		err = io.ErrUnexpectedEOF
	}
	switch {
	case x.glyphs:
		missed = "text in it that is drawn by glyph numbers was not read"
	case x.image:
		missed = "what it draws as pictures was not read"
	}
	return missed, err
}

// tag reads a tag with what belongs to it.
func (x *pxlReader) tag() error {
	t, err := x.r.ReadByte()
	if err != nil {
		return err
	}
	switch {
	case t == 0 || t >= 0x09 && t <= 0x0D || t == ' ':
		return nil
	case t >= 0xC0 && t <= 0xE5:
		return x.data(t)
	case t == pxlAttribute:
		a, err := x.r.ReadByte()
		x.attribute(int(a))
		return err
	case t == pxlAttribute2:
		_, err := x.number(2)
		return err
	case t == pxlData, t == pxlDataByte:
		size := 4
		if t == pxlDataByte {
			size = 1
		}
		n, err := x.number(size)
		if err == nil {
			_, err = io.CopyN(io.Discard, x.r, n)
		}
		return err
	case t > 0x40 && t < 0xC0:
		return x.operator(t)
	}
	return errPXL
}

func (x *pxlReader) number(size int) (int64, error) {
	var b [4]byte
	if _, err := io.ReadFull(x.r, b[:size]); err != nil {
		return 0, err
	}
	switch size {
	case 1:
		return int64(b[0]), nil
	case 2:
		return int64(x.order.Uint16(b[:])), nil
	}
	return int64(x.order.Uint32(b[:])), nil
}

// data reads a value: one, an array, a point of two or a box of four.
func (x *pxlReader) data(t byte) error {
	sizes := [...]int64{1, 2, 4, 2, 4, 4}
	kind := int(t & 7)
	if kind >= len(sizes) {
		return errPXL
	}
	n := int64(1)
	switch {
	case t >= 0xE0:
		n = 4
	case t >= 0xD0:
		n = 2
	case t >= 0xC8:
		of, err := x.r.ReadByte()
		if err != nil {
			return err
		}
		size := 2
		if of == 0xC0 {
			size = 1
		}
		if n, err = x.number(size); err != nil {
			return err
		}
	}
	n *= sizes[kind]
	if n > pxlArray {
		return errPXL
	}
	if int64(cap(x.value)) < n {
		x.value = make([]byte, n)
	}
	x.value = x.value[:n]
	x.wide = sizes[kind] == 2
	if _, err := io.ReadFull(x.r, x.value); err != nil {
		return err
	}
	if t >= 0xD0 && t < 0xE0 {
		for i := range x.point {
			x.point[i] = x.coordinate(kind, x.value[int64(i)*sizes[kind]:])
		}
	}
	return nil
}

func (x *pxlReader) coordinate(kind int, b []byte) float64 {
	switch kind {
	case 0:
		return float64(b[0])
	case 1:
		return float64(x.order.Uint16(b))
	case 3:
		return float64(int16(x.order.Uint16(b)))
	case 5:
		return float64(math.Float32frombits(x.order.Uint32(b)))
	}
	return float64(int32(x.order.Uint32(b)))
}

// attribute says what the last value was.
func (x *pxlReader) attribute(a int) {
	switch a {
	case pxlFontName:
		x.next = string(x.value)
	case pxlTextData:
		x.string, x.two = append(x.string[:0], x.value...), x.wide
	}
}

func (x *pxlReader) operator(t byte) error {
	const fonts = 1 << 12 // no job brings as many along
	switch t {
	case pxlBeginPage:
		if x.pages++; x.pages > 1 {
			return x.p.part(fmt.Sprintf("page %d", x.pages))
		}
	case pxlEndPage:
		return x.page.flush(x.p)
	case pxlFontHeader:
		if len(x.own) < fonts {
			x.own[x.next] = true
		}
	case pxlSetFont:
		x.name = x.next
	case pxlSetCursor:
		x.x, x.y = x.point[0], x.point[1]
	case pxlImage:
		x.image = true
	case pxlText:
		x.draw()
		if x.page.full() {
			return x.page.flush(x.p)
		}
	}
	return nil
}

// draw puts text on the page. A font that came along has numbers of its own for
// glyphs; they are text only if all of them are characters that Japanese has.
func (x *pxlReader) draw() {
	if len(x.string) == 0 {
		return
	}
	var text []byte
	switch {
	case x.two && len(x.string)%2 == 0:
		b := bytes.Clone(x.string)
		if x.order == binary.BigEndian {
			for i := 0; i < len(b); i += 2 {
				b[i], b[i+1] = b[i+1], b[i]
			}
		}
		text = appendUnits(nil, b)
	case !x.own[x.name]:
		text = appendUTF8(nil, x.string, lineCharset(x.string, cp932))
	}
	if len(text) == 0 || x.own[x.name] && !readable(text) {
		x.glyphs = true
		return
	}
	x.page.add(x.x, x.y, 0, text)
	x.x += 30 * float64(halfWidths(text)) // lest what follows without a move stand at the same place
}

// readable reports whether all of text is what Japanese text is made of.
func readable(text []byte) bool {
	for _, r := range string(text) {
		switch {
		case r >= ' ' && r < 0x7F, r >= 0x3000 && r < 0x3100, r >= 0x4E00 && r < 0xA000, r >= 0xFF00 && r < 0xFFF0:
		default:
			return false
		}
	}
	return true
}

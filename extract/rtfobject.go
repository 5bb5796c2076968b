package extract

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// rtfName bounds the names in the head of an object.
const rtfName = 4 << 10

// errNoData says that a byte of text is not the first of a file inside.
var errNoData = errors.New("rtf: no data")

// rtfBlips says how the files of pictures are called.
var rtfBlips = map[string]string{"pngblip": ".png", "jpegblip": ".jpg", "emfblip": ".emf", "wmetafile": ".wmf", "dibitmap": ".dib", "macpict": ".pict"}

// hexData hands out the file whose hexadecimal digits begin with c, if the text
// is such a file.
func (o *rtfReader) hexData(c byte, escaped bool) error {
	switch o.st.dest {
	case rtfPicture, rtfObject, rtfRuns:
	default:
		return errNoData
	}
	if escaped || hexDigit(c) < 0 {
		return nil
	}
	_ = o.br.UnreadByte()
	return o.data(&rtfHex{br: o.br})
}

// binary takes \bin: so many bytes as they are.
func (o *rtfReader) binary(n int) error {
	if n <= 0 {
		return nil
	}
	r := io.LimitReader(o.br, int64(n))
	switch o.st.dest {
	case rtfPicture, rtfObject, rtfRuns:
		return o.data(r)
	}
	_, err := io.Copy(io.Discard, r)
	return err
}

// data hands out a file inside and reads r to its end.
func (o *rtfReader) data(r io.Reader) error {
	reserve, err := o.f.Budget.hold()
	if err != nil {
		return err
	}
	defer o.f.Budget.release(reserve)
	charged := o.f.Budget.reader(o.ctx, r)
	switch o.st.dest {
	case rtfRuns:
		_, err = readRuns(o.ctx, &File{Size: -1, Reader: charged}, o.s.out)
	case rtfPicture:
		o.files++
		err = o.s.out.Member(&File{Name: fmt.Sprintf("picture %d%s", o.files, rtfBlips[o.st.blip]), Size: -1, Reader: charged, Budget: o.f.Budget})
	default:
		o.files++
		err = o.object(bufio.NewReaderSize(charged, 2*rtfName))
	}
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return err
}

// object hands out an object as OLE 1 keeps it ([MS-OLEDS] 2.2.4): a head, then
// the file, which may be in a package (2.3.6 and what Windows writes).
func (o *rtfReader) object(br *bufio.Reader) error {
	f := &File{Name: fmt.Sprintf("object %d", o.files), Size: -1, Reader: br, Budget: o.f.Budget}
	head, _ := br.Peek(2 * rtfName)
	class, rest, ok := oleHead(head)
	if ok {
		_, _ = br.Discard(len(head) - len(rest))
	}
	if ok && class == "Package" {
		if name, after, ok := packageHead(rest); ok {
			_, _ = br.Discard(len(rest) - len(after))
			f.Name = name
		}
	}
	return o.s.out.Member(f)
}

// oleHead returns the class of an embedded object and what follows its head.
func oleHead(b []byte) (class string, rest []byte, ok bool) {
	le := binary.LittleEndian
	if len(b) < 8 || le.Uint32(b[4:]) != 2 {
		return "", b, false
	}
	rest = b[8:]
	for i := range 3 { // class, topic, item
		if len(rest) < 4 || le.Uint32(rest) > rtfName || len(rest) < 4+int(le.Uint32(rest)) {
			return "", b, false
		}
		n := int(le.Uint32(rest))
		if i == 0 {
			class = string(rest[4 : 4+max(n-1, 0)])
		}
		rest = rest[4+n:]
	}
	if len(rest) < 4 {
		return "", b, false
	}
	return class, rest[4:], true
}

// packageHead returns the name of the file in a package and what follows: the
// file itself.
func packageHead(b []byte) (name string, rest []byte, ok bool) {
	le := binary.LittleEndian
	if len(b) < 2 || le.Uint16(b) != 2 {
		return "", b, false
	}
	raw, rest, ok := cutZero(b[2:])
	if !ok {
		return "", b, false
	}
	_, rest, ok = cutZero(rest) // where it came from
	if !ok || len(rest) < 8 {
		return "", b, false
	}
	n := le.Uint32(rest[4:])
	if n > rtfName || len(rest) < 12+int(n) {
		return "", b, false
	}
	return decodeMemberPath(raw), rest[12+int(n):], true
}

func cutZero(b []byte) (s, rest []byte, ok bool) {
	for i, c := range b {
		if c == 0 {
			return b[:i], b[i+1:], true
		}
	}
	return nil, b, false
}

// An rtfHex reads bytes in hexadecimal digits, up to whatever is none.
type rtfHex struct {
	br  *bufio.Reader
	err error
}

func (h *rtfHex) Read(p []byte) (int, error) {
	n, half := 0, -1
	for n < len(p) && h.err == nil {
		c, err := h.br.ReadByte()
		if err != nil {
			h.err = err
			break
		}
		switch d := hexDigit(c); {
		case d >= 0 && half < 0:
			half = d
		case d >= 0:
			p[n] = byte(half<<4 | d)
			n, half = n+1, -1
		case c > ' ':
			_ = h.br.UnreadByte()
			h.err = io.EOF
		}
	}
	if n == 0 && h.err != nil {
		return 0, h.err
	}
	return n, nil
}

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

	"github.com/shikiri/shikiri/extract/hostcode"
)

func init() {
	register(&Format{
		Name: "afp", Family: "print",
		Doc:     "print data of hosts in AFP (MO:DCA): text (PTOCA) in EBCDIC with IBM's kanji, Unicode or ASCII, and index values (TLE)",
		Limits:  "pictures, graphics and bar codes are not read, and said to be there; fonts are told by what their codes give",
		Exts:    []string{".afp", ".mda"},
		Match:   isAFP,
		Extract: extractAFP,
	})
}

// Structured fields of MO:DCA (AFP Consortium: Mixed Object Document Content
// Architecture Reference, AFPC-0004).
const (
	afpMark      = 0x5A
	afpBeginPage = 0xD3A8AF
	afpText      = 0xD3EE9B
	afpTag       = 0xD3A090
	afpNote      = 0xD3EEEE
	afpImage     = 0xD3EEFB
	afpImageOld  = 0xD3EE7B
	afpGraphics  = 0xD3EEBB
	afpBarCode   = 0xD3EEEB
)

// isAFP reports whether head begins with structured fields, one behind another.
func isAFP(head []byte) bool {
	n := 0
	for at := 0; at+9 <= len(head); n++ {
		size := int(binary.BigEndian.Uint16(head[at+1:]))
		if head[at] != afpMark || head[at+3] != 0xD3 || size < 8 {
			return false
		}
		if at += 1 + size; n > 8 {
			break
		}
	}
	return n > 1 || n == 1 && len(head) < HeadSize && head[4] == 0xA8
}

var errAFP = errors.New("a structured field is wrong")

func extractAFP(ctx context.Context, f *File, out Out) error {
	src := &source{ctx: ctx, r: f.Reader}
	a := afpReader{r: bufio.NewReaderSize(src, 64<<10), p: newProse(out, "properties")}
	err := a.fields()
	if flushed := a.page.flush(a.p); flushed != nil {
		_ = a.p.close()
		return flushed
	}
	if done := a.p.close(); done != nil {
		return done
	}
	switch {
	case err != nil && err != io.EOF:
		return src.fault(err)
	case a.doubtful:
		return &Skip{ReasonPartial, "text in it is in codes of fonts that are not known"}
	case a.images:
		return &Skip{ReasonPartial, "pictures, graphics or bar codes in it were not read"}
	}
	return nil
}

// An afpReader reads one file.
type afpReader struct {
	r     *bufio.Reader
	p     *prose
	page  drawn
	pages int
	body  []byte
	x, y  float64 // inline and baseline
	line  float64 // between base lines
	count [256]int
	wide  bool // text was met that is nothing but UTF-16
	ascii bool // or ASCII

	images, doubtful bool
}

func (a *afpReader) fields() error {
	for {
		mark, err := a.r.ReadByte()
		if err != nil {
			return err
		}
		if mark == '\r' || mark == '\n' {
			continue // lines that came with a transfer
		}
		var head [8]byte
		if _, err := io.ReadFull(a.r, head[:]); err != nil {
			return io.ErrUnexpectedEOF
		}
		size := int(binary.BigEndian.Uint16(head[:])) - 8
		if mark != afpMark || size < 0 {
			return errAFP
		}
		if cap(a.body) < size {
			a.body = make([]byte, math.MaxUint16)
		}
		a.body = a.body[:size]
		if _, err := io.ReadFull(a.r, a.body); err != nil {
			return io.ErrUnexpectedEOF
		}
		if err := a.field(int(head[2])<<16 | int(head[3])<<8 | int(head[4])); err != nil {
			return err
		}
	}
}

func (a *afpReader) field(kind int) error {
	switch kind {
	case afpBeginPage:
		if err := a.page.flush(a.p); err != nil {
			return err
		}
		a.x, a.y = 0, 0
		a.pages++
		return a.p.part(fmt.Sprintf("page %d", a.pages))
	case afpText:
		a.text(a.body)
		if a.page.full() {
			return a.page.flush(a.p)
		}
	case afpTag:
		return a.tag(a.body)
	case afpNote:
		if text := a.decode(a.body); len(text) > 0 && printable(text) {
			return a.p.write(append(text, '\n'))
		}
	case afpImage, afpImageOld, afpGraphics, afpBarCode:
		a.images = true
	}
	return nil
}

// tag takes a name and its value (triplets 0x02 and 0x36), by which documents are
// found: a customer's name, a number.
func (a *afpReader) tag(b []byte) error {
	for len(b) >= 4 && int(b[0]) >= 4 && int(b[0]) <= len(b) {
		t := b[:b[0]]
		if b = b[len(t):]; t[1] == 0x02 || t[1] == 0x36 {
			if err := a.p.write(append(a.decode(t[4:]), ' ')); err != nil {
				return err
			}
		}
	}
	return a.p.line()
}

// text takes presentation text (AFP Consortium: Presentation Text Object Content
// Architecture Reference, AFPC-0009): codes, and control sequences behind 0x2BD3,
// of which one with an odd type has another right behind it.
func (a *afpReader) text(b []byte) {
	for len(b) > 0 {
		i := bytes.Index(b, []byte("\x2B\xD3"))
		if i < 0 {
			i = len(b)
		}
		a.put(b[:i])
		b = b[min(i+2, len(b)):]
		for chained := true; chained && len(b) >= 2; {
			n := int(b[0])
			if n < 2 || n > len(b) {
				return
			}
			a.control(b[1], b[2:n])
			chained = b[1]&1 != 0
			b = b[n:]
		}
	}
}

func (a *afpReader) control(kind byte, b []byte) {
	number := 0.0
	if len(b) >= 2 {
		number = float64(int16(binary.BigEndian.Uint16(b)))
	}
	switch kind &^ 1 {
	case 0xC6: // absolute inline
		a.x = number
	case 0xC8:
		a.x += number
	case 0xD0: // between base lines
		a.line = number
	case 0xD2: // absolute baseline
		a.y = number
	case 0xD4:
		a.y += number
	case 0xD8: // a line begins
		a.x = 0
		a.y += max(a.line, 1)
	case 0xDA: // transparent data: text
		a.put(b)
	case 0xEE: // a string that repeats
		if len(b) > 2 {
			a.put(b[2:])
		}
	}
}

func (a *afpReader) put(b []byte) {
	text := a.decode(b)
	if len(bytes.Trim(text, " \u3000")) == 0 {
		return
	}
	if !printable(text) {
		a.doubtful = true
	}
	a.page.add(a.x, a.y, 0, text)
	a.x += 20 * float64(halfWidths(text)) // lest what follows without a move stand at the same place
}

// decode returns text in the code that it is most likely in. The font that it is
// drawn with would tell, but is a resource of the printer's.
func (a *afpReader) decode(b []byte) []byte {
	kanji, common, odd := len(b)%2 == 0, 0, 0
	for i, c := range b {
		switch hostBytes[c] {
		case hbBlank, hbDigit, hbLetter:
			common++
		case hbNone, hbControl, hbNUL:
			odd++
		}
		if kanji && i%2 == 0 {
			kanji = hostcode.IBM.Kanji(c, b[i+1]) != '\uFFFD' && c < 0x69
		}
	}
	wide, _ := appendUTF16(nil, b[:len(b)&^1], utf16BE)
	isWide := len(b)%2 == 0 && readable(wide)
	plain := appendUTF8(nil, b, lineCharset(b, cp932))
	isPlain := printable(plain) && common*2 < len(b)
	shifted := bytes.IndexByte(b, 0x0E) >= 0 && bytes.IndexByte(b, 0x0F) >= 0
	switch {
	case shifted:
	case isWide && (a.wide || !kanji && odd > 0):
		a.wide = true
		return wide
	case kanji && common*2 < len(b) && !(a.ascii && isPlain):
		return hostcode.IBM.AppendKanji(nil, b)
	case isPlain && (a.ascii || odd > 0):
		a.ascii = true
		return plain
	}
	for _, c := range b {
		a.count[c]++
	}
	code := hostcode.Code{Scheme: hostcode.IBM, Single: hostPage(&a.count)}
	return code.Append(nil, b)
}

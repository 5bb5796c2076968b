package msword

import (
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// A Sink takes what is in a document. Slices are valid during the call.
type Sink interface {
	Part(Part) error
	Text([]byte) error // UTF-8, part of a paragraph
	Paragraph() error
	// Cell and Row end a cell and a row of a table; Table ends the table.
	Cell() error
	Row() error
	Table() error
	// InCell says that the paragraph which ends next is in a cell.
	InCell()
	// Aside is what is no part of the running text: the code of a field, how a
	// word is read.
	Aside([]byte) error
}

// Options are what a reader needs from outside.
type Options struct {
	// Decode appends text of a code page to dst as UTF-8.
	Decode func(dst, raw []byte, codepage int) []byte
	// Reader returns a reader of n bytes of the text from at on.
	Reader func(at, n int64) io.Reader
}

// Read hands the text of a document to sink; data may be nil. With ErrDamaged all that could be
// read has been handed out; other errors are those of sink and of the streams.
func (h *Header) Read(main, tables, data Stream, opt *Options, sink Sink) error {
	list, err := h.pieces(main, tables)
	if err != nil && err != ErrDamaged {
		return err
	}
	d := &document{opt: opt, sink: sink, codepage: codepageOf(h.lang), part: Parts}
	if h.Table != "" {
		d.paragraphs = h.paragraphs(main, tables, data)
	}
	var end int64
	for i, n := range h.lengths() {
		if n < 0 {
			n, err = 0, ErrDamaged
		}
		end += n
		d.ends[i] = end
	}
	for _, p := range list {
		if perr := d.piece(p, main.Size(), h.Table == ""); perr == ErrDamaged {
			err = perr
		} else if perr != nil {
			return perr
		}
	}
	if ferr := d.finish(); ferr != nil {
		return ferr
	}
	if err == nil && d.ends[Body] > 0 && !d.ended && h.Table != "" {
		err = ErrDamaged // the pieces lead elsewhere
	}
	return err
}

func codepageOf(lang int) int {
	switch lang & 0x3FF {
	case 0x11, 0:
		return 932
	case 0x19:
		return 1251
	}
	return 1252
}

// A document is the text while it is read.
type document struct {
	opt        *Options
	sink       Sink
	paragraphs *paragraphs // nil: not known
	codepage   int
	ends       [Parts]int64
	part       Part

	raw     []byte // of an old document, not decoded
	text    []byte // not handed out
	code    []byte // of a field
	inCode  int    // fields whose code is read
	fields  int    // that are open
	high    rune   // first half of a character
	inTable bool
	empty   bool // nothing since the last cell ended
	ended   bool // the last character of the body ended a paragraph, as it must (2.4.1), or a row
}

// endsText reports whether a character may be the last of the body: the end of a
// paragraph, or that of a row or section, with which LibreOffice ends documents
// whose last paragraph is a table's.
func endsText(c byte) bool { return c == 0x0D || c == 0x07 || c == 0x0C }

// piece reads one piece.
func (d *document) piece(p piece, size int64, old bool) error {
	n := (p.end - p.cp) * p.size
	var err error
	if p.fc < 0 || p.fc >= size {
		return ErrDamaged
	}
	if n > size-p.fc {
		n, err = (size-p.fc)/p.size*p.size, ErrDamaged
	}
	r := d.opt.Reader(p.fc, n)
	buf := make([]byte, 8<<10)
	for cp, fc := p.cp, p.fc; n > 0; {
		k, rerr := io.ReadFull(r, buf[:min(n, int64(len(buf)))])
		k -= k % int(p.size)
		for i := 0; i < k; i += int(p.size) {
			if derr := d.at(cp); derr != nil {
				return derr
			}
			if cp == d.ends[Body]-1 {
				d.ended = endsText(buf[i]) && (p.size == 1 || buf[i+1] == 0)
			}
			var derr error
			switch {
			case p.size == 2:
				derr = d.unit(rune(le.Uint16(buf[i:])), fc)
			case old:
				derr = d.byte(buf[i], fc)
			default:
				derr = d.unit(latin(buf[i]), fc)
			}
			if derr != nil {
				return derr
			}
			cp, fc = cp+1, fc+p.size
		}
		n -= int64(k)
		if rerr == io.EOF || rerr == io.ErrUnexpectedEOF {
			return ErrDamaged
		}
		if rerr != nil {
			return rerr
		}
	}
	return err
}

// at begins the part that the character cp is in.
func (d *document) at(cp int64) error {
	if d.part < Parts && cp < d.ends[d.part] && (d.part == 0 || cp >= d.ends[d.part-1]) {
		return nil
	}
	part := Body
	for part < HeaderBoxes && cp >= d.ends[part] {
		part++
	}
	if part == d.part {
		return nil
	}
	if d.part < Parts {
		if err := d.finish(); err != nil {
			return err
		}
	}
	d.part = part
	return d.sink.Part(part)
}

// windows are the characters of one byte between 0x80 and 0x9F (2.9.73).
var windows = [32]rune{
	0x20AC, 0, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17D, 0,
	0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0, 0x17E, 0x178,
}

func latin(c byte) rune {
	if c >= 0x80 && c < 0xA0 {
		return windows[c-0x80]
	}
	return rune(c)
}

// byte takes a byte of an old document.
func (d *document) byte(c byte, fc int64) error {
	if c >= 0x20 || c == '\t' {
		if d.raw = append(d.raw, c); len(d.raw) < 64<<10 {
			return nil
		}
		return d.decode()
	}
	if err := d.decode(); err != nil {
		return err
	}
	return d.unit(rune(c), fc)
}

func (d *document) decode() error {
	if len(d.raw) == 0 {
		return nil
	}
	raw := d.raw
	d.raw = d.raw[:0]
	return d.add(d.opt.Decode(nil, raw, d.codepage))
}

// add takes text.
func (d *document) add(b []byte) error {
	d.empty = false
	if d.inCode > 0 {
		if d.code = append(d.code, b...); len(d.code) > codeMost {
			return d.noField()
		}
		return nil
	}
	if d.text = append(d.text, b...); len(d.text) > 4<<10 {
		return d.flush()
	}
	return nil
}

func (d *document) flush() error {
	if len(d.text) == 0 {
		return nil
	}
	b := d.text
	d.text = d.text[:0]
	return d.sink.Text(b)
}

// unit takes a unit of UTF-16. Those below 0x20 have a meaning (2.4.1 and
// others).
func (d *document) unit(c rune, fc int64) error {
	if d.high != 0 {
		pair := utf16.DecodeRune(d.high, c)
		d.high = 0
		if pair != utf8.RuneError {
			return d.add(utf8.AppendRune(nil, pair))
		}
	}
	switch {
	case c >= 0xD800 && c < 0xDC00:
		d.high = c
		return nil
	case c >= 0xDC00 && c < 0xE000:
		return nil
	case c >= 0x20 || c == '\t':
		var b [utf8.UTFMax]byte
		return d.add(utf8.AppendRune(b[:0], c))
	}
	switch c {
	case 0x0D, 0x0C, 0x0E:
		return d.paragraph(fc)
	case 0x0B:
		return d.add([]byte{'\n'})
	case 0x07:
		return d.cell(fc)
	case 0x13:
		d.fields++
		d.inCode++
	case 0x14, 0x15:
		return d.field(c)
	case 0x1E: // a hyphen where no line breaks
		return d.add([]byte{'-'})
	}
	return nil
}

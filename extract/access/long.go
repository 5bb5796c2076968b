package access

import (
	"encoding/binary"
	"io"
)

const (
	longHeader = 12
	longLength = 0x3FFFFFFF
	longHere   = 0x80000000 // the value is in the row
	longOne    = 0x40000000 // in one row of a page for long values; else in several
)

// Long returns the value of column i, a Memo or OLE, and its length. It is nil
// if there is none. It is valid until the next row is read.
func (r *Row) Long(i int) (value io.Reader, size int64) {
	b, ok := r.bytes(i)
	if !ok || len(b) < longHeader {
		return nil, 0
	}
	head := le.Uint32(b)
	v := &long{d: r.d, left: int64(head & longLength), next: le.Uint32(b[4:]), one: head&longOne != 0}
	if head&longHere != 0 {
		v.here, v.next = b[longHeader:], 0
		v.left = int64(len(v.here))
	}
	return v, v.left
}

// A long is a value that is read piece by piece from pages of its own.
type long struct {
	d    *Database
	page []byte
	here []byte // not yet read of this piece
	next uint32 // page and row of the next piece, or 0
	left int64
	one  bool
	err  error
}

func (v *long) Read(p []byte) (int, error) {
	for len(v.here) == 0 && v.err == nil {
		v.err = v.load()
	}
	if v.err != nil {
		return 0, v.err
	}
	n := copy(p, v.here)
	v.here = v.here[n:]
	v.left -= int64(n)
	return n, nil
}

// load reads the next piece. Each holds at least a byte, and no more than is
// missing, so that pieces that lead to each other end.
func (v *long) load() error {
	if v.left <= 0 {
		return io.EOF
	}
	if v.next == 0 {
		return io.ErrUnexpectedEOF
	}
	if v.page == nil {
		v.page = make([]byte, v.d.layout.page)
	}
	if err := v.d.Load(v.next>>8, v.page); err != nil {
		return err
	}
	from, to, _, ok := v.d.row(v.page, int(v.next&0xFF))
	if v.page[0] != pageData || !ok {
		return ErrPage
	}
	piece := v.page[from:to]
	v.next = 0
	if !v.one {
		if len(piece) < 4 {
			return ErrPage
		}
		v.next, piece = le.Uint32(piece), piece[4:]
	}
	if len(piece) == 0 {
		return ErrPage
	}
	v.here = piece[:min(int64(len(piece)), v.left)]
	return nil
}

// An Object is a file in an OLE column, or what Access wrapped around it.
type Object struct {
	Name string // of a packaged file, in a code page; "" if it has none
	Skip int    // bytes before the file
	Size int    // of the file; 0 if it is the rest
}

// Unwrap finds the file in a value that begins with head, some kilobytes of it.
// Programs write a file as it is. Access writes it as an object of OLE 1.0, with
// a header of its own before: [MS-OLEDS] 2.2.4 and 2.2.5.
func Unwrap(head []byte) Object {
	if len(head) < 20 || head[0] != 0x15 || head[1] != 0x1C {
		return Object{}
	}
	c := cursor{b: head, at: int(le.Uint16(head[2:]))}
	c.skip(4) // the version
	if c.uint32() != 2 {
		return Object{} // a link
	}
	class := string(c.text())
	c.text()
	c.text()
	size := c.uint32()
	o := Object{Skip: c.at, Size: int(size)}
	if c.bad || size > longLength {
		return Object{}
	}
	if class == "Package" {
		return c.pack(o)
	}
	return o
}

// pack reads what the Packager writes before a file: names that end with zero.
func (c *cursor) pack(o Object) Object {
	c.skip(2)
	name := string(c.zero())
	c.zero()
	c.skip(4)
	c.text()
	size := c.uint32()
	if c.bad || size > longLength {
		return o
	}
	return Object{Name: name, Skip: c.at, Size: int(size)}
}

// A cursor reads numbers and texts one after another. bad is set beyond the end.
type cursor struct {
	b   []byte
	at  int
	bad bool
}

func (c *cursor) skip(n int) []byte {
	if c.bad || n < 0 || c.at+n > len(c.b) {
		c.bad = true
		return nil
	}
	c.at += n
	return c.b[c.at-n : c.at]
}

func (c *cursor) uint32() uint32 {
	if b := c.skip(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// text reads a text that begins with its length and ends with zero.
func (c *cursor) text() []byte {
	n := c.uint32()
	if n > uint32(len(c.b)) {
		c.bad = true
		return nil
	}
	b := c.skip(int(n))
	if len(b) > 0 {
		b = b[:len(b)-1]
	}
	return b
}

// zero reads a text that ends with zero.
func (c *cursor) zero() []byte {
	from := c.at
	for !c.bad {
		b := c.skip(1)
		if b == nil || b[0] == 0 {
			break
		}
	}
	if c.bad {
		return nil
	}
	return c.b[from : c.at-1]
}

// Package msword reads the text of Word documents of the years 1993 to 2003
// (doc). Section numbers are those of [MS-DOC]; what is older is as OpenOffice
// and antiword have found it.
package msword

import (
	"encoding/binary"
	"errors"
	"io"
)

var le = binary.LittleEndian

// A Stream is a stream of the document.
type Stream interface {
	io.ReaderAt
	Size() int64
}

// What is wrong with a document.
var (
	ErrFormat  = errors.New("msword: not a document")
	ErrDamaged = errors.New("msword: damaged")
)

// fibSize is how much of the header is read: all that is used of it.
const fibSize = 1024

// Old is the last version whose tables are in the stream of the text.
const oldVersion = 104

// A Header is what a document begins with (2.5.1).
type Header struct {
	Version    int
	Encrypted  bool
	Obfuscated bool // by XOR
	KeySize    int64
	Table      string // the name of the stream of tables; "" for old versions

	raw  []byte
	lang int
}

// ReadHeader reads the header in the stream of the text.
func ReadHeader(main Stream) (*Header, error) {
	b := make([]byte, min(fibSize, main.Size()))
	n, err := main.ReadAt(b, 0)
	if n < 0x180 {
		if err == nil || err == io.EOF || err == io.ErrUnexpectedEOF {
			err = ErrFormat
		}
		return nil, err
	}
	b = b[:n]
	flags := le.Uint16(b[10:])
	h := &Header{
		Version: int(le.Uint16(b[2:])), Encrypted: flags&0x100 != 0, Obfuscated: flags&0x8000 != 0,
		KeySize: int64(le.Uint32(b[14:])), raw: b, lang: int(le.Uint16(b[6:])),
	}
	if h.Version <= oldVersion {
		return h, nil
	}
	if le.Uint16(b) != 0xA5EC || len(b) < 0x1AA {
		return nil, ErrFormat
	}
	if h.Table = "0Table"; flags&0x200 != 0 {
		h.Table = "1Table"
	}
	return h, nil
}

// span is where a table is: the nth of 2.5.6.
func (h *Header) span(n int) (at, size int64) {
	i := 0x9A + 8*n
	if h.Table == "" || i+8 > len(h.raw) {
		return 0, 0
	}
	return int64(le.Uint32(h.raw[i:])), int64(le.Uint32(h.raw[i+4:]))
}

// Drawings is where the drawings are in the stream of tables.
func (h *Header) Drawings() (at, size int64) { return h.span(50) }

// A Part is a part of a document, in the order in which their texts follow
// each other (2.3).
type Part uint8

const (
	Body Part = iota
	Footnotes
	Headers
	Macros
	Comments
	Endnotes
	Boxes
	HeaderBoxes
	Parts // how many there are
)

// lengths are the characters of each part.
func (h *Header) lengths() (n [Parts]int64) {
	at := 0x4C
	if h.Table == "" {
		at = 0x34
	}
	for i := range n {
		n[i] = int64(int32(le.Uint32(h.raw[at+4*i:])))
	}
	return n
}

// maxTable bounds a table that is kept in memory.
const maxTable = 16 << 20

// table reads a table. What is too long for the stream is cut.
func table(s Stream, at, size int64) ([]byte, error) {
	if at < 0 || at >= s.Size() || size <= 0 {
		return nil, nil
	}
	b := make([]byte, min(size, s.Size()-at, maxTable))
	n, err := s.ReadAt(b, at)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	if err == nil && int64(n) < size {
		err = ErrDamaged
	}
	return b[:n], err
}

// Names returns who commented, changed and saved the document, as UTF-16LE.
func (h *Header) Names(tables Stream) ([][]byte, error) {
	var names [][]byte
	at, size := h.span(36) // of comments: lengths and texts
	b, err := table(tables, at, size)
	for len(b) >= 2 && len(names) < 1<<10 {
		n := 2 * int(le.Uint16(b))
		if b = b[2:]; n > len(b) {
			err = ErrDamaged
			break
		}
		names, b = append(names, b[:n]), b[n:]
	}
	for _, n := range []int{51, 71} {
		at, size = h.span(n)
		b, terr := table(tables, at, size)
		if err == nil {
			err = terr
		}
		names = appendNames(names, b)
	}
	return names, err
}

// appendNames appends the texts of a string table (2.2.4).
func appendNames(names [][]byte, b []byte) [][]byte {
	if len(b) < 6 || le.Uint16(b) != 0xFFFF {
		return names
	}
	extra := int(le.Uint16(b[4:]))
	for b = b[6:]; len(b) >= 2 && len(names) < 4<<10; {
		n := 2 * int(le.Uint16(b))
		if b = b[2:]; n > len(b) {
			break
		}
		names, b = append(names, b[:n]), b[n:]
		b = b[min(extra, len(b)):]
	}
	return names
}

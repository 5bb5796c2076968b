package pdfium

import (
	"context"
	"errors"
	"io"
	"unicode/utf16"
)

// Why a document, or the rest of it, cannot be read.
var (
	ErrPassword = errors.New("pdf: wrong password")
	ErrFormat   = errors.New("pdf: damaged")
	ErrSecurity = errors.New("pdf: encrypted in a way that is not known")
	ErrTrap     = errors.New("pdf: the reader gave up")
	ErrMemory   = errors.New("pdf: needs more memory than a document may have")
)

// MaxSize is the size of the largest document that is read: offsets have 32 bits.
const MaxSize = 1<<31 - 1

// A Document is an open PDF.
type Document struct {
	p      *instance
	src    *reader
	handle uint64
	pages  int
	form   uint64 // environment of forms, 0 if there is none
}

// A reader is what PDFium reads from. The library never forgets it, so it is
// made small when the document is closed.
type reader struct {
	r    io.ReaderAt
	size int64
	at   int64
}

func (r *reader) Seek(off int64, whence int) (int64, error) {
	if whence != io.SeekStart || r.r == nil || off < 0 || off > r.size {
		return 0, errors.New("seek in a document: out of bounds")
	}
	r.at = off
	return off, nil
}

// Read fills b or fails: the library takes a short read for a whole one.
func (r *reader) Read(b []byte) (int, error) {
	if r.r == nil {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := r.r.ReadAt(b, r.at)
	if n == len(b) {
		err = nil
	}
	return n, err
}

// Open opens the document that is all of r. The caller closes it.
func Open(ctx context.Context, r io.ReaderAt, size int64, password string) (*Document, error) {
	if size <= 0 || size > MaxSize {
		return nil, ErrFormat
	}
	p, err := newInstance(ctx)
	if err != nil {
		return nil, err
	}
	d := &Document{p: p, src: &reader{r: r, size: size}}
	if err := d.load(password); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// load opens the document; fpdfview.h has the numbers of the errors.
func (d *Document) load(password string) error {
	p := d.p
	access, _, err := p.files.CreateFileAccessReader(d.src.size, d.src)
	if err != nil {
		return ErrTrap
	}
	word := p.name(password)
	d.handle = p.call("FPDF_LoadCustomDocument", *access, uint64(word))
	if p.err != nil {
		return p.err
	}
	if d.handle == 0 {
		switch p.number("FPDF_GetLastError") {
		case 4:
			return ErrPassword
		case 5:
			return ErrSecurity
		}
		return ErrFormat
	}
	d.pages = p.number("FPDF_GetPageCount", d.handle)
	return p.err
}

// Close gives the memory of the document back.
func (d *Document) Close() {
	d.src.r = nil
	d.p.close() // with all that is in it
}

// Pages returns the number of pages.
func (d *Document) Pages() int { return d.pages }

// Err returns why nothing more can be read, or nil.
func (d *Document) Err() error { return d.p.err }

// Whole reports whether the table of the document's objects was as it should be.
func (d *Document) Whole() bool {
	return d.p.call("FPDF_DocumentHasValidCrossReferenceTable", d.handle)&0xff != 0
}

// maxText bounds a text that is taken as a whole: a title, the value of a field.
const maxText = 4 << 20

// text calls a function that writes UTF-16 into a buffer, its last two arguments,
// and returns how many bytes that takes.
func (p *instance) text(name string, args ...uint64) []byte {
	n := uint32(p.call(name, append(args, 0, 0)...))
	if n <= 2 || n > maxText || p.err != nil {
		return nil
	}
	buf := p.scratch(n)
	if buf == 0 {
		return nil
	}
	m := uint32(p.call(name, append(args, uint64(buf), uint64(n))...))
	return appendUTF16(nil, p.bytes(buf, min(m, n)))
}

// appendUTF16 appends UTF-16LE as UTF-8, up to a NUL.
func appendUTF16(dst, b []byte) []byte {
	var units []uint16
	for ; len(b) >= 2; b = b[2:] {
		u := uint16(b[0]) | uint16(b[1])<<8
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return append(dst, string(utf16.Decode(units))...)
}

// Property returns an entry of the document information: "Title", "Author",
// "Subject", "Keywords".
func (d *Document) Property(key string) []byte {
	k := d.p.name(key)
	defer d.p.call("free", uint64(k))
	return d.p.text("FPDF_GetMetaText", d.handle, uint64(k))
}

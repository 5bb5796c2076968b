// Package biff reads the records of Excel's workbooks of the years 1987 to 2003
// (xls), versions 2 to 8 of the format. Section numbers are those of [MS-XLS];
// what is older is in OpenOffice's documentation of the Excel file format.
package biff

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
)

var le = binary.LittleEndian

// A Kind is what a text beside the cells is.
type Kind uint8

const (
	Header  Kind = iota // of the printed page, and its footer
	Comment             // note of a cell, or its author
	Box                 // text box
	Chart               // title, or a value that a chart keeps
	Name                // who saved the file
	Shared              // a string of the pool of strings, which was full
	Reading             // how a text is read: furigana
	Pivot               // a value that a pivot table keeps
)

// A Sink takes what is in a workbook. Slices are valid during the call.
type Sink interface {
	// Sheet begins a sheet. The text that precedes it is of the workbook.
	Sheet(name string) error
	// Cell is a cell that is not empty. Rows and columns count from 0.
	Cell(row, col int, text []byte) error
	// Text is text beside the cells.
	Text(kind Kind, text []byte) error
	// Record is a record that is not known, and may hold text.
	Record(data []byte) error
}

// A Cipher decrypts the data of a record, in place, which begin at pos of the
// stream.
type Cipher interface{ XOR(data []byte, pos int64) }

// Options are what a reader needs from outside.
type Options struct {
	// Decode appends text of a code page to dst as UTF-8. 1200 is UTF-16LE.
	Decode func(dst, raw []byte, codepage int) []byte
	// Number appends a number as a format code shows it; "" is the general format.
	Number func(dst []byte, v float64, code string, date1904 bool) []byte
	// Unlock returns what decrypts the records behind a FILEPASS record.
	Unlock func(filepass []byte) (Cipher, error)
}

// What is wrong with a stream.
var (
	ErrDamaged   = errors.New("biff: damaged")
	ErrTruncated = errors.New("biff: truncated")
)

// Types of records.
const (
	recEOF       = 0x0A
	recFilepass  = 0x2F
	recContinue  = 0x3C
	recDrawings  = 0xEB
	recInterface = 0xE1
)

// maxRecord is how long the data of a record are at most (2.1.4).
const maxRecord = 8224

// records reads records one by one.
type records struct {
	r      *bufio.Reader
	pos    int64 // behind the record
	kind   uint16
	data   []byte
	buf    [maxRecord]byte
	cipher Cipher
}

func newRecords(r io.Reader) *records { return &records{r: bufio.NewReaderSize(r, 64<<10)} }

// next reads a record. The error is io.EOF where the stream ends, one of those
// above, or that of the stream.
func (r *records) next() error {
	var h [4]byte
	if n, err := io.ReadFull(r.r, h[:]); err != nil {
		if err == io.ErrUnexpectedEOF && n > 0 && h == [4]byte{} {
			err = io.EOF // filling
		}
		return cut(err)
	}
	r.kind = le.Uint16(h[:])
	n := int(le.Uint16(h[2:]))
	if n > maxRecord || r.kind > 0x10FF {
		return ErrDamaged
	}
	r.data = r.buf[:n]
	m, err := io.ReadFull(r.r, r.data)
	at := r.pos + 4
	r.pos = at + int64(m)
	if err == io.EOF && n > 0 {
		err = io.ErrUnexpectedEOF
	}
	r.data = r.data[:m]
	if r.cipher != nil {
		r.decrypt(at)
	}
	if err == io.EOF {
		err = nil
	}
	return cut(err)
}

func cut(err error) error {
	if err == io.ErrUnexpectedEOF {
		return ErrTruncated
	}
	return err
}

// decrypt decrypts a record but for those that stay as they are (2.2.10).
func (r *records) decrypt(at int64) {
	switch r.kind {
	case 0x09, 0x209, 0x409, 0x809, recFilepass, 0x194, 0x195, recInterface, 0x196, 0x138:
		return
	case 0x85: // but for the place of the sheet
		if len(r.data) >= 4 {
			r.cipherTail(4, at)
		}
		return
	}
	r.cipher.XOR(r.data, at)
}

// cipherTail decrypts a record but for its first n bytes.
func (r *records) cipherTail(n int, at int64) {
	var head [8]byte
	copy(head[:n], r.data)
	r.cipher.XOR(r.data, at)
	copy(r.data, head[:n])
}

// more goes to the next record if that continues this one.
func (r *records) more() bool {
	b, err := r.r.Peek(2)
	if err != nil || le.Uint16(b) != recContinue {
		return false
	}
	return r.next() == nil
}

// A Drawings reads the data of the records that hold all pictures of a workbook,
// one after another (2.4.171).
type Drawings struct {
	r      *records
	unlock func([]byte) (Cipher, error)
	rest   []byte
	inside bool
}

// NewDrawings returns a reader of the pictures in a stream.
func NewDrawings(r io.Reader, opt *Options) *Drawings {
	return &Drawings{r: newRecords(r), unlock: opt.Unlock}
}

func (d *Drawings) Read(p []byte) (int, error) {
	for len(d.rest) == 0 {
		if err := d.r.next(); err != nil {
			return 0, err
		}
		switch d.r.kind {
		case recFilepass:
			c, err := d.unlock(d.r.data)
			if err != nil {
				return 0, err
			}
			d.r.cipher = c
		case recContinue:
		default:
			d.inside = d.r.kind == recDrawings
		}
		if d.inside {
			d.rest = d.r.data
		}
	}
	n := copy(p, d.rest)
	d.rest = d.rest[n:]
	return n, nil
}

package extract

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"io"
)

func init() {
	register(&Format{
		Name:   "dbf",
		Family: "databases",
		Doc:    "dBase III, IV, 5 and 7, FoxPro and Visual FoxPro: all rows, also those that are deleted and not yet removed",
		Limits: "memos are in a file beside (.dbt, .fpt), which is read as a file of its own; not read: dBase II",
		Exts:   []string{".dbf"},
		Match: func(head []byte) bool {
			_, ok := readDBFHeader(head)
			return ok
		},
		Extract: extractDBF,
	})
}

// A dbfHeader is how the rows of a table are laid out.
// https://www.clicketyclick.dk/databases/xbase/format/dbf.html
type dbfHeader struct {
	version byte
	rows    uint32 // as announced
	size    int    // of the header
	row     int    // size of a row, with its mark
	driver  byte   // of the language
	fields  []dbfField
}

// A dbfField is a column.
type dbfField struct {
	name     []byte
	typ      byte
	from, to int // its place in a row
	decimals int
}

const (
	dbfDescriptor  = 32 // bytes that tell of a column
	dbfDescriptor7 = 48 // in dBase 7
	dbfHeaderSize  = 32
	dbfHeaderSize7 = 68
	dbfEnd         = 0x1A
)

// readDBFHeader reads the header that head begins with. The first byte says
// little, so all the rest has to agree: the columns are good, end where they
// have to, and are together as long as a row.
func readDBFHeader(head []byte) (h dbfHeader, ok bool) {
	if len(head) < dbfHeaderSize+dbfDescriptor || !dbfVersion(head[0]) || head[2] > 12 || head[3] > 31 {
		return h, false
	}
	h = dbfHeader{
		version: head[0],
		rows:    binary.LittleEndian.Uint32(head[4:]),
		size:    int(binary.LittleEndian.Uint16(head[8:])),
		row:     int(binary.LittleEndian.Uint16(head[10:])),
		driver:  head[29],
	}
	at, step := dbfHeaderSize, dbfDescriptor
	if h.seven() {
		at, step = dbfHeaderSize7, dbfDescriptor7
	}
	if h.size <= at || h.row < 2 {
		return h, false
	}
	end := 1
	for ; at < h.size && at < len(head) && head[at] != '\r' && head[at] != 0; at += step {
		if at+step > min(len(head), h.size) {
			return h, false
		}
		f, ok := h.field(head[at : at+step])
		if !ok || len(h.fields) == 1024 {
			return h, false
		}
		f.from, f.to = end, end+f.to
		end = f.to
		h.fields = append(h.fields, f)
	}
	ended := at < len(head) && (at >= h.size || head[at] == '\r' || head[at] == 0)
	return h, ended && len(h.fields) > 0 && end == h.row && h.size-at < 1<<10
}

func (h *dbfHeader) seven() bool { return h.version&^0x88 == 4 }

// dbfVersion reports whether a table may begin with a byte.
func dbfVersion(c byte) bool {
	return bytes.IndexByte([]byte{0x03, 0x04, 0x30, 0x31, 0x32, 0x43, 0x63, 0x7B, 0x83, 0x8B, 0x8C, 0x8E, 0xCB, 0xE5, 0xF5, 0xFB}, c) >= 0
}

// dbfTypes are the types of columns of all versions.
const dbfTypes = "CNFDLMIBTYGPVQW@+O0"

// field reads what tells of a column; to is then its length.
func (h *dbfHeader) field(b []byte) (f dbfField, ok bool) {
	nameSize := 11
	if h.seven() {
		nameSize = 32
	}
	name, _, _ := bytes.Cut(b[:nameSize], []byte{0})
	for _, c := range name {
		if c < ' ' || c == 0x7F {
			return f, false
		}
	}
	rest := b[nameSize:]
	f = dbfField{name: name, typ: rest[0]}
	if h.seven() {
		f.to, f.decimals = int(rest[1]), int(rest[2])
	} else {
		f.to, f.decimals = int(rest[5]), int(rest[6])
	}
	if f.typ == 'C' && f.decimals > 0 { // Clipper and FoxPro have longer texts
		f.to += f.decimals << 8
	}
	return f, len(name) > 0 && f.to > 0 && bytes.IndexByte([]byte(dbfTypes), f.typ) >= 0
}

func extractDBF(ctx context.Context, f *File, out Out) error {
	src := &source{ctx: ctx, r: f.Reader}
	br := bufio.NewReaderSize(src, 64<<10)
	head, err := br.Peek(64 << 10)
	if err != nil && err != io.EOF {
		return src.fault(err)
	}
	h, ok := readDBFHeader(head)
	if !ok {
		return damaged(nil)
	}
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	t := &dbfTable{dbfHeader: h, br: br, src: src}
	t.charset, t.sure = h.charsetOf(head[min(h.size, len(head)):])
	names, shown := t.names()
	t.shown = shown
	t.r, err = newRecords(ctx, f, out, "", names)
	if err != nil {
		return err
	}
	if _, err = br.Discard(h.size); err == nil {
		err = t.read()
	} else {
		err = src.fault(err)
	}
	if cerr := t.r.close(); err == nil {
		err = cerr
	}
	if err == nil && src.err != nil {
		err = src.err
	}
	return err
}

// charsetOf tells the charset of the rows that sample begins with, and whether
// it holds for each value. A driver that says CP932 is believed unless the rows
// as a whole read as something else.
func (h *dbfHeader) charsetOf(sample []byte) (cs charset, sure bool) {
	texts := make([]byte, 0, 32<<10)
	for row := sample; len(row) >= h.row && len(texts)+h.row < cap(texts); row = row[h.row:] {
		for _, f := range h.fields {
			if f.typ == 'C' || f.typ == 'V' {
				texts = append(append(texts, bytes.TrimRight(row[f.from:f.to], " \x00")...), '\n')
			}
		}
	}
	japanese := h.driver == 0x13 || h.driver == 0x7B || h.driver == 0x87 // dBase IV, FoxPro and dBase for Windows
	if cs := sniffCharset(texts); cs == eucJP || cs == utf8Text && indexHigh(texts) < len(texts) {
		if japanese {
			return cp932, false
		}
		return cs, false
	}
	return cp932, japanese || leadsCP932(texts)
}

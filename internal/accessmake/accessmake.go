// Package accessmake makes small databases of Microsoft Access for tests: no
// program of Debian can. They lack what only Access needs, but mdb-reader 3.2 of
// npm, which knows the format for itself, reads the same values from them.
package accessmake

import (
	"bytes"
	"crypto/rc4"
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// A Column is a column of a table.
type Column struct {
	Name  string // bytes of the code page in Jet 3
	Kind  byte   // as in package access
	Scale byte   // of decimals
}

// A Table is a table with its rows. Values are nil, bool, uint8, int16, int32,
// int64, float32, float64, string, Raw or Value.
type Table struct {
	Name    string
	Columns []Column
	Rows    [][]any
	Deleted []int  // rows that are marked as deleted
	Dropped bool   // it is not in the catalog, nor has it a map
	Linked  string // it is in this file
	System  bool
}

// Raw is a value whose bytes are given: a binary, a GUID, a decimal.
type Raw []byte

// A Value is a long value.
type Value struct {
	Data  []byte
	Piece int // 0: in the row; else in pieces of so many bytes, each in a row of another page
}

// A File is a database to be made.
type File struct {
	Jet3   bool
	ACE    byte   // the version of ACE: 2 for Access 2007; 0 is Jet
	Key    uint32 // with which pages are encoded
	Tables []Table

	pages [][]byte
	size  int
	maps  [][]byte
}

var le = binary.LittleEndian

// Make makes the database.
func (f *File) Make() []byte {
	f.size = 4096
	if f.Jet3 {
		f.size = 2048
	}
	f.pages = [][]byte{f.header(), nil, nil} // the second has the maps, the third the catalog
	catalog := Table{System: true, Columns: []Column{{"Id", 4, 0}, {"Name", 10, 0}, {"Type", 3, 0}, {"Flags", 4, 0}, {"Database", 12, 0}}}
	for _, t := range f.Tables {
		if t.Linked != "" {
			catalog.Rows = append(catalog.Rows, []any{int32(0), t.Name, int16(6), int32(0), Value{Data: f.text(t.Linked)}})
			continue
		}
		page := f.page(nil)
		f.table(t, page)
		if !t.Dropped {
			catalog.Rows = append(catalog.Rows, []any{int32(page), t.Name, int16(1), int32(0), nil})
		}
	}
	f.table(catalog, 2)
	f.pages[1] = f.dataPage(0x01, f.maps, nil)
	if f.Key != 0 {
		for i, p := range f.pages[1:] {
			crypt(le.AppendUint32(nil, uint32(i+1)^f.Key), p)
		}
	}
	return bytes.Join(f.pages, nil)
}

func crypt(key, b []byte) {
	c, err := rc4.NewCipher(key)
	if err != nil {
		panic(err)
	}
	c.XORKeyStream(b, b)
}

func (f *File) header() []byte {
	b := make([]byte, f.size)
	name := "Standard Jet DB"
	if f.ACE > 0 {
		name = "Standard ACE DB"
	}
	copy(b, "\x00\x01\x00\x00"+name)
	hidden := 128
	if f.Jet3 {
		hidden = 126
		le.PutUint16(b[0x3C:], 932)
	} else {
		b[0x14] = max(f.ACE, 1)
	}
	le.PutUint32(b[0x3E:], f.Key)
	crypt([]byte{0xC7, 0xDA, 0x39, 0x6B}, b[0x18:0x18+hidden])
	return b
}

// page adds a page and returns its number.
func (f *File) page(b []byte) uint32 {
	f.pages = append(f.pages, b)
	return uint32(len(f.pages) - 1)
}

// table makes a table whose definition is in a page.
func (f *File) table(t Table, page uint32) {
	var own []uint32
	var rows [][]byte
	var deleted []int
	used := 14
	flush := func() {
		if len(rows) > 0 {
			own = append(own, f.page(f.dataPage(page, rows, deleted)))
		}
		rows, deleted, used = nil, nil, 14
	}
	for i, values := range t.Rows {
		row := f.row(t.Columns, values)
		if used += len(row) + 2; used > f.size {
			flush()
			used += len(row) + 2
		}
		for _, d := range t.Deleted {
			if d == i {
				deleted = append(deleted, len(rows))
			}
		}
		rows = append(rows, row)
	}
	flush()
	if t.Dropped {
		own = nil
	}
	f.maps = append(f.maps, usage(own))
	f.pages[page] = f.definition(t, uint32(1)<<8|uint32(len(f.maps)-1))
}

// usage is a map of pages: which they are, and from which on.
func usage(own []uint32) []byte {
	m := make([]byte, 5+64)
	for _, n := range own {
		m[5+n/8] |= 1 << (n % 8)
	}
	return m
}

// dataPage puts rows into a page, from its end.
func (f *File) dataPage(owner uint32, rows [][]byte, deleted []int) []byte {
	b := make([]byte, f.size)
	b[0], b[1] = 1, 1
	le.PutUint32(b[4:], owner)
	at := 12
	if f.Jet3 {
		at = 8
	}
	le.PutUint16(b[at:], uint16(len(rows)))
	end := f.size
	for i, row := range rows {
		end -= len(row)
		copy(b[end:], row)
		le.PutUint16(b[at+2+2*i:], uint16(end))
	}
	for _, i := range deleted {
		b[at+2+2*i+1] |= 0x80
	}
	return b
}

// fixedSize is how long values of a kind are, 0 if they may be of any length.
func fixedSize(kind byte) int {
	return map[byte]int{2: 1, 3: 2, 4: 4, 5: 8, 6: 4, 7: 8, 8: 8, 15: 16, 16: 17, 18: 4, 19: 8}[kind]
}

// definition makes the page that tells of a table.
func (f *File) definition(t Table, usage uint32) []byte {
	b := make([]byte, f.size)
	b[0], b[1] = 2, 1
	kind := byte('N')
	if t.System {
		kind = 'S'
	}
	variable, fixed := 0, 0
	var columns, names []byte
	for i, c := range t.Columns {
		size := fixedSize(c.Kind)
		d := f.column(c, i, variable, fixed)
		switch {
		case size > 0:
			fixed += size
		case c.Kind != 1:
			variable++
		}
		columns = append(columns, d...)
		names = append(names, f.columnName(c.Name)...)
	}
	n := uint16(len(t.Columns))
	if f.Jet3 {
		le.PutUint32(b[12:], uint32(len(t.Rows)))
		b[20] = kind
		le.PutUint16(b[21:], n)
		le.PutUint16(b[23:], uint16(variable))
		le.PutUint16(b[25:], n)
		le.PutUint32(b[35:], usage)
		copy(b[43:], append(columns, names...))
	} else {
		le.PutUint32(b[16:], uint32(len(t.Rows)))
		b[40] = kind
		le.PutUint16(b[41:], n)
		le.PutUint16(b[43:], uint16(variable))
		le.PutUint16(b[45:], n)
		le.PutUint32(b[55:], usage)
		copy(b[63:], append(columns, names...))
	}
	le.PutUint32(b[8:], uint32(len(columns)+len(names)+64))
	return b
}

func (f *File) column(c Column, number, variable, fixed int) []byte {
	size := fixedSize(c.Kind)
	flags := byte(2)
	if size > 0 || c.Kind == 1 {
		flags |= 1
	}
	length := size
	if size == 0 && c.Kind == 10 {
		length = 510
	}
	if f.Jet3 {
		d := make([]byte, 18)
		d[0] = c.Kind
		le.PutUint16(d[1:], uint16(number))
		le.PutUint16(d[3:], uint16(variable))
		d[10], d[13] = c.Scale, flags
		le.PutUint16(d[14:], uint16(fixed))
		le.PutUint16(d[16:], uint16(length))
		return d
	}
	d := make([]byte, 25)
	d[0] = c.Kind
	le.PutUint16(d[5:], uint16(number))
	le.PutUint16(d[7:], uint16(variable))
	d[11], d[12], d[15] = 18, c.Scale, flags
	le.PutUint16(d[21:], uint16(fixed))
	le.PutUint16(d[23:], uint16(length))
	return d
}

func (f *File) columnName(name string) []byte {
	if f.Jet3 {
		return append([]byte{byte(len(name))}, name...)
	}
	b := f.text(name)
	return append(le.AppendUint16(nil, uint16(len(b))), b...)
}

func (f *File) text(s string) []byte {
	if f.Jet3 {
		return []byte(s)
	}
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = le.AppendUint16(b, u)
	}
	return b
}

// row makes a row.
func (f *File) row(columns []Column, values []any) []byte {
	mask := make([]byte, (len(columns)+7)/8)
	var fixed, variable []byte
	var ends []int
	for i, c := range columns {
		b := f.value(c, values[i])
		if v, ok := values[i].(bool); values[i] != nil && (!ok || v) {
			mask[i/8] |= 1 << (i % 8)
		}
		if size := fixedSize(c.Kind); size > 0 {
			fixed = append(append(fixed, b...), make([]byte, size-len(b))...)
		} else if c.Kind != 1 {
			ends = append(ends, len(variable))
			variable = append(variable, b...)
		}
	}
	if len(ends) > 0 {
		ends = append(ends, len(variable))
	}
	if f.Jet3 {
		return row3(len(columns), fixed, variable, ends, mask)
	}
	row := append(append(le.AppendUint16(nil, uint16(len(columns))), fixed...), variable...)
	for i := len(ends) - 1; i >= 0; i-- {
		row = le.AppendUint16(row, uint16(2+len(fixed)+ends[i]))
	}
	if len(ends) > 0 {
		row = le.AppendUint16(row, uint16(len(ends)-1))
	}
	return append(row, mask...)
}

// row3 makes a row of Jet 3, whose places are bytes: another list says with
// which columns another 256 bytes begin.
func row3(columns int, fixed, variable []byte, ends []int, mask []byte) []byte {
	row := append(append([]byte{byte(columns)}, fixed...), variable...)
	if len(ends) == 0 {
		return append(row, mask...)
	}
	for i := len(ends) - 1; i >= 0; i-- {
		row = append(row, byte(1+len(fixed)+ends[i]))
	}
	size := len(row) + 1 + len(mask)
	jumps := (size + size/256 - 1) / 256
	for j := jumps; j > 0; j-- {
		at := byte(0xFF)
		for i, end := range ends {
			if 1+len(fixed)+end >= 256*j {
				at = byte(i)
				break
			}
		}
		row = append(row, at)
	}
	return append(append(row, byte(len(ends)-1)), mask...)
}

func (f *File) value(c Column, v any) []byte {
	switch v := v.(type) {
	case uint8:
		return []byte{v}
	case int16:
		return le.AppendUint16(nil, uint16(v))
	case int32:
		return le.AppendUint32(nil, uint32(v))
	case int64:
		return le.AppendUint64(nil, uint64(v))
	case float32:
		return le.AppendUint32(nil, math.Float32bits(v))
	case float64:
		return le.AppendUint64(nil, math.Float64bits(v))
	case string:
		return f.text(v)
	case Raw:
		return v
	case Value:
		return f.value2(v)
	}
	return nil
}

// value2 puts a long value into pages and returns what says where.
func (f *File) value2(v Value) []byte {
	if v.Piece == 0 {
		return append(append(le.AppendUint32(nil, uint32(len(v.Data))|1<<31), make([]byte, 8)...), v.Data...)
	}
	var pieces [][]byte
	for b := v.Data; len(b) > 0; {
		n := min(v.Piece, len(b))
		pieces = append(pieces, b[:n])
		b = b[n:]
	}
	length, next := uint32(len(v.Data)), uint32(0)
	if len(pieces) == 1 {
		length |= 1 << 30
	}
	for i := len(pieces) - 1; i >= 0; i-- {
		row := pieces[i]
		if len(pieces) > 1 {
			row = append(le.AppendUint32(nil, next), row...)
		}
		next = f.page(f.dataPage(0x4C41564C, [][]byte{row}, nil)) << 8 // "LVAL"
	}
	return append(le.AppendUint32(le.AppendUint32(nil, length), next), 0, 0, 0, 0)
}

// Package access reads databases of Microsoft Access: Jet 3 (Access 97), Jet 4
// (2000 to 2003) and ACE (since 2007).
//
// A [Database] is a file of pages that is read at any place, without its indexes.
// [Database.Tables] lists the tables, [Table.Pages] the pages of one, and
// [Database.Rows] reads the rows of a page. Nothing is kept but definitions of
// tables, which are bounded.
//
// The format is not published. What is known of it was found out by the projects
// mdbtools (HACKING.md) and Jackcess.
package access

import (
	"crypto/rc4"
	"encoding/binary"
	"errors"
	"io"
)

// Errors of Open. Any other error is that of the reader.
var (
	ErrFormat    = errors.New("not an Access database")
	ErrEncrypted = errors.New("an encrypted Access database")
	// ErrPage is what is wrong with a page, of which some rows may have been read.
	ErrPage = errors.New("a damaged page of an Access database")
)

// Kinds of pages.
const (
	pageData  = 1
	pageTable = 2
	pageMap   = 5
)

var le = binary.LittleEndian

// A Database is an open file.
type Database struct {
	r        io.ReaderAt
	size     int64
	layout   *layout
	key      [4]byte // of pages, zero if they are plain
	encoded  bool
	codePage int
	tables   map[uint32]*Table
	free     []byte // a page to read maps and long values into
}

// A layout says where things are. Offsets are in bytes.
type layout struct {
	page       int // size
	header     int // of the first page, how much is hidden
	rowCount   int // of a page with rows, where their number is
	rowTable   int // and where their places are
	columns    int // of a definition, where the number of columns is
	indexes    int // and that of indexes
	usage      int // and where the map of the pages is
	kind       int // and whether it is a table of the system
	start      int // where indexes begin
	index      int // how long each is
	column     int // how long what tells of a column is
	number     int // in it, the column's number
	variable   int // its place among those of any length
	flags      int // its flags
	fixed      int // its place among those of fixed length
	length     int // its length
	nameLength int // size of the length of a name
}

var jet3 = layout{page: 2048, header: 126, rowCount: 8, rowTable: 10, columns: 25, indexes: 31, usage: 35, kind: 20, start: 43, index: 8,
	column: 18, number: 1, variable: 3, flags: 13, fixed: 14, length: 16, nameLength: 1}

var jet4 = layout{page: 4096, header: 128, rowCount: 12, rowTable: 14, columns: 45, indexes: 51, usage: 55, kind: 40, start: 63, index: 12,
	column: 25, number: 5, variable: 7, flags: 15, fixed: 21, length: 23, nameLength: 2}

// Is reports whether a file that begins with head is a database.
func Is(head []byte) bool {
	if len(head) < 0x18+128 || string(head[:4]) != "\x00\x01\x00\x00" {
		return false
	}
	name := string(head[4:20])
	return name == "Standard Jet DB\x00" || name == "Standard ACE DB\x00"
}

// Open opens a database of a size.
func Open(r io.ReaderAt, size int64) (*Database, error) {
	var head [0x18 + 128]byte
	if _, err := r.ReadAt(head[:], 0); err != nil && err != io.EOF {
		return nil, err
	}
	if !Is(head[:]) {
		return nil, ErrFormat
	}
	d := &Database{r: r, size: size, layout: &jet4, tables: map[uint32]*Table{}}
	if head[0x14] == 0 {
		d.layout = &jet3
	}
	// The same key hides the header of all databases.
	c, err := rc4.NewCipher([]byte{0xC7, 0xDA, 0x39, 0x6B})
	if err != nil {
		return nil, err
	}
	hidden := head[0x18 : 0x18+d.layout.header]
	c.XORKeyStream(hidden, hidden)
	d.codePage = int(le.Uint16(head[0x3C:]))
	d.key = [4]byte(head[0x3E:])
	d.encoded = d.key != [4]byte{}
	d.free = make([]byte, d.layout.page)
	if d.encoded && head[0x14] > 1 {
		return d, ErrEncrypted // by the password, since Access 2007
	}
	if d.encoded && !d.decodes() {
		return d, ErrEncrypted
	}
	return d, nil
}

// decodes reports whether pages become readable with the key of the header: the
// catalog, which is always in the third.
func (d *Database) decodes() bool {
	return d.Load(2, d.free) == nil && d.free[0] == pageTable && d.free[1] == 1
}

// Jet3 reports whether texts are in a code page, and CodePage tells which, if
// the file does.
func (d *Database) Jet3() bool { return d.layout == &jet3 }

// CodePage is the code page of Jet 3: 932 for Japanese. It may be 0.
func (d *Database) CodePage() int { return d.codePage }

// PageSize is the size of a page, and PageCount how many there are.
func (d *Database) PageSize() int { return d.layout.page }

// PageCount is how many whole pages there are.
func (d *Database) PageCount() uint32 {
	return uint32(min(d.size/int64(d.layout.page), 1<<24))
}

// Load reads page n into b, which is PageSize long.
func (d *Database) Load(n uint32, b []byte) error {
	if n >= d.PageCount() {
		return ErrPage
	}
	k, err := d.r.ReadAt(b, int64(n)*int64(d.layout.page))
	if k < len(b) {
		if err == nil || err == io.EOF {
			err = ErrPage
		}
		return err
	}
	if d.encoded && n > 0 {
		var key [4]byte
		le.PutUint32(key[:], n)
		for i := range key {
			key[i] ^= d.key[i]
		}
		c, err := rc4.NewCipher(key[:])
		if err != nil {
			return err
		}
		c.XORKeyStream(b, b)
	}
	return nil
}

// Owner returns the definition that a page of rows belongs to: the page it is
// in. ok is false if page is none, or holds long values.
func (d *Database) Owner(page []byte) (table uint32, ok bool) {
	if page[0] != pageData || string(page[4:8]) == "LVAL" {
		return 0, false
	}
	return le.Uint32(page[4:]), true
}

// row returns where row n of a page is, and its flags.
func (d *Database) row(page []byte, n int) (from, to int, flags uint16, ok bool) {
	l := d.layout
	if n >= int(le.Uint16(page[l.rowCount:])) || l.rowTable+2*n+2 > len(page) {
		return 0, 0, 0, false
	}
	v := le.Uint16(page[l.rowTable+2*n:])
	from, to = int(v&rowPlace), len(page)
	if n > 0 {
		to = int(le.Uint16(page[l.rowTable+2*n-2:]) & rowPlace)
	}
	return from, to, v &^ rowPlace, from <= to && to <= len(page) && from >= l.rowTable
}

// The place of a row in its page, with its flags.
const (
	rowPlace   = 0x1FFF
	rowElse    = 0x4000 // the row is in another page, and here is where
	rowDeleted = 0x8000
)

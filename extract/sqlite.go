package extract

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs/readervfs"
)

const (
	sqliteMagic = "SQLite format 3\x00"
	// sqliteMemory bounds what SQLite takes for a file: its cache of 2 MB, and
	// twice the longest value that is read at once.
	sqliteMemory = 64 << 20
	// sqliteTables bounds how many tables a database has.
	sqliteTables = 64 << 10
)

func init() {
	register(&Format{
		Name:   "sqlite",
		Family: "databases",
		Doc:    "SQLite 3: rows of all tables, also of full-text indexes; files in values; text of views and triggers; rows of pages that are free or damaged",
		Limits: "what a write-ahead log beside the file holds is read from that file; single deleted rows in pages that are in use are not read, nor encrypted databases",
		Exts:   []string{".sqlite", ".sqlite3", ".db", ".db3"},
		Match: func(head []byte) bool {
			return len(head) >= sqliteHeader && string(head[:len(sqliteMagic)]) == sqliteMagic
		},
		Apart:   true,
		Extract: extractSQLite,
	})
}

// sqliteNumber names open databases apart for the library.
var sqliteNumber atomic.Uint64

func extractSQLite(ctx context.Context, f *File, out Out) error {
	c, err := f.content(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	size := f.Size
	if size < 0 {
		size = c.size
	}
	if err := f.Budget.enter(size); err != nil {
		return err
	}
	defer f.Budget.leave()
	d := &sqliteFile{ctx: ctx, f: f, out: out, c: c}
	err = d.read()
	if err == nil && d.damaged {
		err = &Skip{ReasonDamaged, "damaged: the rows that could be found were scanned"}
	}
	return c.fault(err)
}

// A sqliteFile is a database that is being read.
type sqliteFile struct {
	ctx     context.Context
	f       *File
	out     Out
	c       *content
	pages   sqlitePages
	seen    *pageSet // pages that were read as part of a table
	recent  [4]uint32
	asked   int // how many of recent were set
	conn    *sqlite3.Conn
	damaged bool
}

// read reads the tables, then the pages that belong to none.
func (d *sqliteFile) read() error {
	var head [sqliteHeader]byte
	if _, err := d.c.ReadAt(head[:], 0); err != nil && err != io.EOF {
		return err
	}
	d.pages.init(head[:])
	d.seen = newPageSet(d.pages.count(d.c.size))
	if d.pages.size == 0 {
		d.damaged = true
	} else if err := d.tables(); err != nil {
		return err
	}
	return d.rest()
}

// tables reads all that the library can. The error is that of the share, of ctx
// or of out; what is damaged is in d.damaged.
func (d *sqliteFile) tables() (err error) {
	name := fmt.Sprintf("shikiri-%d", sqliteNumber.Add(1))
	readervfs.Create(name, sqliteReader{d})
	defer readervfs.Delete(name)
	defer func() {
		if recover() != nil { // out of memory is a panic of the library
			d.damaged, err = true, nil
		}
	}()
	ctx := sqlite3.WithMaxMemory(d.ctx, sqliteMemory)
	d.conn, err = sqlite3.OpenContext(ctx, "file:"+name+"?vfs=reader")
	if err != nil {
		return d.fault(err)
	}
	defer d.conn.Close()
	d.conn.SetInterrupt(d.ctx)
	if err := d.careful(); err != nil {
		return d.fault(err)
	}
	entries, err := d.schema()
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.kind == "table" {
			err = d.table(e)
		} else {
			err = d.definition(e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// careful lets nothing run that a file says, and reads on where a schema is
// damaged. https://www.sqlite.org/security.html
func (d *sqliteFile) careful() error {
	for _, c := range []sqlite3.DBConfig{sqlite3.DBCONFIG_TRUSTED_SCHEMA, sqlite3.DBCONFIG_ENABLE_TRIGGER, sqlite3.DBCONFIG_ENABLE_LOAD_EXTENSION} {
		if _, err := d.conn.Config(c, false); err != nil {
			return err
		}
	}
	d.conn.Limit(sqlite3.LIMIT_LENGTH, sqliteMemory/2)
	d.conn.Limit(sqlite3.LIMIT_ATTACHED, 0)
	return d.conn.Exec(`PRAGMA query_only=ON; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-2000; PRAGMA writable_schema=ON`)
}

// fault notes an error of the library. It returns those that end the reading.
func (d *sqliteFile) fault(err error) error {
	if ended := d.ended(); ended != nil || err == nil {
		return ended
	}
	d.damaged = true
	d.unsee()
	return nil
}

// ended is the error of the share or of ctx, which the library hides in its own.
func (d *sqliteFile) ended() error {
	if broken := d.c.broken(); broken != nil {
		return broken
	}
	return d.ctx.Err()
}

// unsee takes back what was read last: the library met the fault there.
func (d *sqliteFile) unsee() {
	for _, page := range d.recent {
		d.seen.remove(page)
	}
}

// A sqliteReader is what the library reads. It notes the pages that are read.
type sqliteReader struct{ d *sqliteFile }

func (r sqliteReader) Size() (int64, error) {
	// What is left of a page at the end of a file that was cut is no page.
	return r.d.c.size - r.d.c.size%int64(r.d.pages.size), nil
}

func (r sqliteReader) ReadAt(p []byte, off int64) (int, error) {
	n, err := r.d.c.ReadAt(p, off)
	size := int64(r.d.pages.size)
	for page := off / size; page*size < off+int64(n); page++ {
		r.d.see(uint32(page + 1))
	}
	r.patch(p[:n], off)
	return n, err
}

func (d *sqliteFile) see(page uint32) {
	d.seen.add(page)
	d.recent[d.asked%len(d.recent)] = page
	d.asked++
}

// patch makes the header that of a database that nobody writes: without a
// write-ahead log, which is not to be had here, and as long as it is.
// https://www.sqlite.org/fileformat2.html#the_database_header
func (r sqliteReader) patch(p []byte, off int64) {
	set := func(at int64, c byte) {
		if at >= off && at < off+int64(len(p)) {
			p[at-off] = c
		}
	}
	set(18, 1)
	set(19, 1)
	for i := range int64(4) {
		set(28+i, 0) // pages are then counted by the size of the file
	}
}

// A sqliteEntry is a table, view or trigger.
type sqliteEntry struct{ kind, name, sql string }

// schema lists what is in the database; indexes hold what tables hold.
func (d *sqliteFile) schema() ([]sqliteEntry, error) {
	s, _, err := d.conn.Prepare(`SELECT type, name, CASE WHEN type='table' THEN '' ELSE sql END FROM sqlite_schema WHERE type IN ('table','view','trigger') AND (rootpage>0 OR type<>'table')`)
	if err != nil {
		return nil, d.fault(err)
	}
	defer s.Close()
	var entries []sqliteEntry
	for s.Step() {
		if len(entries) == sqliteTables {
			d.out.Skip("", Skip{ReasonTooLarge, "has more tables than are read"})
			break
		}
		entries = append(entries, sqliteEntry{s.ColumnText(0), s.ColumnText(1), s.ColumnText(2)})
	}
	return entries, d.fault(s.Err())
}

// definition hands out the text of a view or trigger, in which values may stand.
func (d *sqliteFile) definition(e sqliteEntry) error {
	p := newProse(d.out, e.kind+" "+e.name)
	err := p.write(appendDecoded(nil, []byte(e.sql)))
	if err == nil {
		err = p.line()
	}
	return errors.Join(err, p.close())
}

// sqlitePageSize is the size of pages that a header says, or 0.
func sqlitePageSize(head []byte) int {
	n := int(binary.BigEndian.Uint16(head[16:]))
	if n == 1 {
		n = 64 << 10
	}
	if n < 512 || n&(n-1) != 0 {
		return 0
	}
	return n
}

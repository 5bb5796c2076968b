package extract

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/shikiri/shikiri/extract/access"
)

// accessLong is how much of a memo is read as a cell; more is a file of its own.
const accessLong = 4 << 20

// accessPageKinds is the highest number of a kind of pages.
const accessPageKinds = 8

func init() {
	register(&Format{
		Name:    "access",
		Family:  "databases",
		Doc:     "Microsoft Access since 97 (mdb, accdb): rows of all tables, also deleted ones that are not yet removed; memos, OLE objects, attachments; encoded databases",
		Limits:  "not read: forms, reports, queries and modules; what is encrypted by a password since 2007; linked tables, whose rows are in other files, which are named",
		Exts:    []string{".mdb", ".accdb", ".mde", ".accde"},
		Match:   access.Is,
		Extract: extractAccess,
	})
}

func extractAccess(ctx context.Context, f *File, out Out) error {
	c, err := f.content(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	if err := f.Budget.enter(max(f.Size, c.size)); err != nil {
		return err
	}
	defer f.Budget.leave()
	db, err := access.Open(c, c.size)
	if errors.Is(err, access.ErrEncrypted) {
		err = &Skip{ReasonEncrypted, "encrypted by a password: not read"}
	}
	if err != nil {
		return c.fault(err)
	}
	d := &accessFile{ctx: ctx, f: f, out: out, c: c, db: db, seen: newPageSet(db.PageCount()), page: make([]byte, db.PageSize())}
	d.seen.add(0)
	err = d.read()
	if err == nil && d.damaged {
		err = damaged(access.ErrPage)
	}
	return c.fault(err)
}

// An accessFile is a database that is being read.
type accessFile struct {
	ctx     context.Context
	f       *File
	out     Out
	c       *content
	db      *access.Database
	seen    *pageSet // pages whose rows were handed out
	page    []byte
	text    []byte
	damaged bool
}

// read reads the tables of the catalog, then the pages of others.
func (d *accessFile) read() error {
	tables, err := d.db.Tables()
	if err := d.fault(err); err != nil {
		return err
	}
	var linked []string
	for _, t := range tables {
		if t.Linked != "" {
			linked = append(linked, d.name(t.Name))
			continue
		}
		if err := d.table(t); err != nil {
			return err
		}
	}
	for _, name := range linked {
		d.out.Skip("table "+name, Skip{ReasonPartial, "a linked table, whose rows are in another file"})
	}
	return d.rest(tables)
}

// fault notes that something is damaged. It returns errors that end the reading.
func (d *accessFile) fault(err error) error {
	if broken := d.c.broken(); broken != nil {
		return broken
	}
	if err := d.ctx.Err(); err != nil {
		return err
	}
	if err == nil {
		return nil
	}
	if errors.Is(err, access.ErrPage) || errors.Is(err, io.ErrUnexpectedEOF) {
		d.damaged = true
		return nil
	}
	return err
}

// name is a name in the database as UTF-8.
func (d *accessFile) name(s string) string {
	if !d.db.Jet3() {
		return s
	}
	return string(d.decode(nil, []byte(s)))
}

// decode appends text of Jet 3 as UTF-8. Where the code page is not said to be
// another it is the Japanese one.
func (d *accessFile) decode(dst, b []byte) []byte {
	switch d.db.CodePage() {
	case 0, 932, 1252: // the last is what programs write that do not care
		return appendCP932(dst, b)
	}
	return appendDecoded(dst, b)
}

// system reports whether a table is one that Access keeps for itself: what it
// keeps of attachments and lists of values is ours.
func accessSystem(t *access.Table) bool {
	return strings.HasPrefix(t.Name, "MSys") || t.System && t.Name == ""
}

// table reads a table by the map of its pages.
func (d *accessFile) table(t *access.Table) error {
	pages, err := d.db.Pages(t)
	if err := d.fault(err); err != nil {
		return err
	}
	if accessSystem(t) {
		for _, n := range pages {
			d.seen.add(n)
		}
		return nil
	}
	if len(t.Columns) == 0 {
		d.damaged = true // its definition
		return nil
	}
	r, err := d.begin(t)
	if err != nil {
		return err
	}
	for _, n := range pages {
		if d.seen.has(n) {
			continue
		}
		if err := d.rows(r, n); err != nil {
			return err
		}
	}
	return r.close()
}

// An accessRows is a table whose rows are handed out.
type accessRows struct {
	*records
	t     *access.Table
	shown []int // columns with values
	name  int   // the column with the names of attachments, or -1
}

func (d *accessFile) begin(t *access.Table) (*accessRows, error) {
	r := &accessRows{t: t, name: -1}
	var names []string
	for i, c := range t.Columns {
		if c.Kind == access.Complex {
			continue
		}
		if c.Name == "FileName" {
			r.name = i
		}
		r.shown = append(r.shown, i)
		names = append(names, d.name(c.Name))
	}
	part := "table " + d.name(t.Name)
	if t.Name == "" {
		part = fmt.Sprintf("table at page %d", t.Page)
	}
	var err error
	r.records, err = newRecords(d.ctx, d.f, d.out, part, names)
	return r, err
}

// rows hands out the rows of a page, if it is one of the table.
func (d *accessFile) rows(r *accessRows, n uint32) error {
	if err := d.db.Load(n, d.page); err != nil {
		return d.fault(err)
	}
	owner, ok := d.db.Owner(d.page)
	if !ok || owner != r.t.Page {
		return d.foreign(owner, ok)
	}
	d.seen.add(n)
	err := d.db.Rows(r.t, d.page, func(row *access.Row) error {
		for col, i := range r.shown {
			if err := d.value(r, row, col, i); err != nil {
				return err
			}
		}
		return r.end()
	})
	return d.fault(err)
}

// foreign notes that a page in the map of a table is not the table's. It may be
// another's, or one that is not used; what is neither is damaged.
func (d *accessFile) foreign(owner uint32, data bool) error {
	if d.page[0] > accessPageKinds {
		d.damaged = true
		return nil
	}
	if !data {
		return nil
	}
	_, err := d.db.Table(owner)
	return d.fault(err)
}

// value adds column i of a row as column col.
func (d *accessFile) value(r *accessRows, row *access.Row, col, i int) error {
	switch kind := r.t.Columns[i].Kind; kind {
	case access.Text:
		text, ok := row.Text(d.text[:0], i)
		if ok {
			d.put(r, col, text)
		}
	case access.Memo:
		return d.memo(r, row, col, i)
	case access.OLE:
		return d.object(r, row, col, i)
	case access.Binary:
		r.binary(col, row.Bytes(i))
	case access.Bool:
		if row.Bool(i) {
			r.integer(col, 1)
		}
	default:
		if d.text = row.Number(d.text[:0], i); len(d.text) > 0 {
			r.text(col, d.text)
		}
	}
	return nil
}

// put adds text as it is in the database.
func (d *accessFile) put(r *accessRows, col int, text []byte) {
	d.text = text
	if d.db.Jet3() {
		text = d.decode(nil, text)
	}
	if len(text) > 0 {
		r.text(col, text)
	}
}

// memo adds a long text.
func (d *accessFile) memo(r *accessRows, row *access.Row, col, i int) error {
	value, size := row.Long(i)
	if value == nil {
		return nil
	}
	if size > accessLong {
		if !d.db.Jet3() {
			value = io.MultiReader(strings.NewReader("\xFF\xFE"), value)
		}
		return d.long(r, col, value)
	}
	b, err := io.ReadAll(value)
	d.put(r, col, d.db.AppendText(d.text[:0], b))
	return d.fault(err)
}

// long hands out a value as a file that is read piece by piece.
func (d *accessFile) long(r *accessRows, col int, value io.Reader) error {
	src := &accessValue{d: d, r: d.f.Budget.reader(d.ctx, value)}
	err := r.member(col, -1, src)
	if err == nil {
		err = d.fault(src.err)
	}
	return err
}

// An accessValue is a long value. A fault in it is one of the database.
type accessValue struct {
	d   *accessFile
	r   io.Reader
	err error
}

func (v *accessValue) Read(p []byte) (int, error) {
	n, err := v.r.Read(p)
	var s *Skip
	if err != nil && err != io.EOF && !errors.As(err, &s) {
		v.err = err
		if v.d.c.broken() == nil && v.d.ctx.Err() == nil {
			err = damaged(err)
		}
	}
	return n, err
}

// object adds a file: an attachment, an object of OLE, or what a program wrote.
func (d *accessFile) object(r *accessRows, row *access.Row, col, i int) error {
	value, size := row.Long(i)
	if value == nil || size == 0 {
		return nil
	}
	head := make([]byte, min(size, 64<<10))
	n, err := io.ReadFull(value, head)
	head = head[:n]
	if err != nil && err != io.ErrUnexpectedEOF {
		return d.fault(err)
	}
	whole := io.MultiReader(bytes.NewReader(head), value)
	if r.name >= 0 && r.t.Columns[i].Name == "FileData" {
		return d.attachment(r, row, col, head, whole)
	}
	object := access.Unwrap(head)
	if object.Skip == 0 && size <= int64(len(head)) {
		r.binary(col, head)
		return nil
	}
	if _, err := io.CopyN(io.Discard, whole, int64(object.Skip)); err != nil {
		return d.fault(err)
	}
	if object.Size > 0 {
		whole = io.LimitReader(whole, int64(object.Size))
	}
	if name := string(appendDecoded(nil, []byte(object.Name))); name != "" {
		return d.named(r, col, name, whole)
	}
	return d.long(r, col, whole)
}

// named hands out a file that has a name of its own.
func (d *accessFile) named(r *accessRows, col int, name string, value io.Reader) error {
	reserve, err := d.f.Budget.hold()
	if err != nil {
		return err
	}
	defer d.f.Budget.release(reserve)
	src := &accessValue{d: d, r: d.f.Budget.reader(d.ctx, value)}
	err = d.out.Member(&File{Name: r.place(col) + ", " + name, Size: -1, Reader: src, Budget: d.f.Budget})
	if err == nil {
		err = d.fault(src.err)
	}
	return err
}

// attachment hands out an attached file: after a number that says whether it is
// packed, and its length, comes a header that begins with its own.
func (d *accessFile) attachment(r *accessRows, row *access.Row, col int, head []byte, value io.Reader) error {
	name, _ := row.Text(nil, r.name)
	if len(head) < 12 || head[0] > 1 {
		return d.named(r, col, string(name), value)
	}
	if _, err := io.CopyN(io.Discard, value, 8); err != nil {
		return d.fault(err)
	}
	if head[0] == 1 {
		z, err := zlib.NewReader(value)
		if err != nil {
			d.damaged = true
			return nil
		}
		value = z
	}
	var size [4]byte
	if _, err := io.ReadFull(value, size[:]); err != nil {
		d.damaged = true
		return d.fault(nil)
	}
	n := int64(size[0]) | int64(size[1])<<8
	if size[2] != 0 || size[3] != 0 || n < 4 {
		d.damaged = true
		return nil
	}
	if _, err := io.CopyN(io.Discard, value, n-4); err != nil {
		d.damaged = true
		return d.fault(nil)
	}
	return d.named(r, col, string(name), value)
}

package access

import (
	"unicode/utf16"
)

// A Kind is the type of a column.
type Kind byte

// The types of columns.
const (
	Bool     Kind = 1
	Byte     Kind = 2
	Int      Kind = 3
	Long     Kind = 4
	Money    Kind = 5
	Single   Kind = 6
	Double   Kind = 7
	Date     Kind = 8
	Binary   Kind = 9
	Text     Kind = 10
	OLE      Kind = 11
	Memo     Kind = 12
	GUID     Kind = 15
	Numeric  Kind = 16
	Complex  Kind = 18 // the number of an attachment or list, in a table of its own
	BigInt   Kind = 19
	DateLong Kind = 20
)

// A Column is a column of a table.
type Column struct {
	Name string // raw bytes of the code page in Jet 3
	Kind Kind

	isFixed                         bool
	number, variable, fixed, length int
	scale                           int
}

// A Table is a table of a database.
type Table struct {
	Name    string // raw bytes of the code page in Jet 3; "" if it is not known
	Page    uint32 // of its definition
	Columns []Column
	System  bool // Access keeps it for itself
	// Linked is where the rows are if they are in another file, else "". Page is
	// then 0.
	Linked string

	usage uint32 // where the map of its pages is
}

const (
	maxColumns    = 255 // of Access; deleted ones may be more in the file, not in a table
	maxDefinition = 64  // pages of a definition
	maxTables     = 64 << 10
)

// Table reads the definition in a page.
func (d *Database) Table(page uint32) (*Table, error) {
	if t, ok := d.tables[page]; ok {
		if t == nil {
			return nil, ErrPage
		}
		return t, nil
	}
	if len(d.tables) > maxTables {
		return nil, ErrPage
	}
	b, err := d.definition(page)
	if err != nil {
		if err == ErrPage {
			d.tables[page] = nil
		}
		return nil, err
	}
	t := d.parse(page, b)
	d.tables[page] = t
	if t == nil {
		return nil, ErrPage
	}
	return t, nil
}

// definition returns all pages of a definition as one.
func (d *Database) definition(page uint32) ([]byte, error) {
	var all []byte
	for i := 0; page != 0 && i < maxDefinition; i++ {
		if err := d.Load(page, d.free); err != nil {
			return nil, err
		}
		if d.free[0] != pageTable {
			return nil, ErrPage
		}
		page = le.Uint32(d.free[4:])
		if i == 0 {
			all = append(all, d.free...)
		} else {
			all = append(all, d.free[8:]...)
		}
	}
	return all, nil
}

// parse reads a definition. It is nil if it is none.
func (d *Database) parse(page uint32, b []byte) *Table {
	l := d.layout
	if len(b) < l.page {
		return nil
	}
	count, indexes := int(le.Uint16(b[l.columns:])), le.Uint32(b[l.indexes:])
	if count > 2*maxColumns || indexes > 256 {
		return nil
	}
	t := &Table{Page: page, System: b[l.kind] == 'S', usage: le.Uint32(b[l.usage:])}
	at := l.start + int(indexes)*l.index
	names := at + count*l.column
	for i := range count {
		if at+(i+1)*l.column > len(b) || names+l.nameLength > len(b) {
			return nil
		}
		c := d.parseColumn(b[at+i*l.column:])
		n := int(b[names])
		if l.nameLength == 2 {
			n = int(le.Uint16(b[names:]))
		}
		names += l.nameLength
		if n > 256 || names+n > len(b) {
			return nil
		}
		c.Name = string(b[names : names+n])
		if l.nameLength == 2 {
			c.Name = string(appendUTF16(nil, b[names:names+n]))
		}
		names += n
		if !c.sound(l) {
			return nil
		}
		t.Columns = append(t.Columns, c)
	}
	return t
}

// sound reports whether a column may be one of a table.
func (c *Column) sound(l *layout) bool {
	for i := range len(c.Name) {
		if c.Name[i] < ' ' {
			return false
		}
	}
	return c.Name != "" && (!c.isFixed || c.fixed+c.length <= l.page) && c.number <= 4*maxColumns
}

func (d *Database) parseColumn(b []byte) Column {
	l := d.layout
	c := Column{
		Kind: Kind(b[0]), isFixed: b[l.flags]&1 != 0,
		number: int(le.Uint16(b[l.number:])), variable: int(le.Uint16(b[l.variable:])),
		fixed: int(le.Uint16(b[l.fixed:])), length: int(le.Uint16(b[l.length:])),
	}
	if l == &jet3 {
		c.scale = int(b[10]) // HACKING.md: precision and scale where texts have the code page
	} else {
		c.scale = int(b[12])
	}
	return c
}

// appendUTF16 appends text in UTF-16LE as UTF-8.
func appendUTF16(dst, b []byte) []byte {
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, le.Uint16(b))
	}
	return append(dst, string(utf16.Decode(units))...)
}

// Tables lists the tables of the catalog. If that cannot be read the error says
// so, and what was read of it is returned.
func (d *Database) Tables() ([]*Table, error) {
	const catalog = 2
	c, err := d.Table(catalog)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, col := range c.Columns {
		at[col.Name] = i
	}
	for _, name := range []string{"Id", "Name", "Type", "Flags"} {
		if _, ok := at[name]; !ok {
			return nil, ErrPage
		}
	}
	var tables []*Table
	page := make([]byte, d.layout.page)
	pages, fault := d.Pages(c)
	for _, n := range pages {
		if err := d.Load(n, page); err != nil {
			fault = err
			continue
		}
		err := d.Rows(c, page, func(r *Row) error {
			if r.Deleted || len(tables) == maxTables {
				return nil
			}
			if t := d.entry(r, at); t != nil {
				tables = append(tables, t)
			}
			return nil
		})
		if err != nil {
			fault = err
		}
	}
	return tables, fault
}

// entry makes a row of the catalog a table, or nil.
func (d *Database) entry(r *Row, at map[string]int) *Table {
	id, _ := r.Integer(at["Id"])
	kind, _ := r.Integer(at["Type"])
	text := func(name string) string {
		i, ok := at[name]
		if !ok {
			return ""
		}
		b, _ := r.Text(nil, i)
		return string(b)
	}
	switch kind & 0x7F {
	case 1:
		t, err := d.Table(uint32(id) & 0xFFFFFF)
		if err != nil {
			return &Table{Name: text("Name"), Page: uint32(id) & 0xFFFFFF}
		}
		t.Name = text("Name")
		return t
	case 4, 6: // by ODBC, or in another file
		where := text("Database")
		if where == "" {
			where = text("Connect")
		}
		if where == "" {
			where = "elsewhere"
		}
		return &Table{Name: text("Name"), Linked: where}
	}
	return nil
}

// Pages returns the pages that a table has by its map, which is in a row of some
// page. The map may be damaged: Owner tells whose page one is.
func (d *Database) Pages(t *Table) ([]uint32, error) {
	if err := d.Load(t.usage>>8, d.free); err != nil {
		return nil, err
	}
	from, to, _, ok := d.row(d.free, int(t.usage&0xFF))
	if !ok || to-from < 5 {
		return nil, ErrPage
	}
	m := append([]byte(nil), d.free[from:to]...)
	if m[0] == 0 {
		return d.mapped(nil, m[5:], le.Uint32(m[1:]))
	}
	if m[0] != 1 {
		return nil, ErrPage
	}
	var pages []uint32
	var fault error
	for i := 0; 1+4*i+4 <= len(m); i++ {
		n := le.Uint32(m[1+4*i:])
		if n == 0 {
			continue
		}
		if err := d.Load(n, d.free); err != nil || d.free[0] != pageMap {
			fault = ErrPage
			if err != nil {
				fault = err
			}
			continue
		}
		var err error
		if pages, err = d.mapped(pages, d.free[4:], uint32(i*(d.layout.page-4)*8)); err != nil {
			fault = err
		}
	}
	return pages, fault
}

// mapped appends the pages that bits stand for, from page first on. ErrPage says
// that some are behind the end of the file.
func (d *Database) mapped(dst []uint32, bits []byte, first uint32) ([]uint32, error) {
	count := d.PageCount()
	var fault error
	for i, b := range bits {
		for k := range 8 {
			if b&(1<<k) == 0 {
				continue
			}
			if n := uint64(first) + uint64(8*i+k); n < uint64(count) {
				dst = append(dst, uint32(n))
			} else {
				fault = ErrPage
			}
		}
	}
	return dst, fault
}

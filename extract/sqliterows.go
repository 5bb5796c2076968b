package extract

import (
	"fmt"
	"strings"

	"github.com/ncruces/go-sqlite3"
)

const (
	// sqliteLong is from which length a value is read piece by piece: a file of
	// its own. A file that is shorter than sqliteSmall cannot hold many of them,
	// and is not asked how long they are.
	sqliteLong  = 4 << 20
	sqliteSmall = 16 << 20
)

// table reads the rows of a table.
func (d *sqliteFile) table(e sqliteEntry) error {
	t := &sqliteTable{d: d, name: e.name, part: "table " + e.name}
	s, err := t.open()
	if err != nil {
		return d.fault(err)
	}
	if s == nil {
		return nil
	}
	defer s.Close()
	names := make([]string, s.ColumnCount())
	for i := range names {
		names[i] = s.ColumnName(i)
	}
	if t.long {
		t.hidden = 1 + len(t.columns)
	}
	r, err := newRecords(d.ctx, d.f, d.out, t.part, names[t.hidden:])
	if err != nil {
		return err
	}
	if err := t.rows(s, r); err != nil {
		return err
	}
	return r.close()
}

// rows hands out all rows. A panic of the library, out of memory, ends them as
// damage does.
func (t *sqliteTable) rows(s *sqlite3.Stmt, r *records) (err error) {
	defer func() {
		if recover() != nil {
			err = t.d.fault(sqlite3.NOMEM)
		}
	}()
	for s.Step() {
		if err := t.row(s, r); err != nil {
			return err
		}
	}
	return t.d.fault(s.Err())
}

// A sqliteTable is a table whose rows are read.
type sqliteTable struct {
	d       *sqliteFile
	name    string
	part    string
	columns []string
	long    bool // the first columns are the row's number and the lengths of values that were left out
	hidden  int  // how many these are
}

func quoteName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// open asks for all rows, as they lie in the table.
func (t *sqliteTable) open() (*sqlite3.Stmt, error) {
	from := " FROM main." + quoteName(t.name) + " NOT INDEXED"
	if t.d.c.size > sqliteSmall {
		if s, err := t.openLong(from); err == nil {
			return s, nil
		}
		t.long, t.columns = false, nil
	}
	s, _, err := t.d.conn.Prepare("SELECT *" + from)
	if err == nil {
		return s, nil
	}
	// A column may be computed by a function that only its program has.
	columns, cerr := t.stored()
	if cerr != nil || len(columns) == 0 {
		return nil, err
	}
	for i, c := range columns {
		columns[i] = quoteName(c)
	}
	s, _, err = t.d.conn.Prepare("SELECT " + strings.Join(columns, ",") + from)
	return s, err
}

// openLong asks for the rows without their long values, whose lengths come
// first. It fails where rows have no number.
func (t *sqliteTable) openLong(from string) (*sqlite3.Stmt, error) {
	columns, err := t.stored()
	if err != nil || len(columns) == 0 || len(columns) > 500 {
		return nil, sqlite3.ERROR
	}
	lengths, values := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		q := quoteName(c)
		lengths[i] = fmt.Sprintf("octet_length(%s)>%d", q, sqliteLong)
		values[i] = fmt.Sprintf("CASE WHEN octet_length(%s)>%d THEN NULL ELSE %s END AS %s", q, sqliteLong, q, q)
	}
	s, _, err := t.d.conn.Prepare("SELECT _rowid_," + strings.Join(lengths, ",") + "," + strings.Join(values, ",") + from)
	if err != nil {
		return nil, err
	}
	t.long, t.columns = true, columns
	return s, nil
}

// stored returns the columns of a table that are not computed when it is read.
func (t *sqliteTable) stored() ([]string, error) {
	s, _, err := t.d.conn.Prepare("PRAGMA main.table_xinfo(" + quoteName(t.name) + ")")
	if err != nil {
		return nil, err
	}
	defer s.Close()
	var names []string
	for s.Step() {
		if hidden := s.ColumnInt(6); hidden == 0 || hidden == 3 {
			names = append(names, s.ColumnText(1))
		}
	}
	return names, s.Err()
}

// row hands out a row.
func (t *sqliteTable) row(s *sqlite3.Stmt, r *records) error {
	for i := t.hidden; i < s.ColumnCount(); i++ {
		col := i - t.hidden
		switch s.ColumnType(i) {
		case sqlite3.INTEGER:
			r.integer(col, s.ColumnInt64(i))
		case sqlite3.FLOAT:
			r.float(col, s.ColumnFloat(i))
		case sqlite3.TEXT:
			r.text(col, s.ColumnRawText(i))
		case sqlite3.BLOB:
			r.binary(col, s.ColumnRawBlob(i))
		}
	}
	if t.long {
		for col, name := range t.columns {
			if s.ColumnInt(1+col) == 0 {
				continue
			}
			if err := t.longValue(r, s.ColumnInt64(0), col, name); err != nil {
				return err
			}
		}
	}
	return r.end()
}

// longValue hands out a value as a file that is read piece by piece.
func (t *sqliteTable) longValue(r *records, row int64, col int, name string) error {
	b, err := t.d.conn.OpenBlob("main", t.name, name, row, false)
	if err != nil {
		t.d.out.Skip(r.place(col), Skip{ReasonTooLarge, "a value that is too long to be read"})
		return t.d.ended()
	}
	defer b.Close()
	r.bytes += b.Size()
	err = r.member(col, b.Size(), b)
	if ended := t.d.ended(); ended != nil {
		return ended
	}
	return err
}

package detect

import "bytes"

// Dumps of databases name their columns once and then give tuples:
//
//	INSERT INTO t (id, shimei) VALUES (1, '…'), (2, '…');
//	COPY t (id, shimei) FROM stdin;
//	CREATE TABLE t ( … and INSERT INTO t VALUES (1, '…');
//
// The columns are labels of what stands at their place in each tuple.

// sqlState is the statement that the lines belong to.
type sqlState struct {
	form    sqlForm
	n       int
	columns [maxSQL]struct {
		label label
		ok    bool
	}
	column int    // the next value is of this column, if a tuple goes on
	table  uint32 // hash of the table whose columns CREATE TABLE named, 0: none
	resync bool   // the block begins inside a tuple
	depth  int    // open brackets of CREATE TABLE
	naming bool   // what comes next in it names a column
}

// A sqlForm is how the values of a statement are written.
type sqlForm int

const (
	noSQL     sqlForm = iota
	sqlValues         // (1, '…'), (2, '…');
	sqlCopy           // 1 TAB …
	sqlCreate         // columns and their types
)

// maxSQL is how many columns are told apart; tables of more are read as text.
const maxSQL = 128

// sqlLine scans the line text[lo:hi] if it belongs to a dump.
func (s *Scanner) sqlLine(lo, hi int) bool {
	q := &s.sql
	if i := skipSpaces(s.c.Text, lo, hi); i < hi {
		switch s.c.Text[i] | 0x20 {
		case 'i', 'r', 'c':
			if next, form := s.sqlHead(i, hi); form != noSQL {
				q.form = form
				if next < hi && form == sqlValues {
					s.tuples(next, hi)
				}
				return true
			}
		}
	}
	switch {
	case q.form == noSQL || hi == lo:
		return false
	case q.form == sqlCreate:
		if end := s.sqlDefine(lo, hi); end < hi {
			s.span(lo, end)
			if !s.sqlLine(end, hi) {
				s.span(end, hi)
			}
			return true
		}
		return false
	case q.form == sqlCopy:
		if s.c.Text[lo] == '\\' {
			q.form = noSQL
			return true
		}
		s.copied(lo, hi)
		return true
	}
	if i := skipSpaces(s.c.Text, lo, hi); q.column < 0 && hasFold(s.c.Text[i:hi], "values") {
		lo = i + len("values")
	} else if q.column < 0 && i < hi && s.c.Text[i] != '(' && s.c.Text[i] != ',' && s.c.Text[i] != ';' {
		q.form = noSQL
		return false
	}
	s.tuples(lo, hi)
	return true
}

// sqlHead reads the head of a statement up to its values.
func (s *Scanner) sqlHead(i, hi int) (next int, form sqlForm) {
	text := s.c.Text
	head := text[i:min(hi, i+24)]
	switch {
	case hasFold(head, "insert into "), hasFold(head, "insert ignore into "), hasFold(head, "replace into "):
		form = sqlValues
	case hasFold(head, "copy "):
		form = sqlCopy
	case hasFold(head, "create table "):
		s.sql.form, s.sql.n, s.sql.table, s.sql.depth, s.sql.naming = sqlCreate, 0, tableHash(text[i:hi]), 0, false
		return i, noSQL
	default:
		return i, noSQL
	}
	open := bytes.IndexByte(text[i:min(hi, i+200)], '(')
	q := &s.sql
	q.column = -1
	if open < 0 && form == sqlValues && q.table != 0 && q.table == tableHash(text[i:hi]) {
		return hi, form // the tuples are in the lines below
	}
	if open < 0 {
		return i, noSQL
	}
	i += open
	if v := bytes.LastIndexByte(text[:i], ' '); form == sqlValues && hasFold(text[max(v-6, 0):i], "values ") || hasFold(text[max(i-6, 0):i], "values") {
		if q.table == 0 || q.table != tableHash(text[i-open:i]) {
			return i, noSQL
		}
		return i, form // of the table that CREATE TABLE described
	}
	q.n, q.table = 0, 0
	for i < hi && text[i] != ')' {
		i++
		start := i
		for i < hi && text[i] != ',' && text[i] != ')' {
			i++
		}
		if i == hi || q.n == maxSQL {
			return i, noSQL
		}
		c := &q.columns[q.n]
		c.label, c.ok = s.labels.of(&s.set.labels, bytes.Trim(text[start:i], " `\"[]"))
		q.n++
	}
	s.pairSQL()
	i = skipSpaces(text, i+1, hi)
	switch rest := text[min(i, hi):hi]; {
	case form == sqlCopy && hasFold(rest, "from stdin"):
		return hi, form
	case form == sqlValues && hasFold(rest, "values"):
		return i + len("values"), form
	case form == sqlValues && len(rest) == 0:
		return hi, form
	}
	return i, noSQL
}

// tableHash numbers the table that a statement names, never 0.
func tableHash(b []byte) uint32 {
	b = b[:min(len(b), 160)]
	if n := bytes.IndexByte(b, '('); n >= 0 {
		b = b[:n]
	}
	b = bytes.TrimRight(b, " \t")
	if n := len(b) - len("values"); n > 0 && hasFold(b[n:], "values") {
		b = bytes.TrimRight(b[:n], " \t")
	}
	h := uint32(fnvBasis)
	b = b[bytes.LastIndexByte(b, ' ')+1:]
	for _, c := range bytes.Trim(b[bytes.LastIndexByte(b, '.')+1:], "`\"[]") { // without the schema
		h = (h ^ uint32(c|0x20)) * fnvPrime
	}
	return h | 1
}

// pairSQL pairs the names of columns as findHeader does those of a table.
func (s *Scanner) pairSQL() {
	q := &s.sql
	pairParts(q.n, func(i int) (*label, bool) { return &q.columns[i].label, q.columns[i].ok })
}

package extract

import "unicode/utf8"

// carve looks for rows in bytes that are no page any more: one that became free
// has the list of free pages written over its beginning. What lies between rows
// goes to other.
func (s *sqlitePages) carve(b []byte, row func([]sqliteValue) error, other func([]byte) error) error {
	var values []sqliteValue
	from := 0
	for at := 0; at < len(b); {
		var n int
		if values, n = s.cell(values[:0], b[at:]); n == 0 {
			at++
			continue
		}
		if err := other(b[from:at]); err != nil {
			return err
		}
		if err := row(values); err != nil {
			return err
		}
		at += n
		from = at
	}
	return other(b[from:])
}

// cell reads the cell of a table that b begins with and returns its length, or 0
// if there is none for sure: its lengths have to agree, and some of it is text.
func (s *sqlitePages) cell(dst []sqliteValue, b []byte) ([]sqliteValue, int) {
	length, n := sqliteVarint(b)
	if n == 0 || length < 4 || length > uint64(len(b)) {
		return dst, 0
	}
	_, k := sqliteVarint(b[n:])
	if n += k; k == 0 || length > uint64(len(b)-n) {
		return dst, 0
	}
	dst, ok := s.record(dst, b[n:n+int(length)], true)
	if !ok || !s.sure(dst) {
		return dst, 0
	}
	return dst, n + int(length)
}

// sure reports whether a row looks like one: with text that is in the charset of
// the database, and no control characters.
func (s *sqlitePages) sure(values []sqliteValue) bool {
	texts := 0
	for _, v := range values {
		if v.kind != sqliteText || len(v.b) == 0 {
			continue
		}
		if s.charset == utf8Text && !utf8.Valid(v.b) {
			return false
		}
		for _, c := range v.b {
			if s.charset == utf8Text && c < ' ' && c != '\n' && c != '\r' && c != '\t' {
				return false
			}
		}
		texts += len(v.b)
	}
	return texts > 1
}

package detect

import "bytes"

// sqlDefine reads text[lo:hi] of CREATE TABLE, a line or a part of one, and
// returns where the statement ends, or hi.
func (s *Scanner) sqlDefine(lo, hi int) int {
	text, q := s.c.Text, &s.sql
	for i := lo; i < hi; i++ {
		switch c := text[i]; {
		case c == '(':
			q.depth++
			q.naming = q.depth == 1
		case c == ')':
			if q.depth--; q.depth <= 0 || q.n == maxSQL {
				s.pairSQL()
			}
		case c == ';' && q.depth <= 0:
			q.form = noSQL
			return i + 1
		case c == ',' && q.depth == 1:
			q.naming = true
		case c == '-' && i+1 < hi && text[i+1] == '-':
			return hi
		case c == ' ' || c == '\t':
		case q.naming && q.depth == 1:
			i = s.sqlColumn(i, hi) - 1
			q.naming = false
		case c == '\'' || c == '"' || c == '`':
			if n := bytes.IndexByte(text[i+1:hi], c); n >= 0 {
				i += n + 1
			}
		}
	}
	return hi
}

// sqlColumn reads the name of a column at i, if it is none of a key, and returns
// its end.
func (s *Scanner) sqlColumn(i, hi int) int {
	text, q := s.c.Text, &s.sql
	end, closing := i, byte(0)
	switch text[i] {
	case '"', '`':
		closing = text[i]
	case '[':
		closing = ']'
	}
	for end++; end < hi; end++ {
		c := text[end]
		if c == closing || closing == 0 && (c == ' ' || c == '\t' || c == ',' || c == '(' || c == ')') {
			break
		}
	}
	if closing == 0 && constraints.words[string(bytes.ToLower(text[i:min(end, i+16)]))] || q.n == maxSQL {
		return end
	}
	c := &q.columns[q.n]
	c.label, c.ok = s.labels.of(&s.set.labels, bytes.Trim(text[i:end], "`\"[]"))
	q.n++
	if closing != 0 {
		end = min(end+1, hi)
	}
	return end
}

// constraints begin what is no column in the brackets of CREATE TABLE.
var constraints = wordSet("primary", "key", "unique", "constraint", "index", "foreign", "check", "fulltext", "spatial", "exclude", "like")

// copyHeader takes the columns that COPY named for the header of the table that
// follows it, if it has as many.
func (s *Scanner) copyHeader(t *Table) bool {
	st, q := &s.table, &s.sql
	n := int(t.Rows[1] - t.Rows[0])
	if q.form != sqlCopy || q.n != n {
		return false
	}
	st.grow(n)
	for i := range n {
		st.columns[i].label, st.columns[i].labelled, st.columns[i].headed = q.columns[i].label, q.columns[i].ok, true
	}
	q.form, st.header = noSQL, true
	return true
}

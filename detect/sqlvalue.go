package detect

import "bytes"

// tuples scans what follows VALUES: tuples of values, the last of which may go
// on in the next line.
func (s *Scanner) tuples(i, hi int) {
	text, q := s.c.Text, &s.sql
	if q.resync {
		n := max(bytes.Index(text[i:hi], tupleEnd), 0)
		s.span(i, i+n)
		i, q.column, q.resync = i+n, -1, false
	}
	for i < hi {
		switch c := text[i]; {
		case q.column < 0 && c == '(':
			q.column = 0
			i++
		case q.column < 0 && c == ';':
			q.form = noSQL
			if !s.sqlLine(i+1, hi) {
				s.span(i+1, hi)
			}
			return
		case q.column < 0 || c == ' ' || c == '\t':
			i++
		case c == ')':
			q.column = -1
			i++
		case c == ',':
			q.column++
			i++
		default:
			i = s.sqlValue(i, hi)
		}
	}
}

var tupleEnd = []byte("),(")

// sqlValue scans the value at i and returns its end.
func (s *Scanner) sqlValue(i, hi int) int {
	text := s.c.Text
	if i+1 < hi && (text[i] == 'N' || text[i] == 'E') && text[i+1] == '\'' {
		i++
	}
	if text[i] != '\'' && text[i] != '"' {
		start, depth := i, 0
		for i < hi && (depth > 0 || text[i] != ',' && text[i] != ')') {
			switch text[i] {
			case '(':
				depth++
			case ')':
				depth--
			}
			i++
		}
		s.sqlCell(start, trimSpaces(text, start, i))
		return max(i, start+1)
	}
	quote := text[i]
	start := i + 1
	for i = start; i < hi; i++ {
		if text[i] == '\\' && i+1 < hi {
			i++
		} else if text[i] == quote {
			if i+1 < hi && text[i+1] == quote {
				i++
				continue
			}
			break
		}
	}
	s.sqlCell(start, i)
	return min(i+1, hi)
}

// copied scans a line of values with tabs between.
func (s *Scanner) copied(lo, hi int) {
	s.sql.column = 0
	for lo <= hi {
		end := hi
		if n := bytes.IndexByte(s.c.Text[lo:hi], '\t'); n >= 0 {
			end = lo + n
		}
		s.sqlCell(lo, end)
		s.sql.column++
		lo = end + 1
	}
}

// sqlCell scans a value by the label of its column, or like running text.
func (s *Scanner) sqlCell(lo, hi int) {
	q := &s.sql
	if lo >= hi || bytes.Equal(s.c.Text[lo:hi], []byte("NULL")) {
		return
	}
	if q.column < q.n && q.columns[q.column].ok && q.columns[q.column].label.detector >= 0 {
		s.c.Lo, s.c.Hi, s.c.Cell = lo, hi, true
		next := s.announce(q.columns[q.column].label, lo, hi)
		s.c.Cell = false
		if next > lo {
			return
		}
	}
	s.place = uint32(q.column + 1)
	s.span(lo, hi)
	s.place = 0
}

// hasFold reports whether b begins with the lower-case text word, in either case.
func hasFold(b []byte, word string) bool {
	if len(b) < len(word) {
		return false
	}
	for i := range len(word) {
		if c := b[i]; c != word[i] && c|0x20 != word[i] {
			return false
		}
	}
	return true
}

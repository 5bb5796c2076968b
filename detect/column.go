package detect

// In a table the header names the column, and the column's own cells count: if
// most of them are names of the dictionary, the rare ones are names too, header
// or not; and k values that all pass a check digit are no coincidence (0.1^k).

// tableState is what the rows of a table have taught so far.
type tableState struct {
	id       int
	columns  []column
	header   bool
	form     bool // labels stand left of their values
	sampled  int
	person   bool // a column identifies persons
	names    bool // a column holds names in kanji
	business bool // a column names companies and none persons
	things   bool // a column names goods, places or the like
}

// A column is what its header and its cells have taught.
type column struct {
	label    label
	labelled bool // the header has a label of ours
	thing    bool // the header is none, but says that things are called so: 色名
	headed   bool // the header says something
	kind     int  // index of the detector whose Field judges the cells, or plain
	evidence Evidence
	part     uint8
	split    bool       // it holds a surname or a given name alone
	piece    bool       // it holds a part of addresses: 都道府県, 番地
	conf     Confidence // the most that a cell may get
	n        counts
}

// plain columns are scanned like running text.
const plain = -1

func (t *tableState) reset() {
	t.columns = t.columns[:0]
	t.header, t.form, t.person, t.business, t.things, t.sampled, t.id = false, false, false, false, false, 0, 0
}

func (t *tableState) grow(n int) {
	for len(t.columns) < n {
		t.columns = append(t.columns, column{kind: plain})
	}
}

// rows scans a table. The first block decides what the columns hold; later ones
// are judged by that until enough rows were seen.
func (s *Scanner) rows(t *Table) {
	st := &s.table
	if t.First || t.ID != st.id {
		st.reset()
		st.id = t.ID
	}
	if len(t.Rows) < 2 {
		return
	}
	from := 0
	if !st.header && st.sampled == 0 && !s.copyHeader(t) {
		from = s.findHeader(t)
	}
	if st.sampled < sampleRows {
		s.sample(t, from)
		s.decide()
	}
	for r := range len(t.Rows) - 1 {
		s.entry = uint32(r)
		if r >= from || r < from-1 {
			s.row(t, r)
		}
	}
}

// cell returns the bounds of cell i.
func (t *Table) cell(i uint32) (lo, hi int) { return int(t.Cells[2*i]), int(t.Cells[2*i+1]) }

// row scans one row: cells of a decided column by its detector, the others like
// running text.
func (s *Scanner) row(t *Table, r int) {
	st := &s.table
	found := len(s.out)
	for i := t.Rows[r]; i < t.Rows[r+1]; i++ {
		lo, hi := t.cell(i)
		if lo >= hi {
			continue
		}
		c := int(i - t.Rows[r])
		if c < len(st.columns) && st.columns[c].kind >= 0 {
			if s.cellField(&st.columns[c], c, lo, hi) {
				continue
			}
		} else if c > 0 && st.form && s.formCell(t, t.Rows[r], i, lo, hi) {
			continue
		}
		if c == 0 && t.Rows[r+1]-t.Rows[r] == 1 && hasFold(s.c.Text[lo:hi], "copy ") {
			_, s.sql.form = s.sqlHead(lo, hi) // of the table that follows in this file
		}
		s.place = uint32(c + 1)
		first := len(s.out)
		s.span(lo, hi)
		s.place = 0
		s.calm(first, c, lo, hi)
	}
	if t.Rows[r] < t.Rows[r+1] {
		lo, _ := t.cell(t.Rows[r])
		_, hi := t.cell(t.Rows[r+1] - 1)
		if hi > lo {
			s.zengin(found, lo, hi)
		}
	}
}

// calm keeps what the plain cell text[lo:hi] of column c holds from being surer
// than its table allows: a number that fills it is no telephone number if the
// other cells of the column are none.
func (s *Scanner) calm(first, c, lo, hi int) {
	for i := first; i < len(s.out); i++ {
		m := &s.out[i]
		switch d := int(m.Detector); {
		case d == s.set.email && s.table.person:
			m.Confidence = max(m.Confidence, Medium)
		case d == s.set.phone && i == first && len(s.out) == first+1 && int(m.Start) <= lo+1 && int(m.End) == hi && c < len(s.table.columns):
			if n := &s.table.columns[c].n; n.filled >= columnHits && n.phones*3 < n.filled {
				s.out = s.out[:first]
				return
			}
		}
	}
}

// cellField judges a cell by the detector of its column.
func (s *Scanner) cellField(col *column, c, lo, hi int) bool {
	s.c.Lo, s.c.Hi, s.c.Cell = lo, hi, true
	s.c.Announced, s.c.Weak, s.c.Continues, s.c.label = true, col.labelled && col.label.weak && col.evidence&ByColumn == 0, col.part > 0, col.label.text
	s.c.OneWord = col.labelled && col.label.oneWord()
	found := s.judgeCell(col, uint32(c+1), lo, hi)
	s.c.forget()
	return found
}

// judgeCell is cellField with the candidate made ready.
func (s *Scanner) judgeCell(col *column, place uint32, lo, hi int) bool {
	if col.piece {
		return s.pieceField(col, place, lo, hi)
	}
	if col.split {
		s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = lo, hi, col.evidence, false
		if !s.c.takeName() || nameRunes(s.c.Bytes()) > 5 || notAName(s.set, s.c.Bytes()) {
			return false
		}
		s.emit(s.set.name, High, col.part, place)
		return true
	}
	if col.kind == s.set.name && !s.c.Weak { // four names in five need no more than this walk
		if split, ok := longestSplit(s.c.Text, lo, hi); ok && split.end == hi && !split.common {
			s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = lo, hi, col.evidence|ByDictionary, false
			s.emit(s.set.name, High, col.part, place)
			return true
		}
	}
	for _, id := range s.set.families[col.kind] {
		s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = lo, hi, col.evidence, false
		conf := s.set.detectors[id].Field(&s.c)
		if conf == None {
			continue
		}
		if id == s.set.myNumber && s.c.Evidence&ByWrongCheck != 0 && col.n.myNumbers >= columnHits && col.n.myNumbers*3 >= col.n.twelve*2 {
			conf = Medium // mistyped, among others that fit
		}
		if conf > col.conf && !s.set.detectors[id].Explains {
			if conf = col.conf; conf == Low {
				s.c.Evidence |= NoPersons
			}
		}
		s.c.weak(s.c.Weak)
		s.emit(id, conf, col.part, place)
		return true
	}
	return col.isHolder() && s.holderCell(col, place, lo, hi)
}

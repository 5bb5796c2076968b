package detect

import "bytes"

// counts is what the cells of a column look like.
type counts struct {
	places, types, sevens       int       // municipalities; types of account; numbers of 7 digits
	seen                        [4]uint64 // hashes of the cells, as bits: how many differ
	suffix                      rune      // the last character of the first name, and how many end so
	suffixed                    int
	fullNames                   int // names that the first list has
	filled                      int
	names, nameForms, spaced    int // known to the dictionary; of the form of a name; with a space
	surnames, givens            int // either alone
	kanas, kanaForms            int
	latins, latinForms          int // in romaji: known, and of the form of a name
	companies                   int
	addresses, postals, emails  int
	lots, townNumbers           int // numbers of a house, alone and behind a town
	lonePlaces                  int // towns without one
	japanese                    int // with any Japanese
	phones                      int
	twelve, myNumbers, licenses int       // of 12 digits; passing the check
	stamps                      int       // of 12 digits that may be a date and a time
	serials                     [2]uint64 // hashes of licences without what a count of reissues changes, as bits
	cards, sixteen              int       // of 14 to 16 digits
	thirteen, corporates        int
	insurers                    int // of 8 digits that may be an insurer's
	branches                    int // of 3 digits: branches of the bank whose code is left of them
	maskedAccounts              int
	dates, oldDates, youngest   int
	aged, year                  int // dates whose year and the age in their row make the same sum, the year of now
	fits                        int // what the header's detector accepts
	firstSum                    uint32
	distinct                    bool
}

// sample counts what the cells of the first rows look like.
func (s *Scanner) sample(t *Table, from int) {
	st := &s.table
	for r := from; r < len(t.Rows)-1 && st.sampled < sampleRows; r++ {
		st.sampled++
		width := min(int(t.Rows[r+1]-t.Rows[r]), maxColumns)
		st.grow(width)
		age := s.ageOf(t, r, width)
		for c := range width {
			lo, hi := t.cell(t.Rows[r] + uint32(c))
			if lo < hi {
				s.count(&st.columns[c], lo, hi)
				if c > 0 && hi-lo == 3 && s.branchOf(t, t.Rows[r], t.Rows[r]+uint32(c)) {
					st.columns[c].n.branches++
				}
				if age > 0 {
					s.countAged(&st.columns[c].n, lo, hi, age)
				}
			}
		}
	}
}

// count counts what the cell text[lo:hi] looks like.
func (s *Scanner) count(col *column, lo, hi int) {
	b := s.c.Text[lo:hi]
	n := &col.n
	n.filled++
	sum := fnv(b)
	if n.filled == 1 {
		n.firstSum = sum
	} else if sum != n.firstSum {
		n.distinct = true
	}
	n.seen[sum>>30] |= 1 << (sum >> 24 & 63)
	if col.labelled && col.label.detector >= 0 && s.fits(col, lo, hi) {
		n.fits++
	}
	if hi-lo > 300 {
		return
	}
	if hi-lo <= 40 && houseNumber(s.c.Text, lo, hi) {
		n.lots++
	}
	if b[0] < 0x80 || b[0] == 0xEF && len(b) > 2 && b[1] == 0xBC {
		s.countASCII(n, lo, hi)
	}
	if hasJapanese(b) {
		n.japanese++
		s.countJapanese(n, lo, hi)
	}
}

// fits reports whether the detector of the column's header accepts the cell.
func (s *Scanner) fits(col *column, lo, hi int) bool {
	s.c.Lo, s.c.Hi, s.c.Cell, s.c.Announced, s.c.Weak, s.c.Continues, s.c.label = lo, hi, true, true, col.label.weak, col.label.part > 0, col.label.text
	s.c.OneWord = col.label.oneWord()
	defer s.c.forget()
	for _, id := range s.set.families[col.label.detector] {
		s.c.Start, s.c.End, s.c.Evidence = lo, hi, 0
		if s.set.detectors[id].Field(&s.c) != None {
			return true
		}
	}
	return false
}

// countASCII counts a cell that begins with ASCII or with full-width digits.
func (s *Scanner) countASCII(n *counts, lo, hi int) {
	b := s.c.Text[lo:hi]
	if bytes.IndexByte(b, '@') > 0 && bytes.IndexByte(b, '.') > 0 {
		n.emails++
		return
	}
	if isLetter(b[0]) {
		s.romajiCell(n, lo, hi)
	}
	s.c.Lo, s.c.Hi = lo, hi
	s.c.Start, s.c.End = lo, hi
	if s.c.cutMasked() {
		n.maskedAccounts++
		return
	}
	s.c.announced = b[0] == 'X' || b[0] == 'x' // XXX4567
	defer func() { s.c.announced = false }()
	if len(b) > 8 && b[3] == '-' && digitsIn(b) == len(b)-1 {
		hi = lo + 8
	}
	if s.c.lexNumber(lo, hi) != hi {
		if end, ok := dateAt(s.c.Text, lo, hi); ok && end == hi {
			n.date(s.c.Text, lo, hi)
		}
		return
	}
	s.countNumber(n, lo, hi)
}

// countAddress counts what part of an address a cell is and reports whether it
// can be no name then.
func (s *Scanner) countAddress(n *counts, lo, hi int) bool {
	p := placeAt(s.c.Text, lo, hi)
	if !p.city && !p.prefecture {
		if townNumber(s.c.Text[lo:hi]) {
			n.townNumbers++
			return true
		}
		return false
	}
	s.c.Start, s.c.Lo, s.c.Hi = lo, lo, hi
	switch t := s.c.readTail(p, true); {
	case t.lots.house || t.street:
		n.addresses++
	case p.town:
		n.lonePlaces++
	case p.end == hi:
		n.places++
		return true
	}
	return false
}

// countJapanese counts a cell with Japanese in it.
func (s *Scanner) countJapanese(n *counts, lo, hi int) {
	b := s.c.Text[lo:hi]
	if isCompany(b) {
		n.companies++
		return
	}
	if allKana(b) {
		n.kanaForms++
		if q := kanaQuality(b); q >= fullTier2 && spaceIn(b) > 0 || q == full && kanaRunes(b) >= 5 {
			n.kanas++
		}
		return
	}
	if end, ok := dateAt(s.c.Text, lo, hi); ok && end == hi {
		n.date(s.c.Text, lo, hi)
		return
	}
	if isPlace(b) {
		n.places++
		return
	}
	if isAccountType(b) {
		n.types++
		return
	}
	if !s.countAddress(n, lo, hi) {
		s.countName(n, lo, hi)
	}
}

// countName counts a cell that may be a name in kanji, or half of one.
func (s *Scanner) countName(n *counts, lo, hi int) {
	s.c.Lo, s.c.Hi, s.c.Cell, s.c.Start, s.c.End = lo, hi, true, lo, hi
	ok := s.c.takeName()
	s.c.Cell = false
	if !ok {
		return
	}
	value := s.c.Text[s.c.Start:s.c.End]
	runes := nameRunes(value)
	if v, ok := lexNames.lookup(value); ok && runes <= 4 {
		if v&lexSurname != 0 {
			n.surnames++
		}
		if v&lexGiven != 0 {
			n.givens++
		}
	}
	if runes < 2 || runes > 8 || notAName(s.set, value) || isWord(value) {
		return
	}
	if spaceIn(value) > 0 {
		n.spaced++
	}
	if last, _ := runeBefore(value, len(value)); n.suffix == 0 || n.suffix == last {
		n.suffix = last
		n.suffixed++
	}
	if runes < 3 && spaceIn(value) < 0 {
		return
	}
	q := nameQuality(value)
	if q >= fullTier2 {
		n.names++
	}
	if q == full {
		n.fullNames++
	}
	if q >= partly || plausibleName(value, runes) {
		n.nameForms++
	}
}

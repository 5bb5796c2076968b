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
	companies                   int
	addresses, postals, emails  int
	phones                      int
	twelve, myNumbers, licenses int // of 12 digits; passing the check
	cards, sixteen              int
	maskedAccounts              int
	dates, oldDates, youngest   int
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
		for c := range width {
			lo, hi := t.cell(t.Rows[r] + uint32(c))
			if lo < hi {
				s.count(&st.columns[c], lo, hi)
			}
		}
	}
}

func (s *Scanner) count(col *column, lo, hi int) {
	b := s.c.Text[lo:hi]
	n := &col.n
	n.filled++
	sum := uint32(2166136261)
	for _, c := range b {
		sum = (sum ^ uint32(c)) * 16777619
	}
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
	if b[0] < 0x80 || b[0] == 0xEF && len(b) > 2 && b[1] == 0xBC {
		s.countASCII(n, lo, hi)
	}
	if hasJapanese(b) {
		s.countJapanese(n, lo, hi)
	}
}

// fits reports whether the detector of the column's header accepts the cell.
func (s *Scanner) fits(col *column, lo, hi int) bool {
	s.c.Lo, s.c.Hi, s.c.Cell, s.c.Announced, s.c.Weak = lo, hi, true, true, col.label.weak
	defer func() { s.c.Cell, s.c.Announced, s.c.Weak = false, false, false }()
	for _, id := range s.set.families[col.label.detector] {
		s.c.Start, s.c.End, s.c.Evidence = lo, hi, 0
		if s.set.detectors[id].Field(&s.c) != None {
			return true
		}
	}
	return false
}

func (s *Scanner) countASCII(n *counts, lo, hi int) {
	b := s.c.Text[lo:hi]
	if bytes.IndexByte(b, '@') > 0 && bytes.IndexByte(b, '.') > 0 {
		n.emails++
		return
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
	num := &s.c.num
	d := num.digits[:num.n]
	switch {
	case num.masks > 0:
		if num.masks < num.n && num.n >= 4 && num.n <= 8 {
			n.maskedAccounts++
		}
		if num.n == 12 {
			n.twelve++
			if num.masks < 12 {
				n.myNumbers++
			}
		}
		return
	case num.n == accountDigits && num.ng == 1:
		n.sevens++
	case num.n == 12:
		n.twelve++
		if myNumberValid(d) {
			n.myNumbers++
		}
		if licenseValid(d) {
			n.licenses++
		}
	case num.n == 16:
		n.sixteen++
		if cardValid(d) {
			n.cards++
		}
	case num.n == 7 && (num.ng == 2 && num.groups[0] == 3):
		s.c.Start, s.c.End = lo, hi
		if s.c.postal() {
			n.postals++
		}
	case num.n == 8 && num.ng == 1 || num.n <= 8 && num.ng == 3:
		if end, ok := dateAt(s.c.Text, lo, hi); ok && end == hi {
			n.date(s.c.Text, lo, hi)
		}
	}
	if phoneKind(num) != noPhone && (num.ng == 3 || num.n == 11) {
		n.phones++
	}
}

// date counts a date and whether it is old enough to be that of a birth.
func (n *counts) date(b []byte, lo, hi int) {
	n.dates++
	year, digits, _ := readNumber(b, lo, hi)
	if digits == 8 {
		year /= 10000
	}
	if year < 1995 {
		n.oldDates++
	}
	n.youngest = max(n.youngest, year)
}

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
		n.dates++
		if !bytes.HasPrefix(b, []byte("令")) && !bytes.HasPrefix(b, []byte("平")) {
			n.oldDates++
		}
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
	if p := placeAt(s.c.Text, lo, hi); p.city || p.prefecture {
		if _, number := addressTail(s.c.Text, p.end, hi, true); number && p.end < hi {
			n.addresses++
		}
	}
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
	if runes < 2 || runes > 8 || notAName(s.set, value) {
		return
	}
	if isWord(value) {
		return
	}
	if spaceIn(value) > 0 {
		n.spaced++
	}
	if last, _ := runeBefore(value, len(value)); n.suffix == 0 || n.suffix == last {
		n.suffix = last
		n.suffixed++
	}
	if q := nameQuality(value); (q == full || q == fullTier2) && (runes >= 3 || spaceIn(value) > 0) {
		n.names++
		n.nameForms++
		if q == full {
			n.fullNames++
		}
	} else if q == partly && (runes >= 3 || spaceIn(value) > 0) || plausibleName(value, runes) && (runes >= 3 || spaceIn(value) > 0) {
		n.nameForms++
	}
}

package extract

import "slices"

// splitDigits returns where numbers of different kinds touch in the columns of a
// segment: what a date is made of, and how telephone numbers are written, show it.
func splitDigits(records [][]byte, s *hostSegment) []int {
	if len(records) < fewRecords {
		return nil
	}
	d := hostDigits{records}
	cuts := slices.Clone(s.cuts)
	add := func(p int) {
		if p > s.from && p < s.to && !slices.Contains(cuts, p) {
			cuts = append(cuts, p)
		}
	}
	for p := s.from; p < s.to; p++ {
		touched := func(q int) bool { return q > s.from && q < s.to && d.most(q-1, isHostDigit) && d.most(q, isHostDigit) }
		if touched(p) && d.telephone(p) && !d.behindHyphen(p, s.from) {
			add(p)
		}
		if end := p + 5; touched(end) && d.most(p, isHostHyphen) && (d.most(p-5, isHostHyphen) || d.most(p-4, isHostHyphen)) {
			add(end) // four digits are the last of a telephone number
		}
		if p+8 <= s.to && (p == s.from || touched(p) || slices.Contains(cuts, p)) && d.date(p) {
			if touched(p) {
				add(p)
			}
			if touched(p + 8) {
				add(p + 8)
			}
		}
	}
	slices.Sort(cuts)
	return cuts
}

// hostDigits asks what stands at a place of nearly all records that are filled
// there.
type hostDigits struct{ records [][]byte }

func isHostDigit(c byte) bool  { return c >= 0xF0 && c <= 0xF9 }
func isHostHyphen(c byte) bool { return c == 0x60 }

func (d hostDigits) most(p int, is func(byte) bool) bool {
	return p >= 0 && d.all(p, 1, func(b []byte) bool { return is(b[0]) })
}

// all reports whether ok holds for n bytes at p in 98 of 100 records that have
// something there, and in half of all at least.
func (d hostDigits) all(p, n int, ok func([]byte) bool) bool {
	good, bad := 0, 0
	for _, r := range d.records {
		switch {
		case p+n > len(r) || r[p] == 0x40:
		case ok(r[p : p+n]):
			good++
		default:
			if bad++; bad*50 > len(d.records) {
				return false
			}
		}
	}
	return good*2 > len(d.records) && bad*49 <= good
}

// telephone reports whether a telephone number begins at p: a zero and one to
// four digits before a hyphen.
func (d hostDigits) telephone(p int) bool {
	return d.all(p, 6, func(b []byte) bool {
		if b[0] != 0xF0 {
			return false
		}
		for i, c := range b[1:] {
			if c == 0x60 {
				return i > 0
			}
			if !isHostDigit(c) {
				return false
			}
		}
		return false
	})
}

// behindHyphen reports whether a hyphen is before the digits that p is one of.
func (d hostDigits) behindHyphen(p, from int) bool {
	for p > from && d.most(p-1, isHostDigit) {
		p--
	}
	return p > from && d.most(p-1, isHostHyphen)
}

// date reports whether a date begins at p: year, month and day of the Gregorian
// calendar.
func (d hostDigits) date(p int) bool {
	return d.all(p, 8, func(b []byte) bool {
		n := 0
		for _, c := range b {
			if !isHostDigit(c) {
				return false
			}
			n = n*10 + int(c-0xF0)
		}
		year, month, day := n/10000, n/100%100, n%100
		return year >= 1900 && year < 2100 && month > 0 && month < 13 && day > 0 && day < 32
	})
}

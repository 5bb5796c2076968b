package detect

import (
	"math/bits"
	"slices"
)

// What the numbers in the cells of a table tell: alone, and beside each other.

// countNumber counts what the number in hand, which fills the cell text[lo:hi],
// may be.
func (s *Scanner) countNumber(n *counts, lo, hi int) {
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
			h := fnv(d[:10])
			n.serials[h>>31] |= 1 << (h >> 25 & 63)
		}
		if isStamp(d) {
			n.stamps++
		}
	case num.n == 13 && num.ng == 1:
		n.thirteen++
		if corporateValid(d) {
			n.corporates++
		}
	case num.n >= 14 && num.n <= 16:
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
		if num.ng == 1 && insurerForm(d) {
			n.insurers++
		}
		if end, ok := dateAt(s.c.Text, lo, hi); ok && end == hi {
			n.date(s.c.Text, lo, hi)
		}
	}
	if phoneKind(num) != noPhone && (num.ng == 3 || num.n == 11) {
		n.phones++
	}
}

// ageOf returns the age that a row tells in a column headed 年齢, or 0.
func (s *Scanner) ageOf(t *Table, r, width int) int {
	if !s.table.header {
		return 0
	}
	for c := range width {
		if l := &s.table.columns[c]; l.labelled && (l.label.text == "年齢" || l.label.text == "age") {
			lo, hi := t.cell(t.Rows[r] + uint32(c))
			if v, n, _ := readNumber(s.c.Text, lo, hi); n > 0 && n <= 3 {
				return v
			}
		}
	}
	return 0
}

// countAged counts a date that may be the birth of who is so old.
func (s *Scanner) countAged(n *counts, lo, hi, age int) {
	if end, ok := dateAt(s.c.Text, lo, hi); !ok || end != hi {
		return
	}
	now := yearOf(s.c.Text[lo:hi]) + age
	if n.year == 0 {
		n.year = now
	}
	if now >= n.year-1 && now <= n.year+1 && now > 1950 {
		n.aged++
	}
}

// branchOf reports whether cell i and one of the two left of it are the codes of
// a branch and its bank; the bank's name may stand between.
func (s *Scanner) branchOf(t *Table, row, i uint32) bool {
	lo, hi := t.cell(i)
	branch, n, end := readNumber(s.c.Text, lo, hi)
	if n != 3 || end != hi {
		return false
	}
	for k := i; k > row && k+2 > i; {
		k--
		lo, hi = t.cell(k)
		if bank, n, end := readNumber(s.c.Text, lo, hi); n == 4 && end == hi && branchKnown(bank, branch) {
			return true
		}
	}
	return false
}

// isStamp reports whether 12 digits may be a date and a time: yyyymmddHHMM or
// yymmddHHMMSS.
func isStamp(d []byte) bool {
	return isMinute(d) || validDay(two(d, 2), two(d, 4)) && two(d, 6) < 24 && two(d, 8) < 60 && two(d, 10) < 60
}

// isMinute reports whether 12 digits may be yyyymmddHHMM.
func isMinute(d []byte) bool {
	return (two(d, 0) == 19 || two(d, 0) == 20) && validDay(two(d, 4), two(d, 6)) && two(d, 8) < 24 && two(d, 10) < 60
}

func two(d []byte, i int) int { return int(d[i]-'0')*10 + int(d[i+1]-'0') }

// insurerForm reports whether 8 digits are of an insurer: 法別番号, prefecture and
// check digit.
func insurerForm(d []byte) bool {
	law, prefecture := int(d[0]-'0')*10+int(d[1]-'0'), int(d[2]-'0')*10+int(d[3]-'0')
	switch {
	case law >= 1 && law <= 7, law >= 31 && law <= 34, law == 39, law == 63, law == 67, law >= 72 && law <= 75:
		return prefecture >= 1 && prefecture <= 47 && luhn(d)
	}
	return false
}

// date counts a date and whether it is old enough to be that of a birth.
func (n *counts) date(b []byte, lo, hi int) {
	n.dates++
	year := yearOf(b[lo:hi])
	if year < 1995 {
		n.oldDates++
	}
	n.youngest = max(n.youngest, year)
}

// yearOf returns the western year of a date.
func yearOf(date []byte) int {
	var buf [16]byte
	if d := appendDate(buf[:0], date); len(d) > 1 {
		return int(d[0]) | int(d[1])<<8
	}
	return 0
}

// decideByChecks looks at the numbers of a column whose header says something
// else, such as 品番: if they all pass a check digit it is what they are.
func (s *Scanner) decideByChecks(col *column) {
	hits := 8 // 10^-8 by chance
	if genericHeaders.words[col.label.text] {
		hits = columnHits
	}
	s.decideByDigits(col, hits)
}

// genericHeaders say nothing of what is below them.
var genericHeaders = wordSet("番号", "No", "NO", "№", "ID", "コード", "値", "内容", "備考", "id", "no", "code", "memo", "note", "remarks", "メモ")

// decideByDigits reports whether the cells of a column are numbers of one kind:
// nearly all pass a check digit, and so many of them differ (0.1 by chance for
// each My Number, 0.05 for a licence). What may be dates with a time need more.
func (s *Scanner) decideByDigits(col *column, hits int) bool {
	n := &col.n
	most := func(k, of int) bool { return of >= hits && k*20 >= of*19 && of*10 >= n.filled*8 }
	kinds := 0
	for _, b := range n.seen {
		kinds += bits.OnesCount64(b)
	}
	if kinds < columnHits {
		return false
	}
	kind, conf := plain, High
	switch serials := bits.OnesCount64(n.serials[0]) + bits.OnesCount64(n.serials[1]); {
	case most(n.myNumbers, n.twelve) && (n.stamps*2 < n.twelve || n.twelve >= 8):
		kind = s.set.myNumber
		if n.twelve < 6 {
			conf = Medium
		}
	case most(n.licenses, n.twelve) && serials >= columnHits && (n.stamps*2 < n.twelve || n.twelve >= 8):
		kind = s.set.license
		if n.twelve < 6 {
			conf = Medium
		}
	case most(n.cards, n.sixteen):
		kind = s.set.card
	case most(n.corporates, n.thirteen):
		kind = s.set.corporate
	}
	if kind < 0 {
		return false
	}
	col.kind, col.conf, col.evidence = kind, conf, ByColumn
	return true
}

// decideBeside reports whether what stands beside a column without a header says
// what it holds: codes of branches left of accounts, persons beside numbers of
// the form of an insurer's, ages that fit the dates.
func (s *Scanner) decideBeside(i int) bool {
	st := &s.table
	col := &st.columns[i]
	n := &col.n
	all := func(k int) bool { return k >= columnHits && k*10 >= n.filled*9 }
	kind, conf := plain, Medium
	switch {
	case n.sevens*10 >= n.filled*8 && s.branchesLeft(i):
		kind, conf = s.set.account, High
	case st.person && all(n.insurers):
		kind = s.set.health
	case n.aged >= 2 && n.aged*10 >= n.filled*9:
		kind, conf = s.set.birth, High
	}
	if kind < 0 {
		return false
	}
	col.kind, col.evidence, col.conf = kind, ByColumn, conf
	return true
}

// headed reports whether a column has one of these labels.
func (s *Scanner) headed(labels ...string) bool {
	for i := range s.table.columns {
		if l := &s.table.columns[i]; l.labelled && slices.Contains(labels, l.label.text) {
			return true
		}
	}
	return false
}

// pairSymbols says of what the columns 記号 and 番号 are, from the columns beside
// them: of an insured person, or of an account at ゆうちょ.
func (s *Scanner) pairSymbols() {
	st := &s.table
	for i := range st.columns {
		if !st.columns[i].labelled || st.columns[i].label.text != "記号" {
			continue
		}
		symbol, number := "通帳記号", "通帳番号"
		for j := range st.columns {
			if o := &st.columns[j]; j != i && o.labelled && o.label.detector == s.set.health {
				symbol, number = "証の記号", "被保険者証番号"
			}
		}
		st.columns[i].label, st.columns[i].labelled = s.set.labels.of([]byte(symbol))
		if i+1 < len(st.columns) && st.columns[i+1].label.text == "番号" {
			st.columns[i+1].label, st.columns[i+1].labelled = s.set.labels.of([]byte(number))
		}
	}
}

// branchesLeft reports whether one of the four columns left of column i holds the
// codes of branches of the banks left of it: a pair of numbers at random exists
// in 3 of 1,000 cases.
func (s *Scanner) branchesLeft(i int) bool {
	for j := max(i-4, 0); j < i; j++ {
		if n := &s.table.columns[j].n; n.branches >= columnHits && n.branches*10 >= n.filled*9 || n.branches > 0 && n.branches == n.filled {
			return true
		}
	}
	return false
}

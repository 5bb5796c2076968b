package detect

import (
	"bytes"
	"math/bits"
)

// decide says what each column holds: by its header if the cells agree, else by
// the cells.
func (s *Scanner) decide() {
	st := &s.table
	for i := range st.columns {
		col := &st.columns[i]
		col.kind, col.conf, col.evidence, col.part, col.split, col.piece = plain, High, 0, 0, false, false
		switch {
		case col.labelled && col.label.detector >= 0 && s.decideByHeader(col):
		case !col.labelled || col.label.detector >= 0 || col.label.weak:
			s.decideByCells(col)
		default:
			s.decideByChecks(col)
		}
	}
	st.person, st.business, st.names, st.things = false, false, false, false
	for i := range st.columns {
		switch k := st.columns[i].kind; {
		case k < 0:
		case k == s.set.name:
			st.person, st.names = true, true
		case k == s.set.kana, k == s.set.romaji, k == s.set.myNumber, k == s.set.account, k == s.set.license, k == s.set.card:
			st.person = true
		case k == s.set.company:
			st.business = true
		}
		st.things = st.things || st.columns[i].thing || st.columns[i].labelled && st.columns[i].label.ofThing()
		st.business = st.business || st.columns[i].n.companies*2 > st.columns[i].n.filled || st.columns[i].labelled && facilities.words[st.columns[i].label.text]
	}
	st.business = st.business && !st.person
	s.decideTogether()
	s.decideAddress()
}

// decideByHeader reports whether the cells are what the header says.
func (s *Scanner) decideByHeader(col *column) bool {
	n := &col.n
	switch {
	case n.filled > 0 && n.fits*5 < n.filled:
		return false // the cells are something else
	case col.label.weak && n.filled > 0 && s.set.isName(col.label.detector) && !s.weakName(n):
		return false
	}
	col.kind, col.evidence, col.part = col.label.detector, ByHeader, col.label.part
	if col.label.weak && (n.names*2 > n.filled || n.kanas*2 > n.filled || n.addresses*2 > n.filled) {
		col.evidence |= ByColumn
	}
	return true
}

// weakName reports whether the cells under a header such as "name" are persons:
// most of them known, or in letters that read as names.
func (s *Scanner) weakName(n *counts) bool {
	people := n.filled - n.companies
	return most(n.names, people) && n.varied() || most(n.kanas, people) || n.nameForms+n.kanaForms+n.places == 0 && most(n.fits, n.filled)
}

// most reports whether k of n is a majority that matters.
func most(k, n int) bool { return n > 0 && k*2 >= n }

// columnHits is how many cells a column without a header needs.
const columnHits = 3

// decideByCells decides what a column holds whose header says nothing of it.
func (s *Scanner) decideByCells(col *column) {
	n := &col.n
	people := n.filled - n.companies
	if n.fullNames >= 2 && n.nameForms == people && n.distinct && n.varied() {
		col.kind, col.evidence = s.set.name, ByColumn // few rows, but nothing else in them
		return
	}
	if n.filled < columnHits || !n.distinct {
		return
	}
	switch {
	case people >= columnHits && n.names >= columnHits && n.varied() && n.nameForms*10 >= people*8 && (n.names*2 >= people || n.names*10 >= people*3 && n.spaced*10 >= people*8):
		col.kind = s.set.name
	case people >= columnHits && n.kanas >= columnHits && n.kanas*2 >= people && n.kanaForms*10 >= people*9:
		col.kind = s.set.kana
	case n.isRomaji(people):
		col.kind = s.set.romaji
	case n.isMixed(people):
		col.kind = s.set.name
	case n.addresses >= columnHits && n.addresses*10 >= n.filled*6:
		col.kind = s.set.address
	case s.decideByDigits(col, columnHits):
		return
	case n.emails >= columnHits && n.emails*10 >= n.filled*8:
		col.kind = s.set.email
	case n.phones >= columnHits && n.phones*10 >= n.filled*7:
		col.kind = s.set.phone
	case n.maskedAccounts >= columnHits && n.maskedAccounts*10 >= n.filled*8:
		col.kind = s.set.account
	case n.postals >= columnHits && n.postals*10 >= n.filled*9:
		col.kind = s.set.postal
	default:
		return
	}
	if col.kind >= 0 {
		col.evidence = ByColumn
	}
}

// varied reports whether enough of the cells differ: a column of three names
// again and again is a category.
func (n *counts) varied() bool {
	if n.suffixed >= 4 && n.suffixed*10 >= n.nameForms*7 && !givenEndings.words[string(n.suffix)] {
		return false // 富士山, 高尾山, 大山: things of one kind
	}
	k := 0
	for _, s := range n.seen {
		k += bits.OnesCount64(s)
	}
	return k >= min(n.filled, 3) && (k >= 12 || k*5 >= n.filled)
}

// givenEndings end so many given names that a list of persons may share one.
var givenEndings = wordSet("子", "美", "夫", "男", "雄", "郎", "一", "代", "江", "恵", "也", "樹", "太")

// isAccountType reports whether a cell is the type of an account.
func isAccountType(b []byte) bool {
	for _, cue := range accountTypes[:8] {
		if bytes.Equal(b, cue) {
			return true
		}
	}
	return false
}

// facilities head columns of places of business: addresses and telephones beside
// them are theirs.
var facilities = wordSet("駅名", "店名", "店舗名", "支店名", "施設名", "学校名", "病院名", "会場名", "銀行名", "金融機関名", "大学名")

// decideTogether weighs what columns mean beside each other: a list of shops or
// postal codes is no list of persons, and dates beside persons, most of them
// decades old, are births.
func (s *Scanner) decideTogether() {
	st := &s.table
	for i := range st.columns {
		col := &st.columns[i]
		switch {
		case i > 0 && s.splitName(&st.columns[i-1], col):
			st.columns[i-1].kind, st.columns[i-1].evidence, st.columns[i-1].split = s.set.name, ByColumn, true
			col.kind, col.evidence, col.split, col.part = s.set.name, ByColumn, true, 1
			st.person, st.business = true, false
		case col.kind == s.set.kana && !st.names && !col.isHolder() && (st.things && col.label.bareReading() || (st.things || col.evidence&ByHeader == 0) && col.n.filled > 0 && col.n.kanas*2 < col.n.filled-col.n.companies):
			col.kind = plain // the reading of something else
		case col.kind == plain && !col.labelled && st.person && !st.names && s.set.name >= 0 && col.n.nameForms >= columnHits && col.n.nameForms*10 >= (col.n.filled-col.n.companies)*9 && col.n.varied():
			col.kind, col.evidence, st.names = s.set.name, ByColumn, true // names that no dictionary has, beside readings or accounts
		case i > 0 && col.kind == plain && !col.labelled && s.set.account >= 0 && st.columns[i-1].n.types*10 >= st.columns[i-1].n.filled*8 && st.columns[i-1].n.types >= columnHits && col.n.sevens*10 >= col.n.filled*8:
			col.kind, col.evidence = s.set.account, ByColumn
		case col.kind == plain && !col.labelled && s.decideBeside(i):
		case col.kind == s.set.health && insurerLabel(col.label.text) && !st.person && s.headed("保険者名", "保険者名称", "保険者の名称"):
			col.conf = Low // a list of insurers
		case col.kind == s.set.postal && !st.person, st.business && (col.kind == s.set.phone || col.kind == s.set.address || col.kind == s.set.email):
			col.conf = Low
		case col.kind == s.set.address && !st.person && (col.n.addresses+col.n.townNumbers)*2 < col.n.filled:
			col.conf = Low // a list of places
		case col.kind == plain && !col.labelled && !col.headed && st.person && s.set.birth >= 0 && col.n.dates*10 >= col.n.filled*8 && col.n.oldDates*3 > col.n.dates && col.n.youngest < 2020 && col.n.filled >= columnHits:
			col.kind, col.evidence, col.conf = s.set.birth, ByColumn, Medium
		case i > 0 && !col.labelled && (col.kind == plain || col.kind == s.set.address) && st.columns[i-1].kind == s.set.address && !st.header && col.n.filled > 0 && s.continues(col):
			col.kind, col.part, col.evidence = s.set.address, st.columns[i-1].part+1, ByColumn
		}
	}
}

// splitName reports whether two columns without headers are surname and given
// name, as when a fixed-length field was cut between them.
func (s *Scanner) splitName(sur, given *column) bool {
	return s.set.name >= 0 && !sur.labelled && !given.labelled && sur.kind == plain && given.kind == plain &&
		sur.n.surnames >= columnHits && sur.n.surnames*10 >= sur.n.filled*6 &&
		given.n.givens >= columnHits && given.n.givens*2 >= given.n.filled && given.n.distinct
}

// continues reports whether a column right of an address goes on with it:
// numbers and buildings, and no place that an address begins with.
func (s *Scanner) continues(col *column) bool {
	n := &col.n
	return n.names == 0 && n.kanas == 0 && n.companies == 0 && n.addresses == 0 && n.nameForms*4 < n.filled && n.emails+n.phones+n.dates+n.twelve+n.maskedAccounts == 0 && n.kanaForms*2 < n.filled
}

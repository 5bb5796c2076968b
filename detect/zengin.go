package detect

import (
	"cmp"
	"slices"
)

// A record of 全銀協規定形式 has 120 characters (総合振込, 給与振込, 預金口座振替): 2, the
// code of a bank in columns 2-5, of its branch in 21-23, the type of the account
// in 43, its number in 44-50, the holder in half-width kana from 51 on. Files of
// nothing but such records come as tables; these stand in mails, logs and others.

const zenginBytes = 100 // at least: a record may have lost the spaces at its end

// zengin finds the account in the record text[lo:hi], if it is one: bank and
// branch must exist. first is the first match in the record.
func (s *Scanner) zengin(first, lo, hi int) {
	text := s.c.Text
	if hi-lo < zenginBytes || text[lo] != '2' || !isDigit(text[lo+1]) || !isDigit(text[lo+4]) || s.set.account < 0 {
		return
	}
	bank, n, at := readNumber(text, lo+1, lo+5)
	if n != 4 {
		return
	}
	at = skipRunes(text, at, hi, 15)
	branch, n, at := readNumber(text, at, min(hi, at+3))
	if n != 3 || !branchKnown(bank, branch) {
		return
	}
	at = skipRunes(text, at, hi, 19)
	if at+8 >= hi || text[at] != '1' && text[at] != '2' && text[at] != '4' && text[at] != '9' {
		return
	}
	_, n, end := readNumber(text, at+1, at+8)
	if r, _ := runeAt(text, end); n != accountDigits || end != at+8 || isDigit(text[end]) || r == ' ' {
		return
	}
	for i := first; i < len(s.out); i++ {
		if m := &s.out[i]; int(m.Start) < end && int(m.End) > at+1 {
			return // known already
		}
	}
	s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = at+1, end, ByShape|ByTable, false
	s.emit(s.set.account, High, 0, s.place)
	slices.SortFunc(s.out[first:], func(a, b Match) int { return cmp.Compare(a.Start, b.Start) })
}

// skipRunes returns where n runes behind i are over.
func skipRunes(b []byte, i, hi, n int) int {
	for ; n > 0 && i < hi; n-- {
		_, w := runeAt(b, i)
		i += w
	}
	return i
}

package detect

import (
	"bytes"
	"strings"
)

func init() {
	register(&Detector{
		ID:        "bank-account",
		Doc:       "Number of a bank account\n\n7 digits, hidden in part or not, where a label, column, the type of account or a bank and branch that exist announce them; ゆうちょ 記号番号.",
		MinDigits: 7, MaxDigits: 7,
		Plain:  true,
		Hidden: true,
		Check:  checkAccount,
		Labels: []string{
			"口座番号", "口座No", "口座ｎｏ", "口座NO", "=口座", "口座の番号", "預金口座", "振込口座", "引落口座", "振替口座", "振込先口座", "通帳番号", "普通預金番号", "記号番号", "通帳記号番号", "ゆうちょ番号", "預貯金口座", "貯金番号", "ｺｳｻﾞﾊﾞﾝｺﾞｳ", "コウザバンゴウ", "口番", "口座番号等",
			"ゆうちょ銀行", "=ゆうちょ", "ゆうちょ口座", "郵便貯金", "通帳記号/2", "=普通", "=当座", "=貯蓄", "普通預金", "当座預金", "貯蓄預金", "普通口座", "=ﾌﾂｳ", "=フツウ", "=総合口座", "=振込先", "振込先",
			"コウザ", "コウザバン", "kouzano", "kozano", "kouzabango", "kouzabangou", "kozabango", "accountnumber", "accountno", "accountnum", "acctno", "acctnum", "acctnumber", "bankaccount", "accno", "bankaccountno", "bankaccountnumber", "kouza", "koza",
		},
		Field: fieldAccount,
		Good: []string{
			"口座番号：1234567", "普通預金 1234567", "当座 ***4567", "口座番号=１２３＊＊＊＊", "口座番号は1234567です", "普通 XXXX567", "みずほ銀行 丸の内支店 1234567", "振込先：みずほ銀行丸の内支店（普）1234567",
			"ゆうちょ銀行 記号 12340 番号 12345671", "ゆうちょ 12340-12345671", "記号：12340　番号：12345671", "銀行0001 支店005 普通 1234567",
		},
		Bad: []string{"1234567", "部品 1234567", "普通列車 1234", "見本支店 1234567", "記号 12 番号 34", "12340-12345671"},
	})
}

// accountTypes are the types of account as they stand before the number.
var accountTypes = cueWords("普通", "当座", "貯蓄", "総合", "普通預金", "当座預金", "貯蓄預金", "総合口座", "普通口座", "当座口座", "口座", "(普)", "（普）", "(当)", "（当）", "普)", "普）", "ﾌﾂｳ", "フツウ", "ﾄｳｻﾞ", "トウザ")

// checkAccount judges digits that stand right after the type of an account, or
// a branch of a bank. A bank and a branch that exist make it sure.
func checkAccount(c *Candidate) Confidence {
	if c.num.dashed && c.num.masks == 0 || c.num.n < 4 || c.num.n > 8 || c.num.masks == c.num.n || c.num.glued && !c.afterCode() {
		return None
	}
	before := c.Text[max(c.Lo, c.Start-24):c.Start]
	trimmed := trimSet(before)
	if !endsCue(trimmed) {
		return None
	}
	trimmed = bytes.TrimSuffix(bytes.TrimSuffix(trimmed, []byte("No.")), []byte("No"))
	trimmed = trimSet(bytes.TrimSuffix(trimmed, []byte("預金")))
	typed := suffixOf(trimmed, accountTypes) > 0
	if !typed && !endsBranch(trimmed) {
		return None
	}
	place := bankIn(c.Text[c.Lo : c.Start-(len(before)-len(trimmed))])
	if !typed && place < knownBank {
		return None
	}
	c.Evidence |= ByCue
	c.hidden()
	if place >= knownBank {
		c.Evidence |= ByTable
	}
	if place == knownPair || typed && place == knownBank {
		return High
	}
	return Medium
}

// endsCue reports whether b ends like a type of account or a branch: nearly all
// numbers are told by that.
func endsCue(b []byte) bool {
	switch r, _ := runeBefore(b, len(b)); r {
	case '通', '座', '蓄', '合', '金', ')', '）', 'ﾂ', 'ｳ', 'ウ', 'ﾞ', 'ザ', '店', '所', '部', '.', 'o':
		return true
	}
	return false
}

// afterCode reports whether a number is glued to no more than the dash behind a
// branch's code or the type of an account: 0001-005-普通-1234567.
func (c *Candidate) afterCode() bool {
	return c.Start > c.Lo && c.Text[c.Start-1] == '-' && !gluedRight(c.Text, c.End, c.Hi)
}

// trimSet trims what may stand between the type of an account and its number.
func trimSet(b []byte) []byte {
	for len(b) > 0 {
		r, w := runeBefore(b, len(b))
		switch r {
		case ' ', '　', ':', '：', '=', '＝', '"', '\'', '/', '／', ',', '\t', '、', '・', '|', '｜', '-', '－', '（', '(', '」', '】', '№':
			b = b[:len(b)-w]
			continue
		}
		break
	}
	return b
}

func endsBranch(b []byte) bool {
	return suffixOf(b, branchEndings) > 0 || bytes.HasSuffix(b, []byte("店")) && len(b) > 6 // 二三八店: ゆうちょ
}

// hidden notes that digits are hidden.
func (c *Candidate) hidden() {
	if c.num.masks > 0 {
		c.Masked = true
		c.Evidence |= ByMask
	}
}

// fieldAccount judges an announced account: of a bank, of ゆうちょ, or a number in which
// bank and branch stand before it.
func fieldAccount(c *Candidate) Confidence {
	i := c.skipType(skipSpaces(c.Text, c.Start, c.End))
	c.Start = i
	if end, conf := c.yucho(i); conf != None && !typeLabel(c.label) {
		c.End = end
		c.Evidence |= ByShape
		return conf
	}
	switch {
	case c.label == "記号" || insurerLabel(c.label) || healthLabel(c.label) || isNumberSymbol(c.label):
		return None
	case c.label == "通帳記号":
		if c.fieldNumber() == 0 || c.num.n != 5 || c.num.digits[0] > '1' {
			return None
		}
		return Medium
	}
	if c.Cell && c.cutMasked() {
		return High
	}
	before := c.Start
	if c.fieldNumber() == 0 {
		return None
	}
	switch n := &c.num; {
	case n.masks == n.n && (n.n != accountDigits || c.placeholder()):
		return None
	case n.masks == 0 && allSame(c.Digits()) && (n.digits[0] == '0' || n.n < 7):
		return None
	case n.masks > 0 && n.n >= 4 && n.n <= 14:
	case n.n == 7 && !n.dashed:
	case n.n >= 4 && n.n <= 8 && !n.dashed && c.Cell && !typeLabel(c.label): // zeros lost in a spreadsheet, or with the type in front
	case n.dashed && n.n >= 14 && n.n <= 15 && n.groups[0] == 4 && n.groups[1] == 3: // bank 4, branch 3, perhaps type 1, account 7
		if bankIn(c.Text[c.Start:c.End-7]) == knownPair {
			c.Evidence |= ByTable
		}
	case n.dashed && n.n == 10 && n.groups[0] == 3: // branch 3, account 7
	default:
		return None
	}
	c.hidden()
	if typeLabel(c.label) {
		if bankIn(c.Text[c.Lo:before]) < knownBank {
			return Medium
		}
		c.Evidence |= ByTable
	}
	if c.Cell || c.num.masks > 0 || c.num.n == 7 {
		return High
	}
	return Medium
}

// typeLabel reports whether a label is no more than the type of an account.
func typeLabel(l string) bool {
	switch l {
	case "普通", "当座", "貯蓄", "ﾌﾂｳ", "フツウ", "普通預金", "当座預金", "貯蓄預金", "普通口座", "振込先":
		return true
	}
	return false
}

// isNumberSymbol reports whether a label is one of an insured person's.
func isNumberSymbol(l string) bool {
	return strings.Contains(l, "保険")
}

// skipType skips the type of an account that stands between label and number:
// 口座番号：普通 1234567.
func (c *Candidate) skipType(i int) int {
	w := prefixOf(c.Text[i:c.End], accountTypes)
	if w == 0 {
		return i
	}
	i = skipSpaces(c.Text, i+w, c.End)
	for _, more := range [...]string{"預金", "口座", "番号"} {
		if i+len(more) <= c.End && string(c.Text[i:i+len(more)]) == more {
			i = skipSpaces(c.Text, i+len(more), c.End)
		}
	}
	for i < c.End {
		r, w := runeAt(c.Text[:c.End], i)
		if !isSpace(r) && r != ':' && r != '：' && r != '-' && r != '/' && r != '・' && r != '）' && r != ')' {
			break
		}
		i += w
	}
	return i
}

// accountDigits is how many digits an account has at every bank but ゆうちょ.
const accountDigits = 7

// yucho reads 記号 and 番号 of ゆうちょ at i: five digits of which the first is 1
// (総合口座, whose 番号 ends in 1) or 0 (振替口座), and two to eight. It returns the
// end and how sure that is: without a word for ゆうちょ both must be of the form of
// 総合口座.
func (c *Candidate) yucho(i int) (end int, conf Confidence) {
	i = c.skipWord(i, "記号")
	_, n, j := readNumber(c.Text, i, c.End)
	if n != 5 {
		return i, None
	}
	first, _ := digitAt(c.Text, i)
	last, _ := digitAt(c.Text, lastDigit(c.Text, j))
	k := c.skipWord(j, "番号")
	if k == j {
		return i, None
	}
	v, n, end := readNumber(c.Text, k, c.End)
	if first > '1' || n < 2 || n > 8 || c.Cell && trimSpaces(c.Text, i, c.End) != end {
		return i, None
	}
	if _, w := digitAt(c.Text, min(end, len(c.Text)-1)); end < c.End && w > 0 {
		return i, None
	}
	c.Start = i
	switch form := first == '1' && last == '0' && v%10 == 1 && n >= 6; {
	case c.label != "記号" || c.said("ゆうちょ") || c.said("貯金") || c.said("通帳"):
		return end, High
	case form && !c.insuranceSaid():
		return end, Medium
	}
	return i, None
}

// lastDigit returns where the digit that ends at end begins.
func lastDigit(b []byte, end int) int {
	_, w := runeBefore(b, end)
	return end - w
}

// skipWord skips a word, and what may stand before and after it, at i.
func (c *Candidate) skipWord(i int, word string) int {
	for range 2 {
		for n := 0; i < c.End && n < 4; n++ {
			r, w := runeAt(c.Text[:c.End], i)
			if !isSpace(r) && !isDash(r) && r != ':' && r != '：' && r != '=' && r != '・' && r != '/' && r != '／' && r != '、' && r != ',' && r != '（' && r != '(' && r != '）' && r != ')' {
				break
			}
			i += w
		}
		if i+len(word) > c.End || string(c.Text[i:i+len(word)]) != word {
			break
		}
		i += len(word)
	}
	return i
}

// cutMasked takes an account with hidden digits off the front of a cell in which
// other numbers follow it without a gap, as in fixed-length records.
func (c *Candidate) cutMasked() bool {
	i, n, masks := c.Start, 0, 0
	end := i
	for i < c.End {
		d, w := digitAt(c.Text[:c.End], i)
		if w == 0 {
			return false
		}
		if n++; n <= accountDigits {
			end = i + w
		}
		if d == '*' {
			if n > accountDigits {
				return false
			}
			masks++
		}
		i += w
	}
	if n <= accountDigits+1 || masks < 2 || masks == accountDigits {
		return false
	}
	c.End = end
	c.Masked = true
	c.Evidence |= ByMask
	return true
}

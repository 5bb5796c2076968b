package detect

import "bytes"

func init() {
	register(&Detector{
		ID:        "bank-account",
		Doc:       "Number of a bank account\n\n7 digits, hidden in part or not, where a label, column or the type of account announces them; ゆうちょ 記号番号.",
		MinDigits: 7, MaxDigits: 7,
		Plain:  true,
		Hidden: true,
		Check:  checkAccount,
		Labels: []string{
			"口座番号", "口座No", "口座ｎｏ", "口座NO", "=口座", "預金口座", "振込口座", "引落口座", "振替口座", "通帳番号", "普通預金番号", "記号番号", "通帳記号番号", "ゆうちょ番号", "預貯金口座", "貯金番号", "ｺｳｻﾞﾊﾞﾝｺﾞｳ", "コウザバンゴウ", "口番",
			"コウザ", "コウザバン", "kouzano", "kozano", "kouzabango", "accountnumber", "accountno", "acctno", "acctnum", "bankaccount", "accno", "bankaccountno", "kouza", "koza",
		},
		Field: fieldAccount,
		Good:  []string{"口座番号：1234567", "普通預金 1234567", "当座 ***4567", "口座番号=１２３＊＊＊＊"},
		Bad:   []string{"1234567", "部品 1234567", "普通列車 1234"},
	})
}

var accountCues = [][]byte{[]byte("普通"), []byte("当座"), []byte("貯蓄"), []byte("普通預金"), []byte("当座預金"), []byte("貯蓄預金"), []byte("口座"), []byte("総合口座"), []byte("(普)"), []byte("（普）"), []byte("ﾌﾂｳ"), []byte("フツウ")}

// checkAccount judges digits that stand right after the type of an account.
func checkAccount(c *Candidate) Confidence {
	if c.num.glued || c.num.dashed || c.num.n < 4 || c.num.n > 8 || c.num.masks == c.num.n {
		return None
	}
	before := c.Text[max(c.Lo, c.Start-24):c.Start]
	before = bytes.TrimRight(before, " :：=＝\"'/,\t")
	before = bytes.TrimSuffix(before, []byte("預金"))
	before = bytes.TrimSuffix(before, []byte("No."))
	for _, cue := range accountCues {
		if bytes.HasSuffix(before, cue) {
			c.Evidence |= ByCue
			c.hidden()
			return Medium
		}
	}
	return None
}

// hidden notes that digits are hidden.
func (c *Candidate) hidden() {
	if c.num.masks > 0 {
		c.Masked = true
		c.Evidence |= ByMask
	}
}

func fieldAccount(c *Candidate) Confidence {
	i := skipSpaces(c.Text, c.Start, c.End)
	for _, cue := range accountCues { // 口座番号：普通 1234567
		if bytes.HasPrefix(c.Text[i:c.End], cue) {
			i = skipSpaces(c.Text, i+len(cue), c.End)
			if bytes.HasPrefix(c.Text[i:c.End], []byte("預金")) {
				i = skipSpaces(c.Text, i+6, c.End)
			}
			break
		}
	}
	c.Start = i
	if c.Cell && c.cutMasked() {
		return High
	}
	if c.fieldNumber() == 0 {
		return None
	}
	switch n := c.num.n; {
	case c.num.masks == n && n != accountDigits:
		return None
	case c.num.masks > 0 && n >= 4 && n <= 14:
	case n == 7 && !c.num.dashed:
	case (n == 6 || n == 8) && !c.num.dashed && c.Cell: // zeros lost in a spreadsheet, or with the type in front
	case c.num.dashed && c.num.ng == 2 && c.num.groups[0] == 5 && c.num.digits[0] <= '1': // ゆうちょ: 記号 5 digits, 番号 up to 8
	case c.num.dashed && (n == 14 || n == 10): // bank 4, branch 3, account 7
	default:
		return None
	}
	c.hidden()
	if c.Cell || c.num.masks > 0 || c.num.n == 7 {
		return High
	}
	return Medium
}

// accountDigits is how many digits an account has at every bank but ゆうちょ.
const accountDigits = 7

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

package detect

func init() {
	register(&Detector{
		ID:        "corporate-number",
		Doc:       "法人番号\n\n13 digits, the first a check digit by 財務省令第70号 (2014) 第2条. No personal data: it explains a number away.",
		Explains:  true,
		MinDigits: 13, MaxDigits: 13,
		Plain: true,
		Check: func(c *Candidate) Confidence {
			if c.num.glued && !(c.Start > c.Lo && c.Text[c.Start-1] == 'T') || c.num.masks > 0 || c.num.dashed || !corporateValid(c.Digits()) {
				return None
			}
			c.Evidence |= ByCheckDigit
			return Low
		},
		Labels: []string{
			"法人番号", "会社法人等番号", "登録番号", "登録番号等", "適格請求書発行事業者登録番号", "インボイス番号", "インボイス登録番号", "法人マイナンバー", "会社法人番号", "法人No", "ホウジンバンゴウ",
			"corporatenumber", "corporateno", "houjinbangou", "houjinbango", "hojinbango", "hojinno", "houjinno", "invoiceno", "invoicenumber", "corpno", "corpnum",
		},
		Field: fieldCorporate,
		Good:  []string{"法人番号：8700110005901", "登録番号 T1180301018771", "5835678256246", "法人番号：T8700110005901", "法人番号は8700110005901です", "登録番号：Ｔ１１８０３０１０１８７７１", "会社法人等番号 0100-01-123456"},
		Bad:   []string{"法人番号：8700110005902", "1234567890123"},
	})
}

// fieldCorporate judges an announced number of a company, which invoices write with a
// T before it.
func fieldCorporate(c *Candidate) Confidence {
	i := skipSpaces(c.Text, c.Start, c.End)
	if i >= c.End {
		return None
	}
	if r, w := runeAt(c.Text[:c.End], i); r == 'T' || r == 'Ｔ' || r == 't' { // T + 13 digits: invoices
		i = skipSpaces(c.Text, i+w, c.End)
		if i < c.End && c.Text[i] == '-' {
			i++
		}
	}
	c.Start = i
	if c.fieldNumber() == 0 {
		return None
	}
	if n := &c.num; n.n == 12 && n.ng == 3 && n.groups[0] == 4 && n.groups[1] == 2 { // 会社法人等番号: what follows the check digit
		c.Evidence |= ByShape
		return Medium
	}
	if !corporateValid(c.Digits()) {
		return None
	}
	c.Evidence |= ByCheckDigit
	return High
}

// corporateValid is the check of 財務省令第70号 第2条.
func corporateValid(d []byte) bool {
	if len(d) != 13 || allSame(d) {
		return false
	}
	for _, x := range d {
		if x == '*' {
			return false
		}
	}
	return int(d[0]-'0') == 9-weightedSum(d[1:], "212121212121")%9
}

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
		Labels: []string{"法人番号", "会社法人等番号", "登録番号", "インボイス番号", "corporatenumber", "houjinbangou", "hojinbango", "invoiceno"},
		Field: func(c *Candidate) Confidence {
			if i := skipSpaces(c.Text, c.Start, c.End); i < c.End && c.Text[i] == 'T' { // T + 13 digits: invoices
				c.Start = i + 1
			}
			if c.fieldNumber() == 0 || !corporateValid(c.Digits()) {
				return None
			}
			c.Evidence |= ByCheckDigit
			return High
		},
		Good: []string{"法人番号：8700110005901", "登録番号 T1180301018771", "5835678256246"},
		Bad:  []string{"法人番号：8700110005902", "1234567890123"},
	})
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

package detect

func init() {
	register(&Detector{
		ID:        "postal-code",
		Doc:       "Postal code\n\n7 digits with 〒, a label or a column, that 日本郵便 has given out.",
		MinDigits: 7, MaxDigits: 7,
		Check: func(c *Candidate) Confidence {
			r, _ := runeBefore(c.Text[c.Lo:c.Start], trimSpaces(c.Text, c.Lo, c.Start)-c.Lo)
			if c.num.masks > 0 || r != '〒' || !c.postal() {
				return None
			}
			c.Evidence |= ByCue | ByTable
			return Low
		},
		Labels: []string{"郵便番号", "=〒", "郵便", "郵便No", "ﾕｳﾋﾞﾝ番号", "ユウビンバンゴウ", "=ユウビン", "zip", "zipcode", "zipno", "postalcode", "postcode", "postal", "yubin", "yubinno", "yuubin", "yubinbango"},
		Field: func(c *Candidate) Confidence {
			i := skipSpaces(c.Text, c.Start, c.End)
			if r, w := runeAt(c.Text, min(i, len(c.Text)-1)); r == '〒' {
				i = skipSpaces(c.Text, i+w, c.End)
			}
			c.Start = i
			if c.Cell && c.End-i > 8 && c.Text[i+3] == '-' && digitsIn(c.Text[i:c.End]) == c.End-i-1 {
				c.End = i + 8 // other numbers follow without a gap, as in fixed-length records
			}
			if c.fieldNumber() == 0 || c.num.masks > 0 {
				return None
			}
			if c.Cell && c.num.ng <= 1 && (c.num.n == 5 || c.num.n == 6) && postalKnown(c.num.value()) {
				c.Evidence |= ByTable // a spreadsheet lost its zeros: codes of Hokkaido and Tohoku begin with 00 to 09
				return Medium
			}
			if c.num.n != 7 || allSame(c.Digits()) || c.num.ng > 2 || c.num.ng == 2 && c.num.groups[0] != 3 {
				return None
			}
			if c.postal() {
				c.Evidence |= ByTable
				return Medium
			}
			if c.num.ng == 2 || c.Cell { // announced and of the form: no longer in use, or mistyped
				c.Evidence |= ByShape
				return Medium
			}
			return None
		},
		Good: []string{"〒100-0001", "郵便番号：530-0001"},
		Bad:  []string{"100-0001", "〒000-0000"},
	})
}

// postal reports whether the digits are a postal code in 3 and 4 digits.
func (c *Candidate) postal() bool {
	n := &c.num
	if n.n != 7 || n.ng > 2 || n.ng == 2 && n.groups[0] != 3 {
		return false
	}
	return n.masks == 0 && postalKnown(n.value())
}

// value is the number that at most 9 digits are, none of which is masked.
func (n *number) value() uint32 {
	v := uint32(0)
	for _, d := range n.digits[:n.n] {
		v = v*10 + uint32(d-'0')
	}
	return v
}

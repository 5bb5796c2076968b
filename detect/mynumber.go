package detect

func init() {
	register(&Detector{
		ID:        "my-number",
		Doc:       "マイナンバー (個人番号)\n\n12 digits, the last a check digit by 総務省令第85号 (2014) 第5条; hidden digits are recognised where a label or column announces them.",
		MinDigits: 12, MaxDigits: 12,
		Check: checkMyNumber,
		Labels: []string{
			"個人番号", "マイナンバー", "ﾏｲﾅﾝﾊﾞｰ", "=個番", "個人番号下4桁",
			"mynumber", "myno", "kojinbango", "kojinbangou", "kojinno", "individualnumber",
		},
		Field: fieldMyNumber,
		Good:  []string{"個人番号：1234-5678-9018", "マイナンバー １２３４５６７８９０１８", "個人番号: ********9018"},
		Bad:   []string{"123456789012", "個人番号：", "法人番号 8700110005901"},
	})
}

// myNumberValid is the check of 総務省令第85号 第5条. All zeros pass it and are
// refused, as are repeated digits.
func myNumberValid(d []byte) bool {
	if len(d) != 12 || allSame(d) {
		return false
	}
	r := weightedSum(d[:11], "65432765432") % 11
	check := 0
	if r > 1 {
		check = 11 - r
	}
	return int(d[11]-'0') == check
}

// checkMyNumber: one number in ten passes by chance, and so does one timestamp
// in ten, so that a bare number stays low; a column of them is decided by the
// column, see column.go.
func checkMyNumber(c *Candidate) Confidence {
	if c.num.glued || c.num.masks > 0 || !myNumberValid(c.Digits()) {
		return None
	}
	c.Evidence |= ByCheckDigit
	return Low
}

func fieldMyNumber(c *Candidate) Confidence {
	end := c.fieldNumber()
	if end == 0 || c.num.n != 12 {
		return None
	}
	if c.num.masks > 0 {
		c.Masked = true
		c.Evidence |= ByMask
		if c.num.masks == 12 {
			return Medium // nothing is left of it, but it was there
		}
		return High
	}
	if !myNumberValid(c.Digits()) {
		c.Evidence |= ByWrongCheck
		return Low
	}
	c.Evidence |= ByCheckDigit
	return High
}

// fieldNumber reads the number that an announced value begins with, sets the
// candidate's bounds to it and returns its end, or 0. A cell must hold nothing
// else.
func (c *Candidate) fieldNumber() int {
	i := skipSpaces(c.Text, c.Start, c.End)
	if i < c.End && (c.Text[i] == '"' || c.Text[i] == '\'') {
		i++
	}
	c.announced = true
	end := c.lexNumber(i, c.End)
	c.announced = false
	if end == i {
		return 0
	}
	if c.Cell && trimSpaces(c.Text, i, c.End) != end {
		return 0
	}
	c.Start, c.End = i, end
	return end
}

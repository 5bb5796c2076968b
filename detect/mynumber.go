package detect

import "bytes"

func init() {
	register(&Detector{
		ID:        "my-number",
		Doc:       "マイナンバー (個人番号)\n\n12 digits, the last a check digit by 総務省令第85号 (2014) 第5条; hidden digits are recognised where a label or column announces them.",
		MinDigits: 12, MaxDigits: 12,
		Check: checkMyNumber,
		Labels: []string{
			"個人番号", "マイナンバー", "ﾏｲﾅﾝﾊﾞｰ", "=個番", "個人番号下4桁", "マイナンバー下4桁", "マイナンバーの番号", "まいなんばー",
			"コジンバンゴウ", "ｺｼﾞﾝﾊﾞﾝｺﾞｳ", "個人No", "個人NO", "mynumber", "myno", "mynum", "mynumberno", "kojinbango", "kojinbangou", "kojinno", "individualnumber", "individualno",
		},
		Field: fieldMyNumber,
		Good: []string{
			"個人番号：1234-5678-9018", "マイナンバー １２３４５６７８９０１８", "個人番号: ********9018", "マイナンバーは1234 5678 9018です",
			"私の個人番号（123456789018）", "123456789018（マイナンバー）", "個人番号123456789018です", "My Number: 1234 5678 9018",
		},
		Bad: []string{"123456789012", "個人番号：", "法人番号 8700110005901", "000000000000", "個人番号：□□□□ □□□□ □□□□"},
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

var myNumberCues = newCues("個人番号", "マイナンバー", "ﾏｲﾅﾝﾊﾞｰ", "my number", "mynumber", "my_number", "my-number", "kojinbango", "kojin_bango", "individual number")

// checkMyNumber: one number in ten passes by chance, and so does one timestamp
// in ten, so that a bare number stays low; a column of them is decided by the
// column, see column.go.
func checkMyNumber(c *Candidate) Confidence {
	if c.num.glued || c.num.masks > 0 || !myNumberValid(c.Digits()) {
		return None
	}
	c.Evidence |= ByCheckDigit
	if c.cued(myNumberCues) && !isMinute(c.Digits()) {
		c.Evidence |= ByCue
		return High
	}
	if c.cued(licenseCues) && licenseValid(c.Digits()) {
		return None // it is that of a licence
	}
	return Low
}

// fieldMyNumber judges an announced My Number. A wrong check digit leaves it low.
func fieldMyNumber(c *Candidate) Confidence {
	if c.fieldNumber() == 0 {
		return None
	}
	if c.num.masks > 0 {
		return c.hiddenNumber(12)
	}
	if c.num.n == 4 && c.lastDigitsOnly() {
		c.Masked = true
		c.Evidence |= ByMask
		return Medium
	}
	if c.num.n >= 9 && c.num.n < 12 && c.num.ng == 1 && (c.Cell || c.num.n > 10) {
		c.num.pad(12) // a spreadsheet or a program took it for a number
		if !myNumberValid(c.Digits()) {
			return None
		}
	}
	if c.num.n != 12 || allSame(c.Digits()) {
		return None
	}
	if !myNumberValid(c.Digits()) {
		c.Evidence |= ByWrongCheck
		return Low
	}
	c.Evidence |= ByCheckDigit
	return High
}

// hiddenNumber judges an announced number of n digits of which some or all are
// hidden; where they are, groups of them may be left out.
func (c *Candidate) hiddenNumber(n int) Confidence {
	num := &c.num
	all := num.masks == num.n
	switch {
	case num.n > n+2 || num.n < 4 || num.masks < 2:
		return None
	case all && (num.n < n-4 || bytes.ContainsAny(c.Bytes(), "□")):
		return None // boxes to be filled in
	case all && c.placeholder():
		c.Masked = true
		c.Evidence |= ByMask
		return Low // an example as a rule: ○○○○-○○○○
	case !all && num.n-num.masks < 2:
		return None
	}
	c.Masked = true
	c.Evidence |= ByMask
	if all || num.n != n {
		return Medium // nothing is left of it, but it was there
	}
	return High
}

// placeholder reports whether what hides the digits is rather a form's: circles
// and boxes to be filled in, or, outside tables, crosses.
func (c *Candidate) placeholder() bool {
	b := c.Bytes()
	return bytes.ContainsAny(b, "□") || !c.Cell && bytes.ContainsAny(b, "○〇◯xXＸ×✕")
}

// lastDigitsOnly reports whether words right before the value say that it is but
// the end of the number: 個人番号（下4桁）：9018.
func (c *Candidate) lastDigitsOnly() bool {
	before := c.Text[max(c.Lo, c.Start-24):c.Start]
	return bytes.Contains(before, []byte("下4桁")) || bytes.Contains(before, []byte("下四桁")) || bytes.Contains(before, []byte("下４桁")) || bytes.Contains(before, []byte("末尾"))
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
	if c.Cell {
		stop := trimSpaces(c.Text, i, c.End)
		if stop == end+1 && (c.Text[end] == '"' || c.Text[end] == '\'') {
			stop--
		}
		if stop != end {
			return 0
		}
	}
	c.Start, c.End = i, end
	return end
}

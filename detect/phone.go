package detect

func init() {
	register(&Detector{
		ID:        "phone",
		Doc:       "Telephone number\n\nJapanese numbers by the numbering plan (電気通信番号計画): mobile, fixed and IP; toll-free and special numbers are no person's.",
		MinDigits: 10, MaxDigits: 12,
		Check: checkPhone,
		Labels: []string{
			"電話番号", "電話", "TEL番号", "携帯", "携帯番号", "携帯電話", "連絡先電話", "=連絡先", "自宅電話", "電話No", "ＴＥＬ", "ﾃﾞﾝﾜ", "デンワ", "デンワバンゴウ", "FAX番号", "ファックス番号",
			"デンワ", "ケイタイ", "tel", "telno", "telnumber", "phone", "phonenumber", "phoneno", "mobile", "mobileno", "mobilephone", "cellphone", "keitai", "denwa", "denwabango", "hometel", "fax", "faxno",
		},
		Field: fieldPhone,
		Good:  []string{"電話番号：03-1234-5678", "携帯 090-1234-5678", "０９０－１２３４－５６７８"},
		Bad:   []string{"0120-123-456", "1234567890", "2024-05-02", "192.168.10.20"},
	})
}

// checkPhone: a mobile number in groups is a person's as a rule; a fixed line
// may be a company's switchboard and stays low without a neighbour.
func checkPhone(c *Candidate) Confidence {
	if c.num.masks > 0 || c.num.glued && !c.afterTEL() {
		return None
	}
	kind := phoneKind(&c.num)
	if kind == noPhone || c.num.ng == 1 && kind != mobilePhone {
		return None
	}
	c.Evidence |= ByShape
	if kind == mobilePhone && c.num.ng == 3 && c.num.groups[0] == 3 {
		return Medium
	}
	return Low
}

// afterTEL reports whether the number is glued to TEL or FAX and to nothing else.
func (c *Candidate) afterTEL() bool {
	i := c.Start - 3
	if i < c.Lo || gluedRight(c.Text, c.End, c.Hi) || i > c.Lo && isLetter(c.Text[i-1]) {
		return false
	}
	w := [3]byte{c.Text[i] | 0x20, c.Text[i+1] | 0x20, c.Text[i+2] | 0x20}
	return string(w[:]) == "tel" || string(w[:]) == "fax"
}

func fieldPhone(c *Candidate) Confidence {
	i := skipSpaces(c.Text, c.Start, c.End)
	if i < c.End && c.Text[i] == '(' {
		i++
	}
	c.Start = i
	if !c.phoneNumber() {
		return None
	}
	switch phoneKind(&c.num) {
	case noPhone:
		return None
	case mobilePhone:
		return High
	}
	if c.Cell {
		return High
	}
	return Medium
}

// phoneNumber reads a number in which brackets may stand for dashes: 03(1234)5678.
func (c *Candidate) phoneNumber() bool {
	b, i, n, ng := c.Text, c.Start, 0, 0
	var digits [maxDigits]byte
	start, size := i, 0
	var groups [6]uint8
	for i < c.End && n < maxDigits {
		if isDigit(b[i]) {
			digits[n] = b[i]
			n++
			size++
			i++
			continue
		}
		if d, w := digitAt(b[:c.End], i); w > 0 && d != '*' {
			digits[n] = d
			n++
			size++
			i += w
			continue
		}
		r, w := runeAt(b[:c.End], i)
		if size == 0 && r != ' ' || !isDash(r) && r != '(' && r != ')' && r != '（' && r != '）' && r != ' ' && r != '　' || ng >= len(groups) {
			break
		}
		if size > 0 {
			groups[ng] = uint8(size)
			ng++
			size = 0
		}
		if i+w >= c.End {
			break
		}
		if d, dw := digitAt(b[:c.End], i+w); dw == 0 || d == '*' {
			break
		}
		i += w
	}
	if size > 0 && ng < len(groups) {
		groups[ng] = uint8(size)
		ng++
	}
	if c.Cell && trimSpaces(b, start, c.End) != i {
		return false
	}
	c.num.n, c.num.ng, c.num.masks, c.num.groups = n, ng, 0, groups
	copy(c.num.digits[:], digits[:n])
	c.End = i
	return n >= 9
}

type phoneClass uint8

const (
	noPhone phoneClass = iota
	fixedPhone
	mobilePhone
)

// phoneKind classes a number by its first digits and length. Toll-free, navi
// and premium numbers are companies' and so none.
func phoneKind(n *number) phoneClass {
	d := n.digits[:n.n]
	if len(d) > 2 && d[0] == '8' && d[1] == '1' && (len(d) == 11 || len(d) == 12) { // +81
		var local number
		local.digits[0] = '0'
		copy(local.digits[1:], d[2:])
		local.n = len(d) - 1
		return phoneKind(&local)
	}
	if len(d) < 10 || d[0] != '0' || d[1] == '0' {
		return noPhone
	}
	switch {
	case len(d) == 11 && d[2] == '0' && d[1] >= '5' && d[3] != '0':
		if d[1] == '5' {
			return fixedPhone // IP telephony
		}
		return mobilePhone // 060, 070, 080, 090
	case len(d) == 11 || len(d) != 10:
		return noPhone
	case d[1] == '1' && d[2] == '2' && d[3] == '0', d[1] == '8' && d[2] == '0' && d[3] == '0', d[1] == '5' && d[2] == '7' && d[3] == '0', d[1] == '9' && d[2] == '9' && d[3] == '0':
		return noPhone
	}
	if n.ng == 3 && n.groups[2] != 4 || n.ng > 3 {
		return noPhone
	}
	return fixedPhone
}

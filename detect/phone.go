package detect

import "bytes"

func init() {
	register(&Detector{
		ID:        "phone",
		Doc:       "Telephone number\n\nJapanese numbers by the numbering plan (電気通信番号計画): mobile, fixed and IP; toll-free and special numbers are no person's.",
		MinDigits: 10, MaxDigits: 12,
		Byte:  '+', // +81
		Check: checkPhone,
		Labels: []string{
			"電話番号", "電話", "TEL番号", "携帯", "携帯番号", "携帯電話", "連絡先電話", "=連絡先", "自宅電話", "電話No", "ＴＥＬ", "ﾃﾞﾝﾜ", "デンワ", "デンワバンゴウ", "FAX番号", "ファックス番号",
			"ケイタイ", "お電話", "固定電話", "携帯電話番号", "緊急連絡先", "連絡先番号", "tel", "telno", "telnumber", "phone", "phonenumber", "phoneno", "mobile", "mobileno", "mobilephone", "cellphone", "keitai", "denwa", "denwabango", "denwabangou", "hometel", "fax", "faxno", "faxnumber", "telephone", "telephoneno", "telephonenumber", "mobilenumber", "mobilephoneno", "mobilephonenumber", "cellphoneno", "cellphonenumber", "contactno", "contactnumber", "keitaino", "keitaibango",
		},
		Field: fieldPhone,
		Good:  []string{"電話番号：03-1234-5678", "携帯 090-1234-5678", "０９０－１２３４－５６７８", "+81-90-1234-5678", "+81 (0)90 1234 5678", "060-1234-5678", "TEL 03-1234-5678", "TEL: (03)1234-5678", "電話番号は０９０（１２３４）５６７８です", "携帯：090-****-5678"},
		Bad:   []string{"0120-123-456", "1234567890", "2024-05-02", "192.168.10.20", "01-2345-6789", "電話：0570-012-345", "+1-202-555-0123", "x+81", "電話：****"},
	})
}

// checkPhone: a mobile number in groups is a person's as a rule; a fixed line
// may be a company's switchboard and stays low without a neighbour.
func checkPhone(c *Candidate) Confidence {
	if c.Text[c.Start] == '+' {
		return c.international()
	}
	if c.num.masks > 0 || c.num.glued && !c.afterTEL() {
		return None
	}
	kind := phoneKind(&c.num)
	if kind == noPhone || c.num.digits[0] != '0' || c.num.ng > 3 || kind == fixedPhone && c.num.ng != 3 && c.num.n != 11 || c.num.ng > 1 && c.num.n == 11 && c.num.groups[0] != 3 || kind == fixedPhone && (!areaKnown(c.Digits()) || c.num.groups[0] == 2 && c.num.digits[1] != '3' && c.num.digits[1] != '6') {
		return None
	}
	if c.num.ng == 1 && c.otherNumber() {
		return None
	}
	c.Evidence |= ByShape
	if kind == fixedPhone && c.called() {
		c.Evidence |= ByCue
		if c.switchboard() {
			return Low
		}
		return Medium
	}
	if kind == mobilePhone && c.num.ng == 3 && c.num.groups[0] == 3 {
		return Medium
	}
	return Low
}

// switchboard reports whether what stands around the number says that a company
// answers: 代表 behind it, or an office or a help desk before it in its line.
func (c *Candidate) switchboard() bool {
	behind := c.Text[c.End:min(c.Hi, c.End+9)]
	for _, w := range [][]byte{[]byte("（代"), []byte("(代"), []byte("代表"), []byte(" (代"), []byte("　代表")} {
		if bytes.HasPrefix(behind, w) {
			return true
		}
	}
	before := c.Text[max(c.Lo, c.Start-240):c.Start]
	for _, w := range companyDesks {
		if bytes.Contains(before, w) {
			return true
		}
	}
	return false
}

// companyDesks stand in lines about a company's places and desks.
var companyDesks = [][]byte{[]byte("本社"), []byte("支社"), []byte("支店"), []byte("本店"), []byte("営業所"), []byte("事業所"), []byte("工場"), []byte("窓口"), []byte("問い合わせ"), []byte("問合せ"), []byte("問合わせ"), []byte("サポート"), []byte("センター"), []byte("ヘルプデスク"), []byte("代表電話")}

// international judges a number that begins with +81.
func (c *Candidate) international() Confidence {
	b, i := c.Text, c.Start
	if i > c.Lo && (isLetter(b[i-1]) || isDigit(b[i-1])) || c.Hi-i < 12 || b[i+1] != '8' || b[i+2] != '1' {
		return None
	}
	end := c.End
	c.Start, c.End = i+1, c.Hi
	ok := c.phoneNumber()
	c.Start = i
	if !ok || gluedRight(b, c.End, c.Hi) {
		c.End = end
		return None
	}
	c.Evidence |= ByShape
	switch phoneKind(&c.num) {
	case mobilePhone:
		return Medium
	case fixedPhone:
		return Low
	}
	c.End = end
	return None
}

// bracketPhone reports whether a telephone number in which brackets stand for a
// dash is at i, where 0 and an area or mobile code begin: 03(1234)5678,
// (03)1234-5678; and judges it.
func (c *Candidate) bracketPhone(i, hi int) Confidence {
	c.Start, c.End, c.Evidence, c.Masked = i, hi, 0, false
	if !c.phoneNumber() || gluedRight(c.Text, c.End, hi) || c.num.ng < 2 || gluedLeft(c.Text, i, c.Lo) {
		return None
	}
	conf := checkPhone(c)
	if r, w := runeBefore(c.Text[c.Lo:i], i-c.Lo); r == '(' || r == '（' {
		c.Start -= w
	}
	return conf
}

// otherNumber reports whether a label right before the number says that it is
// another one: 整理番号 09012345678, "orderId": "09012345678".
func (c *Candidate) otherNumber() bool {
	end := c.Start
	for end > c.Lo && c.Start-end < 8 {
		r, w := runeBefore(c.Text, end)
		if r < 0x80 && (isLetter(byte(r)) || isDigit(byte(r))) || r >= 0x80 && scriptOf(r) != other && scriptOf(r) != wideSpace {
			break
		}
		end -= w
	}
	before := c.Text[c.Lo:end]
	for _, w := range otherNumbers {
		if i := len(before) - len(w); i >= 0 && foldsTo(before[i:], w) {
			return (w[0] >= 0x80 || i == 0 || !isLetter(before[i-1]) || before[i] <= 'Z') && !c.called()
		}
	}
	return false
}

var otherNumbers = cueWords("番号", "コード", "no", "id", "code", "num", "number")

// called reports whether a word for a telephone stands right before the number.
func (c *Candidate) called() bool {
	before := c.Text[max(c.Lo, c.Start-14):c.Start]
	for _, w := range phoneCues {
		if i := lastFold(before, w); i >= 0 && digitsIn(before[i:]) == 0 && !bytes.ContainsAny(before[i+len(w):], "、。") {
			return true
		}
	}
	return c.said("連絡先")
}

var phoneCues = cueWords("tel", "電話", "phone", "携帯", "mobile", "℡", "☎", "ＴＥＬ")

// afterTEL reports whether the number is glued to TEL or FAX and to nothing else.
func (c *Candidate) afterTEL() bool {
	i := c.Start - 3
	if i < c.Lo || gluedRight(c.Text, c.End, c.Hi) || i > c.Lo && isLetter(c.Text[i-1]) {
		return false
	}
	w := [3]byte{c.Text[i] | 0x20, c.Text[i+1] | 0x20, c.Text[i+2] | 0x20}
	return string(w[:]) == "tel" || string(w[:]) == "fax"
}

// fieldPhone judges an announced telephone number, which may begin with a bracket or
// +81.
func fieldPhone(c *Candidate) Confidence {
	i := skipSpaces(c.Text, c.Start, c.End)
	from, stop := i, c.End
	for i < c.End && !isDigit(c.Text[i]) { // （03）1234-5678, +81
		r, w := runeAt(c.Text[:c.End], i)
		if r != '(' && r != '（' && r != '+' && r != '＋' {
			break
		}
		i += w
	}
	c.Start = i
	if !c.phoneNumber() {
		c.End = stop
		if c.hiddenPhone(from) {
			return Medium
		}
		return None
	}
	if c.Cell && c.num.ng == 1 && (c.num.n == 9 || c.num.n == 10) && c.num.digits[0] != '0' {
		c.num.pad(c.num.n + 1) // a spreadsheet took it for a number
		if c.num.n == 10 && !areaKnown(c.Digits()) {
			return None
		}
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

// hiddenPhone reports whether a telephone number of which digits are hidden
// stands at i: 090-****-5678.
func (c *Candidate) hiddenPhone(i int) bool {
	start, stop := c.Start, c.End
	c.Start = i
	if c.fieldNumber() != 0 {
		if n := &c.num; n.masks >= 3 && n.masks < n.n && n.n >= 9 && n.n <= 12 && (n.digits[0] == '0' || n.digits[0] == '*') {
			c.hidden()
			return true
		}
	}
	c.Start, c.End = start, stop
	return false
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
		if size == 0 && r != ' ' || !isDash(r) && !(r == '.' && size >= 2 && size <= 4) && r != '(' && r != ')' && r != '（' && r != '）' && r != ' ' && r != '　' || ng >= len(groups) {
			break
		}
		if size > 0 {
			groups[ng] = uint8(size)
			ng++
			size = 0
		}
		if (r == ' ' || r == ')' || r == '）') && i+w < c.End { // +81 (0)90
			if next, more := runeAt(b[:c.End], i+w); next == '(' || next == '（' || next == '-' || next == ' ' {
				w += more
			}
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

// A phoneClass says what a number by its digits may be (総務省の電気通信番号計画).
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
	if len(d) > 2 && d[0] == '8' && d[1] == '1' && len(d) >= 11 && len(d) <= 13 { // +81
		var local number
		local.digits[0] = '0'
		copy(local.digits[1:], d[2:])
		local.n = len(d) - 1
		if d[2] == '0' { // +81 (0)90
			copy(local.digits[:], d[2:])
			local.n--
		}
		if kind := phoneKind(&local); kind != fixedPhone || areaKnown(local.digits[:local.n]) {
			return kind
		}
		return noPhone
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

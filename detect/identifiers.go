package detect

import "strings"

// Identifiers that have no check digit, or none that is published: only a label
// or a column tells them from any other number. Those of health insurance are in
// insurance.go.

func init() {
	register(&Detector{
		ID: "pension-number", Doc: "基礎年金番号\n\n4 and 6 digits; no check digit.",
		Labels: []string{"基礎年金番号", "年金番号", "年金手帳番号", "年金手帳の番号", "基礎年金の番号", "年金証書番号", "厚生年金番号", "国民年金番号", "nenkinno", "nenkinbango", "nenkinbangou", "kisonenkinno", "pensionno", "pensionnumber"},
		Field:  fieldPension,
		Good:   []string{"基礎年金番号：1234-567890", "基礎年金番号は１２３４－５６７８９０です", "年金番号 1234 567890", "基礎年金番号（1234567890）", "基礎年金番号：****-**7890"},
		Bad:    []string{"1234-567890", "基礎年金番号：12", "基礎年金番号：0000-000000"},
	})
	register(&Detector{
		ID: "employment-insurance", Doc: "雇用保険被保険者番号\n\n4, 6 and 1 digits; the algorithm of the check digit is not published. The numbers of offices have the same form.",
		Labels: []string{"雇用保険被保険者番号", "雇用保険番号", "雇用保険者番号", "雇用被保険者番号", "雇保番号", "雇保被保険者番号", "雇用保険被保険者証番号", "koyohokenno", "koyouhokenno", "koyohokenbango", "employmentinsuranceno", "employmentinsurancenumber"},
		Field:  fieldEmployment,
		Good:   []string{"雇用保険被保険者番号：1234-567890-1", "雇用保険被保険者番号は1234-567890-1", "雇用保険 被保険者番号 1234-567890-1"},
		Bad:    []string{"1234-567890-1", "事業所番号：1234-567890-1", "雇用保険適用事業所番号：1234-567890-1"},
	})
	register(&Detector{
		ID: "resident-code", Doc: "住民票コード and the codes by which municipalities number residents\n\n住民票コード has 11 digits (住民基本台帳法施行規則 第1条); 宛名番号, 統一コード and the like have a municipality's own form.",
		Labels: []string{"住民票コード", "住民コード", "住民番号", "宛名番号", "宛名コード", "統一コード", "統一番号", "個人コード", "住登外番号", "住民票のコード", "juminno", "juminhyocode", "juminhyo", "atenano", "atenabango", "residentcode", "residentid", "kojincode"},
		Field:  digitsField(6, 15), Good: []string{"住民票コード：12345678901", "住民票コードは１２３４５６７８９０１"}, Bad: []string{"12345678901", "住民票コード：未設定", "住民票コード：00000000000"},
	})
	register(&Detector{
		ID: "care-insurance", Doc: "介護保険被保険者番号\n\n10 digits, or H and 9 where a municipality marks those on welfare; no check digit is known.",
		Labels: []string{"介護保険被保険者番号", "介護被保険者番号", "介護保険番号", "介護保険証番号", "介護保険被保険者証番号", "kaigohokenno", "kaigohokenbango", "kaigohihokenshano"},
		Field:  fieldCare,
		Good:   []string{"介護保険被保険者番号：0001234567", "介護保険 被保険者番号：0001234567", "介護保険被保険者番号：H001234567"}, Bad: []string{"0001234567", "介護保険事業所番号：0001234567", "介護保険事業所番号は0001234567"},
	})
	register(&Detector{
		ID: "passport", Doc: "旅券番号\n\nTwo letters and 7 digits; or the two lines of a passport that machines read, whose check digits fit (ICAO 9303).",
		MinDigits: 7, MaxDigits: 7, Plain: true, Lettered: true,
		Check:  lettersCheck(2, 7, 0, passportCues),
		Labels: []string{"旅券番号", "パスポート番号", "パスポートNo", "旅券の番号", "パスポートの番号", "旅券No", "=パスポート", "=旅券", "passportno", "passportnumber", "passportnum", "passport", "ryokenbango", "ryokenno"},
		Field:  lettersField(2, 7, 0), Good: []string{"旅券番号：TK1234567", "旅券番号はTK1234567です", "旅券番号：ＴＫ１２３４５６７", "Passport No. TK1234567", "TK1234567（旅券番号）"}, Bad: []string{"TK1234567", "旅券番号：1234567"},
	})
	register(&Detector{
		ID: "residence-card", Doc: "在留カード番号\n\nTwo letters, 8 digits, two letters.",
		MinDigits: 8, MaxDigits: 8, Plain: true, Lettered: true,
		Check:  lettersCheck(2, 8, 2, residenceCues),
		Labels: []string{"在留カード番号", "在留カード等番号", "在留番号", "在留カードの番号", "=在留カード", "在留カードNo", "特別永住者証明書番号", "特別永住者証明書の番号", "residencecard", "residencecardno", "residencecardnumber", "zairyucard", "zairyuno", "zairyucardno"},
		Field:  lettersField(2, 8, 2), Good: []string{"在留カード番号：AB12345678CD", "在留カードの番号はAB12345678CDである", "Residence card number: AB12345678CD"}, Bad: []string{"AB12345678CD", "在留カード番号：12345678"},
	})
}

var (
	passportCues  = newCues("旅券", "パスポート", "passport")
	residenceCues = newCues("在留", "特別永住", "residence card")
)

// digitsField judges an announced number of lo to hi digits.
func digitsField(lo, hi int) func(c *Candidate) Confidence {
	return func(c *Candidate) Confidence {
		if c.fieldNumber() == 0 || c.num.n < lo || c.num.n > hi {
			return None
		}
		return c.announcedDigits()
	}
}

// announcedDigits is the confidence of a number that nothing but its label
// tells.
func (c *Candidate) announcedDigits() Confidence {
	switch {
	case c.num.masks == c.num.n && c.placeholder(), c.num.masks == 0 && allSame(c.Digits()):
		return None
	}
	c.hidden()
	if c.Cell {
		return High
	}
	return Medium
}

func fieldPension(c *Candidate) Confidence {
	if c.fieldNumber() == 0 {
		return None
	}
	if c.Cell && (c.num.n == 8 || c.num.n == 9) && c.num.ng == 1 && c.num.masks == 0 {
		c.num.pad(10)
	}
	if n := &c.num; n.n != 10 && n.n != 14 || n.ng > 1 && n.groups[0] != 4 || n.n == 14 && n.ng != 3 { // 14: with the code of the pension behind it
		return None
	}
	return c.announcedDigits()
}

// fieldEmployment judges what 雇用保険被保険者番号 announces; where no more than
// 被保険者番号 is said, the groups must be 4, 6 and 1 or the line name the insurance.
func fieldEmployment(c *Candidate) Confidence {
	own := strings.Contains(c.label, "雇") || strings.HasPrefix(c.label, "koyo") || strings.HasPrefix(c.label, "employment")
	said := own || c.said("雇用保険")
	if !own && !healthLabel(c.label) || c.fieldNumber() == 0 {
		return None
	}
	n := &c.num
	grouped := n.ng == 3 && n.groups[0] == 4 && n.groups[1] == 6 && n.groups[2] == 1
	switch {
	case !grouped && !said, n.n != 10 && n.n != 11, n.ng > 1 && !grouped && n.groups[0] != 4:
		return None
	}
	return c.announcedDigits()
}

// fieldCare judges an announced number of care insurance: its label may be that of any
// insurance if the text says 介護.
func fieldCare(c *Candidate) Confidence {
	own := strings.Contains(c.label, "介護") || strings.HasPrefix(c.label, "kaigo")
	if !own && (!healthLabel(c.label) || !c.said("介護")) {
		return None
	}
	i, digits := skipSpaces(c.Text, c.Start, c.End), 10
	start := i
	if i < c.End && (c.Text[i] == 'H' || c.Text[i] == 'h') {
		i++
		digits--
	}
	c.Start = i
	if c.fieldNumber() == 0 {
		return None
	}
	if c.Cell && c.num.n >= 6 && c.num.n < 10 && c.num.ng == 1 && c.num.masks == 0 && digits == 10 {
		c.num.pad(10)
	}
	if c.num.n != digits {
		return None
	}
	if digits == 9 {
		c.Start = start
	}
	return c.announcedDigits()
}

// said reports whether a word stands before the value, in its line.
func (c *Candidate) said(word string) bool {
	return lastFold(c.Text[max(c.Lo, c.Start-contextBytes):c.Start], []byte(word)) >= 0
}

// letterOrDigit returns what is at i of either width, as ASCII in upper case,
// and its width; 0 if it is neither.
func letterOrDigit(b []byte, i, hi int) (byte, int) {
	if i >= hi {
		return 0, 0
	}
	r, w := runeAt(b[:hi], i)
	if r >= 0xFF01 && r <= 0xFF5E {
		r -= 0xFEE0
	}
	if r < 0x80 && isLetter(byte(r)) {
		return byte(r) &^ 0x20, w
	}
	if r < 0x80 && isDigit(byte(r)) {
		return byte(r), w
	}
	return 0, 0
}

// lettersField judges an announced number with letters around its digits.
func lettersField(before, digits, after int) func(c *Candidate) Confidence {
	return func(c *Candidate) Confidence {
		i := skipSpaces(c.Text, c.Start, c.End)
		end, masks := c.letters(i, before, digits, after)
		if end == i || c.Cell && trimSpaces(c.Text, i, c.End) != end {
			return None
		}
		c.Start, c.End = i, end
		c.Evidence |= ByShape
		if masks > 0 {
			c.Masked = true
			c.Evidence |= ByMask
		}
		return High
	}
}

// letters returns the end of so many letters, digits and letters at i, of which
// some may be hidden, or i.
func (c *Candidate) letters(i, before, digits, after int) (end, masks int) {
	j := i
	for n := range before + digits + after {
		ch, w := letterOrDigit(c.Text, j, c.End)
		if w == 0 {
			if ch, w = digitAt(c.Text[:c.End], min(j, c.End-1)); ch != '*' || j >= c.End {
				return i, 0
			}
			masks++
		} else if (n < before || n >= before+digits) != isLetter(ch) {
			return i, 0
		}
		j += w
		if n+1 == before && j < c.End && (c.Text[j] == '-' || c.Text[j] == ' ') {
			j++
		}
	}
	if ch, _ := letterOrDigit(c.Text, j, c.End); ch != 0 || masks == before+digits+after {
		return i, 0
	}
	return j, masks
}

// lettersCheck judges digits with letters around them that nothing announced
// right before: a word must say what they are.
func lettersCheck(before, digits, after int, t *cues) func(c *Candidate) Confidence {
	return func(c *Candidate) Confidence {
		from := c.Start - before
		if from < c.Lo || c.num.masks > 0 || from > c.Lo && (isLetter(c.Text[from-1]) || isDigit(c.Text[from-1])) {
			return None
		}
		end := c.End
		c.End = min(c.Hi, end+after+1)
		stop, masks := c.letters(from, before, digits, after)
		c.Start, c.End = from, stop
		if stop < end || masks > 0 || !c.cued(t) {
			return None
		}
		c.Evidence |= ByShape | ByCue
		return High
	}
}

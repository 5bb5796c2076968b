package detect

import (
	"bytes"
	"strings"
)

func init() {
	register(&Detector{
		ID: "health-insurance", Doc: "Health insurance: 保険者番号 and 被保険者番号\n\n保険者番号 has 6 or 8 digits with a check digit and names the insurer; 記号 and 番号, which name the person, have no national form.",
		Labels: []string{
			"保険者番号", "保険者No", "ホケンシャバンゴウ", "被保険者番号", "被保険者No", "被保険者証番号", "保険証番号", "保険証の番号", "健康保険証番号", "健康保険番号", "健保番号", "国保番号", "被保険者記号番号", "後期高齢者被保険者番号", "被保険者証記号番号", "被保険者等記号番号", "保険証記号番号", "保険証記号", "被保険者記号", "被保険者証記号", "被保険者等記号", "証の記号", "証等の記号", "証の記号番号", "証等の記号番号", "被保険者証等記号", "被保険者証等記号番号", "=記号", "公費負担者番号", "受給者番号",
			"hokenno", "hokenshano", "hokenshono", "hokenshabango", "hokenshobango", "hihokenshano", "hihokenshabango", "insuredno", "insuranceno", "insurancenumber", "insurerno", "insurernumber", "insuredpersonno", "healthinsuranceno", "healthinsurancenumber",
		},
		Field: fieldHealth,
		Good:  []string{"保険者番号：33120015", "被保険者番号：12345678", "保険者番号は33120015です", "健康保険証 記号 12-34 番号 567", "被保険者証の記号 12-34 番号 567 枝番 01", "保険証記号・番号：1234・567890"},
		Bad:   []string{"33120015", "保険者番号：なし", "記号 12-34", "記号：A 番号：5"},
	})
}

// healthLabel reports whether a label is one of health insurance that other
// insurances, and ゆうちょ with 記号, have too.
func healthLabel(l string) bool {
	return strings.HasSuffix(l, "被保険者番号") || l == "被保険者証番号" || l == "hihokenshano" || l == "hihokenshabango" || l == "insuredno" || l == "insuranceno"
}

// insurerLabel reports whether a label announces the number of an insurer.
func insurerLabel(l string) bool {
	switch l {
	case "保険者番号", "保険者No", "ホケンシャバンゴウ", "hokenshano", "hokenshabango", "insurerno", "insurernumber", "公費負担者番号":
		return true
	}
	return false
}

// fieldHealth judges an announced number of health insurance, or its 記号 and 番号.
func fieldHealth(c *Candidate) Confidence {
	if strings.HasSuffix(c.label, "記号") || strings.HasSuffix(c.label, "記号番号") {
		return c.symbolNumber()
	}
	if c.fieldNumber() == 0 || c.num.n < 4 && !c.Cell || c.num.n > 12 {
		return None
	}
	if c.num.masks > 0 {
		return c.announcedDigits()
	}
	if insurerLabel(c.label) {
		return c.insurer()
	}
	if allSame(c.Digits()) {
		return None
	}
	return Medium
}

// insurer judges a number announced as that of an insurer: 6 or 8 digits of
// which the last is a check digit.
func (c *Candidate) insurer() Confidence {
	if c.Cell && (c.num.n == 5 || c.num.n == 7) && c.num.ng == 1 {
		c.num.pad(c.num.n + 1)
	}
	switch {
	case c.num.n != 6 && c.num.n != 8 || allSame(c.Digits()):
		return None
	case luhn(c.Digits()):
		c.Evidence |= ByCheckDigit
		return High
	}
	c.Evidence |= ByWrongCheck
	return Low
}

// symbolNumber judges 記号 and 番号 of an insured person; together they are one
// match. What follows a bare 記号 must be said to be of an insurance.
func (c *Candidate) symbolNumber() Confidence {
	bare := c.label == "記号"
	if bare && !c.insuranceSaid() {
		return None
	}
	i := skipSpaces(c.Text, c.Start, c.End)
	start := i
	end, digits := c.symbol(i)
	if end == i || c.Cell && trimSpaces(c.Text, i, c.End) != end {
		return None
	}
	next, more := c.numberBehind(end)
	if next > end {
		end, digits = next, digits+more
	} else if bare {
		return None
	}
	if digits < 3 && !c.Cell || digits == 0 {
		return None
	}
	c.Start, c.End = start, end
	c.Evidence |= ByShape
	return Medium
}

// symbol reads 記号, digits and a few letters or kanji (12-34, いろは1, 府12), and
// what is joined to it by a dot, and returns its end and the digits in it.
func (c *Candidate) symbol(i int) (end, digits int) {
	end = i
	for n := 0; end < c.End && n < 24; n++ {
		r, w := runeAt(c.Text[:c.End], end)
		switch s := scriptOf(r); {
		case r < 0x80 && isDigit(byte(r)) || s == wideDigit:
			digits++
		case end > i && digits > 0 && (isDash(r) || r == '・' || r == '·'):
			if d, _ := digitAt(c.Text[:c.End], min(end+w, c.End-1)); d == 0 {
				return end, digits
			}
		case digits == 0 && n < 4 && (s == kanji || s == hiragana || s == wideLetter || r < 0x80 && isLetter(byte(r))):
		default:
			return end, digits
		}
		end += w
	}
	return end, digits
}

// numberBehind reads, behind 記号, the word 番号 and its number, and returns the
// end and the number of digits; or i.
func (c *Candidate) numberBehind(i int) (end, digits int) {
	b := c.Text
	j := i
	for n := 0; j < c.End && n < 4; n++ {
		r, w := runeAt(b[:c.End], j)
		if !isSpace(r) && r != '、' && r != ',' && r != '/' && r != '／' && r != '・' && r != '-' && r != '）' && r != ')' {
			break
		}
		j += w
	}
	if !bytes.HasPrefix(b[j:c.End], numberWord) {
		return i, 0
	}
	j += len(numberWord)
	for n := 0; j < c.End && n < 4; n++ {
		r, w := runeAt(b[:c.End], j)
		if !isSpace(r) && r != ':' && r != '：' && r != '=' && r != '第' && r != '（' && r != '(' {
			break
		}
		j += w
	}
	end, digits = c.symbol(j)
	if digits == 0 {
		return i, 0
	}
	return end, digits
}

var numberWord = []byte("番号")

// insuranceSaid reports whether the text before, of this line or the few before
// it, is about a health insurance.
func (c *Candidate) insuranceSaid() bool {
	if c.Cell {
		return false
	}
	before := c.Text[max(0, c.Start-200):c.Start]
	return containsAny(before, insuranceWords)
}

var insuranceWords = cueWords("保険者", "保険証", "健康保険", "健保", "国保", "共済組合", "後期高齢")

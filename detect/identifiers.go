package detect

// Identifiers that have no check digit, or none that is published: only a label
// or a column tells them from any other number, so they have no Check.

func init() {
	register(&Detector{
		ID: "pension-number", Doc: "基礎年金番号\n\n4 and 6 digits; no check digit.",
		Labels: []string{"基礎年金番号", "年金番号", "年金手帳番号", "nenkinno", "nenkinbango", "pensionno", "pensionnumber"},
		Field:  digitsField(10, 10, 4), Good: []string{"基礎年金番号：1234-567890"}, Bad: []string{"1234-567890", "基礎年金番号：12"},
	})
	register(&Detector{
		ID: "employment-insurance", Doc: "雇用保険被保険者番号\n\n4, 6 and 1 digits; the algorithm of the check digit is not published.",
		Labels: []string{"雇用保険被保険者番号", "雇用保険番号", "雇用保険者番号", "koyohokenno", "employmentinsuranceno"},
		Field:  digitsField(10, 11, 4), Good: []string{"雇用保険被保険者番号：1234-567890-1"}, Bad: []string{"1234-567890-1", "事業所番号：1234-567890-1"},
	})
	register(&Detector{
		ID: "resident-code", Doc: "住民票コード and the codes by which municipalities number residents\n\n住民票コード has 11 digits (住民基本台帳法施行規則 第1条); 宛名番号, 統一コード and the like have a municipality's own form.",
		Labels: []string{"住民票コード", "住民コード", "住民番号", "宛名番号", "宛名コード", "統一コード", "統一番号", "個人コード", "住登外番号", "juminno", "juminhyocode", "juminhyo", "atenano", "atenabango", "residentcode", "residentid", "kojincode"},
		Field:  digitsField(6, 15, 0), Good: []string{"住民票コード：12345678901"}, Bad: []string{"12345678901", "住民票コード：未設定"},
	})
	register(&Detector{
		ID: "care-insurance", Doc: "介護保険被保険者番号\n\n10 digits; no check digit is known.",
		Labels: []string{"介護保険被保険者番号", "介護被保険者番号", "介護保険番号", "kaigohokenno"},
		Field:  digitsField(10, 10, 0), Good: []string{"介護保険被保険者番号：0001234567"}, Bad: []string{"0001234567", "介護保険事業所番号：0001234567"},
	})
	register(&Detector{
		ID: "health-insurance", Doc: "Health insurance: 保険者番号 and 被保険者番号\n\n保険者番号 has 6 or 8 digits with a check digit; 記号 and 番号 have no national form.",
		Labels: []string{"保険者番号", "被保険者番号", "被保険者証番号", "保険証番号", "被保険者記号番号", "後期高齢者被保険者番号", "被保険者証記号番号", "hokenno", "hokenshano", "hihokenshano", "hokenshono", "insuredno", "insuranceno"},
		Field:  fieldHealth, Good: []string{"保険者番号：33120015", "被保険者番号：12345678"}, Bad: []string{"33120015", "保険者番号：なし"},
	})
	register(&Detector{
		ID: "passport", Doc: "旅券番号\n\nTwo letters and 7 digits.",
		Labels: []string{"旅券番号", "パスポート番号", "パスポートNo", "passportno", "passportnumber", "passport", "ryokenbango"},
		Field:  lettersField(2, 7, 0), Good: []string{"旅券番号：TK1234567"}, Bad: []string{"TK1234567", "旅券番号：1234567"},
	})
	register(&Detector{
		ID: "residence-card", Doc: "在留カード番号\n\nTwo letters, 8 digits, two letters.",
		Labels: []string{"在留カード番号", "在留カード等番号", "在留番号", "特別永住者証明書番号", "residencecard", "residencecardno", "zairyucard", "zairyuno"},
		Field:  lettersField(2, 8, 2), Good: []string{"在留カード番号：AB12345678CD"}, Bad: []string{"AB12345678CD", "在留カード番号：12345678"},
	})
}

// digitsField judges an announced number of lo to hi digits whose first group,
// if it is grouped, has first digits (0: any).
func digitsField(lo, hi, first int) func(c *Candidate) Confidence {
	return func(c *Candidate) Confidence {
		if c.fieldNumber() == 0 || c.num.n < lo || c.num.n > hi || allSame(c.Digits()) {
			return None
		}
		if first > 0 && c.num.ng > 1 && int(c.num.groups[0]) != first {
			return None
		}
		c.hidden()
		if c.Cell {
			return High
		}
		return Medium
	}
}

func fieldHealth(c *Candidate) Confidence {
	if c.fieldNumber() == 0 || c.num.n < 4 || c.num.n > 12 {
		return None
	}
	c.hidden()
	if (c.num.n == 6 || c.num.n == 8) && c.num.masks == 0 && luhn(c.Digits()) {
		c.Evidence |= ByCheckDigit
		return High
	}
	return Medium
}

// lettersField judges an announced number with capital letters around its digits.
func lettersField(before, digits, after int) func(c *Candidate) Confidence {
	return func(c *Candidate) Confidence {
		i := skipSpaces(c.Text, c.Start, c.End)
		j := i
		for _, want := range [...]struct {
			n  int
			ok func(byte) bool
		}{{before, isLetter}, {digits, isDigit}, {after, isLetter}} {
			for range want.n {
				if j >= c.End || !want.ok(c.Text[j]) {
					return None
				}
				j++
			}
		}
		if j < c.End && (isLetter(c.Text[j]) || isDigit(c.Text[j])) {
			return None
		}
		c.Start, c.End = i, j
		c.Evidence |= ByShape
		return High
	}
}

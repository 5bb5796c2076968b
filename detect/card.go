package detect

func init() {
	register(&Detector{
		ID:        "credit-card",
		Doc:       "Payment card number\n\n14 to 16 digits with the check digit of ISO/IEC 7812-1 and the first digits of an issuer.",
		MinDigits: 14, MaxDigits: 16,
		Check: func(c *Candidate) Confidence {
			if c.num.glued || c.num.masks > 0 || !cardValid(c.Digits()) {
				return None
			}
			c.Evidence |= ByCheckDigit
			if c.num.ng == 4 && c.num.groups[0] == 4 || c.num.ng == 3 && c.num.groups[1] == 6 {
				c.Evidence |= ByShape
				return Medium
			}
			return Low
		},
		Labels: []string{"カード番号", "クレジットカード", "ｶｰﾄﾞ番号", "クレジット番号", "cardnumber", "cardno", "creditcard", "ccnumber", "cardnum"},
		Field: func(c *Candidate) Confidence {
			if c.fieldNumber() == 0 || c.num.n < 14 || c.num.n > 16 {
				return None
			}
			if c.num.masks > 0 {
				c.Masked = true
				c.Evidence |= ByMask
				return Medium
			}
			if !cardValid(c.Digits()) {
				return None
			}
			c.Evidence |= ByCheckDigit
			return High
		},
		Good: []string{"カード番号：4111-1111-1111-1111", "5555 5555 5555 4444"},
		Bad:  []string{"4111 1111 1111 1112", "20260401120000"},
	})
}

func cardValid(d []byte) bool {
	two := int(d[0]-'0')*10 + int(d[1]-'0')
	switch n := len(d); {
	case d[0] == '4' && n == 16, two >= 51 && two <= 55 && n == 16, two >= 22 && two <= 27 && n == 16, // Visa, Mastercard
		two == 35 && n == 16,                             // JCB
		(two == 34 || two == 37) && n == 15,              // American Express
		(two == 36 || two == 38 || two == 30) && n == 14, // Diners
		(two == 60 || two == 65 || two == 62) && n == 16: // Discover, UnionPay
	default:
		return false
	}
	return luhn(d) && !allSame(d)
}

package detect

func init() {
	register(&Detector{
		ID:        "credit-card",
		Doc:       "Payment card number\n\n14 to 16 digits with the check digit of ISO/IEC 7812-1 and the first digits of an issuer.",
		MinDigits: 14, MaxDigits: 16,
		Check: checkCard,
		Labels: []string{
			"カード番号", "クレジットカード", "ｶｰﾄﾞ番号", "クレジット番号", "カードNo", "カードの番号", "クレカ番号", "カードバンゴウ", "ｶｰﾄﾞNo",
			"=pan", "cardnumber", "cardno", "creditcard", "creditcardno", "creditcardnumber", "ccnumber", "ccno", "ccnum", "cardnum", "cardpan",
		},
		Field: fieldCard,
		Good:  []string{"カード番号：4111-1111-1111-1111", "5555 5555 5555 4444", "カード番号は4111111111111111です", "3782 822463 10005", "カード番号：**** **** **** 1111"},
		Bad:   []string{"4111 1111 1111 1112", "5E02 4111 1111 1111 1111 4E00", "20260401120000"},
	})
}

var cardCues = newCues("カード", "ｶｰﾄﾞ", "クレジット", "credit", "card no", "card num", "cardno", "card_no", "visa", "master", "jcb", "amex")

// checkCard judges 14 to 16 digits that nothing announced, by their check digit and
// what stands around them.
func checkCard(c *Candidate) Confidence {
	if c.num.glued || c.num.masks > 0 || !cardValid(c.Digits()) {
		return None
	}
	c.Evidence |= ByCheckDigit
	switch g := &c.num; {
	case c.cued(cardCues):
		c.Evidence |= ByCue
		return High
	case !g.dashed && g.ng > 1 && c.amongCodes():
		return None
	case g.ng == 4 && g.groups[0] == 4 && g.groups[1] == 4 && g.groups[2] == 4 || g.ng == 3 && g.groups[0] == 4 && g.groups[1] == 6:
		c.Evidence |= ByShape
		return Medium
	}
	return Low
}

// amongCodes reports whether the groups of a number are of a longer row of
// hexadecimal codes: 5E02 4111 1111 1111 1111 4E00.
func (c *Candidate) amongCodes() bool {
	b := c.Text
	before := c.Start-2 >= c.Lo && b[c.Start-1] == ' ' && (isDigit(b[c.Start-2]) || b[c.Start-2]-'A' < 6)
	behind := c.End+1 < c.Hi && b[c.End] == ' ' && (isDigit(b[c.End+1]) || b[c.End+1]-'A' < 6)
	return before || behind
}

// fieldCard judges an announced number of a card.
func fieldCard(c *Candidate) Confidence {
	if c.fieldNumber() == 0 {
		return None
	}
	if c.num.masks > 0 {
		return min(c.hiddenNumber(16), Medium)
	}
	if c.num.n < 14 || !cardValid(c.Digits()) {
		return None
	}
	c.Evidence |= ByCheckDigit
	return High
}

// cardValid checks the issuer's first digits (ISO/IEC 7812 ranges as the
// networks publish them), the length and the check digit. The numbers that
// networks give out for tests pass: in a table of cards they are cards.
func cardValid(d []byte) bool {
	if len(d) < 14 {
		return false
	}
	four := 0
	for _, x := range d[:4] {
		four = four*10 + int(x-'0')
	}
	switch n, two := len(d), four/100; {
	case n == 16 && (two/10 == 4 || two >= 51 && two <= 55 || four >= 2221 && four <= 2720), // Visa, Mastercard
		n == 16 && (four >= 3528 && four <= 3589 || four == 6011 || two == 64 && four >= 6440 || two == 65 || two == 62), // JCB, Discover, UnionPay
		n == 15 && (two == 34 || two == 37), // American Express
		n == 14 && (two == 36 || two == 38 || two == 39 || four >= 3000 && four <= 3059 || four == 3095): // Diners
	default:
		return false
	}
	return luhn(d) && !allSame(d)
}

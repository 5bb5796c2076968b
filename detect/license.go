package detect

func init() {
	register(&Detector{
		ID:        "drivers-license",
		Doc:       "運転免許証番号\n\n12 digits: 公安委員会, year, serial number, check digit, count of reissues.",
		MinDigits: 12, MaxDigits: 12,
		Check: func(c *Candidate) Confidence {
			if c.num.glued || c.num.masks > 0 || c.num.dashed || !licenseValid(c.Digits()) || myNumberValid(c.Digits()) {
				return None
			}
			c.Evidence |= ByCheckDigit
			return Low
		},
		Labels: []string{"免許証番号", "運転免許番号", "免許番号", "licenseno", "driverslicense", "drivinglicense", "menkyono", "menkyobango"},
		Field: func(c *Candidate) Confidence {
			if c.Text[c.Start] == 0xE7 { // 第
				c.Start += 3
			}
			if c.fieldNumber() == 0 || c.num.n != 12 {
				return None
			}
			if c.num.masks > 0 {
				c.Masked = true
				c.Evidence |= ByMask
				return Medium
			}
			if !licenseValid(c.Digits()) {
				c.Evidence |= ByWrongCheck
				return Low
			}
			c.Evidence |= ByCheckDigit
			return High
		},
		Good: []string{"免許証番号：第309012345620号", "免許証番号 309012345620"},
		Bad:  []string{"309012345630", "品番 309012345620A"},
	})
}

// licenseCommissions are the two digits that a number begins with.
const licenseCommissions = "10 11 12 13 14 20 21 22 23 24 25 30 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 60 61 62 63 64 65 70 71 72 73 74 80 81 82 83 90 91 92 93 94 95 96 97"

// licenseValid checks the commission and the eleventh digit. The formula is
// known from worked examples (309012345620), not from an official text.
func licenseValid(d []byte) bool {
	if len(d) != 12 || allSame(d) {
		return false
	}
	for _, x := range d {
		if x == '*' {
			return false
		}
	}
	known := false
	for i := 0; i < len(licenseCommissions); i += 3 {
		known = known || licenseCommissions[i] == d[0] && licenseCommissions[i+1] == d[1]
	}
	return known && int(d[10]-'0') == (11-weightedSum(d[:10], "5432765432")%11)%10
}

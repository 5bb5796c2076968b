package detect

import "bytes"

func init() {
	register(&Detector{
		ID:        "drivers-license",
		Doc:       "運転免許証番号\n\n12 digits: 公安委員会, year, serial number, check digit, count of reissues.",
		MinDigits: 12, MaxDigits: 12,
		Check: checkLicense,
		Labels: []string{
			"免許証番号", "運転免許番号", "免許番号", "免許証の番号", "運転免許証", "免許証No", "免許No", "licenseno", "licenceno", "licensenumber", "licencenumber", "driverslicense", "driverslicence", "driverlicense", "drivinglicense", "drivinglicence",
			"driverslicenseno", "driverlicenseno", "driverslicensenumber", "driverlicensenumber", "menkyono", "menkyobango", "menkyobangou", "menkyoshobango", "menkyoshono", "menkyosho",
		},
		Field: fieldLicense,
		Good:  []string{"免許証番号：第309012345620号", "免許証番号 309012345620", "免許証の番号 第309012345620号", "運転免許証は309012345620である"},
		Bad:   []string{"309012345630", "品番 309012345620A"},
	})
}

var licenseCues = newCues("免許", "driver's lic", "drivers lic", "driver lic", "driving lic", "driver_lic", "drivers_lic", "license no", "licence no", "menkyo")

// checkLicense: one number in twenty passes by chance.
func checkLicense(c *Candidate) Confidence {
	if c.num.glued || c.num.masks > 0 || !licenseValid(c.Digits()) {
		return None
	}
	c.Evidence |= ByCheckDigit
	switch mine := myNumberValid(c.Digits()); {
	case c.cued(licenseCues) && !isMinute(c.Digits()) && !(mine && c.cued(myNumberCues)):
		c.Evidence |= ByCue
		return High
	case mine || c.num.dashed:
		return None
	}
	return Low
}

// fieldLicense judges an announced number of a licence: 第309012345620号.
func fieldLicense(c *Candidate) Confidence {
	c.Start = skipSpaces(c.Text, c.Start, c.End)
	if bytes.HasPrefix(c.Text[c.Start:c.End], []byte("第")) {
		c.Start += 3
	}
	if c.Cell { // 第309012345620号
		c.End = trimSpaces(c.Text, c.Start, c.End)
		if bytes.HasSuffix(c.Text[c.Start:c.End], []byte("号")) {
			c.End -= 3
		}
	}
	if c.fieldNumber() == 0 {
		return None
	}
	if c.num.masks > 0 {
		return c.hiddenNumber(12)
	}
	if c.num.n != 12 || allSame(c.Digits()) {
		return None
	}
	if !licenseValid(c.Digits()) {
		c.Evidence |= ByWrongCheck
		return Low
	}
	c.Evidence |= ByCheckDigit
	return High
}

// licenseCommissions are the two digits that a number begins with; those of 00
// are of no commission (changed from foreign licences) and left out.
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

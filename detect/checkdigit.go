package detect

import (
	"maps"
	"slices"
)

// checkDigits are what users' rules name. Where the formula is one of a law the
// detector of that number tells which.
var checkDigits = map[string]func(digits []byte) bool{
	"my-number":        myNumberValid,
	"drivers-license":  licenseValid,
	"corporate-number": corporateValid,
	"luhn":             luhn,     // payment cards, ISO/IEC 7812-1
	"mod10-weight3":    gtin,     // JAN, EAN, GTIN: JIS X 0507
	"mod11":            mod11,    // weights 2 to 7 from the right, 10 and 11 give 0
	"7dr":              sevenRem, // the number divided by 7: the remainder
}

// CheckDigit returns the check of a name: whether the last of some digits, ASCII,
// agrees with the others. It is nil if there is none of that name.
func CheckDigit(name string) func(digits []byte) bool { return checkDigits[name] }

// CheckDigits returns the names that CheckDigit knows.
func CheckDigits() []string { return slices.Sorted(maps.Keys(checkDigits)) }

func gtin(d []byte) bool {
	sum := 0
	for i := range d {
		v := int(d[len(d)-1-i] - '0')
		sum += v + 2*v*(i%2)
	}
	return len(d) > 1 && sum%10 == 0
}

func mod11(d []byte) bool {
	if len(d) < 2 {
		return false
	}
	sum := 0
	for i := range d[1:] {
		sum += int(d[len(d)-2-i]-'0') * (2 + i%6)
	}
	return int(d[len(d)-1]-'0') == (11-sum%11)%11%10
}

func sevenRem(d []byte) bool {
	if len(d) < 2 {
		return false
	}
	rem := 0
	for _, c := range d[:len(d)-1] {
		rem = (rem*10 + int(c-'0')) % 7
	}
	return int(d[len(d)-1]-'0') == rem
}

package detect

import "testing"

func TestChecksByName(t *testing.T) {
	for name, good := range map[string]string{
		"luhn": "79927398713", "mod10-weight3": "4006381333931", "my-number": "123456789018", "corporate-number": "8700110005901",
		"drivers-license": "309012345620", "mod11": "1234560", "7dr": "1234564",
	} {
		check := CheckDigit(name)
		if check == nil {
			t.Errorf("there is no check %s", name)
			continue
		}
		d := []byte(good)
		if !check(d) {
			t.Errorf("%s refuses %s", name, good)
		}
		at := len(d) - 1
		if name == "corporate-number" {
			at = 0
		}
		if name == "drivers-license" {
			at = 10
		}
		if d[at] = '0' + (d[at]-'0'+1)%10; check(d) {
			t.Errorf("%s accepts %s", name, d)
		}
	}
	if got, want := len(CheckDigits()), 7; got != want {
		t.Errorf("there are %d checks, want %d", got, want)
	}
	if CheckDigit("none") != nil {
		t.Error("there is a check called none")
	}
}

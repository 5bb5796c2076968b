package extract

import "testing"

func TestPassword(t *testing.T) {
	for line, want := range map[string]string{
		"himitsu":              "himitsu",
		"秘密":                   "秘密",
		"\x94\xe9\x96\xa7\xb1": "秘密ｱ",
		"\xff\xfe\x80":         "\xff\xfe\x80",
	} {
		if got := Password(line); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

package output

import (
	"strings"
	"testing"
)

func TestCellWidth(t *testing.T) {
	for s, want := range map[string]int{
		"":                0,
		"abc":             3,
		"氏名":              4,
		"ﾃﾞｰﾀ":            4,
		"ﾊﾟｽ":             3,
		"𠮷":               2,
		"葛\U000e0100":     2,
		"か\u3099":         2,
		"①※α…→×─":         7,
		"●●●":             3,
		"ＡＢ１２－":           10,
		"\ue000gaiji":     6,
		"e\u0301té":       3,
		"\x1b[31mx\x1b[m": 1,
	} {
		if got := cellWidth(s); got != want {
			t.Errorf("cellWidth(%q) = %d, want %d", s, got, want)
		}
		if plain := visible(s); plain == s && terminalWidth(s) != want {
			t.Errorf("terminalWidth(%q) = %d, want %d", s, terminalWidth(s), want)
		}
	}
}

func TestVisible(t *testing.T) {
	for s, want := range map[string]string{
		"営業/ﾃﾞｰﾀ.csv": "営業/ﾃﾞｰﾀ.csv",
		"a\tb":        `a\tb`,
		"\x1b[2J":     `\x1b[2J`,
		"\u009b":      `\u009b`,
		"a\u202eb":    `a\u202eb`,
		"\xff\xfe":    `\xff\xfe`,
		"\ufffd":      "\ufffd",
		"a\u200db":    `a\u200db`,
		"\U000e0041":  `\U000e0041`,
	} {
		if got := visible(s); got != want {
			t.Errorf("visible(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", -1234567: "-1,234,567", 77202: "77,202"} {
		if got := grouped(n); got != want {
			t.Errorf("grouped(%d) = %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 kB", 999_949: "999.9 kB", 999_950: "1.0 MB", 1 << 62: "4611.7 PB"} {
		if got := size(n); got != want {
			t.Errorf("size(%d) = %q, want %q", n, got, want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("営業/ﾃﾞｰﾀ/\x1b[2J.csv", uint8(3))
	f.Add("\xff\u202e", uint8(2))
	f.Fuzz(func(t *testing.T, s string, w uint8) {
		limit := max(int(w), 5)
		v := visible(s)
		if visible(v) != v {
			t.Fatalf("visible(%q) = %q, which is not visible", s, v)
		}
		lines := wrap(v, limit)
		if strings.Join(lines, "") != v || len(lines) == 0 {
			t.Errorf("wrap(%q, %d) = %q: the text is not all there", v, limit, lines)
		}
		for _, line := range append(lines, cut(v, limit)) {
			if cellWidth(line) > limit {
				t.Errorf("wrap or cut of %q to %d: line %q is %d cells", v, limit, line, cellWidth(line))
			}
		}
	})
}

package extract

import (
	"strings"
	"testing"
)

// The comma of the milliseconds in a log makes no table, and no table with such
// times is lost.
func TestLogTimesAreNoCells(t *testing.T) {
	for _, tt := range []struct {
		text string
		want byte // 0: not a table
	}{
		{"2024/11/03 17:00:41,341 ERROR P[3752]: 宛名:KOUNO, Otsuko 郵便番号:100-0000\n", 0},
		{"2024-11-03 17:00:41,341 INFO 宛名:甲野,乙子\n", 0},
		{"[17:00:41,341] 甲野, 乙子\n", 0},
		{"2024-11-03T17:00:41,341Z 甲野 乙子, 甲市\n", 0},
		{"2024-11-03T17:00:41,341456+09:00 甲野 乙子, 甲市\n", 0},
		{"INFO 9:00:41,341 [main] a.b.C - 甲野, 乙子\n", 0},
		{"17:00:41,341,INFO,甲野 乙子\n", ','},
		{"\"17:00:41,341\",甲野,乙子\n", ','},
		{"17:00:41,341 INFO,甲野,乙子\n", ','},
		{"17:00:41,500円,甲野\n", ','},
		{"甲野,17:00:41,12345,a\n", ','},
		{"2024-11-03 17:00:41,341\tINFO\t甲野, 乙子\n", '\t'},
		{"17:00:41,甲野,乙子\n", ','},
	} {
		for _, n := range []int{2, 3, 7, 40} {
			got, ok := sniffDelimited([]byte(strings.Repeat(tt.text, n)), true)
			if !ok {
				got = 0
			}
			if got != tt.want {
				t.Errorf("%d times %q: got delimiter %q, want %q", n, tt.text, got, tt.want)
			}
		}
	}
}

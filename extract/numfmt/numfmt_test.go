package numfmt

import (
	"strings"
	"testing"
)

func TestAppend(t *testing.T) {
	for _, tt := range []struct {
		code string
		v    float64
		want string
	}{
		{"General", 11001, "11001"},
		{"General", 123456789012, "123456789012"},
		{"G/標準", 1234567890123456, "1234567890123456"},
		{"General", 0.1 + 0.2, "0.3"},
		{"General", -1.5, "-1.5"},
		{`General"円"`, 1500, "1500円"},
		{"0", 1e15, "1000000000000000"},
		{"0.00E+00", 123456789012, "123456789012"},
		{"# ?/?", 0.5, "0.5"},
		{"000-0000", 1000001, "100-0001"},
		{"000-0000", 11001, "001-1001"},
		{"000\\-0000", 11001, "001-1001"},
		{"0000000", 11001, "0011001"},
		{"000000000000", 12345678901, "012345678901"},
		{"0000 0000 0000", 123456789012, "1234 5678 9012"},
		{"0#########", 312345678, "0312345678"},
		{"00-0000-0000", 312345678, "03-1234-5678"},
		{"[<=999]000;[<=9999]000-00;000-0000", 1000001, "100-0001"},
		{"[<=999]000;[<=9999]000-00;000-0000", 100, "100"},
		{"[<=999]000;[<=9999]000-00;000-0000", 1001, "010-01"},
		{"[<=99999999]####-####;(00) ####-####", 312345678, "(03) 1234-5678"},
		{"[<=99999999]####-####;(00) ####-####", 12345678, "1234-5678"},
		{"#,##0", 1234567, "1,234,567"},
		{"#,##0", 12, "12"},
		{"#,##0", 0, "0"},
		{"#,###", 0, "0"},
		{"#,##0,", 1234567, "1,235"},
		{"#,##0;[Red]-#,##0", -1234, "-1,234"},
		{"#,##0_ ;[Red]\\-#,##0\\ ", -1234, "-1,234"},
		{"#,##0;▲#,##0", -1234, "▲1,234"},
		{"#,##0", -1234, "-1,234"},
		{"_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", 1234, "1,234"},
		{"_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", 0, "-"},
		{`[$¥-411]#,##0`, 1234, "¥1,234"},
		{`"¥"#,##0`, 1234, "¥1,234"},
		{"0.0", 1.25, "1.3"},
		{"0.00", 9.999, "10.00"},
		{"0.##", 1.5, "1.5"},
		{"0%", 0.125, "13%"},
		{"0.0%", 0.125, "12.5%"},
		{"0.###", 1, "1"},
		{";;;", 123456789012, "123456789012"},
		{";;;", 5, "5"},
		{`"秘密"`, 123456789012, "123456789012"},
		{`[=1]"男";[=2]"女";General`, 1, "男"},
		{`[=1]"男";[=2]"女";General`, 2, "女"},
		{`[=1]"男";[=2]"女";General`, 30, "30"},
		{"@", 11001, "11001"},
		{`@"様"`, 5, "5"},
		{"yyyy/m/d", 29235, "1980/1/15"},
		{"yyyy-mm-dd", 29235, "1980-01-15"},
		{`yyyy"年"m"月"d"日"`, 29235, "1980年1月15日"},
		{`[$-411]ggge"年"m"月"d"日";@`, 29235, "昭和55年1月15日"},
		{`[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@`, 43586, "令和元年5月1日"},
		{`[$-411]ggge"年"m"月"d"日"`, 43585, "平成31年4月30日"},
		{"[$-411]ge.m.d", 33970, "H5.1.1"},
		{"[$-411]gee.mm.dd", 33970, "H05.01.01"},
		{"[$-411]gge.m.d", 29235, "昭55.1.15"},
		{"rr.mm.dd", 29235, "昭和55.01.15"},
		{"m/d/yy", 29235, "1/15/1980"},
		{`m"月"d"日"`, 29235, "1980年1月15日"},
		{"m/d", 29235, "1980/1/15"},
		{"d-mmm-yy", 29235, "15-Jan-1980"},
		{"mmmm d, yyyy", 29235, "January 15, 1980"},
		{"yyyy/mm/dd(aaa)", 29235, "1980/01/15(火)"},
		{"aaaa", 29235, "火曜日"},
		{"dddd", 29235, "Tuesday"},
		{"[$-F800]dddd, mmmm dd, yyyy", 29235, "Tuesday, January 15, 1980"},
		{"yyyy/m/d h:mm", 29235.5, "1980/1/15 12:00"},
		{"yyyy/m/d h:mm:ss", 29235.999999, "1980/1/16 0:00:00"},
		{"h:mm AM/PM", 0.75, "6:00 PM"},
		{"mm:ss.0", 0.0007, "01:00.5"},
		{"[h]:mm:ss", 1.5, "36:00:00"},
		{`h"時"mm"分"`, 0.5, "12時00分"},
		{"yyyy/mm/dd", 60, "1900/02/29"},
		{"yyyy/mm/dd", 1, "1900/01/01"},
		{"yyyy/mm/dd", 61, "1900/03/01"},
		{"yyyy/mm/dd", 2958465, "9999/12/31"},
		{"yyyy/mm/dd", 19800115, "19800115"},
		{"yyyy/mm/dd", -5, "-5"},
		{"yyyy!/mm!/dd", 29235, "1980/01/15"},
		{"YYYY/MM/DD", 29235, "1980/01/15"},
		{"", 12, "12"},
		{"[", 12, "12"},
		{`"`, 12, "12"},
		{"\\", 12, "12"},
		{"0;", -12, "-12"},
	} {
		if got := string(Parse(tt.code).Append(nil, tt.v, false)); got != tt.want {
			t.Errorf("%v as %s: got %s, want %s", tt.v, tt.code, got, tt.want)
		}
	}
}

func TestDate1904(t *testing.T) {
	if got := string(Parse("yyyy/m/d").Append(nil, 27773, true)); got != "1980/1/15" {
		t.Errorf("27773 from 1904: got %s, want 1980/1/15", got)
	}
}

func TestAppendDecimal(t *testing.T) {
	for _, tt := range []struct{ code, b, want string }{
		{"General", "1234567890123456", "1234567890123456"},
		{"General", "12345678901234567890", "12345678901234567890"},
		{"0", "1234567890123456789", "1234567890123456789"},
		{"0000000000000000", "123456789012345", "0123456789012345"},
		{"General", "1.23456789012E+11", "123456789012"},
		{"General", "1.23456789012E11", "123456789012"},
		{"General", "0.30000000000000004", "0.3"},
		{"General", "1e300", "1e300"},
		{"General", "1e999", "1e999"},
		{"General", "-0", "-0"},
		{"General", "007", "7"},
		{"0", "x", "x"},
		{"yyyy/m/d", "29235", "1980/1/15"},
		{"0", "", ""},
	} {
		if got := string(Parse(tt.code).AppendDecimal(nil, []byte(tt.b), false)); got != tt.want {
			t.Errorf("%s as %s: got %s, want %s", tt.b, tt.code, got, tt.want)
		}
	}
}

func TestAppendText(t *testing.T) {
	for _, tt := range []struct{ code, want string }{
		{`@"様"`, "架空様"},
		{`General;General;General;"氏名 "@`, "氏名 架空"},
		{"@", "架空"}, {"0;0;0;", "架空"}, {";;;", "架空"}, {"General", "架空"}, {`0;0;0;"x"`, "架空"},
	} {
		if got := string(Parse(tt.code).AppendText(nil, []byte("架空"))); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.code, got, tt.want)
		}
	}
}

// Every built-in format of a date shows one, and no format hides digits.
func TestBuiltin(t *testing.T) {
	for id := range builtin {
		got := string(Parse(Builtin(id)).Append(nil, 29235, false))
		if !strings.ContainsAny(got, "0123456789") {
			t.Errorf("format %d shows 29235 as %q", id, got)
		}
	}
	if got := Builtin(-1) + Builtin(0) + Builtin(1000); got != "" {
		t.Errorf("got %q for numbers without a format, want nothing", got)
	}
}

func FuzzFormat(f *testing.F) {
	for _, code := range builtin {
		f.Add(code, 29235.5, "123456789012")
	}
	f.Add("[<=999]000;[<=9999]000-00;000-0000", 1e300, "-1e-300")
	f.Add("0.0,,%;;;@", -0.5, "NaN")
	f.Fuzz(func(t *testing.T, code string, v float64, written string) {
		p := Parse(code)
		if got := p.Append(nil, v, true); len(got) == 0 {
			t.Errorf("%v as %q is nothing", v, code)
		}
		p.AppendDecimal(nil, []byte(written), false)
		p.AppendText(nil, []byte(written))
	})
}

func BenchmarkAppend(b *testing.B) {
	for name, code := range map[string]string{"date": `[$-411]ggge"年"m"月"d"日"`, "digits": "000-0000"} {
		b.Run(name, func(b *testing.B) {
			f, dst := Parse(code), []byte(nil)
			b.ReportAllocs()
			b.SetBytes(5)
			for b.Loop() {
				dst = f.AppendDecimal(dst[:0], []byte("29235"), false)
			}
		})
	}
}

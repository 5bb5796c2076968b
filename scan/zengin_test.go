package scan

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"
)

// payroll returns the lines of a 給与振込 file for invented holders.
func payroll(holders []string) string {
	var text strings.Builder
	line := func(s string) { fmt.Fprintf(&text, "%s%s\r\n", s, strings.Repeat(" ", 120-len([]rune(s)))) }
	pad := func(s string, n int) string { return s + strings.Repeat(" ", n-len([]rune(s))) }
	line("1110" + "0000000001" + pad("ﾚｲｼﾞ ﾊﾅｺ", 40) + "0425" + "9999" + pad("ﾐﾎﾝ", 15) + "001" + pad("ﾎﾝﾃﾝ", 15) + "1" + "7654321")
	sum := 0
	for i, h := range holders {
		line("29999" + pad("ﾐﾎﾝｷﾞﾝｺｳ", 15) + "001" + pad("ｻﾄｳ ﾊﾅｺ", 15) + "00001" + fmt.Sprintf("%07d", 1000001+i) + pad(h, 30) + fmt.Sprintf("%010d0%020d", 200000+i, i))
		sum += 200000 + i
	}
	line(fmt.Sprintf("8%06d%012d", len(holders), sum))
	line("9")
	return text.String()
}

// Each data record is one holder's: a person, or a company that holds the
// account. The sender is nobody's holder, and no bank or branch is a person. The
// labels that name the columns are not in the file: lines and columns are its own.
func TestZenginHolders(t *testing.T) {
	holders := []string{
		"ﾚｲｼﾞ ﾀﾛｳ", "ﾐﾎﾝ ｼﾖｳｺ", "ｶ)ﾐﾎﾝｼﾖｳｼﾞ", "ｶｸｳ ﾕｷ-", "ﾚｲｼﾞ(ｶ)ｴｷﾏｴ", "ｶｸｳｼﾞﾛｳ", "ｿ)ｶｸｳ", "ｶｸｳ ﾏﾘｱ(ﾐﾎﾝ", "A.ﾚｲｼﾞ ﾛﾊﾞ-ﾄ", "REIJI TARO", "ﾐﾎﾝﾋﾞﾖｳｲﾝ", "ﾚｲｼﾞ ﾀﾛｳ",
	}
	const people, kana, companies = 7, 7, 4
	raw, err := japanese.ShiftJIS.NewEncoder().String(payroll(holders))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "KYUYO.DAT"), []byte(raw))
	run := mustRun(t, shareConfig(t, dir))
	if got := run.Summary; got.Records != int64(len(holders)) || got.People != people+1 || got.Companies != companies {
		t.Errorf("got %d records, %d people, %d companies, want %d, %d, %d", got.Records, got.People, got.Companies, len(holders), people+1, companies)
	}
	if len(run.Unexamined) > 0 {
		t.Errorf("got %+v unexamined, want nothing", run.Unexamined)
	}
	want := map[string]int64{"bank-account": 12, "jp-name-kana": kana, "company-name": companies, "romaji-name": 1}
	for _, f := range run.Findings {
		if f.Count != want[f.Kind] || f.Confidence != "high" && f.Kind != "romaji-name" {
			t.Errorf("%s: got %d, %s, want %d", f.Kind, f.Count, f.Confidence, want[f.Kind])
		}
		delete(want, f.Kind)
		if s := f.Samples[0]; f.Kind == "jp-name-kana" && (s.Line != 2 || s.Column != 51) || f.Kind == "bank-account" && (s.Line != 2 || s.Column != 44) {
			t.Errorf("%s: the first is in line %d, column %d, want those of the file", f.Kind, s.Line, s.Column)
		}
	}
	for kind := range want {
		t.Errorf("no %s found", kind)
	}
}

package detect

import (
	"strings"
	"testing"
)

func TestKanaCompanies(t *testing.T) {
	for _, name := range []string{
		"ｶ)ﾐﾎﾝ", "ﾐﾎﾝ(ｶ", "ﾐﾎﾝ(ｶ)ｴｷﾏｴ", "カ）ミホン", "ﾐﾎﾝ(ﾒ", "ﾐﾎﾝ(ｼﾕｳ", "ｿ)ﾐﾎﾝ", "ﾍﾞﾝ)ﾐﾎﾝ", "ﾎｹﾞﾝ(ｲ", "ﾐﾎﾝ(ｷﾖｳｸﾐ)", "ABC(ｶ", "ﾕ)MIHON 123",
		"ﾐﾎﾝｼﾔｸｼﾖ", "ﾐﾎﾝｸﾐｱｲ", "ﾐﾎﾝ ｷﾖｳｸﾐ", "ﾐﾎﾝﾋﾞﾖｳｲﾝ", "ﾐﾎﾝｼｮｳﾃﾝ", "ミホンショウテン", "ﾐﾎﾝｾﾝﾀ-", "ﾐﾎﾝｾﾝﾀｰ", "ｶﾌﾞｼｷｶﾞｲｼﾔﾐﾎﾝ(ｴｷﾏｴ)", "ﾐﾎﾝ(ｶﾌﾞ)",
	} {
		if !isCompany([]byte(name)) {
			t.Errorf("%s: got no company", name)
		}
	}
	for _, name := range []string{"ﾚｲｼﾞ ﾀﾛｳ", "ﾚｲｼﾞ ﾀﾛｳ(ﾐﾎﾝ", "ﾚｲｼﾞ ﾀﾛｳ(ﾎﾝﾆﾝ)", "ﾀﾞｲ ｾｲ", "ｶﾝﾘ ﾀﾛｳ", "サトウ ショウイチ", "ﾚｲｼﾞ ﾊﾅｺ(ｻｶｲ)", "ﾚｲｼﾞ ﾊﾅｺ(ｶﾄｳ", "レイジ ハナコ（タケシ）", "REIJI TARO(JR)", "", "ｶ"} {
		if isCompany([]byte(name)) {
			t.Errorf("%q: taken for a company", name)
		}
	}
}

// Whoever stands under the header of account holders is one, whatever the
// dictionary says. The readings of goods are not.
func TestHolderColumn(t *testing.T) {
	cells := []string{"ﾈﾈﾈ ﾇﾇ", "ﾍﾍ ﾍﾎﾎ", "ﾘﾘﾘﾘ", "ﾇﾈ(ﾉﾉ", "A.ﾇﾈ", "ﾖﾖﾖ  ﾕﾕ"}
	for header, want := range map[string]int{"受取人カナ": 6, "預金者名義カナ": 6, "口座名義カナ": 6, "商品名カナ": 0} {
		rows := header + ",金額\n"
		for _, c := range cells {
			rows += c + ",100\n"
		}
		got := 0
		for _, m := range scanTable(t, rows) {
			if m == "jp-name-kana" {
				got++
			}
		}
		if got != want {
			t.Errorf("%s: got %d readings in %q, want %d", header, got, cells, want)
		}
	}
}

// scanTable returns the kinds of what is found in lines of cells between commas.
func scanTable(t *testing.T, text string) (kinds []string) {
	t.Helper()
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	table := Table{ID: 1, First: true}
	at := 0
	for line := range strings.Lines(text) {
		table.Rows = append(table.Rows, uint32(len(table.Cells)/2))
		for cell := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), ",") {
			table.Cells = append(table.Cells, uint32(at), uint32(at+len(cell)))
			at += len(cell) + 1
		}
	}
	table.Rows = append(table.Rows, uint32(len(table.Cells)/2))
	for _, m := range set.Scanner().Append(nil, &Block{Text: []byte(text), Table: &table}) {
		kinds = append(kinds, set.ID(m))
	}
	return kinds
}

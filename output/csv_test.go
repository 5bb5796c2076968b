package output

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
)

func TestInert(t *testing.T) {
	for cell, want := range map[string]string{
		"":             "",
		"a=1":          "a=1",
		"-1":           "-1",
		"=1+1":         "'=1+1",
		"+81":          "+81",
		"+cmd":         "'+cmd",
		"-cmd":         "'-cmd",
		"@SUM(A1)":     "'@SUM(A1)",
		"\tx":          "'\tx",
		"\rx":          "'\rx",
		" =1":          "' =1",
		"\u3000＝1":     "'\u3000＝1",
		"\u200b=1":     "'\u200b=1",
		"\n=1":         "'\n=1",
		"＝1":           "'＝1",
		"＋1":           "'＋1",
		"－1":           "'－1",
		"＠a":           "'＠a",
		"氏名=x":         "氏名=x",
		"\xff":         "\xff",
		"'=already":    "'=already",
		"https://x/=1": "https://x/=1",
	} {
		if got := inert(cell); got != want {
			t.Errorf("inert(%q) = %q, want %q", cell, got, want)
		}
	}
}

func TestCSVForm(t *testing.T) {
	var b bytes.Buffer
	r := sampleRuns()["full"]
	if err := writeCSV(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(b.String(), "\ufeff")
	if !ok {
		t.Errorf("got a file that begins %q, want a byte order mark", b.String()[:10])
	}
	if n, all := strings.Count(text, "\r\n"), strings.Count(text, "\n"); n != all {
		t.Errorf("got %d CRLF of %d line ends, want all", n, all)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(rows), 1+len(r.Findings)+len(r.Unexamined)+1; got != want {
		t.Fatalf("got %d rows, want %d: header, findings, unexamined, end", got, want)
	}
	for i, row := range rows {
		for j, cell := range row {
			if inert(cell) != cell {
				t.Errorf("row %d, column %s: %q would run as a formula", i, csvHeader[j], cell)
			}
		}
	}
}

func FuzzInert(f *testing.F) {
	f.Add("=1")
	f.Add("　＋")
	f.Fuzz(func(t *testing.T, cell string) {
		got := inert(cell)
		if got != cell && got != "'"+cell {
			t.Errorf("inert(%q) = %q: it may only put ' before the cell", cell, got)
		}
		if inert(got) != got {
			t.Errorf("inert(%q) = %q, which is not inert", cell, got)
		}
	})
}

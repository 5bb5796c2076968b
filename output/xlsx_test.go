package output

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/shikiri/shikiri/report"
)

// workbook writes r and opens what was written.
func workbook(t *testing.T, r *report.Run, lang string, rows int) (*excelize.File, []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := writeBook(&b, r, Options{Lang: lang}, rows); err != nil {
		t.Fatal(err)
	}
	x, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x, b.Bytes()
}

// rowsOf returns the rows of a sheet, as numbers are without their format.
func rowsOf(t *testing.T, x *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := x.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// The cells of every sheet, as a reader of the file sees them.
func TestXLSXGolden(t *testing.T) {
	for name, r := range sampleRuns() {
		for _, lang := range []string{"en", "ja"} {
			x, _ := workbook(t, r, lang, sheetRows)
			var b strings.Builder
			for _, sheet := range x.GetSheetList() {
				fmt.Fprintf(&b, "== %s\n", sheet)
				rows, err := x.GetRows(sheet)
				if err != nil {
					t.Fatal(err)
				}
				for _, row := range rows {
					b.WriteString(strings.TrimRight(strings.Join(row, "\t"), "\t") + "\n")
				}
			}
			golden(t, name+"."+lang+".xlsx.txt", []byte(b.String()))
		}
	}
}

func TestXLSXSheets(t *testing.T) {
	x, _ := workbook(t, auditRun(), "ja", sheetRows)
	if got, want := x.GetSheetList(), []string{"表紙", "集計", "明細", "未検査", "例外", "重複", "照合", "変化", "部分", "条件"}; !slices.Equal(got, want) {
		t.Errorf("got the sheets %v, want %v", got, want)
	}
	x, _ = workbook(t, sampleRuns()["clean"], "en", sheetRows)
	if got, want := x.GetSheetList(), []string{"Cover", "Summary", "Findings", "Not examined", "Exceptions", "Conditions"}; !slices.Equal(got, want) {
		t.Errorf("got the sheets %v, want %v", got, want)
	}
}

// Numbers are numbers, dates are dates, and whatever anybody has named is text:
// no formula, no link.
func TestXLSXTypes(t *testing.T) {
	r := auditRun()
	x, data := workbook(t, r, "ja", sheetRows)
	rows := rowsOf(t, x, "明細")
	if got, want := len(rows), 1+len(r.Findings); got != want {
		t.Fatalf("got %d rows, want %d", got, want)
	}
	column := func(title string) string {
		name, _ := excelize.ColumnNumberToName(slices.Index(rows[0], title) + 1)
		return name
	}
	for title, want := range map[string]string{"延べ件数": "61,424", "更新日": "2024-07-20", "経過日数": "620", "委託元": "例示信用金庫", "抜粋 (伏せ字)": "山●●●"} {
		if got, _ := x.GetCellValue("明細", column(title)+"2"); got != want {
			t.Errorf("%s: got %q, want %q", title, got, want)
		}
	}
	for title, want := range map[string]excelize.CellType{"延べ件数": excelize.CellTypeUnset, "更新日": excelize.CellTypeUnset, "ファイル": excelize.CellTypeInlineString} {
		if got, _ := x.GetCellType("明細", column(title)+"2"); got != want { // numbers have no type of their own
			t.Errorf("%s: got type %v, want %v", title, got, want)
		}
	}
	if raw, _ := x.GetCellValue("明細", column("更新日")+"2", excelize.Options{RawCellValue: true}); raw != "45493" {
		t.Errorf("got %s for 2024-07-20, want the day 45493 of Excel", raw)
	}
	if got, want := rows[2][slices.Index(rows[0], "ファイル")], "=cmd|' /C calc'!A0\\x1b[2J\\u202etxt.exe\\t\\r\\n.csv"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, no := range []string{"<f>", "<f ", "hyperlink", `t="str"`, "TargetMode=\"External\""} {
			if bytes.Contains(part, []byte(no)) {
				t.Errorf("%s holds %s", f.Name, no)
			}
		}
	}
}

// A list can be filtered, keeps its head in view, and prints on A4 in landscape
// with the number of the run on each page.
func TestXLSXPages(t *testing.T) {
	x, _ := workbook(t, auditRun(), "ja", sheetRows)
	names := map[string]string{}
	for _, n := range x.GetDefinedName() {
		names[n.Name+" "+n.Scope] = n.RefersTo
	}
	for name, want := range map[string]string{
		"_xlnm.Print_Titles 明細": "'明細'!$1:$1", "_xlnm.Print_Area 明細": "'明細'!$A$1:$P$7", "_xlnm._FilterDatabase 明細": "'明細'!$A$1:$AI$7",
		"_xlnm._FilterDatabase 未検査": "'未検査'!$A$1:$M$3",
	} {
		if got := names[name]; got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	for _, sheet := range x.GetSheetList() {
		p, err := x.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if *p.Size != 9 || *p.Orientation != "landscape" || *p.FitToWidth != 1 {
			t.Errorf("%s: got paper %d, %s, %d pages wide; want A4 (9), landscape, 1", sheet, *p.Size, *p.Orientation, *p.FitToWidth)
		}
		h, err := x.GetHeaderFooter(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if want := "&L&8実施番号 監-2026-04&R&8&P / &N"; h.OddFooter != want {
			t.Errorf("%s: got the footer %q, want %q", sheet, h.OddFooter, want)
		}
	}
	panes, err := x.GetPanes("明細")
	if err != nil {
		t.Fatal(err)
	}
	if !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("got panes %+v, want the first row to stay", panes)
	}
	p, err := x.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if p.Created != "2026-04-01T13:00:03Z" || p.Modified != "2026-04-01T19:41:03Z" {
		t.Errorf("got %s and %s, want the times of the run", p.Created, p.Modified)
	}
}

// Two reports of one run are the same, byte by byte, and leave nothing beside.
func TestXLSXSame(t *testing.T) {
	tmp := t.TempDir()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} { // Unix; Windows
		t.Setenv(name, tmp)
	}
	r := auditRun()
	one := r.Findings[0]
	for i := range 12_000 { // more than 16 MB: the library writes them to a file
		one.Path = fmt.Sprintf("%s/%06d", strings.Repeat("名", 200), i)
		r.Findings = append(r.Findings, one)
	}
	var first, second bytes.Buffer
	if err := writeXLSX(&first, r, Options{}); err != nil {
		t.Fatal(err)
	}
	if err := writeXLSX(&second, r, Options{}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("got %d and %d other bytes, want the same", first.Len(), second.Len())
	}
	if err := writeXLSX(&fullDisk{room: 1000}, r, Options{}); err == nil {
		t.Error("a full disk: want an error")
	}
	if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
		t.Errorf("got %v, %v in the folder of temporary files, want nothing", left, err)
	}
}

// What does not fit into a sheet goes on in the next, with a head and a filter.
func TestXLSXSplit(t *testing.T) {
	r := auditRun()
	x, _ := workbook(t, r, "ja", 4)
	var got []string
	for _, sheet := range []string{"明細", "明細 2"} {
		rows := rowsOf(t, x, sheet)
		if len(rows) != 4 || rows[0][0] != "No." {
			t.Errorf("%s: got %d rows that begin with %v, want a head and 3 findings", sheet, len(rows), rows[0])
		}
		for _, row := range rows[1:] {
			got = append(got, row[0])
		}
	}
	if want := []string{"1", "2", "3", "4", "5", "6"}; !slices.Equal(got, want) {
		t.Errorf("got the findings %v, want %v", got, want)
	}
	if i, _ := x.GetSheetIndex("明細 3"); i >= 0 {
		t.Error("there is a third sheet without a finding")
	}
}

func TestPrintable(t *testing.T) {
	long := strings.Repeat("𠮷", 20_000) // 2 units each
	for text, want := range map[string]string{
		"a\tb\x00\x1b\r\n": `a\tb\x00\x1b\r\n`,
		"\xff\x83e":        `\xff\x83e`,
		"\ufffe\uffff":     `\ufffe\uffff`,
		"=1+1":             "=1+1",
		"_x000D_":          "_x000D_",
		long:               strings.Repeat("𠮷", 16_378) + " ... (cut)",
	} {
		got := printable(text)
		if got != want {
			t.Errorf("printable(%.20q) = %.40q, %d bytes; want %.40q, %d bytes", text, got, len(got), want, len(want))
		}
		if again := printable(got); again != got {
			t.Errorf("printable twice: got %.40q, want %.40q", again, got)
		}
	}
}

// Any name comes back as it was shown.
func TestXLSXHostile(t *testing.T) {
	names := []string{
		"_x000D__x0041_", " 前後に空白 ", "<b>&amp;</b>", "=HYPERLINK(\"http://host.example\")", "@SUM(1)", "-1", "+81", "'", "007", "1e5", "2026-04-01", "TRUE",
		"http://host.example/", "\ufeff", "\u200b", "a\x00b", "\x83\x5c", strings.Repeat("長", 40_000), "]]>", "\U000e0001", "\ufffd", "\ufffe",
	}
	r := auditRun()
	r.Findings = r.Findings[:1]
	one := r.Findings[0]
	r.Findings = nil
	for _, n := range names {
		one.Path = n
		r.Findings = append(r.Findings, one)
	}
	x, _ := workbook(t, r, "en", sheetRows)
	rows := rowsOf(t, x, "Findings")
	path := slices.Index(rows[0], "File")
	for i, n := range names {
		if got, want := rows[i+1][path], printable(n); got != want {
			t.Errorf("%.30q: got %.60q, want %.60q", n, got, want)
		}
	}
}

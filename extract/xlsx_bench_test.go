package extract

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// benchRows is how many rows the workbooks of BenchmarkXLSX have.
const benchRows = 100_000

// benchBook makes a workbook of invented customers, their texts in the cells or
// shared.
func benchBook(b *testing.B, shared bool) []byte {
	var sheet, strs strings.Builder
	const space = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	sheet.WriteString("<worksheet" + space + "><sheetData>")
	strs.WriteString("<sst" + space + ">")
	n := 0
	text := func(ref, s string) {
		if !shared {
			fmt.Fprintf(&sheet, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, s)
			return
		}
		fmt.Fprintf(&strs, "<si><t>%s</t></si>", s)
		fmt.Fprintf(&sheet, `<c r="%s" t="s"><v>%d</v></c>`, ref, n)
		n++
	}
	for i := 1; i <= benchRows; i++ {
		fmt.Fprintf(&sheet, `<row r="%d">`, i)
		text(fmt.Sprintf("A%d", i), fmt.Sprintf("架空 太郎%d", i))
		text(fmt.Sprintf("B%d", i), fmt.Sprintf("カクウ タロウ%d", i%900))
		fmt.Fprintf(&sheet, `<c r="C%d" s="1"><v>%d</v></c>`, i, 1000000+i)
		text(fmt.Sprintf("D%d", i), fmt.Sprintf("甲県乙市丙町%d丁目%d番%d号", i%9+1, i%30+1, i%50+1))
		text(fmt.Sprintf("E%d", i), fmt.Sprintf("03-0000-%04d", i%10000))
		fmt.Fprintf(&sheet, `<c r="F%d" s="2"><v>%d</v></c><c r="G%d"><v>%d</v></c></row>`, i, 20000+i%20000, i, i)
	}
	sheet.WriteString("</sheetData></worksheet>")
	strs.WriteString("</sst>")
	styles := "<styleSheet" + space + `><numFmts count="1"><numFmt numFmtId="164" formatCode="000\-0000"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>`
	parts := []string{"xl/styles.xml", styles}
	if shared {
		parts = append(parts, "xl/sharedStrings.xml", strs.String())
	}
	return book(b, sheet.String(), parts...)
}

// countingOut counts what comes out.
type countingOut struct{ text, rows int }

func (o *countingOut) Text(b *Block) error {
	o.text += len(b.Text)
	if b.Table != nil {
		o.rows += len(b.Table.Rows) - 1
	}
	return nil
}
func (o *countingOut) Member(*File) error { return nil }
func (o *countingOut) Skip(string, Skip)  {}

// BenchmarkXLSX reads workbooks of 100,000 rows, by this package and by the row
// iterator of excelize. Bytes are those of the file.
func BenchmarkXLSX(b *testing.B) {
	for name, shared := range map[string]bool{"inline": false, "shared": true} {
		data := benchBook(b, shared)
		b.Run(name+"/shikiri", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				o := &countingOut{}
				budget := DefaultBudget()
				f := &File{Name: "a.xlsx", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &budget}
				if err := Extract(context.Background(), f, o); err != nil || o.rows != benchRows {
					b.Fatalf("got %d rows and error %v", o.rows, err)
				}
			}
		})
		b.Run(name+"/excelize", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if n, err := excelizeRows(b, data); err != nil || n != benchRows {
					b.Fatalf("got %d rows and error %v", n, err)
				}
			}
		})
	}
}

// excelizeRows reads all rows of the first sheet. What the library puts into
// temporary files goes into a folder of the test.
func excelizeRows(b *testing.B, data []byte) (n int, err error) {
	x, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{TmpDir: b.TempDir()})
	if err != nil {
		return 0, err
	}
	defer x.Close()
	rows, err := x.Rows("顧客")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Close()
}

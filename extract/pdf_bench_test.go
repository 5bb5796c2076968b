package extract

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"unicode/utf16"
)

// pdfOfPages makes a PDF of n pages with the lines of text each, in a font that
// is not embedded, as old Japanese programs write.
func pdfOfPages(n int, lines func(page int) []string) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(format string, args ...any) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", len(offsets))
		fmt.Fprintf(&b, format, args...)
		b.WriteString("\nendobj\n")
	}
	b.WriteString("%PDF-1.5\n")
	kids := ""
	for i := range n {
		kids += fmt.Sprintf("%d 0 R ", 6+2*i)
	}
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Count %d/Kids[%s]>>", n, kids)
	object("<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/UniJIS-UTF16-H/DescendantFonts[4 0 R]>>")
	object("<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiMin-W3/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 5>>/DW 1000/FontDescriptor 5 0 R>>")
	object("<</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>")
	for i := range n {
		object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>", 7+2*i)
		var text bytes.Buffer
		for y, line := range lines(i) {
			fmt.Fprintf(&text, "BT /F1 10 Tf 40 %d Td <", 800-16*y)
			for _, u := range utf16.Encode([]rune(line)) {
				fmt.Fprintf(&text, "%04X", u)
			}
			text.WriteString("> Tj ET\n")
		}
		object("<</Length %d>>stream\n%s\nendstream", text.Len(), text.Bytes())
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, at)
	return b.Bytes()
}

// BenchmarkPDF reads 1,000 pages, and has pdftotext of poppler-utils read them
// too.
func BenchmarkPDF(b *testing.B) {
	for name, lines := range map[string]func(page int) []string{
		"prose": func(page int) (lines []string) {
			for i := range 45 {
				lines = append(lines, fmt.Sprintf("第%d頁の%d行目では、印刷を終えた用紙を補給してから次の作業を再開しました。担当は架空 太郎です。", page+1, i+1))
			}
			return lines
		},
		"letters": func(page int) []string {
			return []string{fmt.Sprintf("〒420-%04d", page), "静岡県静岡市葵区追手町5番1号", fmt.Sprintf("架空 太郎%d 様", page), "拝啓 日頃は格別のご高配を賜り厚く御礼申し上げます。", "口座番号 123****", "敬具"}
		},
	} {
		data := pdfOfPages(1000, lines)
		b.Run(name+"/shikiri", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				budget := DefaultBudget()
				g := &reading{ctx: context.Background()}
				if err := g.read(&File{Name: "a.pdf", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &budget}); err != nil || g.text.Len() < 1000*100 || len(g.skips) > 0 {
					b.Fatalf("%v, %d bytes of text, %q", err, g.text.Len(), g.skips)
				}
			}
		})
		b.Run(name+"/pdftotext", func(b *testing.B) {
			program, err := exec.LookPath("pdftotext")
			if err != nil {
				b.Skip(err)
			}
			file := filepath.Join(b.TempDir(), "a.pdf")
			if err := os.WriteFile(file, data, 0o666); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				cmd := exec.Command(program, file, "-")
				cmd.Stdout = io.Discard
				if err := cmd.Run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

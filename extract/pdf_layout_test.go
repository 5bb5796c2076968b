package extract

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/extract/pdfium"
)

// drawRows draws rows of cells, one after another, the lines of a cell below
// each other.
func drawRows(top int, rows [][]string) string {
	var b strings.Builder
	for _, row := range rows {
		most := 1
		for i, cell := range row {
			lines := strings.Split(cell, "\n")
			most = max(most, len(lines))
			for k, line := range lines {
				b.WriteString(pdfText(40+i*90, top-k*12, line))
			}
		}
		top -= most*12 + 6
	}
	return b.String()
}

func TestPDFTable(t *testing.T) {
	rows := [][]string{
		{"氏名", "電話番号", "住所", "生年月日"},
		{"架空 太郎", "03-0000-0001", "架空県見本市一\n丁目1番1号", "1980/1/15"},
		{"架空 花子", "090-0000-\n0002", "架空県見本市二\n丁目2番2号", "1990/3/4"},
		{"見本 一郎", "03-0000-0003", "架空県見本市", "2001/5/6"},
	}
	want := []string{"氏名|電話番号|住所|生年月日", "架空 太郎|03-0000-0001|架空県見本市一丁目1番1号|1980/1/15", "架空 花子|090-0000-0002|架空県見本市二丁目2番2号|1990/3/4", "見本 一郎|03-0000-0003|架空県見本市|2001/5/6"}
	p := pdfInvent{packed: true}
	p.page(pdfText(40, 760, "名簿")+drawRows(720, rows), "", "")
	p.page(drawRows(720, rows[1:]), "", "")
	out, err := takePDF(t, p.bytes(), nil)
	want = append(want, want[1:]...)
	if err != nil || !slices.Equal(out.tables, want) {
		t.Errorf("got %v and rows\n%s\nwant\n%s", err, strings.Join(out.tables, "\n"), strings.Join(want, "\n"))
	}
	if !slices.Equal(out.ids, []int{1, 1}) {
		t.Errorf("got tables %v, want one that goes on on the next page", out.ids)
	}
}

func TestPDFLines(t *testing.T) {
	for _, tt := range []struct{ name, content, want string }{
		{"lines", pdfText(40, 700, "氏名：架空太郎") + pdfText(40, 685, "電話番号：03-0000-0000"), "氏名：架空太郎\n電話番号：03-0000-0000"},
		{"a number that goes on", pdfText(40, 700, "お電話は090-0000-") + pdfText(40, 688, "0002まで"), "お電話は090-0000-0002まで"},
		{"downwards", "BT 0 -1 1 0 200 700 Tm /F 10 Tf <89CB8BF3> Tj ET", "架空"},
	} {
		p := pdfInvent{packed: true}
		p.page(tt.content, "", "")
		out, err := takePDF(t, p.bytes(), nil)
		if got := strings.TrimSpace(out.parts["page 1"]); err != nil || got != tt.want {
			t.Errorf("%s: got %v and %q, want %q", tt.name, err, got, tt.want)
		}
	}
}

// A page of a picture, and one whose font does not say what its letters are.
func TestPDFPictures(t *testing.T) {
	p := pdfInvent{}
	gray := strings.Repeat("\x80", 400)
	im := p.add("<</Type/XObject/Subtype/Image/Width 20/Height 20/ColorSpace/DeviceGray/BitsPerComponent 8/Length 400>>\nstream\n" + gray + "\nendstream")
	use := func(s string) (string, string, string) { return s, "", "/I " + strconv.Itoa(im) + " 0 R" }
	p.page(use("q 500 0 0 700 40 40 cm /I Do Q"))
	p.page(use(pdfText(40, 800, "本人確認書類") + "q 240 0 0 150 40 40 cm /I Do Q"))
	data := p.bytes()
	out, err := takePDF(t, data, nil)
	if err != nil || out.images != 2 {
		t.Errorf("without OCR: got %v and %d pictures, want 2", err, out.images)
	}
	ocr := new(fakeOCR)
	out, err = takePDF(t, data, &Settings{OCR: ocr})
	if want := []string{"page 1 (OCR)", "page 2, picture 1 (OCR)"}; err != nil || !slices.Equal(out.picture, want) || out.images != 0 {
		t.Errorf("got %v, %q and %d pictures not read, want %q", err, out.picture, out.images, want)
	}
	if out, err = takePDF(t, data, &Settings{OCR: NoRecognizer{}}); err != nil || !slices.Equal(out.skips, []string{":" + ReasonNeedsOCR}) {
		t.Errorf("without tesseract: got %v and %q, want %s", err, out.skips, ReasonNeedsOCR)
	}
}

// A wide space of the page parts the two names of a person and no cells; a wider
// gap, and one behind other text, does.
func TestPDFWideSpace(t *testing.T) {
	for _, test := range []struct {
		text string
		gap  float32 // between the letters beside the space, which is 10 wide
		want string
	}{
		{"篠原　三雄", 10.3, "篠原　三雄"},
		{"佐々木　花子", 10.3, "佐々木　花子"},
		{"篠原　三雄", 35, "篠原|三雄"},
		{"3月　三雄", 10.3, "3月|三雄"},
		{"架空県見本市　三雄", 10.3, "架空県見本市|三雄"},
	} {
		var l pdfLayout
		var chars []pdfium.Char
		at := float32(0)
		for _, r := range test.text {
			wide := float32(10)
			if r == '\u3000' {
				wide = test.gap
			}
			chars = append(chars, pdfium.Char{Rune: r, Left: at, Right: at + wide, Top: 10})
			at += wide
		}
		l.cut(chars)
		var got []string
		for _, c := range l.cells {
			got = append(got, string(c.text))
		}
		if cells := strings.Join(got, "|"); cells != test.want {
			t.Errorf("%s with a gap of %v: got %s, want %s", test.text, test.gap, cells, test.want)
		}
	}
}

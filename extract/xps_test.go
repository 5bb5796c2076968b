package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// xpsOf is an XPS with that in its pages; more parts may follow.
func xpsOf(t testing.TB, pages []string, more ...string) []byte {
	contents := ""
	for i, page := range pages {
		contents += fmt.Sprintf(`<PageContent Source="Pages/%d.fpage"/>`, len(pages)-i) // the first has the highest number
		more = append(more, fmt.Sprintf("Documents/1/Pages/%d.fpage", len(pages)-i), "<FixedPage>"+page+"</FixedPage>")
	}
	return officeOf(t, append(more, "FixedDocSeq.fdseq", `<FixedDocumentSequence><DocumentReference Source="/Documents/1/FixedDoc.fdoc"/></FixedDocumentSequence>`,
		"Documents/1/FixedDoc.fdoc", `<FixedDocument>`+contents+`</FixedDocument>`)...)
}

func glyphs(x, y int, text string) string {
	return fmt.Sprintf(`<Glyphs FontRenderingEmSize="10" OriginX="%d" OriginY="%d" UnicodeString="%s"/>`, x, y, text)
}

func TestXPSPages(t *testing.T) {
	for _, tt := range []struct{ name, page, want string }{
		{"order", glyphs(100, 40, "電話") + glyphs(10, 60, "太郎") + glyphs(10, 40, "氏名"), "page 1: 氏名\t電話/太郎\n"},
		{"one word", glyphs(10, 40, "架") + glyphs(20, 40, "空") + glyphs(35, 41, "太郎"), "page 1: 架空 太郎\n"},
		{"too long", glyphs(10, 40, "東京都架空区架空町") + glyphs(50, 40, "03-0000"), "page 1: 東京都架空区架空町\t03-0000\n"},
		{"bold", glyphs(10, 40, "架空") + glyphs(11, 40, "架空"), "page 1: 架空\n"},
		{"brace", glyphs(10, 40, "{}{x}&amp;"), "page 1: {x}&\n"},
		{"advances", `<Glyphs FontRenderingEmSize="10" OriginX="10" OriginY="40" UnicodeString="ab" Indices="1,300;2,300"/>` + glyphs(70, 40, "c"), "page 1: abc\n"},
		{"canvas", `<Canvas RenderTransform="1,0,0,1,0,100">` + glyphs(10, 40, "下") + `</Canvas>` + glyphs(10, 90, "上"), "page 1: 上/下\n"},
		{"turned", `<Canvas RenderTransform="0,1,-1,0,500,0">` + glyphs(10, 40, "架空") + glyphs(30, 40, "太郎") + glyphs(10, 20, "先") + `</Canvas>`, "page 1: 先/架空太郎\n"},
		{"table", glyphs(10, 10, "題") + glyphs(10, 40, "氏名") + glyphs(100, 40, "住所") + glyphs(200, 40, "金額") + glyphs(10, 60, "太郎") + glyphs(100, 60, "甲市") + glyphs(190, 60, "1,000") +
			glyphs(100, 80, "乙町") + glyphs(205, 80, "20") + glyphs(10, 99, "注"), "page 1: 題\npage 1, table 1: 氏名|住所|金額/太郎|甲市|1,000/|乙町|20\npage 1: 注\n"},
		{"link", `<Glyphs FixedPage.NavigateUri="mailto:taro@example.jp" FontRenderingEmSize="10" UnicodeString="連絡"/>`, "page 1: 連絡/mailto:taro@example.jp\n"},
	} {
		got, o := readParts(t, "a.xps", xpsOf(t, []string{tt.page}))
		if got != tt.want || len(o.skips) > 0 {
			t.Errorf("%s: got %q and skips %v, want %q", tt.name, got, o.skips, tt.want)
		}
	}
}

func TestXPSParts(t *testing.T) {
	got, o := readParts(t, "a.oxps", xpsOf(t, []string{glyphs(1, 1, "一"), glyphs(1, 1, "二")},
		"docProps/core.xml", `<c><dc:creator>架空 四郎</dc:creator></c>`, "Metadata/Job_PT.xml", `<psf:Value>印刷 太郎</psf:Value>`,
		"Resources/font.odttf", "x", "Resources/Images/1.txt", "絵の 太郎\n", "Documents/9/Pages/77.fpage", glyphs(1, 1, "孤児")))
	if want := "page 1: 一\npage 2: 二\npage 3: 孤児\nMetadata/Job_PT.xml: 印刷 太郎\nproperties: 作成者: 架空 四郎\n: 絵の 太郎\n"; got != want || len(o.members) != 1 {
		t.Errorf("got %q and members %q, want %q", got, o.members, want)
	}
}

// Pieces come in any order in the file and may cut a character.
func TestXPSPieces(t *testing.T) {
	page := encode(t, `<?xml version="1.0" encoding="utf-16"?><FixedPage>`+glyphs(1, 1, "架空 太郎")+`</FixedPage>`, utf16LE)
	page = append([]byte("\xFF\xFE"), page...)
	parts := []string{"FixedDocumentSequence.fdseq/[0].last.piece", `<x><DocumentReference Source="d.fdoc"/></x>`, "d.fdoc", `<x><PageContent Source="p.fpage"/></x>`}
	for i := 10; i >= 0; i-- {
		from, to := i*21, min((i+1)*21, len(page))
		name := fmt.Sprintf("p.fpage/[%d].piece", i)
		if i == 10 {
			name, to = "p.fpage/[10].last.piece", len(page)
		}
		parts = append(parts, name, string(page[from:to]))
	}
	if got, o := readParts(t, "a.xps", officeOf(t, parts...)); got != "page 1: 架空 太郎\n" || len(o.skips) > 0 {
		t.Errorf("got %q and skips %v", got, o.skips)
	}
	if _, o := readParts(t, "a.xps", officeOf(t, parts[:len(parts)-2]...)); len(o.skips) != 1 || o.skips[0].Reason != ReasonDamaged {
		t.Errorf("without the first piece: got skips %v, want one", o.skips)
	}
}

func TestXPSWithoutText(t *testing.T) {
	for name, tt := range map[string]struct {
		page string
		want bool
	}{
		"shapes": {`<Path Data="M 0,0"/>`, true},
		"glyphs": {glyphs(1, 1, "x") + `<Glyphs Indices="5;6"/>`, true},
		"image":  {`<Path><Path.Fill><ImageBrush ImageSource="/a.png"/></Path.Fill></Path>`, false},
		"rules":  {`<Path/>` + glyphs(1, 1, "x"), false},
		"empty":  {"", false},
	} {
		data := xpsOf(t, []string{tt.page})
		err := Extract(context.Background(), &File{Size: int64(len(data)), Reader: bytes.NewReader(data)}, &gathered{})
		var s *Skip
		if got := errors.As(err, &s) && s.Reason == ReasonPartial; got != tt.want || !got && err != nil {
			t.Errorf("%s: got %v, want partly examined: %v", name, err, tt.want)
		}
	}
}

func FuzzXPS(f *testing.F) {
	for _, s := range []string{
		glyphs(1, 2, "a") + glyphs(3, 2, "b"),
		`<Canvas RenderTransform="0,1,-1,0,5,6"><Glyphs OriginX="1e9" OriginY="-3" FontRenderingEmSize="0" UnicodeString="x" Indices="1,2;,3"/></Canvas>`,
		`<Canvas><Canvas.RenderTransform><MatrixTransform Matrix="NaN,1,1,1,1,1"/></Canvas.RenderTransform><Path/></Canvas>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := newStory(&gathered{}, "page 1")
		p := &xpsPage{s: s, stack: []xpsMatrix{xpsSame}}
		if err := p.read(decodeXML(bytes.NewReader(b))); err != nil && err != io.ErrUnexpectedEOF {
			t.Errorf("got error %v", err)
		}
		if err := firstError(p.flush(), s.close()); err != nil {
			t.Error(err)
		}
	})
}

// A page of many runs is put in order piece by piece.
func TestXPSBounds(t *testing.T) {
	g := &gathered{}
	data := xpsOf(t, []string{strings.Repeat(glyphs(1, 1, "甲"), 1) + strings.Repeat("<Canvas>", 1<<16) + strings.Repeat(`<Glyphs OriginX="5" FontRenderingEmSize="1" UnicodeString="乙"/><Glyphs OriginX="9" UnicodeString="丙" FontRenderingEmSize="1"/>`, xpsRuns)})
	if err := Extract(context.Background(), &File{Size: int64(len(data)), Reader: bytes.NewReader(data)}, g); err != nil {
		t.Error(err)
	}
	var wide strings.Builder
	for i := range 30000 {
		wide.WriteString(glyphs(i%15000*50, i/15000*20, "x"))
	}
	if got, _ := readParts(t, "a.xps", xpsOf(t, []string{wide.String()})); strings.Count(got, "x") != 30000 {
		t.Errorf("two wide lines: got %d of 30000 letters", strings.Count(got, "x"))
	}
	if !strings.Contains(g.text.String(), "甲") || !strings.Contains(g.text.String(), "乙") {
		t.Error("the text is not there")
	}
}

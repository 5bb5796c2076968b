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

// officeOf makes a package of parts: pairs of a name and what is in it.
func officeOf(t testing.TB, parts ...string) []byte {
	ms := []packed{{name: "[Content_Types].xml", text: "<Types/>"}}
	for i := 0; i+1 < len(parts); i += 2 {
		ms = append(ms, packed{name: parts[i], text: parts[i+1]})
	}
	return zipOf(t, ms...)
}

// wordBody is a document of Word with that in its body.
func wordBody(xml string) string {
	return `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>` + xml + `</w:body></w:document>`
}

// wordRun is a paragraph of Word.
func wordRun(text string) string { return `<w:p><w:r><w:t>` + text + `</w:t></w:r></w:p>` }

// A deepOut gathers the text of members, too.
type deepOut struct{ gathered }

func (o *deepOut) Member(f *File) error {
	o.members = append(o.members, f.Name)
	err := Extract(context.Background(), f, o)
	var s *Skip
	if errors.As(err, &s) {
		o.Skip(f.Name, *s)
		return nil
	}
	return err
}

// parts renders what was handed out: "part: text" for each block, with a | at
// the end of each cell but the last of a row.
func (g *gathered) parts() string {
	var b strings.Builder
	for _, k := range g.blocks {
		text := strings.TrimRight(string(k.Text), "\n")
		if k.Table != nil {
			text = strings.ReplaceAll(text, "\t", "|")
		}
		if strings.TrimSpace(text) != "" {
			fmt.Fprintf(&b, "%s: %s\n", k.Part, strings.ReplaceAll(text, "\n", "/"))
		}
	}
	return b.String()
}

// readParts reads data, and the members in it, as parts renders them.
func readParts(t testing.TB, name string, data []byte) (string, *deepOut) {
	t.Helper()
	o := &deepOut{gathered: gathered{keep: true}}
	if err := Extract(context.Background(), &File{Name: name, Size: int64(len(data)), Reader: bytes.NewReader(data)}, o); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return o.parts(), o
}

func TestDocxBody(t *testing.T) {
	const cells = `<w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>`
	box := `<w:txbxContent>` + wordRun("枠 花子") + `</w:txbxContent>`
	for _, tt := range []struct{ name, xml, want string }{
		{"runs", `<w:p><w:r><w:t>架空</w:t></w:r><w:proofErr/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve"> 太</w:t></w:r><w:r><w:t>郎</w:t></w:r></w:p>`, "body: 架空 太郎\n"},
		{"special", `<w:p><w:pPr><w:tabs><w:tab w:pos="1"/></w:tabs></w:pPr><w:r><w:t>03</w:t><w:noBreakHyphen/><w:t>00</w:t><w:softHyphen/><w:t>00</w:t><w:tab/><w:sym w:font="x" w:char="2460"/><w:br/><w:t>次</w:t></w:r></w:p>`, "body: 03-0000\t①/次\n"},
		{"deleted", `<w:p><w:r><w:t>担当 </w:t></w:r><w:del w:author="直し手"><w:r><w:delText>架空 太郎</w:delText></w:r></w:del><w:ins><w:r><w:t>他</w:t></w:r></w:ins></w:p>`, "body: 担当 他/直し手/担当 架空 太郎\n"},
		{"moved", `<w:p><w:moveFrom><w:r><w:t>甲</w:t></w:r></w:moveFrom><w:r><w:t>乙</w:t></w:r></w:p>`, "body: 乙/甲乙\n"},
		{"mark", `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>残る</w:t></w:r></w:p>`, "body: 残る\n"},
		{"ruby", `<w:p><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>かくう</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>架空</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t> 太郎</w:t></w:r></w:p>`, "body: 架空 太郎/かくう\n"},
		{"ruby of old", `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>EQ \* jc2 \o\ad(\s\up 9(</w:instrText><w:instrText>かくう),架空)</w:instrText><w:fldChar w:fldCharType="end"/><w:t> 太郎</w:t></w:r></w:p>`, "body: 架空 太郎/かくう\n"},
		{"field", `<w:p><w:r><w:instrText> HYPERLINK "mailto:</w:instrText></w:r><w:r><w:instrText>taro@example.jp" </w:instrText></w:r><w:r><w:t>連絡</w:t></w:r></w:p>`, "body: 連絡/HYPERLINK \"mailto:taro@example.jp\"\n"},
		{"once", `<w:p><w:r><mc:AlternateContent><mc:Choice>` + box + `</mc:Choice><mc:Fallback><w:pict><v:textbox>` + box + `</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`, "body: 枠 花子\n"},
		{"fallback", `<w:p><w:r><mc:AlternateContent><mc:Choice/><mc:Fallback>` + box + `</mc:Fallback></mc:AlternateContent></w:r></w:p>`, "body: 枠 花子\n"},
		{"inline", `<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>12</w:t></mc:Choice><mc:Fallback><w:t>12</w:t></mc:Fallback></mc:AlternateContent><w:t>3</w:t></w:r></w:p>`, "body: 123\n"},
		{"box in a word", `<w:p><w:r><w:t>架空</w:t></w:r><w:r>` + box + `</w:r><w:r><w:t>太郎</w:t></w:r></w:p>`, "body: 枠 花子/架空太郎\n"},
		{"alt", `<w:p><w:r><wp:inline><wp:docPr id="1" name="Picture 1" descr="架空の&#x7167;"/></wp:inline></w:r></w:p>`, "body: 架空の照\n"},
		{"unknown", `<w:p><x:new>架空 太郎</x:new><wp:posOffset>12345678</wp:posOffset></w:p>`, "body: 架空 太郎\n"},
		{"attribute", `<w:p><w15:presenceInfo w15:userId="taro@example.jp"/><x:new a="架空" b="1"/><w:rPr><w:rFonts w:eastAsia="明朝"/></w:rPr></w:p>`, "body: taro@example.jp/架空\n"},
		{"drop-down", `<w:sdt><w:sdtPr><w:alias w:val="担当"/><w:dropDownList><w:listItem w:displayText="架空 太郎" w:value="1"/></w:dropDownList></w:sdtPr><w:sdtContent>` + wordRun("選択") + `</w:sdtContent></w:sdt>`, "body: 選択/担当/架空 太郎\n"},
		{"table", `<w:tbl><w:tblPr/><w:tr>` + fmt.Sprintf(cells, "氏名", "電話") + `</w:tr><w:tr>` + fmt.Sprintf(cells, "架空</w:t></w:r><w:r><w:t> 太郎", "03") + `</w:tr></w:tbl>` + wordRun("後"), "body, table 1: 氏名|電話/架空 太郎|03\nbody: 後\n"},
		{"span", `<w:tbl><w:tr>` + fmt.Sprintf(cells, "甲", "乙") + `</w:tr><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>丙</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>丁</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`, "body, table 1: 甲|乙/丙||丁\n"},
		{"one row", `<w:tbl><w:tr>` + fmt.Sprintf(cells, "氏名", "架空 太郎") + `</w:tr></w:tbl>`, "body: 氏名\t架空 太郎\n"},
		{"one column", `<w:tbl><w:tr><w:tc>` + wordRun("甲") + wordRun("乙") + `</w:tc></w:tr><w:tr><w:tc>` + wordRun("丙") + `</w:tc></w:tr></w:tbl>`, "body: 甲/乙/丙\n"},
		{"nested", `<w:tbl><w:tr>` + fmt.Sprintf(cells, "甲", "乙") + `</w:tr><w:tr><w:tc><w:tbl><w:tr>` + fmt.Sprintf(cells, "内", "側") + `</w:tr><w:tr>` + fmt.Sprintf(cells, "1", "2") + `</w:tr></w:tbl></w:tc><w:tc>` + wordRun("外") + `</w:tc></w:tr></w:tbl>`,
			"body, table 1: 内|側/1|2\nbody, table 2: 甲|乙/|外\n"},
		{"entities", `<w:p><w:r><w:t>&a;&amp;</w:t></w:r></w:p>`, "body: &a;&\n"},
	} {
		got, _ := readParts(t, "a.docx", officeOf(t, "word/document.xml", wordBody(tt.xml)))
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestDocxParts(t *testing.T) {
	png := "\x89PNG\r\n\x1a\n"
	data := officeOf(t,
		"_rels/.rels", `<Relationships><Relationship Id="r" Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>`,
		"word/document2.xml", wordBody(wordRun("本文")),
		"word/_rels/document2.xml.rels", `<Relationships><Relationship Id="m" Type="http://x/hyperlink" Target="mailto:%E6%9E%B6%E7%A9%BA@example.jp" TargetMode="External"/></Relationships>`,
		"word/header1.xml", `<w:hdr>`+wordRun("頭")+`</w:hdr>`, "word/header2.xml", `<w:hdr>`+wordRun("頭二")+`</w:hdr>`,
		"word/footer1.xml", `<w:ftr>`+wordRun("足")+`</w:ftr>`, "word/footnotes.xml", `<w:x>`+wordRun("脚注")+`</w:x>`,
		"word/endnotes.xml", `<w:x>`+wordRun("文末")+`</w:x>`, "word/comments.xml", `<w:x><w:comment w:author="架空 花子">`+wordRun("意見")+`</w:comment></w:x>`,
		"word/diagrams/data1.xml", `<d><dgm:t><a:bodyPr/><a:p><a:r><a:t>組織</a:t></a:r></a:p></dgm:t></d>`,
		"word/charts/chart1.xml", `<c><c:pt idx="0"><c:v>架空支店</c:v></c:pt></c>`,
		"word/glossary/document.xml", wordBody(wordRun("定型")),
		"word/settings.xml", `<s><w:docVar w:name="客" w:val="架空 次郎"/><w:query w:val="SELECT 氏名"/></s>`,
		"word/utf16.xml", string(encode(t, `<?xml version="1.0" encoding="UTF-16"?><w:p><w:r><w:t>十六</w:t></w:r></w:p>`, utf16LE)),
		"customXml/_rels/item1.xml.rels", "<R/>", "customXml/itemProps1.xml", `<ds:datastoreItem ds:itemID="{1}"/>`, "customXml/item1.xml", "<?xml version=\"1.0\"?><顧客>架空 三郎</顧客>",
		"docProps/core.xml", `<p><dc:creator>架空 四郎</dc:creator><dc:title/></p>`,
		"docProps/app.xml", `<p><Characters>1234567</Characters><Company>架空商事</Company></p>`,
		"docProps/custom.xml", `<p><property name="得意先"><vt:lpwstr>架空工業</vt:lpwstr></property></p>`,
		"word/media/image1.png", png, "word/embeddings/a.txt", "添付\n", "word/afchunk.htm", "<html><body><p>差込</p></body></html>")
	want := `body: 本文
header 1: 頭
header 2: 頭二
footer: 足
footnotes: 脚注
endnotes: 文末
comments: 意見/架空 花子
diagram: 組織
chart: 架空支店
word/settings.xml: 客/架空 次郎/SELECT 氏名
word/utf16.xml: 十六
word/glossary/document.xml: 定型
properties: 会社名: 架空商事/作成者: 架空 四郎/得意先: 架空工業
links: mailto:架空@example.jp
: <?xml version="1.0"?><顧客>架空 三郎</顧客>
: 差込
: 添付
`
	got, o := readParts(t, "a.dat", data)
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := strings.Join(o.members, " "); got != "customXml/item1.xml word/afchunk.htm word/embeddings/a.txt word/media/image1.png" {
		t.Errorf("members %s", got)
	}
	if len(o.skips) > 0 {
		t.Errorf("skips %v, want none", o.skips)
	}
}

// A part that is damaged is told, and the others are read.
func TestDocxDamaged(t *testing.T) {
	var body strings.Builder
	for i := range 5000 {
		body.WriteString(wordRun(fmt.Sprintf("架空 %d番", i)))
	}
	data := officeOf(t, "word/document.xml", wordBody(body.String()), "word/footer1.xml", "<x>"+wordRun("足")+"</x>")
	at := bytes.Index(data, []byte("word/document.xml"))
	for i := range 40 {
		data[at+4000+i] ^= 0x55
	}
	got, o := readParts(t, "a.docx", data)
	if !strings.Contains(got, "架空 0番") || !strings.Contains(got, "footer: 足") || len(o.skips) != 1 || o.skips[0].Reason != ReasonDamaged {
		t.Errorf("got %d bytes of text, footer %v, skips %v; want what came before, the footer and one reason", len(got), strings.Contains(got, "footer: 足"), o.skips)
	}
}

// Of parts of one name programs show this one or that; what is not read is told.
func TestPartsTwice(t *testing.T) {
	body := wordBody(wordRun("架空 太郎"))
	for second, want := range map[string]string{
		"架空 太郎": `"架空 太郎\n"`,
		"架空 花子": `"架空 太郎\n"; a.docx: skip: partial: several parts of one name`,
	} {
		data := officeOf(t, "word/document.xml", body, "word/document.xml", wordBody(wordRun(second)))
		if got := strings.Join(gather(t, "a.docx", data, DefaultBudget()), "; "); !strings.Contains(got, want) || strings.Contains(got, "skip") != strings.Contains(want, "skip") {
			t.Errorf("got %s, want it to hold %s", got, want)
		}
	}
}

// What nests without end, or has no end, takes bounded memory and time.
func TestDocxHostile(t *testing.T) {
	for name, xml := range map[string]string{
		"tables":     strings.Repeat("<w:tbl><w:tr><w:tc>", 1<<18),
		"boxes":      strings.Repeat("<w:p><w:r><w:txbxContent>", 1<<18),
		"choices":    strings.Repeat("<mc:AlternateContent><mc:Fallback>", 1<<18),
		"cells":      "<w:tbl><w:tr>" + strings.Repeat("<w:tc/>", 1<<20),
		"spans":      "<w:tbl>" + strings.Repeat(`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr></w:tc><w:tc/></w:tr>`, 1<<10),
		"paragraph":  "<w:p><w:r>" + strings.Repeat("<w:t>架空</w:t><w:tab/>", 1<<18),
		"code":       "<w:p><w:r>" + strings.Repeat("<w:instrText>架空</w:instrText>", 1<<18),
		"unknown":    "<x>" + strings.Repeat("架空 ", 1<<18),
		"attributes": strings.Repeat(`<w:docPr descr="架空"/>`, 1<<18),
		"cell":       "<w:tbl><w:tr><w:tc>" + strings.Repeat(wordRun("架空 太郎"), 1<<16),
	} {
		o := &deepOut{}
		data := officeOf(t, "word/document.xml", xml)
		longest := 0
		o.check = func(b *Block) { longest = max(longest, len(b.Text)) }
		err := Extract(context.Background(), &File{Size: int64(len(data)), Reader: bytes.NewReader(data)}, o)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if longest > 2*blockSize {
			t.Errorf("%s: a block of %d bytes, want %d at most", name, longest, 2*blockSize)
		}
		if want := strings.Count(xml, "架空"); strings.Count(o.text.String(), "架空") < want {
			t.Errorf("%s: got %d words, want %d", name, strings.Count(o.text.String(), "架空"), want)
		}
	}
}

func FuzzOOXML(f *testing.F) {
	for _, s := range []string{
		wordBody(wordRun("架空 太郎")),
		wordBody(`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>` + wordRun("a") + `</w:tc></w:tr><w:tr><w:tc/></w:tr></w:tbl>`),
		`<mc:AlternateContent><mc:Choice><w:t>1</w:t></mc:Choice><mc:Fallback><w:txbxContent><w:p/></w:txbxContent></mc:Fallback></mc:AlternateContent>`,
		`<w:ruby><w:rt><w:t>a</w:t></w:rt></w:ruby><w:del><w:t>x</w:t></w:del><w:instrText>y</w:instrText><w:sym w:char="F0FC"/>`,
		`<w:wordDocument><w:r><w:footnote><w:p/></w:footnote></w:r><aml:annotation w:type="Word.Comment"><w:p/></aml:annotation><w:binData>QUJD</w:binData></w:wordDocument>`,
		`<p:txBody><a:p><a:t>x</a:t></a:p></p:txBody><a:tc><a:txBody><a:p/></a:txBody></a:tc>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		budget := DefaultBudget()
		for _, flat := range []*ooxmlFlat{nil, {ctx: context.Background(), f: &File{Budget: &budget}}} {
			s := newStory(&gathered{check: func(b *Block) { checkTable(t, b) }}, "body")
			text := newOOXMLText(s)
			text.flat = flat
			if err := text.read(decodeXML(bytes.NewReader(b))); err != nil && err != io.ErrUnexpectedEOF {
				t.Errorf("got error %v", err)
			}
			if err := s.close(); err != nil {
				t.Error(err)
			}
		}
	})
}

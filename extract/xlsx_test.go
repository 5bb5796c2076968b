package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// A partsOut gathers what comes out of a file, by part: rows of tables with
// their numbers and | between their cells, lines of text as they are.
type partsOut struct {
	parts map[string][]string
	skips []string
	files []string
}

func (o *partsOut) Text(b *Block) error {
	if b.Table == nil {
		for line := range strings.Lines(string(b.Text)) {
			o.add(b.Part, strings.TrimSuffix(line, "\n"))
		}
		return nil
	}
	t := b.Table
	for i := range len(t.Rows) - 1 {
		var cells []string
		for c := t.Rows[i]; c < t.Rows[i+1]; c++ {
			cell := string(b.Text[t.Cells[2*c]:t.Cells[2*c+1]])
			if t.Columns != nil && t.Columns[c] != c-t.Rows[i] {
				cell = fmt.Sprintf("%s:%s", appendCell(nil, b.Line+int(t.Lines[i]), int(t.Columns[c])), cell)
			}
			cells = append(cells, cell)
		}
		o.add(b.Part, fmt.Sprintf("%d %s", b.Line+int(t.Lines[i]), strings.Join(cells, "|")))
	}
	return nil
}

func (o *partsOut) add(part, line string) { o.parts[part] = append(o.parts[part], line) }

func (o *partsOut) Member(f *File) error {
	data, err := io.ReadAll(f)
	o.files = append(o.files, fmt.Sprintf("%s: %s", f.Name, data))
	return err
}

func (o *partsOut) Skip(member string, s Skip) { o.skips = append(o.skips, member+": "+s.Error()) }

// partsOf reads a file.
func partsOf(t testing.TB, name string, data []byte) *partsOut {
	t.Helper()
	o := &partsOut{parts: make(map[string][]string)}
	b := DefaultBudget()
	err := Extract(context.Background(), &File{Name: name, Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}, o)
	var s *Skip
	if errors.As(err, &s) {
		o.skips = append(o.skips, s.Error())
	} else if err != nil {
		t.Fatalf("%s: got error %v, want only skips", name, err)
	}
	if b.level != 0 || b.reserve != 0 {
		t.Errorf("%s: budget is left at level %d with %d in reserve, want 0 and 0", name, b.level, b.reserve)
	}
	return o
}

// says checks what a part says.
func (o *partsOut) says(t *testing.T, part string, want ...string) {
	t.Helper()
	if got := o.parts[part]; !slices.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", part, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

const xlsxTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`

// rels makes a part of links: kind, target and so on. One with a colon leads out
// of the package.
func rels(links ...string) string {
	var b strings.Builder
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i := 0; i < len(links); i += 2 {
		mode := ""
		if strings.Contains(links[i+1], ":") {
			mode = ` TargetMode="External"`
		}
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"%s/>`, i/2+1, links[i], links[i+1], mode)
	}
	return b.String() + "</Relationships>"
}

// book makes a workbook of one sheet and further parts: name, content and so on.
func book(t testing.TB, sheet string, parts ...string) []byte {
	t.Helper()
	links := []string{"worksheet", "worksheets/sheet1.xml"}
	for i := 0; i < len(parts); i += 2 {
		switch parts[i] {
		case "xl/sharedStrings.xml":
			links = append(links, "sharedStrings", "sharedStrings.xml")
		case "xl/styles.xml":
			links = append(links, "styles", "styles.xml")
		}
	}
	ms := []packed{
		{name: "[Content_Types].xml", text: xlsxTypes},
		{name: "_rels/.rels", text: rels("officeDocument", "xl/workbook.xml")},
		{name: "xl/workbook.xml", text: `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="顧客" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{name: "xl/_rels/workbook.xml.rels", text: rels(links...)},
		{name: "xl/worksheets/sheet1.xml", text: sheet},
	}
	for i := 0; i < len(parts); i += 2 {
		ms = append(ms, packed{name: parts[i], text: parts[i+1]})
	}
	return zipOf(t, ms...)
}

// cellsOf makes a sheet of rows, whose cells are of the form "A1 type style value".
func cellsOf(rows ...[]string) string {
	var b strings.Builder
	b.WriteString("<worksheet><sheetData>")
	for _, row := range rows {
		b.WriteString("<row>")
		for _, c := range row {
			f := strings.SplitN(c, " ", 4)
			fmt.Fprintf(&b, `<c r="%s" t="%s" s="%s"><v>%s</v></c>`, f[0], f[1], f[2], f[3])
		}
		b.WriteString("</row>")
	}
	return b.String() + "</sheetData></worksheet>"
}

func TestXLSXCells(t *testing.T) {
	styles := `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000\-0000"/><numFmt numFmtId="165" formatCode="[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>` +
		`<numFmt numFmtId="166" formatCode="@&quot;様&quot;"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>` +
		`<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/><xf numFmtId="166"/><xf numFmtId="11"/></cellXfs></styleSheet>`
	strs := `<sst><si><t>架空 太郎</t><rPh sb="0" eb="2"><t>カクウ</t></rPh><rPh sb="3" eb="5"><t>タロウ</t></rPh></si><si><r><t>例示 </t></r><r><rPr><b/></rPr><t>花子</t></r></si><si/>` +
		`<si><t>消した 人</t></si><si><t>一行_x000D_
二行_x005F_</t></si></sst>`
	data := book(t, cellsOf(
		[]string{"A1 s 0 0", "B1 n 1 11001", "C1 n 2 29235", "D1 n 3 29235.0"},
		[]string{"A2 s 4 1", "B2 n 0 1234567890123456", "C2 n 5 123456789012", "D2 n 0 1.23456789012E+11"},
		[]string{"A3 b 0 1", "B3 e 0 #N/A", "C3 d 0 1980-01-15T00:00:00", "D3 str 0 A&amp;B"},
		[]string{"A4 s 0 4", "C4 inlineStr 0 ", "XFD4 n 0 7"},
		[]string{"A9 s 0 99", "B9 s 0 2", "C9 n 0 5"},
	), "xl/styles.xml", styles, "xl/sharedStrings.xml", strs)
	o := partsOf(t, "a.xlsx", data)
	o.says(t, "顧客",
		"1 架空 太郎|001-1001|昭和55年1月15日|1980/1/15",
		"2 例示 花子様|1234567890123456|123456789012|123456789012",
		"3 TRUE|#N/A|1980-01-15|A&B",
		"4 一行 \n二行_||||XFD4:7",
		"9 ||5")
	o.says(t, "phonetic", "カクウタロウ")
	o.says(t, "unused strings", "消した 人")
	if want := "xl/worksheets/sheet1.xml: damaged: 1 cells name texts that are not there"; !slices.Equal(o.skips, []string{want}) {
		t.Errorf("got skips %q, want %q", o.skips, want)
	}
}

// Other programs name parts as they like, link them by their place in the
// package, give elements a prefix or write UTF-16.
func TestXLSXOfOtherPrograms(t *testing.T) {
	sheet := `<?xml version="1.0"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>架空 太郎</x:t></x:is></x:c><x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>`
	data := zipOf(t,
		packed{name: "[Content_Types].xml", text: xlsxTypes},
		packed{name: "_rels/.rels", text: rels("officeDocument", "/book.xml")},
		packed{name: "book.xml", text: `<x:workbook><x:workbookPr date1904="true"/><x:sheets><x:sheet name="表" r:id="rId1" state="veryHidden"/><x:sheet name="表2" r:id="rId2"/></x:sheets></x:workbook>`},
		packed{name: "_rels/book.xml.rels", text: rels("worksheet", "/Parts/One.xml", "worksheet", `parts\two%20b.xml`)},
		packed{name: "parts/one.xml", text: sheet},
		packed{name: "parts/two b.xml", text: string(encode(t, "\ufeff"+sheet, utf16LE))},
		packed{name: "lost/sheet9.xml", text: sheet},
	)
	o := partsOf(t, "noname", data)
	for _, part := range []string{"表", "表2", "sheet9"} {
		o.says(t, part, "1 架空 太郎|5")
	}
	if len(o.skips) > 0 {
		t.Errorf("got skips %q, want none", o.skips)
	}
}

// What stands beside the cells comes out by the part it is in, and nothing in
// the zip is left out.
func TestXLSXBeside(t *testing.T) {
	sheet := `<worksheet><sheetData><row r="2"><c r="B2"><f>IF(A1,"架空 花子","")</f><v>0</v></c><c r="C2"><f>A1&amp;B1</f></c></row></sheetData>` +
		`<dataValidations><dataValidation prompt="名前" sqref="A1:XFD1048576"><formula1>"架空 一郎,架空 二郎"</formula1></dataValidation></dataValidations>` +
		`<hyperlinks><hyperlink ref="A1" display="担当 三郎"/></hyperlinks><headerFooter><oddHeader>&amp;L&amp;"ＭＳ 明朝,標準"&amp;12部外秘 架空&amp;C&amp;K01+000&amp;P&amp;&amp;x</oddHeader></headerFooter></worksheet>`
	data := book(t, sheet,
		"xl/worksheets/_rels/sheet1.xml.rels", rels("comments", "../comments1.xml", "hyperlink", "mailto:taro%40example.jp", "drawing", "../drawings/drawing1.xml", "printerSettings", "../printerSettings/printerSettings1.bin"),
		"xl/comments1.xml", `<comments><authors><author>例示 太郎</author></authors><commentList><comment ref="A1"><text><r><t>電話</t></r><r><t>した</t></r></text></comment></commentList></comments>`,
		"xl/drawings/drawing1.xml", `<xdr:wsDr><xdr:sp><xdr:cNvPr id="2" descr="似顔絵"/><a:p><a:r><a:t>枠の</a:t></a:r><a:r><a:t>中</a:t></a:r></a:p><a:p><a:r><a:t>二行</a:t></a:r></a:p></xdr:sp></xdr:wsDr>`,
		"xl/drawings/_rels/drawing1.xml.rels", rels("image", "../media/image1.png", "chart", "../charts/chart1.xml"),
		"xl/charts/chart1.xml", `<c:chartSpace><c:pt idx="0"><c:v>架空 四郎</c:v></c:pt></c:chartSpace>`,
		"xl/media/image1.png", "\x89PNG",
		"xl/pivotCache/pivotCacheDefinition1.xml", `<pivotCacheDefinition><cacheFields><cacheField name="氏名"><sharedItems><s v="架空 五郎"/><d v="1980-01-15T00:00:00"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>`,
		"xl/pivotCache/pivotCacheRecords1.xml", `<pivotCacheRecords><r><x v="0"/><s v="架空 六郎"/><n v="5"/></r></pivotCacheRecords>`,
		"xl/externalLinks/externalLink1.xml", `<externalLink><externalBook><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>架空 七郎</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>`,
		"docProps/core.xml", `<cp:coreProperties><dc:creator>例示 八郎</dc:creator></cp:coreProperties>`,
		"docProps/custom.xml", `<Properties><property name="顧客名"><vt:lpwstr>例示 九郎</vt:lpwstr></property></Properties>`,
		"xl/calcChain.xml", `<calcChain><c r="B2"/></calcChain>`,
		"xl/persons/person.xml", `<personList><person displayName="例示 十郎" id="{00000000-0000-0000-0000-000000000000}"/></personList>`,
		"xl/new/strange.xml", `<a b="謎"><c>text</c></a>`,
		"xl/embeddings/oleObject1.bin", "inside",
	)
	o := partsOf(t, "a.xlsx", data)
	o.says(t, "formulas of 顧客", `IF(A1,"架空 花子","")`)
	o.says(t, "details of 顧客", "名前", `"架空 一郎,架空 二郎"`, "担当 三郎")
	o.says(t, "header of 顧客", "部外秘 架空", "&x")
	o.says(t, "comments of 顧客", "例示 太郎", "電話した")
	o.says(t, "links of 顧客", "mailto:taro@example.jp")
	o.says(t, "shapes of 顧客", "似顔絵", "枠の中", "二行")
	o.says(t, "chart of 顧客", "架空 四郎")
	o.says(t, "pivotCacheDefinition1", "1 氏名", "2 架空 五郎", "3 1980-01-15")
	o.says(t, "pivotCacheRecords1", "1 |架空 六郎|5")
	o.says(t, "external link 1", "1 架空 七郎")
	o.says(t, "properties", "作成者: 例示 八郎", "顧客名: 例示 九郎")
	o.says(t, "xl/persons/person.xml", "例示 十郎")
	o.says(t, "xl/new/strange.xml", "謎", "text")
	o.says(t, "workbook", "顧客")
	if want := []string{"xl/media/image1.png: \x89PNG", "xl/embeddings/oleObject1.bin: inside"}; !sameStrings(o.files, want) {
		t.Errorf("got members %q, want %q", o.files, want)
	}
	if len(o.skips) != 1 || !strings.Contains(o.skips[0], "1 formulas that make text") {
		t.Errorf("got skips %q, want one for the formula without a result", o.skips)
	}
}

func sameStrings(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// A name that is written once for several rows belongs to each of them, and a
// header over two columns of values to both.
func TestXLSXMerged(t *testing.T) {
	sheet := cellsOf(
		[]string{"A1 str 0 番号", "B1 str 0 氏名", "D1 str 0 連絡先"},
		[]string{"D2 str 0 電話", "E2 str 0 住所"},
		[]string{"A3 n 0 1", "B3 str 0 架空", "C3 str 0 太郎", "D3 str 0 03-0000-0000", "E3 str 0 甲市"},
		[]string{"D4 str 0 03-0000-0001"},
		[]string{"A5 str 0 一行だけ"},
		[]string{"F6 str 0 "},
	)
	sheet = strings.Replace(sheet, "</sheetData>", `</sheetData><mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C2"/><mergeCell ref="D1:E1"/>`+
		`<mergeCell ref="A3:A4"/><mergeCell ref="B3:B4"/><mergeCell ref="C3:C4"/><mergeCell ref="A5:F6"/></mergeCells>`, 1)
	partsOf(t, "a.xlsx", book(t, sheet)).says(t, "顧客",
		"1 番号|氏名||連絡先",
		"2 番号|氏名|氏名|電話|住所",
		"3 1|架空|太郎|03-0000-0000|甲市",
		"4 1|架空|太郎|03-0000-0001",
		"5 一行だけ")
}

// Strings that do not fit in memory are read from the file.
func TestSharedStrings(t *testing.T) {
	const n = 40000
	text := func(i int) string { return strings.Repeat("架空", i%40) + fmt.Sprint(i) }
	s := &sharedStrings{memory: 2 * stringsChunk}
	defer s.close()
	for i := range n {
		if err := s.add([]byte(text(i))); err != nil {
			t.Fatal(err)
		}
	}
	if s.temp == nil {
		t.Fatalf("%d chunks are in memory, want them in a file", len(s.chunks))
	}
	for i := range n {
		k := i * 7919 % n
		got, err := s.get(k)
		if err != nil || string(got) != text(k) {
			t.Fatalf("string %d: got %q and error %v, want %q", k, got, err, text(k))
		}
		if k%100 == 50 { // leave some
			s.used[k/64] &^= 1 << (k % 64)
		}
	}
	o := &partsOut{parts: make(map[string][]string)}
	say := newSayings(o)
	if err := errors.Join(s.unused(say), say.close()); err != nil {
		t.Fatal(err)
	}
	if got := len(o.parts[""]); got != n/100 {
		t.Errorf("got %d strings that no cell named, want %d", got, n/100)
	}
	for _, i := range []int{-1, n, 1 << 40} {
		if got, err := s.get(i); got != nil || err != nil {
			t.Errorf("string %d: got %q and error %v, want none", i, got, err)
		}
	}
}

// A sheet that unpacks to more than its share of the budget ends with a reason,
// and the next sheet is read.
func TestXLSXBomb(t *testing.T) {
	data := book(t, "<worksheet><sheetData>"+strings.Repeat("<row><c><v>1</v></c></row>", 1<<20)+"</sheetData></worksheet>",
		"xl/worksheets/sheet2.xml", cellsOf([]string{"A1 str 0 架空"}))
	o := &partsOut{parts: make(map[string][]string)}
	b := Budget{Depth: 4, Bytes: 8 << 20}
	if err := Extract(context.Background(), &File{Name: "a.xlsx", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}, o); err != nil {
		t.Fatal(err)
	}
	if len(o.skips) != 1 || !strings.HasPrefix(o.skips[0], "xl/worksheets/sheet1.xml: "+ReasonTooLarge) {
		t.Errorf("got skips %q, want one: %s", o.skips, ReasonTooLarge)
	}
	o.says(t, "sheet2", "1 架空")
}

// A member of an archive is read as one on a share, and one without a directory
// as far as it goes.
func TestXLSXInside(t *testing.T) {
	data := book(t, cellsOf([]string{"A1 str 0 架空", "B1 n 0 5"}), "xl/media/image1.png", strings.Repeat("x", 5000))
	lines := gather(t, "a.zip", zipOf(t, packed{name: "b.xlsx", text: string(data)}), DefaultBudget())
	if want := `a.zip!b.xlsx: "架空\t5\n"`; !slices.Contains(lines, want) {
		t.Errorf("got\n%s\nwant a line %s", strings.Join(lines, "\n"), want)
	}
	o := partsOf(t, "a.xlsx", data[:len(data)-100])
	o.says(t, "顧客", "1 架空|5")
	if len(o.skips) == 0 {
		t.Error("got no reason for a file without its end")
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add([]byte(cellsOf([]string{"A1 s 0 0", "B1 n 1 11001", "XFD2 d 0 1980"})), []byte("<sst><si><t>架空</t><rPh><t>カ</t></rPh></si></sst>"), []byte(`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>`))
	f.Add([]byte(`<sheetData><row r="9"><c r="A9"><f>"架空"&amp;A1</f></c></row></sheetData><mergeCell ref="A1:B9"/><oddHeader>&amp;C&amp;"x</oddHeader>`), []byte("<si/>"), []byte(""))
	f.Fuzz(func(t *testing.T, sheet, strs, styles []byte) {
		partsOf(t, "a.xlsx", book(t, string(sheet), "xl/sharedStrings.xml", string(strs), "xl/styles.xml", string(styles)))
	})
}

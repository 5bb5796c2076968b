package extract

import (
	"slices"
	"strings"
	"testing"
)

// odsContent is a spreadsheet as LibreOffice writes it, shortened.
const odsContent = `<office:automatic-styles><style:style style:name="架空のスタイル"/></office:automatic-styles><office:body><office:spreadsheet>` +
	`<table:table table:name="顧客"><table:shapes><draw:frame><draw:text-box><text:p>枠の<text:span>中</text:span></text:p></draw:text-box></draw:frame></table:shapes>` +
	`<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2"><text:p>氏名</text:p></table:table-cell><table:covered-table-cell/><table:table-cell><text:p>生年月日</text:p></table:table-cell><table:table-cell><text:p>番号</text:p></table:table-cell></table:table-row>` +
	`<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><office:annotation><dc:creator>例示 太郎</dc:creator><text:p>電話した</text:p></office:annotation><text:p>架空<text:s text:c="2"/>花子</text:p></table:table-cell><table:table-cell/>` +
	`<table:table-cell office:value-type="date" office:date-value="1980-01-15"><text:p>1月15日</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="123456789012"><text:p>1.23E+11</text:p></table:table-cell></table:table-row>` +
	`<table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>` +
	`<table:table-row><table:table-cell office:value-type="string" table:formula="of:=&quot;架空 一郎&quot;"><text:p>隠れた<text:line-break/>値</text:p></table:table-cell>` +
	`<table:table-cell office:value-type="string"><text:p><text:ruby><text:ruby-base>例示</text:ruby-base><text:ruby-text>レイジ</text:ruby-text></text:ruby></text:p></table:table-cell>` +
	`<table:table-cell office:value-type="percentage" office:value="0.5"/><table:table-cell table:number-columns-repeated="3" office:value-type="string"><text:p>同</text:p></table:table-cell></table:table-row></table:table>` +
	`</office:spreadsheet></office:body>`

func checkODS(t *testing.T, o *partsOut) {
	t.Helper()
	o.says(t, "顧客", "1 氏名||生年月日|番号", "2 架空  花子||1980-01-15|123456789012", "3 架空  花子||1980-01-15|123456789012", "1004 隠れた 値|例示|0.5|同|同|同")
	o.says(t, "comments of 顧客", "作成者: 例示 太郎", "電話した")
	o.says(t, "shapes of 顧客", "枠の中")
	o.says(t, "formulas of 顧客", `of:="架空 一郎"`)
	o.says(t, "phonetic", "レイジ")
	o.says(t, "header", "部外秘")
	if len(o.skips) > 0 {
		t.Errorf("got skips %q, want none", o.skips)
	}
}

const odsStyles = `<office:master-styles><style:master-page><style:header><text:p>部外秘</text:p></style:header></style:master-page></office:master-styles>`

// odsZip makes a spreadsheet in a zip.
func odsZip(t testing.TB, content, manifest string) []byte {
	return storedZip(packed{name: "mimetype", text: odfSheets},
		packed{name: "content.xml", text: "<office:document-content>" + content + "</office:document-content>"},
		packed{name: "styles.xml", text: "<office:document-styles>" + odsStyles + "</office:document-styles>"},
		packed{name: "META-INF/manifest.xml", text: manifest})
}

func TestODS(t *testing.T) {
	checkODS(t, partsOf(t, "a.ods", odsZip(t, odsContent, "<manifest/>")))
}

func TestFODS(t *testing.T) {
	doc := `<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="` + odfSheets + `">` + odsStyles + odsContent
	checkODS(t, partsOf(t, "a.xml", []byte(doc+"</office:document>")))
	o := partsOf(t, "a.fods", []byte(doc[:strings.Index(doc, "1004")+len(doc)-200]))
	if len(o.skips) != 1 || !strings.HasPrefix(o.skips[0], ReasonDamaged) {
		t.Errorf("without its end: got skips %q, want one: %s", o.skips, ReasonDamaged)
	}
}

func TestODSEncrypted(t *testing.T) {
	o := partsOf(t, "a.ods", odsZip(t, "\x00\x01", `<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>`))
	if !slices.Contains(o.skips, odfEncrypted.Error()) || len(o.parts) > 0 {
		t.Errorf("got skips %q and parts %q, want: %v", o.skips, o.parts, &odfEncrypted)
	}
}

func FuzzODS(f *testing.F) {
	f.Add([]byte(odsContent))
	f.Add([]byte(`<table:table><table:table-row table:number-rows-repeated="9"><table:table-cell table:number-columns-repeated="99999" table:number-rows-spanned="3"><text:p>x<text:p>y`))
	f.Fuzz(func(t *testing.T, content []byte) {
		partsOf(t, "a.ods", odsZip(t, string(content), ""))
	})
}

package extract

import (
	"strings"
	"testing"
)

const excelXMLDoc = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">` +
	`<DocumentProperties><Author>例示 太郎</Author></DocumentProperties>` +
	`<Styles><Style ss:ID="p"><NumberFormat ss:Format="000\-0000"/></Style><Style ss:ID="c" ss:Parent="p"/><Style ss:ID="d"><NumberFormat ss:Format="Long Date"/></Style></Styles>` +
	`<Worksheet ss:Name="顧客"><Table><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">氏名</Data></Cell><Cell><Data ss:Type="String">番号</Data></Cell></Row>` +
	`<Row ss:Index="3"><Cell ss:MergeDown="1"><ss:Data ss:Type="String"><B>架空</B> 花子</ss:Data><Comment ss:Author="例示 次郎"><ss:Data><Font>電話した</Font></ss:Data></Comment><PhoneticText>カクウ</PhoneticText></Cell>` +
	`<Cell ss:Index="3" ss:StyleID="c"><Data ss:Type="Number">11001</Data></Cell><Cell ss:StyleID="d"><Data ss:Type="DateTime">1980-01-15T00:00:00.000</Data></Cell></Row>` +
	`<Row><Cell ss:Index="3" ss:Formula="=&quot;架空 一郎&quot;" ss:HRef="mailto:a@example.jp"><Data ss:Type="Boolean">1</Data></Cell></Row></Table>` +
	`<WorksheetOptions><PageSetup><Header x:Data="&amp;C部外秘"/></PageSetup></WorksheetOptions></Worksheet></Workbook>`

func TestExcelXML(t *testing.T) {
	for name, doc := range map[string][]byte{"utf8": []byte(excelXMLDoc), "utf16": encode(t, "\ufeff"+excelXMLDoc, utf16LE)} {
		o := partsOf(t, name+".xls", doc)
		o.says(t, "顧客", "1 氏名|C1:番号", "3 架空 花子|C3:001-1001|D3:1980年1月15日", "4 架空 花子|C4:TRUE")
		o.says(t, "comments of 顧客", "例示 次郎: 電話した")
		o.says(t, "phonetic", "カクウ")
		o.says(t, "formulas of 顧客", `="架空 一郎"`)
		o.says(t, "links of 顧客", "mailto:a@example.jp")
		o.says(t, "header of 顧客", "部外秘")
		o.says(t, "details of workbook", "Author: 例示 太郎")
		if len(o.skips) > 0 {
			t.Errorf("%s: got skips %q, want none", name, o.skips)
		}
	}
	o := partsOf(t, "a.xml", []byte(excelXMLDoc[:len(excelXMLDoc)-30]))
	if len(o.skips) != 1 || !strings.HasPrefix(o.skips[0], ReasonDamaged) {
		t.Errorf("without its end: got skips %q, want one: %s", o.skips, ReasonDamaged)
	}
}

// What is called like a workbook and is none is read as what it is.
func TestNoWorkbook(t *testing.T) {
	for name, text := range map[string]string{
		"a.xls":  "<html><table><tr><td>氏名<td>番号</tr><tr><td>架空 太郎<td>1</tr></table></html>",
		"a.xlsx": "氏名,番号\n架空 太郎,1\n架空 花子,2\n",
		"a.slk":  "ID;氏名\n1;架空 太郎\n",
		"a.xml":  "<Workbook><a>架空 太郎</a></Workbook>\n",
	} {
		g := gatherText(t, name, []byte(text))
		if got := g.text.String(); !strings.Contains(got, "架空 太郎") || len(g.skips) > 0 {
			t.Errorf("%s: got %q and skips %v, want it to hold 架空 太郎", name, got, g.skips)
		}
	}
}

func FuzzExcelXML(f *testing.F) {
	f.Add([]byte(excelXMLDoc))
	f.Fuzz(func(t *testing.T, doc []byte) { partsOf(t, "a.xml", append([]byte(excelXMLDoc[:200]), doc...)) })
}

package scan

import (
	"archive/zip"
	"bytes"
	"path/filepath"
	"testing"
)

// A finding in a sheet names its cell, behind columns that are empty and
// whatever row the file says it is in.
func TestCellOfSheet(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"[Content_Types].xml":        `<Types/>`,
		"_rels/.rels":                `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook><sheets><sheet name="名簿" id="r"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="3"><c r="B3" t="str"><v>氏名</v></c><c r="AB3" t="str"><v>電話番号</v></c></row>` +
			`<row r="7"><c r="B7" t="str"><v>架空 太郎</v></c><c r="AB7" t="str"><v>03-0000-0000</v></c></row></sheetData></worksheet>`,
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "a.xlsx"), b.Bytes())
	run := mustRun(t, shareConfig(t, dir))
	want := map[string]string{"jp-name": "B7", "phone": "AB7"}
	for _, f := range run.Findings {
		s := f.Samples[0]
		if cell, ok := want[f.Kind]; ok && (s.Cell != cell || s.Part != "名簿" || s.Line != 7) {
			t.Errorf("%s: got cell %s of %s, line %d, want %s of 名簿, line 7", f.Kind, s.Cell, s.Part, s.Line, cell)
		}
		delete(want, f.Kind)
	}
	for kind := range want {
		t.Errorf("no %s found", kind)
	}
}

package scan

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

// In a workbook the list is in the sheets: names of sheets and who wrote it are
// neither rows nor people of it.
func TestListInWorkbook(t *testing.T) {
	list := "氏名,電話番号\n山田 太郎,090-1234-0001\n鈴木 花子,090-1234-0002\n佐藤 次郎,090-1234-0003\n"
	other := "氏名,電話番号\n高橋 三郎,090-1234-0004\n田中 良子,090-1234-0005\n"
	book := withFile(t, workbook(t, list, other), "docProps/core.xml", `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>渡辺 美咲</dc:creator></cp:coreProperties>`)
	_, _, l := knownPeople(t, string(book))
	if l.People != 5 || l.Rows != 5 || l.Empty != 0 || l.Vague != 0 || l.Beside != 1 {
		t.Errorf("got %+v, want 5 people in 5 rows, and one beside", *l)
	}
	companies := list + strings.Repeat("株式会社架空製作所,03-1234-0009\n", 2)
	if _, _, l = knownPeople(t, string(workbook(t, companies))); l.People != 3 || l.Rows != 5 || l.Empty != 0 || l.Companies != 2 {
		t.Errorf("with companies: got %+v, want 3 people in 5 rows, 2 of companies, none empty", *l)
	}
}

// withFile adds a file to a zip.
func withFile(tb testing.TB, data []byte, name, text string) []byte {
	tb.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range r.File {
		if err := z.Copy(f); err != nil {
			tb.Fatal(err)
		}
	}
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

package extract

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

func TestWordXML(t *testing.T) {
	picture := base64.StdEncoding.EncodeToString([]byte("絵の 太郎\n"))
	old := `<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x"><o:DocumentProperties><o:Author>架空 四郎</o:Author></o:DocumentProperties>
<w:body><wx:sect><w:p><w:r><w:t>架空</w:t></w:r><w:r><w:footnote><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote></w:r><w:r><w:t> 太郎</w:t></w:r></w:p>
<w:p><w:r><w:t>担当 </w:t></w:r><aml:annotation aml:author="直し手" w:type="Word.Deletion"><aml:content><w:r><w:delText>次郎</w:delText></w:r></aml:content></aml:annotation></w:p>
<w:p><w:r><aml:annotation w:type="Word.Comment"><aml:content><w:p><w:r><w:t>意見</w:t></w:r></w:p></aml:content></aml:annotation></w:r><w:r><w:pict><w:binData>` + picture + `</w:binData></w:pict></w:r></w:p>
<w:sectPr><w:hdr><w:p><w:r><w:t>頭</w:t></w:r></w:p></w:hdr></w:sectPr></wx:sect></w:body></w:wordDocument>`
	got, o := readParts(t, "a.xml", []byte(old))
	for _, want := range []string{"架空 四郎", "脚注/", "架空 太郎", "担当 /直し手/担当 次郎", "意見", "頭", ": 絵の 太郎"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	if len(o.members) != 1 {
		t.Errorf("members %q, want one", o.members)
	}
	flat := `<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/document.xml"><pkg:xmlData>` + wordBody(wordRun("架空</w:t></w:r><w:r><w:t> 太郎"))[21:] +
		`</pkg:xmlData></pkg:part><pkg:part pkg:name="/word/header1.xml"><pkg:xmlData><w:hdr>` + wordRun("頭") + `</w:hdr></pkg:xmlData></pkg:part><pkg:part pkg:name="/word/media/a.txt"><pkg:binaryData>` + picture + `</pkg:binaryData></pkg:part></pkg:package>`
	got, o = readParts(t, "a.dat", []byte(flat))
	if want := "body: 架空 太郎\nheader: 頭\n: 絵の 太郎\n"; got != want || len(o.members) != 1 || o.members[0] != "word/media/a.txt" {
		t.Errorf("got %q and members %q, want %q", got, o.members, want)
	}
}

func TestWordXMLBounds(t *testing.T) {
	for doc, want := range map[string]bool{
		`<w:wordDocument>` + wordRun("架空"):                                                   true,
		`<w:wordDocument>` + strings.Repeat(`<aml:annotation w:type="Word.Comment">`, 1<<17): true,
		`<package><part name="/x">架空</part></package>`:                                       false,
	} {
		o := &deepOut{}
		err := Extract(context.Background(), &File{Size: int64(len(doc)), Reader: strings.NewReader(doc)}, o)
		var s *Skip
		if got := errors.As(err, &s) && s.Reason == ReasonDamaged; got != want || !strings.Contains(o.text.String()+doc, "架空") && !want {
			t.Errorf("%.40s: got %v, want damaged: %v", doc, err, want)
		}
	}
}

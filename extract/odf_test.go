package extract

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"testing"
)

// odfOf makes a package of a media type: pairs of a name and what is in it.
func odfOf(t testing.TB, media string, parts ...string) []byte {
	ms := []packed{{name: "mimetype", text: media, head: zip.FileHeader{Method: zip.Store, Comment: "stored"}}}
	for i := 0; i+1 < len(parts); i += 2 {
		ms = append(ms, packed{name: parts[i], text: parts[i+1]})
	}
	return zipOf(t, ms...)
}

func odfBody(xml string) string {
	return `<?xml version="1.0"?><office:document-content><office:body><office:text>` + xml + `</office:text></office:body></office:document-content>`
}

func odfCells(texts ...string) string {
	row := "<table:table-row>"
	for _, s := range texts {
		row += "<table:table-cell><text:p>" + s + "</text:p></table:table-cell>"
	}
	return row + "</table:table-row>"
}

func TestODTBody(t *testing.T) {
	for _, tt := range []struct{ name, xml, want string }{
		{"spans", `<text:p>架空<text:span> 太</text:span>郎<text:s text:c="2"/>様<text:tab/>甲<text:line-break/>乙</text:p>`, "body: 架空 太郎  様\t甲/乙\n"},
		{"note", `<text:p>架空<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注</text:p></text:note-body></text:note>太郎</text:p>`, "body: 脚注/架空太郎\n"},
		{"comment", `<text:p>甲<office:annotation><dc:creator>架空 花子</dc:creator><text:p>意見</text:p></office:annotation>乙</text:p>`, "body: 意見/架空 花子/甲乙\n"},
		{"box", `<text:p>甲<draw:frame><draw:text-box><text:p>枠</text:p></draw:text-box><svg:desc>説明</svg:desc></draw:frame>乙</text:p>`, "body: 枠/甲乙/説明\n"},
		{"ruby", `<text:p><text:ruby><text:ruby-base>架空</text:ruby-base><text:ruby-text>かくう</text:ruby-text></text:ruby> 太郎</text:p>`, "body: 架空 太郎/かくう\n"},
		{"deleted", `<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>直し手</dc:creator></office:change-info><text:p>太</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>架空 <text:change text:change-id="c1"/>郎</text:p>`,
			"body: 架空 郎/直し手/架空 太郎\n"},
		{"deleted lines", `<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>架空 太郎</text:p><text:p>東京都</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>甲</text:p>`, "body: 甲/架空 太郎/東京都\n"},
		{"table", `<table:table>` + odfCells("氏名", "電話") + odfCells("架空 <text:span>太郎</text:span>", "03") + `</table:table>`, "body, table 1: 氏名|電話/架空 太郎|03\n"},
		{"covered", `<table:table>` + odfCells("甲", "乙", "丙") + `<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>丁</text:p></table:table-cell><table:covered-table-cell/><table:table-cell><text:p>戊</text:p></table:table-cell></table:table-row></table:table>`, "body, table 1: 甲|乙|丙/丁||戊\n"},
		{"link", `<text:p><text:a xlink:href="mailto:taro@example.jp">連絡</text:a><text:a xlink:href="#x">先</text:a></text:p>`, "body: 連絡先/mailto:taro@example.jp\n"},
		{"form", `<form:text form:current-value="架空 太郎"/><text:p/>`, "body: 架空 太郎\n"},
	} {
		got, _ := readParts(t, "a.odt", odfOf(t, odfText, "content.xml", odfBody(tt.xml)))
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestODFParts(t *testing.T) {
	styles := `<s><style:master-page><style:header><text:p>頭<presentation:footer/></text:p></style:header><style:footer><text:p>足</text:p></style:footer></style:master-page></s>`
	meta := `<office:document-meta><office:meta><meta:initial-creator>架空 四郎</meta:initial-creator><meta:user-defined meta:name="得意先">架空工業</meta:user-defined></office:meta></office:document-meta>`
	chart := `<c><office:body><office:chart><chart:title><text:p>売上</text:p></chart:title></office:chart></office:body></c>`
	got, o := readParts(t, "a.odt", odfOf(t, odfText+"-template", "content.xml", odfBody("<text:p>本文</text:p>"), "styles.xml", styles, "meta.xml", meta,
		"settings.xml", `<config:config-item>1234567</config:config-item>`, "Object 1/content.xml", chart, "Pictures/a.csv", "添付\n", "META-INF/manifest.xml", `<m/>`, "layout-cache", "\x00\x01"))
	if want := "body: 本文\nheader: 頭\nfooter: 足\nObject 1: 売上\nproperties: 作成者: 架空 四郎/得意先: 架空工業\n: 添付\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(o.skips) > 0 {
		t.Errorf("skips %v, want none", o.skips)
	}
	got, _ = readParts(t, "a.odt", zipOf(t, packed{name: "META-INF/manifest.xml", text: `<m><file-entry full-path="/" media-type="` + odfText + `"/></m>`}, packed{name: "content.xml", text: odfBody("<text:p>甲</text:p>")}))
	if want := "body: 甲\n"; got != want {
		t.Errorf("without a mimetype: got %q, want %q", got, want)
	}
	pages := `<draw:page><draw:frame><draw:text-box><text:p>一枚目</text:p></draw:text-box></draw:frame><presentation:notes><draw:text-box><text:p>話</text:p></draw:text-box></presentation:notes></draw:page><draw:page><draw:custom-shape><text:p>二枚目</text:p></draw:custom-shape></draw:page>`
	got, _ = readParts(t, "a.odp", odfOf(t, odfPresentation, "content.xml", odfBody(pages)))
	if want := "slide 1: 一枚目\nnotes of slide 1: 話\nslide 2: 二枚目\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestODFEncrypted(t *testing.T) {
	manifest := func(name string) string {
		return `<manifest:manifest><manifest:file-entry manifest:full-path="` + name + `"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`
	}
	for name, parts := range map[string][]string{
		"content": {"content.xml", "\x01\x02", "META-INF/manifest.xml", manifest("content.xml")},
		"all":     {"encrypted-package", "\x01\x02", "META-INF/manifest.xml", manifest("encrypted-package")},
	} {
		data := odfOf(t, odfText, parts...)
		err := Extract(context.Background(), &File{Size: int64(len(data)), Reader: bytes.NewReader(data)}, &gathered{})
		var s *Skip
		if !errors.As(err, &s) || s.Reason != ReasonEncrypted {
			t.Errorf("%s: got %v, want %s", name, err, ReasonEncrypted)
		}
	}
	_, o := readParts(t, "a.odt", odfOf(t, odfText, "content.xml", odfBody("<text:p>甲</text:p>"), "Pictures/a.png", "\x01", "META-INF/manifest.xml", manifest("Pictures/a.png")))
	if len(o.skips) != 1 || o.skips[0].Reason != ReasonEncrypted || len(o.members) > 0 {
		t.Errorf("a picture: got skips %v and members %q, want one skip", o.skips, o.members)
	}
}

func TestFlatODF(t *testing.T) {
	picture := base64.StdEncoding.EncodeToString([]byte("添付の 太郎\n"))
	doc := `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="x" office:mimetype="` + odfText + `"><office:meta><dc:title>題</dc:title></office:meta>
<office:body><office:text><text:p>架空<text:span> 太郎</text:span>
様</text:p><draw:image><office:binary-data>` + picture[:5] + "\n  " + picture[5:] + `</office:binary-data></draw:image><text:p>後</text:p></office:text></office:body></office:document>`
	got, o := readParts(t, "a.xml", []byte(doc))
	if want := "properties: title: 題\n: 添付の 太郎\nbody: 架空 太郎 様/後\n"; got != want || len(o.members) != 1 {
		t.Errorf("got %q and members %q, want %q and one", got, o.members, want)
	}
	cut := strings.TrimSuffix(doc, "</office:text></office:body></office:document>")
	var skip *Skip
	if err := Extract(context.Background(), &File{Size: -1, Reader: strings.NewReader(cut)}, &gathered{}); !errors.As(err, &skip) || skip.Reason != ReasonDamaged {
		t.Errorf("cut off: got %v, want damaged", err)
	}
	got, _ = readParts(t, "a.xml", []byte(strings.Replace(doc, odfText, "application/x", 1)))
	if !strings.Contains(got, "<text:span>") {
		t.Errorf("XML of another type: got %q, want it as it stands", got)
	}
}

func FuzzODF(f *testing.F) {
	for _, s := range []string{
		odfBody(`<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>b</text:p></text:note-body></text:note></text:p>`),
		odfBody(`<table:table>` + odfCells("a", "b") + odfCells("c") + `</table:table>`),
		`<office:meta><dc:creator>a</dc:creator></office:meta><draw:page/><presentation:notes/><style:header><text:p/></style:header>`,
		`<text:changed-region text:id="a"><text:deletion><text:p>x</text:p></text:deletion></text:changed-region><text:change text:change-id="a"/>`,
		`<office:binary-data>AAAA QUJD</office:binary-data><text:p>x</text:p>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		o := &gathered{check: func(b *Block) { checkTable(t, b) }}
		s := newStory(o, "body")
		budget := DefaultBudget()
		if err := newODFText(context.Background(), s, &File{Budget: &budget}, "page").read(newDecoder(bytes.NewReader(b), sniffCharset(b))); err != nil && err != io.ErrUnexpectedEOF {
			t.Errorf("got error %v", err)
		}
		if err := s.close(); err != nil {
			t.Error(err)
		}
	})
}

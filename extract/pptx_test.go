package extract

import (
	"fmt"
	"testing"
)

// slideOf is a slide with a text body in a shape.
func slideOf(text string) string {
	return `<p:sld><p:cSld><p:spTree><p:sp><p:nvSpPr><p:cNvPr id="2" name="Title 1" descr="説明"/></p:nvSpPr><p:txBody><a:bodyPr/><a:p><a:r><a:rPr/><a:t>` +
		text + `</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`
}

// relationship is a line of a .rels part.
func relationship(id, kind, target string) string {
	return fmt.Sprintf(`<Relationship Id="%s" Type="http://x/relationships/%s" Target="%s"/>`, id, kind, target)
}

func TestPptx(t *testing.T) {
	cell := func(text string) string {
		return `<a:tc><a:txBody><a:p><a:r><a:t>` + text + `</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc>`
	}
	drawn := `<a:p><a:r><a:t>組織 花子</a:t></a:r></a:p>`
	data := officeOf(t,
		"ppt/presentation.xml", `<p:presentation><p:sldIdLst><p:sldId id="256" r:id="rId9"/><p:sldId r:id="rId3" id="257"/></p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels", `<R>`+relationship("rId3", "slide", "slides/slide1.xml")+relationship("rId9", "slide", "/ppt/slides/slide2.xml")+`</R>`,
		"ppt/slides/slide1.xml", `<p:sld show="0"><a:tbl><a:tr>`+cell("氏名")+cell("電話")+`</a:tr><a:tr>`+cell("架空 太郎")+cell("03")+`</a:tr></a:tbl></p:sld>`,
		"ppt/slides/slide2.xml", slideOf("架空 <!-- -->次郎"),
		"ppt/slides/_rels/slide2.xml.rels", `<R>`+relationship("a", "notesSlide", "../notesSlides/notesSlide5.xml")+relationship("b", "comments", "../comments/modernComment_1.xml")+
			relationship("c", "slide", "slide1.xml")+relationship("d", "diagramData", "../diagrams/data1.xml")+relationship("e", "diagramDrawing", "../diagrams/drawing1.xml")+
			relationship("f", "chart", "../charts/chart1.xml")+`</R>`,
		"ppt/notesSlides/notesSlide5.xml", slideOf("話すこと"),
		"ppt/comments/modernComment_1.xml", `<p188:cmLst><p188:cm><p188:txBody><a:p><a:r><a:t>意見</a:t></a:r></a:p></p188:txBody></p188:cm></p188:cmLst>`,
		"ppt/comments/comment1.xml", `<p:cmLst><p:cm><p:text>古い意見</p:text></p:cm></p:cmLst>`,
		"ppt/commentAuthors.xml", `<x><p:cmAuthor name="架空 三郎" initials="K"/></x>`,
		"ppt/diagrams/data1.xml", `<d><dgm:t>`+drawn+`</dgm:t></d>`, "ppt/diagrams/drawing1.xml", `<d><dsp:txBody>`+drawn+`<a:p><a:r><a:t>図だけ</a:t></a:r></a:p></dsp:txBody></d>`,
		"ppt/charts/chart1.xml", `<c><c:title><c:tx><c:rich><a:p><a:r><a:t>売上</a:t></a:r></a:p></c:rich></c:tx></c:title><c:v>架空支店</c:v></c>`,
		"ppt/slideLayouts/slideLayout1.xml", slideOf("配置"),
		"ppt/embeddings/a.csv", "氏名,電話\n架空 四郎,03\n")
	want := `slide 1: 架空 次郎/説明
notes of slide 1: 話すこと/説明
comments of slide 1: 意見
diagram of slide 1: 組織 花子
diagram of slide 1: 図だけ
chart of slide 1: 売上/架空支店
slide 2, table 1: 氏名|電話/架空 太郎|03
comments: 古い意見
ppt/commentAuthors.xml: 架空 三郎
layout: 配置/説明
: 氏名,電話/架空 四郎,03
`
	got, o := readParts(t, "a.pptx", data)
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(o.skips) > 0 || len(o.members) != 1 {
		t.Errorf("members %q and skips %v, want one and none", o.members, o.skips)
	}
}

// Without the presentation the slides are read by their numbers.
func TestPptxOrder(t *testing.T) {
	data := officeOf(t, "ppt/slides/slide10.xml", slideOf("十"), "ppt/slides/slide2.xml", slideOf("二"))
	if got, _ := readParts(t, "a.pptx", data); got != "slide 1: 二/説明\nslide 2: 十/説明\n" {
		t.Errorf("got %q", got)
	}
}

package extract

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestUnescapeXML(t *testing.T) {
	for in, want := range map[string]string{
		"<名>&#x67B6;&#31354;&amp;&lt;x&gt;</名>": "<名>架空&<x></名>",
		"a&b &; &unknown; &#xZZ; AT&T":          "a&b &; &unknown; &#xZZ; AT&T",
		"1&#10;2&nbsp;3":                        "1 2 3",
		"&":                                     "&",
		"&am":                                   "&am",
		"&#134071;":                             "𠮷",
		"&nGt;":                                 "&nGt;",
		"&&amp;&":                               "&&&",
	} {
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(in), "bytes": iotest.OneByteReader(strings.NewReader(in))} {
			got, err := io.ReadAll(newFilter(r, unescapeXML))
			if err != nil || string(got) != want {
				t.Errorf("%s by %s: got %s, want %s; %v", in, name, got, want, err)
			}
		}
	}
}

func TestExtractXML(t *testing.T) {
	const doc = "<?xml version=\"1.0\" encoding=\"NAME\"?>\n<r>\n<氏名 id=\"1\">架空&#32;&#22826;&#x90CE;</氏名>\n<![CDATA[髙橋 <b>]]></r>\n"
	const want = "<氏名 id=\"1\">架空 太郎</氏名>\n<![CDATA[髙橋 <b>]]></r>\n"
	for cs, name := range map[charset]string{utf8Text: "UTF-8", cp932: "Shift_JIS", eucJP: "EUC-JP", utf16LE: "UTF-16", utf16BE: "UTF-16"} {
		got := gatherText(t, "a.xml", encode(t, strings.Replace(doc, "NAME", name, 1), cs)).text.String()
		if !strings.HasSuffix(got, want) {
			t.Errorf("%s: got %q, want %q at its end", cs, got, want)
		}
	}
}

// A declaration tells what is too short to tell by itself, and no more.
func TestDeclaredCharset(t *testing.T) {
	for _, cs := range []charset{cp932, eucJP} {
		b := encode(t, "<a encoding=\"Shift_JIS\">東京都架空区の太郎です</a>", cs)
		if got := sniffCharset(b); got != cs {
			t.Errorf("%s, declared as Shift_JIS: told as %s", cs, got)
		}
	}
}

func TestExtractHTML(t *testing.T) {
	for in, want := range map[string]string{
		"<!doctype html><body><p>架<b>空</b>太<i>郎</i></p><p>次</p>":           "架空太郎\n次\n",
		"<!doctype html>氏名<br>架空&nbsp;太郎<br/>\n&#x90CE;&lt;":               "氏名\n架空 太郎\n郎<",
		"<!doctype html><!-- 架空 <b>太郎 --> <script>var a='<td>';</script>":  "  架空 <b>太郎   \nvar a='<td>';\n",
		"<!doctype html><input name=\"氏名\" value='架空 &amp; 太郎'>":           " 氏名=\"架空 & 太郎\" ",
		"<!doctype html><a href=mailto:a@example.jp>x</a><img alt=\"架空\">": " href=\"mailto:a@example.jp\" x \"架空\" ",
		"<!doctype html><x tel=03-0000-0000 class=c fullname='架空'>":        " tel=\"03-0000-0000\"  fullname=\"架空\" ",
		"<!doctype html>a < b <3 <":                                        "a < b <3 <",
		"<!doctype html>\n<div\n>\n3\n</div>\n5":                           "\n\n\n3\n\n5",
		"<!doctype html><a title=\"x>y\">z</a>":                            " \"x>y\" z",
		"<!doctype html><a title=\"x>y":                                    " \"x\" y",
	} {
		got := gatherText(t, "a.html", []byte(in)).text.String()
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestHTMLTable(t *testing.T) {
	const page = `<!DOCTYPE html>
<body>
<h1>名簿</h1>
<table border=1>
<tr><th>番号<th>氏名<th colspan="2">連絡先</tr>
<tr>
  <td>1</td><td>架<b>空</b>
   太郎</td>
  <td>03-0000-0000</td><td></td>
</tr>
</table>
<p>以上</p>
<table><tr><td>外<table><tr><td>内</td></tr></table></td><td>後</td></tr></table>
`
	g := gatherText(t, "a.html", []byte(page))
	type row struct {
		line  int
		cells string
	}
	var got []row
	for _, b := range g.blocks {
		checkTable(t, &b)
		if b.Table == nil {
			continue
		}
		for i := range b.Table.Lines {
			var cells []string
			for c := b.Table.Rows[i]; c < b.Table.Rows[i+1]; c++ {
				cells = append(cells, string(b.Text[b.Table.Cells[2*c]:b.Table.Cells[2*c+1]]))
			}
			got = append(got, row{b.Line + int(b.Table.Lines[i]), strings.Join(cells, "|")})
		}
	}
	want := []row{{5, "番号|氏名|連絡先|"}, {6, "1|架空 太郎|03-0000-0000|"}, {13, "外"}, {13, "内"}, {13, "後"}}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("row %d: got %v, want %v", i, got[i], want[i])
		}
	}
	last := g.blocks[1]
	for _, b := range g.blocks {
		if strings.Contains(string(b.Text), "以上") {
			last = b
		}
	}
	if last.Line+strings.Count(string(last.Text[:strings.Index(string(last.Text), "以上")]), "\n") != 12 {
		t.Errorf("以上 is on line 12; its block %q begins on line %d", last.Text, last.Line)
	}
}

// A table larger than a block keeps its rows and its identity.
func TestHTMLLargeTable(t *testing.T) {
	var s strings.Builder
	s.WriteString("<!doctype html><table>")
	for s.Len() < 4*tableText {
		s.WriteString("<tr><td>架空 太郎</td><td>1</td></tr>\n")
	}
	g := gatherText(t, "a.html", []byte(s.String()))
	rows, first, ids := 0, 0, map[int]bool{}
	for _, b := range g.blocks {
		checkTable(t, &b)
		if b.Table != nil {
			rows += len(b.Table.Rows) - 1
			ids[b.Table.ID] = true
			if b.Table.First {
				first++
			}
		}
	}
	if want := strings.Count(s.String(), "<tr>"); rows != want || first != 1 || len(ids) != 1 {
		t.Errorf("%d rows, %d first blocks, %d tables; want %d, 1, 1", rows, first, len(ids), want)
	}
}

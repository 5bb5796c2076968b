package xmlscan

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// tokens returns what is in doc, one string a token, texts joined.
func tokens(r io.Reader) (got []string, err error) {
	x := NewReader(r)
	var t Token
	text := false
	for {
		if err = x.Next(&t); err != nil {
			if err == io.EOF {
				err = nil
			}
			return got, err
		}
		switch {
		case t.Kind == Text && text:
			got[len(got)-1] += string(t.Text)
		case t.Kind == Text:
			got = append(got, string(t.Text))
		case t.Kind == End:
			got = append(got, "/"+string(t.Name))
		case t.Empty:
			got = append(got, string(t.Name)+"/")
		default:
			got = append(got, "<"+string(t.Name)+fmt.Sprintf(" %s", t.Attr("a")))
		}
		text = t.Kind == Text
	}
}

func TestTokens(t *testing.T) {
	for _, tt := range []struct{ doc, want string }{
		{`<?xml version="1.0"?><w:p a="1">架空<b/>太郎</w:p>`, `<p 1|架空|b/|太郎|/p`},
		{`<a b="x>y" w:a='2'>t</a>`, `<a 2|t|/a`},
		{`<a x=1>t</a>`, `<a |t|/a`},
		{`a&amp;b&#x67B6;&#31354;&nbsp;&#0;&#xFFFFFFFFF;`, `a&b架空&nbsp;&#0;&#xFFFFFFFFF;`},
		{`<!-- <x> --><a><![CDATA[<b>&amp;]]]]><![CDATA[>]]></a>`, `<a |<b>&amp;]]>|/a`},
		{`<!DOCTYPE a><a/>`, `a/`},
		{`<a
 a = "3"
>`, `<a 3`},
		{"plain", "plain"},
		{"", ""},
	} {
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(tt.doc), "bytes": iotest.OneByteReader(strings.NewReader(tt.doc))} {
			got, err := tokens(r)
			if s := strings.Join(got, "|"); s != tt.want || err != nil {
				t.Errorf("%s, %s: got %s and error %v, want %s", tt.doc, name, s, err, tt.want)
			}
		}
	}
}

// Long text is handed out in pieces that cut no character and no reference.
func TestLongText(t *testing.T) {
	want := strings.Repeat("架空&", 40000)
	for _, doc := range []string{"<a>" + strings.ReplaceAll(want, "&", "&amp;") + "</a>", "<a><![CDATA[" + want + "]]></a>"} {
		x := NewReader(strings.NewReader(doc))
		var tok Token
		var got strings.Builder
		for x.Next(&tok) == nil {
			if bytes.ContainsRune(tok.Text, '\uFFFD') || len(tok.Text) > 4*textStep {
				t.Fatalf("a token of %d bytes, or with a cut character", len(tok.Text))
			}
			got.Write(tok.Text)
		}
		if got.String() != want {
			t.Errorf("got %d bytes, want %d", got.Len(), len(want))
		}
	}
}

func TestBroken(t *testing.T) {
	for _, tt := range []struct {
		doc  string
		want error
	}{
		{"<a", io.ErrUnexpectedEOF},
		{`<a b="`, io.ErrUnexpectedEOF},
		{"<!-- x", io.ErrUnexpectedEOF},
		{"<a " + strings.Repeat("x", 3*MaxTag), ErrTag},
	} {
		if _, err := tokens(strings.NewReader(tt.doc)); !errors.Is(err, tt.want) {
			t.Errorf("%.20s: got error %v, want %v", tt.doc, err, tt.want)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><a b="c>"><![CDATA[x]]>&#x67b6;<!-- --></a>`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		a, errA := tokens(bytes.NewReader(doc))
		b, errB := tokens(iotest.OneByteReader(bytes.NewReader(doc)))
		if strings.Join(a, "|") != strings.Join(b, "|") || !errors.Is(errB, errA) {
			t.Errorf("read at once %q %v, byte by byte %q %v", a, errA, b, errB)
		}
	})
}

func BenchmarkReader(b *testing.B) {
	doc := []byte("<sheetData>" + strings.Repeat(`<row r="1"><c r="A1" t="s"><v>123</v></c><c r="B1" t="inlineStr"><is><t>架空 太郎</t></is></c></row>`, 10000) + "</sheetData>")
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	x := NewReader(nil)
	var t Token
	for b.Loop() {
		x.Reset(bytes.NewReader(doc))
		for x.Next(&t) == nil {
			_ = t.Attr("r")
		}
	}
}

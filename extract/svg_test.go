package extract

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

func TestSVG(t *testing.T) {
	picture := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("絵の 太郎\n", 1000)))
	doc := `<?xml version="1.0"?><!-- 註 --><!DOCTYPE svg PUBLIC "x" "y">
<svg:svg xmlns="s"><text><tspan class="TextParagraph"><tspan class="TextPosition" x="1" y="1"><tspan>架空</tspan></tspan><tspan class="TextPosition" x="1" y="2">
太郎</tspan></tspan></text><text><tspan x="1" y="1">甲</tspan><tspan x="1" dy="1em">乙&amp;</tspan></text>
<path d="` + strings.Repeat("1,2 ", 5000) + `"/><image xlink:href="data:image/png;base64,` + picture[:100] + "\n" + picture[100:] + `" title="題"/><desc>説明</desc></svg:svg>`
	got, o := readParts(t, "a.xml", []byte(doc))
	for _, want := range []string{"架空 太郎</text>", "甲/乙&</text>", "註", `title="題"`, "説明", ": 絵の 太郎/"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in the text", want)
		}
	}
	if len(o.members) != 1 || strings.Count(got, "絵の 太郎") != 1000 {
		t.Errorf("got members %q and %d lines of the picture, want one and 1000", o.members, strings.Count(got, "絵の 太郎"))
	}
	if strings.Count(got, "1,2 ") != 5000 {
		t.Errorf("got %d of 5000 points of a long tag", strings.Count(got, "1,2 "))
	}
	var skip *Skip
	err := Extract(context.Background(), &File{Size: -1, Reader: strings.NewReader(doc[:len(doc)-5])}, &gathered{})
	if !errors.As(err, &skip) || skip.Reason != ReasonDamaged {
		t.Errorf("cut off: got %v, want damaged", err)
	}
	for _, other := range []string{"<svg", "<a><svg></svg></a>", "text <svg >", "<svgx>"} {
		if matchSVG([]byte(other)) {
			t.Errorf("%s is taken for SVG", other)
		}
	}
}

func FuzzSVG(f *testing.F) {
	f.Add([]byte(`<svg><text x="1">a<tspan y="2">b</tspan></text><image href="data:x;base64,QUJD"/></svg>`))
	f.Add([]byte(`<svg><text><tspan><text/></svg><a b=";base64,`))
	f.Fuzz(func(t *testing.T, b []byte) {
		budget := DefaultBudget()
		var s *Skip
		if err := extractSVG(context.Background(), &File{Size: -1, Reader: bytes.NewReader(b), Budget: &budget}, &gathered{}); err != nil && !errors.As(err, &s) {
			t.Errorf("got error %v", err)
		}
	})
}

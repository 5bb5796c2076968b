package extract

import (
	"slices"
	"strings"
	"testing"
)

// Pages as LibreOffice and Excel write them: fonts with Japanese names around
// each word, values beside what a cell shows, lines wrapped within names.
func TestHTMLOfOffice(t *testing.T) {
	page := "<!DOCTYPE html>\n<html><body>\n" +
		"<p style=\"margin: 0\"><font face=\"ＭＳ 明朝\">氏名</font>:<font face=\"ＭＳ 明朝\">架空\n花子</font></p>\n" +
		"<p><font face=\"ＭＳ 明朝\">平成</font>6<font face=\"ＭＳ 明朝\">年</font></p>\n" +
		"<pre>一行目\n二行目</pre>\n" +
		"<table><tr><td style='font-family:\"ＭＳ 明朝\"' class=\"表\">架空 太郎</td>" +
		"<td sdval=\"9012345678\" sdnum=\"1041;\">###</td><td x:num=\"1234567\">1,234,567</td></tr></table>\n</body></html>\n"
	got := gatherTexts(t, "a.html", []byte(page), nil)
	all := strings.Join(got, "\n")
	for _, want := range []string{"氏名:架空 花子", "平成6年", "一行目\n二行目", "架空 太郎\t9012345678\t1,234,567"} {
		if !strings.Contains(all, want) {
			t.Errorf("got %q, want %q in it", all, want)
		}
	}
	if slices.ContainsFunc(got, func(l string) bool { return strings.Contains(l, "明朝") }) {
		t.Errorf("got %q, want no names of fonts", all)
	}
}

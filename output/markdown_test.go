package output

import (
	"bytes"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"github.com/shikiri/shikiri/report"
)

// rendered returns the HTML of a report, with all that the renderer would let
// through, as no page of GitHub does.
func rendered(t *testing.T, r *report.Run, lang string) string {
	t.Helper()
	var source, page bytes.Buffer
	if err := writeMarkdown(&source, r, Options{Lang: lang}); err != nil {
		t.Fatal(err)
	}
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := md.Convert(source.Bytes(), &page); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

// rename puts a name in the place of every text that a value holds.
func rename(v reflect.Value, name string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(name)
	case reflect.Pointer:
		if !v.IsNil() {
			rename(v.Elem(), name)
		}
	case reflect.Slice:
		for i := range v.Len() {
			rename(v.Index(i), name)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				rename(v.Field(i), name)
			}
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			v.SetMapIndex(k, reflect.ValueOf(name))
		}
	}
}

var (
	htmlTag  = regexp.MustCompile(`<\s*/?\s*([a-zA-Z!?][a-zA-Z0-9]*)`)
	codeSpan = regexp.MustCompile(`(?s)<code>.*?</code>`)
	ourTags  = []string{"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "ul", "li"}
)

// Whatever a file, a client or a person is called, the page has no link, mention,
// picture or HTML of theirs, and no table breaks: it has the same tags as with
// names that are harmless.
func TestMarkdownHostile(t *testing.T) {
	shape := func(page string) string { return strings.Join(htmlTag.FindAllString(page, -1), "") }
	harmless := auditRun()
	rename(reflect.ValueOf(harmless).Elem(), "名")
	want := shape(rendered(t, harmless, "ja"))
	for _, name := range []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](http://host.example)", "![a](http://host.example/a.png)", "http://host.example/a",
		"www.host.example", "user@host.example", "@everyone", "#1", "owner/repo#1", "`", "``", "a`b", "|", `\|`, `\\|`, `a\`, "a | b", "--- | ---", "# a", "- a", "1. a", "> a",
		"a\nb", "a\r\n\r\n# b", "\t", "  a  ", "*a*", "_a_", "~~a~~", "<!-- a", "-->", "&lt;a&gt;", "&#124;", "$a$", "[^1]", "[ ] a", ":smile:", "\x00\x1b[2J\u202e", "\xff|", "```\na\n```", "</code>a",
		"`<a href=x>", strings.Repeat("`|<a>", 500), "]]>", "{{a}}", "[[a]]",
	} {
		r := auditRun()
		rename(reflect.ValueOf(r).Elem(), name)
		page := rendered(t, r, "ja")
		if got := shape(page); got != want {
			t.Errorf("%.40q: got the tags\n%s\nwant\n%s", name, got, want)
		}
		for _, tag := range htmlTag.FindAllStringSubmatch(page, -1) {
			if !slices.Contains(ourTags, tag[1]) {
				t.Errorf("%.40q: got <%s>, want none but %v", name, tag[1], ourTags)
			}
		}
		if outside := codeSpan.ReplaceAllString(page, ""); strings.ContainsAny(outside, "@`") || strings.Contains(outside, "host.example") {
			t.Errorf("%.40q stands outside of code", name)
		}
	}
}

// Each table has as many cells in a row as in its head.
func TestMarkdownTables(t *testing.T) {
	for name, r := range sampleRuns() {
		for _, lang := range []string{"ja", "en"} {
			page := rendered(t, r, lang)
			if strings.Contains(codeSpan.ReplaceAllString(page, ""), "| ") {
				t.Errorf("%s: a table was not read as one:\n%s", name, page)
			}
			for table := range strings.SplitSeq(page, "<table>") {
				head := strings.Count(table, "<th ") + strings.Count(table, "<th>")
				for row := range strings.SplitSeq(table, "<tr>") {
					if n := strings.Count(row, "<td ") + strings.Count(row, "<td>"); n > 0 && n != head {
						t.Errorf("%s: got %d cells below %d titles in %s", name, n, head, row)
					}
				}
			}
		}
	}
}

// A job page takes 1 MiB; a run of any size fits, and says what it leaves out.
func TestMarkdownSize(t *testing.T) {
	r := auditRun()
	long := strings.Repeat("\U000e0001", 5000) // shown as 10 bytes each
	rename(reflect.ValueOf(r).Elem(), long)
	many := func(v reflect.Value) {
		for range 10 {
			v.Set(reflect.AppendSlice(v, v))
		}
	}
	v := reflect.ValueOf(r).Elem()
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.Slice && v.Field(i).Len() > 0 {
			many(v.Field(i))
		}
	}
	many(reflect.ValueOf(&r.Changes.Gone).Elem())
	var b bytes.Buffer
	if err := writeMarkdown(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 1<<20 {
		t.Errorf("got %d bytes, want 1 MiB at most", b.Len())
	}
	if got := strings.Count(b.String(), "... and "); got < 10 {
		t.Errorf("%d lists say what they leave out, want each", got)
	}
}

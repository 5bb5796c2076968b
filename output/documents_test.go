package output

import (
	"os"
	"strings"
	"testing"
)

func document(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("../" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Auditors look for what docs/audit.md names: chapters of the page and sheets of
// the workbook, as they are called there.
func TestAuditDocuments(t *testing.T) {
	english, japanese := document(t, "docs/audit.md"), document(t, "docs/audit.ja.md")
	for key, title := range htmlEnglish {
		if strings.HasPrefix(key, "h-") {
			wantIn(t, "docs/audit.md", english, "| "+title, htmlJapanese[key])
			wantIn(t, "docs/audit.ja.md", japanese, "| "+htmlJapanese[key])
		}
	}
	for id, title := range englishProbe.Lists {
		wantIn(t, "docs/audit.md", english, "| "+title+" | "+japaneseProbe.Lists[id]+" |")
		wantIn(t, "docs/audit.ja.md", japanese, "| "+japaneseProbe.Lists[id]+" |")
	}
	sheets := func(w *xlsxWords) []string {
		return []string{w.Cover, w.Summary, w.Findings, w.NotExamined, w.Exceptions, w.Conditions, w.Changes, w.Double, w.Known, w.Parts}
	}
	wantIn(t, "docs/audit.md", english, sheets(&englishXLSX)...)
	wantIn(t, "docs/audit.md", english, sheets(&japaneseXLSX)...)
	wantIn(t, "docs/audit.ja.md", japanese, sheets(&japaneseXLSX)...)
	for _, is := range []string{"conforming", "nonconforming", "incomplete"} {
		wantIn(t, "docs/audit.md", english, japaneseAudit.Conformity[is])
		wantIn(t, "docs/audit.ja.md", japanese, "**"+japaneseAudit.Conformity[is]+"**")
	}
}

// Each format is in the documents that tell of formats.
func TestFormatsAreDocumented(t *testing.T) {
	for _, name := range []string{"README.md", "README.ja.md"} {
		text := document(t, name)
		for _, f := range All() {
			wantIn(t, name, text, "`"+f.Name+"`")
		}
	}
	text := document(t, "docs/reports.md")
	for _, f := range All() {
		if f.Name != "table" {
			wantIn(t, "docs/reports.md", text, f.Name)
		}
	}
}

func wantIn(t *testing.T, name, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%s does not name %q", name, w)
		}
	}
}

package output

import (
	"strings"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// A run of an older version does not tell its options: that is said, and not
// taken for "no".
func TestConditions(t *testing.T) {
	for _, lang := range []string{"en", "ja"} {
		w := conditionWordsFor(lang)
		for name, test := range map[string]struct {
			options *report.Options
			want    string
		}{
			"older run": {nil, w.Unknown + w.Unknown + w.Unknown},
			"none":      {&report.Options{}, w.NotRead + w.No + w.NoLayouts},
			"all":       {&report.Options{OCR: true, Snapshots: true, Layouts: "sha256:1"}, w.Read + w.Yes + "sha256:1"},
		} {
			got := ""
			for _, c := range conditions(&report.Run{Options: test.options}, lang) {
				if c.Name == w.OCR || c.Name == w.Snapshots || c.Name == w.Layouts {
					got += c.Value
				}
			}
			if got != test.want {
				t.Errorf("%s, %s: got %q, want %q", lang, name, got, test.want)
			}
		}
	}
}

// Warnings and notes are Japanese in all Japanese reports for people.
func TestWarningsAreTranslated(t *testing.T) {
	r := auditRun()
	const warning, note = "share /srv/共有 holds no files: is it the right one, and mounted?", "the rules are others than those of the old run: what is gone may no longer be looked for"
	r.Warnings, r.Changes.Notes, r.Changes.Unclear[0].Why = []string{"shikiri.yaml:10:38: an exception of zone office ended on 2026-03-31 and no longer applies", warning}, []string{note}, "other-user"
	for _, name := range []string{"html", "markdown", "table"} {
		for lang, want := range map[string][]string{
			"ja": {"共有 /srv/共有 にファイルがありません", "shikiri.yaml:10:38: 区域 office の例外は 2026-03-31 で終わり", "検出規則が前回と違います", changeWordsFor("ja").Whys["other-user"]},
			"en": {warning, "an exception of zone office ended on 2026-03-31", note},
		} {
			var b strings.Builder
			if err := Lookup(name).Write(&b, r, Options{Lang: lang}); err != nil {
				t.Fatal(err)
			}
			text := strings.Join(strings.Fields(strings.NewReplacer("|", " ", "+", " ").Replace(b.String())), " ")
			for _, s := range want {
				if !strings.Contains(text, s) && !strings.Contains(strings.ReplaceAll(text, " ", ""), strings.ReplaceAll(s, " ", "")) {
					t.Errorf("%s in %s: got no %q", name, lang, s)
				}
			}
		}
	}
}

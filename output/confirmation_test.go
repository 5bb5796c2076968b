package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/report"
)

func confirmed(t *testing.T, r *report.Run, lang string) string {
	t.Helper()
	var b bytes.Buffer
	if err := writeConfirmation(&b, r, Options{Lang: lang}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// deletedRun is a run after a deletion: n files of two clients are gone.
func deletedRun(n int) *report.Run {
	r := auditRun()
	r.Findings = nil
	c := r.Changes
	c.Added, c.Grown, c.Remaining, c.Moved = 0, 0, 0, 0
	c.Moves, c.Unclear, c.Notes, c.Gone = nil, nil, nil, nil
	for i := range n {
		for _, kind := range []string{"jp-address", "jp-name"} {
			c.Gone = append(c.Gone, report.Gone{
				ID: fmt.Sprint(i, kind), Place: report.Place{Share: "/srv/job", Zone: "print", Client: []string{"", "例示信用金庫"}[i%2], Path: fmt.Sprintf("2026/%06d/宛名データ.csv", i)},
				Verdict: "allowed", Kind: kind, Count: 100, Records: 100, People: 90, Modified: r.Started.AddDate(0, 0, -20),
			})
		}
	}
	return r
}

func TestConfirmation(t *testing.T) {
	for name, test := range map[string]struct {
		run         *report.Run
		want, never []string
	}{
		"all gone": {deletedRun(3),
			[]string{`<p class="result">下記の 3 ファイルが、示した場所に存在しないことを確認しました (検査 2026年4月1日 22:00:03 (+09:00) ～ 2026年4月2日 04:41:03 (+09:00))`,
				"復元が不可能であることを示すものではありません", "委託元: 例示信用金庫", "委託元: (委託元なし)", "/srv/job/2026/000002/宛名データ.csv", "住所, 氏名", "計 1 ファイル",
				"aa11", "bb22", "sha256:0001", "sha256:0002", "20260301T130003Z-01020304", "例示 担当", "scan01.office.example", "実施者 (初鑑)", "確認者 (再鑑)", "承認者", "消去方法", "消去日", "消去実施者",
				">不存在を確認</td><td class=\"n\">3</td><td class=\"n\">300</td><td class=\"n\">270</td>"},
			[]string{"データは消えたが、ファイルは残っているもの"}},
		"nothing is confirmed": {auditRun(),
			[]string{`<p class="result open">不存在を確認できたファイルはありません。`, "データは消えたが、ファイルは残っているもの", "同じ人々がほかにも: /srv/共有/営業/", "一部のみ検査", "目視で確認", "old/2025-01.dat", "job/2025-01.dat",
				"検出規則が前回と違います", "残っているもの", "前回になかった検出が 1 件"},
			[]string{"存在しないことを確認しました"}},
	} {
		got := html.UnescapeString(confirmed(t, test.run, "ja"))
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is not in the page:\n%s", name, want, got)
			}
		}
		for _, never := range test.never {
			if strings.Contains(got, never) {
				t.Errorf("%s: %q is in the page", name, never)
			}
		}
	}
	if err := writeConfirmation(&bytes.Buffer{}, &report.Run{}, Options{}); err == nil || !strings.Contains(err.Error(), "needs a diff") {
		t.Errorf("a run that was compared with nothing: got %v, want that it needs a diff", err)
	}
}

// Each of these alone is enough for the frame of the result not to be green.
func TestConfirmationIsOpen(t *testing.T) {
	for name, change := range map[string]func(r *report.Run){
		"unclear":   func(r *report.Run) { r.Changes.Unclear = auditRun().Changes.Unclear },
		"moved":     func(r *report.Run) { r.Changes.Moves = auditRun().Changes.Moves },
		"remaining": func(r *report.Run) { r.Findings = []report.Finding{{State: "remaining", Verdict: "allowed"}} },
		"grown":     func(r *report.Run) { r.Findings = []report.Finding{{State: "grown"}} },
		"elsewhere": func(r *report.Run) { r.Changes.Gone[0].Elsewhere = []report.Place{{Path: "a"}} },
		"part":      func(r *report.Run) { r.Changes.Gone[0].Remains = true; r.Changes.Gone[1].Remains = true },
		"nothing":   func(r *report.Run) { r.Changes.Gone = nil },
	} {
		r := deletedRun(2)
		change(r)
		if page := confirmed(t, r, "en"); !strings.Contains(page, `class="result open"`) {
			t.Errorf("%s: the result is shown as if nothing were left to do", name)
		}
	}
}

// Nothing in the page runs or loads, and its policy knows its only style.
func TestConfirmationIsInert(t *testing.T) {
	r := auditRun()
	evil := `</style><script>alert(1)</script><img src="http://host.example/x">"'\;}` + "\u202e\x1b\n"
	r.Cover.Number, r.Cover.Subject, r.Client = evil, evil, evil
	place := report.Place{Share: evil, Zone: evil, Client: evil, Path: evil, Member: evil}
	r.Changes.Gone[0].Place, r.Changes.Gone[0].Kind, r.Changes.Gone[0].Elsewhere = place, evil, []report.Place{place}
	r.Changes.Unclear[0].Why, r.Changes.Moves[0].From, r.Changes.Notes = evil, place, []string{evil}
	r.Changes.Old.Host, r.Changes.Old.SHA256, r.Shares[0].User = evil, evil, evil
	for _, lang := range []string{"en", "ja"} {
		page := confirmed(t, r, lang)
		if found := regexp.MustCompile(`(?i)<(script|img|link|iframe|object|a|base|form)\b|[^-]\bstyle=|\bon[a-z]+=|\x1b|\x{202e}`).FindString(page); found != "" {
			t.Errorf("%s: the page holds %q", lang, found)
		}
		style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(page)[1]
		sum := sha256.Sum256([]byte(style))
		policy := html.UnescapeString(regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)[1])
		want := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
		if policy != want {
			t.Errorf("%s: got policy %s, want %s", lang, policy, want)
		}
	}
}

// Both languages have every word, with the same arguments.
func TestChangeWords(t *testing.T) {
	verbs := regexp.MustCompile(`%[sd]`)
	for _, pair := range [][2]reflect.Value{
		{reflect.ValueOf(englishConfirm), reflect.ValueOf(japaneseConfirm)}, {reflect.ValueOf(englishChanges), reflect.ValueOf(japaneseChanges)},
	} {
		en, ja := pair[0], pair[1]
		for i := range en.NumField() {
			name := en.Type().Field(i).Name
			switch {
			case en.Field(i).Kind() == reflect.Map:
				if got, want := mapKeys(ja.Field(i)), mapKeys(en.Field(i)); fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%s: got %v in Japanese, want %v", name, got, want)
				}
			case en.Field(i).Kind() == reflect.String:
				e, j := en.Field(i).String(), ja.Field(i).String()
				if e == "" || j == "" || fmt.Sprint(verbs.FindAllString(e, -1)) != fmt.Sprint(verbs.FindAllString(j, -1)) {
					t.Errorf("%s: got %q and %q, want both, with the same arguments", name, e, j)
				}
			}
		}
	}
}

// All that a comparison may note or not know is said in Japanese: no English is
// left in it.
func TestChangesInJapanese(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("..", "report", "comparenotes.go"))
	if err != nil {
		t.Fatal(err)
	}
	moved, err := os.ReadFile(filepath.Join("..", "report", "moved.go"))
	if err != nil {
		t.Fatal(err)
	}
	notes := regexp.MustCompile(`noteThat\("([^"]+)"`).FindAllStringSubmatch(string(source)+string(moved), -1)
	if len(notes) < 15 {
		t.Fatalf("%d notes were met, want all", len(notes))
	}
	latin := regexp.MustCompile(`[a-z]{3,}`)
	for _, n := range notes {
		text := strings.ReplaceAll(strings.ReplaceAll(n[1], "%s", "X"), "%d", "7")
		if got := (&page{words: &japanese}).said(text); latin.MatchString(got) {
			t.Errorf("note %q is said as %q", text, got)
		}
	}
	for _, w := range []*changeWords{&englishChanges, &japaneseChanges} {
		for _, why := range []string{
			report.UnclearOlder, report.UnclearShare, report.UnclearHost, report.UnclearUser, report.UnclearEmpty, report.UnclearIncomplete, report.UnclearConfidence,
			report.UnclearRules, report.UnclearLayouts, report.UnclearPictures, report.UnclearSnapshots, report.UnclearExtract, report.UnclearRedacted,
		} {
			if w.Whys[why] == "" || w.Todo[why] == "" {
				t.Errorf("%s: there are no words for it, or nothing to do", why)
			}
		}
	}
	if got := japaneseChanges.why(report.UnclearInterrupt, &japanese); got == report.UnclearInterrupt {
		t.Errorf("got %q, want words", got)
	}
}

// A browser prints it on A4, with all rows, and has nothing to complain about.
func TestConfirmationPrints(t *testing.T) {
	const files = 400
	page := filepath.Join(t.TempDir(), "c.html")
	if err := os.WriteFile(page, []byte(confirmed(t, deletedRun(files), "ja")), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t)
	b.visit(page, false)
	pdf := b.pdf()
	b.quiet()
	count := sheetsOfA4(t, pdf)
	text := string(printed(t, pdf))
	pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	if len(pages) != count {
		t.Errorf("%d pages have text, want %d", len(pages), count)
	}
	for i, p := range pages {
		if foot := fmt.Sprintf("%d / %d", i+1, len(pages)); !strings.Contains(p, foot) || !strings.Contains(p, "監-2026-04") {
			t.Errorf("page %d does not tell its number %q and that of the audit:\n%s", i+1, foot, p)
		}
	}
	if got := strings.Count(text, "/srv/job/2026/"); got != files {
		t.Errorf("%d files are printed, want %d", got, files)
	}
}

// A page that lists no deletion would read as if all were deleted.
func TestConfirmationOfProbesIsRefused(t *testing.T) {
	old, r := probeRun(), probeRun()
	report.Compare(old, r, "", "")
	var b bytes.Buffer
	if err := writeConfirmation(&b, r, Options{}); err == nil || b.Len() > 0 || !strings.Contains(err.Error(), "probes") {
		t.Errorf("a diff of two probes: got %d bytes and error %v, want an error that says why", b.Len(), err)
	}
	joined := joinedRun()
	report.Compare(joinedRun(), joined, "", "")
	if err := writeConfirmation(&b, joined, Options{}); err != nil {
		t.Errorf("a diff of merged runs: %v", err)
	}
}

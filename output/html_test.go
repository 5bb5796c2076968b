package output

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// pageOf returns the page of a run.
func pageOf(t *testing.T, r *report.Run, lang string) string {
	t.Helper()
	var b bytes.Buffer
	if err := writeHTML(&b, r, Options{Lang: lang}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// between returns what stands between two marks in s, at each place.
func between(s, begin, end string) []string {
	var all []string
	for {
		_, rest, ok := strings.Cut(s, begin)
		if !ok {
			return all
		}
		text, after, ok := strings.Cut(rest, end)
		if !ok {
			return all
		}
		all, s = append(all, text), after
	}
}

// unpacked reads the data in a script element of a page.
func unpacked(t *testing.T, page, id string, into any) {
	t.Helper()
	all := between(page, `<script type="application/json" id="`+id+`">"`, `"</script>`)
	if len(all) != 1 {
		t.Fatalf("data %s: got %d elements, want 1", id, len(all))
	}
	z, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(all[0])))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(plain, into); err != nil {
		t.Fatalf("data %s: %v", id, err)
	}
}

// The browser is told to run this script and show this style, by their hashes,
// and to load nothing.
func TestHTMLPolicy(t *testing.T) {
	for name, r := range sampleRuns() {
		page := pageOf(t, r, "ja")
		policy := between(page, `Content-Security-Policy" content="`, `"`)
		if len(policy) != 1 {
			t.Fatalf("%s: got policies %q, want one", name, policy)
		}
		got := strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(policy[0])
		hash := func(s string) string {
			sum := sha256.Sum256([]byte(s))
			return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		}
		scripts, styles := between(page, "<script>", "</script>"), between(page, "<style>", "</style>")
		if len(scripts) != 1 || len(styles) != 1 {
			t.Fatalf("%s: got %d scripts and %d styles, want one of each", name, len(scripts), len(styles))
		}
		want := "default-src 'none'; script-src " + hash(scripts[0]) + "; style-src " + hash(styles[0]) + "; base-uri 'none'; form-action 'none'"
		if got != want {
			t.Errorf("%s: got policy\n%s\nwant\n%s", name, got, want)
		}
	}
}

// Nothing asks for anything elsewhere, and nothing needs what the policy forbids.
func TestHTMLNeedsNothing(t *testing.T) {
	bad := regexp.MustCompile(`(?i)<[^>]*\s(style|on[a-z]+|src|action|formaction|poster|srcset|background)\s*=|<(link|img|iframe|object|embed|base|form|video|audio|source)\b|url\(|@import|href="[^#]`)
	for name, r := range sampleRuns() {
		for _, lang := range []string{"ja", "en"} {
			page := pageOf(t, r, lang)
			markup := regexp.MustCompile(`(?s)<script.*?</script>`).ReplaceAllString(page, "")
			if got := bad.FindString(markup); got != "" {
				t.Errorf("%s in %s: the page has %q", name, lang, got)
			}
			if got := regexp.MustCompile(`fetch\(|XMLHttpRequest|WebSocket|innerHTML|eval\(|import\(|document\.write|https?:`).FindString(between(page, "<script>", "</script>")[0]); got != "" {
				t.Errorf("%s in %s: the script has %q", name, lang, got)
			}
		}
	}
}

// hostileName is what a file, a client or an approver may be called.
const hostileName = "\"'><img src=x onerror=alert(1)></script><script>alert(1)</script>{{.}}\x1b[2J\u202e\xff*/}</style>"

// hostileRun is a run in which all that others name is hostile.
func hostileRun() *report.Run {
	const evil = hostileName
	r := auditRun()
	r.Cover = report.Cover{Number: evil, Title: evil, Subject: evil, Operator: evil, Host: evil, System: evil, Key: evil}
	r.Shares[0].URL, r.Shares[0].User, r.Shares[0].Host = evil, evil, evil
	r.Clients[0].Client, r.Warnings, r.Client = evil, []string{evil}, evil
	r.Zones[0].Title, r.Zones[0].Networks, r.Zones[0].DateFrom = evil, []string{evil}, evil
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Share, f.Path, f.Member, f.Client, f.Owner, f.Why, f.Kind, f.Verdict, f.State = evil, evil, evil, evil, evil, evil, evil, evil, evil
		f.Samples = []report.Sample{{Part: evil, Excerpt: evil, Evidence: []string{evil}, Confidence: evil}}
	}
	r.Unexamined[0] = report.Unexamined{Share: evil, Path: evil, Member: evil, Reason: evil, Detail: evil}
	r.Titles = map[string]string{evil: evil}
	r.Changes.Gone[0].Place = r.Findings[0].At()
	r.Changes.Notes = []string{evil}
	return r
}

// Names of files, clients and people who approved stay text, wherever they stand.
func TestHTMLHostileNames(t *testing.T) {
	r := hostileRun()
	page := pageOf(t, r, "ja")
	for _, bad := range []string{"<img", "alert(1)</script>", "\x1b", "\u202e", "\xff", "*/}</style>", "{{.}}</"} {
		if i := strings.Index(page, bad); i >= 0 {
			t.Errorf("the page has %q: %q", bad, page[max(0, i-80):i+20])
		}
	}
	if got := len(between(page, "<style>", "</style>")) + len(between(page, "<script>", "</script>")); got != 2 {
		t.Errorf("got %d styles and scripts, want one of each", got)
	}
}

// The same run gives the same page.
func TestHTMLRepeats(t *testing.T) {
	r := auditRun()
	if first, again := pageOf(t, r, "ja"), pageOf(t, r, "ja"); first != again {
		t.Error("two pages of one run differ")
	}
}

// Both languages have the same words, with the same arguments, and the page asks
// for none that is not there.
func TestHTMLWords(t *testing.T) {
	verb := regexp.MustCompile(`%(\[\d\])?[a-z]`)
	keys := func(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
	if got, want := keys(htmlEnglish), keys(htmlJapanese); !slices.Equal(got, want) {
		t.Errorf("got words in English %v, want those in Japanese %v", got, want)
	}
	for key, word := range htmlJapanese {
		if got, want := len(verb.FindAllString(htmlEnglish[key], -1)), len(verb.FindAllString(word, -1)); got != want {
			t.Errorf("%s: %d arguments in English, %d in Japanese", key, got, want)
		}
	}
	for name, r := range sampleRuns() {
		for _, lang := range []string{"ja", "en"} {
			markup := regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>`).ReplaceAllString(pageOf(t, r, lang), "")
			if got := regexp.MustCompile(`\{[a-z-]+\}|%!|\(MISSING\)|&lt;nil&gt;`).FindString(markup); got != "" {
				t.Errorf("%s in %s: the page says %s", name, lang, got)
			}
		}
	}
	script, err := htmlScript()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`words(?:\.([a-z]+)|\['([a-z-]+)'\])|say\('([a-z]+)'`).FindAllStringSubmatch(script, -1) {
		if key := "js-" + m[1] + m[2] + m[3]; htmlEnglish[key] == "" {
			t.Errorf("the script says %s: there is no such word", key)
		}
	}
}

// What an auditor asks for is on the page, in words, without its script.
func TestHTMLTellsAll(t *testing.T) {
	page := html.UnescapeString(pageOf(t, auditRun(), "ja"))
	for _, want := range []string{
		"不適合", "取扱い禁止の区域に個人データがあります", "このほか: 対象のうち検査できなかったものがあります", "監-2026-04 (第2版)", "株式会社例示印刷 第一工場", "例示 担当",
		"scan01.office.example (linux/amd64)", "2026年4月1日 22:00:03 (+09:00)", "2026年4月2日 04:41:03 (+09:00)", auditRun().ID(), "sha256:0002", "一般事務ネットワーク (office)", "14 日",
		"閉域印刷ネットワーク (print) にある「例示信用金庫」の 61,424 人のうち、61,424 人が 一般事務ネットワーク (office) にもいます。",
		"原本の一部の人々", "60,990", "187 日前のものです (許容は 14 日)。2025年10月10日 以降、自動消去が動いていない可能性があります。", "解消 1、未確認 1", "旧名簿.csv",
		"パスワードを入手", "30日以内に期限", "期限切れ (適用しない)", "法定保存", "再委託先 例示発送", "exception 2 of zone office expired", "1,000人を超えるか",
		"shikiri verify", "minisign -Vm", "実施者 (初鑑)", "確認者 (再鑑)", "承認者", "社外秘", "個人情報保護法第26条", "消去の方法、および復元が不可能であることを示すものではありません",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// The data of the lists is that of the findings, the worst first.
func TestHTMLData(t *testing.T) {
	r := auditRun()
	page := pageOf(t, r, "ja")
	var data struct {
		Rows             int
		People, Verdict  []int64
		Verdicts         [][2]string
		Name, Dirs       []string
		Member, Count    []int64
		Members, Shares  []string
		Dir, Masked, Age []int64
	}
	unpacked(t, page, "findings-data", &data)
	if data.Rows != len(r.Findings) || len(data.People) != data.Rows || len(data.Name) != data.Rows {
		t.Fatalf("got %d rows, %d names, want %d", data.Rows, len(data.Name), len(r.Findings))
	}
	if got := fmt.Sprintln(data.Verdicts[data.Verdict[0]], data.People[0], data.Dirs[data.Dir[0]], data.Name[0], data.Members[data.Member[0]]); got != "[violation 違反] 61001 営業/ﾃﾞｰﾀ/ 葛󠄀城_髙﨑𠮷野.zip c/顧客.csv\n" {
		t.Errorf("first row: got %s", got)
	}
	if got := data.Verdicts[data.Verdict[data.Rows-1]][0]; got != "allowed" {
		t.Errorf("last row: got %s, want what is allowed", got)
	}
	var piece []detail
	unpacked(t, page, "piece-0", &piece)
	if len(piece) != data.Rows || piece[0].Samples[0][1] != "山●●●" || piece[0].Samples[0][3] != "列見出し「氏名」、dictionary" {
		t.Errorf("got details %+v", piece)
	}
	var missed struct {
		Rows  int
		Todos [][2]string
	}
	unpacked(t, page, "unexamined-data", &missed)
	if missed.Rows != 2 || !strings.HasPrefix(missed.Todos[0][1], "パスワード") {
		t.Errorf("got %+v of what was not examined", missed)
	}
}

// Of more findings than a page can bear the worst are on it, and it says how many
// are not.
func TestHTMLLeavesOut(t *testing.T) {
	r := sampleRuns()["full"]
	one := r.Findings[4] // allowed
	worst := r.Findings[0]
	r.Findings = nil
	for range htmlRows + 1234 {
		r.Findings = append(r.Findings, one)
	}
	r.Findings = append(r.Findings, worst)
	order := worstIndices(r.Findings, htmlRows)
	if len(order) != htmlRows || order[0] != htmlRows+1234 {
		t.Errorf("got %d findings, first %d, want %d and the violation", len(order), order[0], htmlRows)
	}
	h := newHTMLPage(nil, r, Options{})
	if h.LeftOut != 1235 {
		t.Errorf("got %d left out, want 1,235", h.LeftOut)
	}
	var b bytes.Buffer
	if err := htmlTemplates().ExecuteTemplate(&b, "findings", h); err != nil {
		t.Fatal(err)
	}
	if want := "Only the worst 200,000 are on this page; 1,235 are left out."; !strings.Contains(b.String(), want) {
		t.Errorf("the page does not say %q", want)
	}
}

// What was not compared is not said to be apart.
func TestHTMLSaysWhatWasNotCompared(t *testing.T) {
	r := auditRun()
	r.Shared, r.Copies = nil, nil
	for _, test := range []struct {
		zones []report.Zone
		parts []report.Part
		want  string
	}{
		{r.Zones, nil, htmlJapanese["copies-none"]},
		{r.Zones, r.Parts, htmlJapanese["apart"]},
		{r.Zones[:1], nil, htmlJapanese["shared-one"]},
		{nil, r.Parts, htmlJapanese["shared-one"]},
	} {
		r.Zones, r.Parts = test.zones, test.parts
		if page := pageOf(t, r, "ja"); !strings.Contains(page, test.want) {
			t.Errorf("%d zones: the page does not say %q", len(test.zones), test.want)
		}
	}
}

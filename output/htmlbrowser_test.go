package output

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/report"
)

var measure = flag.Bool("measure", false, "measure pages of many findings")

// manyRun is an invented run of n findings in two zones.
func manyRun(n int) *report.Run {
	r := auditRun()
	r.Findings = nil
	kinds := []string{"jp-name", "jp-address", "phone", "email", "birth-date", "my-number", "bank-account"}
	clients := []string{"例示信用金庫", "見本信販", "架空市役所", ""}
	jobs := []string{"DM作成", "利用明細", "ログ", "tmp", "バックアップ"}
	for i := range n {
		k := i * 7919 % 104729 // spread, and the same each time
		f := report.Finding{
			ID: fmt.Sprintf("%016x", uint64(i)*0x9e3779b97f4a7c15), Share: "/srv/共有", Zone: "office", Client: clients[k%4], Verdict: "violation", Kind: kinds[k%7], Confidence: []string{"high", "medium", "low"}[k%3],
			Path:  fmt.Sprintf("%s/%s/%04d年%02d月/出力ﾛｸﾞ_%06d.csv", jobs[k%5], clients[k%3], 2022+k%5, 1+k%12, i),
			Count: int64(1 + k%4000), Records: int64(1 + k%3000), People: int64(1 + k%2500), AgeDays: int64(k % 1500), Modified: r.Started.AddDate(0, 0, -(k % 1500)),
			Why: "personal data is forbidden in zone office (一般事務ネットワーク)", State: []string{"new", "remaining", "remaining", "grown"}[k%4], Owner: `EXAMPLE\user` + strconv.Itoa(k%50),
			Samples: []report.Sample{{Part: "Sheet1", Line: 2 + k%500, Column: 1 + k%9, Excerpt: string(rune('亜'+k%2000)) + "●●●", Confidence: "high", Evidence: []string{"column 氏名", "in the dictionary"}}},
		}
		if k%3 > 0 {
			f.Share, f.Zone, f.Verdict = "smb://fs01.office.example/ﾃﾞｰﾀ", "print", "overdue"
			f.Why = fmt.Sprintf("unchanged for %d days; zone print keeps data 14 days", f.AgeDays)
			if f.AgeDays <= 14 {
				f.Verdict, f.Why = "allowed", "personal data is allowed in zone print"
			}
		}
		r.Findings = append(r.Findings, f)
	}
	r.Sort()
	return r
}

// pageFile writes the page of a run to a file and returns its name.
func pageFile(t *testing.T, r *report.Run, lang string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, []byte(pageOf(t, r, lang)), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// JavaScript that the tests say: choose what a filter offers, what is in the list.
const listTools = `
	var choose = (id, label) => { const s = document.getElementById('findings-' + id); s.value = [...s.options].find(o => o.text === label).value; s.dispatchEvent(new Event('change')); };
	var said = () => document.querySelector('.list-findings .status').textContent;
	var rows = () => [...document.querySelectorAll('.list-findings .row.item')].sort((a, b) => a.dataset.at - b.dataset.at);
	var cells = c => rows().map(r => r.querySelector('.c-' + c).textContent);
	var sortBy = c => document.querySelector('.list-findings .head .c-' + c + ' button').click();
	var sorted = c => document.querySelector('.list-findings .head .c-' + c).getAttribute('aria-sort');
	var search = text => { const q = document.querySelector('.list-findings input'); q.value = text; q.dispatchEvent(new Event('input')); return new Promise(done => setTimeout(done, 400)); };
	var reset = () => document.querySelector('.list-findings .reset').click();`

// In a browser the list finds, sorts, opens and is worked by keys; the page
// complains about nothing and asks for nothing.
func TestHTMLInBrowser(t *testing.T) {
	b := newBrowser(t)
	b.visit(pageFile(t, auditRun(), "ja"), true)
	b.eval(listTools)
	check := func(what, expression, want string) {
		t.Helper()
		if got := b.eval(expression); got != want {
			t.Errorf("%s: got %q, want %q", what, got, want)
		}
	}
	check("all", `said()`, "6 件 / 全 6 件")
	check("static table", `getComputedStyle(document.getElementById('findings-static')).display`, "none")
	check("rows said", `document.querySelector('.list-findings [role=grid]').getAttribute('aria-rowcount')`, "7")
	check("by verdict", `choose('verdict', '保存期限超過'), said() + cells('kind')`, "1 件 / 全 6 件住所")
	check("reset", `reset(), said()`, "6 件 / 全 6 件")
	check("by zone and kind", `choose('zone', '一般事務ネットワーク'), choose('kind', '氏名'), said()`, "2 件 / 全 6 件")
	check("by client, confidence, state", `reset(), choose('client', '例示信用金庫'), choose('confidence', '高'), choose('state', '新規'), said() + cells('people')`, "1 件 / 全 6 件61,001")
	check("half and full width", `reset(), search('データ 髙﨑').then(() => said())`, "1 件 / 全 6 件")
	check("upper case, full width", `search('ＪＯＢ').then(() => said())`, "2 件 / 全 6 件")
	check("nothing", `search('no such thing').then(() => said())`, "0 件 / 全 6 件")
	check("most people first", `reset(), sortBy('people'), sorted('people') + ' ' + cells('people')`, "descending 61,001,40,12,12,2,0")
	check("fewest first", `sortBy('people'), sorted('people') + ' ' + cells('people')`, "ascending 0,2,12,12,40,61,001")
	check("as before", `sortBy('people'), sorted('people') + ' ' + cells('people')`, "none 61,001,2,0,12,40,12")
	check("by verdict", `sortBy('verdict'), sortBy('verdict'), cells('verdict')[0]`, "○ 許容")
	check("a folder of the map", `reset(), document.querySelector('svg.map a[data-dir="job/"]').dispatchEvent(new MouseEvent('click', {bubbles: true})), said()`, "2 件 / 全 6 件")
	check("a number of the matrix", `[...document.querySelectorAll('.matrix a')].find(a => a.dataset.kind === 'bank-account').click(), said()`, "1 件 / 全 6 件")

	b.eval(`reset(), rows()[0].focus()`)
	b.press("ArrowDown")
	check("down", `document.activeElement.getAttribute('aria-rowindex')`, "3")
	b.press("Home")
	b.press("Enter")
	check("opened", `new Promise(done => setTimeout(done, 300)).then(() => rows()[0].getAttribute('aria-expanded') + document.querySelector('.detail table').textContent.includes('山●●●'))`, "truetrue")
	b.press("Escape")
	check("closed", `rows()[0].getAttribute('aria-expanded') + document.querySelectorAll('.detail').length`, "false0")
	b.press("End")
	check("last", `document.activeElement.getAttribute('aria-rowindex')`, "7")
	check("each ID once", `(() => { const all = [...document.querySelectorAll('[id]')].map(e => e.id); return all.length - new Set(all).size; })()`, "0")
	check("links lead somewhere", `[...document.querySelectorAll('a')].filter(a => !document.getElementById(a.getAttribute('href').slice(1))).length`, "0")
	check("fields have names", `[...document.querySelectorAll('input, select')].filter(e => !e.labels.length).length`, "0")
	check("headings of tables have a scope", `document.querySelectorAll('th:not([scope])').length`, "0")
	check("no styles are refused", `getComputedStyle(document.querySelector('.judgement')).textAlign`, "center")
	b.quiet()
}

// Hostile names are shown as text by the script too.
func TestHTMLHostileNamesInBrowser(t *testing.T) {
	b := newBrowser(t)
	r := hostileRun()
	b.visit(pageFile(t, r, "ja"), true)
	b.eval(listTools)
	b.eval(`rows()[0].click(); new Promise(done => setTimeout(done, 300))`)
	if got := b.eval(`document.querySelectorAll('img, iframe, [onerror], [style*="expression"]').length + ' ' + document.scripts.length`); got != "0 "+strconv.Itoa(5) {
		t.Errorf("got %s elements that nobody wrote and scripts, want 0 and 5", got)
	}
	if got := b.eval(`document.querySelector('.detail').textContent`); !strings.Contains(got, visible(hostileName)) {
		t.Errorf("the opened row does not show the name: %s", got)
	}
	b.quiet()
}

// 100,000 findings load, scroll, sort and are found; the page holds few of them
// as elements.
func TestHTMLManyInBrowser(t *testing.T) {
	b := newBrowser(t)
	r := manyRun(100_000)
	b.visit(pageFile(t, r, "en"), true)
	b.eval(listTools)
	check := func(what, expression, want string) {
		t.Helper()
		if got := b.eval(expression); got != want {
			t.Errorf("%s: got %q, want %q", what, got, want)
		}
	}
	check("all", `said()`, "100,000 of 100,000")
	check("few elements", `rows().length < 80`, "true")
	check("scrolled", `(async () => { const v = document.querySelector('.list-findings .view'); v.scrollTop = v.scrollHeight; await new Promise(done => setTimeout(done, 300)); return rows().pop().getAttribute('aria-rowindex') + ' ' + (rows().length < 80); })()`, "100001 true")
	check("the last row is in view", `(() => { const v = document.querySelector('.list-findings .view').getBoundingClientRect(), e = rows().pop().getBoundingClientRect(); return e.bottom <= v.bottom + 1 && e.top >= v.top; })()`, "true")
	check("found", `search('出力ログ_004711').then(() => said() + ' ' + cells('place'))`, "1 of 100,000 "+whereOf(r, "_004711.csv"))
	check("sorted by place", `reset(), sortBy('place'), cells('place').every((c, i, all) => !i || all[i - 1] <= c)`, "true")
	check("sorted by age", `sortBy('age'), cells('age')[0]`, "1,499")
	violations := 0
	for i := range r.Findings {
		if r.Findings[i].Verdict == "violation" {
			violations++
		}
	}
	check("filtered", `choose('verdict', 'violation'), said()`, grouped(violations)+" of 100,000")
	b.quiet()
	t.Logf("ready after %s ms", b.eval(`document.documentElement.dataset.ready`))
}

// whereOf returns where the finding lies whose path ends so.
func whereOf(r *report.Run, end string) string {
	for i := range r.Findings {
		if f := &r.Findings[i]; strings.HasSuffix(f.Path, end) {
			return whereabouts(f.Share, f.Path)
		}
	}
	return ""
}

// Where no script may run all chapters are there, and the worst findings.
func TestHTMLWithoutScript(t *testing.T) {
	b := newBrowser(t)
	file := pageFile(t, manyRun(2000), "ja")
	b.visit(file, false)
	text := string(printed(t, b.pdf()))
	for _, want := range []string{"不適合", "検出一覧", "重い順に 500 件を示します (全 2,000 件)", "実施者 (初鑑)"} {
		if !strings.Contains(text, want) {
			t.Errorf("without its script the page does not say %q", want)
		}
	}
	b.quiet()
}

// Viewers of artefacts show pages in a sandbox, without their styles too; this is
// what Jenkins sends. All that is said is still there.
func TestHTMLInStrictViewer(t *testing.T) {
	b := newBrowser(t)
	page := pageOf(t, auditRun(), "ja")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';")
		_, _ = io.WriteString(w, page)
	}))
	defer server.Close()
	b.see(server.URL, false)
	text := string(printed(t, b.pdf()))
	for _, want := range []string{"不適合", "監-2026-04", "全 6 件を示します", "パスワードを入手", "実施者 (初鑑)"} {
		if !strings.Contains(text, want) {
			t.Errorf("in a sandbox the page does not say %q", want)
		}
	}
}

// A page prints on A4, with the number of the examination and of the page.
func TestHTMLPrints(t *testing.T) {
	b := newBrowser(t)
	b.visit(pageFile(t, auditRun(), "ja"), true)
	pdf := b.pdf()
	count := sheetsOfA4(t, pdf)
	if count < 3 || count > 20 {
		t.Errorf("got %d pages, want some", count)
	}
	pages := bytes.Split(printed(t, pdf), []byte{'\f'})
	if cover := string(pages[0]); !strings.Contains(cover, "判定") || !strings.Contains(cover, "不適合") || !strings.Contains(cover, "監-2026-04") {
		t.Errorf("the first page is no cover: %s", cover)
	}
	if !strings.Contains(string(printed(t, pdf)), "全 6 件を示します") {
		t.Error("the findings are not printed")
	}
	for i, page := range pages[:count] {
		for _, want := range []string{fmt.Sprintf("%d/%d", i+1, count), "実施番号 監-2026-04 (第2版)", "社外秘"} {
			if !strings.Contains(strings.ReplaceAll(string(page), " / ", "/"), want) {
				t.Errorf("page %d does not say %q", i+1, want)
			}
		}
	}
	if got := len(bytes.TrimSpace(pages[count-1])); got < 100 {
		t.Errorf("the last page has %d bytes of text", got)
	}
	b.quiet()
}

// sheetsOfA4 counts the pages of a PDF, which must all be A4.
func sheetsOfA4(t *testing.T, pdf []byte) int {
	t.Helper()
	boxes := regexp.MustCompile(`/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]`).FindAllSubmatch(pdf, -1)
	for _, box := range boxes {
		w, _ := strconv.ParseFloat(string(box[1]), 64)
		h, _ := strconv.ParseFloat(string(box[2]), 64)
		if w < 594 || w > 596 || h < 841 || h > 843 { // A4 is 595.3 by 841.9 points
			t.Errorf("got a page of %s by %s points, want A4", box[1], box[2])
		}
	}
	return len(boxes)
}

// printed returns the text of a PDF, a form feed after each page.
func printed(t *testing.T, pdf []byte) []byte {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed: what is printed is not read")
	}
	cmd := exec.Command("pdftotext", "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	text, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// What is measured: how long pages of many findings take to make, how large they
// are, and when a browser has them ready. Run it with -run HTMLMeasure -v -measure.
func TestHTMLMeasure(t *testing.T) {
	if !*measure {
		t.Skip("measures with -measure")
	}
	for _, n := range []int{1000, 50_000, 100_000, 200_000} {
		r := manyRun(n)
		began := time.Now()
		file := pageFile(t, r, "ja")
		took := time.Since(began)
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		b := newBrowser(t)
		b.visit(file, true)
		t.Logf("%7d findings: %5.2f MB, made in %s, ready in the browser after %s ms", n, float64(info.Size())/1e6, took.Round(time.Millisecond), b.eval(`document.documentElement.dataset.ready`))
	}
}

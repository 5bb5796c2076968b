package output

import (
	"bytes"
	"html"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// changedProbe is a probe that was compared with another.
func changedProbe() *report.Run {
	r := probeRun()
	r.Changes = &report.Changes{
		Old: report.RunRef{ID: "old", Started: r.Started}, New: report.RunRef{ID: "new", Started: r.Started},
		Paths: []report.PathChange{
			{State: report.PathNew, Reason: report.NewNotTriedBefore, Open: r.Open[1]}, {State: report.PathRemains, Before: report.PathAllowed, Open: r.Open[3]},
			{State: report.PathGone, Open: r.Open[1]}, {State: report.PathUnclear, Reason: report.UnclearNotProved, Open: r.Open[3]},
		},
		Bridges: []report.BridgeChange{{State: report.PathNew, Bridge: r.Bridges[0]}, {State: report.PathUnclear, Reason: report.UnclearIdentity, Bridge: r.Bridges[1]}},
		Flows:   []report.FlowChange{{From: "office", To: "vault", Before: report.PathClosed, Verdict: report.PathNotProved, Why: "there was no control of an address that nobody has"}},
	}
	return r
}

// told is what a format for people says of a run, as plain text.
func told(t *testing.T, format string, r *report.Run, lang string) string {
	t.Helper()
	if format == "xlsx" {
		x, _ := workbook(t, r, lang, sheetRows)
		var b strings.Builder
		for _, name := range x.GetSheetList() {
			for _, row := range rowsOf(t, x, name) {
				b.WriteString(strings.Join(row, " ") + "\n")
			}
		}
		return b.String()
	}
	var b bytes.Buffer
	if err := Lookup(format).Write(&b, r, Options{Lang: lang, Width: 160}); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if format == "html" {
		text = html.UnescapeString(regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>|<[^>]*>`).ReplaceAllString(text, " "))
	}
	return text
}

// squeezed takes out what tables put between words: spaces, borders, marks of code.
func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \n\t│|`+-─├┤┼", r) {
			return -1
		}
		return r
	}, text)
}

// What must be seen of a probe is in every format for people.
func TestProbeIsTold(t *testing.T) {
	for _, test := range []struct {
		lang string
		want []string
	}{
		{"ja", []string{
			"ネットワーク分離検査 報告書", "不適合", "pc21.office.example", "fd00:10::21", "21-23, 80, 139, 443, 445", "5,872", "sha256:0002",
			"違反: 方針で禁止しているポートに到達できます。ポート 2 件、アドレス 2 個。", "10.20.1.11", "fs01.print.example", "tcp/445", "SMB 3.1.1, signing required", "にまたがる一台の機器か",
			"未証明", "遮断 (証明済み)", "試行 2,794", "応答なし 2,777", "未使用アドレス", "だれも使っていないアドレスから応答がありました", "不成立", "代理応答",
			"10.20.1.0/24", "print02.print.example", "名前を解決できない", "許可・到達せず", "インターネット",
		}},
		{"en", []string{
			"Report on the test of network segmentation", "NONCONFORMING", "VIOLATION: ports that the policy forbids are open: 2, on addresses 2.", "are one machine in", "NOT PROVED", "closed, proved",
			"unused address", "DOES NOT HOLD", "Something answered for an address that nobody has", "allowed, but not open", "internet", "name that does not resolve",
		}},
	} {
		for _, format := range []string{"table", "html", "markdown", "xlsx"} {
			text := squeezed(told(t, format, probeRun(), test.lang))
			for _, want := range test.want {
				if format == "table" && strings.Contains(want, "eport") || format == "table" && strings.Contains(want, "報告書") {
					continue // a table has no title
				}
				if format == "xlsx" { // numbers are numbers there
					want = strings.ReplaceAll(want, "5,872", "5872")
					text = strings.ReplaceAll(text, "5,872", "5872")
				}
				if !strings.Contains(text, squeezed(want)) {
					t.Errorf("%s in %s does not say %q", format, test.lang, want)
				}
			}
		}
	}
}

// Personal data and the way to it stand in one sentence, before all else of the kind.
func TestExposureIsTold(t *testing.T) {
	for lang, want := range map[string]string{
		"ja": "fs01.print.example (10.20.1.11, 閉域印刷ネットワーク (print)) には 61,424 人の個人データがあり、一般事務ネットワーク (office) から tcp/445 で到達できます。この通信は方針で禁止されています。",
		"en": "Personal data of 61,424 people lies on fs01.print.example (10.20.1.11) in 閉域印刷ネットワーク (print), and fs01.print.example can be reached from 一般事務ネットワーク (office) on tcp/445: the policy forbids it.",
	} {
		for _, format := range []string{"table", "html", "markdown", "xlsx"} {
			text := squeezed(told(t, format, joinedRun(), lang))
			at := strings.Index(text, squeezed(want))
			if at < 0 {
				t.Errorf("%s in %s does not say %q", format, lang, want)
				continue
			}
			if vantage := strings.Index(text, "pc21.office.example"); vantage < at {
				t.Errorf("%s in %s: the vantage point stands before what can be reached", format, lang)
			}
		}
	}
}

// A run of a probe alone has no heading about files, which would stand there empty.
func TestProbeAloneHasNoFiles(t *testing.T) {
	for _, format := range []string{"table", "html", "markdown", "xlsx"} {
		text := told(t, format, probeRun(), "ja")
		for _, bad := range []string{"検出一覧", "経過日数", "検査したファイル", "委託元", "明細", "名寄せ", "所在の地図", "漏えい等報告", "個人データ所在調査", "ファイルがありません", "伏せ字"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s says %q of a run that looked into no file", format, bad)
			}
		}
	}
}

// Of nothing seen open a probe says whether that is proved.
func TestProbeHeadlines(t *testing.T) {
	base := func() *report.Run {
		r := probeRun()
		r.Open, r.Bridges, r.Unexamined, r.Warnings, r.ExitCode, r.Complete, r.Conformity = nil, nil, nil, nil, 0, true, ""
		r.Summary = report.Summary{}
		r.Flows = []report.Flow{{From: "vault", To: "office", Ports: "22,445", Hosts: 2, Tried: 4, Filtered: 4, Verdict: report.PathClosed, Proved: true}}
		return r
	}
	unproved := base()
	unproved.Flows[0].Verdict, unproved.Flows[0].Proved = report.PathNotProved, false
	claimed := base()
	claimed.Flows[0].Proved = false // closed, says the run, and no control does
	nothing := base()
	nothing.Flows = nil
	late := base()
	late.Flows[0].NotTried, late.Flows[0].Verdict, late.Flows[0].Proved = 3, report.PathNotProved, false
	for name, test := range map[string]struct {
		run       *report.Run
		want, not string
	}{
		"closed":  {base(), "判定: 適合\n遮断: 遮断を証明した禁止の通信 1 件", "未証明:"},
		"not":     {unproved, "判定: 検査不完全 (未証明)\n未証明:", "証明した禁止の通信"},
		"claimed": {claimed, "判定: 検査不完全 (未証明)\n未証明:", "証明した禁止の通信"},
		"nothing": {nothing, "対象なし: 禁止の通信を一つも試していません", "判定: 適合"},
		"late":    {late, "試していないポート 延べ 3 件", "証明した禁止の通信"},
	} {
		text := told(t, "table", test.run, "ja")
		if !strings.Contains(text, test.want) || strings.Contains(text, test.not) {
			t.Errorf("%s: got\n%s\nwant %q and not %q", name, text, test.want, test.not)
		}
	}
}

// What became of open ports since another run is on the page, in Markdown and in
// the workbook.
func TestProbeChangesAreTold(t *testing.T) {
	for _, format := range []string{"html", "markdown", "xlsx"} {
		text := squeezed(told(t, format, changedProbe(), "ja"))
		for _, want := range []string{"新たに到達可", "遮断を未確認", "対照が成り立たない、または対照がない", "機器の同一性を調べていない (--verify)", "未使用アドレスによる対照がありません"} {
			if !strings.Contains(text, squeezed(want)) {
				t.Errorf("%s does not say %q", format, want)
			}
		}
	}
}

// Whatever hosts, services and people of other machines are called, it stays text.
func TestProbeHostile(t *testing.T) {
	shape := func(page string) string { return strings.Join(htmlTag.FindAllString(page, -1), "") }
	harmless := joinedRun()
	rename(reflect.ValueOf(harmless).Elem(), "名")
	want := shape(rendered(t, harmless, "ja"))
	for _, name := range []string{"<script>alert(1)</script>", "[a](http://host.example)", "@everyone", "`", "a | b", "a\r\n\r\n# b", "<!-- a", "\x00\x1b[2J\u202e", "\xff|", "```\na\n```", hostileName} {
		r := joinedRun()
		rename(reflect.ValueOf(r).Elem(), name)
		page := rendered(t, r, "ja")
		if got := shape(page); got != want {
			t.Errorf("%.40q: got the tags\n%s\nwant\n%s", name, got, want)
		}
		if outside := codeSpan.ReplaceAllString(page, ""); strings.ContainsAny(outside, "@`") || strings.Contains(outside, "host.example") {
			t.Errorf("%.40q stands outside of code", name)
		}
		for _, run := range []*report.Run{r, changedHostile(name)} {
			page := pageOf(t, run, "ja")
			for _, bad := range []string{"<img", "alert(1)</script>", "\x1b", "\u202e", "\xff", "*/}</style>", "{{.}}</"} {
				if i := strings.Index(page, bad); i >= 0 {
					t.Errorf("%.40q: the page has %q: %q", name, bad, page[max(0, i-80):i+20])
				}
			}
			if got := len(between(page, "<style>", "</style>")) + len(between(page, "<script>", "</script>")); got != 2 {
				t.Errorf("%.40q: got %d styles and scripts, want one of each", name, got)
			}
			for _, width := range []int{0, 80} {
				var b bytes.Buffer
				if err := writeTable(&b, run, Options{Lang: "ja", Width: width}); err != nil {
					t.Fatal(err)
				}
				if i := strings.IndexFunc(strings.ReplaceAll(b.String(), "\n", ""), hostile); i >= 0 {
					t.Errorf("%.40q: the table has a control character", name)
				}
			}
		}
	}
}

func changedHostile(name string) *report.Run {
	r := changedProbe()
	rename(reflect.ValueOf(r).Elem(), name)
	return r
}

// The table of a probe is no wider than the terminal.
func TestProbeTableWidths(t *testing.T) {
	for _, run := range []*report.Run{probeRun(), joinedRun(), changedProbe()} {
		for _, lang := range []string{"ja", "en"} {
			for _, width := range []int{0, 80, 120} {
				var b bytes.Buffer
				if err := writeTable(&b, run, Options{Lang: lang, Width: width, Color: width == 120}); err != nil {
					t.Fatal(err)
				}
				limit := pipeWidth
				if width > 0 {
					limit = width
				}
				checkBorders(t, b.String(), limit)
			}
		}
	}
}

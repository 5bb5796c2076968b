package output

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/report"
)

// Explain writes how the matches that r explains came to their confidence and
// verdict, for people: match by match, in the order of their files.
func Explain(w io.Writer, r *report.Run, o Options) error {
	p := &page{Writer: bufio.NewWriter(w), run: r, words: wordsFor(o.Lang), opts: o, width: pipeWidth}
	p.explanations(true)
	return p.Flush()
}

// Found is Explain without verdicts: for texts that lie in no zone.
func Found(w io.Writer, r *report.Run, o Options) error {
	p := &page{Writer: bufio.NewWriter(w), run: r, words: wordsFor(o.Lang), opts: o, width: pipeWidth}
	p.explanations(false)
	return p.Flush()
}

func (p *page) explanations(judged bool) {
	w, last := &p.words.Explain, ""
	for i := range p.run.Explanations {
		e := &p.run.Explanations[i]
		if file := p.location(e.Share, e.Path) + "\n" + e.Member; file != last {
			p.printf("\n"+w.Title+"\n", p.location(e.Share, e.Path))
			if e.Member != "" {
				p.printf("  %s\n", fmt.Sprintf(p.words.In, visible(e.Member)))
			}
			last = file
		}
		p.explanation(e, judged)
	}
}

// explanation writes one match: where and what, why it is so sure, and what that
// means where it is.
func (p *page) explanation(e *report.Explanation, judged bool) {
	w := &p.words.Explain
	where := p.at(e.Part, e.Cell, e.Line, e.Column)
	kind := p.kind(e.Kind)
	if e.Masked {
		kind += ", " + p.words.Masked
	}
	p.printf("\n  %s: %s [%s]\n", where, visible(e.Excerpt), kind)
	conclusion := say(w.Conclusions, e.Confidence)
	if p.run.Titles[e.Kind] != "" {
		conclusion = w.ByRule
	}
	p.printf("    "+w.Confidence+"\n", say(p.words.Confidence, e.Confidence), conclusion)
	for _, r := range e.Reasons {
		p.printf("      %s %s (%s)\n", say(w.Signs, r.Effect), p.evidence(r.Evidence), say(w.Effects, r.Effect))
	}
	if !judged {
		return
	}
	if !e.Reported {
		p.printf("    "+w.Below+"\n", say(p.words.Confidence, p.run.MinConfidence))
		return
	}
	p.printf("    "+w.Verdict+"\n", say(p.words.Verdicts, e.Verdict), visible(p.why(e.Why)))
	for _, x := range e.Exceptions {
		p.printf("      "+w.Exception+"\n", visible(p.exception(x.Exception)), say(w.Results, x.Result))
	}
}

// at says a place in a file. The cell of a sheet has a name: Sheet1!C2.
func (p *page) at(part, cell string, line, column int) string {
	if cell != "" {
		return visible(part) + "!" + visible(cell)
	}
	var at []string
	if part != "" {
		at = append(at, visible(part))
	}
	if line > 0 {
		at = append(at, fmt.Sprintf(p.words.Line, line))
	}
	if column > 0 {
		at = append(at, fmt.Sprintf(p.words.Column, column))
	}
	return strings.Join(at, ", ")
}

// kind names a kind of data: its name for people, if there is one, and its ID.
func (p *page) kind(id string) string {
	if name := p.kindName(id); name != "" {
		return name + " " + visible(id)
	}
	return visible(id)
}

// kindName returns a kind's name in the reader's language or the title that its
// rule gives it, or "".
func (p *page) kindName(id string) string {
	if name := p.words.Kinds[id]; name != "" {
		return name
	}
	return visible(p.run.Titles[id])
}

// evidence says a reason in the reader's language. Reports hold it in English,
// with the label in question behind it.
func (p *page) evidence(text string) string {
	if p.words.Evidence == nil {
		return visible(text)
	}
	best := ""
	for _, known := range detect.EvidenceTexts() {
		if len(known) > len(best) && (text == known || strings.HasPrefix(text, known+" ")) {
			best = known
		}
	}
	if said, ok := p.words.Evidence[best]; ok {
		if rest := strings.TrimPrefix(text[len(best):], " "); rest != "" {
			return said + "「" + visible(rest) + "」"
		}
		return said
	}
	return visible(text)
}

// why says the reason of a verdict in the reader's language, if all of it is
// known: it is made of a few sentences, in English.
func (p *page) why(text string) string {
	if p.words.Whys == nil {
		return text
	}
	if m := leave.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("%s まで例外を許可%s%s", m[1], p.approved(m[2], m[3]), p.why(m[4]))
	}
	for _, s := range p.words.Whys {
		text = s.from.ReplaceAllString(text, s.to)
	}
	return text
}

// leave is the sentence on an exception that applies: its last day, who approved
// it and why, in their own words, and where the file lies.
var leave = regexp.MustCompile(`(?s)^allowed until (\d{4}-\d\d-\d\d)(?: by (.*?))?(?:: (.*?))?(; it lies in a (?:recycle bin|snapshot))?$`)

// exception says an exception of the policy in the reader's language, as
// netzone.Exception tells it.
func (p *page) exception(text string) string {
	m := inException.FindStringSubmatch(text)
	if p.words.Whys == nil || m == nil {
		return text
	}
	kinds := "すべての種類"
	if m[1] != "all kinds" {
		ids := strings.Split(m[1], ", ")
		for i, id := range ids {
			ids[i] = cmp.Or(p.kindName(id), id)
		}
		kinds = strings.Join(ids, "・")
	}
	paths := strings.Replace(m[2], "all paths", "すべてのパス", 1)
	return fmt.Sprintf("%s、%s、%s まで%s", kinds, paths, m[3], p.approved(m[4], m[5]))
}

var inException = regexp.MustCompile(`(?s)^(.*?) in (.*?) until (\d{4}-\d\d-\d\d)(?: by (.*?))?(?:: (.*))?$`)

// approved says who approved an exception and why, in Japanese: words of theirs.
func (p *page) approved(by, why string) string {
	said := ""
	if by != "" {
		said = " (承認: " + p.own(by) + ")"
	}
	if why != "" {
		said += "。理由: " + p.own(why)
	}
	return said
}

// A sentence is one of those that verdicts are explained with, and how another
// language says it.
type sentence struct {
	from *regexp.Regexp
	to   string
}

// explainWords are what explanations say in one language.
type explainWords struct {
	Title       string // file
	Confidence  string // level, conclusion
	Conclusions map[string]string
	ByRule      string // the conclusion if the kind is a rule's
	Signs       map[string]string
	Effects     map[string]string
	Below       string // threshold
	Verdict     string // verdict, reason
	Exception   string // exception, result
	Results     map[string]string
}

var signs = map[string]string{"raises": "+", "form": "=", "lowers": "-"}

var englishExplain = explainWords{
	Title:      "How the findings in %s came about",
	Confidence: "confidence %s: %s",
	Conclusions: map[string]string{
		"high":   "independent evidence agrees",
		"medium": "the form fits, and so does one thing around it",
		"low":    "the form fits, and nothing around it says more",
	},
	ByRule:    "what its rule says of such a place",
	Signs:     signs,
	Effects:   map[string]string{"raises": "raises the confidence", "form": "what makes it a match", "lowers": "keeps the confidence down"},
	Below:     "not reported: less than %s, which --min-confidence asks for",
	Verdict:   "verdict %s: %s",
	Exception: "exception for %s: %s",
	Results: map[string]string{
		"applies": "applies", "ended": "does not apply, it ended", "other-kind": "does not apply, it is for other kinds", "other-path": "does not apply, it is for other paths",
	},
}

var japaneseExplain = explainWords{
	Title:      "%s の検出の根拠",
	Confidence: "確度 %s: %s",
	Conclusions: map[string]string{
		"high":   "独立した根拠が一致している",
		"medium": "形が合い、周囲にも根拠がある",
		"low":    "形は合うが、周囲に根拠がない",
	},
	ByRule:    "規則がこの場合に定める確度",
	Signs:     signs,
	Effects:   map[string]string{"raises": "確度を上げる", "form": "検出の前提", "lowers": "確度を抑える"},
	Below:     "報告しない: --min-confidence の「%s」に満たない",
	Verdict:   "判定 %s: %s",
	Exception: "例外 %s: %s",
	Results: map[string]string{
		"applies": "適用", "ended": "適用しない (期限切れ)", "other-kind": "適用しない (種類が違う)", "other-path": "適用しない (パスが違う)",
	},
}

var japaneseEvidence = map[string]string{
	"label":                               "ラベル",
	"column":                              "列見出し",
	"most cells of the column are alike":  "列のほとんどが同じ種類",
	"most values in this place are alike": "同じ位置の値のほとんどが同じ種類",
	"honorific":                           "敬称",
	"in the dictionary":                   "辞書にある",
	"form":                                "形式",
	"check digit":                         "検査数字が合う",
	"check digit does not fit":            "検査数字が合わない",
	"in the code table":                   "コード表にある",
	"data of a person beside it":          "隣に本人のほかの情報がある",
	"legal form of a company":             "法人格の語",
	"digits are hidden":                   "桁が伏せてある",
	"word beside it":                      "手がかりの語が隣にある",
	"sentence around it":                  "前後の文がそう読める",
	"word":                                "規則の語",
	"other things have such a label too":  "人以外にも使うラベル",
	"the table is no list of persons":     "人の一覧ではない表",
	"a company is named beside it, and no person": "隣にあるのは会社名で、人名はない",
}

var japaneseWhys = []sentence{
	{regexp.MustCompile(`^not personal data`), "個人データではない"},
	{regexp.MustCompile(`^personal data in zone (".*"), which the policy does not know$`), "区域 $1 は方針にない"},
	{regexp.MustCompile(`personal data is forbidden in zone ([^;]*) by the policy of another of the merged runs$`), "まとめた別の検査結果の方針により、区域 $1 では個人データは禁止"},
	{regexp.MustCompile(`zone (\S+) keeps data ([^;]*) by the policy of another of the merged runs$`), "まとめた別の検査結果の方針による区域 $1 の保存期間は $2"},
	{regexp.MustCompile(`personal data is forbidden in zone ([^;]*)`), "区域 $1 では個人データは禁止"},
	{regexp.MustCompile(`personal data is allowed in zone ([^;]*)`), "区域 $1 では個人データを置いてよい"},
	{regexp.MustCompile(`zone (\S+) keeps data of client (".*") (\d[^;]*)`), "区域 $1 の委託元 $2 の保存期間は $3"},
	{regexp.MustCompile(`zone (\S+) keeps data ([^;]*)`), "区域 $1 の保存期間は $2"},
	{regexp.MustCompile(`^dated (\d{4}-\d\d-\d\d) by its path, (\d+ days?) ago; `), "パスの日付 $1 から $2。"},
	{regexp.MustCompile(`^dated (\d{4}-\d\d-\d\d) by its header, (\d+ days?) ago; `), "ファイル先頭の日付 $1 から $2。"},
	{regexp.MustCompile(`^dated (\d{4}-\d\d-\d\d) by its path; `), "パスの日付は $1。"},
	{regexp.MustCompile(`^dated (\d{4}-\d\d-\d\d) by its header; `), "ファイル先頭の日付は $1。"},
	{regexp.MustCompile(`; there is no date in its path: the time of modification counts`), "。パスに日付がないため最終更新から数えた"},
	{regexp.MustCompile(`; there is no date in its header: the time of modification counts`), "。ファイル先頭に日付がないため最終更新から数えた"},
	{regexp.MustCompile(`; the date in its path is in the future`), "。パスの日付が未来である"},
	{regexp.MustCompile(`; the date in its header is in the future`), "。ファイル先頭の日付が未来である"},
	{regexp.MustCompile(`^the share does not tell the age; `), "更新日時が分からない。"},
	{regexp.MustCompile(`^unchanged for ([^;]*); `), "最終更新から $1。"},
	{regexp.MustCompile(`; its exception ended on (\d{4}-\d\d-\d\d)`), "。例外は $1 で終了"},
	{regexp.MustCompile(`; it lies in a recycle bin$`), "。ごみ箱の中にある"},
	{regexp.MustCompile(`; it lies in a snapshot$`), "。スナップショットの中にある"},
	{regexp.MustCompile(`(\d+) days?\b`), "$1 日"},
	{regexp.MustCompile(`(\d+) hours?\b`), "$1 時間"},
	{regexp.MustCompile(`(\d+) minutes?\b`), "$1 分"},
	{regexp.MustCompile(`(\d+) seconds?\b`), "$1 秒"},
	{regexp.MustCompile(`最終更新から just over ([^。]*)。`), "最終更新から ${1}をわずかに超えた。"},
}

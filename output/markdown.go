package output

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/shikiri/shikiri/report"
)

func init() {
	register(&Format{
		Name:   "markdown",
		Ext:    ".md",
		Spoken: true,
		Doc:    "a summary for job pages and issues: verdict, numbers, the worst findings",
		Write:  writeMarkdown,
	})
}

const (
	// markdownBytes is what a report has at most. GitHub takes a job summary of
	// 1 MiB for each step, and drops all of one that is larger:
	// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
	markdownBytes = 900 << 10
	// markdownRows is how many rows a list has at most.
	markdownRows = 50
	// markdownName is how long a name is at most, in cells.
	markdownName = 200
)

// A mdPage is a report in Markdown being written, with tables as GitHub has them.
type mdPage struct {
	bytes.Buffer
	run   *report.Run
	page  *page
	words *markdownWords
	cols  *columnWords
	audit *auditWords
}

// writeMarkdown writes what a person must know at once. Every list is short, and
// says how much it leaves out. What others have named stands in code: there is no
// link, no mention, no picture and no HTML in it, whatever the name.
func writeMarkdown(w io.Writer, r *report.Run, o Options) error {
	m := &mdPage{
		run: r, words: markdownWordsFor(o.Lang), cols: columnWordsFor(o.Lang), audit: auditWordsFor(o.Lang),
		page: &page{run: r, words: wordsFor(o.Lang), opts: Options{Lang: o.Lang}},
	}
	for _, section := range []func(){
		m.head, m.probeHead, m.figures, m.matrix, m.worst, m.missed, m.clients, m.shared, m.copies, m.known, m.retention, m.exceptions, m.changes, m.probeRest, m.parts, m.shares, m.warnings, m.foot,
	} {
		section()
	}
	_, err := m.WriteTo(w)
	return err
}

// code returns a name as Markdown shows it and nothing else: a span of code. A
// span ends at a backtick and a cell of a table at a bar, whatever stands around
// it in other programs than GitHub's: both are shown as their bytes.
func code(name string) string {
	if name == "" {
		return ""
	}
	name = cut(visible(name), markdownName)
	return "`" + strings.NewReplacer("`", `\x60`, "|", `\x7c`).Replace(name) + "`"
}

func codes(names []string) string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = code(n)
	}
	return strings.Join(all, " ")
}

// knownWord returns our word for a name, or the name as code if we have none.
func knownWord(words map[string]string, name string) string {
	if s := words[name]; s != "" {
		return s
	}
	return code(name)
}

func (m *mdPage) line(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

// A mdTable is a list in a report.
type mdTable struct {
	title string
	note  string
	head  []string
	right int // columns from the right that are numbers
	rows  int
	row   func(i int) []string
}

// table writes as many rows as there is room for, and how many more there are.
func (m *mdPage) table(t mdTable) {
	if t.rows == 0 {
		return
	}
	if t.title != "" {
		m.line("\n### %s\n", t.title)
	}
	if t.note != "" {
		m.line("%s\n", t.note)
	}
	rule := make([]string, len(t.head))
	for i := range rule {
		rule[i] = "---"
		if i >= len(t.head)-t.right {
			rule[i] = "--:"
		}
	}
	m.line("| %s |\n| %s |", strings.Join(t.head, " | "), strings.Join(rule, " | "))
	shown := 0
	for ; shown < min(t.rows, markdownRows); shown++ {
		row := "| " + strings.Join(t.row(shown), " | ") + " |"
		if m.Len()+len(row) > markdownBytes {
			break
		}
		m.line("%s", row)
	}
	if left := t.rows - shown; left > 0 {
		m.line("\n"+m.cols.LeftOut, grouped(left))
	}
}

// verdictMark goes with the word: not everybody sees colours.
func verdictMark(conformity string) string {
	switch conformity {
	case report.Conforming:
		return "✅"
	case report.Nonconforming:
		return "❌"
	}
	return "⚠️"
}

func (m *mdPage) head() {
	r := m.run
	judged, reason := judge(r)
	m.line("## %s %s: %s", verdictMark(judged), reportTitle(r, m.page.opts.Lang), knownWord(m.audit.Conformity, judged))
	if why := whyText(r, m.page.opts.Lang, reason); why != "" {
		m.line("\n%s", why)
	}
	for _, text := range besides(r, m.page.opts.Lang) {
		m.line("\n%s", text)
	}
	var facts []string
	for _, f := range [][2]string{
		{m.words.Number, r.Cover.Number}, {m.cols.Subject, r.Cover.Subject}, {m.cols.Operator, r.Cover.Operator}, {m.cols.Host, r.Cover.Host},
		{m.cols.Began, withOffset(r.Started)}, {m.cols.Finished, withOffset(r.Finished)}, {m.cols.Run, r.ID()},
	} {
		if f[1] != "" {
			facts = append(facts, f[0]+" "+code(f[1]))
		}
	}
	m.line("\n%s", strings.Join(facts, " · "))
	for _, line := range editionLinesAs(r, m.page.opts.Lang, code) {
		m.line("\n%s", line)
	}
}

func (m *mdPage) figures() {
	r, c, w := m.run, m.cols, m.words
	excused := int64(0)
	for _, z := range r.Zones {
		excused += z.Excused
	}
	s := r.Summary
	rows := [][]string{
		{c.Violations, grouped(s.Violations)}, {c.Overdue, grouped(s.Overdue)}, {c.Excused, grouped(excused)},
		{w.FilesExamined, grouped(scannedFiles(r))}, {w.FilesMissed, grouped(missedFiles(r))},
		{c.Records, grouped(s.Records)}, {c.People, grouped(s.People)}, {c.Companies, grouped(s.Companies)},
	}
	if s.Distinct > 0 {
		rows = append(rows, []string{w.Distinct, grouped(s.Distinct)})
	}
	if onlyProbed(r) {
		return
	}
	m.line("")
	m.table(mdTable{head: []string{w.Figures, ""}, right: 1, rows: len(rows), row: func(i int) []string { return rows[i] }})
}

func (m *mdPage) foot() {
	r := m.run
	if onlyProbed(r) {
		m.line("\n%s", probeWordsFor(m.page.opts.Lang).Disclaimer)
	} else {
		m.line("\n%s", m.audit.Masking)
		m.line("\n%s", m.audit.Disclaimer)
	}
	m.line("\n%s · %s %s · %s %s", code(r.Tool.Name+" "+r.Tool.Version), m.words.Rules, code(r.Tool.Rules), m.words.Policy, code(r.Tool.Policy))
}

package output

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// A probe in Markdown: what is wrong in sentences, then the lists, short.

// probeHead says what a probe came to, and what of the personal data can be reached.
func (m *mdPage) probeHead() {
	if !m.run.Probed() {
		return
	}
	v := newProbeView(m.page)
	v.quote = code
	m.line("")
	for _, line := range v.headlines() {
		m.line("- %s", line[1])
	}
	if all := v.exposures(); len(all) > 0 {
		m.line("\n### %s\n", v.words.Lists["exposures"])
		for _, e := range all[:min(len(all), markdownRows)] {
			m.line("- %s %s", pathEmoji(exposureClass(e)), v.exposed(e))
		}
		if n := len(all) - markdownRows; n > 0 {
			m.line("\n"+m.cols.LeftOut, grouped(n))
		}
	}
	m.probeLists(v, v.vantageList(), v.briefOpens("opens", forbiddenOpens(m.run)), v.bridgeList())
	m.pathMatrix(v)
	m.sentences(v.flowRemarks())
}

// probeRest is what the verdict rests on.
func (m *mdPage) probeRest() {
	if !m.run.Probed() {
		return
	}
	v := newProbeView(m.page)
	v.quote = code
	m.unproved(v)
	m.probeLists(v, v.briefControls())
	m.sentences(v.controlRemarks())
	m.probeLists(v, v.briefFlows("flows", func(f *report.Flow) bool { return f.Judged() != report.PathNotOpen }), v.briefOpens("allowed", allowedOpens(m.run)),
		v.briefTargets(), v.briefSwept(), v.untriedList())
	for _, text := range v.limits() {
		m.line("\n%s", text)
	}
	m.probeLists(v, v.briefFlows("notes", func(f *report.Flow) bool { return f.Judged() == report.PathNotOpen }))
}

// unproved says why flows are not proved closed, and what to do.
func (m *mdPage) unproved(v *probeView) {
	all := v.unproved()
	if len(all) == 0 {
		return
	}
	m.line("\n### %s\n", v.words.Lists["unproved"])
	for _, u := range all[:min(len(all), markdownRows)] {
		m.line("- %s %s", pathEmoji("missed"), u.Name)
		for _, why := range u.Why {
			m.line("  - %s%s", v.words.Brief["why"], why)
		}
		for _, next := range u.Next {
			m.line("  - %s%s", v.words.Brief["next"], next)
		}
	}
	if n := len(all) - markdownRows; n > 0 {
		m.line("\n"+m.cols.LeftOut, grouped(n))
	}
}

// sentences are points of a list below another.
func (m *mdPage) sentences(all []string) {
	for i, text := range all[:min(len(all), markdownRows)] {
		if i == 0 {
			m.line("")
		}
		m.line("- %s", text)
	}
}

// probeLists writes lists, without the columns that hold nothing.
func (m *mdPage) probeLists(v *probeView, lists ...probeList) {
	for _, l := range lists {
		if l.Rows == 0 {
			if none := v.words.None[l.ID]; none != "" && l.ID != "allowed" {
				m.line("\n### %s\n\n%s", v.words.Lists[l.ID], none)
			}
			continue
		}
		shown := l.filled(markdownRows)
		left, right := tableColumns(l, shown)
		order := append(left, right...)
		t := mdTable{title: cmp.Or(l.Title, v.words.Lists[l.ID]), note: v.words.Notes[l.ID], right: len(right), rows: l.Rows}
		for _, i := range order {
			t.head = append(t.head, v.words.Columns[l.Columns[i].ID])
		}
		t.row = func(i int) []string {
			cells := l.Row(i)
			row := make([]string, len(order))
			for j, c := range order {
				row[j] = m.probeCell(v, cells[c])
			}
			return row
		}
		m.table(t)
	}
}

// tableColumns puts numbers behind the rest, as tables in Markdown have them.
func tableColumns(l probeList, shown []int) (left, right []int) {
	for _, i := range shown {
		if l.Columns[i].Right {
			right = append(right, i)
		} else {
			left = append(left, i)
		}
	}
	return left, right
}

// probeCell is a cell: our words as they are, with a mark, and theirs as code.
func (m *mdPage) probeCell(v *probeView, c probeCell) string {
	mark := ""
	if c.grade != "" && c.grade != "none" {
		mark = pathEmoji(c.grade) + " "
	}
	switch c.kind {
	case cellWord:
		return mark + c.text
	case cellNumber:
		return mark + grouped(c.n)
	case cellTime:
		return m.page.cellText(v, c)
	}
	if all := codes(c.all()); all != "" {
		return mark + all
	}
	return ""
}

// pathEmoji goes with the word.
func pathEmoji(grade string) string {
	switch grade {
	case "violation":
		return "❌"
	case "missed":
		return "⚠️"
	case "none":
		return "➖"
	}
	return "✅"
}

// pathMatrix is zones by zones.
func (m *mdPage) pathMatrix(v *probeView) {
	const most = 8
	x := newPathMatrix(m.run)
	if len(x.cells) == 0 {
		return
	}
	to := x.To[:min(len(x.To), most)]
	head := []string{v.words.MatrixFrom}
	for _, zone := range to {
		head = append(head, m.probeCell(v, v.toName(zone)))
	}
	title := v.words.Lists["matrix"]
	if n := len(x.To) - len(to); n > 0 {
		title += " (" + fmt.Sprintf(m.cols.LeftOut, grouped(n)) + ")"
	}
	m.table(mdTable{title: title, note: v.words.Notes["matrix"], head: head, rows: len(x.From), row: func(i int) []string {
		row := []string{code(x.From[i])}
		for _, zone := range to {
			c := v.cell(x, x.From[i], zone)
			parts := []string{strings.TrimSpace(pathEmoji(c.Class) + " " + c.Word)}
			if len(c.Numbers) > 0 {
				parts = append(parts, strings.Join(c.Numbers, ", "))
			}
			parts = append(parts, c.Allowed...)
			row = append(row, strings.Join(parts, " · "))
		}
		return row
	}})
}

// pathCounts counts what became of open ports, by states.
func (m *mdPage) pathCounts() [][]string {
	w, n := pathChangeWordsFor(m.page.opts.Lang), pathCounts(m.run.Changes)
	var rows [][]string
	for _, state := range []string{report.PathNew, report.PathRemains, report.PathUnclear, report.PathGone} {
		rows = append(rows, []string{w.States[state], grouped(n[state])})
	}
	return rows
}

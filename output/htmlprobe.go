package output

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// What the page shows of a probe.

// probeChapters are those of a probe, as they stand before and behind what scans
// found. Each is there, and says so if there is nothing to say.
var (
	probeFront = []string{"exposures", "vantages", "opens", "bridges", "paths"}
	probeBack  = []string{"controls", "flows", "targets", "untried"}
	// fileChapters are about files: a run of probes alone has none of them.
	fileChapters = []string{"matrix", "people", "copies", "known", "map", "ages", "folders", "findings", "coverage", "unexamined", "exceptions", "facts"}
)

// Of reports whether the page has a chapter.
func (h *htmlPage) Of(id string) bool { return h.Chapter(id) != nil }

// chapters returns the IDs of the chapters of a run.
func chapters(r *report.Run) []string {
	all := []string{"figures"}
	if r.Probed() {
		all = append(all, probeFront...)
	}
	all = append(all, "matrix", "people", "copies", "known", "map", "ages", "folders", "changes", "findings", "coverage", "unexamined")
	if r.Probed() {
		all = append(all, probeBack...)
	}
	all = append(all, "exceptions", "parts", "warnings", "facts", "conditions", "method", "integrity", "signatures")
	return slices.DeleteFunc(all, func(id string) bool {
		switch {
		case id == "parts":
			return len(r.Parts) == 0
		case id == "warnings":
			return len(r.Warnings) == 0
		case id == "changes":
			return onlyProbed(r) && r.Changes == nil
		case id == "exposures":
			return onlyProbed(r) && len(r.Exposures) == 0
		}
		return onlyProbed(r) && slices.Contains(fileChapters, id)
	})
}

// chapterTitle is the word of an ID.
func (h *htmlPage) chapterTitle(id string) string {
	switch {
	case id == "paths":
		return h.Probe.words.Lists["matrix"]
	case slices.Contains(probeFront, id) || slices.Contains(probeBack, id):
		return h.Probe.words.Lists[id]
	}
	return h.T("h-" + id)
}

// OnlyProbed reports whether no file was looked into.
func (h *htmlPage) OnlyProbed() bool { return onlyProbed(h.Run) }

// Main is the chapter that a reader without a mouse goes to.
func (h *htmlPage) Main() string {
	if h.OnlyProbed() {
		return "opens"
	}
	return "findings"
}

// Closing are the sentences at the end of the cover and of the page.
func (h *htmlPage) Closing() []string {
	switch {
	case h.OnlyProbed():
		return []string{h.Probe.words.Disclaimer}
	case h.Run.Probed():
		return []string{h.Audit.Disclaimer, h.Probe.words.Disclaimer}
	}
	return []string{h.Audit.Disclaimer}
}

// Headlines are what a probe came to, a sentence and a class each.
func (h *htmlPage) Headlines() [][2]string {
	all := h.Probe.headlines()
	for i := range all {
		all[i][0] = map[string]string{red: "violation", yellow: "missed", green: "allowed"}[all[i][0]]
	}
	return all
}

// An htmlList is a list of a probe, ready to be shown: the columns that hold
// something, and as many rows as stand there without the script.
type htmlList struct {
	ID, Title, Note, None string
	Live                  bool
	Heads                 [][2]string // class, title
	Rows                  [][]htmlCell
	Shown, All            int
}

// An htmlCell is a cell of one: its class, and lines of text.
type htmlCell struct {
	Class string
	Lines []htmlLine
}

// An htmlLine is a line of one. A long list of ports is folded: a page where each
// row is 64 ports high cannot be read. What is printed has them in full.
type htmlLine struct{ Text, Folded string }

// longPorts is a list of ports that is folded, and what stands before it.
var longPorts = regexp.MustCompile(`^(.*?)((?:[0-9]+(?:-[0-9]+)?, ){8,}[0-9]+(?:-[0-9]+)?)$`)

func (h *htmlPage) line(text string) htmlLine {
	if m := longPorts.FindStringSubmatch(text); m != nil {
		return htmlLine{m[2], m[1] + fmt.Sprintf(h.Probe.words.Brief["ports"], grouped(countPorts(m[2])))}
	}
	return htmlLine{Text: text}
}

// Unproved are the flows that are not proved closed: why, and what to do.
func (h *htmlPage) Unproved() []unprovedFlow {
	all := h.Probe.unproved()
	return all[:min(len(all), htmlPrinted)]
}

// Brief returns a short word of a probe.
func (h *htmlPage) Brief(key string) string { return h.Probe.words.Brief[key] }

// List returns a list of a probe.
func (h *htmlPage) List(id string) *htmlList { return h.shown(h.probeList(id, true)) }

// ChangeLists are what became of open ports, bridges and flows since another run.
func (h *htmlPage) ChangeLists() []*htmlList {
	var all []*htmlList
	for _, l := range h.Probe.changeLists() {
		if l.Rows > 0 {
			all = append(all, h.shown(l))
		}
	}
	return all
}

// PathCounts counts what became of open ports.
func (h *htmlPage) PathCounts() string {
	if h.Run.Changes == nil || !h.Run.Probed() && len(h.Run.Changes.Paths) == 0 {
		return ""
	}
	n := pathCounts(h.Run.Changes)
	return fmt.Sprintf(pathChangeWordsFor(h.opts.Lang).Counts, grouped(n[report.PathNew]), grouped(n[report.PathRemains]), grouped(n[report.PathUnclear]), grouped(n[report.PathGone]))
}

func (h *htmlPage) shown(l probeList) *htmlList {
	id := l.ID
	x := &htmlList{ID: id, Title: cmp.Or(l.Title, h.Probe.words.Lists[id]), Note: h.Probe.words.Notes[id], None: h.Probe.words.None[id], All: l.Rows, Shown: min(l.Rows, htmlPrinted), Live: slices.Contains(liveLists, id)}
	stacks := l.Page
	if stacks == nil {
		for _, i := range l.filled(htmlPrinted) {
			stacks = append(stacks, probeStack{l.Columns[i].ID, []int{i}})
		}
	}
	for _, s := range stacks {
		class := ""
		if l.Columns[s.Of[0]].Right && len(s.Of) == 1 {
			class = "n"
		}
		x.Heads = append(x.Heads, [2]string{class, h.Probe.words.Columns[s.Title]})
	}
	for i := range x.Shown {
		cells := l.Row(i)
		row := make([]htmlCell, len(stacks))
		for j, s := range stacks {
			row[j] = h.stacked(l, cells, s)
		}
		x.Rows = append(x.Rows, row)
	}
	return x
}

// stacked is cells below each other: the first that has a grade gives it to all.
func (h *htmlPage) stacked(l probeList, cells []probeCell, s probeStack) htmlCell {
	var x htmlCell
	for _, i := range s.Of {
		if x.Class == "" {
			x.Class = cells[i].grade
		}
	}
	say := func(c probeCell) string { return strings.Join(h.probeCell(c), "\n") }
	for _, line := range h.Probe.stacked(l, cells, s, say, h.until) {
		for text := range strings.SplitSeq(line, "\n") {
			x.Lines = append(x.Lines, h.line(text))
		}
	}
	class := ""
	switch first := cells[s.Of[0]]; {
	case l.Columns[s.Of[0]].Right && len(s.Of) == 1:
		class = "n"
	case first.kind == cellTime:
		class = "day"
	case first.kind == cellName && len(s.Of) == 1:
		class = "mono"
	}
	x.Class = strings.TrimSpace(x.Class + " " + class)
	return x
}

// probeList returns a list by its ID; of targets those that answered alike
// together, or each.
func (h *htmlPage) probeList(id string, alike bool) probeList {
	v := h.Probe
	switch id {
	case "exposures":
		return v.exposureList()
	case "vantages":
		return v.vantageList()
	case "opens":
		return v.openList("opens", forbiddenOpens(h.Run))
	case "allowed":
		return v.openList("allowed", allowedOpens(h.Run))
	case "bridges":
		return v.bridgeList()
	case "identities":
		return v.identityList()
	case "controls":
		return v.controlList(true)
	case "flows":
		return v.flowList("flows", func(f *report.Flow) bool { return f.Judged() != report.PathNotOpen })
	case "notes":
		return v.flowList("notes", func(f *report.Flow) bool { return f.Judged() == report.PathNotOpen })
	case "targets":
		return v.targetList(alike)
	case "swept":
		return v.sweptList()
	case "untried":
		return v.untriedList()
	}
	return probeList{ID: id}
}

// probeCell returns the lines of a cell.
func (h *htmlPage) probeCell(c probeCell) []string {
	switch c.kind {
	case cellTime:
		if c.at.IsZero() {
			return nil
		}
		return []string{h.Moment(c.at)}
	case cellNumber:
		return []string{grouped(c.n)}
	case cellZone:
		return []string{h.ShortZone(c.text)}
	}
	mark := ""
	if c.grade != "" && c.kind == cellWord {
		mark = pathMark(c.grade)
	}
	var lines []string
	for _, text := range c.all() {
		lines = append(lines, mark+visible(text))
	}
	return lines
}

// Paths is the matrix of zones by zones.
func (h *htmlPage) Paths() *pathMatrix { return newPathMatrix(h.Run) }

// Path is a cell of it.
func (h *htmlPage) Path(m *pathMatrix, from, to string) pathCell { return h.Probe.cell(m, from, to) }

// PathTo names a column of it.
func (h *htmlPage) PathTo(zone string) string {
	if zone == "" {
		return h.Probe.words.Internet
	}
	return h.Zone(zone)
}

// W returns a word of a probe.
func (h *htmlPage) W(which, key string) string {
	w := h.Probe.words
	return map[string]map[string]string{"columns": w.Columns, "lists": w.Lists, "notes": w.Notes, "none": w.None, "says": w.Says, "figures": w.Figures, "conditions": w.Conditions}[which][key]
}

// MatrixFrom is the corner of the matrix.
func (h *htmlPage) MatrixFrom() string { return h.Probe.words.MatrixFrom }

// MethodOf is what the appendix says of probes.
func (h *htmlPage) MethodOf() [][2]string {
	if !h.Run.Probed() {
		return nil
	}
	return h.Probe.words.Method
}

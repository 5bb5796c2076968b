package output

import (
	"fmt"
	"strings"
	"time"

	"github.com/shikiri/shikiri/report"
)

// A probe in the table, for people on a terminal: verdict and vantage first, then
// what is wrong, then what it rests on.

// probeFront is what a reader must see first: what of the personal data can be
// reached, where it was tried from, what is open, and what is proved.
func (p *page) probeFront() error {
	if !p.run.Probed() {
		return nil
	}
	v := newProbeView(p)
	p.exposed(v)
	opens := v.openList("opens", forbiddenOpens(p.run))
	for _, l := range []probeList{v.vantageList(), opens, v.bridgeList()} {
		if err := p.list(v, l); err != nil {
			return err
		}
	}
	return p.pathMatrix(v)
}

// probeRest is what the verdict rests on.
func (p *page) probeRest() error {
	if !p.run.Probed() {
		return nil
	}
	v := newProbeView(p)
	notes := v.flowList("notes", func(f *report.Flow) bool { return f.Judged() == report.PathNotOpen })
	for _, l := range []probeList{
		v.controlList(true), v.flowList("flows", func(f *report.Flow) bool { return f.Judged() != report.PathNotOpen }), v.openList("allowed", allowedOpens(p.run)),
		v.targetList(true), v.sweptList(), v.untriedList(),
	} {
		if err := p.list(v, l); err != nil {
			return err
		}
	}
	for _, text := range v.limits() {
		p.remark(text)
	}
	return p.list(v, notes)
}

// exposed says what personal data can be reached: it stands before all else.
func (p *page) exposed(v *probeView) {
	all := v.exposures()
	if len(all) == 0 {
		return
	}
	p.printf("\n%s\n", v.words.Lists["exposures"])
	for _, e := range all[:min(len(all), tableRows)] {
		colour := red
		if e.Verdict == report.PathAllowed {
			colour = ""
		}
		for i, line := range wrap(v.exposed(e), p.width-4) {
			lead := "  " + strings.TrimSpace(pathMark(exposureClass(e))) + " "
			if i > 0 {
				lead = "    "
			}
			p.printf("%s\n", p.paint(colour, lead+line))
		}
	}
	if n := len(all) - tableRows; n > 0 {
		p.printf(p.words.More+"\n", grouped(n))
	}
}

func exposureClass(e *report.Exposure) string {
	if e.Verdict == report.PathAllowed {
		return "allowed"
	}
	return "violation"
}

// list writes a list of a probe. What is wrong, or missing, is said to be none.
func (p *page) list(v *probeView, l probeList) error {
	title := v.words.Lists[l.ID]
	if l.Rows == 0 {
		if none := v.words.None[l.ID]; none != "" && l.ID != "allowed" {
			p.printf("\n%s\n  %s\n", title, none)
		}
		return nil
	}
	g := grid{Title: title, Wide: l.Wide, Lines: true, Left: max(l.Rows-tableRows, 0)}
	var grades []string
	say := func(c probeCell) string { return p.cellText(v, c) }
	for _, stack := range l.Stacks {
		g.Header = append(g.Header, v.words.Columns[stack.Title])
	}
	for i := range min(l.Rows, tableRows) {
		cells := l.Row(i)
		row := make([]string, len(l.Stacks))
		for j, stack := range l.Stacks {
			row[j] = strings.Join(v.stacked(l, cells, stack, say, p.until), "\n")
		}
		g.Rows = append(g.Rows, row)
		grades = append(grades, cells[l.Stacks[0].Of[0]].grade)
	}
	g.Colour = func(row int) string { return gradeColour(grades[row]) }
	return p.grid(g)
}

// gradeColour is that of a cell.
func gradeColour(grade string) string {
	switch grade {
	case "violation":
		return red
	case "missed":
		return yellow
	}
	return ""
}

// until says when something ended that began on a day, with that day if it is another.
func (p *page) until(began, ended time.Time) string {
	if ended.IsZero() {
		return ""
	}
	form, place := "15:04:05", p.run.Started.Location()
	if began.In(place).Format(time.DateOnly) != ended.In(place).Format(time.DateOnly) {
		form = time.DateTime
	}
	return " - " + ended.In(place).Format(form)
}

// cellText is a cell on a terminal.
func (p *page) cellText(v *probeView, c probeCell) string {
	switch c.kind {
	case cellNumber:
		return grouped(c.n)
	case cellTime:
		if c.at.IsZero() {
			return ""
		}
		return c.at.In(p.run.Started.Location()).Format("2006-01-02 15:04:05")
	}
	lines := make([]string, 0, 1)
	for _, name := range c.all() {
		lines = append(lines, visible(name))
	}
	return strings.Join(lines, "\n")
}

// matrixCellWidth is how wide a column of the matrix is at least, in cells: else the
// numbers in it break.
const matrixCellWidth = 12

// pathMatrix is zones by zones, if they are so few that it can be read.
func (p *page) pathMatrix(v *probeView) error {
	m := newPathMatrix(p.run)
	if len(m.cells) == 0 {
		return nil
	}
	title := v.words.Lists["matrix"]
	width := (p.width-1)/(len(m.To)+1) - 3 // of a column without its borders and padding
	if width < matrixCellWidth {
		p.printf("\n%s\n  "+v.words.Says["too-wide"]+"\n", title, grouped(len(m.To)))
		return nil
	}
	fold := func(lines ...string) string {
		var all []string
		for _, line := range lines {
			all = append(all, wrap(line, width)...)
		}
		return strings.Join(all, "\n")
	}
	g := grid{Title: title, Header: []string{v.words.MatrixFrom}, Lines: true}
	for _, to := range m.To {
		g.Header = append(g.Header, cut(p.cellText(v, v.toName(to)), width))
	}
	for _, from := range m.From {
		row := []string{fold(visible(from))}
		for _, to := range m.To {
			c := v.cell(m, from, to)
			lines := append([]string{strings.TrimRight(c.Mark+c.Word, " ")}, c.Numbers...)
			row = append(row, fold(append(lines, c.Allowed...)...))
		}
		g.Rows = append(g.Rows, row)
	}
	if err := p.grid(g); err != nil {
		return err
	}
	p.remark(v.words.Notes["matrix"])
	if m.Left > 0 {
		p.remark(fmt.Sprintf(v.words.Says["left-zones"], grouped(m.Left)))
	}
	return nil
}

// remark is a sentence below a list.
func (p *page) remark(text string) {
	for _, line := range wrap(text, p.width-2) {
		p.printf("  %s\n", line)
	}
}

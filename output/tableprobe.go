package output

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shikiri/shikiri/report"
)

// A probe in the table, for people on a terminal: verdict and vantage first, then
// what is wrong, then what it rests on.

// probeFront is what a reader must see first, behind what of the personal data can be
// reached: where it was tried from, what is open, and what is proved.
func (p *page) probeFront() error {
	if !p.run.Probed() {
		return nil
	}
	v := newProbeView(p)
	p.vantages(v)
	if err := p.briefOpens(v, "opens", forbiddenOpens(p.run)); err != nil {
		return err
	}
	p.bridges(v)
	return p.pathMatrix(v)
}

// probeRest is what the verdict rests on.
func (p *page) probeRest() error {
	if !p.run.Probed() {
		return nil
	}
	v := newProbeView(p)
	p.unproved(v)
	if err := p.list(v, v.briefControls()); err != nil {
		return err
	}
	p.remarks(v.controlRemarks()...)
	if err := p.briefOpens(v, "allowed", allowedOpens(p.run)); err != nil {
		return err
	}
	notes := v.briefFlows("notes", func(f *report.Flow) bool { return f.Judged() == report.PathNotOpen })
	for _, l := range []probeList{v.briefTargets(), v.briefSwept(), notes, v.untriedList()} {
		if err := p.list(v, l); err != nil {
			return err
		}
	}
	p.remarks(v.limits()...)
	return nil
}

// briefOpens lists open ports, and says what a question mark means.
func (p *page) briefOpens(v *probeView, id string, all []*report.Open) error {
	if err := p.list(v, v.briefOpens(id, all)); err != nil {
		return err
	}
	if slices.ContainsFunc(all, guessed) {
		p.remarks(v.words.Brief["guess"])
	}
	return nil
}

// vantages says where it was tried from, and how: here alone stand the ports.
func (p *page) vantages(v *probeView) {
	b := v.words.Brief
	p.printf("\n%s\n", v.words.Lists["vantages"])
	all := p.run.Vantages
	for i := range all[:min(len(all), tableRows)] {
		x := &all[i]
		p.remarks(visible(x.Host) + " (" + v.zone(x.From) + "): " + v.some(x.Addresses, 8))
		began := x.Started.In(p.run.Started.Location()).Format(time.DateTime)
		facts := []string{began + p.until(x.Started, x.Finished), fmt.Sprintf(b["attempts"], grouped(x.Attempts)), v.how(x)}
		if x.Tool.Policy != "" {
			facts = append(facts, fmt.Sprintf(b["policy"], cut(visible(x.Tool.Policy), shortHash)))
		}
		list := fmt.Sprintf(b["ports"], grouped(countPorts(x.Ports))) + ": " + v.some(strings.Split(x.Ports, ","), tablePorts)
		for _, text := range []string{strings.Join(facts, " · "), list} {
			p.indented("    ", text)
		}
	}
	if n := len(all) - tableRows; n > 0 {
		p.printf(p.words.More+"\n", grouped(n))
	}
}

const (
	tablePorts = 150 // pieces of a list of ports: some five lines
	shortHash  = 26  // cells: enough to tell policies apart
)

// bridges says what machines stand in two zones, a sentence each.
func (p *page) bridges(v *probeView) {
	all := p.run.Bridges
	p.printf("\n%s\n", v.words.Lists["bridges"])
	if len(all) == 0 {
		p.remarks(v.words.None["bridges"])
	}
	for i := range all[:min(len(all), tableRows)] {
		b := &all[i]
		class, colour := "violation", red
		if b.Strength == "weak" {
			class, colour = "missed", yellow
		}
		text := v.bridged(b) + " " + p.cellText(v, v.known(v.words.Evidence, b.Evidence))
		if b.Value != "" {
			text += " " + visible(b.Value)
		}
		if b.Why != "" {
			text += ": " + visible(p.said(b.Why))
		}
		p.marked(class, colour, text)
	}
	if n := len(all) - tableRows; n > 0 {
		p.printf(p.words.More+"\n", grouped(n))
	}
}

// unproved says why flows are not proved closed, and what to do.
func (p *page) unproved(v *probeView) {
	all := v.unproved()
	if len(all) == 0 {
		return
	}
	p.printf("\n%s\n", v.words.Lists["unproved"])
	for _, u := range all[:min(len(all), tableRows)] {
		p.marked("missed", yellow, u.Name)
		for _, why := range u.Why {
			p.indented("    ", v.words.Brief["why"]+why)
		}
		for _, next := range u.Next {
			p.indented("    ", "→ "+v.words.Brief["next"]+next)
		}
	}
	if n := len(all) - tableRows; n > 0 {
		p.printf(p.words.More+"\n", grouped(n))
	}
}

// marked writes a sentence behind the mark of a class, in a colour.
func (p *page) marked(class, colour, text string) {
	for i, line := range wrap(text, p.width-4) {
		lead := "  " + strings.TrimSpace(pathMark(class)) + " "
		if i > 0 {
			lead = "    "
		}
		p.printf("%s\n", p.paint(colour, lead+line))
	}
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
		p.marked(exposureClass(e), colour, v.exposed(e))
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
	if l.Stacks == nil {
		return p.brief(v, l)
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

// brief writes a list with a line for each row, without the columns that hold
// nothing, and without borders: at 80 cells they would take the room of a column.
func (p *page) brief(v *probeView, l probeList) error {
	shown, route := l.filled(tableRows), ""
	if l.ID != "opens" && l.ID != "allowed" { // each of these lines is quoted alone
		shown, route = l.hoisted(shown, tableRows)
	}
	rows := [][]string{make([]string, len(shown))}
	wide := 0
	for j, i := range shown {
		rows[0][j] = v.words.Columns[l.Columns[i].ID]
		if i <= l.Wide {
			wide = j // or the one before it, if that holds nothing
		}
	}
	marks, colours := []string{"  "}, []string{""}
	for i := range min(l.Rows, tableRows) {
		cells := l.Row(i)
		row := make([]string, len(shown))
		for j, c := range shown {
			row[j] = strings.ReplaceAll(p.cellText(v, cells[c]), "\n", ", ")
		}
		rows = append(rows, row)
		mark, colour := "  ", gradeColour(cells[0].grade)
		if colour != "" {
			mark = pathMark(cells[0].grade)
		}
		marks, colours = append(marks, mark), append(colours, colour)
	}
	if route != "" {
		route = ": " + visible(route)
	}
	p.printf("\n%s%s\n", v.words.Lists[l.ID], route)
	widths := fitted(rows, wide, l.kept(shown), p.width-4)
	for i, row := range rows {
		line := marks[i]
		for j, text := range row {
			text = cut(text, widths[j])
			if room := strings.Repeat(" ", widths[j]-cellWidth(text)); l.Columns[shown[j]].Right {
				text = room + text
			} else {
				text += room
			}
			if line += text; j < len(row)-1 {
				line += "  "
			}
		}
		p.printf("  %s\n", p.paint(colours[i], strings.TrimRight(line, " ")))
	}
	if n := l.Rows - tableRows; n > 0 {
		p.printf(p.words.More+"\n", grouped(n))
	}
	return nil
}

// fitted returns how wide columns are that stand two cells apart in so much room:
// the wide one is cut first, then the widest, and those to be kept last.
func fitted(rows [][]string, wide int, kept []bool, room int) []int {
	widths := make([]int, len(rows[0]))
	total := 2 * (len(widths) - 1)
	for j := range widths {
		for _, row := range rows {
			widths[j] = max(widths[j], cellWidth(row[j]))
		}
		total += widths[j]
	}
	const least = 8
	widest := func(may func(j int) bool) int {
		widest := -1
		for j := range widths {
			if may(j) && widths[j] > least && (widest < 0 || widths[j] > widths[widest]) {
				widest = j
			}
		}
		return widest
	}
	for ; total > room; total-- {
		j := wide
		if widths[wide] <= 2*least {
			j = widest(func(j int) bool { return j != wide && !kept[j] })
		}
		if j < 0 {
			j = widest(func(int) bool { return true })
		}
		if j < 0 {
			break
		}
		widths[j]--
	}
	return widths
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
		if err := p.list(v, v.briefFlows("flows", nil)); err != nil {
			return err
		}
		p.remarks(v.flowRemarks()...)
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
			lines := append([]string{strings.TrimRight(c.Mark+c.Word, " ")}, packed(c.Numbers, " · ", width)...)
			row = append(row, fold(append(lines, c.Allowed...)...))
		}
		g.Rows = append(g.Rows, row)
	}
	if err := p.grid(g); err != nil {
		return err
	}
	p.remarks(v.words.Notes["matrix"])
	p.remarks(v.flowRemarks()...)
	if m.Left > 0 {
		p.remarks(fmt.Sprintf(v.words.Says["left-zones"], grouped(m.Left)))
	}
	return nil
}

// packed puts texts beside each other, as many as fit in a line.
func packed(texts []string, between string, width int) []string {
	var lines []string
	for _, text := range texts {
		last := len(lines) - 1
		if last < 0 || cellWidth(lines[last]+between+text) > width {
			lines = append(lines, text)
			continue
		}
		lines[last] += between + text
	}
	return lines
}

// remarks are sentences below a list.
func (p *page) remarks(texts ...string) {
	for _, text := range texts {
		p.indented("  ", text)
	}
}

// indented writes a sentence behind some room.
func (p *page) indented(room, text string) {
	for _, line := range wrap(text, p.width-len(room)) {
		p.printf("%s%s\n", room, strings.TrimRight(line, " "))
	}
}

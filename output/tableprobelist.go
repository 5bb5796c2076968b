package output

import (
	"strings"
	"time"
)

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

package output

import (
	"fmt"
	"strings"
)

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

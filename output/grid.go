package output

import (
	"fmt"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// A grid is one table of a page. Cells are visible text, lines apart.
type grid struct {
	Title  string
	Header []string
	Rows   [][]string
	Wide   int                  // the column that takes the room the others leave
	Right  []int                // columns of numbers
	Left   int                  // rows left out
	Lines  bool                 // lines between rows
	Colour func(row int) string // of the first line of a row's first cell; may be nil
}

// grid writes g, or nothing if it has no rows.
//
// Every line is broken here and tablewriter wraps nothing: its own wrapping
// breaks at spaces, which file names may not have. Its idea of a character's
// width is guessed from LANG and TERM when the program starts and kept for the
// whole process; with LANG=ja_JP.UTF-8 and no TERM, as under cron, the guess
// makes borders two cells wide. So it is set, not guessed.
func (p *page) grid(g grid) error {
	if len(g.Rows) == 0 {
		return nil
	}
	p.printf("\n")
	if g.Title != "" {
		p.printf("%s\n", g.Title)
	}
	twwidth.SetOptions(twwidth.Options{})
	align := make([]tw.Align, len(g.Header))
	for i := range align {
		align[i] = tw.AlignLeft
		if slices.Contains(g.Right, i) {
			align[i] = tw.AlignRight
		}
	}
	style, between := tw.StyleLight, tw.Off
	if p.opts.Width == 0 {
		style = tw.StyleASCII // whatever reads the pipe may show lines two cells wide
	}
	if g.Lines {
		between = tw.On
	}
	cells := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off},
		Alignment:  tw.CellAlignment{PerColumn: align},
	}
	t := tablewriter.NewTable(p,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Symbols:  tw.NewSymbols(style),
			Settings: tw.Settings{Separators: tw.Separators{BetweenRows: between}},
		})),
		tablewriter.WithConfig(tablewriter.Config{Header: cells, Row: cells, Behavior: tw.Behavior{TrimSpace: tw.Off}}),
	)
	t.Header(g.Header)
	for _, row := range p.fit(g) {
		if err := t.Append(row); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	if err := t.Render(); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	if g.Left > 0 {
		p.printf(p.words.More+"\n", grouped(g.Left))
	}
	return nil
}

// fit returns the rows of g with the lines of each cell broken so that the
// table is, if that can be, no wider than the page.
func (p *page) fit(g grid) [][]string {
	widths := p.widths(g)
	rows := make([][]string, len(g.Rows))
	for i, row := range g.Rows {
		rows[i] = make([]string, len(row))
		for j, cell := range row {
			var lines []string
			for line := range strings.SplitSeq(cell, "\n") {
				lines = append(lines, wrap(line, widths[j])...)
			}
			if j == 0 && g.Colour != nil {
				lines[0] = p.paint(g.Colour(i), lines[0])
			}
			rows[i][j] = strings.Join(lines, "\n")
		}
	}
	return rows
}

// widths returns how wide the columns of g are: as wide as what is in them or,
// if that is too much, the others at most half of the page together and the
// wide one what they leave.
func (p *page) widths(g grid) []int {
	widths := make([]int, len(g.Header))
	room := p.width - 3*len(widths) - 1 // borders and padding
	total, others := 0, 0
	for i, title := range g.Header {
		widths[i] = cellWidth(title)
		for _, row := range g.Rows {
			for line := range strings.SplitSeq(row[i], "\n") {
				widths[i] = max(widths[i], cellWidth(line))
			}
		}
		total += widths[i]
	}
	if total <= room {
		return widths
	}
	most := max(room/max(2*(len(widths)-1), 1), 20)
	for i, title := range g.Header {
		if i != g.Wide {
			widths[i] = min(widths[i], max(most, cellWidth(title)))
			others += widths[i]
		}
	}
	const least = 16 // of the wide column
	for others > room-least {
		i := p.widest(g, widths)
		if i < 0 {
			break
		}
		widths[i]--
		others--
	}
	widths[g.Wide] = max(room-others, least)
	return widths
}

// widest returns the widest column that can be narrower: not the wide one, and none
// that is as narrow as its title, which is not broken; -1: there is none.
func (p *page) widest(g grid, widths []int) int {
	widest := -1
	for i, title := range g.Header {
		if i != g.Wide && widths[i] > max(cellWidth(title), 8) && (widest < 0 || widths[i] > widths[widest]) {
			widest = i
		}
	}
	return widest
}

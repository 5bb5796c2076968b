package output

import (
	"fmt"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// probeSheets are what a probe tells: a sheet to read, and lists to filter.
func (b *book) probeSheets() {
	v := newProbeView(b.page)
	b.segmentationSheet(v)
	all := append(forbiddenOpens(b.run), allowedOpens(b.run)...)
	b.probeList(v, v.openList("opens", all))
	if len(b.run.Bridges) > 0 {
		b.probeList(v, v.bridgeList())
	}
	b.probeList(v, v.controlList(false))
	b.probeList(v, v.flowList("flows", nil))
	b.probeList(v, v.targetList(false))
	if len(b.run.Identities) > 0 {
		b.probeList(v, v.identityList())
	}
	if l := v.untriedList(); l.Rows > 0 {
		b.probeList(v, l)
	}
}

// probeList is a sheet that is a list.
func (b *book) probeList(v *probeView, l probeList) {
	s := sheetList{name: v.words.Sheets[l.ID], none: v.words.None[l.ID]}
	for _, c := range l.Columns {
		s.columns = append(s.columns, listColumn{v.words.Columns[c.ID], c.Width})
	}
	b.list(s, l.Rows, func(s *sheet, i int) { s.add(b.probeRow(l.Row(i))...) })
}

func (b *book) probeRow(cells []probeCell) []any {
	row := make([]any, len(cells))
	for i, c := range cells {
		row[i] = b.probeCell(c)
	}
	return row
}

// probeCell is a cell in the style of its grade.
func (b *book) probeCell(c probeCell) sheetCell {
	text, number := asWrapped, asNumber
	switch c.grade {
	case "violation":
		text, number = asBad, asBadNumber
	case "missed":
		text, number = asWarning, asWarningNumber
	case "allowed":
		text, number = asGood, asGoodNumber
	}
	switch c.kind {
	case cellNumber:
		return sheetCell{c.n, number}
	case cellTime:
		return b.date(c.at, asSecond)
	}
	return sheetCell{joined(c.all()), text}
}

// How many columns the sheet to read has, at most and at
// least: as many as zones stand beside each other, or it is too small in print.
const segmentationMost, segmentationLeast = 10, 6

func segmentationWidths(r *report.Run) []float64 {
	widths := make([]float64, min(max(len(newPathMatrix(r).To)+1, segmentationLeast), segmentationMost))
	for i := range widths {
		widths[i] = 24
	}
	return widths
}

// segmentationSheet is what a reader must see: in sentences, then zones by zones.
func (b *book) segmentationSheet(v *probeView) {
	widths := segmentationWidths(b.run)
	s := b.sheet(v.words.Sheets["segmentation"], widths, printing{})
	last := len(widths)
	s.section(v.words.Says["headlines"])
	for _, line := range v.headlines() {
		s.span(1, last, sheetCell{line[1], lineStyle(line[0])})
	}
	if all := v.exposures(); len(all) > 0 {
		s.section(v.words.Lists["exposures"])
		for _, e := range all[:min(len(all), worstRows)] {
			style := asBad
			if exposureClass(e) == "allowed" {
				style = asGood
			}
			s.span(1, last, sheetCell{v.exposed(e), style})
		}
		if n := len(all) - worstRows; n > 0 {
			s.remark(fmt.Sprintf(b.cols.LeftOut, grouped(n)))
		}
	}
	b.vantages(s, v)
	b.pathMatrix(s, v)
	b.swept(s, v)
	s.end()
}

// lineStyle is that of a sentence which the table has in a colour.
func lineStyle(colour string) sheetStyle {
	switch colour {
	case red:
		return asBad
	case yellow:
		return asWarning
	}
	return asGood
}

// vantages writes where it was tried from, a block for each.
func (b *book) vantages(s *sheet, v *probeView) {
	s.section(v.words.Lists["vantages"])
	l := v.vantageList()
	for i := range min(l.Rows, worstRows) {
		for j, c := range l.Row(i) {
			if c.kind == cellNumber || len(c.all()) > 0 || !c.at.IsZero() {
				s.fact(v.words.Columns[l.Columns[j].ID], b.factValue(c))
			}
		}
		s.skip(1)
	}
	s.remark(v.words.Notes["vantages"])
}

// factValue is a cell as a fact has it: text, with the offset of times.
func (b *book) factValue(c probeCell) string {
	switch c.kind {
	case cellNumber:
		return grouped(c.n)
	case cellTime:
		return withOffset(c.at.In(b.run.Started.Location()))
	}
	return joined(c.all())
}

// pathMatrix is zones by zones. What does not stand beside each other is in the
// sheet of flows.
func (b *book) pathMatrix(s *sheet, v *probeView) {
	m := newPathMatrix(b.run)
	if len(m.cells) == 0 {
		return
	}
	s.section(v.words.Lists["matrix"])
	to := m.To[:min(len(m.To), len(s.widths)-1)]
	heads := []string{v.words.MatrixFrom}
	for _, zone := range to {
		heads = append(heads, strings.Join(v.toName(zone).all(), ""))
	}
	s.table(heads...)
	for _, from := range m.From {
		row := []any{sheetCell{from, asLabel}}
		lines := 1.0
		for i, zone := range to {
			c := v.cell(m, from, zone)
			text := strings.TrimSpace(c.Mark + c.Word)
			for _, more := range [][]string{c.Numbers, c.Allowed} {
				if len(more) > 0 {
					text += " · " + strings.Join(more, " · ")
				}
			}
			row = append(row, sheetCell{text, pathStyle(c.Class)})
			lines = max(lines, linesOf(text, s.widths[i+1]))
		}
		s.addHigh(lines, row...)
	}
	if n := len(m.To) - len(to); n > 0 {
		s.remark(fmt.Sprintf(b.cols.LeftOut, grouped(n)))
	}
	if m.Left > 0 {
		s.remark(fmt.Sprintf(v.words.Says["left-zones"], grouped(m.Left)))
	}
	s.remark(v.words.Notes["matrix"])
}

func pathStyle(class string) sheetStyle {
	switch class {
	case "violation":
		return asBadText
	case "missed":
		return asWarningText
	case "none":
		return asWrapped
	}
	return asGoodText
}

// swept writes the networks of which every address was tried.
func (b *book) swept(s *sheet, v *probeView) {
	l := v.sweptList()
	if l.Rows == 0 {
		return
	}
	s.section(v.words.Lists["swept"])
	var heads []string
	for _, c := range l.Columns {
		heads = append(heads, v.words.Columns[c.ID])
	}
	s.table(heads...)
	for i := range min(l.Rows, worstRows) {
		s.add(b.probeRow(l.Row(i))...)
	}
	if n := l.Rows - worstRows; n > 0 {
		s.remark(fmt.Sprintf(b.cols.LeftOut, grouped(n)))
	}
	s.remark(v.words.Notes["swept"])
}

// probeFigures are the numbers of a probe on the cover.
func (b *book) probeFigures() []sheetFigure {
	var all []sheetFigure
	for _, f := range newProbeView(b.page).figures() {
		style := asNumber
		switch f.Class {
		case "violation":
			style = asBadNumber
		case "missed":
			style = asWarningNumber
		}
		all = append(all, sheetFigure{f.Name, sheetCell{f.Value, style}})
	}
	return all
}

// probeEvidence is what PCI DSS asks for, and how a probe judges.
func (b *book) probeEvidence(s *sheet) {
	if !b.run.Probed() {
		return
	}
	v := newProbeView(b.page)
	s.section(v.words.Conditions["pci"])
	for _, c := range v.evidence(withOffset) {
		s.fact(c.Name, c.Value)
	}
	s.section(v.words.Says["judging"])
	for _, m := range v.words.Method {
		s.fact(m[0], m[1])
	}
}

// closing are the sentences at the end of the cover.
func (b *book) closing() []string {
	w := probeWordsFor(b.page.opts.Lang)
	switch {
	case onlyProbed(b.run):
		return []string{w.Disclaimer}
	case b.run.Probed():
		return []string{b.audit.Disclaimer, w.Disclaimer, b.audit.Masking}
	}
	return []string{b.audit.Disclaimer, b.audit.Masking}
}

// zonesOf writes the zones of a run that looked into no file.
func (b *book) zonesOf(s *sheet) {
	c := b.cols
	s.table(c.Zone, c.Title, c.Networks, c.PersonalData)
	for i := range b.run.Zones {
		z := &b.run.Zones[i]
		s.add(sheetCell{z.Name, asWrapped}, sheetCell{z.Title, asWrapped}, sheetCell{joined(z.Networks), asWrapped}, b.permission(z))
	}
	s.fact(b.words.Policy, b.run.Tool.Policy)
}

// pathChangeSheets list what became of open ports, bridges and flows.
func (b *book) pathChangeSheets() {
	v := newProbeView(b.page)
	for _, l := range v.changeLists() {
		if l.Rows > 0 {
			b.probeList(v, l)
		}
	}
}

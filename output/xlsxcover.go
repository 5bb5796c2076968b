package output

import (
	"time"

	"github.com/shikiri/shikiri/report"
)

// coverWidths are the columns of the cover: as many as zones take.
var coverWidths = []float64{20, 24, 26, 13, 12, 11, 11, 11, 12, 12, 11}

// coverSheet is the first page: the verdict, what it is about, and who signs.
func (b *book) coverSheet() {
	w, r := b.words, b.run
	last := len(coverWidths)
	s := b.sheet(w.Cover, coverWidths, printing{onePage: len(r.Zones) <= 12})
	s.span(1, last, sheetCell{reportTitle(r, b.page.opts.Lang), asTitle})
	if r.Cover.Title != "" {
		s.span(1, last, sheetCell{r.Cover.Title, asSection})
	}
	for _, line := range editionLines(r, b.page.opts.Lang) {
		s.span(1, last, sheetCell{line, asSection})
	}
	s.skip(1)
	word, why, style := b.conformity()
	s.span(1, last, sheetCell{word, style})
	if why != "" {
		s.span(1, last, sheetCell{why, asNote})
	}
	for _, text := range besides(r, b.page.opts.Lang) {
		s.span(1, last, sheetCell{text, asNote})
	}
	s.skip(1)
	b.coverFacts(s)
	s.section(w.Figures)
	b.figures(s)
	s.section(w.Zones)
	b.zones(s)
	s.section(w.Signatures)
	b.signatures(s)
	s.skip(1)
	for _, text := range b.closing() {
		s.remark(text)
	}
	s.end()
}

func (b *book) coverFacts(s *sheet) {
	w, c, r := b.words, b.cols, b.run
	s.fact(w.Number, r.Cover.Number)
	s.fact(w.Revision, numeral(r.Cover.Revision))
	s.fact(c.Subject, r.Cover.Subject)
	s.fact(c.Operator, r.Cover.Operator)
	host := r.Cover.Host
	if r.Cover.System != "" {
		host += " (" + r.Cover.System + ")"
	}
	s.fact(c.Host, host)
	s.fact(c.Began, withOffset(r.Started))
	s.fact(c.Finished, withOffset(r.Finished))
	s.fact(w.Duration, b.page.duration(r.Finished.Sub(r.Started)))
	s.fact(c.Run, r.ID())
	s.fact(w.Tool, r.Tool.Name+" "+r.Tool.Version)
}

// withOffset is a time as evidence has it: nobody must guess the clock.
func withOffset(t time.Time) string { return t.Format("2006-01-02 15:04:05 -07:00") }

// A sheetFigure is one number of the cover.
type sheetFigure struct {
	name  string
	value any
}

// figures writes the numbers of the run, three beside each other.
func (b *book) figures(s *sheet) {
	all := b.keyFigures()
	for from := 0; from < len(all); from += 3 {
		var cells []any
		lines := 1.0
		for i, f := range all[from:min(from+3, len(all))] {
			width := s.widths[2*i]
			cells = append(cells, sheetCell{f.name, asLabel})
			if i == 2 { // its columns are narrow: it takes three
				width = s.widths[4] + s.widths[5] + s.widths[6]
				cells = append(cells, sheetCell{nil, asLabel}, sheetCell{nil, asLabel})
			}
			cells = append(cells, f.value)
			lines = max(lines, linesOf(f.name, width))
		}
		s.addHigh(lines, cells...)
		if len(cells) > 4 {
			s.merge(5, 7)
		}
	}
}

func (b *book) keyFigures() []sheetFigure {
	switch {
	case onlyProbed(b.run):
		return b.probeFigures()
	case b.run.Probed():
		return append(b.probeFigures(), b.fileFigures()...)
	}
	return b.fileFigures()
}

func (b *book) fileFigures() []sheetFigure {
	w, c, r := b.words, b.cols, b.run
	excused, both := int64(0), int64(0)
	for _, z := range r.Zones {
		excused += z.Excused
	}
	for _, s := range r.Shared {
		if s.Client == "" {
			both = max(both, s.Both)
		}
	}
	files := int64(0)
	for _, s := range r.Shares {
		files += s.Files
	}
	all := []sheetFigure{
		{c.Violations, graded(r.Summary.Violations, asBadNumber)},
		{c.Overdue, graded(r.Summary.Overdue, asWarningNumber)},
		{c.Excused, counted(excused)},
		{w.FilesExamined, counted(scannedFiles(r))},
		{w.FilesMissed, graded(missedFiles(r), asWarningNumber)},
		{w.Covered, portionOf(scannedFiles(r), files)},
		{c.Records, counted(r.Summary.Records)},
		{c.People, counted(r.Summary.People)},
		{c.Companies, counted(r.Summary.Companies)},
	}
	if r.Summary.Distinct > 0 {
		all = append(all, sheetFigure{w.Distinct, counted(r.Summary.Distinct)})
	}
	if len(r.Shared) > 0 {
		all = append(all, sheetFigure{w.InBoth, graded(both, asBadNumber)})
	}
	if len(r.Copies) > 0 {
		all = append(all, sheetFigure{w.CopiedFiles, graded(int64(len(r.Copies)), asBadNumber)})
	}
	if d := r.Changes; d != nil {
		states := b.audit.States
		all = append(all, sheetFigure{states["new"], counted(d.Added)}, sheetFigure{states["grown"], counted(d.Grown)}, sheetFigure{states["remaining"], counted(d.Remaining)},
			sheetFigure{states["moved"], counted(d.Moved)}, sheetFigure{states["gone"], counted(int64(len(d.Gone)))}, sheetFigure{states["unclear"], graded(int64(len(d.Unclear)), asWarningNumber)})
	}
	return all
}

// graded is a number in a style that warns, if there is something to warn of.
func graded(n int64, style sheetStyle) sheetCell {
	if n == 0 {
		return counted(0)
	}
	return sheetCell{n, style}
}

// zones writes the zones as the policy has them.
func (b *book) zones(s *sheet) {
	c := b.cols
	if onlyProbed(b.run) {
		b.zonesOf(s)
		return
	}
	s.table(c.Zone, c.Title, c.Networks, c.PersonalData, c.Retention, c.Violations, c.Overdue, c.Excused, c.Records, c.People, c.Companies)
	for i := range b.run.Zones {
		z := &b.run.Zones[i]
		kept := b.page.kept(z.Retention)
		if z.DateFrom != "" {
			kept += " " + c.DateFrom + ": " + z.DateFrom
		}
		s.add(sheetCell{z.Name, asWrapped}, sheetCell{z.Title, asWrapped}, sheetCell{joined(z.Networks), asWrapped}, b.permission(z), sheetCell{kept, asWrapped},
			graded(z.Violations, asBadNumber), graded(z.Overdue, asWarningNumber), counted(z.Excused), counted(z.Records), counted(z.People), counted(z.Companies))
	}
	s.fact(b.words.Policy, b.run.Tool.Policy)
}

// permission says whether a zone may hold personal data.
func (b *book) permission(z *report.Zone) sheetCell {
	style := asBad
	if z.PersonalData == "allowed" {
		style = asGood
	}
	return sheetCell{say(b.audit.PersonalData, z.PersonalData), style}
}

// signatures leaves room for the names of those who examined, checked and
// approved.
func (b *book) signatures(s *sheet) {
	s.table("", b.words.Name, b.words.Date)
	for _, who := range b.audit.SignedBy {
		s.addHigh(2, sheetCell{who, asLabel}, sheetCell{nil, asEntry}, sheetCell{nil, asEntryDay})
	}
}

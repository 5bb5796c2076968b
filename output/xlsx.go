package output

import (
	"fmt"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/shikiri/shikiri/report"
)

func init() {
	register(&Format{
		Name:   "xlsx",
		Ext:    ".xlsx",
		Spoken: true,
		Doc:    "a workbook for auditors: cover, summary, all findings, what was not examined, exceptions, conditions",
		Write:  writeXLSX,
	})
}

// writeXLSX writes r as a workbook of Excel. Its sheets are in the order in which
// an auditor reads: the verdict, numbers, rows, and what they rest on.
func writeXLSX(w io.Writer, r *report.Run, o Options) error { return writeBook(w, r, o, sheetRows) }

// writeBook is writeXLSX with sheets of so many rows at most.
func writeBook(w io.Writer, r *report.Run, o Options, rows int) error {
	b := newBook(r, o, rows)
	defer b.close()
	b.coverSheet()
	if r.Probed() {
		b.probeSheets()
	}
	if !onlyProbed(r) {
		b.summarySheet()
		b.findingsSheet()
		b.unexaminedSheet()
		b.exceptionsSheet()
	}
	if len(r.Shared)+len(r.Copies) > 0 {
		b.doubleSheet()
	}
	if len(r.Known) > 0 {
		b.knownSheet()
	}
	if r.Changes != nil {
		if !onlyProbed(r) {
			b.changesSheet()
		}
		b.pathChangeSheets()
	}
	if len(r.Parts) > 0 {
		b.partsSheet()
	}
	b.conditionsSheet()
	return b.write(w)
}

// A listColumn is one of a list: how wide, in characters.
type listColumn struct {
	title string
	width float64
}

// A sheetList is a sheet that is nothing but rows, with a head that stays and filters.
type sheetList struct {
	name    string
	columns []listColumn
	printed int    // columns that a printed page has
	none    string // what stands there if there are no rows
}

// list writes a list of n rows, which fill adds one by one, to as many sheets as
// it takes: 明細, 明細 2.
func (b *book) list(l sheetList, n int, fill func(s *sheet, i int)) {
	widths := make([]float64, len(l.columns))
	heads := make([]any, len(l.columns))
	for i, c := range l.columns {
		widths[i], heads[i] = c.width, sheetCell{c.title, asHeading}
	}
	room := b.rows - 1
	for from, at := 0, 1; from < max(n, 1) && b.err == nil; from, at = from+room, at+1 {
		name := l.name
		if at > 1 {
			name += " " + strconv.Itoa(at)
		}
		s := b.sheet(name, widths, printing{repeat: 1})
		s.addHigh(2, heads...)
		for i := from; i < min(n, from+room) && b.err == nil; i++ {
			fill(s, i)
		}
		s.filter(1, len(l.columns))
		if n == 0 {
			s.add(l.none)
		}
		s.printed(l.printed)
		s.end()
	}
}

// filter lets the reader choose rows of the table that began with the row first
// and ends with the last row written.
func (s *sheet) filter(first, columns int) {
	if s.err != nil || s.row <= first {
		return
	}
	s.keep(s.file.AutoFilter(s.name, at(1, first)+":"+at(columns, s.row), nil))
}

// printed limits what is printed to some columns: what people fill in would else
// be too small to read.
func (s *sheet) printed(columns int) {
	if s.err != nil || columns == 0 || columns >= len(s.widths) {
		return
	}
	last, _ := excelize.ColumnNumberToName(columns)
	s.keep(s.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("'%s'!$A$1:$%s$%d", s.name, last, max(s.row, 1)), Scope: s.name,
	}))
}

// table writes the head of a table within a sheet and returns its row.
func (s *sheet) table(titles ...string) int {
	heads := make([]any, len(titles))
	lines := 1.0
	for i, t := range titles {
		heads[i] = sheetCell{t, asHeading}
		if i < len(s.widths) {
			lines = max(lines, linesOf(t, s.widths[i]))
		}
	}
	s.addHigh(lines, heads...)
	return s.row
}

// section writes a title within a sheet, apart from what is above it.
func (s *sheet) section(text string) {
	s.skip(1)
	s.addHigh(1.2, sheetCell{text, asSection})
}

// remark writes a sentence over all columns.
func (s *sheet) remark(text string) { s.span(1, len(s.widths), sheetCell{text, asNote}) }

// fact writes a name and what belongs to it, over all columns.
func (s *sheet) fact(name string, value any) {
	style := asWrapped
	switch v := value.(type) {
	case nil:
		return
	case string:
		if v == "" {
			return
		}
	case sheetCell:
		value, style = v.value, v.style
	}
	s.span(2, len(s.widths), sheetCell{value, style}, sheetCell{name, asLabel})
}

// conformity says the verdict of the run, why, and in which colours.
func (b *book) conformity() (word, why string, style sheetStyle) {
	judged, reason := judge(b.run)
	switch judged {
	case report.Conforming:
		style = asVerdictGood
	case report.Nonconforming:
		style = asVerdictBad
	default:
		style = asVerdictWarning
	}
	return say(b.audit.Conformity, judged), whyText(b.run, b.page.opts.Lang, reason), style
}

// why says the reason of a verdict in the reader's language. Reasons are few, and
// saying one costs more than all the rest of its row.
func (b *book) why(text string) string { return b.said(text, b.page.why) }

func (b *book) evidence(text string) string { return b.said(text, b.page.evidence) }

func (b *book) said(text string, say func(string) string) string {
	if s, ok := b.whys[text]; ok {
		return s
	}
	if len(b.whys) > 4096 {
		clear(b.whys)
	}
	s := say(text)
	b.whys[text] = s
	return s
}

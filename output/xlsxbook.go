package output

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/shikiri/shikiri/report"
)

// What a sheet of Excel holds: rows, and UTF-16 units in a cell.
// https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
const (
	sheetRows = 1_048_576
	cellUnits = 32_767
)

// A book is a workbook being written. It keeps the first error; what follows it
// does nothing.
type book struct {
	file   *excelize.File
	run    *report.Run
	page   *page // says verdicts, kinds and reasons in the reader's language
	words  *xlsxWords
	audit  *auditWords
	cols   *columnWords
	styles map[sheetStyle]int
	rows   int // that a sheet may have
	made   int // sheets
	tmp    string
	limit  int64             // of memory, to be set again; 0: it was left
	whys   map[string]string // reasons that were said, some thousand at most
	err    error
}

// newBook returns a workbook with the styles and no sheet. Sheets that grow
// beyond 16 MB wait in a folder of their own that only its owner may open: they
// hold names of files. Where there is no such folder they stay in memory.
func newBook(r *report.Run, o Options, rows int) *book {
	b := &book{
		run: r, rows: rows, audit: auditWordsFor(o.Lang), words: xlsxWordsFor(o.Lang), cols: columnWordsFor(o.Lang),
		page: &page{run: r, words: wordsFor(o.Lang), opts: o}, styles: map[sheetStyle]int{}, whys: map[string]string{},
	}
	b.limit = moreMemory()
	b.tmp, _ = os.MkdirTemp("", "shikiri-xlsx-")
	b.file = excelize.NewFile(excelize.Options{TmpDir: b.tmp})
	b.keep(b.file.SetDefaultFont(sheetFont))
	for s := range styleForms {
		id, err := b.file.NewStyle(styleForms[s].form())
		b.keep(err)
		b.styles[sheetStyle(s)] = id
	}
	return b
}

func (b *book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

// close removes what was written beside. It must be called.
func (b *book) close() {
	_ = b.file.Close()
	if b.tmp != "" {
		_ = os.RemoveAll(b.tmp)
	}
	if b.limit > 0 {
		debug.SetMemoryLimit(b.limit)
	}
}

// moreMemory lets the heap grow beyond the limit of memory, if the run alone comes
// near it, and returns the limit as it was. The library makes 6 KB of garbage for
// each row: at the limit the collector would look through the run again and again,
// more than 316 times for 500,000 rows and not 75. Who sets GOMEMLIMIT knows the
// machine.
func moreMemory() (before int64) {
	const room = 128 << 20
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	limit := debug.SetMemoryLimit(-1)
	if wanted := int64(now.HeapAlloc) + room; wanted > limit && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(wanted)
		return limit
	}
	return 0
}

// write writes the workbook, in the same bytes each time.
func (b *book) write(w io.Writer) error {
	r := b.run
	b.keep(b.file.SetDocProps(&excelize.DocProperties{
		Title: reportTitle(r, b.page.opts.Lang), Subject: printable(r.Cover.Subject), Creator: printable(r.Tool.Name + " " + r.Tool.Version),
		LastModifiedBy: printable(r.Tool.Name), Identifier: r.ID(), Language: b.page.words.Lang,
		Created: r.Started.UTC().Format(time.RFC3339), Modified: r.Finished.UTC().Format(time.RFC3339),
	}))
	b.keep(b.file.SetAppProps(&excelize.AppProperties{Application: "Microsoft Excel", AppVersion: "16.0300"}))
	if b.err != nil {
		return b.err
	}
	z := &orderedZip{out: w, tmp: b.tmp}
	defer z.remove()
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return z })
	return b.file.Write(io.Discard)
}

// A sheet is one that is being written, row by row.
type sheet struct {
	*book
	name   string
	stream *excelize.StreamWriter
	row    int // written
	widths []float64
	cells  []any           // of a row, used again
	forms  []excelize.Cell // what cells point at
}

// A printing says how a sheet is printed: all are A4 in landscape, as wide as the
// page, with the number of the run and the page below.
type printing struct {
	repeat  int // rows at the top that each page repeats
	onePage bool
}

// sheet begins a sheet with columns of such widths, in characters.
func (b *book) sheet(name string, widths []float64, p printing) *sheet {
	s := &sheet{book: b, name: name, widths: widths}
	if b.err != nil {
		return s
	}
	if b.made++; b.made == 1 {
		b.keep(b.file.SetSheetName("Sheet1", name))
	} else {
		_, err := b.file.NewSheet(name)
		b.keep(err)
	}
	b.keep(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: new(true)}))
	high := 0 // as many pages as it takes
	if p.onePage {
		high = 1
	}
	b.keep(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{
		Size: new(9), Orientation: new("landscape"), FitToWidth: new(1), FitToHeight: &high, // 9: A4
	}))
	b.keep(b.file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{
		Left: new(0.4), Right: new(0.4), Top: new(0.6), Bottom: new(0.6), Header: new(0.3), Footer: new(0.3), Horizontally: new(true),
	}))
	b.keep(b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddHeader: b.header(name), OddFooter: b.footer()}))
	if p.repeat > 0 {
		b.keep(b.file.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$%d", name, p.repeat), Scope: name,
		}))
	}
	if b.err != nil {
		return s
	}
	var err error
	s.stream, err = b.file.NewStreamWriter(name)
	b.keep(err)
	for i, width := range widths {
		if b.err == nil {
			b.keep(s.stream.SetColWidth(i+1, i+1, width))
		}
	}
	if p.repeat > 0 && b.err == nil {
		b.keep(s.stream.SetPanes(&excelize.Panes{
			Freeze: true, YSplit: p.repeat, TopLeftCell: "A" + strconv.Itoa(p.repeat+1), ActivePane: "bottomLeft",
		}))
	}
	return s
}

// header and footer are in Excel's codes: &L left, &R right, &P page, &N pages.
func (b *book) header(name string) string {
	return `&L&8` + plainCode(reportTitle(b.run, b.page.opts.Lang)) + `&C&8` + plainCode(name) + `&R&8` + plainCode(b.words.Confidential)
}

func (b *book) footer() string {
	return `&L&8` + plainCode(b.words.Number+" "+b.number()) + `&R&8&P / &N`
}

// plainCode returns text for a header or footer, where & begins a code. All of
// one has 255 characters at most.
func plainCode(text string) string {
	return strings.ReplaceAll(cut(printable(text), 80), "&", "&&")
}

// number is what names the run on every page.
func (b *book) number() string {
	if b.run.Cover.Number != "" {
		return b.run.Cover.Number
	}
	return b.run.ID()
}

// add writes a row of cells; each is nil, a value for the style asPlain, or a
// sheetCell. It is as high as its highest cell needs: programs that open the file
// must not have to measure 500,000 rows.
func (s *sheet) add(values ...any) {
	lines := 1.0
	for i, v := range values {
		if c, ok := v.(sheetCell); ok && i < len(s.widths) && styleForms[c.style].wrap {
			if text, ok := c.value.(string); ok {
				lines = max(lines, linesOf(visible(text), s.widths[i]))
			}
		}
	}
	s.addHigh(lines, values...)
}

// addHigh is add for a row of so many lines.
func (s *sheet) addHigh(lines float64, values ...any) {
	s.row++
	if s.err != nil {
		return
	}
	s.cells = s.cells[:0]
	s.forms = slices.Grow(s.forms[:0], len(values))[:len(values)]
	for i, v := range values {
		c, ok := v.(sheetCell)
		if !ok {
			c = sheetCell{v, asPlain}
		}
		if text, ok := c.value.(string); ok {
			if c.value = printable(text); text == "" {
				c.value = nil
			}
		}
		if c == (sheetCell{}) {
			s.cells = append(s.cells, nil)
			continue
		}
		s.forms[i] = excelize.Cell{StyleID: s.styles[c.style], Value: c.value}
		s.cells = append(s.cells, &s.forms[i])
	}
	at := "A" + strconv.Itoa(s.row)
	s.keep(s.stream.SetRow(at, s.cells, excelize.RowOpts{Height: min(lines*lineHeight, maxHeight)}))
}

// skip leaves rows empty.
func (s *sheet) skip(rows int) { s.row += rows }

// span writes a row whose cell from column first on takes all up to column last,
// from 1.
func (s *sheet) span(first, last int, c sheetCell, before ...any) {
	width := 0.0
	for i := first - 1; i < last && i < len(s.widths); i++ {
		width += s.widths[i]
	}
	lines := 1.0
	if text, ok := c.value.(string); ok {
		lines = linesOf(printable(text), width) * styleForms[c.style].scale()
	}
	values := append(before, make([]any, first-1-len(before))...)
	values = append(values, c)
	for range last - first {
		values = append(values, sheetCell{nil, c.style})
	}
	s.addHigh(lines, values...)
	s.merge(first, last)
}

// merge makes one cell of those from column first to column last of the last row.
func (s *sheet) merge(first, last int) {
	if s.err == nil {
		s.keep(s.stream.MergeCell(at(first, s.row), at(last, s.row)))
	}
}

// at names a cell, from column and row, both from 1.
func at(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row)
	return name
}

// end finishes the sheet.
func (s *sheet) end() {
	if s.err == nil {
		s.keep(s.stream.Flush())
	}
}

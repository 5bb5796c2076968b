package scan

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/extract"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// A level is the file or member that a worker is reading: its scanner, which
// remembers columns and slots, the record it is in and what was found.
type level struct {
	w          *worker
	member     string
	group      uint32 // numbers the file or member in the crowd; 0 until it has a record
	scanner    *detect.Scanner
	record     record
	rest       int         // of the last block, behind its last match
	found      []*finding  // by slot
	kinds      []*finding  // by their number in this file
	explained  int         // matches
	explaining uint64      // kinds of what is no personal data on its own, as bits
	header     netzone.Day // that the text says of itself, if it is asked; 0: none yet
	looked     int         // bytes searched for it
}

// A finding is one kind of data in one file or member while it is counted.
type finding struct {
	detector       int
	masked         bool
	share, client  int
	path, member   string
	name           string // the path as the share has it
	group          uint32
	number         int // of the kind in its file
	modified       int64
	header         netzone.Day
	access         *crawl.Access // nil: not told
	confidence     detect.Confidence
	count, records int64
	samples        []report.Sample
}

// maxSamples is how many occurrences a finding shows; in a run of more than
// manyFindings it is one, to keep the report within the memory allowed.
const (
	maxSamples   = 3
	manyFindings = 20_000
)

func newLevel(set *detect.Set) *level {
	return &level{scanner: set.Scanner(), found: make([]*finding, 2*set.Len())}
}

func (l *level) begin(w *worker, member string) {
	l.w, l.member, l.group, l.rest, l.header, l.looked = w, member, 0, 0, 0, 0
	l.scanner.Reset()
	l.record.reset()
	clear(l.found)
	l.kinds, l.explaining, l.explained = l.kinds[:0], 0, 0
}

// end closes the last record and adds what was found to the file's result.
func (l *level) end() {
	l.closeRecord()
	for _, f := range l.kinds {
		f.group = l.group
	}
	l.w.file.findings = append(l.w.file.findings, l.kinds...)
	l.date()
	l.tooMany()
	for _, g := range l.scanner.GaveUp() {
		l.w.skip(l.member, extract.ReasonTimeout, "the pattern of rule "+g.ID+" ran out of time")
	}
}

// text scans a block and counts what is in it.
func (l *level) text(b *extract.Block) {
	w := l.w
	l.seekDate(b)
	db := detect.Block{Text: b.Text, Seen: b.Seen, Next: b.Next, Picture: b.Picture}
	var table detect.Table
	if t := b.Table; t != nil {
		table = detect.Table{ID: t.ID, First: t.First, Cells: t.Cells, Rows: t.Rows}
		db.Table = &table
	}
	w.matches = l.scanner.Append(w.matches[:0], &db)
	pos := position{text: b.Text, line: b.Line, table: b.Table}
	if w.explain {
		l.explainMatches(b, w.matches)
	}
	if w.list != nil {
		if w.list.another(b) {
			l.closeRecord()
		}
		w.list.block(b)
	}
	l.record.entry = -1
	last := max(0, b.Seen-l.rest) // where the last match of the block before ended
	for i := range w.matches {
		m := &w.matches[i]
		if m.Confidence < w.cfg.MinConfidence {
			continue
		}
		if l.record.open && (l.begins(b, last, m) || b.Table != nil && l.nextCard(b.Table, w.matches[i:])) {
			l.closeRecord()
		}
		last = int(m.End)
		l.count(b, &pos, m)
		l.add(b, m)
	}
	l.rest = len(b.Text) - last
	switch {
	case b.Table != nil:
		l.closeRecord() // rows do not go on in the next block
	case endsEntry(b.Text[last:]):
		l.record.ended = true
	}
}

// count adds a match to its finding and keeps a few as samples.
func (l *level) count(b *extract.Block, pos *position, m *detect.Match) {
	slot := slotOf(m)
	f := l.found[slot]
	if f == nil {
		w := l.w
		f = &finding{
			detector: int(m.Detector), masked: m.Masked, share: w.number, client: w.file.client, path: w.entry.Path, name: w.entry.Name, member: l.member,
			number: len(l.kinds), modified: w.modified(),
		}
		l.found[slot] = f
		l.kinds = append(l.kinds, f)
		l.explain(f)
	}
	if m.Part == 0 || m.Part == detect.Related {
		f.count++
	}
	f.confidence = max(f.confidence, m.Confidence)
	if len(f.samples) < maxSamples && m.Part == 0 {
		line, column, cell := pos.of(int(m.Start), m.Entry)
		f.samples = append(f.samples, report.Sample{
			Part: strings.Clone(b.Part), Line: line, Column: column, Cell: cell,
			Excerpt:    l.w.excerpt(b.Text[m.Start:m.End], int(m.Detector)),
			Confidence: m.Confidence.String(), Evidence: l.scanner.Explain(*m),
		})
	}
}

// kindBit is the bit of a kind of data by its number in its file. The last one
// stands for all beyond the 63rd, which no file has without rules by the dozen.
func kindBit(number int) uint64 { return 1 << min(uint(number), 63) }

const lastKind = 1 << 63

// explain notes whether a kind is personal data on its own. Where several share
// a bit they are if one of them is.
func (l *level) explain(f *finding) {
	bit := kindBit(f.number)
	switch explains := l.w.cfg.Set.Detector(f.detector).Explains; {
	case !explains:
		l.explaining &^= bit
	case f.number <= 63:
		l.explaining |= bit
	}
}

// position counts lines from one match to the next, and not at all in a text
// without matches.
type position struct {
	text  []byte
	line  int // of at
	at    int
	table *extract.Table
}

// of says where a match in row or line entry begins: as people would say it, see
// extract.Places. Only cells of spreadsheets have a name.
func (p *position) of(offset int, entry uint32) (line, column int, cell string) {
	if t := p.table; t != nil && t.Places != extract.InText && int(entry)+1 < len(t.Rows) {
		column = columnOf(t, offset, entry)
		line = p.line + int(entry)
		if t.Lines != nil {
			line = p.line + int(t.Lines[entry])
		}
		if t.Places == extract.InSheet {
			cell = cellName(line, column)
		}
		return line, column, cell
	}
	line, column = p.inText(offset, entry)
	return line, column, ""
}

func (p *position) inText(offset int, entry uint32) (line, column int) {
	start := bytes.LastIndexByte(p.text[:offset], '\n') + 1
	column = 1 + utf8.RuneCount(p.text[start:offset])
	switch {
	case p.line == 0:
		return 0, column
	case p.table != nil && p.table.Lines != nil:
		return p.line + int(p.table.Lines[entry]), column
	case p.table != nil:
		return p.line + int(entry), column
	}
	if offset > p.at {
		p.line += bytes.Count(p.text[p.at:offset], []byte("\n"))
		p.at = offset
	}
	return p.line, column
}

// columnOf returns the number, from 1, of the column that offset is in.
func columnOf(t *extract.Table, offset int, entry uint32) int {
	first, last := t.Rows[entry], t.Rows[entry+1]
	i := first
	for i+1 < last && int(t.Cells[2*(i+1)]) <= offset {
		i++
	}
	if t.Columns != nil && int(i) < len(t.Columns) {
		return int(t.Columns[i]) + 1
	}
	return int(i-first) + 1
}

// cellName is what spreadsheets call a cell: C2.
func cellName(row, column int) string {
	var letters [8]byte
	i := len(letters)
	for ; column > 0 && i > 0; column = (column - 1) / 26 {
		i--
		letters[i] = byte('A' + (column-1)%26)
	}
	return string(letters[i:]) + strconv.Itoa(row)
}

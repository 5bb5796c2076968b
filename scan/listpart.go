package scan

import "github.com/shikiri/shikiri/extract"

// listParts are the parts of the file that a list is read from: sheets, and what
// stands beside them, as its properties. The zero value is ready.
type listParts struct {
	number map[string]uint32
	all    []listPart
	last   uint32 // the part in hand
	name   string // its name
	sheets bool   // it is a workbook
}

// A listPart counts lines outside of tables, and those of them that gave somebody.
type listPart struct {
	lines, given int64
	table        bool
}

// of returns the part that a block is of.
func (p *listParts) of(b *extract.Block) *listPart {
	n, ok := p.number[b.Part]
	if !ok {
		if p.number == nil {
			p.number = make(map[string]uint32)
		}
		n = uint32(len(p.all))
		p.number[b.Part] = n
		p.all = append(p.all, listPart{})
	}
	p.last, p.name = n, b.Part
	part := &p.all[n]
	if b.Table != nil {
		part.table = true
		p.sheets = p.sheets || b.Table.Places == extract.InSheet
	}
	return part
}

// another reports whether a block is of another part or table than the one before,
// so that no record goes on in it.
func (l *list) another(b *extract.Block) bool {
	return l.parts.name != b.Part || l.table != (b.Table != nil)
}

// leaveBeside leaves out what is no row of the list: in a workbook the names of
// sheets, headers and footers, comments and properties, which every program adds.
// The list is in the sheets.
func (l *list) leaveBeside() {
	if !l.parts.sheets {
		return
	}
	for _, p := range l.parts.all {
		if !p.table {
			l.rows -= p.lines
			l.given -= p.given
		}
	}
}

// beside reports whether a record stands beside the sheets: who wrote a workbook
// is none of those whom it lists.
func (l *list) beside(one *listed) bool {
	return l.parts.sheets && !l.parts.all[one.part].table
}

package extract

import (
	"bytes"
	"strconv"

	"github.com/shikiri/shikiri/extract/numfmt"
	"github.com/shikiri/shikiri/extract/xmlscan"
)

func (o *odsReader) beginTable(t *xmlscan.Token) error {
	if err := o.endTable(); err != nil {
		return err
	}
	o.tables++
	name := string(xmlscan.AppendUnescaped(nil, t.Attr("name")))
	if name == "" {
		name = "table " + strconv.Itoa(o.tables)
	}
	if o.name != "" {
		name = o.name + ", " + name
	}
	if err := o.say.part("sheets"); err != nil {
		return err
	}
	if err := o.say.line([]byte(name)); err != nil {
		return err
	}
	o.sheet, o.row, o.col, o.repeat = name, 1, 0, 1
	o.grid = newCellGrid(o.out, name)
	return nil
}

// endTable hands out what is left of a table.
func (o *odsReader) endTable() error {
	if o.grid == nil {
		return nil
	}
	if err := o.endRow(); err != nil {
		return err
	}
	err := o.grid.close()
	o.grid = nil
	return err
}

func (o *odsReader) beginCell(t *xmlscan.Token) error {
	o.inCell = true
	o.text, o.para = o.text[:0], o.para[:0]
	c := odsCell{value: o.cell.value[:0], formula: o.cell.formula[:0], repeat: 1}
	rows, cols := 1, 1
	for name, value := range t.Attrs() {
		switch string(name) {
		case "value-type":
			if c.kind != "" && string(value) != "float" { // LibreOffice repeats it in its own words
				continue
			}
			c.kind = string(value)
		case "value", "date-value", "time-value", "boolean-value", "string-value":
			c.value = xmlscan.AppendUnescaped(c.value[:0], value)
		case "number-columns-repeated":
			c.repeat = repeated(value)
		case "number-columns-spanned":
			cols = repeated(value)
		case "number-rows-spanned":
			rows = repeated(value)
		case "formula":
			c.formula = xmlscan.AppendUnescaped(c.formula, value)
		}
	}
	o.cell = c
	if o.grid != nil && (rows > 1 || cols > 1) && o.row > 0 {
		if o.grid.spans == nil {
			o.grid.spans = new(cellSpans)
		}
		o.grid.spans.add(cellSpan{row: o.row, lastRow: o.row + rows - 1, col: o.col, lastCol: o.col + cols - 1})
	}
	return nil
}

func (o *odsReader) endCell() error {
	if !o.inCell {
		return nil
	}
	o.inCell = false
	if quotesText(o.cell.formula) {
		if err := o.say.part("formulas of " + o.sheet); err != nil {
			return err
		}
		if err := o.say.line(o.cell.formula); err != nil {
			return err
		}
	}
	text := o.cell.shown(o.text)
	col := o.col
	o.col = min(o.col+o.cell.repeat, xlsxRows)
	if len(text) == 0 || o.grid == nil {
		return nil
	}
	for i := range min(o.cell.repeat, odsRepeats) {
		if o.repeat == 1 || len(o.kept.text)+len(text) > odsRow {
			o.grid.cell(col+i, text)
			continue
		}
		from := len(o.kept.text)
		o.kept.text = append(o.kept.text, text...)
		o.kept.cells = append(o.kept.cells, gridCell{col + i, from, len(o.kept.text)})
	}
	return nil
}

// shown returns what a cell shows as text, or its value where the text says
// less: digits that have no room, a date without its year.
func (c *odsCell) shown(text []byte) []byte {
	switch {
	case len(c.value) == 0:
		return text
	case len(text) == 0:
	case c.kind == "float" && (bytes.Contains(text, []byte("E+")) || bytes.HasPrefix(text, []byte("##"))):
	case c.kind == "date" && numbers(text) < 3 && !bytes.Contains(text, []byte("年")):
	default:
		return text
	}
	switch c.kind {
	case "float", "currency", "percentage":
		var general *numfmt.Format
		return general.AppendDecimal(nil, c.value, false)
	case "date":
		return bytes.TrimSuffix(c.value, []byte("T00:00:00"))
	}
	return c.value
}

// numbers counts the numbers in a text.
func numbers(b []byte) (n int) {
	in := false
	for _, c := range b {
		if digit := c-'0' <= 9; digit != in {
			in = digit
			if digit {
				n++
			}
		}
	}
	return n
}

// endRow hands out a row, as often as it is repeated.
func (o *odsReader) endRow() error {
	if o.grid == nil || o.repeat == 0 {
		return nil
	}
	repeat := o.repeat
	o.repeat = 0
	row := o.row
	o.row = min(o.row+repeat, 1<<30)
	if repeat == 1 {
		return o.grid.end(row)
	}
	if len(o.kept.cells) == 0 {
		return nil
	}
	for i := range min(repeat, odsRepeats) {
		for _, c := range o.kept.cells {
			o.grid.cell(c.col, o.kept.text[c.from:c.to])
		}
		if err := o.grid.end(row + i); err != nil {
			return err
		}
	}
	o.kept.text, o.kept.cells = o.kept.text[:0], o.kept.cells[:0]
	return nil
}

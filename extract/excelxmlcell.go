package extract

import (
	"bytes"
	"strconv"
	"time"

	"github.com/shikiri/shikiri/extract/numfmt"
	"github.com/shikiri/shikiri/extract/xmlscan"
)

func (o *excelXML) beginCell(t *xmlscan.Token) error {
	o.inCell, o.kind, o.text, o.data, o.comment = true, "", o.text[:0], false, false
	down, across := 0, 0
	o.cellName = o.rowStyle
	for name, value := range t.Attrs() {
		n, _ := strconv.Atoi(string(value))
		switch string(name) {
		case "Index":
			if n > 0 && n <= xlsxRows {
				o.col = n - 1
			}
		case "MergeAcross":
			across = min(max(n, 0), xlsxColumns)
		case "MergeDown":
			down = min(max(n, 0), xlsxRows)
		case "StyleID":
			o.cellName = string(value)
		case "Formula", "HRef", "HRefScreenTip":
			o.buf = xmlscan.AppendUnescaped(o.buf[:0], value)
			if err := o.attribute(string(name)); err != nil {
				return err
			}
		}
	}
	if o.grid != nil && (down > 0 || across > 0) {
		if o.grid.spans == nil {
			o.grid.spans = new(cellSpans)
		}
		o.grid.spans.add(cellSpan{row: o.row, lastRow: o.row + down, col: o.col, lastCol: o.col + across})
	}
	o.across = across
	return nil
}

// attribute hands out the text in a formula, or where a link leads.
func (o *excelXML) attribute(name string) error {
	part := "links of "
	if name == "Formula" {
		if part = "formulas of "; !quotesText(o.buf) {
			return nil
		}
	}
	if err := o.say.part(part + o.sheet); err != nil {
		return err
	}
	return o.say.line(o.buf)
}

func (o *excelXML) endCell() error {
	if !o.inCell {
		return nil
	}
	o.inCell = false
	col := o.col
	o.col += 1 + o.across // what is covered is not written
	if len(o.text) == 0 || o.grid == nil {
		return nil
	}
	o.grid.cell(col, o.shown())
	return nil
}

// format returns how the cell shows numbers.
func (o *excelXML) format() *numfmt.Format {
	name := o.cellName
	for range 8 { // styles have parents, which may go round
		s := o.styles[name]
		if s.format != nil || s.parent == "" {
			return s.format
		}
		name = s.parent
	}
	return nil
}

// shown returns what the cell shows.
func (o *excelXML) shown() []byte {
	f := o.format()
	switch o.kind {
	case "Number":
		o.buf = f.AppendDecimal(o.buf[:0], bytes.TrimSpace(o.text), false)
		return o.buf
	case "DateTime":
		at, err := time.Parse("2006-01-02T15:04:05", string(bytes.TrimSpace(o.text)))
		if err != nil {
			return o.text
		}
		if !f.Date() {
			return bytes.TrimSuffix(bytes.TrimSuffix(bytes.TrimSpace(o.text), []byte(".000")), []byte("T00:00:00"))
		}
		days := at.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
		o.buf = f.Append(o.buf[:0], days, false)
		return o.buf
	case "Boolean":
		if string(o.text) == "1" {
			return []byte("TRUE")
		}
		return []byte("FALSE")
	}
	if f.Texts() {
		o.buf = f.AppendText(o.buf[:0], o.text)
		return o.buf
	}
	return o.text
}

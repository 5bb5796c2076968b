package extract

import (
	"bytes"
	"strconv"

	"github.com/shikiri/shikiri/extract/numfmt"
	"github.com/shikiri/shikiri/extract/xmlscan"
)

// An excelXML reads a workbook in one file of XML ("XML Spreadsheet Reference",
// Microsoft 2001).
type excelXML struct {
	out    Out
	say    *sayings
	sheet  string
	grid   *cellGrid
	styles map[string]excelStyle
	style  string // that is being read

	row, col int // of the open row, from 1, and the next cell, from 0
	across   int // columns that the cell covers besides its own
	inCell   bool
	kind     string // of its data
	cellName string // of its style
	rowStyle string
	element  string // outside of sheets
	data     bool   // inside of Data
	comment  bool
	phonetic bool
	ended    bool // the workbook is
	text     []byte
	aside    []byte // a comment, a reading
	buf      []byte
}

// An excelStyle is how cells of a style show numbers.
type excelStyle struct {
	format *numfmt.Format
	parent string
}

// excelNamed are the formats that have names, in the codes of Japan.
var excelNamed = map[string]string{
	"General Date": "yyyy/m/d h:mm", "Long Date": `yyyy"年"m"月"d"日"`, "Medium Date": "d-mmm-yy", "Short Date": "yyyy/m/d",
	"Long Time": "h:mm:ss", "Medium Time": "h:mm AM/PM", "Short Time": "h:mm", "Currency": `"¥"#,##0`, "Euro Currency": "[$€]#,##0.00",
	"Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%",
	"General": "", "General Number": "", "Scientific": "", "Yes/No": "", "True/False": "", "On/Off": "", "@": "",
}

func (o *excelXML) take(t *xmlscan.Token) error {
	switch t.Kind {
	case xmlscan.Text:
		return o.chars(t.Text)
	case xmlscan.Start:
		if err := o.start(t); err != nil || !t.Empty {
			return err
		}
	}
	return o.end(string(t.Name))
}

func (o *excelXML) start(t *xmlscan.Token) error {
	switch string(t.Name) {
	case "Style":
		o.style = string(t.Attr("ID"))
		if len(o.styles) < xlsxStyleLimit {
			o.styles[o.style] = excelStyle{parent: string(t.Attr("Parent"))}
		}
		return nil
	case "NumberFormat":
		s, ok := o.styles[o.style]
		code := string(xmlscan.AppendUnescaped(nil, t.Attr("Format")))
		if named, is := excelNamed[code]; is {
			code = named
		}
		s.format = numfmt.Parse(code)
		if ok {
			o.styles[o.style] = s
		}
		return nil
	case "Worksheet":
		return o.beginSheet(t)
	case "Row":
		o.row, o.col = o.row+1, 0
		if n, err := strconv.Atoi(string(t.Attr("Index"))); err == nil && n > 0 && n <= 1<<30 {
			o.row = n
		}
		o.rowStyle = string(t.Attr("StyleID"))
		return nil
	case "Cell":
		return o.beginCell(t)
	case "Data":
		o.data = true
		if !o.comment && o.inCell {
			o.kind = string(t.Attr("Type"))
		}
		return nil
	case "Comment":
		o.comment, o.aside = true, o.aside[:0]
		if author := t.Attr("Author"); len(author) > 0 {
			o.aside = append(xmlscan.AppendUnescaped(o.aside, author), ": "...)
		}
		return nil
	case "PhoneticText":
		o.phonetic, o.aside = true, o.aside[:0]
		return nil
	case "Header", "Footer":
		return o.heading(t)
	case "Font", "Borders", "Border", "Interior", "Alignment":
		return nil
	}
	if o.inCell {
		return nil
	}
	o.element = string(t.Name)
	if err := o.say.part("details of " + o.sheet); err != nil {
		return err
	}
	return o.say.attrs(t)
}

func (o *excelXML) beginSheet(t *xmlscan.Token) error {
	if err := o.endSheet(); err != nil {
		return err
	}
	o.sheet = string(xmlscan.AppendUnescaped(nil, t.Attr("Name")))
	o.row, o.col = 0, 0
	o.grid = newCellGrid(o.out, o.sheet)
	if err := o.say.part("sheets"); err != nil {
		return err
	}
	return o.say.line([]byte(o.sheet))
}

func (o *excelXML) endSheet() error {
	if o.grid == nil {
		return nil
	}
	if err := o.grid.end(o.row); err != nil {
		return err
	}
	err := o.grid.close()
	o.grid = nil
	return err
}

// heading hands out a header or footer, which is an attribute.
func (o *excelXML) heading(t *xmlscan.Token) error {
	name := "header of "
	if string(t.Name) == "Footer" {
		name = "footer of "
	}
	if err := o.say.part(name + o.sheet); err != nil {
		return err
	}
	o.buf = xmlscan.AppendUnescaped(o.buf[:0], t.Attr("Data"))
	return o.say.line(bytes.TrimSpace(plainHeading(o.buf)))
}

func (o *excelXML) chars(b []byte) error {
	switch {
	case o.comment && o.data, o.phonetic:
		o.aside = append(o.aside, b[:min(len(b), max(0, stringsMost-len(o.aside)))]...)
	case o.inCell && o.data:
		n := min(len(b), max(0, stringsMost-len(o.text)))
		o.text = append(o.text, b[:n]...)
	case o.inCell:
	default:
		if b = bytes.TrimSpace(b); len(b) > 0 {
			if err := o.say.part("details of " + o.sheet); err != nil {
				return err
			}
			if o.grid == nil && o.element != "" { // properties of the document
				b = append(append(append(o.buf[:0], o.element...), ": "...), b...)
			}
			return o.say.line(b)
		}
	}
	return nil
}

func (o *excelXML) end(name string) error {
	switch name {
	case "Data":
		o.data = false
	case "Comment":
		o.comment = false
		if err := o.say.part("comments of " + o.sheet); err != nil {
			return err
		}
		return o.say.line(o.aside)
	case "PhoneticText":
		o.phonetic = false
		if err := o.say.part("phonetic"); err != nil {
			return err
		}
		return o.say.line(o.aside)
	case "Cell":
		return o.endCell()
	case "Row":
		if o.grid != nil {
			return o.grid.end(o.row)
		}
	case "Worksheet":
		return o.endSheet()
	case "Workbook":
		o.ended = true
	}
	return nil
}

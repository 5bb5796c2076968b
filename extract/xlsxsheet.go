package extract

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// xlsxColumns and xlsxRows are what a sheet holds.
const (
	xlsxColumns = 1 << 14
	xlsxRows    = 1 << 20
)

// An xlsxSheet is a sheet while it is read (ECMA-376 part 1, 18.3).
type xlsxSheet struct {
	k    *workbook
	name string
	grid *cellGrid
	text richText

	data, cell bool // inside of sheetData, of a cell
	row, col   int
	unnumbered bool // the row does not say its number
	kind       byte // of the cell: the first letter of its type, 'f' for str
	style      int
	value      bool // in its value
	inline     bool // in its inline string
	inFormula  bool
	formula    []byte
	buf        []byte

	heading string // the header or footer that is open
	lost    int    // cells that name strings that are not there
	unknown int    // formulas without a result that may make text
}

// formulaMost is how much of a formula is kept; Excel takes 8,192 characters.
const formulaMost = 32 << 10

// sheet reads the part of a sheet that people call name.
func (k *workbook) sheet(part, name string) error {
	spans, err := k.spans(part)
	if err != nil {
		return err
	}
	s := &xlsxSheet{k: k, name: name, grid: newCellGrid(k.out, name), text: richText{say: k.say, most: stringsMost}}
	s.grid.spans = spans
	err = k.part(part, "", func(r io.Reader) error {
		var err error
		if isBinaryPart(part) {
			err = s.records(r)
		} else {
			err = k.tokens(r, s.take)
		}
		if e := s.finish(); err == nil {
			err = e
		}
		return err
	})
	if err != nil {
		return err
	}
	if s.lost > 0 {
		k.out.Skip(part, Skip{ReasonDamaged, fmt.Sprintf("%d cells name texts that are not there", s.lost)})
	}
	if s.unknown > 0 {
		k.out.Skip(part, Skip{ReasonPartial, fmt.Sprintf("%d formulas that make text have no result: open the file in a spreadsheet program and save it", s.unknown)})
	}
	return nil
}

// finish hands out what is left.
func (s *xlsxSheet) finish() error {
	if s.cell {
		if err := s.endCell(); err != nil {
			return err
		}
	}
	if err := s.grid.end(s.row); err != nil {
		return err
	}
	return s.grid.close()
}

func (s *xlsxSheet) take(t *xmlscan.Token) error {
	switch {
	case s.cell:
		return s.inCell(t)
	case s.data:
		return s.inData(t)
	}
	return s.beside(t)
}

// inData reads rows.
func (s *xlsxSheet) inData(t *xmlscan.Token) error {
	switch t.Kind {
	case xmlscan.Start:
		switch string(t.Name) {
		case "c", "cell":
			return s.beginCell(t)
		case "row":
			s.row++
			s.col, s.unnumbered = 0, true
			if n, err := strconv.Atoi(string(t.Attr("r"))); err == nil && n > 0 && n <= xlsxRows {
				s.row, s.unnumbered = n, false
			}
		}
	case xmlscan.End:
		switch string(t.Name) {
		case "row":
			return s.grid.end(s.row)
		case "sheetData":
			s.data = false
		}
	}
	return nil
}

func (s *xlsxSheet) beginCell(t *xmlscan.Token) error {
	col, row := cellAt(t.Attr("r"))
	if col >= s.col && col < xlsxColumns {
		s.col = col
	}
	if row > s.row && row <= xlsxRows && s.unnumbered {
		s.row = row
	}
	s.kind, s.style = 'n', 0
	if kind := t.Attr("t"); len(kind) > 0 {
		if s.kind = kind[0]; s.kind == 's' && len(kind) > 1 {
			s.kind = 'f'
		}
	}
	if style := t.Attr("s"); len(style) > 0 {
		s.style, _ = strconv.Atoi(string(style))
	}
	s.text.begin()
	s.value, s.inline, s.inFormula, s.formula = false, false, false, s.formula[:0]
	if t.Empty {
		s.col++
		return nil
	}
	s.cell = true
	return nil
}

// inCell reads what is in a cell.
func (s *xlsxSheet) inCell(t *xmlscan.Token) error {
	if t.Kind == xmlscan.Text {
		switch {
		case s.value:
			return s.text.add(t.Text)
		case s.inline:
			return s.text.take(t)
		case s.inFormula:
			s.formula = append(s.formula, t.Text[:min(len(t.Text), max(0, formulaMost-len(s.formula)))]...)
		}
		return nil
	}
	open := t.Kind == xmlscan.Start && !t.Empty
	switch string(t.Name) {
	case "v":
		s.value = open
	case "c", "cell":
		if t.Kind == xmlscan.End {
			return s.endCell()
		}
	case "f":
		s.inFormula = open
	case "is":
		s.inline = open
	default:
		if s.inline {
			return s.text.take(t)
		}
	}
	return nil
}

func (s *xlsxSheet) endCell() error {
	s.cell = false
	col := s.col
	s.col++
	if len(s.formula) > 0 {
		if err := s.endFormula(); err != nil {
			return err
		}
	}
	text, err := s.shown()
	if len(text) > 0 {
		s.grid.cell(col, text)
	}
	if err != nil {
		return err
	}
	return s.text.end()
}

// shown returns what the cell shows.
func (s *xlsxSheet) shown() ([]byte, error) {
	b, f := s.text.text, s.k.styles.of(s.style)
	switch s.kind {
	case 'n':
		if f == nil || len(b) == 0 {
			s.buf = f.AppendDecimal(s.buf[:0], b, false)
			return s.buf, nil
		}
		s.buf = f.AppendDecimal(s.buf[:0], bytes.TrimSpace(b), s.k.date1904)
		return s.buf, nil
	case 's':
		n, err := strconv.Atoi(string(bytes.TrimSpace(b)))
		if err != nil || n < 0 || n >= s.k.strings.n {
			if len(b) > 0 {
				s.lost++
			}
			return nil, nil
		}
		if b, err = s.k.strings.get(n); err != nil {
			return nil, err
		}
	case 'b':
		if len(b) == 0 {
			return nil, nil
		}
		if string(b) == "1" || string(b) == "true" {
			return []byte("TRUE"), nil
		}
		return []byte("FALSE"), nil
	case 'd':
		date, clock, _ := strings.Cut(string(b), "T")
		if strings.Trim(clock, "0:.Z") == "" {
			return []byte(date), nil
		}
		return b, nil
	case 'e':
		return b, nil
	default:
		b = unescapeOOXML(b)
	}
	if !f.Texts() {
		return b, nil
	}
	s.buf = f.AppendText(s.buf[:0], b)
	return s.buf, nil
}

// endFormula hands out the texts in a formula, and counts it if nobody knows
// what text it makes.
func (s *xlsxSheet) endFormula() error {
	if len(s.text.text) == 0 && makesText(s.formula) {
		s.unknown++
	}
	if !quotesText(s.formula) {
		return nil
	}
	if err := s.k.say.part("formulas of " + s.name); err != nil {
		return err
	}
	return s.k.say.line(s.formula)
}

// makesText reports whether a formula may make text that is in no cell.
func makesText(b []byte) bool {
	if bytes.IndexByte(b, '&') >= 0 {
		return true
	}
	for _, f := range []string{"CONCAT", "TEXTJOIN", "SUBSTITUTE", "REPLACE", "TEXT(", "CHAR(", "["} {
		if bytes.Contains(b, []byte(f)) {
			return true
		}
	}
	return false
}

// quotesText reports whether a formula holds a text that may be somebody's: not
// "" or "OK".
func quotesText(b []byte) bool {
	i := bytes.IndexByte(b, '"')
	if i < 0 {
		return false
	}
	digits := 0
	for _, c := range b[i:] {
		if c >= 0x80 || c == '@' {
			return true
		}
		if c-'0' <= 9 {
			if digits++; digits >= 4 {
				return true
			}
		}
	}
	return false
}

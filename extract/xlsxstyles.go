package extract

import (
	"io"
	"strconv"

	"github.com/shikiri/shikiri/extract/numfmt"
	"github.com/shikiri/shikiri/extract/xmlscan"
)

// xlsxStyleLimit bounds the styles of a workbook; Excel has 65,490.
const xlsxStyleLimit = 1 << 17

// xlsxStyles are the number formats of the cells of a workbook.
type xlsxStyles struct {
	codes map[int]string // by the numbers that the file gives its formats
	made  map[int]*numfmt.Format
	cells []*numfmt.Format // by the number that cells name
}

// of returns the format of a cell, nil for none.
func (s *xlsxStyles) of(n int) *numfmt.Format {
	if n < 0 || n >= len(s.cells) {
		return nil
	}
	return s.cells[n]
}

// name gives a format a number.
func (s *xlsxStyles) name(id int, code string) {
	if s.codes == nil {
		s.codes = make(map[int]string)
	}
	if len(s.codes) < xlsxStyleLimit {
		s.codes[id] = code
	}
}

// add adds the next style of cells.
func (s *xlsxStyles) add(id int) {
	if len(s.cells) >= xlsxStyleLimit {
		return
	}
	if s.made == nil {
		s.made = make(map[int]*numfmt.Format)
	}
	f, ok := s.made[id]
	if !ok {
		code, own := s.codes[id]
		if !own {
			code = numfmt.Builtin(id)
		}
		f = numfmt.Parse(code)
		s.made[id] = f
	}
	s.cells = append(s.cells, f)
}

// readStyles reads the part of styles (18.8). The formats come before the cells
// that use them.
func (k *workbook) readStyles(r io.Reader) error {
	cells := false
	return k.tokens(r, func(t *xmlscan.Token) error {
		switch {
		case t.Kind == xmlscan.Text:
		case string(t.Name) == "cellXfs":
			cells = t.Kind == xmlscan.Start && !t.Empty
		case t.Kind == xmlscan.End:
		case cells && string(t.Name) == "xf":
			id, _ := strconv.Atoi(string(t.Attr("numFmtId")))
			k.styles.add(id)
		case string(t.Name) == "numFmt":
			if id, err := strconv.Atoi(string(t.Attr("numFmtId"))); err == nil {
				k.styles.name(id, string(xmlscan.AppendUnescaped(nil, t.Attr("formatCode"))))
			}
		}
		return nil
	})
}

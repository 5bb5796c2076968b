package extract

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
)

// records reads a sheet of records ([MS-XLSB] 2.1.7.62).
func (s *xlsxSheet) records(r io.Reader) error { return xlsbRecords(r, s.record) }

func (s *xlsxSheet) record(kind int, b []byte) error {
	switch {
	case kind == brtRowHdr && s.data:
		if err := s.grid.end(s.row); err != nil {
			return err
		}
		if s.row++; len(b) >= 4 && le32(b) < xlsxRows {
			s.row = int(le32(b)) + 1
		}
		s.col = 0
		return nil
	case kind == brtSheetData:
		s.data = true
		return nil
	case kind == brtEndSheetData:
		s.data = false
		return s.grid.end(s.row)
	case s.data:
		return s.binaryCell(kind, b)
	case kind == brtHeaderFooter:
		return s.binaryHeadings(b)
	case kind == brtMergeCell || len(b) < 12:
		return nil
	}
	if err := s.k.say.part("details of " + s.name); err != nil {
		return err
	}
	return s.k.record(b)
}

// binaryCell reads a cell: its column, its style, its value.
func (s *xlsxSheet) binaryCell(kind int, b []byte) error {
	switch {
	case kind >= brtShortBlank && kind <= brtShortIsst:
		kind -= brtShortBlank - 1
	case kind > brtFmlaError && kind != brtCellRString:
		return nil
	default:
		if len(b) < 4 {
			return nil
		}
		if col := le32(b); col < xlsxColumns && int(col) >= s.col {
			s.col = int(col)
		}
		b = b[4:]
	}
	if len(b) < 4 {
		return nil
	}
	col := s.col
	s.col++
	s.style = int(le32(b) & 0xFFFFFF)
	s.text.begin()
	text, rest, err := s.binaryValue(kind, b[4:])
	if len(text) > 0 {
		s.grid.cell(col, text)
	}
	if err != nil {
		return err
	}
	if kind >= brtFmlaString && kind <= brtFmlaError && bytes.IndexByte(rest, 0x17) >= 0 { // a text in the formula
		if err := s.k.say.part("formulas of " + s.name); err != nil {
			return err
		}
		if err := s.binaryFormula(rest); err != nil {
			return err
		}
	}
	return s.text.end()
}

// binaryValue returns what a cell shows, and what follows its value.
func (s *xlsxSheet) binaryValue(kind int, b []byte) (text, rest []byte, err error) {
	f := s.k.styles.of(s.style)
	switch {
	case kind == brtCellRk && len(b) >= 4:
		s.buf = f.Append(s.buf[:0], rkNumber(le32(b)), s.k.date1904)
		return s.buf, b[4:], nil
	case (kind == brtCellReal || kind == brtFmlaNum) && len(b) >= 8:
		s.buf = f.Append(s.buf[:0], math.Float64frombits(binary.LittleEndian.Uint64(b)), s.k.date1904)
		return s.buf, b[8:], nil
	case (kind == brtCellBool || kind == brtFmlaBool) && len(b) >= 1:
		if b[0] != 0 {
			return []byte("TRUE"), b[1:], nil
		}
		return []byte("FALSE"), b[1:], nil
	case (kind == brtCellError || kind == brtFmlaError) && len(b) >= 1:
		return []byte(xlsbErrors[b[0]]), b[1:], nil
	case kind == brtCellSt || kind == brtFmlaString:
		s.text.text, rest = wideString(s.text.text, b)
		text = s.text.text
	case kind == brtCellRString:
		err = s.text.rich(b)
		text = s.text.text
	case kind == brtCellIsst && len(b) >= 4:
		n := int64(le32(b))
		if n >= int64(s.k.strings.n) {
			s.lost++
			return nil, nil, nil
		}
		text, err = s.k.strings.get(int(n))
	}
	if f.Texts() && len(text) > 0 {
		s.buf = f.AppendText(s.buf[:0], text)
		text = s.buf
	}
	return text, rest, err
}

// binaryFormula hands out the texts in a formula: tokens of 0x17, a length and
// UTF-16 (2.5.97.87). They are looked for, since not all tokens are known.
func (s *xlsxSheet) binaryFormula(b []byte) error {
	for {
		i := bytes.IndexByte(b, 0x17)
		if i < 0 || len(b) < i+3 {
			return nil
		}
		b = b[i+1:]
		n := 2 * int(binary.LittleEndian.Uint16(b))
		if n < 4 || n > len(b)-2 {
			continue
		}
		var head [4]byte
		binary.LittleEndian.PutUint32(head[:], uint32(n/2))
		if plainUnits(b[2:2+n]) < n/2 {
			continue
		}
		text, _ := wideString(nil, append(head[:], b[2:2+n]...))
		if err := s.k.say.line(text); err != nil {
			return err
		}
		b = b[2+n:]
	}
}

// binaryHeadings hands out headers and footers (2.4.63).
func (s *xlsxSheet) binaryHeadings(b []byte) error {
	if len(b) < 2 {
		return nil
	}
	b = b[2:]
	for i := range 6 {
		s.buf, b = wideString(s.buf[:0], b)
		name := "header"
		if i%2 == 1 {
			name = "footer"
		}
		if len(s.buf) == 0 {
			continue
		}
		if err := s.headed(name); err != nil {
			return err
		}
	}
	return nil
}

// binarySpans returns the merged ranges of a sheet of records.
func binarySpans(r io.Reader) *cellSpans {
	var found cellSpans
	_ = xlsbRecords(r, func(kind int, b []byte) error { // faults are told when it is read
		if kind == brtMergeCell && len(b) >= 16 {
			n := func(i int) int { return int(min(le32(b[i:]), xlsxRows)) }
			found.add(cellSpan{row: n(0) + 1, lastRow: n(4) + 1, col: n(8), lastCol: n(12)})
		}
		return nil
	})
	if found.n == 0 {
		return nil
	}
	return &found
}

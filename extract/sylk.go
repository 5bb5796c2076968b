package extract

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"

	"github.com/shikiri/shikiri/extract/numfmt"
)

func init() {
	register(&Format{
		Name:    "sylk",
		Family:  "office",
		Doc:     "SYLK (.slk), by which old programs hand on tables: cells as they are shown, notes, texts in formulas",
		Exts:    []string{".slk"},
		Match:   matchSYLK,
		Extract: extractSYLK,
	})
}

// sylkLine bounds a record.
const sylkLine = 256 << 10

func extractSYLK(ctx context.Context, f *File, out Out) error {
	src := &source{ctx: ctx, r: f.Reader}
	br := bufio.NewReaderSize(src, HeadSize)
	head, _ := br.Peek(HeadSize)
	s := &sylk{grid: newCellGrid(out, "sheet"), say: newSayings(out), row: 1, columns: make(map[int]int)}
	err := s.read(bufio.NewReaderSize(newDecoder(br, sniffCharset(head)), sylkLine))
	for _, step := range []func() error{s.flush, s.grid.close, s.say.close} {
		if e := step(); err == nil {
			err = e
		}
	}
	if err == nil && s.cut {
		err = &Skip{ReasonPartial, "records longer than " + size(sylkLine) + " were read up to there"}
	}
	if err == nil && !s.ended {
		err = damaged(io.ErrUnexpectedEOF)
	}
	if src.err != nil {
		return src.err
	}
	return err
}

// A sylk reads the records of a file.
type sylk struct {
	grid     *cellGrid
	say      *sayings
	formats  []*numfmt.Format
	columns  map[int]int // format of a column, and one
	row, col int         // from 1
	cells    []sylkCell  // of the row
	text     []byte
	next     int // format of the next cell, and one
	cut      bool
	ended    bool
	buf      []byte
}

type sylkCell struct{ col, from, to int }

func (s *sylk) read(br *bufio.Reader) error {
	for {
		line, err := br.ReadSlice('\n')
		if e := s.record(bytes.TrimRight(line, "\r\n")); e != nil {
			return e
		}
		for errors.Is(err, bufio.ErrBufferFull) {
			s.cut = true
			_, err = br.ReadSlice('\n')
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// record reads a record: fields that a semicolon parts and two of them quote.
func (s *sylk) record(line []byte) error {
	kind, rest, _ := bytes.Cut(line, []byte{';'})
	switch string(kind) {
	case "P":
		if len(rest) > 0 && rest[0] == 'P' && len(s.formats) < xlsxStyleLimit {
			s.formats = append(s.formats, numfmt.Parse(string(s.unescape(rest[1:]))))
		}
		return nil
	case "E":
		s.ended = true
		return nil
	case "C":
		return s.cellRecord(rest)
	case "F":
		return s.formatRecord(rest)
	}
	for field, rest := s.field(rest); len(field) > 0; field, rest = s.field(rest) {
		if bytes.IndexByte(field, '"') >= 0 || !ascii(field) {
			if err := s.aside("names", field); err != nil {
				return err
			}
		}
	}
	return nil
}

// formatRecord reads the format of the next cell or of columns.
func (s *sylk) formatRecord(rest []byte) error {
	format, columns := 0, false
	for field, rest := s.field(rest); len(field) > 0; field, rest = s.field(rest) {
		n, _ := strconv.Atoi(string(field[1:]))
		switch field[0] {
		case 'P':
			format = n + 1
		case 'C':
			columns = true
			if n > 0 && n <= xlsxColumns && format > 0 {
				s.columns[n] = format
			}
		default:
			if err := s.place(field[0], n); err != nil {
				return err
			}
		}
	}
	if !columns && format > 0 {
		s.next = format
	}
	return nil
}

// place goes to a row or column.
func (s *sylk) place(field byte, n int) error {
	switch field {
	case 'Y':
		return s.toRow(n)
	case 'X':
		s.col = n
	}
	return nil
}

// cellRecord reads a cell.
func (s *sylk) cellRecord(rest []byte) (err error) {
	var value []byte
	for field, rest := s.field(rest); len(field) > 0 && err == nil; field, rest = s.field(rest) {
		switch field[0] {
		case 'K':
			value = append([]byte(nil), field[1:]...)
		case 'A':
			err = s.aside("comments", field[1:])
		case 'E':
			if quotesText(field) {
				err = s.aside("formulas", field[1:])
			}
		default:
			n, _ := strconv.Atoi(string(field[1:]))
			err = s.place(field[0], n)
		}
	}
	s.cell(value)
	s.next = 0
	return err
}

// toRow goes to a row.
func (s *sylk) toRow(n int) error {
	if n == s.row || n < 1 {
		return nil
	}
	err := s.flush()
	s.row = n
	return err
}

// cell keeps a value until its row is whole: cells come in any order.
func (s *sylk) cell(value []byte) {
	if len(value) == 0 || s.col < 1 || s.col > xlsxColumns || len(s.cells) >= xlsxColumns {
		return
	}
	from := len(s.text)
	if value[0] == '"' {
		value = bytes.TrimSuffix(value[1:], []byte{'"'})
		s.text = append(s.text, value...)
	} else {
		format := s.next
		if format == 0 {
			format = s.columns[s.col]
		}
		var f *numfmt.Format
		if format > 0 && format <= len(s.formats) {
			f = s.formats[format-1]
		}
		s.text = f.AppendDecimal(s.text, value, false)
	}
	at := len(s.cells)
	for at > 0 && s.cells[at-1].col > s.col {
		at--
	}
	s.cells = append(s.cells, sylkCell{})
	copy(s.cells[at+1:], s.cells[at:])
	s.cells[at] = sylkCell{s.col, from, len(s.text)}
}

// flush hands out the row.
func (s *sylk) flush() error {
	for _, c := range s.cells {
		s.grid.cell(c.col-1, s.text[c.from:c.to])
	}
	s.cells, s.text = s.cells[:0], s.text[:0]
	return s.grid.end(s.row)
}

func (s *sylk) aside(part string, b []byte) error {
	if err := s.say.part(part); err != nil {
		return err
	}
	return s.say.line(b)
}

// field returns the first field of b, unescaped and valid until the next call,
// and what follows it.
func (s *sylk) field(b []byte) (field, rest []byte) {
	for i := 0; i < len(b); i++ {
		if b[i] != ';' {
			continue
		}
		if i+1 < len(b) && b[i+1] == ';' {
			i++
			continue
		}
		if i == 0 {
			return s.field(b[1:])
		}
		return s.unescape(b[:i]), b[i+1:]
	}
	return s.unescape(b), nil
}

// unescape replaces ;; and the ends of lines, which are an escape, " :".
func (s *sylk) unescape(b []byte) []byte {
	s.buf = s.buf[:0]
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == ';' && i+1 < len(b) && b[i+1] == ';':
			i++
			s.buf = append(s.buf, ';')
		case b[i] == 0x1b && i+2 < len(b):
			i += 2
			s.buf = append(s.buf, ' ')
		default:
			s.buf = append(s.buf, b[i])
		}
	}
	return s.buf
}

// ascii reports whether b is ASCII.
func ascii(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

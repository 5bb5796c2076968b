package extract

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

const (
	// recordCell is how much text a cell of a database holds; more is a file of
	// its own, lest a block grow with it.
	recordCell = 64 << 10
	// recordOpaque is how long a value is that is told of if it is of no known
	// format. Keys and hashes are shorter.
	recordOpaque = 64
	// recordCost is charged for each row besides its bytes.
	recordCost = 16
)

// A records hands out one table of a database: the names of its columns, its
// rows, and the files that values hold. The names are row 1, as they would be
// if the table were written as CSV. What is handed out is charged, since damaged
// pages may be read again and again.
type records struct {
	ctx   context.Context
	f     *File
	out   Out
	table *tabular
	part  string
	names []string

	line   int   // of the row that is being read
	bytes  int64 // in it
	opaque []int // of each column, how many values were searched for runs only
	buf    []byte
	runs   []run
	files  []recordFile
}

// A recordFile is a file in a row, handed out when the row has ended.
type recordFile struct {
	col  int
	data []byte
}

// newRecords begins a table. part is where findings are told to be; names are
// those of its columns, nil if they are not known.
func newRecords(ctx context.Context, f *File, out Out, part string, names []string) (*records, error) {
	r := &records{ctx: ctx, f: f, out: out, part: part, names: names, table: newTabular(out, part, InRows), opaque: make([]int, len(names))}
	if len(names) == 0 {
		r.line = 1
		return r, nil
	}
	r.table.headed = true
	r.line = 2
	for i, name := range names {
		r.table.cell(i, []byte(name))
	}
	return r, r.table.row(1)
}

// text adds the text of column col, from 0: UTF-8, or of a program that has
// written its own charset into a column of text.
func (r *records) text(col int, b []byte) {
	r.bytes += int64(len(b))
	if !utf8.Valid(b) {
		r.buf = appendDecoded(r.buf[:0], b)
		b = r.buf
	}
	if len(b) > recordCell {
		r.file(col, bytes.Clone(b))
		return
	}
	r.put(col, b)
}

// put adds a cell of UTF-8. Programs keep JSON in cells, and some write its
// characters as \uXXXX.
func (r *records) put(col int, b []byte) {
	b = bytes.TrimRight(b, "\x00")
	if bytes.Contains(b, []byte(`\u`)) {
		if text, err := io.ReadAll(newUnescaper(bytes.NewReader(b))); err == nil {
			b = text
		}
	}
	r.table.cell(col, b)
}

// integer and float add numbers as a database prints them.
func (r *records) integer(col int, n int64) {
	r.buf = strconv.AppendInt(r.buf[:0], n, 10)
	r.table.cell(col, r.buf)
}

func (r *records) float(col int, v float64) {
	r.buf = appendFloat(r.buf[:0], v)
	r.table.cell(col, r.buf)
}

// appendFloat writes numbers without an exponent while they are short: keys and
// telephone numbers are often stored so.
func appendFloat(dst []byte, v float64) []byte {
	if v > -1e18 && v < 1e18 && (v > 1e-6 || v < -1e-6 || v == 0) {
		return strconv.AppendFloat(dst, v, 'f', -1, 64)
	}
	return strconv.AppendFloat(dst, v, 'g', -1, 64)
}

// binary adds a value of bytes: a file, a text, or what is searched for runs. b
// is copied if it is kept.
func (r *records) binary(col int, b []byte) {
	if len(b) == 0 {
		return
	}
	r.bytes += int64(len(b))
	head := b[:min(len(b), HeadSize)]
	if isFile(head) {
		r.file(col, bytes.Clone(b))
		return
	}
	cs := sniffCharset(head)
	if bytes.IndexByte(b, 0) < 0 && utf8.Valid(b) {
		cs = utf8Text
	}
	if isText(head, cs) && (cs == utf8Text || len(b) >= runBytes) { // two bytes may be any character
		r.buf = appendCharset(r.buf[:0], b, cs)
		if len(r.buf) > recordCell {
			r.file(col, bytes.Clone(b))
			return
		}
		r.put(col, r.buf)
		return
	}
	if len(b) > recordCell {
		r.file(col, bytes.Clone(b)) // whose runs are read as those of any file
		return
	}
	r.runs = appendRuns(r.runs[:0], b)
	r.buf = r.buf[:0]
	for i, u := range r.runs {
		if i > 0 {
			r.buf = append(r.buf, '\n')
		}
		r.buf = u.appendText(r.buf, b)
	}
	if len(b) > recordOpaque && col < len(r.opaque) {
		r.opaque[col]++
	}
	r.table.cell(col, r.buf)
}

// isFile reports whether bytes are those of a file that is known.
func isFile(head []byte) bool {
	for _, f := range formats {
		if f.Match != nil && f.Match(head) {
			return true
		}
	}
	return binaryKind(head) != "" || opaqueText(head) != ""
}

// file keeps a value that is a file until the row has ended.
func (r *records) file(col int, b []byte) { r.files = append(r.files, recordFile{col, b}) }

// end ends the row.
func (r *records) end() error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	b := r.f.Budget
	if b.left()-b.reserve < r.bytes+recordCost {
		return b.limit()
	}
	b.charge(r.bytes + recordCost)
	r.bytes = 0
	if err := r.table.row(r.line); err != nil {
		return err
	}
	for i, file := range r.files {
		if err := r.member(file.col, int64(len(file.data)), bytes.NewReader(file.data)); err != nil {
			return err
		}
		r.files[i].data = nil
	}
	r.files = r.files[:0]
	r.line++
	return nil
}

// member hands out the value in a column of the row as a file.
func (r *records) member(col int, size int64, from io.Reader) error {
	reserve, err := r.f.Budget.hold()
	if err != nil {
		return err
	}
	defer r.f.Budget.release(reserve)
	return r.out.Member(&File{Name: r.place(col), Size: size, Reader: from, Budget: r.f.Budget})
}

// place names a value: "table 顧客, row 12, column 写真".
func (r *records) place(col int) string {
	return r.inPart(fmt.Sprintf("row %d, %s", r.line, r.column(col)))
}

// inPart adds the part, if the file has several.
func (r *records) inPart(place string) string {
	if r.part == "" {
		return place
	}
	return r.part + ", " + place
}

func (r *records) column(col int) string {
	if col < len(r.names) {
		return "column " + r.names[col]
	}
	return fmt.Sprintf("column %d", col+1)
}

// close hands out what is there and tells of values that were not understood.
func (r *records) close() error {
	if err := r.table.close(); err != nil {
		return err
	}
	for col, n := range r.opaque {
		if n > 0 {
			r.out.Skip(r.inPart(r.column(col)), Skip{ReasonPartial, fmt.Sprintf("%d values are of no known format: readable runs were scanned", n)})
		}
	}
	return nil
}

// appendDecoded appends short text of whatever charset as UTF-8.
func appendDecoded(dst, b []byte) []byte {
	return appendCharset(dst, b, sniffCharset(b[:min(len(b), HeadSize)]))
}

// appendCharset appends text of a charset as UTF-8.
func appendCharset(dst, b []byte, cs charset) []byte {
	if cs == utf8Text && utf8.Valid(b) {
		return append(dst, bytes.TrimPrefix(b, utf8BOM)...)
	}
	d := newDecoder(bytes.NewReader(b), cs)
	for {
		if len(dst)+512 > cap(dst) {
			dst = append(make([]byte, 0, 2*cap(dst)+1024), dst...)
		}
		n, err := d.Read(dst[len(dst):cap(dst)])
		dst = dst[:len(dst)+n]
		if err != nil {
			return dst
		}
	}
}

// appendCP932 appends text that should be CP932 as UTF-8. A short name in
// half-width katakana reads as two kanji of EUC-JP too, so other charsets are
// tried only where CP932 has no such characters.
func appendCP932(dst, b []byte) []byte {
	at := len(dst)
	if dst = appendUTF8(dst, b, cp932); !bytes.Contains(dst[at:], []byte("\uFFFD")) {
		return dst
	}
	return appendCharset(dst[:at], b, cp932)
}

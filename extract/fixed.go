package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

// fixedBlock is how many bytes of records are read, and of text handed out, at
// once. A line that is longer is handed out in pieces.
const fixedBlock = 256 << 10

// extractFixed hands out the records of r, raw bytes in cs, cut as l says. Each
// record is a line of text and a row. What was read before an error of r is
// handed out, too.
func extractFixed(ctx context.Context, r io.Reader, l *fixedLayout, cs charset, out Out) error {
	f := fixed{l: l, cs: cs, r: r, out: out, block: fixedBlock}
	return f.run(ctx)
}

// A fixed is one file of fixed-length records being read.
type fixed struct {
	l     *fixedLayout
	cs    charset
	r     io.Reader
	out   Out
	block int

	buf   []byte
	n     int   // how much of buf is filled
	eof   bool  // no more can be read
	fault error // why, unless it is the end of the file
	lost  int   // records until the search for the next boundary is worth while again

	text        []byte
	cells, rows []uint32
	blk         Block // reused
	table       Table // reused
	record      int   // records handed out or in text
	first       int   // the first of those in text
	fresh       bool
}

func (f *fixed) run(ctx context.Context) error {
	f.buf = make([]byte, max(f.block, 4*utf8Max*f.l.size))
	f.text = make([]byte, 0, f.block+f.block/2)
	f.fresh, f.first = true, 1
	f.fill()
	at := 0
	if f.cs == utf8Text && bytes.HasPrefix(f.buf[:f.n], utf8BOM) {
		at = len(utf8BOM)
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		for at < f.n {
			k := f.next(at)
			if k < 0 {
				break
			}
			f.add(f.buf[at:k])
			at = k
			if len(f.text) >= f.block {
				if err := f.flush(); err != nil {
					return err
				}
			}
		}
		if f.eof && at >= f.n {
			if err := f.flush(); err != nil {
				return err
			}
			return f.fault
		}
		f.n = copy(f.buf, f.buf[at:f.n])
		at = 0
		f.fill()
	}
}

// utf8Max is the most bytes that a unit of a layout takes.
const utf8Max = 4

// fill reads until the buffer is full or no more can be read.
func (f *fixed) fill() {
	for !f.eof && f.n < len(f.buf) {
		n, err := f.r.Read(f.buf[f.n:])
		f.n += n
		f.eof = err != nil
		if err != nil && !errors.Is(err, io.EOF) {
			f.fault = fmt.Errorf("read fixed-length records: %w", err)
		}
	}
}

// next returns where the record that begins at at ends, with its line end, or
// -1 if more must be read to know.
func (f *fixed) next(at int) int {
	b := f.buf[:f.n]
	if f.l.lines {
		if k := bytes.IndexByte(b[at:], '\n'); k >= 0 {
			return at + k + 1
		}
		if f.eof {
			return f.n
		}
		if at > 0 {
			return -1
		}
		// Longer than the buffer: cut it at a blank, else between characters.
		if k := bytes.LastIndexByte(b, ' '); k > 0 {
			return k + 1
		}
		return f.wholeChars(b)
	}
	if !f.eof && f.n-at < 2*utf8Max*f.l.size {
		return -1
	}
	if f.l.unit != unitByte {
		k, _ := advance(b, at, f.l.size, f.l.unit, f.cs)
		return k
	}
	if len(f.l.anchors) > 0 && !f.l.fits(b[at:]) {
		return f.resync(b, at)
	}
	return min(at+f.l.size, f.n)
}

// wholeChars returns the length of b without a character cut short at its end.
func (f *fixed) wholeChars(b []byte) int {
	i := 0
	for i < len(b)-utf8Max {
		i += charLen(b[i:], f.cs)
	}
	return max(i, 1)
}

// fits reports whether most anchors are where a record that begins with b has
// them, as far as b goes.
func (l *fixedLayout) fits(b []byte) bool {
	miss := 0
	for _, a := range l.anchors {
		if a.at < len(b) && rawSort[b[a.at]]&a.mask == 0 {
			miss++
		}
	}
	return miss*4 <= len(l.anchors)
}

// resync is next for a record that looks wrong: bytes are missing before it or
// in it, or too many. If the one after it is all right it is only odd; else
// what precedes the nearest place where two records fit is a record of its own.
func (f *fixed) resync(b []byte, at int) int {
	size := f.l.size
	end := min(at+size, len(b))
	if f.lost > 0 {
		f.lost--
		return end
	}
	if end == len(b) || f.l.fits(b[end:]) {
		return end
	}
	for d := 1; d < 2*size; d++ {
		// First a few bytes back from where the next should begin: they are missing.
		for _, k := range [...]int{end - d, end + d} {
			if k > at && k+size <= len(b) && k < at+2*size && f.l.fits(b[k:]) && f.l.fits(b[k+size:]) {
				return k
			}
		}
	}
	f.lost = 16
	return end
}

// add decodes a record and cuts it into cells.
func (f *fixed) add(rec []byte) {
	cs := f.cs
	if f.l.lines {
		cs = lineCharset(rec, cs)
		if n := len(rec); n > 0 && rec[n-1] == '\n' {
			rec = rec[:n-1]
			if n > 1 && rec[n-2] == '\r' {
				rec = rec[:n-2]
			}
		}
	} else if blank(rec) && len(rec) < min(4, f.l.size) {
		f.text = appendUTF8(f.text, rec, f.cs) // a line end or an end-of-file mark after the last record
		return
	}
	f.record++
	f.rows = append(f.rows, uint32(len(f.cells)/2))
	cuts, strange := f.l.cuts, f.l.kind != 0 && len(rec) > 0 && rec[0] != f.l.kind
	at, over := 0, 0
	for i := range cuts {
		end := len(rec)
		if i+1 < len(cuts) {
			if f.l.unit == unitByte {
				end = f.cut(rec, at, cuts[i+1], strange)
			} else {
				end, over = advance(rec, at, cuts[i+1]-cuts[i]-over, f.l.unit, f.cs)
			}
		}
		start := len(f.text)
		f.text = appendUTF8(f.text, rec[at:end], cs)
		s, e := trimWide(f.text, start, len(f.text))
		f.cells = append(f.cells, uint32(s), uint32(e))
		if at = end; at == len(rec) {
			break
		}
	}
	f.text = append(f.text, '\n')
}

// cut returns where in rec the field ends that begins at from and should end at
// to. In a strange record a character may lie across; it is passed. In others it
// is one that the field was too short for.
func (f *fixed) cut(rec []byte, from, to int, strange bool) int {
	end := min(to, len(rec))
	if !strange || f.cs == utf8Text {
		if f.cs == utf8Text {
			for end < len(rec) && rec[end]&0xC0 == 0x80 {
				end++
			}
		}
		return max(end, from)
	}
	i := from
	for i < end {
		i += charLen(rec[i:], f.cs)
	}
	return i
}

// trimWide narrows b[s:e], which is UTF-8, by half- and full-width blanks and
// controls.
func trimWide(b []byte, s, e int) (int, int) {
	for s < e {
		if b[s] <= ' ' {
			s++
		} else if e-s >= 3 && b[s] == 0xE3 && b[s+1] == 0x80 && b[s+2] == 0x80 {
			s += 3
		} else {
			break
		}
	}
	for e > s {
		if b[e-1] <= ' ' {
			e--
		} else if e-s >= 3 && b[e-1] == 0x80 && b[e-2] == 0x80 && b[e-3] == 0xE3 {
			e -= 3
		} else {
			break
		}
	}
	return s, e
}

// flush hands out the text held.
func (f *fixed) flush() error {
	if len(f.text) == 0 {
		return nil
	}
	f.blk = Block{Text: f.text, Line: f.first}
	if len(f.rows) > 0 {
		f.rows = append(f.rows, uint32(len(f.cells)/2))
		f.table = Table{ID: 1, First: f.fresh, Cells: f.cells, Rows: f.rows}
		f.blk.Table = &f.table
		f.fresh = false
	}
	err := f.out.Text(&f.blk)
	f.text, f.cells, f.rows = f.text[:0], f.cells[:0], f.rows[:0]
	f.first = f.record + 1
	return err
}

package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"unicode/utf8"
)

// Sizes of delimited text, in bytes.
const (
	delimitedBlock = 256 << 10 // text handed out at once
	delimitedRow   = 1 << 20   // a longer row is handed out in pieces, without cells
	delimitedLap   = 4 << 10   // what two pieces of a long row have in common
)

// delimitedPool keeps what has not grown beyond what nearly all files need.
var delimitedPool = sync.Pool{New: func() any { return new(delimited) }}

// extractDelimited hands out the rows of r, which yields UTF-8, in blocks that
// end where rows end. What was read before an error of r is handed out, too.
func extractDelimited(ctx context.Context, r io.Reader, delim byte, out Out) error {
	d := delimitedPool.Get().(*delimited)
	defer d.release()
	d.reset(r, delim, out)
	return d.run(ctx)
}

// A delimited is one file of delimited text being read.
type delimited struct {
	rowParser
	tables
	r                  io.Reader
	out                Out
	block, maxRow, lap int

	buf   []byte // 8 bytes longer than what may be filled: the parser reads words
	n     int    // how much of buf is filled
	eof   bool   // no more can be read
	fault error  // why, unless it is the end of the file
	line  int    // number of the line that buf begins on
}

// reset makes d ready for a file; the memory it has stays.
func (d *delimited) reset(r io.Reader, delim byte, out Out) {
	p := &d.rowParser
	*d = delimited{
		rowParser: rowParser{delim: delim, eol: '\n', cells: p.cells, rows: p.rows, starts: p.starts, lines: p.lines, gaps: p.gaps},
		r:         r, out: out, buf: d.buf, block: delimitedBlock, maxRow: delimitedRow, lap: delimitedLap,
	}
}

// release gives d to the next file. What a file of empty cells or long rows has
// made grow is let go.
func (d *delimited) release() {
	const most = delimitedBlock / 4 // numbers
	p := &d.rowParser
	if cap(d.buf) <= delimitedBlock+8 && cap(p.cells) <= most && cap(p.rows) <= most {
		d.reset(nil, 0, nil)
		delimitedPool.Put(d)
	}
}

func (d *delimited) run(ctx context.Context) error {
	d.line = 1
	if len(d.buf) == 0 {
		d.buf = make([]byte, 8)
	}
	limit := d.block
	for first := true; ; first = false {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.fill(limit)
		if first && bytes.IndexByte(d.buf[:d.n], '\n') < 0 && bytes.IndexByte(d.buf[:d.n], '\r') >= 0 {
			d.eol = '\r' // as classic Mac OS ended lines
		}
		end := d.parse(d.buf[:d.n], d.eof, limit >= d.maxRow && d.n >= limit)
		if end == 0 && !d.eof {
			if limit < d.maxRow {
				limit = min(2*limit, d.maxRow)
				continue
			}
			if err := d.longRow(ctx); err != nil {
				return err
			}
		} else if end > 0 {
			end, err := d.deliver(d.buf[:d.n], end, d.line, &d.rowParser, d.eof, d.out)
			if err != nil {
				return err
			}
			d.consume(end)
		}
		if d.eof && d.n == 0 {
			return d.fault
		}
		limit = d.block
	}
}

// fill reads until limit bytes are held or no more can be read.
func (d *delimited) fill(limit int) {
	for !d.eof && d.n < limit {
		if d.n+8 >= len(d.buf) { // small files are many: begin small
			buf := make([]byte, min(limit, max(2*len(d.buf), 16<<10))+8)
			copy(buf, d.buf[:d.n])
			d.buf = buf
		}
		n, err := d.r.Read(d.buf[d.n:min(limit, len(d.buf)-8)])
		d.n += n
		d.eof = err != nil
		if err != nil && !errors.Is(err, io.EOF) {
			d.fault = fmt.Errorf("read delimited text: %w", err)
		}
	}
}

// consume drops the first n bytes of the buffer.
func (d *delimited) consume(n int) {
	d.line += bytes.Count(d.buf[:n], []byte{d.eol})
	copy(d.buf, d.buf[n:d.n])
	d.n -= n
	d.bound -= n
}

// longRow hands out, as text without cells, a line that is longer than the
// buffer, up to its end. Neighbouring pieces share lap bytes.
func (d *delimited) longRow(ctx context.Context) error {
	b := Block{Line: d.line}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.fill(d.maxRow)
		cut, keep := d.n, d.n
		if at := bytes.IndexByte(d.buf[b.Seen:d.n], d.eol); at >= 0 {
			cut = b.Seen + at + 1
			keep = cut
		} else if !d.eof {
			cut = wholeRunes(d.buf[:d.n])
			keep = max(cut-d.lap, b.Seen+1)
			for keep < cut && !utf8.RuneStart(d.buf[keep]) {
				keep++
			}
		}
		b.Text, b.Next = d.buf[:cut], cut-keep
		if err := d.out.Text(&b); err != nil {
			return err
		}
		d.consume(keep)
		b.Seen = b.Next
		if cut == keep {
			return nil
		}
	}
}

// wholeRunes returns the length of b without a character cut short at its end.
func wholeRunes(b []byte) int {
	for i := len(b) - 1; i >= 0 && i > len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return i
			}
			break
		}
	}
	return len(b)
}

package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

func init() {
	register(&Format{
		Name:   "zengin",
		Family: "host",
		Doc:    "files for banks in 全銀協規定形式: records of 120 or 200 bytes, JIS or EBCDIC",
		// Bank software gives them any extension, or none.
		Match:   func(head []byte) bool { return sniffZengin(head) != nil },
		Extract: extractZengin,
	})
}

// extractZengin hands out the data records as rows under a row of labels, which
// the file does not hold. The sender and the sums that stand in headers and
// trailers are about no holder and left out, but not what somebody wrote where
// nothing should be. What is wrong with the structure is the Skip returned: all
// records are handed out first.
func extractZengin(ctx context.Context, f *File, out Out) error {
	buf := blockPool.Get().(*[blockSize]byte)
	defer blockPool.Put(buf)
	z := zengin{r: f.Reader, out: out, buf: buf[:], line: 1, first: 1}
	z.fill()
	file := sniffZengin(z.buf[:min(z.n, HeadSize)])
	if file == nil {
		return &Skip{ReasonDamaged, "it ends in its first records"} // there was more when the format was told
	}
	z.zenginFile = *file
	z.n = copy(z.buf, bytes.TrimPrefix(z.buf[:z.n], utf8BOM))
	if z.cs != cp932 {
		read := io.MultiReader(bytes.NewReader(bytes.Clone(z.buf[:z.n])), z.r)
		if z.eof {
			read = bytes.NewReader(bytes.Clone(z.buf[:z.n]))
		}
		z.r, z.n, z.eof = inCP932(read, z.cs), 0, false
		z.fill()
	}
	return z.run(ctx)
}

// zenginMargin is how much must be seen to know where a record ends.
const zenginMargin = 4 << 10

// A zengin is one file being read.
type zengin struct {
	zenginFile
	r   io.Reader
	out Out

	buf   []byte
	n     int   // how much of buf is filled
	eof   bool  // no more can be read
	fault error // why, unless it is the end of the file
	check zenginCheck

	line    int           // of the record at hand
	columns *zenginLayout // of the table that has begun
	fresh   bool          // it is not handed out yet
	id      int

	text               []byte
	cells, rows, lines []uint32
	first              int   // the line that text begins on
	blk                Block // reused
	table              Table // reused
}

func (z *zengin) run(ctx context.Context) error {
	for at := 0; ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		for at < z.n && (z.eof || z.n-at > zenginMargin) {
			end := z.next(z.buf[:z.n], at, z.eof)
			if err := z.add(z.buf[at:end]); err != nil {
				return err
			}
			at = end
		}
		if z.eof && at >= z.n {
			break
		}
		z.n = copy(z.buf, z.buf[at:z.n])
		at = 0
		z.fill()
	}
	if err := z.flush(); err != nil {
		return err
	}
	if z.fault != nil {
		return z.fault
	}
	return z.check.end()
}

// fill reads until the buffer is full or no more can be read.
func (z *zengin) fill() {
	for !z.eof && z.n < len(z.buf) {
		n, err := z.r.Read(z.buf[z.n:])
		z.n += n
		z.eof = err != nil
		if err != nil && !errors.Is(err, io.EOF) {
			z.fault = fmt.Errorf("read records of a bank: %w", err)
		}
	}
}

// add takes what next found: a record, or an empty line.
func (z *zengin) add(piece []byte) error {
	rec := z.record(piece)
	line := z.line
	if z.byLine || len(rec) > 0 {
		z.line++
	}
	if z.code.filler(rec) {
		return nil
	}
	if kind, ok := z.code.headerKind(rec); ok {
		z.layout, _ = zenginLayoutOf(kind)
	}
	shape, wide := z.shape(rec)
	fits := z.code.fits(shape, z.layout)
	whole := z.byLine || len(rec) == z.layout.size || z.code.kind(rec) != zenginData
	z.check.record(&z.code, z.layout, shape, fits && whole)
	switch kind := z.code.kind(rec); {
	case kind == zenginData && (fits || len(shape) == z.layout.size):
		return z.row(rec, wide, line)
	case kind == zenginHeader && fits:
		return z.rest(rec, z.layout.headerRest, line)
	case kind == zenginTrailer && fits:
		return z.rest(rec, z.layout.trailerRest, line)
	case kind == zenginEnd && fits:
		return nil
	}
	return z.rest(rec, 0, line)
}

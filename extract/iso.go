package extract

import (
	"context"
	"errors"
	"io"

	"github.com/shikiri/shikiri/extract/iso9660"
)

func init() {
	register(&Format{
		Name:    "iso",
		Family:  "archives",
		Doc:     "images of discs (ISO 9660): names of Joliet and Rock Ridge, files of more than 4 GB, several sessions, also images of whole sectors (.bin)",
		Limits:  "of discs with UDF only the readable runs are scanned; listed as unsupported: files packed by zisofs; not read: boot images",
		Exts:    []string{".iso"},
		Match:   iso9660.Match,
		Extract: extractISO,
	})
}

func extractISO(ctx context.Context, f *File, out Out) error {
	c, err := f.content(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	if err := f.Budget.enter(c.size); err != nil {
		return err
	}
	defer f.Budget.leave()
	r := &isoReader{ctx: ctx, f: f, c: c, out: out}
	return c.fault(r.read())
}

// udfOwn is what a file system of the kind UDF takes for itself.
const udfOwn = 1 << 20

// An isoReader reads one image.
type isoReader struct {
	ctx  context.Context
	f    *File
	c    *content
	out  Out
	held int64 // bytes of all files
	lost bool  // a folder was damaged
}

func (r *isoReader) read() error {
	m, broken := iso9660.Open(r.c, r.c.size)
	if m == nil {
		return r.why(broken)
	}
	if err := m.Walk(r.file, r.folder); err != nil {
		return r.why(err)
	}
	switch {
	case r.stopped() != nil:
		return r.stopped()
	case broken != nil:
		return r.why(broken)
	case r.lost:
		return &Skip{ReasonDamaged, "a folder is damaged: files in it are missing"}
	case m.End > r.c.size && !isSectors(r.c):
		return damaged(io.ErrUnexpectedEOF)
	case m.UDF && r.held < (r.c.size-udfOwn)/2:
		return r.runs("holds a file system of the kind UDF too, which is not read: readable runs were scanned")
	}
	return r.rest(m.End)
}

func isSectors(c *content) bool {
	var b [2]byte
	_, _ = c.ReadAt(b[:], 0)
	return b == [2]byte{0, 0xff}
}

// runs scans what is readable in the whole image.
func (r *isoReader) runs(why string) error {
	if _, err := readRuns(r.ctx, &File{Name: r.f.Name, Size: r.c.size, Reader: r.c.reader(), Budget: r.f.Budget}, r.out); err != nil {
		return err
	}
	return &Skip{ReasonPartial, why}
}

// rest looks whether something follows the file system: zeros do not count, nor
// less than programs put there that make a disc start from other media.
func (r *isoReader) rest(end int64) error {
	const most = 2 << 20
	if end <= 0 || r.c.size-end <= most || isSectors(r.c) {
		return nil
	}
	b := make([]byte, packedBuffer)
	src := io.NewSectionReader(r.c, end, r.c.size-end)
	for {
		n, err := src.Read(b)
		if !allZero(b[:n]) {
			return &Skip{ReasonPartial, "what follows the file system was not scanned"}
		}
		if stop := r.stopped(); err != nil || stop != nil {
			return stop
		}
	}
}

func (r *isoReader) file(m *iso9660.File) error {
	name := isoName(m.Name, m.Unicode)
	if m.Packed {
		r.out.Skip(name, Skip{ReasonUnsupported, "packed by zisofs, which is not read"})
		return nil
	}
	r.held += m.Size
	content := &packedMember{r: m.Open(), fault: r.why, size: m.Size}
	if err := r.f.handOut(r.ctx, r.out, name, m.Size, content); err != nil {
		return err
	}
	return r.stopped()
}

func isoName(name string, unicode bool) string {
	if unicode {
		return visible(name)
	}
	return decodeMemberName([]byte(name))
}

func (r *isoReader) folder(path string, unicode bool, err error) {
	r.lost = true
	if path != "" && r.stopped() == nil {
		r.out.Skip(isoName(path, unicode), *asSkip(r.why(err)))
	}
}

func (r *isoReader) stopped() error {
	if err := r.c.broken(); err != nil {
		return err
	}
	return r.ctx.Err()
}

func (r *isoReader) why(err error) error {
	var s *Skip
	switch {
	case r.stopped() != nil:
		return r.stopped()
	case errors.As(err, &s):
		return s
	case errors.Is(err, iso9660.ErrTooMany):
		return &Skip{ReasonTooLarge, "has more members than are looked at"}
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, iso9660.ErrDamaged):
		return damaged(err)
	}
	return err // of out
}

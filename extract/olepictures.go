package extract

import (
	"errors"
	"fmt"
	"io"

	"github.com/shikiri/shikiri/extract/officeart"
)

// pictures hands out the pictures in drawings. before, if not empty, precedes
// their names.
func (o *oleFile) pictures(r io.Reader, before string) error {
	n := 0
	err := officeart.Pictures(r, func(ext string, size int64, r io.Reader) error {
		n++
		reserve, err := o.f.Budget.hold()
		if err != nil {
			return err
		}
		defer o.f.Budget.release(reserve)
		return o.out.Member(&File{
			Name:   fmt.Sprintf("%spicture %d.%s", before, n, ext),
			Size:   size,
			Reader: o.f.Budget.reader(o.ctx, &pictureReader{o, r}),
			Budget: o.f.Budget,
		})
	})
	var s *Skip
	if err == nil || errors.As(err, &s) || !isOfficeArt(err) {
		return err
	}
	return o.fault(err)
}

// isOfficeArt reports whether an error means that drawings are damaged.
func isOfficeArt(err error) bool {
	return errors.Is(err, officeart.ErrDamaged) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
}

// A pictureReader makes errors of the decoder those of a damaged file.
type pictureReader struct {
	o *oleFile
	r io.Reader
}

func (p *pictureReader) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	var s *Skip
	if err == nil || err == io.EOF || errors.As(err, &s) {
		return n, err
	}
	return n, p.o.fault(err)
}

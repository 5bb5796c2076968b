package extract

import (
	"context"
	"errors"
	"io"
)

// handOut hands out a member of f that r unpacks; size is -1 if unknown.
func (f *File) handOut(ctx context.Context, out Out, name string, size int64, r io.Reader) error {
	reserve, err := f.Budget.hold()
	if err != nil {
		return err
	}
	defer f.Budget.release(reserve)
	return out.Member(&File{Name: name, Size: size, Reader: f.Budget.reader(ctx, r), Budget: f.Budget})
}

// A packedMember unpacks a member and checks it at its end.
type packedMember struct {
	r     io.Reader
	fault func(error) error // what an error of r means
	size  int64             // when unpacked
	add   func(p []byte)    // takes what is unpacked; nil: there is no checksum
	right func() bool       // reports whether the checksum is that of all that was added

	n   int64
	err error // sticky
}

func (m *packedMember) Read(p []byte) (int, error) {
	if m.err != nil || len(p) == 0 {
		return 0, m.err
	}
	n, err := m.r.Read(p)
	m.n += int64(n)
	if m.add != nil {
		m.add(p[:n])
	}
	var s *Skip
	switch {
	case err == nil || errors.As(err, &s):
	case err != io.EOF:
		err = m.fault(err)
	case m.n < m.size:
		err = m.fault(io.ErrUnexpectedEOF)
	case m.add != nil && !m.right():
		err = &Skip{ReasonDamaged, "does not match its checksum: what could be unpacked was scanned"}
	}
	m.err = err
	return n, err
}

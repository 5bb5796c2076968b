package extract

import (
	"errors"
	"hash/crc32"
	"io"
)

// stream hands out members that are packed in one stream.
func (s *sevenZip) stream(files []int) error {
	password, err := s.fitting(files[0])
	if err != nil {
		return s.skipRest(files, err)
	}
	for i := range files {
		lost, err := s.member(files[i], password)
		if err != nil {
			return err
		}
		if lost != nil {
			return s.skipRest(files[i+1:], lost)
		}
	}
	return nil
}

// skipRest notes members that cannot be read, and why.
func (s *sevenZip) skipRest(files []int, err error) error {
	if stop := s.stopped(); stop != nil {
		return stop
	}
	var why *Skip
	if !errors.As(err, &why) {
		return err
	}
	for _, i := range files {
		s.out.Skip(visible(s.file(i).Name), *why)
	}
	return nil
}

// fitting returns the number of the password that a stream needs, 0 being none:
// the one with which its first member, i, comes out right.
func (s *sevenZip) fitting(i int) (int, error) {
	if s.listed > 0 {
		return s.listed, nil
	}
	if _, err := s.openMember(i, 0); !errors.Is(err, errNoPassword) {
		return 0, nil
	}
	for p := range s.passwords() {
		if s.fits(i, p+1) {
			return p + 1, nil
		}
		if err := s.stopped(); err != nil {
			return 0, err
		}
	}
	return 0, s.noPasswordFits()
}

// fits reports whether member i comes out right. A wrong password gives garbage,
// which must not pass for text.
func (s *sevenZip) fits(i, password int) bool {
	r, err := s.openMember(i, password)
	if err != nil {
		return false
	}
	f, sum := s.file(i), crc32.NewIEEE()
	n, err := io.Copy(sum, s.f.Budget.reader(s.ctx, r))
	return err == nil && n == int64(f.UncompressedSize) && (f.CRC32 == 0 || sum.Sum32() == f.CRC32)
}

func (s *sevenZip) openMember(i, password int) (r io.ReadCloser, err error) {
	if err := s.openArchive(password); err != nil {
		return nil, err
	}
	err = s.gate.run(s, func() (err error) {
		r, err = s.open[password].File[i].Open()
		return err
	})
	return r, err
}

// member hands out member i and reads it to its end. lost says why those behind
// it in the stream cannot be read.
func (s *sevenZip) member(i, password int) (lost, err error) {
	r, err := s.openMember(i, password)
	if err != nil {
		why := s.why(err)
		return why, s.skipRest([]int{i}, why)
	}
	f := s.file(i)
	m := &packedMember{r: r, fault: s.why, size: int64(f.UncompressedSize)}
	if f.CRC32 != 0 {
		sum := crc32.NewIEEE()
		m.add = func(p []byte) { _, _ = sum.Write(p) }
		m.right = func() bool { return sum.Sum32() == f.CRC32 }
	}
	if err := s.f.handOut(s.ctx, s.out, visible(f.Name), m.size, m); err != nil {
		return nil, err
	}
	_, drained := io.Copy(io.Discard, s.f.Budget.reader(s.ctx, m))
	if err := s.stopped(); err != nil {
		return nil, err
	}
	if m.n == m.size {
		_ = r.Close() // keeps the decoder for the next member
		return nil, nil
	}
	// Of a stream that broke the decoder is not kept: it may be large.
	var why *Skip
	if errors.As(drained, &why) && why.Reason == ReasonTooLarge {
		return why, nil
	}
	return &Skip{ReasonDamaged, "packed together with a member that is damaged"}, nil
}

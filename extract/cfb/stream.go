package cfb

import "io"

const miniShift = 6 // small streams are in sectors of 64 bytes

// A Stream reads an entry. It is an io.ReaderAt; not for use by several
// goroutines at once. Where the file ends before it, io.ErrUnexpectedEOF is
// returned.
type Stream struct {
	f     *File
	size  int64
	mini  bool
	shift uint
	next  uint32 // the sector after those in spans
	have  int64  // bytes in spans
	spans []span // in order
}

// A span is sectors that follow one another.
type span struct {
	at     int64 // in the stream
	offset int64 // in the file, or in the stream of small streams
}

// Open returns the content of a stream.
func (f *File) Open(e *Entry) *Stream {
	s := &Stream{f: f, size: e.Size, next: e.start, shift: f.shift}
	if e.Size < f.cutoff {
		s.mini, s.shift = true, miniShift
	}
	return s
}

// Reader returns all of e as a stream of bytes.
func (f *File) Reader(e *Entry) *io.SectionReader {
	return io.NewSectionReader(f.Open(e), 0, e.Size)
}

// Size is the length of the stream as the directory has it.
func (s *Stream) Size() int64 { return s.size }

// reach follows the chain until the stream is known up to end.
func (s *Stream) reach(end int64) error {
	table := s.f.fat
	if s.mini {
		table = s.f.miniFAT
	}
	for s.have < end {
		if s.next >= lastSector || int64(s.next) >= int64(len(table)) {
			return io.ErrUnexpectedEOF
		}
		if s.f.steps--; s.f.steps < 0 {
			return ErrLoop
		}
		at := s.f.offset(s.next)
		if s.mini {
			at = int64(s.next) << miniShift
		}
		if n := len(s.spans); n == 0 || s.spans[n-1].offset+s.have-s.spans[n-1].at != at {
			s.spans = append(s.spans, span{s.have, at})
		}
		s.have += 1 << s.shift
		s.next = table[s.next]
	}
	return nil
}

func (s *Stream) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 || off >= s.size {
		return 0, io.EOF
	}
	if int64(len(p)) > s.size-off {
		p, err = p[:s.size-off], io.EOF
	}
	if fault := s.reach(off + int64(len(p))); fault != nil {
		if off >= s.have {
			return 0, fault
		}
		p, err = p[:min(int64(len(p)), s.have-off)], fault
	}
	for len(p) > 0 {
		m, fault := s.piece(p, off)
		n, off, p = n+m, off+int64(m), p[m:]
		if fault != nil {
			return n, fault
		}
	}
	return n, err
}

// piece reads what of p is in one span.
func (s *Stream) piece(p []byte, off int64) (int, error) {
	low, high := 0, len(s.spans)
	for high-low > 1 { // the last span that begins at off or before
		if mid := (low + high) / 2; s.spans[mid].at <= off {
			low = mid
		} else {
			high = mid
		}
	}
	end := s.have
	if high < len(s.spans) {
		end = s.spans[high].at
	}
	p = p[:min(int64(len(p)), end-off)]
	at := s.spans[low].offset + off - s.spans[low].at
	var n int
	var err error
	if s.mini {
		if s.f.mini == nil {
			return 0, io.ErrUnexpectedEOF
		}
		n, err = s.f.mini.ReadAt(p, at)
	} else {
		n, err = s.f.r.ReadAt(p, at)
	}
	if n == len(p) {
		return n, nil
	}
	if err == nil || err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

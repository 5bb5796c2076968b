package extract

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
)

// stream hands out the members met reading from the start: of an archive inside
// another one, or of one whose directory is lost. What is not a member is passed
// over up to the next one.
func (z *zipReader) stream() error {
	z.br = bufio.NewReaderSize(z.src, packedBuffer)
	var lost bool  // bytes were passed over that no member's failure explains
	failed := true // the last member's end is not known: pass over what follows
	for {
		sig, _ := z.br.Peek(4)
		switch string(sig) {
		case zipLocal:
			var err error
			if failed, err = z.local(); err != nil {
				return err
			}
			continue
		case zipCentral, zipEnd, zipEnd64:
			more, err := z.trailer()
			switch {
			case err != nil:
				return err
			case lost:
				return &Skip{ReasonDamaged, "damaged: what lies between some members was not scanned"}
			case !more:
				return nil
			}
			failed = false
			continue
		case zipEncrypted:
			return &Skip{ReasonEncrypted, "the directory of members is encrypted"}
		}
		if z.src.err != nil {
			return z.src.err
		}
		if len(sig) < 4 {
			return &Skip{ReasonDamaged, "truncated: members may be missing"}
		}
		lost = lost || !failed
		failed = true
		z.br.Discard(1)
		z.seek()
	}
}

// seek goes to the next signature that may begin a member or the directory.
func (z *zipReader) seek() {
	for {
		b, err := z.br.Peek(4)
		if err != nil {
			z.br.Discard(len(b))
			return
		}
		b, _ = z.br.Peek(z.br.Buffered())
		i := bytes.Index(b, []byte("PK"))
		switch {
		case i < 0:
			z.br.Discard(len(b) - 1)
		case i > 0:
			z.br.Discard(i)
		case string(b[:4]) == zipLocal || string(b[:4]) == zipCentral || string(b[:4]) == zipEnd:
			return
		default:
			z.br.Discard(2)
		}
	}
}

// local reads one member. failed means that its end was not reached.
func (z *zipReader) local() (failed bool, err error) {
	e, err := readLocal(z.br)
	if err != nil {
		return true, z.fault(err)
	}
	z.locals++
	switch {
	case e.dir():
		return false, nil
	case !e.later:
		return z.localSized(e)
	case e.method == 8 && e.refuse() == nil && !e.encrypted():
		return z.localInflate(e)
	}
	return z.localUntil(e)
}

// at is how many bytes of the archive were read.
func (z *zipReader) pos() int64 { return z.src.n - int64(z.br.Buffered()) }

// localSized reads a member whose packed size is known.
func (z *zipReader) localSized(e *zipEntry) (failed bool, err error) {
	content := &io.LimitedReader{R: z.br, N: e.packed}
	if _, err := z.member(e, &zipBody{Reader: bufio.NewReader(content)}); err != nil {
		return true, err
	}
	if _, err := io.Copy(io.Discard, content); err != nil {
		return true, err
	}
	if e.flags&zipFlagLater != 0 { // a descriptor that says nothing new
		e.descriptor(z.br, e.packed, e.size)
	}
	return false, nil
}

// localInflate reads a member that is as long as it unpacks.
func (z *zipReader) localInflate(e *zipEntry) (failed bool, err error) {
	start := z.pos()
	m, err := z.member(e, &zipBody{Reader: z.br, tail: func(size int64) error {
		if !e.descriptor(z.br, z.pos()-start, size) {
			return &Skip{ReasonDamaged, "has no checksum: what could be unpacked was scanned"}
		}
		return nil
	}})
	return m == nil || m.err != io.EOF, err
}

// localUntil reads a member of unknown size up to a descriptor that says how far
// it is from the start.
func (z *zipReader) localUntil(e *zipEntry) (failed bool, err error) {
	content := &zipUntil{br: z.br}
	done := false
	found := func(int64) error {
		if done {
			return nil
		}
		done = true
		if _, err := io.Copy(io.Discard, content); err != nil {
			return z.fault(err)
		}
		e.descriptor(z.br, content.n, -1)
		return nil
	}
	m, err := z.member(e, &zipBody{Reader: bufio.NewReader(content), tail: found})
	if err != nil || m != nil && m.err == io.EOF {
		return false, err
	}
	err = found(-1)
	if z.src.err != nil {
		return true, z.src.err
	}
	return err != nil, nil
}

// A zipUntil reads up to a descriptor that tells its own place.
type zipUntil struct {
	br *bufio.Reader
	n  int64
}

func (u *zipUntil) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := u.br.Peek(zipDescrPeek)
	if len(b) == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	if b, _ = u.br.Peek(u.br.Buffered()); err != nil && len(b) < 16 {
		return u.take(p, b)
	}
	switch i := bytes.Index(b, []byte(zipDescr)); {
	case i > 0:
		b = b[:i]
	case i < 0:
		b = b[:max(len(b)-3, 1)]
	case (&zipEntry{}).layout(b, u.n, -1) > 0:
		return 0, io.EOF
	default:
		b = b[:1]
	}
	return u.take(p, b)
}

func (u *zipUntil) take(p, b []byte) (int, error) {
	n := copy(p, b)
	u.br.Discard(n)
	u.n += int64(n)
	return n, nil
}

// descriptor reads what follows the content of a member whose header could not
// say it (4.3.9), if it tells these sizes; a size of -1 is not known.
func (e *zipEntry) descriptor(br *bufio.Reader, packed, size int64) bool {
	b, _ := br.Peek(zipDescrPeek)
	n := e.layout(b, packed, size)
	br.Discard(n)
	return n > 0
}

// zipDescrPeek is the length of the longest descriptor.
const zipDescrPeek = 24

// layout reads a descriptor: checksum, packed and unpacked size, of 32 or 64
// bits, after a signature or not. The sizes tell which, and what follows if they
// are all zero. It returns the length, 0 for no descriptor.
func (e *zipEntry) layout(b []byte, packed, size int64) int {
	le := binary.LittleEndian
	for _, sig := range []int{4, 0} {
		if len(b) < sig+12 || sig > 0 && string(b[:4]) != zipDescr {
			continue
		}
		f := b[sig:]
		if len(f) >= 20 && le.Uint64(f[4:]) == uint64(packed) && (size < 0 || le.Uint64(f[12:]) == uint64(size)) && !bytes.HasPrefix(f[12:], []byte("PK")) {
			e.crc, e.packed, e.size = le.Uint32(f), packed, int64(le.Uint64(f[12:])&^(1<<63))
			return sig + 20
		}
		if le.Uint32(f[4:]) == uint32(packed) && (size < 0 || le.Uint32(f[8:]) == uint32(size)) {
			e.crc, e.packed, e.size = le.Uint32(f), packed, int64(le.Uint32(f[8:]))
			if size >= 0 {
				e.size = size
			}
			return sig + 12
		}
	}
	return 0
}

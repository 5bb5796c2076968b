package extract

import (
	"bufio"
	"compress/bzip2"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

// zipMaxWindow bounds the memory a member packed by zstd may ask for.
const zipMaxWindow = 32 << 20

// A zipCodec keeps the decoder that nearly all members need, to be used again.
type zipCodec struct{ inflate io.ReadCloser }

// zipMethods names the methods (4.4.5) that are met and not read.
var zipMethods = map[uint16]string{
	1: "shrink", 2: "reduce", 3: "reduce", 4: "reduce", 5: "reduce", 6: "implode",
	9: "deflate64", 10: "PKWARE implode", 14: "LZMA", 95: "xz", 96: "JPEG", 97: "WavPack", 98: "PPMd", 99: "AES",
}

// open returns a decoder for the method. r must not be read beyond the content
// unless the content's end is the end of r.
func (c *zipCodec) open(method uint16, r *bufio.Reader) (dec io.Reader, done func(), err error) {
	done = func() {}
	switch method {
	case 8:
		if c.inflate == nil {
			c.inflate = flate.NewReader(r)
			return c.inflate, done, nil
		}
		return c.inflate, done, c.inflate.(flate.Resetter).Reset(r, nil)
	case 12:
		return bzip2.NewReader(r), done, nil
	case 20, 93:
		d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(zipMaxWindow))
		if err != nil {
			return nil, nil, err
		}
		return d, d.Close, nil
	}
	return r, done, nil
}

// refuse says why a member cannot be read, or returns nil.
func (e *zipEntry) refuse() *Skip {
	if e.flags&(zipFlagEncrypted|zipFlagMasked) != 0 || e.method == 99 {
		return &Skip{ReasonEncrypted, ""}
	}
	if e.flags&zipFlagPatched != 0 {
		return &Skip{ReasonUnsupported, "a patch to another file"}
	}
	switch e.method {
	case 0, 8, 12, 20, 93:
		return nil
	}
	if name, ok := zipMethods[e.method]; ok {
		return &Skip{ReasonUnsupported, "packed by " + name + ", which is not read"}
	}
	return &Skip{ReasonUnsupported, fmt.Sprintf("packed by method %d, which is not read", e.method)}
}

// member hands out one member whose packed content r holds. tail, if not nil, is
// called at the end of the content to read what follows it into e. It returns
// nil for a member that was not handed out and why was noted.
func (z *zipReader) member(e *zipEntry, r *bufio.Reader, tail func(size int64) error) (*zipMember, error) {
	if s := e.refuse(); s != nil {
		z.out.Skip(e.name, *s)
		return nil, nil
	}
	reserve, err := z.f.Budget.hold()
	if err != nil {
		return nil, err
	}
	defer z.f.Budget.release(reserve)
	dec, done, err := z.codec.open(e.method, r)
	if err != nil {
		return nil, fmt.Errorf("read zip member: %w", err)
	}
	defer done()
	m := &zipMember{z: z, e: e, dec: dec, tail: tail}
	f := &File{Name: e.name, Size: e.size, Reader: z.f.Budget.reader(z.ctx, m), Budget: z.f.Budget}
	if e.later {
		f.Size = -1
	}
	if err := z.out.Member(f); err != nil {
		return nil, err
	}
	if e.later && m.err == nil { // its end is where the next member begins
		if _, err := io.Copy(io.Discard, f.Reader); z.broken() != nil {
			return nil, err
		}
	}
	return m, nil
}

// A zipMember unpacks a member and checks it at its end.
type zipMember struct {
	z    *zipReader
	e    *zipEntry
	dec  io.Reader
	tail func(size int64) error
	crc  uint32
	n    int64
	err  error // sticky
}

func (m *zipMember) Read(p []byte) (int, error) {
	if m.err != nil {
		return 0, m.err
	}
	n, err := m.dec.Read(p)
	m.crc = crc32.Update(m.crc, crc32.IEEETable, p[:n])
	m.n += int64(n)
	switch {
	case err == io.EOF:
		err = m.finish()
	case errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded):
		err = &Skip{ReasonTooLarge, "needs more than " + size(zipMaxWindow) + " of memory to unpack"}
	case err != nil:
		err = m.z.fault(err)
	}
	m.err = err
	return n, err
}

// finish returns io.EOF if the member is whole.
func (m *zipMember) finish() error {
	if err := m.z.broken(); err != nil {
		return err
	}
	if m.tail != nil {
		if err := m.tail(m.n); err != nil {
			return err
		}
	}
	if m.n < m.e.size {
		return damaged(io.ErrUnexpectedEOF)
	}
	if m.n != m.e.size || m.crc != m.e.crc {
		return &Skip{ReasonDamaged, "does not match its checksum: what could be unpacked was scanned"}
	}
	return io.EOF
}

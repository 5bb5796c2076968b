package extract

import (
	"bufio"
	"compress/bzip2"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/mikelolasagasti/xz"

	"github.com/shikiri/shikiri/extract/deflate64"
	"github.com/shikiri/shikiri/extract/ppmd"
)

// unpackMemory bounds the memory that one packed file may ask for: what the
// strongest level of xz takes.
const unpackMemory = 64 << 20

// A zipCodec keeps the decoder that nearly all members need, to be used again.
type zipCodec struct{ inflate io.ReadCloser }

// zipMethods names the methods (4.4.5) that are met and not read.
var zipMethods = map[uint16]string{
	1: "shrink", 2: "reduce", 3: "reduce", 4: "reduce", 5: "reduce", 6: "implode",
	10: "PKWARE implode", 96: "JPEG", 97: "WavPack", 99: "AES",
}

// open returns a decoder for the method of e. r must not be read beyond the
// content unless the content's end is the end of r.
func (c *zipCodec) open(e *zipEntry, r *bufio.Reader) (dec io.Reader, done func(), err error) {
	done = func() {}
	switch e.method {
	case 8:
		if c.inflate == nil {
			c.inflate = flate.NewReader(r)
			return c.inflate, done, nil
		}
		return c.inflate, done, c.inflate.(flate.Resetter).Reset(r, nil)
	case 9:
		return deflate64.NewReader(r), done, nil
	case 12:
		return bzip2.NewReader(r), done, nil
	case 14:
		dec, err := openZipLZMA(e, r)
		return dec, done, err
	case 98:
		dec, err := openZipPPMd(e, r)
		return dec, done, err
	case 95:
		dec, err := xz.NewReader(r, unpackMemory)
		return dec, done, err
	case 20, 93:
		d, err := newZstd(r)
		if err != nil {
			return nil, nil, err
		}
		return d, d.Close, nil
	}
	return r, done, nil
}

// openZipLZMA makes of what stands before LZMA in a zip (5.8.8) the head of a
// .lzma file: properties and size.
func openZipLZMA(e *zipEntry, r *bufio.Reader) (io.Reader, error) {
	var h [9]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint16(h[2:]) != 5 {
		return nil, io.ErrUnexpectedEOF
	}
	n := uint64(e.size)
	if e.later || e.flags&zipFlagEndMark != 0 {
		n = 1<<64 - 1
	}
	return newLZMA(&prefixed{head: binary.LittleEndian.AppendUint64(h[4:], n), Reader: r})
}

// openZipPPMd reads what stands before PPMd in a zip (5.10): order, memory and
// what to do when that is full.
func openZipPPMd(e *zipEntry, r *bufio.Reader) (io.Reader, error) {
	var h [2]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return nil, err
	}
	v := int(binary.LittleEndian.Uint16(h[:]))
	memory := (v>>4&0xff + 1) << 20
	if memory > unpackMemory {
		return nil, &Skip{ReasonTooLarge, "needs more than " + size(unpackMemory) + " of memory to unpack"}
	}
	n := e.size
	if e.later {
		n = -1
	}
	return ppmd.NewReader(r, v&15+1, memory, v>>12, n)
}

// encrypted reports whether a password is needed.
func (e *zipEntry) encrypted() bool { return e.flags&zipFlagEncrypted != 0 || e.aes.strength > 0 }

// refuse says why a member cannot be read, or returns nil.
func (e *zipEntry) refuse() *Skip {
	switch {
	case e.flags&zipFlagMasked != 0:
		return &Skip{ReasonEncrypted, "the directory of members is encrypted"}
	case e.flags&zipFlagEncrypted != 0 && e.flags&zipFlagStrong != 0:
		return &Skip{ReasonEncrypted, "by PKWARE's strong encryption, which is not read"}
	case e.method == 99:
		return &Skip{ReasonEncrypted, "in a way that is not known"}
	case e.flags&zipFlagPatched != 0:
		return &Skip{ReasonUnsupported, "a patch to another file"}
	}
	switch e.method {
	case 0, 8, 9, 12, 14, 20, 93, 95, 98:
		return nil
	}
	if name, ok := zipMethods[e.method]; ok {
		return &Skip{ReasonUnsupported, "packed by " + name + ", which is not read"}
	}
	return &Skip{ReasonUnsupported, fmt.Sprintf("packed by method %d, which is not read", e.method)}
}

// member hands out one member. It returns nil for one that was not handed out
// and why was noted.
func (z *zipReader) member(e *zipEntry, body *zipBody) (*zipMember, error) {
	e.name = z.names.name(e.name)
	if s := e.refuse(); s != nil {
		z.out.Skip(e.name, *s)
		return nil, nil
	}
	reserve, err := z.f.Budget.hold()
	if err != nil {
		return nil, err
	}
	defer z.f.Budget.release(reserve)
	m, done, err := z.open(e, body)
	if err != nil {
		var s *Skip
		if errors.As(err, &s) {
			z.out.Skip(e.name, *s)
			return nil, nil
		}
		return nil, err
	}
	defer done()
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

// open returns the content of a member, unpacked and, if need be, decrypted.
func (z *zipReader) open(e *zipEntry, body *zipBody) (*zipMember, func(), error) {
	m := &zipMember{z: z, e: e}
	close := func() {}
	if e.encrypted() {
		o, err := z.unlock(e, body)
		if err != nil {
			return nil, nil, err
		}
		body, close = &zipBody{Reader: bufio.NewReaderSize(o, packedBuffer)}, o.done
		m.unchecked = e.aes.strength > 0 && !e.aes.checked
		m.whole = o.whole
	}
	dec, done, err := z.codec.open(e, body.Reader)
	if err != nil {
		close()
		return nil, nil, z.unpackFault(err)
	}
	m.dec, m.tail = dec, body.tail
	return m, func() { done(); close() }, nil
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

	unchecked bool // it has no checksum, but was whole or not
	whole     bool
}

func (m *zipMember) Read(p []byte) (int, error) {
	if m.err != nil {
		return 0, m.err
	}
	n, err := m.dec.Read(p)
	m.crc = crc32.Update(m.crc, crc32.IEEETable, p[:n])
	m.n += int64(n)
	switch err {
	case nil:
	case io.EOF:
		err = m.finish()
	default:
		err = m.z.unpackFault(err)
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
	if m.n != m.e.size || !m.unchecked && m.crc != m.e.crc || m.unchecked && !m.whole {
		return &Skip{ReasonDamaged, "does not match its checksum: what could be unpacked was scanned"}
	}
	return io.EOF
}

// unpackFault is fault for an error of a decoder, which may be that the member
// asks for more memory than it gets.
func (z *zipReader) unpackFault(err error) error {
	if s := packedFault(err); s != nil && z.broken() == nil {
		return s
	}
	return z.fault(err)
}

package cab

import (
	"bufio"
	"encoding/binary"
	"io"
)

const (
	blockMost  = 32 << 10 // a block unpacks to
	packedMost = 38912    // a block has: 32 KiB and 6 KiB that do not pack
	blockHead  = 8
)

// blocks are the packed data of a folder (CFDATA).
type blocks struct {
	br      *bufio.Reader
	left    int
	reserve int
	buf     []byte
}

// next returns the data of the next block, valid until the next call, and how
// much it unpacks to. The error is io.EOF behind the last.
func (b *blocks) next() (data []byte, size int, err error) {
	if b.left == 0 {
		return nil, 0, io.EOF
	}
	b.left--
	head := make([]byte, blockHead+b.reserve)
	if _, err := io.ReadFull(b.br, head); err != nil {
		return nil, 0, unexpected(err)
	}
	le := binary.LittleEndian
	packed := int(le.Uint16(head[4:]))
	size = int(le.Uint16(head[6:]))
	if packed > packedMost || size > blockMost {
		return nil, 0, ErrDamaged
	}
	if b.buf == nil {
		b.buf = make([]byte, packedMost)
	}
	data = b.buf[:packed]
	if _, err := io.ReadFull(b.br, data); err != nil {
		return nil, 0, unexpected(err)
	}
	// Programs differ in whether what is reserved counts too.
	if want, sum := le.Uint32(head), checksum(data, 0); want != 0 && checksum(head[4:blockHead], sum) != want && checksum(head[4:], sum) != want {
		return nil, 0, ErrChecksum
	}
	if size == 0 {
		return nil, 0, ErrContinued
	}
	return data, size, nil
}

// checksum continues a sum over b: [MS-CAB] 3.1.
func checksum(b []byte, sum uint32) uint32 {
	for ; len(b) >= 4; b = b[4:] {
		sum ^= binary.LittleEndian.Uint32(b)
	}
	rest := uint32(0)
	for _, c := range b {
		rest = rest<<8 | uint32(c)
	}
	return sum ^ rest
}

// stored is a folder that is not packed.
type stored struct {
	*blocks
	data []byte
	err  error // sticky
}

func (s *stored) Read(p []byte) (int, error) {
	for len(s.data) == 0 {
		if s.err == nil {
			s.data, _, s.err = s.next()
		}
		if s.err != nil {
			return 0, s.err
		}
	}
	n := copy(p, s.data)
	s.data = s.data[n:]
	return n, nil
}

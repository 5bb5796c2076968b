// Package deflate64 unpacks Deflate64, method 9 of zip, which Windows chooses for
// files beyond 2 GiB. It is deflate (RFC 1951) with a window of 64 KiB, two more
// codes for distances, and a longest match of 64 KiB instead of 258 bytes (as
// documented by the implementations of Info-ZIP and zlib's contrib/infback9).
// [NewReader] is where to start.
package deflate64

import (
	"errors"
	"io"
)

// ErrCorrupt says that what was read is not Deflate64.
var ErrCorrupt = errors.New("deflate64: corrupt data")

const (
	window = 64 << 10
	// slack is how far a match may write beyond what is handed out at once.
	bufferSize = 2*window + maxMatch
	maxMatch   = 3 + 1<<16 - 1
)

// A Reader unpacks a stream. It reads up to 8 bytes beyond the stream's end.
type Reader struct {
	in   bitReader
	out  []byte // the last window bytes handed out, then what is not
	r    int    // out[r:] is not handed out
	step func(*Reader) error
	last bool // this block is the last
	left int  // of a stored block
	lit  code
	dist code
	err  error
}

// NewReader returns a reader of the unpacked bytes of r.
func NewReader(r io.ByteReader) *Reader {
	return &Reader{in: bitReader{src: r}, out: make([]byte, 0, bufferSize), step: (*Reader).header}
}

// Read returns io.EOF at the end of the stream, io.ErrUnexpectedEOF if r ends
// before it, ErrCorrupt or the error of r.
func (z *Reader) Read(p []byte) (int, error) {
	for {
		if z.r < len(z.out) {
			n := copy(p, z.out[z.r:])
			z.r += n
			return n, nil
		}
		if z.err != nil {
			return 0, z.err
		}
		if len(z.out) >= window*2 {
			n := copy(z.out, z.out[len(z.out)-window:])
			z.out, z.r = z.out[:n], n
		}
		z.err = z.step(z)
	}
}

// header reads the head of a block.
func (z *Reader) header() error {
	if z.last {
		return io.EOF
	}
	final, err := z.in.take(1)
	if err != nil {
		return err
	}
	kind, err := z.in.take(2)
	if err != nil {
		return err
	}
	z.last = final == 1
	switch kind {
	case 0:
		return z.storedHeader()
	case 1:
		z.lit, z.dist = fixedCodes()
	case 2:
		err = z.dynamic()
	default:
		err = ErrCorrupt
	}
	z.step = (*Reader).packed
	return err
}

func (z *Reader) storedHeader() error {
	z.in.align()
	n, err := z.in.take(16)
	if err != nil {
		return err
	}
	inverse, err := z.in.take(16)
	if err != nil {
		return err
	}
	if n != ^inverse&0xffff {
		return ErrCorrupt
	}
	z.left = int(n)
	z.step = (*Reader).stored
	return nil
}

// stored reads a part of a block that is not packed.
func (z *Reader) stored() error {
	for n := min(z.left, window*2-len(z.out)); n > 0; n-- {
		c, err := z.in.take(8)
		if err != nil {
			return err
		}
		z.out = append(z.out, byte(c))
		z.left--
	}
	if z.left == 0 {
		z.step = (*Reader).header
	}
	return nil
}

// packed reads literals and matches until the block ends or there is enough.
func (z *Reader) packed() error {
	for len(z.out) < window*2 {
		symbol, err := z.in.symbol(&z.lit)
		switch {
		case err != nil:
			return err
		case symbol < 256:
			z.out = append(z.out, byte(symbol))
		case symbol == 256:
			z.step = (*Reader).header
			return nil
		default:
			if err := z.match(symbol - 257); err != nil {
				return err
			}
		}
	}
	return nil
}

// match copies what was there before.
func (z *Reader) match(symbol int) error {
	if symbol >= len(lengthBase) {
		return ErrCorrupt
	}
	extra, err := z.in.take(uint(lengthExtra[symbol]))
	if err != nil {
		return err
	}
	n := int(lengthBase[symbol]) + int(extra)
	if symbol, err = z.in.symbol(&z.dist); err != nil {
		return err
	}
	if extra, err = z.in.take(uint(max(symbol/2-1, 0))); err != nil {
		return err
	}
	distance := symbol + 1
	if symbol >= 4 {
		distance = (2+symbol&1)<<(symbol/2-1) + int(extra) + 1
	}
	from := len(z.out) - distance
	if from < 0 {
		return ErrCorrupt
	}
	for n > 0 { // a match may reach into what it writes
		k := min(n, len(z.out)-from)
		z.out = append(z.out, z.out[from:from+k]...)
		n -= k
	}
	return nil
}

// Lengths of matches, by symbol - 257: the last is what differs from deflate.
var (
	lengthBase  = [...]uint16{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 3}
	lengthExtra = [...]uint8{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 16}
)

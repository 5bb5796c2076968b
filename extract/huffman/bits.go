// Package huffman reads bits and canonical Huffman codes, as LZH, ARJ and the
// LZX of cabinets have them.
package huffman

import "io"

// Bits reads bits, the highest of a byte first. Behind the end of what it reads
// there are zeros; Fault tells when one of them was used.
type Bits struct {
	r     io.Reader
	err   error // of r
	v     uint64
	n     uint // bits in v
	extra uint // of all so far, zeros from behind the end
	all   uint // bits so far, those in v included

	buf    [2 << 10]byte
	at, to int
}

// NewBits reads from r.
func NewBits(r io.Reader) *Bits { return &Bits{r: r} }

// fill makes v hold 32 bits or more.
func (b *Bits) fill() {
	for b.n < 32 {
		for b.at == b.to && b.err == nil && b.r != nil {
			b.at = 0
			b.to, b.err = b.r.Read(b.buf[:])
		}
		c := byte(0)
		if b.at < b.to {
			c = b.buf[b.at]
			b.at++
		} else {
			b.extra += 8
		}
		b.v = b.v<<8 | uint64(c)
		b.n += 8
		b.all += 8
	}
}

// Take returns the next n bits, 0 to 24.
func (b *Bits) Take(n uint) int {
	if b.n < n {
		b.fill()
	}
	b.n -= n
	return int(b.v>>b.n) & (1<<n - 1)
}

// Peek returns the next n bits, 0 to 24, and leaves them.
func (b *Bits) Peek(n uint) int {
	if b.n < n {
		b.fill()
	}
	return int(b.v>>(b.n-n)) & (1<<n - 1)
}

// Drop passes n bits that Peek returned.
func (b *Bits) Drop(n uint) { b.n -= n }

// Align passes bits up to a multiple of n, a power of two up to 16, from the
// start.
func (b *Bits) Align(n uint) { b.Take(-(b.all - b.n) & (n - 1)) }

// Fault is why no more can be read: nil, the error of the reader, or
// io.ErrUnexpectedEOF.
func (b *Bits) Fault() error {
	if b.extra <= b.n {
		return nil
	}
	if b.err != nil && b.err != io.EOF {
		return b.err
	}
	return io.ErrUnexpectedEOF
}

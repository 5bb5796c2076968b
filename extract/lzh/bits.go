package lzh

import "io"

// bits reads bits, the highest of a byte first. Behind the end of r there are
// zeros; truncated tells when one of them was used.
type bits struct {
	r     io.Reader
	err   error // of r
	v     uint64
	n     uint // bits in v
	extra uint // of them, and of those used, zeros from behind the end

	buf    [2 << 10]byte
	at, to int
}

// fill makes v hold 32 bits or more.
func (b *bits) fill() {
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
	}
}

// take returns the next n bits, 0 to 24.
func (b *bits) take(n uint) int {
	if b.n < n {
		b.fill()
	}
	b.n -= n
	return int(b.v>>b.n) & (1<<n - 1)
}

// peek returns the next n bits, 0 to 24, and leaves them.
func (b *bits) peek(n uint) int {
	if b.n < n {
		b.fill()
	}
	return int(b.v>>(b.n-n)) & (1<<n - 1)
}

func (b *bits) drop(n uint) { b.n -= n }

// fault is why no more can be read: nil, the error of the reader, or
// io.ErrUnexpectedEOF.
func (b *bits) fault() error {
	if b.extra <= b.n {
		return nil
	}
	if b.err != nil && b.err != io.EOF {
		return b.err
	}
	return io.ErrUnexpectedEOF
}

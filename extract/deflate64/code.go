package deflate64

import (
	"io"
	"math/bits"
)

const (
	maxBits  = 15
	fastBits = 10 // codes up to this length are looked up at once
)

// A code is a Huffman code (RFC 1951 section 3.2.2).
type code struct {
	fast    [1 << fastBits]uint16 // symbol<<4 | length, by the next bits; 0: longer
	count   [maxBits + 1]uint16   // of codes by length
	symbols [320]uint16           // ordered by code
}

// set makes a code of the lengths of its symbols. It reports whether they are
// a code: one that is not complete is, as in deflate, for its symbols.
func (c *code) set(lengths []uint8) bool {
	*c = code{}
	for _, n := range lengths {
		c.count[n]++
	}
	c.count[0] = 0
	var first, at [maxBits + 2]uint16
	left := 1
	for n := 1; n <= maxBits; n++ {
		if left = left<<1 - int(c.count[n]); left < 0 {
			return false
		}
		first[n+1] = (first[n] + c.count[n]) << 1
		at[n+1] = at[n] + c.count[n]
	}
	for symbol, n := range lengths {
		if n == 0 {
			continue
		}
		c.symbols[at[n]] = uint16(symbol)
		at[n]++
		if n <= fastBits {
			step := 1 << n
			for i := int(bits.Reverse16(first[n]) >> (16 - n)); i < len(c.fast); i += step {
				c.fast[i] = uint16(symbol)<<4 | uint16(n)
			}
		}
		first[n]++
	}
	return true
}

// fixedCodes are those of blocks that do not bring their own.
func fixedCodes() (lit, dist code) {
	var lengths [288]uint8
	for i := range lengths {
		switch {
		case i < 144, i >= 280:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		default:
			lengths[i] = 7
		}
	}
	lit.set(lengths[:])
	for i := range 32 {
		lengths[i] = 5
	}
	dist.set(lengths[:32])
	return lit, dist
}

// order is in which the lengths of the code for lengths come (3.2.7).
var order = [...]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// dynamic reads the codes of a block.
func (z *Reader) dynamic() error {
	head, err := z.in.take(14)
	if err != nil {
		return err
	}
	literals, distances := int(head&31)+257, int(head>>5&31)+1
	var lengths [288 + 32]uint8
	for i := range int(head>>10) + 4 {
		n, err := z.in.take(3)
		if err != nil {
			return err
		}
		lengths[order[i]] = uint8(n)
	}
	if !z.lit.set(lengths[:19]) {
		return ErrCorrupt
	}
	lengths = [288 + 32]uint8{}
	if err := z.lengths(lengths[:literals+distances]); err != nil {
		return err
	}
	if !z.lit.set(lengths[:literals]) || !z.dist.set(lengths[literals:literals+distances]) {
		return ErrCorrupt
	}
	return nil
}

// lengths reads lengths by the code in z.lit.
func (z *Reader) lengths(dst []uint8) error {
	for i := 0; i < len(dst); {
		symbol, err := z.in.symbol(&z.lit)
		if err != nil {
			return err
		}
		if symbol < 16 {
			dst[i] = uint8(symbol)
			i++
			continue
		}
		repeat := [...]struct {
			bits uint
			base int
		}{{2, 3}, {3, 3}, {7, 11}}[symbol-16]
		extra, err := z.in.take(repeat.bits)
		if err != nil {
			return err
		}
		n := repeat.base + int(extra)
		if n > len(dst)-i || symbol == 16 && i == 0 {
			return ErrCorrupt
		}
		var value uint8
		if symbol == 16 {
			value = dst[i-1]
		}
		for ; n > 0; n-- {
			dst[i] = value
			i++
		}
	}
	return nil
}

// A bitReader reads bits, the lowest of a byte first.
type bitReader struct {
	src  io.ByteReader
	bits uint64
	n    uint
	err  error
}

// fill reads as much as fits.
func (b *bitReader) fill() {
	for b.n <= 56 && b.err == nil {
		var c byte
		if c, b.err = b.src.ReadByte(); b.err == nil {
			b.bits |= uint64(c) << b.n
			b.n += 8
		}
	}
}

// short is the error of a stream that ends too early.
func (b *bitReader) short() error {
	if b.err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return b.err
}

// take returns the next n bits, up to 32.
func (b *bitReader) take(n uint) (uint32, error) {
	if b.n < n {
		if b.fill(); b.n < n {
			return 0, b.short()
		}
	}
	v := uint32(b.bits & (1<<n - 1))
	b.bits >>= n
	b.n -= n
	return v, nil
}

// align drops the bits up to the next byte.
func (b *bitReader) align() {
	b.bits >>= b.n & 7
	b.n &^= 7
}

// symbol returns the next symbol of c.
func (b *bitReader) symbol(c *code) (int, error) {
	if b.n < maxBits {
		b.fill()
	}
	if e := c.fast[b.bits&(1<<fastBits-1)]; e != 0 {
		n := uint(e & 15)
		if n > b.n {
			return 0, b.short()
		}
		b.bits >>= n
		b.n -= n
		return int(e >> 4), nil
	}
	v, first, at := 0, 0, 0
	for n := uint(1); n <= maxBits; n++ {
		if n > b.n {
			return 0, b.short()
		}
		v |= int(b.bits >> (n - 1) & 1)
		count := int(c.count[n])
		if v-first < count {
			b.bits >>= n
			b.n -= n
			return int(c.symbols[at+v-first]), nil
		}
		at += count
		first = (first + count) << 1
		v <<= 1
	}
	return 0, ErrCorrupt
}

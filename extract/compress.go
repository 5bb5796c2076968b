package extract

import (
	"bufio"
	"errors"
	"io"
)

func init() {
	register(&Format{
		Name:    "compress",
		Family:  "archives",
		Doc:     ".Z: one file packed by the old compress of Unix",
		Limits:  "one that was cut off cannot be told from a whole one: the format has no end",
		Exts:    []string{".z", ".taz"},
		Match:   matchCompress,
		Extract: compressPacking.extract,
	})
}

var compressPacking = &packing{
	ends: map[string]string{".z": "", ".taz": ".tar"},
	open: func(r *bufio.Reader) (io.Reader, func(), error) {
		z, err := newLZW(r)
		return z, func() {}, err
	},
}

// matchCompress reports whether head begins a file of compress: a mark, then the
// longest code in bits, and whether the table may be cleared.
func matchCompress(head []byte) bool {
	return len(head) > 3 && head[0] == 0x1f && head[1] == 0x9d && head[2]&0x60 == 0 && head[2]&0x1f >= 9 && head[2]&0x1f <= 16
}

var errLZW = errors.New("compress: corrupt data")

const (
	lzwClear = 256
	lzwNone  = -1
)

// An lzw unpacks LZW as compress(1) of 4.3BSD writes it: codes grow from 9 bits
// to most, and those of one width fill groups of 8.
type lzw struct {
	br     *bufio.Reader
	most   uint
	block  bool // code 256 clears the table
	width  uint
	bits   uint32
	n      uint
	codes  int // read of this width
	free   int // the next code to be made
	last   int // the code before, or lzwNone
	first  byte
	prefix [1 << 16]uint16
	suffix [1 << 16]byte
	out    []byte // what is not handed out
	stack  []byte
	err    error
}

func newLZW(br *bufio.Reader) (*lzw, error) {
	var h [3]byte
	if _, err := io.ReadFull(br, h[:]); err != nil {
		return nil, err
	}
	z := &lzw{br: br, most: uint(h[2] & 0x1f), block: h[2]&0x80 != 0}
	z.reset()
	return z, nil
}

// reset forgets the table.
func (z *lzw) reset() {
	z.width, z.last, z.free = 9, lzwNone, 256
	if z.block {
		z.free = 257
	}
}

func (z *lzw) Read(p []byte) (int, error) {
	for len(z.out) == 0 {
		if z.err != nil {
			return 0, z.err
		}
		z.err = z.step()
	}
	n := copy(p, z.out)
	z.out = z.out[n:]
	return n, nil
}

// step reads one code.
func (z *lzw) step() error {
	code, err := z.code()
	if err != nil {
		return err
	}
	switch {
	case code == lzwClear && z.block:
		if err := z.align(); err != nil {
			return err
		}
		z.reset()
		return nil
	case code > z.free || code == z.free && z.last == lzwNone, z.last == lzwNone && code > 255:
		return errLZW
	}
	z.stack = z.stack[:0]
	at := code
	if code == z.free { // it is what is being made: the last one and its first byte
		z.stack = append(z.stack, z.first)
		at = z.last
	}
	for at > 255 {
		z.stack = append(z.stack, z.suffix[at])
		at = int(z.prefix[at])
	}
	z.first = byte(at)
	z.stack = append(z.stack, z.first)
	for i, j := 0, len(z.stack)-1; i < j; i, j = i+1, j-1 {
		z.stack[i], z.stack[j] = z.stack[j], z.stack[i]
	}
	z.out = z.stack
	return z.grow(code)
}

// grow adds to the table what follows from the code.
func (z *lzw) grow(code int) error {
	if z.last != lzwNone && z.free < 1<<z.most {
		z.prefix[z.free], z.suffix[z.free] = uint16(z.last), z.first
		z.free++
	}
	z.last = code
	if z.free >= 1<<z.width && z.width < z.most {
		if err := z.align(); err != nil {
			return err
		}
		z.width++
	}
	return nil
}

// code reads a code. The end is where less than one is left.
func (z *lzw) code() (int, error) {
	for z.n < z.width {
		c, err := z.br.ReadByte()
		if err != nil {
			return 0, err
		}
		z.bits |= uint32(c) << z.n
		z.n += 8
	}
	code := int(z.bits & (1<<z.width - 1))
	z.bits >>= z.width
	z.n -= z.width
	z.codes++
	return code, nil
}

// align passes over what is left of a group of 8 codes.
func (z *lzw) align() error {
	for ; z.codes%8 != 0; z.codes++ {
		for z.n < z.width {
			c, err := z.br.ReadByte()
			if err != nil {
				return err
			}
			z.bits |= uint32(c) << z.n
			z.n += 8
		}
		z.bits >>= z.width
		z.n -= z.width
	}
	z.codes = 0
	return nil
}

// Package ppmd unpacks PPMd of variant I, revision 1, method 98 of zip: Dmitry
// Shkarin's "PPM with information inheritance". Encoder and decoder keep the same
// model, in a heap of which every place matters: where it is full both start anew
// or cut the model back. So the heap is bytes here, laid out as his is. [NewReader]
// is where to start.
package ppmd

import (
	"errors"
	"io"
)

// ErrCorrupt says that what was read is no PPMd.
var ErrCorrupt = errors.New("ppmd: corrupt data")

// What to do when the heap is full.
const (
	Restart = 0
	CutOff  = 1
)

const (
	maxOrder = 64
	maxFreq  = 124
	unit     = 12 // bytes of a context, and of two states
	binScale = 1 << 14
	noRef    = 0
)

// A Reader unpacks a stream.
type Reader struct {
	src  io.ByteReader
	left int64 // bytes to come; -1: up to the end mark
	err  error

	rng, code, low uint32
	// A symbol is masked, not asked for again, if its entry is the epoch.
	masked [256]uint32
	epoch  uint32
	rest   [256]uint32 // states that are not masked
	model
}

// NewReader returns a reader of size bytes, or, if size is -1, of all up to the
// end mark. order is 2 to 16, memory the size of the heap in bytes.
func NewReader(r io.ByteReader, order, memory, method int, size int64) (*Reader, error) {
	if order < 2 || order > maxOrder || memory < 1<<11 || method > CutOff {
		return nil, ErrCorrupt
	}
	z := &Reader{src: r, left: size, rng: 0xffffffff}
	z.model.init(order, uint32(memory), method)
	for range 4 {
		z.code = z.code<<8 | uint32(z.next())
	}
	return z, z.err
}

func (z *Reader) next() byte {
	c, err := z.src.ReadByte()
	if err != nil && z.err == nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		z.err = err
	}
	return c
}

// Read returns io.EOF at the end, io.ErrUnexpectedEOF if the source ends before,
// ErrCorrupt or the error of the source.
func (z *Reader) Read(p []byte) (n int, err error) {
	defer func() {
		if recover() != nil { // a model that no encoder makes led out of the heap
			z.err, err = ErrCorrupt, ErrCorrupt
		}
	}()
	for n < len(p) {
		if z.left == 0 {
			return n, io.EOF
		}
		if z.err != nil {
			return n, z.err
		}
		c := z.symbol()
		if c < 0 {
			z.err = ErrCorrupt
			if c == endMark && z.left < 0 {
				z.left = 0
			}
			continue
		}
		p[n] = byte(c)
		n++
		if z.left > 0 {
			z.left--
		}
	}
	return n, nil
}

const (
	endMark = -1
	bad     = -2
)

// threshold is where in total the next symbol lies.
func (z *Reader) threshold(total uint32) uint32 {
	if z.rng /= total; z.rng == 0 {
		return total
	}
	return z.code / z.rng
}

// decode takes a symbol's share.
func (z *Reader) decode(start, size uint32) {
	start *= z.rng
	z.low += start
	z.code -= start
	z.rng *= size
	for {
		if (z.low ^ (z.low + z.rng)) >= 1<<24 {
			if z.rng >= 1<<15 {
				return
			}
			z.rng = -z.low & (1<<15 - 1)
		}
		z.code = z.code<<8 | uint32(z.next())
		z.rng <<= 8
		z.low <<= 8
		if z.err != nil {
			return
		}
	}
}

// symbol returns the next byte, endMark or bad.
func (z *Reader) symbol() int {
	m := &z.model
	if z.epoch++; z.epoch == 0 {
		z.masked, z.epoch = [256]uint32{}, 1
	}
	if m.numStats(m.min) != 0 {
		if c := z.fromStats(); c >= bad {
			return c
		}
	} else if c := z.fromOne(); c >= bad {
		return c
	}
	for {
		n := m.numStats(m.min)
		for {
			m.orderFall++
			if m.suffix(m.min) == noRef {
				return endMark
			}
			m.min = m.suffix(m.min)
			if m.numStats(m.min) != n {
				break
			}
		}
		if c := z.fromRest(n); c >= bad || z.err != nil {
			return max(c, bad)
		}
	}
}

// escaped is what the three return if the symbol is none of the context.
const escaped = -3

// fromStats asks a context of several symbols.
func (z *Reader) fromStats() int {
	m := &z.model
	s := m.stats(m.min)
	total := uint32(m.summ(m.min))
	count := z.threshold(total)
	hi := uint32(m.freq(s))
	if count < hi {
		z.decode(0, hi)
		m.found = s
		c := int(m.sym(s))
		m.updateFirst()
		return c
	}
	m.prevSuccess = 0
	for range m.numStats(m.min) {
		s += stateSize
		f := uint32(m.freq(s))
		if hi += f; hi > count {
			z.decode(hi-f, f)
			m.found = s
			c := int(m.sym(s))
			m.updateOther()
			return c
		}
	}
	if count >= total {
		return bad
	}
	z.decode(hi, total-hi)
	for range int(m.numStats(m.min)) + 1 {
		z.masked[m.sym(s)] = z.epoch
		s -= stateSize
	}
	return escaped
}

// fromOne asks a context of one symbol.
func (z *Reader) fromOne() int {
	m := &z.model
	p := m.binary()
	s := oneState(m.min)
	z.rng >>= 14
	if z.rng == 0 {
		return bad
	}
	if z.code/z.rng < uint32(*p) {
		z.decode(0, uint32(*p))
		*p += 1<<7 - mean(*p)
		m.found = s
		c := int(m.sym(s))
		m.updateOne()
		return c
	}
	z.decode(uint32(*p), binScale-uint32(*p))
	*p -= mean(*p)
	m.initEsc = int(expEscape[*p>>10])
	z.masked[m.sym(s)] = z.epoch
	m.prevSuccess = 0
	return escaped
}

func mean(p uint16) uint16 { return (p + 1<<5) >> 7 }

// fromRest asks a context that n+1 symbols were asked of already.
func (z *Reader) fromRest(n byte) int {
	m := &z.model
	left := &z.rest
	k, hi := 0, uint32(0)
	for s, i := m.stats(m.min), 0; i <= int(m.numStats(m.min)); s, i = s+stateSize, i+1 {
		if z.masked[m.sym(s)] != z.epoch {
			left[k] = s
			k++
			hi += uint32(m.freq(s))
		}
	}
	see, escape := m.escape(n)
	total := escape + hi
	count := z.threshold(total)
	if count < hi {
		sum := uint32(0)
		for _, s := range left[:k] {
			f := uint32(m.freq(s))
			if sum += f; sum > count {
				z.decode(sum-f, f)
				see.update()
				m.found = s
				c := int(m.sym(s))
				m.updateMasked()
				return c
			}
		}
	}
	if count >= total {
		return bad
	}
	z.decode(hi, total-hi)
	see.summ += uint16(total)
	for _, s := range left[:k] {
		z.masked[m.sym(s)] = z.epoch
	}
	return escaped
}

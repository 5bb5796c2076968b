package cab

import (
	"io"

	"github.com/shikiri/shikiri/extract/huffman"
)

// LZX is told of in [MS-PATCH] 2 and, for cabinets, in Microsoft's "LZX Data
// Compression Format" of 1997.
const (
	lzxChars     = 256
	lzxLengths   = 249
	lzxPre       = 20
	lzxMinCopy   = 2
	lzxFrame     = blockMost
	lzxMaxSlots  = 50
	lzxLastFrame = 1 << 15 // behind which calls are not translated

	lzxVerbatim     = 1
	lzxAligned      = 2
	lzxUncompressed = 3
)

// lzxSlots are how many slots of distances a window of 2^15 to 2^21 bytes has.
var lzxSlots = [...]int{30, 32, 34, 36, 38, 42, 50}

// lzxExtra is how many bits beyond its base a slot has, lzxBase the base.
var lzxExtra, lzxBase = func() (extra [lzxMaxSlots + 1]uint, base [lzxMaxSlots + 1]int) {
	for i := range lzxMaxSlots {
		if i >= 4 {
			extra[i] = uint(min(i/2-1, 17))
		}
		base[i+1] = base[i] + 1<<extra[i]
	}
	return extra, base
}()

// lzx is a folder packed by LZX.
type lzx struct {
	blocks *blocks
	in     lzxWords
	bits   *huffman.Bits
	window []byte
	at     int // in window
	slots  int

	begun      bool
	calls      int32 // what calls of a program count from, 0: they are as they are
	frames     int
	recent     [3]int // distances
	kind, left int    // of this block of LZX, which is not one of the cabinet
	size       int    // of it
	raw        []byte // a byte of the word begun, in an uncompressed block

	mainLengths   [lzxChars + 8*lzxMaxSlots]byte
	lengthLengths [lzxLengths]byte
	main          huffman.Code
	length        huffman.Code
	aligned       huffman.Code

	frame []byte // unpacked
	data  []byte // of frame, not handed out
	err   error  // sticky
}

func newLZX(b *blocks, width uint) (*lzx, error) {
	if width < 15 || width > 21 {
		return nil, ErrDamaged
	}
	z := &lzx{blocks: b, window: make([]byte, 1<<width), slots: lzxSlots[width-15], recent: [3]int{1, 1, 1}}
	z.in.blocks = b
	z.bits = huffman.NewBits(&z.in)
	return z, nil
}

// lzxWords are the blocks of a folder as one stream of words, with their bytes
// changed round: bits count from the highest of a word.
type lzxWords struct {
	blocks *blocks
	data   []byte // not handed out; a copy
	sizes  []int  // what the blocks read unpack to, not asked for yet
	err    error
}

// fetch reads one more block.
func (w *lzxWords) fetch() {
	data, size, err := w.blocks.next()
	if err != nil {
		w.err = err
		return
	}
	w.data = append(w.data, data...)
	w.sizes = append(w.sizes, size)
}

func (w *lzxWords) Read(p []byte) (int, error) {
	for len(w.data) < 2 && w.err == nil {
		w.fetch()
	}
	if len(w.data) == 1 { // the last: its word has no upper half
		w.data = append(w.data, 0)
	}
	n := 0
	for n+2 <= len(p) && len(w.data) >= 2 {
		p[n], p[n+1] = w.data[1], w.data[0]
		w.data = w.data[2:]
		n += 2
	}
	if n == 0 {
		return 0, w.err
	}
	return n, nil
}

// size is what the next block unpacks to.
func (w *lzxWords) size() (int, error) {
	for len(w.sizes) == 0 {
		if w.err != nil {
			return 0, w.err
		}
		w.fetch()
	}
	n := w.sizes[0]
	w.sizes = w.sizes[1:]
	return n, nil
}

func (z *lzx) Read(p []byte) (int, error) {
	for len(z.data) == 0 {
		if z.err == nil {
			z.err = z.next()
		}
		if len(z.data) == 0 && z.err != nil {
			return 0, z.err
		}
	}
	n := copy(p, z.data)
	z.data = z.data[n:]
	return n, nil
}

// next unpacks a frame, which is what a block of the cabinet unpacks to. What
// there is of one that is damaged is handed out.
func (z *lzx) next() error {
	size, err := z.in.size()
	if err != nil {
		return err
	}
	if !z.begun {
		z.begun = true
		if z.bits.Take(1) == 1 {
			z.calls = int32(z.bits.Take(16)<<16 | z.bits.Take(16))
		}
	}
	z.frame = z.frame[:0]
	err = z.unpack(size)
	if err == nil && z.kind != lzxUncompressed {
		z.bits.Align(16)
	}
	z.translate()
	z.frames++
	z.data = z.frame
	return err
}

func (z *lzx) unpack(size int) error {
	for len(z.frame) < size {
		if z.left == 0 {
			if err := z.begin(); err != nil {
				return err
			}
		}
		n := min(z.left, size-len(z.frame))
		var err error
		if z.kind == lzxUncompressed {
			err = z.copyRaw(n)
		} else {
			err = z.copyPacked(n)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fault is why no more bits can be had.
func (z *lzx) fault() error {
	err := z.bits.Fault()
	if err == io.ErrUnexpectedEOF {
		return ErrDamaged // blocks end where they should: it is their content
	}
	return err
}

func (z *lzx) put(c byte) {
	z.window[z.at] = c
	z.at = (z.at + 1) & (len(z.window) - 1)
	z.frame = append(z.frame, c)
}

// copyRaw copies n bytes that are not packed.
func (z *lzx) copyRaw(n int) error {
	for range n {
		if len(z.raw) == 0 {
			word := z.bits.Take(16)
			z.raw = []byte{byte(word), byte(word >> 8)}
		}
		z.put(z.raw[0])
		z.raw = z.raw[1:]
		z.left--
	}
	return z.fault()
}

// copyPacked unpacks n bytes. No copy goes beyond the end of a frame.
func (z *lzx) copyPacked(n int) error {
	for n > 0 {
		symbol, err := z.main.Next(z.bits)
		if err == nil {
			err = z.fault()
		}
		if err != nil {
			return err
		}
		if symbol < lzxChars {
			z.put(byte(symbol))
			n, z.left = n-1, z.left-1
			continue
		}
		length, dist, err := z.match(symbol - lzxChars)
		if err != nil {
			return err
		}
		if length > n || dist < 1 || dist > len(z.window) {
			return ErrDamaged
		}
		for range length {
			z.put(z.window[(z.at-dist)&(len(z.window)-1)])
		}
		n, z.left = n-length, z.left-length
	}
	return nil
}

// match reads the rest of a copy.
func (z *lzx) match(symbol int) (length, dist int, err error) {
	length = symbol & 7
	if length == 7 {
		more, err := z.length.Next(z.bits)
		if err != nil {
			return 0, 0, err
		}
		length += more
	}
	length += lzxMinCopy
	slot := symbol >> 3
	if slot < 3 {
		dist = z.recent[slot]
		z.recent[slot], z.recent[0] = z.recent[0], dist
		return length, dist, z.fault()
	}
	extra := lzxExtra[slot]
	dist = lzxBase[slot] - 2
	if z.kind == lzxAligned && extra >= 3 {
		dist += z.bits.Take(extra-3) << 3
		low, err := z.aligned.Next(z.bits)
		if err != nil {
			return 0, 0, err
		}
		dist += low
	} else {
		dist += z.bits.Take(extra)
	}
	z.recent = [3]int{dist, z.recent[0], z.recent[1]}
	return length, dist, z.fault()
}

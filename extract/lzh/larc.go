package lzh

import "github.com/shikiri/shikiri/extract/huffman"

// The methods of LArc tell where in the window to copy from, counted from its
// start. Unpacking begins so near its end that the longest copy just fits.
const (
	larcBitsSize   = 2 << 10
	larcBitsStart  = larcBitsSize - 17
	larcBytesSize  = 4 << 10
	larcBytesStart = larcBytesSize - 18
)

// larcBits are the tokens of lzs: a bit tells a character from a copy.
type larcBits struct {
	*huffman.Bits
	at int // in the window
}

func (t *larcBits) window() []byte { return spaces(larcBitsSize) }

func (t *larcBits) next() (byte, int, int, error) {
	if t.Take(1) == 1 {
		t.at++
		return byte(t.Take(8)), 0, 0, t.Fault()
	}
	from := t.Take(11)
	n := t.Take(4) + 2
	dist := (t.at-from-1)&(larcBitsSize-1) + 1
	t.at += n
	return 0, n, dist, t.Fault()
}

// larcBytes are the tokens of lz5: a byte before eight of them tells characters
// from copies.
type larcBytes struct {
	*huffman.Bits
	at    int // in the window
	flags int // the lowest is the next
	left  int // of them
}

// window is what LArc put there for programs of its time.
func (t *larcBytes) window() []byte {
	w := make([]byte, 0, larcBytesSize)
	for c := range 256 {
		for range 13 {
			w = append(w, byte(c))
		}
	}
	for c := range 256 {
		w = append(w, byte(c))
	}
	for c := range 256 {
		w = append(w, byte(255-c))
	}
	w = append(w, make([]byte, 128)...)
	w = append(w, spaces(110)...)
	w = append(w, make([]byte, 18)...)
	// The unpacker writes from the start of its window.
	return append(w[larcBytesStart:], w[:larcBytesStart]...)
}

func (t *larcBytes) next() (byte, int, int, error) {
	if t.left == 0 {
		t.flags, t.left = t.Take(8), 8
	}
	char := t.flags&1 == 1
	t.flags >>= 1
	t.left--
	if char {
		t.at++
		return byte(t.Take(8)), 0, 0, t.Fault()
	}
	from := t.Take(8)
	high := t.Take(8)
	from |= high >> 4 << 8
	n := high&15 + 3
	dist := (t.at-from-1)&(larcBytesSize-1) + 1
	t.at += n
	return 0, n, dist, t.Fault()
}

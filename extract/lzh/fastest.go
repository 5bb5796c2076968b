package lzh

import "github.com/shikiri/shikiri/extract/huffman"

// fastest are the tokens of ARJ's method 4: numbers whose width is told by the
// ones in front of them.
type fastest struct{ *huffman.Bits }

func (t *fastest) window() []byte { return spaces(32 << 10) }

func (t *fastest) next() (byte, int, int, error) {
	n := t.number(0, 7)
	if n == 0 {
		return byte(t.Take(8)), 0, 0, t.Fault()
	}
	dist := t.number(9, 13) + 1
	return 0, n - 1 + minCopy, dist, t.Fault()
}

// number reads a number of from bits or, for each one in front of it, a bit
// more, up to so many.
func (t *fastest) number(from, to uint) int {
	base := 0
	for from < to && t.Take(1) == 1 {
		base += 1 << from
		from++
	}
	return base + t.Take(from)
}

package lzh

import "github.com/shikiri/shikiri/extract/huffman"

const (
	blockChars = 510 // characters and lengths of copies
	blockCodes = 19  // lengths of codes
)

// blocks are the tokens of lh4 to lh7, of lhx and of ARJ: blocks with three
// Huffman codes each, for the lengths of codes, for characters and lengths of
// copies, and for how many bits a distance has.
type blocks struct {
	*huffman.Bits
	history uint // bits of the largest distance
	lengths int  // lengths that a distance may have
	width   uint // bits of a count of these

	left                   int // tokens in this block
	codes, chars, distance huffman.Code
}

func (t *blocks) window() []byte { return spaces(1 << t.history) }

func (t *blocks) next() (byte, int, int, error) {
	if t.left == 0 {
		if err := t.begin(); err != nil {
			return 0, 0, 0, err
		}
	}
	t.left--
	c, err := t.chars.Next(t.Bits)
	if err == nil && c >= 256 {
		return t.copy(c - 256 + minCopy)
	}
	if err == nil {
		err = t.Fault()
	}
	return byte(c), 0, 0, err
}

func (t *blocks) copy(n int) (byte, int, int, error) {
	width, err := t.distance.Next(t.Bits)
	if err != nil {
		return 0, 0, 0, err
	}
	dist := width
	if width > 1 {
		if uint(width) > t.history {
			return 0, 0, 0, ErrDamaged
		}
		dist = 1<<(width-1) | t.Take(uint(width-1))
	}
	return 0, n, dist + 1, t.Fault()
}

// begin reads the head of a block.
func (t *blocks) begin() error {
	t.left = t.Take(16)
	if t.left == 0 {
		t.left = 1 << 16
	}
	if err := t.readLengths(&t.codes, blockCodes, 5, 3); err != nil {
		return err
	}
	if err := t.readChars(); err != nil {
		return err
	}
	if err := t.readLengths(&t.distance, t.lengths, t.width, -1); err != nil {
		return err
	}
	return t.Fault()
}

// readLengths reads a code of up to most symbols, the number of which has width
// bits. Behind the first gap symbols a number of zeros is given.
func (t *blocks) readLengths(h *huffman.Code, most int, width uint, gap int) error {
	n := t.Take(width)
	if n == 0 {
		h.Single(t.Take(width))
		return nil
	}
	if n > most {
		return ErrDamaged
	}
	var lengths [32]byte
	for i := 0; i < n; {
		k := t.Take(3)
		if k == 7 {
			for t.Take(1) == 1 {
				if k++; k > huffman.Most {
					return ErrDamaged
				}
			}
		}
		lengths[i] = byte(k)
		if i++; i == gap {
			i += t.Take(2)
		}
	}
	return h.Build(lengths[:most])
}

// readChars reads the code of characters, whose lengths are coded themselves.
func (t *blocks) readChars() error {
	n := t.Take(9)
	if n == 0 {
		t.chars.Single(t.Take(9))
		return nil
	}
	if n > blockChars {
		return ErrDamaged
	}
	var lengths [blockChars]byte
	for i := 0; i < n; {
		k, err := t.codes.Next(t.Bits)
		if err == nil {
			err = t.Fault()
		}
		if err != nil {
			return err
		}
		switch k {
		case 0:
			i++
		case 1:
			i += t.Take(4) + 3
		case 2:
			i += t.Take(9) + 20
		default:
			lengths[i] = byte(k - 2)
			i++
		}
	}
	return t.chars.Build(lengths[:])
}

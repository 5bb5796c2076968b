package huffman

import "errors"

// ErrDamaged says that a code cannot be, or that bits are none of its symbols.
var ErrDamaged = errors.New("damaged Huffman code")

const (
	Most      = 16 // bits of the longest code
	codeQuick = 9  // codes up to so many bits are found by one look
)

// A Code is a canonical Huffman code: shorter codes first, those of one
// length in the order of their symbols.
type Code struct {
	only   int // the symbol, if there is but one and it takes no bits, else -1
	count  [Most + 1]int
	symbol []uint16
	quick  [1 << codeQuick]uint16 // symbol<<4 | length; 0: longer, or no code
}

// Single makes a code of one symbol that takes no bits.
func (h *Code) Single(symbol int) { h.only = symbol }

// Build makes the code whose symbols have these lengths; 0: not in use. A code
// that leaves bits without a symbol is taken, one with too many symbols is not.
func (h *Code) Build(lengths []byte) error {
	h.only = -1
	h.count = [Most + 1]int{}
	for _, n := range lengths {
		if n > Most {
			return ErrDamaged
		}
		h.count[n]++
	}
	h.count[0] = 0
	room := 1
	var at [Most + 2]int
	for n := 1; n <= Most; n++ {
		room = room*2 - h.count[n]
		if room < 0 {
			return ErrDamaged
		}
		at[n+1] = at[n] + h.count[n]
	}
	h.symbol = append(h.symbol[:0], make([]uint16, at[Most+1])...)
	for s, n := range lengths {
		if n > 0 {
			h.symbol[at[n]] = uint16(s)
			at[n]++
		}
	}
	h.fillQuick()
	return nil
}

func (h *Code) fillQuick() {
	h.quick = [1 << codeQuick]uint16{}
	slot, s := 0, 0
	for n := 1; n <= codeQuick; n++ {
		for range h.count[n] {
			for range 1 << (codeQuick - n) {
				h.quick[slot] = h.symbol[s]<<4 | uint16(n)
				slot++
			}
			s++
		}
	}
}

// Next reads a symbol. It is wrong where b has a fault.
func (h *Code) Next(b *Bits) (int, error) {
	if h.only >= 0 {
		return h.only, nil
	}
	if q := h.quick[b.Peek(codeQuick)]; q != 0 {
		b.Drop(uint(q & 15))
		return int(q >> 4), nil
	}
	code := b.Peek(Most)
	first, index := 0, 0
	for n := 1; n <= Most; n++ {
		if i := code>>(Most-n) - first; i < h.count[n] {
			b.Drop(uint(n))
			return int(h.symbol[index+i]), nil
		}
		index += h.count[n]
		first = (first + h.count[n]) << 1
	}
	if err := b.Fault(); err != nil {
		return 0, err
	}
	return 0, ErrDamaged
}

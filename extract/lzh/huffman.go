package lzh

const (
	codeMost  = 16 // bits of the longest code
	codeQuick = 9  // codes up to so many bits are found by one look
)

// A huffman is a canonical Huffman code: shorter codes first, those of one
// length in the order of their symbols.
type huffman struct {
	only   int // the symbol, if there is but one and it takes no bits, else -1
	count  [codeMost + 1]int
	symbol []uint16
	quick  [1 << codeQuick]uint16 // symbol<<4 | length; 0: longer, or no code
}

// single makes a code of one symbol that takes no bits.
func (h *huffman) single(symbol int) { h.only = symbol }

// build makes the code whose symbols have these lengths; 0: not in use. A code
// that leaves bits without a symbol is taken, one with too many symbols is not.
func (h *huffman) build(lengths []byte) error {
	h.only = -1
	h.count = [codeMost + 1]int{}
	for _, n := range lengths {
		if n > codeMost {
			return ErrDamaged
		}
		h.count[n]++
	}
	h.count[0] = 0
	room := 1
	var at [codeMost + 2]int
	for n := 1; n <= codeMost; n++ {
		room = room*2 - h.count[n]
		if room < 0 {
			return ErrDamaged
		}
		at[n+1] = at[n] + h.count[n]
	}
	h.symbol = append(h.symbol[:0], make([]uint16, at[codeMost+1])...)
	for s, n := range lengths {
		if n > 0 {
			h.symbol[at[n]] = uint16(s)
			at[n]++
		}
	}
	h.fillQuick()
	return nil
}

func (h *huffman) fillQuick() {
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

// next reads a symbol. It is wrong where b has a fault.
func (h *huffman) next(b *bits) (int, error) {
	if h.only >= 0 {
		return h.only, nil
	}
	if q := h.quick[b.peek(codeQuick)]; q != 0 {
		b.drop(uint(q & 15))
		return int(q >> 4), nil
	}
	code := b.peek(codeMost)
	first, index := 0, 0
	for n := 1; n <= codeMost; n++ {
		if i := code>>(codeMost-n) - first; i < h.count[n] {
			b.drop(uint(n))
			return int(h.symbol[index+i]), nil
		}
		index += h.count[n]
		first = (first + h.count[n]) << 1
	}
	if err := b.fault(); err != nil {
		return 0, err
	}
	return 0, ErrDamaged
}

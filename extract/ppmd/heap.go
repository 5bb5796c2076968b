package ppmd

import "encoding/binary"

const (
	indexes   = 38 // sizes of blocks: 1 to 4 units, then by two, three and four
	emptyNode = 0xffffffff
	heapStart = 4 // so that no place is 0
)

// A heap gives out units. Text grows from its start, units from the end of the
// text and, for contexts, from its own end.
type heap struct {
	mem              []byte
	size             uint32
	text, unitsStart uint32
	lo, hi           uint32
	free             [indexes]uint32
	stamps           [indexes]uint32
	glueCount        uint32
	indexUnits       [indexes]uint32
	unitsIndex       [128]uint8
}

func (h *heap) u16(at uint32) uint16      { return binary.LittleEndian.Uint16(h.mem[at:]) }
func (h *heap) put16(at uint32, v uint16) { binary.LittleEndian.PutUint16(h.mem[at:], v) }
func (h *heap) u32(at uint32) uint32      { return binary.LittleEndian.Uint32(h.mem[at:]) }
func (h *heap) put32(at uint32, v uint32) { binary.LittleEndian.PutUint32(h.mem[at:], v) }
func (h *heap) move(to, from, units uint32) {
	copy(h.mem[to:to+units*unit], h.mem[from:from+units*unit])
}

func (h *heap) makeTables(size uint32) {
	h.mem, h.size = make([]byte, heapStart+size+unit), size
	k := 0
	for i := range h.indexUnits {
		step := 4
		if i < 12 {
			step = i>>2 + 1
		}
		for range step {
			h.unitsIndex[k] = uint8(i)
			k++
		}
		h.indexUnits[i] = uint32(k)
	}
}

// index is the smallest block that so many units fit into.
func (h *heap) index(units uint32) int { return int(h.unitsIndex[units-1]) }

// reset forgets all.
func (h *heap) reset() {
	h.free, h.stamps, h.glueCount = [indexes]uint32{}, [indexes]uint32{}, 0
	h.text = heapStart
	h.hi = h.text + h.size
	h.unitsStart = h.hi - h.size/8/unit*7*unit
	h.lo = h.unitsStart
}

// A free block holds a mark, the next one of its size, and how many units it has.
func (h *heap) insert(at uint32, i int) {
	h.put32(at, emptyNode)
	h.put32(at+4, h.free[i])
	h.put32(at+8, h.indexUnits[i])
	h.free[i] = at
	h.stamps[i]++
}

func (h *heap) remove(i int) uint32 {
	at := h.free[i]
	h.free[i] = h.u32(at + 4)
	h.stamps[i]--
	return at
}

// spare gives back a run of units, up to 128, as one or two blocks.
func (h *heap) spare(at, units uint32) {
	i := h.index(units)
	if h.indexUnits[i] != units {
		i--
		k := h.indexUnits[i]
		h.insert(at+k*unit, int(units-k-1))
	}
	h.insert(at, i)
}

func (h *heap) split(at uint32, from, to int) {
	h.spare(at+h.indexUnits[to]*unit, h.indexUnits[from]-h.indexUnits[to])
}

// glue joins free blocks that lie side by side.
func (h *heap) glue() {
	h.glueCount = 1 << 13
	h.stamps = [indexes]uint32{}
	if h.lo != h.hi {
		h.put32(h.lo, 0)
	}
	head, last := uint32(0), uint32(0)
	for i := range h.free {
		next := h.free[i]
		h.free[i] = 0
		for next != 0 {
			if h.u32(next+8) != 0 {
				if last == 0 {
					head = next
				} else {
					h.put32(last+4, next)
				}
				last = next
				for {
					beside := next + h.u32(next+8)*unit
					if h.u32(beside) != emptyNode {
						break
					}
					h.put32(next+8, h.u32(next+8)+h.u32(beside+8))
					h.put32(beside+8, 0)
				}
			}
			next = h.u32(next + 4)
		}
	}
	if last != 0 {
		h.put32(last+4, 0)
	}
	for head != 0 {
		at := head
		head = h.u32(at + 4)
		units := h.u32(at + 8)
		if units == 0 {
			continue
		}
		for ; units > 128; units, at = units-128, at+128*unit {
			h.insert(at, indexes-1)
		}
		h.spare(at, units)
	}
}

// alloc returns a block, or 0.
func (h *heap) alloc(i int) uint32 {
	if h.free[i] != 0 {
		return h.remove(i)
	}
	n := h.indexUnits[i] * unit
	if n <= h.hi-h.lo {
		at := h.lo
		h.lo += n
		return at
	}
	return h.allocRare(i)
}

func (h *heap) allocRare(i int) uint32 {
	if h.glueCount == 0 {
		h.glue()
		if h.free[i] != 0 {
			return h.remove(i)
		}
	}
	for j := i + 1; j < indexes; j++ {
		if h.free[j] != 0 {
			at := h.remove(j)
			h.split(at, j, i)
			return at
		}
	}
	n := h.indexUnits[i] * unit
	h.glueCount--
	if h.unitsStart-h.text <= n {
		return 0
	}
	h.unitsStart -= n
	return h.unitsStart
}

// allocContext returns one unit, or 0.
func (h *heap) allocContext() uint32 {
	if h.hi != h.lo {
		h.hi -= unit
		return h.hi
	}
	if h.free[0] != 0 {
		return h.remove(0)
	}
	return h.allocRare(0)
}

func (h *heap) shrink(at, from, to uint32) uint32 {
	i, j := h.index(from), h.index(to)
	if i == j {
		return at
	}
	if h.free[j] != 0 {
		p := h.remove(j)
		h.move(p, at, to)
		h.insert(at, i)
		return p
	}
	h.split(at, i, j)
	return at
}

// freeUnit gives one unit back, to the text if it is the first.
func (h *heap) freeUnit(at uint32) {
	if at != h.unitsStart {
		h.insert(at, 0)
		return
	}
	h.unitsStart += unit
}

// moveUp moves a block away from the text, to make room for that.
func (h *heap) moveUp(at, units uint32) uint32 {
	i := h.index(units)
	if at > h.unitsStart+16<<10 || at > h.free[i] {
		return at
	}
	p := h.remove(i)
	h.move(p, at, units)
	if at != h.unitsStart {
		h.insert(at, i)
	} else {
		h.unitsStart += h.indexUnits[i] * unit
	}
	return p
}

// expandText gives free blocks behind the text to it.
func (h *heap) expandText() {
	var count [indexes]uint32
	if h.lo != h.hi {
		h.put32(h.lo, 0)
	}
	for h.u32(h.unitsStart) == emptyNode {
		h.put32(h.unitsStart, 0)
		n := h.u32(h.unitsStart + 8)
		count[h.index(n)]++
		h.unitsStart += n * unit
	}
	for i := range count {
		before := uint32(0)
		for at := h.free[i]; at != 0 && count[i] > 0; {
			next := h.u32(at + 4)
			if h.u32(at) != 0 {
				before, at = at, next
				continue
			}
			if before == 0 {
				h.free[i] = next
			} else {
				h.put32(before+4, next)
			}
			h.stamps[i]--
			count[i]--
			at = next
		}
	}
}

// used is how many bytes are given out.
func (h *heap) used() uint32 {
	free := uint32(0)
	for i, n := range h.stamps {
		free += n * h.indexUnits[i]
	}
	return h.size - (h.hi - h.lo) - (h.unitsStart - h.text) - free*unit
}

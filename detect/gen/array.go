package main

import "math/bits"

// An array is the double array while it is filled: a bit for each unit that is
// free, and one for each base that no state has yet. With them first fit looks
// at 64 bases at once, and needs no more than a second for 100,000 words (unit
// by unit it took 30).
type array struct {
	free []uint64
	base []uint64 // two states of one base would mix their children
	size int      // one more than the last unit taken
}

// maxSlot is beyond the greatest slot, a code.
const maxSlot = 1 << 16

func newArray() *array {
	a := &array{}
	a.grow(2 * maxSlot)
	return a
}

// grow makes the array n units long, n a multiple of 64.
func (a *array) grow(n int) {
	for len(a.free) < n/64 {
		a.free = append(a.free, ^uint64(0))
		a.base = append(a.base, ^uint64(0))
	}
	a.free[0] &^= 1 // unit 0 is nobody's child
}

// fit finds the first base at which all slots are free, and takes it.
func (a *array) fit(slots []uint16) uint32 {
	for b := 0; ; b += 64 {
		if b+64+maxSlot > 64*len(a.free) {
			a.grow(2 * 64 * len(a.free))
		}
		fits := a.base[b/64]
		for _, s := range slots {
			if fits &= window(a.free, b+int(s)); fits == 0 {
				break
			}
		}
		if fits != 0 {
			found := uint32(b + bits.TrailingZeros64(fits))
			a.put(found, slots)
			return found
		}
	}
}

// window returns the 64 bits of set from bit at on.
func window(set []uint64, at int) uint64 {
	w, shift := at/64, at%64
	return set[w]>>shift | set[w+1]<<(64-shift)
}

// put takes base and its slots.
func (a *array) put(base uint32, slots []uint16) {
	a.base[base/64] &^= 1 << (base % 64)
	for _, s := range slots {
		u := int(base) + int(s)
		a.free[u/64] &^= 1 << (u % 64)
		a.size = max(a.size, u+1)
	}
}

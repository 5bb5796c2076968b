package probe

import "math/bits"

// A walk is an order of the numbers 0 to n-1 that looks random and takes no
// memory: a Feistel network permutes the numbers of a whole number of bits, and
// what it throws outside of n is sent through again until it falls within (Black
// and Rogaway, Ciphers with Arbitrary Finite Domains, 2002). It is not secret, only
// even: neighbours come far apart, so that no host gets all at once.
type walk struct {
	n    uint64
	half int // bits of each half
	keys [walkRounds]uint64
}

const walkRounds = 4

func newWalk(n, seed uint64) walk {
	w := walk{n: n, half: 1}
	if n > 4 {
		w.half = (bits.Len64(n-1) + 1) / 2
	}
	for i := range w.keys {
		seed += 0x9e3779b97f4a7c15
		w.keys[i] = stir(seed)
	}
	return w
}

// at returns the number at a place of the walk; place is below n.
func (w *walk) at(place uint64) uint64 {
	for {
		if place = w.permute(place); place < w.n {
			return place
		}
	}
}

func (w *walk) permute(x uint64) uint64 {
	mask := uint64(1)<<w.half - 1
	left, right := x>>w.half, x&mask
	for _, key := range w.keys {
		left, right = right, left^stir(right^key)&mask
	}
	return left<<w.half | right
}

// stir is the mixing of splitmix64 (Steele, Lea and Flood, Fast Splittable
// Pseudorandom Number Generators, 2014).
func stir(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

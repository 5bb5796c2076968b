package detect

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sync"
)

// The costs of IPADIC as gen writes them; its licence is in NOTICE.

//go:embed lexicon/lattice.bin
var latticeFile []byte

//go:embed lexicon/costs.bin
var costsFile []byte

// lexLattice holds the words of IPADIC of up to 8 runes; their values are the
// number of their first entry.
var lexLattice = mustTrie(latticeFile)

// The file costs.bin, all numbers little-endian:
//
//	0  "SKC1"
//	4  uint32  number of classes
//	8  int16 × classes × classes: what it costs that a class (column) follows another (row)
//	   uint32 to the end: entries: the class in the low 15 bits, the cost, signed, in the high 16; bit 15 is set in the last entry of a word
const costsHeader = 8

// The scale of probabilities: each rune may cost some 2,800 until a product of
// 48 of them leaves the range of a float64.
const (
	costScale = 700.0
	runeScale = 4.0
)

// latticeCosts is costs.bin made ready: weights instead of costs. It takes half
// a megabyte and is made when the first doubt arises.
type latticeCosts struct {
	classes int
	follow  []float32 // by class before, then class after
	entries []byte
	weight  [1 << 12]float32 // e^(-cost/700), by (cost + 1<<14) >> 4
}

var loadCosts = sync.OnceValue(func() *latticeCosts {
	c := &latticeCosts{classes: int(binary.LittleEndian.Uint32(costsFile[4:]))}
	n := c.classes * c.classes
	c.follow = make([]float32, n)
	for i := range n {
		cost := int16(binary.LittleEndian.Uint16(costsFile[costsHeader+2*i:]))
		c.follow[i] = float32(math.Exp(-float64(cost) / costScale))
	}
	c.entries = costsFile[costsHeader+2*n:]
	for i := range c.weight {
		c.weight[i] = float32(math.Exp(-float64(i<<4-1<<14) / costScale))
	}
	return c
})

func (c *latticeCosts) weightOf(cost int) float64 {
	return float64(c.weight[min(max(cost+1<<14, 0)>>4, len(c.weight)-1)])
}

// runeScales holds e^(4n), so that weights of words of n runes stay near 1.
var runeScales = func() (t [maxWindow + 1]float64) {
	for i := range t {
		t[i] = math.Exp(runeScale * float64(i))
	}
	return t
}()

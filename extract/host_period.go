package extract

import (
	"cmp"
	"math"
	"slices"

	"github.com/shikiri/shikiri/extract/hostcode"
)

// hostSorts writes down for each byte of b what it is, and what the one before
// is: a number below 64. Where fields begin, the same ones recur once a record.
func hostSorts(b []byte, s hostcode.Scheme) []uint8 {
	const sorts = 8
	sorted := make([]uint8, 0, len(b))
	for i := 0; i < len(b); {
		if t, ok := s.Stretch(b[i:]); ok && t.Pairs > 0 {
			for k := range t.Len() {
				sorted = append(sorted, min(uint8(6+k), 7))
			}
			i += t.Len()
			continue
		}
		sort := [...]uint8{hbBlank: 0, hbDigit: 1, hbLetter: 2, hbKana: 3, hbSign: 2, hbRare: 2, hbNUL: 4, hbControl: 5, hbNone: 5}[hostBytes[b[i]]]
		sorted = append(sorted, sort)
		i++
	}
	before := uint8(0)
	for i, c := range sorted {
		sorted[i] = before*sorts + c
		before = c
	}
	return sorted
}

// hostPeriod returns the length of the records that b, the beginning of a file
// of size bytes (or -1), is made of, or 0. It is the length by which the sorts of
// bytes are described in the fewest bits, if each place of the record has
// frequencies of its own.
func hostPeriod(b []byte, size int64, s hostcode.Scheme) int {
	const (
		enough  = 0.97 // of the bits that no record at all takes
		foreign = 24   // bits that a length must save which the file's is no multiple of
	)
	sorted := hostSorts(b, s)
	var share [64]float64
	for _, c := range sorted {
		share[c] += 1 / float64(len(sorted))
	}
	none := 0.0
	for _, c := range sorted {
		none -= math.Log2(share[c])
	}
	best, record := none*enough, 0
	for _, d := range hostPeriods(sorted, size) {
		bits := describe(sorted, d, &share, best*1.05)
		if size <= 0 || size%int64(d) > 2 {
			bits += foreign
		}
		// Several records are described a bit better than one if they happen to
		// be in an order.
		if bits < best && (record == 0 || d%record != 0 || bits < best*0.95) || record > 0 && record%d == 0 && bits < best*1.05 {
			best, record = min(bits, best), d
		}
	}
	return record
}

// describe returns how many bits sorted takes, cut into records of d, or limit if
// they are more.
func describe(sorted []uint8, d int, share *[64]float64, limit float64) (bits float64) {
	const prior = 0.5 // how many records the frequencies of the whole file stand for
	for at := range d {
		var seen [64]float64
		n, p := 0.0, 1.0
		for i := at; i < len(sorted); i += d {
			c := sorted[i]
			p *= (seen[c] + prior*share[c]) / (n + prior)
			if p < 1e-200 {
				bits -= math.Log2(p)
				p = 1
			}
			seen[c]++
			n++
		}
		if bits -= math.Log2(p); bits > limit {
			return bits
		}
	}
	return bits
}

// hostPeriods returns the lengths that are worth to be tried: those that the
// file's size is a multiple of, and those by which edges of fields recur.
func hostPeriods(sorted []uint8, size int64) []int {
	limit := min(hostRecord, len(sorted)/2)
	var lengths []int
	for d := minRecord; d <= limit; d++ {
		if size > 0 && size%int64(d) == 0 {
			lengths = append(lengths, d)
		}
	}
	const edgeLimit, most = 3000, 24
	var edges []int
	for i, c := range sorted {
		if c>>3 == 0 && c != 0 && len(edges) < edgeLimit { // after a blank
			edges = append(edges, i)
		}
	}
	same := make([]int, limit+1)
	for i, e := range edges {
		for _, f := range edges[i+1:] {
			if f-e > limit {
				break
			}
			if sorted[e] == sorted[f] {
				same[f-e]++
			}
		}
	}
	recur := make([]int, 0, limit)
	for d := minRecord; d <= limit; d++ {
		if same[d] > 1 {
			recur = append(recur, d)
		}
	}
	slices.SortStableFunc(recur, func(x, y int) int { return cmp.Compare(same[y], same[x]) })
	for _, d := range recur[:min(len(recur), most)] {
		if !slices.Contains(lengths, d) {
			lengths = append(lengths, d)
		}
	}
	return lengths
}

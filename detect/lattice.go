package detect

import "math"

// A lattice weighs all ways to divide a piece of Japanese into words, with the
// costs that IPADIC's makers learned from text (a conditional random field: the
// probability of a division falls with e to the power of its cost / 700), and
// tells how probable it is that a stretch is a person's name. Names that IPADIC
// does not know are in the lattice too, from the dictionaries of names.
//
// It takes some microseconds, so that it is asked only where the cheap
// questions leave a doubt, see prose.go.
type lattice struct {
	runes  [maxWindow]rune
	at     [maxWindow + 1]int32 // offset of each rune in the text, and of what follows the last
	n      int
	nodes  [maxNodes]latticeNode
	used   int
	starts [maxWindow + 2]int16 // index of the first node that starts at a rune: they lie in a row
	ends   [maxWindow + 1]int16 // the first of those that end there, -1: none
	total  float64
	spans  [maxSpans]latticeSpan
	nspans int
	codes  [3][maxWindow]uint16 // of the runes in lexLattice, lexNames, lexNames2
	here   classSums            // what meets at a rune,
	there  classSums            // and what came of it for each class on the other side
}

const (
	maxWindow = 48 // runes
	maxNodes  = 24 * maxWindow
	maxSpans  = 64
)

// A latticeNode is a word between two runes.
type latticeNode struct {
	class      uint16
	start, end uint8
	word       latticeWord
	next       int16 // the next node that ends at the same rune, -1: none
	weight     float64
	fore, back float64 // sums over all ways to the node, itself included, and from it on
}

// read takes the runes of text[lo:hi], at most maxWindow.
func (l *lattice) read(text []byte, lo, hi int) {
	l.n = 0
	for i := lo; i < hi && l.n < maxWindow; {
		r, w := runeAt(text[:hi], i)
		if variation(r) {
			i += w
			continue
		}
		l.runes[l.n], l.at[l.n] = r, int32(i)
		l.codes[0][l.n], l.codes[1][l.n], l.codes[2][l.n] = lexLattice.code(r), lexNames.code(r), lexNames2.code(r)
		l.n++
		i += w
		l.at[l.n] = int32(i)
	}
}

// weigh divides what was read and fills spans, ordered by start and end.
func (l *lattice) weigh() {
	c := loadCosts()
	l.used, l.nspans = 0, 0
	for i := range l.n + 1 {
		l.ends[i] = -1
	}
	for i := range l.n {
		l.starts[i] = int16(l.used)
		if i == 0 || l.ends[i] >= 0 {
			l.words(c, i)
			l.forward(c, i)
		}
	}
	l.starts[l.n], l.starts[l.n+1] = int16(l.used), int16(l.used)
	l.total = 0
	for k := l.ends[l.n]; k >= 0; k = l.nodes[k].next {
		l.total += l.nodes[k].fore * float64(c.follow[int(l.nodes[k].class)*c.classes+classEdge])
	}
	if l.total > 0 && !math.IsInf(l.total, 0) {
		l.backward(c)
		l.collect(c)
	}
}

// A classSum is the sum of all nodes of one class at a place: most places have
// twice as many nodes as classes.
type classSum struct {
	class uint16
	sum   float64
}

// classSums holds the sums of a place, without order.
type classSums struct {
	list [maxNodes / maxWindow * 2]classSum
	n    int
}

func (s *classSums) add(class uint16, v float64) {
	for i := range s.n {
		if s.list[i].class == class {
			s.list[i].sum += v
			return
		}
	}
	if s.n < len(s.list) {
		s.list[s.n] = classSum{class, v}
		s.n++
	}
}

func (s *classSums) of(class uint16) (v float64, ok bool) {
	for i := range s.n {
		if s.list[i].class == class {
			return s.list[i].sum, true
		}
	}
	return 0, false
}

// forward sums the ways to the nodes that start at rune i.
func (l *lattice) forward(c *latticeCosts, i int) {
	before, known := &l.here, &l.there
	before.n, known.n = 0, 0
	if i == 0 {
		before.add(classEdge, 1)
	}
	for k := l.ends[i]; k >= 0; k = l.nodes[k].next {
		before.add(l.nodes[k].class, l.nodes[k].fore)
	}
	for k := int(l.starts[i]); k < l.used; k++ {
		nd := &l.nodes[k]
		in, ok := known.of(nd.class)
		if !ok {
			for _, b := range before.list[:before.n] {
				in += b.sum * float64(c.follow[int(b.class)*c.classes+int(nd.class)])
			}
			known.add(nd.class, in)
		}
		nd.fore = in * nd.weight
	}
}

// backward sums the ways from each node to the end.
func (l *lattice) backward(c *latticeCosts) {
	for i := l.n; i > 0; i-- {
		after, known := &l.here, &l.there
		after.n, known.n = 0, 0
		if i == l.n {
			after.add(classEdge, 1)
		}
		for k := l.starts[i]; k < l.starts[i+1]; k++ {
			after.add(l.nodes[k].class, l.nodes[k].weight*l.nodes[k].back)
		}
		for k := l.ends[i]; k >= 0; k = l.nodes[k].next {
			nd := &l.nodes[k]
			out, ok := known.of(nd.class)
			if !ok {
				row := c.follow[int(nd.class)*c.classes:][:c.classes]
				for _, a := range after.list[:after.n] {
					out += float64(row[a.class]) * a.sum
				}
				known.add(nd.class, out)
			}
			nd.back = out
		}
	}
}

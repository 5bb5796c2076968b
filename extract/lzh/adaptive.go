package lzh

import "github.com/shikiri/shikiri/extract/huffman"

const (
	adaptiveChars = 314 // characters and lengths of copies, 3 to 60
	adaptiveNodes = 2*adaptiveChars - 1
	adaptiveRoot  = adaptiveNodes - 1
	adaptiveMost  = 0x8000 // weight of the root at which all weights are halved
)

// adaptiveDistances are how many codes of each length, from 3 bits, tell the
// upper six bits of a distance.
var adaptiveDistances = [...]int{1, 3, 8, 12, 24, 16}

// adaptive are the tokens of lh1: a Huffman tree that learns from what it told,
// and a fixed code for the upper bits of distances.
//
// Nodes are ordered by weight, two with one parent beside each other. The
// children of node i are child[i] and child[i]+1; from adaptiveNodes on it is a
// character.
type adaptive struct {
	*huffman.Bits
	weight   [adaptiveNodes + 1]uint16
	child    [adaptiveNodes]uint16
	parent   [adaptiveNodes + adaptiveChars]uint16
	distance huffman.Code
}

func newAdaptive(b *huffman.Bits) *adaptive {
	t := &adaptive{Bits: b}
	for i := range adaptiveChars {
		t.weight[i], t.child[i] = 1, uint16(adaptiveNodes+i)
	}
	for i, j := 0, adaptiveChars; j < adaptiveNodes; i, j = i+2, j+1 {
		t.weight[j], t.child[j] = t.weight[i]+t.weight[i+1], uint16(i)
	}
	t.weight[adaptiveNodes] = 0xffff // behind the root: heavier than all
	t.join()
	var lengths []byte
	for i, n := range adaptiveDistances {
		for range n {
			lengths = append(lengths, byte(3+i))
		}
	}
	_ = t.distance.Build(lengths) // a full code
	return t
}

func (t *adaptive) window() []byte { return spaces(4 << 10) }

func (t *adaptive) next() (byte, int, int, error) {
	i := int(t.child[adaptiveRoot])
	for i < adaptiveNodes {
		i = int(t.child[i+t.Take(1)])
	}
	t.learn(i)
	c := i - adaptiveNodes
	if c < 256 {
		return byte(c), 0, 0, t.Fault()
	}
	high, err := t.distance.Next(t.Bits)
	if err != nil {
		return 0, 0, 0, err
	}
	return 0, c - 256 + minCopy, high<<6 + t.Take(6) + 1, t.Fault()
}

// learn adds to the weight of a character and of all nodes above it. A node that
// gets heavier than those behind it changes places with the last of these.
func (t *adaptive) learn(char int) {
	if t.weight[adaptiveRoot] == adaptiveMost {
		t.halve()
	}
	for i := int(t.parent[char]); ; i = int(t.parent[i]) {
		t.weight[i]++
		w, j := t.weight[i], i
		for w > t.weight[j+1] {
			j++
		}
		if j > i {
			t.weight[i], t.weight[j] = t.weight[j], w
			t.child[i], t.child[j] = t.child[j], t.child[i]
			t.adopt(i)
			t.adopt(j)
			i = j
		}
		if i == adaptiveRoot {
			return
		}
	}
}

// adopt tells the children of node i who their parent is.
func (t *adaptive) adopt(i int) {
	c := int(t.child[i])
	t.parent[c] = uint16(i)
	if c < adaptiveNodes {
		t.parent[c+1] = uint16(i)
	}
}

func (t *adaptive) join() {
	for i := range t.child {
		t.adopt(i)
	}
}

// halve halves the weights of characters and builds the tree over them anew.
func (t *adaptive) halve() {
	n := 0
	for i, c := range t.child {
		if c >= adaptiveNodes {
			t.weight[n], t.child[n] = (t.weight[i]+1)/2, c
			n++
		}
	}
	for i, j := 0, n; j < adaptiveNodes; i, j = i+2, j+1 {
		w, at := t.weight[i]+t.weight[i+1], j
		for at > 0 && w < t.weight[at-1] {
			t.weight[at], t.child[at] = t.weight[at-1], t.child[at-1]
			at--
		}
		t.weight[at], t.child[at] = w, uint16(i)
	}
	t.join()
}

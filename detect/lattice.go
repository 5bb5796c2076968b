package detect

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sync"
)

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

// A latticeWord says what kind of word a node is.
type latticeWord uint8

const (
	otherWord latticeWord = iota
	surname1              // of IPADIC or list 1
	surname2              // of list 2
	given1
	given2
	givenUnknown // one or two kanji that may be any given name
	person       // IPADIC's names of persons that are neither: 家康
)

// A latticeSpan is a stretch of runes that may be a name.
type latticeSpan struct {
	start, mid, end uint8 // the given name begins at mid; mid is end if there is one word only
	form            nameForm
	p               float64 // the probability that it is one, summed over all ways to read it as one
	best            float64 // that of form alone
}

// A nameForm says of which words a span consists.
type nameForm uint8

const (
	fullName11    nameForm = iota // surname and given name of list 1 or IPADIC
	fullName12                    // the given name of list 2
	fullName21                    // the surname
	fullName22                    // both
	unknownGiven1                 // surname of list 1 and kanji that no list has
	unknownGiven2
	aloneSurname1
	aloneSurname2
	aloneGiven1
	aloneGiven2
	alonePerson
	nameForms
)

// The classes of IPADIC that are named here, as gen/data/classes.tsv numbers
// them.
const (
	classEdge         = 0 // BOS/EOS
	classSymbol       = 5
	classNoun         = 330
	classProper       = 333
	classPerson       = 334
	classSurname      = 335
	classGiven        = 336
	classOrganization = 337
	classPlace        = 338
	classNumber       = 340
)

// Costs of names that IPADIC does not have. Its own unknown to its makers'
// texts cost 7,620 as surname and 8,462 as given name; at those, list 2 finds a
// name in every second word.
const (
	costSurname1     = 9000
	costGiven1       = 10000
	costSurname2     = 12500
	costGiven2       = 11500
	costGivenUnknown = 17000
)

// An unknownWord is a row of IPADIC's unk.def.
type unknownWord struct {
	class uint16
	cost  int
}

var (
	unknownKanji    = []unknownWord{{classNoun, 11426}, {classOrganization, 12649}, {classProper, 15295}, {classPlace, 17611}}
	unknownHiragana = []unknownWord{{classNoun, 13069}, {classOrganization, 14761}}
	unknownKatakana = []unknownWord{{classNoun, 9461}, {classOrganization, 10922}, {classProper, 10521}}
	unknownLetters  = []unknownWord{{classNoun, 13398}, {classOrganization, 13835}}
	unknownDigits   = []unknownWord{{classNumber, 27386}}
	unknownSymbol   = []unknownWord{{classSymbol, 4769}}
)

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

// put adds a word from rune i to rune end.
func (l *lattice) put(c *latticeCosts, i, end int, class uint16, cost int, w latticeWord) {
	if l.used == maxNodes {
		return
	}
	l.nodes[l.used] = latticeNode{
		class: class, start: uint8(i), end: uint8(end), word: w,
		weight: c.weightOf(cost) * runeScales[end-i], next: l.ends[end],
	}
	l.ends[end] = int16(l.used)
	l.used++
}

// words adds the words that begin at rune i.
func (l *lattice) words(c *latticeCosts, i int) {
	var surnames, givens uint64 // bits of the ends that IPADIC has a name to
	found := false
	state, word, ok := uint32(0), false, false
	for j := i; j < l.n; j++ {
		if state, word, ok = lexLattice.step(state, l.codes[0][j]); !ok {
			break
		}
		if !word {
			continue
		}
		found = true
		for at := 4 * lexLattice.value(state); ; at += 4 {
			e := binary.LittleEndian.Uint32(c.entries[at:])
			class, kind := uint16(e&0x7FFF), otherWord
			switch class {
			case classSurname:
				kind = surname1
				surnames |= 1 << (j + 1)
			case classGiven:
				kind = given1
				givens |= 1 << (j + 1)
			case classPerson:
				kind = person
			}
			l.put(c, i, j+1, class, int(int16(e>>16)), kind)
			if e>>15&1 != 0 {
				break
			}
		}
	}
	s, g := l.names(c, i, 1, &lexNames, surnames, givens)
	l.names(c, i, 2, &lexNames2, surnames|s, givens|g)
	l.unknown(c, i, found, givens|g)
}

// names adds the names of a list that begin at rune i, but those that end where
// another list has one, and returns where they end.
func (l *lattice) names(c *latticeCosts, i, list int, t *trie, surnames, givens uint64) (s, g uint64) {
	surname, given, kinds, costs := uint32(lexSurname), uint32(lexGiven), [2]latticeWord{surname1, given1}, [2]int{costSurname1, costGiven1}
	if list == 2 {
		surname, given, kinds, costs = lexSurname2, lexGiven2, [2]latticeWord{surname2, given2}, [2]int{costSurname2, costGiven2}
	}
	state, word, ok := uint32(0), false, false
	for j := i; j < l.n; j++ {
		if state, word, ok = t.step(state, l.codes[list][j]); !ok {
			break
		}
		if !word {
			continue
		}
		v := t.value(state)
		if v&surname != 0 && surnames>>(j+1)&1 == 0 {
			l.put(c, i, j+1, classSurname, costs[0], kinds[0])
			s |= 1 << (j + 1)
		}
		if v&given != 0 && givens>>(j+1)&1 == 0 && (v&lexKanaGiven == 0 || list == 1 && j > i) {
			l.put(c, i, j+1, classGiven, costs[1], kinds[1])
			g |= 1 << (j + 1)
		}
	}
	return s, g
}

// unknown adds what may be a word that no dictionary has, as IPADIC's char.def
// says: a run of katakana, letters or digits always, else if nothing was found.
func (l *lattice) unknown(c *latticeCosts, i int, found bool, givens uint64) {
	sc := l.scriptAt(i)
	run := i + 1
	for run < l.n && l.scriptAt(run) == sc {
		run++
	}
	all := func(end int, words []unknownWord) {
		for _, w := range words {
			l.put(c, i, end, w.class, w.cost, otherWord)
		}
	}
	switch sc {
	case kanji:
		for end := i + 1; end <= min(i+2, run); end++ {
			if !found {
				all(end, unknownKanji)
			}
			if i > 0 && givens>>end&1 == 0 && l.surnameEnds(i) {
				l.put(c, i, end, classGiven, costGivenUnknown, givenUnknown)
			}
		}
	case hiragana:
		if !found {
			all(i+1, unknownHiragana)
			if run > i+1 {
				all(i+2, unknownHiragana)
			}
		}
	case katakana:
		all(run, unknownKatakana)
		if !found && run > i+1 {
			all(i+1, unknownKatakana)
		}
	case wideLetter:
		all(run, unknownLetters)
	case wideDigit:
		all(run, unknownDigits)
	default:
		if !found {
			all(i+1, unknownSymbol)
		}
	}
}

// surnameEnds reports whether a surname ends at rune i.
func (l *lattice) surnameEnds(i int) bool {
	for k := l.ends[i]; k >= 0; k = l.nodes[k].next {
		if w := l.nodes[k].word; w == surname1 || w == surname2 {
			return true
		}
	}
	return false
}

// scriptAt is scriptOf with ASCII letters and digits among the wide ones.
func (l *lattice) scriptAt(i int) script {
	r := l.runes[i]
	switch {
	case r < 0x80 && isLetter(byte(r)):
		return wideLetter
	case r < 0x80 && isDigit(byte(r)):
		return wideDigit
	}
	return scriptOf(r)
}

// A classSum is the sum of all nodes of one class at a place: most places have
// twice as many nodes as classes.
type classSum struct {
	class uint16
	sum   float64
}

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

// leastProbable is the probability below which nothing makes a span a name.
const leastProbable = 0.005

// collect gathers the spans that are names in some of the ways.
func (l *lattice) collect(c *latticeCosts) {
	follow := float64(c.follow[classSurname*c.classes+classGiven])
	for k := range l.used {
		a := &l.nodes[k]
		alone := nameForms
		switch a.word {
		case surname1, surname2:
			alone = aloneSurname1 + nameForm(a.word-surname1)
			for m := l.starts[a.end]; m < l.starts[a.end+1]; m++ {
				b := &l.nodes[m]
				if b.word < given1 || b.word > givenUnknown {
					continue
				}
				form := fullName11
				if b.word == givenUnknown {
					form = unknownGiven1 + nameForm(a.word-surname1)
				} else {
					form += 2*nameForm(a.word-surname1) + nameForm(b.word-given1)
				}
				l.span(a.start, a.end, b.end, form, a.fore*follow*b.weight*b.back)
			}
		case given1, given2:
			alone = aloneGiven1 + nameForm(a.word-given1)
		case person:
			alone = alonePerson
		}
		if alone < nameForms {
			l.span(a.start, a.end, a.end, alone, a.fore*a.back)
		}
	}
	l.sortSpans()
}

// span adds p of l.total to the span from start to end.
func (l *lattice) span(start, mid, end uint8, form nameForm, p float64) {
	if p /= l.total; p < leastProbable {
		return
	}
	for i := range l.nspans {
		if s := &l.spans[i]; s.start == start && s.end == end {
			if s.p += p; p > s.best {
				s.best, s.form, s.mid = p, form, mid
			}
			return
		}
	}
	if l.nspans < maxSpans {
		l.spans[l.nspans] = latticeSpan{start, mid, end, form, p, p}
		l.nspans++
	}
}

func (l *lattice) sortSpans() {
	for i := 1; i < l.nspans; i++ { // few, and nearly sorted
		for j := i; j > 0 && (l.spans[j].start < l.spans[j-1].start || l.spans[j].start == l.spans[j-1].start && l.spans[j].end < l.spans[j-1].end); j-- {
			l.spans[j], l.spans[j-1] = l.spans[j-1], l.spans[j]
		}
	}
}

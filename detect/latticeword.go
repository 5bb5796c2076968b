package detect

import "encoding/binary"

// The words that a lattice is made of: those of IPADIC, names that it lacks, and
// words that nobody knows.

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

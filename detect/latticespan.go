package detect

// What the lattice is for: the stretches that are names in some of the ways to
// divide a clause.

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

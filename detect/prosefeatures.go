package detect

import "math"

// A features is what speaks for and against a span being a name: weights to be
// added up, and the log odds that the lattice gives, with their own weight.
type features struct {
	list  [12]uint16
	n     int
	group nameGroup
	logit float64
}

// A nameGroup is forms that are judged alike.
type nameGroup uint8

const (
	groupFull nameGroup = iota
	groupUnknown
	groupSurname
	groupGiven
	nameGroups
)

var groupOf = [nameForms]nameGroup{
	unknownGiven1: groupUnknown, unknownGiven2: groupUnknown,
	aloneSurname1: groupSurname, aloneSurname2: groupSurname,
	aloneGiven1: groupGiven, aloneGiven2: groupGiven, alonePerson: groupGiven,
}

// Where the weights of each kind of feature stand in proseWeights.
const (
	featureForm   = 0
	featureAfter  = featureForm + int(nameForms)
	featureBefore = featureAfter + int(nameGroups)*int(afters)
	featureRunes  = featureBefore + int(nameGroups)*int(befores)
	featureQuoted = featureRunes + int(nameGroups)*maxNameRunes
	featureDots   = featureQuoted + int(nameGroups) // another name beyond a ・
	featureCommas = featureDots + int(nameGroups)   // another name beyond a 、 or と
	featureKnown  = featureCommas + int(nameGroups) // the surname of somebody named before
	featureKana   = featureKnown + 1                // one word, not in kanji
	featurePhrase = featureKana + 1                 // ordinary words
	featureCommon = featurePhrase + int(nameGroups) // how common the surname is
	featureCount  = featureCommon + int(nameGroups)*3
	maxNameRunes  = 7 // longer ones count as this long
)

func (f *features) add(at int) {
	f.list[f.n] = uint16(at)
	f.n++
}

// score returns the log odds.
func (f *features) score() float64 {
	sum := float64(proseBias) + float64(proseSlopes[f.group])*f.logit
	for _, at := range f.list[:f.n] {
		sum += float64(proseWeights[at])
	}
	return sum / 100
}

// features fills f with what is known of span k.
func (s *Scanner) features(f *features, k, lo, hi int) {
	l, text := &s.prose.lattice, s.c.Text
	sp := &l.spans[k]
	start, end := int(l.at[sp.start]), int(l.at[sp.end])
	g := groupOf[sp.form]
	p := min(max(sp.p, 1e-4), 1-1e-4)
	f.group, f.logit = g, math.Log(p/(1-p))
	f.add(featureForm + int(sp.form))
	f.add(featureAfter + int(g)*int(afters) + int(afterAt(text, end, hi)))
	f.add(featureBefore + int(g)*int(befores) + int(beforeAt(text, lo, start)))
	f.add(featureRunes + int(g)*maxNameRunes + min(int(sp.end-sp.start), maxNameRunes) - 1)
	if quoted(text, lo, start) {
		f.add(featureQuoted + int(g))
	}
	if l.listed(sp, '・', '・') {
		f.add(featureDots + int(g))
	}
	if l.listed(sp, '、', 'と') {
		f.add(featureCommas + int(g))
	}
	if g == groupSurname && s.knownAlone(sp) {
		f.add(featureKnown)
	}
	f.add(featureCommon + 3*int(g) + l.common(sp))
	if isPhrase(text[start:end]) {
		f.add(featurePhrase + int(g))
	}
	if (g == groupSurname || g == groupGiven) && scriptOf(l.runes[sp.start]) != kanji {
		f.add(featureKana)
	}
}

// knownAlone reports whether a span is one word by which somebody was named
// before in the file, and no part of a full name.
func (s *Scanner) knownAlone(sp *latticeSpan) bool {
	l := &s.prose.lattice
	return sp.end-sp.start > 1 && sp.mid == sp.end && s.prose.known.has(l.runes[sp.start:sp.end]) && !l.insideFullName(sp)
}

// common returns 0 if the first word of a span is no surname that JUMAN's corpus
// has counted, 1 if it is, 2 if it is one of the some 300 commonest.
func (l *lattice) common(sp *latticeSpan) int {
	v, _ := lookupRunes(&lexNames, l.runes[sp.start:sp.mid])
	switch w := lexSurnameWeight(v); {
	case w == 0:
		return 0
	case w < 45:
		return 1
	}
	return 2
}

// listed reports whether another probable name stands beside a span, with a or
// b between them.
func (l *lattice) listed(sp *latticeSpan, a, b rune) bool {
	for k := range l.nspans {
		o := &l.spans[k]
		if o.p < 0.3 {
			continue
		}
		if o.end+1 == sp.start && (l.runes[o.end] == a || l.runes[o.end] == b) || sp.end+1 == o.start && (l.runes[sp.end] == a || l.runes[sp.end] == b) {
			return true
		}
	}
	return false
}

// insideFullName reports whether a span is part of what is more probably a
// surname and a given name.
func (l *lattice) insideFullName(sp *latticeSpan) bool {
	for k := range l.nspans {
		if o := &l.spans[k]; groupOf[o.form] == groupFull && o.start <= sp.start && o.end >= sp.end && o.p > 0.5 {
			return true
		}
	}
	return false
}

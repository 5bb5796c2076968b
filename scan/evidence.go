package scan

import "math"

// sure reports whether one file of a pair is surely a copy of the other, or of a
// part of it. Nine of ten names of the smaller one must be in both. In a small
// file, or one of surnames, that may be chance: then most must agree in something
// else, or the files be nearly the same.
func (p *pairing) sure(g uint32, q *pair) bool {
	a, b := p.census.tallies[g].names, p.census.tallies[q.original].names
	small, large := min(a, b), max(a, b)
	switch {
	case q.names*10 < small*9:
		return false
	case 2*q.agree > q.names:
		return true
	case small < fewPeople:
		return false
	case q.agree >= smallFile:
		return true
	case 2*q.short > q.names:
		return small >= 2*smallFile && q.names*20 >= large*19
	}
	return p.noChance(g, q, small, large)
}

const (
	fewPeople = 8  // may be the same in two files that are otherwise about others
	smallFile = 20 // says little if some of the names are not the same
)

// noChance reports whether it is no chance that so many of the names of a list of
// a size are in another file: less than one in a million, by the bound of
// Chernoff.
func (p *pairing) noChance(g uint32, q *pair, small, large uint32) bool {
	variety := varietyOf(p.census.distinct, p.census.namesakes)
	for _, group := range [...]uint32{g, q.original} {
		t := &p.census.tallies[group]
		variety = min(variety, varietyOf(int64(t.people), int64(t.alike)))
	}
	c := float64(q.names) / float64(small)
	chance := float64(large) / (float64(large) + variety)
	if c <= chance {
		return false
	}
	d := c * math.Log(c/chance)
	if c < 1 {
		d += (1 - c) * math.Log((1-c)/(1-chance))
	}
	return d*float64(small) >= 6*math.Ln10
}

// varietyOf is among how many people every second one has a namesake. With
// Japanese names that is some 100,000; where there are few different names it
// shows in how many of the people have one.
func varietyOf(people, namesakes int64) float64 {
	const usual = 100_000
	if namesakes == 0 {
		return usual
	}
	return min(usual, float64(people)*float64(people-namesakes+1)/float64(namesakes))
}

// part reports whether enough of a file is of an original to take it for one of
// several that the file was put together from.
func (p *pairing) part(g uint32, q *pair) bool {
	t := &p.census.tallies[g]
	switch {
	case q.names < max(smallFile, t.names/20):
		return false
	case q.agree*10 >= q.names*9:
		return true
	}
	// By names alone: two or three originals at most.
	return q.short == 0 && q.names*4 >= t.names && p.noChance(g, q, t.names, p.census.tallies[q.original].names)
}

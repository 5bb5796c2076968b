package report

import "slices"

// A linked is links that are of the same machines.
type linked struct {
	links []link
	seen  []sighting // of all, sorted
	gone  bool       // into another
}

func (g *linked) add(l link) {
	g.links = append(g.links, l)
	for _, s := range l.seen {
		g.seen = insert(g.seen, s, compareSightings)
	}
}

// joining puts links together. at has those that are at a sighting, so that only
// they are compared.
type joining struct {
	all []*linked
	at  map[sighting][]*linked
}

// joined puts links together that are of the same machines. Proofs are, if what
// they share lies in two zones: a key that answers at an IPv6 address, too, and a
// certificate that does not. A weak link is told only where none is that says the
// same of these machines and more.
func joined(links []link) [][]link {
	j := &joining{at: map[sighting][]*linked{}}
	slices.SortFunc(links, compareLinks)
	for _, l := range links {
		if l.strength == BridgeProof {
			j.proof(l)
		}
	}
	slices.SortStableFunc(links, func(a, b link) int { return len(b.seen) - len(a.seen) })
	for _, l := range links {
		if l.strength == BridgeWeak {
			j.weak(l)
		}
	}
	var groups [][]link
	for _, g := range j.all {
		if !g.gone {
			groups = append(groups, g.links)
		}
	}
	return groups
}

// proof adds a link to those that it shares machines with, which become one.
func (j *joining) proof(l link) {
	g := &linked{}
	g.add(l)
	for _, s := range l.seen {
		for _, other := range j.at[s] {
			if other.gone || !slices.ContainsFunc(other.links, func(o link) bool { return spansBoth(o.seen, l.seen) }) {
				continue
			}
			other.gone = true
			for _, o := range other.links {
				g.add(o)
			}
		}
	}
	j.keep(g)
}

// weak adds a link to the first that has all its machines, or begins another.
func (j *joining) weak(l link) {
	for _, g := range j.at[l.seen[0]] {
		if !g.gone && holds(g.seen, l.seen) {
			g.links = append(g.links, l)
			return
		}
	}
	g := &linked{}
	g.add(l)
	j.keep(g)
}

func (j *joining) keep(g *linked) {
	j.all = append(j.all, g)
	for _, s := range g.seen {
		j.at[s] = append(slices.DeleteFunc(j.at[s], func(o *linked) bool { return o.gone }), g)
	}
}

// spansBoth reports whether what is in both lies in two zones.
func spansBoth(a, b []sighting) bool {
	var both []sighting
	for _, s := range a {
		if _, has := slices.BinarySearchFunc(b, s, compareSightings); has {
			both = append(both, s)
		}
	}
	return len(both) > 1 && spans(both)
}

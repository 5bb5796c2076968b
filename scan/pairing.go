package scan

import (
	"cmp"
	"math"
	"slices"
)

// A pairing finds the files in open zones whose people are those of files in
// closed ones, in two readings of the crowd. The first finds candidates: it looks
// where else a sample of each file's names is. The second counts who is in both
// files of each pair.
type pairing struct {
	crowd  *crowd
	census *census
	shares []Share
	rank   []uint32 // of each group, by size and place, from 1; 0: it takes no part
	order  []uint32 // the groups by rank
	most   int      // candidates of a file
	near   int      // files that a name is looked up in, of those that have it
	hits   [][]hit  // by group of the open zones
	pairs  [][]pair // the same, the best first
	masks  []map[uint32]uint32
	open   []nameRun
	closed []nameRun
}

// A hit is how many sampled names of a file are in its original, and how many of
// the original's are in the file.
type hit struct {
	original uint32
	of, in   uint16
}

// A pair is what a file and its original have in common. masks counts the names
// of a file by the pairs they are in, as bits.
type pair struct {
	original uint32
	names    uint32
	people   uint32
	agree    uint32 // names with something else that is the same
	short    uint32 // surnames alone
}

// A nameRun is the sightings of one name in one file.
type nameRun struct {
	group uint32
	seen  []sighting
}

const (
	sampleSize = 64 // names of a file that are looked up
	minPeople  = 3  // who are no coincidence
	maxPairs   = 1 << 20
	// maxOriginals bounds how many originals a file has. They are bits of a mask.
	maxOriginals = 32
	maxMasks     = 64
)

// newPairing returns nil if there is nothing to compare.
func newPairing(c *crowd, n *census, shares []Share) *pairing {
	p := &pairing{crowd: c, census: n, shares: shares}
	open := 0
	for g := range n.tallies {
		if n.tallies[g].names < minPeople {
			continue
		}
		p.order = append(p.order, uint32(g))
		if !p.isClosed(uint32(g)) {
			open++
		}
	}
	if open == 0 || open == len(p.order) {
		return nil
	}
	slices.SortFunc(p.order, p.compare)
	p.rank = make([]uint32, len(c.groups))
	for i, g := range p.order {
		p.rank[g] = uint32(i + 1)
	}
	p.most = min(max(4, maxPairs/open), maxOriginals)
	p.near = 2 * p.most
	p.hits = make([][]hit, len(c.groups))
	return p
}

func (p *pairing) isClosed(group uint32) bool {
	z := p.census.zoning
	return z.closed[z.of[p.crowd.groups[group].share]]
}

// compare orders groups by how many names they have, then by place.
func (p *pairing) compare(a, b uint32) int {
	if d := cmp.Compare(p.census.tallies[a].names, p.census.tallies[b].names); d != 0 {
		return d
	}
	return p.crowd.groups[a].compare(&p.crowd.groups[b])
}

func (h *holding) compare(o *holding) int {
	return cmp.Or(cmp.Compare(h.share, o.share), cmp.Compare(h.path, o.path), cmp.Compare(h.member, o.member))
}

// take finds the pairs.
func (p *pairing) take() error {
	if err := p.crowd.each(p.sample); err != nil {
		return err
	}
	p.choose()
	return p.crowd.each(p.count)
}

// sample looks up one name for the files of whose samples it is.
func (p *pairing) sample(seen []sighting) {
	if !p.split(seen) {
		return
	}
	h := seen[0].name[1] * 0x9E3779B97F4A7C15
	h = (h ^ h>>32) * 0xD6E8FEB86659FD93
	for i := range p.open {
		if r := &p.open[i]; p.sampled(r.group, h) {
			for _, o := range p.nearest(p.closed, r.group) {
				if alike(r.seen, o.seen) {
					p.hit(r.group, o.group).of++
				}
			}
		}
	}
	for i := range p.closed {
		if o := &p.closed[i]; p.sampled(o.group, h) {
			for _, r := range p.nearest(p.open, o.group) {
				if alike(r.seen, o.seen) {
					p.hit(r.group, o.group).in++
				}
			}
		}
	}
}

// sampled reports whether a name is of the sample of a file: the same names are
// of the samples of two files as far as the smaller one allows.
func (p *pairing) sampled(group uint32, h uint64) bool {
	n := uint64(p.census.tallies[group].names)
	return n <= sampleSize || h <= math.MaxUint64/n*sampleSize
}

// nearest returns the files that are nearest to a group in size. Without a bound
// a common name in thousands of files would have each compared with each.
func (p *pairing) nearest(runs []nameRun, group uint32) []nameRun {
	if len(runs) <= p.near {
		return runs
	}
	i, _ := p.search(runs, group)
	from := min(max(0, i-p.near/2), len(runs)-p.near)
	return runs[from : from+p.near]
}

// search returns where the run of a group is among those of a name.
func (p *pairing) search(runs []nameRun, group uint32) (int, bool) {
	return slices.BinarySearchFunc(runs, p.rank[group], func(r nameRun, rank uint32) int { return cmp.Compare(p.rank[r.group], rank) })
}

// hit returns the hits of a file in an original. Where there are too many
// originals the weaker half is forgotten.
func (p *pairing) hit(group, original uint32) *hit {
	all := p.hits[group]
	for i := range all {
		if all[i].original == original {
			return &all[i]
		}
	}
	if len(all) >= 2*p.most {
		p.sortHits(group)
		all = all[:p.most]
	}
	all = append(all, hit{original: original})
	p.hits[group] = all
	return &all[len(all)-1]
}

// sortHits puts the best originals of a file first, of those that are as good
// the nearest in size.
func (p *pairing) sortHits(group uint32) {
	slices.SortFunc(p.hits[group], func(a, b hit) int {
		return cmp.Or(cmp.Compare(p.score(group, b), p.score(group, a)),
			cmp.Compare(p.distance(group, a.original), p.distance(group, b.original)), cmp.Compare(p.rank[a.original], p.rank[b.original]))
	})
}

// score is the greater part of a sample that was found on the other side.
func (p *pairing) score(group uint32, h hit) float64 {
	return max(float64(h.of)/p.samples(group), float64(h.in)/p.samples(h.original))
}

// samples is how many names of a group are looked up, on average.
func (p *pairing) samples(group uint32) float64 {
	return float64(min(p.census.tallies[group].names, sampleSize))
}

// distance is how far two groups are apart in size.
func (p *pairing) distance(a, b uint32) float64 {
	return math.Abs(math.Log(float64(p.census.tallies[a].names)) - math.Log(float64(p.census.tallies[b].names)))
}

// choose makes pairs of the hits that are worth counting.
func (p *pairing) choose() {
	p.pairs = make([][]pair, len(p.hits))
	p.masks = make([]map[uint32]uint32, len(p.hits))
	for g := range p.hits {
		group := uint32(g)
		p.sortHits(group)
		for _, h := range p.hits[g][:min(len(p.hits[g]), p.most)] {
			// A part of a large file may be all that came from this original.
			if !p.oneFile(group, h.original) && (p.score(group, h) >= 0.25 || p.census.tallies[g].names >= minMixed && h.of >= 4) {
				p.pairs[g] = append(p.pairs[g], pair{original: h.original})
			}
		}
		if len(p.pairs[g]) > 1 {
			p.masks[g] = make(map[uint32]uint32)
		}
	}
	p.hits = nil
}

// oneFile reports whether two groups are the same file, on a share that lies in
// two zones.
func (p *pairing) oneFile(a, b uint32) bool {
	h, o := &p.crowd.groups[a], &p.crowd.groups[b]
	return p.shares[h.share].URL == p.shares[o.share].URL && h.path == o.path && h.member == o.member
}

// count counts one name in all pairs of files that have it.
func (p *pairing) count(seen []sighting) {
	if !p.split(seen) {
		return
	}
	for _, r := range p.open {
		mask := uint32(0)
		for i := range p.pairs[r.group] {
			if at, ok := p.search(p.closed, p.pairs[r.group][i].original); ok && p.pairs[r.group][i].add(p.census, r.seen, p.closed[at].seen) {
				mask |= 1 << i
			}
		}
		if m := p.masks[r.group]; m != nil && mask != 0 {
			if _, ok := m[mask]; !ok && len(m) >= maxMasks {
				mask &= -mask
			}
			m[mask]++
		}
	}
}

// add counts a name of two files. It reports whether some of its people are in
// both.
func (q *pair) add(n *census, a, b []sighting) bool {
	both := 1
	agree := shareTrait(a, b)
	if len(a) > 1 || len(b) > 1 {
		both = min(n.inBoth(b, a), n.count.people(a))
	} else if !agree && !alike(a, b) {
		both = 0
	}
	if both == 0 {
		return false
	}
	q.names++
	q.people += uint32(both)
	switch {
	case agree || a[0].sole:
		q.agree++
	case a[0].short:
		q.short++
	}
	return true
}

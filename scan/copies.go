package scan

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shikiri/shikiri/report"
)

// minMixed is how many names a file has at least that may be put together from
// parts of several originals.
const minMixed = 40

// maxCopies bounds the copies of a report: 20,000 take some 10 MB.
const maxCopies = 20_000

// tellCopies lists the files in open zones whose people are those of files in
// closed ones. urls and zones are those of the shares.
func (n *census) tellCopies(run *report.Run, c *crowd, shares []Share) error {
	p := newPairing(c, n, shares)
	if p == nil {
		return nil
	}
	if err := p.take(); err != nil {
		return err
	}
	place := func(g uint32) report.Place {
		h := &c.groups[g]
		return report.Place{Share: shares[h.share].URL, Zone: shares[h.share].Zone, Client: c.clients[h.client], Path: h.path, Member: h.member}
	}
	left, many := 0, 0
	for _, g := range p.byPeople() {
		chosen := p.originals(g)
		if len(chosen) >= p.most {
			many++
		}
		for _, q := range chosen {
			if len(run.Copies) == maxCopies {
				left++
				continue
			}
			r := p.copyOf(g, q)
			r.Original, r.Copy = place(q.original), place(g)
			run.Copies = append(run.Copies, r)
		}
	}
	if left > 0 {
		run.Warnings = append(run.Warnings, fmt.Sprintf("more than %d copies: %d, those with the fewest people, are not listed", maxCopies, left))
	}
	if many > 0 {
		run.Warnings = append(run.Warnings, fmt.Sprintf("%d files have the people of %d originals or more: of each no more are listed", many, p.most))
	}
	sortCopies(run.Copies)
	return nil
}

func sortCopies(all []report.Copy) {
	slices.SortFunc(all, func(a, b report.Copy) int {
		return cmp.Or(cmp.Compare(b.Both, a.Both), comparePlaces(&a.Copy, &b.Copy), comparePlaces(&a.Original, &b.Original))
	})
}

func comparePlaces(a, b *report.Place) int {
	return cmp.Or(cmp.Compare(a.Share, b.Share), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Member, b.Member), cmp.Compare(a.Zone, b.Zone))
}

// byPeople returns the files that have pairs, those with the most people first.
func (p *pairing) byPeople() []uint32 {
	var all []uint32
	for i := len(p.order) - 1; i >= 0; i-- {
		if g := p.order[i]; len(p.pairs[g]) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// originals returns the pairs of a file that make it a copy: of originals that
// explain the same people the one that is most like it.
func (p *pairing) originals(g uint32) []pair {
	t := &p.census.tallies[g]
	left := p.masks[g]
	var chosen []pair
	done, covered := uint32(0), uint32(0)
	pick := func(fits func(*pair) bool) {
		for {
			best, gain := -1, uint32(0)
			for i := range p.pairs[g] {
				q := &p.pairs[g][i]
				if done>>i&1 != 0 || !fits(q) {
					continue
				}
				more := q.names
				if left != nil {
					more = fresh(left, i, done)
				}
				if more*10 >= q.names && more > 0 && (best < 0 || p.nearer(g, q, &p.pairs[g][best]) < 0) {
					best, gain = i, more
				}
			}
			if best < 0 {
				return
			}
			done |= 1 << best
			covered += gain
			chosen = append(chosen, p.pairs[g][best])
		}
	}
	pick(func(q *pair) bool { return p.sure(g, q) })
	sure := len(chosen)
	if t.names >= minMixed && covered*10 < t.names*9 {
		pick(func(q *pair) bool { return p.part(g, q) })
		if covered*10 < t.names*9 {
			chosen = chosen[:sure]
		}
	}
	return chosen
}

// fresh returns how many names are in pair i and in none of those done.
func fresh(masks map[uint32]uint32, i int, done uint32) (n uint32) {
	for m, names := range masks {
		if m>>i&1 != 0 && m&done == 0 {
			n += names
		}
	}
	return n
}

// nearer orders pairs of a file: the more like it first, then by size and place.
func (p *pairing) nearer(g uint32, a, b *pair) int {
	return cmp.Or(cmp.Compare(p.likeness(g, b), p.likeness(g, a)), cmp.Compare(p.distance(g, a.original), p.distance(g, b.original)),
		p.crowd.groups[a.original].compare(&p.crowd.groups[b.original]))
}

// likeness is the part of the names of both files that are in both.
func (p *pairing) likeness(g uint32, q *pair) float64 {
	return float64(q.names) / float64(p.census.tallies[g].names+p.census.tallies[q.original].names-q.names)
}

// copyOf describes a pair. Where the files are compared by name only, namesakes
// who are told apart in one of them say nothing about the extent.
func (p *pairing) copyOf(g uint32, q pair) report.Copy {
	a, b := &p.census.tallies[g], &p.census.tallies[q.original]
	r := report.Copy{OriginalPeople: int64(b.people + b.nobody), CopyPeople: int64(a.people + a.nobody), Both: int64(q.people)}
	both, copied, original := q.names, a.names, b.names
	if 2*q.agree > q.names {
		both, copied, original = q.people, a.people, b.people
	}
	r.Extent = extent(both, copied, original)
	return r
}

// extent names what a copy has of its original. A few people may be read in one
// format and not in another.
func extent(both, copied, original uint32) string {
	switch {
	case both >= copied && both >= original:
		return "whole"
	case both >= copied:
		return "cut"
	case both >= original:
		return "within"
	case both*10 < original*9:
		return "cut"
	case both*10 >= copied*9:
		return "whole"
	}
	return "within"
}

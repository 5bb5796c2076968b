package scan

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/shikiri/shikiri/report"
)

// gatherKnown tells who of the lists was seen where: for each list the files by
// how many are certain.
func gatherKnown(run *report.Run, cfg *Config, people *census, c *crowd) error {
	if people.known == nil {
		return nil
	}
	for _, s := range people.known.sets {
		defer s.hits.Close()
		set := report.KnownSet{Name: s.Name, Client: s.Client, People: s.People, Made: s.Made, SHA256: s.SHA256}
		row := &knownRow{set: s, found: make([]uint64, (s.People+63)/64)}
		from := len(run.Known)
		err := s.hits.each(func(hit uint64) {
			if group := uint32(hit >> 32); group != row.group {
				row.end(run, cfg, people, c)
				row.group = group
			}
			row.take(hit)
		})
		if err != nil {
			return err
		}
		row.end(run, cfg, people, c)
		set.Found = row.people
		run.KnownSets = append(run.KnownSets, set)
		slices.SortFunc(run.Known[from:], compareKnown)
		if s.Unread {
			run.Warnings = append(run.Warnings, fmt.Sprintf("known people %s: parts of that list could not be read when it was fingerprinted: who stands there is not recognised", s.Name))
		}
		if s.Empty > 0 {
			run.Warnings = append(run.Warnings, fmt.Sprintf("known people %s: %d of %d rows of that list gave nobody when it was fingerprinted: who stands there is not recognised", s.Name, s.Empty, s.Rows))
		}
	}
	return nil
}

func compareKnown(a, b report.Known) int {
	return cmp.Or(cmp.Compare(b.Certain, a.Certain), cmp.Compare(b.ByName, a.ByName), cmp.Compare(a.Share, b.Share),
		cmp.Compare(a.Path, b.Path), cmp.Compare(a.Member, b.Member), cmp.Compare(a.Zone, b.Zone))
}

// A knownRow is the file in hand while hits are counted.
type knownRow struct {
	set     *knownSet
	group   uint32
	certain []uint32 // sorted
	byName  []uint32
	found   []uint64 // of the list, as bits
	people  int64    // in found
}

func (r *knownRow) take(hit uint64) {
	person := uint32(hit) &^ (1 << 31)
	if hit&(1<<31) == 0 {
		r.certain = append(r.certain, person)
		r.find(person)
	} else if _, met := slices.BinarySearch(r.certain, person); !met {
		r.byName = append(r.byName, person)
	}
}

func (r *knownRow) find(person uint32) {
	if bit := uint64(1) << (person % 64); r.found[person/64]&bit == 0 {
		r.found[person/64] |= bit
		r.people++
	}
}

// end adds the row of the file in hand to the run.
func (r *knownRow) end(run *report.Run, cfg *Config, count *census, c *crowd) {
	if r.group == 0 || len(r.certain)+len(r.byName) == 0 {
		return
	}
	h, people := &c.groups[r.group], &count.tallies[r.group]
	one := report.Known{
		Set: r.set.Name, SetClient: r.set.Client,
		Place:  report.Place{Share: cfg.Shares[h.share].URL, Zone: cfg.Shares[h.share].Zone, Client: c.clients[h.client], Path: h.path, Member: h.member},
		People: int64(people.people) + int64(people.nobody), Certain: int64(len(r.certain)), ByName: int64(len(r.byName)),
	}
	if one.Bulk = r.bulk(one.People); one.Bulk {
		for _, person := range r.byName {
			r.find(person)
		}
	}
	run.Known = append(run.Known, one)
	r.certain, r.byName = r.certain[:0], r.byName[:0]
}

// Names alone are near certain if there are at least bulkNames of them, they and
// who is certain are bulkShare of the file's people, and chance would have it once
// in e^bulkOdds files.
const (
	bulkNames = 20
	bulkShare = 0.9
	bulkOdds  = 13.8 // a million
)

// bulk reports whether so many of a file's people are on the list by their names
// alone that they are no namesakes.
//
// A list of a million has most of the common names, so that a share by itself
// proves nothing. How probable it is that a stranger's name is on the list is
// estimated from the list: it is the share of its people who have a namesake in
// it (Good and Turing; Good, Biometrika 40, 1953). How probable it is that as many
// of a file's names are is bounded by exp(-n D(share || chance)) (Chernoff 1952).
func (r *knownRow) bulk(people int64) bool {
	n, hit := float64(people)-float64(len(r.certain)), float64(len(r.byName))
	if hit < bulkNames || float64(len(r.byName)+len(r.certain)) < bulkShare*float64(people) {
		return false
	}
	share, chance := min(hit/n, 1), r.set.chance()
	if share <= chance {
		return false
	}
	odds := share * math.Log(share/chance)
	if share < 1 {
		odds += (1 - share) * math.Log((1-share)/(1-chance))
	}
	return n*odds > bulkOdds
}

// chance is the probability that the name of a stranger is on the list.
func (s *knownSet) chance() float64 {
	if s.People == 0 {
		return 1
	}
	return min(max(float64(s.Shared), 1)/float64(s.People), 1)
}

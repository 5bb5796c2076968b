package scan

import (
	"hash/maphash"
	"os"
	"slices"
	"sync"
)

// A crowd is all sightings of a run, each kept once. People are counted exactly
// in bounded memory: sightings are kept in parts by the name's fingerprint, what
// does not fit goes to a temporary file, which holds keyed fingerprints and
// nothing else, and at the end one part after another is counted.
//
// Sorting all sightings took five times as long.
type crowd struct {
	mu       sync.Mutex
	seed     maphash.Seed
	second   maphash.Seed
	dir      string
	limit    int // sightings in memory
	n        int
	parts    [crowdParts]part
	file     *os.File            // nil until something does not fit
	removed  bool                // its name is gone already
	size     int64               // of the file
	groups   []holding           // files and members that hold records; the first stands for none
	voided   map[uint32]struct{} // groups that do not count
	nameless uint64
	clients  []string
	byName   map[string]int
	err      error
	unique   unique
	sealed   bool
}

const (
	crowdParts = 256
	// crowdLimit keeps the crowd below some 60 MB, what slices have in reserve
	// and the indexes included.
	crowdLimit = 400_000
	// maxLot bounds how much of one part is counted at once. Only one name with more
	// sightings than that comes in several lots, and then people are told apart
	// within each.
	maxLot = 250_000
)

// A part of the crowd has all sightings of its names, some of them more than
// once until it is compacted.
type part struct {
	here    []sighting
	spilled []segment
}

// A segment is sightings in the temporary file.
type segment struct {
	at int64
	n  int
}

func newCrowd(dir string) *crowd {
	return &crowd{seed: maphash.MakeSeed(), second: maphash.MakeSeed(), dir: dir, limit: crowdLimit, byName: make(map[string]int), groups: make([]holding, 1)}
}

// client numbers a client by its name, "" too.
func (c *crowd) client(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	i, ok := c.byName[name]
	if !ok {
		i = len(c.clients)
		c.byName[name] = i
		c.clients = append(c.clients, name)
	}
	return i
}

// A holding is a file, or a member of one, that holds records.
type holding struct {
	share, client int
	path, member  string
}

// newGroup numbers a file or member that holds records, from 1.
func (c *crowd) newGroup(h holding) uint32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.groups = append(c.groups, h)
	return uint32(len(c.groups) - 1)
}

// setMember says which member a group is, if that was not known when it was
// numbered.
func (c *crowd) setMember(group uint32, member string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.groups[group].member = member
}

// void has the sightings of groups count for nothing, those that come later too:
// their file is read once more.
func (c *crowd) void(groups []uint32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.voided == nil {
		c.voided = make(map[uint32]struct{})
	}
	for _, g := range groups {
		c.voided[g] = struct{}{}
	}
}

// valid returns the sightings that count.
func (c *crowd) valid(all []sighting) []sighting {
	if len(c.voided) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(s sighting) bool { _, void := c.voided[s.group]; return void })
}

// nobody numbers somebody about whom nothing is known, from 1.
func (c *crowd) nobody() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.nameless++
	return c.nameless
}

// add takes a batch of sightings; it keeps none of the slice.
func (c *crowd) add(batch []sighting) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(batch) > 0 && c.err == nil {
		if c.n >= c.limit {
			c.compact()
			if c.n*4 > c.limit {
				c.err = c.spill()
			}
		}
		k := min(len(batch), max(1, c.limit-c.n))
		for i := range batch[:k] {
			p := &c.parts[batch[i].part()]
			p.here = append(p.here, batch[i])
		}
		c.n += k
		batch = batch[k:]
	}
	return c.err
}

// compact keeps each sighting once. A part is small enough for the processor's
// cache; looking each sighting up when it comes took four times as long.
func (c *crowd) compact() {
	c.n = 0
	for i := range c.parts {
		c.parts[i].here = c.unique.keep(c.parts[i].here)
		c.n += len(c.parts[i].here)
	}
}

// part numbers the part that a sighting belongs to.
func (s *sighting) part() int { return int(s.name[0] >> 56) }

// hash mixes all that must agree for two sightings to be one. Names are
// fingerprints already, so that their bits are as good as random.
func (s *sighting) hash() uint64 {
	h := s.name[1]
	for _, t := range s.traits {
		h = (h ^ t) * 0x9E3779B97F4A7C15
	}
	return h ^ uint64(s.group)*0x85EBCA77C2B2AE63 ^ uint64(s.client)
}

func (a *sighting) same(b *sighting) bool {
	return a.name == b.name && a.traits == b.traits && a.group == b.group && a.client == b.client && a.share == b.share
}

// unique is a table of sightings by hash, used again and again.
type unique []uint32

// keep makes one of the sightings that are the same but for their kinds. It
// reorders nothing and returns the front of all.
func (u *unique) keep(all []sighting) []sighting {
	size := 64
	for size < 2*len(all) {
		size *= 2
	}
	*u = slices.Grow((*u)[:0], size)[:size]
	index := *u
	clear(index)
	mask := uint64(size - 1)
	n := 0
next:
	for i := range all {
		s := &all[i]
		h := s.hash() & mask
		for ; index[h] != 0; h = (h + 1) & mask {
			if first := &all[index[h]-1]; first.same(s) {
				first.kinds |= s.kinds
				continue next
			}
		}
		all[n] = *s
		n++
		index[h] = uint32(n)
	}
	return all[:n]
}

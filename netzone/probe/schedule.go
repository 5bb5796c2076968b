package probe

import "math/bits"

// A schedule says what is to be tried next: all in a random order, and then
// again those that were silent, as often as there are retries. What was silent is
// a bit of its place, and the order is gone through in parts, so that memory has a bound
// however many there are. A pass begins while attempts of the pass before are
// still waited for, lest the window stand empty.
type schedule struct {
	order   order
	retries int
	part    uint64 // places in a part
	begin   uint64 // place of the order where this part begins
	place   uint64 // next of the first pass, from begin
	pass    int
	group   uint64    // of the last turn
	era     int       // its number in time
	silent  [2]bitset // of places: to be tried in this pass, and in the next
	flying  [2]int    // attempts of this pass and of the one before (or after), which are not over
}

// A turn is a target's attempt.
type turn struct {
	place uint64 // from the beginning of its part
	index uint64 // in the space
	pass  int    // 0: the first attempt
	era   int    // of its group: they count up while groups follow each other
}

// partSize takes 256 KB of bits, and at 1,000 silent targets a second is tried
// again after some 17 minutes at most.
const partSize = 1 << 20

func newSchedule(hosts, ports, seed uint64, retries int) *schedule {
	s := &schedule{order: newOrder(hosts, ports, seed), retries: retries, part: min(hosts*ports, partSize)}
	if retries > 0 {
		s.silent = [2]bitset{newBitset(s.part), newBitset(s.part)}
	}
	return s
}

// next returns a turn, which has to be ended by done or silence. It returns false
// if there is none: at all if nothing is flying, else not yet.
func (s *schedule) next() (turn, bool) {
	for {
		if place, ok := s.nextPlace(); ok {
			s.flying[s.pass%2]++
			index, group := s.order.at(s.begin + place)
			if group != s.group || s.era == 0 {
				s.group, s.era = group, s.era+1
			}
			return turn{place: place, index: index, pass: s.pass, era: s.era}, true
		}
		if !s.advance() {
			return turn{}, false
		}
	}
}

func (s *schedule) nextPlace() (uint64, bool) {
	if s.pass > 0 {
		return s.silent[s.pass%2].pop()
	}
	place := s.place
	if s.begin+place >= s.order.len() || place >= s.part {
		return 0, false
	}
	s.place++
	return place, true
}

// advance goes to the next pass or part, if all attempts that may still fall
// silent into this one are over.
func (s *schedule) advance() bool {
	if s.pass > 0 && s.flying[(s.pass+1)%2] > 0 {
		return false
	}
	again := s.pass < s.retries && s.silent[(s.pass+1)%2].n > 0
	if again {
		s.pass++
		return true
	}
	if s.pass < s.retries && s.flying[s.pass%2] > 0 {
		return false
	}
	if s.begin+s.place >= s.order.len() {
		return false
	}
	s.begin, s.place, s.pass = s.begin+s.place, 0, 0
	return true
}

// done ends a turn that was answered.
func (s *schedule) done(t turn) { s.flying[t.pass%2]-- }

// silence ends a turn that was not answered. It returns whether it will be tried again.
func (s *schedule) silence(t turn) bool {
	s.flying[t.pass%2]--
	if t.pass >= s.retries {
		return false
	}
	s.silent[(t.pass+1)%2].set(t.place)
	return true
}

// waiting calls back for all that were tried and silent, and not yet tried again,
// with how often they were.
func (s *schedule) waiting(each func(index uint64, attempts int)) {
	for _, attempts := range []int{s.pass, s.pass + 1} {
		if attempts == 0 || s.retries == 0 {
			continue
		}
		for place, ok := s.silent[attempts%2].pop(); ok; place, ok = s.silent[attempts%2].pop() {
			index, _ := s.order.at(s.begin + place)
			each(index, attempts)
		}
	}
}

// A bitset is a set of places that can be gone through while it grows.
type bitset struct {
	words []uint64
	n     int
	at    int // word that pop goes on with
}

func newBitset(n uint64) bitset { return bitset{words: make([]uint64, (n+63)/64)} }

func (b *bitset) set(place uint64) {
	b.words[place/64] |= 1 << (place % 64)
	b.n++
}

// pop takes a place out: the next one, and from the beginning again after the last.
func (b *bitset) pop() (uint64, bool) {
	if b.n == 0 {
		return 0, false
	}
	for b.words[b.at] == 0 {
		b.at = (b.at + 1) % len(b.words)
	}
	bit := bits.TrailingZeros64(b.words[b.at])
	b.words[b.at] &^= 1 << bit
	b.n--
	return uint64(b.at)*64 + uint64(bit), true
}

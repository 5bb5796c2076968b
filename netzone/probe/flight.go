package probe

import (
	"net/netip"
	"time"
)

// A flight is an attempt that is on its way.
type flight struct {
	turn
	id      int // for the connector
	target  netip.AddrPort
	at      time.Time // to be told
	started time.Time // to be measured by

	before, after *flight // in the order of their start
}

// flights are all that are on their way. Since all have the same time limit, the
// one that started first is the first that is late.
type flights struct {
	all  []flight // by id
	free []int
	ring flight // its after is the oldest
	n    int
}

func newFlights(window int) *flights {
	f := &flights{all: make([]flight, window), free: make([]int, window)}
	for i := range f.free {
		f.free[i] = window - 1 - i
	}
	f.ring.before, f.ring.after = &f.ring, &f.ring
	return f
}

// begin takes a place, of which there must be one, and returns its id.
func (f *flights) begin(n flight) int {
	last := len(f.free) - 1
	n.id = f.free[last]
	f.free = f.free[:last]
	n.before, n.after = f.ring.before, &f.ring
	f.all[n.id] = n
	p := &f.all[n.id]
	p.before.after, p.after.before = p, p
	f.n++
	return n.id
}

func (f *flights) at(id int) *flight { return &f.all[id] }

func (f *flights) oldest() (*flight, bool) { return f.ring.after, f.n > 0 }

// end frees the place of a flight.
func (f *flights) end(p *flight) {
	p.before.after, p.after.before = p.after, p.before
	f.free = append(f.free, p.id)
	f.n--
}

func (f *flights) turns() []turn {
	var turns []turn
	for p := f.ring.after; p != &f.ring; p = p.after {
		turns = append(turns, p.turn)
	}
	return turns
}

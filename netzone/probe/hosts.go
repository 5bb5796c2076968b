package probe

// hosts hands out the turns of a schedule so that no address has more attempts
// on their way than it may. The turns of an address that has as many wait here.
type hosts struct {
	bound  int // attempts at a time
	room   int // turns that may wait; 0: none has to
	busy   map[uint64]int
	held   map[uint64][]turn // by number of the address
	n      int               // turns in held
	ready  []turn            // of addresses that had as many, and have no longer
	lacked []turn            // that this machine could not start
	many   int               // of lacked, which then come first
}

func newHosts(bound, window int) *hosts {
	h := &hosts{bound: bound, many: window}
	if bound < window {
		h.room, h.busy, h.held = 4*window, map[uint64]int{}, map[uint64][]turn{}
	}
	return h
}

// next returns the turn that is to be started, or false if there is none yet. What
// could not be started comes last, lest a target that never can keep others back.
func (h *hosts) next(s *schedule, space *Space) (turn, bool) {
	if last := len(h.ready) - 1; last >= 0 {
		t := h.ready[last]
		h.ready = h.ready[:last]
		return t, true
	}
	if len(h.lacked) < h.many {
		if t, ok := h.fresh(s, space); ok {
			return t, true
		}
	}
	if len(h.lacked) == 0 {
		return turn{}, false
	}
	t := h.lacked[0]
	h.lacked = h.lacked[1:]
	return t, true
}

// fresh returns the next turn of the schedule whose address may have one more.
func (h *hosts) fresh(s *schedule, space *Space) (turn, bool) {
	for h.room == 0 || h.n < h.room {
		t, ok := s.next()
		if !ok || h.room == 0 {
			return t, ok
		}
		host := space.hostOf(t.index)
		if h.busy[host] < h.bound {
			h.busy[host]++
			return t, true
		}
		h.held[host] = append(h.held[host], t)
		h.n++
	}
	return turn{}, false
}

// lack takes back a turn that could not be started, or not to its end. Its
// address stays as busy as it was.
func (h *hosts) lack(t turn) { h.lacked = append(h.lacked, t) }

// left is told that an attempt is over: the next one of its address may start.
func (h *hosts) left(t turn, space *Space) {
	if h.room == 0 {
		return
	}
	host := space.hostOf(t.index)
	if waiting := h.held[host]; len(waiting) > 0 {
		h.ready = append(h.ready, waiting[0])
		h.held[host] = waiting[1:]
		h.n--
		return
	}
	delete(h.held, host)
	if h.busy[host]--; h.busy[host] == 0 {
		delete(h.busy, host)
	}
}

// waiting returns the turns that were not started.
func (h *hosts) waiting() []turn {
	turns := append(h.ready, h.lacked...)
	for _, held := range h.held {
		turns = append(turns, held...)
	}
	return turns
}

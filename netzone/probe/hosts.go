package probe

// hosts hands out the turns of a schedule so that no address has more attempts
// on their way than it may. The turns of an address that has as many wait here.
type hosts struct {
	bound  int // attempts at a time
	room   int // turns that may wait; 0: none has to
	busy   map[uint64]int
	held   map[uint64][]turn // by number of the address
	n      int               // turns in held
	repeat []turn            // to be started before any other
}

func newHosts(bound, window int) *hosts {
	h := &hosts{bound: bound}
	if bound < window {
		h.room, h.busy, h.held = 4*window, map[uint64]int{}, map[uint64][]turn{}
	}
	return h
}

// next returns the turn that is to be started, or false if there is none yet.
func (h *hosts) next(s *schedule, space *Space) (turn, bool) {
	if last := len(h.repeat) - 1; last >= 0 {
		t := h.repeat[last]
		h.repeat = h.repeat[:last]
		return t, true
	}
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

// again takes back a turn that could not be started, or not to its end. Its
// address stays as busy as it was.
func (h *hosts) again(t turn) { h.repeat = append(h.repeat, t) }

// left is told that an attempt is over: the next one of its address may start.
func (h *hosts) left(t turn, space *Space) {
	if h.room == 0 {
		return
	}
	host := space.hostOf(t.index)
	if waiting := h.held[host]; len(waiting) > 0 {
		h.repeat = append(h.repeat, waiting[0])
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
	turns := h.repeat
	for _, held := range h.held {
		turns = append(turns, held...)
	}
	return turns
}

package probe

import (
	"fmt"
	"time"
)

// A supply keeps the window to what this machine has: files, ports, buffers. A
// shortage is never a result. It halves the window and makes a pause, and the
// window grows again by one for each attempt that went well.
type supply struct {
	pause  time.Duration // half of the first
	window int           // as was asked for
	limit  int           // as is possible; 0 or more of window
	lacked int           // times since the last attempt that went well
	until  time.Time
}

// surrender is after how many shortages in a row it is over: pauses of some 15 s.
const surrender = 40

// lack is told of a shortage. It returns an error if it is hopeless. Attempts that
// end during the pause began before it: what they lack is the same shortage.
func (s *supply) lack(err error) error {
	now := time.Now()
	if now.Before(s.until) {
		return nil
	}
	s.lacked++
	if s.lacked >= surrender {
		return fmt.Errorf("no connection can be opened, after %d tries: %w%s", s.lacked, err, hint(err))
	}
	s.limit = max(1, s.limit/2)
	s.until = now.Add(min(s.pause<<min(s.lacked, 10), 40*s.pause))
	return nil
}

// enough is told that an attempt went well.
func (s *supply) enough() {
	s.lacked = 0
	s.limit = min(s.limit+1, s.window)
}

// wait is how long nothing should be started.
func (s *supply) wait(now time.Time) time.Duration {
	if s.lacked == 0 {
		return 0
	}
	return s.until.Sub(now)
}

// A pace keeps the rate.
type pace struct {
	each time.Duration // between two; 0: no bound
	next time.Time
}

// grain is how long a wait takes at least, and what is caught up on after it.
const grain = 10 * time.Millisecond

func newPace(rate float64) pace {
	if !(rate > 0) { // nor NaN
		return pace{}
	}
	return pace{each: time.Duration(float64(time.Second) / rate), next: time.Now().Add(-grain)}
}

func (p *pace) wait(now time.Time) time.Duration {
	if p.each == 0 {
		return 0
	}
	return p.next.Sub(now)
}

func (p *pace) spend(now time.Time) {
	if earliest := now.Add(-grain); p.next.Before(earliest) {
		p.next = earliest
	}
	p.next = p.next.Add(p.each)
}

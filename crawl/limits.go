package crawl

import (
	"net/netip"
	"strings"
	"sync"
	"time"
)

// Limits bound what is asked of each host, and when. All sources of a run have
// one Limits in common: the shares of a host share its bounds, whatever their
// scheme and port. A host is what URLs call it; local shares are one host. Zero
// values bound nothing. Set the fields before the first use.
type Limits struct {
	BytesPerSecond int64 // that are read
	// OpsPerSecond counts a file opened, a batch of a folder listed, a block read.
	OpsPerSecond int64
	// Quiet are the hours in which nothing is asked of any host: what is under way
	// waits for their end, in the middle of a file too.
	Quiet []Window
	// Warn is told once when quiet hours begin to hold the run. nil: nobody is.
	Warn func(text string)

	clock clock // nil: that of the system
	mu    sync.Mutex
	gates map[string]*gate
	told  time.Time // the end of the quiet hours that Warn was told of
}

// gate returns the gate to a host, or nil if there are no limits.
func (l *Limits) gate(host string) *gate {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	host = hostKey(host)
	g := l.gates[host]
	if g == nil {
		g = &gate{limits: l, clock: l.clock, turn: make(chan struct{}, 1)}
		if g.clock == nil {
			g.clock = systemClock{}
		}
		g.ops.perSecond, g.bytes.perSecond = l.OpsPerSecond, l.BytesPerSecond
		if l.gates == nil {
			l.gates = map[string]*gate{}
		}
		l.gates[host] = g
	}
	return g
}

// hostKey makes the spellings of a host one.
func hostKey(host string) string {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.Unmap().String()
	}
	return host
}

// tellQuiet says that the run is held until end, once for all who wait.
func (l *Limits) tellQuiet(end time.Time) {
	l.mu.Lock()
	fresh := !end.Equal(l.told)
	l.told = end
	l.mu.Unlock()
	if fresh && l.Warn != nil {
		l.Warn("paused until " + end.Format("Mon 15:04") + ": quiet hours")
	}
}

// A Window is a time of the day, on some days of the week, by the clock of this
// machine.
type Window struct {
	Days [7]bool // by time.Weekday: the days on which it begins
	// From and To are times since midnight, below and up to 24 hours. A window
	// whose To is before its From ends on the next day.
	From, To time.Duration
}

// holds returns the end of the window if it holds t.
func (w *Window) holds(t time.Time) (end time.Time, ok bool) {
	clock := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
	day := t.Weekday()
	over := w.To <= w.From
	switch {
	case w.Days[day] && clock >= w.From && !over && clock < w.To:
		return clockTime(t, 0, w.To), true
	case w.Days[day] && clock >= w.From && over:
		return clockTime(t, 1, w.To), true
	case w.Days[(day+6)%7] && over && clock < w.To:
		return clockTime(t, 0, w.To), true
	}
	return time.Time{}, false
}

// clockTime is a time of the day of t, some days later. A day on which clocks
// are changed has other than 24 hours, so nothing is added up.
func clockTime(t time.Time, days int, of time.Duration) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, int(of/time.Hour), int(of%time.Hour/time.Minute), 0, 0, t.Location())
}

// quietUntil returns when the quiet hours that hold t end, or the zero time.
// Windows that meet are one.
func quietUntil(windows []Window, t time.Time) (end time.Time) {
	for range 8 * len(windows) { // a week of them, should they never end
		found := false
		for i := range windows {
			if e, ok := windows[i].holds(t); ok && e.After(t) {
				t, end, found = e, e, true
			}
		}
		if !found {
			break
		}
	}
	return end
}

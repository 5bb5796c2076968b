package probe

import (
	"fmt"
	"net/netip"
	"syscall"
	"time"
)

// A connector has attempts on their way. It is used by one goroutine. An attempt
// has a number from 0 up to the window; it is free again once it has an outcome or
// was dropped.
type connector interface {
	// start begins to connect, and does not wait. It returns true, and the
	// outcome, if the attempt is over at once.
	start(id int, to netip.AddrPort) (outcome, bool)
	// wait appends all outcomes that are there, and if there is none waits for one,
	// not longer than patience.
	wait(ended []outcome, patience time.Duration) ([]outcome, error)
	// drop ends an attempt that nobody waits for any longer.
	drop(id int)
	// close drops all. Nothing is left behind when it returns.
	close()
}

// An outcome is how an attempt ended: open if err is nil.
type outcome struct {
	id     int
	err    error
	source netip.Addr // zero if it is not known
}

// errSelf is the outcome of an attempt at a port of this machine which the system
// also chose to connect from. Nobody listens there, or it would not have been free.
var errSelf = fmt.Errorf("connected to itself: %w", syscall.ECONNREFUSED)

// Package probe finds out which ports of which addresses can be connected to. It
// knows addresses and nothing of zones: start at [Try]. It only ever makes whole
// TCP connections by the means that every program has, needs no privilege, and
// ends each at once.
package probe

import (
	"net/netip"
	"sync/atomic"
	"time"
)

// A State is what a port answered. The zero value says that nothing was tried.
// Whoever answers by ICMP does so some times a second only (RFC 1812, 4.3.2.8; Linux:
// six at once, then one a second), so that of many such ports most are Filtered.
type State uint8

const (
	Untried     State = iota
	Open              // the connection was made
	Refused           // RST, or ICMP port unreachable: by the host or by a firewall, which look the same
	Filtered          // no answer in time
	Unreachable       // ICMP host or network unreachable or prohibited, or nobody has the address
)

// String returns the state as reports have it: "open".
func (s State) String() string {
	return [...]string{"untried", "open", "refused", "filtered", "unreachable"}[s]
}

// A Result is what a port of an address answered.
type Result struct {
	Target   netip.AddrPort
	State    State
	Attempts int           // connections that were tried, the last one decides
	Source   netip.Addr    // that it was tried from; zero if the system did not tell
	At       time.Time     // of the last attempt
	Took     time.Duration // until it answered, or was given up
}

// Options are how it is tried. The zero value is of use.
type Options struct {
	Rate    float64       // most attempts a second; 0: no bound
	Window  int           // most attempts that wait for an answer at a time; 0: DefaultWindow
	PerHost int           // of these to one address; 0: as many as Window
	Timeout time.Duration // of one attempt; 0: DefaultTimeout
	Retries int           // of an attempt that was not answered, see DefaultRetries
	Seed    uint64        // of the order; 0: another each time
	Now     func() time.Time
	// Attempts counts those that are over, to show progress; at most Len of the
	// space times 1 + Retries. nil: nobody asks.
	Attempts *atomic.Int64

	connector func(window int) (connector, error) // nil: the fastest that the system has
	pause     time.Duration                       // after a shortage, see supply
}

// Defaults for who has no reason to choose; see [DefaultTimeout], too.
const (
	// DefaultWindow bounds what firewalls have to remember: an attempt without an
	// answer holds its place until the timeout, so that silent addresses get at most
	// this many SYN a timeout.
	DefaultWindow = 1000
	// DefaultRate bounds what is answered at once; nmap -sT knows no bound, and with
	// 20,000 a second it was faster (10.1 s against 6.6 s for the ports of four hosts that
	// refuse). Firewalls remember what they let through and was refused for a while (Linux: 10 s,
	// nf_conntrack_tcp_timeout_close, and 262,144 connections in all): where they let
	// much through a lower rate is due.
	DefaultRate = 100000
	// DefaultRetries of a silent port: one packet may be lost.
	DefaultRetries = 1
)

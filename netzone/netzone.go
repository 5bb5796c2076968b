// Package netzone knows the zones of a network, what may be kept in each and
// for how long. Everything in it is a pure function of its arguments.
package netzone

import (
	"net/netip"
	"sync"
	"time"

	"github.com/shikiri/shikiri/detect"
)

// A Policy is what a company decided about its zones and clients. It is safe
// for concurrent use. It must neither change nor be copied once Judge or Client
// was called: both compile its patterns when first asked.
type Policy struct {
	Zones   []Zone
	Clients []Client
	Flows   []Flow
	Egress  []Canary // what must not be reachable in the internet
	Hash    string   // "sha256:..." of the configuration, or of the default policy

	once  sync.Once
	index index
}

// A Zone is a part of the network with one rule of conduct.
type Zone struct {
	Name       string // "office"; used on shares and in reports, and matched byte by byte
	Title      string // 一般事務ネットワーク
	Networks   []netip.Prefix
	Allowed    bool          // personal data may be kept here
	Retention  time.Duration // how long; 0 is without end
	DateFrom   *Dating       // what the retention counts from; nil: the time of modification
	Exceptions []Exception
	Hosts      []string     // addresses or names of hosts that stand in it, besides those of shares
	Gateways   []netip.Addr // its routers' addresses in it; empty: the first and the last of each network are tried
	Unused     []netip.Addr // addresses that no machine has: controls of a probe; empty: some are chosen
}

// An Exception allows some kinds of data in some paths of a forbidden zone, or
// past the retention, until a date.
type Exception struct {
	Kinds []string // empty: all
	Paths []string // patterns with * ? [] {} and **, see [CheckPattern]; empty: all
	// Until is the last day that counts, all of it, in Until's own location.
	// The zero value is long ago: without a date an exception allows nothing.
	Until      time.Time
	ApprovedBy string
	Why        string
}

// A Client (委託元) is whose data it is, told by the path of the file.
type Client struct {
	Name  string
	Paths []string // patterns, see [CheckPattern]
	// Retention and DateFrom hold for its files in place of the zone's, if they are
	// set and the zone allows personal data at all.
	Retention time.Duration
	DateFrom  *Dating
}

// A Flow is a connection that is allowed between zones.
type Flow struct {
	From, To string
	Ports    []uint16
}

// A Canary is something in the internet that a closed zone must not reach: ports
// of a host, or a name that must not be resolved.
type Canary struct {
	Host  string   // address or name; "" for a Name
	Ports []uint16 // of Host
	Name  string   // that must not be resolved
	// Server is the name server that is asked for Name, "192.0.2.53"; "": those of
	// the machine.
	Server string
	From   []string // zones that must not reach it; empty: those that allow personal data
}

// A Verdict says what a finding means where it was found. The zero value is
// the strictest, so that a forgotten case is noticed.
type Verdict uint8

const (
	Violation Verdict = iota // personal data where it must not be
	Overdue                  // personal data past its retention
	Allowed
)

// String returns the verdict as reports have it: "violation".
func (v Verdict) String() string { return [...]string{"violation", "overdue", "allowed"}[v] }

// A Subject is what is judged: one kind of data in one file.
type Subject struct {
	Kind       string
	Personal   bool              // false for what only explains, as company names: always allowed
	Path       string            // of the file on its share; of the outermost file for a member
	Modified   time.Time         // zero if the share does not tell
	Confidence detect.Confidence // changes no verdict: reports filter by it
	Client     string            // whose it is, see [Policy.Client]; "": nobody's
	Header     Day               // that the file's beginning tells, see [Policy.Keeps]; 0: none
}

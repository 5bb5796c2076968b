package scan

import (
	"context"
	"errors"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

// A ProbeConfig says what to probe, and from where.
type ProbeConfig struct {
	Policy *netzone.Policy
	Shares []ProbeShare // of the configuration: their hosts are targets
	// From is the zone that this machine stands in; "": its addresses tell.
	From      string
	Ports     []uint16 // nil: probe.DefaultPorts, and those of flows and shares
	Sweep     bool     // whole networks of the policy, too
	Large     bool     // networks of more than 65,536 addresses, too
	Verify    bool     // speak to what is open
	Options   probe.Options
	Budget    time.Duration // for all; 0: no bound
	KnownOpen []HostPort    // besides flows: must be open from here
	// Addresses are this machine's, but for loopback and link-local ones.
	Addresses []netip.Addr
	Host      string // this machine's name
	// Lookup returns the addresses of a name.
	Lookup   func(ctx context.Context, host string) ([]netip.Addr, error)
	Now      func() time.Time
	Version  string
	Cover    report.Cover
	Warnings []string
	Progress *ProbeProgress
}

// A HostPort is a port of a host that is an address or a name.
type HostPort struct {
	Host string
	Port uint16
}

// A ProbeShare is a share of the configuration.
type ProbeShare struct {
	URL, Zone string
	// Interfaces logs in with the share's credentials and returns the addresses
	// that the server says it has; nil: it is no SMB share.
	Interfaces func(ctx context.Context) ([]netip.Addr, error)
}

// ProbeProgress is how far a probe is. It may be read while it runs.
type ProbeProgress struct {
	Tried, Total atomic.Int64 // ports of addresses
	Open         atomic.Int64 // of them
}

// Probe tries from this machine what the policy says must not be reachable, and
// judges what it finds. An error is one of the configuration; what could not be
// tried is in the report.
func Probe(_ context.Context, _ ProbeConfig) (*report.Run, error) {
	return nil, errors.New("probe: not there yet")
}

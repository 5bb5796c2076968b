package scan

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"sync/atomic"
	"time"

	"github.com/shikiri/shikiri/detect"
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
	Links     []netip.Prefix // the networks of its interfaces: what it reaches without a router
	Host      string         // this machine's name
	// Lookup returns the addresses of a name.
	Lookup   func(ctx context.Context, host string) ([]netip.Addr, error)
	Now      func() time.Time
	Version  string
	Cover    report.Cover
	Warnings []string
	Progress *ProbeProgress

	means *means // nil: those of the system
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
	Tried atomic.Int64 // ports of addresses that are done
	Total atomic.Int64 // grows when controls or decoys are added
	Open  atomic.Int64 // of Tried, whoever answered
}

// Probe tries from this machine what the policy says must not be reachable, and
// judges what it finds. An error is one of the configuration; what could not be
// tried is in the report. When ctx ends, or the time of the budget, the report is
// of what was tried until then.
//
// What is known to be open comes first and last: between them lies one walk over
// all targets in random order, so that no failure of the network in between hits
// one zone alone. What was open is then doubted: decoys tell a firewall that
// accepts every port.
func Probe(ctx context.Context, cfg ProbeConfig) (*report.Run, error) {
	cfg.complete()
	p := newProber(&cfg)
	if err := p.stand(); err != nil {
		return nil, err
	}
	if err := p.aim(ctx); err != nil {
		return nil, err
	}
	p.attack(ctx)
	p.interrupted = ctx.Err() != nil
	return p.tell(), nil
}

// attack tries everything. Of a bound of time a part is kept for what follows the
// walk, and for the last look at what is known to be open: without them nothing is
// proved.
func (p *prober) attack(ctx context.Context) {
	ctx, end := p.within(ctx, 0)
	defer end()
	walk, end := p.within(ctx, p.cfg.Budget/5)
	defer end()
	ask, end := p.within(ctx, p.cfg.Budget/10)
	defer end()
	p.trySelf(walk)
	p.tryKnown(ctx, false)
	p.trySample(walk)
	p.walk(walk)
	p.doubtUnused(ctx)
	p.tryLaterSample(ctx)
	p.tryLost(walk)
	p.tryDecoys(ctx)
	p.tryEgress(ctx)
	if p.cfg.Verify {
		p.verify(ask)
	}
	p.tryKnown(ctx, true)
}

// within returns a context that ends when the budget does, less what is kept of it,
// which is a minute at most.
func (p *prober) within(ctx context.Context, kept time.Duration) (context.Context, context.CancelFunc) {
	if p.cfg.Budget <= 0 {
		return ctx, func() {}
	}
	return context.WithDeadlineCause(ctx, p.begun.Add(p.cfg.Budget-min(kept, time.Minute)), errTime)
}

var errTime = errors.New("the time that it was given ran out")

func (cfg *ProbeConfig) complete() {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Progress == nil {
		cfg.Progress = new(ProbeProgress)
	}
	if cfg.Options.Seed == 0 {
		cfg.Options.Seed = rand.Uint64()
	}
	if cfg.Options.Timeout <= 0 {
		cfg.Options.Timeout = probe.DefaultTimeout
	}
	if cfg.Options.Now == nil {
		cfg.Options.Now = cfg.Now
	}
	if cfg.means == nil {
		cfg.means = systemMeans(cfg)
	}
}

// A prober is one run of a probe.
type prober struct {
	cfg    *ProbeConfig
	run    *report.Run
	chance *rand.Rand // all that is chosen at random
	own    map[netip.Addr]bool

	from    *netzone.Zone
	stands  []*netzone.Zone // by its addresses
	reaches []*reach        // the zones, in the order of the policy
	targets map[netip.Addr]*target
	ports   []uint16 // tried on every target, sorted
	sample  []uint16 // of ports, for controls; all if they are few
	place   map[uint16]int
	walked  bool // what is swept was tried
	known   []*knownOpen
	decoys  []uint16
	egress  []*wayOut

	muzzled     []uint16 // ports that this machine's own firewall drops
	late, lost  int      // ports that answered only when tried again: in the walk, and after it
	attempts    atomic.Int64
	unfinished  error // why something was not tried, or not as often
	interrupted bool
	begun       time.Time // by the clock of this machine, for the budget
}

func newProber(cfg *ProbeConfig) *prober {
	p := &prober{
		cfg: cfg, begun: time.Now(), own: map[netip.Addr]bool{}, targets: map[netip.Addr]*target{},
		chance: rand.New(rand.NewPCG(cfg.Options.Seed, 0x70726f6265)),
		run: &report.Run{
			Schema: report.Schema, Started: cfg.Now(), MinConfidence: detect.Medium.String(), Cover: cfg.Cover,
			Tool:   report.Tool{Name: "shikiri", Version: cfg.Version, Policy: cfg.Policy.Hash},
			Zones:  policyZones(cfg.Policy),
			Shares: []report.Share{}, Clients: []report.Client{}, Findings: []report.Finding{}, Unexamined: []report.Unexamined{},
			Warnings: slices.Clone(cfg.Warnings), ClientNames: clientNames(cfg.Policy),
		},
	}
	for _, a := range cfg.Addresses {
		p.own[a.Unmap().WithZone("")] = true
	}
	return p
}

func (p *prober) warn(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(p.run.Warnings, text) {
		p.run.Warnings = append(p.run.Warnings, text)
	}
}

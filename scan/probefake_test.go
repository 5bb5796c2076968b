package scan

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

// A fakeNet is a network that answers as its function says. Nothing is sent.
type fakeNet struct {
	answer  func(to netip.AddrPort, tries int) probe.State // tries: how often it was asked before
	names   map[string]string                              // addresses, divided by spaces
	noRoute string                                         // a prefix of addresses
	speaks  map[string]probe.Service                       // by address:port
	dns     func(server, name string) ([]netip.Addr, bool, error)
	stop    func(asked int) error // not nil: nothing more is tried
	took    time.Duration
	asked   map[netip.AddrPort]int
	order   []netip.AddrPort
}

func (f *fakeNet) try(ctx context.Context, o probe.Options, s *probe.Space, tell func(probe.Result)) error {
	for i := range s.Len() {
		to := s.At(i)
		err := context.Cause(ctx)
		if f.stop != nil && err == nil {
			err = f.stop(len(f.order))
		}
		if err != nil {
			return &probe.Unfinished{NotTried: s.Len() - i, Why: err}
		}
		state := f.answer(to, f.asked[to])
		f.asked[to]++
		f.order = append(f.order, to)
		o.Attempts.Add(1)
		tell(probe.Result{Target: to, State: state, Attempts: 1, Took: f.took, At: o.Now(), Source: netip.MustParseAddr("10.10.0.21")})
	}
	return nil
}

func (f *fakeNet) lookup(_ context.Context, host string) ([]netip.Addr, error) {
	var all []netip.Addr
	for _, a := range strings.Fields(f.names[host]) {
		all = append(all, netip.MustParseAddr(a))
	}
	if all == nil {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return all, nil
}

func (f *fakeNet) means() *means {
	f.asked = map[netip.AddrPort]int{}
	return &means{
		try:   f.try,
		route: func(a netip.Addr) bool { return f.noRoute == "" || !strings.HasPrefix(a.String(), f.noRoute) },
		identify: func(_ context.Context, at netip.AddrPort, _ uint16) probe.Service {
			return f.speaks[at.String()]
		},
		ask: func(_ context.Context, server netip.AddrPort, name string) ([]netip.Addr, bool, error) {
			if f.dns == nil {
				return nil, true, errors.New("no answer")
			}
			return f.dns(server.String(), name)
		},
	}
}

// labConfig is an office and a print zone with one allowed flow, probed from the
// office.
func labConfig() ProbeConfig {
	clock := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	return ProbeConfig{
		Policy: &netzone.Policy{
			Zones: []netzone.Zone{
				{Name: "office", Networks: prefixes("10.10.0.0/24")},
				{Name: "print", Networks: prefixes("10.20.0.0/24"), Allowed: true, Hosts: []string{"10.20.0.11", "10.20.0.12"}},
			},
			Flows: []netzone.Flow{{From: "office", To: "print", Ports: []uint16{4022}}},
			Hash:  "sha256:1",
		},
		Ports: []uint16{22, 80, 445}, Addresses: []netip.Addr{netip.MustParseAddr("10.10.0.21")}, Host: "pc21", Version: "test",
		Options: probe.Options{Seed: 7, Retries: 1}, Now: func() time.Time { clock = clock.Add(time.Millisecond); return clock },
	}
}

func prefixes(texts ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

// openAt answers where it is said, "10.20.0.11:22", and nothing elsewhere.
func openAt(open ...string) func(netip.AddrPort, int) probe.State {
	return func(to netip.AddrPort, _ int) probe.State {
		if slices.Contains(open, to.String()) {
			return probe.Open
		}
		return probe.Filtered
	}
}

// orElse answers as a firewall that treats everything alike, but for what is open.
func orElse(open func(netip.AddrPort, int) probe.State, usual probe.State) func(netip.AddrPort, int) probe.State {
	return func(to netip.AddrPort, n int) probe.State {
		if s := open(to, n); s != probe.Filtered {
			return s
		}
		return usual
	}
}

func runProbe(t *testing.T, cfg ProbeConfig, f *fakeNet) *report.Run {
	t.Helper()
	cfg.means, cfg.Lookup = f.means(), f.lookup
	run, err := Probe(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	checkProbe(t, run)
	return run
}

// checkProbe checks what holds for any report of a probe.
func checkProbe(t *testing.T, r *report.Run) {
	t.Helper()
	for _, f := range r.Flows {
		if sum := f.Open + f.Refused + f.Filtered + f.Unreachable + f.Intercepted; sum != f.Tried {
			t.Errorf("flow %+v: tried %d, but the answers are %d", f, f.Tried, sum)
		}
		if f.Verdict == report.PathClosed && (!f.Proved || f.Open+f.Intercepted+f.NotTried > 0) {
			t.Errorf("flow %+v is closed, and is not proved", f)
		}
		if f.Verdict == report.PathNotProved && f.Why == "" {
			t.Errorf("flow %+v does not tell why", f)
		}
	}
	want := map[int]string{0: report.Conforming, 1: report.Nonconforming, 3: report.Incomplete}[r.ExitCode]
	if want != "" && r.Conformity != want {
		t.Errorf("exit code %d and %s do not agree", r.ExitCode, r.Conformity)
	}
}

// brief is a run in a line: exit code, flows with their numbers, open ports.
func brief(r *report.Run) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d", r.ExitCode)
	for _, f := range r.Flows {
		fmt.Fprintf(&b, " %s>%s", f.From, f.To)
		if f.Allowed {
			b.WriteString("+")
		}
		fmt.Fprintf(&b, " %s", f.Verdict)
		for _, n := range []struct {
			name string
			n    int64
		}{{"o", f.Open}, {"r", f.Refused}, {"f", f.Filtered}, {"u", f.Unreachable}, {"i", f.Intercepted}, {"not", f.NotTried}} {
			if n.n > 0 {
				fmt.Fprintf(&b, " %s%d", n.name, n.n)
			}
		}
		b.WriteString(";")
	}
	for _, o := range r.Open {
		fmt.Fprintf(&b, " %s:%d", o.Host, o.Port)
	}
	for _, x := range r.Bridges {
		fmt.Fprintf(&b, " bridge %s %s", strings.Join(x.Zones, "-"), x.Strength)
	}
	return b.String()
}

func whyOf(r *report.Run, verdict string) string {
	for _, f := range r.Flows {
		if f.Verdict == verdict {
			return f.Why
		}
	}
	return "there is no such flow"
}

package scan

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

// An address that was chosen and is in use is no control, and not lost either.
func TestProbeUnusedInUse(t *testing.T) {
	for _, machine := range []probe.State{probe.Refused, probe.Filtered} {
		first := labConfig()
		f := &fakeNet{answer: openAt(flowOpen)}
		r := runProbe(t, first, f)
		var chosen string
		for _, c := range r.Controls {
			if c.Kind == "unused-address" {
				chosen = c.Host
			}
		}
		f = &fakeNet{answer: func(to netip.AddrPort, _ int) probe.State {
			switch {
			case to.String() == flowOpen, to.String() == chosen+":445":
				return probe.Open
			case to.Addr().String() == chosen:
				return machine
			}
			return probe.Filtered
		}}
		r = runProbe(t, labConfig(), f)
		if got := brief(r); !strings.HasPrefix(got, "1 office>print violation o1") || !strings.HasSuffix(got, " "+chosen+":445 10.20.0.11:4022") {
			t.Errorf("a machine at %s that is %s elsewhere: got %s", chosen, machine, got)
		}
		if !r.Flows[0].Proved {
			t.Errorf("the rest is not proved: %s", r.Flows[0].Why)
		}
		for _, c := range r.Controls {
			if c.Host == chosen || !c.OK {
				t.Errorf("control: %+v", c)
			}
		}
	}
}

// One that the configuration names, and that answers, is a mistake that is told.
func TestProbeUnusedDeclared(t *testing.T) {
	cfg, f := labConfig(), &fakeNet{answer: openAt(flowOpen, "10.20.0.99:445", "10.20.0.12:445")}
	cfg.Policy.Zones[1].Unused = []netip.Addr{netip.MustParseAddr("10.20.0.99")}
	r := runProbe(t, cfg, f)
	if got, want := brief(r), "1 office>print violation o2 f13; office>print+ allowed o1 f4; 10.20.0.12:445 10.20.0.99:445 10.20.0.11:4022"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	i := slices.IndexFunc(r.Controls, func(c report.Control) bool { return c.Host == "10.20.0.99" })
	if i < 0 || r.Controls[i].OK || r.Controls[i].Why != sayDeclaredInUse || r.Controls[i].Result != "open" {
		t.Errorf("controls: %+v", r.Controls)
	}
}

// What the firewall of this machine stops never reached the network.
func TestProbeOwnFirewall(t *testing.T) {
	for _, sweep := range []bool{false, true} {
		cfg, f := labConfig(), &fakeNet{answer: openAt(flowOpen), took: time.Millisecond}
		cfg.Options.Timeout, cfg.Sweep = time.Second, sweep
		r := runProbe(t, cfg, f)
		if r.ExitCode != 3 || !strings.Contains(r.Flows[0].Why, "a firewall of this machine itself") {
			t.Errorf("sweep %v: got %s: %s", sweep, brief(r), r.Flows[0].Why)
		}
	}
}

// Each network has controls of its own: a firewall may treat them differently.
func TestProbeNetworksApart(t *testing.T) {
	cfg := labConfig()
	cfg.Policy.Zones[1].Networks = prefixes("10.20.0.0/24", "10.21.0.0/24", "fd00:20::/64")
	cfg.Policy.Zones[1].Hosts = []string{"10.20.0.11", "10.21.0.11", "fd00:20::11"}
	for _, rejected := range []string{"10.20.", "10.21.", "fd00:20:"} {
		f := &fakeNet{answer: func(to netip.AddrPort, _ int) probe.State {
			switch {
			case to.String() == flowOpen:
				return probe.Open
			case strings.HasPrefix(to.Addr().String(), rejected):
				return probe.Refused
			}
			return probe.Filtered
		}}
		r := runProbe(t, cfg, f)
		if r.ExitCode != 3 || !strings.Contains(whyOf(r, report.PathNotProved), "on ports 22,80,445") {
			t.Errorf("%s is rejected: got %s: %s", rejected, brief(r), whyOf(r, report.PathNotProved))
		}
	}
	if r := runProbe(t, cfg, &fakeNet{answer: openAt(flowOpen, "[fd00:20::11]:4022")}); r.ExitCode != 0 {
		t.Errorf("all is dropped: got %s: %s", brief(r), whyOf(r, report.PathNotProved))
	}
}

package scan

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

// manyConfig tries so many ports that controls are tried on some of them first.
func manyConfig(ports int) ProbeConfig {
	cfg := labConfig()
	cfg.Ports = nil
	for port := 1; port <= ports; port++ {
		cfg.Ports = append(cfg.Ports, uint16(port))
	}
	return cfg
}

// askedOf returns how many ports were tried in all at addresses that are not hosts
// of the zone, and at how many at most of one of them.
func (f *fakeNet) askedOf() (all, most int) {
	ports := map[netip.Addr]int{}
	for at, n := range f.asked {
		if a := at.Addr().String(); a != "10.20.0.11" && a != "10.20.0.12" {
			ports[at.Addr()]++
			all += n
		}
	}
	for _, n := range ports {
		most = max(most, n)
	}
	return all, most
}

// The controls of many ports are cheap, and prove what they did.
func TestProbeControlsCheap(t *testing.T) {
	const ports = 5000
	unproved := "3 office>print not-proved "
	for _, test := range []struct {
		name      string
		unused    string
		gateway   string
		answer    func(netip.AddrPort, int) probe.State
		brief     string
		all, most int // ports tried at controls
	}{
		{"dropped", "", "", openAt(flowOpen), "0 office>print closed", ports + 600, ports + 1},
		{"dropped, declared", "10.20.0.99", "", openAt(flowOpen), "0 office>print closed", ports + 500, ports + 1},
		{"reset", "", "", orElse(openAt(flowOpen), probe.Refused), unproved + "r", 2400, 200},
		{"reset, declared", "10.20.0.99", "", orElse(openAt(flowOpen), probe.Refused), unproved + "r", 1000, 200},
		{"all accepted", "", "", orElse(openAt(), probe.Open), unproved + "i", 2000, 200},
		{"some refused", "", "", func(to netip.AddrPort, n int) probe.State {
			if to.Port() > 3000 && to.Port() < 4000 {
				return probe.Refused
			}
			return openAt(flowOpen)(to, n)
		}, unproved + "r", 4*ports + 2000, ports + 100},
		{"some accepted", "", "", func(to netip.AddrPort, n int) probe.State {
			if to.Port() > 3000 && to.Port() < 4000 {
				return probe.Open
			}
			return openAt(flowOpen)(to, n)
		}, unproved + "f16000 i3996;", 4*ports + 2000, ports + 100},
		{"the router's own port", "", "", openAt(flowOpen, "10.20.0.1:4999", "10.20.0.1:22"), "1 office>print violation o2", 2*ports + 600, ports + 100},
	} {
		cfg, f := manyConfig(ports), &fakeNet{answer: test.answer}
		if test.unused != "" {
			cfg.Policy.Zones[1].Unused = []netip.Addr{netip.MustParseAddr(test.unused)}
		}
		r := runProbe(t, cfg, f)
		if got := brief(r); !strings.HasPrefix(got, test.brief) || strings.Contains(got, " not") && !strings.Contains(got, "not-proved") {
			t.Errorf("%s: got %s, want %s", test.name, got[:min(len(got), 200)], test.brief)
		}
		if len(r.Flows) > 0 && r.Flows[0].NotTried != 0 {
			t.Errorf("%s: %d ports are said not to be tried: %s", test.name, r.Flows[0].NotTried, r.Flows[0].Why)
		}
		if all, most := f.askedOf(); all > test.all || most > test.most {
			t.Errorf("%s: controls were tried on %d ports, at most %d of one; want %d and %d", test.name, all, most, test.all, test.most)
		}
		if len(r.Open) > 3 {
			t.Errorf("%s: %d open ports", test.name, len(r.Open))
		}
	}
}

// A machine that was taken for nobody's address, with one open port that only a
// walk over all of them finds: others prove the rest, and it is a finding.
func TestProbeManyInUse(t *testing.T) {
	const ports = 1000
	r := runProbe(t, manyConfig(ports), &fakeNet{answer: openAt(flowOpen)})
	var chosen string
	for _, c := range r.Controls {
		if c.Kind == "unused-address" && strings.Contains(c.Ports, "-") && strings.HasPrefix(c.Ports, "1-1000") {
			chosen = c.Host
		}
	}
	if chosen == "" {
		t.Fatalf("no unused address was tried on all ports: %+v", r.Controls)
	}
	var silent uint16 // of those the sample did not have
	for _, c := range r.Controls {
		if c.Kind == "unused-address" && c.Host != chosen {
			have, _ := probe.ParsePorts(c.Ports)
			for port := uint16(1); silent == 0; port++ {
				if !slices.Contains(have, port) {
					silent = port
				}
			}
		}
	}
	at := netip.AddrPortFrom(netip.MustParseAddr(chosen), silent).String()
	r = runProbe(t, manyConfig(ports), &fakeNet{answer: openAt(flowOpen, at)})
	if got := brief(r); !strings.HasPrefix(got, "1 office>print violation o1 f") || !strings.Contains(got, " "+at) || !r.Flows[0].Proved {
		t.Errorf("%s is open: got %s, proved %v: %s", at, got, r.Flows[0].Proved, r.Flows[0].Why)
	}
	if slices.ContainsFunc(r.Controls, func(c report.Control) bool { return c.Host == chosen }) {
		t.Errorf("%s is a control, though it is in use", chosen)
	}
}

package scan

import (
	"context"
	"net/netip"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
)

func TestProbeEgress(t *testing.T) {
	canaries := []netzone.Canary{{Host: "198.51.100.7", Ports: []uint16{443}}, {Name: "canary.example", Server: "198.51.100.53"}, {Host: "out.example", Ports: []uint16{443}}}
	from := func(c *ProbeConfig, _ *fakeNet) {
		c.From, c.KnownOpen = "print", []HostPort{{"192.0.2.5", 22}}
		c.Policy.Zones[0].Hosts = []string{"10.10.0.5"}
	}
	for name, test := range map[string]struct {
		answer func(netip.AddrPort, int) probe.State
		change func(*ProbeConfig, *fakeNet)
		want   string
		why    string
	}{
		"closed": {openAt("192.0.2.5:22"), from, "0 print>office closed f9; print>internet closed r1 f2;", "names of canaries do not resolve here"},
		"nothing is seen to leave": {openAt("10.20.0.5:22"), func(c *ProbeConfig, f *fakeNet) {
			from(c, f)
			c.KnownOpen = []HostPort{{"10.20.0.5", 22}}
		}, "3 print>office not-proved f9; print>internet not-proved r1 f2;", "that packets by IPv4 leave zone print was not seen"},
		"a canary answers": {openAt("192.0.2.5:22", "198.51.100.7:443"), from,
			"1 print>office closed f9; print>internet violation o1 r1 f1; 198.51.100.7:443", ""},
		"a name resolves": {openAt("192.0.2.5:22"), func(c *ProbeConfig, f *fakeNet) {
			from(c, f)
			f.names = map[string]string{"out.example": "203.0.113.5"}
		}, "1 print>office closed f9; print>internet violation o1 f3; out.example:53", ""},
		"a name resolves to nothing": {openAt("192.0.2.5:22"), func(c *ProbeConfig, f *fakeNet) {
			from(c, f)
			f.names = map[string]string{"out.example": "0.0.0.0"}
		}, "0 print>office closed f9; print>internet closed r1 f2;", ""},
		"a name server answers": {openAt("192.0.2.5:22"), func(c *ProbeConfig, f *fakeNet) {
			from(c, f)
			f.dns = func(string, string) ([]netip.Addr, bool, error) { return nil, true, nil }
		}, "1 print>office closed f9; print>internet violation o1 r1 f1; 198.51.100.53:53", ""},
		"a file knows the name": {openAt("192.0.2.5:22"), func(c *ProbeConfig, f *fakeNet) {
			from(c, f)
			f.dns = func(string, string) ([]netip.Addr, bool, error) {
				return []netip.Addr{netip.MustParseAddr("203.0.113.9")}, false, nil
			}
		}, "3 print>office closed f9; print>internet not-proved r1 f1 not1;", "1 ports were not tried"},
		"from where it may": {openAt(flowOpen, "198.51.100.7:443"), nil, "0 office>print closed f12; office>print+ allowed o1 f3; office>internet+ allowed o1 r1 f1; 10.20.0.11:4022 198.51.100.7:443", ""},
		"a proxy":           {orElse(openAt(), probe.Open), from, "3 print>office not-proved i9; print>internet not-proved r1 f1 i1;", ""},
	} {
		cfg, f := labConfig(), &fakeNet{answer: test.answer}
		cfg.Policy.Egress = canaries
		if test.change != nil {
			cfg.Policy.Zones[1].Hosts = nil
			cfg.Policy.Flows = nil
			test.change(&cfg, f)
			cfg.Ports = []uint16{80, 445}
		}
		r := runProbe(t, cfg, f)
		if got := brief(r); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test.want)
		}
		if why := r.Flows[len(r.Flows)-1].Why; !strings.Contains(why, test.why) {
			t.Errorf("%s: why: got %q, want %q in it", name, why, test.why)
		}
	}
}

// A proxy that speaks for everything says the same on a decoy; a canary that says
// something else is really there.
func TestProbeEgressProxy(t *testing.T) {
	for banner, want := range map[string]string{
		"proxy":  "3 print>office not-proved i9; print>internet not-proved i1;",
		"canary": "1 print>office not-proved i9; print>internet violation o1; 198.51.100.7:443",
	} {
		cfg, f := labConfig(), &fakeNet{answer: orElse(openAt(), probe.Open)}
		cfg.From, cfg.Verify, cfg.Ports = "print", true, []uint16{22, 80, 445}
		cfg.Policy.Flows, cfg.Policy.Zones[1].Hosts, cfg.Policy.Zones[0].Hosts = nil, nil, []string{"10.10.0.5"}
		cfg.Policy.Egress = []netzone.Canary{{Host: "198.51.100.7", Ports: []uint16{443}}}
		means := f.means()
		means.identify = func(_ context.Context, at netip.AddrPort, _ uint16) probe.Service {
			if at.String() == "198.51.100.7:443" {
				return probe.Service{Name: "https", Verified: true, Banner: banner}
			}
			return probe.Service{Name: "https", Verified: true, Banner: "proxy"}
		}
		cfg.means, cfg.Lookup = means, f.lookup
		r, err := Probe(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if got := brief(r); got != want {
			t.Errorf("%s:\n got %s\nwant %s", banner, got, want)
		}
	}
}

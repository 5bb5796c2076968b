package scan

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

func TestProbeNames(t *testing.T) {
	cfg, f := labConfig(), &fakeNet{answer: openAt(flowOpen), names: map[string]string{
		"wrong.example": "10.10.0.9", "both.example": "10.20.0.14 10.10.0.9", "outside.example": "192.0.2.9", "itself.example": "10.20.0.15", "mapped.example": "::ffff:10.20.0.16",
	}}
	cfg.Addresses = append(cfg.Addresses, netip.MustParseAddr("10.20.0.15"))
	cfg.From = "office"
	cfg.Policy.Zones[1].Hosts = append(cfg.Policy.Zones[1].Hosts, "wrong.example", "both.example", "outside.example", "gone.example", "itself.example", "mapped.example", "MAPPED.example.")
	r := runProbe(t, cfg, f)
	want := []report.Unexamined{
		{Share: "both.example", Reason: "wrong-zone", Detail: "10.10.0.9"}, {Share: "gone.example", Reason: "unresolved", Detail: "no such host"},
		{Share: "outside.example", Reason: "outside-zone", Detail: "192.0.2.9"}, {Share: "wrong.example", Reason: "wrong-zone", Detail: "10.10.0.9"},
	}
	if !slices.Equal(r.Unexamined, want) {
		t.Errorf("got %+v, want %+v", r.Unexamined, want)
	}
	for _, to := range f.order {
		if !strings.HasPrefix(to.Addr().String(), "10.20.0.") || to.Addr().String() == "10.20.0.15" {
			t.Errorf("%s was tried", to)
		}
	}
	for _, text := range []string{
		"both.example: it resolves to 10.10.0.9, which is in a network of zone office, not of zone print: not tried",
		"gone.example: it does not resolve", "outside.example: 192.0.2.9 is in no network of zone print: not tried", "10.20.0.15 is this machine itself: not tried",
	} {
		if !slices.Contains(r.Warnings, text) {
			t.Errorf("the warnings %q do not tell: %s", r.Warnings, text)
		}
	}
	names := map[string][]string{}
	for _, row := range r.Targets {
		names[row.Host] = row.Names
	}
	if got := names["10.20.0.16"]; !slices.Equal(got, []string{"mapped.example"}) {
		t.Errorf("names of 10.20.0.16: got %q", got)
	}
	if r.ExitCode != 1 { // the machine stands in both
		t.Errorf("exit code: got %d", r.ExitCode)
	}
}

// A network that nobody can finish keeps nothing else from being tried, and the run
// is not complete.
func TestProbeEndless(t *testing.T) {
	cfg, f := labConfig(), &fakeNet{answer: openAt(flowOpen, "[fd00:20::11]:4022")}
	withIPv6(&cfg, f)
	cfg.Sweep = true
	r := runProbe(t, cfg, f)
	if got, want := brief(r), "3 office>print not-proved f768; office>print+ allowed o2 f254; 10.20.0.11:4022 fd00:20::11:4022"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if want := []report.Unexamined{{Share: "fd00:20::/64", Reason: "too-large", Detail: "2^64 addresses"}}; !slices.Equal(r.Unexamined, want) {
		t.Errorf("got unexamined %+v, want %+v", r.Unexamined, want)
	}
	if why := r.Flows[0].Why; r.Complete || !strings.Contains(why, "declared hosts were tried: fd00:20::/64") {
		t.Errorf("complete is %v, and why %q", r.Complete, why)
	}
	if len(r.Swept) != 1 || r.Swept[0].Network != "10.20.0.0/24" || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "2^64 addresses") {
		t.Errorf("swept %+v, warnings %q", r.Swept, r.Warnings)
	}
}

func TestProbeErrors(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*ProbeConfig)
		want   string
	}{
		"in no zone":    {func(c *ProbeConfig) { c.Addresses = []netip.Addr{netip.MustParseAddr("192.0.2.1")} }, "192.0.2.1 are in no network of a zone (say where it stands: --from ZONE)"},
		"no address":    {func(c *ProbeConfig) { c.Addresses = nil }, "(it has none)"},
		"unknown zone":  {func(c *ProbeConfig) { c.From = "ofice" }, `unknown zone "ofice" (the zones are office, print)`},
		"nothing to do": {func(c *ProbeConfig) { c.Policy.Zones = c.Policy.Zones[:1] }, "there is nothing to try"},
		"a host of another zone": {func(c *ProbeConfig) { c.Policy.Zones[1].Hosts = []string{"10.10.0.9"} },
			"10.10.0.9 is in a network of zone office, not of zone print"},
		"a share of no zone": {func(c *ProbeConfig) { c.Shares = []ProbeShare{{URL: "smb://fs/x", Zone: "x"}} }, `unknown zone "x"`},
		"a large network": {func(c *ProbeConfig) { c.Sweep, c.Policy.Zones[1].Networks = true, prefixes("10.20.0.0/15") },
			"131072 addresses, more than 65536 (--yes if that is meant)"},
		"an endless network": {func(c *ProbeConfig) {
			c.Sweep, c.Large, c.Policy.Zones[1].Networks, c.Policy.Zones[1].Hosts = true, true, prefixes("fd00::/64"), nil
		},
			"fd00::/64 of zone print: it has too many addresses to be tried one by one, and nothing else is there to try (declare its hosts"},
		"a large network that is endless": {func(c *ProbeConfig) {
			c.Sweep, c.Policy.Zones[1].Networks = true, prefixes("10.20.0.0/16", "11.0.0.0/7")
		},
			"33554432 addresses, more than 65536 (--yes"},
		"days": {func(c *ProbeConfig) {
			c.Sweep, c.Large, c.Ports, c.Policy.Zones[1].Networks = true, true, nil, prefixes("10.20.0.0/16", "11.0.0.0/8")
		},
			"that takes days (give it a time with --time"},
	} {
		cfg, f := labConfig(), &fakeNet{answer: openAt()}
		test.change(&cfg)
		cfg.means, cfg.Lookup = f.means(), f.lookup
		r, err := Probe(t.Context(), cfg)
		if err == nil || r != nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got error %v, want %q in it", name, err, test.want)
		}
		if len(f.order) > 0 {
			t.Errorf("%s: %d ports were tried", name, len(f.order))
		}
	}
}

// Zones without networks cannot tell whose a host is: it is tried once, and told.
func TestProbeHostOfTwoZones(t *testing.T) {
	cfg, f := labConfig(), &fakeNet{answer: openAt("192.0.2.5:445")}
	cfg.Policy.Zones[1].Networks, cfg.Policy.Zones[1].Hosts = nil, []string{"192.0.2.5"}
	cfg.Policy.Zones = append(cfg.Policy.Zones, netzone.Zone{Name: "vault", Hosts: []string{"192.0.2.5"}})
	r := runProbe(t, cfg, f)
	if got := brief(r); !strings.HasPrefix(got, "1 office>print violation o1") || !strings.Contains(got, "office>vault not-proved;") {
		t.Errorf("got %s", got)
	}
	if want := "192.0.2.5: 192.0.2.5 is a host of zone print, and of zone vault: tried as one of the first"; !slices.Contains(r.Warnings, want) {
		t.Errorf("the warnings %q do not tell: %s", r.Warnings, want)
	}
}

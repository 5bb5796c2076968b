package scan

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/netzone/probe"
)

const flowOpen = "10.20.0.11:4022"

// Two hosts and two routers with three forbidden ports and one allowed one. Why is
// looked for in the flow that is forbidden.
var probeVerdicts = map[string]struct {
	answer func(netip.AddrPort, int) probe.State
	change func(*ProbeConfig, *fakeNet)
	want   string
	why    string // in the flow that is forbidden
}{
	"everything is dropped": {answer: openAt(flowOpen), want: "0 office>print closed f12; office>print+ allowed o1 f3; 10.20.0.11:4022"},
	"a port is open": {answer: openAt(flowOpen, "10.20.0.12:445"),
		want: "1 office>print violation o1 f11; office>print+ allowed o1 f3; 10.20.0.12:445 10.20.0.11:4022"},
	"the router is open": {answer: openAt(flowOpen, "10.20.0.1:22"),
		want: "1 office>print violation o1 f11; office>print+ allowed o1 f3; 10.20.0.1:22 10.20.0.11:4022"},
	"hosts refuse, and nobody's address is silent": {answer: func(to netip.AddrPort, _ int) probe.State {
		if to.String() == flowOpen {
			return probe.Open
		}
		if to.Addr().String() == "10.20.0.11" {
			return probe.Refused
		}
		return probe.Unreachable
	}, want: "0 office>print closed r3 u9; office>print+ allowed o1 u3; 10.20.0.11:4022", why: "3 ports were refused"},
	"a firewall rejects": {answer: orElse(openAt(flowOpen), probe.Refused),
		want: "3 office>print not-proved r12; office>print+ allowed o1 r3; 10.20.0.11:4022", why: "on ports 22,80,445"},
	"a firewall rejects, and a port is open": {answer: orElse(openAt(flowOpen, "10.20.0.12:445"), probe.Refused),
		want: "1 office>print violation o1 r11; office>print+ allowed o1 r3; 10.20.0.12:445 10.20.0.11:4022"},
	"a firewall rejects one port": {answer: func(to netip.AddrPort, _ int) probe.State {
		switch {
		case to.String() == flowOpen:
			return probe.Open
		case to.Port() == 80:
			return probe.Refused
		}
		return probe.Filtered
	}, want: "3 office>print not-proved r4 f8; office>print+ allowed o1 f3; 10.20.0.11:4022", why: "on ports 80:"},
	"everything is accepted": {answer: orElse(openAt(), probe.Open),
		want: "3 office>print not-proved i12; office>print+ allowed-closed i4;", why: "12 ports were answered by something"},
	"a proxy accepts the web": {answer: func(to netip.AddrPort, _ int) probe.State {
		if to.Port() == 80 || to.String() == flowOpen {
			return probe.Open
		}
		return probe.Filtered
	}, want: "3 office>print not-proved f8 i4; office>print+ allowed o1 f3; 10.20.0.11:4022", why: "4 ports were answered by something"},
	"nothing answers": {answer: openAt(), want: "3 office>print not-proved f12; office>print+ allowed-closed f4;", why: "no control that is known to be open"},
	"the flow breaks": {answer: func(to netip.AddrPort, n int) probe.State {
		if to.String() == flowOpen && n < 2 {
			return probe.Open
		}
		return probe.Filtered
	}, want: "3 office>print not-proved f12; office>print+ allowed o1 f3; 10.20.0.11:4022", why: "no control that is known to be open"},
	"no flow is allowed": {answer: openAt(flowOpen), change: func(c *ProbeConfig, _ *fakeNet) { c.Policy.Flows = nil },
		want: "3 office>print not-proved f12;", why: "no control that is known to be open"},
	"known to be open in the office": {answer: openAt("10.10.0.5:445"), change: nearOnly,
		want: "3 office>print not-proved f12;", why: "that packets by IPv4 leave zone office was not seen: declare a known-open beyond it"},
	"known to be open in the office, and the router refuses": {answer: func(to netip.AddrPort, _ int) probe.State {
		if to.Addr().String() == "10.20.0.1" {
			return probe.Refused
		}
		return openAt("10.10.0.5:445")(to, 0)
	}, change: nearOnly, want: "0 office>print closed r3 f9;"},
	"known to be open in the office, and a host refuses": {answer: func(to netip.AddrPort, _ int) probe.State {
		if to.Addr().String() == "10.20.0.11" {
			return probe.Refused
		}
		return openAt("10.10.0.5:445")(to, 0)
	}, change: nearOnly, want: "3 office>print not-proved r3 f9;", why: "leave zone office was not seen"},
	"known to be open in the office, and all is rejected": {answer: orElse(openAt("10.10.0.5:445"), probe.Refused), change: nearOnly,
		want: "3 office>print not-proved r12;", why: "leave zone office was not seen"},
	"known to be open on the cable": {answer: openAt("192.0.2.5:445"), change: func(c *ProbeConfig, _ *fakeNet) {
		c.Policy.Flows, c.KnownOpen, c.Links = nil, []HostPort{{"192.0.2.5", 445}}, prefixes("10.10.0.0/24", "192.0.2.0/28")
	}, want: "3 office>print not-proved f12;", why: "leave zone office was not seen"},
	"known to be open beyond": {answer: openAt("192.0.2.5:445"), change: func(c *ProbeConfig, _ *fakeNet) {
		c.Policy.Flows, c.KnownOpen, c.Links = nil, []HostPort{{"192.0.2.5", 445}}, prefixes("10.10.0.0/24")
	}, want: "0 office>print closed f12;"},
	"some SYN are lost": {answer: func(to netip.AddrPort, n int) probe.State {
		switch {
		case to.String() == flowOpen:
			return probe.Open
		case to.String() == "10.20.0.11:22", to.String() == "10.20.0.12:80" && n > 0:
			return probe.Refused
		case to.String() == "10.20.0.12:445" && n > 1:
			return probe.Open
		}
		return probe.Filtered
	}, want: "1 office>print violation o1 r2 f9; office>print+ allowed o1 f3; 10.20.0.12:445 10.20.0.11:4022", why: "2 silent ports answered when they were tried again"},
	"some rejections are lost": {answer: func(to netip.AddrPort, n int) probe.State {
		switch {
		case to.String() == flowOpen:
			return probe.Open
		case to.String() == "10.20.0.11:22", to.String() == "10.20.0.12:80" && n > 0:
			return probe.Refused
		}
		return probe.Filtered
	}, want: "3 office>print not-proved r2 f10; office>print+ allowed o1 f3; 10.20.0.11:4022", why: "1 silent ports answered when they were tried again"},
	"IPv6 is dead": {answer: openAt(flowOpen), change: withIPv6, want: "3 office>print not-proved f18; office>print+ allowed o1 f5; 10.20.0.11:4022",
		why: "that packets by IPv6 leave zone office was not seen"},
	"IPv6 is there": {answer: openAt(flowOpen, "[fd00:20::11]:4022"), change: withIPv6, want: "0 office>print closed f18; office>print+ allowed o2 f4; 10.20.0.11:4022 fd00:20::11:4022"},
	"known to be open, and forbidden": {answer: openAt("10.20.0.33:23"), change: func(c *ProbeConfig, _ *fakeNet) {
		c.Policy.Flows, c.KnownOpen = nil, []HostPort{{"10.20.0.33", 23}}
	}, want: "1 office>print violation o1 f19; 10.20.0.33:23"},
	"no host is declared": {answer: openAt("10.10.0.5:445"), change: func(c *ProbeConfig, _ *fakeNet) {
		c.Policy.Flows, c.KnownOpen, c.Policy.Zones[1].Hosts = nil, []HostPort{{"10.10.0.5", 445}}, nil
	}, want: "3 office>print not-proved f6;", why: "no host of the zone was tried"},
	"no network": {answer: openAt(flowOpen), change: func(c *ProbeConfig, _ *fakeNet) { c.Policy.Zones[1].Networks = nil },
		want: "3 office>print not-proved f6; office>print+ allowed o1 f1; 10.20.0.11:4022", why: "no control of an address that nobody has"},
	"no network, but an unused address": {answer: openAt(flowOpen), change: func(c *ProbeConfig, _ *fakeNet) {
		c.Policy.Zones[1].Networks, c.Policy.Zones[1].Unused = nil, []netip.Addr{netip.MustParseAddr("10.20.0.99")}
	}, want: "0 office>print closed f6; office>print+ allowed o1 f1; 10.20.0.11:4022"},
	"no route": {answer: orElse(openAt(flowOpen), probe.Unreachable), change: func(_ *ProbeConfig, f *fakeNet) { f.noRoute = "10.20.0.12" },
		want: "3 office>print not-proved u12; office>print+ allowed o1 u3; 10.20.0.11:4022", why: "no route to 10.20.0.12"},
	"swept": {answer: openAt(flowOpen, "10.20.0.77:22"), change: func(c *ProbeConfig, _ *fakeNet) { c.Sweep = true },
		want: "1 office>print violation o1 f761; office>print+ allowed o1 f253; 10.20.0.77:22 10.20.0.11:4022"},
	"swept and silent": {answer: openAt(flowOpen), change: func(c *ProbeConfig, _ *fakeNet) { c.Sweep = true },
		want: "0 office>print closed f762; office>print+ allowed o1 f253; 10.20.0.11:4022"},
	"a name resolves": {answer: openAt(flowOpen, "10.20.0.13:80"), change: func(c *ProbeConfig, f *fakeNet) {
		c.Policy.Zones[1].Hosts, f.names = append(c.Policy.Zones[1].Hosts, "p.example"), map[string]string{"p.example": "10.20.0.13"}
	}, want: "1 office>print violation o1 f14; office>print+ allowed o1 f4; 10.20.0.13:80 10.20.0.11:4022"},
	"a name does not resolve": {answer: openAt(flowOpen), change: func(c *ProbeConfig, _ *fakeNet) {
		c.Policy.Zones[1].Hosts = append(c.Policy.Zones[1].Hosts, "p.example")
	}, want: "3 office>print not-proved f12; office>print+ allowed o1 f3; 10.20.0.11:4022", why: "not tried: p.example"},
	"a machine in two zones": {answer: openAt(), change: func(c *ProbeConfig, _ *fakeNet) {
		c.Addresses = append(c.Addresses, netip.MustParseAddr("10.20.0.21"))
	}, want: "1 office>print not-proved; bridge office-print proof", why: "this machine stands in zone print itself"},
	"a machine in two zones that says which": {answer: openAt(flowOpen), change: func(c *ProbeConfig, _ *fakeNet) {
		c.From, c.Addresses = "office", append(c.Addresses, netip.MustParseAddr("10.20.0.21"))
	}, want: "1 office>print closed f12; office>print+ allowed o1 f3; 10.20.0.11:4022 bridge office-print proof"},
	"a share has a port of its own": {answer: openAt(flowOpen, "10.20.0.12:2222"), change: func(c *ProbeConfig, _ *fakeNet) {
		c.Shares = []ProbeShare{{URL: "sftp://10.20.0.12:2222/job", Zone: "print"}, {URL: "/srv/job", Zone: "print"}}
	}, want: "1 office>print violation o1 f15; office>print+ allowed o1 f3; 10.20.0.12:2222 10.20.0.11:4022"},
	"a real service behind what accepts everything": {answer: orElse(openAt(), probe.Open), change: func(c *ProbeConfig, f *fakeNet) {
		c.Verify, f.speaks = true, map[string]probe.Service{"10.20.0.11:22": {Name: "ssh", Verified: true, Banner: "SSH-2.0-x"}}
	}, want: "1 office>print violation o1 i11; office>print+ allowed-closed i4; 10.20.0.11:22"},
}

func nearOnly(c *ProbeConfig, _ *fakeNet) {
	c.Policy.Flows, c.KnownOpen = nil, []HostPort{{"10.10.0.5", 445}}
}

func withIPv6(c *ProbeConfig, _ *fakeNet) {
	print := &c.Policy.Zones[1]
	print.Networks, print.Hosts = append(print.Networks, netip.MustParsePrefix("fd00:20::/64")), append(print.Hosts, "fd00:20::11")
}

func TestProbeVerdicts(t *testing.T) {
	for name, test := range probeVerdicts {
		t.Run(name, func(t *testing.T) {
			cfg, f := labConfig(), &fakeNet{answer: test.answer}
			if test.change != nil {
				test.change(&cfg, f)
			}
			r := runProbe(t, cfg, f)
			if got := brief(r); got != test.want {
				t.Errorf("\n got %s\nwant %s\nwarnings %q", got, test.want, r.Warnings)
			}
			if why := r.Flows[0].Why; !strings.Contains(why, test.why) {
				t.Errorf("why: got %q, want %q in it", why, test.why)
			}
		})
	}
}

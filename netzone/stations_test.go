package netzone

import (
	"net/netip"
	"slices"
	"testing"
)

func TestCheckStations(t *testing.T) {
	net, addr := netip.MustParsePrefix, netip.MustParseAddr
	p := &Policy{
		Zones: []Zone{
			{Name: "office", Networks: []netip.Prefix{net("10.20.1.0/24"), net("fd00:20::/64")}, Hosts: []string{"10.20.1.21", "fs01", ""},
				Gateways: []netip.Addr{addr("10.20.1.1"), {}}, Unused: []netip.Addr{addr("10.20.1.99"), {}, addr("fd00:20::"), addr("fd00:20::99")}},
			{Name: "print", Networks: []netip.Prefix{net("10.10.1.0/31")}, Hosts: []string{"10.20.1.22", "FS01.", "10.10.9.9"},
				Gateways: []netip.Addr{addr("10.20.1.2")}, Unused: []netip.Addr{addr("10.10.1.0"), addr("10.10.1.1"), addr("10.30.0.1")}},
			{Name: "vault", Hosts: []string{"192.0.2.1"}, Unused: []netip.Addr{addr("192.0.2.1"), addr("192.0.2.2"), addr("10.20.1.98")}},
		},
		Egress: []Canary{{Host: "10.20.1.5", Ports: []uint16{443, 0}, From: []string{"office", "", "lab"}}, {Host: "fd00:20::5"}, {Host: "198.51.100.7"}, {Name: "a.example"}},
	}
	unused := "a control needs an address that nobody has"
	where, router := "an unused address is a control: it must be where the zone's machines are", "a gateway of a zone has an address in it: the one that its machines send to"
	canary := "a canary is in the internet, not in a zone: what zones may reach is in flows"
	want := []Problem{
		{At: "zones[0].unused[2]", Text: "fd00:20:: is no machine's address: it names the network fd00:20::/64", Hint: "take another that nobody has"},
		{At: "zones[1].hosts[0]", Text: "10.20.1.22 is in a network of zone office, not of zone print", Hint: "an address belongs to one zone"},
		{At: "zones[1].hosts[1]", Text: "host FS01. is one of zone office already", Hint: "a machine with a leg in two zones is what shikiri probe looks for: declare each of its addresses in its own zone"},
		{At: "zones[1].hosts[2]", Text: "10.10.9.9 is in no network of zone print", Hint: "shikiri probe tries only addresses of the networks", Warning: true},
		{At: "zones[1].gateway[0]", Text: "10.20.1.2 is in a network of zone office, not of zone print", Hint: router},
		{At: "zones[1].unused[2]", Text: "10.30.0.1 is in no network of zone print", Hint: where},
		{At: "zones[2].unused[0]", Text: "192.0.2.1 is a host of zone vault, and unused", Hint: unused},
		{At: "zones[2].unused[2]", Text: "10.20.1.98 is in a network of zone office, not of zone vault", Hint: where},
		{At: "egress[0].host", Text: "10.20.1.5 is in a network of zone office", Hint: canary},
		{At: "egress[0].ports[1]", Text: "there is no port 0", Hint: "ports are 1 to 65535"},
		{At: "egress[0].from[2]", Text: `unknown zone "lab"`, Hint: "the zones are office, print, vault"},
		{At: "egress[1].host", Text: "fd00:20::5 is in a network of zone office", Hint: canary},
	}
	got := p.Check(day1)
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("missing: %+v", w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("too much: %+v", g)
		}
	}
}

func TestCheckUnused(t *testing.T) {
	p := &Policy{Zones: []Zone{{Name: "a"}, {Name: "b", Unused: []netip.Addr{netip.MustParseAddr("10.0.0.9")}}}}
	want := Problem{Text: "10.0.0.9 is unused in zone b", Hint: "a control of shikiri probe needs an address that nobody has"}
	if got := p.CheckUnused(netip.MustParseAddr("::ffff:10.0.0.9")); got == nil || *got != want {
		t.Errorf("CheckUnused(10.0.0.9) = %+v, want %+v", got, want)
	}
	if got := p.CheckUnused(netip.MustParseAddr("10.0.0.8")); got != nil {
		t.Errorf("CheckUnused(10.0.0.8) = %+v, want nil", got)
	}
}

package netzone

import (
	"net/netip"
	"testing"
	"time"
)

func TestCheck(t *testing.T) {
	net := netip.MustParsePrefix
	p := &Policy{
		Zones: []Zone{
			{Name: "print", Allowed: true, Retention: 14 * day, Networks: []netip.Prefix{net("10.20.0.0/16"), net("10.20.1.0/24"), net("fd00::/8")}},
			{Name: "office", Retention: day, Networks: []netip.Prefix{net("10.20.5.0/24"), net("fd00:1::/32")}, Exceptions: []Exception{
				{Kinds: []string{"email"}, Paths: []string{"a/**", "b\\c"}, Until: date(2027, 3, 30), ApprovedBy: "長", Why: "例"},
				{Until: date(2027, 3, 31), ApprovedBy: "長", Why: "例"},
				{Kinds: []string{"email"}},
			}},
			{Name: "print"},
			{Name: "Office"},
			{Name: "vault", Allowed: true, Exceptions: []Exception{{Kinds: []string{"email"}, Until: date(2027, 3, 31), ApprovedBy: "長", Why: "例"}}},
			{}, {},
		},
		Clients: []Client{{Name: "甲", Paths: []string{"甲", "["}}, {Name: "乙"}, {Name: "甲", Paths: []string{"丙"}}, {Paths: []string{"丁"}}, {Paths: []string{"戊"}}},
		Flows: []Flow{
			{From: "print", To: "office", Ports: []uint16{445}},
			{From: "print", To: "lab", Ports: []uint16{445, 0}},
			{From: "vault", To: "vault"},
		},
	}
	want := []Problem{
		{At: "zones[1].networks[0]", Text: "10.20.5.0/24 of zone office overlaps 10.20.0.0/16 of zone print", Hint: "an address belongs to one zone"},
		{At: "zones[1].networks[1]", Text: "fd00:1::/32 of zone office overlaps fd00::/8 of zone print", Hint: "an address belongs to one zone"},
		{At: "zones[1].retention", Text: "retention has no effect: zone office forbids personal data", Warning: true},
		{At: "zones[1].exceptions[0].paths[1]", Text: `bad pattern "b\\c"`, Hint: `a pattern has / between folders, not \`},
		{At: "zones[1].exceptions[0].until", Text: "an exception of zone office ended on 2027-03-30 and no longer applies", Warning: true},
		{At: "zones[1].exceptions[1]", Text: "the exception is for all personal data in zone office", Hint: "name its kinds or paths", Warning: true},
		{At: "zones[1].exceptions[2].until", Text: "an exception needs the last day that it counts on", Hint: "until: 2027-03-31"},
		{At: "zones[1].exceptions[2]", Text: "the exception does not tell who approved it and why", Hint: "write approved-by and why: auditors ask, and reports show them", Warning: true},
		{At: "zones[2].name", Text: `there are two zones "print"`},
		{At: "zones[3].name", Text: `zones "office" and "Office" look the same`, Hint: "names match exactly; choose one that people can tell apart"},
		{At: "zones[4].exceptions[0]", Text: "the exception has no effect: zone vault keeps personal data without end", Warning: true},
		{At: "clients[0].paths[1]", Text: `bad pattern "["`, Hint: "[ is never closed: write [[] for a bracket in a name"},
		{At: "clients[1].paths", Text: "a client needs the paths that its files are in", Hint: `paths: ["**/name/**"]`},
		{At: "clients[2].name", Text: `there are two clients "甲"`, Hint: "put the paths of both under one"},
		{At: "flows[1].to", Text: `unknown zone "lab"`, Hint: "the zones are print, office, Office, vault"},
		{At: "flows[1].ports[1]", Text: "there is no port 0", Hint: "ports are 1 to 65535"},
		{At: "flows[2].to", Text: "the flow leads from zone vault to itself", Hint: "flows are connections between zones; within a zone nothing is checked"},
		{At: "flows[2].ports", Text: "a flow needs the ports that are open", Hint: "ports: [445]"},
	}
	got := p.Check(day1)
	for i := range max(len(got), len(want)) {
		var g, w Problem
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Errorf("problem %d:\n got %+v\nwant %+v", i, g, w)
		}
	}
}

func TestCheckAddress(t *testing.T) {
	p := &Policy{Zones: []Zone{
		{Name: "print", Networks: []netip.Prefix{netip.MustParsePrefix("10.20.0.0/16")}},
		{Name: "office", Networks: []netip.Prefix{netip.MustParsePrefix("10.10.0.0/16"), netip.MustParsePrefix("fd00::/8")}},
		{Name: "lab"},
	}}
	other := Problem{Text: "10.20.0.1 is in a network of zone print, not of zone office", Hint: "a share is judged by the rule of its zone"}
	for _, test := range []struct {
		zone, addr string
		want       *Problem
	}{
		{"print", "10.20.0.1", nil},
		{"print", "::ffff:10.20.0.1", nil},
		{"office", "fd00::1", nil},
		{"office", "10.20.0.1", &other},
		{"lab", "10.20.0.1", &Problem{Text: "10.20.0.1 is in a network of zone print, not of zone lab", Hint: other.Hint}},
		{"lab", "192.0.2.1", nil},
		{"office", "192.0.2.1", &Problem{Text: "192.0.2.1 is in no network of zone office", Warning: true}},
		{"nowhere", "10.20.0.1", nil},
	} {
		got := p.CheckAddress(test.zone, netip.MustParseAddr(test.addr))
		if (got == nil) != (test.want == nil) || got != nil && *got != *test.want {
			t.Errorf("CheckAddress(%s, %s) = %+v, want %+v", test.zone, test.addr, got, test.want)
		}
	}
	if z := p.ZoneOf(netip.MustParseAddr("10.10.9.9")); z != &p.Zones[1] {
		t.Errorf("ZoneOf(10.10.9.9) = %v, want office", z)
	}
	if z := p.ZoneOf(netip.Addr{}); z != nil {
		t.Errorf("ZoneOf of no address = %v, want none", z)
	}
}

func TestCheckZone(t *testing.T) {
	p := Default()
	if got := p.CheckZone("print"); got != nil {
		t.Errorf("CheckZone(print) = %+v, want nil", got)
	}
	want := Problem{Text: `unknown zone "Print"`, Hint: "the zones are office, print"}
	if got := p.CheckZone("Print"); got == nil || *got != want {
		t.Errorf("CheckZone(Print) = %+v, want %+v", got, want)
	}
	if got := (&Policy{}).CheckZone("x"); got == nil || got.Hint != "" {
		t.Errorf("CheckZone of an empty policy = %+v, want no hint", got)
	}
}

func TestEnded(t *testing.T) {
	e := Exception{Until: date(2026, 12, 31)}
	for now, want := range map[time.Time]bool{
		date(2026, 12, 1): false, date(2026, 12, 31): false, date(2027, 1, 1).Add(-1): false, date(2027, 1, 1): true,
	} {
		if got := e.Ended(now); got != want {
			t.Errorf("Ended(%v) = %t, want %t", now, got, want)
		}
	}
	if !(&Exception{}).Ended(day1) {
		t.Error("an exception without a date has not ended")
	}
}

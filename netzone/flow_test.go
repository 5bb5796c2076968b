package netzone

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
)

func TestFlowsTo(t *testing.T) {
	p := &Policy{Flows: []Flow{
		{From: "a", To: "b", Ports: []uint16{445, 22, 445}}, {From: "b", To: "a", Ports: []uint16{80}},
		{From: "a", To: "b", Ports: []uint16{22}}, {From: "a", To: "b", Ports: []uint16{22, 23}},
	}}
	for _, test := range []struct{ from, to, want string }{
		{"a", "b", "[[22 445] [23]]"}, {"b", "a", "[[80]]"}, {"a", "c", "[]"},
	} {
		if got := fmt.Sprint(p.FlowsTo(test.from, test.to)); got != test.want {
			t.Errorf("from %s to %s: got %s, want %s", test.from, test.to, got, test.want)
		}
	}
}

func TestZonesOf(t *testing.T) {
	p := &Policy{Zones: []Zone{
		{Name: "a", Networks: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00:1::/64")}},
		{Name: "b", Networks: []netip.Prefix{netip.MustParsePrefix("10.2.0.0/16")}}, {Name: "c"},
	}}
	for _, test := range []struct {
		addrs []string
		want  string
	}{
		{[]string{"10.2.0.1", "10.1.0.1", "10.2.0.2", "192.0.2.1"}, "a b "}, {[]string{"::ffff:10.2.0.1"}, "b "}, {[]string{"fd00:1::1%eth0"}, "a "}, {nil, ""},
	} {
		var addrs []netip.Addr
		for _, a := range test.addrs {
			addrs = append(addrs, netip.MustParseAddr(a))
		}
		got := ""
		for _, z := range p.ZonesOf(addrs) {
			got += z.Name + " "
		}
		if got != test.want {
			t.Errorf("%v: got %q, want %q", test.addrs, got, test.want)
		}
	}
}

func TestForbids(t *testing.T) {
	open, closed := &Zone{Name: "office"}, &Zone{Name: "print", Allowed: true}
	for _, test := range []struct {
		from         []string
		open, closed bool
	}{
		{nil, false, true}, {[]string{"office"}, true, false}, {[]string{"print", "office"}, true, true}, {[]string{"x"}, false, false},
	} {
		c := Canary{From: test.from}
		if c.Forbids(open) != test.open || c.Forbids(closed) != test.closed {
			t.Errorf("from %v: got %v %v, want %v %v", test.from, c.Forbids(open), c.Forbids(closed), test.open, test.closed)
		}
	}
}

func TestRouters(t *testing.T) {
	z := Zone{Networks: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("10.2.0.7/32"), netip.MustParsePrefix("fd00:1::/64"), {}}}
	want := "[10.1.0.1 10.1.255.254 fd00:1::1]"
	if got := fmt.Sprint(z.Routers()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	z.Gateways = []netip.Addr{netip.MustParseAddr("10.1.0.9")}
	if got := fmt.Sprint(z.Routers()); got != "[10.1.0.9]" {
		t.Errorf("of a zone that names its router: got %s", got)
	}
	if got, want := z.NetworkOf(netip.MustParseAddr("10.1.2.3")), z.Networks[0]; got != want {
		t.Errorf("network of 10.1.2.3: got %s, want %s", got, want)
	}
	if got := z.NetworkOf(netip.MustParseAddr("10.9.2.3")); got.IsValid() {
		t.Errorf("network of 10.9.2.3: got %s, want none", got)
	}
}

func TestUsable(t *testing.T) {
	for _, test := range []struct{ network, want string }{
		{"10.0.0.0/24", "10.0.0.1-10.0.0.254"}, {"10.0.0.0/30", "10.0.0.1-10.0.0.2"}, {"10.0.0.0/31", "10.0.0.0-10.0.0.1"}, {"10.0.0.7/32", "10.0.0.7-10.0.0.7"},
		{"10.0.16.0/20", "10.0.16.1-10.0.31.254"}, {"fd00::/120", "fd00::1-fd00::ff"}, {"fd00::/127", "fd00::-fd00::1"}, {"fd00::/12", "fd00::1-fd0f:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
	} {
		first, last := Usable(netip.MustParsePrefix(test.network))
		if got := fmt.Sprintf("%s-%s", first, last); got != test.want {
			t.Errorf("%s: got %s, want %s", test.network, got, test.want)
		}
	}
}

// What is picked is usable and free, the last free one is found, and one seed
// picks the same.
func TestPickAddress(t *testing.T) {
	for _, text := range []string{"10.0.0.0/30", "10.0.0.0/24", "10.0.0.0/8", "fd00:1::/64", "10.0.0.7/32", "10.0.0.6/31", "fd00::/118"} {
		n := netip.MustParsePrefix(text)
		first, last := Usable(n)
		var taken []netip.Addr
		for seed := range uint64(300) {
			pick := func() (netip.Addr, bool) {
				return PickAddress(n, rand.New(rand.NewPCG(seed, 1)), func(a netip.Addr) bool { return slices.Contains(taken, a) })
			}
			a, ok := pick()
			if b, _ := pick(); a != b {
				t.Fatalf("%s: seed %d picks %s and %s", n, seed, a, b)
			}
			if !ok {
				break
			}
			if !n.Contains(a) || a.Less(first) || last.Less(a) || slices.Contains(taken, a) {
				t.Fatalf("%s: picked %s, which is not usable or taken", n, a)
			}
			taken = append(taken, a)
		}
		want := map[string]int{"10.0.0.0/30": 2, "10.0.0.0/24": 254, "10.0.0.7/32": 1, "10.0.0.6/31": 2}[text]
		if want == 0 {
			want = 300
		}
		if len(taken) != want {
			t.Errorf("%s: got %d addresses, want %d", n, len(taken), want)
		}
	}
}

func TestSize(t *testing.T) {
	for _, test := range []struct{ network, want string }{{"10.0.0.0/8", "16777216"}, {"fd00::/64", "2^64"}, {"10.0.0.1/32", "1"}, {"0.0.0.0/0", "4294967296"}} {
		if got := Size(netip.MustParsePrefix(test.network)); got != test.want {
			t.Errorf("%s: got %s, want %s", test.network, got, test.want)
		}
	}
}

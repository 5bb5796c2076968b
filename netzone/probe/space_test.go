package probe

import (
	"net/netip"
	"strings"
	"testing"
)

func prefixes(list string) []netip.Prefix {
	var out []netip.Prefix
	for _, p := range strings.Fields(list) {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}

func addresses(list string) []netip.Addr {
	var out []netip.Addr
	for _, a := range strings.Fields(list) {
		out = append(out, netip.MustParseAddr(a))
	}
	return out
}

func TestSpace(t *testing.T) {
	for _, test := range []struct {
		addrs, networks string
		want            string // all addresses
	}{
		{"", "", ""},
		{"10.0.0.9 10.0.0.2 10.0.0.9", "", "10.0.0.2 10.0.0.9"},
		{"", "10.0.0.0/30", "10.0.0.1 10.0.0.2"},
		{"", "10.0.0.0/31", "10.0.0.0 10.0.0.1"},
		{"", "10.0.0.7/32", "10.0.0.7"},
		{"", "10.0.0.2/30", "10.0.0.1 10.0.0.2"},
		{"10.0.0.1 10.0.0.9", "10.0.0.0/30", "10.0.0.9 10.0.0.1 10.0.0.2"},
		// Whoever declares the broadcast address means a host.
		{"10.0.0.3", "10.0.0.0/30", "10.0.0.3 10.0.0.1 10.0.0.2"},
		{"::ffff:10.0.0.1", "10.0.0.0/30", "10.0.0.1 10.0.0.2"},
		{"", "::ffff:10.0.0.0/126", "10.0.0.1 10.0.0.2"},
		{"", "10.0.0.0/29 10.0.0.4/30 10.0.0.0/29", "10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5 10.0.0.6"},
		{"", "10.0.0.255/31 10.0.1.0/32", "10.0.0.254 10.0.0.255 10.0.1.0"},
		{"", "fd00::/126", "fd00::1 fd00::2 fd00::3"},
		{"fd00::1", "fd00::/127", "fd00:: fd00::1"},
		{"", "fd00::ffff:ffff:ffff:fffc/126", "fd00::ffff:ffff:ffff:fffd fd00::ffff:ffff:ffff:fffe fd00::ffff:ffff:ffff:ffff"},
	} {
		s, err := NewSpace(addresses(test.addrs), prefixes(test.networks), []uint16{445, 22, 445})
		if err != nil {
			t.Errorf("%q and %q: got %v, want none", test.addrs, test.networks, err)
			continue
		}
		var got []string
		for i := range s.Len() {
			want := []uint16{22, 445}[i%2]
			if at := s.At(i); at.Port() != want {
				t.Errorf("%q and %q: target %d is %v, want port %d", test.addrs, test.networks, i, at, want)
			} else if i%2 == 0 {
				got = append(got, at.Addr().String())
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%q and %q: got %v, want %s", test.addrs, test.networks, got, test.want)
		}
		if s.Hosts() != uint64(len(got)) {
			t.Errorf("%q and %q: got %d hosts, want %d", test.addrs, test.networks, s.Hosts(), len(got))
		}
	}
}

func TestSpaceOfSize(t *testing.T) {
	for _, test := range []struct {
		network, first, last string
		hosts                uint64
	}{
		{"10.0.0.0/8", "10.0.0.1", "10.255.255.254", 1<<24 - 2},
		{"172.16.0.0/16", "172.16.0.1", "172.16.255.254", 1<<16 - 2},
		{"fd00::/104", "fd00::1", "fd00::ff:ffff", 1<<24 - 1},
		{"fd00:0:0:1::/66", "fd00:0:0:1::1", "fd00::1:3fff:ffff:ffff:ffff", 1<<62 - 1},
	} {
		s, err := NewSpace(nil, prefixes(test.network), []uint16{1, 2}[:1])
		if err != nil {
			t.Errorf("%s: got %v, want none", test.network, err)
			continue
		}
		first, last := s.At(0).Addr().String(), s.At(s.Len()-1).Addr().String()
		if s.Hosts() != test.hosts || first != test.first || last != test.last {
			t.Errorf("%s: got %d hosts from %s to %s, want %d from %s to %s", test.network, s.Hosts(), first, last, test.hosts, test.first, test.last)
		}
	}
}

func TestSpaceRefused(t *testing.T) {
	for _, test := range []struct {
		addrs, networks string
		port            uint16
		want            string
	}{
		{"0.0.0.0", "", 1, "it is this machine"},
		{"::", "", 1, "it is this machine"},
		{"224.0.0.1", "", 1, "for many machines"},
		{"255.255.255.255", "", 1, "for many machines"},
		{"ff02::1", "", 1, "for many machines"},
		{"10.0.0.1", "", 0, "port 0"},
		{"", "0.0.0.0/0", 1, "it is this machine"},
		{"", "239.1.0.0/16", 1, "for many machines"},
		{"", "fd00::/64", 1, "declare its hosts"},
		{"", "fd00::/65", 1, "declare its hosts"},
		{"", "fd00::/66 fd01::/66 fd02::/66", 1, "too many"},
	} {
		_, err := NewSpace(addresses(test.addrs), prefixes(test.networks), []uint16{test.port})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q and %q: got %v, want %q in it", test.addrs, test.networks, err, test.want)
		}
	}
	if _, err := NewSpace([]netip.Addr{{}}, nil, nil); err == nil {
		t.Error("the zero address: got no error")
	}
	if _, err := NewSpace(nil, []netip.Prefix{{}}, nil); err == nil {
		t.Error("the zero network: got no error")
	}
}

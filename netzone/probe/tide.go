package probe

import (
	"net"
	"net/netip"
	"slices"
	"time"
)

// A tide keeps this machine from forgetting its neighbours. For every address on
// its link it must know who has it; of those that nobody has Linux remembers for
// some 3 s that it asks, and of 1,024 neighbours in all
// (net.ipv4.neigh.default.gc_thresh3). When the table is full, packets to others are
// dropped and nobody is told: of a sweep of a /20 with an open port that port was
// missed (measured). So a group of addresses that is silent keeps the next waiting.
type tide struct {
	on       bool // there are targets on the link
	era      int  // of the latest group
	began    time.Time
	begun    int // attempts in it
	answered int
}

// ebb is how long: three groups make 768 neighbours within the 3 s.
const ebb = 1500 * time.Millisecond

// wait is how long an attempt of an era has to wait; if not at all, it begins.
func (t *tide) wait(era int, now time.Time) time.Duration {
	if !t.on {
		return 0
	}
	if era > t.era {
		if left := ebb - now.Sub(t.began); left > 0 && t.answered*2 < t.begun {
			return left
		}
		t.era, t.began, t.begun, t.answered = era, now, 0, 0
	}
	t.begun++
	return 0
}

// onLink reports whether a space has more addresses than a group, and one of them
// in a network that this machine has an address in.
func onLink(s *Space) bool {
	if s.Hosts() <= groupSize {
		return false
	}
	links, err := net.InterfaceAddrs()
	if err != nil {
		return true
	}
	for _, link := range links {
		p, err := netip.ParsePrefix(link.String())
		if err == nil && !p.Addr().IsLoopback() && s.touches(p.Masked()) {
			return true
		}
	}
	return false
}

// touches reports whether some address of a space is in a network.
func (s *Space) touches(p netip.Prefix) bool {
	return slices.ContainsFunc(s.hosts, p.Contains) || slices.ContainsFunc(s.nets, func(b block) bool {
		last := advance(b.first, b.n-1)
		return p.Contains(b.first) || p.Contains(last) || b.first.BitLen() == p.Addr().BitLen() && b.first.Less(p.Addr()) && p.Addr().Less(last)
	})
}

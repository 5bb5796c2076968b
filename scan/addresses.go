package scan

import (
	"net/netip"
	"net/url"

	"github.com/shikiri/shikiri/crawl"
)

// addressesOf returns the addresses of the machine that holds a share: what its
// URL names, and those that it was read from. A probe knows machines by them.
func addressesOf(s *Share) []string {
	var all sorted
	if u, err := url.Parse(s.URL); err == nil {
		if a, err := netip.ParseAddr(u.Hostname()); err == nil {
			all.add(a.Unmap().WithZone("").String())
		}
	}
	if a, ok := s.Source.(crawl.Addressed); ok {
		for _, addr := range a.Addresses() {
			all.add(addr.String())
		}
	}
	return all
}

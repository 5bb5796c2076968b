package report

import (
	"net/netip"

	"github.com/shikiri/shikiri/netzone"
)

// findRouters notes at which addresses the routers of zones are: those that were
// controls, and in zones without any the first and the last of each network, where
// a probe looks for them, too.
func (b *bridging) findRouters(controls []Control) {
	known := map[string]bool{}
	for _, c := range controls {
		if c.Kind != "gateway" {
			continue
		}
		known[c.Zone] = true
		if a, err := netip.ParseAddr(c.Host); err == nil {
			b.router[sighting{a.Unmap().WithZone(""), c.Zone}] = true
		}
	}
	for _, z := range b.zones {
		if known[z.name] {
			continue
		}
		for _, n := range z.networks {
			first, last := netzone.Usable(n)
			b.router[sighting{first, z.name}], b.router[sighting{last, z.name}] = true, true
		}
	}
}

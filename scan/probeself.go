package scan

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/shikiri/shikiri/netzone/probe"
)

// trySelf tries the ports at an address of this machine itself, of each family. What
// goes there never leaves it and is answered at once, whether or not anything
// listens: silence is that of its own firewall, which Linux hides from TCP where
// nftables drops what goes out (measured). A rule for one interface is not noticed.
func (p *prober) trySelf(ctx context.Context) {
	var addrs []netip.Addr
	for _, v6 := range []bool{false, true} {
		for _, a := range p.addresses() {
			if a.Is6() == v6 && p.cfg.Policy.ZoneOf(a) == p.from {
				addrs = append(addrs, a)
				break
			}
		}
	}
	space, err := probe.NewSpace(addrs, nil, p.sample)
	if err != nil || len(addrs) == 0 || p.cfg.means.self == nil {
		return
	}
	silent := map[uint16]bool{}
	_ = p.cfg.means.self(ctx, p.cfg.Options, space, func(r probe.Result) { // what is not tried is not silent
		if r.State == probe.Filtered {
			silent[r.Target.Port()] = true
		}
	})
	for _, port := range p.ports {
		if silent[port] {
			p.muzzled = append(p.muzzled, port)
		}
	}
}

// whysOfSelf tells of which ports this machine drops what it sends itself.
func (p *prober) whysOfSelf() []string {
	if len(p.muzzled) == 0 {
		return nil
	}
	return []string{fmt.Sprintf(sayMuzzled, formatPorts(p.muzzled))}
}

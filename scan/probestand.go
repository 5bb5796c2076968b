package scan

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// stand finds out which zone this machine stands in. A machine with addresses in
// two zones is a bridge by itself.
func (p *prober) stand() error {
	policy := p.cfg.Policy
	p.stands = policy.ZonesOf(p.cfg.Addresses)
	switch {
	case p.cfg.From != "":
		if p.from = policy.Zone(p.cfg.From); p.from == nil {
			problem := policy.CheckZone(p.cfg.From)
			return fmt.Errorf("find the zone of this machine: --from: %s (%s)", problem.Text, problem.Hint)
		}
		if len(p.stands) > 0 && !slices.Contains(p.stands, p.from) {
			p.warn(sayElsewhere, p.from.Name, zoneNames(p.stands))
		}
	case len(p.stands) == 0:
		return fmt.Errorf("find the zone of this machine: its addresses %s are in no network of a zone (say where it stands: --from ZONE)",
			cmp.Or(addressList(p.cfg.Addresses), "(it has none)"))
	default:
		p.from = p.stands[0]
	}
	if len(policy.Zones) < 2 && len(policy.Egress) == 0 {
		return errors.New("probe: the configuration has no other zone and no egress: there is nothing to try")
	}
	p.run.From = p.from.Name
	if len(p.stands) > 1 {
		p.standBetween()
	}
	return nil
}

// standBetween reports this machine as a bridge.
func (p *prober) standBetween() {
	b := report.Bridge{Evidence: ownAddresses, Strength: report.BridgeProof, Why: sayOwnBridge}
	for _, z := range p.stands {
		b.Zones = append(b.Zones, z.Name)
	}
	for _, a := range p.addresses() {
		if p.cfg.Policy.ZoneOf(a) != nil {
			b.Hosts = append(b.Hosts, a.String())
		}
	}
	if p.cfg.Host != "" {
		b.Names = []string{p.cfg.Host}
	}
	p.run.Bridges = append(p.run.Bridges, b)
	if p.cfg.From == "" {
		p.warn(sayBetween, zoneNames(p.stands), p.from.Name)
	}
}

// judged reports whether what this machine sees of a zone says anything: where it
// stands itself, nothing is crossed.
func (p *prober) judged(z *netzone.Zone) bool {
	return z != p.from && (p.cfg.From != "" || !slices.Contains(p.stands, z))
}

// addresses returns those of this machine, sorted, each once.
func (p *prober) addresses() []netip.Addr {
	var all []netip.Addr
	for a := range p.own {
		all = append(all, a)
	}
	slices.SortFunc(all, netip.Addr.Compare)
	return all
}

// vantage is what the report says of this machine and how it tried.
func (p *prober) vantage() report.Vantage {
	o := &p.cfg.Options
	v := report.Vantage{
		Host: p.cfg.Host, From: p.from.Name, Stated: p.cfg.From != "", Started: p.run.Started, Finished: p.run.Finished,
		Ports: formatPorts(p.ports), Sweep: p.cfg.Sweep, Verify: p.cfg.Verify, Rate: o.Rate, Timeout: o.Timeout.String(),
		Retries: max(o.Retries, 0), Attempts: p.attempts.Load(), Tool: p.run.Tool,
	}
	for _, z := range p.stands {
		v.Zones = append(v.Zones, z.Name)
	}
	for _, a := range p.addresses() {
		v.Addresses = append(v.Addresses, a.String())
	}
	return v
}

func zoneNames(zones []*netzone.Zone) string {
	names := make([]string, len(zones))
	for i, z := range zones {
		names[i] = z.Name
	}
	return strings.Join(names, ", ")
}

func addressList(all []netip.Addr) string {
	names := make([]string, len(all))
	for i, a := range all {
		names[i] = a.String()
	}
	return strings.Join(names, ", ")
}

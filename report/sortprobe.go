package report

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
)

// sortProbe puts what a probe tells in the order reports show it in: by zones, the
// worst verdict first, then by address, as numbers and not as text.
func (r *Run) sortProbe() {
	slices.SortFunc(r.Vantages, func(a, b Vantage) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Host, b.Host), a.Started.Compare(b.Started),
			slices.Compare(a.Addresses, b.Addresses), cmp.Compare(a.Ports, b.Ports))
	})
	slices.SortFunc(r.Controls, compareControls)
	slices.SortFunc(r.Flows, compareFlows)
	slices.SortFunc(r.Open, compareOpen)
	slices.SortFunc(r.Targets, func(a, b Target) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), compareHosts(a.Host, b.Host),
			compareHosts(a.Source, b.Source), a.First.Compare(b.First))
	})
	slices.SortFunc(r.Swept, func(a, b Swept) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), compareNetworks(a.Network, b.Network), cmp.Compare(a.Tried, b.Tried))
	})
	slices.SortFunc(r.Identities, compareIdentities)
	slices.SortFunc(r.Bridges, func(a, b Bridge) int {
		return cmp.Or(cmp.Compare(strengthRank(a.Strength), strengthRank(b.Strength)), slices.Compare(a.Zones, b.Zones),
			slices.CompareFunc(a.Hosts, b.Hosts, compareHosts), cmp.Compare(a.Evidence, b.Evidence), cmp.Compare(a.Value, b.Value))
	})
	slices.SortFunc(r.Exposures, compareExposures)
}

func compareControls(a, b Control) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.Kind, b.Kind),
		compareHosts(a.Host, b.Host), cmp.Compare(a.Ports, b.Ports), a.First.Compare(b.First), cmp.Compare(a.Why, b.Why))
}

// compareFlows puts what is forbidden before what is allowed between two zones,
// and the internet after the zones.
func compareFlows(a, b Flow) int {
	return cmp.Or(cmp.Compare(a.From, b.From), compareBool(a.Egress, b.Egress), cmp.Compare(a.To, b.To), compareBool(a.Allowed, b.Allowed),
		cmp.Compare(a.Ports, b.Ports), a.Started.Compare(b.Started), cmp.Compare(pathRank(a.Verdict), pathRank(b.Verdict)))
}

func compareOpen(a, b Open) int {
	return cmp.Or(cmp.Compare(pathRank(a.Verdict), pathRank(b.Verdict)), cmp.Compare(a.From, b.From), compareBool(a.Egress, b.Egress),
		cmp.Compare(a.To, b.To), compareHosts(a.Host, b.Host), cmp.Compare(a.Port, b.Port), cmp.Compare(a.Protocol, b.Protocol),
		cmp.Compare(a.Name, b.Name), compareHosts(a.Source, b.Source), a.At.Compare(b.At))
}

func compareIdentities(a, b Identity) int {
	return cmp.Or(cmp.Compare(a.Zone, b.Zone), compareHosts(a.Host, b.Host), cmp.Compare(a.Port, b.Port), cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Value, b.Value), cmp.Compare(a.From, b.From), cmp.Compare(a.Name, b.Name))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// compareHosts compares addresses by their value, and names after them by text.
func compareHosts(a, b string) int {
	x, xerr := netip.ParseAddr(a)
	y, yerr := netip.ParseAddr(b)
	switch {
	case xerr == nil && yerr == nil:
		return cmp.Or(x.Compare(y), strings.Compare(a, b))
	case xerr == nil:
		return -1
	case yerr == nil:
		return 1
	}
	return strings.Compare(a, b)
}

func compareNetworks(a, b string) int {
	x, xerr := netip.ParsePrefix(a)
	y, yerr := netip.ParsePrefix(b)
	if xerr == nil && yerr == nil {
		return cmp.Or(x.Addr().Compare(y.Addr()), cmp.Compare(x.Bits(), y.Bits()))
	}
	return strings.Compare(a, b)
}

// pathRank is -1 for a verdict that is not known.
func pathRank(verdict string) int {
	return slices.Index([]string{PathViolation, PathNotProved, PathClosed, PathAllowed, PathNotOpen}, verdict)
}

func strengthRank(strength string) int {
	return slices.Index([]string{BridgeProof, BridgeWeak}, strength)
}

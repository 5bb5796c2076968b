package report

import (
	"cmp"
	"slices"
	"strings"
)

// bridges fills what became of machines in two zones.
func (c *comparison) bridges() {
	met := make([]bool, len(c.old.Bridges))
	for _, b := range c.now.Bridges {
		change := BridgeChange{State: PathNew, Bridge: b}
		for i := range c.old.Bridges {
			if oneBridge(&c.old.Bridges[i], &b) {
				change.State, met[i] = PathRemains, true
			}
		}
		if change.State == PathNew && !c.old.identified(&b) {
			change.Reason = NewNotTriedBefore
		}
		c.changes.Bridges = append(c.changes.Bridges, change)
	}
	for i, b := range c.old.Bridges {
		if met[i] {
			continue
		}
		change := BridgeChange{State: PathGone, Reason: c.whyBridge(&b), Bridge: b}
		if change.Reason != "" {
			change.State = PathUnclear
		}
		c.changes.Bridges = append(c.changes.Bridges, change)
	}
	slices.SortStableFunc(c.changes.Bridges, func(a, b BridgeChange) int {
		return cmp.Or(cmp.Compare(changeRank(a.State), changeRank(b.State)), slices.Compare(a.Zones, b.Zones), slices.Compare(a.Hosts, b.Hosts))
	})
}

// oneBridge reports whether two bridges are one machine: with two addresses in
// common, whatever key told it.
func oneBridge(a, b *Bridge) bool {
	common := 0
	for _, host := range a.Hosts {
		if !strings.HasPrefix(host, Hidden) && slices.Contains(b.Hosts, host) {
			common++
		}
	}
	return common >= min(2, len(a.Hosts), len(b.Hosts)) && common > 0
}

// whyBridge returns why nothing proves that a machine stands in one zone only now.
func (c *comparison) whyBridge(b *Bridge) string {
	switch {
	case c.now.Started.Before(c.old.Finished):
		return UnclearOlder
	case c.now.Client != "" || c.old.Client != "":
		return UnclearHiddenClient
	case c.now.Interrupted:
		return UnclearInterrupt
	case !c.now.identified(b):
		return UnclearIdentity
	}
	return ""
}

// identified reports whether a run asked the machine of a bridge who it is, in the
// way that showed it: at each address but those that only an SMB server named.
func (r *Run) identified(b *Bridge) bool {
	if b.Evidence == "own addresses" { // a probe ran on it
		return slices.ContainsFunc(r.Vantages, func(v Vantage) bool {
			return slices.ContainsFunc(b.Names, func(name string) bool { return strings.EqualFold(name, v.Host) }) ||
				slices.ContainsFunc(b.Hosts, func(host string) bool { return slices.Contains(v.Addresses, host) })
		})
	}
	kind := strings.ReplaceAll(b.Evidence, " ", "-")
	asked := 0
	for _, host := range b.Hosts {
		if slices.ContainsFunc(r.Identities, func(i Identity) bool { return i.Host == host && strings.HasPrefix(kind, i.Kind) }) {
			asked++
		}
	}
	if b.Evidence == "smb interfaces" {
		return asked > 0
	}
	return asked == len(b.Hosts) && asked > 0
}

// flows fills the changes of verdicts on what is forbidden between two zones.
func (c *comparison) flows() {
	before, old := c.old.forbidden()
	after, order := c.now.forbidden()
	for _, pair := range order {
		now := after[pair]
		if was := before[pair]; was == nil || was.Verdict != now.Verdict {
			change := FlowChange{From: pair[0], To: pair[1], Verdict: now.Verdict, Why: now.Why}
			if was != nil {
				change.Before = was.Verdict
			}
			c.changes.Flows = append(c.changes.Flows, change)
		}
	}
	for _, pair := range old {
		if after[pair] == nil {
			c.changes.Flows = append(c.changes.Flows, FlowChange{From: pair[0], To: pair[1], Before: before[pair].Verdict, Verdict: UnclearNotTried})
		}
	}
	slices.SortFunc(c.changes.Flows, func(a, b FlowChange) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
}

// forbidden returns the flows of what is forbidden by from and to, of several that
// with the worst verdict, and the pairs of zones.
func (r *Run) forbidden() (of map[[2]string]*Flow, order [][2]string) {
	worst := []string{PathNotProved, PathClosed, PathAllowed, PathNotOpen}
	of = map[[2]string]*Flow{}
	for i := range r.Flows {
		f := &r.Flows[i]
		pair := [2]string{f.From, f.To}
		switch was := of[pair]; {
		case f.Allowed:
		case was == nil:
			of[pair] = f
			order = append(order, pair)
		case slices.Index(worst, f.Verdict) < slices.Index(worst, was.Verdict):
			of[pair] = f
		}
	}
	return of, order
}

// noteProbes says how two probes tried differently.
func (c *comparison) noteProbes() {
	old, now := c.old, c.now
	if old.Probed() != now.Probed() {
		c.noteThat("one of the runs is of a probe, and the other is not: paths cannot be compared")
		return
	}
	zones := func(r *Run) (all []string) {
		for _, v := range r.Vantages {
			all = append(all, v.From)
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	if !slices.Equal(zones(old), zones(now)) {
		c.noteThat("the probes were made from other zones: %s, then %s", strings.Join(zones(old), ", "), strings.Join(zones(now), ", "))
	}
	ports := func(r *Run) string {
		var all []string
		for _, v := range r.Vantages {
			all = append(all, v.Ports)
		}
		return ParsePorts(strings.Join(all, ",")).String()
	}
	if ports(old) != ports(now) {
		c.noteThat("the probes tried other ports")
	}
	if one, two := old.swept(), now.swept(); one != two {
		c.noteThat("whole networks were swept in one of the runs only")
	}
}

func (r *Run) swept() bool {
	return slices.ContainsFunc(r.Vantages, func(v Vantage) bool { return v.Sweep })
}

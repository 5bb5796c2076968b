package report

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// What became of a path, a bridge or a flow since an older run.
const (
	PathNew     = "new"
	PathRemains = "remaining"
	PathGone    = "closed"  // the new run tried it, and proved it
	PathUnclear = "unclear" // it was not seen open, and nothing proves that it is closed
)

// Why nobody knows what became of a path or bridge, beside the reasons for findings.
const (
	UnclearNoVantage    = "no-vantage"     // no probe was made from the zone
	UnclearVantage      = "other-vantage"  // it was tried from another machine, to which a firewall may be less open
	UnclearNotTried     = "not-tried"      // it was not tried
	UnclearIntercepted  = "intercepted"    // something answers there for every port
	UnclearNotProved    = "not-proved"     // the controls failed or are missing
	UnclearIdentity     = "not-identified" // the machines were not asked who they are
	NewNotTriedBefore   = "not-tried-before"
	UnclearHiddenClient = UnclearExtract
)

// A PathChange is something that a probe could reach, now or before, though the
// policy forbids it in one of the two runs. Its Open is that of the new run, of what
// is not open there that of the old one.
type PathChange struct {
	State  string `json:"state"`            // PathNew ...
	Before string `json:"before,omitempty"` // the verdict in the old run, if it was another
	Reason string `json:"reason,omitempty"` // why it is unclear; of what is new: it may have been open before
	Open
}

// A BridgeChange is a machine in two zones, now or before.
type BridgeChange struct {
	State  string `json:"state"`
	Reason string `json:"reason,omitempty"`
	Bridge
}

// A FlowChange is a change of the verdict on all that is forbidden between two zones.
type FlowChange struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Before  string `json:"before"`  // empty: it was not tried
	Verdict string `json:"verdict"` // "not-tried": it is not tried any more
	Why     string `json:"why,omitempty"`
}

// PathsWorse reports whether a forbidden path or a proved bridge is new.
func (c *Changes) PathsWorse() bool {
	return slices.ContainsFunc(c.Paths, func(p PathChange) bool {
		return p.Verdict != PathAllowed && (p.State == PathNew || p.State == PathRemains && p.Before == PathAllowed)
	}) || slices.ContainsFunc(c.Bridges, func(b BridgeChange) bool { return b.State == PathNew && !b.Weak() })
}

// PathsUnclear reports whether of a path or proved bridge nobody knows whether it
// is closed, or whether a flow is proved no longer.
func (c *Changes) PathsUnclear() bool {
	return slices.ContainsFunc(c.Paths, func(p PathChange) bool { return p.State == PathUnclear }) ||
		slices.ContainsFunc(c.Bridges, func(b BridgeChange) bool { return b.State == PathUnclear && !b.Weak() }) ||
		slices.ContainsFunc(c.Flows, func(f FlowChange) bool { return f.Verdict == PathNotProved })
}

// paths fills what became of paths, bridges and flows.
func (c *comparison) paths() {
	if !c.old.Probed() && !c.now.Probed() {
		return
	}
	c.openPorts()
	c.bridges()
	c.flows()
	c.noteProbes()
}

// openKey names something open. Addresses in the internet change, there the name counts.
func openKey(o *Open) string {
	host := cmp.Or(o.Host, strings.ToLower(o.Name))
	if o.Egress {
		host = cmp.Or(strings.ToLower(o.Name), o.Host)
	}
	return strings.Join([]string{o.From, o.To, host, cmp.Or(o.Protocol, "tcp"), strconv.Itoa(int(o.Port))}, "\x00")
}

// openOf lists what is open in a run, each once, a violation before anything else.
func openOf(r *Run) (order []string, of map[string]*Open) {
	of = map[string]*Open{}
	for i := range r.Open {
		o := &r.Open[i]
		key := openKey(o)
		if before, seen := of[key]; !seen {
			order = append(order, key)
		} else if before.Verdict != PathAllowed || o.Verdict == PathAllowed {
			continue
		}
		of[key] = o
	}
	return order, of
}

func (c *comparison) openPorts() {
	before, old := openOf(c.old)
	after, now := openOf(c.now)
	for _, key := range after {
		o, was := now[key], old[key]
		change := PathChange{State: PathNew, Open: *o}
		hidden := strings.HasPrefix(o.Host, Hidden)
		switch {
		case was != nil && !hidden:
			change.State = PathRemains
			if was.Verdict != o.Verdict {
				change.Before = was.Verdict
			}
		case hidden || c.old.Client != "":
			change.Reason = UnclearHiddenClient
		case c.old.whyNotTried(o, c.onePolicy(), nil) != "":
			change.Reason = NewNotTriedBefore
		}
		if o.Verdict != PathAllowed || change.Before != "" {
			c.changes.Paths = append(c.changes.Paths, change)
		}
	}
	for _, key := range before {
		o := old[key]
		if hidden := strings.HasPrefix(o.Host, Hidden); o.Verdict == PathAllowed || now[key] != nil && !hidden {
			continue
		}
		change := PathChange{State: PathGone, Reason: c.whyOpen(o), Open: *o}
		if change.Reason != "" {
			change.State = PathUnclear
		}
		c.changes.Paths = append(c.changes.Paths, change)
	}
	slices.SortFunc(c.changes.Paths, func(a, b PathChange) int {
		return cmp.Or(cmp.Compare(changeRank(a.State), changeRank(b.State)), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Host, b.Host),
			cmp.Compare(a.Port, b.Port), cmp.Compare(a.Protocol, b.Protocol), cmp.Compare(a.Name, b.Name))
	})
}

func changeRank(state string) int {
	return slices.Index([]string{PathNew, PathRemains, PathUnclear, PathGone}, state)
}

// whyOpen returns why nothing proves that o of old is closed now, "" if it is proved:
// by the same machine, which tried it, while the controls held.
func (c *comparison) whyOpen(o *Open) string {
	switch {
	case c.now.Started.Before(c.old.Finished):
		return UnclearOlder
	case c.now.Client != "" || c.old.Client != "": // which do not show all machines
		return UnclearHiddenClient
	case c.now.Interrupted:
		return UnclearInterrupt
	case !slices.ContainsFunc(c.now.Vantages, func(v Vantage) bool { return v.From == o.From }):
		return UnclearNoVantage
	}
	by := c.sameVantages(o)
	if len(by) == 0 {
		return UnclearVantage
	}
	if why := c.now.whyNotTried(o, c.onePolicy(), by); why != "" {
		return why
	}
	if !c.now.proved(o, by) {
		return UnclearNotProved
	}
	return ""
}

func (c *comparison) onePolicy() bool { return c.old.Tool.Policy == c.now.Tool.Policy }

// sameVantages returns what rows of the new run call the machines that saw o in the
// old one, and that probed again.
func (c *comparison) sameVantages(o *Open) (by []string) {
	seen := c.old.saw(o)
	names := c.now.VantageNames()
	for i := range c.now.Vantages {
		v := &c.now.Vantages[i]
		if v.From == o.From && (o.Source != "" && slices.Contains(v.Addresses, o.Source) || slices.ContainsFunc(seen, func(u *Vantage) bool { return sameMachine(u, v) })) {
			by = append(by, names[i], v.Host) // rows may name one that needs no name
		}
	}
	return by
}

// saw returns the machines that may have seen o: that which its row names or whose
// address it was tried from, else all of the zone. What a machine sends through a
// tunnel has no address of its own list.
func (r *Run) saw(o *Open) []*Vantage {
	var named, from, all []*Vantage
	names := r.VantageNames()
	for i := range r.Vantages {
		v := &r.Vantages[i]
		switch {
		case v.From != o.From:
			continue
		case o.Vantage != "" && (names[i] == o.Vantage || v.Host == o.Vantage):
			named = append(named, v)
		case o.Source != "" && slices.Contains(v.Addresses, o.Source):
			from = append(from, v)
		}
		all = append(all, v)
	}
	switch {
	case named != nil:
		return named
	case from != nil:
		return from
	}
	return all
}

// isBy reports whether a row is of one of some vantages; nil is any of them.
func isBy(vantage string, by []string) bool {
	return by == nil || vantage == "" || slices.Contains(by, vantage)
}

func sameMachine(a, b *Vantage) bool {
	return a.Host != "" && strings.EqualFold(a.Host, b.Host) || slices.ContainsFunc(a.Addresses, func(at string) bool { return slices.Contains(b.Addresses, at) })
}

// proved reports whether all that is forbidden between the zones of o was judged
// while the controls held.
func (r *Run) proved(o *Open, by []string) bool {
	some := false
	for i := range r.Flows {
		f := &r.Flows[i]
		if f.From != o.From || f.To != o.To || f.Allowed || !isBy(f.Vantage, by) {
			continue
		}
		if !f.Proved || f.Verdict == PathNotProved {
			return false
		}
		some = true
	}
	return some
}

// whyNotTried returns why a run says nothing of something that another saw open,
// "" if it tried that and did not find it open. What no target lists was tried if
// the flow says so, and the policy is that of the other run.
func (r *Run) whyNotTried(o *Open, onePolicy bool, by []string) string {
	listed := false
	for i := range r.Targets {
		t := &r.Targets[i]
		if t.From != o.From || t.To != o.To || o.Protocol == "dns" || !isBy(t.Vantage, by) || t.Host != o.Host && (!o.Egress || !slices.Contains(t.Names, o.Name)) {
			continue
		}
		listed = true
		switch {
		case ParsePorts(t.Intercepted).Has(o.Port):
			return UnclearIntercepted
		case ParsePorts(t.NotTried).Has(o.Port):
			return UnclearNotTried
		case ParsePorts(t.Refused + "," + t.Filtered + "," + t.Unreachable).Has(o.Port):
			return ""
		}
	}
	if !listed && r.triedUnlisted(o, onePolicy, by) {
		return ""
	}
	return UnclearNotTried
}

// triedUnlisted reports whether something was tried that no target lists: an
// address of a swept network that answered on no port, or a canary, which flows
// alone tell of.
func (r *Run) triedUnlisted(o *Open, onePolicy bool, by []string) bool {
	tried := false
	for i := range r.Flows {
		f := &r.Flows[i]
		if f.From != o.From || f.To != o.To || !isBy(f.Vantage, by) {
			continue
		}
		if f.NotTried > 0 {
			return false
		}
		tried = tried || o.Protocol == "dns" || ParsePorts(f.Ports).Has(o.Port)
	}
	if !tried || o.Egress {
		return tried && onePolicy && (o.Protocol == "dns" || !slices.ContainsFunc(r.Targets, func(t Target) bool { return t.From == o.From && t.To == o.To }))
	}
	at, err := netip.ParseAddr(o.Host)
	return err == nil && slices.ContainsFunc(r.Swept, func(s Swept) bool {
		network, err := netip.ParsePrefix(s.Network)
		return err == nil && s.From == o.From && s.To == o.To && isBy(s.Vantage, by) && network.Contains(at)
	})
}

package report

import "slices"

// How strong the evidence for a bridge is.
const (
	BridgeProof = "proof"
	BridgeWeak  = "weak" // other machines may have the same
)

// Judged returns the verdict of a flow as far as it is to be believed: closed is
// what the controls prove, and what is not known to be good, as the verdict of a
// later version, is not proved. Exit code and all formats go by it.
func (f *Flow) Judged() string {
	switch {
	case f.Verdict == PathViolation, f.Open > 0 && !f.Allowed && f.Verdict != PathAllowed:
		return PathViolation
	case f.Verdict == PathAllowed, f.Verdict == PathNotOpen && f.Allowed, f.Verdict == PathClosed && f.Proved && f.NotTried == 0:
		return f.Verdict
	}
	return PathNotProved
}

// Forbidden reports whether the policy forbids what is open. A verdict that is not
// known is one of a later version, and taken for the worst.
func (o *Open) Forbidden() bool { return o.Verdict != PathAllowed }

// Weak reports whether a bridge is a hint and no proof.
func (b *Bridge) Weak() bool { return b.Strength == BridgeWeak }

// PathOpen reports whether a probe found open what the policy forbids.
func (r *Run) PathOpen() bool {
	return r.Summary.Paths > 0 ||
		slices.ContainsFunc(r.Open, func(o Open) bool { return o.Forbidden() }) ||
		slices.ContainsFunc(r.Flows, func(f Flow) bool { return f.Judged() == PathViolation })
}

// Bridged reports whether a machine is proved to stand in two zones.
func (r *Run) Bridged() bool {
	return r.Summary.Bridges > 0 || slices.ContainsFunc(r.Bridges, func(b Bridge) bool { return !b.Weak() })
}

// Unproved reports whether there is a flow that the policy forbids, of which
// nothing was seen open and nothing is proved.
func (r *Run) Unproved() bool {
	return slices.ContainsFunc(r.Flows, func(f Flow) bool { return f.Judged() == PathNotProved })
}

// CountPaths fills the numbers of the summary that are a probe's: forbidden ports
// that are open, each once however many machines saw it, and bridges that are proved.
func (r *Run) CountPaths() {
	type path struct {
		from, to, host, name, protocol string
		port                           uint16
	}
	seen := map[path]bool{}
	for _, o := range r.Open {
		if !o.Forbidden() {
			continue
		}
		p := path{from: o.From, to: o.To, host: o.Host, protocol: o.Protocol, port: o.Port}
		if o.Protocol == "dns" { // one server may answer for several names
			p.name = o.Name
		}
		seen[p] = true
	}
	r.Summary.Paths, r.Summary.Bridges = int64(len(seen)), 0
	for _, b := range r.Bridges {
		if !b.Weak() {
			r.Summary.Bridges++
		}
	}
}

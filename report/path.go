package report

import "slices"

// strong is the Strength of a bridge that is proved.
const strong = "proof"

// PathOpen reports whether a probe found open what the policy forbids. A verdict
// that is not known is one of a later version, and taken for the worst.
func (r *Run) PathOpen() bool {
	return r.Summary.Paths > 0 ||
		slices.ContainsFunc(r.Open, func(o Open) bool { return o.Verdict != PathAllowed }) ||
		slices.ContainsFunc(r.Flows, func(f Flow) bool { return f.Verdict == PathViolation })
}

// Bridged reports whether a machine is proved to stand in two zones.
func (r *Run) Bridged() bool {
	return r.Summary.Bridges > 0 || slices.ContainsFunc(r.Bridges, func(b Bridge) bool { return b.Strength == strong })
}

// Unproved reports whether there is a flow that the policy forbids, of which
// nothing was seen open and nothing is proved.
func (r *Run) Unproved() bool {
	return slices.ContainsFunc(r.Flows, Flow.unproved)
}

func (f Flow) unproved() bool {
	switch f.Verdict {
	case PathViolation, PathAllowed, PathNotOpen:
		return false
	}
	return f.Verdict != PathClosed || !f.Proved
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
		if o.Verdict == PathAllowed {
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
		if b.Strength == strong {
			r.Summary.Bridges++
		}
	}
}

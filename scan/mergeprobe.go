package scan

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// A probing is what one vantage told, of one time that a probe was run there.
type probing struct {
	at      report.Vantage
	unknown bool       // at is not in the run: the rows stay as they are
	subject string     // whose network it was tried in; "": not told
	newer   []*probing // of the same machine, the newest first
	told    told

	controls   []report.Control
	flows      []report.Flow
	open       []report.Open
	targets    []report.Target
	swept      []report.Swept
	identities []report.Identity
}

// probed reports whether a run holds anything that a probe tells.
func probed(r *report.Run) bool {
	return r.Probed() || len(r.Flows)+len(r.Open)+len(r.Controls)+len(r.Targets)+len(r.Bridges)+len(r.Identities) > 0
}

// onlyProbed reports whether a run is one of probes alone: it says nothing of files.
func onlyProbed(r *report.Run) bool { return len(r.Shares) == 0 && len(r.Findings) == 0 && probed(r) }

// untried reports whether there was no time for something of a flow.
func untried(r *report.Run) bool {
	return slices.ContainsFunc(r.Flows, func(f report.Flow) bool { return f.NotTried > 0 })
}

// scans are the inputs that say something of files, or all if none does.
func (m *merging) scans() []*input {
	var all []*input
	for _, in := range m.inputs {
		if !onlyProbed(in.Run) {
			all = append(all, in)
		}
	}
	if len(all) == 0 {
		return m.inputs
	}
	return all
}

// takeProbes takes what the vantages of all inputs tell. Two vantages may see one
// port open and closed, both rightly: both stay. Of two runs on one machine the
// newer reading of a port counts.
func (m *merging) takeProbes() {
	var all []*probing
	for _, in := range m.inputs {
		all = append(all, in.probings()...)
	}
	all = distinctProbings(all)
	leaveOutOlder(all)
	m.probings = all
	r := m.run
	r.Bridges = m.bridgesKnown()
	all = slices.DeleteFunc(slices.Clone(all), (*probing).gone)
	var zones sorted
	for _, p := range all {
		if !p.unknown {
			r.Vantages = append(r.Vantages, p.at)
			zones.add(p.at.From)
		}
	}
	r.From = strings.Join(zones, ",")
	names := r.VantageNames()
	for _, p := range all {
		if !p.unknown {
			p.rename(names[0])
			names = names[1:]
		}
		r.Controls = append(r.Controls, p.controls...)
		r.Flows = append(r.Flows, p.flows...)
		r.Open = append(r.Open, p.open...)
		r.Targets = append(r.Targets, p.targets...)
		r.Swept = append(r.Swept, p.swept...)
		r.Identities = append(r.Identities, p.identities...)
	}
	r.Bridges = m.bridges(r.Bridges)
}

// rename writes the name of the vantage into its rows.
func (p *probing) rename(name string) {
	for i := range p.controls {
		p.controls[i].Vantage = name
	}
	for i := range p.flows {
		p.flows[i].Vantage = name
	}
	for i := range p.open {
		p.open[i].Vantage = name
	}
	for i := range p.targets {
		p.targets[i].Vantage = name
	}
	for i := range p.swept {
		p.swept[i].Vantage = name
	}
	for i := range p.identities {
		p.identities[i].Vantage = name
	}
}

// probings divides what an input tells by its vantages.
func (in *input) probings() []*probing {
	r := in.Run
	var all []*probing
	for _, v := range r.Vantages {
		all = append(all, &probing{at: v, subject: in.subjectOf(&v)})
	}
	type key struct{ from, name string }
	known := map[key]*probing{}
	of := func(from, name string) *probing {
		k := key{from, name}
		if known[k] == nil {
			if i := r.VantageOf(from, name); i >= 0 {
				known[k] = all[i]
			} else {
				known[k] = &probing{at: report.Vantage{From: from, Host: name}, unknown: true, subject: r.Cover.Subject}
				all = append(all, known[k])
			}
		}
		return known[k]
	}
	for _, c := range r.Controls {
		p := of(c.From, c.Vantage)
		p.controls = append(p.controls, c)
	}
	for _, f := range r.Flows {
		p := of(f.From, f.Vantage)
		p.flows = append(p.flows, f)
	}
	for _, o := range r.Open {
		p := of(o.From, o.Vantage)
		p.open = append(p.open, o)
	}
	for _, t := range r.Targets {
		p := of(t.From, t.Vantage)
		p.targets = append(p.targets, t)
	}
	for _, s := range r.Swept {
		p := of(s.From, s.Vantage)
		p.swept = append(p.swept, s)
	}
	for _, i := range r.Identities {
		p := of(i.From, i.Vantage)
		p.identities = append(p.identities, i)
	}
	return all
}

// subjectOf returns whose network a vantage stands in: two vendors may both have a
// pc01 and a 192.168.1.10. Of merged runs their parts tell.
func (in *input) subjectOf(v *report.Vantage) string {
	for _, p := range in.Run.Parts {
		if p.Started.Equal(v.Started) && strings.EqualFold(p.Host, v.Host) {
			return cmp.Or(p.Cover.Subject, p.Subject)
		}
	}
	if len(in.Run.Parts) > 0 {
		return ""
	}
	return in.Run.Cover.Subject
}

// distinctProbings drops what is there twice, as of a run that is in two merged
// ones: of these, what tells less may have been left out for a newer one.
func distinctProbings(all []*probing) []*probing {
	slices.SortFunc(all, func(a, b *probing) int {
		first := cmp.Or(a.at.Started.Compare(b.at.Started), cmp.Compare(a.key(), b.key()),
			cmp.Compare(len(b.open), len(a.open)), cmp.Compare(len(b.targets), len(a.targets)))
		if first == 0 && a != b {
			return cmp.Compare(a.text(), b.text())
		}
		return first
	})
	return slices.CompactFunc(all, func(a, b *probing) bool { return a.key() == b.key() && (!a.unknown || a.text() == b.text()) })
}

// key is the same for a probing wherever it is read.
func (p *probing) key() string {
	return strings.Join([]string{p.subject, strings.ToLower(p.at.Host), p.at.From, p.at.Started.UTC().String(), p.at.Finished.UTC().String(),
		strings.Join(p.at.Addresses, " ")}, "\x00")
}

// text is all that a probing tells, to put two in an order whatever that of the
// inputs was.
func (p *probing) text() string {
	b, err := json.Marshal([]any{p.at, p.controls, p.flows, p.open, p.targets, p.swept, p.identities})
	if err != nil {
		return "" // there is no value in it that JSON lacks
	}
	return string(b)
}

// bridgesKnown are those of the inputs that no identity in them tells of.
func (m *merging) bridgesKnown() (all []report.Bridge) {
	for _, in := range m.inputs {
		for _, b := range in.Run.Bridges {
			seen := slices.ContainsFunc(in.Run.Identities, func(i report.Identity) bool { return slices.Contains(b.Hosts, i.Host) })
			if b.Evidence == ownAddresses && !m.standsNoMore(&b) || b.Evidence != ownAddresses && !seen {
				all = append(all, b)
			}
		}
	}
	return all
}

// bridges adds the machines in two zones that the identities of all inputs tell of.
func (m *merging) bridges(known []report.Bridge) []report.Bridge {
	all := report.Bridges(m.run.Identities, m.run.Zones, m.run.Controls)
	for _, b := range known {
		same := func(c report.Bridge) bool {
			return c.Evidence == b.Evidence && c.Value == b.Value && slices.Equal(c.Hosts, b.Hosts) && slices.Equal(c.Zones, b.Zones)
		}
		if !slices.ContainsFunc(all, same) {
			all = append(all, b)
		}
	}
	return all
}

// ownAddresses is the evidence of a bridge that a probe itself was run on.
const ownAddresses = "own addresses"

// standsNoMore reports whether a bridge is a machine that probes were run on, and
// that the newest of these no longer found in two zones.
func (m *merging) standsNoMore(b *report.Bridge) bool {
	older := false
	for _, p := range m.probings {
		switch {
		case !slices.ContainsFunc(b.Hosts, func(h string) bool { return slices.Contains(p.at.Addresses, h) }):
		case len(p.newer) > 0:
			older = true
		case len(p.at.Zones) > 1:
			return false
		}
	}
	return older
}

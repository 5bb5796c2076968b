package output

import (
	"math"
	"slices"
	"strconv"

	"github.com/shikiri/shikiri/report"
)

// paths tells what a probe saw. Others may read the file: it names zones, and no
// machine, address or port. That a count is 0 is said, so that alerts end.
func (m *metrics) paths() {
	r := m.run
	m.family("probe_open_ports", "Ports of machines in another zone, or names, that could be reached.")
	for _, w := range zonePairs(r) {
		for _, verdict := range []string{report.PathViolation, report.PathAllowed} {
			m.value("probe_open_ports", 0, "from", w[0], "to", w[1], "verdict", verdict)
		}
	}
	seen := map[string]bool{}
	for i := range r.Open {
		o := &r.Open[i]
		if id := openID(o); !seen[id] { // once, from however many machines
			seen[id] = true
			m.value("probe_open_ports", 1, "from", o.From, "to", o.To, "verdict", openVerdict(o))
		}
	}
	m.flows()
	m.family("probe_attempts", "Connections that were tried, with retries and controls.")
	for i := range r.Vantages {
		m.value("probe_attempts", float64(r.Vantages[i].Attempts), "from", r.Vantages[i].From)
	}
	m.family("probe_controls", "Controls of a zone: those that hold, and those that do not.")
	for i := range r.Controls {
		c := &r.Controls[i]
		for _, holds := range []bool{true, false} {
			m.value("probe_controls", is(c.OK == holds), "from", c.From, "to", c.Zone, "kind", c.Kind, "holds", strconv.FormatBool(holds))
		}
	}
	m.family("probe_bridges", "Machines that stand in two zones, by the strength of the evidence.")
	for _, strength := range []string{report.BridgeProof, report.BridgeWeak} {
		m.value("probe_bridges", 0, "strength", strength)
	}
	for i := range r.Bridges {
		strength := report.BridgeProof
		if r.Bridges[i].Weak() {
			strength = report.BridgeWeak
		}
		m.value("probe_bridges", 1, "strength", strength)
	}
	if len(r.Shares) > 0 {
		m.exposures()
	}
	if r.Changes != nil {
		m.family("probe_path_changes", "Forbidden paths since the run it was compared with: newly open, still open, closed and proved, or not known.")
		counts := pathCounts(r.Changes)
		for _, state := range []string{report.PathNew, report.PathRemains, report.PathGone, report.PathUnclear} {
			m.value("probe_path_changes", float64(counts[state]), "state", state)
		}
	}
}

// zonePairs lists from where to where was tried.
func zonePairs(r *report.Run) (all [][2]string) {
	for i := range r.Flows {
		if pair := [2]string{r.Flows[i].From, r.Flows[i].To}; !slices.Contains(all, pair) {
			all = append(all, pair)
		}
	}
	return all
}

// flows tells how the flows of the policy are judged, and what came of the attempts.
func (m *metrics) flows() {
	r := m.run
	m.family("probe_flow_proved", "1 if everything between two zones that the policy forbids is proved to be closed.")
	m.merge = math.Min
	for i := range r.Flows {
		if f := &r.Flows[i]; !f.Allowed {
			m.value("probe_flow_proved", is(f.Judged() == report.PathClosed || f.Judged() == report.PathAllowed), "from", f.From, "to", f.To)
		}
	}
	m.family("probe_flows", "Flows between two zones, by verdict.")
	for i := range r.Flows {
		f := &r.Flows[i]
		for _, verdict := range []string{report.PathViolation, report.PathNotProved, report.PathClosed, report.PathAllowed, report.PathNotOpen} {
			m.value("probe_flows", is(f.Judged() == verdict), "from", f.From, "to", f.To, "verdict", verdict)
		}
	}
	m.family("probe_ports", "Ports of addresses between two zones, by what came of the attempt.")
	for i := range r.Flows {
		for _, c := range flowCounts(&r.Flows[i]) {
			m.value("probe_ports", float64(c.n), "from", r.Flows[i].From, "to", r.Flows[i].To, "result", c.result)
		}
	}
}

// exposures tells of machines with personal data that another zone can reach.
func (m *metrics) exposures() {
	verdict := func(e *report.Exposure) string {
		if e.Verdict == report.PathAllowed {
			return e.Verdict
		}
		return report.PathViolation
	}
	m.family("exposed_hosts", "Machines with personal data that another zone can reach.")
	for _, w := range zonePairs(m.run) {
		for _, v := range []string{report.PathViolation, report.PathAllowed} {
			m.value("exposed_hosts", 0, "from", w[0], "zone", w[1], "verdict", v)
		}
	}
	for i := range m.run.Exposures {
		e := &m.run.Exposures[i]
		m.value("exposed_hosts", 1, "from", e.From, "zone", e.Zone, "verdict", verdict(e))
	}
	m.family("exposed_people", "People whose data lies on one machine that another zone can reach: those of the machine with the most.")
	m.merge = math.Max
	for i := range m.run.Exposures {
		e := &m.run.Exposures[i]
		m.value("exposed_people", float64(e.People), "from", e.From, "zone", e.Zone, "verdict", verdict(e))
	}
}

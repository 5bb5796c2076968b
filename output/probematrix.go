package output

import (
	"slices"

	"github.com/shikiri/shikiri/report"
)

// A pathMatrix is zones by zones: what could be reached from where.
type pathMatrix struct {
	From, To []string // zones; the internet is the last of To, as "", if there is egress
	Left     int      // zones that nothing was tried from, and that are left out of From
	cells    map[[2]string][]*report.Flow
}

// matrixFrom is how many zones that nothing was tried from the matrix shows.
const matrixFrom = 12

func newPathMatrix(r *report.Run) *pathMatrix {
	m := &pathMatrix{cells: map[[2]string][]*report.Flow{}}
	var tried []string
	zones := make([]string, 0, len(r.Zones))
	for i := range r.Zones {
		zones = append(zones, r.Zones[i].Name)
	}
	egress := false
	for i := range r.Flows {
		f := &r.Flows[i]
		for _, name := range []string{f.From, f.To} {
			if !slices.Contains(zones, name) && !(f.Egress && name == f.To) {
				zones = append(zones, name)
			}
		}
		if !slices.Contains(tried, f.From) {
			tried = append(tried, f.From)
		}
		key := [2]string{f.From, f.To}
		if f.Egress {
			key[1], egress = "", true
		}
		m.cells[key] = append(m.cells[key], f)
	}
	m.To = slices.Clone(zones)
	if egress {
		m.To = append(m.To, "")
	}
	for _, name := range zones {
		if slices.Contains(tried, name) || len(zones) <= matrixFrom {
			m.From = append(m.From, name)
		} else {
			m.Left++
		}
	}
	return m
}

// A pathCell is a place of the matrix, ready to be shown.
type pathCell struct {
	Class, Mark string   // "violation", "missed", "allowed", "none"
	Word        string   // the verdict
	Numbers     []string // "tried 2,794", "open 2"
	Allowed     []string // what the policy allows there, a sentence each
}

// cell returns what is to be said of connections from a zone to another. Several
// flows that are forbidden, of several vantage points, are counted together, and
// the worst of them decides.
func (v *probeView) cell(m *pathMatrix, from, to string) pathCell {
	var forbidden report.Flow
	verdict := ""
	var c pathCell
	for _, f := range m.cells[[2]string{from, to}] {
		judged := f.Judged()
		if judged == report.PathAllowed || judged == report.PathNotOpen || f.Allowed && judged != report.PathViolation {
			text := v.words.Rules["allowed"] + " " + v.quote(ports(f.Ports)) + ": " + v.words.Short[judged] + " " + grouped(f.Open) + "/" + grouped(f.Tried)
			c.Allowed = append(c.Allowed, text)
			continue
		}
		if verdict == "" || pathRank(judged) < pathRank(verdict) {
			verdict = judged
		}
		sumFlows(&forbidden, f)
	}
	switch {
	case verdict != "":
		c.Class, c.Word, c.Numbers = pathGrade(verdict), v.words.Verdicts[verdict], v.numbers(&forbidden)
	case from == to:
		c.Class, c.Word = "none", v.words.Same
	case len(c.Allowed) > 0:
		c.Class = "allowed"
	default:
		c.Class, c.Word = "none", v.words.States["not-tried"]
	}
	c.Mark = pathMark(c.Class)
	return c
}

// pathRank orders verdicts, the worst lowest.
func pathRank(verdict string) int {
	return slices.Index([]string{report.PathViolation, report.PathNotProved, report.PathClosed}, verdict)
}

// pathMark goes with the word: not everybody sees colours.
func pathMark(class string) string {
	switch class {
	case "violation":
		return "✕ "
	case "missed":
		return "△ "
	case "none":
		return "– "
	}
	return "○ "
}

func sumFlows(all, f *report.Flow) {
	all.Tried += f.Tried
	all.Open += f.Open
	all.Refused += f.Refused
	all.Filtered += f.Filtered
	all.Unreachable += f.Unreachable
	all.Intercepted += f.Intercepted
	all.NotTried += f.NotTried
}

// numbers says what came of the attempts of a flow; what is rare only if it is.
func (v *probeView) numbers(f *report.Flow) []string {
	var all []string
	for _, x := range []struct {
		state string
		n     int64
		rare  bool
	}{
		{"tried", f.Tried, false}, {"open", f.Open, false}, {"refused", f.Refused, false}, {"filtered", f.Filtered, false},
		{"unreachable", f.Unreachable, true}, {"intercepted", f.Intercepted, true}, {"not-tried", f.NotTried, true},
	} {
		if !x.rare || x.n > 0 {
			all = append(all, v.words.States[x.state]+" "+grouped(x.n))
		}
	}
	return all
}

// toName says where a column of the matrix leads.
func (v *probeView) toName(zone string) probeCell { return v.to(zone, zone == "") }

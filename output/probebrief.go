package output

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// The lists of a probe where there is little room, on a terminal and in Markdown: a
// line for each row. Lists of ports stand in full on the page, in sheets, in CSV and
// in JSON.

// briefPorts is how many pieces of a list of ports stand in a line: more are counted.
const briefPorts = 4

// countPorts counts the ports of a list: "22,80,8000-8010" are 13.
func countPorts(list string) (n int64) {
	for piece := range strings.SplitSeq(list, ",") {
		from, to, isRange := strings.Cut(strings.TrimSpace(piece), "-")
		first, err := strconv.ParseUint(from, 10, 16)
		if err != nil {
			continue
		}
		last := first
		if isRange {
			if last, err = strconv.ParseUint(to, 10, 16); err != nil || last < first {
				continue
			}
		}
		n += int64(last-first) + 1
	}
	return n
}

// fewPorts reports whether a list of ports is short enough for a line.
func fewPorts(list string) bool { return strings.Count(list, ",") < briefPorts }

// brief is a list of ports if it is short, else how many there are.
func (v *probeView) brief(list string) string {
	if fewPorts(list) {
		return ports(list)
	}
	return fmt.Sprintf(v.words.Brief["ports"], grouped(countPorts(list)))
}

// route is from which zone to which.
func (v *probeView) route(from, to string, egress bool) probeCell {
	if egress {
		to = v.words.Internet
	}
	return nameCell(from + " → " + to)
}

// hoisted takes the column of zones out of those that are shown if it says the same
// in each of the first rows, and returns what it says.
func (l probeList) hoisted(shown []int, rows int) (rest []int, route string) {
	for _, i := range shown {
		if l.Columns[i].ID != "zones" {
			rest = append(rest, i)
			continue
		}
		for n := range min(l.Rows, rows) {
			text := l.Row(n)[i].text
			if n > 0 && text != route {
				return shown, ""
			}
			route = text
		}
	}
	return rest, route
}

// kept tells which of the columns that are shown are of no use if they are cut.
func (l probeList) kept(shown []int) []bool {
	all := make([]bool, len(shown))
	for j, i := range shown {
		all[j] = slices.Contains([]string{"address", "zones", "port", "holds", "control"}, l.Columns[i].ID)
	}
	return all
}

// briefHosts is how many addresses or names stand in a line: more are counted.
const briefHosts = 2

func (v *probeView) briefHosts(names []string) probeCell {
	most := briefHosts
	if v.page.width > 0 && v.page.width < pipeWidth {
		most = 1
	}
	if n := len(names) - most; n > 0 {
		names = append(names[:most:most], "+"+grouped(n))
	}
	return nameCell(strings.Join(names, ", "))
}

// briefOpens is ports that are open, a line each.
func (v *probeView) briefOpens(id string, all []*report.Open) probeList {
	return probeList{
		ID: id, Rows: len(all), Wide: 3,
		Columns: []probeColumn{{ID: "address"}, {ID: "name"}, {ID: "port"}, {ID: "banner"}, {ID: "zones"}, {ID: "vantage"}},
		Row: func(i int) []probeCell {
			o := all[i]
			grade := "violation"
			if o.Verdict == report.PathAllowed {
				grade = "allowed"
			}
			service := o.Service
			switch {
			case service == o.Protocol:
				service = ""
			case guessed(o):
				service += "?"
			}
			told := []string{o.Banner}
			if o.Why != "" {
				told = append(told, v.page.said(o.Why))
			}
			return []probeCell{
				nameCell(o.Host).as(grade), nameCell(o.Name), nameCell(strings.TrimSpace(portOf(o) + " " + service)), nameCell(strings.Trim(strings.Join(told, " · "), " ·")),
				v.route(o.From, o.To, o.Egress), nameCell(o.Vantage),
			}
		},
	}
}

// guessed reports whether the service of an open port is a guess by its number. A
// name server that answered is none.
func guessed(o *report.Open) bool { return o.Service != "" && !o.Verified && o.Protocol != "dns" }

// briefControls is what was tried whose answer was known, a line each.
func (v *probeView) briefControls() probeList {
	all := controlGroups(v.run.Controls, true)
	return probeList{
		ID: "controls", Rows: len(all), Wide: 3,
		Columns: []probeColumn{{ID: "holds"}, {ID: "control"}, {ID: "zones"}, {ID: "address"}, {ID: "ports"}, {ID: "result"}, {ID: "vantage"}},
		Row: func(i int) []probeCell {
			c := all[i]
			holds := wordCell(v.words.Holds["held"]).as("allowed")
			if !c.OK {
				holds = wordCell(v.words.Holds["failed"]).as("missed")
			}
			result := v.known(v.words.States, c.Result)
			if c.Answered != "" && c.Answered != c.Ports {
				result = nameCell(cmp.Or(v.words.States[c.Result], c.Result) + " (" + v.brief(c.Answered) + ")")
			}
			return []probeCell{
				holds, v.known(v.words.Controls, c.Kind), v.route(c.From, c.Zone, false), v.briefHosts(c.Hosts), nameCell(v.brief(c.Ports)), result, nameCell(c.Vantage),
			}
		},
	}
}

// controlRemarks say why controls do not hold, and what that means.
func (v *probeView) controlRemarks() []string {
	var all []string
	for _, c := range controlGroups(v.run.Controls, true) {
		if c.OK {
			continue
		}
		text := pathMark("missed") + v.wordOf(v.words.Controls, c.Kind) + " (" + v.quote(c.From+" → "+c.Zone) + "): "
		if c.Why != "" {
			text += v.quote(v.page.said(c.Why)) + v.words.Brief["stop"]
		}
		if text += v.meaning(&c.Control); !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}

// wordOf is our word for a name in a sentence, or the name if we have none.
func (v *probeView) wordOf(words map[string]string, name string) string {
	if s := words[name]; s != "" {
		return s
	}
	return v.quote(name)
}

// briefFlows is flows, a line each.
func (v *probeView) briefFlows(id string, want func(*report.Flow) bool) probeList {
	full := v.flowList(id, want)
	l := probeList{
		ID: id, Rows: full.Rows, Wide: 2,
		Columns: []probeColumn{{ID: "verdict"}, {ID: "zones"}, {ID: "ports"}, {ID: "hosts", Right: true}, {ID: "tried", Right: true}, {ID: "open", Right: true}, {ID: "refused", Right: true}, {ID: "filtered", Right: true}, {ID: "unreachable", Right: true}, {ID: "intercepted", Right: true}, {ID: "not-tried", Right: true}, {ID: "vantage"}},
	}
	flows := v.flowsThat(want)
	l.Row = func(i int) []probeCell {
		f, c := flows[i], full.Row(i)
		return []probeCell{c[0], v.route(f.From, f.To, f.Egress), nameCell(v.brief(f.Ports)), c[5], c[6], c[7], c[8], c[9], c[10], c[11], c[12], c[16]}
	}
	return l
}

// flowRemarks say what else there is to know of flows that are proved or open.
func (v *probeView) flowRemarks() []string {
	var all []string
	for _, f := range v.flowsThat(func(f *report.Flow) bool { return !f.Allowed && f.Why != "" && f.Judged() != report.PathNotProved }) {
		verdict := f.Judged()
		all = append(all, pathMark(pathGrade(verdict))+v.flowName(f)+": "+v.quote(v.page.said(f.Why))+v.words.Brief["stop"])
	}
	return all
}

// flowName is a flow in a sentence.
func (v *probeView) flowName(f *report.Flow) string {
	name := v.quote(v.route(f.From, f.To, f.Egress).text)
	if f.Vantage != "" {
		name += " (" + v.quote(f.Vantage) + ")"
	}
	return name
}

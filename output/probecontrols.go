package output

import (
	"slices"

	"github.com/shikiri/shikiri/report"
)

// A controlGroup is controls of a kind that answered alike.
type controlGroup struct {
	report.Control // the first of them; First and Last are of all
	Hosts          []string
}

// controlGroups returns controls in the order of the run, those that do not hold
// first: three unused addresses that were silent are told of once.
func controlGroups(all []report.Control, alike bool) []*controlGroup {
	type key struct {
		from, vantage, kind, zone, ports, answered, result, why string
		ok                                                      bool
	}
	known := map[key]*controlGroup{}
	var groups []*controlGroup
	for i := range all {
		c := &all[i]
		k := key{c.From, c.Vantage, c.Kind, c.Zone, c.Ports, c.Answered, c.Result, c.Why, c.OK}
		g := known[k]
		if g == nil || !alike {
			g = &controlGroup{Control: *c}
			known[k] = g
			groups = append(groups, g)
		}
		if c.Host != "" {
			g.Hosts = append(g.Hosts, c.Host)
		}
		if g.First.IsZero() || !c.First.IsZero() && c.First.Before(g.First) {
			g.First = c.First
		}
		if c.Last.After(g.Last) {
			g.Last = c.Last
		}
	}
	slices.SortStableFunc(groups, func(a, b *controlGroup) int { return compareBool(a.OK, b.OK) })
	return groups
}

// controlList is what was tried whose answer was known: each, or those that
// answered alike together.
func (v *probeView) controlList(alike bool) probeList {
	all := controlGroups(v.run.Controls, alike)
	return probeList{
		ID: "controls", Rows: len(all), Wide: 2, Stacks: []probeStack{{"control", []int{0, 7}}, {"target", []int{1, 2, 12, 3}}, {"means", []int{8, 9, 4, 5, 6, 10, 11}}},
		Page: []probeStack{{"control", []int{0, 7}}, {"target", []int{1, 2, 12, 3}}, {"ports", []int{4}}, {"result", []int{5, 6}}, {"means", []int{8, 9}}, {"time", []int{10, 11}}},
		Columns: []probeColumn{
			{ID: "control", Width: 18}, {ID: "from", Width: 14, Label: true}, {ID: "to", Width: 14, Label: true}, {ID: "address", Width: 18}, {ID: "ports", Width: 26, Label: true}, {ID: "result", Width: 14, Label: true}, {ID: "answered", Width: 22, Label: true},
			{ID: "holds", Width: 10}, {ID: "means", Width: 56}, {ID: "why", Width: 36}, {ID: "first", Width: 18, Label: true}, {ID: "last", Width: 18, Label: true}, {ID: "vantage", Width: 24, Label: true},
		},
		Row: func(i int) []probeCell {
			c := all[i]
			holds := wordCell(v.words.Holds["held"]).as("allowed")
			if !c.OK {
				holds = wordCell(v.words.Holds["failed"]).as("missed")
			}
			return []probeCell{
				v.known(v.words.Controls, c.Kind), zoneCell(c.From), zoneCell(c.Zone), namesCell(v.few(c.Hosts)...), nameCell(ports(c.Ports)), v.known(v.words.States, c.Result), nameCell(ports(c.Answered)),
				holds, wordCell(v.meaning(&c.Control)), v.saidCell(c.Why), timeCell(c.First), timeCell(c.Last), nameCell(c.Vantage),
			}
		},
	}
}

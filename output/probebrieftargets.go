package output

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// answers says in a line what the ports of a target answered: "open 22, 445; refused
// 80; all others (61) filtered".
func (v *probeView) answers(t *report.Target) string {
	type state struct {
		name, list string
		n          int64
	}
	var all []state
	most := -1
	for _, s := range []state{
		{"open", t.Open, 0}, {"intercepted", t.Intercepted, 0}, {"refused", t.Refused, 0}, {"filtered", t.Filtered, 0}, {"unreachable", t.Unreachable, 0}, {"not-tried", t.NotTried, 0},
	} {
		if s.list == "" {
			continue
		}
		s.n = countPorts(s.list)
		all = append(all, s)
		if i := len(all) - 1; !fewPorts(s.list) && s.name != "open" && (most < 0 || s.n > all[most].n) {
			most = i
		}
	}
	b := v.words.Brief
	var parts []string
	for i, s := range all {
		switch word := v.words.States[s.name]; {
		case i == most:
		case s.name == "open" || fewPorts(s.list): // what is open is what people look for
			parts = append(parts, word+" "+ports(s.list))
		default:
			parts = append(parts, fmt.Sprintf(b["some"], grouped(s.n), word))
		}
	}
	if most >= 0 {
		form := b["rest"]
		if len(all) == 1 {
			form = b["all"]
		}
		parts = append(parts, fmt.Sprintf(form, grouped(all[most].n), v.words.States[all[most].name]))
	}
	return strings.Join(parts, b["and"])
}

// briefTargets is targets, a line each; those that answered alike and have no name
// together, and so all that were silent.
func (v *probeView) briefTargets() probeList {
	type alike struct{ from, to, vantage, answers, alone string }
	type group struct {
		alike
		hosts, names []string
		open         bool
		grade        string
	}
	bad := map[[2]string]bool{}
	for _, o := range forbiddenOpens(v.run) {
		bad[[2]string{o.From, o.Host}] = true
	}
	known := map[alike]*group{}
	var spoke, silent []*group
	for i := range v.run.Targets {
		t := &v.run.Targets[i]
		key := alike{t.From, t.To, t.Vantage, v.answers(t), ""}
		mute := t.Open+t.Refused+t.Intercepted+t.NotTried == ""
		if !mute && len(t.Names)+len(t.Shares) > 0 {
			key.alone = t.Host
		}
		g := known[key]
		if g == nil {
			g = &group{alike: key, open: t.Open != ""}
			known[key] = g
			if mute {
				silent = append(silent, g)
			} else {
				spoke = append(spoke, g)
			}
		}
		g.hosts = append(g.hosts, t.Host)
		for _, name := range t.Names {
			if !slices.Contains(g.names, name) && len(g.names) <= briefHosts {
				g.names = append(g.names, name)
			}
		}
		switch {
		case t.Open != "" && bad[[2]string{t.From, t.Host}]:
			g.grade = "violation"
		case t.Intercepted+t.NotTried != "" && g.grade == "":
			g.grade = "missed"
		}
	}
	var all []*group
	for _, open := range []bool{true, false} {
		for _, g := range spoke {
			if g.open == open {
				all = append(all, g)
			}
		}
	}
	all = append(all, silent...)
	return probeList{
		ID: "targets", Rows: len(all), Wide: 3,
		Columns: []probeColumn{{ID: "address"}, {ID: "names"}, {ID: "zones"}, {ID: "answers"}, {ID: "vantage"}},
		Row: func(i int) []probeCell {
			g := all[i]
			return []probeCell{v.briefHosts(g.hosts).as(g.grade), v.briefHosts(g.names), v.route(g.from, g.to, false), nameCell(g.answers), nameCell(g.vantage)}
		},
	}
}

// briefSwept is networks of which every address was tried, a line each.
func (v *probeView) briefSwept() probeList {
	all := v.run.Swept
	return probeList{
		ID: "swept", Rows: len(all), Wide: 0,
		Columns: []probeColumn{{ID: "network"}, {ID: "zones"}, {ID: "hosts", Right: true}, {ID: "silent", Right: true}, {ID: "tried", Right: true}, {ID: "vantage"}},
		Row: func(i int) []probeCell {
			s := &all[i]
			return []probeCell{nameCell(s.Network), v.route(s.From, s.To, false), numberCell(s.Hosts), numberCell(s.Silent), numberCell(s.Tried), nameCell(s.Vantage)}
		},
	}
}

package output

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/shikiri/shikiri/report"
)

// A targetGroup is targets that answered alike: of a network behind a firewall that
// rejects, 65,534 addresses answer the same.
type targetGroup struct {
	report.Target          // the first of them; Attempts, First and Last are of all
	Ranges        []string // "10.20.1.3 - 10.20.1.9"
	Hosts         int64
	last          netip.Addr // of the range in hand
	from          string     // its first
}

// targetGroups returns targets in the order of the run, those with an open port
// first. Those that have a name or a share stand alone.
func targetGroups(r *report.Run) []*targetGroup {
	type alike struct {
		from, to, vantage, source, open, refused, filtered, unreachable, notTried, intercepted string
		declared                                                                               bool
	}
	known := map[alike]*targetGroup{}
	var all []*targetGroup
	for i := range r.Targets {
		t := &r.Targets[i]
		key := alike{t.From, t.To, t.Vantage, t.Source, t.Open, t.Refused, t.Filtered, t.Unreachable, t.NotTried, t.Intercepted, t.Declared}
		g := known[key]
		if g == nil || len(t.Names)+len(t.Shares) > 0 {
			g = &targetGroup{Target: *t}
			g.Attempts = 0
			all = append(all, g)
			if len(t.Names)+len(t.Shares) == 0 {
				known[key] = g
			}
		}
		g.add(t)
	}
	for _, g := range all {
		g.end()
	}
	slices.SortStableFunc(all, func(a, b *targetGroup) int { return compareBool(a.Open == "", b.Open == "") })
	return all
}

func (g *targetGroup) add(t *report.Target) {
	g.Hosts++
	g.Attempts += t.Attempts
	if !t.First.IsZero() && t.First.Before(g.First) {
		g.First = t.First
	}
	if t.Last.After(g.Last) {
		g.Last = t.Last
	}
	a, err := netip.ParseAddr(t.Host)
	if err != nil || g.from == "" || a != g.last.Next() {
		g.end()
		g.from = t.Host
	}
	g.last = a
}

// end ends the range in hand.
func (g *targetGroup) end() {
	switch {
	case g.from == "":
		return
	case !g.last.IsValid() || g.last.String() == g.from:
		g.Ranges = append(g.Ranges, g.from)
	default:
		g.Ranges = append(g.Ranges, g.from+" - "+g.last.String())
	}
	g.from = ""
}

// targetRanges is how many ranges of addresses a cell holds.
const targetRanges = 50

// targetList is every target, or groups of them.
func (v *probeView) targetList(alike bool) probeList {
	bad := map[[2]string]bool{}
	for _, o := range forbiddenOpens(v.run) {
		bad[[2]string{o.From, o.Host}] = true
	}
	l := probeList{
		ID: "targets", Rows: len(v.run.Targets), Wide: 2, Few: 1, Stacks: []probeStack{{"zone", []int{0, 1, 17, 6}}, {"address", []int{2, 3, 4, 5}}, {"answers", []int{8, 9, 10, 11, 12, 13, 7, 14, 15}}},
		Page: []probeStack{{"zone", []int{0, 1, 17, 6}}, {"target", []int{2, 3, 4, 5}}, {"open", []int{8}}, {"refused", []int{9, 11}}, {"filtered", []int{10}}, {"intercepted", []int{12}}, {"not-tried", []int{13}}, {"attempts", []int{7, 14, 15}}},
		Columns: []probeColumn{
			{ID: "from", Width: 14}, {ID: "to", Width: 14, Label: true}, {ID: "address", Width: 22}, {ID: "hosts", Width: 10, Right: true, Label: true}, {ID: "names", Width: 24}, {ID: "shares", Width: 30}, {ID: "source", Width: 16, Label: true}, {ID: "attempts", Width: 9, Right: true, Label: true},
			{ID: "open", Width: 22, Label: true}, {ID: "refused", Width: 26, Label: true}, {ID: "filtered", Width: 26, Label: true}, {ID: "unreachable", Width: 18, Label: true}, {ID: "intercepted", Width: 18, Label: true}, {ID: "not-tried", Width: 18, Label: true},
			{ID: "first", Width: 18, Label: true}, {ID: "last", Width: 18, Label: true}, {ID: "declared", Width: 10}, {ID: "vantage", Width: 24, Label: true},
		},
		Row: func(i int) []probeCell {
			t := &v.run.Targets[i]
			return v.targetRow(t, []string{t.Host}, 1, bad[[2]string{t.From, t.Host}])
		},
	}
	if alike {
		all := targetGroups(v.run)
		l.Rows, l.Row = len(all), func(i int) []probeCell {
			g := all[i]
			return v.targetRow(&g.Target, v.few(g.Ranges), g.Hosts, bad[[2]string{g.From, g.Host}])
		}
	}
	return l
}

// few returns as many names as a cell holds, and how many are left out.
func (v *probeView) few(names []string) []string {
	if n := len(names) - targetRanges; n > 0 {
		return append(names[:targetRanges:targetRanges], fmt.Sprintf(v.words.More, grouped(n)))
	}
	return names
}

func (v *probeView) targetRow(t *report.Target, addresses []string, hosts int64, bad bool) []probeCell {
	declared, open := "", "allowed"
	if t.Declared {
		declared = v.words.Yes
	}
	if bad {
		open = "violation"
	}
	state := func(list, grade string) probeCell {
		if list == "" {
			grade = ""
		}
		return nameCell(ports(list)).as(grade)
	}
	return []probeCell{
		zoneCell(t.From), zoneCell(t.To), namesCell(addresses...), numberCell(hosts), namesCell(t.Names...), namesCell(t.Shares...), nameCell(t.Source), numberCell(t.Attempts),
		state(t.Open, open), nameCell(ports(t.Refused)), nameCell(ports(t.Filtered)), nameCell(ports(t.Unreachable)), state(t.Intercepted, "missed"), state(t.NotTried, "missed"),
		timeCell(t.First), timeCell(t.Last), wordCell(declared), nameCell(t.Vantage),
	}
}

// sweptList is networks of which every address was tried.
func (v *probeView) sweptList() probeList {
	all := v.run.Swept
	return probeList{
		ID: "swept", Rows: len(all), Wide: 0, Stacks: []probeStack{{"network", []int{0}}, {"zone", []int{1, 2, 6}}, {"numbers", []int{3, 4, 5}}},
		Columns: []probeColumn{
			{ID: "network", Width: 24}, {ID: "from", Width: 14, Label: true}, {ID: "to", Width: 14, Label: true}, {ID: "hosts", Width: 12, Right: true, Label: true}, {ID: "silent", Width: 12, Right: true, Label: true}, {ID: "tried", Width: 14, Right: true, Label: true}, {ID: "vantage", Width: 24, Label: true},
			{ID: "source", Width: 24, Label: true}, {ID: "ports", Width: 40, Label: true}, {ID: "attempts", Width: 12, Right: true, Label: true}, {ID: "first", Width: 20, Label: true}, {ID: "last", Width: 20, Label: true},
		},
		Row: func(i int) []probeCell {
			s := &all[i]
			return []probeCell{
				nameCell(s.Network), zoneCell(s.From), zoneCell(s.To), numberCell(s.Hosts), numberCell(s.Silent), numberCell(s.Tried), nameCell(s.Vantage),
				nameCell(s.Source), nameCell(ports(s.Ports)), numberCell(int64(s.Attempts)), timeCell(s.First), timeCell(s.Last),
			}
		},
	}
}

// untriedList is what was not tried: names, and ports for which there was no time.
func (v *probeView) untriedList() probeList {
	names, late := untried(v.run), v.late()
	audit, words := auditWordsFor(v.page.opts.Lang), v.page.words
	return probeList{
		ID: "untried", Rows: len(names) + len(late), Wide: 0, Stacks: []probeStack{{"what", []int{0}}, {"reason", []int{1, 2}}, {"todo", []int{3}}},
		Columns: []probeColumn{{ID: "what", Width: 40}, {ID: "reason", Width: 30}, {ID: "detail", Width: 40}, {ID: "todo", Width: 40}},
		Row: func(i int) []probeCell {
			if i < len(names) {
				u := names[i]
				return []probeCell{nameCell(unexaminedName(u)), v.known(words.Reasons, u.Reason).as("missed"), v.saidCell(u.Detail), wordCell(audit.Todo[u.Reason])}
			}
			return late[i-len(names)]
		},
	}
}

// limits say what no probe tries, and what this one did not for want of a sweep.
func (v *probeView) limits() []string {
	w := v.words
	all := []string{w.Conditions["not"] + ": " + w.Says["not"]}
	if len(v.run.Swept) == 0 {
		all = append(all, w.Conditions["scope"]+": "+w.Says["hosts"])
	}
	return all
}

// unexaminedName names what was not examined: what probes do not try has no path.
func unexaminedName(u *report.Unexamined) string {
	if u.Path == "" {
		return u.Share
	}
	return u.Share + "/" + u.Path
}

// late is the ports that were not tried, by flow.
func (v *probeView) late() [][]probeCell {
	var rows [][]probeCell
	for i := range v.run.Flows {
		f := &v.run.Flows[i]
		if f.NotTried == 0 {
			continue
		}
		to := v.words.Internet
		if !f.Egress {
			to = v.zone(f.To)
		}
		rows = append(rows, []probeCell{
			wordCell(v.zone(f.From) + " → " + to), wordCell(v.words.States["not-tried"]).as("missed"), numberedCell(v.words.Columns["ports"], f.NotTried), wordCell(v.words.Says["again"]),
		})
	}
	return rows
}

// numberedCell is a word and a number.
func numberedCell(word string, n int64) probeCell { return wordCell(word + " " + grouped(n)) }

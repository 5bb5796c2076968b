package output

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// exposureList is content and path in one, a sentence each, and its numbers.
func (v *probeView) exposureList() probeList {
	all := v.exposures()
	return probeList{
		ID: "exposures", Rows: len(all), Wide: 0, Stacks: []probeStack{{"sentence", []int{0}}},
		Columns: []probeColumn{
			{ID: "sentence", Width: 60}, {ID: "host", Width: 24}, {ID: "address", Width: 18}, {ID: "zone", Width: 14}, {ID: "from", Width: 14}, {ID: "ports", Width: 18}, {ID: "verdict", Width: 20},
			{ID: "people", Width: 10, Right: true}, {ID: "records", Width: 10, Right: true}, {ID: "findings", Width: 10, Right: true}, {ID: "shares", Width: 36},
		},
		Row: func(i int) []probeCell {
			e := all[i]
			verdict, grade := report.PathViolation, "violation"
			if e.Verdict == report.PathAllowed {
				verdict, grade = report.PathAllowed, "allowed"
			}
			return []probeCell{
				wordCell(v.exposed(e)).as(grade), nameCell(e.Host), nameCell(e.Address), zoneCell(e.Zone), zoneCell(e.From), namesCell(e.Ports...), wordCell(v.words.Verdicts[verdict]).as(grade),
				numberCell(e.People), numberCell(e.Records), numberCell(e.Findings), namesCell(e.Shares...),
			}
		},
	}
}

// vantageList is where it was tried from, and how.
func (v *probeView) vantageList() probeList {
	all := v.run.Vantages
	return probeList{
		ID: "vantages", Rows: len(all), Wide: 1, Stacks: []probeStack{{"vantage", []int{0, 2, 1}}, {"how", []int{3, 4, 5, 6, 7, 8, 9, 10}}},
		Page: []probeStack{{"vantage", []int{0, 2, 1}}, {"ports", []int{5}}, {"how", []int{7, 6}}, {"time", []int{3, 4}}, {"tool", []int{8, 9, 10}}},
		Columns: []probeColumn{
			{ID: "vantage", Width: 26}, {ID: "zone", Width: 16, Label: true}, {ID: "addresses", Width: 24}, {ID: "started", Width: 18, Label: true}, {ID: "finished", Width: 18, Label: true}, {ID: "ports", Width: 34, Label: true},
			{ID: "attempts", Width: 10, Right: true, Label: true}, {ID: "how", Width: 40}, {ID: "tool", Width: 20, Label: true}, {ID: "rules", Width: 22, Label: true}, {ID: "policy", Width: 22, Label: true},
		},
		Row: func(i int) []probeCell {
			x := &all[i]
			return []probeCell{
				nameCell(x.Host), zoneCell(x.From), namesCell(x.Addresses...), timeCell(x.Started), timeCell(x.Finished), nameCell(ports(x.Ports)),
				numberCell(x.Attempts), wordCell(v.how(x)), nameCell(strings.TrimSpace(x.Tool.Name + " " + x.Tool.Version)), nameCell(x.Tool.Rules), nameCell(x.Tool.Policy),
			}
		},
	}
}

// how says how a vantage point tried.
func (v *probeView) how(x *report.Vantage) string {
	w, rate := v.words, v.words.Says["no-rate"]
	if x.Rate > 0 {
		rate = fmt.Sprintf(w.Says["rate"], rated(x.Rate))
	}
	parts := []string{fmt.Sprintf(w.Says["pace"], v.quote(x.Timeout), grouped(x.Retries), rate)}
	for _, o := range []struct {
		is   bool
		word string
	}{{x.Sweep, "--sweep"}, {x.Verify, "--verify"}, {x.Stated, "--from"}} {
		if o.is {
			parts = append(parts, o.word)
		}
	}
	return strings.Join(parts, " · ")
}

// openList is ports that are open, and names that resolve.
func (v *probeView) openList(id string, all []*report.Open) probeList {
	return probeList{
		ID: id, Rows: len(all), Wide: 1, Stacks: []probeStack{{"verdict", []int{0, 1, 2}}, {"target", []int{3, 4, 5, 6, 7, 8}}, {"source", []int{9, 14, 10, 11, 12, 13}}},
		Page: []probeStack{{"verdict", []int{0, 1, 2}}, {"target", []int{3, 4}}, {"port", []int{5}}, {"service", []int{6, 7, 8}}, {"source", []int{9, 14, 10}}, {"time", []int{11, 12}}, {"why", []int{13}}},
		Columns: []probeColumn{
			{ID: "verdict", Width: 22}, {ID: "from", Width: 14, Label: true}, {ID: "to", Width: 14, Label: true}, {ID: "address", Width: 18}, {ID: "name", Width: 26}, {ID: "port", Width: 12}, {ID: "service", Width: 14, Label: true},
			{ID: "verified", Width: 10, Label: true}, {ID: "banner", Width: 34}, {ID: "source", Width: 18, Label: true}, {ID: "attempts", Width: 8, Right: true, Label: true}, {ID: "time", Width: 18}, {ID: "millis", Width: 10, Right: true, Label: true}, {ID: "why", Width: 36}, {ID: "vantage", Width: 24, Label: true},
		},
		Row: func(i int) []probeCell {
			o := all[i]
			verdict, grade := report.PathViolation, "violation"
			if o.Verdict == report.PathAllowed {
				verdict, grade = report.PathAllowed, "allowed"
			}
			spoke := wordCell(v.words.Says["by-port"])
			if o.Verified || o.Protocol == "dns" {
				spoke = wordCell(v.words.Says["by-answer"])
			}
			return []probeCell{
				wordCell(v.words.Verdicts[verdict]).as(grade), zoneCell(o.From), v.to(o.To, o.Egress), nameCell(o.Host), nameCell(o.Name), nameCell(portOf(o)), nameCell(o.Service),
				spoke, nameCell(o.Banner), nameCell(o.Source), numberCell(int64(o.Attempts)), timeCell(o.At), wordCell(strconv.FormatFloat(o.Millis, 'f', -1, 64)), v.saidCell(o.Why), nameCell(o.Vantage),
			}
		},
	}
}

// portOf names a port with its protocol, "tcp/445"; a name that resolved has none.
func portOf(o *report.Open) string {
	if o.Port == 0 {
		return o.Protocol
	}
	return o.Protocol + "/" + strconv.Itoa(int(o.Port))
}

// saidCell is a sentence of the run.
func (v *probeView) saidCell(text string) probeCell {
	return probeCell{kind: cellSaid, text: v.page.said(text)}
}

// bridgeList is machines in two zones.
func (v *probeView) bridgeList() probeList {
	all := v.run.Bridges
	return probeList{
		ID: "bridges", Rows: len(all), Wide: 1, Stacks: []probeStack{{"strength", []int{0}}, {"what", []int{6}}, {"evidence", []int{3, 4, 7}}},
		Page: []probeStack{{"strength", []int{0}}, {"what", []int{6}}, {"evidence", []int{3, 4}}, {"why", []int{7}}},
		Columns: []probeColumn{
			{ID: "strength", Width: 14}, {ID: "zones", Width: 20}, {ID: "addresses", Width: 24}, {ID: "evidence", Width: 24}, {ID: "value", Width: 34}, {ID: "names", Width: 24}, {ID: "what", Width: 50}, {ID: "why", Width: 40},
		},
		Row: func(i int) []probeCell {
			b := &all[i]
			grade, strength := "violation", report.BridgeProof
			if b.Weak() {
				grade, strength = "missed", report.BridgeWeak
			}
			return []probeCell{
				wordCell(v.words.Strengths[strength]).as(grade), namesCell(b.Zones...), namesCell(b.Hosts...), v.known(v.words.Evidence, b.Evidence), nameCell(b.Value), namesCell(b.Names...),
				wordCell(v.bridged(b)), v.saidCell(b.Why),
			}
		},
	}
}

// known is our word for a name, or the name if we have none.
func (v *probeView) known(words map[string]string, name string) probeCell {
	if s := words[name]; s != "" {
		return wordCell(s)
	}
	return nameCell(name)
}

// identityList is what told machines apart.
func (v *probeView) identityList() probeList {
	all := v.run.Identities
	return probeList{
		ID: "identities", Rows: len(all), Wide: 2, Stacks: []probeStack{{"zone", []int{0, 2, 3, 4}}, {"kind", []int{5, 7, 1}}, {"value", []int{6}}},
		Columns: []probeColumn{
			{ID: "zone", Width: 14}, {ID: "from", Width: 14, Label: true}, {ID: "address", Width: 18}, {ID: "name", Width: 24}, {ID: "port", Width: 10}, {ID: "kind", Width: 22}, {ID: "value", Width: 44}, {ID: "weak", Width: 10}, {ID: "vantage", Width: 24, Label: true},
		},
		Row: func(i int) []probeCell {
			x := &all[i]
			weak := ""
			if x.Weak {
				weak = v.words.Strengths["weak"]
			}
			return []probeCell{
				zoneCell(x.Zone), zoneCell(x.From), nameCell(x.Host), nameCell(x.Name), nameCell("tcp/" + strconv.Itoa(int(x.Port))), v.known(v.words.Identities, x.Kind), nameCell(x.Value), wordCell(weak), nameCell(x.Vantage),
			}
		},
	}
}

// flowList is flows, all or some, with their numbers.
func (v *probeView) flowList(id string, want func(*report.Flow) bool) probeList {
	all := v.flowsThat(want)
	return probeList{
		ID: id, Rows: len(all), Wide: 2, Stacks: []probeStack{{"verdict", []int{0, 1, 2, 16, 3}}, {"numbers", []int{5, 6, 7, 8, 9, 10, 11, 12}}, {"ports", []int{4, 13, 14, 15}}},
		Page: []probeStack{{"verdict", []int{0, 1, 2, 16, 3}}, {"ports", []int{4, 13, 14, 15}}, {"hosts", []int{5}}, {"tried", []int{6}}, {"open", []int{7}}, {"refused", []int{8}}, {"filtered", []int{9}}, {"unreachable", []int{10}}, {"intercepted", []int{11}}, {"not-tried", []int{12}}},
		Columns: []probeColumn{
			{ID: "verdict", Width: 22}, {ID: "from", Width: 14, Label: true}, {ID: "to", Width: 14, Label: true}, {ID: "rule", Width: 10, Label: true}, {ID: "ports", Width: 30}, {ID: "hosts", Width: 10, Right: true, Label: true},
			{ID: "tried", Width: 11, Right: true, Label: true}, {ID: "open", Width: 9, Right: true, Label: true}, {ID: "refused", Width: 9, Right: true, Label: true}, {ID: "filtered", Width: 10, Right: true, Label: true},
			{ID: "unreachable", Width: 10, Right: true, Label: true}, {ID: "intercepted", Width: 10, Right: true, Label: true}, {ID: "not-tried", Width: 10, Right: true, Label: true},
			{ID: "why", Width: 44}, {ID: "started", Width: 18, Label: true}, {ID: "finished", Width: 18, Label: true}, {ID: "vantage", Width: 24, Label: true},
		},
		Row: func(i int) []probeCell { return v.flowRow(all[i]) },
	}
}

func (v *probeView) flowRow(f *report.Flow) []probeCell {
	verdict := f.Judged()
	rule := v.words.Rules["forbidden"]
	if f.Allowed || f.Verdict == report.PathAllowed {
		rule = v.words.Rules["allowed"]
	}
	state := func(n int64, grade string) probeCell {
		if n == 0 {
			grade = ""
		}
		return numberCell(n).as(grade)
	}
	open := "allowed"
	if verdict == report.PathViolation {
		open = "violation"
	}
	return []probeCell{
		wordCell(v.words.Verdicts[verdict]).as(pathGrade(verdict)), zoneCell(f.From), v.to(f.To, f.Egress), wordCell(rule), nameCell(ports(f.Ports)), numberCell(f.Hosts),
		numberCell(f.Tried), state(f.Open, open), numberCell(f.Refused), numberCell(f.Filtered), numberCell(f.Unreachable), state(f.Intercepted, "missed"), state(f.NotTried, "missed"),
		v.saidCell(f.Why), timeCell(f.Started), timeCell(f.Finished), nameCell(f.Vantage),
	}
}

// rated is how many attempts a second there are at most.
func rated(rate float64) string {
	if n := int64(rate); float64(n) == rate {
		return grouped(n)
	}
	return strconv.FormatFloat(rate, 'f', -1, 64)
}

package output

import (
	"github.com/shikiri/shikiri/report"
)

// changeLists are what became of open ports, bridges and flows since another run.
func (v *probeView) changeLists() []probeList {
	c := v.run.Changes
	if c == nil {
		return nil
	}
	return []probeList{v.changedPaths(c.Paths), v.changedBridges(c.Bridges), v.changedFlows(c.Flows)}
}

// changeGrade is how a change looks.
func changeGrade(state string) string {
	switch state {
	case report.PathGone:
		return "allowed"
	case report.PathUnclear:
		return "missed"
	}
	return "violation"
}

// reason says why a change is not confirmed, in our words if we have some.
func (v *probeView) reason(code string) probeCell {
	if code == "" {
		return probeCell{}
	}
	return probeCell{kind: cellSaid, text: v.page.pathReason(code)}
}

func (v *probeView) changedPaths(all []report.PathChange) probeList {
	w := pathChangeWordsFor(v.page.opts.Lang)
	return probeList{
		ID: "changed-paths", Title: w.Paths, Rows: len(all), Wide: 1, Stacks: []probeStack{{"state", []int{0, 1, 9}}, {"target", []int{2, 3, 4, 5, 6}}, {"service", []int{7, 8}}},
		Columns: []probeColumn{
			{ID: "state", Width: 22}, {ID: "before", Width: 22, Label: true}, {ID: "from", Width: 14, Label: true}, {ID: "to", Width: 14, Label: true}, {ID: "address", Width: 18}, {ID: "name", Width: 26}, {ID: "port", Width: 12}, {ID: "service", Width: 14}, {ID: "banner", Width: 34}, {ID: "why", Width: 40},
		},
		Row: func(i int) []probeCell {
			x := &all[i]
			grade := changeGrade(x.State)
			if x.Verdict == report.PathAllowed && grade == "violation" {
				grade = "allowed"
			}
			before := probeCell{}
			if x.Before != "" {
				before = v.known(v.words.Verdicts, x.Before)
			}
			return []probeCell{
				v.known(w.States, x.State).as(grade), before, zoneCell(x.From), v.to(x.To, x.Egress), nameCell(x.Host), nameCell(x.Name), nameCell(portOf(&x.Open)), nameCell(x.Service), nameCell(x.Banner), v.reason(x.Reason),
			}
		},
	}
}

func (v *probeView) changedBridges(all []report.BridgeChange) probeList {
	w := pathChangeWordsFor(v.page.opts.Lang)
	return probeList{
		ID: "changed-bridges", Title: w.Bridges, Rows: len(all), Wide: 1, Stacks: []probeStack{{"state", []int{0, 1}}, {"what", []int{2}}, {"evidence", []int{3, 4, 5}}},
		Columns: []probeColumn{{ID: "state", Width: 22}, {ID: "strength", Width: 14}, {ID: "what", Width: 60}, {ID: "evidence", Width: 24}, {ID: "value", Width: 34}, {ID: "why", Width: 40}},
		Row: func(i int) []probeCell {
			x := &all[i]
			grade := changeGrade(x.State)
			if x.Weak() && grade == "violation" {
				grade = "missed"
			}
			return []probeCell{
				v.known(w.BridgeStates, x.State).as(grade), v.known(v.words.Strengths, x.Strength), wordCell(v.bridged(&x.Bridge)), v.known(v.words.Evidence, x.Evidence), nameCell(x.Value), v.reason(x.Reason),
			}
		},
	}
}

func (v *probeView) changedFlows(all []report.FlowChange) probeList {
	w := pathChangeWordsFor(v.page.opts.Lang)
	verdict := func(name string) probeCell {
		if name == "" || name == report.UnclearNotTried {
			return wordCell(w.NotTried)
		}
		return v.known(v.words.Verdicts, name)
	}
	return probeList{
		ID: "changed-flows", Title: w.Flows, Rows: len(all), Wide: 2, Stacks: []probeStack{{"verdict", []int{3, 2}}, {"zone", []int{0, 1}}, {"why", []int{4}}},
		Columns: []probeColumn{{ID: "from", Width: 14}, {ID: "to", Width: 14}, {ID: "before", Width: 24, Label: true}, {ID: "verdict", Width: 24}, {ID: "why", Width: 50}},
		Row: func(i int) []probeCell {
			x := &all[i]
			grade := pathGrade(x.Verdict)
			if x.Verdict == report.UnclearNotTried {
				grade = "missed"
			}
			return []probeCell{zoneCell(x.From), zoneCell(x.To), verdict(x.Before), verdict(x.Verdict).as(grade), v.saidCell(x.Why)}
		},
	}
}

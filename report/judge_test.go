package report

import (
	"slices"
	"testing"
)

// Only a run that looked everywhere and found nothing is conforming. A share in
// which nothing at all was met may not be mounted; one whose folders are empty was
// looked at.
func TestJudge(t *testing.T) {
	seen := Share{Files: 3, Scanned: 3, Directories: 1}
	probed := []Vantage{{From: "office"}}
	closedFlow := Flow{Verdict: PathClosed, Proved: true}
	for name, test := range map[string]struct {
		run  Run
		want string
	}{
		"clean":                      {Run{Complete: true, Shares: []Share{seen}}, "conforming"},
		"emptied share":              {Run{Complete: true, Shares: []Share{seen, {Directories: 2}}}, "conforming"},
		"share that is not mounted":  {Run{Complete: true, Shares: []Share{seen, {Directories: 1}}}, "incomplete empty"},
		"no files at all":            {Run{Complete: true, Shares: []Share{{Directories: 9}}}, "incomplete empty"},
		"no shares":                  {Run{Complete: true}, "incomplete empty"},
		"not all examined":           {Run{Shares: []Share{seen}}, "incomplete unexamined"},
		"interrupted":                {Run{Interrupted: true, Shares: []Share{seen}}, "incomplete interrupted"},
		"overdue, not all examined":  {Run{Shares: []Share{seen}, Summary: Summary{Overdue: 1}}, "nonconforming overdue"},
		"verdict of a later version": {Run{Complete: true, Shares: []Share{seen}, Findings: []Finding{{Verdict: "worse"}}}, "nonconforming violation"},
		"closed paths":               {Run{Complete: true, Vantages: probed, Flows: []Flow{closedFlow, {Allowed: true, Verdict: PathNotOpen}}}, "conforming"},
		"a probe without flows":      {Run{Complete: true, Vantages: probed}, "incomplete empty"},
		"an open path":               {Run{Complete: true, Vantages: probed, Flows: []Flow{closedFlow, {Verdict: PathViolation}}}, "nonconforming path"},
		"an open port":               {Run{Interrupted: true, Vantages: probed, Open: []Open{{Verdict: PathViolation}}}, "nonconforming path"},
		"a path of a later version":  {Run{Complete: true, Vantages: probed, Flows: []Flow{closedFlow}, Open: []Open{{Verdict: "worse"}}}, "nonconforming path"},
		"an allowed port":            {Run{Complete: true, Vantages: probed, Flows: []Flow{closedFlow}, Open: []Open{{Verdict: PathAllowed}}}, "conforming"},
		"one machine, two zones":     {Run{Complete: true, Vantages: probed, Flows: []Flow{closedFlow}, Bridges: []Bridge{{Strength: "proof"}}}, "nonconforming bridge"},
		"maybe one machine":          {Run{Complete: true, Vantages: probed, Flows: []Flow{closedFlow}, Bridges: []Bridge{{Strength: "weak"}}}, "conforming"},
		"not proved":                 {Run{Complete: true, ExitCode: 3, Vantages: probed, Flows: []Flow{closedFlow, {Verdict: PathNotProved}}}, "incomplete not-proved"},
		"closed, but not proved":     {Run{Complete: true, Vantages: probed, Flows: []Flow{{Verdict: PathClosed}}}, "incomplete not-proved"},
		"flow of a later version":    {Run{Complete: true, Vantages: probed, Flows: []Flow{{Verdict: "perhaps", Proved: true}}}, "incomplete not-proved"},
		"probe, not all tried":       {Run{ExitCode: 3, Vantages: probed, Flows: []Flow{closedFlow, {Verdict: PathNotProved}}}, "incomplete unexamined"},
		"closed, share not mounted":  {Run{Complete: true, Vantages: probed, Flows: []Flow{closedFlow}, Shares: []Share{{Directories: 1}}}, "incomplete empty"},
		"closed, clean share":        {Run{Complete: true, Vantages: probed, Flows: []Flow{closedFlow}, Shares: []Share{seen}}, "conforming"},
		"clean share, open path":     {Run{Complete: true, Vantages: probed, Open: []Open{{Verdict: PathViolation}}, Shares: []Share{seen}}, "nonconforming path"},
		"allowed":                    {Run{Complete: true, Shares: []Share{seen}, Findings: []Finding{{Verdict: "allowed"}}}, "conforming"},
	} {
		got, why := test.run.Judge()
		if why != "" {
			got += " " + why
		}
		if got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

// A port that two machines saw open is one path, as are the names for which one
// server answers several.
func TestCountPaths(t *testing.T) {
	r := Run{
		Open: []Open{
			{From: "a", To: "b", Host: "10.0.0.1", Port: 22, Protocol: "tcp", Source: "10.1.0.1", Verdict: PathViolation},
			{From: "a", To: "b", Host: "10.0.0.1", Port: 22, Protocol: "tcp", Source: "10.1.0.2", Verdict: PathViolation},
			{From: "a", To: "b", Host: "10.0.0.1", Port: 23, Protocol: "tcp", Verdict: PathViolation},
			{From: "a", To: "b", Host: "10.0.0.1", Port: 24, Protocol: "tcp", Verdict: PathAllowed},
			{From: "a", To: "internet", Host: "192.0.2.1", Name: "a.example", Port: 53, Protocol: "dns", Verdict: PathViolation},
			{From: "a", To: "internet", Host: "192.0.2.1", Name: "b.example", Port: 53, Protocol: "dns", Verdict: PathViolation},
		},
		Bridges: []Bridge{{Strength: "proof"}, {Strength: "weak"}},
	}
	r.CountPaths()
	if got, want := r.Summary, (Summary{Paths: 4, Bridges: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// What a probe tells comes in one order, whoever told it first: addresses as numbers.
func TestSortProbe(t *testing.T) {
	open := []Open{
		{From: "a", To: "b", Host: "10.0.0.9", Port: 22, Verdict: PathViolation},
		{From: "a", To: "b", Host: "10.0.0.10", Port: 22, Verdict: PathViolation},
		{From: "a", To: "b", Host: "fd00::1", Port: 22, Verdict: PathViolation},
		{From: "a", To: "internet", Egress: true, Host: "10.0.0.1", Port: 22, Verdict: PathViolation},
		{From: "a", To: "b", Host: "10.0.0.1", Port: 22, Verdict: PathAllowed},
	}
	flows := []Flow{
		{From: "a", To: "c", Verdict: PathClosed}, {From: "a", To: "c", Allowed: true}, {From: "a", To: "b", Egress: true}, {From: "b", To: "a"},
	}
	r := Run{Open: slices.Clone(open), Flows: slices.Clone(flows)}
	slices.Reverse(r.Open)
	slices.Reverse(r.Flows)
	r.Sort()
	if !slices.Equal(r.Open, open) {
		t.Errorf("open ports: got %+v, want %+v", r.Open, open)
	}
	if !slices.Equal(r.Flows, flows) {
		t.Errorf("flows: got %+v, want %+v", r.Flows, flows)
	}
}

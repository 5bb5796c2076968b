package output

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// paths is the suite of a probe's run: a test for each flow and control, and that
// no machine stands in two zones, no personal data is exposed, and all was tried.
// What is not proved is an error, as what was not examined is: nobody knows.
func (j *junit) paths(id int) junitSuite {
	s := j.head(id, "probe")
	s.Cases = slices.Concat(j.flows(), j.controls(), j.machines(), j.attempts())
	if conformity, why := judge(j.run); conformity == report.Incomplete && !slices.ContainsFunc(s.Cases, junitCase.bad) && len(j.run.Shares) == 0 {
		text := j.whyIncomplete(why) // a run that contradicts itself passes no test
		s.Cases = append(s.Cases, pathCase(j.t.Whole, j.run.From, nil, &junitResult{Message: text, Type: "incomplete", Text: text}))
	}
	s.tally()
	return s
}

func (c junitCase) bad() bool { return c.Failure != nil || c.Error != nil }

func pathCase(name, from string, failure, err *junitResult) junitCase {
	return junitCase{Name: xmlToken(name), Class: xmlToken(strings.TrimSuffix("shikiri.probe."+from, ".")), Time: "0", Failure: failure, Error: err}
}

// flows are the tests of what may be open between two zones, one for all machines
// that tried it.
func (j *junit) flows() []junitCase {
	w := pathWordsFor(j.lang)
	type key struct{ from, to, allowed string }
	var order []key
	of := map[key][]*report.Flow{}
	add := func(k key, f *report.Flow) {
		if of[k] == nil {
			order = append(order, k)
		}
		of[k] = append(of[k], f)
	}
	for i := range j.run.Flows {
		f := &j.run.Flows[i]
		k := key{from: f.From, to: f.To}
		if f.Allowed {
			k.allowed = "tcp/" + f.Ports
		}
		add(k, f)
	}
	for i := range j.run.Open { // a run that contradicts itself
		o := &j.run.Open[i]
		if k := (key{from: o.From, to: o.To}); openVerdict(o) == report.PathViolation && !slices.ContainsFunc(of[k], violated) {
			add(k, &report.Flow{From: o.From, To: o.To, Open: 1, Verdict: report.PathViolation})
		}
	}
	all := make([]junitCase, 0, len(order))
	for _, k := range order {
		name := flowName(of[k][0])
		if k.allowed != "" {
			name = fmt.Sprintf(w.Allowed, name, k.allowed)
		} else {
			name = fmt.Sprintf(w.Closed, name)
		}
		failure, err := j.flow(of[k])
		all = append(all, pathCase(name, k.from, failure, err))
	}
	return all
}

func violated(f *report.Flow) bool { return f.Judged() == report.PathViolation }

// flow returns what is wrong with flows between two zones, and what is not proved.
func (j *junit) flow(all []*report.Flow) (failure, err *junitResult) {
	w := pathWordsFor(j.lang)
	for _, f := range all {
		verdict := f.Judged()
		text := fmt.Sprintf(w.Flow, flowName(f), w.Verdicts[verdict], j.reason(f.Why)) + " (" + j.counts(f) + ")"
		switch {
		case verdict == report.PathViolation && failure == nil:
			failure = &junitResult{Message: fmt.Sprintf(w.Ports, grouped(f.Open)), Type: ruleForbidden, Text: text + j.openOf(f)}
		case verdict == report.PathNotProved && err == nil:
			err = &junitResult{Message: w.Verdicts[verdict], Type: ruleNotProved, Text: text}
		}
	}
	if failure != nil {
		return failure, nil // a test has one end
	}
	return nil, err
}

// openOf lists the forbidden ports of a flow, as many as a test shows.
func (j *junit) openOf(f *report.Flow) string {
	var t junitTally
	seen := map[string]bool{}
	for i := range j.run.Open {
		o := &j.run.Open[i]
		if id := openID(o); o.From == f.From && o.To == f.To && openVerdict(o) == report.PathViolation && !seen[id] {
			seen[id] = true
			t.add(func() string { return j.open(o) })
		}
	}
	if t.n == 0 {
		return ""
	}
	return "\n" + t.text(j.words.More)
}

// controls are tests too. One that does not hold is an error if something is not
// proved because of it, as far as that can be told, and else skipped.
func (j *junit) controls() []junitCase {
	w := pathWordsFor(j.lang)
	all := make([]junitCase, 0, len(j.run.Controls))
	for i := range j.run.Controls {
		c := &j.run.Controls[i]
		name := fmt.Sprintf(w.Control, say(w.Kinds, c.Kind), visible(c.Zone), visible(c.Host))
		test := pathCase(strings.TrimSpace(name), c.From, nil, nil)
		doubt := slices.ContainsFunc(j.run.Flows, func(f report.Flow) bool {
			return f.From == c.From && (f.To == c.Zone || c.Kind == "known-open") && undecided(&f)
		})
		switch {
		case c.OK:
		case doubt:
			text := say(w.Results, c.Result) + j.reason(c.Why)
			test.Error = &junitResult{Message: say(w.Results, c.Result), Type: "control", Text: text}
		default:
			test.Skipped = &struct{}{}
		}
		all = append(all, test)
	}
	return all
}

// machines are the tests that no machine stands in two zones, and that nothing with
// personal data can be reached where scans and probes were merged.
func (j *junit) machines() []junitCase {
	w := pathWordsFor(j.lang)
	var bridges, exposures junitTally
	for _, i := range j.pathIssues() {
		switch {
		case i.Rule == ruleBridge && i.Level == "error":
			bridges.add(func() string { return i.Text })
		case i.Rule == ruleExposure:
			exposures.add(func() string { return i.Text })
		}
	}
	all := []junitCase{pathCase(w.NoBridge, "", j.failure(ruleBridge, &bridges), nil)}
	if len(j.run.Shares) > 0 {
		all = append(all, pathCase(w.NoExposure, "", j.failure(ruleExposure, &exposures), nil))
	}
	return all
}

func (j *junit) failure(kind string, t *junitTally) *junitResult {
	if t.n == 0 {
		return nil
	}
	return &junitResult{Message: pathWordsFor(j.lang).Rules[kind].Short, Type: kind, Text: t.text(j.words.More)}
}

// attempts is the test that all was tried which the configuration names.
func (j *junit) attempts() []junitCase {
	w := pathWordsFor(j.lang)
	var t junitTally
	for i := range j.run.Unexamined {
		if u := &j.run.Unexamined[i]; j.isHost(u) {
			t.add(func() string { return visible(u.Share) + ": " + j.gap(u).Description })
		}
	}
	for i := range j.run.Flows {
		if f := &j.run.Flows[i]; f.NotTried > 0 {
			t.add(func() string { return flowName(f) + ": " + fmt.Sprintf(w.NotTried, grouped(f.NotTried)) })
		}
	}
	if t.n == 0 {
		return []junitCase{pathCase(w.AllTried, "", nil, nil)}
	}
	return []junitCase{pathCase(w.AllTried, "", nil, &junitResult{Message: fmt.Sprintf(w.NotTried, grouped(t.n)), Type: "incomplete", Text: t.text(j.words.More)})}
}

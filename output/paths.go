package output

import (
	"cmp"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// What is wrong with the paths of a probe's run: the rules of formats that list
// alerts, the worst first. The IDs are a contract: whoever mutes alerts names them.
const (
	ruleExposure  = "exposure"
	ruleForbidden = "forbidden-path"
	ruleBridge    = "bridge"
	ruleNotProved = "not-proved"
)

var pathRules = []string{ruleExposure, ruleForbidden, ruleBridge, ruleNotProved}

// A pathIssue is something wrong or not proved on the way between zones. What is
// only allowed is none.
type pathIssue struct {
	Rule  string
	ID    string // the same in every run
	Level string // "error", "warning", "note", as SARIF has them
	Text  string
	Path  string // of what it is about, with slashes: "10.20.1.11/tcp/445"
	Name  string // the same for people: "10.20.1.11:445"
	Zone  string // where that is
	Count int64  // how often it was seen
	State string // since another run, if it was compared: as SARIF has it
	Facts map[string]any
}

// pathIssues returns what is wrong with paths, the worst first, each once: the
// same port may have been tried from several machines of one zone.
func (s *sarif) pathIssues() []pathIssue {
	if !s.run.Probed() {
		return nil
	}
	var all []pathIssue
	at := map[string]int{}
	add := func(i pathIssue) {
		if n, seen := at[i.ID]; seen {
			all[n].Count += i.Count
			return
		}
		at[i.ID] = len(all)
		all = append(all, i)
	}
	s.exposed(add)
	s.opened(add)
	s.bridged(add)
	s.unproved(add)
	s.sincePaths(all)
	slices.SortStableFunc(all, func(a, b pathIssue) int { return cmp.Compare(levelRank(a.Level), levelRank(b.Level)) })
	return all
}

func levelRank(level string) int { return slices.Index([]string{"error", "warning", "note"}, level) }

// exposed tells of personal data that a forbidden path leads to.
func (s *sarif) exposed(add func(pathIssue)) {
	for i := range s.run.Exposures {
		if e := &s.run.Exposures[i]; e.Verdict != report.PathAllowed {
			add(pathIssue{
				Rule: ruleExposure, ID: hash(ruleExposure, e.From, e.Zone, strings.ToLower(e.Host), e.Address), Level: "error", Text: s.exposure(e),
				Path: cmp.Or(e.Host, e.Address), Name: e.Host, Zone: e.Zone, Count: 1,
				Facts: map[string]any{"from": e.From, "zone": e.Zone, "address": e.Address, "ports": list(e.Ports), "shares": list(e.Shares), "findings": e.Findings, "records": e.Records, "people": e.People},
			})
		}
	}
}

// exposure is the sentence with content and path in one.
func (s *sarif) exposure(e *report.Exposure) string {
	w := pathWordsFor(s.lang)
	people := grouped(e.People)
	if e.PeopleAdded {
		people = fmt.Sprintf(w.AtMost, people)
	}
	host := visible(cmp.Or(e.Host, e.Address))
	return fmt.Sprintf(w.Exposure, people, grouped(e.Records), host, visible(e.From), visible(strings.Join(e.Ports, ", ")))
}

// opened tells of what is open and must not be. What no verdict says is allowed is
// forbidden. Of a flow that was violated without a port that says so, the flow is told.
func (s *sarif) opened(add func(pathIssue)) {
	w := pathWordsFor(s.lang)
	told := map[[2]string]bool{}
	for i := range s.run.Open {
		o := &s.run.Open[i]
		if o.Verdict == report.PathAllowed {
			continue
		}
		told[[2]string{o.From, o.To}] = true
		add(s.openIssue(o))
	}
	for i := range s.run.Flows {
		if f := &s.run.Flows[i]; f.Judged() == report.PathViolation && !told[[2]string{f.From, f.To}] {
			add(pathIssue{Rule: ruleForbidden, ID: hash(ruleForbidden, f.From, f.To), Level: "error", Text: fmt.Sprintf(w.Flow, flowName(f), w.Verdicts[report.PathViolation], s.reason(f.Why)),
				Path: f.From + "/" + f.To, Name: flowName(f), Zone: f.To, Count: 1, Facts: flowFacts(f)})
		}
	}
}

func (s *sarif) openIssue(o *report.Open) pathIssue {
	return pathIssue{
		Rule: ruleForbidden, ID: openID(o), Level: "error", Text: s.open(o),
		Path: cmp.Or(o.Host, o.Name) + "/" + cmp.Or(o.Protocol, "tcp") + "/" + strconv.Itoa(int(o.Port)), Name: endpoint(o), Zone: o.To, Count: 1,
		Facts: map[string]any{"from": o.From, "zone": o.To, "source": o.Source, "host": o.Host, "name": o.Name, "port": o.Port, "protocol": o.Protocol,
			"service": o.Service, "verified": o.Verified, "attempts": o.Attempts, "at": utc(o.At)},
	}
}

// openID is the fingerprint of an open port. Addresses in the internet change, and
// a name is the same way out: there the name counts.
func openID(o *report.Open) string {
	host := cmp.Or(o.Host, o.Name)
	if o.Egress {
		host = cmp.Or(strings.ToLower(o.Name), o.Host)
	}
	return hash(ruleForbidden, o.From, o.To, host, cmp.Or(o.Protocol, "tcp"), strconv.Itoa(int(o.Port)))
}

// openVerdict returns the verdict of something open: what does not say that it is
// allowed is forbidden.
func openVerdict(o *report.Open) string {
	if o.Verdict == report.PathAllowed {
		return o.Verdict
	}
	return report.PathViolation
}

func endpoint(o *report.Open) string {
	if o.Port == 0 {
		return cmp.Or(o.Host, o.Name)
	}
	return net.JoinHostPort(cmp.Or(o.Host, o.Name), strconv.Itoa(int(o.Port)))
}

// open says what is open, from where, and what answers.
func (s *sarif) open(o *report.Open) string {
	w := pathWordsFor(s.lang)
	host := o.Host
	if o.Name != "" && o.Name != o.Host {
		host = o.Name
		if o.Host != "" {
			host += " (" + o.Host + ")"
		}
	}
	text := ""
	if o.Protocol == "dns" {
		text = fmt.Sprintf(w.Resolves, visible(host), visible(o.From))
	} else {
		text = fmt.Sprintf(w.Open, visible(host), visible(o.From), visible(fmt.Sprintf("%s/%d", cmp.Or(o.Protocol, "tcp"), o.Port)))
	}
	var says []string
	for _, said := range []string{o.Service, o.Banner, s.page.said(o.Why)} {
		if said != "" {
			says = append(says, visible(said))
		}
	}
	if len(says) > 0 {
		text += ": " + strings.Join(says, ", ")
	}
	return text
}

// bridged tells of machines in two zones. Weak evidence is a note: somebody should look.
func (s *sarif) bridged(add func(pathIssue)) {
	w := pathWordsFor(s.lang)
	for i := range s.run.Bridges {
		b := &s.run.Bridges[i]
		form, level := w.Bridge, "error"
		if b.Weak() {
			form, level = w.WeakBridge, "note"
		}
		text := fmt.Sprintf(form, visible(strings.Join(b.Zones, ", ")), visible(strings.Join(b.Hosts, ", ")), w.evidence(b.Evidence), visible(b.Value)) + s.reason(b.Why)
		add(pathIssue{
			Rule: ruleBridge, ID: bridgeID(b), Level: level, Text: text,
			Path: strings.Join(b.Hosts, "+"), Name: strings.Join(b.Hosts, ", "), Zone: strings.Join(b.Zones, "+"), Count: 1,
			Facts: map[string]any{"zones": list(b.Zones), "hosts": list(b.Hosts), "evidence": b.Evidence, "value": b.Value, "strength": b.Strength},
		})
	}
}

// bridgeID is of the addresses: keys are made anew, and the machine stays.
func bridgeID(b *report.Bridge) string {
	hosts := slices.Sorted(slices.Values(b.Hosts))
	return hash(slices.Concat([]string{ruleBridge}, slices.Sorted(slices.Values(b.Zones)), hosts)...)
}

// unproved tells of flows that nothing proves to be closed.
func (s *sarif) unproved(add func(pathIssue)) {
	w := pathWordsFor(s.lang)
	for i := range s.run.Flows {
		f := &s.run.Flows[i]
		if !undecided(f) {
			continue
		}
		add(pathIssue{
			Rule: ruleNotProved, ID: hash(ruleNotProved, f.From, f.To), Level: "warning",
			Text: fmt.Sprintf(w.Flow, flowName(f), w.Verdicts[report.PathNotProved], s.reason(f.Why)) + " (" + s.counts(f) + ")",
			Path: f.From + "/" + f.To, Name: flowName(f), Zone: f.To, Count: 1, Facts: flowFacts(f),
		})
	}
}

// undecided reports whether something of a flow is not proved: beside what is open,
// too.
func undecided(f *report.Flow) bool {
	verdict := f.Judged()
	return verdict == report.PathNotProved || verdict == report.PathViolation && !f.Proved && !f.Allowed && f.Why != ""
}

func flowName(f *report.Flow) string { return visible(f.From) + " -> " + visible(f.To) }

func flowFacts(f *report.Flow) map[string]any {
	return map[string]any{"from": f.From, "zone": f.To, "ports": f.Ports, "hosts": f.Hosts, "tried": f.Tried, "open": f.Open, "refused": f.Refused,
		"filtered": f.Filtered, "unreachable": f.Unreachable, "intercepted": f.Intercepted, "notTried": f.NotTried, "proved": f.Proved}
}

// counts says what came of the attempts of a flow.
func (s *sarif) counts(f *report.Flow) string {
	w := pathWordsFor(s.lang)
	parts := []string{fmt.Sprintf(w.Tried, grouped(f.Tried))}
	for _, c := range flowCounts(f) {
		if c.n > 0 {
			parts = append(parts, w.Results[c.result]+" "+grouped(c.n))
		}
	}
	return strings.Join(parts, ", ")
}

type flowCount struct {
	result string
	n      int64
}

// flowCounts are what came of the attempts of a flow, by the names of results.
func flowCounts(f *report.Flow) []flowCount {
	return []flowCount{{"open", f.Open}, {"refused", f.Refused}, {"filtered", f.Filtered}, {"unreachable", f.Unreachable}, {"intercepted", f.Intercepted}, {"not-tried", f.NotTried}}
}

func (s *sarif) reason(why string) string {
	if why == "" {
		return ""
	}
	return ": " + visible(s.page.said(why))
}

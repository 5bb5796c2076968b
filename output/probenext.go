package output

import (
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// An unprovedFlow is one that is not proved closed: why, and what to do.
type unprovedFlow struct {
	Name      string
	Why, Next []string // sentences
}

// unproved returns the flows that are not proved closed. Those of a canary that
// could not be asked are among them.
func (v *probeView) unproved() []unprovedFlow {
	var all []unprovedFlow
	for _, f := range v.flowsThat(func(f *report.Flow) bool { return f.Judged() == report.PathNotProved }) {
		u := unprovedFlow{Name: v.flowName(f)}
		whys := strings.Split(f.Why, "; ")
		if f.Why == "" {
			whys = nil
			u.Why = []string{v.words.Brief["no-why"]}
		}
		for _, why := range whys {
			u.Why = append(u.Why, v.quote(v.page.said(why)))
			if next := v.words.Next[nextOf(why)]; next != "" && !slices.Contains(u.Next, next) {
				u.Next = append(u.Next, next)
			}
		}
		if len(u.Next) == 0 && f.Why == "" {
			u.Next = []string{v.words.Next["controls"]}
		}
		all = append(all, u)
	}
	return all
}

// nextOf returns what to do about a reason for which a flow is not proved, as the
// key of a sentence; "" where the reason says it itself.
func nextOf(why string) string {
	for _, x := range [][2]string{
		{"no control that is known to be open", "known-open"},
		{"leave zone", ""}, // it says so itself
		{"too large to be swept", "large"},
		{"something answers for", "answers"},
		{"there was no control of an address", "unused"},
		{"were answered by something", "verify"},
		{"has no route", "route"},
		{"stopped by a firewall of this machine", "own-firewall"},
		{"hosts that are declared were not tried", "hosts"},
		{"names of canaries do not resolve", "canary"},
		{"ports were refused", "refused"},
		{"not tried", "time"},
	} {
		if strings.Contains(why, x[0]) {
			return x[1]
		}
	}
	return ""
}

// flowsThat returns flows, all or some.
func (v *probeView) flowsThat(want func(*report.Flow) bool) []*report.Flow {
	var all []*report.Flow
	for i := range v.run.Flows {
		if f := &v.run.Flows[i]; want == nil || want(f) {
			all = append(all, f)
		}
	}
	return all
}

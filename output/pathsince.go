package output

import (
	"cmp"

	"github.com/shikiri/shikiri/report"
)

// sincePaths says of open ports and bridges whether another run had them.
func (s *sarif) sincePaths(all []pathIssue) {
	if s.run.Changes == nil {
		return
	}
	states := map[string]string{}
	for i := range s.run.Changes.Paths {
		p := &s.run.Changes.Paths[i]
		states[openID(&p.Open)] = baselineStates[p.State]
		if p.Before == report.PathAllowed {
			states[openID(&p.Open)] = "new"
		}
	}
	for i := range s.run.Changes.Bridges {
		b := &s.run.Changes.Bridges[i]
		states[bridgeID(&b.Bridge)] = baselineStates[b.State]
	}
	for i := range all {
		all[i].State = states[all[i].ID]
	}
}

// closedSince lists forbidden ports that are proved to be closed since another run:
// that is what ends an alert.
func (s *sarif) closedSince() []pathIssue {
	var all []pathIssue
	if s.run.Changes == nil {
		return nil
	}
	for i := range s.run.Changes.Paths {
		p := &s.run.Changes.Paths[i]
		if p.State != report.PathGone {
			continue
		}
		w := pathChangeWordsFor(s.lang)
		issue := s.openIssue(&p.Open)
		issue.Level, issue.State = "none", "absent"
		issue.Text = w.States[report.PathGone] + ": " + visible(p.From) + " -> " + visible(p.To) + ", " + visible(endpoint(&p.Open)+"/"+cmp.Or(p.Protocol, "tcp"))
		all = append(all, issue)
	}
	return all
}

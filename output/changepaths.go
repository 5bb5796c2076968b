package output

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// pathCounts counts the changes of forbidden paths by their states.
func pathCounts(c *report.Changes) map[string]int {
	counts := map[string]int{}
	for i := range c.Paths {
		counts[c.Paths[i].State]++
	}
	return counts
}

// pathChanges lists what became of paths, bridges and flows.
func (p *page) pathChanges(*changeWords) error {
	c, w := p.run.Changes, pathChangeWordsFor(p.opts.Lang)
	g := grid{Title: w.Paths, Header: []string{w.Change, w.Where, w.What}, Wide: 1, Lines: true, Left: max(len(c.Paths)-tableRows, 0)}
	for i := range c.Paths[:min(len(c.Paths), tableRows)] {
		x := &c.Paths[i]
		change := say(w.States, x.State)
		if x.Before != "" {
			change += "\n" + fmt.Sprintf(w.Was, say(pathWordsFor(p.opts.Lang).Verdicts, x.Before))
		}
		if x.Reason != "" {
			change += "\n" + p.pathReason(x.Reason)
		}
		g.Rows = append(g.Rows, []string{change, p.wayTo(&x.Open), strings.TrimSpace(visible(x.Service) + "\n" + visible(x.Banner))})
	}
	if err := p.grid(g); err != nil {
		return err
	}
	if err := p.bridgeChanges(w); err != nil {
		return err
	}
	return p.flowChanges(w)
}

// wayTo says from where something can be reached, and what it is.
func (p *page) wayTo(o *report.Open) string {
	where := visible(endpoint(o)) + "/" + visible(cmp.Or(o.Protocol, "tcp"))
	if o.Name != "" && o.Name != o.Host {
		where += " " + visible(o.Name)
	}
	return where + "\n" + visible(o.From) + " -> " + visible(o.To)
}

func (p *page) bridgeChanges(w *pathChangeWords) error {
	all := p.run.Changes.Bridges
	g := grid{Title: w.Bridges, Header: []string{w.Change, w.Where, w.What}, Wide: 1, Lines: true, Left: max(len(all)-tableRows, 0)}
	for i := range all[:min(len(all), tableRows)] {
		b := &all[i]
		change := say(w.BridgeStates, b.State)
		if b.Reason != "" {
			change += "\n" + p.pathReason(b.Reason)
		}
		where := visible(strings.Join(b.Hosts, ", ")) + "\n" + visible(strings.Join(b.Zones, ", "))
		g.Rows = append(g.Rows, []string{change, where, pathWordsFor(p.opts.Lang).evidence(b.Evidence)})
	}
	return p.grid(g)
}

func (p *page) flowChanges(w *pathChangeWords) error {
	all, verdicts := p.run.Changes.Flows, pathWordsFor(p.opts.Lang).Verdicts
	verdict := func(v string) string {
		if v == "" || v == report.UnclearNotTried {
			return w.NotTried
		}
		return say(verdicts, v)
	}
	g := grid{Title: w.Flows, Header: []string{w.Where, w.Change, p.words.Reason}, Wide: 2, Lines: true, Left: max(len(all)-tableRows, 0)}
	for i := range all[:min(len(all), tableRows)] {
		f := &all[i]
		g.Rows = append(g.Rows, []string{visible(f.From) + " -> " + visible(f.To), verdict(f.Before) + " -> " + verdict(f.Verdict), visible(p.said(f.Why))})
	}
	return p.grid(g)
}

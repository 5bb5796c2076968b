package output

import (
	"fmt"

	"github.com/shikiri/shikiri/report"
)

// probeFigures are the key figures of a probe.
func (h *htmlPage) probeFigures() []figure {
	var all []figure
	for _, f := range h.Probe.figures() {
		value := grouped(f.Value)
		all = append(all, figure{Label: f.Name, Value: value, Note: f.Note, Class: f.Class})
	}
	return all
}

// A probeFigure is a number of a probe: what it is, what more there is to say, and
// "violation" or "missed" if it is not as it should be.
type probeFigure struct {
	Name, Note, Class string
	Value             int64
}

// figures returns the numbers of a probe.
func (v *probeView) figures() []probeFigure {
	c, w := countPaths(v.run), v.words
	bad := func(n int64, class string) string {
		if n == 0 {
			return ""
		}
		return class
	}
	note := func(id string, n int64) string { return fmt.Sprintf(w.FigureNote[id], grouped(n)) }
	all := []probeFigure{
		{w.Figures["paths"], note("paths", int64(c.OpenHosts)), bad(int64(c.OpenPorts+c.Egress), "violation"), int64(c.OpenPorts + c.Egress)},
		{w.Figures["bridges"], note("bridges", int64(c.Weak)), bad(int64(c.Proof), "violation"), int64(c.Proof)},
		{w.Figures["closed"], note("closed", int64(c.Forbidden)), "", int64(c.Closed)},
		{w.Figures["not-proved"], note("closed", int64(c.Forbidden)), bad(int64(c.NotProved), "missed"), int64(c.NotProved)},
		{w.Figures["untried"], note("untried", c.NotTried), bad(int64(c.Names)+c.NotTried, "missed"), int64(c.Names)},
		{w.Figures["controls"], note("controls", int64(c.Controls)), bad(int64(c.Controls-c.Held), "missed"), int64(c.Held)},
		{w.Figures["tried"], note("tried", c.Attempts), "", c.Tried},
	}
	if people, added, found := v.exposedPeople(); found {
		id := "exposed"
		if added {
			id = "exposed-up"
		}
		all = append([]probeFigure{{w.Figures["exposed"], w.FigureNote[id], bad(1, "violation"), people}}, all...)
	}
	return all
}

// exposedPeople returns how many people's data lies on the host with the most of
// those that can be reached though the policy forbids it. They are not added up:
// people may be on several hosts. added tells that there may be fewer, since those of
// its files were.
func (v *probeView) exposedPeople() (people int64, added, found bool) {
	for _, e := range v.exposures() {
		if e.Verdict != report.PathAllowed {
			if !found || e.People > people {
				people, added = e.People, e.PeopleAdded
			}
			found = true
		}
	}
	return people, added, found
}

// Exposed are the sentences of content and path, with a class each.
func (h *htmlPage) Exposed() [][2]string {
	var all [][2]string
	for _, e := range h.Probe.exposures()[:min(len(h.Run.Exposures), htmlShort)] {
		class := exposureClass(e)
		all = append(all, [2]string{class, pathMark(class) + h.Probe.exposed(e)})
	}
	return all
}

// Cut says how much of a list is left out where it is printed.
func (h *htmlPage) Cut(l *htmlList) string {
	if l.All <= l.Shown {
		return ""
	}
	return h.F("printed-unexamined", l.Shown, l.All)
}

// LeftZones says how many zones the matrix leaves out.
func (h *htmlPage) LeftZones(n int) string {
	return fmt.Sprintf(h.Probe.words.Says["left-zones"], grouped(n))
}

// Limits say what was not tried.
func (h *htmlPage) Limits() []string { return h.Probe.limits() }

// WhyText says what decided the conformity.
func (h *htmlPage) WhyText() string { return whyText(h.Run, h.opts.Lang, h.Why) }

// Evidence is what PCI DSS asks for of a test of segmentation.
func (h *htmlPage) Evidence() []condition { return h.Probe.evidence(h.Moment) }

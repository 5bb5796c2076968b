package output

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// A probeView is what a run tells of a probe, counted and said in one language.
type probeView struct {
	run   *report.Run
	words *probeWords
	page  *page // says sentences of the run
	// quote makes a name harmless that stands within a sentence of ours, as a format
	// needs it.
	quote func(string) string
}

func newProbeView(p *page) *probeView {
	return &probeView{run: p.run, words: probeWordsFor(p.opts.Lang), page: p, quote: visible}
}

// onlyProbed reports whether a run is a probe's alone: it looked into no file, and
// what reports say of files would stand there empty.
func onlyProbed(r *report.Run) bool { return r.Probed() && len(r.Shares) == 0 }

// reportTitle returns the title of a run's report.
func reportTitle(r *report.Run, lang string) string {
	w := probeWordsFor(lang)
	switch {
	case onlyProbed(r):
		return w.Title
	case r.Probed():
		return w.JoinedTitle
	}
	return auditWordsFor(lang).Title
}

// pathGrade is how a verdict looks.
func pathGrade(verdict string) string {
	switch verdict {
	case report.PathViolation:
		return "violation"
	case report.PathNotProved:
		return "missed"
	case report.PathNotOpen:
		return "none"
	}
	return "allowed"
}

// probeReasons are those for which a probe did not try something.
var probeReasons = []string{"unresolved", "wrong-zone", "outside-zone", "too-large"}

// untried returns what a probe did not try: of a run of probes alone all that was
// not examined.
func untried(r *report.Run) []*report.Unexamined {
	var all []*report.Unexamined
	for i := range r.Unexamined {
		if u := &r.Unexamined[i]; r.Probed() && (onlyProbed(r) || slices.Contains(probeReasons, u.Reason)) {
			all = append(all, u)
		}
	}
	return all
}

// files returns what was not examined and is a file, or part of a share.
func files(r *report.Run) []*report.Unexamined {
	var all []*report.Unexamined
	for i := range r.Unexamined {
		if u := &r.Unexamined[i]; !r.Probed() || !onlyProbed(r) && !slices.Contains(probeReasons, u.Reason) {
			all = append(all, u)
		}
	}
	return all
}

// headlines says what a probe came to, the worst first: colours and sentences.
func (v *probeView) headlines() [][2]string {
	c, w := countPaths(v.run), v.words
	var lines [][2]string
	for _, x := range []struct {
		is     bool
		colour string
		form   string
		args   []any
	}{
		{c.OpenPorts > 0, red, w.HeadPath, []any{grouped(c.OpenPorts), grouped(c.OpenHosts)}},
		{c.Egress > 0, red, w.HeadEgress, []any{grouped(c.Egress)}},
		{c.Proof > 0, red, w.HeadBridge, []any{grouped(c.Proof)}},
		{c.NotProved > 0, yellow, w.HeadNotProved, []any{grouped(c.NotProved)}},
		{c.Names > 0 || c.NotTried > 0, yellow, w.HeadUntried, []any{grouped(c.Names), grouped(c.NotTried)}},
		{c.Weak > 0, yellow, w.HeadWeak, []any{grouped(c.Weak)}},
		{c.Forbidden == 0, yellow, w.HeadNoFlow, nil},
		{c.Closed > 0, green, w.HeadClosed, []any{grouped(c.Closed), grouped(v.closedTried())}},
	} {
		if x.is {
			lines = append(lines, [2]string{x.colour, fmt.Sprintf(x.form, x.args...)})
		}
	}
	return lines
}

// closedTried counts the ports of addresses of flows that are proved closed.
func (v *probeView) closedTried() (n int64) {
	for i := range v.run.Flows {
		if f := &v.run.Flows[i]; f.Judged() == report.PathClosed {
			n += f.Tried
		}
	}
	return n
}

// zone returns a zone as people call it: its title and name.
func (v *probeView) zone(name string) string {
	for i := range v.run.Zones {
		if z := &v.run.Zones[i]; z.Name == name && z.Title != "" {
			return v.quote(z.Title + " (" + name + ")")
		}
	}
	return v.quote(name)
}

// to says where a flow leads.
func (v *probeView) to(zone string, egress bool) probeCell {
	if egress {
		return wordCell(v.words.Internet)
	}
	return zoneCell(zone)
}

// exposed says content and path in one sentence.
func (v *probeView) exposed(e *report.Exposure) string {
	w, form, what := v.words, v.words.Exposed, ""
	switch {
	case e.People == 0:
		form, what = w.ExposedNobody, grouped(e.Findings)
	case e.PeopleAdded:
		what = fmt.Sprintf(w.ExposedUp, grouped(e.People))
	default:
		what = fmt.Sprintf(w.ExposedPeople, grouped(e.People))
	}
	address, place := "", v.zone(e.Zone)
	if e.Address != "" && e.Address != e.Host {
		address = v.quote(e.Address)
		place = address + ", " + place
		address = " (" + address + ")"
	}
	rule := w.ExposedRule[report.PathViolation]
	if e.Verdict == report.PathAllowed {
		rule = w.ExposedRule[report.PathAllowed]
	}
	return fmt.Sprintf(form, v.quote(e.Host), address, v.zone(e.Zone), what, v.zone(e.From), v.some(e.Ports, 20), rule, place)
}

// some joins names, and says how many are left out if they are many.
func (v *probeView) some(names []string, most int) string {
	text := v.quote(strings.Join(names[:min(len(names), most)], ", "))
	if n := len(names) - most; n > 0 {
		text += " " + fmt.Sprintf(v.words.More, grouped(n))
	}
	return text
}

// exposures returns those of a run, the worst first: forbidden, then by people.
func (v *probeView) exposures() []*report.Exposure {
	var all []*report.Exposure
	for i := range v.run.Exposures {
		all = append(all, &v.run.Exposures[i])
	}
	slices.SortStableFunc(all, func(a, b *report.Exposure) int {
		return cmp.Or(compareBool(a.Verdict == report.PathAllowed, b.Verdict == report.PathAllowed), cmp.Compare(b.People, a.People), cmp.Compare(b.Records, a.Records))
	})
	return all
}

// bridged says what a bridge is.
func (v *probeView) bridged(b *report.Bridge) string {
	form := v.words.BridgeProof
	if b.Weak() {
		form = v.words.BridgeWeak
	}
	hosts, zones := slices.Clone(b.Hosts), make([]string, len(b.Zones))
	for i, name := range b.Zones {
		zones[i] = v.zone(name)
	}
	text := v.some(hosts, 6)
	if len(b.Names) > 0 {
		text += " (" + v.some(b.Names, 4) + ")"
	}
	return fmt.Sprintf(form, text, strings.Join(zones, ", "))
}

// meaning says what a control means.
func (v *probeView) meaning(c *report.Control) string {
	how := " failed"
	switch {
	case c.Result == "none":
		how = " none"
	case c.Kind == "gateway" && c.Answered == "":
		how = " silent"
	case c.OK:
		how = " held"
	}
	return v.words.Means[c.Kind+how]
}

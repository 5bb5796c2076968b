package output

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shikiri/shikiri/report"
)

// A probe in the table, for people on a terminal: verdict and vantage first, then
// what is wrong, then what it rests on.

// probeFront is what a reader must see first, behind what of the personal data can be
// reached: where it was tried from, what is open, and what is proved.
func (p *page) probeFront() error {
	if !p.run.Probed() {
		return nil
	}
	v := newProbeView(p)
	p.vantages(v)
	if err := p.briefOpens(v, "opens", forbiddenOpens(p.run)); err != nil {
		return err
	}
	p.bridges(v)
	return p.pathMatrix(v)
}

// probeRest is what the verdict rests on.
func (p *page) probeRest() error {
	if !p.run.Probed() {
		return nil
	}
	v := newProbeView(p)
	p.unproved(v)
	if err := p.list(v, v.briefControls()); err != nil {
		return err
	}
	p.remarks(v.controlRemarks()...)
	if err := p.briefOpens(v, "allowed", allowedOpens(p.run)); err != nil {
		return err
	}
	notes := v.briefFlows("notes", func(f *report.Flow) bool { return f.Judged() == report.PathNotOpen })
	for _, l := range []probeList{v.briefTargets(), v.briefSwept(), notes, v.untriedList()} {
		if err := p.list(v, l); err != nil {
			return err
		}
	}
	p.remarks(v.limits()...)
	return nil
}

// briefOpens lists open ports, and says what a question mark means.
func (p *page) briefOpens(v *probeView, id string, all []*report.Open) error {
	if err := p.list(v, v.briefOpens(id, all)); err != nil {
		return err
	}
	if slices.ContainsFunc(all, guessed) {
		p.remarks(v.words.Brief["guess"])
	}
	return nil
}

// vantages says where it was tried from, and how: here alone stand the ports.
func (p *page) vantages(v *probeView) {
	b := v.words.Brief
	p.printf("\n%s\n", v.words.Lists["vantages"])
	all := p.run.Vantages
	for i := range all[:min(len(all), tableRows)] {
		x := &all[i]
		p.remarks(visible(x.Host) + " (" + v.zone(x.From) + "): " + v.some(x.Addresses, 8))
		began := x.Started.In(p.run.Started.Location()).Format(time.DateTime)
		facts := []string{began + p.until(x.Started, x.Finished), fmt.Sprintf(b["attempts"], grouped(x.Attempts)), v.how(x)}
		if x.Tool.Policy != "" {
			facts = append(facts, fmt.Sprintf(b["policy"], cut(visible(x.Tool.Policy), shortHash)))
		}
		list := fmt.Sprintf(b["ports"], grouped(countPorts(x.Ports))) + ": " + v.some(strings.Split(x.Ports, ","), tablePorts)
		for _, text := range []string{strings.Join(facts, " · "), list} {
			p.indented("    ", text)
		}
	}
	if n := len(all) - tableRows; n > 0 {
		p.printf(p.words.More+"\n", grouped(n))
	}
}

const (
	tablePorts = 150 // pieces of a list of ports: some five lines
	shortHash  = 26  // cells: enough to tell policies apart
)

// bridges says what machines stand in two zones, a sentence each.
func (p *page) bridges(v *probeView) {
	all := p.run.Bridges
	p.printf("\n%s\n", v.words.Lists["bridges"])
	if len(all) == 0 {
		p.remarks(v.words.None["bridges"])
	}
	for i := range all[:min(len(all), tableRows)] {
		b := &all[i]
		class, colour := "violation", red
		if b.Strength == "weak" {
			class, colour = "missed", yellow
		}
		text := v.bridged(b) + " " + p.cellText(v, v.known(v.words.Evidence, b.Evidence))
		if b.Value != "" {
			text += " " + visible(b.Value)
		}
		if b.Why != "" {
			text += ": " + visible(p.said(b.Why))
		}
		p.marked(class, colour, text)
	}
	if n := len(all) - tableRows; n > 0 {
		p.printf(p.words.More+"\n", grouped(n))
	}
}

// unproved says why flows are not proved closed, and what to do.
func (p *page) unproved(v *probeView) {
	all := v.unproved()
	if len(all) == 0 {
		return
	}
	p.printf("\n%s\n", v.words.Lists["unproved"])
	for _, u := range all[:min(len(all), tableRows)] {
		p.marked("missed", yellow, u.Name)
		for _, why := range u.Why {
			p.indented("    ", v.words.Brief["why"]+why)
		}
		for _, next := range u.Next {
			p.indented("    ", "→ "+v.words.Brief["next"]+next)
		}
	}
	if n := len(all) - tableRows; n > 0 {
		p.printf(p.words.More+"\n", grouped(n))
	}
}

// marked writes a sentence behind the mark of a class, in a colour.
func (p *page) marked(class, colour, text string) {
	for i, line := range wrap(text, p.width-4) {
		lead := "  " + strings.TrimSpace(pathMark(class)) + " "
		if i > 0 {
			lead = "    "
		}
		p.printf("%s\n", p.paint(colour, lead+line))
	}
}

// exposed says what personal data can be reached: it stands before all else.
func (p *page) exposed(v *probeView) {
	all := v.exposures()
	if len(all) == 0 {
		return
	}
	p.printf("\n%s\n", v.words.Lists["exposures"])
	for _, e := range all[:min(len(all), tableRows)] {
		colour := red
		if e.Verdict == report.PathAllowed {
			colour = ""
		}
		p.marked(exposureClass(e), colour, v.exposed(e))
	}
	if n := len(all) - tableRows; n > 0 {
		p.printf(p.words.More+"\n", grouped(n))
	}
}

func exposureClass(e *report.Exposure) string {
	if e.Verdict == report.PathAllowed {
		return "allowed"
	}
	return "violation"
}

// remarks are sentences below a list.
func (p *page) remarks(texts ...string) {
	for _, text := range texts {
		p.indented("  ", text)
	}
}

// indented writes a sentence behind some room.
func (p *page) indented(room, text string) {
	for _, line := range wrap(text, p.width-len(room)) {
		p.printf("%s%s\n", room, strings.TrimRight(line, " "))
	}
}

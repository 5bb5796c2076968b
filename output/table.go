package output

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

func init() {
	register(&Format{
		Name:   "table",
		Ext:    ".txt",
		Doc:    "for people, on a terminal (the default)",
		Spoken: true,
		Write:  writeTable,
	})
}

const (
	// tableRows is how many rows a list of the table has at most: some three
	// screens. What is left out is always counted.
	tableRows = 50
	// pipeWidth is the width in cells where there is no terminal to ask: fits
	// an A4 page in landscape and a mail window.
	pipeWidth = 100
	minWidth  = 80
	maxWidth  = 160
)

// A page is a report being written for people.
type page struct {
	*bufio.Writer
	run   *report.Run
	words *words
	opts  Options
	width int // in cells
	// spoken are sentences of the run that were said in the reader's language.
	spoken map[string]string
}

// writeTable writes r for people: what was scanned, what was found, worst
// first, whose it is, what could not be looked at, and a verdict in plain words.
func writeTable(w io.Writer, r *report.Run, o Options) error {
	p := &page{Writer: bufio.NewWriter(w), run: r, words: wordsFor(o.Lang), opts: o, width: pipeWidth}
	if o.Width > 0 {
		p.width = min(max(o.Width, minWidth), maxWidth)
	}
	steps := []func() error{p.head, p.probeFront, p.parts, p.changes, p.findings, p.clients, p.shared, p.known, p.retention, p.exceptions, p.unexamined, p.probeRest, p.warnings, p.verdict}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	p.explanations(true)
	return p.Flush()
}

// head names the run, its verdict, what of the personal data can be reached, and its
// shares.
func (p *page) head() error {
	r := p.run
	p.printf("%s %s   %s\n", visible(r.Tool.Name), visible(r.Tool.Version), p.span(r))
	for _, line := range append(editionLines(r, p.opts.Lang), p.headlines()...) {
		p.printf("%s\n", line)
	}
	p.exposed(newProbeView(p))
	rows := make([][]string, 0, len(r.Shares))
	for _, s := range r.Shares {
		rows = append(rows, []string{visible(s.Zone), visible(s.URL),
			grouped(s.Files), grouped(s.Scanned), grouped(s.Unexamined), size(s.Bytes)})
	}
	w := p.words
	return p.grid(grid{
		Header: []string{w.Zone, w.Share, w.Files, w.Scanned, w.Missed, w.Size},
		Rows:   rows, Wide: 1, Right: []int{2, 3, 4, 5},
	})
}

// findings lists what is where it must not be. What may be where it is would
// bury it, and is only counted.
func (p *page) findings() error {
	w := p.words
	bad := worstFirst(p.run.Findings)
	rows := make([][]string, 0, min(len(bad), tableRows))
	for _, f := range bad[:min(len(bad), tableRows)] {
		rows = append(rows, []string{p.what(f), p.where(f), p.howMany(f)})
	}
	err := p.grid(grid{
		Title: w.Findings, Header: []string{w.What, w.Where, w.HowMany},
		Rows: rows, Wide: 1, Left: len(bad) - len(rows), Lines: true, Colour: func(row int) string { return verdictColour(bad[row].Verdict) },
	})
	if n := len(p.run.Findings) - len(bad); n > 0 {
		p.printf("\n"+w.AllowedCount+"\n", grouped(n))
	}
	return err
}

// worstFirst returns the findings that are violations or overdue: violations
// first, then by confidence, unmasked before masked, and by how many they
// concern.
func worstFirst(all []report.Finding) []*report.Finding {
	var bad []*report.Finding
	for i := range all {
		if all[i].Verdict != "allowed" {
			bad = append(bad, &all[i])
		}
	}
	slices.SortStableFunc(bad, func(a, b *report.Finding) int {
		return cmp.Or(
			cmp.Compare(rank(b.Verdict), rank(a.Verdict)),
			cmp.Compare(rank(b.Confidence), rank(a.Confidence)),
			compareBool(a.Masked, b.Masked),
			cmp.Compare(b.People, a.People), cmp.Compare(b.Records, a.Records), cmp.Compare(b.Count, a.Count),
		)
	})
	return bad
}

// rank orders verdicts and confidences, the worst or surest highest.
func rank(s string) int {
	return slices.Index([]string{"allowed", "overdue", "violation", "low", "medium", "high"}, s)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func (p *page) what(f *report.Finding) string {
	lines := []string{say(p.words.Verdicts, f.Verdict)}
	if name := p.kindName(f.Kind); name != "" {
		lines = append(lines, name)
	}
	lines = append(lines, visible(f.Kind))
	sure := say(p.words.Confidence, f.Confidence)
	if f.Masked {
		sure += ", " + p.words.Masked
	}
	return strings.Join(append(lines, sure), "\n")
}

func (p *page) where(f *report.Finding) string {
	lines := []string{p.location(f.Share, f.Path)}
	if f.Member != "" {
		lines = append(lines, fmt.Sprintf(p.words.In, visible(f.Member)))
	}
	if access := p.access(f); access != "" {
		lines = append(lines, access)
	}
	if len(f.Samples) > 0 {
		lines = append(lines, p.sample(&f.Samples[0]))
	}
	return strings.Join(lines, "\n")
}

// access says whose the file is, who may read it and what place it is in, as far
// as that is known.
func (p *page) access(f *report.Finding) string {
	var parts []string
	if f.Place != "" {
		parts = append(parts, say(p.words.Places, f.Place))
	}
	if f.Owner != "" {
		parts = append(parts, fmt.Sprintf(p.words.Owner, visible(f.Owner)))
	}
	if len(f.Readers) > 0 {
		parts = append(parts, fmt.Sprintf(p.words.Readers, visible(strings.Join(f.Readers, ", "))))
	}
	return cut(strings.Join(parts, "; "), p.width)
}

// sample says where in the file, what it looks like and why it is taken for
// personal data, in at most two lines of the terminal.
func (p *page) sample(s *report.Sample) string {
	text := cut(visible(s.Excerpt), p.width/2)
	if at := p.at(s.Part, s.Cell, s.Line, s.Column); at != "" {
		text = at + ": " + text
	}
	if len(s.Evidence) > 0 {
		words := make([]string, len(s.Evidence))
		for i, e := range s.Evidence {
			words[i] = p.evidence(e)
		}
		text += " [" + strings.Join(words, "; ") + "]"
	}
	return cut(text, p.width)
}

func (p *page) howMany(f *report.Finding) string {
	w := p.words
	lines := []string{fmt.Sprintf(w.Count, grouped(f.Count))}
	if f.Records > 0 { // kinds that belong to no record have neither
		lines = append(lines, fmt.Sprintf(w.CountRecords, grouped(f.Records)), fmt.Sprintf(w.CountPeople, grouped(f.People)))
	}
	return strings.Join(append(lines, singular(fmt.Sprintf(w.Age, grouped(f.AgeDays)))), "\n")
}

// location returns where a file is, with its share if there are several.
func (p *page) location(share, path string) string {
	if len(p.run.Shares) > 1 && share != "" {
		path = strings.TrimSuffix(share, "/") + "/" + path
	}
	return visible(path)
}

func (p *page) clients() error {
	r, w := p.run, p.words
	rows := make([][]string, 0, min(len(r.Clients), tableRows)+1)
	for _, c := range r.Clients[:min(len(r.Clients), tableRows)] {
		name := visible(c.Client)
		if name == "" {
			name = w.NoClient
		}
		rows = append(rows, []string{name, visible(c.Zone), grouped(c.Records), grouped(c.People), grouped(c.Companies)})
	}
	if len(rows) > 0 {
		rows = append(rows, []string{w.Total, "", grouped(r.Summary.Records), grouped(r.Summary.People), grouped(r.Summary.Companies)})
	}
	return p.grid(grid{
		Title: w.Clients, Header: []string{w.Client, w.Zone, w.Records, w.People, w.CompanyRecords},
		Rows: rows, Wide: 0, Right: []int{2, 3, 4}, Left: max(len(r.Clients)-tableRows, 0),
	})
}

func (p *page) unexamined() error {
	r, w := p.run, p.words
	all := files(r)
	rows := make([][]string, 0, min(len(all), tableRows))
	for _, u := range all[:min(len(all), tableRows)] {
		where := p.location(u.Share, u.Path)
		if u.Member != "" {
			where += "\n" + fmt.Sprintf(w.In, visible(u.Member))
		}
		why := say(w.Reasons, u.Reason)
		if u.Detail != "" {
			why += "\n" + visible(p.said(u.Detail))
		}
		rows = append(rows, []string{where, why})
	}
	return p.grid(grid{
		Title: w.UnexaminedList, Header: []string{w.Where, w.Reason},
		Rows: rows, Wide: 0, Left: len(all) - len(rows),
	})
}

func (p *page) warnings() error {
	if len(p.run.Warnings) == 0 {
		return nil
	}
	p.printf("\n%s\n", p.words.Warnings)
	for _, s := range p.run.Warnings {
		p.printf("  %s\n", visible(p.said(s)))
	}
	return nil
}

func (p *page) printf(format string, args ...any) { _, _ = fmt.Fprintf(p, format, args...) } // kept: Flush returns it

// say returns the word for a name that reports use, or the name itself, made
// visible: saved runs may hold names that this version does not know.
func say(names map[string]string, name string) string {
	if s, ok := names[name]; ok {
		return s
	}
	return visible(name)
}

package output

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// Changes writes for people what became of the findings of an older run, and how
// the new one ended: that nothing is new does not mean that nothing is wrong.
func Changes(w io.Writer, r *report.Run, o Options) error {
	p := &page{Writer: bufio.NewWriter(w), run: r, words: wordsFor(o.Lang), opts: o, width: pipeWidth}
	if o.Width > 0 {
		p.width = min(max(o.Width, minWidth), maxWidth)
	}
	if err := p.changes(); err != nil {
		return err
	}
	p.printf("\n")
	for _, h := range p.headlines() {
		p.printf("%s\n", h)
	}
	return p.Flush()
}

// changes lists what is new, grown, moved, gone and not known since another run.
func (p *page) changes() error {
	c, w := p.run.Changes, changeWordsFor(p.opts.Lang)
	if c == nil {
		return nil
	}
	title := w.Title
	if c.Baseline {
		title = w.Baseline
	}
	p.printf("\n"+title+"\n", visible(c.Old.ID), c.Old.Started.Format("2006-01-02 15:04 -07:00"))
	if files := len(p.run.Shares) > 0 || len(c.Gone)+len(c.Unclear) > 0 || !p.run.Probed(); files {
		p.printf("  "+w.Counts+"\n", grouped(c.Added), grouped(c.Grown), grouped(c.Remaining), grouped(c.Moved), grouped(len(c.Gone)), grouped(len(c.Unclear)))
	}
	if n := pathCounts(c); p.run.Probed() || len(c.Paths) > 0 {
		w := pathChangeWordsFor(p.opts.Lang)
		p.printf("  "+w.Counts+"\n", grouped(n[report.PathNew]), grouped(n[report.PathRemains]), grouped(n[report.PathUnclear]), grouped(n[report.PathGone]))
	}
	for _, ref := range []struct {
		what string
		*report.RunRef
	}{{w.OldRun, &c.Old}, {w.NewRun, &c.New}} {
		if ref.SHA256 != "" {
			p.printf("  %s: %s, SHA-256 %s\n", ref.what, visible(ref.ID), visible(ref.SHA256))
		}
	}
	for _, note := range c.Notes {
		p.printf("  %s: %s\n", w.Note, visible(p.said(note)))
	}
	for _, list := range []func(*changeWords) error{p.pathChanges, p.worse, p.moves, p.gone, p.unclear} {
		if err := list(w); err != nil {
			return err
		}
	}
	return nil
}

// worse lists what is wrong and was not, or not as much, in the older run.
func (p *page) worse(w *changeWords) error {
	g := grid{Title: w.Worse, Header: []string{w.State, p.words.What, p.words.Where, p.words.HowMany}, Wide: 2, Lines: true}
	for _, f := range worstFirst(p.run.Findings) {
		if f.Known() {
			continue
		}
		if len(g.Rows) == tableRows {
			g.Left++
			continue
		}
		where := p.location(f.Share, f.Path)
		if f.Member != "" {
			where += "\n" + fmt.Sprintf(p.words.In, visible(f.Member))
		}
		g.Rows = append(g.Rows, []string{say(auditWordsFor(p.opts.Lang).States, f.State), p.what(f), where, p.since(f, w)})
	}
	return p.grid(g)
}

// since says how many a finding has and had.
func (p *page) since(f *report.Finding, w *changeWords) string {
	b := f.Before
	if b == nil {
		b = &report.Before{Verdict: f.Verdict, Count: f.Count, Records: f.Records, People: f.People}
	}
	if f.State == "new" {
		b = &report.Before{Verdict: f.Verdict}
	}
	number := func(before, now int64) string {
		if before == now || f.State == "new" {
			return grouped(now)
		}
		return fmt.Sprintf(w.FromTo, grouped(before), grouped(now))
	}
	lines := []string{fmt.Sprintf(p.words.Count, number(b.Count, f.Count))}
	if f.Records > 0 || b.Records > 0 {
		lines = append(lines, fmt.Sprintf(p.words.CountRecords, number(b.Records, f.Records)), fmt.Sprintf(p.words.CountPeople, number(b.People, f.People)))
	}
	if b.Verdict != f.Verdict {
		lines = append(lines, fmt.Sprintf(w.Was, say(p.words.Verdicts, b.Verdict)))
	}
	if b.Others {
		lines = append(lines, w.Others)
	}
	return strings.Join(lines, "\n")
}

func (p *page) moves(w *changeWords) error {
	moves := p.run.Changes.Moves
	g := grid{Title: w.Moves, Header: []string{w.Where, w.By}, Wide: 0, Lines: true, Left: max(len(moves)-tableRows, 0)}
	for _, m := range moves[:min(len(moves), tableRows)] {
		g.Rows = append(g.Rows, []string{p.placeIn(&m.From) + "\n-> " + p.placeIn(&m.To), say(w.Bys, m.By)})
	}
	return p.grid(g)
}

func (p *page) gone(w *changeWords) error {
	files := lostFiles(p.run.Changes.Gone)
	g := grid{Title: w.Gone, Header: []string{p.words.What, p.words.Where, p.words.HowMany}, Wide: 1, Lines: true, Left: max(len(files)-tableRows, 0)}
	for i := range files[:min(len(files), tableRows)] {
		f := &files[i]
		where := p.placeIn(&f.Place)
		if f.Remains {
			where += "\n" + w.Remains
		}
		for _, e := range f.Elsewhere {
			where += "\n" + fmt.Sprintf(w.Elsewhere, strings.ReplaceAll(p.placeIn(&e), "\n", " "))
		}
		many := fmt.Sprintf(p.words.Count, grouped(f.Count))
		if f.Records > 0 {
			many = fmt.Sprintf(p.words.CountRecords, grouped(f.Records)) + "\n" + fmt.Sprintf(p.words.CountPeople, grouped(f.People))
		}
		g.Rows = append(g.Rows, []string{p.lost(f), where, many})
	}
	return p.grid(g)
}

func (p *page) unclear(w *changeWords) error {
	files := lostFiles(p.run.Changes.Unclear)
	g := grid{Title: w.Unclear, Header: []string{p.words.What, p.words.Where, p.words.Reason}, Wide: 1, Lines: true, Left: max(len(files)-tableRows, 0)}
	for i := range files[:min(len(files), tableRows)] {
		f := &files[i]
		g.Rows = append(g.Rows, []string{p.lost(f), p.placeIn(&f.Place), w.whys(f.Whys, p.words)})
	}
	return p.grid(g)
}

func (p *page) lost(f *lostFile) string {
	return say(p.words.Verdicts, f.Verdict) + "\n" + strings.Join(f.kinds(p), "\n")
}

// placeIn says where a file or member is, without its zone.
func (p *page) placeIn(at *report.Place) string {
	where := p.location(at.Share, at.Path)
	if at.Member != "" {
		where += "\n" + fmt.Sprintf(p.words.In, visible(at.Member))
	}
	return where
}

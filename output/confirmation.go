package output

import (
	"bufio"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"sync"
	"time"

	"github.com/shikiri/shikiri/report"
)

func init() {
	register(&Format{
		Name:     "confirmation",
		Ext:      ".confirmation.html", // -o FILE.html is another format: this one is named
		Doc:      "of diff: the confirmation of deletion (消去確認書), HTML",
		Write:    writeConfirmation,
		Compared: true,
		Spoken:   true,
	})
}

//go:embed confirmation/page.tmpl.html confirmation/page.css
var confirmationFiles embed.FS

// confirmationPage is parsed when a page is first written, not by every command.
var confirmationPage = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(confirmationFiles, "confirmation/page.tmpl.html"))
})

// writeConfirmation writes what an auditor keeps of a deletion: what was there,
// that it was no longer there and when, what is not confirmed, what moved and what
// remains. All files are listed, for it is evidence. The page loads nothing and
// runs nothing. Two probes alone have looked at no file: of these it confirms nothing.
func writeConfirmation(w io.Writer, r *report.Run, o Options) error {
	if r.Changes == nil {
		return errors.New("a confirmation of deletion needs a diff of two runs")
	}
	if c := r.Changes; r.Probed() && len(r.Shares) == 0 && len(r.Findings)+len(c.Gone)+len(c.Unclear)+len(c.Moves) == 0 {
		return errors.New("a confirmation of deletion is of files, and both runs are of probes, which read none: diff shows what became of paths")
	}
	page, err := newConfirmation(r, o)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, writeBuffer)
	if err := confirmationPage().Execute(out, page); err != nil {
		return err
	}
	return out.Flush()
}

// A confirmation is what the page shows.
type confirmation struct {
	Lang, Number, Revision, Client, Subject string
	Style                                   template.CSS
	Policy                                  string
	W                                       *confirmWords
	Edition                                 []string // what of the runs is not shown
	Result, Absence, Masking, Date, Added   string
	Open                                    bool // something is not confirmed, moved, elsewhere or left
	Totals                                  []confirmTotal
	Notes                                   []string
	Runs                                    []confirmFact
	Shares                                  []confirmShare
	Gone, Part, Unclear, Remaining          []confirmGroup // Part: data is gone, the file is not
	Moves                                   []confirmMove
	Signs                                   [3]string
}

type confirmTotal struct{ What, Files, Records, People string }

type confirmFact struct {
	What, Old, New string
	Mono           bool
}

type confirmShare struct{ Zone, URL, User, Files, Examined, Unexamined string }

type confirmMove struct{ From, To, By string }

func newConfirmation(r *report.Run, o Options) (*confirmation, error) {
	css, err := confirmationFiles.ReadFile("confirmation/page.css")
	if err != nil {
		return nil, err
	}
	p := &page{run: r, words: wordsFor(o.Lang), opts: o}
	w, audit := confirmWordsFor(o.Lang), auditWordsFor(o.Lang)
	c := &confirmation{
		Lang: p.words.Lang, Number: visible(r.Cover.Number), Client: visible(r.Client), Subject: visible(r.Cover.Subject), W: w,
		Edition: editionLines(r, o.Lang), Absence: audit.Absence, Masking: audit.Masking, Date: audit.Date, Signs: audit.SignedBy,
	}
	if c.Number == "" {
		c.Number = visible(r.Changes.New.ID)
	}
	if r.Cover.Revision > 0 {
		c.Revision = fmt.Sprintf(w.Revision, r.Cover.Revision)
	}
	style := string(css) + marginBoxes(w.Title+" "+c.Number)
	c.Style, c.Policy = template.CSS(style), contentPolicy(style, "")
	for _, note := range r.Changes.Notes {
		c.Notes = append(c.Notes, visible(p.said(note)))
	}
	c.facts(p)
	c.lists(p)
	return c, nil
}

// marginBoxes are the lines at the foot of each printed page. Whatever the text
// holds, it stays a string of CSS.
func marginBoxes(text string) string {
	return "@page{@bottom-left{font-size:8pt;content:" + cssString(text) + `}@bottom-right{font-size:8pt;content:counter(page) " / " counter(pages)}}`
}

// facts says of the two runs what an auditor must know to believe them.
func (c *confirmation) facts(p *page) {
	old, now, w := &p.run.Changes.Old, &p.run.Changes.New, c.W
	add := func(what string, mono bool, value func(*report.RunRef) string) {
		c.Runs = append(c.Runs, confirmFact{what, orDash(visible(value(old))), orDash(visible(value(now))), mono})
	}
	add(w.RunID, true, func(r *report.RunRef) string { return r.ID })
	add(w.Time, false, func(r *report.RunRef) string { return w.when(r.Started) + " - " + w.when(r.Finished) })
	add(w.Whole, false, func(r *report.RunRef) string {
		if r.Complete {
			return w.Yes
		}
		return w.NotWhole
	})
	add(w.Operator, false, func(r *report.RunRef) string { return r.Operator })
	add(w.Host, false, func(r *report.RunRef) string { return r.Host })
	add(w.SubjectOf, false, func(r *report.RunRef) string { return r.Subject })
	add(w.Tool, false, func(r *report.RunRef) string { return r.Tool.Name + " " + r.Tool.Version })
	add(w.Confidence, false, func(r *report.RunRef) string { return say(p.words.Confidence, r.MinConfidence) })
	add(w.Rules, true, func(r *report.RunRef) string { return r.Tool.Rules })
	add(w.Policy, true, func(r *report.RunRef) string { return r.Tool.Policy })
	add(w.FileHash, true, func(r *report.RunRef) string { return r.SHA256 })
	for _, s := range p.run.Shares {
		c.Shares = append(c.Shares, confirmShare{
			visible(s.Zone), visible(s.URL), orDash(visible(s.User)), grouped(s.Files), grouped(s.Scanned), grouped(s.Unexamined),
		})
	}
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// when says a time with its offset.
func (w *confirmWords) when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(w.TimeForm)
}

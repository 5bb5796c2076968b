package output

import (
	"bufio"
	"fmt"
	"html/template"
	"math"
	"path"
	"strings"
	"time"

	"github.com/shikiri/shikiri/report"
)

// An htmlPage is what the templates of the page see.
type htmlPage struct {
	page       // words of the table, and what it says of findings
	Run        *report.Run
	Audit      *auditWords
	Lang       string
	Conformity string
	Why        string
	Style      template.CSS
	Script     template.JS
	Policy     string
	Chapters   []chapter
	Matrix     *matrix
	Folders    []*folder            // the worst first
	Worst      []int32              // indices of findings, the worst first; those that the page holds
	LeftOut    int                  // findings that it does not
	Unexamined []*report.Unexamined // files
	Probe      *probeView

	out   *bufio.Writer
	own   map[string]string // the words of this format
	whys  map[string]string // said before: sentences repeat
	signs map[string]string // evidence said before
}

// A chapter has a number, and a title that is the word of its ID.
type chapter struct {
	N     int
	ID    string
	Title string
}

// Lists that are too long: how many rows the page holds, how many of them it
// shows and prints without its script, and how many rows a short table has.
const (
	htmlRows    = 200_000
	htmlPrinted = 500
	htmlShort   = 50
)

func newHTMLPage(out *bufio.Writer, r *report.Run, o Options) *htmlPage {
	h := &htmlPage{
		page: page{Writer: out, run: r, words: wordsFor(o.Lang), opts: o, width: math.MaxInt},
		Run:  r, Audit: auditWordsFor(o.Lang), Lang: "en", own: htmlEnglish, out: out,
		whys: map[string]string{}, signs: map[string]string{},
	}
	if o.Lang == "ja" {
		h.Lang, h.own = "ja", htmlJapanese
	}
	h.Probe, h.Unexamined = newProbeView(&h.page), files(r)
	h.Conformity, h.Why = judge(r)
	h.Matrix, h.Folders = newMatrix(r), folders(r)
	h.Worst = worstIndices(r.Findings, htmlRows)
	h.LeftOut = len(r.Findings) - len(h.Worst)
	h.number()
	return h
}

// number gives the chapters their numbers. Those that have nothing to say are
// there and say so, but for what only some runs have: see [chapters].
func (h *htmlPage) number() {
	for _, id := range chapters(h.Run) {
		h.Chapters = append(h.Chapters, chapter{len(h.Chapters) + 1, id, h.chapterTitle(id)})
	}
}

// Chapter returns the chapter of an ID, or nil if it is left out.
func (h *htmlPage) Chapter(id string) *chapter {
	for i := range h.Chapters {
		if h.Chapters[i].ID == id {
			return &h.Chapters[i]
		}
	}
	return nil
}

// T returns a word of the page.
func (h *htmlPage) T(key string) string {
	if s, ok := h.own[key]; ok {
		return s
	}
	return "{" + key + "}" // a test looks for these
}

// F is T with arguments in it: numbers are grouped, names made visible.
func (h *htmlPage) F(key string, args ...any) string {
	for i, a := range args {
		switch a := a.(type) {
		case int:
			args[i] = grouped(a)
		case int64:
			args[i] = grouped(a)
		case string:
			args[i] = visible(a)
		}
	}
	return singular(fmt.Sprintf(h.T(key), args...))
}

// N returns a number with commas.
func (h *htmlPage) N(n any) string {
	if n, ok := n.(int); ok {
		return grouped(n)
	}
	return grouped(n.(int64))
}

// V makes a name visible: see [visible].
func (h *htmlPage) V(s string) string { return visible(s) }

// Said returns a sentence of the run in the reader's language.
func (h *htmlPage) Said(s string) string { return visible(h.page.said(s)) }

// Days returns a verdict's sentence with its days in the form of the page. It is
// not for sentences that may name files.
func (h *htmlPage) Days(s string) string { return days(visible(s), h.T("day-layout")) }

// Kept returns how long a zone keeps data.
func (h *htmlPage) Kept(retention string) string { return h.kept(retention) }

// Own returns what the policy or a person has said, in their words.
func (h *htmlPage) Own(s string) string { return visible(h.page.own(s)) }

// Size returns bytes as people say it.
func (h *htmlPage) Size(n int64) string { return size(n) }

// Share of whole in percent, cut, not rounded: 99.9 % is never called all.
func (h *htmlPage) Percent(part, whole int64) string {
	if whole <= 0 {
		return "-"
	}
	tenths := int64(float64(part) / float64(whole) * 1000)
	if part < whole {
		tenths = min(tenths, 999)
	}
	return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
}

// Day returns a date where the run was made.
func (h *htmlPage) Day(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(h.Run.Started.Location()).Format(h.T("day-layout"))
}

// Moment returns a date and time with the offset from UTC.
func (h *htmlPage) Moment(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(h.Run.Started.Location()).Format(h.T("moment-layout"))
}

// Took returns how long the run was.
func (h *htmlPage) Took() string { return h.duration(h.Run.Finished.Sub(h.Run.Started)) }

// Title returns that of the report, Number that of the examination.
func (h *htmlPage) Title() string { return reportTitle(h.Run, h.opts.Lang) }

func (h *htmlPage) Number() string {
	if h.Run.Cover.Number != "" {
		return visible(h.Run.Cover.Number)
	}
	return visible(h.Run.ID())
}

// Revision returns " (rev. 2)", or "" if it is not said.
func (h *htmlPage) Revision() string {
	if h.Run.Cover.Revision == 0 {
		return ""
	}
	return fmt.Sprintf(h.T("revision"), h.Run.Cover.Revision)
}

// Zone returns a zone as people call it: its title and name.
func (h *htmlPage) Zone(name string) string {
	for _, z := range h.Run.Zones {
		if z.Name == name && z.Title != "" {
			return visible(z.Title) + " (" + visible(name) + ")"
		}
	}
	if name == "" {
		return "-"
	}
	return visible(name)
}

// ShortZone returns the title of a zone alone if no other has the same, for lists.
func (h *htmlPage) ShortZone(name string) string {
	title, same := "", 0
	for _, z := range h.Run.Zones {
		if z.Name == name {
			title = z.Title
		}
	}
	for _, z := range h.Run.Zones {
		if z.Title == title {
			same++
		}
	}
	if title == "" || same > 1 {
		return h.Zone(name)
	}
	return visible(title)
}

// Edition says what of a run the page does not show.
func (h *htmlPage) Edition() []string { return editionLines(h.Run, h.opts.Lang) }

// Client returns the name of a client, or what stands for none.
func (h *htmlPage) Client(name string) string {
	if name == "" {
		return h.words.NoClient
	}
	return visible(name)
}

// KindName returns the name of a kind, else its ID.
func (h *htmlPage) KindName(id string) string {
	if name := h.kindName(id); name != "" {
		return name
	}
	return visible(id)
}

// Verdict, Level, State, Reason and Todo say IDs in words.
func (h *htmlPage) Verdict(id string) string { return say(h.words.Verdicts, id) }
func (h *htmlPage) Level(id string) string   { return say(h.words.Confidence, id) }
func (h *htmlPage) Reason(id string) string  { return say(h.words.Reasons, id) }

// UnclearWhy says why nobody knows what became of a finding.
func (h *htmlPage) UnclearWhy(why string) string {
	return changeWordsFor(h.opts.Lang).why(why, h.words)
}
func (h *htmlPage) Todo(id string) string {
	if todo, ok := h.Audit.Todo[id]; ok {
		return todo
	}
	return h.T("todo-unknown")
}
func (h *htmlPage) State(id string) string {
	if id == "" {
		return "-"
	}
	return say(h.Audit.States, id)
}

// Say says an ID by a map of the shared words.
func (h *htmlPage) Say(names map[string]string, id string) string { return say(names, id) }

// Whole returns where a file is, with its share and member.
func (h *htmlPage) Whole(p report.Place) string {
	s := whereabouts(p.Share, p.Path)
	if p.Member != "" {
		s += " › " + visible(p.Member)
	}
	return s
}

// whereabouts joins a share and a path, both made visible.
func whereabouts(share, file string) string {
	if file == "" || file == "." {
		return visible(share)
	}
	return visible(strings.TrimSuffix(share, "/") + "/" + file)
}

// split returns the folder and the name of a file, both made visible.
func split(file string) (dir, name string) {
	dir, name = path.Split(file)
	return visible(dir), visible(name)
}

package output

import (
	"fmt"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// partWords are the words of the table of merged runs, in one language.
type partWords struct {
	Title                          string
	Part, Time, Conformity, People string
	Host                           string // a name
	Repeated                       string // files that another part has too
}

// partWordsFor returns the words of a language, English unless it is "ja".
func partWordsFor(lang string) *partWords {
	if lang == "ja" {
		return &partWords{
			Title: "まとめた検査結果", Part: "対象", Time: "実施日時", Conformity: "判定", People: "人数", Host: "端末 %s", Repeated: "重複 %s",
		}
	}
	return &partWords{
		Title: "Merged runs", Part: "whose", Time: "when", Conformity: "verdict", People: "people", Host: "on %s", Repeated: "%s repeated",
	}
}

// parts lists the runs that were merged into this one.
func (p *page) parts() error {
	r, w, own, audit := p.run, p.words, partWordsFor(p.words.Lang), auditWordsFor(p.words.Lang)
	g := grid{Title: own.Title, Header: []string{own.Part, own.Time, own.Conformity}, Wide: 0, Left: max(len(r.Parts)-tableRows, 0), Lines: true}
	probe := probeWordsFor(p.words.Lang).Figures
	if onlyProbed(r) {
		g.Header, g.Right = append(g.Header, probe["paths"], probe["bridges"]), []int{3, 4}
	} else {
		g.Header, g.Right = append(g.Header, w.Files, w.Missed, own.People), []int{3, 4, 5}
	}
	for i := range r.Parts[:min(len(r.Parts), tableRows)] {
		part := &r.Parts[i]
		judged := say(audit.Conformity, part.Conformity)
		row := []string{p.partName(part, own), part.Started.In(part.Finished.Location()).Format("2006-01-02 15:04") + "\n" + part.Finished.Format("2006-01-02 15:04 -07:00"), judged}
		if onlyProbed(r) {
			g.Rows = append(g.Rows, append(row, grouped(part.Summary.Paths), grouped(part.Summary.Bridges)))
			continue
		}
		if part.Summary.Paths > 0 {
			row[2] += "\n" + probe["paths"] + " " + grouped(part.Summary.Paths)
		}
		files := grouped(part.Files)
		if part.Repeated > 0 {
			files += "\n" + fmt.Sprintf(own.Repeated, grouped(part.Repeated))
		}
		g.Rows = append(g.Rows, append(row, files, grouped(part.Unexamined), grouped(part.Summary.People)))
	}
	return p.grid(g)
}

// partName says whose a run is, and on which machine it was made.
func (p *page) partName(part *report.Part, own *partWords) string {
	var lines []string
	for _, name := range []string{part.Subject, part.Cover.Subject} {
		if name != "" && len(lines) == 0 {
			lines = append(lines, visible(name))
		}
	}
	if part.Host != "" {
		lines = append(lines, fmt.Sprintf(own.Host, visible(part.Host)))
	}
	return strings.Join(append(lines, visible(part.ID)), "\n")
}

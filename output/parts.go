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
	var rows [][]string
	for i := range r.Parts[:min(len(r.Parts), tableRows)] {
		part := &r.Parts[i]
		files := grouped(part.Files)
		if part.Repeated > 0 {
			files += "\n" + fmt.Sprintf(own.Repeated, grouped(part.Repeated))
		}
		rows = append(rows, []string{
			p.partName(part, own), part.Started.In(part.Finished.Location()).Format("2006-01-02 15:04") + "\n" + part.Finished.Format("2006-01-02 15:04 -07:00"),
			say(audit.Conformity, part.Conformity), files, grouped(part.Unexamined), grouped(part.Summary.People),
		})
	}
	return p.grid(grid{
		Title: own.Title, Header: []string{own.Part, own.Time, own.Conformity, w.Files, w.Missed, own.People},
		Rows: rows, Wide: 0, Right: []int{3, 4, 5}, Left: len(r.Parts) - len(rows), Lines: true,
	})
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

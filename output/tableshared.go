package output

import (
	"fmt"

	"github.com/shikiri/shikiri/report"
)

// sharedWords are what the table says of people and files that are in two zones,
// in one language.
type sharedWords struct {
	People, Copies     string // titles
	Closed, Open, Both string // columns
	Copy               string // column
	Original           string // file
	More               string // originals of a file
	CopyPeople         string // column
	AllClients         string
	Extents            map[string]string
}

var englishShared = sharedWords{
	People: "People of a zone that allows personal data who are also in one that forbids it",
	Copies: "Copies: files in a forbidden zone with the people of a file that may be where it is",
	Closed: "from zone", Open: "also in zone", Both: "also there",
	Copy: "copy", Original: "original: %s", More: "and %s more originals", CopyPeople: "people in both (copy / original)",
	AllClients: "(all)",
	Extents:    englishAudit.Extents,
}

var japaneseShared = sharedWords{
	People: "許可区域と禁止区域の両方にいる人",
	Copies: "写し: 許可区域のファイルと同じ人々が載る、禁止区域のファイル",
	Closed: "許可区域", Open: "禁止区域", Both: "うち禁止区域にも",
	Copy: "写し", Original: "原本 %s", More: "ほかに原本 %s 件", CopyPeople: "両方にいる人 (写し / 原本)",
	AllClients: "(全体)",
	Extents:    japaneseAudit.Extents,
}

// shared lists who is in a zone that allows personal data and in one that forbids
// it, and the files that have the same people in both. Clients nobody of whom is
// are left out: the first row says how many there are in all.
func (p *page) shared() error {
	w, s := p.words, p.words.Shared
	var all []*report.Shared
	for i := range p.run.Shared {
		if r := &p.run.Shared[i]; r.Both > 0 || r.Client == "" && r.People > 0 {
			all = append(all, r)
		}
	}
	var rows [][]string
	for _, r := range all[:min(len(all), tableRows)] {
		name := visible(r.Client)
		if r.Client == "" {
			name = s.AllClients
		}
		rows = append(rows, []string{name, visible(r.Closed), visible(r.Open), grouped(r.People), grouped(r.Both)})
	}
	err := p.grid(grid{
		Title: s.People, Header: []string{w.Client, s.Closed, s.Open, w.People, s.Both},
		Rows: rows, Wide: 0, Right: []int{3, 4}, Left: len(all) - len(rows),
	})
	if err != nil {
		return err
	}
	return p.copies()
}

// copyOriginals is how many originals of a file the table shows: a workbook of a
// year's jobs has one for each day.
const copyOriginals = 3

func (p *page) copies() error {
	s := p.words.Shared
	originals, shown := make(map[report.Place]int), make(map[report.Place]int)
	for i := range p.run.Copies {
		originals[p.run.Copies[i].Copy]++
	}
	var rows [][]string
	left := 0
	for i := range p.run.Copies {
		c := &p.run.Copies[i]
		shown[c.Copy]++
		if shown[c.Copy] > copyOriginals {
			continue
		}
		if len(rows) == tableRows {
			left++
			continue
		}
		places := p.place(&c.Copy) + "\n" + fmt.Sprintf(s.Original, p.place(&c.Original))
		if more := originals[c.Copy] - copyOriginals; more > 0 && shown[c.Copy] == copyOriginals {
			places += "\n" + fmt.Sprintf(s.More, grouped(int64(more)))
		}
		rows = append(rows, []string{places, say(s.Extents, c.Extent) + "\n" + fmt.Sprintf("%s (%s / %s)", grouped(c.Both), grouped(c.CopyPeople), grouped(c.OriginalPeople))})
	}
	return p.grid(grid{
		Title: s.Copies, Header: []string{s.Copy, s.CopyPeople},
		Rows: rows, Wide: 0, Left: left, Lines: true,
	})
}

// place says where a file or member is, and its zone.
func (p *page) place(at *report.Place) string {
	where := visible(at.Zone) + ": " + p.location(at.Share, at.Path)
	if at.Member != "" {
		where += " (" + fmt.Sprintf(p.words.In, visible(at.Member)) + ")"
	}
	return where
}

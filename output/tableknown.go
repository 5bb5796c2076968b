package output

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shikiri/shikiri/report"
)

// known lists the files with people of the lists of scan --known: what is where
// personal data must not be first, then by how many are certain. Files in which
// only a few names agree would bury the rest, and are only counted.
func (p *page) known() error {
	r, w := p.run, p.words
	if len(r.KnownSets) == 0 {
		return nil
	}
	p.printf("\n")
	for _, s := range r.KnownSets {
		name := visible(s.Name)
		if s.Client != "" {
			name += " (" + visible(s.Client) + ")"
		}
		p.printf(w.KnownSet+"\n", name, s.Made.In(r.Started.Location()).Format("2006-01-02"), grouped(s.People), grouped(s.Found))
	}
	sure := worstKnown(r)
	rows := make([][]string, 0, min(len(sure), tableRows))
	for _, k := range sure[:min(len(sure), tableRows)] {
		where := p.location(k.Share, k.Path)
		if k.Member != "" {
			where += "\n" + fmt.Sprintf(w.In, visible(k.Member))
		}
		rows = append(rows, []string{where, visible(k.Zone), visible(k.Set), grouped(k.People), grouped(k.Certain), grouped(k.ByName)})
	}
	err := p.grid(grid{
		Title: w.KnownPeople, Header: []string{w.Where, w.Zone, w.KnownList, w.People, w.Certain, w.ByName},
		Rows: rows, Wide: 0, Right: []int{3, 4, 5}, Left: len(sure) - len(rows),
	})
	switch rest := len(r.Known) - len(sure); {
	case len(r.Known) == 0:
		p.printf("%s\n", w.KnownNone)
	case rest > 0:
		p.printf(w.KnownNames+"\n", grouped(rest))
	}
	return err
}

// worstKnown returns the files in which somebody is certain, or names agree in
// bulk, the worst first.
func worstKnown(r *report.Run) []*report.Known {
	allowed := map[string]bool{}
	for _, z := range r.Zones {
		allowed[z.Name] = z.PersonalData == "allowed"
	}
	var all []*report.Known
	for i := range r.Known {
		if k := &r.Known[i]; k.Certain > 0 || k.Bulk {
			all = append(all, k)
		}
	}
	slices.SortStableFunc(all, func(a, b *report.Known) int {
		return cmp.Or(compareBool(allowed[a.Zone], allowed[b.Zone]), cmp.Compare(b.Certain, a.Certain), cmp.Compare(b.ByName, a.ByName))
	})
	return all
}

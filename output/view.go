package output

import (
	"cmp"
	"path"
	"slices"

	"github.com/shikiri/shikiri/report"
)

// What several formats show of a run, counted once here.

// A crossing is what was found of one kind in one zone.
type crossing struct {
	Count, Files, People      int64 // People is of each finding, added up
	Violations, Overdue, Fine int64 // findings

	file int // of Files the last, by its number: a file may have several findings of a kind
}

// findings returns how many there are: each is one kind in one file or member,
// masked apart.
func (c crossing) findings() int64 { return c.Violations + c.Overdue + c.Fine }

// A matrix is zones by kinds.
type matrix struct {
	Zones []string
	Kinds []string // the built-in ones first, in the order of the documentation
	Cells map[[2]string]*crossing
}

// at returns the crossing of a zone and a kind; nothing found is the zero value.
func (m *matrix) at(zone, kind string) crossing {
	if c := m.Cells[[2]string{zone, kind}]; c != nil {
		return *c
	}
	return crossing{}
}

func newMatrix(r *report.Run) *matrix {
	m := &matrix{Cells: map[[2]string]*crossing{}}
	for _, z := range r.Zones {
		m.Zones = append(m.Zones, z.Name)
	}
	file := 0
	var before *report.Finding
	for _, i := range byFile(r.Findings) {
		f := &r.Findings[i]
		if before == nil || compareFiles(before, f) != 0 {
			file++
		}
		before = f
		key := [2]string{f.Zone, f.Kind}
		c := m.Cells[key]
		if c == nil {
			c = new(crossing)
			m.Cells[key] = c
			if !slices.Contains(m.Zones, f.Zone) {
				m.Zones = append(m.Zones, f.Zone)
			}
			if !slices.Contains(m.Kinds, f.Kind) {
				m.Kinds = append(m.Kinds, f.Kind)
			}
		}
		c.Count += f.Count
		c.People += f.People
		if c.file != file {
			c.file = file
			c.Files++
		}
		switch f.Verdict {
		case "allowed":
			c.Fine++
		case "overdue":
			c.Overdue++
		default:
			c.Violations++
		}
	}
	slices.SortStableFunc(m.Kinds, func(a, b string) int { return cmp.Or(cmp.Compare(kindRank(a), kindRank(b)), cmp.Compare(a, b)) })
	return m
}

// kindOrder is that of the documentation of kinds.
var kindOrder = []string{
	"jp-name", "jp-name-kana", "romaji-name", "jp-address", "postal-code", "phone", "email", "birth-date", "my-number", "bank-account",
	"credit-card", "drivers-license", "passport", "residence-card", "health-insurance", "pension-number", "employment-insurance",
	"resident-code", "care-insurance", "id-document", "company-name", "corporate-number",
}

func kindRank(kind string) int {
	if i := slices.Index(kindOrder, kind); i >= 0 {
		return i
	}
	return len(kindOrder)
}

// A folder is what was found in the files of one folder.
type folder struct {
	Share, Zone, Path        string
	Owner                    string // of the first of its files that tells one
	Owners                   bool   // there are others
	Files, Findings          int64
	Count, Records, People   int64 // of each file the most of any kind, added up
	OldestDays               int64
	Violations, Overdue, Bad int64 // findings; Bad is both
}

// folders adds findings up by folder, the worst first. A folder of the root is ".".
// The findings of a file are taken together, so that no map holds all files.
func folders(r *report.Run) []*folder {
	all := map[[3]string]*folder{}
	var d *folder
	var before *report.Finding
	var most report.Finding // of the file or member in hand: only Records and People
	for _, i := range byFile(r.Findings) {
		f := &r.Findings[i]
		otherFile := before == nil || compareFiles(before, f) != 0
		if otherFile || before.Member != f.Member {
			if d != nil {
				d.Records += most.Records
				d.People += most.People
			}
			most = report.Finding{}
		}
		if otherFile {
			key := [3]string{f.Zone, f.Share, path.Dir(f.Path)}
			if d == nil || key != [3]string{d.Zone, d.Share, d.Path} {
				d = folderOf(all, key)
			}
			d.Files++
		}
		if f.Records > most.Records || f.Records == most.Records && f.People > most.People {
			most.Records, most.People = f.Records, f.People
		}
		d.add(f)
		before = f
	}
	if d != nil {
		d.Records += most.Records
		d.People += most.People
	}
	list := make([]*folder, 0, len(all))
	for _, d := range all {
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b *folder) int {
		return cmp.Or(cmp.Compare(min(b.Violations, 1), min(a.Violations, 1)), cmp.Compare(min(b.Overdue, 1), min(a.Overdue, 1)),
			cmp.Compare(b.Records, a.Records), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.Share, b.Share), cmp.Compare(a.Path, b.Path))
	})
	return list
}

// byFile returns the indices of findings in an order in which those of a file, and
// of them those of a member, follow each other: as they are in a run, or sorted.
func byFile(all []report.Finding) []int32 {
	order := make([]int32, len(all))
	for i := range order {
		order[i] = int32(i)
	}
	compare := func(i, j int32) int {
		return cmp.Or(compareFiles(&all[i], &all[j]), cmp.Compare(all[i].Member, all[j].Member))
	}
	if !slices.IsSortedFunc(order, compare) {
		slices.SortStableFunc(order, compare)
	}
	return order
}

func compareFiles(a, b *report.Finding) int {
	return cmp.Or(cmp.Compare(a.Share, b.Share), cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.Path, b.Path))
}

func folderOf(all map[[3]string]*folder, key [3]string) *folder {
	d := all[key]
	if d == nil {
		d = &folder{Zone: key[0], Share: key[1], Path: key[2]}
		all[key] = d
	}
	return d
}

// ownerIn returns the owner of the files, with the word for others if there are any.
func (d *folder) ownerIn(others string) string {
	switch {
	case d.Owner == "":
		return "-"
	case d.Owners:
		return visible(d.Owner) + others
	}
	return visible(d.Owner)
}

func (d *folder) add(f *report.Finding) {
	switch {
	case f.Owner == "" || f.Owner == d.Owner:
	case d.Owner == "":
		d.Owner = f.Owner
	default:
		d.Owners = true
	}
	d.Findings++
	d.Count += f.Count
	d.OldestDays = max(d.OldestDays, f.AgeDays)
	switch f.Verdict {
	case "allowed":
	case "overdue":
		d.Overdue++
		d.Bad++
	default:
		d.Violations++
		d.Bad++
	}
}

// A missing is a reason for which something was not examined.
type missing struct {
	Reason string
	Files  int64 // entries of the list
}

// missed counts why something was not examined, the commonest first.
func missed(r *report.Run) []missing {
	counts := map[string]int64{}
	for _, u := range files(r) {
		counts[u.Reason]++
	}
	var all []missing
	for reason, n := range counts {
		all = append(all, missing{reason, n})
	}
	slices.SortFunc(all, func(a, b missing) int {
		return cmp.Or(cmp.Compare(b.Files, a.Files), cmp.Compare(a.Reason, b.Reason))
	})
	return all
}

// allShares is how far all shares together were examined: a share without a name.
func allShares(r *report.Run) report.Share {
	var all report.Share
	for i := range r.Shares {
		s := &r.Shares[i]
		all.Directories += s.Directories
		all.Files += s.Files
		all.Scanned += s.Scanned
		all.Unexamined += s.Unexamined
		all.Unchanged += s.Unchanged
		all.Images += s.Images
		all.Bytes += s.Bytes
		all.ExaminedBytes += s.ExaminedBytes
	}
	return all
}

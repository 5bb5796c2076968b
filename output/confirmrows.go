package output

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// A confirmGroup is the files of one client.
type confirmGroup struct {
	Client, Sum, Records, People string
	Rows                         []confirmRow
}

// A confirmRow is one file as the page shows it. It holds no text of its own:
// there may be hundreds of thousands.
type confirmRow struct {
	p    *page
	file *lostFile
	no   int
}

func (r confirmRow) No() string          { return grouped(r.no) }
func (r confirmRow) Zone() string        { return visible(r.file.Zone) }
func (r confirmRow) Where() string       { return fullPlace(r.p, &r.file.Place) }
func (r confirmRow) KindNames() string   { return strings.Join(r.file.kinds(r.p), ", ") }
func (r confirmRow) RecordCount() string { return grouped(r.file.Records) }
func (r confirmRow) PeopleCount() string { return grouped(r.file.People) }
func (r confirmRow) VerdictName() string { return say(r.p.words.Verdicts, r.file.Verdict) }
func (r confirmRow) ModifiedAt() string {
	return orDash(confirmWordsFor(r.p.opts.Lang).day(r.file.Modified.In(r.p.run.Started.Location())))
}
func (r confirmRow) Why() string { return changeWordsFor(r.p.opts.Lang).whys(r.file.Whys, r.p.words) }

// Todo says what to do about what is not known.
func (r confirmRow) Todo() string {
	changes, audit := changeWordsFor(r.p.opts.Lang), auditWordsFor(r.p.opts.Lang)
	var todo []string
	for _, why := range r.file.Whys {
		if t := cmp.Or(changes.Todo[why], audit.Todo[why]); t != "" && !slices.Contains(todo, t) {
			todo = append(todo, t)
		}
	}
	return strings.Join(todo, "; ")
}

// Remarks are what must be known of a file that is gone: it is still there, or
// its people are elsewhere.
func (r confirmRow) Remarks() []string {
	w := changeWordsFor(r.p.opts.Lang)
	var remarks []string
	if r.file.Remains {
		remarks = append(remarks, w.Remains)
	}
	for i := range r.file.Elsewhere {
		remarks = append(remarks, fmt.Sprintf(w.Elsewhere, fullPlace(r.p, &r.file.Elsewhere[i])))
	}
	return remarks
}

// fullPlace names a place with its share: the paper must stand on its own.
func fullPlace(p *page, at *report.Place) string {
	where := visible(strings.TrimSuffix(at.Share, "/") + "/" + at.Path)
	if at.Member != "" {
		where += " " + fmt.Sprintf(p.words.In, visible(at.Member))
	}
	return where
}

// lists fills the lists of files, and counts them.
func (c *confirmation) lists(p *page) {
	changes, w := p.run.Changes, c.W
	absent, part := lostFiles(changes.Gone), []lostFile(nil)
	unclear, left := lostFiles(changes.Unclear), remaining(p.run)
	for _, f := range absent {
		if f.Remains {
			part = append(part, f)
		}
	}
	absent = slices.DeleteFunc(absent, func(f lostFile) bool { return f.Remains })
	c.Gone, c.Part, c.Unclear, c.Remaining = c.group(p, absent), c.group(p, part), c.group(p, unclear), c.group(p, left)
	for i := range changes.Moves {
		m := &changes.Moves[i]
		c.Moves = append(c.Moves, confirmMove{fullPlace(p, &m.From), fullPlace(p, &m.To), say(changeWordsFor(p.opts.Lang).Bys, m.By)})
	}
	copied := slices.DeleteFunc(slices.Clone(absent), func(f lostFile) bool { return len(f.Elsewhere) == 0 })
	c.Open = len(absent) == 0 || len(unclear)+len(changes.Moves)+len(left)+len(part)+len(copied) > 0
	c.Result = w.NothingConfirmed
	if len(absent) > 0 {
		c.Result = fmt.Sprintf(w.Confirmed, grouped(len(absent)), w.when(changes.New.Started), w.when(changes.New.Finished))
	}
	total := func(what string, files []lostFile) {
		t := tallyLost(files)
		c.Totals = append(c.Totals, confirmTotal{what, grouped(t.files), grouped(t.records), grouped(t.people)})
	}
	total(w.TotalGone, absent)
	total(w.TotalCopied, copied)
	total(w.TotalPart, part)
	total(w.TotalUnclear, unclear)
	c.Totals = append(c.Totals, confirmTotal{w.TotalMoved, grouped(len(changes.Moves)), "-", "-"})
	total(w.TotalRemaining, left)
	if changes.Added > 0 {
		c.Added = fmt.Sprintf(w.Added, grouped(changes.Added))
	}
}

type lostTally struct{ files, records, people int64 }

func tallyLost(files []lostFile) (t lostTally) {
	for i := range files {
		t.files++
		t.records += files[i].Records
		t.people += files[i].People
	}
	return t
}

// group puts files under their clients, those of none at the end.
func (c *confirmation) group(p *page, files []lostFile) []confirmGroup {
	slices.SortStableFunc(files, func(a, b lostFile) int {
		return cmp.Or(compareBool(a.Client == "", b.Client == ""), cmp.Compare(a.Client, b.Client))
	})
	var groups []confirmGroup
	for start := 0; start < len(files); {
		end := start + 1
		for end < len(files) && files[end].Client == files[start].Client {
			end++
		}
		t := tallyLost(files[start:end])
		g := confirmGroup{Client: visible(files[start].Client), Sum: fmt.Sprintf(c.W.Sum, grouped(t.files)), Records: grouped(t.records), People: grouped(t.people)}
		if g.Client == "" {
			g.Client = p.words.NoClient
		}
		g.Rows = make([]confirmRow, 0, end-start)
		for i := start; i < end; i++ {
			g.Rows = append(g.Rows, confirmRow{p, &files[i], i + 1})
		}
		groups, start = append(groups, g), end
	}
	return groups
}

// remaining are the files of which the older run had something that is there
// still, in the order of their places.
func remaining(r *report.Run) []lostFile {
	all := make([]report.Gone, 0, r.Changes.Remaining+r.Changes.Grown)
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.State == "remaining" || f.State == "grown" {
			all = append(all, report.Gone{Place: f.At(), Verdict: f.Verdict, Kind: f.Kind, Masked: f.Masked,
				Count: f.Count, Records: f.Records, People: f.People, Modified: f.Modified})
		}
	}
	slices.SortStableFunc(all, func(a, b report.Gone) int {
		return cmp.Or(cmp.Compare(a.Share, b.Share), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Member, b.Member), cmp.Compare(a.Zone, b.Zone))
	})
	return lostFiles(all)
}

package scan

import (
	"cmp"
	"slices"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// A fileTally counts files with personal data by zone and client, and what each
// exception excuses. It is given findings; those of a file come together, so
// that it keeps no more than one file.
type fileTally struct {
	policy  *netzone.Policy
	now     time.Time
	rows    map[zoneClient]*ageRow
	excuses []report.Excuse
	number  map[string]int // of excuses, by ID
	file    agedFile       // in hand; no findings: none
}

type zoneClient struct{ zone, client string }

// An ageRow is a row of the report and, of the files that no exception excuses
// and a deletion would reach, the ages that there are, in days of the calendar.
type ageRow struct {
	report.Retention
	ages map[int64]bool
}

// An agedFile is a file while its findings come.
type agedFile struct {
	name     string // as the share has it
	place    report.Place
	findings int
	date     time.Time // the oldest of its members'; zero: not known
	days     int64
	overdue  bool
	excused  bool
	kept     bool  // in a recycle bin or snapshot, where the deletion of files leaves it
	by       []int // excuses, each once
}

func newFileTally(p *netzone.Policy, now time.Time) *fileTally {
	t := &fileTally{policy: p, now: now, rows: make(map[zoneClient]*ageRow), excuses: excusesOf(p, now), number: make(map[string]int)}
	for i := range t.excuses {
		t.number[t.excuses[i].ID] = i
	}
	return t
}

// add counts a finding of personal data in the file that the share calls name.
func (t *fileTally) add(name string, f *report.Finding) {
	a := &t.file
	if a.findings == 0 || a.name != name || a.place.Share != f.Share || a.place.Zone != f.Zone {
		t.close()
		*a = agedFile{name: name, place: report.Place{Share: f.Share, Zone: f.Zone, Client: f.Client, Path: f.Path},
			excused: true, kept: f.Place != "", by: a.by[:0]}
	}
	a.findings++
	date := f.Modified
	if f.Dated != nil {
		date = *f.Dated
	}
	if !date.IsZero() && (a.date.IsZero() || date.Before(a.date)) {
		a.date, a.days = date, f.AgeDays
	}
	a.overdue = a.overdue || f.Verdict == netzone.Overdue.String()
	a.excused = a.excused && f.Exception != "" && f.Verdict == netzone.Allowed.String()
	if i, ok := t.number[f.Exception]; ok {
		t.excuses[i].Findings++
		if !slices.Contains(a.by, i) {
			a.by = append(a.by, i)
			t.excuses[i].Files++
		}
	}
}

// close counts the file in hand.
func (t *fileTally) close() {
	a := &t.file
	if a.findings == 0 {
		return
	}
	r := t.row(a.place.Zone, a.place.Client)
	class := slices.IndexFunc(report.AgeDays, func(days int64) bool { return a.days <= days })
	if class < 0 || a.date.IsZero() { // who does not tell the age may be as old as can be
		class = len(report.AgeDays)
	}
	r.Files++
	r.Ages[class].Files++
	if a.overdue {
		r.Overdue++
		r.Ages[class].Overdue++
	}
	if !a.excused && !a.date.IsZero() {
		if !a.kept {
			r.ages[netzone.DayOf(a.date.In(t.now.Location())).Since(t.now)] = true
		}
		if r.OldestDate == nil || a.date.Before(*r.OldestDate) || a.date.Equal(*r.OldestDate) && a.before(r.Oldest) {
			r.Oldest, r.OldestDate, r.OldestDays = new(a.place), new(a.date), a.days
		}
	}
	a.findings = 0
}

// before orders files of one date, so that the report does not depend on which
// worker was fastest.
func (a *agedFile) before(p *report.Place) bool {
	return cmp.Or(cmp.Compare(a.place.Share, p.Share), cmp.Compare(a.place.Path, p.Path)) < 0
}

func (t *fileTally) row(zone, client string) *ageRow {
	key := zoneClient{zone, client}
	r := t.rows[key]
	if r == nil {
		k := t.policy.Keeps(zone, client)
		r = &ageRow{ages: make(map[int64]bool), Retention: report.Retention{
			Zone: zone, Client: client, Days: int64((k.Retention + 24*time.Hour - 1) / (24 * time.Hour)), DateFrom: k.DateFrom.String(),
		}}
		for _, days := range report.AgeDays {
			r.Ages = append(r.Ages, report.Age{Days: days})
		}
		r.Ages = append(r.Ages, report.Age{})
		t.rows[key] = r
	}
	return r
}

// report puts what was counted into a run.
func (t *fileTally) report(run *report.Run) {
	t.close()
	run.Exceptions = t.excuses
	for _, r := range t.rows {
		if days := stoppedFor(r.ages, r.Days); days > 0 && r.Overdue > 0 {
			today := netzone.DayOf(t.now).In(t.now.Location())
			r.StoppedSince = new(today.AddDate(0, 0, -int(days)))
		}
		run.Retention = append(run.Retention, r.Retention)
	}
	slices.SortFunc(run.Retention, func(a, b report.Retention) int {
		return cmp.Or(cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.Client, b.Client))
	})
}

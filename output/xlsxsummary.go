package output

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shikiri/shikiri/report"
)

// What the sheet of numbers has at most: what is left out is said, and is in the
// rows of the other sheets.
const (
	matrixZones = 12
	worstRows   = 200
)

var summaryWidths = []float64{28, 28, 16, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13}

// summarySheet is the run in numbers, table below table.
func (b *book) summarySheet() {
	s := b.sheet(b.words.Summary, summaryWidths, printing{})
	m := newMatrix(b.run)
	b.matrix(s, m)
	b.crossings(s, m)
	b.clients(s)
	b.retention(s)
	b.ages(s)
	b.folders(s)
	b.lists(s)
	s.end()
}

// matrix writes kinds by zones: what was seen where, in colours, and the colours
// explained by the words below each zone.
func (b *book) matrix(s *sheet, m *matrix) {
	s.section(b.words.Matrix)
	if len(m.Kinds) == 0 {
		s.remark(b.words.NoFindings)
		return
	}
	s.remark(b.words.MatrixNote)
	zones := m.Zones[:min(len(m.Zones), matrixZones)]
	may := []any{sheetCell{nil, asLabel}}
	for _, name := range zones {
		i := slices.IndexFunc(b.run.Zones, func(z report.Zone) bool { return z.Name == name })
		if i < 0 {
			may = append(may, sheetCell{b.audit.PersonalData["unknown"], asBad})
			continue
		}
		may = append(may, b.permission(&b.run.Zones[i]))
	}
	s.table(append([]string{b.cols.Kind}, zones...)...)
	s.add(may...)
	for _, kind := range m.Kinds {
		row := []any{sheetCell{b.page.kind(kind), asLabel}}
		for _, zone := range zones {
			row = append(row, crossed(m.at(zone, kind)))
		}
		s.add(row...)
	}
	if n := len(m.Zones) - len(zones); n > 0 {
		s.remark(fmt.Sprintf(b.cols.LeftOut, grouped(n)))
	}
}

func crossed(c crossing) sheetCell {
	switch {
	case c.Violations > 0:
		return sheetCell{c.Count, asBadNumber}
	case c.Overdue > 0:
		return sheetCell{c.Count, asWarningNumber}
	case c.Fine > 0:
		return sheetCell{c.Count, asGoodNumber}
	}
	return sheetCell{nil, asNumber}
}

// crossings writes the same row by row, with all that is counted.
func (b *book) crossings(s *sheet, m *matrix) {
	if len(m.Kinds) == 0 {
		return
	}
	c := b.cols
	s.section(b.words.Crossings)
	s.table(c.Zone, c.Kind, c.Findings, c.Violations, c.Overdue, c.Allowed, c.Count)
	for _, zone := range m.Zones {
		for _, kind := range m.Kinds {
			x := m.at(zone, kind)
			if x.Files == 0 {
				continue
			}
			s.add(zone, b.page.kind(kind), counted(x.findings()), graded(x.Violations, asBadNumber), graded(x.Overdue, asWarningNumber), counted(x.Fine), counted(x.Count))
		}
	}
}

func (b *book) clients(s *sheet) {
	c, r := b.cols, b.run
	s.section(b.words.Clients)
	s.remark(b.words.Counting)
	s.table(c.Client, c.Zone, c.Records, c.People, c.Companies)
	for _, x := range r.Clients {
		s.add(sheetCell{cmp.Or(x.Client, c.NoClient), asWrapped}, sheetCell{x.Zone, asWrapped}, counted(x.Records), counted(x.People), counted(x.Companies))
	}
	s.add(sheetCell{c.Total, asLabel}, sheetCell{nil, asLabel}, counted(r.Summary.Records), counted(r.Summary.People), counted(r.Summary.Companies))
	if r.Summary.Distinct > 0 {
		s.add(sheetCell{b.words.Distinct, asLabel}, sheetCell{nil, asLabel}, sheetCell{nil, asNumber}, counted(r.Summary.Distinct), sheetCell{nil, asNumber})
	}
}

// retention writes how old the files of each zone and client are.
func (b *book) retention(s *sheet) {
	c, r := b.cols, b.run
	if len(r.Retention) == 0 {
		return
	}
	s.section(b.words.RetentionBy)
	s.table(c.Zone, c.Client, c.DateFrom, c.AllowedDays, c.Files, c.Overdue, c.OldestDays, c.OldestDate, c.Stopped, c.Oldest, "", "", "")
	s.merge(10, len(summaryWidths))
	for i := range r.Retention {
		t := &r.Retention[i]
		allowed, oldest, stopped, days := any(sheetCell{nil, asNumber}), sheetCell{nil, asDay}, sheetCell{nil, asDay}, any(sheetCell{nil, asNumber})
		if t.Days > 0 {
			allowed = counted(t.Days)
		}
		if t.OldestDate != nil {
			oldest, days = b.date(*t.OldestDate, asDay), counted(t.OldestDays)
		}
		if t.StoppedSince != nil {
			stopped = b.date(*t.StoppedSince, asDay)
		}
		s.span(10, len(summaryWidths), sheetCell{whereIs(t.Oldest), asWrapped}, sheetCell{t.Zone, asWrapped}, sheetCell{t.Client, asWrapped}, sheetCell{t.DateFrom, asWrapped},
			allowed, counted(t.Files), graded(t.Overdue, asWarningNumber), days, oldest, stopped)
	}
	for i := range r.Retention {
		if t := &r.Retention[i]; t.StoppedSince != nil {
			s.remark(zoneAndClient(t.Zone, t.Client) + ": " + fmt.Sprintf(b.words.StoppedNote, grouped(t.OldestDays), grouped(t.Days), t.StoppedSince.In(r.Started.Location()).Format("2006-01-02")))
		}
	}
}

// whereIs names a file in one text, with its share.
func whereIs(p *report.Place) string {
	if p == nil {
		return ""
	}
	text := p.Path
	if p.Share != "" {
		text = p.Share + "/" + text
	}
	if p.Member != "" {
		text += " > " + p.Member
	}
	return text
}

func zoneAndClient(zone, client string) string {
	if client == "" {
		return zone
	}
	return zone + " (" + client + ")"
}

// ages writes how many files are how old, by zone and client.
func (b *book) ages(s *sheet) {
	c, r := b.cols, b.run
	if len(r.Retention) == 0 {
		return
	}
	s.section(b.words.Ages)
	titles := []string{c.Zone, c.Client}
	for _, days := range report.AgeDays {
		titles = append(titles, fmt.Sprintf(c.AgeUpTo, days))
	}
	titles = append(titles, fmt.Sprintf(c.NoAgeLimit, report.AgeDays[len(report.AgeDays)-1]))
	s.table(titles...)
	for i := range r.Retention {
		t := &r.Retention[i]
		zone, client := sheetCell{t.Zone, asWrapped}, sheetCell{t.Client, asWrapped}
		s.add(ageRow(zone, client, t.Ages, func(a report.Age) sheetCell { return counted(a.Files) })...)
		if t.Overdue > 0 {
			s.add(ageRow(zone, sheetCell{b.words.OfThemOverdue, asLabel}, t.Ages, func(a report.Age) sheetCell { return graded(a.Overdue, asWarningNumber) })...)
		}
	}
}

// ageRow is a number for each class of age, those that nothing is in too.
func ageRow(zone, client sheetCell, ages []report.Age, count func(report.Age) sheetCell) []any {
	row := []any{zone, client}
	for _, days := range append(slices.Clone(report.AgeDays), 0) {
		i := slices.IndexFunc(ages, func(a report.Age) bool { return a.Days == days })
		if i < 0 {
			row = append(row, counted(0))
			continue
		}
		row = append(row, count(ages[i]))
	}
	return row
}

func (b *book) folders(s *sheet) {
	c := b.cols
	all := folders(b.run)
	if n := slices.IndexFunc(all, func(f *folder) bool { return f.Bad == 0 }); n >= 0 {
		all = all[:n]
	}
	if len(all) == 0 {
		return
	}
	s.section(b.words.Folders)
	s.remark(b.words.FoldersNote)
	s.table(c.Share, c.Folder, c.Zone, c.Files, c.Violations, c.Overdue, c.Records, c.People, c.OldestDays, c.Owner)
	for _, f := range all[:min(len(all), worstRows)] {
		s.add(sheetCell{f.Share, asWrapped}, sheetCell{f.Path, asWrapped}, f.Zone, counted(f.Files), graded(f.Violations, asBadNumber), graded(f.Overdue, asWarningNumber), counted(f.Records), counted(f.People), counted(f.OldestDays), sheetCell{f.ownerIn(b.words.Others), asWrapped})
	}
	if n := len(all) - worstRows; n > 0 {
		s.remark(fmt.Sprintf(c.LeftOut, grouped(n)))
	}
}

// lists writes the lists of known people that were looked for.
func (b *book) lists(s *sheet) {
	c := b.cols
	if len(b.run.KnownSets) == 0 {
		return
	}
	s.section(b.words.Lists)
	s.table(c.List, c.Client, c.Made, c.People, c.Found, "SHA-256")
	for _, k := range b.run.KnownSets {
		s.add(sheetCell{k.Name, asWrapped}, sheetCell{k.Client, asWrapped}, b.date(k.Made, asDay), counted(k.People), graded(k.Found, asBadNumber), k.SHA256)
	}
}

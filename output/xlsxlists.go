package output

import (
	"cmp"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// findingsSheet lists every finding, the worst first, with room for what people
// do about it. Behind the columns that are printed stands the rest.
func (b *book) findingsSheet() {
	c := b.cols
	order := worstFirst(b.run.Findings)
	for i := range b.run.Findings {
		if f := &b.run.Findings[i]; f.Verdict == "allowed" {
			order = append(order, f)
		}
	}
	b.list(sheetList{
		name: b.words.Findings, printed: 16, none: b.words.NoFindings,
		columns: []listColumn{
			{c.No, 7}, {c.Verdict, 12}, {c.Zone, 11}, {c.Client, 16}, {c.Share, 20}, {c.Path, 42}, {c.Member, 18}, {c.Kind, 18},
			{c.Records, 10}, {c.People, 10}, {c.Modified, 12}, {c.Age, 9}, {c.Who, 11}, {c.Due, 11}, {c.Done, 16}, {c.DoneOn, 11},
			{c.Count, 10}, {c.Masked, 9}, {c.Confidence, 9}, {c.State, 12}, {c.Why, 40}, {c.Dated, 12}, {c.DatedBy, 10}, {c.Exception, 12},
			{c.Place, 14}, {c.Owner, 18}, {c.Readers, 24}, {c.Part, 14}, {c.Line, 8}, {c.Column, 8}, {c.Cell, 8}, {c.Excerpt, 30}, {c.Evidence, 34},
			{c.ID, 22}, {c.Fingerprint, 34},
		},
	}, len(order), func(s *sheet, i int) { b.findingRow(s, i+1, order[i]) })
}

func (b *book) findingRow(s *sheet, no int, f *report.Finding) {
	p := b.page.words
	verdict, masked, dated := asBad, "", sheetCell{nil, asDay}
	switch f.Verdict {
	case "allowed":
		verdict = asGood
	case "overdue":
		verdict = asWarning
	}
	if f.Masked {
		masked = b.cols.Yes
	}
	if f.Dated != nil {
		dated = b.date(*f.Dated, asDay)
	}
	var x report.Sample
	if len(f.Samples) > 0 {
		x = f.Samples[0]
	}
	state := ""
	if f.State != "" {
		state = say(b.audit.States, f.State)
	}
	s.add(counted(int64(no)), sheetCell{say(p.Verdicts, f.Verdict), verdict}, f.Zone, sheetCell{f.Client, asWrapped}, sheetCell{f.Share, asWrapped},
		sheetCell{f.Path, asWrapped}, sheetCell{f.Member, asWrapped}, sheetCell{b.page.kind(f.Kind), asWrapped},
		counted(f.Records), counted(f.People), b.date(f.Modified, asDay), counted(f.AgeDays),
		sheetCell{nil, asEntry}, sheetCell{nil, asEntryDay}, sheetCell{nil, asEntry}, sheetCell{nil, asEntryDay},
		counted(f.Count), masked, say(p.Confidence, f.Confidence), state, b.why(f.Why), dated, f.DatedBy, f.Exception,
		b.place(f.Place), f.Owner, joined(f.Readers), x.Part, placed(x.Line), placed(x.Column), x.Cell, x.Excerpt, b.reasons(x.Evidence),
		f.ID, f.Fingerprint)
}

// placed is a line or column, which may not be known.
func placed(n int) any {
	if n == 0 {
		return sheetCell{nil, asNumber}
	}
	return counted(int64(n))
}

func (b *book) place(name string) string {
	if name == "" {
		return ""
	}
	return say(b.page.words.Places, name)
}

func (b *book) reasons(evidence []string) string {
	said := make([]string, len(evidence))
	for i, e := range evidence {
		said[i] = b.evidence(e)
	}
	return joined(said)
}

// unexaminedSheet lists what was not examined: each row is a task.
func (b *book) unexaminedSheet() {
	c, r := b.cols, b.run
	b.list(sheetList{
		name: b.words.NotExamined, printed: 12, none: b.words.AllExamined,
		columns: []listColumn{
			{c.No, 7}, {c.Zone, 11}, {c.Share, 22}, {c.Path, 42}, {c.Member, 22}, {c.Reason, 26}, {c.Detail, 28}, {c.Todo, 34},
			{c.Who, 11}, {c.Due, 11}, {c.Done, 16}, {c.DoneOn, 11}, {c.Code, 18},
		},
	}, len(r.Unexamined), func(s *sheet, i int) {
		u := &r.Unexamined[i]
		s.add(counted(int64(i+1)), zoneOf(r, u.Share), sheetCell{u.Share, asWrapped}, sheetCell{u.Path, asWrapped}, sheetCell{u.Member, asWrapped},
			sheetCell{say(b.page.words.Reasons, u.Reason), asWrapped}, sheetCell{b.page.said(u.Detail), asWrapped}, sheetCell{b.audit.Todo[u.Reason], asWrapped},
			sheetCell{nil, asEntry}, sheetCell{nil, asEntryDay}, sheetCell{nil, asEntry}, sheetCell{nil, asEntryDay}, u.Reason)
	})
}

// exceptionsSheet lists every exception of the policy, those that ended too.
func (b *book) exceptionsSheet() {
	c, all := b.cols, b.run.Exceptions
	b.list(sheetList{
		name: b.words.Exceptions, none: b.words.NoExceptions,
		columns: []listColumn{
			{"ID", 14}, {c.Zone, 12}, {c.Kinds, 26}, {c.Paths, 34}, {c.Until, 12}, {b.words.State, 18}, {c.ApprovedBy, 20}, {c.Reason, 30}, {c.Findings, 10}, {c.Files, 10},
		},
	}, len(all), func(s *sheet, i int) {
		e := &all[i]
		state := asGood
		if e.State != "active" {
			state = asWarning
		}
		kinds := make([]string, len(e.Kinds))
		for i, k := range e.Kinds {
			kinds[i] = b.page.kind(k)
		}
		s.add(e.ID, e.Zone, sheetCell{cmp.Or(joined(kinds), c.All), asWrapped}, sheetCell{cmp.Or(joined(e.Paths), c.All), asWrapped}, b.dayOf(e.Until),
			sheetCell{say(b.audit.Excuses, e.State), state}, sheetCell{b.page.own(e.ApprovedBy), asWrapped}, sheetCell{b.page.own(e.Why), asWrapped}, counted(e.Findings), counted(e.Files))
	})
}

// doubleSheet lists the people and files that are in two zones.
func (b *book) doubleSheet() {
	c, r := b.cols, b.run
	s := b.sheet(b.words.Double, []float64{18, 18, 40, 20, 18, 18, 40, 20, 12, 12, 12, 24}, printing{})
	if len(r.Shared) > 0 {
		s.section(b.words.SharedPeople)
		s.table(c.Closed, c.Open, c.Client, c.People, c.Both)
		for _, x := range r.Shared {
			s.add(sheetCell{x.Closed, asWrapped}, sheetCell{x.Open, asWrapped}, sheetCell{cmp.Or(x.Client, c.All), asWrapped}, counted(x.People), graded(x.Both, asBadNumber))
		}
	}
	if len(r.Copies) == 0 {
		s.end()
		return
	}
	s.section(b.words.Copies)
	first := s.table(c.Original+": "+c.Zone, c.Share, c.Path, c.Client, c.Copy+": "+c.Zone, c.Share, c.Path, c.Client, c.OriginalPeople, c.CopyPeople, c.Both, c.Extent)
	room := max(b.rows-s.row-1, 0)
	for i := range r.Copies[:min(len(r.Copies), room)] {
		x := &r.Copies[i]
		s.add(x.Original.Zone, sheetCell{x.Original.Share, asWrapped}, sheetCell{within(&x.Original), asWrapped}, sheetCell{x.Original.Client, asWrapped},
			x.Copy.Zone, sheetCell{x.Copy.Share, asWrapped}, sheetCell{within(&x.Copy), asWrapped}, sheetCell{x.Copy.Client, asWrapped},
			counted(x.OriginalPeople), counted(x.CopyPeople), graded(x.Both, asBadNumber), sheetCell{say(b.audit.Extents, x.Extent), asWrapped})
	}
	s.filter(first, 12)
	b.cut(s, len(r.Copies)-room)
	s.end()
}

// cut says how many rows had no place in a sheet.
func (b *book) cut(s *sheet, rows int) {
	if rows > 0 {
		s.remark(strings.Replace(b.words.Cut, "%s", grouped(rows), 1))
	}
}

// within names a file of a share, and what is in it.
func within(p *report.Place) string {
	if p.Member == "" {
		return p.Path
	}
	return p.Path + " > " + p.Member
}

// knownSheet lists the files that hold people of a list.
func (b *book) knownSheet() {
	c, all := b.cols, b.run.Known
	b.list(sheetList{
		name:    b.words.Known,
		columns: []listColumn{{c.List, 20}, {c.Client, 20}, {c.Zone, 12}, {c.Share, 24}, {c.Path, 44}, {c.Member, 24}, {c.People, 11}, {c.Certain, 11}, {c.ByName, 11}},
	}, len(all), func(s *sheet, i int) {
		k := &all[i]
		s.add(sheetCell{k.Set, asWrapped}, sheetCell{k.SetClient, asWrapped}, k.Zone, sheetCell{k.Share, asWrapped}, sheetCell{k.Path, asWrapped}, sheetCell{k.Member, asWrapped},
			counted(k.People), graded(k.Certain, asBadNumber), graded(k.ByName, asWarningNumber))
	})
}

// partsSheet lists the runs that were merged into this one.
func (b *book) partsSheet() {
	c, w, all := b.cols, b.words, b.run.Parts
	columns := []listColumn{
		{c.Subject, 26}, {c.Conformity, 14}, {c.Host, 20}, {c.Operator, 16}, {c.Began, 17}, {c.Finished, 17}, {c.Files, 10}, {c.Unexamined, 10},
		{c.Repeated, 12}, {c.Violations, 10}, {c.Overdue, 10}, {c.Records, 11}, {c.People, 11}, {c.Companies, 10}, {c.Run, 28}, {"SHA-256", 30},
		{w.MinConfidence, 12}, {w.ExitCode, 10}, {w.Tool, 22}, {w.Rules, 30}, {w.Policy, 30}, {w.PeopleFile, 40},
	}
	if probe := probeWordsFor(b.page.opts.Lang).Figures; b.run.Probed() {
		columns = append(columns, listColumn{probe["paths"], 14}, listColumn{probe["bridges"], 14})
	}
	b.list(sheetList{name: w.Parts, printed: 16, columns: columns}, len(all), func(s *sheet, i int) {
		x := &all[i]
		style := map[string]sheetStyle{report.Conforming: asGood, report.Nonconforming: asBad}[x.Conformity]
		if style == asPlain {
			style = asWarning
		}
		people := ""
		if x.People != nil {
			people = x.People.File + " " + x.People.SHA256
		}
		row := []any{sheetCell{cmp.Or(x.Subject, x.Cover.Subject), asWrapped}, sheetCell{say(b.audit.Conformity, x.Conformity), style}, sheetCell{x.Host, asWrapped}, sheetCell{x.Operator, asWrapped},
			b.date(x.Started, asMoment), b.date(x.Finished, asMoment), counted(x.Files), graded(x.Unexamined, asWarningNumber), counted(x.Repeated),
			graded(x.Summary.Violations, asBadNumber), graded(x.Summary.Overdue, asWarningNumber), counted(x.Summary.Records), counted(x.Summary.People), counted(x.Summary.Companies),
			sheetCell{x.ID, asWrapped}, sheetCell{x.SHA256, asWrapped}, say(b.page.words.Confidence, x.MinConfidence), counted(int64(x.ExitCode)), x.Tool.Name + " " + x.Tool.Version, x.Tool.Rules, x.Tool.Policy, people}
		if b.run.Probed() {
			row = append(row, graded(x.Summary.Paths, asBadNumber), graded(x.Summary.Bridges, asBadNumber))
		}
		s.add(row...)
	})
}

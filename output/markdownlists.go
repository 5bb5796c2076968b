package output

import (
	"fmt"
	"strconv"

	"github.com/shikiri/shikiri/report"
)

// matrix is what was found where: a mark, and occurrences. Zones that are many
// would make it too wide to read.
func (m *mdPage) matrix() {
	const most = 8
	x := newMatrix(m.run)
	zones := x.Zones[:min(len(x.Zones), most)]
	head := []string{m.cols.Kind}
	may := []string{m.cols.PersonalData}
	for _, name := range zones {
		permission := "unknown"
		for _, z := range m.run.Zones {
			if z.Name == name {
				permission = z.PersonalData
			}
		}
		head, may = append(head, code(name)), append(may, knownWord(m.audit.PersonalData, permission))
	}
	title := m.words.Matrix
	if n := len(x.Zones) - len(zones); n > 0 {
		title += " (" + fmt.Sprintf(m.cols.LeftOut, grouped(n)) + ")"
	}
	if len(x.Kinds) == 0 {
		return
	}
	m.table(mdTable{title: title, note: m.words.MatrixNote, head: head, right: len(zones), rows: len(x.Kinds) + 1, row: func(i int) []string {
		if i == 0 {
			return may
		}
		row := []string{m.kind(x.Kinds[i-1])}
		for _, zone := range zones {
			row = append(row, marked(x.at(zone, x.Kinds[i-1])))
		}
		return row
	}})
}

func marked(c crossing) string {
	switch {
	case c.Violations > 0:
		return "❌ " + grouped(c.Count)
	case c.Overdue > 0:
		return "⏰ " + grouped(c.Count)
	case c.Fine > 0:
		return "✅ " + grouped(c.Count)
	}
	return ""
}

// kind is our name for a kind, or its ID or title as code.
func (m *mdPage) kind(id string) string {
	if name := m.page.words.Kinds[id]; name != "" {
		return name
	}
	if title := m.run.Titles[id]; title != "" {
		return code(title)
	}
	return code(id)
}

func (m *mdPage) place(p *report.Place) string {
	if p == nil {
		return ""
	}
	text := code(m.shareAnd(p.Share, p.Path))
	if p.Member != "" {
		text += " " + code(p.Member)
	}
	return text
}

// shareAnd is a path with its share if there are several.
func (m *mdPage) shareAnd(share, path string) string {
	if len(m.run.Shares) > 1 && share != "" {
		return share + "/" + path
	}
	return path
}

func (m *mdPage) worst() {
	c, bad := m.cols, worstFirst(m.run.Findings)
	head := []string{c.Verdict, c.Zone, c.Client, c.Path, c.Kind, c.Count, c.Records, c.People, c.Age}
	compared := m.run.Changes != nil
	if compared {
		head = append([]string{c.State}, head...)
	}
	m.table(mdTable{title: m.words.Worst, head: head, right: 4, rows: len(bad), row: func(i int) []string {
		f := bad[i]
		at := f.At()
		row := []string{knownWord(m.page.words.Verdicts, f.Verdict), code(f.Zone), code(f.Client), m.place(&at), m.kind(f.Kind),
			grouped(f.Count), grouped(f.Records), grouped(f.People), grouped(f.AgeDays)}
		if compared {
			row = append([]string{knownWord(m.audit.States, f.State)}, row...)
		}
		return row
	}})
}

func (m *mdPage) missed() {
	c, all := m.cols, missed(m.run)
	m.table(mdTable{title: m.words.Missed, head: []string{c.Reason, c.Todo, c.Files}, right: 1, rows: len(all), row: func(i int) []string {
		return []string{knownWord(m.page.words.Reasons, all[i].Reason), m.audit.Todo[all[i].Reason], grouped(all[i].Files)}
	}})
}

func (m *mdPage) clients() {
	c, all := m.cols, m.run.Clients
	m.table(mdTable{title: m.words.Clients, head: []string{c.Client, c.Zone, c.Records, c.People, c.Companies}, right: 3, rows: len(all), row: func(i int) []string {
		x := &all[i]
		name := code(x.Client)
		if name == "" {
			name = c.NoClient
		}
		return []string{name, code(x.Zone), grouped(x.Records), grouped(x.People), grouped(x.Companies)}
	}})
}

func (m *mdPage) shared() {
	c, all := m.cols, m.run.Shared
	m.table(mdTable{title: m.words.Shared, head: []string{c.Closed, c.Open, c.Client, c.People, c.Both}, right: 2, rows: len(all), row: func(i int) []string {
		x := &all[i]
		name := code(x.Client)
		if name == "" {
			name = c.All
		}
		return []string{code(x.Closed), code(x.Open), name, grouped(x.People), grouped(x.Both)}
	}})
}

func (m *mdPage) copies() {
	c, all := m.cols, m.run.Copies
	m.table(mdTable{title: m.words.Copies, head: []string{c.Original, c.Copy, c.Extent, c.OriginalPeople, c.CopyPeople, c.Both}, right: 3, rows: len(all), row: func(i int) []string {
		x := &all[i]
		return []string{m.place(&x.Original), m.place(&x.Copy), knownWord(m.audit.Extents, x.Extent), grouped(x.OriginalPeople), grouped(x.CopyPeople), grouped(x.Both)}
	}})
}

func (m *mdPage) known() {
	c, sets, all := m.cols, m.run.KnownSets, m.run.Known
	m.table(mdTable{title: m.words.Lists, head: []string{c.List, c.Client, c.People, c.Found}, right: 2, rows: len(sets), row: func(i int) []string {
		return []string{code(sets[i].Name), code(sets[i].Client), grouped(sets[i].People), grouped(sets[i].Found)}
	}})
	m.table(mdTable{title: m.words.Known, head: []string{c.List, c.Zone, c.Path, c.People, c.Certain, c.ByName}, right: 3, rows: len(all), row: func(i int) []string {
		x := &all[i]
		return []string{code(x.Set), code(x.Zone), m.place(&x.Place), grouped(x.People), grouped(x.Certain), grouped(x.ByName)}
	}})
}

func (m *mdPage) retention() {
	c, all := m.cols, m.run.Retention
	m.table(mdTable{title: m.words.Retention, head: []string{c.Zone, c.Client, c.Oldest, c.Stopped, c.AllowedDays, c.Files, c.Overdue, c.OldestDays}, right: 4, rows: len(all), row: func(i int) []string {
		x := &all[i]
		allowed, oldest, stopped := "", "", ""
		if x.Days > 0 {
			allowed = grouped(x.Days)
		}
		if x.OldestDate != nil {
			oldest = grouped(x.OldestDays)
		}
		if x.StoppedSince != nil {
			stopped = x.StoppedSince.In(m.run.Started.Location()).Format("2006-01-02")
		}
		return []string{code(x.Zone), code(x.Client), m.place(x.Oldest), stopped, allowed, grouped(x.Files), grouped(x.Overdue), oldest}
	}})
}

func (m *mdPage) exceptions() {
	c, all := m.cols, m.run.Exceptions
	m.table(mdTable{title: m.words.Exceptions, head: []string{"ID", m.words.State, c.Until, c.Kinds, c.Paths, c.ApprovedBy, c.Reason, c.Findings, c.Files}, right: 2, rows: len(all), row: func(i int) []string {
		x := &all[i]
		kinds, paths := codes(x.Kinds[:min(len(x.Kinds), 10)]), codes(x.Paths[:min(len(x.Paths), 10)])
		if kinds == "" {
			kinds = c.All
		}
		if paths == "" {
			paths = c.All
		}
		return []string{code(x.ID), knownWord(m.audit.Excuses, x.State), code(x.Until), kinds, paths, code(m.page.own(x.ApprovedBy)), code(m.page.own(x.Why)), grouped(x.Findings), grouped(x.Files)}
	}})
}

func (m *mdPage) changes() {
	d := m.run.Changes
	if d == nil {
		return
	}
	c, s := m.cols, m.audit.States
	counts := [][]string{
		{s["new"], grouped(d.Added)}, {s["grown"], grouped(d.Grown)}, {s["remaining"], grouped(d.Remaining)}, {s["moved"], grouped(d.Moved)},
		{s["gone"], grouped(len(d.Gone))}, {s["unclear"], grouped(len(d.Unclear))},
	}
	if onlyProbed(m.run) {
		counts = nil
	}
	if m.run.Probed() || len(d.Paths) > 0 {
		counts = append(counts, m.pathCounts()...)
	}
	m.table(mdTable{
		title: m.words.Changes, note: fmt.Sprintf("%s → %s", code(d.Old.ID), code(d.New.ID)),
		head: []string{c.State, c.Findings}, right: 1, rows: len(counts), row: func(i int) []string { return counts[i] },
	})
	v := newProbeView(m.page)
	v.quote = code
	m.probeLists(v, v.changeLists()...)
	for _, note := range d.Notes[:min(len(d.Notes), markdownRows)] {
		m.line("\n⚠️ %s", code(m.page.said(note)))
	}
	gone := func(title string, all []report.Gone) {
		m.table(mdTable{title: title, head: []string{c.Was, c.Zone, c.Client, c.Path, c.Kind, c.Reason, c.Elsewhere, c.Records, c.People}, right: 2, rows: len(all), row: func(i int) []string {
			x := &all[i]
			why, elsewhere := "", ""
			if x.Why != "" {
				if why = changeWordsFor(m.page.opts.Lang).Whys[x.Why]; why == "" {
					why = knownWord(m.page.words.Reasons, x.Why)
				}
			}
			for j := range x.Elsewhere[:min(len(x.Elsewhere), 5)] {
				elsewhere += m.place(&x.Elsewhere[j]) + " "
			}
			return []string{knownWord(m.page.words.Verdicts, x.Verdict), code(x.Zone), code(x.Client), m.place(&x.Place), m.kind(x.Kind), why, elsewhere, grouped(x.Records), grouped(x.People)}
		}})
	}
	gone(s["unclear"], d.Unclear)
	gone(s["gone"], d.Gone)
}

func (m *mdPage) parts() {
	c, all, probe := m.cols, m.run.Parts, probeWordsFor(m.page.opts.Lang).Figures
	head, right := []string{c.Subject, c.Conformity, c.Host, c.Began, c.Run}, 0
	if m.run.Probed() {
		head, right = append(head, probe["paths"], probe["bridges"]), 2
	}
	if !onlyProbed(m.run) {
		head, right = append(head, c.Files, c.Unexamined, c.Records, c.People), right+4
	}
	m.table(mdTable{title: m.words.Parts, head: head, right: right, rows: len(all), row: func(i int) []string {
		x := &all[i]
		subject := x.Subject
		if subject == "" {
			subject = x.Cover.Subject
		}
		row := []string{code(subject), verdictMark(x.Conformity) + " " + knownWord(m.audit.Conformity, x.Conformity), code(x.Host), withOffset(x.Started), code(x.ID)}
		if m.run.Probed() {
			row = append(row, grouped(x.Summary.Paths), grouped(x.Summary.Bridges))
		}
		if !onlyProbed(m.run) {
			row = append(row, grouped(x.Files), grouped(x.Unexamined), grouped(x.Summary.Records), grouped(x.Summary.People))
		}
		return row
	}})
}

func (m *mdPage) shares() {
	c, all := m.cols, m.run.Shares
	m.table(mdTable{title: m.words.Shares, head: []string{c.Zone, c.Share, c.Files, c.Examined, c.Unexamined, c.Coverage, c.Bytes}, right: 5, rows: len(all), row: func(i int) []string {
		x := &all[i]
		part := ""
		if of, ok := portionOf(x.Scanned, x.Files).value.(float64); ok {
			part = strconv.FormatFloat(of*100, 'f', 1, 64) + "%"
		}
		return []string{code(x.Zone), code(x.URL), grouped(x.Files), grouped(x.Scanned), grouped(x.Unexamined), part, size(x.Bytes)}
	}})
}

func (m *mdPage) warnings() {
	all := m.run.Warnings
	if len(all) == 0 {
		return
	}
	m.line("\n### %s\n", m.page.words.Warnings)
	for _, text := range all[:min(len(all), markdownRows)] {
		m.line("- %s", code(m.page.said(text)))
	}
	if n := len(all) - markdownRows; n > 0 {
		m.line("\n"+m.cols.LeftOut, grouped(n))
	}
}

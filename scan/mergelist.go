package scan

import (
	"cmp"
	"slices"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// noteUnfinished lists the shares of runs that did not come to their end as not
// examined, and those of extracts: what they did not get to, or do not tell, is
// not known.
func (m *merging) noteUnfinished() {
	for _, in := range m.inputs {
		r := in.Run
		reason, detail := "interrupted", "the run did not come to its end"
		switch {
		case r.Client != "" && m.run.Client == "":
			reason, detail = "extract", "the run is an extract for a client: it tells nothing of others"
		case !r.Interrupted && r.ExitCode != 2 && (r.Complete || len(r.Unexamined) > 0 || untried(r)):
			continue
		case onlyProbed(r) && (untried(r) || r.Unproved()): // its flows tell
			continue
		}
		for _, s := range r.Shares {
			if !slices.ContainsFunc(r.Unexamined, func(u report.Unexamined) bool { return u.Share == s.URL && u.Path == "." }) {
				r.Unexamined = append(r.Unexamined, report.Unexamined{Share: s.URL, Path: ".", Reason: reason, Detail: detail})
			}
		}
		if len(r.Shares) == 0 {
			r.Unexamined = append(r.Unexamined, report.Unexamined{Path: ".", Reason: "interrupted", Detail: "the run " + in.id + " did not come to its end"})
		}
	}
}

// takeFindings takes the findings of the readings that count, and then what those
// that stay have besides.
func (m *merging) takeFindings() {
	n := 0
	for _, in := range m.inputs {
		n += len(in.Run.Findings)
	}
	m.run.Findings = make([]report.Finding, 0, n)
	for _, first := range []bool{true, false} {
		for _, in := range m.inputs {
			for i := range in.Run.Findings {
				if f := &in.Run.Findings[i]; m.counts(in, f, first) {
					m.judge(in, f)
					if id, ok := in.excuses[f.Exception]; ok {
						f.Exception = id
					}
					f.State = ""
					m.run.Findings = append(m.run.Findings, *f)
				}
			}
		}
	}
	countVerdicts(m.run)
	m.countFiles()
}

// counts reports whether a finding counts, as one of the first reading of its file
// or, the second time, of another, and says where it is in the merged run.
func (m *merging) counts(in *input, f *report.Finding, first bool) bool {
	v := in.vantage(f.Share, f.Zone)
	if v == nil {
		return first
	}
	if c := m.contests[v.file(f.Path)]; c != nil {
		r, counts := c.of(v)
		key := kindIn{f.Member, f.Kind, f.Masked}
		if counts != first || !counts && (!r.stays || c.kept[key] != nil && c.kept[key] != v) {
			return false
		}
		c.kept[key] = v
		f.Client = cmp.Or(f.Client, c.client)
	} else if !first {
		return false
	}
	if v.folder != "" || v.home.url != f.Share {
		f.Share, f.Path = v.home.url, v.path(f.Path)
		f.ID = findingID(f, f.Path)
	}
	return true
}

// countFiles counts what exceptions excuse and how old files are.
func (m *merging) countFiles() {
	order := make([]int32, 0, len(m.run.Findings))
	for i := range m.run.Findings {
		if personal(&m.run.Findings[i]) {
			order = append(order, int32(i))
		}
	}
	all := m.run.Findings
	slices.SortStableFunc(order, func(a, b int32) int {
		x, y := &all[a], &all[b]
		return cmp.Or(cmp.Compare(x.Share, y.Share), cmp.Compare(x.Zone, y.Zone), cmp.Compare(x.Path, y.Path))
	})
	t := newFileTally(&netzone.Policy{}, m.latest())
	t.excuses = m.excuses
	for i := range t.excuses {
		t.number[t.excuses[i].ID] = i
	}
	for _, in := range m.inputs {
		for _, r := range in.Run.Retention {
			row := t.row(r.Zone, r.Client)
			row.DateFrom = cmp.Or(row.DateFrom, r.DateFrom)
			if r.Days > 0 && (row.Days == 0 || r.Days < row.Days) {
				row.Days = r.Days
			}
		}
	}
	for _, i := range order {
		t.add(all[i].Path, &all[i])
	}
	t.close()
	for key, row := range t.rows {
		if row.Files == 0 { // all of it counts elsewhere
			delete(t.rows, key)
		}
	}
	t.report(m.run)
}

// takeGaps takes what was not examined, but for what another input did examine.
func (m *merging) takeGaps() {
	met := map[report.Unexamined]bool{}
	for _, in := range m.inputs {
		for _, u := range in.Run.Unexamined {
			views, open := in.views[u.Share], false
			for _, v := range views {
				if !v.home.contested() {
					open = true
					continue
				}
				if at := v.gapPath(u.Path); !m.filled(v, at, u.Reason) {
					if v.open == nil {
						v.open = map[string]bool{}
					}
					v.open[at] = true
					open = true
				}
			}
			if len(views) > 0 {
				if !open {
					continue
				}
				v := views[0]
				u.Share, u.Path = v.home.url, v.path(u.Path)
				if !v.home.contested() {
					m.run.Unexamined = append(m.run.Unexamined, u)
					continue
				}
			}
			if !met[u] {
				met[u] = true
				m.run.Unexamined = append(m.run.Unexamined, u)
			}
		}
	}
}

// takeLists takes what else the inputs tell.
func (m *merging) takeLists() {
	met := map[string]bool{}
	for _, in := range m.inputs {
		for _, w := range in.Run.Warnings {
			if len(m.inputs) > 1 {
				w = in.label() + ": " + w
			}
			if !met[w] {
				met[w] = true
				m.run.Warnings = append(m.run.Warnings, w)
			}
		}
		for _, e := range in.Run.Explanations {
			if v := in.vantage(e.Share, e.Zone); v != nil {
				e.Share, e.Path = v.home.url, v.path(e.Path)
			}
			m.run.Explanations = append(m.run.Explanations, e)
		}
		for _, k := range in.Run.Known {
			if m.move(in, &k.Place) {
				m.run.Known = append(m.run.Known, k)
			}
		}
		m.addKnownSets(in)
		m.addCopies(in)
	}
	sortCopies(m.run.Copies)
	for i := range m.run.Parts {
		for _, in := range m.inputs {
			if in.id == m.run.Parts[i].ID {
				m.run.Parts[i].Repeated = int64(len(in.repeated))
			}
		}
	}
}

// addCopies takes the copies that only the input itself can know of.
func (m *merging) addCopies(in *input) {
	if in.people != nil && len(in.people.header.Uncounted) == 0 {
		return
	}
	for _, c := range in.Run.Copies {
		if m.move(in, &c.Original) && m.move(in, &c.Copy) && !slices.Contains(m.run.Copies, c) {
			m.run.Copies = append(m.run.Copies, c)
		}
	}
}

// move says where a place of an input is in the merged run. It returns false if
// the file counts as another input has it.
func (m *merging) move(in *input, p *report.Place) bool {
	v := in.vantage(p.Share, p.Zone)
	if v == nil {
		return true
	}
	if c := m.contests[v.file(p.Path)]; c != nil {
		if r, first := c.of(v); r != nil && !first && !r.stays {
			return false
		}
		p.Client = cmp.Or(p.Client, c.client)
	}
	p.Share, p.Path = v.home.url, v.path(p.Path)
	return true
}

// addKnownSets takes the lists of known people. How many of a list are in any of
// two runs is not known, but not more than in both together.
func (m *merging) addKnownSets(in *input) {
	for _, s := range in.Run.KnownSets {
		i := slices.IndexFunc(m.run.KnownSets, func(o report.KnownSet) bool { return o.SHA256 == s.SHA256 && o.Name == s.Name })
		if i < 0 {
			m.run.KnownSets = append(m.run.KnownSets, s)
			continue
		}
		o := &m.run.KnownSets[i]
		if o.Found > 0 && s.Found > 0 {
			m.warn("the number of people of %s who were found is added up from several runs: some may be counted twice", s.Name)
		}
		o.Found = min(o.People, o.Found+s.Found)
	}
}

// finish judges the merged run as a whole and writes its people file.
func (m *merging) finish() error {
	r := m.run
	m.warnSilent()
	if err := m.peopleFile(); err != nil {
		return err
	}
	r.CountPaths()
	r.Complete = len(r.Unexamined) == 0 && !untried(r)
	r.ExitCode = exitCode(r)
	r.Conformity, _ = r.Judge()
	slices.Sort(r.Warnings)
	r.Warnings = slices.Compact(r.Warnings)
	r.Sort()
	return nil
}

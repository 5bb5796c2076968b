package scan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// combineRules takes the zones and exceptions of all inputs. Where two inputs have
// other rules for a zone the stricter ones hold.
func (m *merging) combineRules() {
	m.rules = map[string]report.Zone{}
	differ := sorted{}
	for _, in := range m.inputs {
		in.excuses = map[string]string{}
		for _, z := range in.Run.Zones {
			rule, met := m.rules[z.Name]
			switch {
			case !met:
				rule = report.Zone{Name: z.Name, Title: z.Title, Networks: z.Networks, PersonalData: z.PersonalData, Retention: z.Retention, DateFrom: z.DateFrom}
				m.run.Zones = append(m.run.Zones, rule)
			case rule.PersonalData != z.PersonalData || rule.Retention != z.Retention || rule.DateFrom != z.DateFrom || !slices.Equal(rule.Networks, z.Networks):
				differ.add(z.Name)
				rule = stricter(rule, z)
				*zoneOf(m.run, z.Name) = rule
			}
			m.rules[z.Name] = rule
		}
		for _, e := range in.Run.Exceptions {
			m.addExcuse(in, e)
		}
	}
	for _, name := range differ {
		m.warn("the runs have different rules for the zone %s: the stricter ones count", name)
	}
}

func stricter(a, b report.Zone) report.Zone {
	strict := []string{"allowed", "unknown", "forbidden"}
	if slices.Index(strict, b.PersonalData) > slices.Index(strict, a.PersonalData) {
		a.PersonalData = b.PersonalData
	}
	if x, y := keptFor(a), keptFor(b); y > 0 && (x == 0 || y < x) {
		a.Retention = b.Retention
	}
	for _, n := range b.Networks {
		if !slices.Contains(a.Networks, n) {
			a.Networks = append(slices.Clone(a.Networks), n)
		}
	}
	a.Title = cmp.Or(a.Title, b.Title)
	return a
}

// keptFor is how long a zone keeps data, 0 if there is no limit.
func keptFor(z report.Zone) time.Duration {
	if z.Retention == "" {
		return 0
	}
	d, err := netzone.ParseDuration(z.Retention)
	if err != nil {
		return 0
	}
	return d
}

// addExcuse takes an exception of an input. Inputs with one policy have the same;
// of two that share nothing but the number the later one gets another.
func (m *merging) addExcuse(in *input, e report.Excuse) {
	id := e.ID
	e.Findings, e.Files = 0, 0
	i := slices.IndexFunc(m.excuses, func(o report.Excuse) bool {
		return o.Zone == e.Zone && o.Until == e.Until && o.ApprovedBy == e.ApprovedBy && o.Why == e.Why && slices.Equal(o.Kinds, e.Kinds) && slices.Equal(o.Paths, e.Paths)
	})
	if i >= 0 {
		in.excuses[id] = m.excuses[i].ID
		if in.from.After(m.run.Started) { // the end may have come since
			m.excuses[i].State = e.State
		}
		return
	}
	for n := 1; slices.ContainsFunc(m.excuses, func(o report.Excuse) bool { return o.ID == e.ID }); n++ {
		e.ID = exceptionID(e.Zone, n)
	}
	in.excuses[id] = e.ID
	m.excuses = append(m.excuses, e)
}

// judge judges a finding by the stricter rules, if its input had others.
func (m *merging) judge(in *input, f *report.Finding) {
	i := slices.IndexFunc(in.Run.Zones, func(z report.Zone) bool { return z.Name == f.Zone })
	if i < 0 || !personal(f) || f.Verdict == netzone.Violation.String() || f.Verdict == netzone.Allowed.String() && f.Exception != "" {
		return
	}
	own, rule := in.Run.Zones[i], m.rules[f.Zone]
	limit := keptFor(rule)
	switch {
	case own.PersonalData == "allowed" && rule.PersonalData != "allowed":
		f.Verdict = netzone.Violation.String()
		f.Why = fmt.Sprintf("personal data is forbidden in zone %s by the policy of another of the merged runs", f.Zone)
	case f.Verdict == netzone.Allowed.String() && limit > 0 && (keptFor(own) == 0 || keptFor(own) > limit) && time.Duration(f.AgeDays)*24*time.Hour > limit:
		f.Verdict = netzone.Overdue.String()
		f.Why = fmt.Sprintf("unchanged for %d days; zone %s keeps data %s by the policy of another of the merged runs", f.AgeDays, f.Zone, rule.Retention)
	}
}

// personal reports whether a finding is of personal data, and not of what only
// explains.
func personal(f *report.Finding) bool { return !strings.HasPrefix(f.Why, "not personal data") }

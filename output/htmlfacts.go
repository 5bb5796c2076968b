package output

import (
	"github.com/shikiri/shikiri/report"
)

// What a person needs who decides whether a leak must be reported: article 7 of
// the enforcement rules of the Act on the Protection of Personal Information
// names special care-required data, damage to property, a wrongful purpose and
// more than 1,000 people (of public bodies 100). See
// https://www.ppc.go.jp/personalinfo/legal/leakAction/. A scan cannot tell that
// there was a leak: these are facts and possibilities.

// A fact is one of the conditions, what was found, and how to take it.
type fact struct {
	What, Found, Note string
	Possible          bool
}

// reportPeople is the number of people above which a leak is reported.
const reportPeople = 1000

// Facts returns the facts of what lies where it must not, or too long.
func (h *htmlPage) Facts() []fact {
	low, high := h.concerned()
	people := fact{What: h.T("fact-people"), Found: h.F("fact-people-none")}
	if high > 0 {
		people.Found, people.Note, people.Possible = h.F("fact-people-found", low, high), h.T("fact-people-note"), high > reportPeople
	}
	if low == high && high > 0 {
		people.Found = h.F("fact-people-exact", high)
	}
	number, money, related := h.kindFact("my-number"), h.kindFact("credit-card", "bank-account"), h.kindFact("health-insurance", "care-insurance", "id-document")
	number.What, number.Note = h.T("fact-number"), h.T("fact-number-note")
	money.What, money.Note = h.T("fact-money"), h.T("fact-money-note")
	related.What, related.Note = h.T("fact-special"), h.T("fact-special-note")
	encrypted := int64(0)
	for _, u := range h.Run.Unexamined {
		if u.Reason == "encrypted" {
			encrypted++
		}
	}
	return []fact{
		people, number, money, related,
		{What: h.T("fact-purpose"), Found: h.T("fact-unknown"), Note: h.T("fact-purpose-note")},
		{What: h.T("fact-encrypted"), Found: h.F("fact-encrypted-found", encrypted), Note: h.T("fact-encrypted-note")},
		{What: h.T("fact-missed"), Found: h.F("fact-missed-found", missedFiles(h.Run)), Note: h.T("fact-missed-note"), Possible: missedFiles(h.Run) > 0},
	}
}

// kindFact counts the findings of kinds that are no more than they may be.
func (h *htmlPage) kindFact(kinds ...string) fact {
	var full, masked int64
	for i := range h.Run.Findings {
		f := &h.Run.Findings[i]
		if f.Verdict == "allowed" {
			continue
		}
		for _, kind := range kinds {
			switch {
			case f.Kind != kind:
			case f.Masked:
				masked++
			default:
				full++
			}
		}
	}
	if full+masked == 0 {
		return fact{Found: h.T("fact-none")}
	}
	return fact{Found: h.F("fact-findings", full, masked), Possible: true}
}

// concerned returns between which bounds the number of people is whose data lies
// where it must not, or too long. A file's people are counted, but which of them
// are in another too is known for zones as a whole only.
func (h *htmlPage) concerned() (low, high int64) {
	sums := map[string]int64{} // by zone: of each file or member the most of any kind
	var before *report.Finding
	most := int64(0)
	for _, i := range byFile(h.Run.Findings) {
		f := &h.Run.Findings[i]
		if f.Verdict == "allowed" {
			continue
		}
		if before != nil && (compareFiles(before, f) != 0 || before.Member != f.Member) {
			sums[before.Zone] += most
			most = 0
		}
		low, most, before = max(low, f.People), max(most, f.People), f
	}
	if before != nil {
		sums[before.Zone] += most
	}
	for name, sum := range sums {
		for _, z := range h.Run.Zones {
			if z.Name == name && z.People > 0 {
				sum = min(sum, z.People)
			}
		}
		high += sum
	}
	return low, max(low, high)
}

// Zones returns the zones of the run, those of the policy first; of a run that
// does not tell them, what its shares name.
func (h *htmlPage) Zones() []report.Zone {
	all := h.Run.Zones
	for _, s := range h.Run.Shares {
		found := false
		for _, z := range all {
			found = found || z.Name == s.Zone
		}
		if !found {
			all = append(all[:len(all):len(all)], report.Zone{Name: s.Zone})
		}
	}
	return all
}

// Permission says whether a zone may hold personal data.
func (h *htmlPage) Permission(z report.Zone) string {
	if z.PersonalData == "" {
		return "-"
	}
	return say(h.Audit.PersonalData, z.PersonalData)
}

// ZoneClass is that of a column of the matrix.
func (h *htmlPage) ZoneClass(name string) string {
	for _, z := range h.Run.Zones {
		if z.Name == name && (z.PersonalData == "forbidden" || z.PersonalData == "unknown") {
			return "forbidden"
		}
	}
	return "permitted"
}

// PermissionOf is Permission by the name of a zone.
func (h *htmlPage) PermissionOf(name string) string {
	for _, z := range h.Run.Zones {
		if z.Name == name {
			return h.Permission(z)
		}
	}
	return "-"
}

// A cell of the matrix, ready to be shown.
type matrixCell struct {
	crossing
	Class, Mark string
}

// Cell returns the crossing of a zone and a kind.
func (h *htmlPage) Cell(zone, kind string) matrixCell {
	c := matrixCell{crossing: h.Matrix.at(zone, kind)}
	switch {
	case c.Violations > 0:
		c.Class = "violation"
	case c.Overdue > 0:
		c.Class = "overdue"
	case c.Files > 0:
		c.Class = "allowed"
	}
	c.Mark = mark(c.Class)
	return c
}

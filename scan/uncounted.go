package scan

import (
	"cmp"
	"slices"

	"github.com/shikiri/shikiri/report"
)

// An uncounted row is people of a run without a people file: how many they are
// is known, and not who, so that they are added up. It is one of three: those of
// a client in a zone, with their records; those of a zone; those of the run.
type uncounted struct {
	Zone       string `json:"zone,omitempty"`
	Client     string `json:"client,omitempty"`
	Rows       int    `json:"rows,omitempty"` // 1: of a client in a zone
	Records    int64  `json:"records,omitempty"`
	Companies  int64  `json:"companies,omitempty"`
	People     int64  `json:"people,omitempty"`
	ZonePeople int64  `json:"zone_people,omitempty"`
	Distinct   int64  `json:"distinct,omitempty"`
}

// addUncounted adds the people of an input to the others.
func (m *merging) addUncounted(in *input) {
	for _, c := range in.Run.Clients {
		m.addRow(&uncounted{Zone: c.Zone, Client: c.Client, Records: c.Records, Companies: c.Companies, People: c.People, Rows: 1})
	}
	s := in.Run.Summary
	total := uncounted{People: s.People, Distinct: cmp.Or(s.Distinct, s.People)}
	m.addRow(&total)
	for _, z := range in.Run.Zones {
		m.addRow(&uncounted{Zone: z.Name, ZonePeople: z.People})
	}
	if len(in.Run.Zones) == 0 {
		for _, c := range in.Run.Clients {
			m.addRow(&uncounted{Zone: c.Zone, ZonePeople: c.People})
		}
	}
	for _, s := range in.Run.Shared {
		m.addShared(s)
	}
}

// addRow adds uncounted people to what was counted.
func (m *merging) addRow(u *uncounted) {
	m.uncounted = append(m.uncounted, *u)
	r := m.run
	switch {
	case u.Rows > 0:
		i := slices.IndexFunc(r.Clients, func(c report.Client) bool { return c.Client == u.Client && c.Zone == u.Zone })
		if i < 0 {
			i = len(r.Clients)
			r.Clients = append(r.Clients, report.Client{Client: u.Client, Zone: u.Zone})
		}
		c := &r.Clients[i]
		c.Records += u.Records
		c.Companies += u.Companies
		c.People += u.People
		r.Summary.Records += u.Records
		r.Summary.Companies += u.Companies
		z := zoneOf(r, u.Zone)
		z.Records += u.Records
		z.Companies += u.Companies
	case u.Zone != "":
		zoneOf(r, u.Zone).People += u.ZonePeople
	default:
		r.Summary.People += u.People
		r.Summary.Distinct += u.Distinct
	}
}

func (m *merging) addShared(s report.Shared) {
	i := slices.IndexFunc(m.run.Shared, func(t report.Shared) bool {
		return t.Client == s.Client && t.Closed == s.Closed && t.Open == s.Open
	})
	if i < 0 {
		m.run.Shared = append(m.run.Shared, s)
		return
	}
	m.run.Shared[i].People += s.People
	m.run.Shared[i].Both += s.Both
}

// warnUncounted says for which inputs people may have been counted twice, and how
// many at the most.
func (m *merging) warnUncounted() {
	scans := m.scans()
	if len(scans) < 2 || onlyProbed(scans[0].Run) {
		return
	}
	keys := map[string][]*input{}
	var order sorted
	for _, in := range scans {
		if in.people == nil {
			m.warn("%s: %s: its people are added to the others', and up to %d of them may be counted twice", in.label(), in.why, m.twice(in.Run.Summary.People, in))
			continue
		}
		keys[in.Run.People.Key] = append(keys[in.Run.People.Key], in)
		order.add(in.Run.People.Key)
	}
	if len(order) < 2 {
		return
	}
	most, sum := int64(0), int64(0)
	for _, key := range order {
		n := int64(0)
		for _, in := range keys[key] {
			n += in.Run.Summary.People
		}
		most, sum = max(most, n), sum+n
	}
	m.warn("the fingerprints were made with %d keys: people of runs with different keys are counted apart, and up to %d may be counted twice", len(order), sum-most)
}

// twice bounds how many of an input's people may be among the others'.
func (m *merging) twice(people int64, in *input) int64 {
	others := int64(0)
	for _, o := range m.inputs {
		if o != in {
			others += o.Run.Summary.People
		}
	}
	return min(people, others)
}

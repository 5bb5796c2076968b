package scan

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// numberZones numbers the zones of the shares, in the order of their names.
func numberZones(cfg *Config) *zoning {
	z := new(zoning)
	for _, s := range cfg.Shares {
		z.names = append(z.names, s.Zone)
	}
	slices.Sort(z.names)
	z.names = slices.Compact(z.names)
	for _, s := range cfg.Shares {
		i, _ := slices.BinarySearch(z.names, s.Zone)
		z.of = append(z.of, i)
	}
	for _, name := range z.names {
		zone := cfg.Policy.Zone(name)
		z.closed = append(z.closed, zone != nil && zone.Allowed)
	}
	return z
}

// policyZones returns the zones of a policy as the report has them, without what
// was seen in them.
func policyZones(p *netzone.Policy) []report.Zone {
	var all []report.Zone
	for i := range p.Zones {
		z := &p.Zones[i]
		r := report.Zone{Name: z.Name, Title: z.Title, PersonalData: "forbidden"}
		if z.Allowed {
			r.PersonalData = "allowed"
		}
		if z.Retention > 0 {
			r.Retention = retention(z.Retention)
		}
		r.DateFrom = z.DateFrom.String()
		for _, n := range z.Networks {
			r.Networks = append(r.Networks, n.String())
		}
		all = append(all, r)
	}
	return all
}

// retention returns a duration as the configuration has it: "14d", "36h".
func retention(d time.Duration) string {
	if hours := int64(d / time.Hour); hours%24 != 0 {
		return strconv.FormatInt(hours, 10) + "h"
	}
	return strconv.FormatInt(int64(d/(24*time.Hour)), 10) + "d"
}

// tell puts into the report what the census counted, but for the people of each
// file and client. run.Zones and run.Clients are there already.
func (n *census) tell(run *report.Run, clients []string) {
	run.Summary.People, run.Summary.Distinct = n.people, n.distinct
	for i, name := range n.zoning.names {
		zoneOf(run, name).People += n.zones[i]
	}
	for _, c := range run.Clients {
		z := zoneOf(run, c.Zone)
		z.Records += c.Records
		z.Companies += c.Companies
	}
	n.tellShared(run, clients)
}

// zoneOf returns the zone of a run, a new one if the policy does not know it.
func zoneOf(run *report.Run, name string) *report.Zone {
	i := slices.IndexFunc(run.Zones, func(z report.Zone) bool { return z.Name == name })
	if i < 0 {
		i = len(run.Zones)
		run.Zones = append(run.Zones, report.Zone{Name: name, PersonalData: "unknown"})
	}
	return &run.Zones[i]
}

// tellShared lists who are in a zone that allows personal data and in one that
// does not. That nobody is, is worth telling too.
func (n *census) tellShared(run *report.Run, clients []string) {
	for open := range n.zoning.names {
		for closed := range n.zoning.names {
			if n.zoning.closed[open] || !n.zoning.closed[closed] {
				continue
			}
			row := report.Shared{Closed: n.zoning.names[closed], Open: n.zoning.names[open]}
			row.People, row.Both = n.zones[closed], n.both[overlap{allClients, closed, open}]
			run.Shared = append(run.Shared, row)
			for i, name := range clients {
				people := n.clients[clientZone{i, closed}]
				if name == "" || people == 0 {
					continue
				}
				row.Client, row.People, row.Both = name, people, n.both[overlap{i, closed, open}]
				run.Shared = append(run.Shared, row)
			}
		}
	}
	slices.SortFunc(run.Shared, func(a, b report.Shared) int {
		return cmp.Or(cmp.Compare(a.Closed, b.Closed), cmp.Compare(a.Open, b.Open), cmp.Compare(a.Client, b.Client))
	})
}

// countVerdicts counts the findings by verdict, in all and by zone.
func countVerdicts(run *report.Run) {
	zones := make(map[string]*report.Zone)
	for i := range run.Findings {
		zoneOf(run, run.Findings[i].Zone) // before anything points to one
	}
	for i := range run.Zones {
		zones[run.Zones[i].Name] = &run.Zones[i]
	}
	for i := range run.Findings {
		f := &run.Findings[i]
		z := zones[f.Zone]
		switch {
		case f.Verdict == netzone.Violation.String():
			run.Summary.Violations++
			z.Violations++
		case f.Verdict == netzone.Overdue.String():
			run.Summary.Overdue++
			z.Overdue++
		case f.Exception != "":
			z.Excused++
		default:
			z.OtherAllowed++
		}
	}
}

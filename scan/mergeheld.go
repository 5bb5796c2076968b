package scan

import (
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// heldIn returns the records and people of a home, 0 if they are not known: as the
// one run tells that saw it, or as they were counted if no run of several is
// without its people.
func (m *merging) heldIn(h *home) (records, people int64) {
	if s := h.vantages[0].share; !h.contested() && s.People > 0 {
		return s.Records, s.People
	}
	if slices.ContainsFunc(h.vantages, func(v *vantage) bool { return v.in.people == nil || len(v.in.people.header.Uncounted) > 0 }) {
		return 0, 0
	}
	return m.recordsIn(h), m.homePeople[h.number]
}

// recordsIn returns the records of a home that people files tell of.
func (m *merging) recordsIn(h *home) (records int64) {
	for _, f := range m.held {
		if f.share == h.number {
			records += f.records
		}
	}
	return records
}

// countHeld counts the records and people of a machine, each person once by the
// fingerprints. Those of runs without them are added up by share or, where even
// that is not told, by file. If all that was found in a zone is on the machine,
// the zone's numbers are surer.
func (m *merging) countHeld(c *machine, h *report.Holding, found []int64) {
	h.People = c.people
	homes, added := 0, len(m.keysOf(c.homes)) > 1
	for _, s := range c.homes {
		if found[s.number] == 0 {
			continue
		}
		homes++
		if s.contested() && len(m.keysOf([]*home{s})) > 1 {
			homes = 2 // as if each key were of another
		}
		row, printed := &m.run.Shares[s.number], m.homePeople[s.number]
		switch {
		case row.People > 0:
			h.Records += row.Records
			h.People += max(0, row.People-printed)
			added = added || row.People != printed
		default:
			h.Records += m.recordsIn(s)
			m.addFiles(s, h)
			homes, added = 2, true
		}
	}
	h.PeopleAdded = added && homes > 1
	if people, told := m.toldOfMachine(c); h.PeopleAdded && told {
		h.People, h.PeopleAdded = people, false
	}
	if sources, alone := m.zoneAlone(c, found); h.PeopleAdded && alone {
		z := zoneOf(m.run, h.Zone)
		h.Records, h.People, h.PeopleAdded = z.Records, z.People, sources > 1
	}
}

// toldOfMachine returns the people of a machine that one scan saw all homes of, and
// counted there.
func (m *merging) toldOfMachine(c *machine) (people int64, told bool) {
	first := c.homes[0]
	row := &m.run.Shares[first.number]
	for _, s := range c.homes {
		other := &m.run.Shares[s.number]
		if s.contested() || s.vantages[0].in != first.vantages[0].in || other.HostShares != len(c.homes) || other.HostPeople != row.HostPeople {
			return 0, false
		}
	}
	return row.HostPeople, true
}

// keysOf returns by which keys the people in homes were counted.
func (m *merging) keysOf(homes []*home) (keys sorted) {
	for _, s := range homes {
		for _, v := range s.vantages {
			if v.in.people == nil || m.homePeople[s.number] == 0 {
				continue
			}
			for _, key := range strings.Split(v.in.Run.People.Key, "+") {
				keys.add(key)
			}
		}
	}
	return keys
}

// zoneAlone reports whether all that was found in its zone is on the machine, and
// from how many countings that were added up the numbers of the zone come.
func (m *merging) zoneAlone(c *machine, found []int64) (sources int, alone bool) {
	zone, homes := c.homes[0].zone, []*home(nil)
	for _, s := range m.homes {
		if s.zone != zone {
			continue
		}
		homes = append(homes, s)
		if found[s.number] > 0 && !slices.Contains(c.homes, s) {
			return 0, false
		}
	}
	sources = len(m.keysOf(homes))
	for _, u := range m.uncounted {
		if u.Zone == zone && u.ZonePeople > 0 {
			sources++
		}
	}
	return sources, true
}

// addFiles adds the records and people of files of a home that no people file tells
// of: of each file or member as many as the kind of data has that most have.
func (m *merging) addFiles(s *home, h *report.Holding) {
	counted := map[homeFile]bool{}
	for _, f := range m.held {
		if f.share == s.number {
			counted[s.file(f.path)] = true
		}
	}
	type member struct {
		file homeFile
		name string
	}
	most := map[member][2]int64{}
	for i := range m.run.Findings {
		f := &m.run.Findings[i]
		if m.homeOf(f) != s || counted[s.file(f.Path)] {
			continue
		}
		key := member{s.file(f.Path), f.Member}
		n := most[key]
		most[key] = [2]int64{max(n[0], f.Records), max(n[1], f.People)}
	}
	for _, n := range most {
		h.Records += n[0]
		h.People += n[1]
	}
}

// file returns the key of a file of the home.
func (h *home) file(name string) homeFile {
	if strings.HasPrefix(h.vantages[0].at.root, "smb://") {
		name = strings.ToLower(name)
	}
	return homeFile{h.number, name}
}

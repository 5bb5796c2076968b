package scan

import (
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// leaveOutApart leaves out that nobody of a zone is in another where that is not
// known: the people of the two were not all counted by one key. A zero would be
// taken for a proof. What was found to be in both stays: it is the least.
func (m *merging) leaveOutApart() {
	sources := m.sources()
	var told sorted
	m.run.Shared = slices.DeleteFunc(m.run.Shared, func(s report.Shared) bool {
		all := slices.Concat(sources[s.Closed], sources[s.Open])
		slices.Sort(all)
		if len(slices.Compact(all)) < 2 {
			return false
		}
		told.add(s.Closed + "\x00" + s.Open)
		return s.Both == 0
	})
	for _, pair := range told {
		closed, open, _ := strings.Cut(pair, "\x00")
		m.warn("zones %s and %s: not all people of the two could be compared (other keys, or no people file): more may be in both, and copies may be missing", closed, open)
	}
}

// sources returns by which keys the people of each zone were counted. Those of an
// input that tells only how many they are are as good as of a key of their own.
func (m *merging) sources() map[string]sorted {
	all := map[string]sorted{}
	for _, in := range m.inputs {
		var keys []string
		if in.people != nil {
			keys = strings.Split(in.Run.People.Key, "+")
		}
		if in.people == nil || len(in.people.header.Uncounted) > 0 {
			keys = append(keys, "of "+in.id)
		}
		zones := sorted{}
		for _, c := range in.Run.Clients {
			if c.People > 0 {
				zones.add(c.Zone)
			}
		}
		for _, zone := range zones {
			of := all[zone]
			for _, key := range keys {
				of.add(key)
			}
			all[zone] = of
		}
	}
	return all
}

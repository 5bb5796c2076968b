package scan

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// A standing counts the people whose data lies on each machine, each once.
type standing struct {
	machineOf []int   // by share; nil: nobody asks
	machines  []int64 // people
}

// standOn has the people of n machines counted, too.
func (s *standing) standOn(machineOf []int, n int) {
	if n > 0 {
		s.machineOf, s.machines = machineOf, make([]int64, n)
	}
}

// settleMachines counts the people among the sightings of one name, in which there
// are all.
func (s *standing) settleMachines(n *census, seen []sighting, all int) {
	if s.machineOf == nil {
		return
	}
	of := func(t *sighting) uint32 { return uint32(s.machineOf[t.share]) }
	if len(seen) > 1 {
		slices.SortFunc(seen, func(a, b sighting) int { return cmp.Or(cmp.Compare(of(&a), of(&b)), cmp.Compare(a.group, b.group)) })
	}
	each(seen, of, func(there []sighting) { s.machines[of(&there[0])] += int64(n.part(there, seen, all)) })
}

// A machine is what holds homes of one zone: they have an address in common or,
// where one of them tells none, the name.
type machine struct {
	homes  []*home
	people int64 // counted by fingerprints
}

// findMachines finds out which homes lie on one machine, if anything was probed.
func (m *merging) findMachines() {
	if len(m.probings) == 0 {
		return
	}
	of := make([]int, len(m.homes))
	for i := range of {
		of[i] = i
	}
	for i, a := range m.homes {
		for j, b := range m.homes[:i] {
			if of[i] != of[j] && m.oneMachine(a, b) {
				from, to := max(of[i], of[j]), min(of[i], of[j])
				for k := range of {
					if of[k] == from {
						of[k] = to
					}
				}
			}
		}
	}
	number := map[int]*machine{}
	for i, h := range m.homes {
		if number[of[i]] == nil {
			number[of[i]] = new(machine)
			m.machines = append(m.machines, number[of[i]])
		}
		number[of[i]].homes = append(number[of[i]].homes, h)
	}
}

// machineOf returns the number of the machine of each home.
func (m *merging) machineOf() []int {
	of := make([]int, len(m.homes))
	for i, c := range m.machines {
		for _, h := range c.homes {
			of[h.number] = i
		}
	}
	return of
}

func (m *merging) oneMachine(a, b *home) bool {
	subject := func(h *home) string { return h.vantages[0].in.Run.Cover.Subject }
	if a.zone != b.zone || subject(a) != subject(b) {
		return false
	}
	x, y := a.addresses(), b.addresses()
	if len(x) > 0 && len(y) > 0 {
		return slices.ContainsFunc(x, func(s string) bool { return slices.Contains(y, s) && m.inZones(s) })
	}
	return a.host() != "" && strings.EqualFold(a.host(), b.host())
}

// inZones reports whether an address lies in a network of a zone: others, as those
// of bridges for containers, many machines have. Where zones have no networks all do.
func (m *merging) inZones(address string) bool {
	a, err := netip.ParseAddr(address)
	known := false
	for _, z := range m.run.Zones {
		for _, n := range z.Networks {
			known = true
			if p, perr := netip.ParsePrefix(n); err == nil && perr == nil && p.Contains(a) {
				return true
			}
		}
	}
	return !known
}

// host is what the home's share calls its machine, "" if it does not.
func (h *home) host() string {
	s := h.vantages[0].share
	if u, err := url.Parse(s.URL); err == nil && u.Host != "" {
		return strings.TrimSuffix(u.Hostname(), ".")
	}
	return cmp.Or(s.Host, h.vantages[0].in.Run.Cover.Host)
}

// local reports whether the home is a folder of the machine that scanned it.
func (h *home) local() bool {
	u, err := url.Parse(h.vantages[0].share.URL)
	return err != nil || u.Host == ""
}

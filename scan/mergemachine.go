package scan

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

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

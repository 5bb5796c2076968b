package scan

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
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
	of := groups(len(m.homes), func(i, j int) bool { return m.oneMachine(m.homes[i], m.homes[j]) })
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
	return a.zone == b.zone && subject(a) == subject(b) &&
		oneMachine(m.run.Zones, a.addresses(), b.addresses(), a.host(), b.host())
}

// groups numbers n things by what they have in common with others, if only by way
// of a third: the number of a group is that of its first thing.
func groups(n int, same func(i, j int) bool) []int {
	of := make([]int, n)
	for i := range of {
		of[i] = i
		for j := range i {
			if of[i] == of[j] || !same(i, j) {
				continue
			}
			from, to := max(of[i], of[j]), min(of[i], of[j])
			for k := range of[:i+1] {
				if of[k] == from {
					of[k] = to
				}
			}
		}
	}
	return of
}

// oneMachine reports whether two shares of one zone lie on one machine: x and y
// are the addresses of the machines, a and b what the shares call them.
func oneMachine(zones []report.Zone, x, y []string, a, b string) bool {
	if len(x) > 0 && len(y) > 0 {
		return slices.ContainsFunc(x, func(s string) bool { return slices.Contains(y, s) && inZones(zones, s) })
	}
	return a != "" && strings.EqualFold(a, b)
}

// inZones reports whether an address lies in a network of a zone: others, as those
// of bridges for containers, many machines have. Where zones have no networks all do.
func inZones(zones []report.Zone, address string) bool {
	a, err := netip.ParseAddr(address)
	known := false
	for _, z := range zones {
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
	v := h.vantages[0]
	return hostOf(v.share.URL, cmp.Or(v.share.Host, v.in.Run.Cover.Host))
}

// hostOf returns what a share calls its machine: of folders that is who scanned.
func hostOf(share, scanner string) string {
	if u, err := url.Parse(share); err == nil && u.Host != "" {
		return strings.TrimSuffix(u.Hostname(), ".")
	}
	return scanner
}

// local reports whether the home is a folder of the machine that scanned it.
func (h *home) local() bool {
	u, err := url.Parse(h.vantages[0].share.URL)
	return err != nil || u.Host == ""
}

package scan

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// expose joins what scans found with the paths that probes found: personal data
// that lies on a machine which can be reached from another zone.
func (m *merging) expose() {
	if len(m.machines) == 0 {
		return
	}
	found := m.findingsByHome()
	names := report.HostNames(m.run.Open, m.run.Targets)
	for _, c := range m.machines {
		h := m.holding(c, found, names)
		if h.Findings == 0 {
			continue
		}
		open, others := m.pathsTo(c)
		all, moved := h.Exposures(open, names)
		m.run.Exposures = append(m.run.Exposures, all...)
		for _, name := range moved {
			met := names[hostKey(name)]
			m.warn("%s: it was scanned at %s and probed at %s: they are not taken for one machine, and paths to its personal data may be missing",
				name, strings.Join(h.Addresses, ", "), strings.Join(met, ", "))
		}
		if strange, _ := h.Exposures(others, nil); len(strange) > 0 {
			m.warn("%s: a probe of another subject found its address %s open: private addresses of two subjects are not taken for one machine", h.Host, strange[0].Address)
		}
		if len(h.Addresses) == 0 {
			m.warn("%s: the scan tells no address of it (an older version made it, or a jump host is between): paths to its personal data are found by its name alone", h.Host)
		}
	}
}

// findingsByHome counts the findings of personal data of each home.
func (m *merging) findingsByHome() []int64 {
	all := make([]int64, len(m.homes))
	for i := range m.run.Findings {
		if h := m.homeOf(&m.run.Findings[i]); h != nil {
			all[h.number]++
		}
	}
	return all
}

// homeOf returns where a finding of personal data lies, nil for others.
func (m *merging) homeOf(f *report.Finding) *home {
	if m.homeAt == nil {
		m.homeAt = map[shareZone]*home{}
		for _, h := range m.homes {
			m.homeAt[shareZone{h.url, h.zone}] = h
		}
	}
	if !personal(f) {
		return nil
	}
	return m.homeAt[shareZone{f.Share, f.Zone}]
}

// holding is what a machine holds.
func (m *merging) holding(c *machine, found []int64, names map[string][]string) report.Holding {
	h := report.Holding{Zone: c.homes[0].zone}
	var addresses, called, shares sorted
	for _, s := range c.homes {
		if h.Findings += found[s.number]; found[s.number] > 0 {
			shares.add(s.url)
		}
		for _, a := range s.addresses() {
			addresses.add(a)
		}
	}
	for _, s := range c.homes {
		// A folder may be a mount, which lies elsewhere than the machine of that name.
		if name := s.host(); name != "" && !isAddress(name) && (!s.local() || len(addresses) == 0) {
			called.add(name)
		}
	}
	h.Addresses, h.Names, h.Shares = addresses, called, shares
	h.Host = c.name(&h, names)
	m.countHeld(c, &h, found)
	return h
}

// name is what the machine is called: as its shares do, as the probe does, as it
// calls itself or by an address.
func (c *machine) name(h *report.Holding, names map[string][]string) string {
	if len(h.Names) > 0 {
		return h.Names[0]
	}
	var probed, own sorted
	for name, addresses := range names {
		if slices.ContainsFunc(addresses, func(a string) bool { return slices.Contains(h.Addresses, a) }) {
			probed.add(name)
		}
	}
	for _, s := range c.homes {
		if s.local() && s.host() != "" {
			own.add(s.host())
		}
	}
	for _, all := range []sorted{probed, own, h.Addresses} {
		if len(all) > 0 {
			return all[0]
		}
	}
	return h.Shares[0]
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// pathsTo divides the ports that probes found open by whether they may be of this
// machine: private addresses of two subjects are not the same.
func (m *merging) pathsTo(c *machine) (open, others []report.Open) {
	subjects := sorted{}
	for _, s := range c.homes {
		for _, v := range s.vantages {
			subjects.add(v.in.subject())
		}
	}
	for _, p := range m.probings {
		same := p.subject == "" || slices.Contains(subjects, "") || slices.Contains(subjects, p.subject)
		for _, o := range p.open {
			if same || worldwide(o.Host) {
				open = append(open, o)
			} else {
				others = append(others, o)
			}
		}
	}
	return open, others
}

// subject is whose shares an input's are, "" if it is not known.
func (in *input) subject() string {
	switch len(in.Run.Parts) {
	case 0:
		return in.Run.Cover.Subject
	case 1:
		return cmp.Or(in.Run.Parts[0].Cover.Subject, in.Run.Parts[0].Subject)
	}
	return ""
}

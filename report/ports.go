package report

import (
	"slices"
	"strconv"
	"strings"
)

// Ports are ranges of ports in their order, none of which meets the next: what
// "22,8000-8010" says in the fields of a run.
type Ports []PortRange

// A PortRange is all ports from First to Last.
type PortRange struct{ First, Last uint16 }

// ParsePorts reads the ports of a field. What is none is left out: a run may be of
// a later version, or written by hand.
func ParsePorts(text string) Ports {
	var all Ports
	for part := range strings.SplitSeq(text, ",") {
		first, last, ok := strings.Cut(strings.TrimSpace(part), "-")
		if !ok {
			last = first
		}
		lo, err := strconv.ParseUint(first, 10, 16)
		hi, wrong := strconv.ParseUint(last, 10, 16)
		if err == nil && wrong == nil && lo <= hi {
			all = append(all, PortRange{uint16(lo), uint16(hi)})
		}
	}
	return all.joined()
}

// joined returns p in its order, with ranges that meet as one.
func (p Ports) joined() Ports {
	slices.SortFunc(p, func(a, b PortRange) int { return int(a.First) - int(b.First) })
	var all Ports
	for _, r := range p {
		if n := len(all); n > 0 && int(r.First) <= int(all[n-1].Last)+1 {
			all[n-1].Last = max(all[n-1].Last, r.Last)
			continue
		}
		all = append(all, r)
	}
	return all
}

// String writes ports as ParsePorts reads them.
func (p Ports) String() string {
	parts := make([]string, len(p))
	for i, r := range p {
		parts[i] = strconv.Itoa(int(r.First))
		if r.Last > r.First {
			parts[i] += "-" + strconv.Itoa(int(r.Last))
		}
	}
	return strings.Join(parts, ",")
}

// Count returns how many ports there are.
func (p Ports) Count() int {
	n := 0
	for _, r := range p {
		n += int(r.Last) - int(r.First) + 1
	}
	return n
}

// Has reports whether a port is among them.
func (p Ports) Has(port uint16) bool {
	return slices.ContainsFunc(p, func(r PortRange) bool { return r.First <= port && port <= r.Last })
}

// Both returns the ports that are in p and in q.
func (p Ports) Both(q Ports) Ports {
	var all Ports
	for _, a := range p {
		for _, b := range q {
			if lo, hi := max(a.First, b.First), min(a.Last, b.Last); lo <= hi {
				all = append(all, PortRange{lo, hi})
			}
		}
	}
	return all.joined()
}

// Without returns the ports of p that are not in q.
func (p Ports) Without(q Ports) Ports {
	var all Ports
	for _, r := range p {
		next, last := int(r.First), int(r.Last)
		for _, gap := range q {
			if int(gap.Last) < next || int(gap.First) > last {
				continue
			}
			if int(gap.First) > next {
				all = append(all, PortRange{uint16(next), gap.First - 1})
			}
			next = int(gap.Last) + 1
		}
		if next <= last {
			all = append(all, PortRange{uint16(next), r.Last})
		}
	}
	return all.joined()
}

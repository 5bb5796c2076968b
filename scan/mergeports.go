package scan

import (
	"slices"

	"github.com/shikiri/shikiri/netzone/probe"
)

// A portSet is ports, a bit for each.
type portSet [1 << 16 / 64]uint64

func (s *portSet) has(port uint16) bool { return s[port/64]&(1<<(port%64)) != 0 }

// add adds ports as reports have them. A list that cannot be read adds none: what
// is not known to have been tried again stays.
func (s *portSet) add(list string) {
	if list == "" {
		return
	}
	ports, err := probe.ParsePorts(list)
	if err != nil {
		return
	}
	for _, p := range ports {
		s[p/64] |= 1 << (p % 64)
	}
}

func (s *portSet) union(t *portSet) {
	for i := range s {
		s[i] |= t[i]
	}
}

// holds reports whether all of t is in s.
func (s *portSet) holds(t *portSet) bool {
	for i := range s {
		if t[i]&^s[i] != 0 {
			return false
		}
	}
	return true
}

// meets reports whether something of t is in s.
func (s *portSet) meets(t *portSet) bool {
	for i := range s {
		if t[i]&s[i] != 0 {
			return true
		}
	}
	return false
}

// cut divides a list by what is in s.
func (s *portSet) cut(list string) (out []uint16, rest string) {
	ports, err := probe.ParsePorts(list)
	if err != nil {
		return nil, list
	}
	ports = slices.DeleteFunc(ports, func(p uint16) bool {
		if s.has(p) {
			out = append(out, p)
		}
		return s.has(p)
	})
	return out, probe.FormatPorts(ports)
}

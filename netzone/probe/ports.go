package probe

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ParsePorts reads a list of ports and ranges: "22,80,8000-8010". It returns them
// sorted, each once. Spaces around them are no harm. It is an error if there are
// none.
func ParsePorts(list string) ([]uint16, error) {
	var wanted [1 << 16]bool
	for item := range strings.SplitSeq(list, ",") {
		first, last, err := parseRange(strings.TrimSpace(item))
		if err != nil {
			return nil, fmt.Errorf("read ports: %q: %w", item, err)
		}
		for port := int(first); port <= int(last); port++ {
			wanted[port] = true
		}
	}
	var ports []uint16
	for port, is := range wanted {
		if is {
			ports = append(ports, uint16(port))
		}
	}
	return ports, nil
}

func parseRange(item string) (first, last uint16, err error) {
	from, to, ranged := strings.Cut(item, "-")
	if first, err = parsePort(strings.TrimSpace(from)); err != nil {
		return 0, 0, err
	}
	if !ranged {
		return first, first, nil
	}
	if last, err = parsePort(strings.TrimSpace(to)); err != nil {
		return 0, 0, err
	}
	if last < first {
		return 0, 0, fmt.Errorf("the range goes backwards (did you mean %d-%d?)", last, first)
	}
	return first, last, nil
}

func parsePort(text string) (uint16, error) {
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil || n == 0 || text[0] == '+' {
		return 0, errors.New("not a port (1 to 65535, or a range like 8000-8010)")
	}
	return uint16(n), nil
}

// FormatPorts writes ports as reports have them: sorted, each once, neighbours as
// a range: "21-23,80". ParsePorts reads it; no ports are "".
func FormatPorts(ports []uint16) string {
	sorted := slices.Compact(slices.Sorted(slices.Values(ports)))
	var out []byte
	for i := 0; i < len(sorted); {
		last := i
		for last+1 < len(sorted) && sorted[last+1] == sorted[last]+1 {
			last++
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendUint(out, uint64(sorted[i]), 10)
		if last > i {
			out = strconv.AppendUint(append(out, '-'), uint64(sorted[last]), 10)
		}
		i = last + 1
	}
	return string(out)
}

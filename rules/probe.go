package rules

import (
	"errors"
	"fmt"
	"math"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// Probe is how zones are probed, as far as the command line does not say it.
type Probe struct {
	Ports     []uint16 // in place of the default ones; nil: not said
	KnownOpen []string // "10.20.1.1:22", "fs01.office.example:445": open from where the probe runs
	Rate      float64  // most attempts a second; 0: not said
	Timeout   time.Duration
	Retries   *int
	Time      time.Duration // for all
}

func (d *decoder) probe(n ast.Node, at string) {
	if _, null := n.(*ast.NullNode); null {
		return // as it is left when all of it is commented out
	}
	p := &d.config.Probe
	d.object(n, at, "probe", []key{
		{name: "ports", read: func(n ast.Node, at string) { p.Ports = d.ports(n, at) }},
		{name: "known-open", read: func(n ast.Node, at string) {
			d.each(n, at, func(n ast.Node, at string) { p.KnownOpen = append(p.KnownOpen, d.hostPort(n, at)) })
		}},
		{name: "rate", read: func(n ast.Node, at string) { p.Rate = amount(d, fraction(n), at, "a number", ParseProbeRate) }},
		{name: "timeout", read: func(n ast.Node, at string) {
			p.Timeout = amount(d, n, at, "a duration, as 1s", ParseProbeTimeout)
		}},
		{name: "retries", read: func(n ast.Node, at string) { p.Retries = d.retries(n, at) }},
		{name: "time", read: func(n ast.Node, at string) { p.Time = amount(d, n, at, "a duration, as 30m", ParseProbeTime) }},
	})
}

// fraction makes a number with a fraction a text, which [decoder.word] reads.
func fraction(n ast.Node) ast.Node {
	if f, ok := n.(*ast.FloatNode); ok {
		return &ast.StringNode{BaseNode: f.BaseNode, Token: f.Token, Value: f.Token.Value}
	}
	return n
}

// ports reads a list of ports and ranges: [22, 445, "8000-8010"].
// They stay in the order of the file, and 0 in the place of what is none.
func (d *decoder) ports(n ast.Node, at string) (all []uint16) {
	d.list(n, at, true, func(n ast.Node, at string) {
		if s, ok := n.(*ast.StringNode); ok {
			more, err := portRange(s.Value)
			if err != nil {
				d.fail(n, at, fmt.Sprintf("bad ports %q: %v", s.Value, err), `write a port, as 445, or a range, as "8000-8010"`)
			}
			all = append(all, more...)
			return
		}
		all = append(all, d.port(n, at))
	})
	return all
}

func portRange(text string) ([]uint16, error) {
	from, to, ok := strings.Cut(strings.TrimSpace(text), "-")
	if !ok {
		to = from
	}
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if !isPort(from) || !isPort(to) {
		return nil, errors.New("ports are 1 to 65535")
	}
	first, _ := strconv.Atoi(from)
	last, _ := strconv.Atoi(to)
	if first > last {
		return nil, fmt.Errorf("%d comes after %d", first, last)
	}
	all := make([]uint16, 0, last-first+1)
	for port := first; port <= last; port++ {
		all = append(all, uint16(port))
	}
	return all, nil
}

func (d *decoder) hostPort(n ast.Node, at string) string {
	text, ok := d.plain(n, at)
	if !ok {
		return ""
	}
	host, port, hint := parseHostPort(text)
	if hint != "" {
		d.fail(n, at, fmt.Sprintf("bad host and port %q", text), hint)
		return ""
	}
	return net.JoinHostPort(host, strconv.Itoa(int(port)))
}

func (d *decoder) retries(n ast.Node, at string) *int {
	text, ok := d.word(n, at, "a whole number")
	if !ok {
		return nil
	}
	v, err := ParseRetries(text)
	if err != nil {
		d.fail(n, at, fmt.Sprintf("bad retries %q: %v", text, err), "")
		return nil
	}
	return &v
}

// ParseProbeRate reads how many attempts a second there may be: more than none.
func ParseProbeRate(s string) (float64, error) {
	rate, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil || math.IsNaN(rate):
		return 0, errors.New("not a number of attempts in a second: write 2000")
	case rate < 0.01 || rate > 1e6:
		return 0, errors.New("out of range: 0.01 to 1000000")
	}
	return rate, nil
}

// ParseProbeTimeout reads how long one attempt may wait for an answer.
func ParseProbeTimeout(s string) (time.Duration, error) {
	t, err := time.ParseDuration(s)
	switch {
	case err != nil:
		return 0, errors.New("not a duration: write 1s or 500ms")
	case t < 10*time.Millisecond || t > time.Minute:
		return 0, errors.New("out of range: 10ms to 1m")
	}
	return t, nil
}

// ParseRetries reads how often an attempt without an answer is made again.
func ParseRetries(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 10 {
		return 0, errors.New("out of range: 0 to 10")
	}
	return n, nil
}

// ParseProbeTime reads how long all of a probe may take.
func ParseProbeTime(s string) (time.Duration, error) {
	t, err := time.ParseDuration(s)
	switch {
	case err != nil:
		return 0, errors.New("not a duration: write 30m or 8h")
	case t < time.Second || t > 30*24*time.Hour:
		return 0, errors.New("out of range: 1s to 720h")
	}
	return t, nil
}

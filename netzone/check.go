package netzone

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// A Problem is something about a policy that cannot stand or, for a warning,
// that its author should know.
type Problem struct {
	At      string // where: "zones[1].networks[0]"; "" is the whole policy
	Text    string // "zone office overlaps zone print: ..."
	Hint    string // what to do about it, or ""
	Warning bool
}

// Check returns all that is wrong with the policy itself, in its order. What
// is empty is left to whoever filled it in, but for clients without paths,
// flows without ports and exceptions without a date.
func (p *Policy) Check(now time.Time) []Problem {
	var c checker
	c.zones(p, now)
	c.clients(p)
	c.flows(p)
	c.egress(p)
	return c.problems
}

type checker struct{ problems []Problem }

func (c *checker) fail(at, text, hint string) {
	c.problems = append(c.problems, Problem{At: at, Text: text, Hint: hint})
}

func (c *checker) warn(at, text, hint string) {
	c.problems = append(c.problems, Problem{At: at, Text: text, Hint: hint, Warning: true})
}

func (c *checker) zones(p *Policy, now time.Time) {
	for i := range p.Zones {
		z := &p.Zones[i]
		at := fmt.Sprintf("zones[%d]", i)
		for j := range p.Zones[:i] {
			c.twoZones(at, z, &p.Zones[j])
		}
		c.stations(p, i)
		if !z.Allowed && z.Retention > 0 {
			c.warn(at+".retention", "retention has no effect: zone "+z.Name+" forbids personal data", "")
		}
		for j := range z.Exceptions {
			c.exception(p, fmt.Sprintf("%s.exceptions[%d]", at, j), z, &z.Exceptions[j], now)
		}
	}
}

// twoZones compares a zone with one that stands before it.
func (c *checker) twoZones(at string, z, before *Zone) {
	switch {
	case z.Name == "":
	case z.Name == before.Name:
		c.fail(at+".name", fmt.Sprintf("there are two zones %q", z.Name), "")
	case fold(z.Name) == fold(before.Name):
		c.fail(at+".name", fmt.Sprintf("zones %q and %q look the same", before.Name, z.Name), "names match exactly; choose one that people can tell apart")
	}
	for i, n := range z.Networks {
		for _, m := range before.Networks {
			if n.Overlaps(m) {
				c.fail(fmt.Sprintf("%s.networks[%d]", at, i), fmt.Sprintf("%s of zone %s overlaps %s of zone %s", n, z.Name, m, before.Name),
					"an address belongs to one zone")
			}
		}
	}
}

func (c *checker) exception(p *Policy, at string, z *Zone, e *Exception, now time.Time) {
	c.patterns(at+".paths", e.Paths)
	switch {
	case e.Until.IsZero():
		c.fail(at+".until", "an exception needs the last day that it counts on", "until: 2027-03-31")
	case e.Ended(now):
		c.warn(at+".until", fmt.Sprintf("an exception of zone %s ended on %s and no longer applies", z.Name, e.Until.Format(time.DateOnly)), "")
	}
	if z.Allowed && z.Retention <= 0 && !slices.ContainsFunc(p.Clients, func(c Client) bool { return c.Retention > 0 }) {
		c.warn(at, "the exception has no effect: zone "+z.Name+" keeps personal data without end", "")
	} else if len(e.Kinds) == 0 && len(e.Paths) == 0 {
		c.warn(at, "the exception is for all personal data in zone "+z.Name, "name its kinds or paths")
	}
	if e.ApprovedBy == "" || e.Why == "" {
		c.warn(at, "the exception does not tell who approved it and why", "write approved-by and why: auditors ask, and reports show them")
	}
}

func (c *checker) clients(p *Policy) {
	for i, client := range p.Clients {
		at := fmt.Sprintf("clients[%d]", i)
		same := func(o Client) bool { return fold(o.Name) == fold(client.Name) }
		if client.Name != "" && slices.ContainsFunc(p.Clients[:i], same) {
			c.fail(at+".name", fmt.Sprintf("there are two clients %q", client.Name), "put the paths of both under one")
		}
		if len(client.Paths) == 0 {
			c.fail(at+".paths", "a client needs the paths that its files are in", `paths: ["**/name/**"]`)
		}
		c.patterns(at+".paths", client.Paths)
		if client.Retention > 0 && len(p.Zones) > 0 && !slices.ContainsFunc(p.Zones, func(z Zone) bool { return z.Allowed }) {
			c.warn(at+".retention", "retention has no effect: all zones forbid personal data", "")
		}
	}
}

func (c *checker) patterns(at string, patterns []string) {
	for i, text := range patterns {
		if err := CheckPattern(text); err != nil {
			c.fail(fmt.Sprintf("%s[%d]", at, i), fmt.Sprintf("bad pattern %q", text), err.Error())
		}
	}
}

func (c *checker) flows(p *Policy) {
	for i, f := range p.Flows {
		at := fmt.Sprintf("flows[%d]", i)
		for _, end := range []struct{ key, zone string }{{".from", f.From}, {".to", f.To}} {
			if end.zone != "" && p.Zone(end.zone) == nil {
				c.fail(at+end.key, fmt.Sprintf("unknown zone %q", end.zone), p.zoneHint())
			}
		}
		if f.From != "" && f.From == f.To {
			c.fail(at+".to", "the flow leads from zone "+f.From+" to itself", "flows are connections between zones; within a zone nothing is checked")
		}
		if len(f.Ports) == 0 {
			c.fail(at+".ports", "a flow needs the ports that are open", "ports: [445]")
		}
		if i := slices.Index(f.Ports, 0); i >= 0 {
			c.fail(fmt.Sprintf("%s.ports[%d]", at, i), "there is no port 0", "ports are 1 to 65535")
		}
	}
}

// CheckZone returns what is wrong with a share being in the zone of a name, or
// nil. At is left empty.
func (p *Policy) CheckZone(name string) *Problem {
	if p.Zone(name) != nil {
		return nil
	}
	return &Problem{Text: fmt.Sprintf("unknown zone %q", name), Hint: p.zoneHint()}
}

func (p *Policy) zoneHint() string {
	var names []string
	for _, z := range p.Zones {
		if z.Name != "" && !slices.Contains(names, z.Name) {
			names = append(names, z.Name)
		}
	}
	if names == nil {
		return ""
	}
	return "the zones are " + strings.Join(names, ", ")
}

// ZoneOf returns the zone whose networks hold an address, or nil.
func (p *Policy) ZoneOf(addr netip.Addr) *Zone {
	addr = addr.Unmap().WithZone("")
	for i := range p.Zones {
		if slices.ContainsFunc(p.Zones[i].Networks, func(n netip.Prefix) bool { return n.Contains(addr) }) {
			return &p.Zones[i]
		}
	}
	return nil
}

// CheckAddress returns what is wrong with a share of a zone standing at an
// address, or nil: to be in the network of another zone is an error, since the
// share would be judged by the wrong rule; to be in no zone's network is a
// warning if its zone has networks. At is left empty.
func (p *Policy) CheckAddress(zone string, addr netip.Addr) *Problem {
	at, z := p.ZoneOf(addr), p.Zone(zone)
	switch {
	case z == nil || at == z:
		return nil
	case at != nil:
		return &Problem{Text: fmt.Sprintf("%s is in a network of zone %s, not of zone %s", addr, at.Name, zone),
			Hint: "a share is judged by the rule of its zone"}
	case len(z.Networks) > 0:
		return &Problem{Text: fmt.Sprintf("%s is in no network of zone %s", addr, zone), Warning: true}
	}
	return nil
}

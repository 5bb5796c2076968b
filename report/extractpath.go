package report

import (
	"net/url"
	"slices"
	"strings"
)

// paths takes over what probes tell, as far as it is about the client. That zones
// are kept apart is part of what the client was promised: vantage points, controls
// and flows are in the extract, and every forbidden path and bridge is counted. But
// a list of machines, their ports and keys is for who runs the network: a machine
// without data of the client has a number for a name, and its allowed ports, other
// targets and identities are left out. Exposures are those of the client's data.
func (x *extract) paths(e *Run) {
	x.findHosts(e)
	x.pathChanges(e)
	if !x.all.Probed() {
		return
	}
	e.From, e.Summary.Paths, e.Summary.Bridges = x.all.From, x.all.Summary.Paths, x.all.Summary.Bridges
	for _, v := range x.all.Vantages {
		v.Host = x.vantage(v.Host)
		e.Vantages = append(e.Vantages, v)
	}
	for _, c := range x.all.Controls {
		c.Vantage = x.vantage(c.Vantage)
		if c.Kind == "known-open" { // the others are of nobody, or of the network
			c.Host = x.host(c.Host)
		}
		c.Why = x.sentence(c.Why)
		e.Controls = append(e.Controls, c)
	}
	for _, f := range x.all.Flows {
		f.Vantage, f.Why = x.vantage(f.Vantage), x.sentence(f.Why)
		e.Flows = append(e.Flows, f)
	}
	for _, o := range x.all.Open {
		if x.open(&o) {
			e.Open = append(e.Open, o)
		}
	}
	for _, b := range x.all.Bridges {
		e.Bridges = append(e.Bridges, x.bridge(b))
	}
	for _, t := range x.all.Targets {
		if x.hosts[strings.ToLower(t.Host)] {
			t.Vantage, t.Names = x.vantage(t.Vantage), x.scrubAll(t.Names)
			t.Shares = slices.DeleteFunc(slices.Clone(t.Shares), func(share string) bool { return !x.shown[share] })
			e.Targets = append(e.Targets, t)
		}
	}
	for _, s := range x.all.Swept {
		s.Vantage = x.vantage(s.Vantage)
		e.Swept = append(e.Swept, s)
	}
	x.exposures(e)
}

// findHosts looks up the names and addresses of machines with data of the client:
// those that hold shares which the extract shows.
func (x *extract) findHosts(e *Run) {
	x.hosts = map[string]bool{}
	note := func(names ...string) {
		for _, n := range names {
			if n != "" {
				x.hosts[strings.ToLower(n)] = true
			}
		}
	}
	for _, s := range e.Shares {
		if !x.shown[s.URL] {
			continue
		}
		note(s.Addresses...)
		if u, err := url.Parse(s.URL); err == nil {
			note(u.Hostname())
		}
	}
	for _, t := range x.all.Targets {
		if slices.ContainsFunc(t.Shares, func(share string) bool { return x.shown[share] }) {
			note(t.Host)
		}
	}
	for _, p := range x.all.Exposures {
		if slices.ContainsFunc(p.Shares, func(share string) bool { return x.shown[share] }) {
			note(p.Host, p.Address)
		}
	}
}

// host is what the extract calls a machine: by a number if it holds nothing of the client.
func (x *extract) host(host string) string {
	switch {
	case host == "":
		return ""
	case x.hosts[strings.ToLower(host)] && x.scrub(host) == host:
		return host
	}
	return x.name("host " + strings.ToLower(host)) // no share has such a URL
}

// vantage is what the extract calls a machine that probed: its own name, which says
// who tried, but for one that names another client.
func (x *extract) vantage(name string) string {
	for _, v := range x.all.Vantages {
		if rest, ok := strings.CutPrefix(name, v.Host); ok && v.Host != "" && x.scrub(v.Host) != v.Host {
			return x.name("vantage "+v.Host) + rest
		}
	}
	return name
}

// sentence returns what the program says of the way between zones, unless it names
// a machine that the extract does not show.
func (x *extract) sentence(why string) string {
	if slices.ContainsFunc(x.strangers(), func(name string) bool { return strings.Contains(strings.ToLower(why), name) }) {
		return leftOut
	}
	return x.scrub(why)
}

// strangers returns names and addresses of machines that the extract does not show.
func (x *extract) strangers() []string {
	if x.hiding != nil {
		return x.hiding
	}
	x.hiding = []string{}
	note := func(names ...string) {
		for _, n := range names {
			if n = strings.ToLower(n); n != "" && !x.hosts[n] {
				x.hiding = append(x.hiding, n)
			}
		}
	}
	for _, t := range x.all.Targets {
		if t.Declared || t.Open != "" {
			note(t.Host)
			note(t.Names...)
		}
	}
	for _, o := range x.all.Open {
		if !o.Egress {
			note(o.Host, o.Name)
		}
	}
	for _, u := range x.all.Unexamined {
		if x.isHost(&u) {
			note(u.Share)
		}
	}
	slices.Sort(x.hiding)
	x.hiding = slices.Compact(x.hiding)
	return x.hiding
}

// open hides of an open port what names a machine without data of the client, and
// reports whether the extract shows it: what is allowed there is nobody's concern.
func (x *extract) open(o *Open) bool {
	o.Vantage = x.vantage(o.Vantage)
	if o.Egress || x.hosts[strings.ToLower(o.Host)] {
		o.Name, o.Banner, o.Why = x.scrub(o.Name), x.scrub(o.Banner), x.sentence(o.Why)
		return true
	}
	o.Host, o.Name, o.Banner, o.Why = x.host(o.Host), "", "", ""
	return o.Verdict != PathAllowed
}

// bridge hides the addresses of machines without data of the client, and then what
// tells the machine apart: it may be its name.
func (x *extract) bridge(b Bridge) Bridge {
	b.Hosts, b.Names = slices.Clone(b.Hosts), slices.Clone(b.Names)
	known := slices.ContainsFunc(b.Hosts, func(host string) bool { return x.hosts[strings.ToLower(host)] })
	for i, host := range b.Hosts {
		if !known {
			b.Hosts[i] = x.host(host)
		}
	}
	if !known {
		b.Names, b.Value, b.Why = nil, "", ""
		return b
	}
	b.Names, b.Value, b.Why = x.scrubAll(b.Names), x.scrub(b.Value), x.sentence(b.Why)
	return b
}

// exposures takes over those of shares with findings of the client, with what is
// its own of findings, records and people.
func (x *extract) exposures(e *Run) {
	type place struct{ share, zone string }
	held := map[place][]*Finding{}
	for i := range e.Findings {
		f := &e.Findings[i]
		held[place{f.Share, f.Zone}] = append(held[place{f.Share, f.Zone}], f)
	}
	for _, p := range x.all.Exposures {
		var shares []string
		var own []*Finding
		for _, share := range p.Shares {
			if all := held[place{share, p.Zone}]; len(all) > 0 {
				shares, own = append(shares, share), append(own, all...)
			}
		}
		if len(own) == 0 {
			continue
		}
		p.Shares, p.Findings = shares, int64(len(own))
		p.Records, p.People, p.PeopleAdded = x.counts(e, p.Zone, own, p.PeopleAdded)
		e.Exposures = append(e.Exposures, p)
	}
}

// counts counts the records and people of the client in some findings of a zone. If
// these are all of the zone, its row tells; else they are added up by file, of which
// each kind counts the same people again.
func (x *extract) counts(e *Run, zone string, own []*Finding, added bool) (records, people int64, peopleAdded bool) {
	total := 0
	for i := range e.Findings {
		if e.Findings[i].Zone == zone {
			total++
		}
	}
	if total == len(own) {
		for _, c := range e.Clients {
			if c.Zone == zone {
				return c.Records, c.People, added
			}
		}
	}
	type count struct{ records, people int64 }
	files := map[Place]count{}
	for _, f := range own {
		c := files[f.At()]
		files[f.At()] = count{max(c.records, f.Records), max(c.people, f.People)}
	}
	for _, c := range files {
		records, people = records+c.records, people+c.people
	}
	return records, people, true
}

// pathChanges takes over what became of paths, with the same machines hidden.
func (x *extract) pathChanges(e *Run) {
	if e.Changes == nil {
		return
	}
	c := e.Changes
	paths, bridges, flows := c.Paths, c.Bridges, c.Flows
	c.Paths, c.Bridges, c.Flows = nil, nil, nil
	for _, p := range paths {
		if x.open(&p.Open) || p.State != PathRemains {
			c.Paths = append(c.Paths, p)
		}
	}
	for _, b := range bridges {
		b.Bridge = x.bridge(b.Bridge)
		c.Bridges = append(c.Bridges, b)
	}
	for _, f := range flows {
		f.Why = x.sentence(f.Why)
		c.Flows = append(c.Flows, f)
	}
}

// isHost reports whether what was not examined is no file of a share but a machine
// that a probe could not try.
func (x *extract) isHost(u *Unexamined) bool {
	return x.all.Probed() && u.Path == "" && !slices.ContainsFunc(x.all.Shares, func(s Share) bool { return s.URL == u.Share })
}

package netzone

// An index is a policy made ready to be asked. Patterns that [CheckPattern]
// refuses match nothing: an exception is not given, a client not named.
type index struct {
	zones   []zoneIndex    // as Policy.Zones
	clients map[string]int // their numbers, by their names

	// Most clients are told by the name of a folder, and there may be hundreds
	// of them: those are looked up by the names in a path, each with the lowest
	// number of its clients. The other patterns are tried one after the other.
	named  map[string]int // "**/name": a file or folder
	folder map[string]int // "**/name/**": a folder
	others []clientPattern
}

type zoneIndex struct {
	why        string // for what the zone's rule says of any file
	exceptions []pattern
}

type clientPattern struct {
	client int
	alternative
}

func (p *Policy) compile() {
	p.index = index{named: map[string]int{}, folder: map[string]int{}, zones: make([]zoneIndex, len(p.Zones)), clients: map[string]int{}}
	for i := range p.Zones {
		z := &p.Zones[i]
		rules := &p.index.zones[i]
		rules.why = z.rule()
		for _, e := range z.Exceptions {
			rules.exceptions = append(rules.exceptions, compileAll(e.Paths))
		}
	}
	for i, c := range p.Clients {
		if _, known := p.index.clients[c.Name]; !known && c.Name != "" {
			p.index.clients[c.Name] = i
		}
		for _, a := range compileAll(c.Paths) {
			p.index.add(i, a)
		}
	}
}

// compileAll returns one pattern that matches what any of the patterns does.
func compileAll(patterns []string) pattern {
	var all pattern
	for _, text := range patterns {
		if one, err := compilePattern(text); err == nil {
			all = append(all, one...)
		}
	}
	return all
}

// rule is the sentence for what the zone's rule says of any file.
func (z *Zone) rule() string {
	name := "zone " + z.Name
	switch {
	case z.Allowed && z.Retention > 0:
		return name + " keeps data " + formatDuration(z.Retention)
	case z.Title != "":
		name += " (" + z.Title + ")"
	}
	if z.Allowed {
		return "personal data is allowed in " + name
	}
	return "personal data is forbidden in " + name
}

// add notes what client number client is told by.
func (x *index) add(client int, a alternative) {
	table := x.named
	name, ok := a.namesFolder()
	if ok {
		table = x.folder
	} else if name, ok = a.names(); !ok {
		x.others = append(x.others, clientPattern{client, a})
		return
	}
	if first, known := table[name]; !known || client < first {
		table[name] = client
	}
}

// client returns the number of the first client with a pattern for path, or -1.
func (x *index) client(path splitPath) int {
	best := -1
	for i, name := range path {
		if n, ok := x.named[name]; ok && (best < 0 || n < best) {
			best = n
		}
		if i == len(path)-1 {
			break
		}
		if n, ok := x.folder[name]; ok && (best < 0 || n < best) {
			best = n
		}
	}
	for _, c := range x.others { // in the order of the clients
		if best >= 0 && c.client >= best {
			break
		}
		if c.match(path) {
			return c.client
		}
	}
	return best
}

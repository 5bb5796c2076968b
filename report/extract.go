package report

import (
	"maps"
	"slices"
	"strings"
)

// Hidden stands for what an extract or a redacted run does not show.
const Hidden = "●●●"

// leftOut stands for a text that names other clients.
const leftOut = "(left out: it names others)"

// An UnknownClientError tells that a run knows no client of a name. Names are
// those it knows: they are for who runs the command, not for the client.
type UnknownClientError struct{ Names []string }

func (e *UnknownClientError) Error() string { return "the run knows no client of that name" }

// Clients returns the names of the clients that a run knows, in their order:
// those of the policy, and those of its rows.
func (r *Run) ClientsKnown() []string {
	names := map[string]bool{}
	for _, c := range r.ClientNames {
		names[c] = true
	}
	for _, c := range r.Clients {
		names[c.Client] = true
	}
	for i := range r.Findings {
		names[r.Findings[i].Client] = true
	}
	for _, u := range r.Unexamined {
		names[u.Client] = true
	}
	for _, x := range r.Retention {
		names[x.Client] = true
	}
	for _, s := range r.KnownSets {
		names[s.Client] = true
	}
	if c := r.Changes; c != nil {
		for _, g := range slices.Concat(c.Gone, c.Unclear) {
			names[g.Client] = true
		}
		for _, m := range c.Moves {
			names[m.From.Client], names[m.To.Client] = true, true
		}
	}
	delete(names, "")
	return slices.Sorted(maps.Keys(names))
}

// An extract is one client's part of a run in the making.
type extract struct {
	all    *Run
	client string
	others []string          // names of the other clients, in lower case
	shown  map[string]bool   // shares with something that the extract shows
	hidden map[string]string // the others, as they are called there
	held   map[Place]holder  // the files that all.Known and all.Copies name
	hosts  map[string]bool   // names and addresses of machines with shares that are shown, in lower case
	hiding []string          // those of the machines that are not shown
}

// A holder is whose a file is, and the worst verdict on what is in it.
type holder struct {
	client  string
	known   bool
	verdict string
}

// Extract returns what of a run concerns one client, for that client: its rows,
// where else its people are, and how much of the run was examined. Nothing of
// others is in it: of a share without its rows the name is hidden, of what was
// not examined for others or for nobody the number is told, and of a copy in a
// file of another client that there is one. Names of others in texts that people
// wrote are left out with the text; in the paths of the client's own files they
// stay. The extract is judged on its own, and is never more complete than the run.
func Extract(r *Run, client string) (*Run, error) {
	names := r.ClientsKnown()
	if client == "" || !slices.Contains(names, client) {
		return nil, &UnknownClientError{names}
	}
	x := &extract{all: r, client: client, shown: map[string]bool{}, hidden: map[string]string{}, held: map[Place]holder{}}
	for _, n := range names {
		if n != client {
			x.others = append(x.others, strings.ToLower(n))
		}
	}
	x.find()
	e := &Run{
		Schema: r.Schema, Tool: r.Tool, Cover: r.Cover, Started: r.Started, Finished: r.Finished,
		Complete: r.Complete, Interrupted: r.Interrupted, MinConfidence: r.MinConfidence, Options: r.Options,
		Client: client, Of: r.ID(), ClientNames: []string{client}, Redacted: r.Redacted, NamesKey: r.NamesKey,
	}
	e.Cover.Title, e.Cover.Number = x.scrub(r.Cover.Title), x.scrub(r.Cover.Number)
	x.rows(e)
	x.elsewhere(e)
	e.Changes = x.changes()
	x.summary(e)
	x.exceptions(e)
	x.zones(e)
	x.explanations(e)
	x.parts(e)
	x.shares(e) // late: now it is known which are shown
	x.paths(e)
	x.unexamined(e)
	x.warnings(e)
	x.judge(e)
	return e, nil
}

// scrub returns a text that somebody wrote, or that it is left out.
func (x *extract) scrub(text string) string {
	low := strings.ToLower(text)
	if slices.ContainsFunc(x.others, func(name string) bool { return strings.Contains(low, name) }) {
		return leftOut
	}
	return text
}

func (x *extract) scrubAll(texts []string) []string {
	texts = slices.Clone(texts)
	for i, t := range texts {
		texts[i] = x.scrub(t)
	}
	return texts
}

// key is a place without its client, which the JSON form of some rows lacks.
func (p Place) key() Place {
	p.Client = ""
	return p
}

// find looks up whose the files are that the rows about copies and known people name.
func (x *extract) find() {
	for i := range x.all.Known {
		x.held[x.all.Known[i].Place.key()] = holder{}
	}
	for i := range x.all.Copies {
		x.held[x.all.Copies[i].Copy.key()] = holder{}
	}
	if len(x.held) == 0 {
		return
	}
	for i := range x.all.Findings {
		f := &x.all.Findings[i]
		key := f.At().key()
		h, ok := x.held[key]
		if !ok {
			continue
		}
		if !h.known || verdictRank(f.Verdict) < verdictRank(h.verdict) {
			h.verdict = f.Verdict
		}
		h.known, h.client = true, f.Client
		x.held[key] = h
	}
}

// place returns a place as the extract shows it. Another client's is hidden, and
// nobody's if it has the name of another.
func (x *extract) place(p Place) Place {
	named := p.Client == "" && slices.ContainsFunc([]string{p.Share, p.Path, p.Member}, func(s string) bool { return x.scrub(s) != s })
	if named || p.Client != "" && p.Client != x.client {
		return Place{Share: Hidden, Zone: p.Zone, Path: Hidden}
	}
	x.shown[p.Share] = true
	return p
}

func (x *extract) places(all []Place) []Place {
	all = slices.Clone(all)
	for i, p := range all {
		all[i] = x.place(p)
	}
	return all
}

// rows takes over what is the client's by its name.
func (x *extract) rows(e *Run) {
	n := 0
	for i := range x.all.Findings {
		if x.all.Findings[i].Client == x.client {
			n++
		}
	}
	e.Findings = make([]Finding, 0, n)
	for i := range x.all.Findings {
		f := &x.all.Findings[i]
		if f.Client != x.client {
			continue
		}
		e.Findings = append(e.Findings, *f)
		own := &e.Findings[len(e.Findings)-1]
		own.Why, own.Owner = x.scrub(f.Why), x.scrub(f.Owner)
		if len(x.others) > 0 && len(f.Readers) > 0 {
			own.Readers = x.scrubAll(f.Readers)
		}
		x.shown[f.Share] = true
	}
	e.Clients = []Client{}
	for _, c := range x.all.Clients {
		if c.Client == x.client {
			e.Clients = append(e.Clients, c)
		}
	}
	for _, s := range x.all.Shared {
		if s.Client == x.client {
			e.Shared = append(e.Shared, s)
		}
	}
	for _, t := range x.all.Retention {
		if t.Client != x.client {
			continue
		}
		if t.Oldest != nil {
			t.Oldest = new(x.place(*t.Oldest))
		}
		e.Retention = append(e.Retention, t)
	}
}

// elsewhere takes over where else the client's data is: copies of its files, and
// the people of its lists. The client must know, so another's place is hidden and
// the row is not left out.
func (x *extract) elsewhere(e *Run) {
	for _, c := range x.all.Copies {
		if c.Original.Client != x.client && c.Copy.Client != x.client {
			continue
		}
		if h := x.held[c.Copy.key()]; h.known {
			c.Verdict = h.verdict
		}
		if c.Original.Client != x.client && c.Original.Client != "" {
			c.OriginalPeople = c.Both
		}
		if c.Copy.Client != x.client && c.Copy.Client != "" {
			c.CopyPeople = c.Both
		}
		c.Original, c.Copy = x.place(c.Original), x.place(c.Copy)
		e.Copies = append(e.Copies, c)
	}
	for _, s := range x.all.KnownSets {
		if s.Client == x.client {
			s.Name = x.scrub(s.Name)
			e.KnownSets = append(e.KnownSets, s)
		}
	}
	for _, k := range x.all.Known {
		if k.SetClient != x.client {
			continue
		}
		h := x.held[k.Place.key()]
		k.Set, k.Verdict, k.Place.Client = x.scrub(k.Set), h.verdict, h.client
		if !h.known || h.client != "" && h.client != x.client {
			k.Place.Client, k.People = Hidden, k.Certain+k.ByName // whoever's file it is, it is not shown
		}
		k.Place = x.place(k.Place)
		e.Known = append(e.Known, k)
	}
}

// summary adds up the rows of the client. In several zones a person counts once
// in each: no row tells who is in two of them.
func (x *extract) summary(e *Run) {
	s := &e.Summary
	zones := 0
	for _, c := range e.Clients {
		s.Records += c.Records
		s.People += c.People
		s.Companies += c.Companies
		if c.People > 0 {
			zones++
		}
	}
	if zones > 1 {
		e.Warnings = append(e.Warnings, "people who are in several zones are counted once in each")
	}
	for i := range e.Findings {
		switch {
		case e.Findings[i].Verdict == "overdue":
			s.Overdue++
		case e.Findings[i].Verdict != "allowed":
			s.Violations++
		}
	}
}

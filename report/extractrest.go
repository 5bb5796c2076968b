package report

import (
	"slices"

	"github.com/shikiri/shikiri/netzone"
)

// zones takes over the zones, with what is the client's in each.
func (x *extract) zones(e *Run) {
	e.Zones = slices.Clone(x.all.Zones)
	at := map[string]*Zone{}
	for i := range e.Zones {
		z := &e.Zones[i]
		z.Title = x.scrub(z.Title)
		z.Records, z.Companies, z.People, z.Violations, z.Overdue, z.Excused, z.OtherAllowed = 0, 0, 0, 0, 0, 0, 0
		at[z.Name] = z
	}
	for _, c := range e.Clients {
		if z := at[c.Zone]; z != nil {
			z.Records += c.Records
			z.Companies += c.Companies
			z.People += c.People
		}
	}
	for i := range e.Findings {
		f := &e.Findings[i]
		z := at[f.Zone]
		switch {
		case z == nil:
		case f.Verdict == "overdue":
			z.Overdue++
		case f.Verdict != "allowed":
			z.Violations++
		case f.Exception != "":
			z.Excused++
		default:
			z.OtherAllowed++
		}
	}
}

// exceptions takes over those that apply to findings of the client, with the
// patterns that match its files only.
func (x *extract) exceptions(e *Run) {
	type count struct {
		findings int64
		files    map[Place]bool
	}
	of := map[string]*count{}
	for i := range e.Findings {
		f := &e.Findings[i]
		if f.Exception == "" {
			continue
		}
		c := of[f.Exception]
		if c == nil {
			c = &count{files: map[Place]bool{}}
			of[f.Exception] = c
		}
		c.findings++
		c.files[Place{Share: f.Share, Path: f.Path}] = true
	}
	for _, u := range x.all.Exceptions {
		c := of[u.ID]
		if c == nil {
			continue
		}
		u.Findings, u.Files = c.findings, int64(len(c.files))
		u.ApprovedBy, u.Why = x.scrub(u.ApprovedBy), x.scrub(u.Why)
		if len(u.Paths) > 0 {
			u.Paths = matching(u.Paths, c.files)
		}
		e.Exceptions = append(e.Exceptions, u)
	}
}

// matching returns the patterns that match one of some files: the others may
// name clients. There is always one, for no pattern would mean all files.
func matching(patterns []string, files map[Place]bool) []string {
	var own []string
	for _, p := range patterns {
		match, err := netzone.Matcher(p)
		if err != nil {
			continue
		}
		for f := range files {
			if match(f.Path) {
				own = append(own, p)
				break
			}
		}
	}
	if own == nil {
		own = []string{Hidden}
	}
	return own
}

// changes takes over what changed of the client's.
func (x *extract) changes() *Changes {
	if x.all.Changes == nil {
		return nil
	}
	c := *x.all.Changes
	c.Added, c.Grown, c.Remaining, c.Moved = 0, 0, 0, 0
	for i := range x.all.Findings {
		f := &x.all.Findings[i]
		if f.Client != x.client {
			continue
		}
		switch f.State {
		case "new":
			c.Added++
		case "grown":
			c.Grown++
		case "remaining":
			c.Remaining++
		case "moved":
			c.Moved++
		}
	}
	c.Gone, c.Unclear = x.gone(c.Gone), x.gone(c.Unclear)
	moves := c.Moves
	c.Moves = nil
	for _, m := range moves {
		if m.From.Client == x.client || m.To.Client == x.client {
			c.Moves = append(c.Moves, Move{x.place(m.From), x.place(m.To), m.By})
		}
	}
	c.Notes = x.scrubAll(c.Notes)
	return &c
}

func (x *extract) gone(all []Gone) []Gone {
	own := []Gone{}
	for _, g := range all {
		if g.Client == x.client {
			g.Place, g.Why = x.place(g.Place), x.scrub(g.Why)
			if g.Elsewhere != nil {
				g.Elsewhere = x.places(g.Elsewhere)
			}
			own = append(own, g)
		}
	}
	return own
}

// explanations takes over those of files that have findings of the client, and
// the names of the kinds that it shows.
func (x *extract) explanations(e *Run) {
	type file struct{ share, zone, path string }
	kinds, own := map[string]bool{}, map[file]bool{}
	for i := range e.Findings {
		f := &e.Findings[i]
		kinds[f.Kind] = true
		if len(x.all.Explanations) > 0 {
			own[file{f.Share, f.Zone, f.Path}] = true
		}
	}
	for _, p := range x.all.Explanations {
		if !own[file{p.Share, p.Zone, p.Path}] {
			continue
		}
		kinds[p.Kind] = true
		p.Why = x.scrub(p.Why)
		// The other exceptions of the zone may be of other clients' paths.
		p.Exceptions = slices.DeleteFunc(slices.Clone(p.Exceptions), func(c Exception) bool { return c.Result == "other-path" })
		for i := range p.Exceptions {
			p.Exceptions[i].Exception = x.scrub(p.Exceptions[i].Exception)
		}
		e.Explanations = append(e.Explanations, p)
	}
	if e.Changes != nil {
		for _, g := range slices.Concat(e.Changes.Gone, e.Changes.Unclear) {
			kinds[g.Kind] = true
		}
	}
	for kind, title := range x.all.Titles {
		if kinds[kind] {
			if e.Titles == nil {
				e.Titles = map[string]string{}
			}
			e.Titles[kind] = x.scrub(title)
		}
	}
}

// parts takes over which runs were merged. How each is judged, and what it
// counted, is of all clients; that one was not complete is told.
func (x *extract) parts(e *Run) {
	for _, p := range x.all.Parts {
		q := Part{RunRef: p.RunRef, Shares: p.Shares, Files: p.Files, Unexamined: p.Unexamined, Cover: p.Cover, Repeated: p.Repeated}
		q.Cover.Title, q.Cover.Number = x.scrub(q.Cover.Title), x.scrub(q.Cover.Number)
		q.Cover.Subject, q.Subject = x.scrub(q.Cover.Subject), x.scrub(q.Subject)
		if !p.Complete {
			q.Conformity, q.ExitCode = Incomplete, 3
		}
		e.Parts = append(e.Parts, q)
	}
}

package report

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

const (
	// fewPeople is how many people a file must hold to be recognised by them alone
	// under another name: one person is in many files.
	fewPeople = 3
	// tries is how many new places are tried for a file that is gone: of ten
	// thousand files with the same people each may be the one.
	tries = 8
	// placesElsewhere is how many places are listed that hold the same people.
	placesElsewhere = 20
)

// A bundle is the findings in one file or member.
type bundle struct {
	at          Place
	fingerprint string
	people      int64
	modified    time.Time
	findings    []int32
	stays       bool // of one that is gone: the other run has the place; of one that is new: too
	taken       bool
}

// base is the name without its folders: of the member, if it is one.
func (b *bundle) base() string {
	if b.at.Member != "" {
		return b.at.Member
	}
	return path.Base(b.at.Path)
}

// A mover finds files that are gone from one place and new at another.
type mover struct {
	c     *comparison
	gone  []*bundle
	fresh []*bundle
	moved map[int32]bool // findings of old
}

func newMover(c *comparison, gone []int32) *mover {
	m := &mover{c: c, moved: map[int32]bool{}}
	if len(gone) == 0 {
		return m
	}
	missing := map[mark]*bundle{}
	for _, i := range gone {
		m.gone = bundled(m.gone, missing, c.before, &c.old.Findings[i], i)
	}
	added := map[mark]*bundle{}
	for j, i := range c.known {
		if i < 0 {
			m.fresh = bundled(m.fresh, added, c.after, &c.now.Findings[j], int32(j))
		}
	}
	for j := range c.now.Findings {
		if b := missing[c.after.fileMark(&c.now.Findings[j])]; b != nil {
			b.stays = true
		}
	}
	for i := range c.old.Findings {
		if b := added[c.before.fileMark(&c.old.Findings[i])]; b != nil {
			b.stays = true
		}
	}
	byPlace := func(a, b *bundle) int { return comparePlaces(a.at, b.at) }
	slices.SortStableFunc(m.gone, byPlace)
	slices.SortStableFunc(m.fresh, byPlace)
	return m
}

// sameKey reports whether the fingerprints of two runs were made with one key.
func sameKey(old, now *Run) bool { return old.Cover.Key != "" && old.Cover.Key == now.Cover.Key }

func comparePlaces(a, b Place) int {
	return cmp.Or(cmp.Compare(a.Share, b.Share), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Member, b.Member), cmp.Compare(a.Zone, b.Zone))
}

// bundled adds a finding to the bundle of its file.
func bundled(list []*bundle, all map[mark]*bundle, g *ground, f *Finding, i int32) []*bundle {
	key := g.fileMark(f)
	b := all[key]
	if b == nil {
		b = &bundle{at: f.At(), fingerprint: f.Fingerprint, modified: f.Modified}
		all[key] = b
		list = append(list, b)
	}
	b.people = max(b.people, f.People)
	b.findings = append(b.findings, i)
	return list
}

// move pairs what is gone with what is new: by people and name, by people alone,
// by name, time and counts. Each file is in one pair.
func (m *mover) move() {
	if m.c.keyed {
		m.pairBy("people", func(b *bundle, _ []Finding) string { return nonempty(b.fingerprint, b.base()) })
		m.pairBy("people", func(b *bundle, _ []Finding) string {
			if b.people < fewPeople {
				return ""
			}
			return b.fingerprint
		})
		m.pairBy("people", func(b *bundle, _ []Finding) string { return nonempty(b.fingerprint, second(b.modified)) })
	}
	m.pairBy("file", func(b *bundle, all []Finding) string { return nonempty(second(b.modified), b.base(), counts(b, all)) })
	slices.SortFunc(m.c.changes.Moves, func(a, b Move) int {
		return cmp.Or(comparePlaces(a.From, b.From), comparePlaces(a.To, b.To))
	})
}

// nonempty joins keys, or returns "" if the first is.
func nonempty(first string, more ...string) string {
	if first == "" {
		return ""
	}
	return first + "\x00" + strings.Join(more, "\x00")
}

// second is a time as all file systems keep it, or nearly: SFTP tells seconds.
func second(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprint(t.Unix())
}

// counts tells files apart by what is in them.
func counts(b *bundle, all []Finding) string {
	list := make([]string, 0, len(b.findings))
	for _, i := range b.findings {
		f := &all[i]
		list = append(list, fmt.Sprint(f.Kind, f.Masked, f.Count, f.Records))
	}
	slices.Sort(list)
	return strings.Join(list, "\x00")
}

// pairBy pairs bundles of one key, in the order of their places.
func (m *mover) pairBy(by string, key func(*bundle, []Finding) string) {
	waiting := map[string][]*bundle{}
	for _, b := range m.fresh {
		if k := key(b, m.c.now.Findings); k != "" && !b.taken && !b.stays {
			waiting[k] = append(waiting[k], b)
		}
	}
	for _, b := range m.gone {
		k := key(b, m.c.old.Findings)
		if k == "" || b.taken || b.stays || len(waiting[k]) == 0 {
			continue
		}
		for n, to := range waiting[k][:min(len(waiting[k]), tries)] {
			if m.take(b, to, by) {
				waiting[k][n] = waiting[k][0]
				waiting[k] = waiting[k][1:]
				break
			}
		}
	}
}

// take notes that a file moved, if anything that was found in it is found again.
func (m *mover) take(from, to *bundle, by string) bool {
	if by == "file" && m.c.keyed && from.fingerprint != to.fingerprint {
		return false
	}
	some := false
	for _, i := range from.findings {
		f := &m.c.old.Findings[i]
		for _, j := range to.findings {
			g := &m.c.now.Findings[j]
			if g.Kind == f.Kind && g.Masked == f.Masked && g.State == "new" {
				_ = m.c.compare(f, g) // what has changed besides
				g.State = "moved"
				m.moved[i], some = true, true
				break
			}
		}
	}
	if some {
		from.taken, to.taken = true, true
		m.c.changes.Moves = append(m.c.changes.Moves, Move{From: from.at, To: to.at, By: by})
	}
	return some
}

// elsewhere lists for what is gone or unclear the places that hold the same
// people, and marks what is gone from a file that is still there.
func (c *comparison) elsewhere() {
	lists := [][]Gone{c.changes.Gone, c.changes.Unclear}
	if len(lists[0])+len(lists[1]) == 0 {
		return
	}
	prints := map[string]string{} // fingerprints, by the IDs of what is listed
	places := map[string][]Place{}
	for _, list := range lists {
		for i := range list {
			prints[list[i].ID] = ""
		}
	}
	here := map[mark]bool{}
	if c.keyed {
		for i := range c.old.Findings {
			f := &c.old.Findings[i]
			if _, ok := prints[f.ID]; ok && f.Fingerprint != "" && c.partner[i] < 0 {
				prints[f.ID], places[f.Fingerprint] = f.Fingerprint, nil
			}
		}
	}
	more := false
	for j := range c.now.Findings {
		f := &c.now.Findings[j]
		here[c.after.fileMark(f)] = true
		if list, ok := places[f.Fingerprint]; ok && f.Fingerprint != "" && !slices.Contains(list, f.At()) {
			if len(list) == placesElsewhere {
				more = true
				continue
			}
			places[f.Fingerprint] = append(list, f.At())
		}
	}
	for _, list := range places {
		slices.SortFunc(list, comparePlaces)
	}
	for _, list := range lists {
		for i := range list {
			g := &list[i]
			g.Remains = here[c.before.fileMark(&Finding{Share: g.Share, Path: g.Path, Member: g.Member})]
			g.Elsewhere = without(places[prints[g.ID]], g.Place)
		}
	}
	if more {
		c.noteThat("more than %d places hold the same people as something that is gone: the first are listed", placesElsewhere)
	}
}

// without returns the places but one, and shares the list if it is not in it.
func without(list []Place, place Place) []Place {
	i := slices.IndexFunc(list, func(p Place) bool {
		return p.Share == place.Share && p.Path == place.Path && p.Member == place.Member
	})
	if i < 0 {
		return list
	}
	return slices.Concat(list[:i], list[i+1:])
}

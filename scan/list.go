package scan

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io/fs"
	"math"
	"slices"

	"github.com/shikiri/shikiri/extract"
	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/scan/known"
)

// A List is what a list of known people was found to hold.
type List struct {
	Rows   int64 // of tables, without headers, and lines of text; empty ones do not count
	Empty  int64 // of Rows: they gave nobody
	People int64 // each once
	// Of People: those of whom nothing but the name is known, so that a match is
	// never certain, and those without a name.
	NameOnly, Nameless int64
	Shared             int64 // of People: those who have a namesake in the list
	Repeated           int64 // records of somebody whom the list has already
	Vague              int64 // records of what many people share, and no name: left out
	Companies          int64 // records of companies: left out
	Beside             int64 // records beside the sheets of a workbook, as who wrote it: left out
	Kinds              []ListKind
	Unexamined         []report.Unexamined
}

// A ListKind is a kind of data and how often a list has it.
type ListKind struct {
	Kind  string
	Count int64
}

// ReadList reads a list of people as a scan reads a file, and puts their
// fingerprints into b, which is to be written with person and births. The key is
// that of cfg; shares and the policy are not asked for. What cannot be read is in
// the List; an error is the end of ctx, or a list beyond what a file of known
// people can hold.
func ReadList(ctx context.Context, cfg Config, name string, f fs.File, size int64, b *known.Builder) (l *List, person []uint32, births []bool, err error) {
	cfg.complete()
	if cfg.Key == nil {
		return nil, nil, nil, errors.New("read list: there is no fingerprint key")
	}
	cfg.Explain, cfg.Reveal = nil, false
	cfg.Shares = []Share{{URL: name}}
	c := newCrowd(cfg.TempDir)
	defer c.Close()
	w := newWorker(&cfg, c, nil, nil, cfg.Now())
	w.persons.lasting = true
	w.share, w.entry.Path, w.entry.Size = &cfg.Shares[0], name, size
	w.list = &list{identifier: w.persons, builder: b, last: -1}
	err = w.extract(ctx, f, &countingFile{Reader: f, progress: &cfg.Progress.Bytes})
	if ctx.Err() != nil {
		return nil, nil, nil, ctx.Err()
	}
	w.fail("", err)
	if len(w.list.all) >= math.MaxInt32/2 {
		return nil, nil, nil, errors.New("read list: it has too many rows")
	}
	l = &w.list.List
	l.Companies = w.file.holders.companies
	l.Unexamined = w.file.unexamined
	l.Kinds = listKinds(&cfg, w.file.findings)
	w.list.end()
	person, births = w.list.settle()
	return l, person, births, nil
}

// listKinds adds up what was found, in the order of the detectors.
func listKinds(cfg *Config, findings []*finding) (all []ListKind) {
	counts := make([]int64, cfg.Set.Len())
	for _, f := range findings {
		counts[f.detector] += f.count
	}
	for i, n := range counts {
		if n > 0 {
			all = append(all, ListKind{cfg.Set.Detector(i).ID, n})
		}
	}
	return all
}

// A list gathers the records of a list of known people.
type list struct {
	List
	*identifier
	builder *known.Builder
	all     []listed

	parts  listParts
	table  bool  // the block in hand is of one
	last   int64 // row of the block that gave somebody; -1: none
	header bool  // the first row in hand may be a header
	given  int64 // rows and lines that gave somebody
	rows   int64
}

// A listed is a record of the list.
type listed struct {
	name   [2]uint64
	traits [traits]uint64 // none of who has no name
	named  bool
	vague  bool // it is not known who it is
	part   uint32
}

// A noted is a trait of a record of the list.
type noted struct {
	class known.Class
	of    [2]uint64
}

// block counts the rows of a block, whose records come after it.
func (l *list) block(b *extract.Block) {
	l.table, l.last = b.Table != nil, -1
	part := l.parts.of(b)
	if b.Table == nil {
		for line := range bytes.SplitSeq(b.Text[b.Seen:], []byte("\n")) {
			if len(bytes.TrimSpace(line)) > 0 {
				part.lines++
				l.rows++
			}
		}
		return
	}
	t := b.Table
	for i := range max(0, len(t.Rows)-1) {
		for c := t.Rows[i]; c < t.Rows[i+1]; c++ {
			if t.Cells[2*c+1] > t.Cells[2*c] {
				l.rows++
				break
			}
		}
	}
	if l.header = t.First && len(t.Rows) > 1; l.header { // a header, unless it gives somebody
		l.rows--
	}
}

// end tells the rows that gave nobody.
func (l *list) end() {
	l.leaveBeside()
	l.Rows = max(l.rows, l.given)
	l.Empty = max(0, l.rows-l.given-l.Companies)
}

// take keeps a record of the list.
func (l *list) take(r *record) {
	if l.table && r.entry != l.last {
		if r.entry == 0 && l.header {
			l.rows++
		}
		l.last = r.entry
		l.given++
	}
	if !l.table {
		n := int64(max(1, r.lines))
		l.parts.all[l.parts.last].given += n
		l.given += n
	}
	row := uint32(len(l.all))
	one := listed{traits: r.traits, vague: true, part: l.parts.last}
	if len(r.name) > 0 {
		one.name, one.named, one.vague = l.fingerprint(r.name), true, false
		l.builder.Add(row, known.Name, one.name)
	}
	for _, name := range r.names { // a file that has nothing but readings is to be known by them
		if len(name) > 0 {
			l.builder.Add(row, known.Name, l.fingerprint(name))
		}
	}
	for _, t := range []int{byBirth, byResidence} {
		if v := r.traits[t]; v != 0 {
			l.builder.Add(row, known.Trait, l.ofTrait(t, v))
		}
	}
	for _, n := range r.noted {
		l.builder.Add(row, n.class, n.of)
		if n.class == known.Own || n.class == known.Alone {
			one.vague = false
		}
	}
	if !one.named { // who has no name is told by the strongest trait that can
		for _, t := range []int{byNumber, byMail, byPhone, byAccount} {
			if v := r.traits[t]; v != 0 {
				one.name = l.ofTrait(t, v)
				break
			}
		}
		one.traits = [traits]uint64{}
	}
	l.all = append(l.all, one)
}

// settle says who is in each record, and of which people the date of birth is
// known. Records of one name are of one person if they share what tells namesakes
// apart, unless they differ in the date of birth; a name alone adds nobody.
func (l *list) settle() (person []uint32, births []bool) {
	order := make([]uint32, 0, len(l.all))
	person = make([]uint32, len(l.all))
	for i := range l.all {
		person[i] = known.Nobody
		switch {
		case l.beside(&l.all[i]):
			l.Beside++
			continue
		case l.all[i].vague:
			l.Vague++
			continue
		}
		order = append(order, uint32(i))
	}
	slices.SortFunc(order, func(a, b uint32) int {
		x, y := &l.all[a], &l.all[b]
		return cmp.Or(cmp.Compare(x.name[0], y.name[0]), cmp.Compare(x.name[1], y.name[1]), cmp.Compare(a, b))
	})
	var n namesakes
	for i := 0; i < len(order); {
		j := i + 1
		for j < len(order) && l.all[order[j]].name == l.all[order[i]].name {
			j++
		}
		before := len(births)
		births = l.settleName(&n, order[i:j], person, births)
		if namesakes := len(births) - before; namesakes > 1 {
			l.Shared += int64(namesakes)
		}
		i = j
	}
	l.People = int64(len(births))
	l.Repeated = int64(len(order)) - l.People
	return person, births
}

// settleName numbers the people of one name.
func (l *list) settleName(n *namesakes, rows []uint32, person []uint32, births []bool) []bool {
	type circle struct {
		root  int
		birth uint64
	}
	seen := make([]sighting, len(rows))
	for i, row := range rows {
		seen[i].traits = l.all[row].traits
	}
	n.link(seen)
	birthOf := make(map[int]uint64) // of a circle, the first
	bare := true                    // nothing but the name is known of any
	for i := range seen {
		if b := seen[i].traits[byBirth]; b != 0 && birthOf[n.root[i]] == 0 {
			birthOf[n.root[i]] = b
		}
		bare = bare && seen[i].traits == [traits]uint64{}
	}
	met := make(map[circle]uint32)
	first := uint32(len(births))
	for i, row := range rows {
		nothing := seen[i].traits == [traits]uint64{}
		c := circle{n.root[i], cmp.Or(seen[i].traits[byBirth], birthOf[n.root[i]])}
		if nothing && bare {
			c = circle{}
		} else if nothing {
			continue // below
		}
		p, ok := met[c]
		if !ok {
			p = uint32(len(births))
			met[c] = p
			births = append(births, c.birth != 0)
		}
		person[row] = p
	}
	for i, row := range rows { // who is told by the name alone may be any of them
		if person[row] == known.Nobody && seen[i].traits == [traits]uint64{} {
			person[row] = first
		}
	}
	switch {
	case !bare:
	case l.all[rows[0]].named:
		l.NameOnly++
	default:
		l.Nameless++
	}
	return births
}

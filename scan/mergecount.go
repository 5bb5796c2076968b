package scan

import (
	"cmp"
	"context"
	"fmt"
	"hash/maphash"
	"slices"
)

// count puts the people of all inputs into one crowd. failed is an input whose
// people file turned out to be of no use while it was read; then everything
// begins again without it.
func (m *merging) count(ctx context.Context) (failed *input, err error) {
	m.crowd, m.held = newCrowd(m.cfg.TempDir), nil
	defer func() {
		m.closePeople()
		if failed != nil || err != nil {
			m.crowd.Close()
		}
	}()
	for _, in := range m.inputs {
		in.openPeople()
	}
	m.findContests()
	m.enterGroups()
	m.enterHolders()
	for _, in := range m.inputs {
		if in.people == nil {
			continue
		}
		err := m.see(ctx, in)
		if ctx.Err() != nil || m.crowd.err != nil {
			return nil, cmp.Or(ctx.Err(), m.crowd.err)
		}
		if err != nil {
			in.why = err.Error()
			return in, nil
		}
	}
	return nil, nil
}

func (in *input) openPeople() {
	in.people = nil
	if in.why != "" {
		return
	}
	if in.Run.People == nil || in.People == nil {
		in.why = "the run was saved without a people file (scan --save and a fingerprint key make one)"
		return
	}
	r, err := in.People()
	if err != nil {
		in.why = err.Error()
		return
	}
	in.closer = r
	if in.people, err = newPeopleReader(r, in.Run.People, in.id); err != nil {
		in.why = err.Error()
	}
	for _, s := range in.peopleShares() {
		if in.why == "" && in.vantage(s.URL, s.Zone) == nil {
			in.why = errOtherPeople.Error()
		}
	}
	if in.why != "" {
		in.people = nil
	}
}

func (in *input) peopleShares() []peopleShare {
	if in.people == nil {
		return nil
	}
	return in.people.header.Shares
}

func (m *merging) closePeople() {
	for _, in := range m.inputs {
		if in.closer != nil {
			_ = in.closer.Close() // it was only read
		}
		in.closer = nil
	}
}

// enterGroups numbers the files and members of all inputs that count. Those of a
// reading that only adds to another are that one's.
func (m *merging) enterGroups() {
	type member struct {
		file homeFile
		name string
	}
	firsts := map[member]uint32{}
	for _, first := range []bool{true, false} {
		for _, in := range m.inputs {
			if in.people == nil {
				continue
			}
			if first {
				in.groups = make([]uint32, len(in.people.groups))
			}
			for i, g := range in.people.groups {
				v := in.peopleVantage(g.share)
				key := member{v.file(g.path), g.member}
				c := m.contests[key.file]
				client := in.people.header.Clients[g.client]
				if c != nil {
					client = cmp.Or(client, c.client)
					if r, counts := c.of(v); r != nil && (counts != first || !counts && !r.stays) {
						continue
					}
				} else if !first {
					continue
				}
				if group := firsts[key]; group != 0 && !first {
					in.groups[i] = group
					continue
				}
				in.groups[i] = m.crowd.newGroup(holding{v.home.number, m.crowd.client(client), v.path(g.path), g.member})
				if c != nil {
					firsts[key] = in.groups[i]
				}
			}
		}
	}
}

func (in *input) peopleVantage(share int) *vantage {
	s := in.people.header.Shares[share]
	return in.vantage(s.URL, s.Zone)
}

// enterHolders takes the records of files: of one that several inputs tell of,
// what the reading that counts says, or more if another that stays does.
func (m *merging) enterHolders() {
	several := map[homeFile]int{} // where it stands in held
	for _, in := range m.inputs {
		if in.people == nil {
			continue
		}
		sums := map[homeFile]bool{} // files of this input
		for _, h := range in.people.held {
			v := in.peopleVantage(h.share)
			key := v.file(h.path)
			client := in.people.header.Clients[h.client]
			c := m.contests[key]
			if c != nil {
				if r, counts := c.of(v); r != nil && !counts && !r.stays {
					continue
				}
				client = cmp.Or(client, c.client)
			}
			h = fileHolders{v.home.number, m.crowd.client(client), v.path(h.path), h.holders}
			at, met := several[key]
			switch {
			case c == nil || !met || sums[key]: // two files whose names read alike
				if c != nil {
					several[key], sums[key] = len(m.held), true
				}
				m.held = append(m.held, h)
			default:
				m.held[at].records = max(m.held[at].records, h.records)
				m.held[at].companies = max(m.held[at].companies, h.companies)
			}
		}
	}
}

// see puts the sightings of an input into the crowd.
func (m *merging) see(ctx context.Context, in *input) error {
	batch := make([]sighting, 0, batchSize)
	nobody := uint64(0)
	flush := func() error {
		err := m.crowd.add(batch)
		batch = batch[:0]
		return cmp.Or(err, ctx.Err())
	}
	err := in.people.sightings(func(s sighting, n uint64) error {
		s.group = in.groups[s.group]
		if s.group == 0 {
			return nil
		}
		h := &m.crowd.groups[s.group]
		s.client, s.share = uint32(h.client), uint32(h.share)
		for range n {
			if s.nobody { // each is a person of their own
				nobody++
				s.name = [2]uint64{m.nobody(in, nobody, m.crowd.seed), m.nobody(in, nobody, m.crowd.second)}
			}
			if batch = append(batch, s); len(batch) == batchSize {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return cmp.Or(err, flush())
}

// nobody returns half the name of somebody of whom nothing is known.
func (m *merging) nobody(in *input, n uint64, seed maphash.Seed) uint64 {
	return maphash.Comparable(seed, struct {
		in *input
		n  uint64
	}{in, n})
}

// zoning numbers the zones of the homes.
func (m *merging) zoning() *zoning {
	var names sorted
	for _, h := range m.homes {
		names.add(h.zone)
	}
	z := &zoning{names: names}
	for _, h := range m.homes {
		i, _ := slices.BinarySearch(names, h.zone)
		z.of = append(z.of, i)
	}
	for _, name := range names {
		z.closed = append(z.closed, zoneOf(m.run, name).PersonalData == "allowed")
	}
	return z
}

// shares are the homes as a scan has shares.
func (m *merging) shares() (all []Share) {
	for _, h := range m.homes {
		all = append(all, Share{URL: h.url, Zone: h.zone})
	}
	return all
}

// tellPeople counts everyone, and adds those of inputs whose people nobody knows.
func (m *merging) tellPeople() error {
	people := newCensus(m.crowd, m.zoning())
	people.shares.among(nil, len(m.homes))
	people.machines.among(m.machineOf(), len(m.machines))
	if err := people.take(m.crowd); err != nil {
		return err
	}
	workers := []*worker{{records: make(map[clientZone]holders)}}
	m.homePeople = people.shares.people
	for i, n := range people.machines.people {
		m.machines[i].people = n
	}
	for _, h := range m.held {
		key := clientZone{h.client, h.share}
		sum := workers[0].records[key]
		sum.records += h.records
		sum.companies += h.companies
		workers[0].records[key] = sum
	}
	gatherClients(m.run, workers, people, m.crowd)
	people.tell(m.run, m.crowd.clients)
	if err := people.tellCopies(m.run, m.crowd, m.shares()); err != nil {
		return err
	}
	for _, in := range m.inputs {
		switch {
		case onlyProbed(in.Run):
		case in.people == nil:
			m.addUncounted(in)
		default:
			for i := range in.people.header.Uncounted {
				m.addRow(&in.people.header.Uncounted[i])
			}
		}
	}
	return nil
}

// peopleFile writes the people file of what was merged.
func (m *merging) peopleFile() error {
	if m.cfg.People == nil || onlyProbed(m.run) {
		return nil
	}
	h := peopleHeader{Key: m.run.Cover.Key, Uncounted: m.uncounted}
	for _, s := range m.shares() {
		h.Shares = append(h.Shares, peopleShare{s.URL, s.Zone})
	}
	if err := writePeopleFile(m.run, m.cfg.People, h, m.crowd, m.held); err != nil {
		return fmt.Errorf("write the people file: %w", err)
	}
	return nil
}

package scan

import (
	"cmp"
	"fmt"
	"slices"
)

// each calls fn with the sightings of one name after another, those of all files
// and clients. fn may reorder the slice and must not keep it. Nothing is added
// after the first call; each may be called again.
func (c *crowd) each(fn func(sameName []sighting)) error {
	err := c.seal()
	var g grouping
	r := lotReader{c: c}
	for i := range c.parts {
		if p := &c.parts[i]; len(p.spilled) == 0 {
			g.each(p.here, fn)
		} else {
			err = cmp.Or(err, r.each(p, func(lot []sighting) { g.each(lot, fn) }))
		}
	}
	return err
}

// seal ends the adding. If some of the crowd is in the temporary file, the rest
// goes there too: what is counted takes memory of its own.
func (c *crowd) seal() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sealed {
		return nil
	}
	c.sealed = true
	for i := range c.parts {
		c.parts[i].here = c.unique.keep(c.valid(c.parts[i].here))
	}
	if c.file == nil || c.err != nil { // without room it stays where it is
		return nil
	}
	if c.err = c.spill(); c.err != nil {
		return c.err
	}
	for i := range c.parts {
		c.parts[i].here = nil
	}
	return nil
}

// A lotReader reads parts of a crowd back from the temporary file.
type lotReader struct {
	c   *crowd
	lot []sighting
	buf []byte
}

// readSize is how many sightings are read at once.
const readSize = 4096

// each calls fn with the sightings of a part, all of one name together unless
// there are more than maxLot of it. A part that is larger is read several times,
// for some of its names each time.
func (r *lotReader) each(p *part, fn func(lot []sighting)) error {
	n := len(p.here)
	for _, s := range p.spilled {
		n += s.n
	}
	lots := uint64(1)
	for lots < maxLots && n > maxLot*int(lots) {
		lots *= 2
	}
	for lot := range lots {
		take := func(all []sighting) {
			for i := range all {
				if all[i].name[0]>>40&(lots-1) == lot {
					r.lot = append(r.lot, all[i])
				}
			}
			r.shrink(fn)
		}
		r.lot = slices.Grow(r.lot[:0], min(n, maxLot+readSize))
		take(p.here)
		for _, s := range p.spilled {
			if err := r.read(s, take); err != nil {
				return err
			}
		}
		fn(r.keep())
	}
	return nil
}

// maxLots bounds how often a part is read.
const maxLots = 256

// shrink keeps the lot below maxLot: each sighting once, or else what there is
// counts for itself.
func (r *lotReader) shrink(fn func(lot []sighting)) {
	if len(r.lot) < maxLot {
		return
	}
	if r.lot = r.keep(); len(r.lot) >= maxLot/2 {
		fn(r.lot)
		r.lot = r.lot[:0]
	}
}

func (r *lotReader) keep() []sighting { return r.c.unique.keep(r.c.valid(r.lot)) }

// read calls take with the sightings of a segment, some at a time.
func (r *lotReader) read(s segment, take func([]sighting)) error {
	var some [64]sighting
	for at, end := s.at, s.at+int64(s.n)*sightingSize; at < end; {
		r.buf = slices.Grow(r.buf[:0], readSize*sightingSize)[:min(readSize*sightingSize, int(end-at))]
		if _, err := r.c.file.ReadAt(r.buf, at); err != nil {
			return fmt.Errorf("read fingerprints back: %w", err)
		}
		at += int64(len(r.buf))
		for b := r.buf; len(b) > 0; {
			n := 0
			for ; n < len(some) && len(b) > 0; n++ {
				some[n].take(b)
				b = b[sightingSize:]
			}
			take(some[:n])
		}
	}
	return nil
}

// A grouping puts the sightings of one name together.
type grouping struct {
	heads, next []uint32 // of the sightings, plus 1
	group       []sighting
}

func (g *grouping) each(all []sighting, fn func([]sighting)) {
	size := 64
	for size < 2*len(all) {
		size *= 2
	}
	g.heads = slices.Grow(g.heads[:0], size)[:size]
	clear(g.heads)
	g.next = slices.Grow(g.next[:0], len(all))[:len(all)]
	mask := uint64(size - 1)
	for i := range all {
		h := all[i].name[1] & mask
		for ; g.heads[h] != 0; h = (h + 1) & mask {
			if all[g.heads[h]-1].name == all[i].name {
				break
			}
		}
		g.next[i] = g.heads[h]
		g.heads[h] = uint32(i + 1)
	}
	for _, head := range g.heads {
		if head == 0 {
			continue
		}
		g.group = g.group[:0]
		for at := head; at != 0; at = g.next[at-1] {
			g.group = append(g.group, all[at-1])
		}
		fn(g.group)
	}
}

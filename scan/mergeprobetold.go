package scan

import (
	"slices"

	"github.com/shikiri/shikiri/report"
)

// A told is what a run told before anything was left out of it.
type told struct {
	flows      []report.Flow
	targets    map[string][]report.Target // by address
	swept      []report.Swept
	identities []report.Identity
	sets       map[string]*portSet
	cuts       map[cutKey]*cut
}

// A cut is a list of ports without some. There are far more targets than lists.
type cut struct {
	out  []uint16
	rest string
}

type cutKey struct {
	list string
	by   *portSet
}

func (p *probing) keepTold() {
	p.told = told{slices.Clone(p.flows), map[string][]report.Target{}, slices.Clone(p.swept), slices.Clone(p.identities), map[string]*portSet{}, map[cutKey]*cut{}}
	for _, t := range p.targets {
		p.told.targets[t.Host] = append(p.told.targets[t.Host], t)
	}
}

// ports reads a list of ports that is read again and again.
func (p *probing) ports(list string) *portSet {
	set := p.told.sets[list]
	if set == nil {
		set = new(portSet)
		set.add(list)
		p.told.sets[list] = set
	}
	return set
}

func (p *probing) cut(list string, by *portSet) *cut {
	key := cutKey{list, by}
	c := p.told.cuts[key]
	if c == nil {
		c = new(cut)
		c.out, c.rest = by.cut(list)
		p.told.cuts[key] = c
	}
	return c
}

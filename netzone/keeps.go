package netzone

import (
	"fmt"
	"time"
)

// A Keeping is how long a zone keeps the data of a client, and what that counts
// from. Retention 0 is without end, or not at all in a zone that forbids it.
type Keeping struct {
	Retention time.Duration
	DateFrom  *Dating // nil: the time of modification

	ofClient bool // the client has a retention of its own
}

// Keeps returns what holds for the files of a client in a zone: what the client
// has, else what the zone has. That a client has a retention allows nothing. Of
// a zone that the policy does not know nothing holds.
func (p *Policy) Keeps(zone, client string) Keeping {
	p.once.Do(p.compile)
	z := p.Zone(zone)
	if z == nil {
		return Keeping{}
	}
	return p.keeps(z, client)
}

func (p *Policy) keeps(z *Zone, client string) Keeping {
	k := Keeping{Retention: z.Retention, DateFrom: z.DateFrom}
	if i, ok := p.index.clients[client]; ok {
		c := &p.Clients[i]
		if c.Retention > 0 {
			k.Retention, k.ofClient = c.Retention, true
		}
		if c.DateFrom != nil {
			k.DateFrom = c.DateFrom
		}
	}
	if !z.Allowed {
		k.Retention, k.ofClient = 0, false
	}
	if k.DateFrom != nil && k.DateFrom.By == "" {
		k.DateFrom = nil
	}
	return k
}

// date is a ruling without a verdict: the day that s is dated.
func (k *Keeping) date(s *Subject) (r Ruling) {
	switch {
	case k.DateFrom == nil:
		return r
	case k.DateFrom.By == ByPath:
		r.Dated = k.DateFrom.In(s.Path)
	default:
		r.Dated = s.Header
	}
	if r.Dated != 0 {
		r.DatedBy = k.DateFrom.By
	}
	return r
}

// judge holds the age of s against the retention. What it says goes before the
// sentence on what is kept.
func (k *Keeping) judge(s *Subject, dated Day, now time.Time) (Verdict, string) {
	switch {
	case dated != 0:
		if days := dated.Since(now); time.Duration(min(days, int64(maxDuration/day)+1))*day > k.Retention {
			return Overdue, fmt.Sprintf("dated %s by its %s, %s ago; ", dated, k.DateFrom.By, plural(days, "day"))
		}
		return Allowed, fmt.Sprintf("dated %s by its %s; ", dated, k.DateFrom.By)
	case s.Modified.IsZero():
		return Overdue, "the share does not tell the age; "
	}
	age := max(0, now.Sub(s.Modified))
	if age <= k.Retention {
		return Allowed, ""
	}
	return Overdue, "unchanged for " + formatAge(age, k.Retention) + "; "
}

// doubt is what to say of a date that is missing or cannot be.
func (k *Keeping) doubt(dated Day, now time.Time) string {
	switch {
	case k.DateFrom == nil:
		return ""
	case dated == 0:
		return "; there is no date in its " + k.DateFrom.By + ": the time of modification counts"
	case dated > DayOf(now):
		return "; the date in its " + k.DateFrom.By + " is in the future"
	}
	return ""
}

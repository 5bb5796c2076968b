package netzone

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Ruling is a verdict and its reason, a short English sentence for auditors.
// It holds nothing of the file that is judged but its age and the day that its
// name or beginning tells.
type Ruling struct {
	Verdict Verdict
	Why     string
	// Dated is the day that the age counts from and DatedBy where it stands; 0 if
	// that is the time of modification.
	Dated   Day
	DatedBy string
	// Exception is the number, from 1, of the zone's exception that allows it or,
	// if none does any more, of the last that did. 0: none.
	Exception int
}

// Judge says what it means that s was found in a zone at a time. Where
// something is not known the strictest answer wins: in an unknown zone personal
// data is a violation, and a file that does not tell its age is overdue where
// there is a retention. A file from the future was changed just now. Data is
// overdue when it is older than the retention, not when it is as old; what is
// dated by a day is as old as that day, whatever the hour.
func (p *Policy) Judge(zone string, s Subject, now time.Time) Ruling {
	if !s.Personal {
		return Ruling{Verdict: Allowed, Why: "not personal data"}
	}
	p.once.Do(p.compile)
	i := slices.IndexFunc(p.Zones, func(z Zone) bool { return z.Name == zone })
	if i < 0 {
		return Ruling{Why: fmt.Sprintf("personal data in zone %q, which the policy does not know", zone)}
	}
	z, rules := &p.Zones[i], &p.index.zones[i]
	keeps := p.keeps(z, s.Client)
	r := keeps.date(&s)
	switch {
	case !z.Allowed:
		r.Why = rules.why
		return rules.except(r, z, s, now)
	case keeps.Retention <= 0:
		r.Verdict, r.Why = Allowed, rules.why
		return r
	}
	why := rules.why
	if keeps.ofClient {
		why = fmt.Sprintf("zone %s keeps data of client %q %s", z.Name, s.Client, formatDuration(keeps.Retention))
	}
	r.Verdict, r.Why = keeps.judge(&s, r.Dated, now)
	r.Why += why + keeps.doubt(r.Dated, now)
	if r.Verdict == Allowed {
		return r
	}
	return rules.except(r, z, s, now)
}

// except returns r, or the leave that an exception of the zone gives. An
// exception that would have given it but has ended is told to the auditor.
func (rules *zoneIndex) except(r Ruling, z *Zone, s Subject, now time.Time) Ruling {
	var path splitPath
	var ended time.Time
	for i := range z.Exceptions {
		e := &z.Exceptions[i]
		if len(e.Kinds) > 0 && !slices.Contains(e.Kinds, s.Kind) {
			continue
		}
		if len(e.Paths) > 0 {
			if path == nil {
				path = split(s.Path)
			}
			if !rules.exceptions[i].match(path) {
				continue
			}
		}
		if !e.Ended(now) {
			r.Verdict, r.Why, r.Exception = Allowed, e.leave(), i+1
			return r
		}
		if e.Until.After(ended) {
			ended, r.Exception = e.Until, i+1
		}
	}
	if !ended.IsZero() {
		r.Why += "; its exception ended on " + ended.Format(time.DateOnly)
	}
	return r
}

// Ended reports whether the exception's last day is over.
func (e *Exception) Ended(now time.Time) bool {
	if e.Until.IsZero() {
		return true
	}
	y, m, d := e.Until.Date()
	return !now.Before(time.Date(y, m, d+1, 0, 0, 0, 0, e.Until.Location()))
}

// leave is the sentence for what the exception allows.
func (e *Exception) leave() string {
	var b strings.Builder
	b.WriteString("allowed until " + e.Until.Format(time.DateOnly))
	if e.ApprovedBy != "" {
		b.WriteString(" by " + e.ApprovedBy)
	}
	if e.Why != "" {
		b.WriteString(": " + e.Why)
	}
	return b.String()
}

// Client returns the name of the first client of whose patterns one matches
// the path of a file, or "". See [CheckPattern] for what patterns match.
func (p *Policy) Client(path string) string {
	if len(p.Clients) == 0 {
		return ""
	}
	p.once.Do(p.compile)
	var buf [16]string
	if i := p.index.client(appendSplit(buf[:0], path)); i >= 0 {
		return p.Clients[i].Name
	}
	return ""
}

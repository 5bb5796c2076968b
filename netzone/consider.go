package netzone

import (
	"slices"
	"strings"
	"time"
)

// A Considered is an exception of a zone and what it means for a subject.
type Considered struct {
	Exception *Exception
	Result    Result
}

// A Result says why an exception does or does not apply.
type Result uint8

const (
	OtherKind Result = iota // it is for other kinds
	OtherPath               // it is for other paths
	Ended
	Applies
)

// String returns the result as reports have it: "other-kind".
func (r Result) String() string {
	return [...]string{"other-kind", "other-path", "ended", "applies"}[r]
}

// Consider returns all exceptions of a zone and whether each applies to s: what
// Judge weighs, told in full. Data that the zone's rule allows needs none.
func (p *Policy) Consider(zone string, s Subject, now time.Time) []Considered {
	z := p.Zone(zone)
	if z == nil || !s.Personal {
		return nil
	}
	var all []Considered
	for i := range z.Exceptions {
		e := &z.Exceptions[i]
		c := Considered{e, Applies}
		switch {
		case len(e.Kinds) > 0 && !slices.Contains(e.Kinds, s.Kind):
			c.Result = OtherKind
		case len(e.Paths) > 0 && !compileAll(e.Paths).match(split(s.Path)):
			c.Result = OtherPath
		case e.Ended(now):
			c.Result = Ended
		}
		all = append(all, c)
	}
	return all
}

// String tells what an exception is for, until when, and who said so.
func (e *Exception) String() string {
	all := func(list []string, all string) string {
		if len(list) == 0 {
			return all
		}
		return strings.Join(list, ", ")
	}
	s := all(e.Kinds, "all kinds") + " in " + all(e.Paths, "all paths") + " until " + e.Until.Format(time.DateOnly)
	if e.ApprovedBy != "" {
		s += " by " + e.ApprovedBy
	}
	if e.Why != "" {
		s += ": " + e.Why
	}
	return s
}

// Matcher returns a function that reports whether a path matches a pattern, as
// those of exceptions and clients do. See [CheckPattern] for what is wrong with
// one that cannot be read.
func Matcher(pattern string) (match func(path string) bool, err error) {
	one, err := compilePattern(pattern)
	if err != nil {
		return nil, err
	}
	return func(path string) bool { return one.match(split(path)) }, nil
}

package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// warnings takes over those that can name nobody; of the others it tells how
// many there were.
func (x *extract) warnings(e *Run) {
	left := 0
	for _, w := range x.all.Warnings {
		if safe := safeWarning(w); safe != "" {
			e.Warnings = append(e.Warnings, safe)
		} else {
			left++
		}
	}
	if left > 0 {
		e.Warnings = append(e.Warnings, fmt.Sprintf("%d warnings of the whole run are left out: they may name others", left))
	}
}

// safeWarning returns what of a warning holds no path and no name, or "".
func safeWarning(text string) string {
	const unmasked, low = "this report shows values unmasked", "the numbers of people are too low"
	switch {
	case text == unmasked, strings.HasSuffix(text, "findings: each shows one sample"):
		return text
	case strings.HasPrefix(text, low):
		return low
	case strings.HasPrefix(text, "people who are in several zones"), strings.HasPrefix(text, "copies of this client"):
		return text
	}
	return ""
}

// judge judges the extract. What was found of the client in files of others, or
// of nobody, counts; a row of it has the verdict on the file.
func (x *extract) judge(e *Run) {
	n := 0
	for _, c := range e.Copies {
		if wrong(c.Verdict) {
			n++
		}
	}
	if n > 0 {
		e.Warnings = append(e.Warnings, fmt.Sprintf("copies of this client's files that are not allowed where they are: %d", n))
	}
	slices.Sort(e.Warnings)
	e.Warnings = slices.Compact(e.Warnings)
	e.ExitCode = x.exitCode(e)
	e.Conformity, _ = e.Judge()
}

func (x *extract) exitCode(e *Run) int {
	bad := slices.ContainsFunc(e.Findings, func(f Finding) bool {
		known := x.all.Changes != nil && x.all.Changes.Baseline && f.Known()
		return f.Verdict != "allowed" && !known
	})
	switch {
	case x.all.ExitCode == 2, x.all.ExitCode == 130:
		return x.all.ExitCode
	case e.Interrupted:
		return 130
	case bad || e.strayed() || e.PathOpen() || e.Bridged():
		return 1
	case !e.Complete || e.Unproved():
		return 3
	}
	return 0
}

// wrong reports whether a verdict is known, and says that data must not be there.
func wrong(verdict string) bool { return verdict != "" && verdict != "allowed" }

// strayed reports whether data of the client that a run is the extract of lies
// where it must not, in files that are none of its own.
func (r *Run) strayed() bool {
	return r.Client != "" && (slices.ContainsFunc(r.Copies, func(c Copy) bool { return wrong(c.Verdict) }) ||
		slices.ContainsFunc(r.Known, func(k Known) bool { return (k.Certain > 0 || k.Bulk) && wrong(k.Verdict) }))
}

// name is what the extract calls a share: by a number if nothing of the client
// is in it.
func (x *extract) name(share string) string {
	if x.shown[share] {
		return share
	}
	if x.hidden[share] == "" {
		x.hidden[share] = fmt.Sprintf("%s %d", Hidden, len(x.hidden)+1)
	}
	return x.hidden[share]
}

// shares takes over what was examined: all of the run, since whoever reads that
// nothing was found must know where it was looked for.
func (x *extract) shares(e *Run) {
	for _, u := range x.all.Unexamined {
		if u.Client == x.client {
			x.shown[u.Share] = true
		}
	}
	e.Shares = []Share{}
	for _, s := range x.all.Shares {
		if !x.shown[s.URL] {
			s.User, s.Host, s.Addresses = "", "", nil
		}
		s.Records, s.People, s.HostShares, s.HostPeople = 0, 0, 0, 0 // of others, too
		s.URL, s.User = x.name(s.URL), x.scrub(s.User)
		e.Shares = append(e.Shares, s)
	}
}

// unexamined takes over what was not examined of the client's, and of all other
// files how many there are: their paths may name others.
func (x *extract) unexamined(e *Run) {
	type group struct{ share, reason string }
	others := map[group]int{}
	e.Unexamined = []Unexamined{}
	for _, u := range x.all.Unexamined {
		if x.isHost(&u) {
			e.Unexamined = append(e.Unexamined, Unexamined{Share: x.host(u.Share), Reason: u.Reason, Detail: x.sentence(u.Detail)})
			continue
		}
		if u.Client == x.client {
			u.Detail = x.scrub(u.Detail)
			e.Unexamined = append(e.Unexamined, u)
		} else {
			others[group{x.name(u.Share), u.Reason}]++
		}
	}
	for g, n := range others {
		e.Unexamined = append(e.Unexamined, Unexamined{
			Share: g.share, Path: ".", Reason: g.reason, Detail: fmt.Sprintf("of files that are not this client's by their path: %d", n),
		})
	}
	slices.SortStableFunc(e.Unexamined, func(a, b Unexamined) int {
		return cmp.Or(cmp.Compare(a.Share, b.Share), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Member, b.Member), cmp.Compare(a.Reason, b.Reason))
	})
}

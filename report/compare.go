package report

import (
	"cmp"
	"crypto/sha256"
	"io"
	"slices"
)

// Compare fills Changes of a run, and State and Before of its findings, with what
// became of the findings of an older one. The hashes are those of the files the
// runs were read from, or empty. old is not changed.
//
// A finding of old is gone only if now looked at its place, completely and in a
// way that would have found it; else it is unclear. What is in both is the same
// finding wherever a share begins and whichever zone it lies in. Each finding of
// old is in one list only: among the findings of now, Gone or Unclear.
func Compare(old, now *Run, oldHash, nowHash string) {
	c := &comparison{old: old, now: now, before: newGround(old), after: newGround(now)}
	c.rules = oneRules(old, now)
	c.names = old.Redacted == now.Redacted && (!now.Redacted || old.NamesKey != "" && old.NamesKey == now.NamesKey)
	c.keyed = sameKey(old, now)
	c.match()
	c.settle()
	c.changes.Old, c.changes.New = old.Ref(oldHash), now.Ref(nowHash)
	c.count()
	c.paths()
	c.note()
	slices.SortFunc(c.changes.Gone, compareGone)
	slices.SortFunc(c.changes.Unclear, compareGone)
	now.Changes = &c.changes
}

// Known reports whether a finding is in the run that its run was compared with,
// and was no better there: an exception that ended makes a finding new.
func (f *Finding) Known() bool {
	if f.State != "remaining" && f.State != "moved" {
		return false
	}
	return f.Before == nil || verdictRank(f.Before.Verdict) <= verdictRank(f.Verdict)
}

// A comparison is one run of Compare.
type comparison struct {
	old, now      *Run
	before, after *ground
	rules         bool    // both runs looked for the same
	names         bool    // names of files of both runs can be compared
	keyed         bool    // people of both runs can be compared
	partner       []int32 // of each finding of old: that of now, or -1
	known         []int32 // of each finding of now: that of old, or -1
	changes       Changes
}

// A mark stands for a place, or for a finding in it: 16 bytes for what may be 300.
type mark [16]byte

func markOf(parts ...string) (m mark) {
	h := sha256.New()
	for _, s := range parts {
		_, _ = io.WriteString(h, s)
		_, _ = h.Write([]byte{0})
	}
	copy(m[:], h.Sum(nil))
	return m
}

// fileMark is the same for all findings in a file or member.
func (g *ground) fileMark(f *Finding) mark { return markOf(g.location(f.Share, f.Path), f.Member) }

func (g *ground) findingMark(f *Finding) mark {
	return markOf(g.location(f.Share, f.Path), f.Member, f.Kind, maskedMark(f.Masked))
}

func maskedMark(masked bool) string {
	if masked {
		return "masked"
	}
	return ""
}

// match finds the findings that are in both runs: by their IDs, and where shares
// begin elsewhere by their places.
func (c *comparison) match() {
	c.partner, c.known = fill(len(c.old.Findings)), fill(len(c.now.Findings))
	next := fill(len(c.now.Findings)) // of the same ID: a share may lie in two zones
	byID := make(map[string]int32, len(c.now.Findings))
	for j := len(c.now.Findings) - 1; j >= 0; j-- {
		id := c.now.Findings[j].ID
		if head, ok := byID[id]; ok {
			next[j] = head
		}
		byID[id] = int32(j)
	}
	for i := range c.old.Findings {
		head, ok := byID[c.old.Findings[i].ID]
		if !ok {
			continue
		}
		for j := head; j >= 0; j = next[j] {
			c.pair(int32(i), j)
		}
	}
	c.matchPlaces()
}

func fill(n int) []int32 {
	list := make([]int32, n)
	for i := range list {
		list[i] = -1
	}
	return list
}

// pair notes that two findings are the same, unless they lie on two machines. A
// partner in the same zone is the better one.
func (c *comparison) pair(i, j int32) {
	f, g := &c.old.Findings[i], &c.now.Findings[j]
	if !c.oneMachine(f, g) {
		return
	}
	if c.partner[i] < 0 || f.Zone == g.Zone && c.now.Findings[c.partner[i]].Zone != f.Zone {
		c.partner[i] = j
	}
	if c.known[j] < 0 || f.Zone == g.Zone && c.old.Findings[c.known[j]].Zone != g.Zone {
		c.known[j] = i
	}
}

func (c *comparison) oneMachine(f, g *Finding) bool {
	a, b := c.before.site(f.Share), c.after.site(g.Share)
	if !a.local || !b.local {
		return a.local == b.local
	}
	return slices.ContainsFunc(b.hosts, func(host string) bool { return sameHost(host, a.hosts) }) || len(b.hosts) == 0
}

// matchPlaces pairs what is left by place.
func (c *comparison) matchPlaces() {
	byPlace := map[mark]int32{}
	if !slices.Contains(c.partner, -1) || c.old.Redacted || c.now.Redacted { // a masked name may be that of a share below
		return
	}
	for j, i := range c.known {
		if i < 0 {
			byPlace[c.after.findingMark(&c.now.Findings[j])] = int32(j)
		}
	}
	if len(byPlace) == 0 {
		return
	}
	for i, j := range c.partner {
		if j >= 0 {
			continue
		}
		if j, ok := byPlace[c.before.findingMark(&c.old.Findings[i])]; ok {
			c.pair(int32(i), j)
		}
	}
}

// settle says of each finding of old that now does not have what became of it.
func (c *comparison) settle() {
	var gone []int32
	why := map[int32]string{}
	for i, j := range c.partner {
		if j >= 0 {
			continue
		}
		if w := c.why(&c.old.Findings[i]); w != "" {
			why[int32(i)] = w
		} else {
			gone = append(gone, int32(i))
		}
	}
	for j, i := range c.known {
		f := &c.now.Findings[j]
		f.State, f.Before = "new", nil
		if i >= 0 {
			f.State = c.compare(&c.old.Findings[i], f)
		}
	}
	m := newMover(c, gone)
	m.move()
	for _, i := range gone {
		if !m.moved[i] {
			c.changes.Gone = append(c.changes.Gone, goneOf(&c.old.Findings[i], ""))
		}
	}
	for i, w := range why {
		c.changes.Unclear = append(c.changes.Unclear, goneOf(&c.old.Findings[i], w))
	}
	c.elsewhere()
}

// why returns why now could not have found f of old, "" if it could.
func (c *comparison) why(f *Finding) string {
	switch {
	case c.now.Started.Before(c.old.Finished): // it may have come after now looked
		return UnclearOlder
	case !c.names:
		return UnclearRedacted
	case c.now.Client != "" && (f.Client != c.now.Client || c.old.Tool.Policy != c.now.Tool.Policy): // which may give the file to another
		return UnclearExtract
	case c.old.Options == nil || c.now.Options == nil:
		return UnclearMethod
	}
	why := c.after.why(f, c.before)
	switch {
	case why != "":
	case rank(f.Confidence) < rank(c.now.minConfidence()):
		why = UnclearConfidence
	case !c.rules:
		why = UnclearRules
	case c.before.options.Layouts != c.after.options.Layouts:
		why = UnclearLayouts
	}
	return why
}

// minConfidence is the highest of a run and what was merged into it.
func (r *Run) minConfidence() string {
	most := r.MinConfidence
	for _, p := range r.Parts {
		if rank(p.MinConfidence) > rank(most) {
			most = p.MinConfidence
		}
	}
	return most
}

// rank orders confidences; one that is not known is the highest of a run and the
// lowest of a finding, for no run that has it would be below.
func rank(confidence string) int {
	return slices.Index([]string{"low", "medium", "high"}, confidence)
}

// oneRules reports whether all of both runs looked for the same.
func oneRules(old, now *Run) bool {
	for _, r := range []*Run{old, now} {
		for _, p := range r.Parts {
			if p.Tool.Rules != now.Tool.Rules {
				return false
			}
		}
	}
	return old.Tool.Rules == now.Tool.Rules
}

// compare returns the state of f, which was before.
func (c *comparison) compare(before, f *Finding) string {
	others := c.keyed && before.Fingerprint != "" && f.Fingerprint != "" && before.Fingerprint != f.Fingerprint
	if others || before.Verdict != f.Verdict || before.Count != f.Count || before.Records != f.Records || before.People != f.People {
		f.Before = &Before{before.Verdict, before.Count, before.Records, before.People, others}
	}
	switch {
	case f.People > before.People, f.Records > before.Records:
		return "grown"
	case others && f.People == before.People: // some left, and as many came
		return "grown"
	case f.Records == 0 && before.Records == 0 && f.Count > before.Count: // kinds that belong to no record
		return "grown"
	}
	return "remaining"
}

func (c *comparison) count() {
	for i := range c.now.Findings {
		switch c.now.Findings[i].State {
		case "new":
			c.changes.Added++
		case "grown":
			c.changes.Grown++
		case "remaining":
			c.changes.Remaining++
		case "moved":
			c.changes.Moved++
		}
	}
}

func goneOf(f *Finding, why string) Gone {
	return Gone{
		ID: f.ID, Place: f.At(), Verdict: f.Verdict, Kind: f.Kind, Masked: f.Masked,
		Count: f.Count, Records: f.Records, People: f.People, Modified: f.Modified, Why: why,
	}
}

func compareGone(a, b Gone) int {
	return cmp.Or(
		cmp.Compare(a.Share, b.Share), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Member, b.Member), cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(maskedMark(a.Masked), maskedMark(b.Masked)), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.Count, b.Count),
	)
}

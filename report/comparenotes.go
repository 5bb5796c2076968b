package report

import (
	"fmt"
	"slices"
)

// noteThat notes what limits the comparison, once. The sentences are in English;
// output says them in Japanese.
func (c *comparison) noteThat(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !slices.Contains(c.changes.Notes, text) {
		c.changes.Notes = append(c.changes.Notes, text)
	}
}

// note says what limits the comparison.
func (c *comparison) note() {
	old, now := c.old, c.now
	switch {
	case old.ID() == now.ID():
		c.noteThat("both are the same run")
	case now.Started.Before(old.Started):
		c.noteThat("the new run began before the old one: are they in the wrong order?")
	case now.Started.Before(old.Finished):
		c.noteThat("the new run began before the old one ended: nothing is taken to be gone")
	}
	if files := len(old.Shares) > 0 || len(now.Shares) > 0; files { // a probe alone reads none
		c.noteMethod()
		c.notePlaces()
		c.noteEmptied()
	} else {
		c.noteVersions()
	}
	if !c.keyed && len(old.Shares) > 0 {
		c.noteThat("the runs have no fingerprint key in common: files that moved are recognised by name, time and counts only, and copies elsewhere are not")
	}
	if old.Client != now.Client {
		c.noteThat("one of the runs is the extract of a client, the other is not the same")
	}
	switch {
	case old.Redacted != now.Redacted:
		c.noteThat("names of files are masked in one of the runs: places cannot be compared")
	case !c.names:
		c.noteThat("names of files are masked under another key in each run: places cannot be compared")
	}
}

// noteMethod says how the two runs looked at things differently.
func (c *comparison) noteMethod() {
	old, now := c.old, c.now
	if !c.rules {
		c.noteThat("the rules are others than those of the old run: what is gone may no longer be looked for")
	}
	c.noteVersions()
	switch {
	case rank(now.minConfidence()) > rank(old.minConfidence()):
		c.noteThat("the new run leaves out findings of less than %s confidence, which the old run has", now.minConfidence())
	case rank(now.minConfidence()) < rank(old.minConfidence()):
		c.noteThat("the old run leaves out findings of less than %s confidence: what is new may have been there before", old.minConfidence())
	}
	if old.Options == nil || now.Options == nil {
		c.noteThat("one of the runs does not say how it read files: nothing is taken to be gone")
	}
	if c.before.options.OCR != c.after.options.OCR {
		c.noteThat("pictures were read in one of the runs only")
	}
	if c.before.options.Snapshots != c.after.options.Snapshots {
		c.noteThat("previous versions were scanned in one of the runs only")
	}
	if c.before.options.Layouts != c.after.options.Layouts {
		c.noteThat("files of hosts were read by other layouts than in the old run")
	}
	if now.Interrupted {
		c.noteThat("the new run was interrupted: nothing is taken to be gone")
	}
}

// noteVersions says whether policy and program are others.
func (c *comparison) noteVersions() {
	old, now := c.old, c.now
	if old.Tool.Policy != now.Tool.Policy {
		c.noteThat("the policy is another than that of the old run: verdicts may differ")
	}
	if old.Tool.Version != now.Tool.Version {
		c.noteThat("the program has another version: %s, then %s", old.Tool.Version, now.Tool.Version)
	}
}

// notePlaces says how the places of the two runs differ.
func (c *comparison) notePlaces() {
	common := false
	zones := map[string]string{} // of old, by root
	for _, m := range c.before.rooms {
		zones[m.root] = m.share.Zone
	}
	for _, m := range c.after.rooms {
		for _, n := range c.before.rooms {
			common = common || n.holds(m.root) || m.holds(n.root)
		}
		if zone, ok := zones[m.root]; ok && zone != m.share.Zone && !c.inZone(m.root, m.share.Zone) {
			c.noteThat("share %s lay in zone %s before, and lies in zone %s now", m.share.URL, zone, m.share.Zone)
		}
		if at := c.before.site(m.share.URL); m.local && (m.host == "" || slices.Contains(at.hosts, "")) {
			c.noteThat("one of the runs does not name the machine whose folders it scanned: nothing in them is taken to be gone")
		}
	}
	if !common && len(c.before.rooms) > 0 {
		c.noteThat("no share of the old run is in the new one")
	}
	blind, others := 0, 0
	for j, i := range c.known {
		if i >= 0 && c.old.Findings[i].Client != c.now.Findings[j].Client {
			others++
		}
		if f := &c.now.Findings[j]; i < 0 && f.State == "new" && c.before.why(f, c.after) != "" {
			blind++
		}
	}
	if others > 0 {
		c.noteThat("of the findings that remain, %d are another client's than before: an extract has them under the new one", others)
	}
	if blind > 0 {
		c.noteThat("of the new findings, %d are in places that the old run did not examine: they may have been there before", blind)
	}
}

// inZone reports whether old had a share in a zone, perhaps beside another.
func (c *comparison) inZone(root, zone string) bool {
	return slices.ContainsFunc(c.before.rooms, func(m room) bool { return m.root == root && m.share.Zone == zone })
}

// noteEmptied asks whether shares of which hardly a file is left are the right
// ones: a folder on which nothing is mounted may hold a file, too.
func (c *comparison) noteEmptied() {
	found, gone := map[string]int{}, map[string]int{}
	for i := range c.old.Findings {
		found[c.old.Findings[i].Share]++
	}
	for i := range c.changes.Gone {
		gone[c.changes.Gone[i].Share]++
	}
	for _, m := range c.before.rooms {
		s := m.share
		if n := found[s.URL]; n == 0 || gone[s.URL] < n {
			continue
		}
		for _, now := range c.after.rooms {
			if now.root == m.root && now.share.Files*10 <= s.Files {
				c.noteThat("all that was found in share %s is gone, and of %d files it holds %d: is it the same folder, and mounted?", s.URL, s.Files, now.share.Files)
			}
		}
	}
}

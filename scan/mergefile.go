package scan

import (
	"path"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// A contest is a file in a home that several inputs have seen, in which at least
// one found something. One reading of it counts.
type contest struct {
	readings []*reading          // the one that counts first, when it is settled
	client   string              // whose the file is, if one of them knows
	kept     map[kindIn]*vantage // findings that are taken
}

// A reading is what one input tells of a file.
type reading struct {
	v     *vantage
	stays bool // what it found counts besides: the one that counts may have missed it
}

type kindIn struct {
	member, kind string
	masked       bool
}

// noteSilent notes that only one input found something in a file. That a newer one
// found nothing does not make it count for nothing: the file may be gone since,
// or the server may have hidden it.
func (m *merging) noteSilent(v *vantage, file string) {
	for _, w := range v.home.vantages {
		if w.in != v.in && w.holds(file) && !w.gapAt(file) && w.in.from.After(v.in.from) {
			m.silent[[2]*input{v.in, w.in}]++
			return
		}
	}
}

// warnSilent tells of the files that noteSilent met.
func (m *merging) warnSilent() {
	for pair, n := range m.silent {
		m.warn("%s found something in %d files in which %s, which looked there later, found nothing: deleted since, or hidden from its account; they count (compare the runs by shikiri diff)",
			pair[0].label(), n, pair[1].label())
	}
}

// findContests looks which readings there are of the files in the homes that
// several inputs have seen, and which of them counts.
func (m *merging) findContests() {
	m.contests, m.silent = map[homeFile]*contest{}, map[[2]*input]int{}
	for _, in := range m.inputs {
		in.repeated = map[homeFile]bool{}
		for i := range in.Run.Findings {
			f := &in.Run.Findings[i]
			m.enterReading(in.vantage(f.Share, f.Zone), f.Path, f.Client)
		}
		if in.people == nil {
			continue
		}
		for _, h := range in.people.held {
			s := in.people.header.Shares[h.share]
			m.enterReading(in.vantage(s.URL, s.Zone), h.path, in.people.header.Clients[h.client])
		}
	}
	for file, c := range m.contests {
		if len(c.readings) < 2 {
			m.noteSilent(c.readings[0].v, file.path)
			continue
		}
		c.settle(file.path)
		for _, r := range c.readings[1:] {
			r.v.in.repeated[file] = true
		}
	}
}

// vantage returns the input's view of a share. One that a run does not list is
// taken for a share of its own.
func (in *input) vantage(share, zone string) *vantage { return in.vantages[shareZone{share, zone}] }

func (m *merging) enterReading(v *vantage, file, client string) {
	if v == nil || !v.home.contested() {
		return
	}
	key := v.file(file)
	c := m.contests[key]
	if c == nil {
		c = &contest{kept: map[kindIn]*vantage{}}
		m.contests[key] = c
	}
	if c.client == "" {
		c.client = client
	}
	if !slices.ContainsFunc(c.readings, func(r *reading) bool { return r.v == v }) {
		c.readings = append(c.readings, &reading{v: v})
	}
}

// settle finds the reading that counts: a whole one before one that could not see
// all, then the newest. The others count for nothing if that one is as good and
// as new; else what only they found stays.
func (c *contest) settle(file string) {
	slices.SortStableFunc(c.readings, func(a, b *reading) int {
		if x, y := a.v.gapAt(file), b.v.gapAt(file); x != y {
			if y {
				return -1
			}
			return 1
		}
		return b.v.in.from.Compare(a.v.in.from)
	})
	best := c.readings[0].v
	for _, r := range c.readings[1:] {
		r.stays = best.gapAt(file) || best.in.from.Before(r.v.in.by) && best.in != r.v.in || !asGood(best.in, r.v.in)
	}
}

// asGood reports whether a looked at least as hard as b: by the same program and
// rules, and not only for what is surer.
func asGood(a, b *input) bool {
	x, y := a.Run.Tool, b.Run.Tool
	x.Policy, y.Policy = "", ""
	o, p := options(a.Run), options(b.Run)
	seen := (o.OCR || !p.OCR) && (o.Snapshots || !p.Snapshots) && o.Layouts == p.Layouts
	return x == y && seen && confidenceRank(a.Run.MinConfidence) <= confidenceRank(b.Run.MinConfidence)
}

func options(r *report.Run) report.Options {
	if r.Options == nil {
		return report.Options{}
	}
	return *r.Options
}

// combineOptions says of the merged run what holds for all of its parts.
func (m *merging) combineOptions() {
	scans := m.scans()
	first := options(scans[0].Run)
	o, layouts, known, differ := first, sorted{}, true, false
	for _, in := range scans {
		p := options(in.Run)
		known = known && in.Run.Options != nil
		differ = differ || p != first
		o.OCRPartly = o.OCRPartly || p.OCR || p.OCRPartly
		o.OCR, o.Snapshots = o.OCR && p.OCR, o.Snapshots && p.Snapshots
		layouts.add(p.Layouts)
	}
	o.OCRPartly = o.OCRPartly && !o.OCR
	if o.Layouts = layouts.hash(); known {
		m.run.Options = &o
	}
	if differ {
		m.warn("the runs were made with different options: OCR, previous versions or layouts of files of hosts")
	}
}

// of returns the reading of a vantage, and whether it is the one that counts.
func (c *contest) of(v *vantage) (r *reading, first bool) {
	for i, r := range c.readings {
		if r.v == v {
			return r, i == 0
		}
	}
	return nil, false
}

// noteGaps notes what each input could not examine, where several looked.
func (m *merging) noteGaps() {
	for _, in := range m.inputs {
		for i := range in.Run.Unexamined {
			u := &in.Run.Unexamined[i]
			for _, v := range in.views[u.Share] {
				if v.home.contested() {
					v.addGap(v.gapPath(u.Path))
				}
			}
		}
	}
}

func (v *vantage) addGap(at string) {
	if v.gaps == nil {
		v.gaps, v.above = map[string]bool{}, map[string]bool{}
	}
	v.gaps[at] = true
	for at != "." && at != "/" {
		at = path.Dir(at)
		if v.above[at] {
			return
		}
		v.above[at] = true
	}
}

// gapPath is the path of a file or folder in the home, in the form of homeFile.
func (v *vantage) gapPath(name string) string {
	if at := v.file(name).path; at != "" {
		return at
	}
	return "."
}

// gapAt reports whether the vantage could not examine a file, or a folder above.
func (v *vantage) gapAt(file string) bool {
	if len(v.gaps) == 0 {
		return false
	}
	for at := file; ; at = path.Dir(at) {
		if v.gaps[at] {
			return true
		}
		if at == "." || at == "/" {
			return false
		}
	}
}

// reasonsOfPlace are reasons that lie in who looked and from where. The others
// lie in the file.
var reasonsOfPlace = map[string]bool{"unreadable": true, "timeout": true, "interrupted": true, "link": true, "offline": true, "vanished": true}

// filled reports whether another input examined, in whole, what v could not: not
// before v tried, looking as hard, and able to see it. Whether it could see it is
// known if it found something there; else it must have met no fewer files than v,
// for servers may hide from an account what it may not read.
func (m *merging) filled(v *vantage, at, reason string) bool {
	return slices.ContainsFunc(v.home.vantages, func(w *vantage) bool {
		switch {
		case w == v || !w.in.whole() || !w.holds(at) || !asGood(w.in, v.in):
			return false
		case w.gapAt(at) || w.above[at]:
			return false
		}
		inTime := !w.in.from.Before(v.in.by)
		if reasonsOfPlace[reason] { // two vantage points at a time
			inTime = inTime || w.in.to.After(v.in.from) && !w.in.from.After(v.in.to)
		}
		if !inTime {
			return false
		}
		if c := m.contests[homeFile{v.home.number, at}]; c != nil {
			if r, _ := c.of(w); r != nil {
				return true
			}
		}
		return w.share.Files > 0 && (len(w.folder) > len(v.folder) || w.share.Files >= v.share.Files)
	})
}

// whole reports whether the run came to its end and tells of all that it saw.
func (in *input) whole() bool {
	r := in.Run
	return !r.Interrupted && r.Client == "" && !r.Redacted && (r.Complete || len(r.Unexamined) > 0 || untried(r)) && r.ExitCode != 2
}

// holds reports whether a path of the home lies in the share.
func (v *vantage) holds(at string) bool {
	folder := v.gapPath(".")
	return folder == "." || at == folder || strings.HasPrefix(at, folder+"/")
}

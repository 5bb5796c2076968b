package output

import (
	"slices"
	"time"

	"github.com/shikiri/shikiri/report"
)

// A lostFile is what the older of two runs found in a file or member and the
// newer did not. Records and People are the most of any kind: each kind counts
// the same people again.
type lostFile struct {
	report.Place
	Kinds                  []lostKind
	Verdict                string // the worst
	Count, Records, People int64
	Modified               time.Time
	Whys                   []string // of what is unclear, each once
	Elsewhere              []report.Place
	Remains                bool
}

type lostKind struct {
	ID     string
	Masked bool
}

// lostFiles puts findings together by file. They must be sorted by place, as
// report.Compare leaves them.
func lostFiles(all []report.Gone) []lostFile {
	var files []lostFile
	for i := range all {
		g := &all[i]
		n := len(files) - 1
		if n < 0 || files[n].Place != g.Place {
			files = append(files, lostFile{Place: g.Place, Verdict: g.Verdict, Modified: g.Modified, Remains: g.Remains})
			n++
		}
		f := &files[n]
		f.Kinds = append(f.Kinds, lostKind{g.Kind, g.Masked})
		if rank(g.Verdict) > rank(f.Verdict) && rank(f.Verdict) >= 0 || rank(g.Verdict) < 0 {
			f.Verdict = g.Verdict
		}
		f.Count += g.Count
		f.Records, f.People = max(f.Records, g.Records), max(f.People, g.People)
		if g.Why != "" && !slices.Contains(f.Whys, g.Why) {
			f.Whys = append(f.Whys, g.Why)
		}
		if len(f.Elsewhere) < len(g.Elsewhere) {
			f.Elsewhere = g.Elsewhere // each kind lists the same places
		}
	}
	return files
}

// kinds names what was found, for the reader.
func (f *lostFile) kinds(p *page) []string {
	names := make([]string, len(f.Kinds))
	for i, k := range f.Kinds {
		if names[i] = p.kindName(k.ID); names[i] == "" {
			names[i] = visible(k.ID)
		}
		if k.Masked {
			names[i] += " (" + p.words.Masked + ")"
		}
	}
	return names
}

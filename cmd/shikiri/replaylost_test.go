package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// A row is one number of a report beside the truth.
type row struct {
	name      string
	got, want int64
	atLeast   bool // the truth does not count all there is
}

// ok allows half a percent, and one in a small replay.
func (r row) ok() bool {
	off, slack := r.got-r.want, max(1, r.want/200)
	return off >= -slack && (off <= slack || r.atLeast)
}

// table shows rows: all, or those that are wrong and the first three.
func table(rows []row, all bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  %9s %9s %9s\n", "got", "want", "off")
	for i, r := range rows {
		if i >= 3 && r.ok() && !all {
			continue
		}
		percent, mark := "", ""
		if r.want > 0 && r.got != r.want {
			percent = fmt.Sprintf("%+.2f %%", 100*float64(r.got-r.want)/float64(r.want))
		}
		switch {
		case !r.ok():
			mark = "  <-- wrong"
		case r.atLeast:
			mark = "  (at least)"
		}
		fmt.Fprintf(&b, "  %9d %9d %+9d %9s  %s%s\n", r.got, r.want, r.got-r.want, percent, r.name, mark)
	}
	return b.String()
}

// A layout is the files of one style and character set.
type layout struct{ style, charset string }

// A tally is what was lost in files of one layout.
type tally struct {
	layout
	files, badFiles       int
	want, got             int64
	lost, extra           int64 // by file: what is lost in one does not make up for what is too much in another
	wantFirms, gotFirms   int64
	kinds                 map[string]int64
	worst                 string // the file that is off most
	worstGot, worstWanted int64
}

// lost scans the replay again with each file a client of its own, which makes
// the report count records by file, and says which layouts and files are off.
func (r *replayRun) lost(t *testing.T) string {
	t.Helper()
	files := r.byFile(t)
	tallies := map[layout]*tally{}
	known := map[string]*tally{}
	wants := map[string][2]int64{}
	for _, f := range r.truth.Files {
		key := layout{f.Style, f.Charset}
		if tallies[key] == nil {
			tallies[key] = &tally{layout: key, kinds: map[string]int64{}}
		}
		known[f.Path] = tallies[key] // the members of a replay's archive are of one style
		w := wants[f.Path]
		wants[f.Path] = [2]int64{w[0] + int64(f.Records), w[1] + int64(f.Companies)}
	}
	for path, w := range wants {
		known[path].count(path, w, files[path])
	}
	var strays []report.Finding
	for _, f := range r.Findings {
		switch s := known[f.Path]; {
		case s != nil:
			s.kinds[kindName(f.Kind, f.Masked)] += f.Records
		case !r.leaves(f.Kind):
			strays = append(strays, f)
		}
	}
	return showTallies(slices.Collect(maps.Values(tallies))) + showStrays(strays)
}

func (s *tally) count(path string, want [2]int64, got report.Client) {
	off := got.Records - want[0]
	s.files++
	s.want, s.got = s.want+want[0], s.got+got.Records
	s.wantFirms, s.gotFirms = s.wantFirms+want[1], s.gotFirms+got.Companies
	s.lost += max(0, -off)
	s.extra += max(0, off)
	if off != 0 {
		s.badFiles++
	}
	if s.worst == "" || abs(off) > abs(s.worstGot-s.worstWanted) {
		s.worst, s.worstGot, s.worstWanted = path, got.Records, want[0]
	}
}

// byFile returns the counts of each file.
func (r *replayRun) byFile(t *testing.T) map[string]report.Client {
	t.Helper()
	var clients []map[string]any
	seen := map[string]bool{}
	for _, f := range r.truth.Files {
		if !seen[f.Path] {
			seen[f.Path] = true
			clients = append(clients, map[string]any{"name": f.Path, "paths": []string{f.Path}})
		}
	}
	text, err := json.Marshal(map[string]any{
		"version": 1, "zones": []map[string]any{{"name": r.zone, "networks": []string{"10.10.0.0/16"}, "personal-data": "forbidden"}}, "clients": clients,
	})
	if err != nil {
		t.Fatal(err)
	}
	r.writeConfig(t, "byfile.yaml", string(text))
	out := map[string]report.Client{}
	for _, c := range r.scan(t, "byfile.yaml").Clients {
		out[c.Client] = c
	}
	return out
}

func showTallies(of []*tally) string {
	slices.SortFunc(of, func(a, b *tally) int {
		return cmp.Or(cmp.Compare(b.lost+b.extra, a.lost+a.extra), cmp.Compare(a.style, b.style), cmp.Compare(a.charset, b.charset))
	})
	if len(of) == 0 {
		return ""
	}
	var b strings.Builder
	fine, records := 0, int64(0)
	fmt.Fprintf(&b, "  by layout, the worst first; lost and extra records are summed by file:\n  %-20s %-11s %11s %8s %8s %8s %8s  %s\n",
		"style", "charset", "files wrong", "want", "got", "lost", "extra", "records by kind; the file that is off most")
	for _, s := range of {
		if s.lost+s.extra == 0 && s.gotFirms == s.wantFirms && len(of) > maxFine {
			fine++
			records += s.want
			continue
		}
		fmt.Fprintf(&b, "  %-20s %-11s %5d of %-3d %7d %8d %8d %8d  %s", s.style, s.charset, s.badFiles, s.files, s.want, s.got, s.lost, s.extra, showCounts(s.kinds))
		if s.gotFirms != s.wantFirms {
			fmt.Fprintf(&b, "; companies %d of %d", s.gotFirms, s.wantFirms)
		}
		fmt.Fprintf(&b, "; %s: %d of %d\n", s.worst, s.worstGot, s.worstWanted)
	}
	if fine > 0 {
		fmt.Fprintf(&b, "  %d layouts with %d records have the right number in every file\n", fine, records)
	}
	return b.String()
}

func showCounts(kinds map[string]int64) string {
	var parts []string
	for _, kind := range sortedKeys(kinds) {
		parts = append(parts, fmt.Sprintf("%s %d", kind, kinds[kind]))
	}
	return cmp.Or(strings.Join(parts, ", "), "nothing found")
}

// maxFine is how many layouts are all shown, so that kinds can be compared.
const maxFine = 12

// maxStrays is how many false findings a message shows.
const maxStrays = 40

// showStrays lists what was found where nobody's data is: the excerpts are
// those of the report, and the text is invented.
func showStrays(of []report.Finding) string {
	if len(of) == 0 {
		return ""
	}
	slices.SortStableFunc(of, func(a, b report.Finding) int { return cmp.Compare(b.Records, a.Records) })
	var b strings.Builder
	fmt.Fprintf(&b, "  %d findings in files about nobody, the largest first:\n", len(of))
	for i, f := range of {
		if i == maxStrays {
			fmt.Fprintf(&b, "    and %d more\n", len(of)-i)
			break
		}
		fmt.Fprintf(&b, "    %7d records  %-16s %-9s %-6s %s", f.Records, kindName(f.Kind, f.Masked), f.Verdict, f.Confidence, f.Path)
		if f.Member != "" {
			fmt.Fprintf(&b, "!/%s", f.Member)
		}
		for _, s := range f.Samples[:min(len(f.Samples), 2)] {
			fmt.Fprintf(&b, "; line %d %s %v", s.Line, s.Excerpt, s.Evidence)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func abs(n int64) int64 { return max(n, -n) }

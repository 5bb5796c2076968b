package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

var monday = time.Date(2026, 4, 6, 22, 0, 0, 0, time.FixedZone("JST", 9*3600))

// aRun is a run of one share, an hour long, with findings and entries of what was
// not examined.
func aRun(start time.Time, findings ...Finding) *Run {
	return &Run{
		Schema: Schema, Started: start, Finished: start.Add(time.Hour), Complete: true, MinConfidence: "medium",
		Tool: Tool{Version: "v1", Rules: "sha256:01", Policy: "sha256:02"}, Cover: Cover{Host: "scan01", Key: "k1"}, Options: &Options{},
		Shares:   []Share{{URL: "smb://fs01/share", Zone: "office", Files: 10, Scanned: 10, User: "svc"}},
		Findings: findings,
	}
}

func aFinding(path string, more ...func(*Finding)) Finding {
	f := Finding{
		Share: "smb://fs01/share", Zone: "office", Path: path, Verdict: "violation", Kind: "jp-name", Confidence: "high",
		Count: 10, Records: 10, People: 10, Modified: monday.AddDate(0, -1, 0),
	}
	for _, m := range more {
		m(&f)
	}
	f.ID = fmt.Sprint(f.Share, "|", f.Path, "|", f.Member, "|", f.Kind, f.Masked)
	return f
}

func kind(k string) func(*Finding)    { return func(f *Finding) { f.Kind = k } }
func member(m string) func(*Finding)  { return func(f *Finding) { f.Member = m } }
func share(s string) func(*Finding)   { return func(f *Finding) { f.Share = s } }
func verdict(v string) func(*Finding) { return func(f *Finding) { f.Verdict = v } }
func sure(c string) func(*Finding)    { return func(f *Finding) { f.Confidence = c } }
func client(s string) func(*Finding)  { return func(f *Finding) { f.Client = s } }
func prints(s string) func(*Finding)  { return func(f *Finding) { f.Fingerprint = s } }
func people(n int64) func(*Finding) {
	return func(f *Finding) { f.People, f.Records, f.Count = n, n, n }
}
func changed(t time.Time) func(*Finding) { return func(f *Finding) { f.Modified = t } }

// said returns the changes of a run as lines.
func said(r *Run) string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s %s", f.State, f.Path)
		if f.Member != "" {
			fmt.Fprintf(&b, "!/%s", f.Member)
		}
		fmt.Fprintln(&b)
	}
	for _, g := range r.Changes.Gone {
		fmt.Fprintf(&b, "gone %s %s", g.Path, g.Kind)
		for _, e := range g.Elsewhere {
			fmt.Fprintf(&b, " also:%s", e.Path)
		}
		if g.Remains {
			b.WriteString(" remains")
		}
		fmt.Fprintln(&b)
	}
	for _, m := range r.Changes.Moves {
		fmt.Fprintf(&b, "move %s %s by %s\n", m.From.Path, m.To.Path, m.By)
	}
	for _, g := range r.Changes.Unclear {
		fmt.Fprintf(&b, "unclear %s %s\n", g.Path, g.Why)
	}
	return b.String()
}

func TestCompare(t *testing.T) {
	later := monday.AddDate(0, 0, 7)
	for _, test := range []struct {
		name     string
		old, now []Finding
		want     string
	}{
		{"the same", []Finding{aFinding("a.csv")}, []Finding{aFinding("a.csv")}, "remaining a.csv\n"},
		{"new", nil, []Finding{aFinding("a.csv")}, "new a.csv\n"},
		{"gone", []Finding{aFinding("a.csv")}, nil, "gone a.csv jp-name\n"},
		{"more people", []Finding{aFinding("a.csv")}, []Finding{aFinding("a.csv", people(11))}, "grown a.csv\n"},
		{"fewer people", []Finding{aFinding("a.csv")}, []Finding{aFinding("a.csv", people(9))}, "remaining a.csv\n"},
		{"another kind in the file", []Finding{aFinding("a.csv"), aFinding("a.csv", kind("phone"))}, []Finding{aFinding("a.csv")},
			"remaining a.csv\ngone a.csv phone remains\n"},
		{"another member", []Finding{aFinding("a.zip", member("1")), aFinding("a.zip", member("2"))}, []Finding{aFinding("a.zip", member("2"))},
			"remaining a.zip!/2\ngone a.zip jp-name\n"},
		{"moved, by people", []Finding{aFinding("a.csv", prints("p"))}, []Finding{aFinding("b/c.csv", prints("p"), changed(later))},
			"moved b/c.csv\nmove a.csv b/c.csv by people\n"},
		{"two people under another name are no sign", []Finding{aFinding("a.csv", prints("p"), people(2))},
			[]Finding{aFinding("b/c.csv", prints("p"), people(2), changed(later))}, "new b/c.csv\ngone a.csv jp-name also:b/c.csv\n"},
		{"two people and the time are", []Finding{aFinding("a.csv", prints("p"), people(2))},
			[]Finding{aFinding("b/c.csv", prints("p"), people(2))}, "moved b/c.csv\nmove a.csv b/c.csv by people\n"},
		{"moved, by name, time and counts", []Finding{aFinding("a.csv")}, []Finding{aFinding("b/a.csv")},
			"moved b/a.csv\nmove a.csv b/a.csv by file\n"},
		{"another time", []Finding{aFinding("a.csv")}, []Finding{aFinding("b/a.csv", changed(later))}, "new b/a.csv\ngone a.csv jp-name\n"},
		{"other people", []Finding{aFinding("a.csv", prints("p"))}, []Finding{aFinding("b/a.csv", prints("q"))}, "new b/a.csv\ngone a.csv jp-name\n"},
		{"of two new places the one with the name", []Finding{aFinding("a.csv", prints("p"))},
			[]Finding{aFinding("b/1.csv", prints("p")), aFinding("z/a.csv", prints("p"))},
			"new b/1.csv\nmoved z/a.csv\nmove a.csv z/a.csv by people\n"},
		{"as many people, but others", []Finding{aFinding("a.csv", prints("p"))}, []Finding{aFinding("a.csv", prints("q"))}, "grown a.csv\n"},
		{"fewer people, which are no longer the same", []Finding{aFinding("a.csv", prints("p"))},
			[]Finding{aFinding("a.csv", prints("q"), people(4))}, "remaining a.csv\n"},
		{"as many people, of whom one run knows nothing", []Finding{aFinding("a.csv")}, []Finding{aFinding("a.csv", prints("q"))}, "remaining a.csv\n"},
		{"a copy remains", []Finding{aFinding("a.csv", prints("p")), aFinding("b.csv", prints("p"))}, []Finding{aFinding("b.csv", prints("p"))},
			"remaining b.csv\ngone a.csv jp-name also:b.csv\n"},
		{"one kind moved, the other is gone", []Finding{aFinding("a.csv", prints("p")), aFinding("a.csv", prints("p"), kind("phone"))},
			[]Finding{aFinding("b.csv", prints("p"))}, "moved b.csv\ngone a.csv phone also:b.csv\nmove a.csv b.csv by people\n"},
		{"a file that was there before is no move", []Finding{aFinding("a.csv", prints("p")), aFinding("b.csv", kind("phone"), people(3), prints("q"))},
			[]Finding{aFinding("b.csv", kind("phone"), people(3), prints("p")), aFinding("b.csv", prints("p"))},
			"grown b.csv\nnew b.csv\ngone a.csv jp-name also:b.csv\n"},
	} {
		old, now := aRun(monday, test.old...), aRun(later, test.now...)
		Compare(old, now, "", "")
		if got := said(now); got != test.want {
			t.Errorf("%s: got\n%swant\n%s", test.name, got, test.want)
		}
	}
}

// Where a share begins, and which zone it lies in, makes no other place of it.
func TestSamePlace(t *testing.T) {
	old := aRun(monday, aFinding("d/a.csv"), aFinding("B.csv", share(`\\FS01\share\d`)))
	old.Shares = append(old.Shares, Share{URL: `\\FS01\share\d`, Zone: "office", Files: 1})
	now := aRun(monday.AddDate(0, 0, 7), aFinding("a.csv", share("smb://fs01/share/d")), aFinding("b.csv", share("smb://fs01/share/d")))
	now.Shares = []Share{{URL: "smb://fs01/share/d", Zone: "print", Files: 2, User: "svc"}}
	Compare(old, now, "", "")
	if got, want := said(now), "remaining a.csv\nremaining b.csv\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}

	both := func(f Finding) []Finding { // a share that lies in two zones
		g := f
		g.Zone = "print"
		return []Finding{f, g}
	}
	old, now = aRun(monday, both(aFinding("a.csv"))...), aRun(monday.AddDate(0, 0, 7), both(aFinding("a.csv", people(20)))...)
	old.Findings[1].People = 30
	old.Findings[1].Records = 30
	Compare(old, now, "", "")
	if got, want := said(now), "grown a.csv\nremaining a.csv\n"; got != want {
		t.Errorf("got %q, want %q: each with that of its zone", got, want)
	}

	old, now = aRun(monday, aFinding("a.csv", share("/srv/x"))), aRun(monday.AddDate(0, 0, 7), aFinding("a.csv", share("/srv/x")))
	old.Shares[0].URL, now.Shares[0].URL, now.Cover.Host = "/srv/x", "/srv/x", "scan02"
	Compare(old, now, "", "")
	if got, want := said(now), "new a.csv\nunclear a.csv other-host\n"; got != want {
		t.Errorf("two machines: got %q, want %q", got, want)
	}
}

func TestKnown(t *testing.T) {
	for _, test := range []struct {
		before, now string
		more        int64
		want        bool
	}{
		{"violation", "violation", 0, true}, {"violation", "overdue", 0, true}, {"allowed", "violation", 0, false},
		{"allowed", "overdue", 0, false}, {"overdue", "violation", 0, false}, {"violation", "violation", 1, false},
	} {
		for _, to := range []string{"a.csv", "b.csv"} { // there, and moved
			old := aRun(monday, aFinding("a.csv", verdict(test.before), prints("p")))
			now := aRun(monday.AddDate(0, 0, 7), aFinding(to, verdict(test.now), people(10+test.more), prints("p")))
			want := test.want || to == "b.csv" && test.more > 0 // a file that moved has the same people
			Compare(old, now, "", "")
			if got := now.Findings[0].Known(); got != want {
				t.Errorf("%s, then %s with %d more in %s: known %v, want %v", test.before, test.now, test.more, to, got, want)
			}
		}
	}
}

func TestNotes(t *testing.T) {
	old, now := aRun(monday, aFinding("a.csv")), aRun(monday.AddDate(0, 0, 7), aFinding("b.csv"))
	Compare(old, now, "", "")
	if len(now.Changes.Notes) > 0 {
		t.Errorf("got notes %q, want none", now.Changes.Notes)
	}
	now.Tool = Tool{Version: "v2", Rules: "sha256:ff", Policy: "sha256:ff"}
	now.MinConfidence, now.Cover.Key, now.Options = "low", "k2", &Options{OCR: true}
	now.Shares[0].Zone = "print"
	missing("b.csv", "", "encrypted")(nil, old)
	Compare(old, now, "", "")
	got := strings.Join(now.Changes.Notes, "\n")
	for _, want := range []string{"rules", "policy", "version: v1, then v2", "less than medium", "fingerprint key", "pictures", "zone office before", "of the new findings, 1 "} {
		if !strings.Contains(got, want) {
			t.Errorf("got notes\n%s\nwant %q in them", got, want)
		}
	}
	old, now = aRun(monday, aFinding("a.csv")), aRun(monday.AddDate(0, 0, 7))
	for files, want := range map[int64]bool{1: true, 2: false} { // of ten
		now.Shares[0].Files = files
		Compare(old, now, "", "")
		if got := strings.Contains(strings.Join(now.Changes.Notes, "\n"), "mounted?"); got != want {
			t.Errorf("%d files are left: got notes %q, want the question whether it is mounted: %v", files, now.Changes.Notes, want)
		}
	}
	old, now = aRun(monday, aFinding("a.csv", client("例示銀行"))), aRun(monday.AddDate(0, 0, 7), aFinding("a.csv", client("架空銀行")))
	Compare(old, now, "", "")
	if got := strings.Join(now.Changes.Notes, "\n"); !strings.Contains(got, "1 are another client's") || strings.Contains(got, "銀行") {
		t.Errorf("got notes %q, want that the client changed, without its name", got)
	}
	Compare(now, now, "", "")
	if got := now.Changes.Notes; !slices.Contains(got, "both are the same run") {
		t.Errorf("got notes %q, want that it is one run", got)
	}
}

// Every finding of the old run is in one place of the comparison, and two
// comparisons say the same.
func TestCompareIsWhole(t *testing.T) {
	old, now := manyRuns(3000)
	Compare(old, now, "aa", "bb")
	c := now.Changes
	matched := 0
	for _, f := range now.Findings {
		if f.State != "new" {
			matched++
		}
	}
	if got := matched + len(c.Gone) + len(c.Unclear); got != len(old.Findings) {
		t.Errorf("%d findings are accounted for, want %d: %d, %d gone, %d unclear", got, len(old.Findings), matched, len(c.Gone), len(c.Unclear))
	}
	if got := c.Added + c.Grown + c.Remaining + c.Moved; got != int64(len(now.Findings)) {
		t.Errorf("%d findings have a state, want %d", got, len(now.Findings))
	}
	if c.Added == 0 || c.Grown == 0 || c.Remaining == 0 || c.Moved == 0 || len(c.Gone) == 0 || len(c.Unclear) == 0 {
		t.Errorf("%+v: want some of each", c)
	}
	first, _ := json.Marshal(now)
	Compare(old, now, "aa", "bb")
	if again, _ := json.Marshal(now); string(again) != string(first) {
		t.Error("a second comparison says something else")
	}
}

// manyRuns are two runs of n findings, of which some are new, grown, gone, moved
// and unclear.
func manyRuns(n int) (old, now *Run) {
	old, now = aRun(monday), aRun(monday.AddDate(0, 0, 7))
	for i := range n {
		dir := fmt.Sprintf("部署%d/業務%d", i%7, i%100)
		f := aFinding(fmt.Sprintf("%s/名簿%d.csv", dir, i), prints(fmt.Sprint(i)), people(int64(10+i%9)))
		g := f
		switch i % 10 {
		case 0:
			old.Findings = append(old.Findings, f)
			continue
		case 1:
			f, g = aFinding("no"), f
		case 2:
			g.People++
		case 3:
			g = aFinding(fmt.Sprintf("移動/名簿%d.csv", i), prints(fmt.Sprint(i)), people(f.People))
		case 4:
			old.Findings = append(old.Findings, f)
			now.Unexamined = append(now.Unexamined, Unexamined{Share: f.Share, Path: f.Path, Reason: "encrypted"})
			continue
		}
		if f.Path != "no" {
			old.Findings = append(old.Findings, f)
		}
		now.Findings = append(now.Findings, g)
	}
	now.Complete, now.Shares[0].Unexamined = false, int64(len(now.Unexamined))
	old.Sort()
	now.Sort()
	return old, now
}

func BenchmarkCompare(b *testing.B) {
	for _, n := range []int{100_000, 500_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			old, now := manyRuns(n)
			b.ReportAllocs()
			for b.Loop() {
				Compare(old, now, "", "")
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/finding")
		})
	}
}

// Two merged runs that began with the same scan are not one run.
func TestIDOfMerged(t *testing.T) {
	first, second := aRun(monday), aRun(monday)
	first.Parts = []Part{{RunRef: RunRef{ID: "a"}}, {RunRef: RunRef{ID: "b"}}}
	second.Parts = []Part{{RunRef: RunRef{ID: "a"}}, {RunRef: RunRef{ID: "c"}}}
	if first.ID() == second.ID() {
		t.Errorf("both have the ID %s, want one each", first.ID())
	}
}

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

// What the new run could not have found is never gone.
func TestUnclear(t *testing.T) {
	local := "/srv/share"
	for name, test := range map[string]struct {
		f      Finding
		change func(old, now *Run)
		want   string
	}{
		"covered":                   {aFinding("d/a.csv"), func(_, _ *Run) {}, ""},
		"interrupted":               {aFinding("d/a.csv"), func(_, now *Run) { now.Interrupted = true }, "interrupted"},
		"the file":                  {aFinding("d/a.csv"), missing("d/a.csv", "", "encrypted"), "encrypted"},
		"the file in part":          {aFinding("d/a.zip", member("x")), missing("d/a.zip", "", "damaged"), "damaged"},
		"the member":                {aFinding("d/a.zip", member("x")), missing("d/a.zip", "x", "encrypted"), "encrypted"},
		"the archive around":        {aFinding("d/a.zip", member("x.zip!/y")), missing("d/a.zip", "x.zip", "too-deep"), "too-deep"},
		"another member":            {aFinding("d/a.zip", member("x")), missing("d/a.zip", "xy", "encrypted"), ""},
		"the folder":                {aFinding("d/e/a.csv"), missing("d", "", "unreadable"), "unreadable"},
		"a folder named alike":      {aFinding("d/e/a.csv"), missing("d/e/a", "", "unreadable"), ""},
		"in other case, by SMB":     {aFinding("D/a.csv"), missing("d", "", "unreadable"), "unreadable"},
		"the share":                 {aFinding("d/a.csv"), missing(".", "", "timeout"), "timeout"},
		"it does not say what":      {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].Unexamined = 1; now.Complete = false }, UnclearIncomplete},
		"it does not even count":    {aFinding("d/a.csv"), func(_, now *Run) { now.Complete = false }, UnclearIncomplete},
		"another share":             {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].URL = "smb://fs01/share2" }, UnclearShare},
		"no share":                  {aFinding("d/a.csv"), func(_, now *Run) { now.Shares = nil }, UnclearShare},
		"a folder of the share":     {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].URL = "smb://fs01/share/d" }, ""},
		"another folder":            {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].URL = "smb://fs01/share/e" }, UnclearShare},
		"the server":                {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].URL = "smb://DOM;scan@FS01:445/" }, ""},
		"another port":              {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].URL = "smb://fs01:4455/share" }, UnclearShare},
		"a share of administrators": {aFinding("d/a.csv", share("smb://fs01/c$")), func(old, now *Run) { old.Shares[0].URL = "smb://fs01/c$"; now.Shares[0].URL = "smb://fs01/" }, UnclearShare},
		"another account":           {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].User = "guest" }, UnclearUser},
		"an account in other case":  {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].User = "SVC" }, ""},
		"an empty share":            {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].Files = 0 }, UnclearEmpty},
		"emptied, folders are left": {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].Files, now.Shares[0].Directories = 0, 2 }, ""},
		"less confidence":           {aFinding("d/a.csv", sure("medium")), func(_, now *Run) { now.MinConfidence = "high" }, UnclearConfidence},
		"enough confidence":         {aFinding("d/a.csv"), func(_, now *Run) { now.MinConfidence = "high" }, ""},
		"of a merged run":           {aFinding("d/a.csv", sure("medium")), func(_, now *Run) { now.Parts = []Part{{RunRef: RunRef{MinConfidence: "high", Tool: now.Tool}}} }, UnclearConfidence},
		"other rules":               {aFinding("d/a.csv"), func(_, now *Run) { now.Tool.Rules = "sha256:ff" }, UnclearRules},
		"other rules in a part":     {aFinding("d/a.csv"), func(_, now *Run) { now.Parts = []Part{{RunRef: RunRef{Tool: Tool{Rules: "sha256:ff"}}}} }, UnclearRules},
		"another policy":            {aFinding("d/a.csv"), func(_, now *Run) { now.Tool.Policy = "sha256:ff" }, ""},
		"another zone":              {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].Zone = "print" }, ""},
		"wrong order":               {aFinding("d/a.csv"), func(_, now *Run) { now.Started = monday.AddDate(0, 0, -1) }, UnclearOlder},
		"no OCR":                    {aFinding("d/a.pdf"), func(old, _ *Run) { old.Options = &Options{OCR: true} }, UnclearPictures},
		"no OCR of a text":          {aFinding("d/a.csv"), func(old, _ *Run) { old.Options = &Options{OCR: true} }, ""},
		"no OCR of a member":        {aFinding("d/a.zip", member("x.txt")), func(old, _ *Run) { old.Options = &Options{OCR: true} }, ""},
		"OCR":                       {aFinding("d/a.pdf"), func(old, now *Run) { old.Options = &Options{OCR: true}; now.Options = old.Options }, ""},
		"other layouts":             {aFinding("d/a.dat"), func(old, _ *Run) { old.Options = &Options{Layouts: "sha256:01"} }, UnclearLayouts},
		"no previous versions":      {aFinding("@GMT-2026.01.01-00.00.00/a.csv", func(f *Finding) { f.Place = "snapshot" }), func(_, _ *Run) {}, UnclearSnapshots},
		"previous versions": {aFinding("@GMT-2026.01.01-00.00.00/a.csv", func(f *Finding) { f.Place = "snapshot" }),
			func(_, now *Run) { now.Options = &Options{Snapshots: true} }, ""},
		"extract of another client": {aFinding("d/a.csv"), func(_, now *Run) { now.Client = "例示信用金庫" }, UnclearExtract},
		"clients may have changed": {aFinding("d/a.csv", client("例示信用金庫")), func(_, now *Run) {
			now.Client, now.Tool.Policy = "例示信用金庫", "sha256:ff"
		}, UnclearExtract},
		"extract of its client": {aFinding("d/a.csv", client("例示信用金庫")), func(_, now *Run) { now.Client = "例示信用金庫" }, ""},
		"names masked under two keys": {aFinding("d/a.csv"), func(old, now *Run) {
			Redact(old, []byte("1"))
			Redact(now, []byte("2"))
			old.Findings[0].Path = "d/a.csv" // to be recognised below
		}, UnclearRedacted},
		"names masked under a key that is not known": {aFinding("d/a.csv"), func(old, now *Run) { old.Redacted, now.Redacted = true, true }, UnclearRedacted},
		"names masked under one key": {aFinding("d/a.csv"), func(old, now *Run) {
			old.Redacted, now.Redacted, old.NamesKey, now.NamesKey = true, true, "k", "k"
		}, ""},
		"by an older program":                 {aFinding("d/a.csv"), func(_, now *Run) { now.Options = nil }, UnclearMethod},
		"found by an older program":           {aFinding("d/a.csv"), func(old, _ *Run) { old.Options = nil }, UnclearMethod},
		"OCR in some of the merged runs":      {aFinding("d/a.pdf"), func(old, _ *Run) { old.Options = &Options{OCRPartly: true} }, UnclearPictures},
		"masked names":                        {aFinding("d/a.csv"), func(_, now *Run) { now.Redacted = true }, UnclearRedacted},
		"a folder of the machine":             {aFinding("d/a.csv", share(local)), onBoth(local, func(_, _ *Run) {}), ""},
		"of another machine":                  {aFinding("d/a.csv", share(local)), onBoth(local, func(_, now *Run) { now.Cover.Host = "scan02" }), UnclearHost},
		"of a machine nobody named":           {aFinding("d/a.csv", share(local)), onBoth(local, func(_, now *Run) { now.Cover.Host = "" }), UnclearHost},
		"found by nobody knows which machine": {aFinding("d/a.csv", share(local)), onBoth(local, func(old, _ *Run) { old.Cover.Host = "" }), UnclearHost},
		"of one of two machines": {aFinding("d/a.csv", share(local)), onBoth(local, func(old, _ *Run) {
			old.Shares = append(old.Shares, Share{URL: local, Host: "scan02", Files: 1})
		}), UnclearHost},
		"a folder above":        {aFinding("d/a.csv", share(local)), onBoth(local, func(_, now *Run) { now.Shares[0].URL = "/srv" }), ""},
		"a name that begins so": {aFinding("d/a.csv", share(local)), onBoth(local, func(_, now *Run) { now.Shares[0].URL = "/srv/sha" }), UnclearShare},
		"the whole machine":     {aFinding("d/a.csv", share(local)), onBoth(local, func(_, now *Run) { now.Shares[0].URL = "/" }), ""},
	} {
		old, now := aRun(monday, test.f), aRun(monday.AddDate(0, 0, 7))
		test.change(old, now)
		Compare(old, now, "", "")
		want := "unclear " + test.f.Path + " " + test.want + "\n"
		if test.want == "" {
			want = "gone " + test.f.Path + " jp-name\n"
		}
		if got := said(now); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func missing(path, member, reason string) func(old, now *Run) {
	return func(_, now *Run) {
		now.Complete = false
		now.Shares[0].Unexamined = 1
		now.Unexamined = []Unexamined{{Share: now.Shares[0].URL, Path: path, Member: member, Reason: reason}}
	}
}

func onBoth(share string, change func(old, now *Run)) func(old, now *Run) {
	return func(old, now *Run) {
		old.Shares[0].URL, now.Shares[0].URL = share, share
		change(old, now)
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

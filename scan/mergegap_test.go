package scan

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/report"
)

// oneShare is a run over one share that began some hours after the others and
// took one.
func oneShare(hours int, change func(r *report.Run)) *report.Run {
	at := longAgo.Add(time.Duration(hours) * time.Hour)
	r := &report.Run{
		Schema: report.Schema, Started: at, Finished: at.Add(time.Hour), Complete: true, MinConfidence: "medium",
		Tool: report.Tool{Name: "shikiri", Version: "v1", Rules: "sha256:01", Policy: "sha256:02"}, Cover: report.Cover{Host: "scan01"},
		Shares: []report.Share{{URL: "smb://fs.example.com/data", Zone: "office", Files: 10, Scanned: 10}},
		Zones:  []report.Zone{{Name: "office", PersonalData: "forbidden"}},
	}
	if change != nil {
		change(r)
	}
	if len(r.Unexamined) > 0 {
		r.Complete, r.ExitCode = false, 3
		r.Shares[0].Unexamined = int64(len(r.Unexamined))
		r.Shares[0].Scanned = r.Shares[0].Files - r.Shares[0].Unexamined
	}
	return r
}

// gap has a run not examine a file or folder.
func gap(path, reason string) func(*report.Run) {
	return func(r *report.Run) {
		r.Unexamined = append(r.Unexamined, report.Unexamined{Share: r.Shares[0].URL, Path: path, Reason: reason})
	}
}

// found has a run find a kind in a file.
func found(path, kind, verdict string) func(*report.Run) {
	return func(r *report.Run) {
		r.Findings = append(r.Findings, report.Finding{
			ID: path + kind, Share: r.Shares[0].URL, Zone: r.Shares[0].Zone, Path: path, Verdict: verdict, Kind: kind, Count: 1, Records: 1, People: 1, Why: "personal data",
		})
	}
}

func all(changes ...func(*report.Run)) func(*report.Run) {
	return func(r *report.Run) {
		for _, c := range changes {
			c(r)
		}
	}
}

func mergePlain(t *testing.T, runs ...*report.Run) *report.Run {
	t.Helper()
	cfg := MergeConfig{TempDir: t.TempDir()}
	for _, r := range runs {
		cfg.Inputs = append(cfg.Inputs, Input{Name: r.ID(), Run: r})
	}
	got, err := Merge(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func share(url, zone string) func(*report.Run) {
	return func(r *report.Run) { r.Shares[0].URL, r.Shares[0].Zone = url, zone }
}

// What one run could not examine is examined only if another surely did: a false
// "clean" is the worst that merging could do.
func TestMergeGaps(t *testing.T) {
	late := func(r *report.Run) { r.Finished = r.Started.Add(5 * time.Hour) }
	for _, test := range []struct {
		name  string
		first *report.Run // has the gap
		other *report.Run
		open  bool // the gap stays
	}{
		{"later and complete", oneShare(0, gap("a/x.zip", "encrypted")), oneShare(2, nil), false},
		{"earlier", oneShare(2, gap("a/x.zip", "unreadable")), oneShare(0, nil), true},
		{"two vantage points at a time, no right to read", oneShare(1, gap("a/x.zip", "unreadable")), oneShare(0, late), false},
		{"two vantage points at a time, a password is missing", oneShare(1, gap("a/x.zip", "encrypted")), oneShare(0, late), true},
		{"the other saw fewer files", oneShare(0, gap("a/x.zip", "unreadable")), oneShare(2, func(r *report.Run) { r.Shares[0].Files, r.Shares[0].Scanned = 9, 9 }), true},
		{"the other found something in it", oneShare(0, gap("a/x.zip", "unreadable")),
			oneShare(2, all(found("a/x.zip", "company-name", "allowed"), func(r *report.Run) { r.Shares[0].Files, r.Shares[0].Scanned = 9, 9 })), false},
		{"other rules", oneShare(0, gap("a/x.zip", "unreadable")), oneShare(2, func(r *report.Run) { r.Tool.Rules = "sha256:09" }), true},
		{"another version", oneShare(0, gap("a/x.zip", "unreadable")), oneShare(2, func(r *report.Run) { r.Tool.Version = "v2" }), true},
		{"only what is sure", oneShare(0, gap("a/x.zip", "unreadable")), oneShare(2, func(r *report.Run) { r.MinConfidence = "high" }), true},
		{"pictures were not read", oneShare(0, all(gap("a/x.zip", "unreadable"), func(r *report.Run) { r.Options = &report.Options{OCR: true} })), oneShare(2, nil), true},
		{"pictures were read", oneShare(0, gap("a/x.pdf", "needs-ocr")), oneShare(2, func(r *report.Run) { r.Options = &report.Options{OCR: true} }), false},
		{"interrupted", oneShare(0, gap("a/x.zip", "unreadable")), oneShare(2, func(r *report.Run) { r.Interrupted, r.ExitCode, r.Complete = true, 130, false }), true},
		{"the other failed there too", oneShare(0, gap("a/x.zip", "unreadable")), oneShare(2, gap("a/x.zip", "timeout")), true},
		{"the other failed above", oneShare(0, gap("a/x.zip", "unreadable")), oneShare(2, gap("a", "unreadable")), true},
		{"a folder, and the other failed in it", oneShare(0, gap("a", "unreadable")), oneShare(2, gap("a/b/y.zip", "encrypted")), true},
		{"a folder, and the other failed elsewhere", oneShare(0, gap("a", "unreadable")), oneShare(2, gap("ab/y.zip", "encrypted")), false},
		{"the whole share", oneShare(0, gap(".", "unreadable")), oneShare(2, nil), false},
		{"an extract", oneShare(0, gap("a/x.zip", "unreadable")), oneShare(2, func(r *report.Run) { r.Client = "甲" }), true},
		{"another share", oneShare(0, gap("a/x.zip", "unreadable")), oneShare(2, share("smb://fs.example.com/data2", "office")), true},
		{"another zone", oneShare(0, gap("a/x.zip", "unreadable")), oneShare(2, share("smb://fs.example.com/data", "lab")), true},
		{"written otherwise", oneShare(0, gap("a/x.zip", "unreadable")), oneShare(2, share("smb://scan@FS.example.com:445/Data/", "office")), false},
		{"a folder of it", oneShare(0, gap("a", "unreadable")), oneShare(2, share("smb://fs.example.com/data/a", "office")), false},
		{"a folder below", oneShare(0, gap("a", "unreadable")), oneShare(2, share("smb://fs.example.com/data/a/b", "office")), true},
		{"the share around", oneShare(0, all(share("smb://fs.example.com/data/a", "office"), gap("x.zip", "unreadable"))), oneShare(2, nil), false},
		{"another vendor, a name of this network", oneShare(0, all(share("smb://192.168.1.10/data", "office"), gap("a/x.zip", "unreadable"))),
			oneShare(2, all(share("smb://192.168.1.10/data", "office"), func(r *report.Run) { r.Cover.Subject = "例示印刷" })), true},
		{"one network", oneShare(0, all(share("smb://192.168.1.10/data", "office"), gap("a/x.zip", "unreadable"))), oneShare(2, share("smb://192.168.1.10/data", "office")), false},
		{"another machine's folder", oneShare(0, all(share("/srv/data", "office"), gap("a/x.zip", "unreadable"))),
			oneShare(2, all(share("/srv/data", "office"), func(r *report.Run) { r.Cover.Host = "scan02" })), true},
		{"the same machine's folder", oneShare(0, all(share("/srv/data", "office"), gap("a/x.zip", "unreadable"))), oneShare(2, share("/srv/data", "office")), false},
		{"machines of no name", oneShare(0, all(share("/srv/data", "office"), gap("a/x.zip", "unreadable"), func(r *report.Run) { r.Cover.Host = "" })),
			oneShare(2, all(share("/srv/data", "office"), func(r *report.Run) { r.Cover.Host = "" })), true},
	} {
		path := test.first.Unexamined[0].Path
		for _, swapped := range []bool{false, true} {
			a, b := *test.first, *test.other
			a.Unexamined, b.Unexamined = slices.Clone(a.Unexamined), slices.Clone(b.Unexamined)
			runs := []*report.Run{&a, &b}
			if swapped {
				slices.Reverse(runs)
			}
			r := mergePlain(t, runs...)
			open := slices.ContainsFunc(r.Unexamined, func(u report.Unexamined) bool {
				return u.Path == path || strings.HasSuffix(u.Path, "/"+path)
			})
			if open != test.open {
				t.Errorf("%s (swapped %v): the gap stays: got %v, want %v", test.name, swapped, open, test.open)
			}
			if clean := len(r.Unexamined) == 0; r.Complete != clean || (r.ExitCode == 0) != clean || (r.Conformity == report.Conforming) != clean {
				t.Errorf("%s: %d entries are not examined, and the run is complete %v, exit code %d, %s", test.name, len(r.Unexamined), r.Complete, r.ExitCode, r.Conformity)
			}
			for _, s := range r.Shares {
				if s.Files != s.Scanned+s.Unexamined {
					t.Errorf("%s: share %s has %d files, %d examined and %d not", test.name, s.URL, s.Files, s.Scanned, s.Unexamined)
				}
			}
		}
	}
}

// What was found counts unless a newer reading of the same file says otherwise.
func TestMergeFindings(t *testing.T) {
	for _, test := range []struct {
		name       string
		runs       []*report.Run
		violations int64
		warning    string
	}{
		{"twice the same", []*report.Run{oneShare(0, found("a.csv", "phone", "violation")), oneShare(2, found("a.csv", "phone", "violation"))}, 1, ""},
		{"the newer one finds nothing", []*report.Run{oneShare(0, found("a.csv", "phone", "violation")), oneShare(2, nil)}, 1, "found something in 1 files"},
		{"the newer one finds something else", []*report.Run{oneShare(0, found("a.csv", "phone", "violation")), oneShare(2, found("a.csv", "company-name", "allowed"))}, 0, ""},
		{"by other rules", []*report.Run{oneShare(0, found("a.csv", "phone", "violation")),
			oneShare(2, all(found("a.csv", "company-name", "allowed"), func(r *report.Run) { r.Tool.Rules = "sha256:03" }))}, 1, "2 sets of rules"},
		{"the newer one could not see all", []*report.Run{oneShare(0, found("a.csv", "phone", "violation")),
			oneShare(2, all(found("a.csv", "company-name", "allowed"), gap("a.csv", "partial")))}, 1, ""},
		{"another zone", []*report.Run{oneShare(0, found("a.csv", "phone", "violation")), oneShare(2, all(share("smb://fs.example.com/data", "lab"), found("a.csv", "phone", "violation")))}, 2, "in the zones lab, office"},
		{"a folder of the share", []*report.Run{oneShare(0, found("x/a.csv", "phone", "violation")),
			oneShare(2, all(share("smb://fs.example.com/data/X", "office"), found("a.csv", "phone", "violation")))}, 1, ""},
		{"stricter rules elsewhere", []*report.Run{oneShare(0, nil),
			oneShare(2, all(share("smb://other.example.com/data", "office"), found("a.csv", "phone", "allowed"), func(r *report.Run) { r.Zones[0].PersonalData = "allowed" }))}, 1, "different rules for the zone office"},
		{"vendors with one address", []*report.Run{
			oneShare(0, all(share("smb://10.0.0.5/d", "office"), found("a.csv", "phone", "violation"), func(r *report.Run) { r.Cover.Subject = "甲印刷" })),
			oneShare(2, all(share("smb://10.0.0.5/d", "office"), found("a.csv", "phone", "violation"), func(r *report.Run) { r.Cover.Subject = "乙発送" }))}, 2, ""},
	} {
		r := mergePlain(t, test.runs...)
		if r.Summary.Violations != test.violations {
			t.Errorf("%s: got %d violations, want %d", test.name, r.Summary.Violations, test.violations)
		}
		if want := min(test.violations, 1); want == 1 && r.ExitCode != 1 {
			t.Errorf("%s: exit code %d with %d violations", test.name, r.ExitCode, test.violations)
		}
		if !strings.Contains(strings.Join(r.Warnings, "\n"), test.warning) {
			t.Errorf("%s: got the warnings %q, want one with %q", test.name, r.Warnings, test.warning)
		}
		ids := map[string]bool{}
		for _, f := range r.Findings {
			if ids[f.ID] && test.name != "another zone" {
				t.Errorf("%s: two findings have the ID %s", test.name, f.ID)
			}
			ids[f.ID] = true
			if !slices.ContainsFunc(r.Shares, func(s report.Share) bool { return s.URL == f.Share && s.Zone == f.Zone }) {
				t.Errorf("%s: the finding in %s %s is in no share that is listed", test.name, f.Zone, f.Share)
			}
		}
	}
}

// A run that is there twice, or in a merged one too, counts once.
func TestMergeOnce(t *testing.T) {
	a, b := oneShare(0, found("a.csv", "phone", "violation")), oneShare(2, share("smb://fs.example.com/b", "office"))
	again, part := *a, *a
	r := mergePlain(t, a, &again)
	if len(r.Parts) != 1 || r.Summary.Violations != 1 || !strings.Contains(strings.Join(r.Warnings, "\n"), "merged once") {
		t.Errorf("a run twice: got %d parts, %d violations, warnings %q", len(r.Parts), r.Summary.Violations, r.Warnings)
	}
	r = mergePlain(t, mergePlain(t, &again, b), &part)
	if len(r.Parts) != 2 || r.Summary.Violations != 1 || !strings.Contains(strings.Join(r.Warnings, "\n"), "merged once") {
		t.Errorf("a merged run and one of its parts: got %d parts, %d violations, warnings %q", len(r.Parts), r.Summary.Violations, r.Warnings)
	}
}

// An extract has the ID of its run, and never stands for it: nor for another's.
func TestMergeExtracts(t *testing.T) {
	whole := func() *report.Run {
		r := oneShare(0, all(found("a.csv", "phone", "allowed"), found("b.csv", "phone", "violation")))
		r.Findings[0].Client, r.Findings[1].Client = "例示銀行", "架空銀行"
		return r
	}
	extract := func(r *report.Run, client string) *report.Run {
		e, err := report.Extract(r, client)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	other := func() *report.Run { return oneShare(2, share("smb://fs.example.com/b", "office")) }
	for name, inputs := range map[string][]*report.Run{
		"an extract before its run":             {extract(whole(), "例示銀行"), whole()},
		"an extract after its run":              {whole(), extract(whole(), "例示銀行")},
		"two extracts":                          {extract(whole(), "例示銀行"), extract(whole(), "架空銀行")},
		"an extract of a merged run and a part": {extract(mergePlain(t, whole(), other()), "例示銀行"), whole()},
	} {
		if r := mergePlain(t, inputs...); r.ExitCode != 1 || r.Summary.Violations != 1 {
			t.Errorf("%s: got exit code %d, %d violations, want 1 and 1 (%q)", name, r.ExitCode, r.Summary.Violations, r.Warnings)
		}
	}
	r := mergePlain(t, extract(whole(), "例示銀行"), other())
	if r.ExitCode != 3 || r.Complete || len(r.Unexamined) != 1 || r.Unexamined[0].Reason != "extract" {
		t.Errorf("an extract and another run: got exit code %d, not examined %v, want 3 for what the extract does not tell", r.ExitCode, r.Unexamined)
	}
	masked := whole()
	report.Redact(masked, []byte("key"))
	r = mergePlain(t, masked, other())
	if !strings.Contains(strings.Join(r.Warnings, "\n"), "counts twice") {
		t.Errorf("a run with masked names: got warnings %q, want that what others have too counts twice", r.Warnings)
	}
	r = mergePlain(t, extract(whole(), "例示銀行"), extract(whole(), "例示銀行"))
	if r.ExitCode != 0 || r.Client != "例示銀行" {
		t.Errorf("extracts for one client: got exit code %d, client %q, want 0 and that client", r.ExitCode, r.Client)
	}
}

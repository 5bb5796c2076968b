package output

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/shikiri/shikiri/report"
)

var update = flag.Bool("update", false, "write the golden files")

// sampleRuns returns invented runs, by the name their golden files have: each
// is an end that a scan can come to.
func sampleRuns() map[string]*report.Run {
	start := time.Date(2026, 4, 1, 9, 0, 0, 0, time.FixedZone("JST", 9*3600))
	base := func() *report.Run {
		return &report.Run{
			Schema:  report.Schema,
			Tool:    report.Tool{Name: "shikiri", Version: "v0.0.0-test", Rules: "sha256:0001", Policy: "sha256:0002"},
			Started: start, Finished: start.Add(83 * time.Second), MinConfidence: "medium",
			Shares: []report.Share{{URL: "/srv/共有", Zone: "office", Files: 12, Bytes: 1234567, Scanned: 12}},
		}
	}
	clean := base()
	clean.Complete = true

	incomplete := base()
	incomplete.ExitCode = 3
	incomplete.Shares[0].Scanned, incomplete.Shares[0].Unexamined = 10, 2
	incomplete.Unexamined = []report.Unexamined{
		{Share: "/srv/共有", Path: "鍵付き.zip", Member: "ﾃﾞｰﾀ.csv", Reason: "encrypted"},
		{Share: "/srv/共有", Path: "図面.bin", Reason: "partial", Detail: "no reader for .bin"},
	}

	interrupted := base()
	interrupted.Interrupted, interrupted.ExitCode = true, 130

	return map[string]*report.Run{"clean": clean, "incomplete": incomplete, "interrupted": interrupted, "full": fullRun(base()), "audit": auditRun(), "probe": probeRun(), "joined": joinedRun()}
}

// fullRun fills r with all that a run can hold: hostile names, wide and
// half-width characters, numbers of every size.
func fullRun(r *report.Run) *report.Run {
	old := time.Date(2024, 7, 20, 1, 2, 3, 0, time.UTC)
	r.ExitCode = 1
	r.Shares = []report.Share{
		{URL: "/srv/共有", Zone: "office", Files: 120, Bytes: 1234567890, Scanned: 118, Unexamined: 2, Images: 3},
		{URL: "smb://fs01.office.example/ﾃﾞｰﾀ", Zone: "print", Files: 3, Bytes: 999, Scanned: 3},
	}
	r.Summary = report.Summary{Violations: 3, Overdue: 1, Records: 77202, People: 69403, Companies: 12}
	r.Clients = []report.Client{
		{Client: "", Zone: "office", Records: 7, People: 6},
		{Client: "例示信用金庫", Zone: "office", Records: 2702, People: 2690, Companies: 12},
		{Client: "=HYPERLINK(\"http://host.example\")", Zone: "print", Records: 74493, People: 66707},
	}
	r.Findings = []report.Finding{
		{
			ID: "f1", Share: "/srv/共有", Zone: "office", Client: "例示信用金庫", Path: "営業/ﾃﾞｰﾀ/葛󠄀城_髙﨑𠮷野.zip", Member: "c/顧客.csv",
			Verdict: "violation", Kind: "jp-name", Confidence: "high", Count: 61424, Records: 61424, People: 61001,
			Modified: old, AgeDays: 620, Why: "zone office forbids personal data",
			Samples: []report.Sample{{Part: "Sheet1", Line: 2, Column: 5, Cell: "E2", Excerpt: "山●●●", Confidence: "high", Evidence: []string{"column 氏名", "dictionary"}}},
		},
		{
			ID: "f2", Share: "/srv/共有", Zone: "office", Path: "=cmd|' /C calc'!A0\x1b[2J\u202etxt.exe\t\r\n.csv", Verdict: "violation",
			Kind: "bank-account", Masked: true, Confidence: "medium", Count: 3, Records: 3, People: 2,
			Modified: old, AgeDays: -1, Why: "zone office forbids personal data",
		},
		{
			ID: "f3", Share: "/srv/共有", Zone: "office", Path: "とても長い名前のフォルダ/とても長い名前のフォルダ/とても長い名前のフォルダ/とても長い名前のフォルダ/ｶﾞｷﾞｸﾞｹﾞｺﾞ.txt",
			Verdict: "violation", Kind: "in-house-code", Confidence: "low", Count: 1, Modified: old, AgeDays: 1, Why: "<b>&</b>",
			Samples: []report.Sample{{Line: 1, Excerpt: "\x1b]0;x\x07１２●●", Confidence: "low"}},
		},
		{
			ID: "f4", Share: "smb://fs01.office.example/ﾃﾞｰﾀ", Zone: "print", Path: "job/2025-01.dat", Verdict: "overdue", Kind: "jp-address",
			Confidence: "high", Count: 12, Records: 12, People: 12, Modified: old, AgeDays: 456, Why: "older than 14d; it lies in a recycle bin",
			Place: "recycle-bin", Owner: "OFFICE\\花子\x1b[2J", Readers: []string{"Everyone", "Domain Users"},
		},
		{
			ID: "f5", Share: "smb://fs01.office.example/ﾃﾞｰﾀ", Zone: "print", Path: "job/2026-03.dat", Verdict: "allowed", Kind: "jp-name",
			Confidence: "high", Count: 12, Records: 12, People: 12, Modified: old, AgeDays: 2, Why: "zone print allows personal data",
		},
	}
	r.Titles = map[string]string{"in-house-code": "社内番号"}
	r.Explanations = []report.Explanation{
		{
			Share: "/srv/共有", Zone: "office", Path: "名簿.csv", Line: 2, Column: 5, Kind: "jp-name", Excerpt: "山●●●", Confidence: "high", Reported: true,
			Reasons: []report.Reason{{Evidence: "column 氏名", Effect: "raises"}, {Evidence: "in the dictionary", Effect: "form"}},
			Verdict: "violation", Why: "personal data is forbidden in zone office (一般事務ネットワーク); its exception ended on 2026-03-31",
			Exceptions: []report.Exception{{Exception: "email in all paths until 2027-03-31", Result: "other-kind"}, {Exception: "all kinds in 名簿.csv until 2026-03-31", Result: "ended"}},
		},
		{
			Share: "/srv/共有", Zone: "office", Path: "控え.zip", Member: "a.txt", Part: "1", Line: 7, Kind: "in-house-code", Masked: true, Excerpt: "●●●\x1b[2J", Confidence: "low",
			Reasons: []report.Reason{{Evidence: "label 名前", Effect: "raises"}, {Evidence: "other things have such a label too", Effect: "lowers"}, {Evidence: "a reason of a later version", Effect: "raises"}},
			Verdict: "overdue", Why: "unchanged for 20 days; zone print keeps data 14 days",
		},
	}
	r.Unexamined = []report.Unexamined{
		{Share: "/srv/共有", Path: "鍵付き.zip", Member: "@SUM(A1).csv", Reason: "encrypted"},
		{Share: "/srv/共有", Path: "図面.bin", Reason: "reason-of-a-later-version", Detail: "＝全角"},
	}
	r.Warnings = []string{"exception 2 of zone office expired on 2026-03-31"}
	return r
}

// golden compares got with a file, or writes the file with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (run go test -update)", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from what is written (if intended, run go test -update):\ngot:\n%s\nwant:\n%s", file, got, want)
	}
}

// Every registered format is documented, can be found, and has a golden file
// for each sample run, in each language if it is for people.
func TestFormats(t *testing.T) {
	seen := map[string]bool{}
	name := regexp.MustCompile(`^[a-z][a-z0-9]*$`)
	for _, f := range All() {
		if !name.MatchString(f.Name) || f.Ext == "" || f.Ext[0] != '.' || f.Doc == "" || f.Write == nil {
			t.Errorf("format %+v: want a lower-case name, an extension, a doc line and a Write", f)
		}
		if seen[f.Name] || seen[f.Ext] {
			t.Errorf("format %s: name or extension %s is taken", f.Name, f.Ext)
		}
		seen[f.Name], seen[f.Ext] = true, true
		if got := Lookup(f.Name); got != f {
			t.Errorf("Lookup(%q) = %v, want the format", f.Name, got)
		}
		for run, r := range sampleRuns() {
			for _, lang := range []string{"en", "ja"} {
				var b bytes.Buffer
				err := f.Write(&b, r, Options{Lang: lang})
				if f.Compared && r.Changes == nil {
					if err == nil || b.Len() > 0 {
						t.Errorf("write %s, which was compared with nothing, as %s: got %d bytes, want an error", run, f.Name, b.Len())
					}
					continue
				}
				if err != nil {
					t.Fatalf("write %s as %s: %v", run, f.Name, err)
				}
				switch {
				case f.Name == "html": // a page is tested by what is in it, see html_test.go
				case f.Name == "xlsx": // see TestXLSXGolden
				case f.Spoken:
					golden(t, run+"."+lang+f.Ext, b.Bytes())
				default:
					golden(t, run+f.Ext, b.Bytes()) // the same in every language
				}
			}
		}
	}
	if Lookup("no-such-format") != nil {
		t.Error("Lookup of an unknown name: want nil")
	}
}

// A format reports what the writer says: a full disk is no report.
func TestWriteErrors(t *testing.T) {
	for _, f := range All() {
		for room := range 3 {
			if err := f.Write(&fullDisk{room: room}, sampleRuns()["audit"], Options{}); err == nil {
				t.Errorf("%s to a disk with room for %d bytes: want an error", f.Name, room)
			}
		}
	}
}

type fullDisk struct{ room int }

func (d *fullDisk) Write(b []byte) (int, error) {
	if len(b) <= d.room {
		d.room -= len(b)
		return len(b), nil
	}
	n := d.room
	d.room = 0
	return n, os.ErrClosed
}

// A run without findings has lists, and writing leaves the run as it was.
func TestWriteKeepsRun(t *testing.T) {
	r := &report.Run{Schema: report.Schema, Findings: []report.Finding{{ID: "a", Samples: []report.Sample{{}}}}, Changes: new(report.Changes)}
	for _, f := range All() {
		if err := f.Write(&bytes.Buffer{}, r, Options{Lang: "ja"}); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
	if r.Clients != nil || r.Findings[0].Samples[0].Evidence != nil {
		t.Errorf("the run was changed by writing it: %+v", r)
	}
}

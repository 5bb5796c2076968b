package output

import (
	"fmt"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// A file counts once in its folder, and its records are those of the kind that
// has most, member by member, in whatever order its findings stand.
func TestFolders(t *testing.T) {
	finding := func(path, member, verdict string, records, people, age int64) report.Finding {
		return report.Finding{Share: "/srv", Zone: "office", Path: path, Member: member, Verdict: verdict, Count: 1, Records: records, People: people, AgeDays: age}
	}
	all := []report.Finding{
		finding("a/1.zip", "x", "violation", 5, 4, 1), finding("b.csv", "", "violation", 1, 1, 3), finding("a/1.zip", "y", "violation", 2, 2, 1),
		finding("a/1.zip", "x", "overdue", 9, 3, 7), finding("a/2.csv", "", "allowed", 10, 10, 9),
	}
	want := []string{"a 2 files 21 records 15 people 4 findings 2 violations 1 overdue 9 days", ". 1 files 1 records 1 people 1 findings 1 violations 0 overdue 3 days"}
	for turn := range all {
		r := &report.Run{Findings: append(append([]report.Finding(nil), all[turn:]...), all[:turn]...)}
		for i, d := range folders(r) {
			got := fmt.Sprintf("%s %d files %d records %d people %d findings %d violations %d overdue %d days", d.Path, d.Files, d.Records, d.People, d.Findings, d.Violations, d.Overdue, d.OldestDays)
			if got != want[i] {
				t.Errorf("turned by %d: got %s, want %s", turn, got, want[i])
			}
		}
	}
}

// BenchmarkFolders adds up 500,000 findings of 250,000 files, worst first as runs have them.
func BenchmarkFolders(b *testing.B) {
	r := &report.Run{}
	for _, verdict := range []string{"violation", "allowed"} {
		for i := range 250_000 {
			r.Findings = append(r.Findings, report.Finding{Share: "smb://fs01.office.example/data", Zone: "office", Path: fmt.Sprintf("営業/%04d/%06d.csv", i/100, i), Verdict: verdict, Records: 3, People: 2})
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		folders(r)
	}
}

// A file counts once among the files of a kind, whatever it holds of it and in how
// many members.
func TestMatrixCountsFiles(t *testing.T) {
	r := &report.Run{Findings: []report.Finding{
		{Share: "s", Zone: "office", Path: "a.zip", Member: "1.csv", Kind: "phone", Verdict: "violation", Count: 2},
		{Share: "s", Zone: "office", Path: "b.csv", Kind: "phone", Verdict: "violation", Count: 3},
		{Share: "s", Zone: "office", Path: "a.zip", Member: "1.csv", Kind: "phone", Masked: true, Verdict: "allowed", Count: 4},
		{Share: "s", Zone: "office", Path: "a.zip", Member: "2.csv", Kind: "phone", Verdict: "overdue", Count: 5},
		{Share: "s", Zone: "office", Path: "a.zip", Member: "2.csv", Kind: "email", Verdict: "violation", Count: 6},
		{Share: "t", Zone: "office", Path: "b.csv", Kind: "phone", Verdict: "violation", Count: 7},
	}}
	x := newMatrix(r).at("office", "phone")
	if x.Files != 3 || x.findings() != 5 || x.Violations != 3 || x.Count != 21 {
		t.Errorf("got %d files, %d findings, %d violations, %d values; want 3, 5, 3, 21", x.Files, x.findings(), x.Violations, x.Count)
	}
}

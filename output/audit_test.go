package output

import (
	"testing"
	"time"

	"github.com/shikiri/shikiri/report"
)

// auditRun is an invented run with all that a report for auditors tells: two
// zones, exceptions in each state, people and files in both zones, known people,
// retention, changes since an older run, merged parts. Names of files are
// hostile here and there.
func auditRun() *report.Run {
	jst := time.FixedZone("JST", 9*3600)
	start := time.Date(2026, 4, 1, 22, 0, 3, 0, jst)
	r := fullRun(&report.Run{
		Schema:  report.Schema,
		Tool:    report.Tool{Name: "shikiri", Version: "v0.0.0-test", Rules: "sha256:0001", Policy: "sha256:0002"},
		Started: start, Finished: start.Add(6*time.Hour + 41*time.Minute), MinConfidence: "medium",
	})
	r.Cover = report.Cover{
		Number: "監-2026-04", Revision: 2, Title: "2026年4月度 定期検査", Subject: "株式会社例示印刷 第一工場", Operator: "例示 担当",
		Host: "scan01.office.example", System: "linux/amd64", Key: "9f86d081884c7d65",
	}
	r.Conformity = report.Nonconforming
	r.Zones = []report.Zone{
		{Name: "office", Title: "一般事務ネットワーク", Networks: []string{"10.10.0.0/16"}, PersonalData: "forbidden", Records: 2709, People: 2696, Companies: 12, Violations: 3, Excused: 1},
		{Name: "print", Title: "閉域印刷ネットワーク", Networks: []string{"10.20.0.0/16"}, PersonalData: "allowed", Retention: "14d", DateFrom: `path "(\d{8})"`, Records: 74493, People: 66707, Overdue: 1, OtherAllowed: 1},
	}
	r.Summary.Distinct = 66711
	excused := r.Findings[0]
	excused.ID, excused.Path, excused.Member, excused.Verdict, excused.Exception = "f6", "人事/社員名簿/社員.xlsx", "", "allowed", "office/1"
	excused.Why, excused.Count, excused.Records, excused.People = "allowed until 2026-04-20 by 情報管理責任者: 社員の連絡先", 40, 40, 40
	dated := start.AddDate(0, -6, 0)
	r.Findings = append(r.Findings, excused)
	r.Findings[0].Fingerprint, r.Findings[0].State = "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "new"
	r.Findings[1].State, r.Findings[2].State = "remaining", "grown"
	r.Findings[2].Before = &report.Before{Verdict: "allowed"}
	r.Options = &report.Options{OCR: true, Snapshots: true, Layouts: "sha256:0003"}
	r.Findings[3].Dated, r.Findings[3].DatedBy, r.Findings[3].AgeDays, r.Findings[3].State = &dated, "path", 182, "moved"
	r.Exceptions = []report.Excuse{
		{ID: "office/1", Zone: "office", Kinds: []string{"jp-name", "email"}, Paths: []string{"人事/社員名簿/**"}, Until: "2026-04-20", ApprovedBy: "情報管理責任者", Why: "社員の連絡先", State: "expiring", Findings: 1, Files: 1},
		{ID: "office/2", Zone: "office", Until: "2026-03-31", ApprovedBy: "<script>alert(1)</script>", State: "ended", Findings: 2, Files: 1},
		{ID: "print/1", Zone: "print", Paths: []string{"控え/**"}, Until: "2027-03-31", Why: "法定保存", State: "active"},
	}
	original := report.Place{Share: "smb://fs01.office.example/ﾃﾞｰﾀ", Zone: "print", Client: "例示信用金庫", Path: "job/20250930/宛名.csv"}
	copied := report.Place{Share: "/srv/共有", Zone: "office", Path: "営業/ﾃﾞｰﾀ/葛󠄀城_髙﨑𠮷野.zip", Member: "c/顧客.csv"}
	r.Shared = []report.Shared{
		{Closed: "print", Open: "office", People: 66707, Both: 61424},
		{Client: "例示信用金庫", Closed: "print", Open: "office", People: 61424, Both: 61424},
	}
	r.Copies = []report.Copy{{Original: original, Copy: copied, Extent: "cut", OriginalPeople: 61424, CopyPeople: 61001, Both: 61001}}
	r.KnownSets = []report.KnownSet{{Name: "顧客.fp", Client: "例示信用金庫", People: 61424, Made: start.AddDate(0, 0, -3), SHA256: "00ff", Found: 61001}}
	r.Known = []report.Known{{Set: "顧客.fp", SetClient: "例示信用金庫", Place: copied, People: 61001, Certain: 60990, ByName: 11}}
	r.Retention = []report.Retention{
		{Zone: "office", Files: 3, Ages: ages(map[int64]int64{730: 2, 1: 1}, 0)},
		{Zone: "print", Client: "例示信用金庫", Days: 14, DateFrom: `path "(\d{8})"`, Files: 120, Overdue: 100, Oldest: &original, OldestDate: &dated, OldestDays: 187,
			Ages: ages(map[int64]int64{1: 5, 7: 15, 30: 20, 90: 40, 180: 38, 365: 2}, 30), StoppedSince: new(start.AddDate(0, 0, -173))},
	}
	before := start.AddDate(0, -1, 0)
	r.Changes = &report.Changes{
		Old: report.RunRef{ID: "20260301T130003Z-01020304", SHA256: "aa11", Started: before, Finished: before.Add(5 * time.Hour), Complete: true, MinConfidence: "medium", Host: "scan01.office.example", Operator: "例示 担当", Tool: r.Tool},
		New: r.Ref("bb22"), Added: 1, Grown: 1, Remaining: 1, Moved: 1,
		Gone: []report.Gone{{ID: "g1", Place: report.Place{Share: "/srv/共有", Zone: "office", Client: "例示信用金庫", Path: "tmp/旧名簿.csv"}, Verdict: "violation", Kind: "jp-name",
			Count: 2713, Records: 2713, People: 2702, Modified: before.AddDate(0, -1, 0), Elsewhere: []report.Place{copied}, Remains: true}},
		Moves:   []report.Move{{From: report.Place{Share: "smb://fs01.office.example/ﾃﾞｰﾀ", Zone: "print", Path: "old/2025-01.dat"}, To: report.Place{Share: "smb://fs01.office.example/ﾃﾞｰﾀ", Zone: "print", Path: "job/2025-01.dat"}, By: "people"}},
		Unclear: []report.Gone{{ID: "u1", Place: report.Place{Share: "/srv/共有", Zone: "office", Path: "図面.bin"}, Verdict: "violation", Kind: "phone", Count: 3, Records: 3, People: 3, Modified: before, Why: "partial"}},
		Notes:   []string{"the rules are others than those of the old run: what is gone may no longer be looked for"},
	}
	r.Parts = []report.Part{
		{RunRef: r.Ref("bb22"), Conformity: report.Nonconforming, ExitCode: 1, Shares: 1, Files: 120, Unexamined: 2, Summary: report.Summary{Violations: 3, Records: 2709, People: 2696}, Cover: r.Cover},
		{RunRef: report.RunRef{ID: "20260401T130003Z-0a0b0c0d", SHA256: "cc33", Started: start, Finished: start.Add(time.Hour), Complete: true, MinConfidence: "medium", Host: "print01", Subject: "再委託先 例示発送", Tool: r.Tool},
			Conformity: report.Nonconforming, ExitCode: 1, Shares: 1, Files: 3, Summary: report.Summary{Overdue: 1, Records: 74493, People: 66707}, Repeated: 2},
	}
	return r
}

// ages returns classes of age with files by their upper bounds; those over limit
// days are overdue if limit is not 0.
func ages(files map[int64]int64, limit int64) []report.Age {
	var all []report.Age
	for _, days := range append(report.AgeDays, 0) {
		a := report.Age{Days: days, Files: files[days]}
		if limit > 0 && (days == 0 || days > limit) {
			a.Overdue = a.Files
		}
		all = append(all, a)
	}
	return all
}

func TestAuditRunIsComplete(t *testing.T) {
	r := auditRun()
	if c, _ := r.Judge(); c != r.Conformity {
		t.Errorf("got %s, want %s", c, r.Conformity)
	}
}

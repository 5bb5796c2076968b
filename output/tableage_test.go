package output

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/report"
)

func TestAgeWords(t *testing.T) {
	for _, w := range []*ageWords{&englishAges, &japaneseAges} {
		v := reflect.ValueOf(*w)
		for i := range v.NumField() {
			if v.Field(i).String() == "" {
				t.Errorf("%q has no %s", w.Retention, v.Type().Field(i).Name)
			}
		}
	}
}

// A zone and client with something overdue has a line, and others have none. So
// it is with exceptions that nobody needs to look at.
func TestTableOfAges(t *testing.T) {
	date := time.Date(2026, 3, 25, 0, 0, 0, 0, time.UTC)
	r := &report.Run{
		Retention: []report.Retention{
			{Zone: "print", Client: "甲", Days: 7, Files: 120, Overdue: 100, OldestDate: &date, OldestDays: 187, StoppedSince: new(date.AddDate(0, 0, 7))},
			{Zone: "print", Client: "乙", Days: 7, Files: 120, Overdue: 1, OldestDate: &date, OldestDays: 1870},
			{Zone: "print", Client: "丙", Days: 7, Files: 120, OldestDate: &date, OldestDays: 3},
			{Zone: "vault", Days: 7, Files: 1, Overdue: 1},
		},
		Exceptions: []report.Excuse{
			{ID: "office/1", Zone: "office", Until: "2027-03-31", State: "active"},
			{ID: "office/2", Zone: "office", Until: "2026-03-31", State: "ended", Kinds: []string{"phone"}, Paths: []string{"\x1b[2J/**"}},
			{ID: "office/3", Zone: "office", Until: "2027-03-31", State: "active", Findings: 1200, Files: 7, ApprovedBy: "部長", Why: "内線"},
		},
	}
	for lang, want := range map[string][]string{
		"en": {"overdue 100 of 120 files", "the oldest file is 187 days old though 7 are allowed: automatic deletion has probably not run since 2026-04-01",
			"overdue 1 of 120 files", "the oldest file is 1,870 days old though 7 are allowed  ", "the share does not tell how old they are",
			`phone in \x1b[2J/**`, "(nobody)", "all kinds in all paths", "部長: 内線", "findings 1,200", "files 7", "ended: no longer applies", "in force"},
		"ja": {"ファイル 120 個のうち 100 個が期限超過", "最も古いファイルは 187 日経過 (許容は 7 日)。2026-04-01 ごろから自動消去が動いていない可能性があります",
			"ファイル 120 個のうち 1 個が期限超過", "最も古いファイルは 1,870 日経過 (許容は 7 日)  ", "共有が日時を示さない",
			`\x1b[2J/** の 電話番号`, "(承認者なし)", "部長: 内線", "検出 1,200", "ファイル 7", "期限切れ", "有効"},
	} {
		var b bytes.Buffer
		if err := writeTable(&b, r, Options{Lang: lang, Width: 160}); err != nil {
			t.Fatal(err)
		}
		got := b.String()
		for _, text := range want {
			if !strings.Contains(got, text) {
				t.Errorf("%s: %q is not in\n%s", lang, text, got)
			}
		}
		for _, text := range []string{"丙", "office/1"} {
			if strings.Contains(got, text) {
				t.Errorf("%s: %q is in\n%s", lang, text, got)
			}
		}
	}
}

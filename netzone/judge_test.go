package netzone

import (
	"sync"
	"testing"
	"time"
)

var (
	japan = time.FixedZone("JST", 9*60*60)
	day1  = time.Date(2027, 3, 31, 12, 0, 0, 0, japan)
)

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, japan) }

func judged() *Policy {
	return &Policy{Zones: []Zone{
		{Name: "office", Title: "一般事務ネットワーク", Exceptions: []Exception{
			{Kinds: []string{"jp-name", "email"}, Paths: []string{"人事/社員名簿/**"}, Until: date(2027, 3, 31), ApprovedBy: "情報管理責任者", Why: "社員の連絡先"},
			{Paths: []string{"総務/**"}, Until: date(2026, 3, 31), ApprovedBy: "部長", Why: "旧"},
			{Paths: []string{"総務/**"}, Until: date(2025, 3, 31), ApprovedBy: "部長", Why: "更に旧"},
			{Kinds: []string{"phone"}, Until: date(2028, 1, 1), Why: "内線"},
			{Kinds: []string{"passport"}},
			{Paths: []string{"[壊れた"}, Until: date(2028, 1, 1)},
		}},
		{Name: "bare"},
		{Name: "print", Title: "閉域印刷ネットワーク", Allowed: true, Retention: 14 * day, Exceptions: []Exception{
			{Paths: []string{"監査/**"}, Until: date(2027, 3, 31), ApprovedBy: "監査人"},
		}},
		{Name: "vault", Title: "保管庫", Allowed: true},
	}}
}

func TestJudge(t *testing.T) {
	fresh := day1.Add(-time.Hour)
	forbidden := "personal data is forbidden in zone office (一般事務ネットワーク)"
	tests := []struct {
		about    string
		zone     string
		kind     string
		path     string
		modified time.Time
		now      time.Time
		want     Verdict
		why      string
	}{
		{"forbidden", "office", "jp-name", "a.csv", fresh, day1, Violation, forbidden},
		{"forbidden, age unknown", "office", "jp-name", "a.csv", time.Time{}, day1, Violation, forbidden},
		{"no title", "bare", "jp-name", "a.csv", fresh, day1, Violation, "personal data is forbidden in zone bare"},
		{"excepted", "office", "jp-name", "人事/社員名簿/a.csv", fresh, day1, Allowed, "allowed until 2027-03-31 by 情報管理責任者: 社員の連絡先"},
		{"excepted, macOS names, other case", "office", "email", "人事/社員名簿/か\u3099/A.CSV", fresh, day1, Allowed, "allowed until 2027-03-31 by 情報管理責任者: 社員の連絡先"},
		{"excepted to the last second", "office", "jp-name", "人事/社員名簿/a.csv", fresh, date(2027, 4, 1).Add(-1), Allowed, "allowed until 2027-03-31 by 情報管理責任者: 社員の連絡先"},
		{"over at midnight", "office", "jp-name", "人事/社員名簿/a.csv", fresh, date(2027, 4, 1), Violation, forbidden + "; its exception ended on 2027-03-31"},
		{"over at midnight there, not in Greenwich", "office", "jp-name", "人事/社員名簿/a.csv", fresh, time.Date(2027, 3, 31, 15, 0, 0, 0, time.UTC), Violation, forbidden + "; its exception ended on 2027-03-31"},
		{"other kind", "office", "my-number", "人事/社員名簿/a.csv", fresh, day1, Violation, forbidden},
		{"other path", "office", "jp-name", "人事/社員名簿.csv", fresh, day1, Violation, forbidden},
		{"latest of the expired", "office", "jp-name", "総務/a.csv", fresh, day1, Violation, forbidden + "; its exception ended on 2026-03-31"},
		{"all paths, no approver", "office", "phone", "総務/a.csv", fresh, day1, Allowed, "allowed until 2028-01-01: 内線"},
		{"no date is no exception", "office", "passport", "a.csv", fresh, day1, Violation, forbidden},
		{"kept", "print", "jp-name", "a.csv", fresh, day1, Allowed, "zone print keeps data 14 days"},
		{"just as old", "print", "jp-name", "a.csv", day1.Add(-14 * day), day1, Allowed, "zone print keeps data 14 days"},
		{"a moment older", "print", "jp-name", "a.csv", day1.Add(-14*day - 1), day1, Overdue, "unchanged for just over 14 days; zone print keeps data 14 days"},
		{"an hour older", "print", "jp-name", "a.csv", day1.Add(-14*day - 61*time.Minute), day1, Overdue, "unchanged for 14 days 1 hour; zone print keeps data 14 days"},
		{"older", "print", "jp-name", "a.csv", day1.Add(-20*day - time.Hour), day1, Overdue, "unchanged for 20 days; zone print keeps data 14 days"},
		{"older than a Duration", "print", "jp-name", "a.csv", date(1601, 1, 1), day1, Overdue, "unchanged for 106751 days; zone print keeps data 14 days"},
		{"age unknown", "print", "jp-name", "a.csv", time.Time{}, day1, Overdue, "the share does not tell the age; zone print keeps data 14 days"},
		{"from the future", "print", "jp-name", "a.csv", day1.Add(900 * day), day1, Allowed, "zone print keeps data 14 days"},
		{"older but excepted", "print", "jp-name", "監査/a.csv", day1.Add(-20 * day), day1, Allowed, "allowed until 2027-03-31 by 監査人"},
		{"age unknown but excepted", "print", "jp-name", "監査/a.csv", time.Time{}, day1, Allowed, "allowed until 2027-03-31 by 監査人"},
		{"older and exception over", "print", "jp-name", "監査/a.csv", day1.Add(-20 * day), day1.Add(day), Overdue, "unchanged for 21 days; zone print keeps data 14 days; its exception ended on 2027-03-31"},
		{"kept without end", "vault", "jp-name", "a.csv", time.Time{}, day1, Allowed, "personal data is allowed in zone vault (保管庫)"},
		{"unknown zone", "lab", "jp-name", "人事/社員名簿/a.csv", fresh, day1, Violation, `personal data in zone "lab", which the policy does not know`},
		{"no zone", "", "jp-name", "a.csv", fresh, day1, Violation, `personal data in zone "", which the policy does not know`},
	}
	p := judged()
	for _, test := range tests {
		s := Subject{Kind: test.kind, Personal: true, Path: test.path, Modified: test.modified}
		got := p.Judge(test.zone, s, test.now)
		if got.Verdict != test.want || got.Why != test.why {
			t.Errorf("%s:\n got %v, %s\nwant %v, %s", test.about, got.Verdict, got.Why, test.want, test.why)
		}
		s.Personal = false
		if got := p.Judge(test.zone, s, test.now); got.Verdict != Allowed || got.Why != "not personal data" {
			t.Errorf("%s, but not personal: got %v, %s; want allowed", test.about, got.Verdict, got.Why)
		}
	}
}

func TestJudgeTogether(t *testing.T) {
	p := judged()
	p.Clients = []Client{{Name: "甲信用金庫", Paths: []string{"**/甲/**"}}}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if r := p.Judge("office", Subject{Personal: true, Kind: "phone", Path: "a"}, day1); r.Verdict != Allowed {
				t.Errorf("Judge = %v, want allowed", r.Verdict)
			}
			if c := p.Client("x/甲/a"); c != "甲信用金庫" {
				t.Errorf("Client = %q, want 甲信用金庫", c)
			}
		})
	}
	wg.Wait()
}

func TestVerdictZeroIsStrictest(t *testing.T) {
	var r Ruling
	if r.Verdict != Violation || r.Verdict.String() != "violation" {
		t.Errorf("zero verdict = %v, want violation", r.Verdict)
	}
}

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"1h": time.Hour, "36h": 36 * time.Hour, "14d": 14 * day, "8w": 56 * day, "36500d": 36500 * day,
	} {
		if got, err := ParseDuration(text); got != want || err != nil {
			t.Errorf("ParseDuration(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"":                      `"" is not a duration: write a number and h, d or w, as 14d`,
		"d":                     `"d" is not a duration: write a number and h, d or w, as 14d`,
		"-5d":                   `"-5d" is not a duration: write a number and h, d or w, as 14d`,
		"１４ｄ":                   `"１４ｄ" is not a duration: write a number and h, d or w, as 14d`,
		"14":                    `"14" is not a duration: it has no unit, write 14d for days`,
		"6m":                    `"6m" is not a duration: months and years have no fixed length, write days or weeks, as 180d or 26w`,
		"1y":                    `"1y" is not a duration: months and years have no fixed length, write days or weeks, as 180d or 26w`,
		"14日":                   `"14日" is not a duration: its unit is "日", write h, d or w`,
		"14 d":                  `"14 d" is not a duration: its unit is " d", write h, d or w`,
		"1d12h":                 `"1d12h" is not a duration: its unit is "d12h", write h, d or w`,
		"1.5d":                  `"1.5d" is not a duration: its unit is ".5d", write h, d or w`,
		"010d":                  `"010d" is not a duration: it has a leading zero`,
		"0d":                    `"0d" is no time at all: leave retention out to keep data without end, or forbid personal data`,
		"36501d":                `"36501d" is too long: the most is 36500d`,
		"99999999999999999999h": `"99999999999999999999h" is too long: the most is 36500d`,
	} {
		got, err := ParseDuration(text)
		if err == nil {
			t.Errorf("ParseDuration(%q) = %v, want an error", text, got)
		} else if err.Error() != want {
			t.Errorf("ParseDuration(%q):\n got %s\nwant %s", text, err, want)
		}
	}
}

func TestFormatDuration(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"1 day": day, "14 days": 14 * day, "1 day 12 hours": 36 * time.Hour, "1 hour": time.Hour,
		"2 days 3 minutes 1 second": 2*day + 3*time.Minute + time.Second, "0 seconds": 0,
	} {
		if got := formatDuration(d); got != want {
			t.Errorf("formatDuration(%v) = %q, want %q", d, got, want)
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	p := judged()
	for _, bench := range []struct {
		name, zone, kind, path string
	}{
		{"forbidden", "bare", "jp-name", "営業/2026/顧客/一覧.csv"},
		{"exception-missed", "office", "my-number", "営業/2026/顧客/一覧.csv"},
		{"exception-met", "office", "jp-name", "人事/社員名簿/2026/一覧.csv"},
		{"overdue", "print", "jp-name", "営業/2026/顧客/一覧.csv"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			s := Subject{Kind: bench.kind, Personal: true, Path: bench.path, Modified: day1.Add(-30 * day)}
			b.SetBytes(int64(len(s.Path)))
			b.ReportAllocs()
			for b.Loop() {
				p.Judge(bench.zone, s, day1)
			}
		})
	}
}

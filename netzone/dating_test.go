package netzone

import (
	"strings"
	"testing"
	"time"
)

func TestParseDay(t *testing.T) {
	for text, want := range map[string]Day{
		"20260901": 20260901, "2026-09-01": 20260901, "2026/9/1": 20260901, "2026.09.01": 20260901, "2026_09_01": 20260901,
		"2026年9月1日": 20260901, "2026年 9月 1日": 20260901, "令和8年9月1日": 20260901, "令和元年5月1日": 20190501, "㋿8年9月1日": 20260901,
		"R08.09.01": 20260901, "R8/9/1": 20260901, "R080901": 20260901, "H31.4.30": 20190430, "昭和64年1月7日": 19890107,
		"260901": 20260901, "26.09.01": 20260901, "980401": 19980401, "２０２６０９０１": 20260901, "２０２６／９／１": 20260901, "令和８年９月１日": 20260901,
		"202609": 20260930, "2026-02": 20260228, "2024年2月": 20240229, "令和8年9月": 20260930, "2026年9月分": 20260930,
		"20260901120000": 20260901, "202609011200": 20260901, "2026-09-01T12:00:00": 20260901, "2026年9月1日作成": 20260901,
		"201209": 20120930, "190612": 20190612, "発行20260901号": 20260901, "2026-09-01_260101": 20260901, "no 99999999, 20260901": 20260901,
		// None.
		"": 0, "20260231": 0, "20261301": 0, "2026-02-30": 0, "1234567": 0, "123456789": 0, "1202609011": 0, "20260901123": 0,
		"99999999": 0, "令和0年1月1日": 0, "2026": 0, "00000000": 0, "18991231": 0, "2026年2月30日": 0, "令和8年2月30日": 0, "平成99年13月1日": 0, "９９９９９９９９": 0,
	} {
		if got := ParseDay(text); got != want {
			t.Errorf("ParseDay(%q) = %d, want %d", text, got, want)
		}
	}
}

func mustDating(t testing.TB, text string) *Dating {
	t.Helper()
	d, err := ParseDating(text)
	if err != nil {
		t.Fatalf("ParseDating(%s): %v", text, err)
	}
	return d
}

func TestDating(t *testing.T) {
	for _, test := range []struct {
		dating, text string
		want         Day
	}{
		{`path "(\d{8})"`, "job/20260901/宛名.csv", 20260901},
		{`path "(\d{8})"`, "job/12345678/宛名_20260901.csv", 20260901}, // what is no day is passed over
		{`path "(\d{8})"`, "job/２０２６０９０１/宛名.csv", 20260901},
		{`path "\d{6}"`, "202609/宛名.csv", 20260930},
		{`path '(\d{4})/(\d{2})/(\d{2})/'`, "2026/09/01/宛名.csv", 20260901},
		{`path "(\d{8})|(\d{6})"`, "x/260901.csv", 20260901},
		{`path "^(\d{8})/"`, "a/20260901/宛名.csv", 0},
		{`path "(\d{8})"`, "宛名.csv", 0},
		{`path "R\d\d\.\d\d\.\d\d"`, "R08.09.01/宛名.csv", 20260901},
		{`header "処理日[:：]\s*(\S+)"`, "帳票\n処理日：令和8年9月1日\n", 20260901},
		{`header "処理日[:：]\s*(\S+)"`, "帳票\n処理日: ２０２６／０９／０１\n", 20260901},
		{`header "処理日：(\d{8})"`, "処理日：２０２６０９０１", 20260901},
		{`header "処理日[:：]\s*(\S+)"`, "処理日：未定\n処理日：2026-09-01\n", 20260901},
	} {
		if got := mustDating(t, test.dating).In(test.text); got != test.want {
			t.Errorf("%s in %q = %d, want %d", test.dating, test.text, got, test.want)
		}
	}
}

func TestParseDating(t *testing.T) {
	for _, text := range []string{`path "(\d{8})"`, `header "処理日[:：]\s*(\S+)"`} {
		if got := mustDating(t, text).String(); got != text {
			t.Errorf("String = %s, want %s", got, text)
		}
	}
	if d, err := ParseDating("modified"); err != nil || d == nil || d.By != "" || d.String() != "" {
		t.Errorf("ParseDating(modified) = %+v, %v; want one without a pattern", d, err)
	}
	for text, want := range map[string]string{
		"created":       `"created" says no date: write modified`,
		`path`:          "path needs a pattern in quotes behind it",
		`path \d{8}`:    "path needs a pattern in quotes behind it",
		`path "`:        "path needs a pattern in quotes behind it",
		`path "(\d{8}"`: "bad pattern: missing closing )",
		`path "(?=x)"`:  "bad pattern: invalid or unsupported Perl syntax",
		`path "\d*"`:    "the pattern matches an empty text",
		`path "` + strings.Repeat("1", 500) + `"`: "the pattern is longer than 500 bytes",
	} {
		if d, err := ParseDating(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("ParseDating(%.40s) = %v, %v; want the error %s", text, d, err, want)
		}
	}
}

// datedPolicy is one with dates in paths and headers, and clients with a rule of
// their own.
func datedPolicy(t testing.TB) *Policy {
	path, header, modified := mustDating(t, `path "(\d{8})"`), mustDating(t, `header "処理日：(\S+)"`), mustDating(t, "modified")
	return &Policy{
		Zones: []Zone{
			{Name: "print", Allowed: true, Retention: 14 * day, DateFrom: path, Exceptions: []Exception{
				{Paths: []string{"控え/**"}, Until: date(2027, 12, 31)},
				{Paths: []string{"旧/**"}, Until: date(2026, 12, 31)},
			}},
			{Name: "office", DateFrom: path},
			{Name: "vault", Allowed: true},
		},
		Clients: []Client{
			{Name: "甲", Retention: 7 * day}, {Name: "乙", DateFrom: header}, {Name: "丙; 丁", Retention: 30 * day, DateFrom: modified},
		},
	}
}

func TestJudgeDates(t *testing.T) {
	old := day1.Add(-100 * day) // day1 is 2027-03-31 12:00
	p := datedPolicy(t)
	for _, test := range []struct {
		about, zone, client, path string
		header                    Day
		want                      Ruling
	}{
		{"fresh by its path", "print", "", "20270317/a.csv", 0, Ruling{Allowed, "dated 2027-03-17 by its path; zone print keeps data 14 days", 20270317, "path", 0}},
		{"old by its path", "print", "", "20270316/a.csv", 0, Ruling{Overdue, "dated 2027-03-16 by its path, 15 days ago; zone print keeps data 14 days", 20270316, "path", 0}},
		{"no date", "print", "", "a.csv", 0, Ruling{Overdue, "unchanged for 100 days; zone print keeps data 14 days; there is no date in its path: the time of modification counts", 0, "", 0}},
		{"no such day", "print", "", "20270231/a.csv", 0, Ruling{Overdue, "unchanged for 100 days; zone print keeps data 14 days; there is no date in its path: the time of modification counts", 0, "", 0}},
		{"in the future", "print", "", "20990101/a.csv", 0, Ruling{Allowed, "dated 2099-01-01 by its path; zone print keeps data 14 days; the date in its path is in the future", 20990101, "path", 0}},
		{"excused", "print", "", "控え/20200101/a.csv", 0, Ruling{Allowed, "allowed until 2027-12-31", 20200101, "path", 1}},
		{"no longer excused", "print", "", "旧/20200101/a.csv", 0, Ruling{Overdue, "dated 2020-01-01 by its path, 2646 days ago; zone print keeps data 14 days; its exception ended on 2026-12-31", 20200101, "path", 2}},
		{"needs no excuse", "print", "", "控え/20270331/a.csv", 0, Ruling{Allowed, "dated 2027-03-31 by its path; zone print keeps data 14 days", 20270331, "path", 0}},
		{"a client's retention", "print", "甲", "20270323/a.csv", 0, Ruling{Overdue, `dated 2027-03-23 by its path, 8 days ago; zone print keeps data of client "甲" 7 days`, 20270323, "path", 0}},
		{"a client's header", "print", "乙", "20200101/a.csv", 20270330, Ruling{Allowed, "dated 2027-03-30 by its header; zone print keeps data 14 days", 20270330, "header", 0}},
		{"no header", "print", "乙", "20270331/a.csv", 0, Ruling{Overdue, "unchanged for 100 days; zone print keeps data 14 days; there is no date in its header: the time of modification counts", 0, "", 0}},
		{"a client by modification", "print", "丙; 丁", "20270331/a.csv", 0, Ruling{Overdue, `unchanged for 100 days; zone print keeps data of client "丙; 丁" 30 days`, 0, "", 0}},
		{"forbidden all the same", "office", "甲", "20270331/a.csv", 0, Ruling{Violation, "personal data is forbidden in zone office", 20270331, "path", 0}},
		{"a client in a zone without end", "vault", "甲", "a.csv", 0, Ruling{Overdue, `unchanged for 100 days; zone vault keeps data of client "甲" 7 days`, 0, "", 0}},
		{"without end", "vault", "乙", "a.csv", 20200101, Ruling{Allowed, "personal data is allowed in zone vault", 20200101, "header", 0}},
	} {
		got := p.Judge(test.zone, Subject{Kind: "jp-name", Personal: true, Path: test.path, Modified: old, Client: test.client, Header: test.header}, day1)
		if got != test.want {
			t.Errorf("%s:\n got %+v\nwant %+v", test.about, got, test.want)
		}
	}
}

// A day is over at midnight where the scan runs.
func TestDaySince(t *testing.T) {
	for _, test := range []struct {
		day  Day
		now  time.Time
		want int64
	}{
		{20270331, day1, 0}, {20270330, day1, 1}, {20270401, day1, 0},
		{20270330, time.Date(2027, 3, 31, 0, 0, 0, 0, japan), 1}, {20270330, time.Date(2027, 3, 30, 15, 0, 0, 0, time.UTC).In(japan), 1},
		{20240228, time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), 2},
	} {
		if got := test.day.Since(test.now); got != test.want {
			t.Errorf("%v is %d days before %v, want %d", test.day, got, test.now, test.want)
		}
	}
}

func FuzzParseDay(f *testing.F) {
	for _, text := range []string{"20260901", "令和元年5月1日", "R08.09.01", "２６０９０１", "2026年\xff9月"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d := ParseDay(text); d != 0 && d != DayOf(d.In(time.UTC)) {
			t.Errorf("ParseDay(%q) = %d, which is no day", text, d)
		}
	})
}

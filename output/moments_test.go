package output

import (
	"testing"
	"time"

	"github.com/shikiri/shikiri/report"
)

// The head of a table says both days if a run went past midnight, on one clock.
func TestSpan(t *testing.T) {
	tokyo := time.FixedZone("", 9*3600)
	began := time.Date(2026, 4, 1, 22, 0, 3, 0, tokyo)
	for _, test := range []struct {
		words    *words
		finished time.Time
		want     string
	}{
		{&english, began.Add(time.Minute).UTC(), "2026-04-01 22:00:03 - 22:01:03 +09:00 (1m0s)"},
		{&english, began.Add(6 * time.Hour), "2026-04-01 22:00:03 - 2026-04-02 04:00:03 +09:00 (6h0m0s)"},
		{&japanese, began.Add(6 * time.Hour), "2026-04-01 22:00:03 - 2026-04-02 04:00:03 +09:00 (6時間0分0秒)"},
	} {
		p := &page{words: test.words}
		if got := p.span(&report.Run{Started: began, Finished: test.finished}); got != test.want {
			t.Errorf("%s: got %q, want %q", test.words.Lang, got, test.want)
		}
	}
}

func TestKept(t *testing.T) {
	for _, test := range [][3]string{{"14d", "14 days", "14 日"}, {"1d", "1 day", "1 日"}, {"36h", "36 hours", "36 時間"}, {"8w", "8 weeks", "8 週"}, {"", "", ""}, {"soon", "soon", "soon"}} {
		if got := (&page{words: &english}).kept(test[0]); got != test[1] {
			t.Errorf("kept(%q) = %q, want %q", test[0], got, test[1])
		}
		if got := (&page{words: &japanese}).kept(test[0]); got != test[2] {
			t.Errorf("in Japanese kept(%q) = %q, want %q", test[0], got, test[2])
		}
	}
}

func TestDays(t *testing.T) {
	for text, want := range map[string]string{
		"例外は 2026-03-31 で終了": "例外は 2026年3月31日 で終了", "2026-13-01": "2026-13-01", "12026-03-01": "12026-03-01", "": "",
	} {
		if got := days(text, "2006年1月2日"); got != want {
			t.Errorf("days(%q) = %q, want %q", text, got, want)
		}
	}
	if got, want := singular("age 1 days (1 weeks, 11 days, -1 days)"), "age 1 day (1 week, 11 days, -1 days)"; got != want {
		t.Errorf("singular: got %q, want %q", got, want)
	}
}

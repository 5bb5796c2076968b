package output

import (
	"strings"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// A series that stands twice makes the textfile collector refuse the whole file:
// names that are alike once they are made valid are one series.
func TestPrometheusSeriesAreUnique(t *testing.T) {
	r := auditRun()
	r.Shares = []report.Share{{URL: "/srv/\xff", Zone: "office", Files: 2, Scanned: 2}, {URL: "/srv/\xfe", Zone: "office", Files: 3, Scanned: 1, Unexamined: 2}}
	r.Retention = []report.Retention{{Zone: "print", Client: "\xff", Files: 2, OldestDays: 9}, {Zone: "print", Client: "\xfe", Files: 3, OldestDays: 4}}
	var b strings.Builder
	if err := writePrometheus(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for line := range strings.Lines(b.String()) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		series, value, _ := strings.Cut(strings.TrimSpace(line), "} ")
		if _, twice := got[series]; twice {
			t.Errorf("got %s twice", series)
		}
		got[series] = value
	}
	for series, want := range map[string]string{
		"shikiri_files{zone=\"office\",share=\"/srv/\uFFFD\",state=\"examined\"":     "3",
		"shikiri_files{zone=\"office\",share=\"/srv/\uFFFD\",state=\"not-examined\"": "2",
		"shikiri_personal_files{zone=\"print\",client=\"\uFFFD\"":                    "5",
		"shikiri_oldest_age_days{zone=\"print\",client=\"\uFFFD\"":                   "9",
	} {
		if got[series] != want {
			t.Errorf("%s: got %q, want %s", series, got[series], want)
		}
	}
}

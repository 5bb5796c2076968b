package output

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/report"
)

// Addresses that answered alike stand together, and those with a name alone.
func TestTargetGroups(t *testing.T) {
	at := func(host, refused string, names ...string) report.Target {
		return report.Target{From: "office", To: "print", Host: host, Refused: refused, Names: names, Attempts: 2, First: time.Unix(100, 0), Last: time.Unix(200, 0)}
	}
	r := &report.Run{Targets: []report.Target{
		at("10.20.1.9", "22"), at("10.20.1.10", "22"), at("10.20.1.11", "22"), at("10.20.1.12", "22,80"), at("10.20.1.13", "22"), at("10.20.1.14", "22", "nas"), at("fd00::1", "22"),
	}}
	r.Targets = append(r.Targets, report.Target{From: "office", To: "print", Host: "10.20.1.99", Open: "445"})
	var got []string
	for _, g := range targetGroups(r) {
		got = append(got, strings.Join(g.Ranges, ",")+" "+g.Open+g.Refused+" "+grouped(g.Hosts)+" "+grouped(g.Attempts))
	}
	want := []string{"10.20.1.99 445 1 0", "10.20.1.9 - 10.20.1.11,10.20.1.13,fd00::1 22 5 10", "10.20.1.12 22,80 1 2", "10.20.1.14 22 1 2"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// Zones by zones: what was not tried is told apart from what is closed, and the
// worst of several vantage points decides.
func TestPathMatrix(t *testing.T) {
	r := probeRun()
	r.Flows = append(r.Flows, report.Flow{From: "vault", To: "office", Vantage: "closed8", Tried: 2, Refused: 2, Verdict: report.PathNotProved})
	v := newProbeView(&page{run: r, words: wordsFor("en"), opts: Options{Lang: "en"}})
	m := newPathMatrix(r)
	for _, test := range []struct{ from, to, class, word, numbers string }{
		{"office", "print", "violation", "VIOLATION: forbidden, and open", "tried 2,794, open 2, refused 11, filtered 2,777, unreachable 1, intercepted 3"},
		{"vault", "office", "missed", "NOT PROVED", "tried 6, open 0, refused 2, filtered 4"},
		{"print", "office", "none", "not tried", ""},
		{"print", "print", "none", "(itself)", ""},
		{"office", "", "allowed", "", ""},
	} {
		c := v.cell(m, test.from, test.to)
		if got := strings.Join(c.Numbers, ", "); c.Class != test.class || c.Word != test.word || got != test.numbers {
			t.Errorf("%s -> %s: got %s %q %q, want %s %q %q", test.from, test.to, c.Class, c.Word, got, test.class, test.word, test.numbers)
		}
	}
}

// People that were added up may be fewer: the cover says so, as the sentence does.
func TestCoverOfPeopleAddedUp(t *testing.T) {
	for _, added := range []bool{false, true} {
		r := joinedRun()
		for i := range r.Exposures {
			r.Exposures[i].PeopleAdded = added
		}
		if got := strings.Contains(pageOf(t, r, "en"), "at most, on the host with the most"); got != added {
			t.Errorf("people added up %t: the cover says at most: %t", added, got)
		}
	}
}

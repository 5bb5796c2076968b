package output

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/report"
)

// manyPorts is as many ports as a probe tries by default, in as many pieces.
func manyPorts(from, n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint(from + 2*i)
	}
	return strings.Join(all, ",")
}

// eightTargets is a probe of eight addresses on 64 ports: two are open.
func eightTargets() *report.Run {
	at := time.Date(2026, 4, 2, 10, 15, 0, 0, time.UTC)
	list := manyPorts(1000, 64)
	r := &report.Run{
		Tool: report.Tool{Name: "shikiri", Version: "v0.0.0-test"}, Started: at, Finished: at.Add(8 * time.Second), Complete: true, ExitCode: 1,
		Zones:    []report.Zone{{Name: "office"}, {Name: "print", PersonalData: "allowed"}},
		Vantages: []report.Vantage{{Host: "pc21", From: "office", Addresses: []string{"10.20.1.21", "fd00:20::21"}, Started: at, Finished: at.Add(8 * time.Second), Ports: list, Timeout: "1s", Retries: 1}},
		Controls: []report.Control{
			{From: "office", Kind: "known-open", Zone: "print", Host: "10.10.1.11", Ports: "4022", Answered: "4022", Result: "open", OK: true},
			{From: "office", Kind: "unused-address", Zone: "print", Host: "10.10.1.99", Ports: list, Answered: manyPorts(1000, 60), Result: "refused", Why: "something answers for an address that nobody has"},
		},
		Flows: []report.Flow{
			{From: "office", To: "print", Ports: list, Hosts: 8, Tried: 512, Open: 2, Refused: 64, Filtered: 446, Verdict: report.PathViolation},
			{From: "office", To: "vault", Ports: list, Hosts: 1, Tried: 64, Filtered: 64, Verdict: report.PathNotProved, Why: "no control that is known to be open was open both before and after; 64 ports were refused: either a firewall rejects them or packets cross and nothing listens today"},
		},
	}
	for i := range 8 {
		t := report.Target{From: "office", To: "print", Host: fmt.Sprintf("10.10.1.%d", 11+i), Declared: true, Filtered: list}
		switch {
		case i < 2:
			t.Open, t.Filtered = "1000", manyPorts(1002, 63)
			r.Open = append(r.Open, report.Open{From: "office", To: "print", Host: t.Host, Name: "print01.example", Port: 1000, Protocol: "tcp", Service: "smb", Verdict: report.PathViolation, Why: "it did not speak smb"})
		case i == 2:
			t.Refused, t.Filtered = list, ""
		}
		r.Targets = append(r.Targets, t)
	}
	return r
}

func TestProbeTableIsShort(t *testing.T) {
	for _, lang := range []string{"ja", "en"} {
		for _, width := range []int{80, 100, 160} {
			var b bytes.Buffer
			if err := writeTable(&b, eightTargets(), Options{Lang: lang, Width: width}); err != nil {
				t.Fatal(err)
			}
			text := b.String()
			lines := strings.Split(text, "\n")
			if got, want := len(lines), 90; got > want {
				t.Errorf("%s, %d cells: got %d lines, want at most %d:\n%s", lang, width, got, want, text)
			}
			for _, line := range lines {
				if got := cellWidth(line); got > width {
					t.Errorf("%s: a line has %d cells, want at most %d: %s", lang, got, width, line)
				}
			}
			for _, host := range []string{"10.10.1.11", "10.10.1.12"} {
				if !strings.Contains(text, "✕ "+host) || lineWith(lines, host, "tcp/1000 smb?", "office → print") == "" {
					t.Errorf("%s, %d cells: %s has no line with its port and zones:\n%s", lang, width, host, text)
				}
			}
			if got := strings.Count(text, "1102"); got != 1 {
				t.Errorf("%s, %d cells: the list of ports stands there %d times, want once:\n%s", lang, width, got, text)
			}
			next := probeWordsFor(lang).Next["known-open"]
			if squeezed := strings.Join(strings.Fields(text), ""); !strings.Contains(squeezed, strings.Join(strings.Fields(next), "")) {
				t.Errorf("%s, %d cells: not said what to do: %s\n%s", lang, width, next, text)
			}
		}
	}
}

// lineWith returns the first line with all of the texts.
func lineWith(lines []string, texts ...string) string {
	for _, line := range lines {
		all := true
		for _, text := range texts {
			all = all && strings.Contains(line, text)
		}
		if all {
			return line
		}
	}
	return ""
}

func TestProbeAnswersInALine(t *testing.T) {
	v := newProbeView(&page{run: &report.Run{}, words: wordsFor("en"), opts: Options{Lang: "en"}})
	for _, c := range []struct {
		target report.Target
		want   string
	}{
		{report.Target{Open: "22,445", Refused: "80", Filtered: manyPorts(1000, 61)}, "open 22, 445; refused 80; all others (61) filtered"},
		{report.Target{Filtered: manyPorts(1, 64)}, "all 64 ports filtered"},
		{report.Target{Filtered: "22,80"}, "filtered 22, 80"},
		{report.Target{Open: manyPorts(1, 6), Intercepted: manyPorts(101, 20), NotTried: manyPorts(301, 5)}, "open 1, 3, 5, 7, 9, 11; not tried 5 ports; all others (20) intercepted"},
		{report.Target{}, ""},
	} {
		if got := v.answers(&c.target); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.target, got, c.want)
		}
	}
	if got, want := countPorts("22,80,8000-8010,x,9-3,70000"), int64(13); got != want {
		t.Errorf("ports of a list: got %d, want %d", got, want)
	}
}

// What is missing to prove a flow closed has a next step in both languages.
func TestProbeSaysWhatToDoNext(t *testing.T) {
	for why, want := range map[string]string{
		"no control that is known to be open was open both before and after":                                         "known-open",
		"something answers for addresses that nobody has, on ports 22: what is open or refused there proves nothing": "answers",
		"there was no control of an address that nobody has":                                                         "unused",
		"7 ports were answered by something that answers for every port or host":                                     "verify",
		"this machine has no route to 10.10.1.1":                                                                     "route",
		"7 ports were not tried: there was no time":                                                                  "time",
		"hosts that are declared were not tried: a.example":                                                          "hosts",
	} {
		got := nextOf(why)
		if got != want || englishProbe.Next[got] == "" || japaneseProbe.Next[got] == "" {
			t.Errorf("%s: got %q with %q, %q; want %q, said in both languages", why, got, englishProbe.Next[got], japaneseProbe.Next[got], want)
		}
	}
}

package output

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// provedRun is a run of a probe in which all is as it must be.
func provedRun() *report.Run {
	r := probeRun()
	r.Complete, r.ExitCode, r.Conformity, r.Unexamined, r.Warnings, r.Summary = true, 0, "", nil, nil, report.Summary{}
	r.Flows = slices.DeleteFunc(r.Flows, func(f report.Flow) bool {
		return f.Verdict == report.PathViolation || f.Verdict == report.PathNotProved
	})
	r.Open = slices.DeleteFunc(r.Open, func(o report.Open) bool { return o.Verdict == report.PathViolation })
	r.Bridges = nil
	r.Conformity, _ = r.Judge()
	return r
}

func gitLabOf(t *testing.T, r *report.Run) (all []gitLabIssue) {
	t.Helper()
	var b bytes.Buffer
	if err := writeGitLab(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// Formats that end well only if all is well do so for a probe whose flows are all
// proved closed, and for no other.
func TestProbePasses(t *testing.T) {
	for name, change := range map[string]func(*report.Run){
		"proved": func(*report.Run) {},
		"open": func(r *report.Run) {
			r.Open = append(r.Open, report.Open{From: "vault", To: "office", Host: "10.10.1.1", Port: 22, Protocol: "tcp", Verdict: "of a later version"})
		},
		"violated flow":         func(r *report.Run) { r.Flows[0].Verdict = "of a later version" },
		"not proved":            func(r *report.Run) { r.Flows[len(r.Flows)-1].Verdict = report.PathNotProved },
		"closed, without proof": func(r *report.Run) { r.Flows[len(r.Flows)-1].Proved = false },
		"bridge":                func(r *report.Run) { r.Bridges = probeRun().Bridges[:1] },
		"nothing tried":         func(r *report.Run) { r.Flows, r.Open = nil, nil },
		"interrupted":           func(r *report.Run) { r.Interrupted, r.Complete, r.ExitCode = true, false, 130 },
		"not tried":             func(r *report.Run) { r.Unexamined, r.Complete = probeRun().Unexamined, false },
	} {
		r := provedRun()
		change(r)
		failures := 0
		for _, s := range junitOf(t, r).Suites {
			failures += s.Failures + s.Errors
		}
		sarif := sarifOf(t, r).Runs[0]
		results := len(sarif.Results) + len(sarif.Invocations[0].Notifications)
		var prom strings.Builder
		if err := writePrometheus(&prom, r, Options{}); err != nil {
			t.Fatal(err)
		}
		if whole := strings.Contains(prom.String(), "shikiri_last_success_timestamp_seconds{"); whole && name != "proved" && r.Summary == (report.Summary{}) && !r.PathOpen() && !r.Bridged() {
			t.Errorf("%s: the numbers say that it was a success", name)
		}
		passed := map[string]bool{"junit": failures == 0, "gitlab": len(gitLabOf(t, r)) == 0, "sarif": results == 0}
		for format, got := range passed {
			if want := name == "proved"; got != want {
				t.Errorf("%s, %s: passed %t, want %t", name, format, got, want)
			}
		}
	}
}

// Alerts are told apart by their fingerprints: these stay if a run is repeated with
// other times and other names, and are others for another port.
func TestPathFingerprints(t *testing.T) {
	ids := func(r *report.Run) (all []string) {
		for _, result := range sarifOf(t, r).Runs[0].Results {
			if id := result.PartialFingerprints[pathFingerprint]; id != "" {
				all = append(all, id)
			}
		}
		return all
	}
	first := ids(joinedRun())
	if sorted := slices.Sorted(slices.Values(first)); len(sorted) != 7 || len(slices.Compact(sorted)) != 7 {
		t.Errorf("got fingerprints %q, want 7 (1 exposure, 2 open ports, 2 bridges, 1 not proved, 1 closed since)", first)
	}
	again := joinedRun()
	for i := range again.Open {
		again.Open[i].At, again.Open[i].Name, again.Open[i].Millis, again.Open[i].Source = again.Finished, "", 7, "10.10.1.99"
	}
	again.Bridges[0].Value, again.Flows[3].Tried = "SHA256:BBBB", 9
	if got := ids(again); !slices.Equal(got, first) {
		t.Errorf("the same paths, seen again: got fingerprints %q, want %q", got, first)
	}
	again.Open[1].Port = 446
	if got := ids(again); slices.Equal(got, first) {
		t.Errorf("another port is open: got the same fingerprints %q", got)
	}
	again = joinedRun()
	again.Open = append(again.Open, again.Open[1])
	again.Open[len(again.Open)-1].Source = "10.10.1.22"
	if got := ids(again); !slices.Equal(got, first) {
		t.Errorf("one port, seen from two machines: got fingerprints %q, want it once: %q", got, first)
	}
}

// Alerts say since when they are there: what is closed ends one, and what was allowed
// before is new.
func TestPathBaseline(t *testing.T) {
	got := map[string]string{}
	for _, result := range sarifOf(t, joinedRun()).Runs[0].Results {
		if at := result.Locations[0].Logical; len(at) > 0 {
			got[at[0].FullyQualifiedName] = result.BaselineState + " " + result.Level
		}
	}
	for place, want := range map[string]string{
		"print/10.20.1.50:80": "new error", "print/10.20.1.11:445": "new error", "print/10.20.1.60:80": "absent none",
		"office+print/10.10.1.50, 10.20.1.50": "unchanged error", "vault/office -> vault": " warning",
	} {
		if got[place] != want {
			t.Errorf("%s: got state and level %q, want %q", place, got[place], want)
		}
	}
}

// What is not proved beside an open port is told, too.
func TestNotProvedBesideOpen(t *testing.T) {
	r := probeRun()
	r.Flows[1].Proved, r.Flows[1].Why = false, "something answers for an address that nobody has"
	rules := map[string]int{}
	for _, result := range sarifOf(t, r).Runs[0].Results {
		rules[result.RuleID]++
	}
	if rules[ruleNotProved] != 2 || rules[ruleForbidden] != 2 {
		t.Errorf("got results %v, want 2 open ports, and 2 flows not proved", rules)
	}
}

// The rules that results name are those they are numbered by.
func TestPathRulesAreNumbered(t *testing.T) {
	run := sarifOf(t, joinedRun()).Runs[0]
	for _, result := range run.Results {
		if got := run.Tool.Driver.Rules[result.RuleIndex].ID; got != result.RuleID {
			t.Errorf("a result of rule %s has the number of rule %s", result.RuleID, got)
		}
	}
}

// The rows of a probe's run hold what evidence has to say, and each port of a
// target is in one row.
func TestCSVOfProbe(t *testing.T) {
	var b strings.Builder
	if err := writeCSV(&b, probeRun(), Options{}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := func(row []string, column string) string { return row[slices.Index(rows[0], column)] }
	ports := map[string]int{}
	for _, row := range rows[1:] {
		if at(row, "row") != "target" {
			continue
		}
		for _, column := range []string{"source", "host", "ports", "target_attempts", "result", "verdict", "first", "last", "tool", "policy"} {
			if at(row, column) == "" {
				t.Errorf("row %q has no %s", row, column)
			}
		}
		ports[at(row, "host")] += report.ParsePorts(at(row, "ports")).Count()
	}
	for _, x := range probeRun().Targets {
		want := 0
		for _, p := range []string{x.Open, x.Refused, x.Filtered, x.Unreachable, x.NotTried, x.Intercepted} {
			want += report.ParsePorts(p).Count()
		}
		if ports[x.Host] != want {
			t.Errorf("target %s: got %d ports in its rows, want %d", x.Host, ports[x.Host], want)
		}
	}
	if last := rows[len(rows)-1]; last[0] != "end" || at(last, "detail") != "exit code 1" || at(last, "verdict") != report.Nonconforming {
		t.Errorf("got last row %q, want the end with the exit code and the verdict", last)
	}
}

// Two machines of one zone miss the same name: GitLab shows one of two entries with
// the same fingerprint, and it takes both for one.
func TestGitLabNamesAMachineOnce(t *testing.T) {
	r := probeRun()
	r.Unexamined = append(r.Unexamined, r.Unexamined[0])
	if got, want := len(gitLabOf(t, r)), len(gitLabOf(t, probeRun())); got != want {
		t.Errorf("got %d entries, want %d", got, want)
	}
}

// Scripts that read scans find the same columns first, whatever was merged.
func TestCSVColumnsStay(t *testing.T) {
	for name, r := range sampleRuns() {
		got := csvColumns(r)
		switch {
		case name == "probe":
			if got[0] != "row" {
				t.Errorf("%s: got columns %q, want row first", name, got)
			}
		case !slices.Equal(got[:len(csvHeader)], csvHeader) || !r.Probed() && len(got) > len(csvHeader):
			t.Errorf("%s: got columns %q, want those of a scan first, and no more without a probe", name, got)
		}
		for i, column := range got {
			if slices.Index(got, column) != i {
				t.Errorf("%s: column %s is there twice", name, column)
			}
		}
	}
}

// Others may read the numbers: they name no machine, address or port.
func TestPrometheusNamesNoMachine(t *testing.T) {
	for name, r := range map[string]*report.Run{"probe": probeRun(), "joined": joinedRun()} {
		var b strings.Builder
		if err := writePrometheus(&b, r, Options{}); err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"10.20.", "10.10.", "fs01.print", "pc21", "canary", "SHA256", "OpenSSH"} {
			if strings.Contains(b.String(), secret) {
				t.Errorf("%s: %q is in the numbers", name, secret)
			}
		}
	}
}

// A probe has looked at no file: no number says that nothing was found.
func TestPrometheusOfProbeCountsNoFindings(t *testing.T) {
	var b strings.Builder
	if err := writePrometheus(&b, provedRun(), Options{}); err != nil {
		t.Fatal(err)
	}
	for _, family := range []string{"shikiri_violations", "shikiri_files", "shikiri_coverage_ratio"} {
		if strings.Contains(b.String(), family) {
			t.Errorf("got a family %s, want none", family)
		}
	}
	if want := `shikiri_probe_flow_proved{from="vault",to="office"} 1`; !strings.Contains(b.String(), want) {
		t.Errorf("%s is not in\n%s", want, b.String())
	}
}

// What services say of themselves is shown, and does nothing.
func TestHostileBanners(t *testing.T) {
	r := probeRun()
	hostile := "=cmd|' /C calc'!A0\x1b[2J\u202e]]>\"</failure>\r\n\x00"
	for i := range r.Open {
		r.Open[i].Banner, r.Open[i].Name, r.Open[i].Service = hostile, hostile, hostile
	}
	r.Bridges[0].Value, r.Controls[0].Why, r.Flows[3].Why = hostile, hostile, hostile
	for _, name := range []string{"sarif", "junit", "gitlab", "csv", "prometheus", "ndjson", "json"} {
		var b bytes.Buffer
		if err := Lookup(name).Write(&b, r, Options{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		machine := name == "ndjson" || name == "json" || name == "csv" // which must not change what they were told
		if !machine && (bytes.Contains(b.Bytes(), []byte("\x1b[2J")) || bytes.Contains(b.Bytes(), []byte("\u202e"))) {
			t.Errorf("%s: control characters reach the reader", name)
		}
	}
	_ = junitOf(t, r)
	if len(gitLabOf(t, r)) == 0 || len(sarifOf(t, r).Runs[0].Results) == 0 {
		t.Error("got no results, want those of hostile services as well")
	}
}

// 1,000 open ports and 65,536 targets are written in reasonable size.
func TestBigProbe(t *testing.T) {
	r := probeRun()
	for i := range 1000 {
		o := r.Open[1]
		o.Host, o.Port = fmt.Sprintf("10.20.%d.%d", i/250, i%250), uint16(1000+i)
		r.Open = append(r.Open, o)
	}
	many := 65_536
	if raceDetector {
		many = 4096 // it looks for races, not for size
	}
	for i := range many {
		x := r.Targets[0]
		x.Host, x.Open = fmt.Sprintf("10.20.%d.%d", i>>8, i&255), ""
		r.Targets = append(r.Targets, x)
	}
	for _, name := range []string{"sarif", "junit", "gitlab", "csv", "prometheus", "ndjson", "json"} {
		var b bytes.Buffer
		if err := Lookup(name).Write(&b, r, Options{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%s: %.1f MB", name, float64(b.Len())/1e6)
	}
}

package output

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// What is written is what the strictest readers of the format take.
func TestJUnitSchema(t *testing.T) {
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not there (Debian package libxml2-utils)")
	}
	runs := sampleRuns()
	runs["empty"] = &report.Run{Schema: report.Schema}
	for name, r := range runs {
		for _, lang := range []string{"en", "ja"} {
			var b bytes.Buffer
			if err := writeJUnit(&b, r, Options{Lang: lang}); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(lint, "--noout", "--nonet", "--schema", "testdata/junit.xsd", "-")
			cmd.Stdin = &b
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("run %q in %s: %v\n%s", name, lang, err, out)
			}
		}
	}
}

func junitOf(t *testing.T, r *report.Run) (all junitSuites) {
	t.Helper()
	var b bytes.Buffer
	if err := writeJUnit(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(b.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// Only a run that saw everything and found nothing passes.
func TestJUnitPasses(t *testing.T) {
	runs := sampleRuns()
	runs["empty"] = &report.Run{Schema: report.Schema}
	runs["share without files"] = &report.Run{Schema: report.Schema, Complete: true, Shares: []report.Share{{URL: "/mnt", Zone: "office"}}}
	runs["unknown share"] = &report.Run{Schema: report.Schema, Complete: true, Findings: []report.Finding{{Zone: "office", Share: "/srv", Verdict: "of a later version"}}}
	for name, r := range runs {
		failures, errors, tests := 0, 0, 0
		for _, s := range junitOf(t, r).Suites {
			failures, errors, tests = failures+s.Failures, errors+s.Errors, tests+s.Tests
		}
		if passed := failures+errors == 0; passed != (name == "clean") || tests == 0 {
			t.Errorf("run %q: got %d failures and %d errors of %d tests", name, failures, errors, tests)
		}
	}
}

// Against a baseline only what is new fails; the rest is told.
func TestJUnitBaseline(t *testing.T) {
	r := auditRun()
	r.Changes.Baseline = true
	for i := range r.Findings {
		r.Findings[i].State = "remaining"
	}
	for _, s := range junitOf(t, r).Suites {
		if s.Failures != 0 || !strings.Contains(s.Out, "baseline") {
			t.Errorf("suite %s: got %d failures and %q, want none, and the known ones told", s.Name, s.Failures, s.Out)
		}
	}
}

// GitLab shows one of two entries with the same fingerprint, and an empty list
// means that all is well.
func TestGitLab(t *testing.T) {
	for name, r := range sampleRuns() {
		var b bytes.Buffer
		if err := writeGitLab(&b, r, Options{}); err != nil {
			t.Fatal(err)
		}
		var all []gitLabIssue
		if err := json.Unmarshal(b.Bytes(), &all); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, issue := range all {
			if seen[issue.Fingerprint] {
				t.Errorf("run %q: two entries have the fingerprint %s", name, issue.Fingerprint)
			}
			seen[issue.Fingerprint] = true
			if strings.HasPrefix(issue.Location.Path, "/") || issue.Location.Lines.Begin < 1 || issue.Description == "" {
				t.Errorf("run %q: got %+v, want a relative path, a line and a description", name, issue)
			}
		}
		if (len(all) == 0) != (name == "clean") {
			t.Errorf("run %q: got %d entries", name, len(all))
		}
	}
}

// Every line is a comment or a value of a family that was announced, with labels
// that are escaped, and none is there twice.
func TestPrometheus(t *testing.T) {
	line := regexp.MustCompile(`^(shikiri_[a-z_]+)(\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z]+="(?:[^"\\\n]|\\["\\n])*")*\})? -?[0-9.]+$`)
	for name, r := range sampleRuns() {
		if len(r.Shares) > 0 {
			r.Shares[0].URL = "a\"b\\c\nd\xff"
		}
		var b bytes.Buffer
		if err := writePrometheus(&b, r, Options{}); err != nil {
			t.Fatal(err)
		}
		if tool, err := exec.LookPath("promtool"); err == nil {
			cmd := exec.Command(tool, "check", "metrics")
			cmd.Stdin = bytes.NewReader(b.Bytes())
			if out, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != 3 { // 3: it would name something else
				t.Errorf("run %q: promtool: %v\n%s", name, err, out)
			}
		}
		text := b.String()
		if !strings.HasSuffix(text, "\n") {
			t.Errorf("run %q: the last line has no end", name)
		}
		family, seen := "", map[string]bool{}
		for l := range strings.Lines(text) {
			l = strings.TrimSuffix(l, "\n")
			if rest, ok := strings.CutPrefix(l, "# TYPE "); ok {
				family, _, _ = strings.Cut(rest, " ")
				continue
			}
			if strings.HasPrefix(l, "# HELP ") {
				continue
			}
			m := line.FindStringSubmatch(l)
			key, _, _ := strings.Cut(l, "} ")
			if m == nil || m[1] != family || seen[key] {
				t.Errorf("run %q: line %q is no value of %s, or is there twice", name, l, family)
			}
			seen[key] = true
		}
		for _, f := range r.Findings {
			if strings.Contains(text, f.Path) {
				t.Errorf("run %q: it holds a path, and others may read it", name)
			}
		}
	}
}

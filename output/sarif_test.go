package output

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	library "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/shikiri/shikiri/report"
)

// publishedSARIF returns the schema of OASIS, which a library has inside.
func publishedSARIF(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		t.Fatalf("find the library with the schema: %v", err)
	}
	src, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "schema.go"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(src), "`")
	text, _, ok := strings.Cut(text, "`")
	if !ok {
		t.Fatal("the library has no schema where it was")
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft4)
	c.AssertFormat()
	if err := c.AddResource("sarif.json", v); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// What is written is what the published schema says, and what a library of
// others reads.
func TestSARIFSchema(t *testing.T) {
	schema := publishedSARIF(t)
	for name, r := range sampleRuns() {
		for _, lang := range []string{"en", "ja"} {
			var b bytes.Buffer
			if err := writeSARIF(&b, r, Options{Lang: lang}); err != nil {
				t.Fatal(err)
			}
			v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b.Bytes()))
			if err != nil {
				t.Fatalf("run %q in %s: %v", name, lang, err)
			}
			if err := schema.Validate(v); err != nil {
				t.Errorf("run %q in %s does not fit the schema: %v", name, lang, err)
			}
			read, err := library.FromBytes(b.Bytes())
			if err != nil {
				t.Errorf("run %q in %s: read by a library: %v", name, lang, err)
			} else if got := len(read.Runs[0].Results); name == "audit" && got != 6 { // 4 wrong, 1 excused, 1 gone
				t.Errorf("run %q: got %d results, want 6", name, got)
			}
		}
	}
	v, _ := jsonschema.UnmarshalJSON(strings.NewReader(`{"version": "2.1.0", "runs": [{"results": []}]}`))
	if schema.Validate(v) == nil {
		t.Error("the schema takes a run without a tool")
	}
}

// sarifOf writes a run and reads it back.
func sarifOf(t *testing.T, r *report.Run) sarifLog {
	t.Helper()
	var b bytes.Buffer
	if err := writeSARIF(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	return log
}

// GitHub refuses more than 25,000 results and 10 MB; what is left out is said.
func TestSARIFLimits(t *testing.T) {
	r := sampleRuns()["full"]
	one := r.Findings[0]
	r.Findings = nil
	for i := range 30_000 {
		f := one
		f.ID, f.Path = fmt.Sprint(i), fmt.Sprintf("営業/受託/名簿_%d.csv", i)
		if i >= 100 {
			f.Verdict = "overdue"
		}
		r.Findings = append(r.Findings, f)
	}
	var b, packed bytes.Buffer
	if err := writeSARIF(&b, r, Options{Lang: "ja"}); err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(b.Bytes())
	_ = z.Close()
	var log sarifLog
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	t.Logf("25,000 results: %.1f MB, packed %.2f MB", float64(b.Len())/1e6, float64(packed.Len())/1e6)
	if got := len(run.Results); got != 25_000 || packed.Len() > 10_000_000 {
		t.Errorf("got %d results in %d bytes packed, want 25,000 in at most 10 MB", got, packed.Len())
	}
	if got := run.Results[99].Level; got != "error" || run.Results[100].Level != "warning" {
		t.Errorf("got level %s of the 100th result, want the worst first", got)
	}
	notes := run.Invocations[0].Notifications
	if len(notes) == 0 || !strings.HasPrefix(notes[0].Message.Text, "5000 more results") {
		t.Errorf("got notifications %+v, want the 5000 results told that are left out", notes)
	}
}

// Any name of a file gives a URI that is valid and leads back to the name.
func TestSARIFURIs(t *testing.T) {
	for _, name := range []string{"a/b c.csv", "100%.txt", "a#b?c", "C:x", "//host/x", "日本/ﾃﾞｰﾀ.csv", "a\\b", "\xff\xfe", "..", "a//b", "[::1]", "<script>", "\x00\n"} {
		uri := pathURI(name)
		u, err := url.Parse(uri)
		if err != nil || u.IsAbs() || u.Host != "" || u.RawQuery != "" || u.Fragment != "" || strings.HasPrefix(uri, "/") {
			t.Errorf("path %q: got %q, want a relative reference that is only a path (%v)", name, uri, err)
			continue
		}
		if want := strings.TrimLeft(name, "/"); u.Path != want {
			t.Errorf("path %q: got %q, which leads to %q", name, uri, u.Path)
		}
	}
	for share, want := range map[string]string{
		"/srv/共有": "file:///srv/%E5%85%B1%E6%9C%89/", `C:\データ`: "file:///C:/%E3%83%87%E3%83%BC%E3%82%BF/", "smb://OFFICE;svc@fs01:445/a b": "smb://OFFICE;svc@fs01:445/a%20b/",
		"sftp://scan@print01": "sftp://scan@print01/", "data": "data/", "smb://[::1]:445/x/": "smb://[::1]:445/x/",
	} {
		if got := shareURI(share); got != want {
			t.Errorf("share %s: got %s, want %s", share, got, want)
		}
	}
}

// What an exception excuses is suppressed; what has ended is not.
func TestSARIFSuppressions(t *testing.T) {
	r := auditRun()
	r.Findings[1].Exception = "office/2" // it has ended
	suppressed := map[string]bool{}
	for _, result := range sarifOf(t, r).Runs[0].Results {
		id := result.PartialFingerprints[fingerprintName]
		suppressed[id] = len(result.Suppressions) > 0
		if id == "f6" && (len(result.Suppressions) != 1 || result.Suppressions[0].Properties["until"] != "2026-04-20") {
			t.Errorf("the excused finding: got %+v, want its exception with its end", result.Suppressions)
		}
		if id == "g1" && result.BaselineState != "absent" {
			t.Errorf("the finding that is gone: got state %q, want absent", result.BaselineState)
		}
	}
	if !suppressed["f6"] || suppressed["f2"] {
		t.Errorf("suppressed: got %v, want f6 and no other", suppressed)
	}
}

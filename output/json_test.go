package output

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/shikiri/shikiri/report"
)

// What is written is what the published schema says.
func TestJSONSchema(t *testing.T) {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile("testdata/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	runs := sampleRuns()
	runs["no lists"] = &report.Run{
		Schema: report.Schema, MinConfidence: "low",
		Tool: report.Tool{Name: "shikiri", Rules: "sha256:", Policy: "sha256:"},
	}
	extract, err := report.Extract(ofTwoClients(), "架空銀行")
	if err != nil {
		t.Fatal(err)
	}
	runs["extract"], runs["redacted"] = extract, ofTwoClients()
	report.Redact(runs["redacted"], []byte("key"))
	for name, r := range runs {
		var b bytes.Buffer
		if err := writeJSON(&b, r, Options{}); err != nil {
			t.Fatal(err)
		}
		v, err := jsonschema.UnmarshalJSON(&b)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := schema.Validate(v); err != nil {
			t.Errorf("run %q does not fit the schema: %v", name, err)
		}
	}
	v, _ := jsonschema.UnmarshalJSON(strings.NewReader(`{"schema": "shikiri/1", "findings": null}`))
	if schema.Validate(v) == nil {
		t.Error("the schema takes a run with almost nothing in it")
	}
}

func TestJSONForm(t *testing.T) {
	var b bytes.Buffer
	if err := writeJSON(&b, &report.Run{Findings: []report.Finding{{}}}, Options{}); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if strings.Contains(got, "null") || !strings.HasSuffix(got, "}\n") {
		t.Errorf("got %q, want no null and a line end at the end", got)
	}
	for _, want := range []string{`"shares": []`, `"clients": []`, `"samples": []`, `"unexamined": []`} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s, want %s in it", got, want)
		}
	}
}

// Written entry by entry, a run is what it is when written at once.
func TestJSONWhole(t *testing.T) {
	runs := sampleRuns()
	runs["no lists"] = &report.Run{}
	runs["the keys as text"] = &report.Run{
		Shares:     []report.Share{{URL: "\n \"findings\": []", Zone: "\n \"unexamined\": []"}},
		Findings:   []report.Finding{{Path: "<&>\u2028\n \"findings\": []\xff", Samples: []report.Sample{{}, {Evidence: []string{"a"}}}}, {}},
		Unexamined: []report.Unexamined{{Detail: "<&>"}, {}},
	}
	for name, r := range runs {
		whole := *r
		whole.Shares, whole.Clients, whole.Unexamined = list(r.Shares), list(r.Clients), list(r.Unexamined)
		whole.Findings = list(slices.Clone(r.Findings))
		for i := range whole.Findings {
			f := &whole.Findings[i]
			f.Samples = list(slices.Clone(f.Samples))
			for j := range f.Samples {
				f.Samples[j].Evidence = list(f.Samples[j].Evidence)
			}
		}
		var got, want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetIndent("", " ")
		enc.SetEscapeHTML(false)
		if err := errors.Join(enc.Encode(&whole), writeJSON(&got, r, Options{})); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("run %q: got\n%s\nwant, as written at once,\n%s", name, got.String(), want.String())
		}
	}
}

// Writing costs no memory for each finding beyond what the encoder takes, and
// that is given back.
func TestWriteAllocs(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector drops at random what is pooled")
	}
	r := sampleRuns()["full"]
	for len(r.Findings) < 500 {
		r.Findings = append(r.Findings, r.Findings...)
	}
	half := *r
	half.Findings = half.Findings[:len(r.Findings)/2]
	for _, f := range []*Format{Lookup("json"), Lookup("ndjson"), Lookup("csv")} {
		size := func(r *report.Run) int64 {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if err := f.Write(io.Discard, r, Options{}); err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			return int64(after.TotalAlloc - before.TotalAlloc)
		}
		size(r) // what encoders keep for later
		few, many := size(&half), size(r)
		if each := (many - few) / int64(len(half.Findings)); each > 100 { // 78 at most; once 2172
			t.Errorf("%s: %d bytes allocated for each further finding, want next to none", f.Name, each)
		}
	}
}

// Each line is a value with a type; the first is the run, the last and only the
// last the end, and its counts are those of the lines.
func TestNDJSONLines(t *testing.T) {
	for name, r := range sampleRuns() {
		var b bytes.Buffer
		if err := writeNDJSON(&b, r, Options{}); err != nil {
			t.Fatal(err)
		}
		var types []string
		counts := map[string]int{}
		var last struct {
			Type                          string
			Findings, Unexamined, Clients int
			ExitCode                      int `json:"exit_code"`
			Complete                      bool
			Conformity                    string
			Lines                         map[string]int
		}
		for lines := bufio.NewScanner(&b); lines.Scan(); {
			if err := json.Unmarshal(lines.Bytes(), &last); err != nil {
				t.Fatalf("%s: line %q: %v", name, lines.Text(), err)
			}
			types = append(types, last.Type)
			counts[last.Type]++
		}
		if types[0] != "run" || types[len(types)-1] != "end" || counts["run"] != 1 || counts["end"] != 1 {
			t.Errorf("%s: got lines of type %v, want run first and end last", name, types)
		}
		if last.Findings != counts["finding"] || last.Unexamined != counts["unexamined"] || last.Clients != counts["client"] ||
			counts["finding"] != len(r.Findings) || counts["unexamined"] != len(r.Unexamined) {
			t.Errorf("%s: end line %+v does not count the lines %v", name, last, counts)
		}
		others := maps.Clone(counts)
		for _, named := range []string{"run", "client", "finding", "unexamined", "end"} {
			delete(others, named)
		}
		if !maps.Equal(others, last.Lines) {
			t.Errorf("%s: the end line counts %v, want %v", name, last.Lines, others)
		}
		if last.Conformity != r.Conformity {
			t.Errorf("%s: end line of conformity %q, want %q", name, last.Conformity, r.Conformity)
		}
		if last.ExitCode != r.ExitCode || last.Complete != r.Complete {
			t.Errorf("%s: end line %+v, want exit code %d, complete %v", name, last, r.ExitCode, r.Complete)
		}
	}
}

// Every list of a run has lines of a type of its own: nothing that a run tells is
// left out of the lines.
func TestNDJSONTellsAll(t *testing.T) {
	var b bytes.Buffer
	if err := writeNDJSON(&b, joinedRun(), Options{}); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{
		"zone", "exception", "shared", "copy", "known_set", "known", "retention", "changes", "gone", "unclear", "move", "part", "explanation",
		"vantage", "control", "flow", "open", "bridge", "target", "swept", "identity", "exposure", "path_change", "bridge_change", "flow_change",
	} {
		if !strings.Contains(b.String(), `{"type":"`+kind+`",`) {
			t.Errorf("there is no line of type %q", kind)
		}
	}
}

// A saved run that is read and written again is the same, byte by byte.
func TestJSONRoundTrip(t *testing.T) {
	for name, r := range sampleRuns() {
		var first, second bytes.Buffer
		if err := writeJSON(&first, r, Options{}); err != nil {
			t.Fatal(err)
		}
		var again report.Run
		dec := json.NewDecoder(bytes.NewReader(first.Bytes()))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&again); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := writeJSON(&second, &again, Options{}); err != nil {
			t.Fatal(err)
		}
		if first.String() != second.String() {
			t.Errorf("%s: got\n%s\nwant\n%s", name, second.String(), first.String())
		}
	}
}

// auditRun fills every field of a run: what it does not fill no golden file shows.
func TestAuditRunFillsAll(t *testing.T) {
	var b bytes.Buffer
	if err := writeJSON(&b, joinedRun(), Options{}); err != nil {
		t.Fatal(err)
	}
	missing := map[string]bool{"complete": true, "interrupted": true, "people_file": true, "client": true, "of": true, "client_names": true, "redacted": true, "names_key": true}
	run := reflect.TypeFor[report.Run]()
	for i := range run.NumField() {
		name, _, _ := strings.Cut(run.Field(i).Tag.Get("json"), ",")
		if !missing[name] && !strings.Contains(b.String(), "\n \""+name+"\": ") {
			t.Errorf("the sample run does not fill %s", name)
		}
	}
}

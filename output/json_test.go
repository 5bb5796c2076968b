package output

import (
	"bufio"
	"bytes"
	"encoding/json"
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
		if last.ExitCode != r.ExitCode || last.Complete != r.Complete {
			t.Errorf("%s: end line %+v, want exit code %d, complete %v", name, last, r.ExitCode, r.Complete)
		}
	}
}

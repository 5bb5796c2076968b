package main

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/detect"
)

// All that is in the smoke set is announced by labels, so that nothing of it may
// be missed or found elsewhere.
func TestSmoke(t *testing.T) {
	for _, alone := range []bool{false, true} {
		var out bytes.Buffer
		if err := run(&out, []string{"testdata/smoke.jsonl"}, options{json: true, alone: alone}); err != nil {
			t.Fatal(err)
		}
		var rows []Row
		if err := json.Unmarshal(out.Bytes(), &rows); err != nil {
			t.Fatal(err)
		}
		gold := map[string]int{"jp-name": 2, "jp-address": 1, "my-number": 1, "birth-date": 1, "email": 1}
		seen := 0
		for _, r := range rows {
			if r.From != "default" || r.Gold == 0 {
				continue
			}
			seen++
			if r.Gold != gold[r.Kind] || r.Found != r.Gold || r.Exact.F1 != 1 || r.Overlap.F1 != 1 || r.FalsePerMB != 0 {
				t.Errorf("alone %v: got %+v, want all %d found", alone, r, gold[r.Kind])
			}
			if r.Kind == "jp-name" && (r.Japanese == nil || r.Japanese.Recall != 1) {
				t.Errorf("alone %v: the score of Japanese script is %v", alone, r.Japanese)
			}
		}
		if seen != len(gold) {
			t.Errorf("alone %v: got %d kinds with gold, want %d", alone, seen, len(gold))
		}
	}
}

func TestTable(t *testing.T) {
	var out bytes.Buffer
	if err := run(&out, []string{"testdata/smoke.jsonl"}, options{}); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.Contains(got, "my-number") || !strings.Contains(got, "of all kinds") {
		t.Errorf("got a table without kinds or sums:\n%s", got)
	}
}

// The gold has names at 0-6, 10-16 and 20-26; found are the first, part of the
// second, the third in katakana, and something else.
func TestScore(t *testing.T) {
	g := &gold{file: "x", script: true, bytes: 1_000_000, texts: []text{{
		text: "山田，、佐藤，、アア，、何か，、",
		spans: []span{
			{start: 0, end: 6, kind: "jp-name"}, {start: 12, end: 18, kind: "jp-name"}, {start: 24, end: 30, kind: "jp-name"},
		},
		found: []span{
			{start: 0, end: 6, kind: "jp-name", confidence: detect.High}, {start: 12, end: 15, kind: "jp-name", confidence: detect.Medium},
			{start: 24, end: 30, kind: "jp-name", confidence: detect.Low}, {start: 36, end: 42, kind: "jp-name", confidence: detect.Low},
			{start: 36, end: 42, kind: "phone", confidence: detect.Low},
		},
	}}}
	near := func(got, want float64) bool { return math.Abs(got-want) < 1e-9 }
	low, high := g.row("jp-name", detect.Low), g.row("jp-name", detect.High)
	if low.Gold != 3 || low.Found != 4 || !near(low.Exact.Precision, 0.5) || !near(low.Exact.Recall, 2./3) || !near(low.Overlap.Precision, 0.75) || low.Overlap.Recall != 1 || low.FalsePerMB != 1 {
		t.Errorf("from low: got %+v", low)
	}
	if !near(low.Exact.F1, 4./7) {
		t.Errorf("F1 from low: got %v, want %v", low.Exact.F1, 4./7)
	}
	if low.Japanese == nil || !near(low.Japanese.Precision, 1./3) || !near(low.Japanese.Recall, 0.5) {
		t.Errorf("Japanese from low: got %v, want precision 1/3 and recall 1/2", low.Japanese)
	}
	if high.Found != 1 || high.Exact.Precision != 1 || !near(high.Exact.Recall, 1./3) || high.FalsePerMB != 0 {
		t.Errorf("from high: got %+v", high)
	}
}

func TestReadGold(t *testing.T) {
	for _, tt := range []struct{ name, line, wrong string }{
		{"no object", "[1]", "line 1"},
		{"a span beyond the text", `{"text":"a","spans":[{"start_byte":0,"end_byte":2,"type":"NAME"}]}`, "no such span"},
		{"an empty span", `{"text":"a","spans":[{"start_byte":1,"end_byte":1,"type":"NAME"}]}`, "no such span"},
		{"a type of others", `{"text":"a","spans":[{"start_byte":0,"end_byte":1,"type":"PRODUCT"}]}`, ""},
	} {
		name := filepath.Join(t.TempDir(), "x.jsonl")
		if err := os.WriteFile(name, []byte(tt.line+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		g, err := readGold(name)
		switch {
		case tt.wrong == "" && (err != nil || len(g.texts) != 1 || len(g.texts[0].spans) != 0):
			t.Errorf("%s: got %v, %v, want a text without spans", tt.name, g, err)
		case tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)):
			t.Errorf("%s: got %v, want an error with %q", tt.name, err, tt.wrong)
		}
	}
}

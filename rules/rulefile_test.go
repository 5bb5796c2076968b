package rules

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/detect"
)

const ownRule = `version: 1
rules:
- id: own
  title: 例
  words: [整理番号]
  pattern: '[0-9]{5}'
  examples: [整理番号 12345]
  counter-examples: [整理番号 123456]
`

func TestRulesOfDocs(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join("..", "docs", "rules.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(doc), "```yaml\n")
	src, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("docs/rules.md holds no example")
	}
	ds, err := ParseRules("docs.yaml", []byte(src))
	if err != nil || len(ds) != 1 || ds[0].ID != "patient-number" {
		t.Errorf("the example gives %v, %v", ds, err)
	}
}

// findOwn returns what a rule finds in a text, with its confidence.
func findOwn(t *testing.T, ds []*detect.Detector, text string, table *detect.Table) string {
	t.Helper()
	set, err := Compile(ds)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range set.Scanner().Append(nil, &detect.Block{Text: []byte(text), Table: table}) {
		if set.ID(m) == ds[0].ID {
			got = append(got, text[m.Start:m.End]+" "+m.Confidence.String())
		}
	}
	return strings.Join(got, ", ")
}

// own returns the rule of ownRule with other lines.
func own(t *testing.T, lines ...string) []*detect.Detector {
	t.Helper()
	src := ownRule
	for _, line := range lines {
		key, _, _ := strings.Cut(line, ":")
		var kept []string
		for l := range strings.Lines(src) {
			if !strings.HasPrefix(l, "  "+key+":") {
				kept = append(kept, l)
			}
		}
		src = strings.Join(kept, "") + "  " + line + "\n"
	}
	ds, err := ParseRules("own.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return ds
}

func TestRuleFinds(t *testing.T) {
	for _, test := range []struct{ about, line, text, want string }{
		{"a label", "", "整理番号：12345 です", "12345 high"},
		{"a label and a particle", "", "整理番号は12345 です", "12345 high"},
		{"a word", "", "この整理番号、12345です", "12345 medium"},
		{"two values", "", "整理番号、12345と23456、34567", "12345 medium, 23456 medium, 34567 medium"},
		{"a longer number", "", "整理番号、123456", ""},
		{"part of a word", "", "整理番号、A12345", ""},
		{"a number with a full-width digit more", "", "整理番号、12345６", ""},
		{"full width", "", "整理番号、１２３４５", "１２３４５ medium"},
		{"a label above", "", "整理番号\n12345", "12345 high"},
		{"other lines", "", "整理番号のこと\n12345", ""},
		{"inside words", "inside-words: true", "整理番号、A12345", "12345 medium"},
		{"a window too short", "window: {after: 10}", "整理番号、ここに書かれているとおり12345", ""},
		{"a window that ends in a number", "window: {after: 4}", "整理番号、12345", "12345 medium"},
		{"before", "window: {before: 8, after: 20}", "12345が整理番号", "12345 medium"},
		{"before, cut", "window: {before: 4, after: 20}", "912345が整理番号", ""},
		{"a group", "pattern: '番号、?.{0,3}?(?<value>[0-9]{5})'", "整理番号、例の12345", "12345 medium"},
		{"a group of Python", "pattern: '(?P<value>[0-9]{5})'", "整理番号、12345", "12345 medium"},
		{"a full-width pattern", "pattern: '（?[０-９]{5}'", "整理番号、（１２３４５", "（１２３４５ medium"},
		{"no label", "labels: []", "整理番号：12345", "12345 medium"},
		{"a label of its own", "labels: [台帳番号]", "台帳番号：12345", "12345 high"},
		{"a label in ASCII", "words: [patient no, 整理番号]", "{\"patient_no\": \"12345\", \"patientNo\": \"23456\"} patient-no=34567 Patient No 45678", "12345 high, 23456 high, 34567 high, 45678 medium"},
		{"a label of both", "words: [整理No, 整理番号]", "整理No：12345 整理No.: 23456 整理No. 34567", "12345 high, 23456 high, 34567 medium"},
		{"confidence", "confidence: {labelled: medium, alone: low}", "整理番号：12345 整理番号、23456", "12345 medium, 23456 low"},
		{"a check digit", "check-digit: luhn\n  examples: [整理番号 00018]", "整理番号、12344と00026", "12344 medium, 00026 medium"},
		{"a check digit that does not fit", "check-digit: luhn\n  examples: [整理番号 00018]", "整理番号、12345", ""},
		{"free spacing", "pattern: '(?x) [0-9]{5} # digits'", "整理番号、12345", "12345 medium"},
	} {
		var lines []string
		if test.line != "" {
			first, more, _ := strings.Cut(test.line, "\n  ")
			lines = append(lines, first)
			if more != "" {
				lines = append(lines, more)
			}
		}
		if strings.HasPrefix(test.line, "inside-words") {
			lines = append(lines, "counter-examples: [整理番号]")
		}
		if test.about == "a label of its own" || test.about == "a full-width pattern" {
			lines = append(lines, "examples: [整理番号、12345]")
		}
		if got := findOwn(t, own(t, lines...), test.text, nil); got != test.want {
			t.Errorf("%s: in %q found %q, want %q", test.about, test.text, got, test.want)
		}
	}
}

func TestRuleColumn(t *testing.T) {
	text := "整理番号,備考\n12345,a\n23456,整理番号、34567\n,\n456789,b\n"
	table := &detect.Table{ID: 1, First: true}
	at := 0
	for line := range strings.Lines(text) {
		table.Rows = append(table.Rows, uint32(len(table.Cells)/2))
		for cell := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), ",") {
			table.Cells = append(table.Cells, uint32(at), uint32(at+len(cell)))
			at += len(cell) + 1
		}
	}
	table.Rows = append(table.Rows, uint32(len(table.Cells)/2))
	if got, want := findOwn(t, own(t), text, table), "12345 high, 23456 high, 34567 medium"; got != want {
		t.Errorf("found %q, want %q", got, want)
	}
}

func TestHostilePatterns(t *testing.T) {
	text := strings.Repeat("整理番号 "+strings.Repeat("a", 150)+"!\n", 50)
	for _, pattern := range []string{`(a+)+$`, `(a|aa)+$`} {
		r := &rule{id: "slow", title: "slow", words: []string{"整理番号"}, after: 200, pattern: pattern, limit: 10 * time.Millisecond, alone: detect.Medium}
		if err := r.compile(); err != nil {
			t.Fatal(err)
		}
		set, err := Compile([]*detect.Detector{r.detector()})
		if err != nil {
			t.Fatal(err)
		}
		s := set.Scanner()
		s.Append(nil, &detect.Block{Text: []byte(text)})
		if got := s.GaveUp(); len(got) != 1 || got[0].ID != "slow" {
			t.Errorf("%s: GaveUp = %v, want slow", pattern, got)
		}
	}
}

func TestRuleErrors(t *testing.T) {
	for _, test := range []struct{ about, from, to, want string }{
		{"version", "version: 1", "version: 2", "own.yaml:1:10: version 2 is not known"},
		{"no rules", "rules:\n", "rules: []\nold:\n", "own.yaml:2:8: rules is empty"},
		{"unknown key", "title:", "titel:", `own.yaml:4:3: unknown key "titel"; did you mean "title"?`},
		{"no pattern", "  pattern: '[0-9]{5}'\n", "", `own.yaml:3:3: a rule needs the key "pattern"`},
		{"no words", "  words: [整理番号]\n", "", `own.yaml:3:3: a rule needs the key "words"`},
		{"empty words", "words: [整理番号]", "words: []", "own.yaml:5:10: words is empty"},
		{"no counter-examples", "  counter-examples: [整理番号 123456]\n", "", `own.yaml:3:3: a rule needs the key "counter-examples"`},
		{"bad id", "id: own", "id: Own_Rule", `own.yaml:3:7: bad id "Own_Rule"`},
		{"a number as id", "id: own", "id: 12", `own.yaml:3:7: id is a text, not a number`},
		{"built-in id", "id: own", "id: jp-name", `own.yaml:3:7: "jp-name" is a built-in kind`},
		{"taken id", "id: own", "id: taken", `own.yaml:3:7: there is a rule "taken" already`},
		{"empty pattern", "pattern: '[0-9]{5}'", "pattern: '[0-9]*'", "own.yaml:6:12: the pattern matches nothing at all"},
		{"bad pattern", "pattern: '[0-9]{5}'", "pattern: '[0-9'", "own.yaml:6:12: bad pattern: unterminated [] set"},
		{"long pattern", "[0-9]{5}", strings.Repeat("a", 1001), "own.yaml:6:12: the pattern is longer than 1000 bytes"},
		{"wide window", "  pattern:", "  window: {after: 501}\n  pattern:", "own.yaml:6:19: a window of 501 characters is too wide"},
		{"window of words", "  pattern:", "  window: {after: far}\n  pattern:", "own.yaml:6:19: after is a whole number, not a text"},
		{"time", "  pattern:", "  time-limit: 1h\n  pattern:", "own.yaml:6:15: a time limit of 1h is out of range"},
		{"no time", "  pattern:", "  time-limit: soon\n  pattern:", `own.yaml:6:15: "soon" is no time`},
		{"confidence", "  pattern:", "  confidence: {alone: sure}\n  pattern:", `own.yaml:6:23: alone is low, medium or high, not "sure"`},
		{"truth", "  pattern:", "  personal: 'no'\n  pattern:", "own.yaml:6:13: personal is true or false, not a text"},
		{"check digit", "  pattern:", "  check-digit: mod12\n  pattern:", `own.yaml:6:16: unknown check digit "mod12"; did you mean "mod11"?`},
		{"label taken", "  pattern:", "  labels: [氏名]\n  pattern:", `own.yaml:6:12: "氏名" is a label of jp-name`},
		{"label of one", "  pattern:", "  labels: [番]\n  pattern:", `own.yaml:6:12: "番" is no label`},
		{"label's part", "  pattern:", "  labels: [整理番号/x]\n  pattern:", `own.yaml:6:12: "整理番号/x" is no label`},
		{"example", "整理番号 12345]", "整理番号]", "own.yaml:7:14: the rule finds 0 in number 1 of examples, not 1"},
		{"two in one", "整理番号 12345]", "整理番号 12345と12345]", "own.yaml:7:14: the rule finds 2 in number 1 of examples, not 1"},
		{"counter-example", "整理番号 123456]", "整理番号 23456]", "own.yaml:8:22: the rule finds 1 in number 1 of counter-examples, not 0"},
		{"not YAML", "rules:", "rules: [", "not YAML"},
		{"empty", ownRule, "", "own.yaml:1:1: the file of rules is empty"},
	} {
		src := strings.Replace(ownRule, test.from, test.to, 1)
		if test.from == "version: 1" || src != ownRule {
			_, err := ParseRules("own.yaml", []byte(src), &detect.Detector{ID: "taken", Doc: "taken", Words: []string{"taken"}})
			var list *ConfigError
			if !errors.As(err, &list) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s:\n got %v\nwant %s", test.about, err, test.want)
			}
			continue
		}
		t.Errorf("%s: %q is not in the rule", test.about, test.from)
	}
}

func TestRulesChangeTheHash(t *testing.T) {
	hash := func(ds []*detect.Detector) string {
		set, err := Compile(ds)
		if err != nil {
			t.Fatal(err)
		}
		return set.Hash()
	}
	seen := map[string]string{}
	for name, ds := range map[string][]*detect.Detector{"none": nil, "own": own(t), "other window": own(t, "window: {after: 41}"), "other limit": own(t, "time-limit: 99ms")} {
		h := hash(ds)
		if twin, ok := seen[h]; ok {
			t.Errorf("%s and %s have one hash", name, twin)
		}
		seen[h] = name
	}
}

func TestPolicies(t *testing.T) {
	for _, preset := range Policies() {
		src, ok := Policy(preset.Name)
		if !ok || preset.Doc == "" || preset.Ja == "" {
			t.Errorf("the policy %s is not there, or has no doc", preset.Name)
			continue
		}
		c, err := Parse("shikiri.yaml", src, today)
		if err != nil || c.Warnings != nil {
			t.Errorf("policy %s: %v, warnings %q", preset.Name, err, c.Warnings)
			continue
		}
		if c.FingerprintKeyFrom != "file:"+ExampleKey {
			t.Errorf("policy %s: the key is in %s, want file:%s", preset.Name, c.FingerprintKeyFrom, ExampleKey)
		}
	}
	if _, ok := Policy("none"); ok {
		t.Error("there is a policy called none")
	}
}

func TestManyRules(t *testing.T) {
	var src strings.Builder
	src.WriteString("version: 1\nrules:\n")
	for i := range 100 {
		fmt.Fprintf(&src, "- {id: rule-%d, title: 例, words: [番号その%d号], pattern: '[0-9]{5}', examples: ['番号その%d号 12345'], counter-examples: [番号]}\n", i, i, i)
	}
	ds, err := ParseRules("many.yaml", []byte(src.String()))
	if err != nil || len(ds) != 100 {
		t.Errorf("%d rules, %v; want 100", len(ds), err)
	}
}

func FuzzRules(f *testing.F) {
	f.Add([]byte(ownRule))
	names, _ := filepath.Glob("builtin/*.yaml")
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		ds, err := ParseRules("own.yaml", src)
		var list *ConfigError
		if (ds == nil) == (err == nil) || err != nil && !errors.As(err, &list) {
			t.Errorf("ParseRules = %v, %v (%T); want one of them", ds, err, err)
		}
	})
}

func FuzzPattern(f *testing.F) {
	for _, p := range []string{`[0-9]{5}`, `(?<value>a)|b`, `(?x)a # b`, `（[！-～]\（`, `(?<=x)[^：]+`, `(a+)+$`, `\`, `[`, `(?P<value>.)`} {
		f.Add(p, "整理番号 12345 （ａｂｃ）")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		r := &rule{id: "fuzz", title: "fuzz", words: []string{"整理番号"}, labels: []string{"整理番号"}, before: 5, after: 30, pattern: pattern, limit: clock, alone: detect.Low, labelled: detect.High}
		if len(pattern) > 200 || r.compile() != nil {
			return
		}
		set, err := detect.Compile(r.detector())
		if err != nil {
			t.Fatal(err)
		}
		s := set.Scanner()
		for _, m := range s.Append(nil, &detect.Block{Text: []byte(text)}) {
			if m.Start >= m.End || int(m.End) > len(text) {
				t.Errorf("match %+v lies outside %q", m, text)
			}
		}
	})
}

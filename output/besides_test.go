package output

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// What a saved run says of itself is believed only if it is worse than what
// follows from what it holds: nobody makes a report clean by changing one word.
func TestJudge(t *testing.T) {
	share := []report.Share{{Zone: "office", Files: 2, Scanned: 2}}
	for name, test := range map[string]struct {
		run  report.Run
		want string
	}{
		"clean":                    {report.Run{Complete: true, Shares: share, Conformity: report.Conforming}, "conforming "},
		"older run":                {report.Run{Complete: true, Shares: share}, "conforming "},
		"says it is clean":         {report.Run{Complete: true, Shares: share, Summary: report.Summary{Violations: 1}, Conformity: report.Conforming}, "nonconforming violation"},
		"says it is complete":      {report.Run{Shares: share, Conformity: report.Conforming}, "incomplete unexamined"},
		"knows of something worse": {report.Run{Complete: true, Shares: share, Conformity: report.Nonconforming}, "nonconforming ?"},
		"a word of later versions": {report.Run{Complete: true, Shares: share, Conformity: "later"}, "conforming "},
	} {
		conformity, why := judge(&test.run)
		if got := conformity + " " + why; got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// All formats tell one conformity, also of a run that calls itself clean and is not.
func TestFormatsAgreeOnConformity(t *testing.T) {
	r := auditRun()
	r.Conformity = report.Conforming
	for name, want := range map[string]string{
		"html": ">不適合<", "markdown": ": 不適合\n", "table": "判定: 不適合\n", "prometheus": `shikiri_conformity{is="nonconforming"} 1`,
		"junit": `name="conformity" value="nonconforming"`, "sarif": `"conformity":"nonconforming"`,
	} {
		var b strings.Builder
		if err := Lookup(name).Write(&b, r, Options{Lang: "ja"}); err != nil {
			t.Fatal(err)
		}
		got := strings.NewReplacer(`<span aria-hidden="true">✕</span> `, "", `": "`, `":"`).Replace(b.String())
		if !strings.Contains(got, want) {
			t.Errorf("%s: got no %q", name, want)
		}
	}
}

// Pictures count as examined, and nobody knows who is in them: that stands beside
// the word, of a conforming run too.
func TestBesides(t *testing.T) {
	share := []report.Share{{Zone: "office", Files: 3, Scanned: 3, Images: 3}}
	for name, test := range map[string]struct {
		run  report.Run
		want []string
	}{
		"pictures":                    {report.Run{Complete: true, Shares: share}, []string{"Besides: the text in 3 pictures was not read"}},
		"all":                         {report.Run{Interrupted: true, Shares: share, Findings: []report.Finding{{Verdict: "violation"}, {Verdict: "overdue"}}}, []string{"Besides: personal data is kept longer than allowed", "Besides: the examination was interrupted", "Besides: not everything in scope could be examined", "Besides: the text in 3 pictures was not read"}},
		"a share of empty folders":    {report.Run{Complete: true, Shares: append([]report.Share{{Directories: 2}}, share...)}, []string{"Besides: shares without files, which may not be mounted: 1", "Besides: the text in 3 pictures was not read"}},
		"a share that is not mounted": {report.Run{Complete: true, Shares: append([]report.Share{{Directories: 1}}, share...)}, []string{"Besides: the text in 3 pictures was not read"}},
		"no files at all":             {report.Run{Complete: true, Shares: make([]report.Share, 2)}, nil},
		"nothing":                     {report.Run{Complete: true, Shares: []report.Share{{Files: 1, Scanned: 1}}}, nil},
	} {
		got, _ := json.Marshal(besides(&test.run, "en"))
		if want, _ := json.Marshal(test.want); string(got) != string(want) {
			t.Errorf("%s: got %s, want %s", name, got, fmt.Sprint(test.want))
		}
	}
}

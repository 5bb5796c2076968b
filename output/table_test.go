package output

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/width"

	"github.com/shikiri/shikiri/report"
)

// terminalWidth is how wide a terminal shows s, written without the library the
// table uses: UAX #11 as x/text has it, marks of no width, ambiguous narrow.
func terminalWidth(s string) int {
	n := 0
	for _, r := range s {
		switch k := width.LookupRune(r).Kind(); {
		case unicode.In(r, unicode.Mn, unicode.Me):
		case k == width.EastAsianWide || k == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

var sgr = regexp.MustCompile("\x1b\\[[0-9;]*m")

// checkBorders fails unless the lines of each table of page are equally wide and
// no wider than limit.
func checkBorders(t *testing.T, page string, limit int) {
	t.Helper()
	want, lines := 0, 0
	for line := range strings.Lines(sgr.ReplaceAllString(page, "")) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.ContainsAny(line[:min(len(line), 3)], "+|┌│├└") {
			want = 0
			continue
		}
		lines++
		got := terminalWidth(line)
		if want == 0 {
			want = got
		}
		if got != want || got > limit {
			t.Errorf("line is %d cells wide, want %d and at most %d: %s", got, want, limit, line)
		}
	}
	if lines < 10 {
		t.Errorf("page has %d lines of tables, want more:\n%s", lines, page)
	}
}

// TestTablePrint is what TestTableWidths runs in a process of its own. It does
// nothing otherwise.
func TestTablePrint(t *testing.T) {
	lang, ok := os.LookupEnv("SHIKIRI_TEST_TABLE")
	if !ok {
		return
	}
	for _, o := range []Options{{}, {Width: 80}, {Width: 80, Color: true}, {Width: 200}, {Width: 1}} {
		o.Lang = lang
		var b bytes.Buffer
		if err := writeTable(&b, sampleRuns()["full"], o); err != nil {
			t.Fatal(err)
		}
		limit := pipeWidth
		if o.Width > 0 {
			limit = min(max(o.Width, minWidth), maxWidth)
		}
		checkBorders(t, b.String(), limit)
		fmt.Printf("page of %d bytes\n", b.Len())
	}
}

// The environment decides what the table library believes about widths when a
// process starts, so each environment is a process. cron has no TERM.
func TestTableWidths(t *testing.T) {
	for _, env := range [][]string{
		{"LANG=ja_JP.UTF-8"},
		{"LANG=ja_JP.UTF-8", "TERM=vt100"},
		{"LANG=ja_JP.UTF-8", "TERM=xterm-256color"},
		{"LC_ALL=ja_JP.eucJP", "RUNEWIDTH_EASTASIAN=1"},
		{"LANG=C"},
		nil,
	} {
		for _, lang := range []string{"en", "ja"} {
			cmd := exec.Command(os.Args[0], "-test.run=^TestTablePrint$", "-test.v")
			cmd.Env = append([]string{"SHIKIRI_TEST_TABLE=" + lang, "SystemRoot=" + os.Getenv("SystemRoot")}, env...)
			out, err := cmd.CombinedOutput()
			if err != nil || !bytes.Contains(out, []byte("page of")) {
				t.Errorf("table in %s with environment %v: %v\n%s", lang, env, err, out)
			}
		}
	}
}

// Nothing that names or holds a file reaches the terminal as a command.
func TestTableIsInert(t *testing.T) {
	evil := "\x1b[2J\x07\u009b1m\u202e\u2066\t\r\n\u2028\x7f\xff"
	r := &report.Run{
		Tool:       report.Tool{Name: evil, Version: evil},
		Shares:     []report.Share{{URL: evil, Zone: evil, Scanned: 1}, {URL: evil}},
		Clients:    []report.Client{{Client: evil, Zone: evil}},
		Unexamined: []report.Unexamined{{Share: evil, Path: evil, Member: evil, Reason: evil, Detail: evil}},
		Warnings:   []string{evil},
		Findings: []report.Finding{{
			Share: evil, Path: evil, Member: evil, Verdict: evil, Kind: evil, Confidence: evil,
			Samples: []report.Sample{{Part: evil, Excerpt: evil, Evidence: []string{evil}}},
		}},
		MinConfidence: evil,
	}
	for _, lang := range []string{"en", "ja"} {
		var b bytes.Buffer
		if err := writeTable(&b, r, Options{Lang: lang}); err != nil {
			t.Fatal(err)
		}
		for _, c := range b.String() {
			if c != '\n' && hostile(c) || c == '\ufffd' {
				t.Errorf("%s: the table holds %U", lang, c)
			}
		}
		checkBorders(t, b.String(), pipeWidth)
	}
}

// Long lists are cut for people, and say so.
func TestTableCuts(t *testing.T) {
	r := &report.Run{ExitCode: 1}
	for i := range tableRows + 123 {
		path := fmt.Sprintf("file%04d", i)
		r.Findings = append(r.Findings, report.Finding{Path: path, Kind: "phone", Verdict: "violation", People: int64(i)})
		r.Unexamined = append(r.Unexamined, report.Unexamined{Path: path, Reason: "damaged"})
		r.Clients = append(r.Clients, report.Client{Client: path})
	}
	var b bytes.Buffer
	if err := writeTable(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(b.String(), "... and 123 more (use -f json)"); got != 3 {
		t.Errorf("got %d lists that say what they leave out, want 3:\n%s", got, b.String())
	}
	if !strings.Contains(b.String(), "Look first at: file0172 ") {
		t.Errorf("want the file with most people named first:\n%s", b.String())
	}
}

// What the closing words say, by what happened. Clean is said in one case only.
func TestVerdictWords(t *testing.T) {
	share := []report.Share{{Zone: "office", Files: 2, Scanned: 2}}
	bad := []report.Finding{{Verdict: "violation", Path: "a"}}
	late := []report.Finding{{Verdict: "overdue", Path: "a"}}
	for name, test := range map[string]struct {
		run  report.Run
		want string
	}{
		"clean":              {report.Run{Complete: true, Shares: share}, "OK"},
		"clean, older words": {report.Run{Complete: true, Shares: share, Findings: []report.Finding{{Verdict: "allowed"}}}, "OK"},
		"violation":          {report.Run{Complete: true, Shares: share, Findings: bad, ExitCode: 1}, "VIOLATION"},
		"violation, partial": {report.Run{Shares: share, Findings: bad, ExitCode: 1}, "VIOLATION NOT CLEAN"},
		"overdue":            {report.Run{Complete: true, Shares: share, Findings: late, ExitCode: 1}, "OVERDUE"},
		"incomplete":         {report.Run{Shares: share, Unexamined: make([]report.Unexamined, 1), ExitCode: 3}, "NOT CLEAN"},
		"incomplete, no why": {report.Run{Shares: share, ExitCode: 3}, "NOT CLEAN"},
		"interrupted":        {report.Run{Shares: share, Interrupted: true, ExitCode: 130}, "INTERRUPTED"},
		"contradiction":      {report.Run{Complete: true, Shares: share, ExitCode: 3}, "NOT CLEAN"},
		"empty share":        {report.Run{Complete: true}, "NOTHING SEEN"},
		"unknown verdict":    {report.Run{Complete: true, Shares: share, Findings: []report.Finding{{Verdict: "later"}}}, "VIOLATION"},
	} {
		p := &page{run: &test.run, words: &english}
		var got []string
		lines := p.headlines()
		for _, line := range lines[1:] {
			head, _, _ := strings.Cut(line, ":")
			got = append(got, head)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
		judged := "EXAMINATION INCOMPLETE"
		switch test.want {
		case "OK":
			judged = "conforming"
		case "VIOLATION", "VIOLATION NOT CLEAN", "OVERDUE":
			judged = "NONCONFORMING"
		}
		if lines[0] != "Verdict: "+judged {
			t.Errorf("%s: got %q, want %s", name, lines[0], judged)
		}
	}
}

func TestColor(t *testing.T) {
	for _, color := range []bool{false, true} {
		var b bytes.Buffer
		if err := writeTable(&b, sampleRuns()["full"], Options{Color: color, Width: 100}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(b.String(), "\x1b["); got != color {
			t.Errorf("Color %v: escape sequences in the output: %v", color, got)
		}
	}
}

// Both languages have every word, with the same arguments.
func TestWords(t *testing.T) {
	verbs := regexp.MustCompile(`%[sd]`)
	en, ja := reflect.ValueOf(english), reflect.ValueOf(japanese)
	for i := range en.NumField() {
		name := en.Type().Field(i).Name
		if en.Field(i).Kind() == reflect.Map {
			if name == "Kinds" {
				continue
			}
			for _, key := range en.Field(i).MapKeys() {
				if !ja.Field(i).MapIndex(key).IsValid() {
					t.Errorf("japanese.%s has no %q", name, key)
				}
			}
			continue
		}
		e, j := en.Field(i).String(), ja.Field(i).String()
		ev, jv := fmt.Sprint(verbs.FindAllString(e, -1)), fmt.Sprint(verbs.FindAllString(j, -1))
		if e == "" || j == "" || ev != jv {
			t.Errorf("%s: got %q and %q, want both, with the same arguments", name, e, j)
		}
	}
}

// A workbook of a year's jobs has an original for each: the table shows some, and
// says how many there are more.
func TestTableCutsOriginals(t *testing.T) {
	r := &report.Run{ExitCode: 1}
	for i := range copyOriginals + 5 {
		r.Copies = append(r.Copies, report.Copy{Copy: report.Place{Path: "year.xlsx"}, Original: report.Place{Path: fmt.Sprintf("day%02d", i)}, Extent: "within"})
	}
	r.Copies = append(r.Copies, report.Copy{Copy: report.Place{Path: "one.csv"}, Original: report.Place{Path: "day00"}, Extent: "whole"})
	var b bytes.Buffer
	if err := writeTable(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(b.String(), "original: "); got != copyOriginals+1 || !strings.Contains(b.String(), "and 5 more originals") || !strings.Contains(b.String(), "one.csv") {
		t.Errorf("got %d originals, want %d, 5 more and one.csv:\n%s", got, copyOriginals+1, b.String())
	}
}

package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/report"
)

// asProgram in the environment makes the test binary the program.
const asProgram = "SHIKIRI_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"shikiri": main})
}

// The scripts in testdata are the manual of the program, checked.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			for _, name := range []string{"LANG", "LC_ALL", "LC_MESSAGES", "TERM", "NO_COLOR", "CI"} {
				env.Setenv(name, "")
			}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"code":   scriptCode,
			"mode":   scriptMode,
			"only":   scriptOnly,
			"listen": scriptListen,
			"shut":   scriptShut,
			"lies":   scriptLies,
		},
	})
}

// scriptCode runs a program that must end with an exit code: code 3 shikiri ...
func scriptCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N program [argument...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got, _ = strings.CutPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("%s ends with %s, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// scriptMode checks who may read files: mode 600 file...
func scriptMode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: mode OCTAL file...")
	}
	if runtime.GOOS == "windows" {
		return // it has no modes
	}
	for _, name := range args[1:] {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if got := info.Mode().Perm(); got.String() != modeString(args[0]) {
			ts.Fatalf("%s has mode %o, want %s", name, got, args[0])
		}
	}
}

func modeString(octal string) string {
	var b strings.Builder
	b.WriteByte('-')
	for _, digit := range octal {
		for i, c := range "rwx" {
			if (digit-'0')>>(2-i)&1 == 1 {
				b.WriteRune(c)
			} else {
				b.WriteByte('-')
			}
		}
	}
	return b.String()
}

// scriptOnly checks what a folder holds: only out a.json b.csv
func scriptOnly(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: only folder [name...]")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(args[1:], " ") {
		ts.Fatalf("%s holds %v, want %v", args[0], got, args[1:])
	}
}

// Every command is documented and says its exit codes, every flag has a word of
// help, and every command has a script.
func TestCommands(t *testing.T) {
	root := newRoot(&program{})
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Hidden { // for the program itself
			return
		}
		if c.Short == "" || c.Annotations[exitCodes] == "" {
			t.Errorf("%s: want a short text and exit codes", c.CommandPath())
		}
		if c != root {
			name := strings.ReplaceAll(strings.TrimPrefix(c.CommandPath(), root.Name()+" "), " ", "-")
			if _, err := os.Stat(filepath.Join("testdata", name+".txt")); err != nil {
				t.Errorf("%s has no script: %v", c.CommandPath(), err)
			}
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
	scripts, _ := filepath.Glob("testdata/*.txt")
	if len(scripts) < 8 {
		t.Errorf("got %d scripts, want all", len(scripts))
	}
}

func TestExitCode(t *testing.T) {
	violation := []report.Finding{{Verdict: "violation"}}
	for name, test := range map[string]struct {
		run  report.Run
		err  error
		want int
	}{
		"clean":                  {report.Run{Complete: true}, nil, 0},
		"only allowed data":      {report.Run{Complete: true, Findings: []report.Finding{{Verdict: "allowed"}}}, nil, 0},
		"violation":              {report.Run{Complete: true, Summary: report.Summary{Violations: 1}}, nil, 1},
		"overdue":                {report.Run{Complete: true, Summary: report.Summary{Overdue: 1}}, nil, 1},
		"violation not in sum":   {report.Run{Complete: true, Findings: violation}, nil, 1},
		"violation, incomplete":  {report.Run{Findings: violation}, nil, 1},
		"incomplete":             {report.Run{}, nil, 3},
		"interrupted":            {report.Run{}, context.Canceled, 130},
		"interrupted, violation": {report.Run{Findings: violation}, context.Canceled, 130},
		"run says interrupted":   {report.Run{Interrupted: true}, nil, 130},
		"failed":                 {report.Run{Complete: true}, errors.New("out of memory"), 2},
	} {
		if got := exitCode(&test.run, test.err); got != test.want {
			t.Errorf("%s: exit code %d, want %d", name, got, test.want)
		}
	}
}

// --allow-incomplete turns 3 into 0 and nothing else into anything.
func TestAllowIncomplete(t *testing.T) {
	for code, want := range map[int]int{0: 0, 1: 1, 3: 0, 130: 130} {
		var errs bytes.Buffer
		o := conclusion{allowIncomplete: true}
		err := o.conclude(&program{Err: &errs}, "scan", &report.Run{ExitCode: code}, nil, true, nil)
		got := exitStatus(0)
		if err != nil && !errors.As(err, &got) {
			t.Fatalf("exit code %d: %v", code, err)
		}
		if int(got) != want {
			t.Errorf("exit code %d with --allow-incomplete: got %d, want %d", code, got, want)
		}
	}
	o := conclusion{allowIncomplete: true}
	err := o.conclude(&program{Err: &bytes.Buffer{}}, "scan", &report.Run{ExitCode: exitFailed}, errors.New("disk"), true, nil)
	var status exitStatus
	if err == nil || errors.As(err, &status) {
		t.Errorf("a failed run with --allow-incomplete: got %v, want its error", err)
	}
}

package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestSecrets(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{
		"good": "hunter2\nsecond line\n", "windows": "\ufeffhunter2\r\n", "bare": "hunter2", "spaces": " hunter 2 \n",
		"empty": "", "emptyline": "\nhunter2\n", "utf16": "h\x00u\x00\n", "large": strings.Repeat("hunter2", 10000),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	keyring.MockInit()
	if err := errors.Join(keyring.Set("shikiri", "fs01", "hunter2"), keyring.Set("shikiri", "cmdkey", "h\x00u\x00\x71\x5c")); err != nil {
		t.Fatal(err)
	}
	file := func(name string) string { return "file:" + filepath.Join(dir, name) }
	for _, test := range []struct{ reference, want, wantError string }{
		{file("good"), "hunter2", ""},
		{file("windows"), "hunter2", ""},
		{file("bare"), "hunter2", ""},
		{file("spaces"), " hunter 2 ", ""},
		{file("empty"), "", "its first line is empty"},
		{file("emptyline"), "", "its first line is empty"},
		{file("utf16"), "", "UTF-16"},
		{file("large"), "", "too large"},
		{file("missing"), "", "missing: "},
		{"file:" + dir, "", "it is no file"},
		{"credential:good", "hunter2", ""},
		{"credential:missing", "", "credential missing"},
		{"env:PASSWORD", "hunter2", ""},
		{"env:UNSET", "", "env UNSET: the variable is not set, or empty"},
		{"keyring:fs01", "hunter2", ""},
		{"keyring:cmdkey", "hu山", ""},
		{"keyring:none", "", `no entry of that name for the service "shikiri"`},
		{"prompt", "", "not a terminal"},
		{"command:", "", "the command is empty"},
		{"command:no-such-program-here hunter2", "", "no-such-program-here: the command cannot be started"},
		{"command:echo 'hunter2", "", "without an end"},
		{"hunter2", "", "this tells no place"},
	} {
		s := newSecrets(&program{Err: &bytes.Buffer{}, Getenv: env("PASSWORD", "hunter2", "CREDENTIALS_DIRECTORY", dir)})
		got, err := s.line(t.Context(), test.reference, "password of svc at fs01")
		if got != test.want || (err == nil) != (test.wantError == "") {
			t.Errorf("%s: got %q, %v; want %q, error %q", test.reference, got, err, test.want, test.wantError)
		}
		if err != nil && (!strings.HasPrefix(err.Error(), "read password of svc at fs01: ") || !strings.Contains(err.Error(), test.wantError)) {
			t.Errorf("%s: got error %v, want read password of svc at fs01: … %s", test.reference, err, test.wantError)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error holds the secret: %v", test.reference, err)
		}
	}
}

func TestSecretFromCommand(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it needs the commands of Unix")
	}
	var errs bytes.Buffer
	s := newSecrets(&program{Err: &errs, Getenv: env()})
	count := filepath.Join(t.TempDir(), "count")
	command := `command:sh -c 'echo x >> "$0"; echo touch the token >&2; echo hunter2; echo more' ` + count
	for range 3 {
		if got, err := s.line(t.Context(), command, "password"); got != "hunter2" || err != nil {
			t.Errorf("got %q, %v; want the first line", got, err)
		}
	}
	if got := errs.String(); got != "touch the token\n" {
		t.Errorf("standard error shows %q, want what the command says there", got)
	}
	if runs, _ := os.ReadFile(count); string(runs) != "x\n" {
		t.Errorf("the command ran %d times, want once", len(runs)/2)
	}
	_, err := s.line(t.Context(), `command:sh -c 'echo hunter2; exit 3'`, "password")
	if want := "read password: command sh: the command ended with exit status 3"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
	if _, err := s.line(t.Context(), `command:head -c 100000 /dev/zero`, "password"); err == nil || !strings.Contains(err.Error(), "too much") {
		t.Errorf("a command that writes 100,000 bytes: got error %v, want one", err)
	}
}

func TestSplitWords(t *testing.T) {
	for command, want := range map[string][]string{
		"pass show fs01":                             {"pass", "show", "fs01"},
		`  a	"b c" 'd "e'  `:                         {"a", "b c", `d "e`},
		`C:\tools\get.exe "C:\Program Files\x" \n $`: {`C:\tools\get.exe`, `C:\Program Files\x`, `\n`, "$"},
		`a"b"'c' ''`:                                 {"abc", ""},
		"":                                           nil,
		`''`:                                         nil,
		`a "b`:                                       nil,
	} {
		got, err := splitWords(command)
		if !slices.Equal(got, want) || (err == nil) != (want != nil) {
			t.Errorf("command %q: got words %q, %v; want %q", command, got, err, want)
		}
	}
}

// A password file that others can read is worth a warning, once.
func TestSecretFileOpenToOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it has no modes")
	}
	file := filepath.Join(t.TempDir(), "pw")
	if err := errors.Join(os.WriteFile(file, []byte("hunter2"), 0o600), os.Chmod(file, 0o640)); err != nil {
		t.Fatal(err)
	}
	s := newSecrets(&program{Getenv: env()})
	for range 2 {
		if _, err := s.line(t.Context(), "file:"+file, "password of svc at fs01"); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"password of svc at fs01: " + file + " can be read by others: chmod 600"}
	if got := s.told(); !slices.Equal(got, want) {
		t.Errorf("got warnings %q, want %q", got, want)
	}
}

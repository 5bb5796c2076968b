//go:build unix

package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A scan that is interrupted writes what it has, marked as such, and ends with
// 130. The share holds a file that takes minutes to read and no room on the
// disk; it is named twice so that the warning tells when the scan begins.
func TestInterrupt(t *testing.T) {
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		share := t.TempDir()
		big, err := os.Create(filepath.Join(share, "big.txt"))
		if err == nil {
			err = errors.Join(big.Truncate(200<<30), big.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
		saved := filepath.Join(t.TempDir(), "run.json")
		out := interruptProgram(t, sig, "warning", "scan", "--lang", "en", "--max-unpacked", "100TB", "--save", saved, "office="+share, "office="+share)
		if !strings.Contains(out, "INTERRUPTED") || strings.Contains(out, "OK:") {
			t.Errorf("after %v: got a report that does not say so:\n%s", sig, out)
		}
		text, err := os.ReadFile(saved)
		if err != nil || !bytes.Contains(text, []byte(`"exit_code": 130`)) || !bytes.Contains(text, []byte(`"interrupted": true`)) {
			t.Errorf("after %v: the saved run is %.200q, %v, want it there and marked as interrupted", sig, text, err)
		}
	}
}

// A probe that is interrupted tells what it saw until then, and calls nothing
// closed. The warning about the configuration tells when it begins.
func TestInterruptProbe(t *testing.T) {
	dir := t.TempDir()
	conf, saved := filepath.Join(dir, "shikiri.yaml"), filepath.Join(dir, "run.json")
	config := "version: 1\nzones:\n- {name: office, personal-data: forbidden, networks: [127.0.1.0/24], retention: 1d}\n" +
		"- {name: print, personal-data: allowed, networks: [127.0.2.0/24], hosts: [127.0.2.11]}\n"
	if err := os.WriteFile(conf, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	out := interruptProgram(t, os.Interrupt, "retention has no effect",
		"probe", "-c", conf, "--from", "office", "--ports", "24000-24999", "--rate", "1", "--lang", "en", "--save", saved)
	text, err := os.ReadFile(saved)
	if err != nil || !bytes.Contains(text, []byte(`"exit_code": 130`)) || !bytes.Contains(text, []byte(`"interrupted": true`)) || bytes.Contains(text, []byte(`"verdict": "closed"`)) {
		t.Errorf("the saved run is %.300q, %v, want it there, marked as interrupted, and nothing closed", text, err)
	}
	if !strings.Contains(out, "INTERRUPTED") {
		t.Errorf("got a report that does not say so:\n%s", out)
	}
}

// interruptProgram runs the program, sends it a signal when it has written its first
// warning, and returns the report. It must end with 130.
func interruptProgram(t *testing.T, sig os.Signal, warning string, args ...string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var out bytes.Buffer
	cmd.Stdout = &out
	stderr, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(stderr)
	if line, err := r.ReadString('\n'); err != nil || !strings.Contains(line, warning) {
		t.Errorf("got %q, %v, want the warning %q", line, err, warning)
	}
	if err := cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	rest, _ := io.ReadAll(r)
	err = cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
		t.Errorf("after %v: ends with %v, want exit code %d; standard error: %s", sig, err, exitInterrupted, rest)
	}
	return out.String()
}

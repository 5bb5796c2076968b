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
		cmd := exec.Command(os.Args[0], "scan", "--lang", "en", "--max-unpacked", "100TB", "--save", saved, "office="+share, "office="+share)
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
		if line, err := r.ReadString('\n'); err != nil || !strings.Contains(line, "warning") {
			t.Errorf("got %q, %v, want the warning about a share scanned twice", line, err)
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
		if !strings.Contains(out.String(), "INTERRUPTED") || strings.Contains(out.String(), "OK:") {
			t.Errorf("after %v: got a report that does not say so:\n%s", sig, out.String())
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
	cmd := exec.Command(os.Args[0], "probe", "-c", conf, "--from", "office", "--ports", "24000-24999", "--rate", "1", "--lang", "en", "--save", saved)
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
	if line, err := r.ReadString('\n'); err != nil || !strings.Contains(line, "retention has no effect") {
		t.Errorf("got %q, %v, want the warning about the retention", line, err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, _ := io.ReadAll(r)
	err = cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
		t.Errorf("ends with %v, want exit code %d; standard error: %s", err, exitInterrupted, rest)
	}
	text, err := os.ReadFile(saved)
	if err != nil || !bytes.Contains(text, []byte(`"exit_code": 130`)) || !bytes.Contains(text, []byte(`"interrupted": true`)) || bytes.Contains(text, []byte(`"verdict": "closed"`)) {
		t.Errorf("the saved run is %.300q, %v, want it there, marked as interrupted, and nothing closed", text, err)
	}
	if !strings.Contains(out.String(), "INTERRUPTED") {
		t.Errorf("got a report that does not say so:\n%s", out.String())
	}
}

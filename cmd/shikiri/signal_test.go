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

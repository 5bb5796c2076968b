// Package lab gives tests the laboratory of network namespaces that
// testdata/lab/lab.sh builds: zones behind a router, of which the script's head
// has a map. Begin at [Start].
package lab

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/shikiri/shikiri/internal/tree"
)

// A Lab is a laboratory of one test's own.
type Lab struct {
	t            testing.TB
	name, script string
}

const (
	script = "testdata/lab/lab.sh"
	prefix = "t" // of the names of laboratories, before the process that has them
)

var started atomic.Int64

// Start builds a laboratory with the variants of lab.sh, which takes a second or
// two, and removes it when the test ends. Where that cannot be the test is skipped.
func Start(t testing.TB, variants ...string) *Lab {
	t.Helper()
	Need(t)
	l := &Lab{t: t, name: newName(), script: tree.File(t, script)}
	removeOrphans(l.script)
	t.Cleanup(func() {
		if out, err := l.run("stop"); err != nil {
			t.Errorf("stop the laboratory: %v\n%s", err, out)
		}
	})
	if out, err := l.run("start", variants...); err != nil {
		t.Fatalf("start the laboratory: %v\n%s", err, out)
	}
	return l
}

// newName returns a name that no other laboratory has: tests run side by side.
func newName() string {
	return prefix + strconv.Itoa(os.Getpid()) + "n" + strconv.FormatInt(started.Add(1), 10)
}

// Need skips a test where there can be no network namespaces with all that lab.sh
// puts into them: they need root, and a container may lack what root can do.
func Need(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("needs network namespaces: bash is not installed")
	}
	l := Lab{name: newName(), script: tree.File(t, script)}
	if out, err := l.run("check"); err != nil {
		t.Skip("needs network namespaces: " + strings.TrimSpace(out))
	}
}

// removeOrphans removes the laboratories of tests that were killed: their names
// tell the process. What fails is another's who does the same.
func removeOrphans(script string) {
	all, _ := filepath.Glob("/run/netns/shikiri-" + prefix + "*n*-router")
	for _, path := range all {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "shikiri-"), "-router")
		pid, _, _ := strings.Cut(strings.TrimPrefix(name, prefix), "n")
		if _, err := os.Stat("/proc/" + pid); !os.IsNotExist(err) {
			continue
		}
		(&Lab{name: name, script: script}).run("stop")
	}
}

// run calls the script. What listens in the laboratory writes to files, so that
// the pipe ends with the script.
func (l *Lab) run(verb string, args ...string) (string, error) {
	out, err := exec.Command("bash", append([]string{l.script, verb, l.name}, args...)...).CombinedOutput()
	return string(out), err
}

// Command returns a command that runs on a host of the laboratory: "office1",
// "office2", "closed1", "closed2", "dual", "router" or "canary".
func (l *Lab) Command(host, name string, args ...string) *exec.Cmd {
	return exec.Command("ip", append([]string{"netns", "exec", "shikiri-" + l.name + "-" + host, name}, args...)...)
}

// Do runs a command on a host and returns what it wrote to standard output. A
// command that fails fails the test.
func (l *Lab) Do(host, name string, args ...string) string {
	l.t.Helper()
	out, err := l.Command(host, name, args...).Output()
	if err != nil {
		var exit *exec.ExitError
		said := ""
		if errors.As(err, &exit) {
			said = string(exit.Stderr)
		}
		l.t.Fatalf("%s: %s %s: %v\n%s%s", host, name, strings.Join(args, " "), err, out, said)
	}
	return string(out)
}

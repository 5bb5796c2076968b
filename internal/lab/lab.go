// Package lab gives tests the laboratory of network namespaces that
// testdata/lab/lab.sh builds: zones behind a router, of which the script's head
// has a map. Begin at [Start].
package lab

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// A Lab is a laboratory of one test's own.
type Lab struct {
	t            testing.TB
	name, script string
}

var started atomic.Int64

// Start builds a laboratory with the variants of lab.sh, which takes a second or
// two, and removes it when the test ends. Where that cannot be the test is skipped.
func Start(t testing.TB, variants ...string) *Lab {
	t.Helper()
	if why := Missing(); why != "" {
		t.Skip("needs the laboratory of network namespaces: " + why)
	}
	l := &Lab{t: t, name: "t" + strconv.Itoa(os.Getpid()) + "n" + strconv.FormatInt(started.Add(1), 10), script: script(t)}
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

// Missing tells why there can be no laboratory on this machine, or "".
func Missing() string {
	if os.Geteuid() != 0 {
		return "root, on Linux"
	}
	for _, tool := range []string{"bash", "ip", "nft", "go"} {
		if _, err := exec.LookPath(tool); err != nil {
			return tool + " is not installed (bash testdata/test.sh installs it)"
		}
	}
	name := "shikiri-try" + strconv.Itoa(os.Getpid())
	if out, err := exec.Command("ip", "netns", "add", name).CombinedOutput(); err != nil {
		return fmt.Sprintf("a namespace cannot be made: %v: %s", err, strings.TrimSpace(string(out)))
	}
	exec.Command("ip", "netns", "del", name).Run()
	return ""
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

// script finds lab.sh from the folder of the test.
func script(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		name := filepath.Join(dir, "testdata", "lab", "lab.sh")
		if _, err := os.Stat(name); err == nil {
			return name
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("find testdata/lab/lab.sh: not above the test's folder")
		}
		dir = filepath.Dir(dir)
	}
}

//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/internal/lab"
	"github.com/shikiri/shikiri/report"
)

// labConfig is the configuration of the laboratory, see testdata/lab/lab.sh.
const labConfig = `version: 1
zones:
- name: office
  personal-data: forbidden
  networks: [10.20.1.0/24, "fd00:20::/64"]
  hosts: [10.20.1.22, 10.20.1.50, "fd00:20::22"]
  unused: [10.20.1.99, "fd00:20::99"]
- name: print
  personal-data: allowed
  networks: [10.10.1.0/24, "fd00:10::/64"]
  hosts: [10.10.1.11, closed2.example, 10.10.1.50, "fd00:10::11"]
  gateway: [10.10.1.1, "fd00:10::1"]
  unused: [10.10.1.99, "fd00:10::99"]
flows:
- {from: office, to: print, ports: [4022]}
- {from: print, to: office, ports: [8022]}
egress:
- {host: 198.51.100.7, ports: [443, 8443]}
- {dns: canary.example.com}
`

// A probed is a probe that a test ran on a host of the laboratory.
type probed struct {
	code int
	run  *report.Run // nil: it saved none
	errs string
	file string // the saved run
}

// probeFrom runs the program on a host.
func probeFrom(t *testing.T, l *lab.Lab, host, config string, args ...string) probed {
	t.Helper()
	dir := t.TempDir()
	conf, file := filepath.Join(dir, "shikiri.yaml"), filepath.Join(dir, host+".json")
	if err := os.WriteFile(conf, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := l.Command(host, os.Args[0], append([]string{"probe", "-c", conf, "--save", file, "-o", "table=" + filepath.Join(dir, "table.txt"), "-q", "--timeout", "500ms"}, args...)...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "LC_ALL=C")
	var errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &errs, &errs
	return finished(t, cmd.Run(), errs.String(), file)
}

func finished(t *testing.T, err error, errs, file string) probed {
	t.Helper()
	p := probed{errs: errs, file: file}
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		p.code = exit.ExitCode()
	case err != nil:
		t.Fatal(err)
	}
	saved, err := os.Open(file)
	if err != nil {
		return p
	}
	defer saved.Close()
	if p.run, err = decodeRun(saved); err != nil {
		t.Fatalf("read what the probe saved: %v", err)
	}
	return p
}

// forbidden returns the flow of what is forbidden between two zones.
func (p *probed) forbidden(t *testing.T, from, to string) report.Flow {
	t.Helper()
	if p.run == nil {
		t.Fatalf("the probe ended with %d and saved nothing: %s", p.code, p.errs)
	}
	for _, f := range p.run.Flows {
		if f.From == from && f.To == to && !f.Allowed {
			return f
		}
	}
	t.Fatalf("there is no flow from %s to %s in %+v", from, to, p.run.Flows)
	return report.Flow{}
}

// opened lists what was open in other zones: "10.10.1.11:445 tcp violation".
func (p *probed) opened() []string {
	all := []string{}
	for _, o := range p.run.Open {
		if o.Egress {
			continue
		}
		all = append(all, fmt.Sprintf("%s:%d %s %s", o.Host, o.Port, o.Protocol, o.Verdict))
	}
	slices.Sort(all)
	return all
}

func (p *probed) expect(t *testing.T, code int, opened ...string) {
	t.Helper()
	if p.run == nil {
		t.Fatalf("the probe ended with %d and saved nothing: %s", p.code, p.errs)
	}
	if p.code != code || p.run.ExitCode != code {
		t.Errorf("exit code %d, in the report %d; want %d\n%s", p.code, p.run.ExitCode, code, p.errs)
	}
	slices.Sort(opened)
	if got := p.opened(); !slices.Equal(got, opened) {
		t.Errorf("open is\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(opened, "\n  "))
	}
	for _, f := range p.run.Flows {
		if sum := f.Open + f.Refused + f.Filtered + f.Unreachable + f.Intercepted; sum != f.Tried {
			t.Errorf("flow %s to %s: tried %d, but the answers are %d: %+v", f.From, f.To, f.Tried, sum, f)
		}
	}
	if conformity := map[int]string{0: report.Conforming, 1: report.Nonconforming, 3: report.Incomplete}[code]; p.run.Conformity != conformity {
		t.Errorf("the verdict on the whole is %s, want %s", p.run.Conformity, conformity)
	}
}

// startSSH starts a real sshd on port 2022 of a host.
func startSSH(t *testing.T, l *lab.Lab, host string) {
	t.Helper()
	sshd, err := exec.LookPath("/usr/sbin/sshd")
	if err != nil {
		t.Skip("needs sshd")
	}
	dir := t.TempDir()
	key, conf := filepath.Join(dir, "key"), filepath.Join(dir, "conf")
	l.Do(host, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key)
	if err := os.WriteFile(conf, []byte("Port 2022\nHostKey "+key+"\nPidFile none\nUsePAM no\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll("/run/sshd", 0o755); err != nil { // where Debian's sshd shuts itself in
		t.Fatal(err)
	}
	l.Do(host, sshd, "-f", conf) // it goes to the background when it listens
}

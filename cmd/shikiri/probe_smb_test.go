//go:build linux

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/lab"
)

// An SMB server that stands in both zones tells so itself, to who logs in to its
// share: one vantage point is enough.
func TestLabBridgeToldByItself(t *testing.T) {
	if _, err := os.Stat("/usr/sbin/smbd"); err != nil {
		t.Skip("needs smbd")
	}
	dir := t.TempDir() // before the laboratory, whose end ends smbd
	l := lab.Start(t)
	startSamba(t, l, "dual", dir)
	config := labConfig + `shares:
- {url: "smb://guest@10.20.1.50:1445/data", zone: office}
- {url: "smb://nobody-here@10.20.1.50:1445/data", zone: office, password-from: "env:WRONG"}
`
	t.Setenv("WRONG", "hunter2")
	p := probeFrom(t, l, "office1", config, "--verify", "--ports", "2022")
	if p.run == nil || p.code != exitViolation || len(p.run.Bridges) != 1 {
		t.Fatalf("ends with %d, want 1 and one bridge: %+v\n%s", p.code, p.run, p.errs)
	}
	b := p.run.Bridges[0]
	if b.Strength != "proof" || b.Evidence != "smb interfaces" || !slices.Contains(b.Hosts, "10.10.1.50") || !slices.Contains(b.Zones, "print") {
		t.Errorf("got bridge %+v, want proof by the interfaces of the server", b)
	}
	saved, err := os.ReadFile(p.file)
	if err != nil || strings.Contains(string(saved)+p.errs, "hunter2") {
		t.Errorf("the saved run or standard error holds the password (%v)", err)
	}

	// Without --verify nobody logs in.
	if p := probeFrom(t, l, "office1", config, "--ports", "2022"); p.run == nil || len(p.run.Bridges) != 0 || len(p.run.Identities) != 0 {
		t.Errorf("without --verify: got %+v, want no identity and no bridge\n%s", p.run, p.errs)
	}
}

// startSamba starts a real smbd on port 1445 of a host. It lets guests in.
func startSamba(t *testing.T, l *lab.Lab, host, dir string) {
	t.Helper()
	config := "[global]\nnetbios name = NAS\nserver role = standalone server\nsmb ports = 1445\nmap to guest = Bad User\nload printers = no\n" +
		"printcap name = /dev/null\nusershare max shares = 0\nserver multi channel support = yes\nlog file = " + dir + "/log\n"
	for _, place := range []string{"private dir", "lock directory", "state directory", "cache directory", "pid directory", "ncalrpc dir"} {
		sub := filepath.Join(dir, strings.Fields(place)[0])
		if err := os.MkdirAll(sub, 0o755); err != nil {
			t.Fatal(err)
		}
		config += place + " = " + sub + "\n"
	}
	data := filepath.Join(dir, "data")
	if err := os.Mkdir(data, 0o755); err != nil {
		t.Fatal(err)
	}
	conf := filepath.Join(dir, "smb.conf")
	if err := os.WriteFile(conf, []byte(config+"[data]\npath = "+data+"\nguest ok = yes\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	l.Do(host, "/usr/sbin/smbd", "-D", "-s", conf)
	for range 100 {
		if strings.Contains(l.Do(host, "ss", "-Hltn"), ":1445 ") {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("smbd does not listen")
}

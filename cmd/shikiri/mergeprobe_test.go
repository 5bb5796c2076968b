package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/servers"
	"github.com/shikiri/shikiri/report"
)

// Content and path in one, as a user has it: two shares of one server by SMB and
// SFTP, scanned without a fingerprint key, and a probe of the real ports.
func TestMergeScanAndProbeOfServers(t *testing.T) {
	s := servers.Get(t)
	dir, err := os.MkdirTemp(s.Value("DATA"), "merge-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	for name, text := range map[string]string{"a": "例示太郎,090-0000-0001\n例示花子,090-0000-0002\n", "b": "例示花子,090-0000-0002\n例示次郎,090-0000-0003\n"} {
		if err := errors.Join(os.Chmod(dir, 0o755), os.Mkdir(filepath.Join(dir, name), 0o755),
			os.WriteFile(filepath.Join(dir, name, "list.csv"), []byte("氏名,電話番号\n"+text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	_, smbPort, _ := net.SplitHostPort(s.Value("SMB"))
	_, sftpPort, _ := net.SplitHostPort(s.Value("SFTP"))
	work := t.TempDir()
	config := fmt.Sprintf(`version: 1
zones:
- {name: office, personal-data: forbidden, networks: [127.0.1.0/24]}
- {name: print, personal-data: allowed, networks: [127.0.0.0/24]}
shares:
- {url: %q, zone: print, password-from: "env:TEST_PASSWORD"}
- {url: %q, zone: print, password-from: "env:TEST_PASSWORD", known-hosts: %q}
`, smbURL(s, "SMB", "data/"+filepath.Base(dir)+"/a"), sftpURL(s, filepath.Join(dir, "b")), s.Value("KNOWN_HOSTS"))
	if err := os.WriteFile(filepath.Join(work, "shikiri.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	shikiri := func(want int, args ...string) *report.Run {
		t.Helper()
		var stdout, stderr bytes.Buffer
		p := &program{In: strings.NewReader(""), Out: &stdout, Err: &stderr, Getenv: env("TEST_PASSWORD", s.Value("PASSWORD")), Now: time.Now}
		args = append(args, "-q", "-c", filepath.Join(work, "shikiri.yaml"), "-f", "json")
		if got := run(context.Background(), p, args); got != want {
			t.Fatalf("%s ends with %d, want %d: %s", args[0], got, want, stderr.String())
		}
		r := new(report.Run)
		if err := json.Unmarshal(stdout.Bytes(), r); err != nil {
			t.Fatal(err)
		}
		return r
	}
	scanned, probed := filepath.Join(work, "scan.json"), filepath.Join(work, "probe.json")
	alone := shikiri(0, "scan", "--save", scanned)
	shikiri(1, "probe", "--from", "office", "--ports", "1", "--save", probed)
	got := shikiri(1, "merge", scanned, probed)
	ports := []string{"tcp/" + smbPort, "tcp/" + sftpPort}
	if len(got.Exposures) != 1 {
		t.Fatalf("got the exposures %+v, want one", got.Exposures)
	}
	e := got.Exposures[0]
	if e.Host != "127.0.0.1" || e.Zone != "print" || e.From != "office" || e.Verdict != report.PathViolation || !slices.Contains(e.Ports, ports[0]) || !slices.Contains(e.Ports, ports[1]) || len(e.Shares) != 2 ||
		e.People != 3 || e.People != alone.Summary.People || e.Records != alone.Summary.Records || e.PeopleAdded {
		t.Errorf("got %+v, want the %d people and %d records of the scan, at %v", e, alone.Summary.People, alone.Summary.Records, ports)
	}
	if got.Conformity != report.Nonconforming || len(got.Parts) != 2 || got.Summary.Paths != 2 {
		t.Errorf("got %s, %d parts, %+v", got.Conformity, len(got.Parts), got.Summary)
	}
}

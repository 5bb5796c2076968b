package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/replay"
	"github.com/shikiri/shikiri/internal/servers"
	"github.com/shikiri/shikiri/report"
)

// A shareRun is a run of the program against servers.
type shareRun struct {
	report.Run
	code   int
	stderr string
}

// scanShares runs scan with a configuration that knows the password of the
// servers' user, and more arguments.
func scanShares(t *testing.T, s *servers.Servers, args ...string) shareRun {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := &program{In: strings.NewReader(""), Out: &stdout, Err: &stderr, Getenv: env("TEST_PASSWORD", s.Value("PASSWORD")), Now: func() time.Time { return replayNow }}
	first := []string{"scan", "-f", "json"}
	if strings.Contains(args[0], "://") {
		first = append(first, "--known-hosts", s.Value("KNOWN_HOSTS"))
		if !strings.Contains(args[0], "guest@") {
			first = append(first, "--password-from", "env:TEST_PASSWORD")
		}
	}
	args = append(first, args...)
	r := shareRun{code: run(context.Background(), p, args)}
	r.stderr = stderr.String()
	if strings.Contains(r.stderr+stdout.String(), s.Value("PASSWORD")) {
		t.Error("the password is in what the program prints")
	}
	if stdout.Len() == 0 {
		return r
	}
	if err := json.Unmarshal(stdout.Bytes(), &r.Run); err != nil {
		t.Fatalf("scan ends with %d and a report that is none: %v; standard error: %s", r.code, err, r.stderr)
	}
	return r
}

func smbURL(s *servers.Servers, key, path string) string {
	return (&url.URL{Scheme: "smb", User: url.User(s.Value("USER")), Host: s.Value(key), Path: "/" + path}).String()
}

func sftpURL(s *servers.Servers, path string) string {
	return (&url.URL{Scheme: "sftp", User: url.User(s.Value("USER")), Host: s.Value("SFTP"), Path: path}).String()
}

// copyTree copies the files of a folder so that the servers' users may read them.
func copyTree(t *testing.T, to, from string) {
	t.Helper()
	err := filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if d.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		data, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(target, data, 0o644)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// comparable takes out of a report what depends on the kind of share: where it
// is, whose a file is, and parts of a second.
func comparable(r report.Run) (findings []report.Finding, unexamined []report.Unexamined) {
	for _, f := range r.Findings {
		f.ID, f.Share, f.Owner, f.Readers = "", "", "", nil
		f.Modified = f.Modified.UTC().Truncate(1e9)
		findings = append(findings, f)
	}
	for _, u := range r.Unexamined {
		u.Share = ""
		unexamined = append(unexamined, u)
	}
	return findings, unexamined
}

// What one kind of share finds, all find.
func TestSharesFindTheSame(t *testing.T) {
	s := servers.Get(t)
	disk, name := s.Dir(t)
	copyTree(t, filepath.Join(disk, "demo"), filepath.Join("..", "..", "testdata", "demo"))
	copyTree(t, filepath.Join(disk, "顧客 名簿①", "深い", "所"), filepath.Join("..", "..", "testdata", "demo", "office"))
	made := t.TempDir()
	if _, err := replay.Make("muroran", made, replay.Options{Scale: 1, Now: replayNow}); err != nil {
		t.Fatal(err)
	}
	copyTree(t, filepath.Join(disk, "muroran"), filepath.Join(made, "share"))
	local := scanShares(t, s, "office="+disk)
	if local.code != exitViolation || len(local.Findings) < 20 {
		t.Fatalf("the scan of the folder ends with %d and %d findings, want %d and many; standard error: %s", local.code, len(local.Findings), exitViolation, local.stderr)
	}
	wantFindings, wantUnexamined := comparable(local.Run)
	for kind, share := range map[string]string{
		"SMB":            smbURL(s, "SMB", "data/"+name),
		"SMB, signed":    smbURL(s, "SMB_SIGN", "data/"+name),
		"SMB, encrypted": smbURL(s, "SMB", "secret/"+name),
		"SFTP":           sftpURL(s, disk),
	} {
		t.Run(kind, func(t *testing.T) {
			r := scanShares(t, s, "office="+share)
			if r.code != local.code {
				t.Fatalf("the scan ends with %d, want %d; standard error: %s", r.code, local.code, r.stderr)
			}
			findings, unexamined := comparable(r.Run)
			if diff := firstDifference(findings, wantFindings); diff != "" {
				t.Error(diff)
			}
			if diff := firstDifference(unexamined, wantUnexamined); diff != "" {
				t.Error(diff)
			}
			if !reflect.DeepEqual(r.Summary, local.Summary) || !reflect.DeepEqual(r.Clients, local.Clients) {
				t.Errorf("people and records: %+v of %+v, want %+v of %+v", r.Summary, r.Clients, local.Summary, local.Clients)
			}
			got, want := r.Shares[0], local.Shares[0]
			got.URL, want.URL = "", ""
			if got.User == "" || got.Host != want.Host {
				t.Errorf("the share: user %q, scanned from %q; want somebody, from %q", got.User, got.Host, want.Host)
			}
			if !slices.Equal(got.Addresses, []string{"127.0.0.1"}) {
				t.Errorf("the share: addresses %q, want that of the server", got.Addresses)
			}
			got.User, want.User, got.Addresses, want.Addresses = "", "", nil, nil
			if !reflect.DeepEqual(got, want) {
				t.Errorf("the share: %+v, want %+v", got, want)
			}
		})
	}
}

// firstDifference tells in which element two lists differ.
func firstDifference[T any](got, want []T) string {
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			return fmt.Sprintf("%d elements, want %d; the first that is missing: %+v", len(got), len(want), want[i])
		case i >= len(want):
			return fmt.Sprintf("%d elements, want %d; the first that is too much: %+v", len(got), len(want), got[i])
		case !reflect.DeepEqual(got[i], want[i]):
			return fmt.Sprintf("element %d is %+v, want %+v", i, got[i], want[i])
		}
	}
	return ""
}

// A server that makes guests of users it does not know is refused.
func TestGuestIsRefused(t *testing.T) {
	s := servers.Get(t)
	u := url.URL{Scheme: "smb", User: url.User("nobody-known"), Host: s.Value("SMB"), Path: "/public"}
	r := scanShares(t, s, "office="+u.String())
	if r.code != exitFailed || !strings.Contains(r.stderr, "guest") {
		t.Errorf("the scan ends with %d and says %q; want %d, and that it is a guest only", r.code, r.stderr, exitFailed)
	}
	u.User = url.User("guest")
	if r := scanShares(t, s, "office="+u.String()); r.code == exitFailed {
		t.Errorf("the scan as guest, by name, ends with %d and says %q", r.code, r.stderr)
	}
}

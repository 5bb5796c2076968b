package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/servers"
	"github.com/shikiri/shikiri/report"
)

// runWith runs a command line with variables of an environment, and without
// anybody at the terminal.
func runWith(t *testing.T, variables []string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	p := &program{In: strings.NewReader(""), Out: &o, Err: &e, Getenv: env(variables...), Now: time.Now}
	code = run(t.Context(), p, args)
	return code, o.String(), e.String()
}

// A wrong password is one failed login, whatever number of shares has it. Some
// servers lock the account after three.
func TestServersCountOneWrongPassword(t *testing.T) {
	s := servers.Own(t)
	t.Setenv("SSH_AUTH_SOCK", "")
	scan := []string{"scan", "--known-hosts", s.Value("KNOWN_HOSTS"), "--user", s.Value("USER"), "--password-from", "env:WRONG"}
	for _, test := range []struct {
		scheme, server string
		folders        []string
		failed         func(testing.TB) int
	}{
		{"smb", "SMB", []string{"/data", "/acl", "/recycle", "/"}, s.FailedLogons},
		{"sftp", "SFTP", []string{s.Value("DATA"), s.Value("ACL"), "/tmp"}, s.FailedSSHLogons},
	} {
		args := scan
		for _, folder := range test.folders {
			args = append(args, "office="+test.scheme+"://"+s.Value(test.server)+folder)
		}
		before := test.failed(t)
		code, out, errs := runWith(t, []string{"WRONG", "hunter2"}, args...)
		if code != exitFailed || out != "" || strings.Count(errs, "not tried after") != len(test.folders)-1 || strings.Contains(errs, "hunter2") {
			t.Errorf("%s: ends with %d and %q, want 2, one share refused and %d not tried", test.scheme, code, errs, len(test.folders)-1)
		}
		if got := test.failed(t) - before; got != 1 {
			t.Errorf("%s: the server counts %d failed logins, want 1", test.scheme, got)
		}
	}
}

// A share is the same whatever way leads to it, with and without limits, and a
// share of the command line has the login of its server in the configuration.
func TestServersShowTheSame(t *testing.T) {
	s := servers.Get(t)
	t.Setenv("SSH_AUTH_SOCK", "")
	disk, name := s.Dir(t)
	bytes := int64(0)
	for file, text := range map[string]string{
		"名簿.csv": "氏名,住所\n山田 太郎,東京都千代田区丸の内1-2-3\n", "a/b/memo.txt": "会議は予定どおり終わった。\n", "a/big.txt": strings.Repeat("0123456789abcde\n", 30_000),
	} {
		if err := os.MkdirAll(filepath.Join(disk, filepath.Dir(file)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(disk, file), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		bytes += int64(len(text))
	}
	config := filepath.Join(t.TempDir(), "shikiri.yaml")
	text := "version: 1\nzones:\n- {name: office, personal-data: forbidden}\nshares:\n" +
		"- {url: \"smb://" + s.Value("USER") + "@" + s.Value("SMB") + "/acl\", zone: office, password-from: \"env:PASSWORD\"}\n" +
		"- {url: \"sftp://" + s.Value("USER") + "@" + s.Value("SFTP") + "/tmp\", zone: office, password-from: \"env:PASSWORD\", known-hosts: \"" + s.Value("KNOWN_HOSTS") + "\"}\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, share := range []string{disk, "smb://" + s.Value("SMB") + "/data/" + name, "sftp://" + s.Value("SFTP") + disk} {
		for _, limits := range [][]string{nil, {"--max-rate", "2MB/s"}, {"--max-ops", "100"}} {
			args := append([]string{"scan", "-q", "-c", config, "-f", "json"}, limits...)
			code, out, errs := runWith(t, []string{"PASSWORD", s.Value("PASSWORD")}, append(args, "office="+share)...)
			var r report.Run
			if err := json.Unmarshal([]byte(out), &r); err != nil {
				t.Errorf("%s %v: no report: %s", share, limits, errs)
				continue
			}
			if len(r.Shares) != 1 || r.Shares[0].Files != 3 || r.Shares[0].Scanned != 3 || r.Shares[0].Bytes != bytes || len(r.Unexamined) > 0 {
				t.Errorf("%s %v: %+v, not examined %+v; want 3 files, %d bytes, all examined", share, limits, r.Shares, r.Unexamined, bytes)
			}
			if code != exitViolation || len(r.Findings) != 2 {
				t.Errorf("%s %v: ends with %d and %d findings, want 1 and 2", share, limits, code, len(r.Findings))
			}
		}
	}
}

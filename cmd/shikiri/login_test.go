package main

import (
	"strings"
	"testing"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/rules"
)

// A share of the command line takes its login from the flags, else from the
// configuration's shares of the same server: of no other, or a password would go
// there.
func TestLogin(t *testing.T) {
	conf := &rules.Config{
		Policy: &netzone.Policy{Zones: []netzone.Zone{{Name: "office"}}},
		Shares: []rules.Share{
			{URL: "smb://fs01.example/共有", Zone: "office", User: `CORP\svc`, PasswordFrom: "env:FS01", Snapshots: true},
			{URL: "smb://a@fs02.example/x", Zone: "office", PasswordFrom: "env:A"},
			{URL: "smb://b@fs02.example/x", Zone: "office", PasswordFrom: "env:B"},
			{URL: "sftp://scan@print01.example:2222/job", Zone: "office", Key: "id", PassphraseFrom: "env:K", KnownHosts: "kh"},
		},
	}
	for _, test := range []struct {
		arg       string
		flags     accessOptions
		want      rules.Share // without URL and Zone
		wantError string
	}{
		{arg: "smb://FS01.example/other", want: rules.Share{User: `CORP\svc`, PasswordFrom: "env:FS01"}},
		{arg: "smb://fs01.example:445/共有", want: rules.Share{User: `CORP\svc`, PasswordFrom: "env:FS01"}},
		{arg: "smb://fs01.example/共有", want: rules.Share{User: `CORP\svc`, PasswordFrom: "env:FS01", Snapshots: true}},
		{arg: "smb://corp;svc@fs01.example/other", want: rules.Share{PasswordFrom: "env:FS01"}},
		{arg: "smb://else@fs01.example/other"},
		{arg: "smb://fs01.example:4450/other"},
		{arg: "sftp://fs01.example/other"},
		{arg: "smb://fs01.example.evil.example/other"},
		{arg: "smb://fs02.example/y", wantError: "several logins"},
		{arg: "smb://b@fs02.example/y", want: rules.Share{PasswordFrom: "env:B"}},
		{arg: "smb://fs02.example/y", flags: accessOptions{user: "b"}, want: rules.Share{User: "b", PasswordFrom: "env:B"}},
		{arg: "smb://fs01.example/y", flags: accessOptions{passwordFrom: "prompt"}, want: rules.Share{User: `CORP\svc`, PasswordFrom: "prompt"}},
		{arg: "smb://x@fs01.example/y", flags: accessOptions{user: "x"}, wantError: "its user is named twice"},
		{arg: "sftp://print01.example:2222/other", want: rules.Share{User: "scan", Key: "id", PassphraseFrom: "env:K", KnownHosts: "kh"}},
		{arg: "sftp://print01.example/other"},
		{arg: "/srv/share", flags: accessOptions{user: "x"}, wantError: "--user: it is for"},
		{arg: "/srv/share", flags: accessOptions{passwordFrom: "env:X"}, wantError: "--password-from: it is for"},
		{arg: "smb://h.example/a", flags: accessOptions{passwordFrom: "hunter2"}, wantError: "it does not tell where the password is"},
		{arg: "smb://h.example/a", flags: accessOptions{user: "u", passwordFrom: "keyring:u"}, want: rules.Share{User: "u", PasswordFrom: "keyring:u"}},
	} {
		o := scanOptions{zone: "office", access: test.flags}
		got, err := o.chooseShares([]string{test.arg}, conf)
		if test.wantError != "" {
			if err == nil || !strings.Contains(err.Error(), test.wantError) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("share %s with %+v: got error %v, want %q", test.arg, test.flags, err, test.wantError)
			}
			continue
		}
		if err != nil || len(got) != 1 {
			t.Errorf("share %s with %+v: got %d shares, %v", test.arg, test.flags, len(got), err)
			continue
		}
		got[0].URL, got[0].Zone = "", ""
		if got[0] != test.want {
			t.Errorf("share %s with %+v: got %+v, want %+v", test.arg, test.flags, got[0], test.want)
		}
	}
}

func TestAccessLimits(t *testing.T) {
	conf := rules.Limits{BytesPerSecond: 1, OpsPerSecond: 2, Timeout: 3}
	got, err := (&accessOptions{}).limits(conf)
	if err != nil || got.BytesPerSecond != 1 || got.OpsPerSecond != 2 || got.Timeout != 3 {
		t.Errorf("without flags: got %+v, %v; want those of the configuration", got, err)
	}
	got, err = (&accessOptions{maxRate: "50MB/s", maxOps: "200", timeout: "1m"}).limits(conf)
	if err != nil || got.BytesPerSecond != 50e6 || got.OpsPerSecond != 200 || got.Timeout.Seconds() != 60 {
		t.Errorf("with flags: got %+v, %v; want 50 MB/s, 200, 1m", got, err)
	}
	for want, o := range map[string]accessOptions{
		"--max-rate fast: not a rate": {maxRate: "fast"}, "--max-ops 0: not a number": {maxOps: "0"}, "--timeout 30: not a duration": {timeout: "30"},
	} {
		if _, err := o.limits(conf); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("flags %+v: got error %v, want %q", o, err, want)
		}
	}
	if l := limitsOf(rules.Limits{Timeout: 3}, nil); l != nil {
		t.Errorf("no limits: got %+v, want nil, which costs nothing", l)
	}
	if l := limitsOf(rules.Limits{Quiet: make([]rules.Window, 2)}, nil); l == nil || len(l.Quiet) != 2 {
		t.Errorf("quiet hours alone: got %+v, want two windows", l)
	}
}

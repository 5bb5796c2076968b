package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/rules"
)

func testConfig() *rules.Config {
	return &rules.Config{
		Policy: &netzone.Policy{Zones: []netzone.Zone{{Name: "office"}, {Name: "lan.2"}, {Name: "印刷", Allowed: true}}},
		Shares: []rules.Share{{URL: "smb://fs01.office.example/共有", Zone: "office"}},
	}
}

func TestParseShare(t *testing.T) {
	abs := func(name string) string {
		a, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	for _, test := range []struct{ arg, zone, wantURL, wantZone, wantErr string }{
		{arg: "office=dir", wantURL: abs("dir"), wantZone: "office"},
		{arg: "office=dir=x", wantURL: abs("dir=x"), wantZone: "office"},
		{arg: "印刷=dir", zone: "office", wantURL: abs("dir"), wantZone: "印刷"},
		{arg: "lan.2=dir", wantURL: abs("dir"), wantZone: "lan.2"},
		{arg: "dir", zone: "office", wantURL: abs("dir"), wantZone: "office"},
		{arg: "./a=b", zone: "office", wantURL: abs("a=b"), wantZone: "office"},
		{arg: "x/a=b", zone: "office", wantURL: abs("x/a=b"), wantZone: "office"},
		{arg: "office=smb://h.example/a=b", wantURL: "smb://h.example/a=b", wantZone: "office"},
		{arg: "smb://h.example/a=b", zone: "office", wantURL: "smb://h.example/a=b", wantZone: "office"},
		{arg: "smb://fs01.office.example/共有", wantURL: "smb://fs01.office.example/共有", wantZone: "office"},
		{arg: "dir", wantErr: "its zone is not known"},
		{arg: "a=b", zone: "office", wantErr: "no such zone"},
		{arg: "Office=dir", wantErr: "no such zone"},
		{arg: "=dir", wantErr: "no such zone"},
		{arg: "office=", wantErr: "empty"},
		{arg: "", zone: "office", wantErr: "empty"},
		{arg: "office=sftp://u:hunter2@h.example/d", wantErr: "a url must not hold a password"},
		{arg: "office=sftp://u:hunter2@h:x/%zz", wantErr: "a url must not hold a password"},
		{arg: "office=smb://h.example:99999/d", wantErr: "the port of the url is out of range"},
		{arg: "office=smb:///d", wantErr: "the url names no host"},
		{arg: "office=smb://h.example/100%", wantErr: "the url cannot be read"},
		{arg: "office=ftp://h.example/d", wantErr: `no kind of share has the scheme "ftp"`},
	} {
		got, err := parseShare(test.arg, test.zone, testConfig())
		if test.wantErr != "" {
			var h *hintError
			if err == nil || !strings.Contains(err.Error(), test.wantErr) {
				t.Errorf("share %q: got error %v, want %q", test.arg, err, test.wantErr)
			} else if strings.Contains(err.Error(), "hunter2") || errors.As(err, &h) && strings.Contains(h.hint, "hunter2") {
				t.Errorf("share %q: the error holds the password: %v", test.arg, err)
			}
			continue
		}
		if err != nil || got.URL != test.wantURL || got.Zone != test.wantZone {
			t.Errorf("share %q: got %q in zone %q, %v; want %q in %q", test.arg, got.URL, got.Zone, err, test.wantURL, test.wantZone)
		}
	}
}

func TestOverlaps(t *testing.T) {
	dir := t.TempDir()
	sub := filepath.Join(dir, "a", "b")
	if err := os.MkdirAll(sub, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		shares []string
		want   string
	}{
		{[]string{dir, dir}, "scanned twice"},
		{[]string{dir, sub}, "lies in"},
		{[]string{"file://" + filepath.ToSlash(dir), sub}, "lies in"},
		{[]string{sub, dir}, "lies in"},
		{[]string{filepath.Join(dir, "a"), filepath.Join(dir, "ab")}, ""},
		{[]string{"smb://FS.example/a", "smb://fs.example/A/b"}, "lies in"},
		{[]string{"smb://fs.example/a", "sftp://fs.example/a"}, ""},
		{[]string{"smb://fs.example/", "smb://u@FS.example:445/a"}, "lies in"},
		{[]string{"smb://fs.example", "smb://fs.example/data$"}, "lies in"},
		{[]string{"smb://fs.example/", "smb://fs.example/C$"}, ""},
		{[]string{"smb://fs.example/", "smb://fs.example/ADMIN$/x"}, ""},
		{[]string{"smb://fs.example/c$", "smb://fs.example/C$/x"}, "lies in"},
		{[]string{"smb://fs.example/a", "smb://fs.example:4450/a"}, ""},
	} {
		var shares []rules.Share
		for _, s := range test.shares {
			shares = append(shares, rules.Share{URL: s})
		}
		sites, err := locate(t.Context(), 0, shares)
		if err != nil {
			t.Fatal(err)
		}
		got := overlaps(shares, sites)
		if len(got) > 1 || (len(got) == 1) != (test.want != "") || test.want != "" && !strings.Contains(got[0], test.want) {
			t.Errorf("shares %v: got warnings %q, want %q", test.shares, got, test.want)
		}
	}
}

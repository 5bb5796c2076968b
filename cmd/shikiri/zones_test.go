package main

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/rules"
)

// A share in another zone's network is an error even if whoever made the
// configuration let it pass.
func TestListZones(t *testing.T) {
	now := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	conf := &rules.Config{
		Policy: &netzone.Policy{Zones: []netzone.Zone{
			{Name: "office", Networks: []netip.Prefix{netip.MustParsePrefix("10.10.0.0/16")},
				Exceptions: []netzone.Exception{{Until: now.AddDate(0, -1, 0), ApprovedBy: "somebody"}}},
			{Name: "print", Allowed: true, Retention: 36 * time.Hour},
		}},
		Shares: []rules.Share{
			{URL: "smb://10.10.1.5/a", Zone: "office"},
			{URL: "smb://[::ffff:10.10.1.6]/a", Zone: "office"},
			{URL: "smb://192.0.2.1/a", Zone: "office"},
			{URL: "smb://10.10.1.7/a", Zone: "print"},
			{URL: "smb://192.0.2.1/a", Zone: "print"},
			{URL: "smb://print.example/a", Zone: "print"},
			{URL: "/srv/a", Zone: "print"},
		},
	}
	var b bytes.Buffer
	err := listZones(&b, conf, now)
	want := `zone office
  personal data: forbidden
  networks: 10.10.0.0/16
  exception ENDED 2026-03-01: all kinds in all paths (somebody)
  share smb://10.10.1.5/a: in a network of the zone
  share smb://[::ffff:10.10.1.6]/a: in a network of the zone
  share smb://192.0.2.1/a: not sure: 192.0.2.1 is in no network of zone office
zone print
  personal data: allowed, for 36h0m0s
  share smb://10.10.1.7/a: WRONG: 10.10.1.7 is in a network of zone office, not of zone print
  share smb://192.0.2.1/a: not checked: the zone has no networks
  share smb://print.example/a: its host is a name, which is not looked up
  share /srv/a: a folder of this machine
`
	if b.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", b.String(), want)
	}
	if err == nil || !strings.Contains(err.Error(), "another zone than the configuration says: 1") {
		t.Errorf("got %v, want one share reported", err)
	}
}

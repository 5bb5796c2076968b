package main

import (
	"bytes"
	"context"
	"net"
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
			{URL: "smb://good.example/a", Zone: "office"},
			{URL: "smb://both.example/a", Zone: "office"},
			{URL: "smb://other.example/a", Zone: "print"},
			{URL: "sftp://away.example/a", Zone: "print"},
			{URL: "sftp://alias/a", Zone: "print"},
			{URL: "sftp://slow.example/a", Zone: "print"},
		},
	}
	var b bytes.Buffer
	names := map[string]string{"good.example": "10.10.1.5", "both.example": "192.0.2.1 10.10.1.5", "other.example": "10.10.1.7", "away.example": "192.0.2.7"}
	look := func(_ context.Context, host string) (all []netip.Addr, err error) {
		for text := range strings.FieldsSeq(names[host]) {
			all = append(all, netip.MustParseAddr(text))
		}
		switch {
		case host == "slow.example":
			return nil, &net.DNSError{Err: "i/o timeout", Name: host, Server: "192.0.2.53:53", IsTimeout: true}
		case all == nil:
			return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
		}
		return all, nil
	}
	found := lookUp(t.Context(), look, hostsOf(conf))
	delete(found, "print.example")
	err := (&program{Out: &b, Now: func() time.Time { return now }}).listZones(conf, found)
	want := `zone office
  personal data: forbidden
  networks: 10.10.0.0/16
  exception ENDED 2026-03-01: all kinds in all paths (somebody)
  share smb://10.10.1.5/a: in a network of the zone
  share smb://[::ffff:10.10.1.6]/a: in a network of the zone
  share smb://192.0.2.1/a: not sure: 192.0.2.1 is in no network of zone office
  share smb://good.example/a: in a network of the zone (10.10.1.5)
  share smb://both.example/a: not sure: both.example is 192.0.2.1: 192.0.2.1 is in no network of zone office
zone print
  personal data: allowed, for 36h0m0s
  share smb://10.10.1.7/a: WRONG: 10.10.1.7 is in a network of zone office, not of zone print
  share smb://192.0.2.1/a: not checked: the zone has no networks
  share smb://print.example/a: its host is a name, which is not looked up
  share /srv/a: a folder of this machine
  share smb://other.example/a: WRONG: other.example is 10.10.1.7: 10.10.1.7 is in a network of zone office, not of zone print
  share sftp://away.example/a: not checked: the zone has no networks
  share sftp://alias/a: not sure: its host is not found (no such host)
  share sftp://slow.example/a: not sure: its host is not found (no answer in time)
`
	if b.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", b.String(), want)
	}
	if err == nil || !strings.Contains(err.Error(), "another zone than the configuration says: 2") {
		t.Errorf("got %v, want two shares reported", err)
	}
}

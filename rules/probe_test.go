package rules

import (
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/netzone"
)

const probed = head + `zones:
- name: office
  personal-data: forbidden
  networks: [10.20.1.0/24]
- name: print
  personal-data: allowed
  networks: [10.10.1.0/24, "fd00:10::/64"]
  hosts: [10.10.1.11, print02.example, "FD00:10::0B", 192.0.2.9]
  gateway: [10.10.1.1, "fd00:10::1"]
  unused: 10.10.1.99
egress:
- {host: canary.example.com}
- {host: 198.51.100.7, ports: [443, "8000-8002", 80, 8001], from: print}
- "198.51.100.8:53"
- "[2001:db8::7]:443"
- canary.example.com
- "2001:db8::9"
- {dns: canary.example.com, server: 198.51.100.53, from: [print, office]}
probe:
  ports: [445, 22, "8000-8002", 22]
  known-open: ["10.10.1.5:445", "FS01.office.example:22", "[fd00:10::5]:22"]
  rate: 12.5
  timeout: 500ms
  retries: 0
  time: 8h
`

func TestParseProbe(t *testing.T) {
	c, err := Parse("a.yaml", []byte(probed), today)
	if err != nil {
		t.Fatal(err)
	}
	none := 0
	if want := (Probe{Ports: []uint16{445, 22, 8000, 8001, 8002, 22}, KnownOpen: []string{"10.10.1.5:445", "FS01.office.example:22", "[fd00:10::5]:22"},
		Rate: 12.5, Timeout: 500 * time.Millisecond, Retries: &none, Time: 8 * time.Hour}); !reflect.DeepEqual(c.Probe, want) {
		t.Errorf("probe:\n got %+v\nwant %+v", c.Probe, want)
	}
	z := c.Policy.Zone("print")
	addr := netip.MustParseAddr
	got := fmt.Sprint(z.Hosts, z.Gateways, z.Unused)
	if want := fmt.Sprint([]string{"10.10.1.11", "print02.example", "fd00:10::b", "192.0.2.9"}, []netip.Addr{addr("10.10.1.1"), addr("fd00:10::1")}, []netip.Addr{addr("10.10.1.99")}); got != want {
		t.Errorf("hosts, gateways, unused:\n got %s\nwant %s", got, want)
	}
	if want := []netzone.Canary{
		{Host: "canary.example.com", Ports: []uint16{443}},
		{Host: "198.51.100.7", Ports: []uint16{443, 8000, 8001, 8002, 80, 8001}, From: []string{"print"}},
		{Host: "198.51.100.8", Ports: []uint16{53}},
		{Host: "2001:db8::7", Ports: []uint16{443}},
		{Host: "canary.example.com", Ports: []uint16{443}},
		{Host: "2001:db8::9", Ports: []uint16{443}},
		{Name: "canary.example.com", Server: "198.51.100.53", From: []string{"print", "office"}},
	}; !reflect.DeepEqual(c.Policy.Egress, want) {
		t.Errorf("egress:\n got %+v\nwant %+v", c.Policy.Egress, want)
	}
	if want := "a.yaml:9:55: 192.0.2.9 is in no network of zone print; shikiri probe tries only addresses of the networks"; len(c.Warnings) != 1 || c.Warnings[0] != want {
		t.Errorf("warnings:\n got %q\nwant %q", c.Warnings, want)
	}
}

// What is left when all of it is commented out says nothing.
func TestParseProbeEmpty(t *testing.T) {
	c, err := Parse("a.yaml", []byte(start+"egress:\n# - a\nprobe:\n"), today)
	if err != nil {
		t.Fatal(err)
	}
	if c.Policy.Egress != nil || !reflect.DeepEqual(c.Probe, Probe{}) {
		t.Errorf("got egress %+v and probe %+v, want nothing", c.Policy.Egress, c.Probe)
	}
}

func TestHostNames(t *testing.T) {
	for text, want := range map[string]bool{
		"fs01": true, "fs01.office.example.": true, "FS_01": true, "1und1.example": true, "a-b.c": true,
		"": false, ".": false, "a..b": false, "-a": false, "a-": false, "10.20.1": false, "10.20.1.300": false, "0x7f": false, "a b": false, "a/b": false, "a@b": false,
		strings.Repeat("a", 63): true, strings.Repeat("a", 64): false, strings.Repeat("abcde.", 50): false,
	} {
		if got := isHostName(text); got != want {
			t.Errorf("isHostName(%q) = %t, want %t", text, got, want)
		}
	}
}

package main

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/rules"
	"github.com/shikiri/shikiri/scan"
)

const probeExample = `version: 1
zones:
- {name: office, personal-data: forbidden, networks: [127.0.1.0/24]}
- {name: print, personal-data: allowed, networks: [127.0.2.0/24], hosts: [127.0.2.130]}
shares:
- {url: "smb://127.0.2.131/job", zone: print, user: scan, password-from: "env:NOT_SET"}
- {url: "smb://127.0.2.131/log", zone: print, user: scan, password-from: "env:NOT_SET"}
- {url: "sftp://scan@127.0.2.132/job", zone: print}
- {url: /srv, zone: office}
probe:
  ports: [22, "8000-8002"]
  known-open: ["127.0.2.130:22", "[2001:db8::1]:445"]
  rate: 12.5
  timeout: 300ms
  retries: 0
  time: 2h
`

// configured is what flags and the example make of a probe.
func configured(t *testing.T, o probeOptions) scan.ProbeConfig {
	t.Helper()
	conf, err := rules.Parse("a.yaml", []byte(probeExample), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	p := &program{In: strings.NewReader(""), Err: &bytes.Buffer{}, Getenv: func(string) string { return "" }, Now: time.Now}
	cfg, err := o.configure(t.Context(), p, conf)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func TestProbeHeedsTheConfiguration(t *testing.T) {
	c := configured(t, probeOptions{seed: 7})
	if want := []uint16{22, 8000, 8001, 8002}; !reflect.DeepEqual(c.Ports, want) || c.Budget != 2*time.Hour {
		t.Errorf("got ports %v, budget %v; want %v, 2h", c.Ports, c.Budget, want)
	}
	if o := c.Options; o.Rate != 12.5 || o.Timeout != 300*time.Millisecond || o.Retries != 0 || o.Seed != 7 {
		t.Errorf("got options %+v, want those of the configuration and seed 7", o)
	}
	if want := []scan.HostPort{{Host: "127.0.2.130", Port: 22}, {Host: "2001:db8::1", Port: 445}}; !reflect.DeepEqual(c.KnownOpen, want) {
		t.Errorf("got known-open %v, want %v", c.KnownOpen, want)
	}
	if len(c.Shares) != 4 || c.Shares[2].URL != "sftp://scan@127.0.2.132/job" || c.Shares[2].Zone != "print" {
		t.Errorf("got shares %+v, want those of the configuration", c.Shares)
	}
	if c.Progress == nil || c.Lookup == nil || c.Now == nil || c.Version == "" || c.Cover.System == "" {
		t.Errorf("got %+v, want progress, lookup, now, version and cover", c)
	}
}

func TestProbeFlagsWin(t *testing.T) {
	c := configured(t, probeOptions{ports: "443, 80-81", rate: "9", timeout: "2s", retries: "3", time: "5m", from: "print", sweep: true, yes: true, verify: true})
	if want := []uint16{80, 81, 443}; !reflect.DeepEqual(c.Ports, want) || c.Budget != 5*time.Minute || c.From != "print" || !c.Sweep || !c.Large || !c.Verify {
		t.Errorf("got %+v, want ports %v and what the flags say", c, want)
	}
	if o := c.Options; o.Rate != 9 || o.Timeout != 2*time.Second || o.Retries != 3 {
		t.Errorf("got options %+v, want those of the flags", o)
	}
	conf := &rules.Config{Policy: c.Policy}
	o, err := (&probeOptions{}).options(&program{}, conf.Probe)
	if err != nil || o.Rate != probe.DefaultRate || o.Timeout != probe.DefaultTimeout || o.Retries != probe.DefaultRetries {
		t.Errorf("with nothing said: got %+v, %v; want the defaults", o, err)
	}
}

// Nobody logs in without --verify, and a password that cannot be had is an error
// of that server, told once a share.
func TestProbeLogsInOnlyToVerify(t *testing.T) {
	for _, s := range configured(t, probeOptions{}).Shares {
		if s.Interfaces != nil {
			t.Errorf("%s can be logged in to without --verify", s.URL)
		}
	}
	for i, s := range configured(t, probeOptions{verify: true}).Shares {
		if smb := i < 2; (s.Interfaces != nil) != smb {
			t.Errorf("%s can be logged in to: %t, want %t", s.URL, s.Interfaces != nil, smb)
		}
		if s.Interfaces == nil {
			continue
		}
		if _, err := s.Interfaces(t.Context()); err == nil || !strings.Contains(err.Error(), "env NOT_SET: the variable is not set") {
			t.Errorf("%s: got %v, want that the variable is not set", s.URL, err)
		}
	}
}

func TestOwnAddresses(t *testing.T) {
	own, _, err := ownAddresses()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range own {
		if a.IsLoopback() || a.IsLinkLocalUnicast() || a.Is4In6() || a.Zone() != "" {
			t.Errorf("%s is among this machine's addresses, want only those by which others reach it", a)
		}
	}
}

func TestProbeSummary(t *testing.T) {
	r := &report.Run{Complete: true, Vantages: []report.Vantage{{Attempts: 70}, {Attempts: 7}},
		Flows:   []report.Flow{{Verdict: report.PathClosed, Proved: true}, {Verdict: report.PathNotProved}, {Verdict: report.PathNotProved}, {Verdict: report.PathAllowed}},
		Open:    []report.Open{{Verdict: report.PathViolation}, {Verdict: report.PathAllowed}},
		Bridges: []report.Bridge{{Strength: "weak"}, {Strength: "proof"}}}
	want := "complete: forbidden ports open 1, machines in two zones 1, forbidden flows proved closed 1, not proved 2, attempts 77 (0s)"
	p := &program{}
	if got := p.summary(r); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	japanese := &program{lang: "ja"}
	want = "完了: 禁止で到達可のポート 1 件、橋渡し機器 1 台、遮断を証明した禁止の通信 1 件、未証明 2 件、試行 77 回 (0s)"
	if got := japanese.summary(r); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	r.Complete, r.Shares = false, []report.Share{{}}
	if got := p.summary(r); !strings.HasPrefix(got, "not complete: violations 0") {
		t.Errorf("of scans and probes together: got %s, want the summary of scans", got)
	}
}

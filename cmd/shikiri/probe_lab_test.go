//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shikiri/shikiri/internal/lab"
	"github.com/shikiri/shikiri/report"
)

// Between zones as they should be: what is allowed is open, all else is proved
// closed, by IPv4 and IPv6.
func TestLabClosed(t *testing.T) {
	t.Parallel() // it mostly waits
	l := lab.Start(t)
	p := probeFrom(t, l, "office1", labConfig)
	p.expect(t, exitClean, "10.10.1.11:4022 tcp allowed", "fd00:10::11:4022 tcp allowed")
	f := p.forbidden(t, "office", "print")
	if f.Verdict != report.PathClosed || !f.Proved || f.Filtered == 0 || f.Open != 0 {
		t.Errorf("got %+v, want it closed and proved", f)
	}
	v := p.run.Vantages
	if len(v) != 1 || v[0].From != "office" || v[0].Stated || !slices.Contains(v[0].Addresses, "10.20.1.21") || !slices.Contains(v[0].Addresses, "fd00:20::21") {
		t.Errorf("got vantages %+v, want one in office with its addresses", v)
	}
	for _, kind := range []string{"unused-address", "known-open", "gateway"} {
		if !slices.ContainsFunc(p.run.Controls, func(c report.Control) bool { return c.Kind == kind && c.OK }) {
			t.Errorf("no control %s holds: %+v", kind, p.run.Controls)
		}
	}
	hosts := []string{}
	for _, h := range p.run.Targets {
		if h.To == "print" && h.Declared {
			hosts = append(hosts, h.Host)
		}
	}
	slices.Sort(hosts)
	if want := []string{"10.10.1.1", "10.10.1.11", "10.10.1.12", "10.10.1.50", "fd00:10::1", "fd00:10::11"}; !slices.Equal(hosts, want) {
		t.Errorf("declared targets are %q, want %q", hosts, want)
	}

	// And from the other side, with the way out.
	p = probeFrom(t, l, "closed1", labConfig)
	p.expect(t, exitClean, "10.20.1.22:8022 tcp allowed", "fd00:20::22:8022 tcp allowed")
	if f := p.forbidden(t, "print", "office"); f.Verdict != report.PathClosed || !f.Proved {
		t.Errorf("got %+v, want it closed and proved", f)
	}
	if f := p.forbidden(t, "print", "internet"); !f.Egress || f.Verdict != report.PathClosed {
		t.Errorf("got %+v, want the way out closed", f)
	}

	// A machine with a leg in both is a finding by itself.
	p = probeFrom(t, l, "dual", labConfig)
	if p.code != exitViolation || len(p.run.Bridges) == 0 || p.run.Bridges[0].Evidence != "own addresses" || p.run.Bridges[0].Strength != "proof" {
		t.Errorf("on a machine in two zones: exit code %d, bridges %+v; want 1, and its own addresses\n%s", p.code, p.run.Bridges, p.errs)
	}
}

// A forbidden port that is open is told in full.
func TestLabHole(t *testing.T) {
	t.Parallel() // it mostly waits
	l := lab.Start(t, "hole")
	p := probeFrom(t, l, "office1", labConfig, "--ports", "22,445,9100")
	p.expect(t, exitViolation, "10.10.1.11:4022 tcp allowed", "fd00:10::11:4022 tcp allowed",
		"10.10.1.11:445 tcp violation", "10.10.1.12:445 tcp violation", "10.10.1.50:445 tcp violation", "fd00:10::11:445 tcp violation")
	if f := p.forbidden(t, "office", "print"); f.Verdict != report.PathViolation || f.Open != 4 {
		t.Errorf("got %+v, want a violation with 4 open", f)
	}
	i := slices.IndexFunc(p.run.Open, func(o report.Open) bool { return o.Host == "10.10.1.12" && o.Port == 445 })
	for _, target := range p.run.Targets { // also of those that were silent
		if target.Source == "" || target.Attempts == 0 || target.First.IsZero() {
			t.Errorf("the evidence lacks source, attempts or time: %+v", target)
		}
	}
	if o := p.run.Open[i]; o.Name != "closed2.example" || o.Source != "10.20.1.21" || o.Attempts < 1 || o.At.IsZero() || o.From != "office" || o.To != "print" || o.Service == "" {
		t.Errorf("got %+v, want the name, the source, the service, attempts and the time", o)
	}
}

// What proves nothing is not called closed, and no crowd of open ports is made of
// a machine that answers for all.
func TestLabNotProved(t *testing.T) {
	t.Parallel() // it mostly waits
	for _, test := range []struct {
		variant, ports string
		opened         []string
	}{
		{"reset", "22,445", []string{"10.10.1.11:4022 tcp allowed", "fd00:10::11:4022 tcp allowed"}},
		{"accept-all", "1-1500", nil},
		{"dead", "22,445", nil},
		{"noroute", "22,445", nil},
	} {
		t.Run(test.variant, func(t *testing.T) {
			p := probeFrom(t, lab.Start(t, test.variant), "office1", labConfig, "--ports", test.ports)
			p.expect(t, exitIncomplete, test.opened...)
			f := p.forbidden(t, "office", "print")
			if f.Verdict != report.PathNotProved || f.Proved || f.Why == "" {
				t.Errorf("got %+v, want it not proved, and why", f)
			}
			if test.variant == "accept-all" && f.Intercepted == 0 {
				t.Errorf("got %+v, want ports that were intercepted", f)
			}
		})
	}
}

// The way out: a canary that can be reached, and a name that resolves.
func TestLabLeak(t *testing.T) {
	t.Parallel() // it mostly waits
	p := probeFrom(t, lab.Start(t, "leak"), "closed1", labConfig)
	if p.run == nil || p.code != exitViolation {
		t.Fatalf("exit code %d, want 1: %s", p.code, p.errs)
	}
	ways := []string{}
	for _, o := range p.run.Open {
		if o.Egress {
			ways = append(ways, fmt.Sprintf("%s %d %s", o.Protocol, o.Port, o.Verdict))
		}
	}
	slices.Sort(ways)
	if want := []string{"dns 53 violation", "tcp 443 violation"}; !slices.Equal(ways, want) {
		t.Errorf("ways out are %q, want %q", ways, want)
	}
	if f := p.forbidden(t, "print", "internet"); f.Verdict != report.PathViolation {
		t.Errorf("got %+v, want a violation", f)
	}
}

// A budget that is too small is no proof.
func TestLabTimeRunsOut(t *testing.T) {
	t.Parallel() // it mostly waits
	p := probeFrom(t, lab.Start(t), "office1", labConfig, "--rate", "20", "--time", "2s")
	p.expect(t, exitIncomplete, p.opened()...)
	if f := p.forbidden(t, "office", "print"); f.Verdict != report.PathNotProved || f.NotTried == 0 {
		t.Errorf("got %+v, want it not proved, with ports that were not tried", f)
	}
	if p.run.Complete {
		t.Error("the run says that it is complete, want that it is not")
	}
}

// Two vantages together show the machine that stands in both zones.
func TestLabBridgeOfTwoVantages(t *testing.T) {
	t.Parallel() // it mostly waits
	l := lab.Start(t)
	startSSH(t, l, "dual")
	ports := []string{"--verify", "--ports", "2022"}
	office, closed := probeFrom(t, l, "office1", labConfig, ports...), probeFrom(t, l, "closed1", labConfig, ports...)
	if office.run == nil || closed.run == nil {
		t.Fatalf("nothing was saved: %s%s", office.errs, closed.errs)
	}
	all := filepath.Join(t.TempDir(), "all.json")
	code, _, errs := runWith(t, nil, "merge", "-o", all, office.file, closed.file)
	data, err := os.Open(all)
	if err != nil {
		t.Fatalf("merge ends with %d: %s", code, errs)
	}
	defer data.Close()
	run, err := decodeRun(data)
	if err != nil {
		t.Fatal(err)
	}
	if code != exitViolation || len(run.Bridges) != 1 {
		t.Fatalf("merge ends with %d and bridges %+v, want 1 and one; identities %+v\n%s", code, run.Bridges, run.Identities, errs)
	}
	b := run.Bridges[0]
	if b.Strength != "proof" || b.Evidence != "ssh host key" || !slices.Equal(slices.Sorted(slices.Values(b.Hosts)), []string{"10.10.1.50", "10.20.1.50"}) {
		t.Errorf("got bridge %+v, want proof by the SSH host key of both addresses", b)
	}
}

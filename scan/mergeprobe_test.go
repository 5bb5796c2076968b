package scan

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

// probeZones are the zones of invented probes.
func probeZones() []report.Zone {
	return []report.Zone{
		{Name: "office", Networks: []string{"10.10.0.0/16"}, PersonalData: "forbidden"},
		{Name: "print", Networks: []string{"10.20.0.0/16", "fd00:20::/64"}, PersonalData: "allowed", Retention: "14d"},
		{Name: "vault", Networks: []string{"10.30.0.0/24"}, PersonalData: "allowed"},
	}
}

var probeStart = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// A seenPort is what a port of an address answered to an invented probe.
type seenPort struct {
	to, host string
	port     uint16
	state    probe.State
}

// probeFrom is the run of an invented probe: the ports 22, 80 and 445 of some
// addresses. 80 is allowed.
func probeFrom(host, zone string, hours int, seen ...seenPort) *report.Run {
	start := probeStart.Add(time.Duration(hours) * time.Hour)
	end := start.Add(10 * time.Minute)
	tool := report.Tool{Name: "shikiri"}
	r := &report.Run{Schema: report.Schema, Tool: tool, Started: start, Finished: end, Cover: report.Cover{Host: host}, From: zone, Zones: probeZones(), Complete: true}
	r.Vantages = []report.Vantage{{Host: host, From: zone, Addresses: []string{"10.1.1." + strconv.Itoa(len(host))}, Started: start, Finished: end, Ports: "22,80,445", Timeout: "1s", Tool: tool}}
	flows := map[string]*[2]report.Flow{}
	targets := map[string]*report.Target{}
	for _, s := range seen {
		if flows[s.to] == nil {
			flows[s.to] = &[2]report.Flow{{From: zone, To: s.to, Ports: "22,445", Proved: true}, {From: zone, To: s.to, Ports: "80", Allowed: true, Proved: true}}
		}
		t := targets[s.host]
		if t == nil {
			t = &report.Target{From: zone, To: s.to, Host: s.host, Declared: true, First: start, Last: end}
			targets[s.host] = t
			flows[s.to][0].Hosts++
			flows[s.to][1].Hosts++
		}
		f, o := &flows[s.to][0], report.Open{From: zone, To: s.to, Host: s.host, Port: s.port, Protocol: "tcp", Verdict: report.PathViolation, Attempts: 1, At: end}
		if s.port == 80 {
			f, o.Verdict = &flows[s.to][1], report.PathAllowed
		}
		f.Tried++
		switch s.state {
		case probe.Open:
			f.Open++
			t.Open = with(t.Open, s.port)
			r.Open = append(r.Open, o)
		case probe.Refused:
			f.Refused++
			t.Refused = with(t.Refused, s.port)
		case probe.Filtered:
			f.Filtered++
			t.Filtered = with(t.Filtered, s.port)
		case probe.Untried:
			f.Tried--
			f.NotTried++
			r.Complete = false
			t.NotTried = with(t.NotTried, s.port)
		}
	}
	for to, both := range flows {
		r.Controls = append(r.Controls, report.Control{From: zone, Kind: "unused-address", Zone: to, Host: "192.0.2.1", Result: "silent", OK: true, First: start, Last: end})
		for i := range both {
			if f := &both[i]; f.Tried+f.NotTried > 0 {
				switch {
				case f.Allowed && f.Open > 0:
					f.Verdict = report.PathAllowed
				case f.Allowed:
					f.Verdict = report.PathNotOpen
				case f.Open > 0:
					f.Verdict = report.PathViolation
				case f.NotTried > 0:
					f.Verdict, f.Proved, f.Why = report.PathNotProved, false, "there was no time"
				default:
					f.Verdict = report.PathClosed
				}
				f.Started, f.Finished = start, end
				r.Flows = append(r.Flows, *f)
			}
		}
	}
	for _, t := range targets {
		r.Targets = append(r.Targets, *t)
	}
	return judged(r)
}

// judged completes an invented run.
func judged(r *report.Run) *report.Run {
	r.CountPaths()
	r.ExitCode = exitCode(r)
	r.Conformity, _ = r.Judge()
	r.Sort()
	return r
}

func with(list string, port uint16) string {
	var all portSet
	all.add(list)
	all[port/64] |= 1 << (port % 64)
	var ports []uint16
	for p := range 1 << 16 {
		if all.has(uint16(p)) {
			ports = append(ports, uint16(p))
		}
	}
	return probe.FormatPorts(ports)
}

func saved(tb testing.TB, r *report.Run) *savedRun {
	tb.Helper()
	s := new(savedRun)
	s.keep(tb, r)
	return s
}

// at says on which addresses the shares of a run lie, in their order, and in
// which networks zones do.
func (s *savedRun) at(tb testing.TB, addresses ...string) *savedRun {
	tb.Helper()
	var r report.Run
	if err := json.Unmarshal(s.run, &r); err != nil {
		tb.Fatal(err)
	}
	for _, z := range probeZones() {
		if own := zoneOf(&r, z.Name); own.PersonalData == "unknown" {
			*own = z
		} else {
			own.Networks = z.Networks
		}
	}
	for i := range r.Shares {
		r.Shares[i].Addresses = nil
		if a := addresses[i%len(addresses)]; a != "" {
			r.Shares[i].Addresses = strings.Split(a, " ")
		}
	}
	s.keep(tb, &r)
	return s
}

// shown is an exposure in short.
func shown(all []report.Exposure) string {
	var b strings.Builder
	for _, e := range all {
		fmt.Fprintf(&b, "%d people, %d records on %s (%s, %s) from %s at %s: %s\n", e.People, e.Records, e.Host, e.Address, e.Zone, e.From, strings.Join(e.Ports, " "), e.Verdict)
	}
	return b.String()
}

// Content and path in one: the people of the scan are those of the exposure.
func TestMergeScanAndProbe(t *testing.T) {
	dir := t.TempDir()
	share := filepath.Join(dir, "job")
	writeFile(t, filepath.Join(share, "甲", "宛名.csv"), []byte(people(0, 120)))
	writeFile(t, filepath.Join(share, "乙", "宛名.csv"), []byte(people(60, 120)))
	scanned := scanShares(t, 1, seenShare{share, "print"}).at(t, "10.20.1.11 fd00:20::11")
	alone := scanned.input(t, "scan").Run
	if alone.Zones[1].People != 180 {
		t.Fatalf("the scan counts %+v, want 180 people", alone.Zones)
	}
	withoutPeople := &savedRun{run: scanned.run}
	open := func(to, host string, port uint16) seenPort { return seenPort{to, host, port, probe.Open} }
	held := "180 people, 240 records on scan01 (10.20.1.11, print) from office at "
	for _, test := range []struct {
		name string
		scan *savedRun
		run  *report.Run
		want string
		exit int
	}{
		{"forbidden", scanned, probeFrom("pc", "office", 0, open("print", "10.20.1.11", 445), open("print", "10.20.1.11", 22)), held + "tcp/22 tcp/445: violation\n", 1},
		{"without fingerprints", withoutPeople, probeFrom("pc", "office", 0, open("print", "10.20.1.11", 445)), held + "tcp/445: violation\n", 1},
		{"allowed", scanned, probeFrom("pc", "office", 0, open("print", "10.20.1.11", 80), seenPort{"print", "10.20.1.11", 445, probe.Filtered}), held + "tcp/80: allowed\n", 0},
		{"both", scanned, probeFrom("pc", "office", 0, open("print", "10.20.1.11", 80), open("print", "10.20.1.11", 445)), held + "tcp/445: violation\n" + held + "tcp/80: allowed\n", 1},
		{"written otherwise", scanned, probeFrom("pc", "office", 0, open("print", "::ffff:10.20.1.11", 445)), held + "tcp/445: violation\n", 1},
		{"by IPv6", scanned, probeFrom("pc", "office", 0, open("print", "fd00:20::11", 445)), strings.Replace(held, "10.20.1.11", "fd00:20::11", 1) + "tcp/445: violation\n", 1},
		{"another host", scanned, probeFrom("pc", "office", 0, open("print", "10.20.1.12", 445)), "", 1},
		{"its own zone", scanned, probeFrom("pc", "print", 0, open("print", "10.20.1.11", 445)), "", 1},
		{"closed", scanned, probeFrom("pc", "office", 0, seenPort{"print", "10.20.1.11", 445, probe.Filtered}), "", 0},
		{"not tried", scanned, probeFrom("pc", "office", 0, seenPort{"print", "10.20.1.11", 445, probe.Untried}), "", 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, inputs := range [][]*savedRun{{test.scan, saved(t, test.run)}, {saved(t, test.run), test.scan}} {
				got, _ := merge(t, inputs...)
				if s := shown(got.Exposures); s != test.want {
					t.Errorf("got the exposures\n%swant\n%s", s, test.want)
				}
				conformity := map[int]string{0: report.Conforming, 1: report.Nonconforming, 3: report.Incomplete}[test.exit]
				if got.ExitCode != test.exit || got.Conformity != conformity {
					t.Errorf("exit code %d, %s; want %d, %s (warnings %q)", got.ExitCode, got.Conformity, test.exit, conformity, got.Warnings)
				}
				if got.Summary.People != alone.Summary.People || got.Summary.Records != alone.Summary.Records || len(got.Warnings) > 0 {
					t.Errorf("the scan counts %+v, the merged run %+v; warnings %q", alone.Summary, got.Summary, got.Warnings)
				}
				for _, e := range got.Exposures {
					if e.PeopleAdded || e.Findings != int64(len(got.Findings)) || !slices.Equal(e.Shares, []string{share}) {
						t.Errorf("the exposure is %+v, of %d findings in %s", e, len(got.Findings), share)
					}
				}
			}
		})
	}
}

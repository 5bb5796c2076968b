package scan

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

// told is what a merged run tells of paths, in short.
func toldPaths(r *report.Run) string {
	var b strings.Builder
	for _, f := range r.Flows {
		fmt.Fprintf(&b, "flow %s %s>%s %s: %s, %d tried, %d open\n", f.Vantage, f.From, f.To, f.Ports, f.Verdict, f.Tried, f.Open)
	}
	for _, o := range r.Open {
		fmt.Fprintf(&b, "open %s %s>%s:%d %s\n", o.Vantage, o.From, o.Host, o.Port, o.Verdict)
	}
	return b.String()
}

func mergeRuns(tb testing.TB, runs ...*report.Run) *report.Run {
	tb.Helper()
	var all []*savedRun
	for _, r := range runs {
		all = append(all, saved(tb, r))
	}
	got, _ := merge(tb, all...)
	return got
}

// Of two runs on one machine the newer reading of a port counts. What it did not
// try stays, and so does what another machine saw.
func TestMergeProbeAgain(t *testing.T) {
	a, b := "10.20.1.11", "10.20.1.12"
	open, closed, untried := probe.Open, probe.Filtered, probe.Untried
	for _, test := range []struct {
		name string
		runs []*report.Run
		want string
		exit int
	}{
		{"closed now", []*report.Run{
			probeFrom("pc1", "office", 0, seenPort{"print", a, 22, closed}, seenPort{"print", a, 445, open}),
			probeFrom("pc1", "office", 1, seenPort{"print", a, 22, closed}, seenPort{"print", a, 445, closed}),
		}, "flow  office>print 22,445: closed, 2 tried, 0 open\n", 0},
		{"open now", []*report.Run{
			probeFrom("pc1", "office", 0, seenPort{"print", a, 445, closed}), probeFrom("pc1", "office", 1, seenPort{"print", a, 445, open}),
		}, "flow  office>print 22,445: violation, 1 tried, 1 open\nopen  office>10.20.1.11:445 violation\n", 1},
		{"open, and closed from another machine later", []*report.Run{
			probeFrom("pc1", "office", 0, seenPort{"print", a, 445, open}), probeFrom("pc11", "office", 1, seenPort{"print", a, 445, closed}),
		}, "flow pc1 office>print 22,445: violation, 1 tried, 1 open\nflow pc11 office>print 22,445: closed, 1 tried, 0 open\nopen pc1 office>10.20.1.11:445 violation\n", 1},
		{"another port was tried later", []*report.Run{
			probeFrom("pc1", "office", 0, seenPort{"print", a, 445, open}), probeFrom("pc1", "office", 1, seenPort{"print", a, 22, closed}),
		}, "flow pc1 2026-03-02T00:00:00Z office>print 22,445: violation, 1 tried, 1 open\nflow pc1 2026-03-02T01:00:00Z office>print 22,445: closed, 1 tried, 0 open\nopen pc1 2026-03-02T00:00:00Z office>10.20.1.11:445 violation\n", 1},
		{"another host was tried later", []*report.Run{
			probeFrom("pc1", "office", 0, seenPort{"print", a, 445, open}, seenPort{"print", b, 445, open}), probeFrom("pc1", "office", 1, seenPort{"print", a, 445, closed}),
		}, "flow pc1 2026-03-02T00:00:00Z office>print 22,445: violation, 1 tried, 1 open\nflow pc1 2026-03-02T01:00:00Z office>print 22,445: closed, 1 tried, 0 open\nopen pc1 2026-03-02T00:00:00Z office>10.20.1.12:445 violation\n", 1},
		{"the one that was open is closed, another was not tried again", []*report.Run{
			probeFrom("pc1", "office", 0, seenPort{"print", a, 445, open}, seenPort{"print", b, 445, closed}), probeFrom("pc1", "office", 1, seenPort{"print", a, 445, closed}),
		}, "flow pc1 2026-03-02T00:00:00Z office>print 22,445: closed, 1 tried, 0 open\nflow pc1 2026-03-02T01:00:00Z office>print 22,445: closed, 1 tried, 0 open\n", 0},
		{"there was no time later", []*report.Run{
			probeFrom("pc1", "office", 0, seenPort{"print", a, 445, open}), probeFrom("pc1", "office", 1, seenPort{"print", a, 445, untried}),
		}, "flow pc1 2026-03-02T00:00:00Z office>print 22,445: violation, 1 tried, 1 open\nflow pc1 2026-03-02T01:00:00Z office>print 22,445: not-proved, 0 tried, 0 open\nopen pc1 2026-03-02T00:00:00Z office>10.20.1.11:445 violation\n", 1},
		{"there was no time before", []*report.Run{
			probeFrom("pc1", "office", 0, seenPort{"print", a, 445, untried}), probeFrom("pc1", "office", 1, seenPort{"print", a, 445, closed}),
		}, "flow  office>print 22,445: closed, 1 tried, 0 open\n", 0},
		{"both zones", []*report.Run{
			probeFrom("pc1", "office", 0, seenPort{"print", a, 445, closed}), probeFrom("closed1", "print", 0, seenPort{"office", "10.10.1.5", 445, closed}, seenPort{"office", "10.10.1.5", 80, open}),
		}, "flow  office>print 22,445: closed, 1 tried, 0 open\nflow  print>office 22,445: closed, 1 tried, 0 open\nflow  print>office 80: allowed, 1 tried, 1 open\nopen  print>10.10.1.5:80 allowed\n", 0},
	} {
		for _, runs := range [][]*report.Run{test.runs, {test.runs[1], test.runs[0]}} {
			got := mergeRuns(t, runs...)
			if s := toldPaths(got); s != test.want || got.ExitCode != test.exit {
				t.Errorf("%s: got exit code %d and\n%swant %d and\n%s", test.name, got.ExitCode, s, test.exit, test.want)
			}
			if len(got.Parts) != 2 || len(got.Warnings) > 0 {
				t.Errorf("%s: got %d parts, warnings %q", test.name, len(got.Parts), got.Warnings)
			}
		}
	}
}

// Two machines may be called the same. What one finds closed says nothing of the other.
func TestMergeProbesOfOneName(t *testing.T) {
	one := probeFrom("localhost", "office", 0, seenPort{"print", "10.20.1.11", 445, probe.Open})
	two := probeFrom("localhost", "office", 1, seenPort{"print", "10.20.1.11", 445, probe.Filtered})
	two.Vantages[0].Addresses = []string{"10.10.1.99"}
	if got := mergeRuns(t, one, two); len(got.Open) != 1 || got.ExitCode != 1 || len(got.Vantages) != 2 {
		t.Errorf("got exit code %d and\n%s", got.ExitCode, toldPaths(got))
	}
	two.Vantages[0].Addresses = one.Vantages[0].Addresses
	two.Cover.Subject = "例示印刷" // a vendor's, who has the same private addresses
	if got := mergeRuns(t, one, two); len(got.Open) != 1 || got.ExitCode != 1 {
		t.Errorf("of another subject: got exit code %d and\n%s", got.ExitCode, toldPaths(got))
	}
}

// A host that a sweep found is silent at the next one.
func TestMergeSweptAgain(t *testing.T) {
	swept := func(r *report.Run, network string) *report.Run {
		r.Vantages[0].Sweep = true
		r.Swept = []report.Swept{{From: "office", To: "print", Network: network, Hosts: 254, Silent: 253, Tried: 508}}
		r.Flows[0].Tried, r.Flows[0].Filtered, r.Flows[0].Hosts = r.Flows[0].Tried+508, r.Flows[0].Filtered+508, 254
		return r
	}
	older := func() *report.Run {
		return swept(probeFrom("pc1", "office", 0, seenPort{"print", "10.20.1.50", 445, probe.Open}), "10.20.1.0/24")
	}
	newer := func(network string) *report.Run {
		return swept(probeFrom("pc1", "office", 1, seenPort{"print", "10.20.1.11", 445, probe.Filtered}), network)
	}
	if got := mergeRuns(t, older(), newer("10.20.0.0/16")); len(got.Open) != 0 || len(got.Flows) != 1 || len(got.Vantages) != 1 || got.ExitCode != 0 {
		t.Errorf("the whole network again: got exit code %d and\n%s", got.ExitCode, toldPaths(got))
	}
	if got := mergeRuns(t, older(), newer("10.20.2.0/24")); len(got.Open) != 1 || len(got.Flows) != 2 || len(got.Swept) != 2 || got.ExitCode != 1 {
		t.Errorf("another network: got exit code %d and\n%s", got.ExitCode, toldPaths(got))
	}
	if got := mergeRuns(t, older(), newer("10.20.1.0/25")); len(got.Open) != 0 || len(got.Flows) != 2 || got.ExitCode != 0 {
		t.Errorf("half of the network: got exit code %d and\n%s", got.ExitCode, toldPaths(got))
	}
}

// joined is all that must be the same, in JSON, whatever the order in which runs of
// scans and probes are merged.
func joined(tb testing.TB, r *report.Run) string {
	tb.Helper()
	b, err := json.MarshalIndent(map[string]any{
		"from": r.From, "vantages": r.Vantages, "controls": r.Controls, "flows": r.Flows, "open": r.Open, "bridges": r.Bridges, "targets": r.Targets,
		"swept": r.Swept, "identities": r.Identities, "exposures": r.Exposures, "summary": r.Summary, "conformity": r.Conformity, "exit": r.ExitCode, "complete": r.Complete,
	}, "", " ")
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}

// inventProbe is a probe of some of the hosts and ports that there are.
func inventProbe(r *rand.Rand, hours int) *report.Run {
	zone := []string{"office", "print"}[r.IntN(2)]
	to := map[string]string{"office": "print", "print": "office"}[zone]
	var seen []seenPort
	for i := range 5 {
		for _, port := range []uint16{22, 80, 445} {
			if r.IntN(3) > 0 {
				host := map[string]string{"print": "10.20.1.", "office": "10.10.1."}[to] + fmt.Sprint(i)
				seen = append(seen, seenPort{to, host, port, []probe.State{probe.Open, probe.Refused, probe.Filtered, probe.Filtered, probe.Untried}[r.IntN(5)]})
			}
		}
	}
	if len(seen) == 0 {
		seen = []seenPort{{to, "10.20.1.1", 22, probe.Filtered}}
	}
	run := probeFrom([]string{"pc1", "pc11"}[r.IntN(2)], zone, hours, seen...)
	run.Vantages[0].Verify = r.IntN(2) == 0
	for range r.IntN(4) {
		key := fmt.Sprint("SHA256:", r.IntN(3))
		run.Identities = append(run.Identities,
			report.Identity{From: zone, Zone: to, Host: seen[0].host, Port: 22, Kind: "ssh-host-key", Value: key},
			report.Identity{From: zone, Zone: zone, Host: map[string]string{"print": "10.20.1.", "office": "10.10.1."}[zone] + "3", Port: 22, Kind: "ssh-host-key", Value: key})
	}
	run.Bridges = report.Bridges(run.Identities, run.Zones, run.Controls)
	return judged(run)
}

// The order in which runs are merged does not matter, nor whether some are merged
// first.
func TestMergeProbesInAnyOrder(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 7))
		shares := inventShares(t, r)
		var runs []*savedRun
		for i := 0; i < len(shares); i += 3 {
			s := scanShares(t, i, shares[i:i+3]...).at(t, fmt.Sprint("10.20.1.", r.IntN(3)), fmt.Sprint("10.10.1.", r.IntN(3)))
			if seed%3 == 2 {
				s.people = nil
			}
			runs = append(runs, s)
		}
		for i := range 1 + r.IntN(5) {
			runs = append(runs, saved(t, inventProbe(r, i)))
		}
		want, _ := merge(t, runs...)
		all := joined(t, want)
		for range 3 {
			r.Shuffle(len(runs), func(i, j int) { runs[i], runs[j] = runs[j], runs[i] })
			got, _ := merge(t, runs...)
			if d := difference(joined(t, got), all); d != "" {
				t.Fatalf("seed %d: in another order: %s", seed, d)
			}
			n := 1 + r.IntN(len(runs)-1)
			_, first := merge(t, runs[:n]...)
			got, saved := merge(t, append(slices.Clone(runs[n:]), first)...)
			if d := difference(joined(t, got), all); d != "" {
				t.Fatalf("seed %d: %d of %d runs merged first: %s", seed, n, len(runs), d)
			}
			got, _ = merge(t, saved, runs[0])
			if d := difference(joined(t, got), all); d != "" {
				t.Fatalf("seed %d: merged again with one of them: %s", seed, d)
			}
		}
	}
}

// A probe alone is what it was.
func TestMergeOneProbe(t *testing.T) {
	for seed := range uint64(20) {
		run := inventProbe(rand.New(rand.NewPCG(seed, 3)), 0)
		want := joined(t, run)
		got, err := Merge(context.Background(), MergeConfig{Inputs: []Input{saved(t, run).input(t, "probe.json")}})
		if err != nil {
			t.Fatal(err)
		}
		if d := difference(joined(t, got), want); d != "" {
			t.Errorf("seed %d: %s", seed, d)
		}
		if len(got.Warnings)+len(got.Unexamined) > 0 || got.From != run.From {
			t.Errorf("seed %d: warnings %q, not examined %v", seed, got.Warnings, got.Unexamined)
		}
	}
}

// A machine that was found in two zones stands there until a newer probe on it finds
// it in one; what told machines apart is forgotten when it is asked for again.
func TestMergeBridgesAgain(t *testing.T) {
	legs := []string{"10.1.1.3", "10.20.1.3"}
	dual := probeFrom("pc1", "office", 0, seenPort{"print", "10.20.1.11", 22, probe.Filtered})
	dual.Vantages[0].Addresses, dual.Vantages[0].Zones = legs, []string{"office", "print"}
	dual.Bridges = []report.Bridge{{Hosts: legs, Zones: []string{"office", "print"}, Evidence: ownAddresses, Strength: "proof"}}
	single := func(hours int) *report.Run {
		return probeFrom("pc1", "office", hours, seenPort{"print", "10.20.1.11", 22, probe.Filtered})
	}
	bridged := func(name, key string, hours int) *report.Run {
		r := probeFrom(name, "office", hours, seenPort{"print", "10.20.1.50", 22, probe.Open})
		r.Vantages[0].Verify = true
		r.Identities = []report.Identity{
			{From: "office", Zone: "office", Host: "10.10.1.50", Port: 22, Kind: "ssh-host-key", Value: "SHA256:A"},
			{From: "office", Zone: "print", Host: "10.20.1.50", Port: 22, Kind: "ssh-host-key", Value: "SHA256:" + key},
		}
		r.Bridges = report.Bridges(r.Identities, r.Zones, r.Controls)
		return judged(r)
	}
	seenFrom := func(zone, host string) *report.Run {
		r := probeFrom("pc"+zone, zone, 0, seenPort{map[string]string{"office": "print", "print": "office"}[zone], "10.99.1.1", 22, probe.Filtered})
		r.Identities = []report.Identity{{From: zone, Zone: zone, Host: host, Port: 22, Kind: "ssh-host-key", Value: "SHA256:A"}}
		return r
	}
	stripped := bridged("pc1", "A", 0)
	stripped.Identities = nil
	for _, test := range []struct {
		name string
		runs []*report.Run
		want int
	}{
		{"its own addresses", []*report.Run{dual}, 1},
		{"its own addresses, and another machine later", []*report.Run{dual, probeFrom("pc11", "office", 1, seenPort{"print", "10.20.1.11", 22, probe.Filtered})}, 1},
		{"its own addresses no more", []*report.Run{dual, func() *report.Run { r := single(1); r.Vantages[0].Addresses = legs[:1]; return r }()}, 0},
		{"seen by one probe", []*report.Run{bridged("pc1", "A", 0)}, 1},
		{"half by each", []*report.Run{seenFrom("office", "10.10.1.50"), seenFrom("print", "10.20.1.50")}, 1},
		{"no identities are told", []*report.Run{stripped, single(1)}, 1},
		{"another key now", []*report.Run{bridged("pc1", "A", 0), bridged("pc1", "B", 1)}, 0},
		{"another key for another machine", []*report.Run{bridged("pc1", "A", 0), bridged("pc11", "B", 1)}, 1},
		{"not asked again", []*report.Run{bridged("pc1", "A", 0), probeFrom("pc1", "office", 1, seenPort{"print", "10.20.1.50", 22, probe.Open})}, 1},
		{"closed now", []*report.Run{bridged("pc1", "A", 0), probeFrom("pc1", "office", 1, seenPort{"print", "10.20.1.50", 22, probe.Filtered})}, 0},
	} {
		for range 2 {
			got := mergeRuns(t, test.runs...)
			if len(got.Bridges) != test.want || got.Summary.Bridges != int64(test.want) {
				t.Errorf("%s: got the bridges %+v, %+v; want %d", test.name, got.Bridges, got.Summary, test.want)
			}
			slices.Reverse(test.runs)
		}
	}
}

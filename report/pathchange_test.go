package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// aProbe is a run of a probe from the office that saw one forbidden port open, one
// allowed, and swept a network.
func aProbe(start time.Time, changes ...func(*Run)) *Run {
	r := &Run{
		Schema: Schema, Started: start, Finished: start.Add(time.Hour), Complete: true, MinConfidence: "medium", From: "office",
		Tool: Tool{Version: "v1", Rules: "sha256:01", Policy: "sha256:02"}, Cover: Cover{Host: "pc21"}, Shares: []Share{},
		Vantages: []Vantage{{Host: "pc21", From: "office", Addresses: []string{"10.10.1.21"}, Ports: "22,80,445", Sweep: true}},
		Flows: []Flow{
			{From: "office", To: "print", Ports: "22,80,445", Verdict: PathViolation, Proved: true},
			{From: "office", To: "print", Allowed: true, Ports: "4022", Verdict: PathAllowed},
			{From: "office", To: "internet", Egress: true, Ports: "443", Verdict: PathClosed, Proved: true},
		},
		Open: []Open{
			{From: "office", To: "print", Host: "10.20.1.11", Port: 445, Protocol: "tcp", Verdict: PathViolation, Source: "10.10.1.21"},
			{From: "office", To: "print", Host: "10.20.1.11", Port: 4022, Protocol: "tcp", Verdict: PathAllowed, Source: "10.10.1.21"},
		},
		Targets: []Target{{From: "office", To: "print", Host: "10.20.1.11", Declared: true, Open: "445,4022", Filtered: "22,80"}},
		Swept:   []Swept{{From: "office", To: "print", Network: "10.20.1.0/24", Hosts: 254}},
	}
	for _, change := range changes {
		change(r)
	}
	return r
}

// closed445 is what a probe sees once the firewall is right.
func closed445(r *Run) {
	r.Open = r.Open[1:]
	r.Targets[0].Open, r.Targets[0].Filtered = "4022", "22,80,445"
	r.Flows[0].Verdict = PathClosed
}

// saidPaths returns what became of paths, as lines.
func saidPaths(c *Changes) string {
	var all []string
	for _, p := range c.Paths {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s%s:%d %s %s", p.State, p.Host, p.Name, p.Port, p.Before, p.Reason)))
	}
	for _, b := range c.Bridges {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s bridge %s %s", b.State, b.Hosts[0], b.Reason)))
	}
	return strings.Join(all, "\n")
}

// A path is closed since only if the new run proved it: the same machine tried it,
// to its end, and its controls held.
func TestComparePaths(t *testing.T) {
	for name, test := range map[string]struct {
		old, now func(*Run)
		want     string
	}{
		"still open": {func(*Run) {}, func(*Run) {}, "remaining 10.20.1.11:445"},
		"newly open": {closed445, func(*Run) {}, "new 10.20.1.11:445"},
		"closed":     {func(*Run) {}, closed445, "closed 10.20.1.11:445"},
		"closed, and silent in a sweep": {func(r *Run) { r.Open[0].Host = "10.20.1.77" }, func(r *Run) { closed445(r) },
			"closed 10.20.1.77:445"},
		"outside of the sweep": {func(r *Run) { r.Open[0].Host = "10.20.9.77" }, closed445, "unclear 10.20.9.77:445  not-tried"},
		"a sweep that ran out of time": {func(r *Run) { r.Open[0].Host = "10.20.1.77" }, func(r *Run) { closed445(r); r.Flows[0].NotTried = 3 },
			"unclear 10.20.1.77:445  not-tried"},
		"the port was not tried": {func(*Run) {}, func(r *Run) { closed445(r); r.Targets[0].Filtered, r.Targets[0].NotTried = "22,80", "445" },
			"unclear 10.20.1.11:445  not-tried"},
		"the port is not listed": {func(*Run) {}, func(r *Run) { closed445(r); r.Targets[0].Filtered = "22,80" }, "unclear 10.20.1.11:445  not-tried"},
		"no controls":            {func(*Run) {}, func(r *Run) { closed445(r); r.Flows[0].Proved = false }, "unclear 10.20.1.11:445  not-proved"},
		"not proved from one of two machines": {func(*Run) {}, func(r *Run) {
			closed445(r)
			r.Flows = append(r.Flows, Flow{From: "office", To: "print", Ports: "22", Verdict: PathNotProved})
		}, "unclear 10.20.1.11:445  not-proved"},
		"answers for every port": {func(*Run) {}, func(r *Run) { closed445(r); r.Targets[0].Filtered, r.Targets[0].Intercepted = "22,80", "445" },
			"unclear 10.20.1.11:445  intercepted"},
		"from another machine": {func(*Run) {}, func(r *Run) {
			closed445(r)
			r.Vantages[0].Host, r.Vantages[0].Addresses = "pc22", []string{"10.10.1.22"}
		},
			"unclear 10.20.1.11:445  other-vantage"},
		"from the same machine, with another address": {func(*Run) {}, func(r *Run) { closed445(r); r.Vantages[0].Addresses = []string{"10.10.1.22"} },
			"closed 10.20.1.11:445"},
		"from an address that no list has": {func(r *Run) { r.Open[0].Source = "10.99.0.1" }, closed445, "closed 10.20.1.11:445"},
		"seen by another machine of the zone": {func(r *Run) {
			r.Vantages = append(r.Vantages, Vantage{Host: "pc22", From: "office", Addresses: []string{"10.10.1.22"}, Ports: "445"})
			r.Open[0].Vantage, r.Open[0].Source = "pc22", "10.10.1.22"
		}, closed445, "unclear 10.20.1.11:445  other-vantage"},
		"seen by one of two machines, and closed for it": {func(*Run) {}, func(r *Run) {
			closed445(r)
			r.Vantages = append(r.Vantages, Vantage{Host: "pc22", From: "office", Addresses: []string{"10.10.1.22"}, Ports: "445"})
			r.Flows[0].Vantage, r.Targets[0].Vantage = "pc21", "pc21"
			r.Flows = append(r.Flows, Flow{From: "office", To: "print", Ports: "22", Verdict: PathNotProved, Vantage: "pc22"})
		}, "closed 10.20.1.11:445"},
		"seen by one of two machines, and tried by the other only": {func(*Run) {}, func(r *Run) {
			closed445(r)
			r.Vantages = append(r.Vantages, Vantage{Host: "pc22", From: "office", Addresses: []string{"10.10.1.22"}, Ports: "445"})
			r.Flows[0].Vantage, r.Targets[0].Vantage, r.Swept = "pc22", "pc22", nil
		}, "unclear 10.20.1.11:445  not-tried"},
		"from another zone": {func(*Run) {}, func(r *Run) { closed445(r); r.Vantages[0].From = "vault" }, "unclear 10.20.1.11:445  no-vantage"},
		"interrupted":       {func(*Run) {}, func(r *Run) { closed445(r); r.Interrupted = true }, "unclear 10.20.1.11:445  interrupted"},
		"in the wrong order": {func(*Run) {}, func(r *Run) { closed445(r); r.Started = r.Started.AddDate(0, 0, -14) },
			"unclear 10.20.1.11:445  older"},
		"not tried before":               {func(r *Run) { closed445(r); r.Targets[0].Filtered = "22,80" }, func(*Run) {}, "new 10.20.1.11:445  not-tried-before"},
		"allowed before":                 {func(r *Run) { r.Open[0].Verdict = PathAllowed }, func(*Run) {}, "remaining 10.20.1.11:445 allowed"},
		"allowed now":                    {func(*Run) {}, func(r *Run) { r.Open[0].Verdict = PathAllowed }, "remaining 10.20.1.11:445 violation"},
		"canary with another address":    {canary("192.0.2.80"), canary("192.0.2.81"), "remaining 192.0.2.81canary.example.com:443\nremaining 10.20.1.11:445"},
		"canary that is reached no more": {canary("192.0.2.80"), func(*Run) {}, "remaining 10.20.1.11:445\nclosed 192.0.2.80canary.example.com:443"},
		"canary of another policy": {canary("192.0.2.80"), func(r *Run) { r.Tool.Policy = "sha256:03" },
			"remaining 10.20.1.11:445\nunclear 192.0.2.80canary.example.com:443  not-tried"},
	} {
		old, now := aProbe(monday, test.old), aProbe(monday.AddDate(0, 0, 7), test.now)
		Compare(old, now, "", "")
		if got := saidPaths(now.Changes); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, test.want)
		}
	}
}

func canary(address string) func(*Run) {
	return func(r *Run) {
		r.Flows[2].Verdict = PathViolation
		r.Open = append(r.Open, Open{From: "office", To: "internet", Egress: true, Host: address, Name: "canary.example.com", Port: 443, Protocol: "tcp", Verdict: PathViolation, Source: "10.10.1.21"})
	}
}

func TestCompareBridges(t *testing.T) {
	bridge := func(r *Run) {
		r.Bridges = []Bridge{{Hosts: []string{"10.10.1.50", "10.20.1.50"}, Zones: []string{"office", "print"}, Evidence: "ssh host key", Value: "SHA256:A", Strength: "proof"}}
	}
	asked := func(hosts ...string) func(*Run) {
		return func(r *Run) {
			for i, host := range hosts {
				r.Identities = append(r.Identities, Identity{Zone: "any", Host: host, Port: 22, Kind: "ssh-host-key", Value: fmt.Sprint("SHA256:", i)})
			}
		}
	}
	both := asked("10.10.1.50", "10.20.1.50")
	for name, test := range map[string]struct {
		old, now []func(*Run)
		want     string
	}{
		"new":                         {[]func(*Run){both}, []func(*Run){bridge}, "new bridge 10.10.1.50"},
		"new, but nobody asked":       {nil, []func(*Run){bridge}, "new bridge 10.10.1.50 not-tried-before"},
		"still there, with a new key": {[]func(*Run){bridge}, []func(*Run){bridge, func(r *Run) { r.Bridges[0].Value = "SHA256:B" }}, "remaining bridge 10.10.1.50"},
		"gone":                        {[]func(*Run){bridge}, []func(*Run){both}, "closed bridge 10.10.1.50"},
		"one of the two is silent":    {[]func(*Run){bridge}, []func(*Run){asked("10.10.1.50")}, "unclear bridge 10.10.1.50 not-identified"},
		"nobody asked":                {[]func(*Run){bridge}, nil, "unclear bridge 10.10.1.50 not-identified"},
		"another machine":             {[]func(*Run){bridge}, []func(*Run){both, bridge, func(r *Run) { r.Bridges[0].Hosts = []string{"10.10.1.60", "10.20.1.50"} }}, "new bridge 10.10.1.60 not-tried-before\nclosed bridge 10.10.1.50"},
	} {
		old, now := aProbe(monday, test.old...), aProbe(monday.AddDate(0, 0, 7), test.now...)
		Compare(old, now, "", "")
		_, got, _ := strings.Cut(saidPaths(now.Changes), "445\n")
		if got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, test.want)
		}
	}
}

// What is worse, and what nobody knows, decides the exit code of diff.
func TestPathChangesCount(t *testing.T) {
	none := func(*Run) {}
	for name, test := range map[string]struct {
		old, now       func(*Run)
		worse, unclear bool
	}{
		"the same":              {none, none, false, false},
		"newly open":            {closed445, none, true, false},
		"closed":                {none, closed445, false, false},
		"not proved":            {none, func(r *Run) { closed445(r); r.Flows[0].Proved, r.Flows[0].Verdict = false, PathNotProved }, false, true},
		"proved no longer":      {closed445, func(r *Run) { closed445(r); r.Flows[0].Proved, r.Flows[0].Verdict = false, PathNotProved }, false, true},
		"forbidden since":       {func(r *Run) { r.Open[0].Verdict = PathAllowed }, none, true, false},
		"allowed since":         {none, func(r *Run) { r.Open[0].Verdict = PathAllowed }, false, false},
		"a verdict of the kind": {closed445, func(r *Run) { r.Open[0].Verdict = "" }, true, false},
	} {
		old, now := aProbe(monday, test.old), aProbe(monday.AddDate(0, 0, 7), test.now)
		Compare(old, now, "", "")
		if c := now.Changes; c.PathsWorse() != test.worse || c.PathsUnclear() != test.unclear {
			t.Errorf("%s: got worse %t, unclear %t; want %t, %t (%s)", name, c.PathsWorse(), c.PathsUnclear(), test.worse, test.unclear, saidPaths(c))
		}
	}
}

// Notes say how two probes tried differently, and nothing of files.
func TestCompareNotesOfProbes(t *testing.T) {
	for name, test := range map[string]struct {
		now  *Run
		want []string
	}{
		"the same": {aProbe(monday.AddDate(0, 0, 7)), nil},
		"less": {aProbe(monday.AddDate(0, 0, 7), func(r *Run) {
			r.Vantages[0].Ports, r.Vantages[0].Sweep, r.Vantages[0].From, r.Tool.Policy = "22", false, "vault", "sha256:03"
		}), []string{"the policy is another than that of the old run: verdicts may differ", "the probes were made from other zones: office, then vault", "the probes tried other ports",
			"whole networks were swept in one of the runs only"}},
		"a scan": {aRun(monday.AddDate(0, 0, 7)), []string{"one of the runs is of a probe, and the other is not: paths cannot be compared",
			"one of the runs does not say how it read files: nothing is taken to be gone"}},
	} {
		Compare(aProbe(monday), test.now, "", "")
		if got := slices.Sorted(slices.Values(test.now.Changes.Notes)); !slices.Equal(got, slices.Sorted(slices.Values(test.want))) {
			t.Errorf("%s: got notes %q, want %q", name, got, test.want)
		}
	}
}

package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// probedClients is the run of two clients, merged with a probe: one machine holds
// data of mine and theirs, another data of theirs, the third of nobody.
func probedClients() *Run {
	r, p := twoClients(), aProbe(monday)
	r.From, r.Vantages, r.Flows, r.Swept = p.From, p.Vantages, p.Flows, p.Swept
	r.Shares[2] = Share{URL: "smb://fs01.print.example/job", Zone: "print", Files: 12, Scanned: 10, Unexamined: 2, Addresses: []string{"10.20.1.11"}}
	r.Shares[1].Addresses = []string{"10.20.1.60"}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Share == "/srv/print" {
			f.Share = r.Shares[2].URL
		}
	}
	open := func(host, name string, port uint16, verdict string) Open {
		return Open{From: "office", To: "print", Host: host, Name: name, Port: port, Protocol: "tcp", Service: "smb", Banner: theirs + "'s server", Verdict: verdict, Source: "10.10.1.21"}
	}
	r.Open = []Open{
		open("10.20.1.11", "fs01.print.example", 445, PathViolation), open("10.20.1.60", theirs+".print.example", 445, PathViolation), open("10.20.1.61", "secret.print.example", 22, PathAllowed),
	}
	r.Targets = []Target{
		{From: "office", To: "print", Host: "10.20.1.11", Names: []string{"fs01.print.example", theirs + ".alias"}, Shares: []string{r.Shares[2].URL, "smb://fs01.print.example/" + theirs}, Declared: true, Open: "445"},
		{From: "office", To: "print", Host: "10.20.1.60", Names: []string{theirs + ".print.example"}, Declared: true, Open: "445"},
		{From: "office", To: "print", Host: "10.20.1.61", Names: []string{"secret.print.example"}, Open: "22"},
	}
	r.Controls = []Control{
		{From: "office", Kind: "known-open", Zone: "print", Host: "10.20.1.61", Ports: "22", Result: "open", OK: true, Why: "secret.print.example is open"},
		{From: "office", Kind: "unused-address", Zone: "print", Host: "10.20.1.201", Result: "silent", OK: true},
	}
	r.Bridges = []Bridge{
		{Hosts: []string{"10.10.1.60", "10.20.1.60"}, Names: []string{theirs + ".print.example"}, Zones: []string{"office", "print"}, Evidence: "smb name", Value: "SECRET", Strength: "proof", Why: "10.20.1.60 says so"},
		{Hosts: []string{"10.10.1.11", "10.20.1.11"}, Names: []string{"fs01.print.example"}, Zones: []string{"office", "print"}, Evidence: "ssh host key", Value: "SHA256:A", Strength: "weak"},
	}
	r.Identities = []Identity{{From: "office", Zone: "print", Host: "10.20.1.60", Kind: "smb-name", Value: "SECRET"}}
	r.Exposures = []Exposure{
		{Host: "fs01.print.example", Address: "10.20.1.11", Zone: "print", From: "office", Ports: []string{"tcp/445"}, Verdict: PathViolation, Shares: []string{r.Shares[2].URL, "smb://fs01.print.example/" + theirs}, Findings: 3, Records: 140, People: 140},
		{Host: "secret.print.example", Address: "10.20.1.60", Zone: "print", From: "office", Ports: []string{"tcp/445"}, Verdict: PathViolation, Shares: []string{r.Shares[1].URL}, Findings: 1, Records: 40, People: 40},
	}
	r.Unexamined = append(r.Unexamined, Unexamined{Share: "secret.print.example", Reason: "unresolved", Detail: "secret.print.example: no such host"})
	r.Warnings = append(r.Warnings, "secret.print.example: it does not resolve")
	r.Changes.Paths = []PathChange{{State: PathNew, Open: r.Open[0]}, {State: PathGone, Open: r.Open[1]}}
	r.Changes.Bridges = []BridgeChange{{State: PathNew, Bridge: r.Bridges[0]}}
	r.Changes.Flows = []FlowChange{{From: "office", To: "print", Before: PathClosed, Verdict: PathNotProved, Why: "10.20.1.60 answers"}}
	r.Summary.Paths, r.Summary.Bridges = 2, 1
	return r
}

// Of machines that hold nothing of the client an extract tells neither name nor
// address, and nothing of what other clients have there.
func TestExtractOfProbeHoldsNothingOfOthers(t *testing.T) {
	for name, r := range map[string]*Run{"probe": probedClients(), "a scan that was compared with a probe": func() *Run { r := probedClients(); r.Vantages = nil; return r }()} {
		e, err := Extract(r, mine)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.MarshalIndent(e, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{theirs, "10.20.1.60", "10.10.1.60", "10.20.1.61", "secret.print", "SECRET"} {
			if i := strings.Index(string(data), word); i >= 0 {
				t.Errorf("%s: %q is in the extract: %s", name, word, data[max(0, i-200):min(len(data), i+80)])
			}
		}
	}
}

func TestExtractOfProbe(t *testing.T) {
	r := probedClients()
	e, err := Extract(r, mine)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, got, want any) {
		t.Helper()
		if a, b := fmt.Sprint(got), fmt.Sprint(want); a != b {
			t.Errorf("%s: got %s, want %s", what, a, b)
		}
	}
	check("vantages, flows, swept", []int{len(e.Vantages), len(e.Flows), len(e.Swept)}, []int{1, 3, 1})
	check("from", e.From, "office")
	check("exposures", len(e.Exposures), 1)
	check("exposure", e.Exposures[0], Exposure{Host: "fs01.print.example", Address: "10.20.1.11", Zone: "print", From: "office", Ports: []string{"tcp/445"}, Verdict: PathViolation,
		Shares: []string{"smb://fs01.print.example/job"}, Findings: 1, Records: 100, People: 100})
	check("open", []string{e.Open[0].Host, e.Open[0].Name, e.Open[0].Banner, e.Open[1].Name, e.Open[1].Verdict}, []string{"10.20.1.11", "fs01.print.example", leftOut, "", PathViolation})
	check("open ports", len(e.Open), 2)
	if !strings.HasPrefix(e.Open[1].Host, Hidden) {
		t.Errorf("open port of another's machine: got host %q, want it hidden", e.Open[1].Host)
	}
	check("targets", []any{len(e.Targets), e.Targets[0].Shares, e.Targets[0].Names}, []any{1, []string{"smb://fs01.print.example/job"}, []string{"fs01.print.example", leftOut}})
	check("controls", []string{e.Controls[0].Why, e.Controls[1].Host}, []string{leftOut, "10.20.1.201"})
	check("bridges", []any{len(e.Bridges), e.Bridges[0].Names, e.Bridges[0].Value, e.Bridges[1].Hosts, e.Bridges[1].Value}, []any{2, []string{}, "", []string{"10.10.1.11", "10.20.1.11"}, "SHA256:A"})
	check("identities", len(e.Identities), 0)
	check("changes", []any{len(e.Changes.Paths), len(e.Changes.Bridges), len(e.Changes.Flows), e.Changes.Flows[0].Why}, []any{2, 1, 1, leftOut})
	check("summary", []int64{e.Summary.Paths, e.Summary.Bridges}, []int64{2, 1})
	unresolved := slices.IndexFunc(e.Unexamined, func(u Unexamined) bool { return u.Reason == "unresolved" })
	if unresolved < 0 || !strings.HasPrefix(e.Unexamined[unresolved].Share, Hidden) {
		t.Errorf("got unexamined %+v, want a machine that is hidden", e.Unexamined)
	}
}

// An extract is judged by the paths of the whole network: it is never better than
// what was proved.
func TestExtractIsJudgedByPaths(t *testing.T) {
	for name, test := range map[string]struct {
		change     func(*Run)
		conformity string
		code       int
	}{
		"open":       {func(*Run) {}, Nonconforming, 1},
		"bridge":     {func(r *Run) { closed445(r); r.Summary.Bridges = 1 }, Nonconforming, 1},
		"not proved": {func(r *Run) { closed445(r); r.Flows[0].Verdict, r.Flows[0].Proved = PathNotProved, false }, Incomplete, 3},
		"proved":     {closed445, Conforming, 0},
	} {
		r := aProbe(monday, test.change)
		r.ClientNames = []string{mine, theirs}
		e, err := Extract(r, mine)
		if err != nil || e.Conformity != test.conformity || e.ExitCode != test.code {
			t.Errorf("%s: got %s, exit code %d, %v; want %s, %d", name, e.Conformity, e.ExitCode, err, test.conformity, test.code)
		}
	}
}

// Records and people of a client that has data on several machines of a zone are
// those of its files.
func TestExtractCountsExposures(t *testing.T) {
	r := probedClients()
	more := r.Findings[slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Client == mine })]
	again := more
	again.Kind, again.Records, again.People, again.ID = "phone", 90, 80, "f9" // the same people
	elsewhere := more
	elsewhere.Share, elsewhere.ID = "/srv/office", "f8"
	r.Findings = append(r.Findings, again, elsewhere)
	e, err := Extract(r, mine)
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Exposures[0]; got.Findings != 2 || got.Records != 100 || got.People != 100 || !got.PeopleAdded {
		t.Errorf("got %+v, want 2 findings, 100 records and people, added up by file", got)
	}
}

// Names of machines are none of files: warnings about them stay, and those about
// files do not.
func TestRedactKeepsMachines(t *testing.T) {
	r := probedClients()
	r.Warnings = []string{"secret.print.example: it does not resolve", "fs01.print.example:445 answers twice", "fs01.print.example holds 山田.csv", "fs01.print.example holds yamada.csv"}
	Redact(r, []byte("key"))
	want := []string{"secret.print.example: it does not resolve", "fs01.print.example:445 answers twice", "2 warnings are left out: they may hold names of files"}
	if !slices.Equal(r.Warnings, want) {
		t.Errorf("got warnings %q, want %q", r.Warnings, want)
	}
	if r.Open[0].Host != "10.20.1.11" || r.Open[0].Name != "fs01.print.example" || r.Unexamined[len(r.Unexamined)-1].Share != "secret.print.example" {
		t.Errorf("got %+v, %+v; want machines as they were", r.Open[0], r.Unexamined)
	}
}

package output

import (
	"reflect"
	"testing"
	"time"

	"github.com/shikiri/shikiri/report"
)

// probeRun is an invented run of a probe from the office: an open port that the
// policy forbids, a proxy, a zone of which nothing is proved, a machine in two
// zones, a way out.
func probeRun() *report.Run {
	jst := time.FixedZone("JST", 9*3600)
	start := time.Date(2026, 4, 2, 10, 15, 0, 0, jst)
	end := start.Add(4*time.Minute + 12*time.Second)
	tool := report.Tool{Name: "shikiri", Version: "v0.0.0-test", Rules: "sha256:0001", Policy: "sha256:0002"}
	r := &report.Run{
		Schema: report.Schema, Tool: tool, Started: start, Finished: end, ExitCode: 1, MinConfidence: "medium", From: "office",
		Cover:   report.Cover{Number: "監-2026-04", Title: "分離検査", Subject: "株式会社例示印刷 第一工場", Operator: "例示 担当", Host: "pc21.office.example", System: "linux/amd64"},
		Summary: report.Summary{Paths: 2, Bridges: 1},
		Zones: []report.Zone{
			{Name: "office", Title: "一般事務ネットワーク", Networks: []string{"10.10.0.0/16", "fd00:10::/64"}, PersonalData: "forbidden"},
			{Name: "print", Title: "閉域印刷ネットワーク", Networks: []string{"10.20.0.0/16"}, PersonalData: "allowed", Retention: "14d"},
			{Name: "vault", Networks: []string{"10.30.0.0/24"}, PersonalData: "allowed"},
		},
		Warnings: []string{"print02.print.example: it does not resolve"},
		Unexamined: []report.Unexamined{
			{Share: "print02.print.example", Reason: "unresolved", Detail: "no such host"},
		},
	}
	r.Conformity = report.Nonconforming
	r.Vantages = []report.Vantage{{
		Host: "pc21.office.example", From: "office", Zones: []string{"office"}, Addresses: []string{"10.10.1.21", "fd00:10::21"}, Started: start, Finished: end,
		Ports: "21-23,80,139,443,445,515,631,3389,9100", Sweep: true, Verify: true, Rate: 2000, Timeout: "1s", Retries: 1, Attempts: 5872, Tool: tool,
	}, {
		Host: "closed7", From: "vault", Stated: true, Started: start, Finished: end, Ports: "22,445", Timeout: "1s", Attempts: 12, Tool: tool,
	}}
	r.Controls = []report.Control{
		{From: "office", Vantage: "pc21.office.example", Kind: "gateway", Zone: "print", Host: "10.20.0.1", Ports: "21-23,80,445", Answered: "21-23,80,445", Result: "refused", OK: true, First: start, Last: end},
		{From: "office", Kind: "known-open", Zone: "print", Host: "10.20.1.11", Ports: "4022", Answered: "4022", Result: "open", OK: true, First: start, Last: end},
		{From: "office", Kind: "unused-address", Zone: "print", Host: "10.20.255.201", Ports: "21-23,80,445", Result: "silent", OK: true, First: start, Last: end},
		{From: "office", Kind: "unused-address", Zone: "vault", Host: "10.30.0.201", Ports: "21-23,80,445", Answered: "21-23,80,445", Result: "refused",
			Why: "something answers for an address that nobody has: what is refused here proves nothing", First: start, Last: end},
	}
	r.Flows = []report.Flow{
		{From: "office", Vantage: "pc21.office.example", To: "internet", Egress: true, Ports: "443", Hosts: 1, Tried: 1, Open: 1, Verdict: report.PathAllowed, Proved: true, Started: start, Finished: end},
		{From: "office", To: "print", Ports: "21-23,80,139,443,445,515,631,3389,9100", Hosts: 254, Tried: 2794, Open: 2, Refused: 11, Filtered: 2777, Unreachable: 1, Intercepted: 3, Verdict: report.PathViolation, Proved: true, Started: start, Finished: end},
		{From: "office", To: "print", Allowed: true, Ports: "4022", Hosts: 254, Tried: 254, Open: 1, Filtered: 253, Verdict: report.PathAllowed, Proved: true, Started: start, Finished: end},
		{From: "office", To: "vault", Ports: "21-23,80", Hosts: 2, Tried: 7, Refused: 7, NotTried: 1, Verdict: report.PathNotProved, Why: "something answers for an address that nobody has", Started: start, Finished: end},
		{From: "office", To: "vault", Allowed: true, Ports: "8443", Hosts: 2, Tried: 2, Filtered: 2, Verdict: report.PathNotOpen, Started: start, Finished: end},
		{From: "vault", To: "office", Ports: "22,445", Hosts: 2, Tried: 4, Filtered: 4, Verdict: report.PathClosed, Proved: true, Started: start, Finished: end},
	}
	r.Open = []report.Open{
		{From: "office", Vantage: "pc21.office.example", To: "internet", Egress: true, Host: "192.0.2.80", Name: "canary.example.com", Port: 443, Protocol: "tcp", Service: "https", Verdict: report.PathAllowed, Source: "10.10.1.21", Attempts: 1, At: start, Millis: 8.25},
		{From: "office", To: "print", Host: "10.20.1.11", Name: "fs01.print.example", Port: 445, Protocol: "tcp", Service: "smb", Verified: true, Banner: "SMB 3.1.1, signing required", Verdict: report.PathViolation, Source: "10.10.1.21", Attempts: 1, At: start, Millis: 0.81},
		{From: "office", To: "print", Host: "10.20.1.11", Name: "fs01.print.example", Port: 4022, Protocol: "tcp", Service: "ssh", Verified: true, Banner: "SSH-2.0-OpenSSH_9.2", Verdict: report.PathAllowed, Source: "10.10.1.21", Attempts: 1, At: start, Millis: 0.4},
		{From: "office", To: "print", Host: "10.20.1.50", Port: 80, Protocol: "tcp", Service: "http", Banner: "<b>=1+1</b>", Verdict: report.PathViolation, Why: "it did not speak http", Source: "10.10.1.21", Attempts: 2, At: end, Millis: 12},
	}
	r.Targets = []report.Target{
		{From: "office", Vantage: "pc21.office.example", To: "print", Host: "10.20.1.11", Names: []string{"fs01.print.example"}, Shares: []string{"smb://fs01.print.example/job"}, Declared: true, Source: "10.10.1.21", Attempts: 21, Open: "445,4022", Filtered: "21-23,80,139,443,515,631,3389,9100", First: start, Last: end},
		{From: "office", To: "print", Host: "10.20.1.50", Source: "10.10.1.21", Attempts: 14, Open: "80", Refused: "21-23,139,443,515,631,3389,9100", Unreachable: "445", First: start, Last: end},
		{From: "office", To: "print", Host: "10.20.1.90", Source: "10.10.1.21", Attempts: 11, Intercepted: "80,443,631", Filtered: "21-23", NotTried: "9100", First: start, Last: end},
	}
	r.Swept = []report.Swept{{From: "office", Vantage: "pc21.office.example", To: "print", Network: "10.20.1.0/24", Hosts: 254, Silent: 251, Tried: 2794, Source: "10.10.1.21", Ports: "21-23,80,139,443,445,515,631,3389,9100", Attempts: 2, First: start, Last: end}}
	r.Identities = []report.Identity{
		{From: "office", Vantage: "pc21.office.example", Zone: "office", Host: "10.10.1.50", Port: 22, Kind: "ssh-host-key", Value: "SHA256:AAAA"},
		{From: "office", Zone: "print", Host: "10.20.1.50", Name: "nas.print.example", Port: 22, Kind: "ssh-host-key", Value: "SHA256:AAAA"},
		{From: "office", Zone: "print", Host: "10.20.1.11", Port: 445, Kind: "smb-server-guid", Value: "6e617300000000000000000000000000", Weak: true},
	}
	r.Bridges = []report.Bridge{
		{Hosts: []string{"10.10.1.50", "10.20.1.50"}, Names: []string{"nas.print.example"}, Zones: []string{"office", "print"}, Evidence: "ssh host key", Value: "SHA256:AAAA", Strength: "proof"},
		{Hosts: []string{"10.10.1.9", "10.20.1.11"}, Zones: []string{"office", "print"}, Evidence: "smb server guid", Value: "6e617300000000000000000000000000", Strength: "weak", Why: "Samba makes it of the server's name"},
	}
	return r
}

// joinedRun is scans and a probe that were merged: content and path in one.
func joinedRun() *report.Run {
	r, p := auditRun(), probeRun()
	r.From, r.Vantages, r.Controls, r.Flows, r.Open, r.Bridges = p.From, p.Vantages, p.Controls, p.Flows, p.Open, p.Bridges
	r.Targets, r.Swept, r.Identities = p.Targets, p.Swept, p.Identities
	gone := p.Open[3]
	gone.Host, gone.At = "10.20.1.60", gone.At.AddDate(0, -1, 0)
	unclear := gone
	unclear.Host, unclear.Name, unclear.Banner = "10.20.1.90", "web.print.example", "\x1b[2J=1+1"
	r.Changes.Paths = []report.PathChange{{State: report.PathNew, Reason: report.NewNotTriedBefore, Open: p.Open[3]}, {State: report.PathRemains, Before: report.PathAllowed, Open: p.Open[1]},
		{State: report.PathUnclear, Reason: report.UnclearIntercepted, Open: unclear}, {State: report.PathGone, Open: gone}}
	r.Changes.Bridges = []report.BridgeChange{{State: report.PathRemains, Bridge: p.Bridges[0]}, {State: report.PathUnclear, Reason: report.UnclearIdentity, Bridge: p.Bridges[1]}}
	r.Changes.Flows = []report.FlowChange{{From: "office", To: "vault", Before: report.PathClosed, Verdict: report.PathNotProved, Why: p.Flows[3].Why}, {From: "vault", To: "office", Verdict: report.PathClosed},
		{From: "vault", To: "print", Before: report.PathClosed, Verdict: report.UnclearNotTried}}
	r.Summary.Paths, r.Summary.Bridges = p.Summary.Paths, p.Summary.Bridges
	r.Shares[0].Addresses = []string{"10.20.1.11"}
	r.Exposures = []report.Exposure{
		{Host: "fs01.print.example", Address: "10.20.1.11", Zone: "print", From: "office", Ports: []string{"tcp/445"}, Verdict: report.PathViolation, Shares: []string{"smb://fs01.print.example/ﾃﾞｰﾀ"}, Findings: 4, Records: 61424, People: 61424},
		{Host: "fs01.print.example", Address: "10.20.1.11", Zone: "print", From: "office", Ports: []string{"tcp/4022"}, Verdict: report.PathAllowed, Shares: []string{"smb://fs01.print.example/ﾃﾞｰﾀ"}, Findings: 4, Records: 61424, People: 61424, PeopleAdded: true},
	}
	return r
}

// What the joined run does not fill no golden file shows.
func TestJoinedRunFillsAllOfAProbe(t *testing.T) {
	r := joinedRun()
	for _, list := range []any{r.Vantages, r.Controls, r.Flows, r.Open, r.Bridges, r.Targets, r.Swept, r.Identities, r.Exposures} {
		v := reflect.ValueOf(list)
		typ := v.Type().Elem()
		for i := range typ.NumField() {
			filled := false
			for j := range v.Len() {
				filled = filled || !v.Index(j).Field(i).IsZero()
			}
			if !filled {
				t.Errorf("the sample run fills no %s.%s", typ.Name(), typ.Field(i).Name)
			}
		}
	}
}

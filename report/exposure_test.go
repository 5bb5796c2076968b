package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// A machine is known by its addresses, and by its name only where none is known or
// the name leads to one of them.
func TestExposures(t *testing.T) {
	open := func(from, to, host, name string, port uint16, verdict string) Open {
		return Open{From: from, To: to, Host: host, Name: name, Port: port, Protocol: "tcp", Verdict: verdict}
	}
	fs01 := Holding{Host: "fs01", Zone: "print", Names: []string{"fs01"}, Addresses: []string{"10.20.1.11"}, Shares: []string{"smb://fs01/job"}, Findings: 4, Records: 61424, People: 61424}
	old := fs01
	old.Addresses = nil
	full := fs01
	full.Names = []string{"FS01.print.example."}
	both := fs01
	both.Addresses = []string{"10.10.1.50", "10.20.1.50"}
	egress := open("office", "internet", "10.20.1.11", "", 445, PathViolation)
	egress.Egress = true
	for _, test := range []struct {
		name    string
		holding Holding
		open    []Open
		targets []Target
		want    string
		moved   string
	}{
		{"by address", fs01, []Open{open("office", "print", "10.20.1.11", "", 445, PathViolation)}, nil, "10.20.1.11 office violation [tcp/445]", "[]"},
		{"ports once and in order", fs01, []Open{open("office", "print", "10.20.1.11", "", 8000, PathViolation), open("office", "print", "10.20.1.11", "", 445, PathViolation), open("office", "print", "10.20.1.11", "x", 445, PathViolation)}, nil,
			"10.20.1.11 office violation [tcp/445 tcp/8000]", "[]"},
		{"by zone and verdict", fs01, []Open{open("vault", "print", "10.20.1.11", "", 22, PathAllowed), open("office", "print", "10.20.1.11", "", 22, PathAllowed), open("office", "print", "10.20.1.11", "", 445, PathViolation)}, nil,
			"10.20.1.11 office violation [tcp/445], 10.20.1.11 office allowed [tcp/22], 10.20.1.11 vault allowed [tcp/22]", "[]"},
		{"a name in other letters, no address", old, []Open{open("office", "print", "10.20.1.11", "FS01.", 445, PathViolation)}, nil, "10.20.1.11 office violation [tcp/445]", "[]"},
		{"a target's name, no address", old, []Open{open("office", "print", "10.20.1.11", "", 445, PathViolation)}, []Target{{Host: "10.20.1.11", Names: []string{"other", "fs01"}}}, "10.20.1.11 office violation [tcp/445]", "[]"},
		{"with the domain, no address", old, []Open{open("office", "print", "10.20.1.11", "fs01.print.example", 445, PathViolation)}, nil, "", "[]"},
		{"with the domain, by address", full, []Open{open("office", "print", "10.20.1.11", "fs01", 445, PathViolation)}, nil, "10.20.1.11 office violation [tcp/445]", "[]"},
		{"scanned by IPv4, probed by IPv6", full, []Open{open("office", "print", "fd00:20::11", "fs01.print.example", 445, PathViolation)}, nil, "fd00:20::11 office violation [tcp/445]", "[]"},
		{"the name leads elsewhere now", full, []Open{open("office", "print", "10.20.1.12", "fs01.print.example", 445, PathViolation)}, nil, "", "[FS01.print.example.]"},
		{"the name has another address, too", full, []Open{open("office", "print", "10.20.1.12", "fs01.print.example", 445, PathViolation)}, []Target{{Host: "10.20.1.11", Names: []string{"fs01.PRINT.example"}}},
			"10.20.1.12 office violation [tcp/445]", "[]"},
		{"another host", fs01, []Open{open("office", "print", "10.20.1.12", "fs02", 445, PathViolation)}, nil, "", "[]"},
		{"its own zone", fs01, []Open{open("print", "print", "10.20.1.11", "", 445, PathViolation)}, nil, "", "[]"},
		{"a canary of that address", fs01, []Open{egress}, nil, "", "[]"},
		{"its leg in another zone", both, []Open{open("vault", "office", "10.10.1.50", "", 445, PathViolation)}, nil, "10.10.1.50 vault violation [tcp/445]", "[]"},
		{"two addresses", both, []Open{open("vault", "print", "10.20.1.50", "", 445, PathViolation), open("vault", "office", "10.10.1.50", "", 22, PathViolation)}, nil, "10.10.1.50 vault violation [tcp/22 tcp/445]", "[]"},
		{"mapped to IPv6", fs01, []Open{open("office", "print", "::ffff:10.20.1.11", "", 445, PathViolation)}, nil, "10.20.1.11 office violation [tcp/445]", "[]"},
	} {
		for range 2 { // in the other order, too
			all, moved := test.holding.Exposures(test.open, HostNames(test.open, test.targets))
			var got []string
			for _, e := range all {
				if e.Host != "fs01" || e.Zone != "print" || e.People != 61424 || e.Records != 61424 || e.Findings != 4 || len(e.Shares) != 1 {
					t.Errorf("%s: the exposure is %+v", test.name, e)
				}
				got = append(got, fmt.Sprint(e.Address, " ", e.From, " ", e.Verdict, " ", e.Ports))
			}
			if s := strings.Join(got, ", "); s != test.want || fmt.Sprint(moved) != test.moved {
				t.Errorf("%s: got %s, elsewhere %v; want %s, elsewhere %s", test.name, s, moved, test.want, test.moved)
			}
			slices.Reverse(test.open)
		}
	}
}

// Rows are told apart by vantage only where a zone has several.
func TestVantageNames(t *testing.T) {
	start := time.Date(2026, 4, 2, 1, 15, 0, 0, time.UTC)
	r := &Run{Vantages: []Vantage{
		{From: "office", Host: "pc1", Started: start}, {From: "office", Host: "PC2", Started: start}, {From: "office", Host: "pc2", Started: start.Add(90e9)},
		{From: "print", Host: "pc1", Started: start}, {From: "vault", Host: "v", Started: start}, {From: "vault", Host: "v", Started: start.Add(1e6)},
	}}
	want := []string{"pc1", "PC2 2026-04-02T01:15:00Z", "pc2 2026-04-02T01:16:30Z", "", "v 2026-04-02T01:15:00Z", "v 2026-04-02T01:15:00.001Z"}
	if got := r.VantageNames(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, test := range []struct {
		from, name string
		want       int
	}{
		{"office", "pc1", 0}, {"office", "pc2 2026-04-02T01:16:30Z", 2}, {"office", "pc2", -1}, {"office", "", -1}, {"print", "", 3}, {"print", "PC1", 3}, {"print", "other", -1}, {"none", "", -1},
	} {
		if got := r.VantageOf(test.from, test.name); got != test.want {
			t.Errorf("a row from %s of %q: got vantage %d, want %d", test.from, test.name, got, test.want)
		}
	}
}

package scan

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/netzone/probe"
)

// What accepts everything says the same on a decoy: then nothing is there.
func TestProbeProxyThatSpeaks(t *testing.T) {
	cfg, f := labConfig(), &fakeNet{answer: orElse(openAt(), probe.Open), speaks: map[string]probe.Service{}}
	cfg.Verify = true
	means := f.means()
	means.identify = func(context.Context, netip.AddrPort, uint16) probe.Service {
		return probe.Service{Name: "http", Verified: true, Banner: "proxy"}
	}
	cfg.means, cfg.Lookup = means, f.lookup
	r, err := Probe(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := brief(r), "3 office>print not-proved i12; office>print+ allowed-closed i4;"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Identities are asked for in the own zone, too, with --verify, and a machine that
// answers in both is a bridge.
func TestProbeIdentities(t *testing.T) {
	key := []probe.Identity{{Kind: "ssh-host-key", Value: "SHA256:one"}}
	ssh := probe.Service{Name: "ssh", Verified: true, Banner: "SSH-2.0-x", Identities: key}
	cfg, f := labConfig(), &fakeNet{
		answer: openAt(flowOpen, "10.10.0.50:22", "10.20.0.12:22"),
		speaks: map[string]probe.Service{"10.10.0.50:22": ssh, "10.20.0.12:22": ssh},
	}
	cfg.Verify, cfg.Policy.Zones[0].Hosts = true, []string{"10.10.0.50"}
	r := runProbe(t, cfg, f)
	want := "1 office>print violation o1 f11; office>print+ allowed o1 f3; 10.20.0.12:22 10.20.0.11:4022 bridge office-print proof"
	if got := brief(r); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := r.Open[0]; got.Service != "ssh" || !got.Verified || got.Banner != "SSH-2.0-x" || got.Why != "" {
		t.Errorf("open: %+v", got)
	}
	if len(r.Identities) != 2 {
		t.Errorf("identities: %+v", r.Identities)
	}
}

// An SMB server that says it has an address in the other zone is a bridge; one that
// cannot be asked is told.
func TestProbeInterfaces(t *testing.T) {
	cfg, f := labConfig(), &fakeNet{answer: openAt(flowOpen, "10.10.0.50:445", "10.20.0.12:445")}
	asked := 0
	cfg.Verify = true
	cfg.Shares = []ProbeShare{
		{URL: "smb://10.10.0.50/a", Zone: "office", Interfaces: func(context.Context) ([]netip.Addr, error) {
			asked++
			return []netip.Addr{netip.MustParseAddr("10.10.0.50"), netip.MustParseAddr("10.20.0.50"), netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("fe80::1")}, nil
		}},
		{URL: "smb://10.10.0.50/b", Zone: "office", Interfaces: func(context.Context) ([]netip.Addr, error) { asked++; return nil, nil }},
		{URL: "smb://10.20.0.12/c", Zone: "print", Interfaces: func(context.Context) ([]netip.Addr, error) { return nil, errors.New("log in: denied") }},
	}
	r := runProbe(t, cfg, f)
	if got := brief(r); !strings.HasSuffix(got, "bridge office-print proof") {
		t.Errorf("got %s; identities %+v", got, r.Identities)
	}
	if asked != 1 || len(r.Identities) != 2 {
		t.Errorf("the server was asked %d times; identities %+v", asked, r.Identities)
	}
	if want := "smb://10.20.0.12/c: the server was not asked for its addresses: log in: denied"; !slices.Contains(r.Warnings, want) {
		t.Errorf("warnings: got %q", r.Warnings)
	}
}

// What answers for every port and could not be compared with a decoy, for want of
// time, is not called open.
func TestProbeNoTimeForDecoys(t *testing.T) {
	cfg, f := labConfig(), &fakeNet{answer: orElse(openAt(), probe.Open)}
	cfg.Verify = true
	ctx, cancel := context.WithCancel(t.Context())
	means := f.means()
	means.identify = func(context.Context, netip.AddrPort, uint16) probe.Service {
		cancel()
		return probe.Service{Name: "http", Verified: true}
	}
	cfg.means, cfg.Lookup = means, f.lookup
	r, err := Probe(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Open) > 0 || r.ExitCode != 130 {
		t.Errorf("got %s", brief(r))
	}
	if !slices.ContainsFunc(r.Warnings, func(w string) bool { return strings.Contains(w, "were not spoken to") }) {
		t.Errorf("the warnings do not tell: %q", r.Warnings)
	}
}

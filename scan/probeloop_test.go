package scan

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

// loopConfig makes zones of loopback addresses, which are all of this machine: a
// laboratory that needs no privilege. Nothing is dropped there, so that nothing can
// be proved closed.
func loopConfig(t *testing.T) ProbeConfig {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("needs all of 127.0.0.0/8, which only Linux has")
	}
	return ProbeConfig{
		Policy: &netzone.Policy{Zones: []netzone.Zone{
			{Name: "office", Networks: prefixes("127.0.81.0/28")},
			{Name: "print", Networks: prefixes("127.0.82.0/28"), Allowed: true, Hosts: []string{"127.0.82.3"}},
		}},
		Addresses: []netip.Addr{netip.MustParseAddr("127.0.81.2")}, Host: "pc",
		Options: probe.Options{Timeout: time.Second, Retries: 1, Seed: 3},
		Lookup:  func(context.Context, string) ([]netip.Addr, error) { return nil, nil },
	}
}

// serve listens on an address and returns the port.
func serve(t *testing.T, addr string, serve func(net.Listener)) uint16 {
	t.Helper()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Skipf("needs to listen on %s: %v", addr, err)
	}
	t.Cleanup(func() { l.Close() })
	go serve(l)
	return netip.MustParseAddrPort(l.Addr().String()).Port()
}

func hello(l net.Listener) {
	_ = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Server", "hello") }))
}

func mumble(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		c.Close()
	}
}

// By real connections: an open web server of a declared host, one of a host that is
// only swept, something that does not speak, and an allowed flow.
func TestProbeLoopback(t *testing.T) {
	cfg := loopConfig(t)
	web := serve(t, "127.0.82.3:0", hello)
	swept := serve(t, "127.0.82.5:0", mumble)
	flow := serve(t, "127.0.82.3:0", hello)
	cfg.Policy.Flows = []netzone.Flow{{From: "office", To: "print", Ports: []uint16{flow}}}
	cfg.Ports, cfg.Sweep, cfg.Verify = []uint16{web, swept, 9}, true, true
	r, err := Probe(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	checkProbe(t, r)
	var got []string
	for _, o := range r.Open {
		got = append(got, fmt.Sprintf("%s:%d %s %v %s", o.Host, o.Port, o.Verdict, o.Verified, o.Source))
	}
	want := []string{
		fmt.Sprintf("127.0.82.3:%d violation true 127.0.0.1", web), fmt.Sprintf("127.0.82.5:%d violation false 127.0.0.1", swept),
		fmt.Sprintf("127.0.82.3:%d allowed true 127.0.0.1", flow),
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(r.Open) == 3 && (r.Open[0].Service != "http" || !strings.Contains(r.Open[0].Banner, "hello")) {
		t.Errorf("the web server is %+v", r.Open[0])
	}
	if r.ExitCode != 1 || r.Summary.Paths != 2 {
		t.Errorf("exit code %d and paths %d, want 1 and 2", r.ExitCode, r.Summary.Paths)
	}
	if f := r.Flows[0]; f.Tried != 14*3 || f.Hosts != 14 || f.Open != 2 || f.Refused != 40 || f.Proved {
		t.Errorf("flow: %+v", f)
	}
	if s := r.Swept; len(s) != 1 || s[0].Hosts != 14 || s[0].Tried != 14*4 || s[0].Silent != 0 || s[0].Source == "" || s[0].Attempts < 1 || s[0].First.IsZero() || s[0].Last.Before(s[0].First) || report.ParsePorts(s[0].Ports).Count() != 4 {
		t.Errorf("swept: %+v", s)
	}
	known := slices.IndexFunc(r.Controls, func(c report.Control) bool { return c.Kind == "known-open" })
	if known < 0 || !r.Controls[known].OK {
		t.Errorf("what is known to be open is not: %+v", r.Controls)
	}
	if v := r.Vantages[0]; v.Attempts < 14*4 || v.From != "office" || v.Ports == "" {
		t.Errorf("vantage: %+v", v)
	}
}

// A probe that is interrupted ends at once, and leaves no goroutine behind.
func TestProbeLoopbackInterrupted(t *testing.T) {
	cfg := loopConfig(t)
	cfg.Options.Rate, cfg.Sweep = 5, true
	ctx, cancel := context.WithCancel(t.Context())
	cfg.Progress = new(ProbeProgress)
	go func() {
		for cfg.Progress.Tried.Load() == 0 {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	before := runtime.NumGoroutine()
	r, err := Probe(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	checkProbe(t, r)
	if !r.Interrupted || r.ExitCode != 130 || r.Flows[0].NotTried == 0 {
		t.Errorf("got %s", brief(r))
	}
	for range 200 { // those that end are given time to
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("there are %d goroutines, and were %d before", runtime.NumGoroutine(), before)
}

// A way to 127.0.0.1 is always there. That there is none is tried in the laboratory.
func TestHasRoute(t *testing.T) {
	if !hasRoute(netip.MustParseAddr("127.0.0.1")) {
		t.Error("no route to 127.0.0.1")
	}
}

package scan

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

func TestProbeTime(t *testing.T) {
	for _, after := range []int{0, 1, 5, 20, 26, 27, 30} {
		f := &fakeNet{answer: openAt(flowOpen, "10.20.0.12:445"), stop: func(asked int) error {
			if asked >= after {
				return errTime
			}
			return nil
		}}
		r := runProbe(t, labConfig(), f)
		if r.Complete || r.Interrupted || r.ExitCode == 0 {
			t.Errorf("after %d: got %s", after, brief(r))
		}
		if f := r.Flows[0]; f.Tried+f.NotTried != 12 {
			t.Errorf("after %d: %d were tried and %d not, of 12", after, f.Tried, f.NotTried)
		}
		if !slices.ContainsFunc(r.Warnings, func(w string) bool { return strings.Contains(w, errTime.Error()) }) {
			t.Errorf("after %d: the warnings do not tell: %q", after, r.Warnings)
		}
	}
}

func TestProbeInterrupted(t *testing.T) {
	for _, after := range []int{0, 5, 20, 1000} {
		ctx, cancel := context.WithCancel(t.Context())
		f := &fakeNet{answer: openAt(flowOpen, "10.20.0.12:445")}
		f.stop = func(asked int) error {
			if asked >= after {
				cancel()
			}
			return ctx.Err()
		}
		cfg := labConfig()
		cfg.means, cfg.Lookup = f.means(), f.lookup
		r, err := Probe(ctx, cfg)
		cancel()
		if err != nil {
			t.Fatalf("after %d: %v", after, err)
		}
		checkProbe(t, r)
		if want := after < 1000; r.Interrupted != want || (r.ExitCode == 130) != want {
			t.Errorf("after %d: got %s", after, brief(r))
		}
	}
}

// The budget ends a probe that would take longer, and leaves time for the controls.
func TestProbeBudget(t *testing.T) {
	cfg, f := labConfig(), &fakeNet{answer: openAt(flowOpen)}
	cfg.Budget = 50 * time.Millisecond
	f.stop = func(asked int) error {
		if asked > 10 {
			time.Sleep(5 * time.Millisecond)
		}
		return nil
	}
	cfg.Sweep = true
	r := runProbe(t, cfg, f)
	if r.ExitCode != 3 || r.Interrupted || r.Flows[0].NotTried == 0 || !strings.Contains(r.Flows[0].Why, errTime.Error()) {
		t.Errorf("got %s: %s", brief(r), r.Flows[0].Why)
	}
}

// One seed makes one report, and what is known to be open comes first and last.
func TestProbeSameAgain(t *testing.T) {
	var texts []string
	for range 2 {
		cfg, f := labConfig(), &fakeNet{answer: orElse(openAt(flowOpen), probe.Refused)}
		cfg.Sweep = true
		r := runProbe(t, cfg, f)
		if first, last := f.order[0].Port(), f.order[len(f.order)-1].Port(); first != 4022 || last != 4022 {
			t.Errorf("first %d and last %d: want 4022", first, last)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	if texts[0] != texts[1] {
		t.Errorf("two runs differ:\n%s\n%s", texts[0], texts[1])
	}
}

// Whatever the network does, the numbers agree (see checkProbe), nothing that is
// open on a declared host is lost, and closed is said only if nothing was open.
func TestProbeAnyNetwork(t *testing.T) {
	states := []probe.State{probe.Open, probe.Refused, probe.Filtered, probe.Unreachable}
	for seed := range uint64(400) {
		chance := rand.New(rand.NewPCG(seed, 1))
		usual := states[chance.IntN(4)]
		rare := chance.Float64()
		fixed := map[netip.AddrPort]probe.State{}
		stop := chance.IntN(200)
		f := &fakeNet{answer: func(to netip.AddrPort, _ int) probe.State {
			if _, ok := fixed[to]; !ok {
				fixed[to] = usual
				if chance.Float64() < rare*rare {
					fixed[to] = states[chance.IntN(4)]
				}
			}
			return fixed[to]
		}, stop: func(asked int) error {
			if stop > 100 && asked > stop {
				return errTime
			}
			return nil
		}}
		cfg := labConfig()
		cfg.Options.Seed, cfg.Sweep, cfg.Verify = seed+1, seed%5 == 0, seed%3 == 0
		cfg.Policy.Zones[0].Hosts = []string{"10.10.0.3"}
		r := runProbe(t, cfg, f)
		for to, n := range f.asked {
			if n == 0 || fixed[to] != probe.Open || !slices.Contains(cfg.Policy.Zones[1].Hosts, to.Addr().String()) || !slices.Contains([]uint16{22, 80, 445}, to.Port()) {
				continue
			}
			if r.Flows[0].Verdict == report.PathClosed || r.Flows[0].Open+r.Flows[0].Intercepted == 0 {
				t.Errorf("seed %d: %s was open: got %s", seed, to, brief(r))
			}
		}
		if t.Failed() {
			return
		}
	}
}

package scan

import (
	"context"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/netzone/probe"
)

// A port that this machine's own firewall drops is silent at itself, too.
func TestProbeSelf(t *testing.T) {
	for _, own := range []probe.State{probe.Refused, probe.Filtered} {
		cfg, f := labConfig(), &fakeNet{answer: openAt(flowOpen)}
		cfg.means, cfg.Lookup = f.means(), f.lookup
		cfg.means.self = func(_ context.Context, _ probe.Options, s *probe.Space, tell func(probe.Result)) error {
			for i := range s.Len() {
				r := probe.Result{Target: s.At(i), State: probe.Refused}
				if r.Target.Port() == 445 {
					r.State = own
				}
				tell(r)
			}
			return nil
		}
		r, err := Probe(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if why := r.Flows[0].Why; r.Flows[0].Proved != (own == probe.Refused) || strings.Contains(why, "to ports 445, even to itself") != (own == probe.Filtered) {
			t.Errorf("port 445 of itself is %s: proved is %v: %s", own, r.Flows[0].Proved, why)
		}
	}
}

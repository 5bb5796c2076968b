package scan

import (
	"testing"

	"github.com/shikiri/shikiri/netzone/probe"
)

// What a firewall refuses for whoever is asked is no sign that answers get lost;
// what is refused at one of two alike is.
func TestLikeNobody(t *testing.T) {
	const (
		u = probe.Untried
		r = probe.Refused
		f = probe.Filtered
	)
	for _, test := range []struct {
		about          string
		target         []probe.State
		first, another []probe.State // of addresses that nobody has
		want           bool
	}{
		{"a port is refused for all", []probe.State{f, r}, []probe.State{f, r}, []probe.State{f, r}, true},
		{"and one of them was not asked", []probe.State{f, r}, []probe.State{f, r}, []probe.State{u, u}, true},
		{"the host refuses itself", []probe.State{r, f}, []probe.State{f, f}, []probe.State{f, f}, false},
		{"it is silent where nobody is refused", []probe.State{f, f}, []probe.State{r, f}, []probe.State{r, f}, false},
		{"now and then", []probe.State{f, r}, []probe.State{f, r}, []probe.State{r, f}, false},
		{"no control was tried", []probe.State{f, r}, []probe.State{u, u}, []probe.State{u, u}, false},
	} {
		l := &lot{spares: []*target{{states: test.first}, {states: test.another}}}
		if got := (&target{lot: l, states: test.target}).likeNobody(); got != test.want {
			t.Errorf("%s: got %t, want %t", test.about, got, test.want)
		}
	}
}

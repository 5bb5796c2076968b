package output

import (
	"github.com/shikiri/shikiri/report"
)

// A pathCount is what the flows of a run come to.
type pathCount struct {
	Forbidden, Closed, NotProved         int // flows
	Tried, NotTried                      int64
	Open, Refused, Filtered, Unreachable int64
	Intercepted                          int64
	ForbiddenTried                       int64
	OpenPorts, OpenHosts, Egress         int // that the policy forbids
	Proof, Weak                          int // bridges
	Controls, Held                       int
	Names                                int // of targets that could not be tried
	Attempts                             int64
}

func countPaths(r *report.Run) pathCount {
	var c pathCount
	for i := range r.Flows {
		f := &r.Flows[i]
		c.Tried, c.NotTried = c.Tried+f.Tried, c.NotTried+f.NotTried
		c.Open, c.Refused, c.Filtered = c.Open+f.Open, c.Refused+f.Refused, c.Filtered+f.Filtered
		c.Unreachable, c.Intercepted = c.Unreachable+f.Unreachable, c.Intercepted+f.Intercepted
		switch f.Judged() {
		case report.PathClosed:
			c.Forbidden++
			c.Closed++
			c.ForbiddenTried += f.Tried
		case report.PathNotProved:
			c.Forbidden++
			c.NotProved++
			c.ForbiddenTried += f.Tried
		case report.PathViolation:
			c.Forbidden++
			c.ForbiddenTried += f.Tried
		}
	}
	c.opens(r)
	for i := range r.Bridges {
		if r.Bridges[i].Weak() {
			c.Weak++
		} else {
			c.Proof++
		}
	}
	for i := range r.Controls {
		c.Controls++
		if r.Controls[i].OK {
			c.Held++
		}
	}
	for i := range r.Vantages {
		c.Attempts += r.Vantages[i].Attempts
	}
	c.Names = len(untried(r))
	return c
}

// opens counts the ports that are open though the policy forbids it.
func (c *pathCount) opens(r *report.Run) {
	hosts := map[string]bool{}
	seen := map[[4]string]bool{} // several vantage points may see the same
	for _, o := range forbiddenOpens(r) {
		key := [4]string{o.From, o.Host, o.Name, portOf(o)}
		if o.Protocol != "dns" {
			key[2] = ""
		}
		switch {
		case seen[key]:
		case o.Egress:
			c.Egress++
		default:
			c.OpenPorts++
			hosts[o.Host] = true
		}
		seen[key] = true
	}
	c.OpenHosts = len(hosts)
}

// forbiddenOpens returns what is open though the policy forbids it; a verdict that
// is not known counts as that.
func forbiddenOpens(r *report.Run) []*report.Open {
	return opensOf(r, (*report.Open).Forbidden)
}

func allowedOpens(r *report.Run) []*report.Open {
	return opensOf(r, func(o *report.Open) bool { return !o.Forbidden() })
}

func opensOf(r *report.Run, want func(*report.Open) bool) []*report.Open {
	var all []*report.Open
	for i := range r.Open {
		if want(&r.Open[i]) {
			all = append(all, &r.Open[i])
		}
	}
	return all
}

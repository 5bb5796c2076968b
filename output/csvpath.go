package output

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shikiri/shikiri/report"
)

// pathHeader names the columns of a probe's run: what evidence of segmentation has
// to say (PCI DSS v4.0.1, 11.4.5 and 11.4.6). The column row says what a row is:
// "vantage", "control", "flow", "open", "target" (one for each result: its ports),
// "swept", "bridge", "identity", "exposure", "unexamined", and "end". Where scans
// were merged with probes these columns follow those of scans, which stay.
var pathHeader = []string{
	"row", "verdict", "result", "from", "to", "source", "host", "name", "protocol", "ports", "attempts", "target_attempts", "first", "last", "tool", "policy",
	"service", "verified", "banner", "proved", "hosts", "tried", "open", "refused", "filtered", "unreachable", "intercepted", "not_tried", "millis",
	"kind", "value", "strength", "share", "findings", "records", "people", "why", "reason", "detail",
	"vantage", "state",
}

// csvColumns returns the columns of a run.
func csvColumns(r *report.Run) []string {
	switch {
	case !r.Probed():
		return csvHeader
	case len(r.Shares) == 0 && len(r.Findings) == 0:
		return pathHeader
	}
	all := slices.Clone(csvHeader)
	for _, name := range pathHeader {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// A csvRow is a row, by the names of columns.
type csvRow map[string]string

// pathRows writes a row for each entry of what probes tell.
func pathRows(r *report.Run, row csvRow, write func()) {
	from := newStands(r)
	for i := range r.Vantages {
		row.vantage(&r.Vantages[i])
		row["vantage"] = from.names[i]
		write()
	}
	for i := range r.Controls {
		row.control(&r.Controls[i])
		row.tool(from.of(r.Controls[i].From, r.Controls[i].Vantage, ""))
		write()
	}
	for i := range r.Flows {
		row.flow(&r.Flows[i])
		row.tool(from.of(r.Flows[i].From, r.Flows[i].Vantage, ""))
		write()
	}
	states := map[string]string{}
	if r.Changes != nil {
		for i := range r.Changes.Paths {
			states[openID(&r.Changes.Paths[i].Open)] = r.Changes.Paths[i].State
		}
	}
	for i := range r.Open {
		o := &r.Open[i]
		row.open(o)
		row["state"] = states[openID(o)]
		row.tool(from.of(o.From, o.Vantage, o.Source))
		write()
	}
	targets := newTargetRows(r, from)
	for i := range r.Targets {
		targets.write(&r.Targets[i], row, write)
	}
	for _, s := range r.Swept {
		row["row"], row["from"], row["to"], row["host"], row["vantage"] = "swept", s.From, s.To, s.Network, s.Vantage
		row["detail"] = fmt.Sprintf("%d addresses answered on no port", s.Silent)
		row["protocol"], row["result"], row["ports"], row["source"] = "tcp", "silent", s.Ports, s.Source
		row.number("hosts", s.Hosts)
		row.number("tried", s.Tried)
		if s.Attempts > 0 {
			row.number("attempts", int64(s.Attempts))
		}
		row.times(s.First, s.Last)
		row.tool(from.of(s.From, s.Vantage, s.Source))
		write()
	}
	for _, b := range r.Bridges {
		row["row"], row["kind"], row["value"], row["strength"], row["why"] = "bridge", b.Evidence, b.Value, b.Strength, b.Why
		row["host"], row["name"], row["to"] = strings.Join(b.Hosts, "; "), strings.Join(b.Names, "; "), strings.Join(b.Zones, "; ")
		write()
	}
	for _, i := range r.Identities {
		row["row"], row["from"], row["to"], row["host"], row["name"], row["kind"], row["value"] = "identity", i.From, i.Zone, i.Host, i.Name, i.Kind, i.Value
		row["ports"], row["protocol"], row["vantage"] = strconv.Itoa(int(i.Port)), "tcp", i.Vantage
		if i.Weak {
			row["strength"] = "weak"
		}
		write()
	}
	for i := range r.Exposures {
		row.exposure(&r.Exposures[i])
		write()
	}
}

func (row csvRow) number(name string, n int64) { row[name] = strconv.FormatInt(n, 10) }

// times fills when something was tried, first and last, in UTC as the evidence of
// several machines must agree.
func (row csvRow) times(first, last time.Time) {
	for name, t := range map[string]time.Time{"first": first, "last": last} {
		if !t.IsZero() {
			row[name] = t.UTC().Format(time.RFC3339)
		}
	}
}

func (row csvRow) vantage(v *report.Vantage) {
	row["row"], row["from"], row["host"], row["source"], row["ports"] = "vantage", v.From, v.Host, strings.Join(v.Addresses, "; "), v.Ports
	row["protocol"], row["tool"], row["policy"] = "tcp", v.Tool.Name+" "+v.Tool.Version, v.Tool.Policy
	row["detail"] = fmt.Sprintf("sweep %t, verify %t, rate %g, timeout %s, retries %d", v.Sweep, v.Verify, v.Rate, v.Timeout, v.Retries)
	row.number("attempts", v.Attempts)
	row.times(v.Started, v.Finished)
}

func (row csvRow) control(c *report.Control) {
	row["row"], row["kind"], row["from"], row["to"], row["host"], row["ports"] = "control", c.Kind, c.From, c.Zone, c.Host, c.Ports
	row["protocol"], row["result"], row["why"], row["vantage"] = "tcp", c.Result, c.Why, c.Vantage
	row["verdict"] = "fails"
	if c.OK {
		row["verdict"] = "holds"
	}
	if c.Answered != "" {
		row["detail"] = "answered: " + c.Answered
	}
	row.times(c.First, c.Last)
}

func (row csvRow) flow(f *report.Flow) {
	row["row"], row["verdict"], row["from"], row["to"], row["ports"], row["why"] = "flow", f.Judged(), f.From, f.To, f.Ports, f.Why
	row["proved"], row["vantage"] = strconv.FormatBool(f.Proved), f.Vantage
	if !f.Egress { // names are tried there, too
		row["protocol"] = "tcp"
	}
	row.number("hosts", f.Hosts)
	row.number("tried", f.Tried)
	for _, c := range flowCounts(f) {
		row.number(strings.ReplaceAll(c.result, "-", "_"), c.n)
	}
	row.times(f.Started, f.Finished)
}

func (row csvRow) open(o *report.Open) {
	row["row"], row["result"], row["verdict"], row["from"], row["to"], row["source"] = "open", "open", openVerdict(o), o.From, o.To, o.Source
	row["host"], row["name"], row["protocol"], row["ports"] = o.Host, o.Name, o.Protocol, strconv.Itoa(int(o.Port))
	row["service"], row["verified"], row["banner"], row["why"] = o.Service, strconv.FormatBool(o.Verified), o.Banner, o.Why
	row["millis"], row["vantage"] = strconv.FormatFloat(o.Millis, 'f', -1, 64), o.Vantage
	row.number("attempts", int64(o.Attempts))
	row.times(o.At, o.At)
}

func (row csvRow) exposure(e *report.Exposure) {
	row["row"], row["verdict"], row["from"], row["to"], row["host"], row["name"] = "exposure", e.Verdict, e.From, e.Zone, e.Address, e.Host
	var ports []string
	for _, p := range e.Ports {
		protocol, port, ok := strings.Cut(p, "/")
		if !ok {
			protocol, port = "", p
		}
		row["protocol"] = protocol
		ports = append(ports, port)
	}
	row["ports"], row["share"] = strings.Join(ports, ","), strings.Join(e.Shares, "; ")
	row.number("findings", e.Findings)
	row.number("records", e.Records)
	row.number("people", e.People)
	if e.PeopleAdded {
		row["detail"] = "people added up: they may be fewer"
	}
}

func (row csvRow) tool(v *report.Vantage) {
	row["tool"], row["policy"] = strings.TrimSpace(v.Tool.Name+" "+v.Tool.Version), v.Tool.Policy
}

// stands are the machines that a run was probed from.
type stands struct {
	run   *report.Run
	names []string // as rows call them
}

func newStands(r *report.Run) *stands { return &stands{r, r.VantageNames()} }

// of returns the machine that something was tried from, as far as its name or its
// address tells, and else one of the same zone.
func (s *stands) of(from, name, source string) *report.Vantage {
	best := &report.Vantage{Tool: s.run.Tool}
	for i := range s.run.Vantages {
		v := &s.run.Vantages[i]
		switch {
		case v.From != from || name != "" && s.names[i] != name && v.Host != name:
		case source != "" && slices.Contains(v.Addresses, source):
			return v
		default:
			best = v
		}
	}
	return best
}

package output

import (
	"cmp"
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
	for i := range r.Vantages {
		row.vantage(&r.Vantages[i])
		write()
	}
	for i := range r.Controls {
		row.control(&r.Controls[i])
		write()
	}
	for i := range r.Flows {
		row.flow(&r.Flows[i])
		write()
	}
	for i := range r.Open {
		row.open(r, &r.Open[i])
		write()
	}
	targets := newTargetRows(r)
	for i := range r.Targets {
		targets.write(&r.Targets[i], row, write)
	}
	for _, s := range r.Swept {
		row["row"], row["from"], row["to"], row["host"] = "swept", s.From, s.To, s.Network
		row["detail"] = fmt.Sprintf("%d addresses answered on no port", s.Silent)
		row.number("hosts", s.Hosts)
		row.number("tried", s.Tried)
		write()
	}
	for _, b := range r.Bridges {
		row["row"], row["kind"], row["value"], row["strength"], row["why"] = "bridge", b.Evidence, b.Value, b.Strength, b.Why
		row["host"], row["name"], row["to"] = strings.Join(b.Hosts, "; "), strings.Join(b.Names, "; "), strings.Join(b.Zones, "; ")
		write()
	}
	for _, i := range r.Identities {
		row["row"], row["from"], row["to"], row["host"], row["name"], row["kind"], row["value"] = "identity", i.From, i.Zone, i.Host, i.Name, i.Kind, i.Value
		row["ports"], row["protocol"] = strconv.Itoa(int(i.Port)), "tcp"
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
	row["protocol"], row["result"], row["why"] = "tcp", c.Result, c.Why
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
	row["row"], row["verdict"], row["from"], row["to"], row["ports"], row["why"] = "flow", flowVerdict(f), f.From, f.To, f.Ports, f.Why
	row["proved"] = strconv.FormatBool(f.Proved)
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

func (row csvRow) open(r *report.Run, o *report.Open) {
	row["row"], row["result"], row["verdict"], row["from"], row["to"], row["source"] = "open", "open", openVerdict(o), o.From, o.To, o.Source
	row["host"], row["name"], row["protocol"], row["ports"] = o.Host, o.Name, o.Protocol, strconv.Itoa(int(o.Port))
	row["service"], row["verified"], row["banner"], row["why"] = o.Service, strconv.FormatBool(o.Verified), o.Banner, o.Why
	row["millis"] = strconv.FormatFloat(o.Millis, 'f', -1, 64)
	row.number("attempts", int64(o.Attempts))
	row.tool(vantageOf(r, o.From, o.Source))
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

// vantageOf returns the machine that something was tried from, as far as its
// address tells, and else one of the same zone.
func vantageOf(r *report.Run, from, source string) *report.Vantage {
	best := &report.Vantage{Tool: r.Tool}
	for i := range r.Vantages {
		v := &r.Vantages[i]
		switch {
		case v.From != from:
		case source != "" && slices.Contains(v.Addresses, source):
			return v
		default:
			best = v
		}
	}
	return best
}

// targetRows write the rows of targets, whose ports have verdicts by the flows.
type targetRows struct {
	run     *report.Run
	allowed map[[2]string]report.Ports // by zones from and to
	proved  map[[2]string]bool         // what is forbidden there is proved
	open    map[openAt]string          // verdicts of what is open
}

type openAt struct {
	from, host string
	port       uint16
}

func newTargetRows(r *report.Run) *targetRows {
	t := &targetRows{run: r, allowed: map[[2]string]report.Ports{}, proved: map[[2]string]bool{}, open: map[openAt]string{}}
	ports := map[[2]string][]string{}
	for i := range r.Flows {
		f := &r.Flows[i]
		pair := [2]string{f.From, f.To}
		if f.Allowed {
			ports[pair] = append(ports[pair], f.Ports)
			continue
		}
		before, seen := t.proved[pair]
		t.proved[pair] = f.Proved && (before || !seen)
	}
	for pair, all := range ports {
		t.allowed[pair] = report.ParsePorts(strings.Join(all, ","))
	}
	for i := range r.Open {
		o := &r.Open[i]
		t.open[openAt{o.From, o.Host, o.Port}] = openVerdict(o)
	}
	return t
}

// write writes a row for each result of a target and verdict on it: the ports that
// came to it. What was open is in rows of its own, with service and time, too.
func (t *targetRows) write(x *report.Target, row csvRow, write func()) {
	tool := vantageOf(t.run, x.From, x.Source)
	for _, g := range []struct{ result, ports string }{
		{"open", x.Open}, {"refused", x.Refused}, {"filtered", x.Filtered}, {"unreachable", x.Unreachable}, {"intercepted", x.Intercepted}, {"not-tried", x.NotTried},
	} {
		for _, p := range t.parts(x, g.result, report.ParsePorts(g.ports)) {
			row["row"], row["result"], row["verdict"], row["from"], row["to"], row["source"] = "target", g.result, p.verdict, x.From, x.To, x.Source
			row["host"], row["name"], row["share"], row["ports"], row["protocol"] = x.Host, strings.Join(x.Names, "; "), strings.Join(x.Shares, "; "), p.ports.String(), "tcp"
			row.number("target_attempts", x.Attempts)
			row.tool(tool)
			row.times(x.First, x.Last)
			write()
		}
	}
}

type portPart struct {
	verdict string
	ports   report.Ports
}

// parts divides the ports of one result by verdict.
func (t *targetRows) parts(x *report.Target, result string, ports report.Ports) []portPart {
	pair := [2]string{x.From, x.To}
	var all []portPart
	add := func(verdict string, ports report.Ports) {
		if len(ports) > 0 {
			all = append(all, portPart{verdict, ports})
		}
	}
	if result == "open" {
		of := map[string][]string{}
		for _, r := range ports {
			for p := int(r.First); p <= int(r.Last); p++ {
				verdict := cmp.Or(t.open[openAt{x.From, x.Host, uint16(p)}], report.PathViolation)
				of[verdict] = append(of[verdict], strconv.Itoa(p))
			}
		}
		for _, verdict := range []string{report.PathViolation, report.PathAllowed} {
			add(verdict, report.ParsePorts(strings.Join(of[verdict], ",")))
		}
		return all
	}
	closed := report.PathNotProved
	if t.proved[pair] && result != "not-tried" && result != "intercepted" {
		closed = report.PathClosed
	}
	add(closed, ports.Without(t.allowed[pair]))
	add(report.PathNotOpen, ports.Both(t.allowed[pair]))
	return all
}

package output

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// targetRows write the rows of targets, whose ports have verdicts by the flows.
type targetRows struct {
	from    *stands
	allowed map[flowOf]report.Ports
	proved  map[flowOf]bool   // what is forbidden there is proved
	open    map[openAt]string // verdicts of what is open
}

// A flowOf is from where to where a machine tried.
type flowOf struct{ from, to, vantage string }

type openAt struct {
	from, host string
	port       uint16
}

func newTargetRows(r *report.Run, from *stands) *targetRows {
	t := &targetRows{from: from, allowed: map[flowOf]report.Ports{}, proved: map[flowOf]bool{}, open: map[openAt]string{}}
	ports := map[flowOf][]string{}
	for i := range r.Flows {
		f := &r.Flows[i]
		pair := flowOf{f.From, f.To, f.Vantage}
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
	tool := t.from.of(x.From, x.Vantage, x.Source)
	for _, g := range []struct{ result, ports string }{
		{"open", x.Open}, {"refused", x.Refused}, {"filtered", x.Filtered}, {"unreachable", x.Unreachable}, {"intercepted", x.Intercepted}, {"not-tried", x.NotTried},
	} {
		for _, p := range t.parts(x, g.result, report.ParsePorts(g.ports)) {
			row["row"], row["result"], row["verdict"], row["from"], row["to"], row["source"] = "target", g.result, p.verdict, x.From, x.To, x.Source
			row["host"], row["name"], row["share"], row["ports"], row["protocol"] = x.Host, strings.Join(x.Names, "; "), strings.Join(x.Shares, "; "), p.ports.String(), "tcp"
			row["vantage"] = x.Vantage
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
	pair := flowOf{x.From, x.To, x.Vantage}
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

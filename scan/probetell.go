package scan

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

// tell makes the report of what was tried.
func (p *prober) tell() *report.Run {
	r := p.run
	r.Finished = p.cfg.Now()
	r.Flows = p.flows()
	for _, reach := range p.reaches {
		if reach.judged {
			p.tellTargets(reach)
			p.tellSwept(reach)
			p.tellSpares(reach)
		}
	}
	p.tellEgress()
	p.tellKnown()
	p.tellUnfinished()
	r.Vantages = []report.Vantage{p.vantage()}
	r.Bridges = append(r.Bridges, report.Bridges(r.Identities, r.Zones, r.Controls)...)
	r.CountPaths()
	r.Interrupted = p.interrupted
	r.Complete = len(r.Unexamined) == 0 && p.unfinished == nil &&
		!slices.ContainsFunc(r.Flows, func(f report.Flow) bool { return f.NotTried > 0 })
	r.ExitCode = probeExitCode(r)
	r.Conformity, _ = r.Judge()
	r.Sort()
	return r
}

// probeExitCode is that of the command line: what is wrong comes before what is
// not proved.
func probeExitCode(r *report.Run) int {
	switch {
	case r.Interrupted:
		return 130
	case r.PathOpen() || r.Bridged():
		return 1
	case !r.Complete || r.Unproved() || len(r.Flows) == 0:
		return 3
	}
	return 0
}

func (p *prober) tellUnfinished() {
	left := int64(0)
	for _, f := range p.run.Flows {
		left += f.NotTried
	}
	switch {
	case left > 0:
		p.warn(sayTime, left, p.stopped())
	case p.unfinished != nil:
		p.warn(sayNotAgain, p.stopped())
	}
}

// tellTargets lists the addresses of a zone that are declared, and those that
// answered; and what of it was open.
func (p *prober) tellTargets(r *reach) {
	whole := p.countHosts(r)*int64(len(p.ports)) == p.triedOf(r)+p.spared(r, p.ports)
	for _, t := range r.hosts {
		if !t.counted() || !t.declared() && t.mute() {
			continue
		}
		row := report.Target{
			From: p.from.Name, To: r.zone.Name, Host: t.addr.String(), Names: t.names, Shares: t.shares, Declared: t.declared(),
			Source: addrText(t.source), Attempts: t.attempts, First: t.first, Last: t.last,
			Refused: formatPorts(p.portsIn(t, probe.Refused)), Unreachable: formatPorts(p.portsIn(t, probe.Unreachable)),
		}
		silent := p.portsIn(t, probe.Filtered)
		if whole && !t.sampled { // what has no state was silent before the target had an entry
			untried := p.portsIn(t, probe.Untried)
			row.Attempts += int64(len(untried)) * int64(1+max(0, p.cfg.Options.Retries))
			silent = append(silent, untried...)
		} else {
			row.NotTried = formatPorts(p.portsIn(t, probe.Untried))
		}
		row.Filtered = formatPorts(silent)
		var open, intercepted []uint16
		for _, o := range t.opened {
			if t.intercepted(o.place) {
				intercepted = append(intercepted, p.ports[o.place])
			} else {
				open = append(open, p.ports[o.place])
				p.run.Open = append(p.run.Open, p.open(r, t, o))
			}
		}
		row.Open, row.Intercepted = formatPorts(open), formatPorts(intercepted)
		slices.Sort(row.Names)
		slices.Sort(row.Shares)
		p.run.Targets = append(p.run.Targets, row)
	}
}

// triedOf counts the ports of addresses of a zone that were tried.
func (p *prober) triedOf(r *reach) int64 {
	n := int64(0)
	for _, rest := range r.rest {
		for _, m := range rest {
			n += m
		}
	}
	for _, t := range r.hosts {
		if t.counted() {
			n += int64(len(t.states) - len(p.portsIn(t, probe.Untried)))
		}
	}
	return n
}

func (p *prober) open(r *reach, t *target, o openPort) report.Open {
	port := p.ports[o.place]
	row := report.Open{
		From: p.from.Name, To: r.zone.Name, Host: t.addr.String(), Port: port, Protocol: "tcp", Verdict: report.PathViolation,
		Source: addrText(t.source), Attempts: o.attempts, At: o.at, Millis: millis(o.took),
	}
	if len(t.names) > 0 {
		row.Name = slices.Min(t.names)
	}
	if r.allowedPort(port) {
		row.Verdict = report.PathAllowed
	}
	service, asked := t.spoke[o.place]
	p.describe(&row, service, asked)
	if t.itself[o.place] {
		row.Why = sayBeyondProxy
	}
	return row
}

// describe fills what answers at a port: as it said itself, or as the port tells.
func (p *prober) describe(row *report.Open, s probe.Service, asked bool) {
	row.Service, row.Verified, row.Banner = s.Name, s.Verified, s.Banner
	if row.Service == "" {
		row.Service = probe.ServiceName(row.Port)
	}
	if asked && !s.Verified && row.Service != "" {
		row.Why = fmt.Sprintf(sayDidNotSpeak, row.Service)
	}
}

func addrText(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

func (p *prober) tellSwept(r *reach) {
	for _, n := range r.swept {
		row := report.Swept{From: p.from.Name, To: r.zone.Name, Network: n.String(), Hosts: p.distinct(nil, []netip.Prefix{n})}
		answering := int64(0)
		for _, t := range r.hosts {
			if usable(n, t.addr) && !p.own[t.addr] {
				row.Tried += int64(len(t.states) - len(p.portsIn(t, probe.Untried)))
				if !t.mute() {
					answering++
				}
			}
		}
		row.Silent = row.Hosts - answering
		row.Tried += r.restOf[n]
		p.run.Swept = append(p.run.Swept, row)
	}
}

// tellSpares reports the controls of a zone that are its unused addresses and its
// routers. Where all of many answer, some of them tell it.
func (p *prober) tellSpares(r *reach) {
	for _, t := range r.hosts {
		if t.router {
			p.run.Controls = append(p.run.Controls, p.controlOf("gateway", t))
		}
	}
	for _, l := range r.lots {
		if len(l.spares) == 0 && l.proven == nil {
			p.run.Controls = append(p.run.Controls, report.Control{
				From: p.from.Name, Kind: "unused-address", Zone: r.zone.Name, Result: "none", Why: sayNoUnused,
			})
		}
		told := 0
		for i, t := range l.spares {
			if t.inUse && i >= l.declared {
				continue // it was none: it is among the targets
			}
			if told++; told > sparesChosen && i >= l.declared && !t.mute() {
				continue
			}
			p.run.Controls = append(p.run.Controls, p.controlOf("unused-address", t))
		}
	}
}

func (p *prober) controlOf(kind string, t *target) report.Control {
	c := report.Control{
		From: p.from.Name, Kind: kind, Zone: t.reach.zone.Name, Host: t.addr.String(), First: t.first, Last: t.last, Result: "silent", OK: true,
		Answered: formatPorts(p.portsIn(t, probe.Open, probe.Refused)),
	}
	tried := p.portsIn(t, probe.Open, probe.Refused, probe.Filtered, probe.Unreachable)
	c.Ports = formatPorts(tried)
	switch unreachable := p.portsIn(t, probe.Unreachable); {
	case len(tried) == 0:
		c.Result, c.OK = "none", kind == "gateway"
	case slices.Contains(t.states, probe.Open):
		c.Result = "open"
	case slices.Contains(t.states, probe.Refused):
		c.Result = "refused"
	case len(unreachable) == len(tried):
		c.Result = "unreachable"
	}
	if kind != "unused-address" || t.mute() {
		return c
	}
	c.OK, c.Why = false, sayAnswersNobody
	if t.inUse {
		c.Why = sayDeclaredInUse
	}
	return c
}

// tellKnown reports what had to be open.
func (p *prober) tellKnown() {
	if len(p.known) == 0 {
		p.run.Controls = append(p.run.Controls, report.Control{
			From: p.from.Name, Kind: "known-open", Zone: p.from.Name, Result: "none", Why: fmt.Sprintf(sayNoKnown, p.from.Name),
		})
	}
	for _, k := range p.known {
		c := report.Control{
			From: p.from.Name, Kind: "known-open", Host: k.addr.String(), Ports: formatPorts([]uint16{k.port}), Result: k.before.String(),
			OK: k.ok(), First: k.first, Last: k.last,
		}
		if k.zone != nil {
			c.Zone = k.zone.Name
		}
		if k.before == probe.Open {
			c.Answered, c.Result = c.Ports, k.after.String()
		} else if k.before == probe.Refused {
			c.Answered = c.Ports
		}
		switch {
		case k.ok():
		case p.own[k.addr]:
			c.Result, c.Why = "none", sayKnownItself
		case k.proxied:
			c.Why = sayKnownProxy
		case k.before == probe.Open && k.after == probe.Untried:
			c.Why = sayNotInTime
		case k.before == probe.Open:
			c.Why = sayNoLongerOpen
		default:
			c.Why = sayNeverOpen
		}
		if c.Result == probe.Untried.String() {
			c.Result = "none"
		}
		p.run.Controls = append(p.run.Controls, c)
	}
}

package main

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
)

// listHosts writes the addresses that a zone is said to have, and returns how many
// of its hosts stand in another.
func (p *program) listHosts(policy *netzone.Policy, z *netzone.Zone, found map[string]*addresses) (astray int) {
	if len(z.Gateways) > 0 {
		p.tell("  gateway: %s\n", addressList(z.Gateways))
	}
	if len(z.Unused) > 0 {
		p.tell("  unused: %s\n", addressList(z.Unused))
	}
	for _, host := range z.Hosts {
		text, ok := p.checkHost(policy, z.Name, host, found)
		if !ok {
			astray++
		}
		p.tell("  host %s: %s\n", host, text)
	}
	return astray
}

func addressList(all []netip.Addr) string {
	texts := make([]string, len(all))
	for i, a := range all {
		texts[i] = a.String()
	}
	return strings.Join(texts, ", ")
}

// describeFlows writes what is allowed between zones, and what must not be
// reachable in the internet.
func (p *program) describeFlows(policy *netzone.Policy) {
	for _, f := range policy.Flows {
		p.tell("flow %s to %s: %s\n", f.From, f.To, "tcp/"+probe.FormatPorts(f.Ports))
	}
	for _, c := range policy.Egress {
		from := p.speak("zones that allow personal data")
		if len(c.From) > 0 {
			from = strings.Join(c.From, ", ")
		}
		if c.Name == "" {
			p.tell("way out from %s: %s must not be reachable\n", from, canaryName(c))
			continue
		}
		by := ""
		if c.Server != "" {
			by = p.speak(" by %s", c.Server)
		}
		p.tell("way out from %s: the name %s must not be resolved%s\n", from, c.Name, by)
	}
}

func canaryName(c netzone.Canary) string {
	if len(c.Ports) == 1 {
		return net.JoinHostPort(c.Host, strconv.Itoa(int(c.Ports[0])))
	}
	return fmt.Sprintf("%s tcp/%s", c.Host, probe.FormatPorts(c.Ports))
}

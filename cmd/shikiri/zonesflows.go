package main

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/shikiri/shikiri/netzone"
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
		p.tell("flow %s to %s: %s\n", f.From, f.To, "tcp/"+portList(f.Ports))
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
	return fmt.Sprintf("%s tcp/%s", c.Host, portList(c.Ports))
}

// portList writes ports in order, neighbours as ranges: "22,8000-8010".
func portList(ports []uint16) string {
	all := slices.Compact(slices.Sorted(slices.Values(ports)))
	var parts []string
	for i := 0; i < len(all); {
		j := i
		for j+1 < len(all) && all[j+1] == all[j]+1 {
			j++
		}
		part := strconv.Itoa(int(all[i]))
		if j > i {
			part += "-" + strconv.Itoa(int(all[j]))
		}
		parts = append(parts, part)
		i = j + 1
	}
	return strings.Join(parts, ",")
}

package rules

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/shikiri/shikiri/netzone"
)

// canaryPort is tried if none is said: the way that nearly every program takes.
const canaryPort = 443

// canary reads something in the internet: host and ports, a name that must not
// be resolved, or "198.51.100.7:443" for short.
func (d *decoder) canary(n ast.Node, at string) {
	var c netzone.Canary
	defer func() { d.config.Policy.Egress = append(d.config.Policy.Egress, c) }()
	if text, ok := n.(*ast.StringNode); ok {
		c = d.shortCanary(text, at)
		return
	}
	d.object(n, at, "a canary", []key{
		{name: "host", read: func(n ast.Node, at string) { c.Host = d.host(n, at) }},
		{name: "ports", read: func(n ast.Node, at string) { c.Ports = d.ports(n, at) }},
		{name: "dns", read: func(n ast.Node, at string) { c.Name = d.dnsName(n, at) }},
		{name: "server", read: func(n ast.Node, at string) {
			if addr := d.address(n, at); addr.IsValid() {
				c.Server = addr.String()
			}
		}},
		{name: "from", read: func(n ast.Node, at string) {
			d.each(n, at, func(n ast.Node, at string) {
				zone, _ := d.text(n, at)
				c.From = append(c.From, zone)
			})
		}},
	})
	d.checkCanary(n, at)
	if c.Host != "" && c.Ports == nil {
		c.Ports = []uint16{canaryPort}
	}
}

func (d *decoder) shortCanary(n *ast.StringNode, at string) (c netzone.Canary) {
	text, ok := d.plain(n, at)
	if !ok {
		return c
	}
	host, hint := parseHost(text)
	port := uint16(canaryPort)
	if _, number, ok := cutPort(text); ok && hint != "" && strings.Trim(number, "0123456789") == "" {
		host, port, hint = parseHostPort(text)
	} else if hint != "" {
		hint = "write a host, or a host and a port, as 198.51.100.7:443 or [2001:db8::7]:443"
	}
	if hint != "" {
		d.fail(n, at, fmt.Sprintf("bad canary %q", text), hint)
		return c
	}
	return netzone.Canary{Host: host, Ports: []uint16{port}}
}

// checkCanary tells which keys do not go together.
func (d *decoder) checkCanary(n ast.Node, at string) {
	m, ok := n.(ast.MapNode)
	if !ok {
		return
	}
	has := map[string]ast.Node{}
	for pairs := m.MapRange(); pairs.Next(); {
		if name, ok := pairs.Key().(*ast.StringNode); ok {
			has[name.Value] = pairs.Key()
		}
	}
	switch {
	case has["host"] == nil && has["dns"] == nil:
		d.fail(n, at, `a canary needs the key "host" or the key "dns"`, "")
	case has["host"] != nil && has["dns"] != nil:
		d.fail(has["dns"], at+".dns", "a canary has host or dns, not both", "make two of it; a host that is a name is looked up anyway")
	case has["dns"] != nil && has["ports"] != nil:
		d.fail(has["ports"], at+".ports", "a dns canary has no ports", "")
	case has["host"] != nil && has["server"] != nil:
		d.fail(has["server"], at+".server", "server goes with dns, not with host", "")
	}
}

func (d *decoder) dnsName(n ast.Node, at string) string {
	text, ok := d.plain(n, at)
	if !ok {
		return ""
	}
	if _, err := netip.ParseAddr(text); err == nil || !isHostName(text) {
		d.fail(n, at, fmt.Sprintf("bad name %q", text), "write a name that the internet knows, as canary.example.com")
		return ""
	}
	return text
}

package rules

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"

	"github.com/shikiri/shikiri/netzone"
)

func (d *decoder) flow(n ast.Node, at string) {
	var f netzone.Flow
	d.object(n, at, "a flow", []key{
		{name: "from", required: true, read: func(n ast.Node, at string) { f.From, _ = d.text(n, at) }},
		{name: "to", required: true, read: func(n ast.Node, at string) { f.To, _ = d.text(n, at) }},
		{name: "ports", required: true, read: func(n ast.Node, at string) { f.Ports = d.ports(n, at) }},
	})
	d.config.Policy.Flows = append(d.config.Policy.Flows, f)
}

func (d *decoder) port(n ast.Node, at string) uint16 {
	port, ok := d.number(n, at)
	if ok && (port < 1 || port > 65535) {
		d.fail(n, at, fmt.Sprintf("port %d is out of range", port), "ports are 1 to 65535")
		return 0
	}
	return uint16(port)
}

package rules

import (
	"github.com/goccy/go-yaml/ast"

	"github.com/shikiri/shikiri/netzone"
)

func (d *decoder) client(n ast.Node, at string) {
	var c netzone.Client
	d.object(n, at, "a client", []key{
		{name: "name", required: true, read: func(n ast.Node, at string) { c.Name, _ = d.text(n, at) }},
		{name: "paths", required: true, read: func(n ast.Node, at string) { c.Paths = d.texts(n, at) }},
		{name: "retention", read: func(n ast.Node, at string) { c.Retention = d.duration(n, at) }},
		{name: "date-from", read: func(n ast.Node, at string) { c.DateFrom = d.dating(n, at) }},
	})
	d.config.Policy.Clients = append(d.config.Policy.Clients, c)
}

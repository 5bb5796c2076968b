package rules

import "github.com/goccy/go-yaml/ast"

// A Report is what stands on the cover of a report and no scan can know. What is
// not said is empty.
type Report struct {
	Number   string // 実施番号, of the house
	Revision int    // 版, from 1; 0: not said
	Title    string
	Subject  string // 対象: who is audited, the vendor or site
	Operator string // who runs the scan
}

func (d *decoder) report(n ast.Node, at string) {
	if _, null := n.(*ast.NullNode); null {
		return // as it is left when all of it is commented out
	}
	r := &d.config.Report
	text := func(to *string) func(ast.Node, string) {
		return func(n ast.Node, at string) { *to, _ = d.text(n, at) }
	}
	d.object(n, at, "a report", []key{
		{name: "number", read: func(n ast.Node, at string) { r.Number, _ = d.word(n, at, "a text") }},
		{name: "revision", read: func(n ast.Node, at string) {
			v, ok := d.number(n, at)
			if ok && v < 1 {
				d.fail(n, at, "revision 0 is none", "count from 1, or leave it out")
			}
			r.Revision = v
		}},
		{name: "title", read: text(&r.Title)},
		{name: "subject", read: text(&r.Subject)},
		{name: "operator", read: text(&r.Operator)},
	})
}

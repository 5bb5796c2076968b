package output

import (
	"encoding/json"
	"io"
	"slices"

	"github.com/shikiri/shikiri/report"
)

func init() {
	register(&Format{
		Name:  "json",
		Ext:   ".json",
		Doc:   "the whole run, for programs and for shikiri report",
		Write: writeJSON,
	})
}

// writeJSON writes r as one indented JSON value. The form is a contract: see
// testdata/report.schema.json.
func writeJSON(w io.Writer, r *report.Run, _ Options) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false) // <, > and & in a path stay what they are
	return enc.Encode(withLists(r))
}

// withLists returns a copy of r in which no list is nil: a reader that loops
// over "findings" must not meet null. It leaves r and its lists alone.
func withLists(r *report.Run) *report.Run {
	c := *r
	c.Shares = list(r.Shares)
	c.Clients = list(r.Clients)
	c.Unexamined = list(r.Unexamined)
	c.Findings = list(slices.Clone(r.Findings))
	for i := range c.Findings {
		c.Findings[i] = withSamples(c.Findings[i])
	}
	return &c
}

// withSamples returns f with no list nil.
func withSamples(f report.Finding) report.Finding {
	f.Samples = list(slices.Clone(f.Samples))
	for i := range f.Samples {
		f.Samples[i].Evidence = list(f.Samples[i].Evidence)
	}
	return f
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

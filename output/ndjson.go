package output

import (
	"bufio"
	"encoding/json"
	"io"
	"time"

	"github.com/shikiri/shikiri/report"
)

func init() {
	register(&Format{
		Name:  "ndjson",
		Ext:   ".ndjson",
		Doc:   "a line of JSON for each finding, for log collectors; ends with an end line",
		Write: writeNDJSON,
	})
}

// The lines that an NDJSON report has once each, the first and the last. A file
// without the end line was cut short: it must not be read as a report.
type (
	runLine struct {
		Type          string             `json:"type"` // "run"
		Schema        string             `json:"schema"`
		Tool          report.Tool        `json:"tool"`
		Cover         report.Cover       `json:"cover"`
		Started       time.Time          `json:"started"`
		MinConfidence string             `json:"min_confidence"`
		Shares        []report.Share     `json:"shares"`
		Warnings      []string           `json:"warnings,omitempty"`
		Titles        map[string]string  `json:"titles,omitempty"`
		People        *report.PeopleFile `json:"people_file,omitempty"`
		Client        string             `json:"client,omitempty"`
		Of            string             `json:"of,omitempty"`
		Redacted      bool               `json:"redacted,omitempty"`
		NamesKey      string             `json:"names_key,omitempty"`
		Options       *report.Options    `json:"options,omitempty"`
		From          string             `json:"from,omitempty"`
	}
	endLine struct {
		Type        string         `json:"type"` // "end"
		Finished    time.Time      `json:"finished"`
		Conformity  string         `json:"conformity,omitempty"`
		Complete    bool           `json:"complete"`
		Interrupted bool           `json:"interrupted,omitempty"`
		ExitCode    int            `json:"exit_code"`
		Summary     report.Summary `json:"summary"`
		Clients     int            `json:"clients"`         // lines of this type before
		Findings    int            `json:"findings"`        // lines of this type before
		Unexamined  int            `json:"unexamined"`      // lines of this type before
		Lines       map[string]int `json:"lines,omitempty"` // of the other types, by type
	}
)

// The lines between, each one entry of a list of the run.
type (
	clientLine struct {
		Type string `json:"type"` // "client"
		report.Client
	}
	findingLine struct {
		Type string `json:"type"` // "finding"
		report.Finding
	}
	unexaminedLine struct {
		Type string `json:"type"` // "unexamined"
		report.Unexamined
	}
	explanationLine struct {
		Type string `json:"type"` // "explanation"
		report.Explanation
	}
	zoneLine struct {
		Type string `json:"type"` // "zone"
		report.Zone
	}
	exceptionLine struct {
		Type string `json:"type"` // "exception"
		report.Excuse
	}
	sharedLine struct {
		Type string `json:"type"` // "shared"
		report.Shared
	}
	copyLine struct {
		Type string `json:"type"` // "copy"
		report.Copy
	}
	knownSetLine struct {
		Type string `json:"type"` // "known_set"
		report.KnownSet
	}
	knownLine struct {
		Type string `json:"type"` // "known"
		report.Known
	}
	retentionLine struct {
		Type string `json:"type"` // "retention"
		report.Retention
	}
	// changesLine is what report.Changes tells, but for its lists.
	changesLine struct {
		Type      string        `json:"type"` // "changes"
		Old       report.RunRef `json:"old"`
		New       report.RunRef `json:"new"`
		Baseline  bool          `json:"baseline,omitempty"`
		Added     int64         `json:"added"`
		Grown     int64         `json:"grown"`
		Remaining int64         `json:"remaining"`
		Moved     int64         `json:"moved"`
		Notes     []string      `json:"notes,omitempty"`
	}
	goneLine struct {
		Type string `json:"type"` // "gone", "unclear"
		report.Gone
	}
	moveLine struct {
		Type string `json:"type"` // "move"
		report.Move
	}
	partLine struct {
		Type string `json:"type"` // "part"
		report.Part
	}
)

// A lineWriter writes lines of JSON until the first error, which it keeps.
type lineWriter struct {
	enc    *json.Encoder
	counts map[string]int // of the types that end lines do not count by name
	err    error
}

func (w *lineWriter) write(line any) {
	if w.err == nil {
		w.err = w.enc.Encode(line)
	}
}

// writeLines writes a line for each entry, as line makes it, and counts them.
func writeLines[T any](w *lineWriter, kind string, entries []T, line func(kind string, entry *T) any) {
	for i := range entries {
		if w.err != nil {
			return
		}
		w.write(line(kind, &entries[i]))
		w.counts[kind]++
	}
}

// writeNDJSON writes line by line: a line is all it ever holds of its own.
func writeNDJSON(out io.Writer, r *report.Run, _ Options) error {
	buf := bufio.NewWriterSize(out, writeBuffer)
	w := &lineWriter{enc: json.NewEncoder(buf), counts: map[string]int{}}
	w.enc.SetEscapeHTML(false)
	w.write(runLine{
		Type: "run", Schema: r.Schema, Tool: r.Tool, Cover: r.Cover, Started: r.Started,
		MinConfidence: r.MinConfidence, Shares: list(r.Shares), Warnings: r.Warnings, Titles: r.Titles,
		People: r.People, Client: r.Client, Of: r.Of, Redacted: r.Redacted, NamesKey: r.NamesKey, Options: r.Options, From: r.From,
	})
	writeLines(w, "zone", r.Zones, func(kind string, z *report.Zone) any { return zoneLine{kind, *z} })
	for i := 0; w.err == nil && i < len(r.Clients); i++ {
		w.write(clientLine{"client", r.Clients[i]})
	}
	var samples []report.Sample
	finding := &findingLine{Type: "finding"}
	for i := 0; w.err == nil && i < len(r.Findings); i++ {
		finding.Finding = r.Findings[i]
		finding.Samples, samples = withEvidence(finding.Samples, samples)
		w.write(finding)
	}
	unexamined := &unexaminedLine{Type: "unexamined"}
	for i := 0; w.err == nil && i < len(r.Unexamined); i++ {
		unexamined.Unexamined = r.Unexamined[i]
		w.write(unexamined)
	}
	writeLines(w, "explanation", r.Explanations, func(kind string, e *report.Explanation) any { return explanationLine{kind, *e} })
	w.audit(r)
	w.paths(r)
	w.write(endLine{
		Type: "end", Finished: r.Finished, Conformity: r.Conformity, Complete: r.Complete, Interrupted: r.Interrupted,
		ExitCode: r.ExitCode, Summary: r.Summary,
		Clients: len(r.Clients), Findings: len(r.Findings), Unexamined: len(r.Unexamined), Lines: w.counts,
	})
	if w.err != nil {
		return w.err
	}
	return buf.Flush()
}

// audit writes what auditors ask besides findings.
func (w *lineWriter) audit(r *report.Run) {
	writeLines(w, "exception", r.Exceptions, func(kind string, e *report.Excuse) any { return exceptionLine{kind, *e} })
	writeLines(w, "shared", r.Shared, func(kind string, s *report.Shared) any { return sharedLine{kind, *s} })
	writeLines(w, "copy", r.Copies, func(kind string, c *report.Copy) any { return copyLine{kind, *c} })
	writeLines(w, "known_set", r.KnownSets, func(kind string, s *report.KnownSet) any { return knownSetLine{kind, *s} })
	writeLines(w, "known", r.Known, func(kind string, k *report.Known) any { return knownLine{kind, *k} })
	writeLines(w, "retention", r.Retention, func(kind string, t *report.Retention) any {
		line := retentionLine{kind, *t}
		line.Ages = list(line.Ages)
		return line
	})
	if c := r.Changes; c != nil {
		writeLines(w, "changes", []report.Changes{*c}, func(kind string, c *report.Changes) any {
			return changesLine{kind, c.Old, c.New, c.Baseline, c.Added, c.Grown, c.Remaining, c.Moved, c.Notes}
		})
		gone := func(kind string, g *report.Gone) any { return goneLine{kind, *g} }
		writeLines(w, "gone", c.Gone, gone)
		writeLines(w, "unclear", c.Unclear, gone)
		writeLines(w, "path_change", c.Paths, func(kind string, p *report.PathChange) any { return pathChangeLine{kind, *p} })
		writeLines(w, "bridge_change", c.Bridges, func(kind string, b *report.BridgeChange) any {
			line := bridgeChangeLine{kind, *b}
			line.Bridge = wholeBridges([]report.Bridge{b.Bridge})[0]
			return line
		})
		writeLines(w, "flow_change", c.Flows, func(kind string, f *report.FlowChange) any { return flowChangeLine{kind, *f} })
		writeLines(w, "move", c.Moves, func(kind string, m *report.Move) any { return moveLine{kind, *m} })
	}
	writeLines(w, "part", r.Parts, func(kind string, p *report.Part) any { return partLine{kind, *p} })
}

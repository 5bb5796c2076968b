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

// The lines of an NDJSON report, in the order they are written. A file without
// the end line was cut short: it must not be read as a report.
type (
	runLine struct {
		Type          string            `json:"type"` // "run"
		Schema        string            `json:"schema"`
		Tool          report.Tool       `json:"tool"`
		Started       time.Time         `json:"started"`
		MinConfidence string            `json:"min_confidence"`
		Shares        []report.Share    `json:"shares"`
		Warnings      []string          `json:"warnings,omitempty"`
		Titles        map[string]string `json:"titles,omitempty"`
		Client        string            `json:"client,omitempty"`
		Of            string            `json:"of,omitempty"`
		Redacted      bool              `json:"redacted,omitempty"`
	}
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
	endLine struct {
		Type        string         `json:"type"` // "end"
		Finished    time.Time      `json:"finished"`
		Complete    bool           `json:"complete"`
		Interrupted bool           `json:"interrupted,omitempty"`
		ExitCode    int            `json:"exit_code"`
		Summary     report.Summary `json:"summary"`
		Clients     int            `json:"clients"`    // lines of this type before
		Findings    int            `json:"findings"`   // lines of this type before
		Unexamined  int            `json:"unexamined"` // lines of this type before
	}
)

// writeNDJSON writes line by line: a line is all it ever holds of its own.
func writeNDJSON(w io.Writer, r *report.Run, _ Options) error {
	buf := bufio.NewWriterSize(w, writeBuffer)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(runLine{
		Type: "run", Schema: r.Schema, Tool: r.Tool, Started: r.Started,
		MinConfidence: r.MinConfidence, Shares: list(r.Shares), Warnings: r.Warnings, Titles: r.Titles,
		Client: r.Client, Of: r.Of, Redacted: r.Redacted,
	})
	for i := 0; err == nil && i < len(r.Clients); i++ {
		err = enc.Encode(clientLine{"client", r.Clients[i]})
	}
	var samples []report.Sample
	finding := &findingLine{Type: "finding"}
	for i := 0; err == nil && i < len(r.Findings); i++ {
		finding.Finding = r.Findings[i]
		finding.Samples, samples = withEvidence(finding.Samples, samples)
		err = enc.Encode(finding)
	}
	unexamined := &unexaminedLine{Type: "unexamined"}
	for i := 0; err == nil && i < len(r.Unexamined); i++ {
		unexamined.Unexamined = r.Unexamined[i]
		err = enc.Encode(unexamined)
	}
	for i := 0; err == nil && i < len(r.Explanations); i++ {
		err = enc.Encode(explanationLine{"explanation", r.Explanations[i]})
	}
	if err == nil {
		err = enc.Encode(endLine{
			Type: "end", Finished: r.Finished, Complete: r.Complete, Interrupted: r.Interrupted,
			ExitCode: r.ExitCode, Summary: r.Summary,
			Clients: len(r.Clients), Findings: len(r.Findings), Unexamined: len(r.Unexamined),
		})
	}
	if err != nil {
		return err
	}
	return buf.Flush()
}

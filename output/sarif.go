package output

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/shikiri/shikiri/report"
)

func init() {
	register(&Format{
		Name:   "sarif",
		Ext:    ".sarif",
		Doc:    "SARIF 2.1.0, for code scanning of GitHub and others",
		Spoken: true,
		Write:  writeSARIF,
	})
}

// What GitHub takes: it refuses a run of more than 25,000 results, and shows
// 5,000 of them. Results are written worst first.
// https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
const (
	sarifResults       = 25_000
	sarifNotifications = 1_000 // of what was not examined; the rest is counted
)

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// writeSARIF writes a run as one run of SARIF 2.1.0 (OASIS Standard, errata 01):
// one result for each finding, for a file may hold thousands of names, with the
// number of them as its occurrenceCount. What may be where it is needs no alert:
// of that only what an exception excuses is written, as suppressed. Of a probe's
// run there is one for each open port, bridge and flow that is not as it must be.
//
// Results are written one after the other into a run that has none.
func writeSARIF(w io.Writer, r *report.Run, o Options) error {
	s := newSARIF(r, o)
	results, left := s.choose()
	head, tail, err := s.frame(left)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, writeBuffer)
	out.Write(head)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for i, result := range results {
		if i > 0 {
			out.WriteByte(',')
		}
		v := s.of(&result)
		if err := enc.Encode(&v); err != nil {
			return err
		}
	}
	out.Write(tail) // kept by out, as the errors above: Flush returns it
	return out.Flush()
}

// The objects of SARIF that are used, by their names in the standard.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool              sarifTool                `json:"tool"`
		AutomationDetails sarifAutomation          `json:"automationDetails"`
		BaselineGUID      string                   `json:"baselineGuid,omitempty"`
		OriginalURIBases  map[string]sarifLocation `json:"originalUriBaseIds,omitempty"`
		Invocations       []sarifInvocation        `json:"invocations"`
		ColumnKind        string                   `json:"columnKind"`
		RedactionTokens   []string                 `json:"redactionTokens"`
		Properties        sarifProperties          `json:"properties"`
		Results           []sarifResult            `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name            string            `json:"name"`
		Version         string            `json:"version,omitempty"`
		SemanticVersion string            `json:"semanticVersion,omitempty"`
		Rules           []sarifDescriptor `json:"rules"`
		Notifications   []sarifDescriptor `json:"notifications,omitempty"`
	}
	sarifDescriptor struct {
		ID                   string              `json:"id"`
		Name                 string              `json:"name,omitempty"`
		ShortDescription     sarifMessage        `json:"shortDescription"`
		FullDescription      sarifMessage        `json:"fullDescription"`
		Help                 *sarifMessage       `json:"help,omitempty"`
		DefaultConfiguration *sarifConfiguration `json:"defaultConfiguration,omitempty"`
		Properties           sarifProperties     `json:"properties,omitempty"`
	}
	sarifConfiguration struct {
		Level string `json:"level"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifAutomation struct {
		ID   string `json:"id"`
		GUID string `json:"guid,omitempty"`
	}
	sarifInvocation struct {
		StartTime     string              `json:"startTimeUtc"`
		EndTime       string              `json:"endTimeUtc"`
		ExitCode      int                 `json:"exitCode"`
		Successful    bool                `json:"executionSuccessful"`
		Machine       string              `json:"machine,omitempty"`
		Account       string              `json:"account,omitempty"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Descriptor *sarifReference `json:"descriptor,omitempty"`
		Level      string          `json:"level"`
		Message    sarifMessage    `json:"message"`
		Locations  []sarifPlace    `json:"locations,omitempty"`
	}
	sarifReference struct {
		ID string `json:"id"`
	}
	sarifResult struct {
		RuleID              string             `json:"ruleId"`
		RuleIndex           int                `json:"ruleIndex"`
		Level               string             `json:"level"`
		Message             sarifMessage       `json:"message"`
		Locations           []sarifPlace       `json:"locations"`
		OccurrenceCount     int64              `json:"occurrenceCount,omitempty"`
		PartialFingerprints map[string]string  `json:"partialFingerprints"`
		BaselineState       string             `json:"baselineState,omitempty"`
		Suppressions        []sarifSuppression `json:"suppressions,omitempty"`
		Properties          sarifProperties    `json:"properties"`
	}
	sarifSuppression struct {
		Kind          string          `json:"kind"`
		Status        string          `json:"status"`
		Justification string          `json:"justification,omitempty"`
		Properties    sarifProperties `json:"properties,omitempty"`
	}
	sarifPlace struct {
		Physical sarifPhysical  `json:"physicalLocation"` // GitHub takes no result without
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifLocation `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifLogical struct {
		Name               string `json:"name"`
		FullyQualifiedName string `json:"fullyQualifiedName"`
		Kind               string `json:"kind"`
	}
	sarifLocation struct {
		URI    string        `json:"uri"`
		BaseID string        `json:"uriBaseId,omitempty"`
		About  *sarifMessage `json:"description,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
	sarifProperties map[string]any
)

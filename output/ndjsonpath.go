package output

import "github.com/shikiri/shikiri/report"

// The lines of a probe's run, each one entry of a list of it.
type (
	vantageLine struct {
		Type string `json:"type"` // "vantage"
		report.Vantage
	}
	controlLine struct {
		Type string `json:"type"` // "control"
		report.Control
	}
	flowLine struct {
		Type string `json:"type"` // "flow"
		report.Flow
	}
	openLine struct {
		Type string `json:"type"` // "open"
		report.Open
	}
	bridgeLine struct {
		Type string `json:"type"` // "bridge"
		report.Bridge
	}
	targetLine struct {
		Type string `json:"type"` // "target"
		report.Target
	}
	sweptLine struct {
		Type string `json:"type"` // "swept"
		report.Swept
	}
	identityLine struct {
		Type string `json:"type"` // "identity"
		report.Identity
	}
	pathChangeLine struct {
		Type string `json:"type"` // "path_change"
		report.PathChange
	}
	bridgeChangeLine struct {
		Type string `json:"type"` // "bridge_change"
		report.BridgeChange
	}
	flowChangeLine struct {
		Type string `json:"type"` // "flow_change"
		report.FlowChange
	}
	exposureLine struct {
		Type string `json:"type"` // "exposure"
		report.Exposure
	}
)

// paths writes what probes tell.
func (w *lineWriter) paths(r *report.Run) {
	writeLines(w, "vantage", r.Vantages, func(kind string, v *report.Vantage) any { return vantageLine{kind, *v} })
	writeLines(w, "control", r.Controls, func(kind string, c *report.Control) any { return controlLine{kind, *c} })
	writeLines(w, "flow", r.Flows, func(kind string, f *report.Flow) any { return flowLine{kind, *f} })
	writeLines(w, "open", r.Open, func(kind string, o *report.Open) any { return openLine{kind, *o} })
	writeLines(w, "bridge", wholeBridges(r.Bridges), func(kind string, b *report.Bridge) any { return bridgeLine{kind, *b} })
	writeLines(w, "target", r.Targets, func(kind string, t *report.Target) any { return targetLine{kind, *t} })
	writeLines(w, "swept", r.Swept, func(kind string, s *report.Swept) any { return sweptLine{kind, *s} })
	writeLines(w, "identity", r.Identities, func(kind string, i *report.Identity) any { return identityLine{kind, *i} })
	writeLines(w, "exposure", wholeExposures(r.Exposures), func(kind string, e *report.Exposure) any { return exposureLine{kind, *e} })
}

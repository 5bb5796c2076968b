package output

import (
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// pathFingerprint is versioned, as fingerprintName is.
const pathFingerprint = "pathId/v1"

// pathDescriptors describes the rules of a probe, all of them: an alert whose rule
// is not there would never close. A run of scans alone has none.
func (s *sarif) pathDescriptors() []sarifDescriptor {
	if !s.run.Probed() {
		return nil
	}
	severities := map[string]string{ruleExposure: "9.5", ruleForbidden: "8.0", ruleBridge: "8.0", ruleNotProved: "5.0"}
	all := make([]sarifDescriptor, len(pathRules))
	for i, id := range pathRules {
		rule, level := pathWordsFor(s.lang).Rules[id], "error"
		if id == ruleNotProved {
			level = "warning"
		}
		all[i] = sarifDescriptor{
			ID: id, Name: camel(id), ShortDescription: sarifMessage{rule.Short}, FullDescription: sarifMessage{rule.Full}, Help: &sarifMessage{rule.Help},
			DefaultConfiguration: &sarifConfiguration{level}, Properties: sarifProperties{"tags": []string{"network", "security"}, "precision": "high", "security-severity": severities[id]},
		}
	}
	return all
}

// path writes something wrong with a path. Its place is no file: the machine and
// port are a logical location, and a relative path for those who need one.
func (s *sarif) path(i *pathIssue) sarifResult {
	rule := len(s.kinds)
	for n, id := range pathRules {
		if id == i.Rule {
			rule += n
		}
	}
	v := sarifResult{
		RuleID: i.Rule, RuleIndex: rule, Level: i.Level, Message: sarifMessage{i.Text}, Locations: []sarifPlace{s.host(i.Path, i.Name, i.Zone)},
		OccurrenceCount: i.Count, PartialFingerprints: map[string]string{pathFingerprint: i.ID}, BaselineState: i.State, Properties: sarifProperties{},
	}
	for name, fact := range i.Facts {
		if text, ok := fact.(string); ok {
			fact = visible(text)
		}
		v.Properties[name] = fact
	}
	return v
}

// host is a place in a network: a machine, a port of it, or the way between zones.
func (s *sarif) host(path, name, zone string) sarifPlace {
	full := visible(name)
	if zone != "" {
		full = visible(zone) + "/" + full
	}
	return sarifPlace{
		Physical: sarifPhysical{Artifact: sarifLocation{URI: pathURI(strings.ToValidUTF8(path, "\uFFFD"))}},
		Logical:  []sarifLogical{{Name: visible(name), FullyQualifiedName: full, Kind: "host"}},
	}
}

// isHost reports whether what was not examined is no file of a share but a machine
// that a probe could not try.
func (s *sarif) isHost(u *report.Unexamined) bool {
	return s.run.Probed() && u.Path == "" && !slices.ContainsFunc(s.run.Shares, func(share report.Share) bool { return share.URL == u.Share })
}

// probed tells how the probes of a run tried, which no result says if all is well.
func (s *sarif) probed(run *sarifRun) {
	if !s.run.Probed() {
		return
	}
	attempts := int64(0)
	for i := range s.run.Vantages {
		attempts += s.run.Vantages[i].Attempts
	}
	flows := make([]sarifProperties, len(s.run.Flows))
	for i := range s.run.Flows {
		flows[i] = flowFacts(&s.run.Flows[i])
		flows[i]["verdict"] = s.run.Flows[i].Judged()
	}
	run.Properties["probedFrom"], run.Properties["attempts"] = s.run.From, attempts
	run.Properties["flows"] = flows
}

// whyIncomplete says why nobody knows whether all is well: of a probe, which has no
// shares, empty means that it tried nothing.
func (s *sarif) whyIncomplete(why string) string {
	if why == "empty" && s.run.Probed() && len(s.run.Flows) == 0 {
		return pathWordsFor(s.lang).Nothing
	}
	return s.audit.Why[why]
}

// doubtful returns why a probe's run without results is not a good one, or "": a
// viewer of alerts shows results and notifications, and no verdict.
func (s *sarif) doubtful() string {
	if conformity, why := judge(s.run); s.run.Probed() && conformity == report.Incomplete {
		return s.audit.Conformity[conformity] + ": " + s.whyIncomplete(why)
	}
	return ""
}

package output

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shikiri/shikiri/report"
)

// fingerprintName is versioned: if the ID of findings is ever made otherwise,
// old alerts must not be taken for new ones.
const fingerprintName = "findingId/v1"

// result writes a finding.
func (s *sarif) result(f *report.Finding) sarifResult {
	var first *report.Sample
	if len(f.Samples) > 0 {
		first = &f.Samples[0]
	}
	v := sarifResult{
		RuleID: visible(f.Kind), RuleIndex: s.rules[f.Kind], Level: "error", Message: sarifMessage{s.message(f)},
		Locations: []sarifPlace{s.place(f.Share, f.Path, f.Member, first)}, OccurrenceCount: max(1, f.Count),
		PartialFingerprints: map[string]string{fingerprintName: f.ID}, BaselineState: baselineStates[f.State],
		Properties: sarifProperties{
			"verdict": f.Verdict, "zone": f.Zone, "confidence": f.Confidence, "masked": f.Masked, "records": f.Records, "people": f.People, "ageDays": f.AgeDays,
		},
	}
	if f.Client != "" {
		v.Properties["client"] = visible(f.Client)
	}
	if !f.Modified.IsZero() {
		v.Properties["modified"] = utc(f.Modified)
	}
	switch f.Verdict {
	case "overdue":
		v.Level = "warning"
	case "allowed":
		v.Level = "note"
		v.Suppressions = []sarifSuppression{s.suppression(f)}
	}
	return v
}

// baselineStates are the words of SARIF for those of findings.
var baselineStates = map[string]string{"new": "new", "grown": "updated", "moved": "updated", "remaining": "unchanged"}

// absent writes a finding that is gone: it is what closes an alert.
func (s *sarif) absent(g *report.Gone) sarifResult {
	return sarifResult{
		RuleID: visible(g.Kind), RuleIndex: s.rules[g.Kind], Level: "none", Message: sarifMessage{s.audit.States["gone"] + ": " + s.kind(g.Kind, g.Masked)},
		Locations: []sarifPlace{s.place(g.Share, g.Path, g.Member, nil)}, OccurrenceCount: max(1, g.Count),
		PartialFingerprints: map[string]string{fingerprintName: g.ID}, BaselineState: "absent",
		Properties: sarifProperties{"verdict": g.Verdict, "zone": g.Zone, "records": g.Records, "people": g.People},
	}
}

// suppression is the exception that excuses a finding. When it ends is not in
// the standard.
func (s *sarif) suppression(f *report.Finding) sarifSuppression {
	v := sarifSuppression{Kind: "external", Status: "accepted", Justification: visible(s.page.why(f.Why)), Properties: sarifProperties{"exception": f.Exception}}
	for _, e := range s.run.Exceptions {
		if day, err := time.Parse(time.DateOnly, e.Until); e.ID == f.Exception && err == nil {
			v.Properties["until"] = day.Format(time.DateOnly)
		}
	}
	return v
}

func (s *sarif) kind(id string, masked bool) string {
	name := cmp.Or(s.page.kindName(id), visible(id))
	if masked {
		name += " (" + s.words.Masked + ")"
	}
	return name
}

// message says what was found, how much of it and why that is wrong.
func (s *sarif) message(f *report.Finding) string {
	w := s.words
	parts := []string{fmt.Sprintf(w.Count, grouped(f.Count))}
	if f.Records > 0 {
		parts = append(parts, fmt.Sprintf(w.CountRecords, grouped(f.Records)))
	}
	if f.People > 0 {
		parts = append(parts, fmt.Sprintf(w.CountPeople, grouped(f.People)))
	}
	text := fmt.Sprintf("%s: %s (%s)", say(w.Verdicts, f.Verdict), s.kind(f.Kind, f.Masked), strings.Join(parts, ", "))
	if why := s.page.why(f.Why); why != "" {
		text += ": " + visible(why)
	}
	return text
}

// place is where something is: the file on its share, the member in it as a
// logical location, and the line of the first sample where there is one. SARIF
// counts lines from 1, and a line in a member is none of the file.
func (s *sarif) place(share, path, member string, first *report.Sample) sarifPlace {
	p := sarifPlace{Physical: sarifPhysical{Artifact: sarifLocation{URI: pathURI(path), BaseID: s.base(share)}}}
	switch {
	case member != "":
		name := visible(member)
		p.Logical = []sarifLogical{{Name: name, FullyQualifiedName: visible(path) + "!" + name, Kind: "member"}}
	case first != nil && first.Line > 0 && first.Part == "":
		p.Physical.Region = &sarifRegion{StartLine: first.Line}
		if first.Cell == "" && first.Column > 0 {
			p.Physical.Region.StartColumn = first.Column
		}
	}
	return p
}

// shareURI returns the URI of a share, which ends in a slash, so that paths can
// be relative to it (SARIF 3.14.14).
func shareURI(share string) string {
	if scheme, rest, ok := strings.Cut(share, "://"); ok && (scheme == "smb" || scheme == "sftp") {
		host, path, _ := strings.Cut(rest, "/")
		host = escapePath(host, ":@;[]")
		if _, err := url.Parse(scheme + "://" + host); err != nil {
			host = strings.NewReplacer("[", "%5B", "]", "%5D", ":", "%3A").Replace(host)
		}
		return scheme + "://" + host + "/" + strings.TrimPrefix(strings.TrimRight(pathURI(path), "/")+"/", "./")
	}
	path := strings.ReplaceAll(share, `\`, "/")
	if len(path) > 1 && path[1] == ':' { // a drive of Windows
		path = "/" + path
	}
	if !strings.HasPrefix(path, "/") { // relative to the folder the scan ran in
		return strings.TrimRight(pathURI(path), "/") + "/"
	}
	return "file://" + strings.TrimRight(escapePath(path, "/:"), "/") + "/"
}

// pathURI writes a path as a relative reference of RFC 3986. It never begins
// with what could be taken for a scheme or a host.
func pathURI(path string) string {
	path = strings.TrimLeft(path, "/")
	if path == "" {
		return "."
	}
	uri := escapePath(path, "/")
	if strings.Contains(uri, "//") {
		uri = strings.ReplaceAll(uri, "//", "/%2F")
	}
	return uri
}

// escapePath percent-encodes all but unreserved characters and those in keep.
func escapePath(path, keep string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		if c < utf8.RuneSelf && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 || strings.IndexByte(keep, c) >= 0) {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

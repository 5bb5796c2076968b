package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// The three ways a run is judged as a whole: 適合, 不適合, 検査不完全.
const (
	Conforming    = "conforming"
	Nonconforming = "nonconforming"
	Incomplete    = "incomplete"
)

// Judge returns the conformity of a run, and why: one of "violation", "overdue",
// "path", "bridge", "unexamined", "interrupted", "not-proved", "empty", "". What is
// wrong comes before what could not be looked at, and a run that could not look is
// never conforming, even if it found nothing: neither is one with a share that holds
// neither files nor folders, for one that is not mounted looks like that, nor a probe
// that did not prove each path closed. A run of scans and probes is judged by both.
// That what was found was known before changes nothing: a baseline is for exit codes.
func (r *Run) Judge() (conformity, why string) {
	files := int64(0)
	for _, s := range r.Shares {
		files += s.Scanned
	}
	switch {
	case r.Summary.Violations > 0 || slices.ContainsFunc(r.Findings, func(f Finding) bool { return verdictRank(f.Verdict) <= 0 }):
		return Nonconforming, "violation"
	case r.strayed():
		return Nonconforming, "violation"
	case r.Summary.Overdue > 0 || slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Verdict == "overdue" }):
		return Nonconforming, "overdue"
	case r.PathOpen():
		return Nonconforming, "path"
	case r.Bridged():
		return Nonconforming, "bridge"
	case r.Interrupted:
		return Incomplete, "interrupted"
	case !r.Complete:
		return Incomplete, "unexamined"
	case r.Unproved():
		return Incomplete, "not-proved"
	case r.ExitCode > 1:
		return Incomplete, "unexamined"
	case r.Probed() && len(r.Flows) == 0:
		return Incomplete, "empty"
	case r.Probed() && len(r.Shares) == 0: // a probe alone, which looks at no files
		return Conforming, ""
	case files == 0 || slices.ContainsFunc(r.Shares, Share.hollow):
		return Incomplete, "empty"
	}
	return Conforming, ""
}

// hollow reports whether nothing at all was met in a share: an unmounted folder
// looks like this. What was emptied by its users mostly has its folders still.
func (s Share) hollow() bool { return s.Files == 0 && s.Directories < 2 }

// ID returns the ID of a run, which it keeps for ever: when it began, in UTC, and
// a hash of that, of the machine and of the shares, "20260401T000000Z-9f86d081".
// The JSON form does not hold it: two runs over one tree differ in times only. An
// extract has the ID of its run.
func (r *Run) ID() string {
	if r.Of != "" {
		return r.Of
	}
	h := sha256.New()
	fmt.Fprintf(h, "%d\n%s\n%s\n", r.Started.UnixNano(), r.Cover.Host, r.Tool.Policy)
	for _, s := range r.Shares {
		fmt.Fprintf(h, "%s\n%s\n", s.Zone, s.URL)
	}
	for _, p := range r.Parts { // other runs of the same shares may be merged next time
		fmt.Fprintf(h, "part\n%s\n", p.ID)
	}
	return r.Started.UTC().Format("20060102T150405Z-") + hex.EncodeToString(h.Sum(nil)[:4])
}

// Ref returns the reference of a run that was read from a file with that hash,
// or from none if it is empty.
func (r *Run) Ref(sha256 string) RunRef {
	return RunRef{
		ID: r.ID(), SHA256: sha256, Started: r.Started, Finished: r.Finished, Complete: r.Complete && !r.Interrupted,
		MinConfidence: r.MinConfidence, Host: r.Cover.Host, Operator: r.Cover.Operator, Subject: r.Cover.Subject, Tool: r.Tool,
	}
}

// At returns the file or member that a finding is in.
func (f *Finding) At() Place { return Place{f.Share, f.Zone, f.Client, f.Path, f.Member} }

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/shikiri/shikiri/report"
)

// A baseline is the run that a scan is compared with.
type baseline struct {
	run *report.Run
	sum string // SHA-256 of its file
}

// loadBaseline reads what --baseline names, or returns nil without it. A format
// that shows changes needs one.
func (o *scanOptions) loadBaseline(p *program, destinations []destination) (*baseline, error) {
	if err := checkCompared(destinations, o.baseline != ""); err != nil || o.baseline == "" {
		return nil, err
	}
	run, sum, err := p.loadOld(o.baseline)
	if err != nil {
		return nil, fmt.Errorf("--baseline: %w", err)
	}
	return &baseline{run, sum}, nil
}

// loadOld reads a run to compare another with, of which samples are no part.
func (p *program) loadOld(file string) (*report.Run, string, error) {
	r, sum, err := p.loadRun(file)
	if err != nil {
		return nil, "", err
	}
	r.Explanations, r.Changes = nil, nil
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Samples, f.Readers, f.Owner, f.Why = nil, nil, "", ""
	}
	return r, sum, nil
}

// compare tells what has changed in r since the baseline, and makes the exit code
// that of what is new. Nothing else of the report changes: a baseline hides
// nothing.
func (b *baseline) compare(p *program, r *report.Run, scanErr error) {
	if b == nil {
		return
	}
	report.Compare(b.run, r, b.sum, "")
	r.Changes.Baseline = true
	for _, note := range r.Changes.Notes {
		p.warn("--baseline: " + note)
	}
	r.ExitCode = exitCode(r, scanErr)
	r.Conformity, _ = r.Judge()
}

// sinceBaseline counts the violations and overdue findings that the baseline has,
// and the others.
func sinceBaseline(r *report.Run) (known, fresh int) {
	for i := range r.Findings {
		f := &r.Findings[i]
		switch {
		case f.Verdict == "allowed":
		case f.Known():
			known++
		default:
			fresh++
		}
	}
	return known, fresh
}

// told returns the options that decide what can be found.
func (o *scanOptions) told(plan *plan) *report.Options {
	told := &report.Options{OCR: o.ocr, Snapshots: o.access.snapshots}
	if s := plan.Budget.Settings; s != nil && s.Layout != nil {
		sum := sha256.Sum256([]byte(s.LayoutMark))
		told.Layouts = "sha256:" + hex.EncodeToString(sum[:])
	}
	return told
}

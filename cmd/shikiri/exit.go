package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shikiri/shikiri/report"
)

// Exit codes. Scripts depend on them.
const (
	exitClean       = 0
	exitViolation   = 1   // violation or overdue data, whether or not the run was complete
	exitFailed      = 2   // the command, the configuration or a rule is wrong, or the run failed
	exitIncomplete  = 3   // no violation seen, but something in scope could not be examined
	exitInterrupted = 130 // a partial report was written
)

// An exitStatus ends the program with a code and without a word: the command
// has said all there is.
type exitStatus int

func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// finish completes a run with what only the command knows.
func finish(r *report.Run, warnings []string, scanErr error) {
	r.Warnings = append(r.Warnings, warnings...)
	for _, s := range r.Shares {
		if s.Files == 0 {
			r.Warnings = append(r.Warnings, fmt.Sprintf("share %s holds no files: is it the right one, and mounted?", s.URL))
		}
	}
	if scanErr != nil {
		r.Complete = false
		r.Interrupted = true
	}
	r.ExitCode = exitCode(r, scanErr)
	r.Conformity, _ = r.Judge()
	r.Sort()
}

// exitCode returns the exit code of a run. A run that did not see all is never
// clean, and one that found something is a violation even if it did not.
func exitCode(r *report.Run, scanErr error) int {
	switch {
	case errors.Is(scanErr, context.Canceled):
		return exitInterrupted
	case scanErr != nil:
		return exitFailed
	case r.Interrupted:
		return exitInterrupted
	case wrong(r):
		return exitViolation
	case !r.Complete:
		return exitIncomplete
	}
	return exitClean
}

// wrong reports whether a run found a violation or overdue data; with a baseline,
// one that the baseline did not have, or that was better or smaller there.
func wrong(r *report.Run) bool {
	if r.Changes != nil && r.Changes.Baseline {
		_, fresh := sinceBaseline(r)
		return fresh > 0
	}
	return r.Summary.Violations > 0 || r.Summary.Overdue > 0 ||
		slices.ContainsFunc(r.Findings, func(f report.Finding) bool { return f.Verdict != "allowed" })
}

// A conclusion is what flags say of how a command that made a run ends.
type conclusion struct{ quiet, allowIncomplete bool }

// conclude says on standard error what a script's log should hold, and ends
// with the run's exit code.
func (o *conclusion) conclude(p *program, command string, r *report.Run, failure error, toStdout bool, leftOut []string) error {
	if r.ExitCode == exitFailed {
		return fmt.Errorf("%s: %w", command, failure)
	}
	if !toStdout && !o.quiet {
		p.note("%s", p.summary(r))
		for _, note := range leftOut {
			p.note("left out on purpose: %s", note)
		}
	}
	code := r.ExitCode
	if code == exitIncomplete && o.allowIncomplete {
		if !o.quiet {
			p.note("not everything was examined: exit 0 because of --allow-incomplete")
		}
		code = exitClean
	}
	if code == exitClean {
		return nil
	}
	return exitStatus(code)
}

// summary says a run in a line.
func (p *program) summary(r *report.Run) string {
	if r.Probed() && len(r.Shares) == 0 {
		return p.probeSummary(r)
	}
	scanned, missed := int64(0), int64(0)
	for _, s := range r.Shares {
		scanned += s.Scanned
		missed += s.Unexamined
	}
	since := ""
	if r.Changes != nil && r.Changes.Baseline {
		known, fresh := sinceBaseline(r)
		since = p.speak("; %d known from the baseline, %d new", known, fresh)
	}
	return p.speak("%s: violations %d, overdue %d, files examined %d, not examined %d (%s)%s",
		p.howFar(r), r.Summary.Violations, r.Summary.Overdue, scanned, missed, r.Finished.Sub(r.Started).Round(time.Second), since)
}

// howFar says whether a run saw all there is.
func (p *program) howFar(r *report.Run) string {
	switch {
	case r.Interrupted:
		return p.speak("interrupted")
	case !r.Complete:
		return p.speak("not complete")
	}
	return p.speak("complete")
}

// probeSummary says a run of a probe in a line: a path that is not proved stands
// there as such, even if nothing was open.
func (p *program) probeSummary(r *report.Run) string {
	closed, unproved, attempts := 0, 0, int64(0)
	for _, f := range r.Flows {
		switch f.Judged() {
		case report.PathClosed:
			closed++
		case report.PathNotProved:
			unproved++
		}
	}
	bridges := 0
	for _, b := range r.Bridges {
		if !b.Weak() {
			bridges++
		}
	}
	forbidden := 0
	for _, o := range r.Open {
		if o.Forbidden() {
			forbidden++
		}
	}
	for _, v := range r.Vantages {
		attempts += v.Attempts
	}
	took := r.Finished.Sub(r.Started).Round(time.Second)
	return p.speak("%s: forbidden ports open %d, machines in two zones %d, forbidden flows proved closed %d, not proved %d, attempts %d (%s)",
		p.howFar(r), forbidden, bridges, closed, unproved, attempts, took)
}

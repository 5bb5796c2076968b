package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/output"
	"github.com/shikiri/shikiri/report"
)

const diffExitCodes = `  0    done
  1    with --exit-code: something wrong is new, or worse than before
  2    the command is wrong, or the comparison failed
  3    with --exit-code: nothing is, but of something nobody knows whether it is gone`

// diffOptions are the flags of diff.
type diffOptions struct {
	reportOptions
	exitCode bool
}

func newDiff(p *program) *cobra.Command {
	var o diffOptions
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Tell what is new, remains, moved or is gone between two saved runs",
		Long: `Diff compares two runs that scan saved (--save, or -f json) and writes NEW with what
has changed: findings that are new, that have more people or records than before,
that remain, moved, or are gone. One of the two may be - for standard input.

Gone is only what NEW looked for at the same place and would have found: its
shares hold the place, it examined the file, the member and all folders above,
with the same rules and no less. Of everything else it says that nobody knows,
and why. Files that moved are not gone: they are recognised by their people, if
both runs have the same fingerprint key, else by name, time and counts.

The format confirmation is the confirmation of deletion (消去確認書), to be
printed and signed. It states that data was no longer at a place at a time,
never that it cannot be recovered. Of runs of a zone that allows personal data
it confirms what was deleted after a job.

Of two runs of probe it tells which paths are open though the policy forbids them,
newly or still, and which are closed since: those that NEW tried from the same
machine while its controls held. So it does for machines that stand in two zones.

Without -f and -o the changes alone are shown.`,
		Example: `  shikiri diff monday.json friday.json
  shikiri diff -o confirmation=confirmation.html before.json after.json
  shikiri diff --exit-code -f json last.json now.json`,
		Annotations: map[string]string{exitCodes: diffExitCodes},
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return hint(fmt.Errorf("diff: want two runs, OLD and NEW, got %d", len(args)), "name two files that scan --save wrote, the older one first")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := noEmptyFlags(cmd); err != nil {
				return err
			}
			return o.run(cmd.Context(), p, args[0], args[1])
		},
	}
	cmd.Flags().SortFlags = false
	o.addFormatFlags(cmd)
	cmd.Flags().BoolVar(&o.exitCode, "exit-code", false, "exit 1 if a violation or overdue finding is new or worse, 3 if it is\nnot known of something whether it is gone")
	o.sign.addFlags(cmd.Flags())
	o.edition.addFlags(cmd)
	o.addReaderFlags(cmd)
	return cmd
}

func (o *diffOptions) run(ctx context.Context, p *program, oldFile, newFile string) error {
	destinations, reader, err := o.choose(p)
	if err != nil {
		return err
	}
	if err := p.prepareOutput(ctx, &o.sign, &o.edition, destinations); err != nil {
		return err
	}
	r, err := p.compareFiles(oldFile, newFile)
	if err == nil {
		r, err = o.edition.of(p, r)
	}
	if err != nil {
		return err
	}
	if err := checkDestinations(destinations); err != nil {
		return err
	}
	if o.format == "" && len(o.outputs) == 0 {
		out := bufio.NewWriter(p.Out)
		err = errors.Join(output.Changes(out, r, reader), out.Flush())
	} else {
		err = p.writeAll(r, destinations, reader)
	}
	if err != nil || !o.exitCode {
		return err
	}
	switch _, fresh := sinceBaseline(r); {
	case fresh > 0 || r.Changes.PathsWorse():
		return exitStatus(exitViolation)
	case len(r.Changes.Unclear) > 0 || r.Changes.PathsUnclear():
		return exitStatus(exitIncomplete)
	}
	return nil
}

// compareFiles reads two runs and returns the second, with what has changed.
func (p *program) compareFiles(oldFile, newFile string) (*report.Run, error) {
	if oldFile == "-" && newFile == "-" {
		return nil, errors.New("diff: both runs are standard input")
	}
	old, oldSum, err := p.loadOld(oldFile)
	if err != nil {
		return nil, err
	}
	r, sum, err := p.loadRun(newFile)
	if err != nil {
		return nil, err
	}
	report.Compare(old, r, oldSum, sum)
	return r, nil
}

// checkCompared returns an error if a format shows changes and there are none.
func checkCompared(destinations []destination, compared bool) error {
	for _, d := range destinations {
		if d.Format.Compared && !compared {
			return hint(fmt.Errorf("-f %s: it shows what has changed since another run", d.Format.Name),
				"it needs a diff: shikiri diff -o %s=FILE.html OLD NEW", d.Format.Name)
		}
	}
	return nil
}

// nameFile notes the hash of the file that a run was read from, if the run was
// compared when it was not in a file yet: by scan --baseline.
func nameFile(r *report.Run, sum string) {
	if c := r.Changes; c != nil && c.New.SHA256 == "" && c.New.ID == r.ID() {
		c.New.SHA256 = sum
	}
}

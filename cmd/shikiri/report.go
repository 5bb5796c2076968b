package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func newReport(p *program) *cobra.Command {
	var o reportOptions
	cmd := &cobra.Command{
		Use:   "report RUN",
		Short: "Write a saved run in another format",
		Long: `Report reads a run that scan saved (--save, or -f json) and writes it in another
format. RUN is a file, or - for standard input. Nothing is scanned, and the exit
code says only whether the report was written: the run's own is in the report.`,
		Example:     "  shikiri report -f csv -o monday.csv monday.json",
		Annotations: map[string]string{exitCodes: plainExitCodes},
		Args:        oneArg("report", "RUN", "name the file that scan --save wrote"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := noEmptyFlags(cmd); err != nil {
				return err
			}
			return o.rewrite(cmd.Context(), p, args[0])
		},
	}
	cmd.Flags().SortFlags = false
	o.addFormatFlags(cmd)
	o.sign.addFlags(cmd.Flags())
	o.edition.addFlags(cmd)
	o.addReaderFlags(cmd)
	return cmd
}

// rewrite writes a saved run anew.
func (o *reportOptions) rewrite(ctx context.Context, p *program, file string) error {
	destinations, reader, err := o.choose(p)
	if err != nil {
		return err
	}
	if err := p.prepareOutput(ctx, &o.sign, &o.edition, destinations); err != nil {
		return err
	}
	r, sum, err := p.loadRun(file)
	if err != nil {
		return err
	}
	if err := checkCompared(destinations, r.Changes != nil); err != nil {
		return err
	}
	nameFile(r, sum)
	if err := checkDestinations(destinations); err != nil {
		return err
	}
	if r, err = o.edition.of(p, r); err != nil {
		return err
	}
	return p.writeAll(r, destinations, reader)
}

// oneArg returns a check for commands that take one argument.
func oneArg(command, what, todo string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return hint(fmt.Errorf("%s: want one %s, got %d", command, what, len(args)), "%s", todo)
		}
		return nil
	}
}

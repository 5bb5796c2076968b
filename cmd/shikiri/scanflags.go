package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/extract"
	"github.com/shikiri/shikiri/output"
	"github.com/shikiri/shikiri/rules"
)

// confidence reads --min-confidence.
func confidence(name string) (detect.Confidence, error) {
	for _, c := range []detect.Confidence{detect.Low, detect.Medium, detect.High} {
		if c.String() == name {
			return c, nil
		}
	}
	return 0, hint(fmt.Errorf("--min-confidence %s: there is no such level", name), "there are: low, medium, high")
}

// budget returns the budget of a file with what the flags change of it.
func budget(unpacked string, depth int) (extract.Budget, error) {
	b := extract.DefaultBudget()
	if unpacked != "" {
		n, err := rules.ParseSize(unpacked)
		if err != nil {
			return b, fmt.Errorf("--max-unpacked %s: %w", unpacked, err)
		}
		b.Bytes = n
	}
	if depth < 0 {
		return b, fmt.Errorf("--max-depth %d: must be 1 or more", depth)
	}
	if depth > 0 {
		b.Depth = depth
	}
	return b, nil
}

// checkState returns an error if what was scanned cannot be remembered: the
// state is no place for unmasked values, and in a scanned folder it would be
// scanned, and be another at each scan.
func (o *scanOptions) checkState(ctx context.Context, plan *plan) error {
	switch {
	case o.state == "":
		return nil
	case o.reveal:
		return hint(errors.New("--state: it keeps what reports show, and with --reveal that is personal data"), "leave out one of the two")
	}
	share, err := inTime(ctx, plan.limits.Timeout, "--state "+o.state, func() string { return holds(existing(o.state), plan.shares, plan.sites) })
	switch {
	case err != nil:
		return err
	case share != "":
		return hint(fmt.Errorf("--state %s: it lies in the share %s and would be scanned", o.state, share), "name a folder outside of the shares")
	}
	return nil
}

// reportOptions are the flags of commands that write reports.
type reportOptions struct {
	format, lang, color string
	outputs             []string
	sign                signOptions
	edition             edition
}

// choose reads where reports go, and how they are to look for who reads them.
func (o *reportOptions) choose(p *program) ([]destination, output.Options, error) {
	all, err := chooseDestinations(o.outputs, o.format)
	if err == nil {
		err = checkColor(o.color)
	}
	if err != nil {
		return nil, output.Options{}, err
	}
	lang, err := p.language(o.lang)
	return all, p.reader(o.color, lang), err
}

// addFormatFlags adds -f and -o.
func (o *reportOptions) addFormatFlags(cmd *cobra.Command) {
	var doc strings.Builder
	doc.WriteString("`FORMAT` of the report")
	var names []string
	width := 0
	for _, f := range output.All() {
		width = max(width, len(f.Name))
	}
	for _, f := range output.All() {
		fmt.Fprintf(&doc, "\n  %-*s %s", width, f.Name, f.Doc)
		names = append(names, f.Name)
	}
	cmd.Flags().StringVarP(&o.format, "format", "f", "", doc.String())
	cmd.Flags().StringArrayVarP(&o.outputs, "output", "o", nil, "write to `FILE`, or FORMAT=FILE; may be repeated")
	complete(cmd, "format", names...)
}

// addReaderFlags adds what depends on who reads.
func (o *reportOptions) addReaderFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.lang, "lang", "", "`LANG` of reports and tables: ja, en (default from LC_ALL, LC_MESSAGES, LANG)")
	cmd.Flags().StringVar(&o.color, "color", "auto", "`WHEN` to use colours: auto, always, never; auto heeds NO_COLOR")
	complete(cmd, "lang", "ja", "en")
	complete(cmd, "color", "auto", "always", "never")
}

// complete tells shells the values of a flag, which must exist.
func complete(cmd *cobra.Command, flag string, values ...string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

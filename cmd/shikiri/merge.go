package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/scan"
)

const mergeExitCodes = `  0    nothing wrong in any of the runs: all was examined by one of them
  1    violation or overdue data, an open path or a bridge, whether or not all was examined
  2    the command or the configuration is wrong, or the command failed
  3    no violation seen, but something could not be examined or proved, or a run was interrupted`

// mergeOptions are the flags of merge.
type mergeOptions struct {
	reportOptions
	conclusion
	config, save, tempDir string
}

func newMerge(p *program) *cobra.Command {
	var o mergeOptions
	cmd := &cobra.Command{
		Use:   "merge RUN...",
		Short: "Write one report of several saved runs: of vantage points or vendors",
		Long: `Merge makes one run of several that scan saved (--save): of vantage points that
look at the same shares, or of vendors (委託先, 再委託先). Each person and each file
counts once, whoever saw it. RUN may be prefixed with the name of the vendor:
Vendor=run.json. A file called a=b.json is written ./a=b.json.

People are counted from the file RUN.people, which scan --save writes if there is
a fingerprint key. It holds fingerprints, no names. The key is not needed to
merge, but only runs with the same key can be compared by person. The people of
a run without that file are added up, and a warning says how many may be counted
twice. What has been merged can be saved and merged again.

Shares with the same URL are the same, and folders of one machine with the same
path. Shares of different vendors are not, where their address means something
else in each network. What one run could not examine counts as examined if
another run did, later and with the same rules. What was found is left out only
if a newer run read the same file and tells something else of it.

Runs of probe are merged beside those of scan: "personal data of 61,424 people
lies on fs01, and fs01 can be reached from office on tcp/445". A share's machine is
known by the addresses it was read from, else by its name. Of two probes from one
machine the newer reading of a port counts; what one machine of a zone saw open is
open, whatever another saw. Bridges are looked for in what all probes saw.`,
		Example: `  shikiri merge print.json office.json
  shikiri merge print-scan.json office-probe.json
  shikiri merge -o merged.json --save all.json vendors/*.json
  shikiri merge 例示印刷=print.json 例示発送=mail.json`,
		Annotations: map[string]string{exitCodes: mergeExitCodes},
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return hint(errors.New("merge: want one RUN or more, got 0"), "name the files that scan --save wrote")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := noEmptyFlags(cmd); err != nil {
				return err
			}
			return o.run(cmd.Context(), p, args)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	addConfigFlag(f, &o.config)
	o.addFormatFlags(cmd)
	f.StringVar(&o.save, "save", "", "save the merged run to `FILE` (JSON), for report, diff and merge")
	o.sign.addFlags(f)
	o.edition.addFlags(cmd)
	f.BoolVar(&o.allowIncomplete, "allow-incomplete", false, "exit 0 instead of 3; the report stays as it is")
	f.StringVar(&o.tempDir, "temp-dir", "", "`DIR` for fingerprints that do not fit in memory")
	o.addReaderFlags(cmd)
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no summary on standard error")
	return cmd
}

func (o *mergeOptions) run(ctx context.Context, p *program, args []string) error {
	destinations, reader, err := o.choose(p)
	if err != nil {
		return err
	}
	toStdout := slices.ContainsFunc(destinations, func(d destination) bool { return d.File == "" })
	var people *scan.PeopleOutput
	if o.edition.whole() {
		people = peopleOutput(o.save)
	}
	destinations = append(destinations, saved(o.save)...)
	conf, err := loadConfig(o.config)
	if err == nil {
		err = p.prepareOutputBy(ctx, conf, &o.sign, &o.edition, destinations)
	}
	if err != nil {
		return err
	}
	if err := checkDestinations(append(slices.Clone(destinations), peopleDestination(o.save, people)...)); err != nil {
		return err
	}
	cfg := scan.MergeConfig{Version: version(), TempDir: o.tempDir, People: people, Cover: coverOf(conf.Report)}
	if cfg.Inputs, err = p.loadInputs(args); err != nil {
		return err
	}
	r, err := scan.Merge(ctx, cfg)
	if err != nil {
		return err
	}
	whole := *r // its exit code is that of the command
	if r, err = o.edition.of(p, r); err != nil {
		return err
	}
	if err := p.writeAll(r, destinations, reader); err != nil {
		return err
	}
	return o.conclude(p, "merge", &whole, nil, toStdout, nil)
}

// loadInputs reads the runs that are to be merged.
func (p *program) loadInputs(args []string) ([]scan.Input, error) {
	var all []scan.Input
	if n := len(slices.DeleteFunc(slices.Clone(args), func(arg string) bool { _, file := vendorOf(arg); return file != "-" })); n > 1 {
		return nil, fmt.Errorf("merge: %d runs are standard input", n)
	}
	for _, arg := range args {
		vendor, file := vendorOf(arg)
		if file == "" {
			return nil, hint(fmt.Errorf("merge %s: a file is empty", arg), "write Vendor=FILE")
		}
		r, sum, err := p.loadRun(file)
		if err != nil {
			return nil, err
		}
		in := scan.Input{Name: file, Run: r, SHA256: sum, Vendor: vendor}
		if r.People != nil && file != "-" {
			in.People = openPeople(file, r.People.File)
		}
		all = append(all, in)
	}
	return all, nil
}

// vendorOf reads VENDOR=FILE or FILE. What stands before the first = is a vendor
// unless it holds a slash, backslash or colon or begins with a dot.
func vendorOf(arg string) (vendor, file string) {
	before, after, ok := strings.Cut(arg, "=")
	if !ok || before == "" || strings.ContainsAny(before, `/\:`) || strings.HasPrefix(before, ".") {
		return "", arg
	}
	return before, after
}

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/extract"
	"github.com/shikiri/shikiri/output"
	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/scan"
)

// scanOptions are the flags of scan.
type scanOptions struct {
	config, zone, format, save string
	outputs                    []string
	jobs                       int
	minConfidence              string
	reveal, allowIncomplete    bool
	quiet                      bool
	lang, color                string
	maxUnpacked                string
	maxDepth                   int
	tempDir, key               string
	rules                      []string
	explain                    string
}

func newScan(p *program) *cobra.Command {
	var o scanOptions
	cmd := &cobra.Command{
		Use:   "scan [SHARE...]",
		Short: "Crawl shares, detect, judge and report",
		Long: `Scan crawls shares, finds personal data and judges it by the zone it lies in.

SHARE is a folder or a URL, and may be prefixed with its zone: office=/srv/share.
What stands before the first = is a zone unless it holds a slash, backslash or
colon or begins with a dot: a folder called a=b is written ./a=b. Without SHARE
the shares of the configuration are scanned.

Reports hold masked excerpts only. People are told apart by fingerprints made
with a key: the file that --fingerprint-key names, or what the configuration says
in fingerprint-key-from. Without either the key is random: the counts are right,
but two runs cannot be compared by person.

With --explain PATH every match in the files of PATH is explained, those below
--min-confidence too: at the end of a table on standard output, in json and
ndjson, else on standard error. Without SHARE, PATH may be a file or folder of
this machine, with its zone as a SHARE has it; that alone is then scanned,
unless it lies in a share of the configuration.

A report goes to standard output, or to each -o FILE. Its format is that of a
FORMAT= prefix, else of -f, else of the file's extension, else a table:
-o json=- -o findings.csv. Files are readable by their owner only.`,
		Example: `  shikiri scan office=/srv/share
  shikiri scan -z print -f csv -o print.csv /srv/jobs
  shikiri scan -o table=- --save monday.json
  shikiri scan --explain '**/list.csv' office=/srv/share
  shikiri scan --rules customer-number --rules own.yaml office=/srv/share`,
		Annotations:       map[string]string{exitCodes: scanExitCodes},
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), p, args)
		},
	}
	o.addFlags(cmd)
	return cmd
}

func (o *scanOptions) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.SortFlags = false
	addConfigFlag(f, &o.config)
	f.StringVarP(&o.zone, "zone", "z", "", "zone `NAME` of every SHARE without a prefix")
	addFormatFlags(cmd, &o.format, &o.outputs)
	f.StringVar(&o.save, "save", "", "save the run to `FILE` (JSON), for the report command")
	f.IntVarP(&o.jobs, "jobs", "j", 0, "`N` workers (default: number of CPUs)")
	f.StringArrayVar(&o.rules, "rules", nil, "use the rules of `FILE` too, or the built-in rule of that ID;\nmay be repeated")
	f.StringVar(&o.explain, "explain", "", "show how each match in the files of `PATH`, a path or pattern in the\nshares, came to its confidence and verdict; masked")
	f.StringVar(&o.minConfidence, "min-confidence", "medium", "leave out findings below `LEVEL`: low, medium, high")
	f.BoolVar(&o.allowIncomplete, "allow-incomplete", false, "exit 0 instead of 3; the report stays as it is")
	f.BoolVar(&o.reveal, "reveal", false, "show values unmasked (never in CI; asks on a terminal)")
	f.StringVar(&o.key, "fingerprint-key", "", "`FILE` with the key of the fingerprints, 32 bytes or more, or in\nhexadecimal (default: as configured, else random)")
	f.StringVar(&o.maxUnpacked, "max-unpacked", "", "`SIZE` that one file may unpack to, as 500MB or 20GiB")
	f.IntVar(&o.maxDepth, "max-depth", 0, "enter archives in archives `N` levels deep")
	f.StringVar(&o.tempDir, "temp-dir", "", "`DIR` for what does not fit in memory: fingerprints, never text")
	addReaderFlags(cmd, &o.lang, &o.color)
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no summary on standard error")
	complete(cmd, "min-confidence", "low", "medium", "high")
}

// addFormatFlags adds -f and -o.
func addFormatFlags(cmd *cobra.Command, format *string, outputs *[]string) {
	var doc strings.Builder
	doc.WriteString("`FORMAT` of the report")
	var names []string
	for _, f := range output.All() {
		fmt.Fprintf(&doc, "\n  %-8s %s", f.Name, f.Doc)
		names = append(names, f.Name)
	}
	cmd.Flags().StringVarP(format, "format", "f", "", doc.String())
	cmd.Flags().StringArrayVarP(outputs, "output", "o", nil, "write to `FILE`, or FORMAT=FILE; may be repeated")
	complete(cmd, "format", names...)
}

// addReaderFlags adds what depends on who reads.
func addReaderFlags(cmd *cobra.Command, lang, color *string) {
	cmd.Flags().StringVar(lang, "lang", "", "`LANG` of tables: ja, en (default from LC_ALL, LC_MESSAGES, LANG)")
	cmd.Flags().StringVar(color, "color", "auto", "`WHEN` to use colours: auto, always, never; auto heeds NO_COLOR")
	complete(cmd, "lang", "ja", "en")
	complete(cmd, "color", "auto", "always", "never")
}

// complete tells shells the values of a flag, which must exist.
func complete(cmd *cobra.Command, flag string, values ...string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// run scans. All that can be wrong with the command line is found before the
// first file is read.
func (o *scanOptions) run(ctx context.Context, p *program, args []string) error {
	destinations, err := chooseDestinations(o.outputs, o.format)
	if err != nil {
		return err
	}
	toStdout := slices.ContainsFunc(destinations, func(d destination) bool { return d.File == "" })
	if o.save != "" {
		destinations = append(destinations, destination{Format: output.Lookup("json"), File: o.save})
	}
	lang, err := p.language(o.lang)
	if err == nil {
		err = checkColor(o.color)
	}
	if err != nil {
		return err
	}
	cfg, warnings, err := o.configure(p, args)
	if err != nil {
		return err
	}
	if err := checkDestinations(destinations); err != nil {
		return err
	}
	for _, d := range destinations {
		if share := inside(d.File, cfg.Shares); d.File != "" && share != "" {
			warnings = append(warnings, fmt.Sprintf("the report %s is written into the share %s", d.File, share))
		}
	}
	defer closeShares(cfg.Shares)
	if err := openShares(ctx, cfg.Shares); err != nil {
		return err
	}
	for _, w := range warnings {
		p.warn(w)
	}
	if o.reveal {
		if err := p.confirmReveal(); err != nil {
			return err
		}
	}
	r, scanErr := o.scan(ctx, p, cfg)
	if r == nil {
		return fmt.Errorf("scan: %w", scanErr)
	}
	finish(r, warnings, scanErr)
	if err := p.writeAll(r, destinations, p.reader(o.color, lang)); err != nil {
		return errors.Join(scanErr, err)
	}
	if err := o.writeExplanations(p, r, destinations, lang); err != nil {
		return errors.Join(scanErr, err)
	}
	return o.conclude(p, r, scanErr, toStdout)
}

// configure turns flags and arguments into what to scan and how. Sources are
// not open yet.
func (o *scanOptions) configure(p *program, args []string) (cfg scan.Config, warnings []string, err error) {
	conf, err := setRules(o.config, o.rules)
	if err != nil {
		return cfg, nil, err
	}
	warnings = conf.Warnings
	cfg = scan.Config{Policy: conf.Policy, Workers: o.jobs, Reveal: o.reveal, Now: p.Now, TempDir: o.tempDir, Version: version()}
	if o.jobs < 0 {
		return cfg, nil, fmt.Errorf("--jobs %d: must be 1 or more", o.jobs)
	}
	if cfg.MinConfidence, err = confidence(o.minConfidence); err != nil {
		return cfg, nil, err
	}
	if cfg.Budget, err = budget(o.maxUnpacked, o.maxDepth); err != nil {
		return cfg, nil, err
	}
	if args, cfg.Explain, err = explainArgs(o.explain, args, conf); err != nil {
		return cfg, nil, err
	}
	if cfg.Shares, err = chooseShares(args, o.zone, conf); err != nil {
		return cfg, nil, err
	}
	warnings = append(warnings, overlaps(cfg.Shares)...)
	key, warning, err := p.loadKey(o.key, conf.FingerprintKeyFrom)
	if err != nil {
		return cfg, nil, err
	}
	cfg.Key = key
	if warning != "" {
		warnings = append(warnings, warning)
	}
	return cfg, warnings, compileRules(&cfg, conf)
}

// scan runs the scan and shows how far it is.
func (o *scanOptions) scan(ctx context.Context, p *program, cfg scan.Config) (*report.Run, error) {
	cfg.Progress = &scan.Progress{}
	if o.quiet {
		return scan.Run(ctx, cfg)
	}
	stop := showProgress(p.Err, cfg.Progress, plainInterval)
	defer stop()
	undo := context.AfterFunc(ctx, func() { p.note("interrupted: writing what was found; once more ends at once") })
	defer undo()
	return scan.Run(ctx, cfg)
}

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
		n, err := parseSize(unpacked)
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

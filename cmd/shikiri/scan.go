package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/output"
	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/rules"
	"github.com/shikiri/shikiri/scan"
)

// scanOptions are the flags of scan.
type scanOptions struct {
	reportOptions
	conclusion
	config, zone, save      string
	jobs                    int
	minConfidence           string
	reveal                  bool
	maxUnpacked             string
	maxDepth                int
	fileTimeout             string
	tempDir, key, passwords string
	ocr                     bool
	ocrJobs                 int
	rules                   []string
	explain                 string
	state, baseline         string
	known                   []string
	access                  accessOptions
}

// A plan is what the flags and the configuration make of a scan.
type plan struct {
	scan.Config
	shares   []rules.Share // to be opened
	sites    []site        // where they lie
	limits   rules.Limits
	secrets  *secrets
	warnings []string
	conf     *rules.Config
	baseline *baseline // nil: none
}

func newScan(p *program) *cobra.Command {
	var o scanOptions
	cmd := &cobra.Command{
		Use:   "scan [SHARE...]",
		Short: "Crawl shares, detect, judge and report",
		Long: `Scan crawls shares, finds personal data and judges it by the zone it lies in.

SHARE is a folder or a URL, and may be prefixed with its zone: office=/srv/share.
URLs are smb://[domain;][user@]host[:port]/share[/folder], smb://host/ for all
shares of a server, and sftp://[user@]host[:port]/folder.
What stands before the first = is a zone unless it holds a slash, backslash or
colon or begins with a dot: a folder called a=b is written ./a=b. Without SHARE
the shares of the configuration are scanned.

A share on the server of one in the configuration is opened with that one's user
and password-from. Passwords never stand on the command line: --password-from
says where one is. What a server refuses is not tried again. --max-rate and
--max-ops hold for each host, whatever number of shares it has.

Reports hold masked excerpts only. People are told apart by fingerprints made
with a key: the file that --fingerprint-key names, or what the configuration says
in fingerprint-key-from. Without either the key is random: the counts are right,
but two runs cannot be compared by person.

With --known FILE, which "shikiri fingerprint" made of a list of customers with the
same key, the report names the files that hold people of that list: certain is
who has the name and something that tells namesakes apart, or a number of their
own. Neither confidence nor verdict of a finding depends on it.

With --explain PATH every match in the files of PATH is explained, those below
--min-confidence too: at the end of a table on standard output, in json and
ndjson, else on standard error. Without SHARE, PATH may be a file or folder of
this machine, with its zone as a SHARE has it; that alone is then scanned,
unless it lies in a share of the configuration.

With --client NAME the reports and the saved run hold what concerns that client:
nothing of others is in them. The exit code is that of the whole scan.

A report goes to standard output, or to each -o FILE. Its format is that of a
FORMAT= prefix, else of -f, else of the file's extension, else a table:
-o json=- -o findings.csv. Files are readable by their owner only.`,
		Example: `  shikiri scan office=/srv/share
  shikiri scan --user svc-scan --password-from keyring:fs01 office=smb://fs01.office.example/
  shikiri scan --max-rate 20MB/s --state state print=sftp://scan@print01.example/job
  shikiri scan -z print -f csv -o print.csv /srv/jobs
  shikiri scan -o table=- --save monday.json
  shikiri scan --explain '**/list.csv' office=/srv/share
  shikiri scan --known customers.fp office=/srv/share
  shikiri scan --rules customer-number --rules own.yaml office=/srv/share`,
		Annotations:       map[string]string{exitCodes: scanExitCodes},
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := noEmptyFlags(cmd); err != nil {
				return err
			}
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
	o.addFormatFlags(cmd)
	f.StringVar(&o.save, "save", "", "save the run to `FILE` (JSON), for report, diff and merge; with a\nfingerprint key, FILE.people has the fingerprints that merge needs")
	o.sign.addFlags(f)
	o.edition.addFlags(cmd)
	f.IntVarP(&o.jobs, "jobs", "j", 0, "`N` workers (default: number of CPUs)")
	f.StringVar(&o.state, "state", "", "remember in `DIR` what was scanned: unchanged files are not read\nagain, an interrupted scan goes on")
	f.StringVar(&o.baseline, "baseline", "", "compare with the saved run `RUN`: the exit code counts only what is\nnew or worse since; the report has all")
	o.access.addFlags(f)
	f.StringArrayVar(&o.rules, "rules", nil, "use the rules of `FILE` too, or the built-in rule of that ID;\nmay be repeated")
	f.StringArrayVar(&o.known, "known", nil, "look for the people of `FILE`, which shikiri fingerprint wrote;\nmay be repeated")
	f.StringVar(&o.explain, "explain", "", "show how each match in the files of `PATH`, a path or pattern in the\nshares, came to its confidence and verdict; masked")
	f.StringVar(&o.minConfidence, "min-confidence", "medium", "leave out findings below `LEVEL`: low, medium, high")
	f.BoolVar(&o.allowIncomplete, "allow-incomplete", false, "exit 0 instead of 3; the report stays as it is")
	f.BoolVar(&o.reveal, "reveal", false, "show values unmasked (never in CI; asks on a terminal)")
	f.StringVar(&o.key, "fingerprint-key", "", "`FILE` with the key of the fingerprints, 32 bytes or more, or in\nhexadecimal (default: as configured, else random)")
	f.StringVar(&o.maxUnpacked, "max-unpacked", "", "`SIZE` that one file may unpack to, as 500MB or 20GiB")
	f.IntVar(&o.maxDepth, "max-depth", 0, "enter archives in archives `N` levels deep")
	f.StringVar(&o.fileTimeout, "file-timeout", "10m", "give a file up after `TIME`, and a second more for each MB of it; 0: never")
	f.StringVar(&o.tempDir, "temp-dir", "", "`DIR` for what does not fit in memory: fingerprints, and members of\narchives, encrypted")
	f.BoolVar(&o.ocr, "ocr", false, "read what pictures show, and pages that are pictures, by the program\ntesseract (Debian packages tesseract-ocr, tesseract-ocr-jpn)")
	f.IntVar(&o.ocrJobs, "ocr-jobs", 0, "read `N` pictures at once (default, and at most: number of CPUs)")
	f.StringVar(&o.passwords, "archive-passwords", "", "`FILE` of passwords, one a line, to be tried on what is encrypted")
	o.addReaderFlags(cmd)
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no summary on standard error")
	complete(cmd, "min-confidence", "low", "medium", "high")
}

// run scans. All that can be wrong with the command line is found before the
// first file is read.
func (o *scanOptions) run(ctx context.Context, p *program, args []string) error {
	destinations, reader, err := o.choose(p)
	if err != nil {
		return err
	}
	toStdout := slices.ContainsFunc(destinations, func(d destination) bool { return d.File == "" })
	destinations = append(destinations, saved(o.save)...)
	plan, err := o.prepare(ctx, p, args, destinations)
	if err != nil {
		return err
	}
	opener := o.opener(p, plan)
	plan.Shares, err = opener.open(ctx, plan.shares)
	defer closeShares(plan.Shares)
	if err != nil {
		return err
	}
	plan.warnings = append(plan.warnings, plan.secrets.told()...)
	for _, w := range plan.warnings {
		p.warn(w)
	}
	r, scanErr := o.scan(ctx, p, plan.Config)
	plan.Budget.Settings.Apart.Close()
	if r == nil {
		return fmt.Errorf("scan: %w", scanErr)
	}
	r.Options = o.told(plan)
	finish(r, append(plan.warnings, opener.told()...), scanErr)
	plan.baseline.compare(p, r, scanErr)
	whole := *r // its exit code is that of the command
	if err := o.write(p, r, destinations, reader); err != nil {
		return errors.Join(scanErr, err)
	}
	return o.conclude(p, "scan", &whole, scanErr, toStdout, leftOut(plan.Shares))
}

// prepare is configure, and checks that all reports can be made and written.
func (o *scanOptions) prepare(ctx context.Context, p *program, args []string, destinations []destination) (*plan, error) {
	plan, err := o.configure(ctx, p, args)
	if err != nil {
		return nil, err
	}
	if err := o.edition.prepareScan(ctx, plan, &o.sign, destinations); err != nil {
		return nil, err
	}
	if plan.Key != nil && o.edition.whole() {
		plan.People = peopleOutput(o.save)
	}
	if err := plan.checkReports(ctx, append(slices.Clone(destinations), peopleDestination(o.save, plan.People)...)); err != nil {
		return nil, err
	}
	if plan.baseline, err = o.loadBaseline(p, destinations); err != nil {
		return nil, err
	}
	if o.reveal {
		err = p.confirmReveal()
	}
	return plan, err
}

// write writes what of a run is to be seen. The run must not be used after.
func (o *scanOptions) write(p *program, r *report.Run, destinations []destination, reader output.Options) error {
	r, err := o.edition.of(p, r)
	if err != nil {
		return err
	}
	if err := p.writeAll(r, destinations, reader); err != nil {
		return err
	}
	return o.writeExplanations(p, r, destinations, reader.Lang)
}

func (plan *plan) warn(format string, args ...any) {
	plan.warnings = append(plan.warnings, fmt.Sprintf(format, args...))
}

// configure turns flags and arguments into what to scan and how. Sources are
// not open yet.
func (o *scanOptions) configure(ctx context.Context, p *program, args []string) (*plan, error) {
	conf, err := setRules(o.config, o.rules)
	if err != nil {
		return nil, err
	}
	cfg := scan.Config{Policy: conf.Policy, Workers: o.jobs, Reveal: o.reveal, Now: p.Now, TempDir: o.tempDir, State: o.state, Version: version(), Cover: coverOf(conf.Report)}
	plan := &plan{Config: cfg, warnings: conf.Warnings, secrets: newSecrets(p), conf: conf}
	if o.jobs < 0 {
		return nil, fmt.Errorf("--jobs %d: must be 1 or more", o.jobs)
	}
	if plan.MinConfidence, err = confidence(o.minConfidence); err != nil {
		return nil, err
	}
	if plan.Budget, err = budget(o.maxUnpacked, o.maxDepth); err != nil {
		return nil, err
	}
	if plan.Budget.Settings, err = o.settings(ctx, plan, conf); err != nil {
		return nil, err
	}
	if plan.limits, err = o.access.limits(conf.Limits); err != nil {
		return nil, err
	}
	if args, plan.Explain, err = o.explained(ctx, args, conf, plan.limits); err != nil {
		return nil, err
	}
	if plan.shares, err = o.chooseShares(args, conf); err != nil {
		return nil, err
	}
	if plan.sites, err = locate(ctx, plan.limits.Timeout, plan.shares); err != nil {
		return nil, err
	}
	if err := o.checkState(ctx, plan); err != nil {
		return nil, err
	}
	plan.warnings = append(plan.warnings, overlaps(plan.shares, plan.sites)...)
	if plan.Key, err = plan.secrets.loadKey(ctx, o.key, conf.FingerprintKeyFrom); err != nil {
		return nil, err
	}
	if plan.Known, err = loadKnown(o.known, plan.Key); err != nil {
		return nil, err
	}
	return plan, compileRules(&plan.Config, conf)
}

// scan runs the scan and shows how far it is.
func (o *scanOptions) scan(ctx context.Context, p *program, cfg scan.Config) (*report.Run, error) {
	cfg.Progress = &scan.Progress{}
	if o.quiet {
		return scan.Run(ctx, cfg)
	}
	stop := showProgress(p, scanMeter(cfg.Progress), plainInterval)
	defer stop()
	undo := context.AfterFunc(ctx, func() { p.note("interrupted: writing what was found; once more ends at once") })
	defer undo()
	return scan.Run(ctx, cfg)
}

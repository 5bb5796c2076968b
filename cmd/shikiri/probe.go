package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/rules"
	"github.com/shikiri/shikiri/scan"
)

const probeExitCodes = `  0    all that the policy forbids is proved closed from here
  1    a forbidden path is open, or a machine stands in two zones
  2    the command or the configuration is wrong, or the command failed
  3    nothing forbidden was seen open, but something is not proved or was not tried
  130  interrupted: a partial report was written`

// probeOptions are the flags of probe.
type probeOptions struct {
	reportOptions
	conclusion
	config, from, ports, save    string
	sweep, yes, verify           bool
	rate, timeout, retries, time string
	seed                         uint64
	secrets                      *secrets
}

func newProbe(p *program) *cobra.Command {
	var o probeOptions
	cmd := &cobra.Command{
		Use:   "probe",
		Short: "Try from this machine whether closed zones are closed, and prove it",
		Long: `Probe connects from this machine to the hosts of the other zones, and judges what
is open by the flows that the configuration allows. Run it on a machine of each
zone: what is closed from one may be open from another.

The zone that this machine stands in is told by its addresses, or by --from. Tried
are the hosts that zones declare and those of shares, with --sweep every address
of the networks of the configuration, and never any other but its canaries. The
ports are those of --ports, else of the configuration, else the usual ones (file
sharing, remote access, printing, databases, web, management), and always those
of shares and flows.

It makes whole TCP connections and ends each at once: no raw sockets, no half-open
connections, no privilege. Nothing is sent, unless --verify asks what is open what
it is. That sends no credentials, but those of an SMB share to its own server, to
ask which addresses that has. To ports of printers nothing is sent, ever.

That nothing answers proves nothing by itself. A path counts as closed only if the
controls held: something that the policy allows was open from here, before and
after, or this machine may be cut off; and addresses that nobody has were silent,
or a firewall answers for hosts that do not exist. Without them it is not proved.
What a zone's gateway answers from outside is tried as well. A firewall or proxy
that accepts every port is recognised, and does not make ports open.

Where the same SSH host key or certificate answers in two zones, or an SMB server
names addresses in both, that machine is a bridge: no firewall is between.

Canaries (egress in the configuration) are hosts in the internet that zones with
personal data must not reach, and names that they must not resolve.

Ask the owners of the networks, in writing, and tell those who watch them: it
looks like an attack. Saved runs of several machines and of scans are put
together by "shikiri merge": who can reach whose personal data.`,
		Example: `  shikiri probe
  shikiri probe --sweep --verify -o probe.html --save office.json
  shikiri probe --from office --ports 22,445,8000-8100 --rate 200 --time 30m
  shikiri merge -o all.html office.json print.json monday.json`,
		Annotations: map[string]string{exitCodes: probeExitCodes},
		Args:        noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noEmptyFlags(cmd); err != nil {
				return err
			}
			return o.run(cmd.Context(), p)
		},
	}
	o.addFlags(cmd)
	return cmd
}

func (o *probeOptions) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.SortFlags = false
	addConfigFlag(f, &o.config)
	f.StringVar(&o.from, "from", "", "this machine stands in the zone `NAME` (default: its addresses tell)")
	f.StringVar(&o.ports, "ports", "", "try the ports of `LIST`, as 22,445,8000-8100, in place of the usual ones;\nthose of shares and flows are tried anyway")
	f.BoolVar(&o.sweep, "sweep", false, "try every address of the zones' networks, not only declared hosts")
	f.BoolVar(&o.yes, "yes", false, "with --sweep: networks of more than 65,536 addresses, too")
	f.BoolVar(&o.verify, "verify", false, "ask what is open what it is: banner, SSH, TLS, HTTP, SMB; finds machines\nthat stand in two zones")
	f.StringVar(&o.rate, "rate", "", fmt.Sprintf("try at most `N` times a second (default %d)", probe.DefaultRate))
	f.StringVar(&o.timeout, "timeout", "", "wait `TIME` for an answer, as 500ms (default 1s, on Windows 3s)")
	f.StringVar(&o.retries, "retries", "", fmt.Sprintf("try what does not answer `N` more times (default %d)", probe.DefaultRetries))
	f.StringVar(&o.time, "time", "", "end after `TIME`, as 30m; what was not tried by then is not proved")
	f.Uint64Var(&o.seed, "seed", 0, "choose by `N` what is chosen by chance: the order, unused addresses\n(default: another each time)")
	o.addFormatFlags(cmd)
	f.StringVar(&o.save, "save", "", "save the run to `FILE` (JSON), for report, diff and merge")
	o.sign.addFlags(f)
	o.edition.addFlags(cmd)
	f.BoolVar(&o.allowIncomplete, "allow-incomplete", false, "exit 0 instead of 3; the report stays as it is")
	o.addReaderFlags(cmd)
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no summary on standard error")
}

// run probes. All that can be wrong with the command line is found before the
// first packet is sent.
func (o *probeOptions) run(ctx context.Context, p *program) error {
	destinations, reader, err := o.choose(p)
	if err != nil {
		return err
	}
	toStdout := slices.ContainsFunc(destinations, func(d destination) bool { return d.File == "" })
	destinations = append(destinations, saved(o.save)...)
	conf, err := loadConfig(o.config)
	if err != nil {
		return err
	}
	cfg, err := o.configure(ctx, p, conf)
	if err == nil {
		err = o.edition.check(clientsOf(conf))
	}
	if err == nil {
		err = p.prepareOutputBy(ctx, conf, &o.sign, &o.edition, destinations)
	}
	if err == nil {
		err = checkDestinations(destinations)
	}
	if err != nil {
		return err
	}
	for _, w := range conf.Warnings {
		p.warn(w)
	}
	r, err := o.probe(ctx, p, cfg)
	if err != nil {
		return err
	}
	for _, w := range slices.Concat(r.Warnings, o.secrets.told()) {
		if !slices.Contains(conf.Warnings, w) {
			p.warn(w)
		}
	}
	whole := *r // its exit code is that of the command
	if r, err = o.edition.of(p, r); err != nil {
		return err
	}
	if err := p.writeAll(r, destinations, reader); err != nil {
		return err
	}
	return o.conclude(p, "probe", &whole, nil, toStdout, nil)
}

// probe runs the probe and shows how far it is.
func (o *probeOptions) probe(ctx context.Context, p *program, cfg scan.ProbeConfig) (*report.Run, error) {
	if o.quiet {
		return scan.Probe(ctx, cfg)
	}
	stop := showProgress(p, p.probeMeter(cfg.Progress), plainInterval)
	defer stop()
	undo := context.AfterFunc(ctx, func() { p.note("%s", p.speak("interrupted: writing what was found; once more ends at once")) })
	defer undo()
	return scan.Probe(ctx, cfg)
}

// probeMeter measures a probe by ports of addresses.
func (p *program) probeMeter(s *scan.ProbeProgress) meter {
	return meter{
		amounts: func() (int64, int64) { return s.Tried.Load(), s.Total.Load() },
		text: func(elapsed time.Duration) string {
			rate := 0.0
			if elapsed > 0 {
				rate = float64(s.Tried.Load()) / elapsed.Seconds()
			}
			return p.speak("ports of addresses tried %d of %d, %.0f/s, of these open %d", s.Tried.Load(), s.Total.Load(), rate, s.Open.Load())
		},
	}
}

// options returns how it is tried: as the flags say, else the configuration.
func (o *probeOptions) options(p *program, c rules.Probe) (probe.Options, error) {
	opts := probe.Options{Rate: c.Rate, Timeout: c.Timeout, Retries: probe.DefaultRetries, Seed: o.seed, Now: p.Now}
	if c.Retries != nil {
		opts.Retries = *c.Retries
	}
	if opts.Rate == 0 {
		opts.Rate = probe.DefaultRate
	}
	if opts.Timeout == 0 {
		opts.Timeout = probe.DefaultTimeout
	}
	err := flagValue("--rate", o.rate, &opts.Rate, rules.ParseProbeRate)
	if err == nil {
		err = flagValue("--timeout", o.timeout, &opts.Timeout, rules.ParseProbeTimeout)
	}
	if err == nil {
		err = flagValue("--retries", o.retries, &opts.Retries, rules.ParseRetries)
	}
	return opts, err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/rules"
	"github.com/shikiri/shikiri/scan"
)

// An opener opens the shares of a run.
type opener struct {
	p          *program
	secrets    *secrets
	limits     *crawl.Limits
	timeout    time.Duration
	knownHosts []string // of the flags; nil: those of each share
	snapshots  bool
	kind       func(ctx context.Context, share string, o crawl.Options) (crawl.Source, error) // crawl.Open
	refused    func(error) bool                                                               // crawl.Refused

	mu       sync.Mutex
	logins   map[string]*loginState
	warnings []string // of sources, some of them while the scan runs
}

func (o *scanOptions) opener(p *program, plan *plan) *opener {
	pause := func(text string) {
		if !o.quiet {
			p.note("%s", text)
		}
	}
	return &opener{p: p, secrets: plan.secrets, limits: limitsOf(plan.limits, pause), timeout: plan.limits.Timeout,
		knownHosts: o.access.knownHosts, snapshots: o.access.snapshots, kind: crawl.Open, refused: crawl.Refused}
}

// warn tells what a source says, at once and in the report.
func (o *opener) warn(text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !slices.Contains(o.warnings, text) {
		o.warnings = append(o.warnings, text)
		o.p.warn(text)
	}
}

// told returns the warnings of the sources.
func (o *opener) told() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.warnings)
}

// A loginState is what is known of a credential on a host.
type loginState struct {
	mu      sync.Mutex
	good    bool   // it was accepted once: others need not wait
	refused string // the share at which it was not
}

// opensAtOnce is how many shares are opened at the same time.
const opensAtOnce = 16

// open opens all shares at the same time, those of one login after the first of
// them. All that cannot be opened are in the error, unless their servers are only
// away: see goOnWithout. The caller closes what was opened, error
// or not.
func (o *opener) open(ctx context.Context, shares []rules.Share) ([]scan.Share, error) {
	opened := make([]scan.Share, len(shares))
	errs := make([]error, len(shares))
	if err := o.askFirst(ctx, shares); err != nil {
		return nil, err
	}
	var wg sync.WaitGroup
	slots := make(chan struct{}, opensAtOnce)
	for i := range shares {
		opened[i] = scan.Share{URL: shares[i].URL, Zone: shares[i].Zone, User: readerOf(&shares[i]), Host: hostName()}
	}
	one := func(i int) error {
		slots <- struct{}{}
		defer func() { <-slots }()
		opened[i].Source, errs[i] = o.login(ctx, &shares[i])
		return errs[i]
	}
	for _, group := range groups(shares) {
		wg.Go(func() {
			for n, i := range group {
				switch err := one(i); {
				case err == nil: // the others need not wait any more
					for _, i := range group[n+1:] {
						wg.Go(func() { _ = one(i) })
					}
					return
				case o.refused(err):
					for _, later := range group[n+1:] {
						errs[later] = notTried(shares[later].URL, shares[i].URL)
					}
					return
				}
			}
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		if ctx.Err() != nil {
			return opened, ctx.Err()
		}
		if !o.goOnWithout(opened, errs) {
			return opened, hint(err, "nothing was scanned")
		}
	}
	return opened, nil
}

// goOnWithout puts an absent share in the place of each whose server cannot be
// reached, and reports whether there is anything to scan: of twenty shares over
// night the others are scanned when one is switched off. What is wrong with the
// command line or the configuration ends the run instead.
func (o *opener) goOnWithout(opened []scan.Share, errs []error) bool {
	some := false
	for i, err := range errs {
		if err == nil {
			some = true
		} else if _, remote := serverOf(opened[i].URL); !remote || !crawl.Unreachable(err) {
			return false
		}
	}
	for i, err := range errs {
		if some && err != nil {
			opened[i].Source = crawl.Absent(err)
			o.p.warn(err.Error() + "; the other shares are scanned")
		}
	}
	return some
}

// askFirst asks for the passwords that are sure to be needed while somebody is
// there: quiet hours may end in the night.
func (o *opener) askFirst(ctx context.Context, shares []rules.Share) error {
	for i := range shares {
		if shares[i].PasswordFrom != "prompt" {
			continue
		}
		if _, err := o.secrets.line(ctx, "prompt", passwordName(&shares[i])); err != nil {
			return err
		}
	}
	return nil
}

// groups divides shares by what logs in to them. An account of SMB may be a
// domain's, and then it is the same on all hosts.
func groups(shares []rules.Share) (all [][]int) {
	number := map[string]int{}
	for i := range shares {
		id := fmt.Sprint(i) // a folder of this machine
		if server, ok := serverOf(shares[i].URL); ok {
			id = server.scheme + "\x00" + userOf(&shares[i]) + "\x00" + shares[i].PasswordFrom
			if from := shares[i].PasswordFrom; server.scheme != "smb" || from == "" || from == "prompt" {
				id += "\x00" + server.host
			}
		}
		n, ok := number[id]
		if !ok {
			n = len(all)
			number[id], all = n, append(all, nil)
		}
		all[n] = append(all[n], i)
	}
	return all
}

func notTried(share, refused string) error {
	return fmt.Errorf("open %s: not tried after %s was refused (a login that is refused again and again locks the account)", share, refused)
}

// login opens a share. A credential that was refused is not tried again on that
// host.
func (o *opener) login(ctx context.Context, s *rules.Share) (crawl.Source, error) {
	open := func() (crawl.Source, error) { return o.kind(ctx, s.URL, o.options(s)) }
	server, ok := serverOf(s.URL)
	if !ok {
		return open()
	}
	return o.state(server.host+"\x00"+userOf(s)+"\x00"+s.PasswordFrom).try(s.URL, o.refused, open)
}

func (o *opener) state(id string) *loginState {
	o.mu.Lock()
	defer o.mu.Unlock()
	l := o.logins[id]
	if l == nil {
		l = new(loginState)
		if o.logins == nil {
			o.logins = map[string]*loginState{}
		}
		o.logins[id] = l
	}
	return l
}

// try opens with a login, one at a time until it was accepted.
func (l *loginState) try(share string, refused func(error) bool, open func() (crawl.Source, error)) (crawl.Source, error) {
	l.mu.Lock()
	if l.refused == "" && l.good {
		l.mu.Unlock()
		return open()
	}
	defer l.mu.Unlock()
	if l.refused != "" {
		return nil, notTried(share, l.refused)
	}
	src, err := open()
	switch {
	case err == nil:
		l.good = true
	case refused(err):
		l.refused = share
	}
	return src, err
}

// options says how a share is opened.
func (o *opener) options(s *rules.Share) crawl.Options {
	options := crawl.Options{
		User: s.User, KnownHosts: o.knownHosts, Snapshots: o.snapshots || s.Snapshots,
		Timeout: o.timeout, Limits: o.limits, Warn: o.warn,
		Password: func(ctx context.Context) (string, error) { return o.password(ctx, s) },
	}
	if s.PasswordFrom == "" && strings.EqualFold(userOf(s), "guest") {
		options.Password = nil // who names the guest wants in without one
	}
	if options.KnownHosts == nil && s.KnownHosts != "" {
		options.KnownHosts = []string{s.KnownHosts}
	}
	if s.Key != "" {
		options.KeyFiles = []string{s.Key}
	}
	if from := s.PassphraseFrom; from != "" || s.Key != "" && terminal(o.p.In) != nil {
		if from == "" {
			from = "prompt"
		}
		options.Passphrase = func(ctx context.Context, file string) (string, error) {
			return o.secrets.line(ctx, from, "passphrase of "+file)
		}
	}
	return options
}

// password returns the password for a share. Where none is configured somebody
// at the terminal may have it.
func (o *opener) password(ctx context.Context, s *rules.Share) (string, error) {
	from := s.PasswordFrom
	switch {
	case from == "" && strings.EqualFold(userOf(s), "guest"):
		return "", nil // who names the guest means the account without a password
	case from == "":
		from = "prompt"
	}
	return o.secrets.line(ctx, from, passwordName(s))
}

// passwordName names a password for people, and is the same for all shares that
// have it.
func passwordName(s *rules.Share) string {
	u, err := url.Parse(s.URL)
	if err != nil || u.Host == "" {
		return "password of " + s.URL
	}
	if user := userOf(s); user != "" {
		return "password of " + user + " at " + u.Host
	}
	return "password at " + u.Host
}

// leftOut returns what the sources know they left out on purpose.
func leftOut(shares []scan.Share) (notes []string) {
	for _, s := range shares {
		n, ok := s.Source.(crawl.Noter)
		if !ok {
			continue
		}
		for _, note := range n.Notes() {
			notes = append(notes, s.URL+": "+note)
		}
	}
	return slices.Compact(notes)
}

func closeShares(shares []scan.Share) {
	for _, s := range shares {
		if s.Source != nil {
			_ = s.Source.Close() // it was only read
		}
	}
}

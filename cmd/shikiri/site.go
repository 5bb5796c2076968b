package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/rules"
)

// A site is where a share lies.
type site struct {
	root   string // as root has it
	folder bool   // of this machine, and there
}

// locate looks where shares lie, at all of them at the same time.
func locate(ctx context.Context, limit time.Duration, shares []rules.Share) ([]site, error) {
	sites, errs := make([]site, len(shares)), make([]error, len(shares))
	var wg sync.WaitGroup
	for i, s := range shares {
		wg.Go(func() {
			sites[i], errs[i] = inTime(ctx, limit, "share "+s.URL, func() site { return siteOf(s.URL) })
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return sites, errors.Join(errs...)
}

func siteOf(share string) site {
	s := site{root: root(share)}
	if local := localPath(share); !rules.IsURL(local) {
		fi, err := os.Stat(local)
		s.folder = err == nil && fi.IsDir()
	}
	return s
}

// inTime calls f, which looks at paths of this machine, and waits for it as long
// as for a server, 0 being the default: a system call on a mount whose server is
// gone returns when that is back, or never, and no signal ends it.
func inTime[T any](ctx context.Context, limit time.Duration, what string, f func() T) (T, error) {
	limit = cmp.Or(limit, crawl.DefaultTimeout)
	done := make(chan T, 1)
	go func() { done <- f() }()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	var none T
	select {
	case v := <-done:
		return v, nil
	case <-ctx.Done():
		return none, ctx.Err()
	case <-timer.C:
		return none, hint(fmt.Errorf("look at %s: no answer within %s", what, limit),
			"it lies on a mount whose server does not answer: see to that server, or unmount it")
	}
}

// checkReports returns an error if a report could not be written, and warns of
// those that a scan would find.
func (plan *plan) checkReports(ctx context.Context, all []destination) error {
	err, late := inTime(ctx, plan.limits.Timeout, "the files of -o and --save", func() error { return checkDestinations(all) })
	if err = cmp.Or(late, err); err != nil {
		return err
	}
	for _, d := range all {
		if d.File == "" {
			continue
		}
		if share := holds(filepath.Dir(d.File), plan.shares, plan.sites); share != "" {
			plan.warn("the report %s is written into the share %s", d.File, share)
		}
	}
	return nil
}

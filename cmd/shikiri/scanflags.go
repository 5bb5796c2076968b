package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/extract"
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

package crawl

import (
	"context"
	"sync"
	"time"
)

// A gate is the way to one host, through which everything asked of it passes.
// A nil gate holds nobody.
type gate struct {
	limits *Limits
	clock  clock
	turn   chan struct{} // whoever is next waits holding it; the others wait for it

	mu         sync.Mutex
	ops, bytes pace
}

// A clock tells and waits for the time.
type clock interface {
	now() time.Time
	sleep(ctx context.Context, d time.Duration) error
}

type systemClock struct{}

// now has no monotonic reading: that one stands still while a machine sleeps,
// and quiet hours do not.
func (systemClock) now() time.Time { return time.Now().Round(0) }

func (systemClock) sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

const (
	// longestSleep is after how long a sleeper looks at the clock again: it may
	// have been set, or the machine have slept.
	longestSleep = time.Minute
	// paceSlack is how much of the time that was not used may be used later.
	// Without it a sleeper who wakes late costs throughput.
	paceSlack = 100 * time.Millisecond
)

// A pace spreads what is spent evenly over time.
type pace struct {
	perSecond int64     // 0: without bound
	free      time.Time // when what was spent is paid for, and more may be
}

// spend takes n from the pace, or gives back what is negative.
func (p *pace) spend(now time.Time, n int64) {
	if p.perSecond <= 0 {
		return
	}
	if slack := now.Add(-paceSlack); p.free.Before(slack) {
		p.free = slack
	}
	// In floating point: n times a second in nanoseconds overflows at 9 GB.
	p.free = p.free.Add(time.Duration(float64(n) / float64(p.perSecond) * float64(time.Second)))
}

// pass waits until one thing may be asked of the host: an operation whose answer
// has up to n bytes of files. The error is that of ctx.
func (g *gate) pass(ctx context.Context, n int) error { return g.passMore(ctx, 1, n) }

// passMore waits until so many operations may begin. None is more of one that
// has.
func (g *gate) passMore(ctx context.Context, ops, n int) error {
	if g == nil {
		return nil
	}
	select {
	case g.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-g.turn }()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		d := g.try(ops, n)
		if d <= 0 {
			return nil
		}
		if err := g.clock.sleep(ctx, min(d, longestSleep)); err != nil {
			return err
		}
	}
}

// try spends what is asked for, or returns how long it has to wait.
func (g *gate) try(ops, n int) time.Duration {
	now := g.clock.now()
	if end := quietUntil(g.limits.Quiet, now); !end.IsZero() {
		g.limits.tellQuiet(end)
		return end.Sub(now)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if ops > 0 && g.ops.free.After(now) {
		return g.ops.free.Sub(now)
	}
	if n > 0 && g.bytes.free.After(now) {
		return g.bytes.free.Sub(now)
	}
	g.ops.spend(now, int64(ops))
	g.bytes.spend(now, int64(n))
	return 0
}

// settle puts right what pass was told: n bytes came instead of planned. It does
// not wait.
func (g *gate) settle(planned, n int) {
	if g == nil || planned == n {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.bytes.spend(g.clock.now(), int64(n-planned))
}

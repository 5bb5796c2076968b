package probe

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"time"
)

// Try connects to every target of a space, in random order, and tells what each
// answered, one after the other and in the goroutine of the caller. A target is
// told once: those that are silent only after they were tried again.
//
// It returns when all is told, or ctx ends, or this machine cannot open
// connections; then the error is an [*Unfinished], which says how many were not told.
// Nothing is left behind: no goroutine, no socket, no connection.
func Try(ctx context.Context, o Options, s *Space, tell func(Result)) error {
	o = o.withDefaults()
	connector, err := o.connector(o.Window)
	if err != nil {
		return &Unfinished{NotTried: s.Len(), Why: err}
	}
	defer connector.close()
	a := &attack{
		Options: o, space: s, tell: tell, connector: connector,
		schedule: newSchedule(s.Hosts(), uint64(len(s.ports)), o.Seed, o.Retries),
		flights:  newFlights(o.Window), hosts: newHosts(o.PerHost, o.Window),
		tide:   tide{on: onLink(s)},
		supply: supply{pause: o.pause, window: o.Window, limit: o.Window},
	}
	why := a.run(ctx)
	if why != nil {
		a.giveUp()
	}
	if left := s.Len() - a.told; left > 0 || a.once > 0 {
		return &Unfinished{NotTried: left, NotAgain: a.once, Why: cmp.Or(why, a.odd)}
	}
	return nil
}

// Unfinished is the error of a try that did not come to its end.
type Unfinished struct {
	NotTried uint64 // targets: nothing is known of them
	NotAgain uint64 // targets that were told as silent, but not tried as often as they should
	Why      error
}

func (e *Unfinished) Error() string {
	if e.NotTried == 0 {
		return fmt.Sprintf("try ports: %d silent ones were not tried again: %v", e.NotAgain, e.Why)
	}
	return fmt.Sprintf("try ports: %d of them were not tried: %v", e.NotTried, e.Why)
}

func (e *Unfinished) Unwrap() error { return e.Why }

func (o Options) withDefaults() Options {
	o.Window = cmp.Or(max(o.Window, 0), DefaultWindow)
	// Files of the program that are open or will be want room, too.
	if files := openFiles(); uint64(o.Window) > files-min(files, 32+files/4) {
		o.Window = max(8, int(files-min(files, 32+files/4)))
	}
	if o.PerHost = max(o.PerHost, 0); o.PerHost == 0 {
		o.PerHost = o.Window
	}
	o.Timeout = cmp.Or(max(o.Timeout, 0), DefaultTimeout)
	o.Retries = max(o.Retries, 0)
	if o.Seed == 0 {
		o.Seed = rand.Uint64()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.pause = cmp.Or(o.pause, 10*time.Millisecond)
	if o.connector == nil {
		o.connector = newConnector
	}
	return o
}

// An attack is one call of Try.
type attack struct {
	Options
	space     *Space
	tell      func(Result)
	connector connector
	schedule  *schedule
	flights   *flights
	hosts     *hosts
	supply    supply
	pace      pace
	tide      tide
	late      []turn // drawn, but the tide is against it: one at most
	told      uint64 // targets
	once      uint64 // of these: silent, and not tried again for want of time
	odd       error  // why a target has no result: an error that says nothing of it
	ended     []outcome
}

const (
	// nap is the longest wait: so late is the end of ctx noticed.
	nap = 20 * time.Millisecond
	// batch is how many are started before it is asked who has ended.
	batch = 128
)

func (a *attack) run(ctx context.Context) error {
	a.pace = newPace(a.Rate)
	for {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		more, idle, err := a.launch()
		if err != nil {
			return err
		}
		if !more && a.flights.n == 0 {
			return nil
		}
		if err := a.collect(idle); err != nil {
			return err
		}
	}
}

// launch starts attempts until something forbids more of them: then idle is how
// long at least. It returns false if there is nothing to start until one has ended.
func (a *attack) launch() (more bool, idle time.Duration, err error) {
	for started := 0; a.flights.n < a.supply.limit; started++ {
		if started == batch {
			return true, 0, nil
		}
		now := time.Now()
		if idle = max(a.pace.wait(now), a.supply.wait(now)); idle > 0 {
			return true, idle, nil
		}
		t, ok := a.draw()
		if !ok {
			return false, nap, nil
		}
		if idle = a.tide.wait(t.era, now); idle > 0 {
			a.late = append(a.late, t)
			return true, idle, nil
		}
		if err := a.start(t, now); err != nil {
			return true, 0, err
		}
	}
	return true, nap, nil
}

// draw returns the turn that is to be started.
func (a *attack) draw() (turn, bool) {
	if len(a.late) > 0 {
		t := a.late[0]
		a.late = a.late[:0]
		return t, true
	}
	return a.hosts.next(a.schedule, a.space)
}

func (a *attack) start(t turn, now time.Time) error {
	target := a.space.At(t.index)
	id := a.flights.begin(flight{turn: t, target: target, at: a.Now(), started: now})
	a.pace.spend(now)
	if out, over := a.connector.start(id, target); over {
		return a.end(out)
	}
	return nil
}

// collect takes what has ended, and what has waited too long. What was late
// before it was asked who has ended, and had not, is silent: so it does not matter
// how long this goroutine had to wait for a processor.
func (a *attack) collect(idle time.Duration) (err error) {
	now := time.Now()
	if oldest, ok := a.flights.oldest(); ok {
		idle = min(idle, a.Timeout-now.Sub(oldest.started))
	}
	if a.ended, err = a.connector.wait(a.ended[:0], min(max(idle, 0), nap)); err != nil {
		return err
	}
	for _, o := range a.ended {
		if err := a.end(o); err != nil {
			return err
		}
	}
	for {
		oldest, ok := a.flights.oldest()
		if !ok || now.Sub(oldest.started) < a.Timeout {
			return nil
		}
		a.connector.drop(oldest.id)
		a.finish(oldest, Filtered, netip.Addr{})
	}
}

// end judges an outcome. Its error is that this machine cannot connect any longer.
func (a *attack) end(o outcome) error {
	f := a.flights.at(o.id)
	state, short := classify(o.err)
	if short && noSource(o.err, f.target.Addr()) {
		state, short = Unreachable, false
	}
	if short {
		a.flights.end(f)
		a.hosts.lack(f.turn)
		return a.supply.lack(o.err)
	}
	if state == Untried {
		a.odd = cmp.Or(a.odd, fmt.Errorf("connect to %v: %w", f.target, o.err))
	}
	a.finish(f, state, o.source)
	return nil
}

// finish ends a flight that is an attempt, whatever came of it.
func (a *attack) finish(f *flight, state State, source netip.Addr) {
	t, r := f.turn, Result{
		Target: f.target, State: state, Attempts: f.turn.pass + 1, Source: source,
		At: f.at, Took: time.Since(f.started),
	}
	a.flights.end(f)
	a.hosts.left(t, a.space)
	a.supply.enough()
	if a.Attempts != nil {
		a.Attempts.Add(1)
	}
	if state == Filtered && a.schedule.silence(t) {
		return
	}
	if state != Filtered {
		a.tide.answered++
		a.schedule.done(t)
	}
	if state != Untried {
		a.told++
		a.tell(r)
	}
}

// giveUp tells as silent what was silent once, and was to be tried again. What
// was on its way for the first time is not told.
func (a *attack) giveUp() {
	silent := func(index uint64, attempts int) {
		a.told++
		a.once++
		a.tell(Result{Target: a.space.At(index), State: Filtered, Attempts: attempts, At: a.Now()})
	}
	a.schedule.waiting(silent)
	for _, t := range slices.Concat(a.late, a.hosts.waiting(), a.flights.turns()) {
		if t.pass > 0 {
			silent(t.index, t.pass)
		}
	}
}

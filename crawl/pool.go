package crawl

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"sync"
	"time"
)

// A server is what a pool must know of a kind of server.
type server[C io.Closer] struct {
	// dial opens a connection and logs in. It heeds ctx.
	dial func(ctx context.Context) (C, error)
	// broken reports whether after err the connection is of no more use.
	broken func(err error) bool
	// busy reports whether the server asks to be asked again later.
	busy func(err error) bool
	// refused reports whether err, of dial, must not be tried again: a wrong
	// password locks the account, and a wrong host key is somebody else's.
	refused func(err error) bool

	// gate is what everything asked of the server passes: that of Options.Limits
	// to its host. Its Kind then says that it is gated.
	gate *gate

	connections int // at most
	uses        int // of one connection at a time, before another is opened
}

const (
	// poolTries is how often one thing is asked for. A file that makes a server
	// drop the connection each time must not keep the scan.
	poolTries = 6
	// poolPatience is how long a server is waited for that does not take
	// connections: a service that is started again needs seconds.
	poolPatience = 60 * time.Second
	// poolRest is how long nothing is asked of a server that was waited for in vain.
	poolRest = 30 * time.Second

	firstWait = 100 * time.Millisecond // doubled each time
	lastWait  = 5 * time.Second
)

// A pool keeps connections to one server. Connections are opened when those
// that are open are in full use, and opened again when they break. All that is
// asked of a server can be asked twice: shikiri only reads.
type pool[C io.Closer] struct {
	server[C]
	ctx      context.Context
	cancel   context.CancelCauseFunc
	patience time.Duration
	rest     time.Duration

	mu      sync.Mutex
	lines   []*line[C]
	given   error     // refused: nothing is tried any more
	lost    error     // why the server could not be reached
	resting time.Time // until when it is not asked again
}

// A line is a place for one connection.
type line[C io.Closer] struct {
	dialing sync.Mutex // held while a connection is opened

	// Guarded by pool.mu.
	conn  C
	open  bool
	users int
	turn  int       // counts the connections that were here
	shut  time.Time // until when no connection is tried here: the server took none while others were open
}

// A use is a connection while it is used. turn tells it from the one that takes
// its place.
type use[C io.Closer] struct {
	conn C
	line *line[C]
	turn int
}

// newPool opens a first connection, alone and once: a wrong password is one
// failed login and not one for each connection.
func newPool[C io.Closer](ctx context.Context, s server[C]) (*pool[C], error) {
	p := &pool[C]{server: s, patience: poolPatience, rest: poolRest}
	p.ctx, p.cancel = context.WithCancelCause(ctx)
	for range max(1, s.connections) {
		p.lines = append(p.lines, new(line[C]))
	}
	conn, err := s.dial(p.ctx)
	if err != nil {
		p.cancel(fs.ErrClosed)
		if ended := ctx.Err(); ended != nil {
			return nil, ended
		}
		if s.refused != nil && s.refused(err) {
			err = &refusedError{err}
		}
		return nil, err
	}
	p.lines[0].conn, p.lines[0].open = conn, true
	context.AfterFunc(p.ctx, p.hangUp)
	return p, nil
}

// Close closes all connections. What is waited for ends with fs.ErrClosed.
func (p *pool[C]) Close() error {
	p.cancel(fs.ErrClosed)
	p.hangUp()
	return nil
}

// hangUp closes all connections: the way to end what is under way on them.
func (p *pool[C]) hangUp() {
	p.mu.Lock()
	var conns []C
	for _, l := range p.lines {
		if l.open {
			l.open = false
			conns = append(conns, l.conn)
		}
	}
	p.mu.Unlock()
	for _, c := range conns {
		_ = c.Close() // it was only read from
	}
}

// do calls f with a connection, again with another one while the connection
// breaks or the server is busy. Any other error of f is returned as it is.
func (p *pool[C]) do(f func(use[C]) error) error {
	for try := 0; ; {
		if err := p.gate.pass(p.ctx, 0); err != nil {
			return cmp.Or(p.gone(), err)
		}
		u, err := p.take()
		if err != nil {
			return err
		}
		err = f(u)
		p.release(u)
		try += weight(err)
		if err = p.after(u, err, try); err != errAgain {
			return err
		}
	}
}

// weight returns for how many tries an error counts. A server may know that
// something else broke the connection, or that this did.
func weight(err error) int {
	var w interface{ weight() int }
	if errors.As(err, &w) {
		return w.weight()
	}
	return 1
}

// errAgain means that the same is worth another try.
var errAgain = errors.New("worth another try")

// after sees to the error that a use ended with. It returns errAgain, after a
// while, when another try is due.
func (p *pool[C]) after(u use[C], err error, try int) error {
	if err == nil {
		return nil
	}
	if gone := p.gone(); gone != nil {
		return gone
	}
	broken := p.broken(err)
	switch {
	case broken:
		p.drop(u)
	case !p.busy(err):
		return err
	}
	if try >= poolTries {
		return &faultError{err}
	}
	if err := p.sleep(wait(try)); err != nil {
		return err
	}
	return errAgain
}

// take returns a connection that is open, in the line with the fewest users.
func (p *pool[C]) take() (use[C], error) {
	p.mu.Lock()
	l := p.pick()
	l.users++
	u := use[C]{l.conn, l, l.turn}
	open, err := l.open, p.goneLocked()
	if open && err == p.lost {
		err = nil // another line waited for the server in vain; this one has it
	}
	p.mu.Unlock()
	if err == nil && !open {
		u, err = p.connect(l)
	}
	if err != nil {
		p.release(u)
	}
	return u, err
}

// pick chooses a line. One that is not open yet stands behind those that have
// uses left.
func (p *pool[C]) pick() *line[C] {
	var best *line[C]
	least := 0
	others, now := p.openLines() > 0, time.Now()
	for _, l := range p.lines {
		load := 2 * l.users
		if !l.open {
			load += 2*p.uses - 1
		}
		if !l.open && others && now.Before(l.shut) {
			continue
		}
		if best == nil || load < least {
			best, least = l, load
		}
	}
	return best
}

// hold counts one more use of a connection, of a file that stays open on it. The
// caller releases it.
func (p *pool[C]) hold(u use[C]) {
	p.mu.Lock()
	defer p.mu.Unlock()
	u.line.users++
}

func (p *pool[C]) release(u use[C]) {
	p.mu.Lock()
	defer p.mu.Unlock()
	u.line.users--
}

// giveUp notes that the server has refused us.
func (p *pool[C]) giveUp(err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.given = err
	return err
}

// gone returns why nothing can be asked of the server now, or nil.
func (p *pool[C]) gone() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.goneLocked()
}

func (p *pool[C]) goneLocked() error {
	switch {
	case context.Cause(p.ctx) == fs.ErrClosed:
		return fs.ErrClosed
	case p.ctx.Err() != nil:
		return p.ctx.Err()
	case p.given != nil:
		return p.given
	case p.lost != nil && time.Now().Before(p.resting):
		return p.lost
	}
	return nil
}

func (p *pool[C]) sleep(d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-p.ctx.Done():
		return p.gone()
	case <-t.C:
		return nil
	}
}

// wait grows with each try, and is another for each of those who wait.
func wait(try int) time.Duration {
	d := min(firstWait<<min(max(try-1, 0), 10), lastWait)
	return d/2 + rand.N(d/2)
}

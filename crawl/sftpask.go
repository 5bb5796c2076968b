package crawl

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/pkg/sftp"
)

const (
	// sftpPatience times the timeout is how long a server may take for one thing
	// while it does others: on a slow line megabytes may wait before the answer.
	sftpPatience = 40
	// sftpLinger is how long the end of a session waits to learn whether the
	// whole connection has ended, which knows why.
	sftpLinger = 300 * time.Millisecond
)

// ask calls f, which asks the server something. The error is one of the file,
// bare, or a lostError.
func (c *sftpConn) ask(f func(*sftp.Client) error) error { return c.askFor(0, f) }

// askFor is ask with a limit, if there is one.
func (c *sftpConn) askFor(limit time.Duration, f func(*sftp.Client) error) (err error) {
	number := c.begin()
	if limit > 0 {
		defer time.AfterFunc(limit, func() {
			c.blame(number)
			c.end(errTimeout)
		}).Stop()
	}
	defer func() {
		if p := recover(); p != nil { // a nil in an answer of a hostile server
			err = errNoAnswer
		}
		was := err
		if err = c.told(err); err == errGone {
			err = c.lost(number, was)
		}
		c.finish(number)
	}()
	return f(c.client)
}

func (c *sftpConn) begin() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.asked) == 0 {
		c.heard.Store(int64(time.Since(c.born)))
	}
	c.last++
	if c.asked == nil {
		c.asked = map[uint64]bool{}
	}
	c.asked[c.last] = true
	return c.last
}

func (c *sftpConn) finish(number uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.asked, number)
}

// blame notes which question the server is stuck in.
func (c *sftpConn) blame(number uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stuck = cmp.Or(c.stuck, number)
}

// oldest returns the question that waits longest, which is the one to blame:
// OpenSSH answers one after the other.
func (c *sftpConn) oldest() (number uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for n := range c.asked {
		if number == 0 || n < number {
			number = n
		}
	}
	return number
}

// askSoon is ask for what a server does at once.
func (c *sftpConn) askSoon(f func(*sftp.Client) error) error {
	return c.askFor(sftpPatience*c.timeout, f)
}

// errNoAnswer means that a server says "OK" where it was to say more. The library
// returns nothing and no error then.
var errNoAnswer = errors.New("the server gives an answer that belongs to another question")

func (c *sftpConn) lstat(full string) (fi fs.FileInfo, err error) {
	err = c.askSoon(func(client *sftp.Client) error {
		fi, err = client.Lstat(full)
		if err == nil && fi == nil {
			return errNoAnswer
		}
		return err
	})
	return fi, err
}

func (c *sftpConn) open(full string) (*sftpHandle, error) {
	h := &sftpHandle{conn: c}
	err := c.askSoon(func(client *sftp.Client) (err error) {
		h.file, err = client.Open(full)
		if err == nil && h.file == nil {
			return errNoAnswer
		}
		return err
	})
	return h, err
}

// readDir may take as long as the server says something now and then.
func (c *sftpConn) readDir(full string) (all []fs.FileInfo, err error) {
	err = c.ask(func(client *sftp.Client) error {
		all, err = client.ReadDir(full)
		return err
	})
	return all, err
}

// canList opens a folder and reads no more of it than the first entries.
func (c *sftpConn) canList(full string) error {
	err := c.ask(func(client *sftp.Client) error {
		_, err := client.ReadDirContext(&openOnly{Context: context.Background()}, full)
		if errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	})
	return err
}

// openOnly is a context that ends when the library asks for it a second time,
// which it does when the folder is open.
type openOnly struct {
	context.Context
	asked bool
}

func (o *openOnly) Err() error { return context.Canceled }

func (o *openOnly) Done() <-chan struct{} {
	if !o.asked {
		o.asked = true
		return nil
	}
	done := make(chan struct{})
	close(done)
	return done
}

// Codes of SSH_FXP_STATUS, draft-ietf-secsh-filexfer-02 section 7, that say
// nothing about a file.
const (
	sftpFailure      = 4 // anything else, an error of a disk too
	sftpNoConnection = 6
	sftpConnLost     = 7
)

// errGone means that the connection is of no more use.
var errGone = errors.New("the connection has ended")

// told sorts the errors of the library: those that the server answered are
// returned bare, all others mean that the connection is of no more use.
func (c *sftpConn) told(err error) error {
	var status *sftp.StatusError
	switch {
	case err == nil, err == io.EOF, err == fs.ErrNotExist, err == fs.ErrPermission, errors.Is(err, fs.ErrClosed), err == errNoAnswer:
		return err
	case !errors.As(err, &status) || status.Code == sftpNoConnection || status.Code == sftpConnLost:
		return errGone
	case status.Code == sftpFailure:
		return &faultError{errors.New("the server reports a failure without a reason")}
	}
	return fmt.Errorf("the server refuses with status %d", status.Code)
}

// lost returns why the connection has ended, which the library does not know.
func (c *sftpConn) lost(number uint64, err error) error {
	if len(c.hops) > 0 {
		t := time.NewTimer(sftpLinger)
		defer t.Stop()
		select {
		case <-c.ended:
		case <-t.C: // SSH goes on without it
		}
	}
	c.end(fmt.Errorf("the SFTP session ended: %w", err))
	c.mu.Lock()
	defer c.mu.Unlock()
	return &lostError{err: c.wire.why(c.cause), stuck: c.stuck == number, innocent: c.stuck != 0 && c.stuck != number}
}

// A lostError says why a connection has ended.
type lostError struct {
	err      error
	stuck    bool // the server fell silent over this very question
	innocent bool // ... over another one
}

func (e *lostError) Error() string { return e.err.Error() }
func (e *lostError) Unwrap() error { return e.err }

// weight is how many tries this end counts for; see pool.do. What makes a server
// fall silent each time is given up after two, and does not take with it what
// was asked beside it.
func (e *lostError) weight() int {
	switch {
	case e.stuck:
		return poolTries / 2
	case e.innocent:
		return 0
	}
	return 1
}

func isLost(err error) bool {
	var lost *lostError
	return errors.As(err, &lost)
}

// A refusal is an error that another try would not change, and may make worse: a
// password that is wrong locks the account when it is tried again.
type refusal struct{ err error }

func (e *refusal) Error() string { return e.err.Error() }
func (e *refusal) Unwrap() error { return e.err }

func isRefusal(err error) bool {
	var r *refusal
	return errors.As(err, &r)
}

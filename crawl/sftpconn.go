package crawl

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

const (
	// sftpPacket is what every server sends at once at least (draft-ietf-secsh-filexfer-02,
	// section 3). OpenSSH 8.5 and later, which announce limits@openssh.com, send
	// sftpBigPacket (SFTP_MAX_READ_LENGTH in its sftp-common.h). Servers that send
	// less than they are asked for cost time only: see sftpHandle.ReadAt.
	sftpPacket    = 32 << 10
	sftpBigPacket = 256<<10 - 1024

	// sftpPatience times the timeout is how long a server may take for one thing
	// while it does others.
	sftpPatience = 10
	// sftpLinger is how long the end of a session waits to learn whether the
	// whole connection has ended, which knows why.
	sftpLinger = 300 * time.Millisecond
)

// An sftpConn is a connection to a server with one SFTP session on it.
type sftpConn struct {
	wire    *wire         // to the first hop
	hops    []*ssh.Client // the last is the server
	session ssh.Channel
	client  *sftp.Client
	packet  int // how much is read at once
	timeout time.Duration
	limit   *time.Timer // see within

	born    time.Time
	heard   atomic.Int64 // nanoseconds after born when the session said something, or was asked after silence
	pending atomic.Int64 // questions without an answer

	mu    sync.Mutex
	cause error         // of the end, the first there was
	ended chan struct{} // closed by end
	under sync.WaitGroup
}

// startSFTP starts the session. c is complete then, and its watch runs.
func (c *sftpConn) start() error {
	last := c.hops[len(c.hops)-1]
	session, requests, err := last.OpenChannel("session", nil)
	if err != nil {
		return fmt.Errorf("open a session: %w", err)
	}
	c.session = session
	c.under.Go(func() { ssh.DiscardRequests(requests) })
	c.under.Go(func() { _, _ = io.Copy(io.Discard, session.Stderr()) }) // lest it fills and stops the session
	ok, err := session.SendRequest("subsystem", true, ssh.Marshal(struct{ Name string }{"sftp"}))
	if err == nil && !ok {
		err = &refusal{errors.New("the server offers no SFTP (sshd_config: Subsystem sftp internal-sftp)")}
	}
	if err == nil {
		c.client, err = sftp.NewClientPipe(heardReader{session, c}, session, sftp.MaxPacketUnchecked(sftpBigPacket))
	}
	if err != nil {
		return fmt.Errorf("start SFTP: %w", err)
	}
	c.packet = sftpPacket
	if _, ok := c.client.HasExtension("limits@openssh.com"); ok {
		c.packet = sftpBigPacket
	}
	c.under.Go(func() { c.end(last.Wait()) })
	c.under.Go(c.watch)
	return nil
}

// heardReader notes when the session said something. What sshd itself says does
// not count: it answers while its SFTP server hangs on a dead disk.
type heardReader struct {
	io.Reader
	conn *sftpConn
}

func (r heardReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.conn.heard.Store(int64(time.Since(r.conn.born)))
	return n, err
}

// watch ends the connection when the server stays silent: the library waits for
// ever. While nothing is asked of the session it asks sshd whether it is there,
// which keeps the connection open in firewalls on the way.
func (c *sftpConn) watch() {
	pause := max(c.timeout/8, time.Millisecond)
	tick := time.NewTicker(pause)
	defer tick.Stop()
	asked, alive := time.Now(), make(chan error, 1)
	for waiting := false; ; {
		select {
		case <-c.ended:
			return
		case <-alive: // an error says that the connection has ended; whoever noticed tells
			waiting, asked = false, time.Now()
		case <-tick.C:
		}
		silent := time.Since(c.born) - time.Duration(c.heard.Load())
		switch {
		case c.pending.Load() > 0 && silent > c.timeout, waiting && time.Since(asked) > c.timeout:
			c.end(errTimeout)
			return
		case !waiting && time.Since(asked) > c.timeout/2:
			waiting, asked = true, time.Now()
			c.under.Go(func() {
				_, _, err := c.hops[len(c.hops)-1].SendRequest("keepalive@openssh.com", true, nil)
				alive <- err
			})
		}
	}
}

// end closes the connection. The first cause counts.
func (c *sftpConn) end(cause error) {
	c.mu.Lock()
	first := c.cause == nil
	if first {
		c.cause = cmp.Or(cause, io.EOF)
	}
	c.mu.Unlock()
	if !first {
		return
	}
	close(c.ended)
	// The connection to the first hop goes first, for anything else may want to
	// write to it, and that waits for a peer that is frozen.
	_ = c.wire.Close()
	for _, h := range c.hops {
		_ = h.Close()
	}
}

// Close ends the connection and waits for all that runs for it.
func (c *sftpConn) Close() error {
	c.end(fs.ErrClosed)
	if c.client != nil {
		_ = c.client.Close()
	}
	for _, h := range c.hops {
		_ = h.Wait()
	}
	c.under.Wait()
	return nil
}

// background runs f, which ends when the connection does.
func (c *sftpConn) background(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cause == nil { // Close may wait already otherwise
		c.under.Go(f)
	}
}

// ask calls f, which asks the server something. The error is one of the file,
// bare, or a lostError.
func (c *sftpConn) ask(f func(*sftp.Client) error) (err error) {
	if c.pending.Load() == 0 {
		c.heard.Store(int64(time.Since(c.born)))
	}
	c.pending.Add(1)
	defer c.pending.Add(-1)
	defer func() {
		if p := recover(); p != nil { // nobody has seen the library do so; a server must not end the program
			err = c.lost(fmt.Errorf("the library cannot read an answer of the server: %v", p))
		}
	}()
	return c.told(f(c.client))
}

// askSoon is ask for what a server does at once.
func (c *sftpConn) askSoon(f func(*sftp.Client) error) error {
	t := time.AfterFunc(sftpPatience*c.timeout, func() { c.end(errTimeout) })
	defer t.Stop()
	return c.ask(f)
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

// told sorts the errors of the library: those that the server answered are
// returned bare, all others mean that the connection is of no more use.
func (c *sftpConn) told(err error) error {
	var status *sftp.StatusError
	switch {
	case err == nil, err == io.EOF, err == fs.ErrNotExist, err == fs.ErrPermission, errors.Is(err, fs.ErrClosed):
		return err
	case !errors.As(err, &status) || status.Code == sftpNoConnection || status.Code == sftpConnLost:
		return c.lost(err)
	case status.Code == sftpFailure:
		return &faultError{errors.New("the server reports a failure without a reason")}
	}
	return fmt.Errorf("the server refuses with status %d", status.Code)
}

// lost returns why the connection has ended. The library knows only that.
func (c *sftpConn) lost(err error) error {
	t := time.NewTimer(sftpLinger)
	defer t.Stop()
	select {
	case <-c.ended:
	case <-t.C:
		c.end(fmt.Errorf("the SFTP session ended: %w", err))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return &lostError{c.wire.why(c.cause)}
}

// A lostError says why a connection has ended.
type lostError struct{ err error }

func (e *lostError) Error() string { return e.err.Error() }
func (e *lostError) Unwrap() error { return e.err }

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

// A wire is a TCP connection that remembers why it ended.
type wire struct {
	net.Conn
	mu    sync.Mutex
	cause error
}

func (w *wire) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	return n, w.note(err)
}

func (w *wire) Write(p []byte) (int, error) {
	n, err := w.Conn.Write(p)
	return n, w.note(err)
}

func (w *wire) note(err error) error {
	if err != nil && !errors.Is(err, net.ErrClosed) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.cause = cmp.Or(w.cause, err)
	}
	return err
}

// why returns the better of the wire's own cause and that of who noticed.
func (w *wire) why(noticed error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case errors.Is(noticed, errTimeout), errors.Is(noticed, fs.ErrClosed), w.cause == nil && noticed != io.EOF:
		return noticed
	case w.cause == nil, w.cause == io.EOF:
		return errors.New("the server closed the connection")
	}
	return w.cause
}

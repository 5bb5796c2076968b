package crawl

import (
	"cmp"
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

	born  time.Time
	heard atomic.Int64 // nanoseconds after born when the session said something, or was asked after silence

	mu    sync.Mutex
	asked map[uint64]bool // questions without an answer, numbered
	last  uint64
	stuck uint64        // of these, the one that the server stayed silent about; 0: none
	cause error         // of the end, the first there was
	ended chan struct{} // closed by end
	under sync.WaitGroup
}

// start starts the SFTP session on the last hop, and the watch over it.
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
		oldest := c.oldest() // before the time is looked at, which is set when silence ends
		silent := time.Since(c.born) - time.Duration(c.heard.Load())
		switch {
		case silent > c.timeout && oldest > 0:
			c.blame(oldest)
			c.end(errTimeout)
			return
		case waiting && silent > c.timeout && time.Since(asked) > c.timeout:
			c.end(errTimeout) // answers may wait behind data on a slow line, and then there is no silence
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

// A wire is a TCP connection that remembers why it ended.
type wire struct {
	net.Conn
	broke atomic.Bool // it failed, or we have closed it
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
	if err != nil {
		w.broke.Store(true)
	}
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

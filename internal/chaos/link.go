package chaos

import (
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// A link is one client's connection and the one made for it to the server.
type link struct {
	p              *Proxy
	client, server *net.TCPConn
	done           chan struct{} // closed by reset: nothing passes any more
	once           sync.Once
}

// reset ends both connections with an RST.
func (l *link) reset() {
	l.once.Do(func() {
		l.p.counters.resets.Add(1)
		close(l.done)
		abort(l.client)
		abort(l.server)
	})
}

// abort closes a connection with an RST and without waiting for what is sent.
func abort(c *net.TCPConn) {
	c.SetLinger(0)
	c.Close()
}

// run returns when both directions have ended.
func (l *link) run() {
	var both sync.WaitGroup
	both.Go(func() { l.pass(l.server, l.client, &l.p.counters.up, nil) })
	both.Go(func() { l.pass(l.client, l.server, &l.p.counters.down, &l.p.cut) })
	both.Wait()
	l.client.Close()
	l.server.Close()
}

// A chunk is what one read brought, and when it is to leave.
type chunk struct {
	data []byte
	at   time.Time
}

// queued is how many chunks may be on their way in one direction: 8 MB at most,
// which is what a delay of 10 ms holds at 800 MB/s.
const (
	queued    = 256
	chunkSize = 32 << 10
)

// pass copies one direction. Reading and writing are apart, so that a delay
// costs no throughput.
func (l *link) pass(to, from *net.TCPConn, count, cut *atomic.Int64) {
	queue := make(chan chunk, queued)
	var reading sync.WaitGroup
	reading.Go(func() {
		defer close(queue)
		l.read(from, queue)
	})
	var passed int64
	for c := range queue {
		if !l.hold(c) {
			continue // until the reader has noticed, too
		}
		data := c.data
		ends := false
		if n := limit(cut); n > 0 && passed+int64(len(data)) >= n {
			data, ends = data[:max(0, n-passed)], true
		}
		n, err := to.Write(data)
		passed += int64(n)
		count.Add(int64(n))
		if err != nil || ends {
			l.reset()
		}
	}
	reading.Wait()
	to.CloseWrite() // the other direction may go on
}

func limit(cut *atomic.Int64) int64 {
	if cut == nil {
		return 0
	}
	return cut.Load()
}

// read fills the queue until the peer has sent all or the link is reset.
func (l *link) read(from *net.TCPConn, queue chan<- chunk) {
	for {
		data := make([]byte, chunkSize)
		n, err := from.Read(data)
		if n > 0 {
			select {
			case queue <- chunk{data[:n], time.Now().Add(time.Duration(l.p.delay.Load()))}:
			case <-l.done:
				return
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				l.reset() // a peer that resets its side resets the other
			}
			return
		}
	}
}

// hold waits until the chunk may leave. False: the link is reset.
func (l *link) hold(c chunk) bool {
	if !l.sleep(time.Until(c.at)) {
		return false
	}
	if rate := l.p.rate.Load(); rate > 0 && !l.sleep(time.Duration(int64(len(c.data))*int64(time.Second)/rate)) {
		return false
	}
	select {
	case <-l.p.passage():
		return true
	case <-l.done:
		return false
	}
}

func (l *link) sleep(d time.Duration) bool {
	select {
	case <-l.done:
		return false
	default:
	}
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-l.done:
		return false
	}
}

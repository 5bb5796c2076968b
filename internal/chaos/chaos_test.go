package chaos

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"
)

// echo starts a server that sends back what it gets.
func echo(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			serving.Go(func() {
				defer c.Close()
				io.Copy(c, c)
			})
		}
	})
	t.Cleanup(func() {
		listener.Close()
		serving.Wait()
	})
	return listener.Addr().String()
}

func start(t *testing.T, target string) *Proxy {
	t.Helper()
	p, err := New(target)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func dial(t *testing.T, p *Proxy) *net.TCPConn {
	t.Helper()
	c, err := net.Dial("tcp", p.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c.(*net.TCPConn)
}

// exchange sends data, ends its side and returns what comes back.
func exchange(c *net.TCPConn, data []byte) ([]byte, error) {
	sent := make(chan error, 1)
	go func() {
		_, err := c.Write(data)
		sent <- errors.Join(err, c.CloseWrite())
	}()
	got, err := io.ReadAll(c)
	return got, errors.Join(err, <-sent)
}

// isReset: neither the end nor a deadline. Systems name a reset differently.
func isReset(err error) bool {
	return err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, os.ErrDeadlineExceeded)
}

func noise(n int) []byte {
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(i * 7 >> 3)
	}
	return data
}

func TestPassesAll(t *testing.T) {
	want := noise(3 << 20)
	for name, set := range map[string]func(p *Proxy){
		"plain":   func(p *Proxy) {},
		"delayed": func(p *Proxy) { p.SetDelay(3 * time.Millisecond) },
		"slow":    func(p *Proxy) { p.SetRate(100 << 20) },
		"thawed":  func(p *Proxy) { p.Freeze(); p.Freeze(); p.Thaw(); p.Thaw() },
	} {
		t.Run(name, func(t *testing.T) {
			p := start(t, echo(t))
			set(p)
			got, err := exchange(dial(t, p), want)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes came back of %d, %v; want all", len(got), len(want), err)
			}
			if c, want := p.Counters(), (Counters{Connections: 1, Up: 3 << 20, Down: 3 << 20}); c != want {
				t.Errorf("counters are %+v, want %+v", c, want)
			}
		})
	}
}

// What is held back does not arrive before the connection is reset.
func TestHoldsBack(t *testing.T) {
	for name, set := range map[string]func(p *Proxy){
		"frozen":  (*Proxy).Freeze,
		"delayed": func(p *Proxy) { p.SetDelay(time.Hour) },
		"slow":    func(p *Proxy) { p.SetRate(1) },
	} {
		t.Run(name, func(t *testing.T) {
			p := start(t, echo(t))
			c := dial(t, p)
			if _, err := exchangeSome(c, "early"); err != nil {
				t.Fatalf("before the fault: %v", err)
			}
			set(p)
			if _, err := c.Write(noise(1000)); err != nil {
				t.Fatal(err)
			}
			c.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
			if n, err := c.Read(make([]byte, 1)); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("read %d bytes, %v; want none until the deadline", n, err)
			}
			c.SetReadDeadline(time.Time{})
			p.Reset()
			if n, err := c.Read(make([]byte, 1)); n != 0 || !isReset(err) {
				t.Errorf("after Reset: read %d bytes, %v; want a reset", n, err)
			}
		})
	}
}

// exchangeSome sends text on a connection that stays open.
func exchangeSome(c *net.TCPConn, text string) (string, error) {
	if _, err := io.WriteString(c, text); err != nil {
		return "", err
	}
	got := make([]byte, len(text))
	_, err := io.ReadFull(c, got)
	return string(got), err
}

func TestThawLosesNothing(t *testing.T) {
	p := start(t, echo(t))
	c := dial(t, p)
	p.Freeze()
	sent := make(chan error, 1)
	go func() {
		_, err := c.Write(noise(100 << 10))
		sent <- errors.Join(err, c.CloseWrite())
	}()
	late := dial(t, p) // opens, and hangs as well
	p.Thaw()
	got, err := io.ReadAll(c)
	if err := errors.Join(err, <-sent); err != nil || !bytes.Equal(got, noise(100<<10)) {
		t.Errorf("%d bytes came back after Thaw, %v; want %d", len(got), err, 100<<10)
	}
	if got, err := exchangeSome(late, "late"); got != "late" || err != nil {
		t.Errorf("a connection made while frozen answers %q, %v; want %q", got, err, "late")
	}
}

func TestResetWelcomesNew(t *testing.T) {
	p := start(t, echo(t))
	first := dial(t, p)
	if _, err := exchangeSome(first, "x"); err != nil {
		t.Fatal(err)
	}
	p.Reset()
	if _, err := first.Read(make([]byte, 1)); !isReset(err) {
		t.Errorf("the old connection says %v, want a reset", err)
	}
	if got, err := exchangeSome(dial(t, p), "again"); got != "again" || err != nil {
		t.Errorf("a new connection answers %q, %v; want %q", got, err, "again")
	}
	if c := p.Counters(); c.Resets != 1 || c.Connections != 2 {
		t.Errorf("counters are %+v, want 1 reset of 2 connections", c)
	}
}

func TestCutAfter(t *testing.T) {
	p := start(t, echo(t))
	p.CutAfter(100_000)
	for i := range int64(2) {
		got, err := exchange(dial(t, p), noise(1<<20))
		if err == nil || len(got) > 100_000 {
			t.Errorf("connection %d: %d bytes came back, %v; want at most 100000 and an error", i+1, len(got), err)
		}
		if c := p.Counters(); c.Down != 100_000*(i+1) || c.Resets != i+1 {
			t.Errorf("connection %d: counters are %+v, want 100000 bytes and a reset each", i+1, c)
		}
	}
	p.CutAfter(0)
	if got, err := exchange(dial(t, p), noise(1<<20)); err != nil || len(got) != 1<<20 {
		t.Errorf("without a cut %d bytes came back, %v; want %d", len(got), err, 1<<20)
	}
}

func TestServerAway(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	p := start(t, listener.Addr().String())
	c, err := net.Dial("tcp", p.Addr())
	if err == nil { // or the reset came at once
		defer c.Close()
		_, err = c.Read(make([]byte, 1))
	}
	if !isReset(err) {
		t.Errorf("a client of a server that is away sees %v, want a reset", err)
	}
}

func TestLoopbackOnly(t *testing.T) {
	for _, target := range []string{"192.0.2.1:445", "fs1.example:445", "localhost:445", ":445", "127.0.0.1"} {
		if p, err := New(target); err == nil {
			p.Close()
			t.Errorf("a proxy to %s started, want an error", target)
		}
	}
	if _, err := New("192.0.2.1:445"); !errors.Is(err, ErrNotLoopback) {
		t.Errorf("error is %v, want %v", err, ErrNotLoopback)
	}
}

// No goroutine is left, whatever the connections were doing.
func TestCloseLeavesNothing(t *testing.T) {
	target := echo(t)
	before := runtime.NumGoroutine()
	p := start(t, target)
	open := []*net.TCPConn{dial(t, p), dial(t, p), dial(t, p)}
	for _, c := range open {
		if _, err := exchangeSome(c, "x"); err != nil {
			t.Fatal(err)
		}
	}
	p.Freeze()
	for _, c := range open {
		c.SetWriteDeadline(time.Now().Add(10 * time.Millisecond)) // fills all buffers
		c.Write(make([]byte, 32<<20))
	}
	dial(t, p)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	// The server's own goroutines end when they have seen the resets.
	for range 200 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	stack := make([]byte, 1<<16)
	t.Errorf("%d goroutines after Close, %d before:\n%s", runtime.NumGoroutine(), before, stack[:runtime.Stack(stack, true)])
}

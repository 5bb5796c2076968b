package probe

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"runtime"
	"syscall"
	"testing"
	"time"
)

func space(t testing.TB, ports []uint16, addrs string) *Space {
	t.Helper()
	s, err := NewSpace(addresses(addrs), nil, ports)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// listen accepts at an address, and returns the port and what the first
// connection is read to end with.
func listen(t testing.TB, address string) (uint16, <-chan error) {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Skipf("cannot listen on %s: %v", address, err)
	}
	t.Cleanup(func() { l.Close() })
	ends := make(chan error, 1)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, err = io.Copy(io.Discard, c)
			c.Close()
			select {
			case ends <- err:
			default:
			}
		}
	}()
	return uint16(l.Addr().(*net.TCPAddr).Port), ends
}

// everyConnector runs a test with each way to connect.
func everyConnector(t *testing.T, test func(*testing.T, Options)) {
	t.Run("of the system", func(t *testing.T) { test(t, Options{}) })
	t.Run("portable", func(t *testing.T) {
		test(t, Options{connector: func(window int) (connector, error) { return newDialing(window), nil }})
	})
}

func try(t *testing.T, ctx context.Context, o Options, s *Space) (map[netip.AddrPort]Result, error) {
	t.Helper()
	got := map[netip.AddrPort]Result{}
	err := Try(ctx, o, s, func(r Result) { got[r.Target] = r })
	return got, err
}

func TestTryLoopback(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "::1"} {
		t.Run(host, func(t *testing.T) {
			everyConnector(t, func(t *testing.T, o Options) {
				port, ends := listen(t, net.JoinHostPort(host, "0"))
				a := netip.MustParseAddr(host)
				got, err := try(t, t.Context(), o, space(t, []uint16{port, 1}, host))
				if err != nil {
					t.Fatal(err)
				}
				open, refused := got[netip.AddrPortFrom(a, port)], got[netip.AddrPortFrom(a, 1)]
				if open.State != Open || open.Source != a || open.Attempts != 1 || open.Took <= 0 || open.At.IsZero() {
					t.Errorf("port %d: got %+v, want it open at the first attempt, from %v", port, open, a)
				}
				if refused.State != Refused || refused.Attempts != 1 {
					t.Errorf("port 1: got %+v, want it refused at the first attempt", refused)
				}
				// An RST ends it: an orderly end would keep a port in TIME_WAIT.
				if err := <-ends; !errors.Is(err, syscall.ECONNRESET) && runtime.GOOS != "windows" {
					t.Errorf("the listener read: got %v, want that the connection was reset", err)
				}
			})
		})
	}
}

// A service that drops whoever it does not know, at once, is open: as those behind
// wrappers and proxies are.
func TestTryDropped(t *testing.T) {
	everyConnector(t, func(t *testing.T, o Options) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				_ = c.(*net.TCPConn).SetLinger(0)
				c.Close()
			}
		}()
		port := uint16(l.Addr().(*net.TCPAddr).Port)
		for i := range 300 {
			got, err := try(t, t.Context(), o, space(t, []uint16{port, 1, 2, 3}, "127.0.0.1"))
			if r := got[netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), port)]; err != nil || r.State != Open {
				t.Fatalf("time %d: got %v, %v, want open", i, r.State, err)
			}
		}
	})
}

// Many ports with few listeners among them, of two families: found are these.
func TestTryFinds(t *testing.T) {
	everyConnector(t, func(t *testing.T, o Options) {
		want := map[netip.AddrPort]bool{}
		ports := []uint16{1, 2, 3, 4, 5, 6, 7}
		for range 20 {
			p, _ := listen(t, "127.0.0.77:0")
			want[netip.AddrPortFrom(netip.MustParseAddr("127.0.0.77"), p)] = true
			ports = append(ports, p)
		}
		o.Window = 16
		got, err := try(t, t.Context(), o, space(t, ports, "127.0.0.76 127.0.0.77"))
		if err != nil || len(got) != 2*len(ports) {
			t.Fatalf("got %d results, %v, want %d", len(got), err, 2*len(ports))
		}
		for target, r := range got {
			if want[target] && r.State != Open || target.Port() < 10 && r.State != Refused {
				t.Errorf("%v: got %v", target, r.State)
			}
		}
	})
}

// Who is not told to go on leaves nothing behind: no goroutine, no socket.
func TestTryCancelled(t *testing.T) {
	everyConnector(t, func(t *testing.T, o Options) {
		s := space(t, []uint16{silent(t), 1}, "127.0.0.1")
		before, sockets := runtime.NumGoroutine(), openSockets(t)
		ctx, cancel := context.WithCancel(t.Context())
		o.Timeout = time.Hour
		err := Try(ctx, o, s, func(r Result) {
			if r.State != Refused {
				t.Errorf("got %+v, want that port 1 is refused", r)
			}
			cancel()
		})
		var unfinished *Unfinished
		if !errors.As(err, &unfinished) || unfinished.NotTried != 1 || !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that one was not tried since it was cancelled", err)
		}
		for range 1000 { // the goroutine that closed a channel may still be about to end
			if runtime.NumGoroutine() > before {
				time.Sleep(time.Millisecond)
			}
		}
		if after := runtime.NumGoroutine(); after > before {
			t.Errorf("got %d goroutines, want %d as before", after, before)
		}
		if after := openSockets(t); after > sockets {
			t.Errorf("got %d files open, want %d as before", after, sockets)
		}
	})
}

func TestTryFiltered(t *testing.T) {
	everyConnector(t, func(t *testing.T, o Options) {
		port := silent(t)
		o.Timeout, o.Retries = 50*time.Millisecond, 2
		got, err := try(t, t.Context(), o, space(t, []uint16{port, 1}, "127.0.0.1"))
		if r := got[netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), port)]; err != nil || r.State != Filtered || r.Attempts != 3 || r.Took < o.Timeout {
			t.Errorf("got %+v, %v, want it filtered after 3 attempts of %v", r, err, o.Timeout)
		}
	})
}

func TestTryNothing(t *testing.T) {
	everyConnector(t, func(t *testing.T, o Options) {
		got, err := try(t, t.Context(), o, space(t, []uint16{1}, ""))
		if err != nil || len(got) > 0 {
			t.Errorf("no targets: got %v, %v, want none", got, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		got, err = try(t, ctx, o, space(t, []uint16{1, 2}, "127.0.0.1"))
		var unfinished *Unfinished
		if !errors.As(err, &unfinished) || unfinished.NotTried != 2 || len(got) > 0 {
			t.Errorf("cancelled before: got %v, %v, want no result", got, err)
		}
	})
}

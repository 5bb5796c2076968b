package probe

import (
	"errors"
	"net/netip"
	"os"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// silent returns a port of 127.0.0.1 that answers no SYN: a listener whose queue is
// full, as Linux has it (tcp_v4_conn_request drops).
func silent(t *testing.T) uint16 {
	t.Helper()
	l := socket(t)
	if err := errors.Join(unix.Bind(l, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}), unix.Listen(l, 0)); err != nil {
		t.Fatal(err)
	}
	here, err := unix.Getsockname(l)
	if err != nil {
		t.Fatal(err)
	}
	for range 4 { // one fits the queue, and the others have to wait
		if err := unix.Connect(socket(t), here); err != nil && err != unix.EINPROGRESS {
			t.Fatal(err)
		}
	}
	return addrPort(here).Port()
}

func socket(t *testing.T) int {
	t.Helper()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	return fd
}

func openSockets(t *testing.T) int {
	t.Helper()
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	var n int
	for _, f := range files {
		if to, _ := os.Readlink("/proc/self/fd/" + f.Name()); len(to) > 6 && to[:6] == "socket" {
			n++
		}
	}
	return n
}

// A process with few files to open gets all answers nevertheless.
func TestTryFewFiles(t *testing.T) {
	everyConnector(t, func(t *testing.T, o Options) {
		connect := o.withDefaults().connector
		var before syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
			t.Fatal(err)
		}
		defer syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before)
		open, _ := listen(t, "127.0.0.1:0")
		silent := silent(t)
		files, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		// As if others had taken them since the window was chosen.
		o.connector = func(window int) (connector, error) {
			c, err := connect(window)
			few := syscall.Rlimit{Cur: uint64(len(files) + 8), Max: before.Max}
			return c, errors.Join(err, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few))
		}
		o.Timeout, o.Window = DefaultTimeout/4, 300
		ports := []uint16{open, silent}
		for p := range uint16(200) {
			ports = append(ports, p+1)
		}
		got, err := try(t, t.Context(), o, space(t, ports, "127.0.0.1"))
		if err != nil || len(got) != len(ports) {
			t.Fatalf("got %d results, %v, want %d", len(got), err, len(ports))
		}
		for port, want := range map[uint16]State{open: Open, silent: Filtered, 1: Refused} {
			if r := got[netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), port)]; r.State != want {
				t.Errorf("port %d: got %v, want %v", port, r.State, want)
			}
		}
	})
}

// The window leaves files for the rest of the program.
func TestWindowHeedsFiles(t *testing.T) {
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	defer syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before)
	for files, want := range map[uint64]int{256: 160, 1024: 736, 4096: DefaultWindow, 40: 8, 16: 8} {
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: files, Max: before.Max}); err != nil {
			t.Fatal(err)
		}
		if got := (Options{}).withDefaults().Window; got != want {
			t.Errorf("%d files: got a window of %d, want %d", files, got, want)
		}
	}
}

// A socket serves many refused attempts, and its source is that of each.
func TestTryTellsSource(t *testing.T) {
	got, err := try(t, t.Context(), Options{}, space(t, []uint16{1, 2, 3}, "127.0.0.1 127.0.0.2 ::1"))
	if err != nil {
		t.Fatal(err)
	}
	for target, r := range got {
		want := netip.MustParseAddr("127.0.0.1") // of all in 127.0.0.0/8
		if target.Addr().Is6() {
			want = target.Addr()
		}
		if r.State != Refused || r.Source != want {
			t.Errorf("%v: got %v from %v, want refused from %v", target, r.State, r.Source, want)
		}
	}
}

// An address on a link that is not there cannot be reached.
func TestTryUnknownLink(t *testing.T) {
	everyConnector(t, func(t *testing.T, o Options) {
		got, err := try(t, t.Context(), o, space(t, []uint16{1}, "fe80::1%nosuch0"))
		if r := got[netip.MustParseAddrPort("[fe80::1%nosuch0]:1")]; err != nil || r.State != Unreachable {
			t.Errorf("got %v, %v, want unreachable", r.State, err)
		}
	})
}

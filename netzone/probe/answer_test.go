package probe

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestClassify(t *testing.T) {
	dial := func(number syscall.Errno) error { // as net wraps it
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", number)}
	}
	for _, test := range []struct {
		name  string
		err   error
		want  State
		short bool
	}{
		{"none", nil, Open, false},
		{"ECONNREFUSED", dial(syscall.ECONNREFUSED), Refused, false},
		{"ECONNRESET", dial(syscall.ECONNRESET), Open, false},
		{"EPIPE", dial(syscall.EPIPE), Open, false},
		{"to itself", errSelf, Refused, false},
		{"ETIMEDOUT", dial(syscall.ETIMEDOUT), Filtered, false},
		{"EPERM", dial(syscall.EPERM), Filtered, false},
		{"deadline", &net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}, Filtered, false},
		{"deadline of a context", context.DeadlineExceeded, Filtered, false},
		{"EHOSTUNREACH", dial(syscall.EHOSTUNREACH), Unreachable, false},
		{"EHOSTDOWN", dial(syscall.EHOSTDOWN), Unreachable, false},
		{"ENETUNREACH", dial(syscall.ENETUNREACH), Unreachable, false},
		{"ENETDOWN", dial(syscall.ENETDOWN), Unreachable, false},
		{"EACCES", dial(syscall.EACCES), Unreachable, false},
		{"EINVAL", dial(syscall.EINVAL), Unreachable, false},
		{"ENOPROTOOPT", dial(syscall.ENOPROTOOPT), Unreachable, false},
		{"EAFNOSUPPORT", dial(syscall.EAFNOSUPPORT), Unreachable, false},
		{"EMFILE", dial(syscall.EMFILE), Untried, true},
		{"ENFILE", dial(syscall.ENFILE), Untried, true},
		{"EADDRNOTAVAIL", dial(syscall.EADDRNOTAVAIL), Untried, true},
		{"EADDRINUSE", dial(syscall.EADDRINUSE), Untried, true},
		{"ENOBUFS", dial(syscall.ENOBUFS), Untried, true},
		{"EAGAIN", dial(syscall.EAGAIN), Untried, true},
		{"ENOMEM", dial(syscall.ENOMEM), Untried, true},
		{"EIO", dial(syscall.EIO), Untried, false},
		{"cancelled", context.Canceled, Untried, false},
		{"anything", errors.New("anything"), Untried, false},
		// Winsock: https://learn.microsoft.com/windows/win32/winsock/windows-sockets-error-codes-2
		{"WSAECONNREFUSED", dial(10061), Refused, false},
		{"WSAECONNRESET", dial(10054), Open, false},
		{"WSAETIMEDOUT", dial(10060), Filtered, false},
		{"WSAEACCES", dial(10013), Filtered, false},
		{"ERROR_SEM_TIMEOUT", dial(121), Filtered, false},
		{"WSAEHOSTUNREACH", dial(10065), Unreachable, false},
		{"WSAEHOSTDOWN", dial(10064), Unreachable, false},
		{"WSAENETUNREACH", dial(10051), Unreachable, false},
		{"WSAENETDOWN", dial(10050), Unreachable, false},
		{"WSAEAFNOSUPPORT", dial(10047), Unreachable, false},
		{"WSAEMFILE", dial(10024), Untried, true},
		{"WSAEADDRINUSE", dial(10048), Untried, true},
		{"WSAEADDRNOTAVAIL", dial(10049), Untried, true},
		{"WSAENOBUFS", dial(10055), Untried, true},
	} {
		if got, short := classify(test.err); got != test.want || short != test.short {
			t.Errorf("%s: got %v, our own shortage %v, want %v, %v", test.name, got, short, test.want, test.short)
		}
	}
}

func TestHint(t *testing.T) {
	if got := hint(fmt.Errorf("socket: %w", syscall.EMFILE)); !strings.Contains(got, "ulimit -n") {
		t.Errorf("too many files: got %q, want a hint at ulimit -n", got)
	}
	if got := hint(syscall.ECONNREFUSED); got != "" {
		t.Errorf("refused: got %q, want no hint", got)
	}
}

// Where there is an address to connect from, no free port is a shortage.
func TestNoSource(t *testing.T) {
	if noSource(syscall.EADDRNOTAVAIL, netip.MustParseAddr("127.0.0.1")) {
		t.Error("127.0.0.1: got no address to connect from")
	}
	if noSource(syscall.EMFILE, netip.MustParseAddr("127.0.0.1")) {
		t.Error("too many files: got no address to connect from")
	}
}

func TestStateString(t *testing.T) {
	for state, want := range map[State]string{Untried: "untried", Open: "open", Refused: "refused", Filtered: "filtered", Unreachable: "unreachable"} {
		if got := state.String(); got != want {
			t.Errorf("state %d: got %q, want %q", state, got, want)
		}
	}
}

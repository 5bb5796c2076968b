package probe

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"syscall"
)

// answers are what the errors of connect say about the target. Windows numbers its
// own (winerror.h); syscall has invented ones there, which the system never returns.
// Linux tells what ICMP says by icmp_err_convert and, of IPv6, tab_unreach: net/ipv4/icmp.c
// and net/ipv6/icmp.c. Whoever can read or guess our SYN can forge an ICMP error; it
// could forge an RST as well.
var answers = map[syscall.Errno]State{
	syscall.ECONNREFUSED: Refused,
	10061:                Refused, // WSAECONNREFUSED

	// An RST that comes before the handshake is done is "refused" (RFC 9293, 3.10.7.3).
	// So this was a connection, which the other end dropped before we looked.
	syscall.ECONNRESET: Open,
	syscall.EPIPE:      Open, // the same after its FIN
	10054:              Open, // WSAECONNRESET

	syscall.ETIMEDOUT: Filtered,
	syscall.EPERM:     Filtered, // a firewall of this machine
	10060:             Filtered, // WSAETIMEDOUT
	10013:             Filtered, // WSAEACCES: a firewall of this machine
	121:               Filtered, // ERROR_SEM_TIMEOUT, which ConnectEx returns for it

	syscall.EHOSTUNREACH: Unreachable, // ICMP host unreachable or prohibited; ARP without an answer
	syscall.EHOSTDOWN:    Unreachable, // the same on macOS
	syscall.ENETUNREACH:  Unreachable, // no route, here or at a router
	syscall.ENETDOWN:     Unreachable,
	syscall.EACCES:       Unreachable, // ICMPv6 prohibited; a route that prohibits
	syscall.EINVAL:       Unreachable, // a route into a black hole
	syscall.ENOPROTOOPT:  Unreachable, // ICMP protocol unreachable
	syscall.EAFNOSUPPORT: Unreachable, // this machine has no IPv6 (or IPv4)
	10065:                Unreachable, // WSAEHOSTUNREACH
	10064:                Unreachable, // WSAEHOSTDOWN
	10051:                Unreachable, // WSAENETUNREACH
	10050:                Unreachable, // WSAENETDOWN
	10047:                Unreachable, // WSAEAFNOSUPPORT
}

// shortages are errors that say nothing about the target: this machine has not
// enough of something. With them goes a hint of what to do.
var shortages = map[syscall.Errno]string{
	syscall.EMFILE:        "raise the number of open files: ulimit -n",
	syscall.ENFILE:        "this machine has too many open files: fs.file-max",
	syscall.EADDRNOTAVAIL: "no local port is free: let other programs end, or lower the rate",
	syscall.EADDRINUSE:    "no local port is free: let other programs end, or lower the rate",
	syscall.EAGAIN:        "no local port is free: let other programs end, or lower the rate",
	syscall.ENOBUFS:       "the network of this machine is overloaded: lower the rate",
	syscall.ENOMEM:        "this machine has no memory left",
	10024:                 "this machine has too many open sockets", // WSAEMFILE
	10048:                 "no local port is free: let other programs end, or lower the rate",
	10049:                 "no local port is free: let other programs end, or lower the rate",
	10055:                 "the network of this machine is overloaded: lower the rate", // WSAENOBUFS
}

// classify tells what the error of a connection says. Untried is an error that
// says nothing about the target; short tells if this machine lacked something, so
// that it is worth trying again.
func classify(err error) (state State, short bool) {
	if err == nil {
		return Open, false
	}
	var number syscall.Errno
	if errors.As(err, &number) {
		_, short = shortages[number]
		return answers[number], short
	}
	var timed net.Error
	if errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &timed) && timed.Timeout() {
		return Filtered, false
	}
	return Untried, false
}

// hint tells what to do against a shortage: " (raise ...)", or "".
func hint(err error) string {
	var number syscall.Errno
	if errors.As(err, &number) && shortages[number] != "" {
		return " (" + shortages[number] + ")"
	}
	return ""
}

// SourceTo returns the address that this machine would connect from to another, zero
// if it has none. Connecting a datagram socket asks the routes, and sends nothing.
func SourceTo(to netip.Addr) netip.Addr {
	c, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(netip.AddrPortFrom(to, 9)))
	if err != nil {
		return netip.Addr{}
	}
	defer c.Close()
	if a, ok := c.LocalAddr().(*net.UDPAddr); ok {
		return a.AddrPort().Addr().Unmap()
	}
	return netip.Addr{}
}

// noSource reports whether the reason for "cannot assign address" is not that ports
// have run out, but that this machine has no address to connect from, as where
// IPv6 is switched off. Connecting a datagram socket asks the same and sends nothing.
func noSource(err error, to netip.Addr) bool {
	var number syscall.Errno
	if !errors.As(err, &number) || number != syscall.EADDRNOTAVAIL && number != 10049 {
		return false
	}
	c, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(netip.AddrPortFrom(to, 9)))
	if err == nil {
		c.Close()
		return false
	}
	state, short := classify(err)
	return state == Unreachable || short && errors.As(err, &number) && (number == syscall.EADDRNOTAVAIL || number == 10049)
}

package probe

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// An epoller connects by sockets that do not block, all waited for at once: a
// goroutine, a context and a timer for each attempt cost more than the attempt.
type epoller struct {
	fd      int
	sockets []int // by number of the attempt; -1: none
	events  []unix.EpollEvent
}

func newConnector(window int) (connector, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("prepare to connect: %w%s", err, hint(err))
	}
	e := &epoller{fd: fd, sockets: make([]int, window), events: make([]unix.EpollEvent, window)}
	for id := range e.sockets {
		e.sockets[id] = -1
	}
	return e, nil
}

func (e *epoller) start(id int, to netip.AddrPort) error {
	family, address, err := sockaddr(to)
	if err != nil {
		return err
	}
	fd, err := unix.Socket(family, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, unix.IPPROTO_TCP)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	err = unix.Connect(fd, address)
	if err == nil || err == unix.EINPROGRESS || err == unix.EINTR {
		// An attempt that is over already is told by the first wait.
		err = unix.EpollCtl(e.fd, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLOUT, Fd: int32(id)})
	}
	if err != nil {
		hangUp(fd)
		return os.NewSyscallError("connect", err)
	}
	e.sockets[id] = fd
	return nil
}

func sockaddr(to netip.AddrPort) (family int, address unix.Sockaddr, err error) {
	a := to.Addr()
	if a.Is4() {
		return unix.AF_INET, &unix.SockaddrInet4{Port: int(to.Port()), Addr: a.As4()}, nil
	}
	six := &unix.SockaddrInet6{Port: int(to.Port()), Addr: a.As16()}
	if a.Zone() != "" {
		link, err := net.InterfaceByName(a.Zone())
		if err != nil {
			return 0, nil, os.NewSyscallError("interface", unix.ENETUNREACH)
		}
		six.ZoneId = uint32(link.Index)
	}
	return unix.AF_INET6, six, nil
}

func (e *epoller) wait(ended []outcome, patience time.Duration) ([]outcome, error) {
	millis := int((patience + time.Millisecond - 1) / time.Millisecond)
	n, err := unix.EpollWait(e.fd, e.events, millis)
	if err == unix.EINTR {
		return ended, nil
	}
	if err != nil {
		return ended, fmt.Errorf("wait for connections: %w", err)
	}
	for _, event := range e.events[:n] {
		ended = append(ended, e.settle(int(event.Fd)))
	}
	return ended, nil
}

// settle tells how an attempt ended, and ends its connection.
func (e *epoller) settle(id int) outcome {
	fd := e.sockets[id]
	defer e.drop(id)
	out := outcome{id: id, source: local(fd)}
	number, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
	switch {
	case err != nil:
		out.err = os.NewSyscallError("getsockopt", err)
	case number != 0:
		out.err = os.NewSyscallError("connect", unix.Errno(number))
	case self(fd):
		out.err = errSelf
	}
	return out
}

func (e *epoller) drop(id int) {
	hangUp(e.sockets[id]) // which takes it out of the epoll, too
	e.sockets[id] = -1
}

func (e *epoller) close() {
	for id, fd := range e.sockets {
		if fd >= 0 {
			e.drop(id)
		}
	}
	unix.Close(e.fd)
}

// hangUp closes a socket. Without lingering the other end gets an RST, and no port
// of this machine is left in TIME_WAIT.
func hangUp(fd int) {
	_ = unix.SetsockoptLinger(fd, unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1})
	unix.Close(fd)
}

func local(fd int) netip.Addr {
	address, err := unix.Getsockname(fd)
	if err != nil {
		return netip.Addr{}
	}
	return addrPort(address).Addr()
}

// self reports whether a socket is connected to itself: the system chose as its
// own port the one that it was to connect to, which happens on this machine only.
func self(fd int) bool {
	here, err := unix.Getsockname(fd)
	if err != nil {
		return false
	}
	there, err := unix.Getpeername(fd)
	return err == nil && addrPort(here) == addrPort(there)
}

func addrPort(address unix.Sockaddr) netip.AddrPort {
	switch a := address.(type) {
	case *unix.SockaddrInet4:
		return netip.AddrPortFrom(netip.AddrFrom4(a.Addr), uint16(a.Port))
	case *unix.SockaddrInet6:
		return netip.AddrPortFrom(netip.AddrFrom16(a.Addr).Unmap(), uint16(a.Port))
	}
	return netip.AddrPort{}
}

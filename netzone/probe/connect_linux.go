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

	spare    map[int]int // a socket by family, see keep
	to, from netip.Addr  // see source
}

func newConnector(window int) (connector, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("prepare to connect: %w%s", err, hint(err))
	}
	e := &epoller{fd: fd, sockets: make([]int, window), spare: map[int]int{}, events: make([]unix.EpollEvent, window)}
	for id := range e.sockets {
		e.sockets[id] = -1
	}
	return e, nil
}

func (e *epoller) start(id int, to netip.AddrPort) (outcome, bool) {
	family, address, err := sockaddr(to)
	if err != nil {
		return outcome{id: id, err: err}, true
	}
	fd, err := e.socket(family)
	if err != nil {
		return outcome{id: id, err: os.NewSyscallError("socket", err)}, true
	}
	var source netip.Addr
	if err = unix.Connect(fd, address); err == unix.EINPROGRESS || err == unix.EINTR {
		source = e.source(fd, to.Addr())
		// On this machine and its link the answer may be there already: asked a
		// second time, connect tells it.
		err = unix.Connect(fd, address)
	}
	if err == nil || err == unix.EALREADY || err == unix.EISCONN || err == unix.EINPROGRESS {
		err = unix.EpollCtl(e.fd, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLOUT, Fd: int32(id)})
		if err == nil {
			e.sockets[id] = fd
			return outcome{}, false
		}
		unix.Close(fd)
	} else {
		e.keep(family, fd)
	}
	return outcome{id: id, err: os.NewSyscallError("connect", err), source: source}, true
}

// socket returns one that was kept, or a new one.
func (e *epoller) socket(family int) (int, error) {
	if fd, ok := e.spare[family]; ok {
		delete(e.spare, family)
		return fd, nil
	}
	return unix.Socket(family, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, unix.IPPROTO_TCP)
}

// keep takes a socket that connect has reported an error of: it is as new
// (inet_stream_connect disconnects it), which saves half of the time.
func (e *epoller) keep(family, fd int) {
	if _, ok := e.spare[family]; ok {
		unix.Close(fd)
		return
	}
	e.spare[family] = fd
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
	if number != 0 {
		e.end(id)
	} else {
		e.drop(id)
	}
	return out
}

// drop closes a socket that is connected, or may be by now. Without lingering the
// other end gets an RST, and no port of this machine is left in TIME_WAIT.
func (e *epoller) drop(id int) {
	_ = unix.SetsockoptLinger(e.sockets[id], unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1})
	e.end(id)
}

// end closes a socket, which takes it out of the epoll, too.
func (e *epoller) end(id int) {
	unix.Close(e.sockets[id])
	e.sockets[id] = -1
}

func (e *epoller) close() {
	for id, fd := range e.sockets {
		if fd >= 0 {
			e.drop(id)
		}
	}
	for _, fd := range e.spare {
		unix.Close(fd)
	}
	unix.Close(e.fd)
}

// source tells where a socket connects from, and asks the system only where the
// target is not that of the time before.
func (e *epoller) source(fd int, to netip.Addr) netip.Addr {
	if to != e.to {
		e.to, e.from = to, local(fd)
	}
	return e.from
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

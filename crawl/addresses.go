package crawl

import (
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
)

// An Addressed is a Source that knows the addresses of the machines that hold its
// files: of servers, those that it was connected to; of a folder of this machine,
// all of its own. Call it after Walk, for a share may lead to other servers. Nil:
// not known, as of a server behind a jump host that is named.
type Addressed interface {
	Addresses() []netip.Addr
}

// peers are the addresses that a server answered on.
type peers struct {
	mu   sync.Mutex
	seen []netip.Addr
}

// met notes the other side of a connection.
func (p *peers) met(conn net.Conn) {
	if a, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
		p.add(a.AddrPort().Addr())
	}
}

func (p *peers) add(a netip.Addr) {
	if a = a.Unmap().WithZone(""); !a.IsValid() {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if i, met := slices.BinarySearchFunc(p.seen, a, netip.Addr.Compare); !met {
		p.seen = slices.Insert(p.seen, i, a)
	}
}

// addresses returns what was met, in order.
func (p *peers) addresses() []netip.Addr {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.seen)
}

// Addresses are those of the server, and of others that DFS links led to.
func (s *smb) Addresses() []netip.Addr {
	var all peers
	s.links.connecting.Lock()
	defer s.links.connecting.Unlock()
	for _, a := range s.home.peers.addresses() {
		all.add(a)
	}
	for _, h := range s.links.hosts {
		for _, a := range h.peers.addresses() {
			all.add(a)
		}
	}
	return all.addresses()
}

// Addresses are those of the server. What a jump host connects to is known only
// where the server is named by its address.
func (s *sftpShare) Addresses() []netip.Addr { return s.route.peers.addresses() }

// Addresses are those of this machine, unless the path names another (UNC).
func (l *local) Addresses() []netip.Addr {
	if strings.HasPrefix(l.path, `\\`) {
		return nil
	}
	return ownAddresses()
}

// Addresses are those of the server of a mount, as far as the system tells them.
func (p *patient) Addresses() []netip.Addr { return p.server }

// Addresses are those of the share that is limited.
func (l *limited) Addresses() []netip.Addr {
	if a, ok := l.Source.(Addressed); ok {
		return a.Addresses()
	}
	return nil
}

// ownAddresses returns the addresses of this machine by which others may reach
// it: not those of loopback or of a single link (RFC 4291, 2.5.6; RFC 3927).
func ownAddresses() []netip.Addr {
	interfaces, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var all peers
	for _, i := range interfaces {
		n, ok := i.(*net.IPNet)
		if !ok {
			continue
		}
		if a, ok := netip.AddrFromSlice(n.IP); ok && !a.Unmap().IsLoopback() && !a.Unmap().IsLinkLocalUnicast() {
			all.add(a)
		}
	}
	return all.addresses()
}

package probe

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"net/netip"
	"slices"
	"sort"
)

// A Space is every port of every address that is to be tried. Networks in it are
// counted, not listed: a /8 takes no more memory than a host.
type Space struct {
	hosts []netip.Addr // sorted, in none of networks
	nets  []block      // sorted, disjoint
	ports []uint16     // sorted
	hostN uint64
	n     uint64
}

// A block is the usable addresses of a network.
type block struct {
	first netip.Addr
	begin uint64 // number of its first address in the space
	n     uint64
}

// NewSpace returns the cross product of addresses and ports. What is there twice,
// also as an address and in a network, counts once. Of networks the usable
// addresses are taken: neither the network's and the broadcast address of IPv4
// (RFC 1122, 3.2.1.3; a /31 has none, RFC 3021) nor the anycast address of the
// routers of an IPv6 subnet (RFC 4291, 2.6.1; a /127 has none, RFC 6164). It is an
// error if there are more than 2^63, or no machine can have an address.
func NewSpace(addrs []netip.Addr, networks []netip.Prefix, ports []uint16) (*Space, error) {
	s := &Space{ports: slices.Compact(slices.Sorted(slices.Values(ports)))}
	if len(s.ports) > 0 && s.ports[0] == 0 {
		return nil, errors.New("collect targets: port 0: no service can have it")
	}
	if err := s.addHosts(addrs, networks); err != nil {
		return nil, err
	}
	if err := s.addNetworks(networks); err != nil {
		return nil, err
	}
	high, n := bits.Mul64(s.hostN, uint64(len(s.ports)))
	if high != 0 || n > 1<<63 {
		return nil, fmt.Errorf("collect targets: %d addresses with %d ports each: too many to be tried one by one", s.hostN, len(s.ports))
	}
	s.n = n
	return s, nil
}

func (s *Space) addHosts(addrs []netip.Addr, networks []netip.Prefix) error {
	for _, a := range addrs {
		a = a.Unmap()
		if err := connectable(a); err != nil {
			return fmt.Errorf("collect targets: address %v: %w", a, err)
		}
		if !slices.ContainsFunc(networks, func(p netip.Prefix) bool { return usable(p, a) }) {
			s.hosts = append(s.hosts, a)
		}
	}
	slices.SortFunc(s.hosts, netip.Addr.Compare)
	s.hosts = slices.Compact(s.hosts)
	s.hostN = uint64(len(s.hosts))
	return nil
}

func (s *Space) addNetworks(networks []netip.Prefix) error {
	var masked []netip.Prefix
	for _, p := range networks {
		if !p.IsValid() {
			return errors.New("collect targets: a network without address")
		}
		if err := connectable(p.Masked().Addr()); err != nil {
			return fmt.Errorf("collect targets: network %v: %w", p, err)
		}
		if p.Addr().Is4In6() && p.Bits() >= 96 {
			p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
		}
		masked = append(masked, p.Masked())
	}
	// A wider network comes before those in it, and two either nest or are apart.
	slices.SortFunc(masked, netip.Prefix.Compare)
	var last netip.Prefix
	for _, p := range masked {
		if last.IsValid() && last.Contains(p.Addr()) {
			continue
		}
		last = p
		first, n, err := usableOf(p)
		if err != nil {
			return err
		}
		sum, carry := bits.Add64(s.hostN, n, 0)
		if carry != 0 {
			return fmt.Errorf("collect targets: network %v: too large with the others", p)
		}
		s.nets = append(s.nets, block{first: first, begin: s.hostN, n: n})
		s.hostN = sum
	}
	return nil
}

// connectable says why no machine can have an address: connecting to 0.0.0.0
// would try this machine.
func connectable(a netip.Addr) error {
	switch {
	case !a.IsValid():
		return errors.New("not an address")
	case a.IsUnspecified():
		return errors.New("it is this machine, whichever that is (name a host)")
	case a.IsMulticast(), a == netip.AddrFrom4([4]byte{255, 255, 255, 255}):
		return errors.New("it is for many machines, none can be connected to by it")
	}
	return nil
}

// usableOf returns the first usable address of a network, and how many there are.
func usableOf(p netip.Prefix) (netip.Addr, uint64, error) {
	free := p.Addr().BitLen() - p.Bits()
	if free > 62 {
		return netip.Addr{}, 0, fmt.Errorf("collect targets: network %v: 2^%d addresses cannot be tried one by one (declare its hosts)", p, free)
	}
	n := uint64(1) << free
	switch {
	case free < 2:
		return p.Addr(), n, nil
	case p.Addr().Is4():
		return p.Addr().Next(), n - 2, nil
	}
	return p.Addr().Next(), n - 1, nil
}

// usable reports whether an address is one of those that are tried of a network.
func usable(p netip.Prefix, a netip.Addr) bool {
	if !p.IsValid() || !p.Contains(a) {
		return false
	}
	if a.BitLen()-p.Bits() < 2 {
		return true
	}
	broadcast := a.Is4() && !p.Contains(a.Next())
	return a != p.Masked().Addr() && !broadcast
}

// Len is how many there are: addresses by ports.
func (s *Space) Len() uint64 { return s.n }

// Hosts is how many addresses there are.
func (s *Space) Hosts() uint64 { return s.hostN }

// At returns target i of 0 to Len()-1: by address, and by port below that.
func (s *Space) At(i uint64) netip.AddrPort {
	return netip.AddrPortFrom(s.host(s.hostOf(i)), s.ports[i%uint64(len(s.ports))])
}

// hostOf returns the number of the address of target i.
func (s *Space) hostOf(i uint64) uint64 { return i / uint64(len(s.ports)) }

func (s *Space) host(h uint64) netip.Addr {
	if h < uint64(len(s.hosts)) {
		return s.hosts[h]
	}
	at := sort.Search(len(s.nets), func(i int) bool { return s.nets[i].begin+s.nets[i].n > h })
	return advance(s.nets[at].first, h-s.nets[at].begin)
}

// advance adds n to an address.
func advance(a netip.Addr, n uint64) netip.Addr {
	if a.Is4() {
		b := a.As4()
		binary.BigEndian.PutUint32(b[:], binary.BigEndian.Uint32(b[:])+uint32(n))
		return netip.AddrFrom4(b)
	}
	b := a.As16()
	low, carry := bits.Add64(binary.BigEndian.Uint64(b[8:]), n, 0)
	binary.BigEndian.PutUint64(b[8:], low)
	binary.BigEndian.PutUint64(b[:8], binary.BigEndian.Uint64(b[:8])+carry)
	return netip.AddrFrom16(b)
}

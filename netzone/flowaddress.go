package netzone

import (
	"math/rand/v2"
	"net/netip"
	"strconv"
)

// Usable returns the first and the last address that a machine can have in a
// network: not that of an IPv4 network itself and its broadcast address (RFC 1122,
// 3.2.1.3; a /31 has none, RFC 3021), and not the anycast address of the routers of
// an IPv6 subnet (RFC 4291, 2.6.1; a /127 has none, RFC 6164).
func Usable(n netip.Prefix) (first, last netip.Addr) {
	n = n.Masked()
	first, last = n.Addr(), hostBits(n, func() byte { return 0xff })
	if first.BitLen()-n.Bits() < 2 {
		return first, last
	}
	if first.Is4() {
		return first.Next(), last.Prev()
	}
	return first.Next(), last
}

// Wide reports whether a network has more than 2^bits addresses.
func Wide(n netip.Prefix, bits int) bool { return n.Addr().BitLen()-n.Bits() > bits }

// hostBits returns an address of a network whose bits below it are those of next.
func hostBits(n netip.Prefix, next func() byte) netip.Addr {
	b := n.Addr().AsSlice()
	for i := range b {
		mask := byte(0xff)
		if keep := n.Bits() - 8*i; keep >= 8 {
			mask = 0
		} else if keep > 0 {
			mask >>= keep
		}
		b[i] = b[i]&^mask | next()&mask
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

// PickAddress returns a usable address of a network by chance for which taken says
// no; false if none is left, or it is hard to find in a network with so many taken.
func PickAddress(n netip.Prefix, chance *rand.Rand, taken func(netip.Addr) bool) (netip.Addr, bool) {
	n = n.Masked()
	first, last := Usable(n)
	free := func(a netip.Addr) bool {
		return a.Compare(first) >= 0 && a.Compare(last) <= 0 && !taken(a)
	}
	for range 64 {
		if a := hostBits(n, func() byte { return byte(chance.Uint32()) }); free(a) {
			return a, true
		}
	}
	// A small network may have one left: from anywhere on, so that it is by chance, too.
	if Wide(n, 16) {
		return netip.Addr{}, false
	}
	start := hostBits(n, func() byte { return byte(chance.Uint32()) })
	for a := start; n.Contains(a); a = a.Next() {
		if free(a) {
			return a, true
		}
	}
	for a := n.Addr(); a != start; a = a.Next() {
		if free(a) {
			return a, true
		}
	}
	return netip.Addr{}, false
}

// Size returns how many addresses there are in a network, for people: "256", or
// "2^64" where nobody counts.
func Size(n netip.Prefix) string {
	bits := n.Addr().BitLen() - n.Bits()
	if bits > 32 {
		return "2^" + strconv.Itoa(bits)
	}
	return strconv.FormatInt(1<<bits, 10)
}

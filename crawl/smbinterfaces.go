package crawl

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
)

const (
	fsctlInterfaces = 0x001401fc // FSCTL_QUERY_NETWORK_INTERFACE_INFO, [MS-SMB2] 2.2.31
	interfaceSize   = 152        // of an entry, 2.2.32.5
	interfacesMost  = 1024       // entries that are believed
)

// SMBInterfaces logs in to the server of a share, as a scan does, and asks which
// addresses it has: a server tells clients that may use several connections
// ([MS-SMB2] 2.2.32.5). The addresses are sorted, without loopback and link-local
// ones. Servers older than SMB 3, and those where it is turned off, refuse.
func SMBInterfaces(ctx context.Context, share *url.URL, o Options) ([]netip.Addr, error) {
	addrs, err := smbInterfaces(ctx, share, o)
	if err != nil {
		return nil, fmt.Errorf("ask for the network interfaces of %s: %w", share.Host, smbHint(err))
	}
	return addrs, nil
}

func smbInterfaces(ctx context.Context, share *url.URL, o Options) ([]netip.Addr, error) {
	server, root, err := smbTarget(share, o)
	if err != nil {
		return nil, err
	}
	if err := o.Limits.gate(server.name).pass(ctx, 0); err != nil {
		return nil, err
	}
	if o.Password != nil {
		if server.who.password, err = o.Password(ctx); err != nil {
			return nil, err
		}
	}
	host, err := newSMBHost(ctx, server)
	if err != nil {
		return nil, err
	}
	defer host.pool.Close()
	var addrs []netip.Addr
	err = host.pool.do(func(u use[*smbConn]) error {
		addrs, err = u.conn.interfaces(smbPipes) // needs no right to any folder
		if err != nil && root.share != "" && !smbBroken(err) {
			addrs, err = u.conn.interfaces(root.share)
		}
		return err
	})
	return addrs, err
}

// interfaces asks on a share, and on no file of it: the ID must be of none
// ([MS-SMB2] 3.3.5.15).
func (c *smbConn) interfaces(share string) ([]netip.Addr, error) {
	tree, err := c.at(share)
	if err != nil {
		return nil, err
	}
	const most = 64 << 10
	answer, err := tree.ask(ioctlRequest(anyFile, fsctlInterfaces, nil, min(most, c.limits().transact)))
	if err != nil {
		return nil, err
	}
	b, err := parseIoctl(answer)
	if err != nil {
		return nil, err
	}
	return parseInterfaces(b)
}

// parseInterfaces reads NETWORK_INTERFACE_INFO entries ([MS-SMB2] 2.2.32.5).
func parseInterfaces(b []byte) ([]netip.Addr, error) {
	var addrs []netip.Addr
	for n := 0; len(b) > 0; n++ {
		if len(b) < interfaceSize || n == interfacesMost {
			return nil, malformed("interface %d in %d bytes", n+1, len(b))
		}
		r := &wireReader{b: b}
		next := r.u32()
		r.skip(4 + 4 + 4 + 8) // number, capabilities, reserved, speed
		if a := r.socketAddress(); a.IsGlobalUnicast() {
			addrs = append(addrs, a)
		}
		if next == 0 {
			break
		}
		if next < interfaceSize || uint64(next) > uint64(len(b)) {
			return nil, malformed("the next interface at %d of %d", next, len(b))
		}
		b = b[next:]
	}
	slices.SortFunc(addrs, netip.Addr.Compare)
	return slices.Compact(addrs), nil
}

// socketAddress reads SockAddr_Storage ([MS-SMB2] 2.2.32.5.1). Of another family
// than IPv4 and IPv6 it is the zero address.
func (r *wireReader) socketAddress() netip.Addr {
	const inet, inet6 = 0x0002, 0x0017
	family := r.u16()
	r.skip(2) // port
	switch family {
	case inet:
		if p := r.bytes(4); p != nil {
			return netip.AddrFrom4([4]byte(p))
		}
	case inet6:
		r.skip(4) // flow
		if p := r.bytes(16); p != nil {
			return netip.AddrFrom16([16]byte(p)).Unmap()
		}
	}
	return netip.Addr{}
}

package probe

import (
	"context"
	"net"
	"net/netip"
	"testing"
)

func space(t testing.TB, ports []uint16, addrs ...string) *Space {
	t.Helper()
	var list []netip.Addr
	for _, a := range addrs {
		list = append(list, netip.MustParseAddr(a))
	}
	s, err := NewSpace(list, nil, ports)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func listen(t testing.TB, address string) uint16 {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Skipf("cannot listen on %s: %v", address, err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Close()
		}
	}()
	return uint16(l.Addr().(*net.TCPAddr).Port)
}

var connectors = map[string]func(int) (connector, error){
	"of the system": newConnector,
	"portable":      func(window int) (connector, error) { return newDialing(window), nil },
}

func TestOpenAndRefused(t *testing.T) {
	open := listen(t, "127.0.0.1:0")
	for name, c := range connectors {
		t.Run(name, func(t *testing.T) {
			got := map[uint16]State{}
			err := Try(context.Background(), Options{connector: c}, space(t, []uint16{open, 1}, "127.0.0.1"), func(r Result) {
				got[r.Target.Port()] = r.State
			})
			if err != nil || got[open] != Open || got[1] != Refused {
				t.Errorf("got %v, %v, want port %d open and 1 refused", got, err, open)
			}
		})
	}
}

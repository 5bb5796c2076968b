package crawl

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"testing"

	"github.com/shikiri/shikiri/internal/servers"
)

// A share of a server tells the address that it was read from, whatever the URL
// calls the server.
func TestAddressesOfServers(t *testing.T) {
	s := servers.Get(t)
	sftp := sftpServer(t)
	for name, src := range map[string]Source{
		"smb":  openSMBShare(t, s, "SMB", "data"),
		"sftp": sftp.open(t, sftp.dir),
	} {
		if got := fmt.Sprint(src.(Addressed).Addresses()); got != "[127.0.0.1]" {
			t.Errorf("the addresses of a share by %s: got %s, want [127.0.0.1]", name, got)
		}
	}
}

// A folder lies on this machine, which others know by its addresses that are not
// of loopback; a limit on it changes nothing.
func TestAddressesOfFolder(t *testing.T) {
	interfaces, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, i := range interfaces {
		if p, err := netip.ParsePrefix(i.String()); err == nil && !p.Addr().IsLoopback() && !p.Addr().IsLinkLocalUnicast() {
			want = append(want, p.Addr().String())
		}
	}
	for name, o := range map[string]Options{"a folder": {}, "a limited folder": {Limits: &Limits{BytesPerSecond: 1 << 30}}} {
		src := openWith(t, t.TempDir(), o)
		var got []string
		for _, a := range src.(Addressed).Addresses() {
			got = append(got, a.String())
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, slices.Compact(want)) {
			t.Errorf("the addresses of %s: got %v, want %v", name, got, want)
		}
	}
}

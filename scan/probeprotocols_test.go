package scan

import (
	"context"
	"net"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/internal/servers"
	"github.com/shikiri/shikiri/netzone/probe"
)

// A file server is recognised on its own port and on any other.
func TestProtocolsOfRealServers(t *testing.T) {
	s := servers.Get(t)
	for _, test := range []struct {
		key          string
		port         uint16
		name, banner string
		kinds        string
	}{
		{"SFTP", 22, "ssh", "SSH-2.0-OpenSSH_", "ssh-host-key ssh-host-key"},
		{"SFTP", 7777, "ssh", "SSH-2.0-OpenSSH_", "ssh-host-key ssh-host-key"},
		{"SMB", 445, "smb", "SMB 3.1.1, SHIKIRI-TEST", "smb-server-guid(weak) smb-name(weak)"},
		{"SMB", 139, "netbios", "SMB 3.1.1, SHIKIRI-TEST", "smb-server-guid(weak) smb-name(weak)"},
		{"SMB_SIGN", 7777, "smb", "SMB 3.1.1, signing required, SHIKIRI-TEST", "smb-server-guid(weak) smb-name(weak)"},
		{"SMB_ONLY1", 445, "smb", "SMB1 only", ""},
	} {
		t.Run(test.key, func(t *testing.T) {
			t.Parallel()
			got := probe.Identify(t.Context(), func(ctx context.Context) (net.Conn, error) {
				var d net.Dialer
				return d.DialContext(ctx, "tcp", s.Value(test.key))
			}, test.port, protocols())
			var kinds []string
			for _, id := range got.Identities {
				if id.Weak {
					id.Kind += "(weak)"
				}
				kinds = append(kinds, id.Kind)
			}
			if !got.Verified || got.Name != test.name || !strings.HasPrefix(got.Banner, test.banner) || strings.Join(kinds, " ") != test.kinds {
				t.Errorf("on port %d it is %+v, want %s, %q and %s", test.port, got, test.name, test.banner, test.kinds)
			}
		})
	}
}

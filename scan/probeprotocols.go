package scan

import (
	"context"
	"net"
	"strings"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/netzone/probe"
)

// protocols returns what the probe can be sure of by the means of a scan, for
// [probe.Identify]: SSH and SMB. Nobody logs in.
func protocols() []probe.Protocol {
	return []probe.Protocol{
		{Name: "ssh", Ports: []uint16{22}, OnlyThere: true, Identify: identifySSH},
		{Name: "smb", Ports: []uint16{445}, Identify: identifySMB},
		{Name: "netbios", Ports: []uint16{139}, OnlyThere: true, Identify: identifyNetBIOS},
	}
}

func identifySSH(ctx context.Context, dial probe.Dialer) (probe.Service, error) {
	banner, keys, err := crawl.SSHHostKeys(ctx, dial)
	if err != nil && banner == "" {
		return probe.Service{}, err
	}
	s := probe.Service{Name: "ssh", Verified: true, Banner: banner}
	for _, key := range keys {
		s.Identities = append(s.Identities, probe.Identity{Kind: "ssh-host-key", Value: key})
	}
	return s, nil
}

func identifySMB(ctx context.Context, dial probe.Dialer) (probe.Service, error) {
	server, err := crawl.SMBNegotiate(ctx, dial)
	if err != nil {
		return probe.Service{}, err
	}
	s := probe.Service{Name: "smb", Verified: true, Banner: server.String()}
	if server.GUID != "" {
		s.Identities = append(s.Identities, probe.Identity{Kind: "smb-server-guid", Value: server.GUID, Weak: server.GUIDIsName})
	}
	name := server.NetBIOSName
	if strings.Contains(server.DNSName, ".") { // it says more; without a domain it may be that of a container
		name = server.DNSName
	}
	if name != "" {
		s.Identities = append(s.Identities, probe.Identity{Kind: "smb-name", Value: name, Weak: true})
	}
	return s, nil
}

// identifyNetBIOS speaks SMB as port 139 wants it.
func identifyNetBIOS(ctx context.Context, dial probe.Dialer) (probe.Service, error) {
	over := crawl.OverNetBIOS(func(ctx context.Context) (net.Conn, error) { return dial(ctx) })
	s, err := identifySMB(ctx, over)
	s.Name = "netbios"
	return s, err
}

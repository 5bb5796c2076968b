package scan

import (
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/chaos"
)

// BenchmarkFar scans the shares of servers that lie some milliseconds away.
func BenchmarkFar(b *testing.B) {
	s := compareServers(b, compareScale)
	for _, kind := range []struct {
		key   string
		share *place
	}{{"SMB", s.smb("SMB", "data")}, {"SFTP", s.sftp()}} {
		proxy, err := chaos.New(s.Value(kind.key))
		if err != nil {
			b.Fatal(err)
		}
		defer proxy.Close()
		kind.share.through(b, proxy.Addr(), s.Value("KNOWN_HOSTS"))
		for _, delay := range []time.Duration{0, time.Millisecond, 10 * time.Millisecond} {
			b.Run(kind.key+"/one-way="+delay.String(), func(b *testing.B) {
				proxy.SetDelay(delay)
				s.scan(b, kind.share)
			})
		}
	}
}

// through leads to the share by another address, which knownHosts then knows.
func (p *place) through(b *testing.B, address, knownHosts string) {
	u, err := url.Parse(p.url)
	if err != nil {
		b.Fatal(err)
	}
	was, now := u.Host, address
	u.Host = now
	p.url = u.String()
	if p.options.KnownHosts == nil {
		return
	}
	text, err := os.ReadFile(knownHosts)
	if err != nil {
		b.Fatal(err)
	}
	bracketed := func(address string) string {
		host, port, _ := net.SplitHostPort(address)
		return "[" + host + "]:" + port
	}
	known := filepath.Join(b.TempDir(), "known_hosts")
	writeFile(b, known, []byte(strings.ReplaceAll(string(text), bracketed(was), bracketed(now))))
	p.options.KnownHosts = []string{known}
}

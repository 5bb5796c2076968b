package scan

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// lookupTime is how long one name may take, and lookupsTime all of them.
	lookupTime  = 5 * time.Second
	lookupsTime = 30 * time.Second
	lookups     = 32 // at a time
)

// A lookedUp is what a lookup told of a host.
type lookedUp struct {
	addrs []netip.Addr
	err   error
}

// lookUp looks up names at the same time, each once. Addresses are themselves.
func (p *prober) lookUp(ctx context.Context, hosts []string) map[string]*lookedUp {
	ctx, cancel := context.WithTimeout(ctx, lookupsTime)
	defer cancel()
	all := map[string]*lookedUp{}
	var wg sync.WaitGroup
	room := make(chan struct{}, lookups)
	for _, host := range hosts {
		key := hostKey(host)
		if all[key] != nil {
			continue
		}
		f := new(lookedUp)
		all[key] = f
		if a, err := netip.ParseAddr(host); err == nil {
			f.addrs = []netip.Addr{a.Unmap().WithZone("")}
			continue
		}
		wg.Go(func() {
			room <- struct{}{}
			defer func() { <-room }()
			f.addrs, f.err = p.lookUpOne(ctx, host)
		})
	}
	wg.Wait()
	return all
}

func (p *prober) lookUpOne(ctx context.Context, host string) ([]netip.Addr, error) {
	if p.cfg.Lookup == nil {
		return nil, errors.New("names are not looked up")
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	addrs, err := p.cfg.Lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	seen := map[netip.Addr]bool{}
	var all []netip.Addr
	for _, a := range addrs {
		if a = a.Unmap().WithZone(""); a.IsValid() && !seen[a] {
			seen[a] = true
			all = append(all, a)
		}
	}
	return all, nil
}

// hostKey is the same for names that are one.
func hostKey(host string) string { return strings.ToLower(strings.TrimSuffix(host, ".")) }

// LookupWhy is why a name was not found, without the name and the server.
func LookupWhy(err error) string {
	var dns *net.DNSError
	switch {
	case err == nil:
		return "it has no address"
	case errors.As(err, &dns) && dns.IsNotFound:
		return "no such host"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &dns) && dns.IsTimeout:
		return "no answer in time"
	case errors.As(err, &dns):
		return dns.Err
	}
	return err.Error()
}

// shareHost returns the host of a share and the port it is reached at; "" for a
// folder of this machine.
func shareHost(share string) (host string, port uint16) {
	u, err := url.Parse(share)
	if err != nil || u.Host == "" {
		return "", 0
	}
	switch u.Scheme {
	case "smb":
		port = 445
	case "sftp":
		port = 22
	default:
		return "", 0
	}
	if n, err := strconv.ParseUint(u.Port(), 10, 16); err == nil && n > 0 {
		port = uint16(n)
	}
	return u.Hostname(), port
}

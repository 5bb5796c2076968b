package main

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/rules"
	"github.com/shikiri/shikiri/scan"
)

// lookupTime is how long the names of hosts are looked up, all at the same time.
const lookupTime = 5 * time.Second

// A lookup returns the addresses of a host that is named. nil: names are not
// looked up.
type lookup func(ctx context.Context, host string) ([]netip.Addr, error)

// systemLookup asks as all programs of this machine do.
func systemLookup(ctx context.Context, host string) ([]netip.Addr, error) {
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

// hostOf returns the host that a share names, or "".
func hostOf(share string) string {
	if !rules.IsURL(share) {
		return ""
	}
	u, err := url.Parse(share)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// An addresses is what a lookup told of a host.
type addresses struct {
	all []netip.Addr
	err error
}

// hostsOf returns the hosts of shares, and those that zones declare.
func hostsOf(conf *rules.Config) []string {
	var all []string
	for _, s := range conf.Shares {
		all = append(all, hostOf(s.URL))
	}
	for i := range conf.Policy.Zones {
		all = append(all, conf.Policy.Zones[i].Hosts...)
	}
	return all
}

// lookUp looks up the hosts that are names.
func lookUp(ctx context.Context, look lookup, hosts []string) map[string]*addresses {
	found := map[string]*addresses{}
	if look == nil {
		return found
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	var wg sync.WaitGroup
	for _, host := range hosts {
		if _, err := netip.ParseAddr(host); err == nil || host == "" || found[host] != nil {
			continue
		}
		a := new(addresses)
		found[host] = a
		wg.Go(func() { a.all, a.err = look(ctx, host) })
	}
	wg.Wait()
	return found
}

// checkAddress says whether a share stands where its zone is; ok is false if it
// stands in another.
func (p *program) checkAddress(policy *netzone.Policy, s rules.Share, found map[string]*addresses) (text string, ok bool) {
	host := hostOf(s.URL)
	if host == "" {
		return p.speak("a folder of this machine"), true
	}
	return p.checkHost(policy, s.Zone, host, found)
}

// checkHost is checkAddress for a host that a zone is said to have.
func (p *program) checkHost(policy *netzone.Policy, zone, host string, found map[string]*addresses) (text string, ok bool) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return p.judgeAddresses(policy, zone, []netip.Addr{addr.Unmap()}, "")
	}
	switch a := found[host]; {
	case a == nil:
		return p.speak("its host is a name, which is not looked up"), true
	case a.err != nil:
		return p.speak("not sure: its host is not found (%s)", scan.LookupWhy(a.err)), true
	case len(a.all) == 0:
		return p.speak("not sure: its host has no address"), true
	default:
		return p.judgeAddresses(policy, zone, a.all, host+" is ")
	}
}

// judgeAddresses judges a host with several addresses by the worst of them: the
// share can be read through each.
func (p *program) judgeAddresses(policy *netzone.Policy, zone string, all []netip.Addr, name string) (text string, ok bool) {
	var in, unsure []string
	for _, addr := range all {
		addr = addr.Unmap()
		known := ""
		if name != "" {
			known = name + addr.String() + ": "
		}
		problem := policy.CheckAddress(zone, addr)
		switch {
		case problem != nil && !problem.Warning:
			return p.speak("WRONG: %s", known+p.problem(problem.Text)), false
		case problem != nil:
			unsure = append(unsure, known+p.problem(problem.Text))
		case policy.ZoneOf(addr) != nil:
			in = append(in, addr.String())
		}
	}
	switch {
	case len(unsure) > 0:
		return p.speak("not sure: %s", strings.Join(unsure, "; ")), true
	case len(in) == 0:
		return p.speak("not checked: the zone has no networks"), true
	case name != "":
		return p.speak("in a network of the zone (%s)", strings.Join(in, ", ")), true
	}
	return p.speak("in a network of the zone"), true
}

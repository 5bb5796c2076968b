package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/rules"
	"github.com/shikiri/shikiri/scan"
)

// configure turns flags and the configuration into what to probe and how.
func (o *probeOptions) configure(ctx context.Context, p *program, conf *rules.Config) (cfg scan.ProbeConfig, err error) {
	if err := o.check(conf); err != nil {
		return cfg, err
	}
	cfg = scan.ProbeConfig{
		Policy: conf.Policy, From: o.from, Ports: conf.Probe.Ports, Sweep: o.sweep, Large: o.yes, Verify: o.verify, Budget: conf.Probe.Time,
		Host: hostName(), Lookup: systemLookup, Now: p.Now, Version: version(), Cover: coverOf(conf.Report),
		Warnings: conf.Warnings, Progress: &scan.ProbeProgress{},
	}
	if cfg.Options, err = o.options(p, conf.Probe); err != nil {
		return cfg, err
	}
	if err := flagValue("--ports", o.ports, &cfg.Ports, probe.ParsePorts); err != nil {
		return cfg, err
	}
	if err := flagValue("--time", o.time, &cfg.Budget, rules.ParseProbeTime); err != nil {
		return cfg, err
	}
	if cfg.Addresses, cfg.Links, err = ownAddresses(); err != nil {
		return cfg, err
	}
	for _, text := range conf.Probe.KnownOpen {
		cfg.KnownOpen = append(cfg.KnownOpen, hostPortOf(text))
	}
	cfg.Shares, err = o.shares(ctx, p, conf)
	return cfg, err
}

// check returns an error if there is nothing that could be probed.
func (o *probeOptions) check(conf *rules.Config) error {
	if o.from != "" && conf.Policy.Zone(o.from) == nil {
		return hint(fmt.Errorf("--from %s: there is no such zone", o.from), "there are: %s", zoneNames(conf.Policy))
	}
	if o.yes && !o.sweep {
		return hint(errors.New("--yes: it is for --sweep, which is not given"), "leave out one or give both")
	}
	some := slices.ContainsFunc(conf.Policy.Zones, func(z netzone.Zone) bool { return len(z.Networks) > 0 || len(z.Hosts) > 0 })
	for _, s := range conf.Shares {
		some = some || hostOf(s.URL) != ""
	}
	if !some {
		return hint(errors.New("probe: no zone has networks, hosts or shares on servers: there is nothing to try"),
			"write networks and hosts of zones into the configuration (-c FILE, or %s in this folder); shikiri init writes an example", configFile)
	}
	return nil
}

// ownAddresses returns the addresses of this machine by which others can reach it,
// and the networks of these.
func ownAddresses() (own []netip.Addr, links []netip.Prefix, err error) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil, nil, fmt.Errorf("probe: ask for the addresses of this machine: %w", err)
	}
	for _, a := range all {
		n, ok := a.(*net.IPNet)
		if !ok {
			continue
		}
		addr, ok := netip.AddrFromSlice(n.IP)
		if addr = addr.Unmap(); ok && !addr.IsLoopback() && !addr.IsLinkLocalUnicast() {
			own = append(own, addr)
			if ones, bits := n.Mask.Size(); bits == addr.BitLen() {
				links = append(links, netip.PrefixFrom(addr, ones).Masked())
			}
		}
	}
	slices.SortFunc(own, netip.Addr.Compare)
	return slices.Compact(own), links, nil
}

// hostPortOf reads what rules wrote.
func hostPortOf(text string) scan.HostPort {
	host, port, _ := net.SplitHostPort(text)
	n, _ := strconv.ParseUint(port, 10, 16)
	return scan.HostPort{Host: host, Port: uint16(n)}
}

// shares returns the shares of the configuration. With --verify those of SMB can
// be asked for the addresses of their servers. Who has to answer for a password
// is asked at the beginning, while somebody is there.
func (o *probeOptions) shares(ctx context.Context, p *program, conf *rules.Config) ([]scan.ProbeShare, error) {
	o.secrets = newSecrets(p)
	opener := &opener{p: p, secrets: o.secrets, timeout: conf.Limits.Timeout, refused: crawl.Refused}
	var all []scan.ProbeShare
	var asked []rules.Share
	for _, s := range conf.Shares {
		share := scan.ProbeShare{URL: s.URL, Zone: s.Zone}
		if server, ok := serverOf(s.URL); ok && server.scheme == "smb" && o.verify {
			share.Interfaces = opener.interfaces(s)
			asked = append(asked, s)
		}
		all = append(all, share)
	}
	if err := opener.askFirst(ctx, asked); err != nil {
		return nil, err
	}
	return all, nil
}

// interfaces returns what logs in to the server of an SMB share and asks for its
// addresses. A credential that was refused is not tried again on that host.
func (o *opener) interfaces(s rules.Share) func(context.Context) ([]netip.Addr, error) {
	return func(ctx context.Context) (found []netip.Addr, err error) {
		u, err := url.Parse(s.URL)
		if err != nil {
			return nil, errors.New("ask for the addresses of a server: its URL cannot be read")
		}
		server, _ := serverOf(s.URL)
		login := o.state(server.host + "\x00" + userOf(&s) + "\x00" + s.PasswordFrom)
		_, err = login.try(s.URL, o.refused, func() (crawl.Source, error) {
			found, err = crawl.SMBInterfaces(ctx, u, o.options(&s))
			return nil, err
		})
		return found, err
	}
}

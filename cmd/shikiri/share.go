package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/rules"
)

// chooseShares returns the shares that the arguments of scan name, or those of
// the configuration if there are none. Their sources are not open yet.
func (o *scanOptions) chooseShares(args []string, conf *rules.Config) ([]rules.Share, error) {
	named, err := namedShares(args, o.zone, conf)
	if err != nil {
		return nil, err
	}
	if err := o.access.check(named); err != nil {
		return nil, err
	}
	for i := range named {
		if err := o.access.login(&named[i], conf.Shares); err != nil {
			return nil, err
		}
	}
	if len(args) == 0 {
		named = conf.Shares
	}
	if len(named) == 0 {
		return nil, hint(errors.New("scan: no share to scan"),
			"name a share and its zone: shikiri scan office=DIR\nor list shares in the configuration")
	}
	return named, nil
}

// namedShares returns the shares that the arguments of scan name.
func namedShares(args []string, zone string, conf *rules.Config) ([]rules.Share, error) {
	if zone != "" && conf.Policy.Zone(zone) == nil {
		return nil, unknownZone("-z "+zone, conf.Policy)
	}
	var shares []rules.Share
	for _, arg := range args {
		s, err := parseShare(arg, zone, conf)
		if err != nil {
			return nil, err
		}
		shares = append(shares, s)
	}
	return shares, nil
}

// parseShare reads ZONE=SHARE or SHARE, whose zone is then the one given, or
// that of the share of the configuration with this URL.
//
// What stands before the first = is a zone unless it holds a slash, backslash
// or colon or begins with a dot, or is a zone's name all the same: a folder
// called a=b is ./a=b.
func parseShare(arg, zone string, conf *rules.Config) (rules.Share, error) {
	share := arg
	if before, after, ok := strings.Cut(arg, "="); ok {
		switch {
		case conf.Policy.Zone(before) != nil:
			zone, share = before, after
		case !strings.ContainsAny(before, `/\:`) && !strings.HasPrefix(before, "."):
			return rules.Share{}, unknownZone(before+"=", conf.Policy)
		}
	}
	if share == "" {
		return rules.Share{}, hint(errors.New("scan: a share is empty"), "name a folder: shikiri scan office=DIR")
	}
	name, err := shareName(share)
	if err != nil {
		return rules.Share{}, err
	}
	for _, s := range conf.Shares {
		if zone == "" && s.URL == share {
			zone = s.Zone
		}
	}
	if zone == "" {
		return rules.Share{}, hint(fmt.Errorf("scan %s: its zone is not known", name),
			"say which zone it lies in: office=%s or -z office; there are: %s", name, zoneNames(conf.Policy))
	}
	return rules.Share{URL: name, Zone: zone}, nil
}

// shareName returns a share as reports name it: its URL, or its absolute path,
// so that a reader elsewhere knows what was scanned.
func shareName(share string) (string, error) {
	if !rules.IsURL(share) {
		abs, err := filepath.Abs(share)
		if err != nil {
			return "", fmt.Errorf("scan %s: %w", share, err)
		}
		return abs, nil
	}
	if p := rules.CheckURL(share); p != nil {
		return "", hint(errors.New("scan: "+p.Text), "%s", p.Hint) // the URL may hold a password
	}
	return share, nil
}

func unknownZone(what string, policy *netzone.Policy) error {
	return hint(fmt.Errorf("scan %s: there is no such zone", what),
		"there are: %s\na folder with = in its name is written ./a=b", zoneNames(policy))
}

func zoneNames(policy *netzone.Policy) string {
	names := make([]string, len(policy.Zones))
	for i := range policy.Zones {
		names[i] = policy.Zones[i].Name
	}
	return strings.Join(names, ", ")
}

// overlaps returns a warning for each two shares that are the same or lie in
// each other: their files would be counted twice.
func overlaps(shares []rules.Share, sites []site) []string {
	var warnings []string
	for i := range sites {
		for j := range sites {
			outer, inner := sites[i].root, sites[j].root
			switch {
			case i < j && inner == outer:
				warnings = append(warnings, fmt.Sprintf("%s is scanned twice: what is in it is counted twice", shares[i].URL))
			case i != j && inner != outer && strings.HasPrefix(inner, outer) && !onlyNamed(inner, outer):
				warnings = append(warnings, fmt.Sprintf("%s lies in %s: what is in it is counted twice", shares[j].URL, shares[i].URL))
			}
		}
	}
	return warnings
}

// administrative is a share that a server has for its administrators. Such are
// scanned only when they are named.
var administrative = regexp.MustCompile(`^(?:[a-z]|admin|ipc)\$/`)

// onlyNamed reports whether the scan of outer, all shares of an SMB server, leaves
// out inner.
func onlyNamed(inner, outer string) bool {
	return strings.HasPrefix(outer, "smb://") && strings.Count(outer, "/") == 3 && administrative.MatchString(inner[len(outer):])
}

// root returns a share in a form that others can be compared with: links
// resolved, one separator, and one at the end.
func root(share string) string {
	if share = localPath(share); !rules.IsURL(share) {
		if real, err := filepath.EvalSymlinks(share); err == nil {
			share = real
		}
		return strings.TrimSuffix(filepath.ToSlash(share), "/") + "/"
	}
	u, err := url.Parse(share)
	if err != nil {
		return share
	}
	p := strings.TrimSuffix(path.Clean("/"+u.Path), "/") + "/"
	if u.Scheme == "smb" {
		p = strings.ToLower(p)
	}
	if server, ok := serverOf(share); ok {
		return u.Scheme + "://" + net.JoinHostPort(server.host, server.port) + p
	}
	return u.Scheme + "://" + strings.ToLower(u.Host) + p
}

// localPath returns the path that a file URL names, and other shares as they are.
func localPath(share string) string {
	if u, err := url.Parse(share); err == nil && u.Scheme == "file" {
		return u.Path
	}
	return share
}

// holds returns the local share that folder is or lies in, or "".
func holds(folder string, shares []rules.Share, sites []site) string {
	dir, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return ""
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return ""
	}
	for i, s := range sites {
		if s.folder && strings.HasPrefix(filepath.ToSlash(dir)+"/", s.root) {
			return shares[i].URL
		}
	}
	return ""
}

// existing returns the nearest folder that is there: name itself, or one above.
func existing(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	for {
		if _, err := os.Stat(abs); err == nil || filepath.Dir(abs) == abs {
			return abs
		}
		abs = filepath.Dir(abs)
	}
}

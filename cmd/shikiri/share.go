package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/rules"
	"github.com/shikiri/shikiri/scan"
)

// chooseShares returns the shares that the arguments of scan name, or those of
// the configuration if there are none. Their sources are not open yet.
func chooseShares(args []string, zone string, conf *rules.Config) ([]scan.Share, error) {
	if zone != "" && conf.Policy.Zone(zone) == nil {
		return nil, unknownZone("-z "+zone, conf.Policy)
	}
	var shares []scan.Share
	for _, arg := range args {
		s, err := parseShare(arg, zone, conf)
		if err != nil {
			return nil, err
		}
		shares = append(shares, s)
	}
	if len(args) == 0 {
		for _, s := range conf.Shares {
			shares = append(shares, scan.Share{URL: s.URL, Zone: s.Zone})
		}
	}
	if len(shares) == 0 {
		return nil, hint(errors.New("scan: no share to scan"),
			"name a share and its zone: shikiri scan office=DIR\nor list shares in the configuration")
	}
	return shares, nil
}

// parseShare reads ZONE=SHARE or SHARE, whose zone is then the one given, or
// that of the share of the configuration with this URL.
//
// What stands before the first = is a zone unless it holds a slash, backslash
// or colon or begins with a dot, or is a zone's name all the same: a folder
// called a=b is ./a=b.
func parseShare(arg, zone string, conf *rules.Config) (scan.Share, error) {
	share := arg
	if before, after, ok := strings.Cut(arg, "="); ok {
		switch {
		case conf.Policy.Zone(before) != nil:
			zone, share = before, after
		case !strings.ContainsAny(before, `/\:`) && !strings.HasPrefix(before, "."):
			return scan.Share{}, unknownZone(before+"=", conf.Policy)
		}
	}
	if share == "" {
		return scan.Share{}, hint(errors.New("scan: a share is empty"), "name a folder: shikiri scan office=DIR")
	}
	name, err := shareName(share)
	if err != nil {
		return scan.Share{}, err
	}
	for _, s := range conf.Shares {
		if zone == "" && s.URL == share {
			zone = s.Zone
		}
	}
	if zone == "" {
		return scan.Share{}, hint(fmt.Errorf("scan %s: its zone is not known", name),
			"say which zone it lies in: office=%s or -z office; there are: %s", name, zoneNames(conf.Policy))
	}
	return scan.Share{URL: name, Zone: zone}, nil
}

// shareName returns a share as reports name it: its URL, or its absolute path,
// so that a reader elsewhere knows what was scanned.
func shareName(share string) (string, error) {
	if !strings.Contains(share, "://") {
		abs, err := filepath.Abs(share)
		if err != nil {
			return "", fmt.Errorf("scan %s: %w", share, err)
		}
		return abs, nil
	}
	u, err := url.Parse(share)
	if err != nil {
		return "", errors.New("scan: a share is not a URL") // the text may hold a password
	}
	if _, has := u.User.Password(); has {
		return "", hint(fmt.Errorf("scan %s: a password stands on the command line, where every user of this machine can read it", u.Redacted()),
			"give password-from in the configuration")
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

// openShares opens the sources of shares. All that cannot be opened are in the
// error: a scan without one of its shares could not call anything clean. The
// caller closes what was opened, error or not.
func openShares(ctx context.Context, shares []scan.Share) error {
	var errs []error
	for i := range shares {
		src, err := crawl.Open(ctx, shares[i].URL, crawl.Options{})
		if err != nil {
			errs = append(errs, err)
			continue
		}
		shares[i].Source = src
	}
	if len(errs) == 0 {
		return nil
	}
	return hint(errors.Join(errs...), "nothing was scanned")
}

func closeShares(shares []scan.Share) {
	for _, s := range shares {
		if s.Source != nil {
			_ = s.Source.Close() // it was only read
		}
	}
}

// overlaps returns a warning for each two shares that are the same or lie in
// each other: their files would be counted twice.
func overlaps(shares []scan.Share) []string {
	var warnings []string
	roots := make([]string, len(shares))
	for i, s := range shares {
		roots[i] = root(s.URL)
	}
	for i, outer := range roots {
		for j, inner := range roots {
			switch {
			case i < j && inner == outer:
				warnings = append(warnings, fmt.Sprintf("%s is scanned twice: what is in it is counted twice", shares[i].URL))
			case i != j && inner != outer && strings.HasPrefix(inner, outer):
				warnings = append(warnings, fmt.Sprintf("%s lies in %s: what is in it is counted twice", shares[j].URL, shares[i].URL))
			}
		}
	}
	return warnings
}

// root returns a share in a form that others can be compared with: links
// resolved, one separator, and one at the end.
func root(share string) string {
	if !strings.Contains(share, "://") {
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
	return u.Scheme + "://" + strings.ToLower(u.Host) + p
}

// inside returns the local share that holds file, or "".
func inside(file string, shares []scan.Share) string {
	dir, err := filepath.EvalSymlinks(filepath.Dir(file))
	if err != nil {
		return ""
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return ""
	}
	for _, s := range shares {
		if info, err := os.Stat(s.URL); err != nil || !info.IsDir() {
			continue
		}
		if strings.HasPrefix(filepath.ToSlash(dir)+"/", root(s.URL)) {
			return s.URL
		}
	}
	return ""
}

package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/pflag"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/rules"
)

// accessOptions are the flags about getting at shares. They come before what
// the configuration says.
type accessOptions struct {
	user, passwordFrom       string
	knownHosts               []string
	snapshots                bool
	maxRate, maxOps, timeout string
}

func (o *accessOptions) addFlags(f *pflag.FlagSet) {
	f.StringVar(&o.user, "user", "", "log in as `NAME` to the shares named here: scan, 'DOMAIN\\scan'")
	f.StringVar(&o.passwordFrom, "password-from", "", "where the password for the shares named here is: `REF` is\nfile:PATH, command:CMD, credential:NAME, keyring:NAME, prompt, env:NAME")
	f.StringArrayVar(&o.knownHosts, "known-hosts", nil, "`FILE` of host keys for sftp; may be repeated\n(default: those of the user and the system)")
	f.BoolVar(&o.snapshots, "snapshots", false, "scan previous versions that SMB servers keep, too")
	f.StringVar(&o.maxRate, "max-rate", "", "read at most `SIZE` a second from each host, as 50MB/s")
	f.StringVar(&o.maxOps, "max-ops", "", "open, list and read at most `N` times a second on each host")
	f.StringVar(&o.timeout, "timeout", "", "give a silent server `TIME` to answer (default 30s)")
}

// limits returns the limits of the configuration with what the flags change.
func (o *accessOptions) limits(l rules.Limits) (rules.Limits, error) {
	var err error
	if err = flagValue("--max-rate", o.maxRate, &l.BytesPerSecond, rules.ParseRate); err != nil {
		return l, err
	}
	if err = flagValue("--max-ops", o.maxOps, &l.OpsPerSecond, rules.ParseOps); err != nil {
		return l, err
	}
	return l, flagValue("--timeout", o.timeout, &l.Timeout, rules.ParseTimeout)
}

// flagValue reads a flag into v, unless it was not given.
func flagValue[T any](flag, text string, v *T, parse func(string) (T, error)) error {
	if text == "" {
		return nil
	}
	got, err := parse(text)
	if err != nil {
		return fmt.Errorf("%s %s: %w", flag, text, err)
	}
	*v = got
	return nil
}

// check returns an error if what the flags say cannot be meant for any of the
// shares that the command line names.
func (o *accessOptions) check(named []rules.Share) error {
	if o.passwordFrom != "" && !rules.IsReference(o.passwordFrom) {
		return hint(errors.New("--password-from: it does not tell where the password is"),
			"file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself")
	}
	remote := false
	for _, s := range named {
		_, ok := serverOf(s.URL)
		remote = remote || ok
	}
	for flag, given := range map[string]bool{"--user": o.user != "", "--password-from": o.passwordFrom != ""} {
		if given && !remote {
			return hint(fmt.Errorf("%s: it is for smb:// and sftp:// shares on the command line, and there is none", flag),
				"shares of the configuration have user and password-from there")
		}
	}
	return nil
}

// limitsOf makes the limits of the run, which its shares have in common, or nil.
func limitsOf(l rules.Limits, warn func(string)) *crawl.Limits {
	if l.BytesPerSecond == 0 && l.OpsPerSecond == 0 && len(l.Quiet) == 0 {
		return nil
	}
	limits := &crawl.Limits{BytesPerSecond: l.BytesPerSecond, OpsPerSecond: l.OpsPerSecond, Warn: warn}
	for _, w := range l.Quiet {
		limits.Quiet = append(limits.Quiet, crawl.Window(w))
	}
	return limits
}

// A serverName is what a login is for: no password goes to another.
type serverName struct{ scheme, host, port string }

var defaultPorts = map[string]string{"smb": "445", "sftp": "22"}

// serverOf returns the server of a share; ok is false for a local one.
func serverOf(share string) (s serverName, ok bool) {
	if !rules.IsURL(share) {
		return s, false
	}
	u, err := url.Parse(share)
	if err != nil || defaultPorts[u.Scheme] == "" {
		return s, false
	}
	s = serverName{u.Scheme, strings.ToLower(u.Hostname()), u.Port()}
	if s.port == "" {
		s.port = defaultPorts[u.Scheme]
	}
	return s, true
}

// userOf returns who logs in to a share, or "".
func userOf(s *rules.Share) string {
	if s.User != "" {
		return s.User
	}
	u, err := url.Parse(s.URL)
	if err != nil || u.User == nil {
		return ""
	}
	return strings.Replace(u.User.Username(), ";", `\`, 1)
}

// login completes a share of the command line: with what the flags say, else
// with the login that the configuration has for its server, and user if one is
// named.
func (o *accessOptions) login(s *rules.Share, configured []rules.Share) error {
	server, ok := serverOf(s.URL)
	if !ok {
		return nil
	}
	if o.user != "" && userOf(s) != "" {
		return hint(fmt.Errorf("scan %s: its user is named twice", s.URL), "in the URL and with --user: keep one")
	}
	s.User = o.user
	var found *rules.Share
	for i := range configured {
		c := &configured[i]
		at, ok := serverOf(c.URL)
		if !ok || at != server || userOf(s) != "" && !strings.EqualFold(userOf(s), userOf(c)) {
			continue
		}
		if c.URL == s.URL {
			found = c
			break
		}
		if found != nil && (userOf(found) != userOf(c) || found.PasswordFrom != c.PasswordFrom) {
			return hint(fmt.Errorf("scan %s: the configuration has several logins for its server", s.URL), "say which: --user NAME")
		}
		found = c
	}
	if found != nil {
		adopt(s, found)
	}
	if o.passwordFrom != "" {
		s.PasswordFrom = o.passwordFrom
	}
	return nil
}

// adopt takes over how to log in, and from the share itself how to scan it.
func adopt(s, from *rules.Share) {
	if userOf(s) == "" {
		s.User = userOf(from)
	}
	s.PasswordFrom, s.Key, s.PassphraseFrom, s.KnownHosts = from.PasswordFrom, from.Key, from.PassphraseFrom, from.KnownHosts
	s.Snapshots = s.URL == from.URL && from.Snapshots
}

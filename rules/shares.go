package rules

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
)

func (d *decoder) share(n ast.Node, at string) {
	var s Share
	if m, ok := n.(ast.MapNode); ok {
		d.hideUnknown(m)
	}
	d.object(n, at, "a share", []key{
		{name: "url", required: true, read: func(n ast.Node, at string) { s.URL = d.shareURL(n, at) }},
		{name: "zone", required: true, read: func(n ast.Node, at string) { s.Zone, _ = d.text(n, at) }},
		{name: "user", read: func(n ast.Node, at string) { s.User = d.user(n, at) }},
		{name: "password-from", read: func(n ast.Node, at string) { s.PasswordFrom = d.reference(n, at) }},
		{name: "key", read: func(n ast.Node, at string) { s.Key = d.file(n, at) }},
		{name: "passphrase-from", read: func(n ast.Node, at string) { s.PassphraseFrom = d.reference(n, at) }},
		{name: "known-hosts", read: func(n ast.Node, at string) { s.KnownHosts = d.file(n, at) }},
		{name: "snapshots", read: func(n ast.Node, at string) { s.Snapshots = d.yes(n, at) }},
	})
	d.checkScheme(&s, at)
	u, err := url.Parse(s.URL)
	if err == nil && u.User != nil && s.User != "" {
		d.fail(n, at, "the share names its user twice", "in its url and as user: keep one")
	}
	d.config.Shares = append(d.config.Shares, s)
}

// checkScheme tells of keys that only another kind of share has: who writes them
// expects something of them.
func (d *decoder) checkScheme(s *Share, at string) {
	scheme, _, isURL := strings.Cut(strings.ToLower(s.URL), "://")
	if !isURL {
		scheme = ""
	}
	for _, k := range []struct {
		name, scheme string
		set          bool
	}{
		{"key", "sftp", s.Key != ""}, {"passphrase-from", "sftp", s.PassphraseFrom != ""},
		{"known-hosts", "sftp", s.KnownHosts != ""}, {"snapshots", "smb", s.Snapshots},
	} {
		if k.set && k.scheme != scheme && s.URL != "" {
			d.add(d.places[at+"."+k.name], fmt.Sprintf("only %s shares have the key %q", k.scheme, k.name), "", false)
		}
	}
}

// file reads the name of a file, relative to the folder of the configuration. A
// text of several lines is a private key pasted in its place: nobody sees it.
func (d *decoder) file(n ast.Node, at string) string {
	if s, ok := n.(*ast.StringNode); !ok || strings.ContainsFunc(s.Value, unicode.IsControl) || strings.Contains(s.Value, "PRIVATE KEY") {
		d.hide(n)
	}
	text, ok := d.text(n, at)
	switch {
	case ok && strings.Contains(text, "PRIVATE KEY"):
		d.fail(n, at, lastKey(at)+" is the name of a file, not what is in it", "")
	case ok && strings.HasPrefix(text, "~"):
		d.fail(n, at, "~ is not expanded", "write the whole path")
	case ok:
		return d.resolve(text)
	}
	return ""
}

func (d *decoder) yes(n ast.Node, at string) bool {
	b, ok := n.(*ast.BoolNode)
	if !ok {
		d.fail(n, at, fmt.Sprintf("%s is true or false, not %s", lastKey(at), kindOf(n)), "")
		return false
	}
	return b.Value
}

// hideUnknown hides what stands at keys that a share does not have: a password,
// more often than not.
func (d *decoder) hideUnknown(m ast.MapNode) {
	for pairs := m.MapRange(); pairs.Next(); {
		if name, ok := pairs.Key().(*ast.StringNode); !ok || name.Value == "password" || !slices.Contains(shareKeys, name.Value) {
			d.hide(pairs.Key())
			d.hide(pairs.Value())
		}
	}
}

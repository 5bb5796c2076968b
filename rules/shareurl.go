package rules

import (
	"fmt"
	"net/netip"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

var schemes = []string{"smb", "sftp", "file"}

var (
	drive     = regexp.MustCompile(`^[A-Za-z]:[\\/]`)
	oneColon  = regexp.MustCompile(`^(?:smb|sftp|file):`)
	bareLogin = regexp.MustCompile(`^(?:[/\\]{2})?[^/\\]*:[^/\\]*@`)
	anyScheme = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*)://`)
)

// shareURL reads the place of a share: smb:// and sftp:// as they are, a local
// path joined to the folder of the configuration. Nothing of it is repeated in
// an error, since it may hold a password.
func (d *decoder) shareURL(n ast.Node, at string) string {
	text, ok := d.text(n, at)
	if !ok {
		return ""
	}
	scheme := anyScheme.FindStringSubmatch(text)
	switch {
	case scheme == nil && bareLogin.MatchString(text) && !drive.MatchString(text):
		d.urlPassword(n, at)
	case scheme == nil && oneColon.MatchString(text):
		d.fail(n, at, "the url has no // after its scheme", "smb://host/share, sftp://host/folder")
	case scheme == nil && strings.HasPrefix(text, "~"):
		d.fail(n, at, "~ is not expanded", "write the whole path")
	case scheme == nil:
		return d.resolve(text)
	case d.remote(n, at, text):
		return text
	}
	return ""
}

// remote reports whether a URL can name a share, and tells why not.
func (d *decoder) remote(n ast.Node, at, text string) bool {
	p := CheckURL(text)
	switch {
	case p == nil:
		return true
	case p.Text == urlHasPassword:
		d.urlPassword(n, at)
	default:
		d.fail(n, at, p.Text, p.Hint)
	}
	return false
}

const urlHasPassword = "a url must not hold a password"

// CheckURL returns what is wrong with the URL of a share, without a place, or
// nil. It repeats nothing of the URL, which may hold a password.
func CheckURL(text string) *Problem {
	scheme, _, _ := strings.Cut(strings.ToLower(text), "://")
	u, err := url.Parse(text)
	inUser := false
	if err == nil {
		_, inUser = u.User.Password()
	}
	fail := func(text, hint string) *Problem { return &Problem{Text: text, Hint: hint} }
	switch {
	case inUser || hasPassword(text):
		return fail(urlHasPassword, "remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt")
	case !slices.Contains(schemes, scheme):
		return fail(fmt.Sprintf("no kind of share has the scheme %q", scheme), "shares are smb://host/share, sftp://host/folder and local paths")
	case err != nil && strings.Contains(err.Error(), "userinfo"):
		return fail("the user in the url cannot be read", `write user: 'DOMAIN\name' beside it, or smb://domain;name@host/share with %XX for what is not ASCII`)
	case err != nil:
		return fail("the url cannot be read", "write % as %25, # as %23, ? as %3F, and a port as a number")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(text, "#"):
		return fail("a share has no ? and no # in its url", "write ? as %3F and # as %23")
	case scheme == "file" && (u.Host != "" || u.User != nil || u.Path == ""):
		return fail("a file url names no host", "file:///srv/share, or the path alone")
	case scheme != "file" && u.Hostname() == "":
		return fail("the url names no host", "smb://host/share, sftp://host/folder")
	case u.Port() != "" && !isPort(u.Port()):
		return fail("the port of the url is out of range", "ports are 1 to 65535")
	}
	return nil
}

func (d *decoder) urlPassword(n ast.Node, at string) {
	d.hide(n)
	d.fail(n, at, urlHasPassword, "remove it and write password-from: file:PATH, keyring:NAME, env:NAME or prompt")
}

// IsURL reports whether the name of a share is a URL; else it is a path.
// "./a://b" is a path.
func IsURL(share string) bool { return anyScheme.MatchString(share) }

// hasPassword reports whether there is a : before an @ of what may be the user,
// whatever else is wrong with the URL: people do not escape their passwords.
func hasPassword(text string) bool {
	_, rest, _ := strings.Cut(text, "://")
	user, _, ok := strings.Cut(rest, "@")
	if i := strings.IndexByte(user, '/'); ok && i >= 0 && strings.Contains(user[:i], ":") {
		return !hostPort.MatchString(user[:i])
	}
	return ok && strings.Contains(user, ":") && !strings.Contains(user, "/")
}

var hostPort = regexp.MustCompile(`^[^:]*:[0-9]*$|^\[.*\](?::[0-9]*)?$`)

func isPort(s string) bool {
	port, err := strconv.ParseUint(s, 10, 16)
	return err == nil && port > 0 && s[0] != '0'
}

// resolve returns a local path that means the same in the working folder as the
// written one does in the folder of the configuration.
func (d *decoder) resolve(path string) string {
	if filepath.IsAbs(path) || strings.HasPrefix(path, "/") || drive.MatchString(path) || strings.HasPrefix(path, `\\`) {
		return path
	}
	return filepath.Join(d.folder, path)
}

// hostAddr returns the address in a URL that names its host by one.
func hostAddr(text string) (netip.Addr, bool) {
	u, err := url.Parse(text)
	if err != nil {
		return netip.Addr{}, false
	}
	addr, err := netip.ParseAddr(u.Hostname())
	return addr, err == nil
}

package crawl

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"strings"
)

// smbTarget reads a URL.
func smbTarget(u *url.URL, o Options) (*smbServer, smbPlace, error) {
	var root smbPlace
	switch {
	case u.Hostname() == "":
		return nil, root, errors.New("the URL names no server (write smb://user@server/share)")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, root, errors.New("the URL holds ? or # (write %3F or %23)")
	case strings.ContainsAny(u.Path, "\\\x00"):
		return nil, root, errors.New(`the URL holds \ or a NUL (folders are divided by /)`)
	}
	who, err := smbUser(u.User, o.User)
	if err != nil {
		return nil, root, err
	}
	path := strings.Trim(u.Path, "/")
	root.share, root.path, _ = strings.Cut(path, "/")
	if root.path = cmp.Or(root.path, "."); path != "" && !validName(path) {
		return nil, root, errors.New("the URL holds an empty element, or one that is only dots")
	}
	server := &smbServer{name: u.Hostname(), who: who, timeout: o.timeout(), limits: o.Limits}
	server.address = net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), smbPort))
	return server, root, nil
}

// smbUser returns who logs in: "user", "domain;user" or `DOMAIN\user`.
func smbUser(in *url.Userinfo, option string) (smbLogin, error) {
	name := option
	if in != nil {
		if _, has := in.Password(); has {
			return smbLogin{}, errors.New("the URL holds a password (others can read it there; name its source with password-from)")
		}
		name = cmp.Or(in.Username(), option)
	}
	var who smbLogin
	who.user = name
	for _, sign := range []string{";", `\`} {
		if domain, user, ok := strings.Cut(name, sign); ok {
			who.domain, who.user = domain, user
			break
		}
	}
	if who.user == "" {
		return who, errors.New("no user is named (write smb://user@server/share; a guest is named guest)")
	}
	return who, nil
}

// smbHint says what to do about an error in opening a share.
func smbHint(err error) error {
	err = bare(err)
	var status smbStatus
	switch {
	case errors.As(err, &status) && status.kind() == kindRefused:
		return fmt.Errorf("%w (check user, domain and password; it was tried once, and is not tried again, lest the account is locked)", &refusedError{status})
	case errors.Is(err, statusBadShare):
		return fmt.Errorf("%w (smb://server/ scans all shares)", err)
	case errors.Is(err, fs.ErrNotExist):
		return &smbMissing{err}
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w (log in as a user who may read it)", err)
	}
	return err
}

// smbMissing says of what was never met what statuses say of what is gone.
type smbMissing struct{ err error }

func (e *smbMissing) Error() string { return "no such share or folder (is it spelled right?)" }
func (e *smbMissing) Unwrap() error { return e.err }

package crawl

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"strings"
	"sync"
)

func init() {
	register(&Kind{
		Scheme: "smb",
		Doc:    "A share of a Windows or Samba server, or all its shares: smb://user@server/share/folder",
		Open:   openSMB,
	})
}

// An smb is a share of a server, a folder or a file of one, or all shares of a
// server, each a folder.
type smb struct {
	home *smbHost
	root smbPlace // share is "" if this is a whole server
	only string   // name of the one file the share is, or ""

	mu    sync.Mutex
	notes []string
}

// An smbHost is a server with the connections to it.
type smbHost struct {
	*smbServer
	pool *pool[*smbConn]
}

const (
	smbPort = "445"
	// One connection is served by one process of Samba. With 16 questions under
	// way it is as busy as it can be.
	smbConnections = 4
	smbUses        = 16
)

func openSMB(ctx context.Context, u *url.URL, o Options) (Source, error) {
	server, root, err := smbTarget(u, o)
	if err != nil {
		return nil, err
	}
	if o.Password != nil {
		if server.who.password, err = o.Password(ctx); err != nil {
			return nil, err
		}
	}
	host, err := newSMBHost(ctx, server)
	if err != nil {
		return nil, smbHint(err)
	}
	s := &smb{home: host, root: root}
	if err := s.check(); err != nil {
		_ = s.Close()
		return nil, smbHint(err)
	}
	return s, nil
}

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
		return nil, root, errors.New("the URL holds an empty element, . or ..")
	}
	server := &smbServer{name: u.Hostname(), who: who, timeout: o.timeout()}
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

func newSMBHost(ctx context.Context, server *smbServer) (*smbHost, error) {
	p, err := newPool(ctx, smbPoolOf(server))
	if err != nil {
		return nil, err
	}
	return &smbHost{server, p}, nil
}

func smbPoolOf(s *smbServer) server[*smbConn] {
	return server[*smbConn]{
		dial: s.dial, broken: smbBroken, busy: smbBusy, refused: smbRefused,
		connections: smbConnections, uses: smbUses,
	}
}

// smbHint says what to do about an error in opening a share.
func smbHint(err error) error {
	err = bare(err)
	var status smbStatus
	switch {
	case errors.As(err, &status) && status.kind() == kindRefused:
		return fmt.Errorf("%w (check user, domain and password; it was tried once, and is not tried again, lest the account is locked)", status)
	case errors.Is(err, statusBadShare):
		return fmt.Errorf("%w (smb://server/ scans all shares)", err)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w (is it spelled right?)", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w (log in as a user who may read it)", err)
	}
	return err
}

// check reads the share once, so that one that cannot be read at all is an error
// at once, and learns whether it is a file.
func (s *smb) check() error {
	if s.root.share == "" {
		r, err := s.list(".")
		if err != nil {
			return err
		}
		return r.Close()
	}
	i, err := s.lstatAt(smbSpot{s.home, s.root})
	if err != nil {
		return err
	}
	if !i.IsDir() {
		s.only = base(s.root.path)
		s.root.path = dirOf(s.root.path)
		return nil
	}
	r, err := s.list(".")
	if err != nil {
		return err
	}
	return r.Close()
}

// dirOf returns the folder of a name.
func dirOf(name string) string {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		return name[:i]
	}
	return "."
}

// An smbSpot is a place on a server.
type smbSpot struct {
	host *smbHost
	smbPlace
}

// below returns the spot of a name under this one.
func (s smbSpot) below(name string) smbSpot {
	if name != "." {
		s.path = join(s.path, name)
	}
	return s
}

// find returns where a name is. On a whole server the first element is the share.
func (s *smb) find(name string) (smbSpot, error) {
	at := smbSpot{s.home, s.root}
	if err := s.home.pool.gone(); errors.Is(err, fs.ErrClosed) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return at, err
	}
	switch {
	case !validName(name):
		return at, fs.ErrInvalid
	case s.only != "" && name != "." && name != s.only:
		return at, fs.ErrNotExist
	case s.root.share == "" && name != ".":
		at.share, name, _ = strings.Cut(name, "/")
		name = cmp.Or(name, ".")
	}
	return at.below(name), nil
}

// whole reports whether the spot is the list of a server's shares.
func (s smbSpot) whole() bool { return s.share == "" }

func (s *smb) Open(name string) (fs.File, error) {
	at, err := s.find(name)
	if err != nil {
		return nil, pathError("open", name, err)
	}
	if at.whole() || s.only != "" && name == "." {
		return &folder{src: s, name: name, info: &info{name: base(name), mode: fs.ModeDir | 0o555}}, nil
	}
	f, err := openRemote(at.host.pool, name, func(c *smbConn) (handle, error) {
		h, err := c.openData(at.smbPlace, optionSequential)
		if err != nil {
			return nil, err
		}
		return h, nil
	})
	if err != nil {
		return nil, err
	}
	if f.first.IsDir() {
		_ = f.Close()
		return &folder{src: s, name: name, info: f.first}, nil
	}
	return &smbFile{f, at}, nil
}

// An smbFile is an open file. It tells whose it is.
type smbFile struct {
	*remoteFile[*smbConn]
	at smbSpot
}

func (s *smb) ReadDir(name string) ([]fs.DirEntry, error) {
	r, err := s.list(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	all, err := readAll(r, name, s.lstat)
	if err != nil {
		err = pathError("read folder", name, err)
	}
	return all, err
}

func (s *smb) Close() error { return s.home.pool.Close() }

func (s *smb) lstat(name string) (*info, error) {
	at, err := s.find(name)
	if err == nil {
		var i *info
		if i, err = s.lstatAt(at); err == nil {
			return i, nil
		}
	}
	return nil, pathError("stat", name, err)
}

func (s *smb) lstatAt(at smbSpot) (i *info, err error) {
	if at.whole() {
		return &info{name: ".", mode: fs.ModeDir | 0o555}, nil
	}
	err = at.host.pool.do(func(u use[*smbConn]) error {
		h, err := u.conn.open(at.smbPlace, 0, optionReparsePoint)
		if err != nil {
			return err
		}
		defer h.Close()
		i, err = h.stat()
		return err
	})
	return i, err
}

// list is what Walk uses.
func (s *smb) list(name string) (dirReader, error) {
	at, err := s.find(name)
	var r dirReader
	switch {
	case err != nil:
	case at.whole():
		err = errors.New("not yet")
	case s.only != "":
		var i *info
		if i, err = s.lstatAt(at.below(s.only)); err == nil {
			r = &oneFile{i}
		}
	default:
		r, err = openSMBFolder(at)
	}
	if err != nil {
		return nil, pathError("open folder", name, err)
	}
	return r, nil
}

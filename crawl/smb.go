package crawl

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"net/url"
	"strings"
	"sync"
	"time"
)

func init() {
	register(&Kind{
		Scheme: "smb",
		Doc:    "A share of a Windows or Samba server, or all its shares: smb://user@server/share/folder",
		Open:   openSMB,
		gated:  true,
	})
}

// An smb is a share of a server, a folder or a file of one, or all shares of a
// server, each a folder.
type smb struct {
	home *smbHost
	root smbPlace // share is "" if this is a whole server
	only string   // name of the one file the share is, or ""

	links smbLinks

	wantSnapshots bool

	mu       sync.Mutex
	notes    []string
	plain    []string               // shares without previous versions, if these are wanted
	versions map[string][]time.Time // previous ones, by share
}

// An smbHost is a server with the connections to it.
type smbHost struct {
	*smbServer
	pool  *pool[*smbConn]
	names smbNames
}

const (
	smbPort = "445"
	// One connection is served by one process of Samba, which is busy with 16
	// questions under way. Files a second, on two cores that Samba has a share of,
	// medians of three to six rounds that differ by a third: 4 connections of 16 uses
	// 6,800, 4 of 32 6,200, 2 of 32 8,600, 1 of 64 7,400. There more processes only
	// take the cores from each other; a server with many cores was not at hand.
	smbConnections = 2
	smbUses        = 32
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
	s := &smb{home: host, root: root, links: newSMBLinks(), wantSnapshots: o.Snapshots, versions: map[string][]time.Time{}}
	if err := s.check(); err != nil {
		_ = s.Close()
		return nil, smbHint(err)
	}
	return s, nil
}

func newSMBHost(ctx context.Context, server *smbServer) (*smbHost, error) {
	p, err := newPool(ctx, smbPoolOf(server))
	if err != nil {
		return nil, err
	}
	return &smbHost{smbServer: server, pool: p}, nil
}

func smbPoolOf(s *smbServer) server[*smbConn] {
	return server[*smbConn]{
		dial: s.dial, broken: smbBroken, busy: smbBusy, refused: smbRefused,
		connections: smbConnections, uses: smbUses, gate: s.limits.gate(s.name),
	}
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
	root := smbSpot{s.home, s.root}
	i, err := s.lstatAt(root)
	if errors.Is(err, statusPathNotCovered) || errors.Is(err, statusBadShare) { // a DFS namespace, or a link in one
		if to, no := s.follow(root, true); no == nil {
			i, err = s.lstatAt(to)
		}
	}
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

// find returns where a name is. On a whole server the first element is the
// share. The first element below may name a previous version.
func (s *smb) find(name string) (smbSpot, error) {
	at := smbSpot{s.home, s.root}
	if err := s.home.pool.gone(); ended(err) {
		return at, err
	}
	switch {
	case !validName(name):
		return at, fs.ErrInvalid
	case s.only != "" && name != "." && name != s.only:
		return at, fs.ErrNotExist
	}
	prefix, version, rest := s.divide(name)
	if s.root.share == "" {
		at.share = strings.TrimSuffix(prefix, "/")
	}
	at.snapshot = version
	return s.passed(at.below(rest)), nil
}

// divide returns the share of a name with a slash, on a whole server, the
// previous version that the name is of, and the rest, which may be ".".
func (s *smb) divide(name string) (prefix string, version time.Time, rest string) {
	if s.root.share == "" && name != "." {
		share, below, _ := strings.Cut(name, "/")
		prefix, name = share+"/", cmp.Or(below, ".")
	}
	first, below, _ := strings.Cut(name, "/")
	if t, ok := parseGMT(first); ok {
		version, name = t, cmp.Or(below, ".")
	}
	return prefix, version, name
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
			return nil, at.openError(err)
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

func (s *smb) Close() error {
	err := s.home.pool.Close() // ends what waits for another server, too
	s.closeLinks()
	return err
}

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
		r, err = s.listShares()
	case s.only != "":
		var i *info
		if i, err = s.lstatAt(at.below(s.only)); err == nil {
			r = &oneFile{i}
		}
	default:
		r, err = s.listFolder(at, name)
	}
	if err != nil {
		return nil, pathError("open folder", name, err)
	}
	return r, nil
}

// listFolder lists a folder, with its previous versions if they are wanted.
func (s *smb) listFolder(at smbSpot, name string) (dirReader, error) {
	times, err := s.learnSnapshots(at)
	if err != nil {
		return nil, err
	}
	if !s.wantSnapshots || len(times) == 0 {
		return s.openFolder(at)
	}
	prefix, version, rest := s.divide(name)
	if !version.IsZero() {
		for len(times) > 0 && !times[0].Before(version) {
			times = times[1:]
		}
	}
	return s.layers(at, times, prefix, rest)
}

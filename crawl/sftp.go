package crawl

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"sync"
	"syscall"

	"github.com/pkg/sftp"
)

func init() {
	register(&Kind{Scheme: "sftp", Doc: "A folder or a file of an SSH server: sftp://user@host/srv/share, /~/ is the home folder", Open: openSFTP, gated: true})
}

const (
	// One connection with 64 requests under way is as fast as the server's one
	// thread for it; a second one keeps lists from waiting for files. More would
	// meet MaxStartups, which is 10 in sshd's own configuration.
	sftpConnections = 2
	sftpUses        = 64

	// sftpPathMax is how long a path may be. Linux knows 4 KiB, Windows 64 KiB;
	// a server that shows folders without end is to end somewhere.
	sftpPathMax = 64 << 10
)

// An sftpShare is a folder of an SSH server, or one file of it.
type sftpShare struct {
	pool  *pool[*sftpConn]
	route *route
	root  string // absolute and without symbolic links
	only  string // name in root of the one file the share is, or ""

	// folders are those that were seen to be no symbolic links. SFTP 3 has no
	// way to open without following links, so the way to a file is looked at.
	mu      sync.Mutex
	folders map[string]bool
}

func openSFTP(ctx context.Context, u *url.URL, o Options) (Source, error) {
	if err := checkSFTPURL(u); err != nil {
		return nil, err
	}
	r, err := newRoute(ctx, u, o)
	if err != nil {
		return nil, err
	}
	p, err := newPool(ctx, server[*sftpConn]{
		dial: r.dial, broken: isLost, refused: isRefusal, busy: func(error) bool { return false },
		connections: sftpConnections, uses: sftpUses, gate: o.Limits.gate(u.Hostname()),
	})
	if err != nil {
		return nil, err
	}
	s := &sftpShare{pool: p, route: r, folders: map[string]bool{}}
	if err := s.enter(u.Path); err != nil {
		_ = p.Close()
		return nil, err
	}
	r.root.Store(&s.root)
	return s, nil
}

// checkSFTPURL refuses what a URL of this kind cannot hold.
func checkSFTPURL(u *url.URL) error {
	_, password := u.User.Password()
	switch {
	case password:
		return errors.New("the URL holds a password (others can see it: give it by password-from, or use a key)")
	case u.Hostname() == "":
		return errors.New("the URL names no host (write sftp://host/folder)")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return errors.New("the URL holds ? or # (write %3F or %23)")
	case strings.ContainsRune(u.Path, 0):
		return errors.New("the path holds a NUL")
	}
	return nil
}

// enter finds the folder or the file that the URL names. The share may itself be
// a symbolic link: the user chose it.
func (s *sftpShare) enter(given string) error {
	asked := path.Clean("/" + given)
	if below, ok := strings.CutPrefix(asked+"/", "/~/"); ok {
		asked = strings.TrimSuffix("./"+below, "/") // of the folder where a login begins
	}
	var mode fs.FileMode
	err := s.pool.do(func(u use[*sftpConn]) error {
		return u.conn.ask(func(c *sftp.Client) error {
			fi, err := c.Stat(asked)
			if err != nil {
				return err
			}
			mode = fi.Mode()
			if s.root, err = c.RealPath(asked); err == nil && !strings.HasPrefix(s.root, "/") {
				err = errors.New("the server names no absolute path for it")
			}
			return err
		})
	})
	switch {
	case err != nil:
		return sftpHint(err)
	case mode.IsRegular():
		s.root, s.only = path.Dir(s.root), path.Base(s.root)
	case !mode.IsDir():
		return fmt.Errorf("%w (name a folder or a file)", specialError{mode})
	}
	return s.check()
}

// check reads the share once, so that a share that cannot be read at all is an
// error at once.
func (s *sftpShare) check() error {
	if s.only == "" {
		return sftpHint(bare(s.pool.do(func(u use[*sftpConn]) error { return u.conn.canList(s.root) })))
	}
	f, err := s.Open(s.only)
	if err != nil {
		return sftpHint(bare(err))
	}
	return f.Close()
}

func sftpHint(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w (the path of the URL begins at the root; /~/ is the home folder)", syscall.ENOENT)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w (log in as a user who may read it)", fs.ErrPermission)
	}
	return err
}

// full returns the server's path of a name.
func (s *sftpShare) full(name string) string {
	if name == "." {
		return s.root
	}
	return strings.TrimSuffix(s.root, "/") + "/" + name
}

// use reports whether name may be used now.
func (s *sftpShare) use(name string) error {
	if err := s.pool.gone(); err != nil {
		return err
	}
	if !validName(name) || strings.ContainsRune(name, 0) {
		return fs.ErrInvalid
	}
	if s.only != "" && name != "." && name != s.only {
		return fs.ErrNotExist
	}
	if len(name) > sftpPathMax {
		return errTooDeep
	}
	return nil
}

var errTooDeep = errors.New("lies too deep: its path is longer than 64 KiB")

// Open looks before it opens: see sftpShare.opener.
func (s *sftpShare) Open(name string) (fs.File, error) {
	if err := s.use(name); err != nil {
		return nil, pathError("open", name, err)
	}
	f := new(sftpFile)
	var err error
	f.remoteFile, err = openRemote(s.pool, name, s.opener(name, f))
	var met folderMet
	if errors.As(err, &met) {
		return &folder{src: s, name: name, info: met.info}, nil
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Close ends all connections, and so what is under way on them.
func (s *sftpShare) Close() error { return s.pool.Close() }

func (s *sftpShare) lstat(name string) (*info, error) {
	var i *info
	err := s.use(name)
	if err == nil {
		err = s.pool.do(func(u use[*sftpConn]) (err error) {
			if err = s.way(u.conn, path.Dir(name)); err == nil {
				i, _, err = s.look(u.conn, name)
			}
			return err
		})
	}
	if err != nil {
		return nil, pathError("stat", name, err)
	}
	return i, nil
}

// look asks what a name is, not following it if it is a symbolic link.
func (s *sftpShare) look(c *sftpConn, name string) (*info, *sftp.FileStat, error) {
	fi, err := c.lstat(s.full(name))
	if err != nil {
		return nil, nil, err
	}
	stat := fi.Sys().(*sftp.FileStat)
	i, err := infoOf(base(name), stat)
	return i, stat, err
}

// way looks at the folders on the way to a name: none may be a symbolic link.
func (s *sftpShare) way(c *sftpConn, dir string) error {
	if dir == "." || s.known(dir) {
		return nil
	}
	if err := s.way(c, path.Dir(dir)); err != nil {
		return err
	}
	i, _, err := s.look(c, dir)
	switch {
	case err != nil:
		return err
	case i.mode&fs.ModeSymlink != 0:
		return errLink
	case !i.IsDir():
		return errNotFolder
	}
	s.learn(dir)
	return nil
}

func (s *sftpShare) known(dir string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.folders[dir]
}

// learn remembers a folder. Walks stay near: some thousand are enough.
func (s *sftpShare) learn(dir string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.folders) >= 4096 {
		clear(s.folders)
	}
	s.folders[dir] = true
}
